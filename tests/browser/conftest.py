"""What the tests with a real browser share: a server, the browser, a visitor's page."""

import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.visitors import ARGS, CHROMIUM, FIREFOX, serving, visiting

expect.set_options(timeout=15_000)  # milliseconds: the processors are shared


def pytest_collection_modifyitems(items):
    """What fails with a browser is tried once more: a slow moment of a shared machine is no fault of ours.

    The last line of a run says how often that was needed.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="package")
def server(tmp_path_factory):
    """The address of a server that the tests of a process share."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="package")
def browser():
    assert CHROMIUM or FIREFOX, "no Chromium on this machine: see tests/install_browser.sh"
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def launched(playwright):
    if FIREFOX:
        relay = str(Path(__file__).parent / "firefox.py")
        return playwright.firefox.launch(
            channel="moz-firefox", executable_path=sys.executable, ignore_default_args=True, args=[relay, FIREFOX],
        )  # fmt: skip
    return playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)


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


@pytest.fixture
def sent(page):
    """A growing list of what the page sends to the server over its socket, as bytes."""
    messages = []
    if FIREFOX:  # a driver does not see its sockets: the page tells of them
        page.expose_function("sightglassSent", lambda said: messages.append(said.encode("latin-1")))
        page.add_init_script(TELL_SENT)
        return messages
    page.on(
        "websocket",
        lambda socket: socket.on("framesent", lambda said: messages.append(as_bytes(said))),
    )
    return messages


def as_bytes(said):
    return said.encode() if isinstance(said, str) else said


# Each byte as a character, since a driver is told nothing else.
TELL_SENT = """
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (message) {
        const bytes = typeof message === "string" ? new TextEncoder().encode(message)
            : ArrayBuffer.isView(message) ? new Uint8Array(message.buffer, message.byteOffset, message.byteLength)
            : new Uint8Array(message);
        window.sightglassSent(Array.from(bytes, (each) => String.fromCharCode(each)).join(""));
        return send.call(this, message);
    };
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def site(tmp_path):
    """The address of another site, and the folder of its pages."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path)) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}", tmp_path
        served.shutdown()
