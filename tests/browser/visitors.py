"""A server of the app on a free port of this machine, and visitors with a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Error, Page

ROOT = Path(__file__).parent.parent.parent
# Without windows it takes a quarter less of the processors.
NAMES = [
    os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
]  # fmt: skip
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
# The browser in its place, where `make firefox` asks for it: see tests/browser/firefox.py.
FIREFOX = os.environ.get("FIREFOX") and (shutil.which("firefox-esr") or "firefox")
# No background chatter, so that every request seen is one of the app's.
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP sightglass.test localhost",
    "--process-per-site", "--renderer-process-limit=1",  # a page takes a tenth less of the processors
]  # fmt: skip
ELSEWHERE = "sightglass.test"  # this machine by a name that others could open, too
SCREEN = {"width": 1440, "height": 900}
WIDE = {"width": 1920, "height": 1080}  # the menu stands beside the page
# Streamlit looks for its own endpoints under the page's path before it finds the right base:
# https://github.com/streamlit/streamlit/issues/6391 and the like. Nothing of ours.
UPSTREAM = ("/_stcore/health", "/_stcore/host-config")
# What Firefox says of what tests/browser/stage.py calls WITHOUT.
WASM = "settings blocked WebAssembly (script-src)"
# And of what a page still waits for when it is left: Chromium says nothing.
LEFT = (
    "NetworkError when attempting to fetch resource", "The operation was aborted",
    "error loading dynamically imported module",
)  # fmt: skip


@contextmanager
def serving(folder, *how, root=ROOT, path=""):
    """A server of the app that nobody has opened yet: its address. It must not have failed anywhere.

    `how`: what Python is to run instead of Streamlit. `root`: where the app is, or a copy of it.
    `path`: what all its addresses begin with, as "/ml".
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (folder / f"server{port}.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, *(how or ("-m", "streamlit")), "run", "app.py", "--server.port", str(port), "--server.baseUrlPath", path],
        cwd=root, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    address = f"http://localhost:{port}{path}"
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
            break
        except OSError:
            assert process.poll() is None, log.seek(0) or log.read()
            time.sleep(0.1)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(10)
        log.seek(0)
        said = log.read()
        log.close()
    assert "Traceback" not in said, said


IDLE = {}  # by browser and server: contexts, each with a page that keeps its renderer and what that has compiled


@contextmanager
def visiting(browser, server):
    """A new visitor's page at 1440x900 that notes its errors, and requests that leave the machine.

    It may stand in a context that others have left: all they kept is forgotten, but for the files
    that the browser has loaded and compiled, which saves half of what a page costs.
    """
    idle = IDLE.setdefault((browser, server), [])
    if idle:
        context, keeper = idle.pop()
    else:
        context = browser.new_context(viewport=SCREEN, base_url=server)
        keeper = context.new_page()
        with suppress(Error):  # a file that was taken away needs no server
            keeper.goto("/_stcore/health")
    page = context.new_page()
    page.errors, page.left = [], []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on(
        "console",
        lambda said: (
            page.errors.append(said.text + said.location.get("url", ""))
            if said.type == "error"
            else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            page.left.append(request.url)
            if not request.url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))
            else None
        ),
    )
    page.on("framenavigated", lambda _: forgive(page))
    try:
        yield page
    except BaseException:
        context.close()
        raise
    if FIREFOX:  # it forgets nothing on demand
        context.close()
        return
    forget(context, keeper, server)
    idle.append((context, keeper))


def forget(context, keeper, server):
    """Leave nothing in it of a visit."""
    for page in context.pages:
        if page is not keeper:
            page.close()
    context.set_offline(False)
    context.clear_cookies()
    context.clear_permissions()
    said = {"origin": server, "storageTypes": "local_storage,indexeddb,cache_storage"}
    context.new_cdp_session(keeper).send("Storage.clearDataForOrigin", said)


def forgive(page):
    """The page before is left: what it waited for is no fault."""
    page.errors[:] = [e for e in page.errors if not e.startswith(LEFT)]


def errors(page):
    """What the browser has complained of."""
    return [e for e in page.errors if not ("404" in e and e.endswith(UPSTREAM)) and WASM not in e]


def until(page: Page, said: str, arg: object = None, timeout: float = 30_000) -> None:
    """Wait until that is true on the page. Playwright's own way to wait is refused by our policy."""
    begun = time.monotonic()
    while True:
        try:
            if page.evaluate(said, arg):
                return
        except Error as problem:
            if "Execution context was destroyed" not in problem.message:
                raise  # else the page has gone on to another address meanwhile
        assert time.monotonic() - begun < timeout / 1000, f"it never came to be that {said}"
        page.wait_for_timeout(30)


def settle(page: Page) -> None:
    """Wait until the page has been run and drawn."""
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]',
        timeout=60_000,
    )
    until(
        page,
        """() => {
            const figures = [...document.querySelectorAll(".sightglass-figure")];
            return figures.length && figures.every(figure => figure.querySelector(".main-svg"));
        }""",
        timeout=60_000,
    )
    page.wait_for_timeout(300)
