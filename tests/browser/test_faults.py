"""What goes wrong in a class: a server dies, a line is cut, a machine is slow, a page is left and found."""

import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing, suppress

import pytest
from playwright.sync_api import expect

from content.read import read_notes
from tests.browser.stage import axis, claim, reach, unfold
from tests.browser.visitors import ROOT, errors, settle, until, visiting
from tests.sample import SAMPLE

STEM = SAMPLE[0]


def start(port):
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1).close()
            return process
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def test_a_server_killed_and_started_again_finds_the_page_in_its_state(browser):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = start(port)
    try:
        with visiting(browser, f"http://localhost:{port}") as page:
            page.goto(f"/{STEM}?{STEM}.seed=11&{STEM}.n=500")
            settle(page)
            said, link = claim(page), page.url
            server.send_signal(signal.SIGKILL)
            server.wait()
            page.wait_for_timeout(500)
            assert claim(page) == said, "what was drawn stays"
            page.wait_for_timeout(8_000)
            server = start(port)
            page.wait_for_selector(
                '[data-testid="stApp"][data-test-connection-state="CONNECTED"]', timeout=30_000
            )
            until(page, "performance.now() < 8000", timeout=30_000)  # loaded anew, by itself
            settle(page)
            assert claim(page) == said and page.url == link
            unfold(page)
            box = page.get_by_label("Seed", exact=True)
            box.fill("12")
            box.press("Enter")
            until(page, "location.search.includes('seed=12')", timeout=30_000)
            assert f"{STEM}.n=500" in page.url
            page.go_back()
            expect(page.locator("h2").first).to_have_text(said)
    finally:
        server.kill()
        server.wait()


class Line:
    """A line to a server that can be cut: all connections through it break, and no new one is made."""

    def __init__(self, port):
        self.to, self.whole, self.ends = port, True, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://localhost:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        with suppress(OSError):  # it has been closed
            while True:
                one, _ = self.listener.accept()
                if self.whole:
                    other = socket.create_connection(("127.0.0.1", self.to))
                    self.ends += [one, other]
                    for here, there in ((one, other), (other, one)):
                        threading.Thread(target=self._pass, args=(here, there), daemon=True).start()
                else:
                    one.close()

    def _pass(self, here, there):
        with suppress(OSError):
            while data := here.recv(65_536):
                there.sendall(data)
        with suppress(OSError):
            there.shutdown(socket.SHUT_RDWR)

    def cut(self):
        self.whole = False
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.cut()
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)  # else `accept` waits on
        for end in (self.listener, *self.ends):
            end.close()


@pytest.fixture
def line(server):
    with closing(Line(int(server.rpartition(":")[2]))) as line:
        yield line


CUT = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState !== 'CONNECTED'"


@pytest.mark.parametrize("let_go", ["before the line is back", "after the line is back"])
def test_a_line_cut_while_dragging_loses_nothing(browser, line, let_go):
    with visiting(browser, line.address) as page:
        page.goto(f"/{STEM}")
        settle(page)
        page.evaluate("window.kept = true")
        reach(page, STEM)
        box = axis(page).bounding_box()
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 0.5 * box["width"], y)
        page.mouse.down()
        page.mouse.move(box["x"] + 0.6 * box["width"], y)
        line.cut()
        until(page, CUT)
        before = claim(page)
        page.mouse.move(box["x"] + 0.7 * box["width"], y)
        until(page, "said => document.querySelector('h2').innerText !== said", arg=before)
        if let_go.startswith("before"):
            page.mouse.up()
            page.wait_for_timeout(500)
        line.whole = True
        until(page, f"!({CUT})")
        page.mouse.up()
        until(page, "location.search !== ''")
        settle(page)
        assert axis(page).get_attribute("aria-valuetext") in page.url
        place = page.url
        page.wait_for_timeout(3_000)
        assert page.url == place and axis(page).get_attribute("aria-valuetext") in page.url
        assert page.evaluate("window.kept"), "a server that knows the visit: nothing is loaded anew"


def test_a_control_moved_while_the_line_is_cut_is_heard_once_it_is_back(browser, line):
    with visiting(browser, line.address) as page:
        page.goto(f"/{STEM}")
        settle(page)
        unfold(page)
        said = claim(page)
        line.cut()
        until(page, CUT)
        box = page.get_by_label("Seed", exact=True)
        box.fill("12")
        box.press("Enter")
        page.wait_for_timeout(500)
        line.whole = True
        until(page, "location.search.includes('seed=12')")
        until(page, "said => document.querySelector('h2').innerText !== said", arg=said)
        expect(box).to_have_value("12")


def test_two_tabs_of_one_visitor_do_not_disturb_each_other(browser, server):
    with visiting(browser, server) as one:
        other = one.context.new_page()
        for page, seed in ((one, 3), (other, 4)):
            page.goto(f"/{STEM}?{STEM}.seed={seed}")
            settle(page)
        said = claim(other)
        one.bring_to_front()
        preset = list(read_notes(STEM).presets.values())[-1].title
        one.get_by_role("button", name=preset, exact=True).click()
        until(one, "location.search.includes('preset=')")
        settle(one)
        assert claim(other) == said and "seed=4" in other.url and "preset" not in other.url


def test_reload_back_and_forward_in_the_middle_of_presenting(page):
    steps = read_notes(STEM).steps
    page.goto(f"/{STEM}?present=true")
    count = page.locator(".room .count")
    expect(count).to_have_text(f"1 of {len(steps)}", timeout=15_000)
    for at in (2, 3):
        page.keyboard.press("PageDown")
        expect(count).to_have_text(f"{at} of {len(steps)}")
        until(page, f"location.search.includes('step={steps[at - 1].id}')")
    page.reload()
    expect(count).to_have_text(f"3 of {len(steps)}", timeout=15_000)
    page.go_back()
    expect(count).to_have_text(f"2 of {len(steps)}", timeout=15_000)
    page.go_forward()
    expect(count).to_have_text(f"3 of {len(steps)}", timeout=15_000)
    page.keyboard.press("PageUp")
    expect(count).to_have_text(f"2 of {len(steps)}")
    assert errors(page) == []


def test_a_slow_machine_is_still_usable(page):
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(f"/{STEM}")
    settle(page)
    said = claim(page)
    slider = page.locator(".panel input[type=range]").first
    slider.focus()
    slider.press("ArrowRight")
    expect(page.locator("h2").first).not_to_have_text(said, timeout=3_000)
    reach(page, STEM)
    axis(page).focus()
    before = claim(page)
    axis(page).press("PageDown")
    expect(page.locator("h2").first).not_to_have_text(before, timeout=2_000)
    assert errors(page) == []
