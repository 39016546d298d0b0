"""Each setting of the process is still needed, and still does its work, on this Streamlit."""

import asyncio
import inspect
import json
import platform
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.formparsers import MultiPartParser
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session
from streamlit.web.server.starlette import starlette_server

from content.read import stems
from ui.guard import Guard
from ui.process import READ_THEME, tune_process
from ui.sockets import send_at_once

ROOT = Path(__file__).parent.parent
# Libraries that take a third of a second and more to import: the first visitor of a page would wait.
HEAVY = ("sklearn", "imblearn", "scipy.stats", "scipy.spatial", "scipy.signal")
# Pages that cannot be drawn at their defaults without one: they import it at the top of a module, so that it
# is there by the time the browser asks (ui/early.py).
NEED_ONE: set[str] = set()
LOADED = """
import json, os, sys
from importlib import import_module
from content.read import stems
from data.read import TABLES
import concepts.controls, figures.theme, figures.marks, ui.axis
heavy = sys.argv[1:]
def loaded():
    return [name for name in heavy if name in sys.modules]
for stem in stems():
    sys.stdout.flush()
    if os.fork() == 0:  # what one page loads, another has not
        concept, figures = (import_module(f"{folder}.{stem}") for folder in ("concepts", "figures"))
        first = loaded()
        figures.miniature(concept.compute(concept.Params(), TABLES))
        print(json.dumps([stem, first, loaded()]), flush=True)
        os._exit(0)
    assert os.wait()[1] == 0, stem
"""
LATER = """
import sys
from ui.process import import_the_rest
import_the_rest()
print("sklearn.tree" in sys.modules)
import gc
from threadpoolctl import threadpool_info
print(gc.get_freeze_count() > 0, {pool["num_threads"] for pool in threadpool_info()} == {1})
"""


POOLS = """
import ctypes, sys, tempfile
from threading import Barrier, Thread
from ui.memory import share_memory
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p

def pools():
    with tempfile.NamedTemporaryFile() as file:
        stream = ctypes.c_void_p(libc.fopen(file.name.encode(), b"w"))
        libc.malloc_info(0, stream)
        libc.fclose(stream)
        return file.read().count(b"<heap nr=")

if sys.argv[1:] == ["shared"]:
    share_memory()
before, together = pools(), Barrier(8)

def run():
    together.wait()
    kept = bytearray(100_000)
    together.wait()

threads = [Thread(target=run) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(pools() - before)
"""

LEFT_OVER = """
import ctypes, sys
from ui.memory import give_back, share_memory
share_memory()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p

def megabytes():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) // 1024

places = [ctypes.c_void_p(libc.malloc(100_000)) for _ in range(1000)]
for place in places:
    ctypes.memset(place, 1, 100_000)
full = megabytes()
for place in places[:-1]:
    libc.free(place)
if sys.argv[1:] == ["back"]:
    give_back()
print(full - megabytes())
"""


def no_delay(connection):
    return bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


@pytest.fixture
def listening():
    """A socket bound as Streamlit binds its own, and a way to connect to it."""
    listener = starlette_server._bind_socket("127.0.0.1", 0, 5)
    listener.listen()
    listener.setblocking(True)
    opened = [listener]

    def connected():
        opened.append(socket.create_connection(listener.getsockname()))
        opened.append(listener.accept()[0])
        return opened[-1]

    yield connected
    for each in opened:
        each.close()


def test_streamlit_still_leaves_its_sockets_waiting(listening):
    connection = listening()
    assert connection.proto == 0 or not no_delay(connection), "ui/sockets.py is no longer needed"
    assert not no_delay(connection)


def test_connections_made_before_and_after_send_at_once(listening):
    before = listening()
    send_at_once.cache_clear()
    send_at_once()
    assert no_delay(before) and no_delay(listening())


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_what_is_asked_for_first_is_sent_at_once(listening, kind):
    connection = listening()
    send_at_once.cache_clear()
    seen = []

    async def app(scope, receive, send):
        seen.append((scope["type"], no_delay(connection)))

    for each in ("lifespan", kind):
        asyncio.run(Guard(app)({"type": each, "path": "/", "headers": []}, None, None))
    assert seen == [("lifespan", False), (kind, True)]


def test_an_upload_stays_in_memory():
    tune_process.clear()
    assert tune_process()
    limit = config.get_option("server.maxUploadSize") * 2**20
    assert MultiPartParser.spool_max_size > limit
    assert "spool_max_size" in inspect.getsource(MultiPartParser.on_headers_finished)


def test_the_theme_is_the_same_and_is_read_once(monkeypatch):
    tune_process.clear()
    assert tune_process()
    theirs, ours = NewSession().custom_theme, NewSession().custom_theme
    asked = []
    read = config.get_options_for_section
    monkeypatch.setattr(config, "get_options_for_section", lambda name: asked.append(name) or read(name))  # fmt: skip
    for _ in range(2):
        for section in ("", "light", "dark", "sidebar"):
            place = getattr(theirs, section) if section else theirs
            READ_THEME(place, f"theme.{section}".rstrip("."))
    assert len(asked) == 8, "Streamlit remembers the theme itself; ui/process.py need not"
    asked.clear()
    for _ in range(2):
        for section in ("", "light", "dark", "sidebar"):
            place = getattr(ours, section) if section else ours
            app_session._populate_theme_msg(place, f"theme.{section}".rstrip("."))
    assert ours == theirs and ours.light.primary_color and not ours.HasField("sidebar")
    assert len(asked) <= 4
    assert "_populate_theme_msg(msg.new_session.custom_theme)" in inspect.getsource(app_session)


def test_streamlit_still_knows_the_option_that_spares_the_collection_after_each_run():
    option = config.get_config_options()["runner.postScriptGC"]
    assert option.default_val is True, "the line in .streamlit/config.toml is no longer needed"
    assert config.get_option("runner.postScriptGC") is False


@pytest.fixture(scope="module")
def loaded():
    """For each page the heavy libraries that importing it loads, and those once it is drawn at first."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *HEAVY], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {stem: (first, then) for stem, first, then in map(json.loads, ran.stdout.splitlines())}


@pytest.mark.parametrize("stem", stems())
def test_the_first_visitor_of_a_page_waits_for_no_heavy_library(stem, loaded):
    first, then = loaded[stem]
    if stem not in NEED_ONE:
        assert then == [], (
            f"{stem} loads {', '.join(then)} at its defaults: import it inside the function that needs it, "
            "off the defaults; or, where the library is the subject, at the top, with the stem in NEED_ONE"
        )
    assert first == then, f"{stem} loads {', '.join(then)} while it computes: import it at the top"
    assert then or stem not in NEED_ONE, f"{stem} needs none: it can leave NEED_ONE"


def test_what_only_some_pages_need_is_imported_once_the_first_is_drawn():
    """In a process of its own, which warms up."""
    said = subprocess.run(
        [sys.executable, "-c", LATER], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert said.split() == ["True", "True", "True"]


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library, other pools")
def test_the_threads_of_all_visitors_share_one_pool_of_memory():
    def more(*given):
        command = [sys.executable, "-c", POOLS, *given]
        return int(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)

    assert more() > 0, "threads share one by themselves; ui/memory.py is no longer needed"
    assert more("shared") == 0


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_what_is_free_below_something_in_use_is_given_back():
    def fallen(*given):
        command = [sys.executable, "-c", LEFT_OVER, *given]
        return int(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)

    assert fallen() < 20, (
        "the library gives it back by itself; give_back in ui/memory.py is not needed"
    )
    assert fallen("back") > 60
