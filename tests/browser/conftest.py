"""A server of the app on a free port of this machine, and a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
# Without windows it takes a quarter less of the processors.
NAMES = [
    os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
]  # fmt: skip
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
# No background chatter, so that every request seen is one of the app's.
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


expect.set_options(timeout=15_000)  # milliseconds: the processors are shared
SCREEN = {"width": 1440, "height": 900}


def pytest_collection_modifyitems(items):
    """What fails with a browser is tried once more: a slow moment of a shared machine is no fault of ours.

    The last line of a run says how often that was needed.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@contextmanager
def serving(folder, *how):
    """A server of the app that nobody has opened yet: its address. It must not have failed anywhere.

    `how`: what Python is to run instead of Streamlit.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (folder / f"server{port}.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, *(how or ("-m", "streamlit")), "run", "app.py", "--server.port", str(port)],
        cwd=ROOT, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    address = f"http://localhost:{port}"
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


@pytest.fixture(scope="package")
def server(tmp_path_factory):
    """The address of a server that the tests of a process share."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="package")
def browser():
    assert CHROMIUM, "no Chromium on this machine: see tests/install_browser.sh"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, server):
    """A visitor's page, see `visiting`."""
    with visiting(browser, server) as page:
        yield page


@pytest.fixture
def first_page(browser, tmp_path):
    """The page of the first visitor of a fresh server."""
    with serving(tmp_path) as address, visiting(browser, address) as page:
        yield page


@pytest.fixture(scope="package")
def still(browser, server):
    """Opens a concept's page for tests that only look at it: they share it, so they leave it as it was."""
    pages = {}
    with ExitStack() as left_open:

        def look(stem):
            if stem not in pages:
                pages[stem] = left_open.enter_context(visiting(browser, server))
                pages[stem].goto(f"/{stem}")
                settle(pages[stem])
            page = pages[stem]
            assert not urlsplit(page.url).query, "a test has not left it as it was"
            page.bring_to_front()
            page.set_viewport_size(SCREEN)
            page.wait_for_timeout(300)
            return page

        yield look


IDLE = {}  # contexts by browser and server


@contextmanager
def visiting(browser, server):
    """A new visitor's page at 1440x900 that notes its errors, and requests that leave the machine.

    It may stand in a context that others have left: all they kept is forgotten, but for the files
    that the browser has loaded and compiled, which saves a second or two at each page.
    """
    idle = IDLE.setdefault((browser, server), [])
    if idle:
        context = idle.pop()
    else:
        context = browser.new_context(viewport=SCREEN, base_url=server)
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
    try:
        yield page
    except BaseException:
        context.close()
        raise
    forget(context, server)
    idle.append(context)


def forget(context, server):
    """Leave nothing in it of a visit."""
    for page in context.pages:
        page.close()
    context.set_offline(False)
    context.clear_cookies()
    context.clear_permissions()
    page = context.new_page()
    said = {"origin": server, "storageTypes": "local_storage,indexeddb,cache_storage"}
    context.new_cdp_session(page).send("Storage.clearDataForOrigin", said)
    page.close()


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
