"""A page's address has what it needs begun: imported here, loaded there."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sample import SAMPLE
from ui.early import ELSEWHERE, home_link_header, link_header, stem_of
from ui.guard import Guard
from ui.headers import headers_here
from ui.mount import LOADER
from ui.static import FILES, LIVE, STATIC, streamlit_folder

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/interview",
        "/nothing",
        "/static/js/a.js",
        "/../app",
        "/picture/x",
        "/é",
        "/_stcore/health",
    ],
)
def test_no_other_address_is_a_page_of_a_concept(path):
    assert stem_of(path) == ""


def test_what_is_to_be_loaded_is_there():
    links = re.findall(r"<([^>]+)>; rel=modulepreload", link_header())
    styles = re.findall(rf"<{LIVE}/([^>]+)>; rel=preload; as=style", link_header())
    assert set(styles) <= set(FILES) and f"{styles}" in LOADER
    ours = [link for link in links if link.startswith(f"{LIVE}/")]
    scripts = {file.name for file in STATIC.glob("*.js")} - {*ELSEWHERE}
    assert {link.removeprefix(f"{LIVE}/") for link in ours} == scripts
    others = [link for link in links if link not in ours]
    assert [(streamlit_folder() / link).exists() for link in others] == [True]


def test_the_head_of_a_page_is_what_a_server_in_front_takes():
    """deploy/nginx.py gives it 16 kB."""
    said = [*headers_here().items(), ("Link", link_header())]
    assert sum(len(name) + len(text) + 4 for name, text in said) < 8_000


def test_the_home_page_has_all_loaded_that_it_imports():
    links = re.findall(r"<([^>]+)>; rel=modulepreload", home_link_header())
    assert len(links) == len(set(links)) and links[0] == f"{LIVE}/home.js"
    names = {link.removeprefix(f"{LIVE}/") for link in links}
    for name in names:
        at_first = re.findall(
            r'from\s+"\./([^"]+)"', re.sub(r"/\*.*?\*/", "", FILES[name].decode())
        )
        assert set(at_first) <= names, name
    assert f"<{LIVE}/home.css>; rel=preload; as=style" in home_link_header()


@pytest.mark.parametrize(
    ("path", "wanted"),
    [(f"/{SAMPLE[0]}", link_header()), ("/", home_link_header()), ("/interview", None)],
)
def test_a_concepts_page_and_home_say_it(path, wanted):
    said = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def hear(message):
        said.extend(message["headers"])

    asyncio.run(Guard(app)({"type": "http", "path": path, "headers": []}, None, hear))
    assert dict(said).get(b"link", b"").decode() == (wanted or "")


def test_what_the_page_is_made_of_is_imported_meanwhile():
    stem = SAMPLE[0]
    code = f"""
import sys, time
from ui.early import ELSEWHERE, prepare
prepare({stem!r})
for _ in range(300):
    if {{"ui.page", "figures.{stem}", "sentences.{stem}", "concepts.{stem}"}} <= sys.modules.keys():
        print("there")
        break
    time.sleep(0.1)
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout == "there\n", run.stderr


def test_what_the_home_page_shows_is_computed_when_it_is_asked_for():
    code = """
import asyncio, time
from ui import tile
from ui.early import ELSEWHERE, todays_idea
from ui.guard import Guard

asked = []
tile.tile = lambda *those: asked.append(those)

async def app(scope, receive, send): pass

for _ in range(2):
    asyncio.run(Guard(app)({"type": "http", "path": "/", "headers": []}, None, None))
for _ in range(300):
    if asked:
        break
    time.sleep(0.1)
print(asked == [(todays_idea(), False, False)])
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout == "True\n", run.stderr
