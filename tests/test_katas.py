"""The katas: what is listed, and that each solution passes where each usual bug fails."""

import ast
import asyncio
import json
import os
import re
import subprocess
import sys
import warnings
import zlib

import numpy as np
import pytest
from scipy.signal import correlate2d
from scipy.stats import ks_2samp, spearmanr
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import (
    f1_score,
    matthews_corrcoef,
    precision_score,
    recall_score,
    roc_auc_score,
)
from sklearn.neighbors import NearestNeighbors
from starlette.requests import Request

from content.katas import katas
from content.read import stems
from data.read import TABLES
from katas.judge import alike, judge, numbers, plain, rows
from katas.pictures import PICTURES
from katas.read import ARRAYS, DIALECTS, PLAIN, functions, read_kata
from katas.take import as_file, as_notebook, put, saves
from tests.house import ROOT
from ui import kata as kata_link
from ui.static import FILES
from ui.worker import IMPORTS, WORKER

NAMES = list(katas())


def handed(dialect):
    """What makes arrays of lists, in the dialect that takes them."""
    return (
        (lambda value: np.array(value) if isinstance(value, list) else value)
        if dialect == ARRAYS
        else None
    )


def failing(source, kata, dialect):
    """What is said of each check that the source fails; a warning of NumPy's counts, as it does for who reads it."""
    found = functions(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said = [judge(check, found, handed(dialect)) for check in kata.checks]
    return [each for each in said if not each["passed"]]


def test_every_kata_is_listed_with_a_page_of_the_site():
    sections = [kata.section for kata in katas().values()]
    assert len(katas()) >= 20
    assert len({kata.title for kata in katas().values()}) == len(katas())
    for name, kata in katas().items():
        assert re.fullmatch(r"[a-z0-9_]{1,60}", name) and kata.link == f"coding?kata={name}"
        assert kata.concept in stems() and 5 <= kata.minutes <= 30
    runs = [name for i, name in enumerate(sections) if i == 0 or sections[i - 1] != name]
    assert len(runs) == len(set(runs)), "a section stands in one piece"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", NAMES)
def test_the_solution_passes_every_check_and_each_usual_bug_fails_one(name, dialect):
    kata = read_kata(name)
    assert failing(kata.solution(dialect), kata, dialect) == []
    for bug in kata.bugs:
        assert failing(kata.broken(bug, dialect), kata, dialect), bug.says


@pytest.mark.parametrize("name", NAMES)
def test_the_file_and_the_notebook_check_themselves(name, capsys):
    kata = read_kata(name)
    for source in (kata.solution(ARRAYS), *(kata.broken(bug, ARRAYS) for bug in kata.bugs)):
        good = source == kata.solution(ARRAYS)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert ran(as_file(kata).replace(kata.starter(ARRAYS), source, 1)) == (0 if good else 1)
        said = capsys.readouterr().out
        passed = said.count("passed: ")
        assert said.endswith(f"{passed} of {len(kata.checks)} checks passed.\n")
        assert (passed == len(kata.checks)) == good
        assert all(
            said.count(f"\n    {word}: ") == said.count("FAILED: ")
            for word in ("input", "expected", "got")
        )
    scope = {}
    cells = json.loads(as_notebook(kata))["cells"]
    assert [cell["cell_type"] for cell in cells] == ["markdown", "code", "code", "code"]
    cells[1]["source"] = kata.solution(ARRAYS)
    for cell in cells[1:]:
        exec(cell["source"], scope)
    assert (
        capsys.readouterr().out
        == "".join(f"passed: {check['says']}\n" for check in kata.checks)
        + f"{len(kata.checks)} of {len(kata.checks)} checks passed.\n"
    )


def ran(source):
    """What a file leaves with."""
    with pytest.raises(SystemExit) as left:
        exec(compile(source, "mine.py", "exec"), {"__name__": "__main__"})
    return left.value.code


def test_an_unwritten_file_says_what_is_missing_and_where_an_error_was(tmp_path, capsys):
    kata = read_kata("softmax")
    path = put(kata, tmp_path / "mine")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stdout.count("got: None") > 0
    path.write_text(path.read_text().replace("    ...", "    return z[99]", 1))
    assert put(kata, tmp_path / "mine").read_text().count("z[99]") == 1, "what was written stays"
    assert ran(path.read_text()) == 1
    assert "got: IndexError" in capsys.readouterr().out
    assert ran(path.read_text().replace("def softmax", "def other")) == 1
    assert capsys.readouterr().out == "There is no function softmax.\n"


def test_the_file_is_run_each_time_that_it_is_saved(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("1")
    found = saves(path, pause=0.0)
    first = next(found)
    os.utime(path, (first + 5, first + 5))
    assert next(found) == first + 5
    path.unlink()
    assert list(found) == []


def test_a_kata_begins_with_its_signatures_and_gives_nothing_away():
    for name in NAMES:
        kata = read_kata(name)
        for dialect in DIALECTS:
            tree = ast.parse(kata.starter(dialect))
            functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
            assert [node.name for node in functions] == kata.names()
            assert all(ast.get_docstring(node) and len(node.body) == 2 for node in functions)
            assert all(ast.unparse(node.body[1]) == "..." for node in functions)
        assert failing(kata.starter(PLAIN), kata, PLAIN)
        assert len(kata.bugs) == 3 and len(kata.follow_ups) == 2 and len(kata.edges) >= 3
        words = [kata.statement, *kata.edges, kata.cost, *(bug.says for bug in kata.bugs)]
        words += [word for each in kata.follow_ups for word in (each.ask, each.answer)]
        assert all(word[-1] in ".?" and "!" not in word for word in words)


def test_solutions_agree_with_libraries():
    """Both dialects are held to one set of checks; the sets themselves are held to the libraries here."""
    X, y = np.array(rows(30, 2)), (np.array(numbers(30, 3)) > 0).astype(int)
    found = {name: functions(read_kata(name).solution(ARRAYS)) for name in NAMES}
    scores = np.array(numbers(30, 4))
    assert found["auc"]["auc"](y, scores) == pytest.approx(roc_auc_score(y, scores))
    said = (scores > 0.3).astype(int)
    of = found["confusion_metrics"]["metrics"](y, said)
    assert of["precision"] == pytest.approx(precision_score(y, said))
    assert of["recall"] == pytest.approx(recall_score(y, said))
    assert of["f1"] == pytest.approx(f1_score(y, said))
    assert of["mcc"] == pytest.approx(matthews_corrcoef(y, said))
    start = X[:3]
    labels, centres, inertia = found["kmeans"]["kmeans"](X, start)
    theirs = KMeans(3, init=start, n_init=1, tol=0).fit(X)
    assert inertia == pytest.approx(theirs.inertia_) and (labels == theirs.labels_).all()
    assert centres == pytest.approx(theirs.cluster_centers_)
    _, variances, _ = found["pca"]["pca"](X, 2)
    assert variances == pytest.approx(PCA(2).fit(X).explained_variance_)
    assert found["correlation"]["rank_corr"](scores, X[:, 0]) == pytest.approx(
        spearmanr(scores, X[:, 0])[0]
    )
    assert found["ks_statistic"]["ks"](scores, X[:, 0]) == pytest.approx(
        ks_2samp(scores, X[:, 0])[0]
    )
    query = X[4] + 0.1
    nearest = NearestNeighbors(n_neighbors=5).fit(X).kneighbors([query])[1][0]
    assert (found["nearest_neighbours"]["neighbours"](X, query, 5) == nearest).all()
    image, kernel = np.array(rows(6, 7)), np.array(rows(3, 2))
    assert found["convolution"]["conv2d"](image, kernel) == pytest.approx(
        correlate2d(image, kernel, "valid")
    )
    w, b = found["linear_regression"]["fit"](X, scores, 0.05, 3000)
    assert [*w, b] == pytest.approx(
        np.linalg.lstsq(np.column_stack([X, np.ones(30)]), scores)[0], abs=1e-6
    )


def test_what_is_sent_to_the_page_and_its_worker():
    sent = json.loads(FILES["katas.json"])
    assert [each["name"] for each in sent["katas"]] == NAMES
    assert sent["imports"] == list(IMPORTS)
    for each in sent["katas"]:
        assert all(
            {"says", "given", "call"} <= set(check) and {"expected", "raises"} & set(check)
            for check in each["checks"]
        )
    code = "import json; from katas.listed import listed; print(json.dumps(listed()))"
    for (
        seed
    ) in "12":  # several servers must send the same, or a page finds its files on one of them alone
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(done.stdout) == sent["katas"] and done.stdout.strip() == json.dumps(
            sent["katas"]
        )
    source = FILES[WORKER].decode()
    for folder, file in (("katas", "judge.py"), ("katas", "drive.py")):
        assert json.dumps((ROOT / folder / file).read_text("utf-8")) in source
    assert "importScripts(" not in source.split("self.JUDGE")[1], "one file, that loads no other"
    kept = json.loads(
        source.split("\n__BRYTHON__.use_VFS = true;\n__BRYTHON__.update_VFS(")[1].split(
            ");\nself.JUDGE"
        )[0]
    )
    assert set(IMPORTS) - {"math"} <= set(kept) and not {"browser", "asyncio", "unittest"} & set(
        kept
    )


def compute(concept, params):
    return concept.compute(params, TABLES)


def drawn(picture, source, frame):
    """What a source gives for a frame of a picture, as the worker finds it."""
    scope = functions(source)
    exec(picture.given, scope)
    return plain(eval(picture.call, scope | {"frame": frame}))


@pytest.mark.parametrize("name", PICTURES)
def test_the_solution_draws_what_the_concept_draws_and_a_bug_does_not(name):
    kata, picture = read_kata(name), PICTURES[name](compute)
    for frame, now in enumerate(picture.frames):
        assert alike(drawn(picture, kata.solution(PLAIN), frame), now.ours), now.says
    told = []
    for bug in kata.bugs:
        source = kata.broken(bug, PLAIN)
        told.append(
            any(
                not alike(drawn(picture, source, i), now.ours)
                for i, now in enumerate(picture.frames)
            )
        )
    assert any(told), "the picture shows at least one of the usual bugs"
    for dark in (False, True):
        packed = kata_link.drawn(f"{name} {dark}", name, dark)
        said = json.loads(packed if packed.startswith(b"{") else zlib.decompress(packed))
        assert [each["says"] for each in said["frames"]] == [now.says for now in picture.frames]
        assert said["given"] == picture.given and len(packed) < 60_000


def test_pictures_are_told_of_where_they_are():
    assert {name for name in NAMES if read_kata(name).picture} == set(PICTURES) and len(
        PICTURES
    ) >= 6
    assert {PICTURES[name](compute).stem for name in PICTURES} <= set(stems())
    asks = Request(
        {"type": "http", "query_string": b"", "headers": [], "path_params": {"name": "nothing"}}
    )
    assert asyncio.run(kata_link.answer(asks)).status_code == 404
