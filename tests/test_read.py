"""Words, tables and snippets are read as written, and what is missing is named."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from concepts.controls import ranged
from content import read as words
from content.read import fill, read_prose
from data.read import HERE, TABLES, files
from tests.sample import SAMPLE
from ui import snippet as snippets


def test_prose_by_heading():
    assert read_prose("## One\n\na\n\n### deeper\n\nb\n\n## Two\nc\n") == {
        "One": "a\n\n### deeper\n\nb",
        "Two": "c",
    }


def test_fill_leaves_latex_alone_and_names_what_is_missing():
    assert fill(r"$\frac{a}{b}$ is {{x}}", {"x": "3"}) == r"$\frac{a}{b}$ is 3"
    with pytest.raises(KeyError, match="y"):
        fill("{{y}}", {"x": "3"})


def test_every_table_is_the_one_in_the_readme():
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    assert files() and len(TABLES) == len(files()) == len(set(TABLES))
    for path in files():
        line = next(line for line in readme.splitlines() if path.name in line)
        assert hashlib.sha256(path.read_bytes()).hexdigest() in line
        rows, columns = re.search(r"([\d,]+) x (\d+)", line).groups()
        table = TABLES[path.name.split(".")[0]]
        assert len(table.columns) == int(columns)
        assert {len(c) for c in table.columns.values()} == {int(rows.replace(",", ""))}


def test_a_table_has_numbers_with_nan_for_missing_cells_and_text():
    birds = TABLES["birdstrikes_faa_10k"]
    assert birds["speed_ias_kt"].dtype == np.float64 and np.isnan(birds["speed_ias_kt"]).any()
    assert birds["phase"].dtype.kind == "U"
    assert TABLES["seattle_weather"] is TABLES["seattle_weather"]
    with pytest.raises(KeyError, match="nowhere"):
        TABLES["nowhere"]


@dataclass(frozen=True)
class Params:
    rate: float = ranged(0.25, 0.0, 1.0, "Rate")
    n: int = ranged(3, 0, 9, "Count")


def test_a_snippet_has_the_values_filled_in_and_keeps_the_comment(tmp_path, monkeypatch):
    monkeypatch.setattr(snippets, "FOLDER", Path(tmp_path))
    (tmp_path / "s.py").write_text("rate = 0.1  # per step\nn = 5\nprint(rate * n)\n")
    assert snippets.snippet("s", Params()) == "rate = 0.25  # per step\nn = 3\nprint(rate * n)\n"
    (tmp_path / "s.py").write_text("rate = 0.1\n")
    with pytest.raises(KeyError, match="n"):
        snippets.snippet("s", Params())


def test_a_key_that_is_missing_or_unknown_is_named_with_its_file(tmp_path, monkeypatch):
    toml = (words.HERE / f"{SAMPLE[0]}.toml").read_text(encoding="utf-8")
    monkeypatch.setattr(words, "HERE", tmp_path)
    (tmp_path / "page.md").write_text("## The idea\n\nWords.\n", encoding="utf-8")
    for broken in (
        toml.replace("question = ", "qestion = ", 1),
        toml.replace("[[wrong]]", "[[w]]"),
    ):
        (tmp_path / "page.toml").write_text(broken, encoding="utf-8")
        with pytest.raises((TypeError, KeyError), match="qestion|wrong") as problem:
            words.read_notes.__wrapped__("page")
        assert problem.value.__notes__ == ["in content/page.toml"]
