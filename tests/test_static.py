"""What draws a page is sent whole, as one version, to be kept for good; and compressed once."""

import asyncio
import gzip
import inspect
import re
import runpy
from pathlib import Path

import pytest
from starlette.requests import Request

import app
from tests.asgi import GUARDED, asked
from tests.sample import SAMPLE
from ui import stage, static, storage
from ui.mount import PLOTLY
from ui.stage import ACTS
from ui.static import FILES, LONG, STATIC, VERSION, streamlit_folder
from ui.worker import WORKER

KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
}


def ours(version, file, accept=""):
    scope = {
        "type": "http", "method": "GET", "path": f"/live/{version}/{file}", "query_string": b"",
        "headers": [(b"accept-encoding", accept.encode())], "path_params": {"version": version, "file": file},
    }  # fmt: skip
    return asyncio.run(app.live(Request(scope)))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("accept", ["", "br, gzip"])
def test_a_file_is_sent_as_it_is_and_kept_for_good(file, accept):
    answer = ours(VERSION, file, accept)
    assert answer.status_code == 200
    content = gzip.decompress(answer.body) if accept else answer.body
    assert content == ((STATIC / file).read_bytes() if (STATIC / file).exists() else FILES[file])
    assert answer.headers["content-type"] == KINDS[Path(file).suffix]
    assert answer.headers["content-length"] == str(len(answer.body))
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers.get("content-encoding") == ("gzip" if accept else None)


@pytest.mark.parametrize(
    ("version", "file"), [("0" * 12, "live.js"), (VERSION, "no.js"), (VERSION, "types.d.ts")]
)
def test_nothing_else_is_there(version, file):
    assert ours(version, file).status_code == 404


def test_scripts_import_by_names_that_are_there_so_that_all_are_of_one_version():
    for name, content in FILES.items():
        text = content.decode()
        named = re.findall(r"^(?:import|export) .* from \"(.+)\";$|^import \"(.+)\";$|new URL\(\"(.+?)\", import.meta", text, re.MULTILINE)  # fmt: skip
        for address in map("".join, named):
            assert address.removeprefix("./") in FILES, (name, address)
        if (
            name != WORKER
        ):  # one file of Python and all that it has, under a policy that lets it load no more
            assert set(re.findall(r"\bimport\((.*?)\)", text)) <= {"address"}, (
                "figure.js, of Streamlit's plotly.js"
            )


# --- Streamlit's own


def test_streamlits_files_are_sent_compressed_by_the_guard():
    start, body = asked(GUARDED, f"/{PLOTLY}", **{"accept-encoding": "gzip"})
    headers = {name.decode().lower(): said.decode() for name, said in start["headers"]}
    assert gzip.decompress(body["body"]) == (streamlit_folder() / PLOTLY).read_bytes()
    assert len(body["body"]) < len(gzip.decompress(body["body"])) / 3
    assert headers["content-encoding"] == "gzip" and headers["vary"] == "Accept-Encoding"
    assert "immutable" in headers["cache-control"] and "content-security-policy" in headers


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (f"/{PLOTLY}", {}), (f"/{PLOTLY}", {"accept-encoding": "br"}),
        (f"/{PLOTLY}", {"accept-encoding": "gzip", "range": "bytes=0-9"}),
        ("/index.html", {"accept-encoding": "gzip"}), ("/static/js/../../index.html", {"accept-encoding": "gzip"}),
    ],
)  # fmt: skip
def test_else_streamlit_answers_itself(path, said):
    start, *_ = asked(GUARDED, path, **said)
    assert start["status"] == 404, "in the tests the app behind the guard is not Streamlit's"


@pytest.mark.parametrize("length", [10, LONG])
def test_a_file_is_compressed_once_however_many_ask_and_leave(length):
    reads = []

    def read():
        reads.append(1)
        return bytes(length)

    async def a_class():
        asking = [asyncio.create_task(static._packed(f"{length} bytes", read)) for _ in range(5)]
        await asyncio.sleep(0)
        asking[0].cancel()  # who asked first leaves
        return await asyncio.gather(*asking, return_exceptions=True)

    left, *got = asyncio.run(a_class())
    assert isinstance(left, asyncio.CancelledError)
    assert [gzip.decompress(each) for each in got] == [bytes(length)] * 4
    assert asyncio.run(static._packed(f"{length} bytes", read)) == got[0] and reads == [1]


def test_all_that_may_be_kept_is_bounded():
    sizes = [len(gzip.compress(path.read_bytes(), 6)) for path in static._streamlits().values()]
    assert sum(sizes) + sum(map(len, FILES.values())) < 12 * 2**20


# --- what is said


def test_what_the_browser_says_is_what_is_heard():
    """An event that one side misspells would be lost without a word."""
    scripts = {name: content.decode() for name, content in FILES.items() if name.endswith(".js")}
    done = {
        name: set(re.findall(r'\b(?:send|ask|note)\((?:stage, )?"(\w+)"', text))
        for name, text in scripts.items()
    }
    assert set().union(*done.values()) == set(ACTS)
    moving = "".join(re.findall(r"(?:ELSEWHERE|MOVES) = \[(.*)\]", scripts["said.js"]))
    assert {"set", "moved", "preset"} <= set(re.findall(r'"(\w+)"', moving)) <= set(ACTS)
    said = set(re.findall(r'\bsay\?\.\("(\w+)"', "".join(scripts.values())))
    assert {f"on_{event}_change" for event in said} == set(
        re.findall(r"on_\w+_change", inspect.getsource(stage.draw_stage))
    )
    kept = set(re.findall(r'setTriggerValue\("(\w+)"', scripts["keep.js"] + storage.LOADER))
    assert [f"on_{event}_change" for event in kept] == re.findall(
        r"on_\w+_change", inspect.getsource(storage.listen)
    )


# --- where the app has a path before it


def test_under_a_path_of_its_own_all_is_there(monkeypatch):
    monkeypatch.setattr("ui.guard.st.get_option", {"server.baseUrlPath": "/teach/"}.__getitem__)
    app_there = runpy.run_path(str(Path(app.__file__)), run_name="app")
    paths = [route.path for route in app_there["routes"]]
    assert all(path.startswith("/teach/") for path in paths)
    named = [path.removeprefix("/teach/") for path in paths if not path.startswith("/teach/room")]
    assert named == [
        "picture/{stem}",
        "tile/{stem}",
        "card/{file}",
        "kata/{name}",
        "live/{version}/{file}",
    ]
    start, _ = asked(GUARDED, f"/teach/{PLOTLY}", **{"accept-encoding": "gzip"})
    assert (b"content-encoding", b"gzip") in start["headers"]
    start, *_ = asked(GUARDED, f"/teach/{SAMPLE[0]}")
    assert any(name == b"link" for name, _ in start["headers"]), "what the page needs is begun"


def test_has_is_only_asked_of_what_is_styled_itself():
    """With `.page:has(.x) .y` the browser matches all below the page anew at every text that plotly.js measures."""
    found = [
        f"{name}: {selector.strip()}"
        for name, content in FILES.items()
        if name.endswith(".css")
        for rule in re.sub(r"/\*.*?\*/", "", content.decode(), flags=re.S).split("}")
        for selector in rule.rpartition("{")[0].rpartition("{")[2].split(",")
        if re.search(r":has\((?:[^()]|\([^()]*\))*\)[^\s>+~]*[\s>+~]", selector.strip())
        or ":root:has(" in selector
    ]
    assert found == []
