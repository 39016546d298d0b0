"""The Coding page in a real browser: written, run, stopped, kept; and nothing of it leaves the browser."""

import json
import os
import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from content.katas import katas
from data.read import TABLES
from katas.judge import alike, plain
from katas.pictures import PICTURES
from katas.read import PLAIN, functions, read_kata
from tests.browser.visitors import errors, until
from ui.headers import WORKER_POLICY
from ui.static import LIVE
from ui.worker import IMPORTS, WORKER

NAMES = list(katas())
TRIED = NAMES if os.environ.get("PAGES") == "all" else ["kmeans", "reservoir"]
SECRET = "quokka_7f3"  # in what is written
RUN = 60_000  # milliseconds: Python starts, the checks run


def opened(page, name):
    page.goto(f"/coding?kata={name}")
    page.wait_for_selector(".editor textarea", timeout=60_000)


def ran(page, source=None):
    """What is said of a run."""
    if source is not None:
        page.fill(".editor textarea", source)
    page.locator(".editor textarea").press("Control+Enter")
    until(page, "document.querySelector('.told').matches('.right, .wrong')", timeout=RUN)
    return page.locator(".told").inner_text()


def test_written_run_solved_and_kept_without_a_word_to_the_server(page, sent):
    asked = []
    page.on("request", lambda each: asked.append(f"{each.url} {each.post_data or ''}"))
    page.goto("/coding")
    page.locator(".kata", has_text="k-means").click()
    page.wait_for_url("**/coding?kata=kmeans")
    area = page.locator(".editor textarea")
    kata = read_kata("kmeans")
    assert area.input_value() == kata.starter(PLAIN)

    # the editor
    area.fill("")
    page.keyboard.type(f"def {SECRET}(x):")
    page.keyboard.press("Enter")
    page.keyboard.type("if x:")
    page.keyboard.press("Enter")
    page.keyboard.type("return 1")
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")
    assert area.input_value() == f"def {SECRET}(x):\n    if x:\n        return 1\n"
    page.keyboard.press("Tab")
    page.keyboard.type("pass")
    page.keyboard.press("Shift+Tab")
    assert area.input_value().endswith("return 1\npass")
    page.keyboard.press("Control+z")
    assert area.input_value().endswith("return 1\n    pass")
    assert page.locator(".numbers span").count() == 4
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()

    # an error, with its line; a bug; the solution
    assert (
        ran(page, f"# {SECRET}\nx = 1\n1 / 0\n") == "ZeroDivisionError: division by zero in line 3."
    )
    expect(page.locator(".numbers .wrong")).to_have_text("3\n")
    wrong = f"# {SECRET}\n" + kata.broken(kata.bugs[1], PLAIN)
    said = re.fullmatch(r"(\d+) of (\d+) checks passed\. .*", ran(page, wrong))
    assert said and 0 < int(said[1]) < int(said[2]) == len(kata.checks)
    failed = page.locator(".results .failed details[open]")
    assert failed.locator("dt").all_inner_texts() == ["input", "expected", "got"]
    assert all(failed.locator("dd").all_inner_texts())
    right = f"# {SECRET}\nprint('{SECRET}')\n" + kata.solution(PLAIN)
    assert ran(page, right) == f"All {len(kata.checks)} checks passed."
    expect(page.locator(".printed")).to_have_text(f"{SECRET}\n")
    assert page.locator(".results .passed").count() == len(kata.checks)

    # nothing is lost at a reload, nor asked of the server
    page.reload()
    page.wait_for_selector(".editor textarea", timeout=60_000)
    assert area.input_value() == right
    assert SECRET in page.evaluate("localStorage['sightglass.code']")
    page.get_by_role("link", name="All katas").click()
    expect(page.locator(".kata", has_text="k-means")).to_contain_text("solved")
    page.go_back()
    expect(area).to_have_value(right)
    page.get_by_role("button", name="Start anew").click()
    assert area.input_value() == kata.starter(PLAIN)
    page.keyboard.press("Control+z")
    assert area.input_value() == right
    assert len(asked) > 20 and not [each for each in asked if SECRET in each]
    assert sent and not [each for each in sent if SECRET.encode() in each]
    assert errors(page) == [] and page.left == []


def test_code_that_does_not_behave_is_answered_in_one_sentence(page):
    opened(page, "softmax")
    own = "def softmax(z):\n    "
    for source, said in {
        "while True:\n    pass\n": "It ran for 5 seconds and was stopped, before the first check. Does a loop end?",
        own
        + "while z:\n        pass\n": "It ran for 5 seconds and was stopped, in the check “Large and equal”. Does a loop end?",
        "while True:\n    print('again')\n": "It prints without end: it was stopped, and what is shown is the beginning.",
        "x = 'a'\nwhile True:\n    x = x + x\n": "A list or text grows without end in line 3 (MemoryError).",
        "def f():\n    f()\nf()\n": "A function calls itself without end in line 2 (RecursionError).",
        "import numpy as np\n": f"There is no numpy here, as line 1 asks: this is plain Python, with {', '.join(IMPORTS)}. For NumPy take the file away.",
        "import hashlib\n": f"There is no hashlib here, as line 1 asks: this is plain Python, with {', '.join(IMPORTS)}. For NumPy take the file away.",
        "def softmax(z)\n    return z\n": "SyntaxError: expected ':' in line 1.",
        "open('/etc/passwd')\n": "OSError: there are no files in line 1.",
        "input()\n": "OSError: nobody can type while it runs: write the value into the code in line 1.",
        "raise SystemExit\n": "Your code ends the program in line 1: the checks cannot run then.",
    }.items():
        assert ran(page, source) == said
        assert len(page.locator(".printed").inner_text()) <= 20_000
    # every module that is named is there
    assert ran(page, "".join(f"import {each}\n" for each in IMPORTS)).startswith("0 of ")
    expect(page.locator(".results .failed").first).to_contain_text("name 'softmax' is not defined")
    page.fill(".editor textarea", "while True:\n    pass\n")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".told")).to_have_text("Stopped.")
    assert errors(page) == [] and page.left == []


@pytest.mark.parametrize("name", TRIED)
def test_a_solution_passes_and_each_usual_bug_fails_in_the_browser(page, name):
    opened(page, name)
    kata = read_kata(name)
    assert ran(page, kata.solution(PLAIN)) == f"All {len(kata.checks)} checks passed."
    for bug in kata.bugs:
        assert not ran(page, kata.broken(bug, PLAIN)).startswith("All "), bug.says


def broken(kata):
    return [kata.broken(bug, PLAIN) for bug in kata.bugs]


def parts(name, source):
    """Whether the picture shows that a source has a bug."""
    picture = PICTURES[name](lambda concept, params: concept.compute(params, TABLES))
    scope = functions(source)
    exec(picture.given, scope)
    return any(
        not alike(plain(eval(picture.call, scope | {"frame": i})), frame.ours)
        for i, frame in enumerate(picture.frames)
    )


@pytest.mark.parametrize(
    "name", [each for each in PICTURES if each in TRIED or each == "attention"]
)
def test_a_visitors_function_draws_beside_ours(page, name):
    opened(page, name)
    kata = read_kata(name)
    said = page.locator(".beside .said")
    ran(page, kata.solution(PLAIN))
    expect(said).to_have_text(re.compile(r"^Your .* are ours"), timeout=RUN)
    expect(page.locator(".beside .figure .main-svg").first).to_be_visible(timeout=RUN)
    ran(page, next(source for source in broken(kata) if parts(name, source)))
    expect(said).to_have_text(
        re.compile(r"^Your .* part from ours at .*: yours .*, ours .*\.$"), timeout=RUN
    )
    slider = page.locator(".frames input")
    if slider.is_visible():
        at = slider.input_value()
        slider.press("Home")
        assert page.locator(".frames output").inner_text() and at != ""
    assert errors(page) == [] and page.left == []


# What a worker is made to try, with each a word in its address.
REACHES = """
const tried = {};
const address = (what) => new URL("/health?{secret}-" + what, self.location.origin).href;
const tries = {
  fetch: () => fetch(address("fetch")),
  request: () => new Promise((done, fail) => { const r = new XMLHttpRequest(); r.open("GET", address("request")); r.onload = done; r.onerror = fail; r.send(); }),
  at_once: () => { const r = new XMLHttpRequest(); r.open("GET", address("at_once"), false); r.send(); },
  script: () => importScripts(address("script")),
  module: () => import(address("module")),
  inline: () => import("data:text/javascript,1"),
  socket: () => new Promise((done, fail) => { const s = new WebSocket(address("socket").replace("http", "ws")); s.onopen = done; s.onerror = fail; }),
  stream: () => new Promise((done, fail) => { const s = new EventSource(address("stream")); s.onopen = done; s.onerror = fail; }),
  worker: () => new Promise((done, fail) => { const w = new Worker(address("worker")); w.onmessage = done; w.onerror = fail; setTimeout(fail, 1000); }),
  type: () => new FontFace("x", `url(${address("type")})`).load(),
};
(async () => {
  for (const [what, act] of Object.entries(tries)) {
    try { await act(); tried[what] = "reached"; } catch { tried[what] = "refused"; }
  }
  postMessage(tried);
})();
"""


def test_a_worker_reaches_nothing_whatever_it_runs(page, server):
    """The policy alone, with a script that tries everything in the place of ours; then ours, from Python."""
    with urlopen(f"{server}/{LIVE}/{WORKER}") as answer:
        assert answer.headers["Content-Security-Policy"] == WORKER_POLICY
    answered = []
    page.on("response", lambda each: answered.append(each.url))
    page.goto("/coding")
    page.wait_for_selector(".kata", timeout=60_000)
    page.route(
        f"**/{WORKER}?try",
        lambda route: route.fulfill(
            response=route.fetch(), body=REACHES.replace("{secret}", SECRET)
        ),
    )
    tried = page.evaluate(
        "address => new Promise((done) => { new Worker(address).onmessage = ({ data }) => done(data); })",
        f"/{LIVE}/{WORKER}?try",
    )
    assert set(tried.values()) == {"refused"} and len(tried) == 10

    opened(page, "softmax")
    around = "WorkerGlobalScope.prototype"  # where what our script takes away still is
    for attempt in (
        f"new Function('return {around}.fetch.call(self, \"/health?{SECRET}\")')()",
        f"{around}.importScripts.call(self, '/health?{SECRET}')",
        f"new Function('return import(\"/health?{SECRET}\")')()",
    ):
        ran(page, f"from browser import self as w\nw.eval({json.dumps(attempt)})\n")
    page.wait_for_timeout(500)
    assert answered and not [each for each in answered if SECRET in each]


def test_a_round_of_two_katas_against_the_clock(page):
    page.goto("/coding?round=7")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("Kata 1 of 2")).to_be_visible()
    first = page.locator(".head h2").inner_text()
    expect(page.get_by_role("button", name="Show the solution")).to_have_count(0)
    page.fill(".editor textarea", "x = 1\n")
    page.reload()  # the round and its clock go on
    expect(page.locator(".head h2")).to_have_text(first, timeout=60_000)
    expect(page.locator(".editor textarea")).to_have_value("x = 1\n")
    minutes = {kata.title: kata.minutes for kata in katas().values()}
    until(
        page,
        "minutes => !document.querySelector('.clock output').textContent.startsWith(`${minutes}:`)",
        minutes[first],
    )
    page.get_by_role("button", name="Done, the next").click()
    expect(page.get_by_text("Kata 2 of 2")).to_be_visible()
    second = page.locator(".head h2").inner_text()
    assert minutes[first] <= 15 < minutes[second]
    name = next(each.name for each in katas().values() if each.title == second)
    kata = read_kata(name)
    assert ran(page, kata.solution(PLAIN)) == f"All {len(kata.checks)} checks passed."
    page.get_by_role("button", name="Done").click()
    rated = page.locator(".rated")
    expect(rated.nth(1)).to_contain_text(
        f"{len(kata.checks)} of {len(kata.checks)} checks passed in "
    )
    rated.nth(0).get_by_role("button", name="Missed").click()
    rated.nth(1).get_by_role("button", name="Nailed it").click()
    page.goto("/coding")
    expect(page.locator(".kata", has_text=first)).to_contain_text("rated: missed", timeout=60_000)
    expect(page.locator(".kata", has_text=second)).to_contain_text("rated: nailed it")
    assert errors(page) == [] and page.left == []
