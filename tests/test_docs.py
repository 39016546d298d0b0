"""What docs/methods.md says is what methods/ says, and its example runs."""

import ast
import re
import subprocess
import sys

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from content.read import menu, read_notes
from docs.list_methods import PAGE, ROOT, page
from ui.frame import REHEARSE


def test_the_page_of_methods_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "make docs writes it anew"


def test_every_module_of_methods_is_on_it():
    paths = (ROOT / "methods").rglob("*.py")
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in paths
        if path.stem != "__init__"
    }
    assert modules and set(re.findall(r"^### `(\S+)`$", page(), re.M)) == modules


def test_its_example_needs_nothing_of_the_app_and_gives_what_scikit_learn_gives():
    example = re.search(r"```python\n(.*?)```", page(), re.DOTALL)[1]
    asked = (
        "import sys\n"
        "print(found, *{'streamlit', 'plotly', 'concepts', 'ui', 'data'} & set(sys.modules))"
    )
    run = [sys.executable, "-c", example + asked]
    said = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    names: dict = {}
    exec(example, names)
    truth = average_precision_score(names["y"], names["score"])
    assert len(said) == 1, f"it imports {said[1:]}"
    np.testing.assert_allclose(float(said[0]), truth, rtol=1e-15)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "methods").rglob("*.py")), ids=lambda path: path.stem
)
def test_what_a_public_function_raises_is_in_its_docstring(path):
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef) and function.name[0] != "_":
            words = ast.get_docstring(function) or ""
            for each in ast.walk(function):
                if isinstance(each, ast.Raise) and each.exc is not None:
                    error = ast.unparse(each.exc).partition("(")[0]
                    assert error in words, f"{function.name} raises {error} and does not say so"


def test_the_readme_lists_every_page_in_the_order_of_the_menu():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    notes = [read_notes(stem) for stems in menu().values() for stem in stems]
    wanted = [f"- {each.title}. {each.question}" for each in notes]
    assert [line for line in lines if line in wanted] == wanted
    listed = {line[2:].partition(".")[0] for line in lines if line.startswith("- ")}
    assert set(REHEARSE.values()) <= listed


PAGES = ("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "docs/speed.md", "data/README.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_document_names_is_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./]+/[\w./]*\.\w+|\w+\.(?:py|js|md|toml))`", text))
    named |= set(re.findall(r"\]\(([^)#:]+)\)", text))
    beside = [ROOT, (ROOT / page).parent]
    beside += [path for path in ROOT.iterdir() if path.is_dir()]  # a folder says its own files
    assert named
    assert [each for each in named if not any((at / each).exists() for at in beside)] == []


@pytest.mark.parametrize("page", PAGES)
def test_what_a_document_says_is_in_a_file_is_in_it(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for name, path in re.findall(r"`(\w+)` in\s+`([\w./]+\.\w+)`", text):
        assert re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8")), (name, path)
