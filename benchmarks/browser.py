"""`make bench-browser`: what a visitor waits for, in a headless Chromium on this machine.

Drag, slider to paint, flicker and start, each beside a bare page that does next to nothing, in one
run and in turns: machines are noisy, ratios less so. Prints one table and puts it into
benchmarks/browser.md. `--rounds 1 --changes 10` is a short run, `--stems data_drift` one of one page.
"""

import argparse
import math
import os
import platform
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from importlib.metadata import version
from itertools import chain, count, cycle, pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np
import plotly
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from benchmarks.server import served
from concepts.controls import Range, applies, controls_of, stops
from content.read import stems
from data.read import TABLES
from tests.browser.visitors import ARGS, CHROMIUM
from tests.heroes import HEROES, copied
from tests.heroes import STEM as WALK

HERE = Path(__file__).parent
RESULTS = HERE / "browser.md"
SCREEN = {"width": 1440, "height": 900}
WARM_UPS = 5
CHANGES_WATCHED = 15
SLOW = {"offline": False, "latency": 80, "downloadThroughput": 500_000, "uploadThroughput": 125_000}
HERO = ".sightglass-figure"  # the first of its kind
AXIS = ".sightglass-axis input[type=range]"
KINDS = ("drag", "slider", "flicker", "start", "slow", "diagrams")
HEADER = ["page", "what", "median", "p95", "beside it", "median", "p95", "ratio", "target", ""]

# Notes when something is sent, received and painted.
WATCH = """
window.sentAt = []; window.heard = [];
const ownFetch = window.fetch;
window.fetch = async (...given) => {
    if (window.blind && given[1]?.headers?.["Sightglass-Foreseen"]) return new Response(null, { status: 204 });
    sentAt.push(performance.now());
    const answer = await ownFetch(...given);
    heard.push([performance.now(), 0]);
    return answer;
};
const ownSend = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) { sentAt.push(performance.now()); return ownSend.call(this, data); };
window.WebSocket = class extends WebSocket {
    constructor(...given) {
        super(...given);
        this.addEventListener("message", ({ data }) => heard.push([performance.now(), data.byteLength ?? data.size]));
    }
};
"""
UNFOLD = "document.querySelector('.panel .more')?.setAttribute('open', '')"
# From the next key until another picture stands there and is painted: two animation frames later.
ARM = """root => {
    window.took = null; sentAt.length = heard.length = 0;
    let pressed = null;
    const place = document.querySelector(root);
    const picture = () => place.querySelector(":scope > svg")?.outerHTML
        ?? [...place.querySelectorAll(".scatterlayer path, .barlayer path, .scatterlayer text")]
            .map(e => ["d", "x", "y", "transform", "style"].map(name => e.getAttribute(name)) + e.textContent).join();
    const before = picture();
    addEventListener("keydown", event => { pressed = event.timeStamp; }, { capture: true, once: true });
    const watch = new MutationObserver(() => {
        if (pressed === null) return;
        const now = picture();
        if (!now || now === before) return;
        watch.disconnect();
        const changed = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(() => {
            const painted = performance.now();
            const since = heard.filter(([at]) => at > sentAt[0] && at <= changed);
            if (!since.length) since.push([sentAt[0] = pressed]); // it had been foreseen
            window.took = { total: painted - pressed, send: sentAt[0] - pressed, server: since[0][0] - sentAt[0],
                receive: since.at(-1)[0] - since[0][0], draw: changed - since.at(-1)[0], paint: painted - changed };
        }));
    });
    watch.observe(place, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
# The frames in which the main figure looks otherwise than in the one before; and where the slider is after each move.
COUNT = """([hero, slider]) => {
    window.pictures = []; window.stood = [];
    const range = document.querySelector(slider);
    addEventListener("pointermove", () => stood.push(range.value / (range.max || 1)));
    let changed = false;
    new MutationObserver(() => { changed = true; }).observe(document.querySelector(hero),
        { subtree: true, childList: true, attributes: true, characterData: true });
    const look = () => {
        if (changed) pictures.push(performance.now());
        changed = false;
        requestAnimationFrame(look);
    };
    look();
}"""
# Frames, and those in which the main figure cannot be seen as it should.
FLICKER = """hero => {
    window.watched = 0; window.lost = 0;
    const figure = document.querySelector(hero);
    const look = () => {
        let opacity = 1;
        for (let e = figure; e; e = e.parentElement) opacity *= getComputedStyle(e).opacity;
        const drawn = figure.querySelector(".scatterlayer path, .barlayer path, :scope > svg > g > *");
        watched += 1;
        lost += !figure.isConnected || opacity < 1 || !drawn;
        requestAnimationFrame(look);
    };
    look();
}"""
# Since 1970, in milliseconds: when the title, the first picture, by whatever means, and when every figure of the first
# screen was painted as it stays.
STARTED = """
window.started = {};
const painted = name => requestAnimationFrame(() => requestAnimationFrame(() => {
    started[name] ??= performance.timeOrigin + performance.now();
}));
const look = () => {
    const titled = document.querySelector("h1")?.textContent;
    const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
    const places = [...document.querySelectorAll(".sightglass-figure, .sightglass-home .picture")]
        .filter(place => place.clientHeight && place.getBoundingClientRect().top < innerHeight);
    if (titled) painted("title");
    if (document.querySelector("#first [data-part] svg, .sightglass-figure svg")) painted("picture");
    if (titled && state === "notRunning" && places.length >= LEAST
        && places.every(place => place.querySelector(".main-svg"))) painted("all");
    else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
QUIET = """() => {
    const app = document.querySelector("[data-testid=stApp]")?.dataset;
    const figures = [...document.querySelectorAll(".sightglass-figure, .st-key-chart")];
    return app?.testConnectionState === "CONNECTED" && app.testScriptState === "notRunning"
        && figures.length && figures.every(f => f.querySelector(".main-svg"));
}"""


def p95(values: list[float]) -> float:
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def row(
    page: str, what: str, ours: list[float], ours95: float, beside: str, theirs: list[float],
    theirs95: float, target: str = "",
) -> str:  # fmt: skip
    """One line of the table; `target` is like "<= 1.25", and is held against the ratio of medians."""
    ratio = median(ours) / median(theirs)
    sign, limit = target.split() if target else ("", "nan")
    kept = {"<=": ratio <= float(limit), ">=": ratio >= float(limit), "": True}[sign]
    return line(
        page, what, f"{median(ours):.0f}", f"{ours95:.0f}", beside, f"{median(theirs):.0f}",
        f"{theirs95:.0f}", f"{ratio:.2f}", target, "" if kept else "missed",
    )  # fmt: skip


def line(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


# ---- pages to measure beside ----------------------------------------------------------------------


@contextmanager
def bare_pages() -> Iterator[tuple[str, str]]:
    """Addresses of the bare Streamlit page and of the bare plotly.js page."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        for file in ("bare.py", "bare.html"):
            shutil.copy(HERE / file, folder)
        shutil.copy(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", folder)
        handler = partial(QuietFiles, directory=name)
        files = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=files.serve_forever, daemon=True).start()
        stack.callback(files.shutdown)
        address, _ = stack.enter_context(served(str(folder / "bare.py")))
        yield f"http://{address}", f"http://127.0.0.1:{files.server_port}/bare.html"


class QuietFiles(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


def opened(browser: Browser, address: str) -> Page:
    """A visitor of their own who has opened that address."""
    page = browser.new_context(viewport=SCREEN, bypass_csp=True).new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_selector(".main-svg", timeout=60_000)
    return page


def quiet(page: Page, pause: int = 120) -> None:
    """Wait until nothing runs and everything is drawn."""
    page.wait_for_function(QUIET, timeout=60_000)
    page.wait_for_timeout(pause)
    page.wait_for_function(QUIET, timeout=60_000)


def size(page: Page) -> str:
    """The size of the main figure, as the bare pages are told it."""
    box = page.locator(HERO).first.bounding_box()
    assert box
    return f"?width={box['width']:.0f}&height={box['height']:.0f}"


Place = tuple[float, float]  # pixels


# ---- drag -------------------------------------------------------------------------------------------


# Where the first mark of a main figure stands that drags the axis; of a line a place that turns with it.
HANDLE = """() => {
    for (const [stem, { parts }] of sightglass) for (const { role, first, node } of parts.values()) {
        const handle = role === "figure" && first && node.layout.meta.handles?.find(({ what }) => what === "axis");
        if (!handle) continue;
        const trace = [...node.querySelectorAll(".scatterlayer .trace")].find(each => each.__data__[0].trace.name === handle.mark);
        const shape = trace?.querySelector(".js-line");
        const item = trace
            ? [...trace.querySelectorAll(".point")].at(handle.point ?? 0)
            : node.querySelector(".main-svg").children[node.data.findIndex(({ name }) => name === handle.mark)]?.firstElementChild;
        if (!shape && !item) return null;
        const { x, y, width, height } = (shape ?? item).getBoundingClientRect();
        if (!shape) return [x + width / 2, y + height / 2];
        const share = handle.point === undefined ? 0.75 : Math.sign(handle.point);
        const place = shape.getPointAtLength(share * shape.getTotalLength()).matrixTransform(shape.getScreenCTM());
        return [place.x, place.y];
    }
}"""
# Where it stands at each stop of the axis.
ALONG = f"""async () => {{
    const handle = {HANDLE};
    const range = document.querySelector({AXIS!r});
    const press = (key) => range.dispatchEvent(new KeyboardEvent("keydown", {{ key, cancelable: true }}));
    const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const found = [];
    press("Home");
    for (let last = ""; last !== range.value; press("ArrowRight")) {{
        last = range.value;
        await painted();
        found.push(handle());
    }}
    return found;
}}"""
TOLD_APART = 2.0  # pixels: a pointer that moves by less may mean the same stop


def path_of(page: Page) -> list[Place]:
    """The places that the mark goes through along the axis and that a hand can tell apart, the last as it is at the end."""
    kept: list[Place] = []
    for place in filter(None, reversed(page.evaluate(ALONG))):
        if not kept or math.dist(place, kept[-1]) >= TOLD_APART:
            kept.append(tuple(place))
    return kept[::-1]


class Dragged(NamedTuple):
    """What came of dragging."""

    rate: float  # pictures a second
    gaps: list[float]  # ms from one picture to the next
    sent: int  # messages
    stood: list[float]  # where the slider stood after each move of the pointer, from 0 to 1
    passed: float  # stops a second
    each: float  # pictures for each stop passed


def back_and_forth(path: Sequence[Place]) -> Iterator[Place]:
    """Along a path from its end, in seven moves: faster than most stops lie."""
    for move in count():
        yield path[round(abs(0.137 * move % 2 - 1) * (len(path) - 1))]


def on_slider(page: Page, slider: str, shares: Iterable[float]) -> list[Place]:
    box = page.locator(slider).bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    return [(box["x"] + 12 + share * (box["width"] - 24), y) for share in shares]


def reach(page: Page, slider: str) -> None:
    """Have the page ask for the reel, and wait until it is there."""
    page.bring_to_front()
    page.locator(slider).hover()
    page.wait_for_timeout(500)
    page.wait_for_function(
        "() => [...window.sightglass?.values() ?? []].every(({ reel, asked }) => reel && !asked)"
    )
    page.wait_for_timeout(300)


def drag(page: Page, places: Iterator[Place], seconds: float = 2.0) -> Dragged:
    """Take hold at the first of these places, and go along the others."""
    page.evaluate("() => { pictures.length = sentAt.length = 0; }")
    page.mouse.move(*next(places))
    page.mouse.down()
    page.evaluate("stood.length = 0")
    begin = time.perf_counter()
    while (spent := time.perf_counter() - begin) < seconds:
        page.mouse.move(*next(places))
    pictures, sent, stood = page.evaluate("[pictures, sentAt.length, stood]")
    page.mouse.up()
    passed = sum(one != two for one, two in pairwise(stood))
    gaps = [b - a for a, b in pairwise(pictures)]
    return Dragged(
        len(pictures) / spent, gaps, sent, stood, passed / spent, len(pictures) / max(passed, 1)
    )


def drag_rows(
    browser: Browser, stem: str, address: str, bare: str, rounds: int, target: str = ">= 0.85"
) -> Iterator[str]:
    """Of the page `stem` that is at `address`.

    By the slider from end to end, beside one of a bare page; by what of the picture drags the same axis, along the
    places where it stands, beside the slider moved over the same stops: a mark that hardly moves has few places for a
    hand, and then there are few pictures to draw.
    """
    page = opened(browser, f"http://{address}")
    quiet(page)
    beside = opened(browser, bare + size(page))
    touched = page.evaluate(HANDLE) is not None
    found: dict[str, list[Dragged]] = {"bare": [], "slider": [], "picture": [], "again": []}
    for each, slider in ((page, AXIS), (beside, "input")):
        each.evaluate(COUNT, [HERO, slider])
    path: list[Place] = []
    shares = np.linspace(0, 1, 1001).tolist()
    for _ in range(rounds):
        for name, each, slider in (("bare", beside, "input"), ("slider", page, AXIS)):
            reach(each, slider)
            found[name].append(drag(each, back_and_forth(on_slider(each, slider, shares))))
        quiet(page, 400)
        if touched:
            reach(page, AXIS)
            path = path_of(page)
            quiet(page, 600)
            found["picture"].append(drag(page, back_and_forth(path)))
            quiet(page, 400)
            reach(page, AXIS)
            same = cycle(on_slider(page, AXIS, found["picture"][-1].stood))
            found["again"].append(drag(page, chain(on_slider(page, AXIS, [1.0]), same)))
            quiet(page, 400)
    for each in (page, beside):
        each.context.close()

    def rates(name: str) -> tuple[list[float], float]:
        return [one.rate for one in found[name]], p95(
            [ms for one in found[name] for ms in one.gaps]
        )

    yield row(
        stem, "drag (pictures/s; p95: ms between two)", *rates("slider"),
        "one line, plotly.js", *rates("bare"), target,
    )  # fmt: skip
    if touched:
        yield row(
            stem, f"drag by the picture, of {len(path)} places (pictures/s)", *rates("picture"),
            "by its slider, the same stops", *rates("again"), ">= 0.85",
        )  # fmt: skip
        passed = median(one.passed for one in found["picture"])
        ours, theirs = (median(one.each for one in found[name]) for name in ("picture", "again"))
        yield line(
            stem, f"the same, of {passed:.0f} stops passed a second (pictures for each)", f"{ours:.2f}", "",
            "by its slider, the same stops", f"{theirs:.2f}", "", f"{ours / theirs:.2f}", "", "",
        )  # fmt: skip
    sent = sum(one.sent for each in found.values() for one in each)
    yield line(stem, "drag (messages sent)", str(sent), *[""] * 5, "0", "missed" if sent else "")


def diagram_rows(browser: Browser, bare: str, rounds: int) -> Iterator[str]:
    """Dragging a page of each kind of diagram; no page of the app, but served by a copy of it."""
    with tempfile.TemporaryDirectory() as name, served(folder=copied(Path(name))) as (address, _):
        for hero in HEROES:
            link = f"{address}/{WALK}?{WALK}.preset={hero}"
            yield from drag_rows(browser, f"diagram: {hero}", link, bare, rounds)


# ---- slider to paint --------------------------------------------------------------------------------


class Slider(NamedTuple):
    """A control of the panel, and stops of it: each step from the first of them on changes the main figure."""

    name: str
    low: float
    steps: int


@cache
def slider_of(stem: str, hero: str) -> Slider:
    """The first slider that changes the main figure at every step; else of all the one that does so longest."""
    concept, figures = (import_module(f"{folder}.{stem}") for folder in ("concepts", "figures"))
    default = concept.Params()

    def drawn(params: Any) -> str:
        text: str = getattr(figures, hero)(concept.compute(params, TABLES)).to_json()
        return text

    found = []
    for name, control in controls_of(default).items():
        if name == concept.AXIS or not isinstance(control, Range) or not applies(control, default):
            continue
        along = stops(control)
        texts = [drawn(replace(default, **{name: stop})) for stop in along]
        steps = longest([one != two for one, two in pairwise(texts)])
        found.append(Slider(name, along[steps.start], len(steps)))
        if len(steps) == len(along) - 1:
            return found[-1]
    return max(found, key=lambda slider: slider.steps)


def longest(changes: Sequence[bool]) -> range:
    """Where the longest run of changes is."""
    ends = [-1, *(i for i, change in enumerate(changes) if not change), len(changes)]
    runs = [range(one + 1, other) for one, other in pairwise(ends)]
    return max(runs, key=len)


def hero_name(page: Page, stem: str) -> str:
    """The name of the main figure: the first on the page."""
    name: str = page.evaluate(
        """([stem, hero]) => [...sightglass.get(stem).parts].find(
            ([, part]) => part.node === document.querySelector(hero))[0]""",
        [stem, HERO],
    )
    return name


class Stepper:
    """A page whose slider is stepped by key; each step leads to what nobody has asked for before.

    It is opened anew, with another seed, after so many `steps`. `blind`: nor has the page asked, which else
    foresees where a visitor goes on to.
    """

    def __init__(
        self,
        browser: Browser,
        address: str,
        slider: str,
        steps: int,
        root: str = HERO,
        blind: bool = False,
    ) -> None:
        self.blind = "window.blind = " + ("true" if blind else "false")
        self.page, self.root = opened(browser, f"{address}1"), root
        self.address, self.opened, self.steps, self.left = address, 1, steps, steps
        self.slider = self.page.locator(slider)
        self.took: list[dict[str, float]] = []
        self._at_hand(120)

    def step(self) -> dict[str, float]:
        """Milliseconds from the key to the painted picture, and of what they are made."""
        self.page.bring_to_front()
        if not self.left:
            self.reopen()
            self._press()
        took = self._press()
        self.took.append(took)
        return took

    def reopen(self) -> None:
        """The same page with another seed, its slider at the low end."""
        self.opened += 1
        self.page.goto(f"{self.address}{self.opened}")
        self.left = self.steps
        self._at_hand(400)

    def _at_hand(self, pause: int) -> None:
        """The page has come to rest, and the slider, which may be folded away, has the focus."""
        self.page.evaluate(self.blind)
        quiet(self.page, pause)
        self.page.evaluate(UNFOLD)
        self.slider.focus()

    def _press(self) -> dict[str, float]:
        self.left -= 1
        self.page.evaluate(ARM, self.root)
        self.page.keyboard.press("ArrowRight")
        self.page.wait_for_function("took", timeout=20_000, polling=20)
        took: dict[str, float] = self.page.evaluate("took")
        quiet(self.page)
        return took

    def total(self) -> list[float]:
        return [took["total"] for took in self.took[WARM_UPS:]]

    def parts(self) -> str:
        """The medians of what the time is made of."""
        kept = self.took[WARM_UPS:]
        return " / ".join(f"{median(took[name] for took in kept):.0f}" for name in PARTS)


PARTS = ("send", "server", "receive", "draw", "paint")


def panel_slider(page: Page, stem: str) -> tuple[str, str, int]:
    """Where the slider is that changes the main figure, a link to where it begins but for the seed, and its steps."""
    slider = slider_of(stem, hero_name(page, stem))
    return (
        f"[data-name={slider.name}] input[type=range]",
        f"{stem}?{stem}.{slider.name}={slider.low}&{stem}.seed=",
        slider.steps,
    )


def slider_rows(
    browser: Browser, stem: str, addresses: dict[str, str], bare: str, asked: Any
) -> Iterator[str]:
    page = opened(browser, f"http://{addresses['tuned']}/{stem}")
    quiet(page)
    slider, link, steps = panel_slider(page, stem)
    found = {
        kind: Stepper(browser, f"http://{address}/{link}", slider, steps, blind=kind == "blind")
        for kind, address in addresses.items()
    }
    found["bare"] = Stepper(
        browser, f"{bare}{size(page)}&seed=", ".st-key-k input[type=range]", 100, ".st-key-chart"
    )
    page.context.close()
    for _ in range(WARM_UPS + asked.changes):
        for each in found.values():
            each.step()
    for each in found.values():
        each.page.context.close()
    took = {kind: each.total() for kind, each in found.items()}
    made = "; ".join(f"{kind} {each.parts()}" for kind, each in found.items())
    print(f"  {stem} {slider}, {' / '.join(PARTS)}: {made}", flush=True)
    what, blind = "slider to paint (ms)", "the same, not foreseen (ms)"
    for said, ours, kind, beside, target in (
        (what, "tuned", "bare", "one slider, one line", "<= 0.75"),
        (what, "tuned", "plain", "untuned server", "<= 0.6"),
        (blind, "blind", "bare", "one slider, one line", "<= 0.75"),
        (blind, "blind", "plain", "untuned server", ""),
    ):
        yield row(
            stem, said, took[ours], p95(took[ours]), beside, took[kind], p95(took[kind]), target
        )


# ---- flicker ----------------------------------------------------------------------------------------


def flicker_rows(browser: Browser, stem: str, address: str) -> Iterator[str]:
    """The slider is stepped up, from its end down, and up again."""
    page = opened(browser, f"http://{address}/{stem}")
    quiet(page)
    slider, link, steps = panel_slider(page, stem)
    page.goto(f"http://{address}/{link}0")
    quiet(page)
    page.evaluate(UNFOLD)
    page.locator(slider).focus()
    page.evaluate(FLICKER, HERO)
    for i in range(CHANGES_WATCHED):
        page.evaluate(ARM, HERO)
        page.keyboard.press("ArrowLeft" if i // steps % 2 else "ArrowRight")
        page.wait_for_function("took", timeout=20_000, polling=20)
        quiet(page)
    frames, lost = page.evaluate("[watched, lost]")
    page.context.close()
    said = f"flicker (frames lost, of {frames})"
    yield line(stem, said, str(lost), "", "", "", "", "", "0", "missed" if lost else "")


# ---- start ------------------------------------------------------------------------------------------


def start(playwright: Any, script: str, path: str, least: int) -> dict[str, float]:
    """Milliseconds from starting the server until the title, and the whole first screen, are painted."""
    with playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS) as browser:
        page = browser.new_context(viewport=SCREEN, bypass_csp=True).new_page()
        page.add_init_script(STARTED.replace("LEAST", str(least)))
        begin = 1e3 * time.time()
        with served(script) as (address, _):
            page.goto(f"http://{address}/{path}", wait_until="commit")
            page.wait_for_function("started.all", timeout=60_000)
            at: dict[str, float] = page.evaluate("started")
    return {name: when - begin for name, when in at.items()}


def start_rows(playwright: Any, path: str, rounds: int) -> Iterator[str]:
    ours, empty = [], []
    for _ in range(rounds):
        empty.append(start(playwright, "benchmarks/empty.py", "", 0)["all"])
        ours.append(start(playwright, "app.py", path, 1))
    for name, said, target in (
        ("title", "start to title (ms)", ""),
        ("picture", "start to first picture (ms)", "<= 1.5"),
        ("all", "start to first screen (ms)", ""),
    ):
        took = [each[name] for each in ours]
        yield row(path or "home", said, took, p95(took), "only a title", empty, p95(empty), target)


# ---- a slow line ------------------------------------------------------------------------------------


def adding_to(lengths: list[float]) -> Callable[[dict[str, Any]], None]:
    """What hears of each file that has come, and notes its bytes as they were sent."""
    return lambda said: lengths.append(said["encodedDataLength"])


def slow_rows(browser: Browser, stem: str, address: str, rounds: int) -> Iterator[str]:
    """A first visit with nothing kept, to a server that has been visited, at 4 Mbit/s and 80 ms."""
    found: dict[str, list[float]] = {"picture": [], "all": [], "bytes": []}
    for _ in range(rounds):
        page = browser.new_context(viewport=SCREEN, bypass_csp=True).new_page()
        page.add_init_script(STARTED.replace("LEAST", "1"))
        line_to = page.context.new_cdp_session(page)
        line_to.send("Network.enable")
        line_to.send("Network.setCacheDisabled", {"cacheDisabled": True})
        line_to.send("Network.emulateNetworkConditions", SLOW)
        lengths: list[float] = []
        line_to.on("Network.loadingFinished", adding_to(lengths))
        begin = 1e3 * time.time()
        page.goto(f"http://{address}/{stem}", wait_until="commit")
        page.wait_for_function("started.all", timeout=120_000)
        for name, when in page.evaluate("started").items():
            found.setdefault(name, []).append(when - begin)
        found["bytes"].append(sum(lengths) / 1e3)
        page.context.close()
    for name, said, limit in (
        ("picture", "4 Mbit/s, 80 ms: first picture (ms)", 3000),
        ("all", "4 Mbit/s, 80 ms: first screen (ms)", None),
        ("bytes", "4 Mbit/s, 80 ms: files (kB)", 3000),
    ):
        took = median(found[name])
        missed = "missed" if limit and took > limit else ""
        target = f"<= {limit}" if limit else ""
        yield line(
            stem, said, f"{took:.0f}", f"{p95(found[name]):.0f}", "", "", "", "", target, missed
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stems", nargs="*", default=stems())
    parser.add_argument("--only", nargs="*", default=KINDS, choices=KINDS)
    parser.add_argument("--rounds", type=int, default=3, help="of dragging and of starting")
    parser.add_argument("--changes", type=int, default=40, help="of the slider, after warm-ups")
    parser.add_argument("--out", type=Path, default=RESULTS)
    asked = parser.parse_args()
    lines: list[str] = []

    def note(*more: str) -> None:
        lines.extend(more)
        print(*more, sep="\n", flush=True)
        asked.out.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def measure(page: str, kind: str, rows: Iterable[str]) -> None:
        """Note these rows; where the browser gives up, that it did, and the other pages follow."""
        if kind not in asked.only:
            return
        begin = time.monotonic()
        try:
            for each in rows:
                note(each)
        except PlaywrightError as problem:
            said = problem.message.splitlines()[0]
            note(line(page, f"{kind}: {said}", *[""] * 7, "missed"))
            for context in browser.contexts:
                context.close()
        print(f"  {page}, {kind}: {time.monotonic() - begin:.0f} s", flush=True)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        note(
            "# In the browser",
            "",
            f"Written by `{' '.join(['python -m benchmarks.browser', *sys.argv[1:]])}`, all of it in one run. "
            f"streamlit {version('streamlit')}, plotly {version('plotly')}, Chromium {browser.version} "
            f"without a screen; Python {platform.python_version()}, {os.cpu_count()} cores, "
            f"{platform.machine()}. {asked.rounds} rounds, {asked.changes} changes. What is compared "
            "was measured in turns. Ratios are of medians.",
            "",
            line(*HEADER),
            line(*["---"] * len(HEADER)),
        )
        with (
            bare_pages() as (bare, scrub),
            served() as (tuned, _),
            served() as (blind, _),  # one of its own: servers remember what was foreseen
            served(plain=True) as (plain, _),
        ):
            addresses = {"tuned": tuned, "blind": blind, "plain": plain}
            for stem in asked.stems:
                address = f"{tuned}/{stem}"
                measure(stem, "drag", drag_rows(browser, stem, address, scrub, asked.rounds))
                measure(stem, "slider", slider_rows(browser, stem, addresses, bare, asked))
                measure(stem, "slow", slow_rows(browser, stem, tuned, asked.rounds))
                measure(stem, "flicker", flicker_rows(browser, stem, tuned))
            measure("diagrams", "diagrams", diagram_rows(browser, scrub, asked.rounds))
        browser.close()
        for path in ["", *asked.stems]:
            measure(path or "home", "start", start_rows(playwright, path, asked.rounds))


if __name__ == "__main__":
    main()
