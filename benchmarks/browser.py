"""`make bench-browser`: what a visitor waits for, in a headless Chromium on this machine.

Drag, slider to paint, flicker and start, each beside a bare page that does next to nothing, in one
run and in turns: machines are noisy, ratios less so. Prints one table and puts it into
benchmarks/browser.md. `--stems data_drift --rounds 1 --changes 10` is a short run.
"""

import argparse
import math
import os
import platform
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import plotly
from playwright.sync_api import Browser, Page, sync_playwright

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
            .map(e => (e.getAttribute("d") ?? e.textContent + e.getAttribute("x") + e.getAttribute("y")) + e.getAttribute("style")).join();
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
# The frames in which the main figure looks otherwise than in the one before.
COUNT = """hero => {
    window.pictures = [];
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
    const places = [...document.querySelectorAll(".sightglass")].map(part => part.closest(".stElementContainer"))
        .filter(place => place.clientHeight > 150 && place.getBoundingClientRect().top < innerHeight);
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


def path_of(page: Page) -> list[tuple[float, float]]:
    """The places that the mark goes through along the axis and that a hand can tell apart, the last as it is at the end."""
    kept: list[tuple[float, float]] = []
    for place in filter(None, reversed(page.evaluate(ALONG))):
        if not kept or math.dist(place, kept[-1]) >= TOLD_APART:
            kept.append(tuple(place))
    return kept[::-1]


def drag(
    page: Page, slider: str, seconds: float, *, by_handle: bool = False
) -> tuple[float, list[float], int]:
    """Back and forth, faster than the stops lie: pictures a second, gaps between them, and what was sent.

    The slider from end to end, or what of the picture drags the same axis, along the places where it stands.
    """
    page.bring_to_front()
    page.locator(slider).hover()
    page.wait_for_timeout(500)
    page.wait_for_function(
        "() => [...window.sightglass?.values() ?? []].every(({ reel, asked }) => reel && !asked)"
    )
    page.wait_for_timeout(300)
    box = page.locator(slider).bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    path = [(box["x"] + 12 + share * (box["width"] - 24), y) for share in np.linspace(0, 1, 1001)]
    if by_handle:
        path = path_of(page)
        quiet(page, 600)
    page.evaluate("() => { pictures.length = 0; sentAt.length = 0; }")
    page.mouse.move(*path[-1])
    page.mouse.down()
    begin, travelled = time.perf_counter(), 0.0
    while (spent := time.perf_counter() - begin) < seconds:
        travelled += 0.137
        page.mouse.move(*path[round(abs(travelled % 2 - 1) * (len(path) - 1))])
    pictures = page.evaluate("pictures")
    sent = page.evaluate("sentAt.length")
    page.mouse.up()
    gaps = [b - a for a, b in zip(pictures, pictures[1:], strict=False)]
    return len(pictures) / spent, gaps, sent


def drag_rows(
    browser: Browser, stem: str, address: str, bare: str, rounds: int, target: str = ">= 0.85"
) -> Iterator[str]:
    """Of the page `stem` that is at `address`."""
    page = opened(browser, f"http://{address}")
    quiet(page)
    beside = opened(browser, bare + size(page))
    rates: dict[str, list[float]] = {"ours": [], "handle": [], "bare": []}
    gaps: dict[str, list[float]] = {"ours": [], "handle": [], "bare": []}
    messages = 0
    touched = page.evaluate(HANDLE) is not None
    for each in (page, beside):
        each.evaluate(COUNT, HERO)
    for _ in range(rounds):
        for name, each, slider in (
            ("bare", beside, "input"),
            ("ours", page, AXIS),
            *([("handle", page, AXIS)] if touched else []),
        ):
            rate, found, sent = drag(each, slider, 2.0, by_handle=name == "handle")
            rates[name].append(rate)
            gaps[name] += found
            messages += sent
            if each is page:
                quiet(page, 400)
    for each in (page, beside):
        each.context.close()
    yield row(
        stem, "drag (pictures/s; p95: ms between two)", rates["ours"], p95(gaps["ours"]),
        "one line, plotly.js", rates["bare"], p95(gaps["bare"]), target,
    )  # fmt: skip
    if touched:
        yield row(
            stem, "drag by the picture (pictures/s)", rates["handle"], p95(gaps["handle"]),
            "by its slider", rates["ours"], p95(gaps["ours"]), ">= 0.85",
        )  # fmt: skip
    sent_any = "" if messages == 0 else "missed"
    yield line(stem, "drag (messages sent)", str(messages), "", "", "", "", "", "0", sent_any)


def diagram_rows(browser: Browser, bare: str, rounds: int) -> Iterator[str]:
    """Dragging a page of each kind of diagram; no page of the app, but served by a copy of it."""
    with tempfile.TemporaryDirectory() as name, served(folder=copied(Path(name))) as (address, _):
        for hero in HEROES:
            link = f"{address}/{WALK}?{WALK}.preset={hero}"
            yield from drag_rows(browser, f"diagram: {hero}", link, bare, rounds)


# ---- slider to paint --------------------------------------------------------------------------------


def slider_of(stem: str, hero: str) -> str | None:
    """The first control of the panel that is a slider and of which every step changes the main figure; if there is one."""
    concept, figures = (import_module(f"{folder}.{stem}") for folder in ("concepts", "figures"))
    default = concept.Params()

    def drawn(params: Any) -> str:
        text: str = getattr(figures, hero)(concept.compute(params, TABLES)).to_json()
        return text

    for name, control in controls_of(default).items():
        if name == concept.AXIS or not isinstance(control, Range) or not applies(control, default):
            continue
        along = [drawn(replace(default, **{name: stop})) for stop in stops(control)]
        if all(one != two for one, two in pairwise(along)):
            return name
    return None


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

    `blind`: nor has the page, which else foresees where a visitor goes on to.
    """

    def __init__(
        self,
        browser: Browser,
        address: str,
        slider: str,
        link: str = "",
        root: str = HERO,
        blind: bool = False,
    ) -> None:
        self.blind = "window.blind = " + ("true" if blind else "false")
        self.page, self.root = opened(browser, address), root
        self.address, self.link, self.opened = address, link, 0
        self.slider = self.page.locator(slider)
        self.took: list[dict[str, float]] = []
        self._at_hand(120)

    def step(self) -> dict[str, float]:
        """Milliseconds from the key to the painted picture, and of what they are made."""
        self.page.bring_to_front()
        if self.slider.input_value() == self.slider.get_attribute("max"):
            self.reopen()
            self._press()
        took = self._press()
        self.took.append(took)
        return took

    def reopen(self) -> None:
        """The same page with another seed, its slider at the low end."""
        self.opened += 1
        self.page.goto(f"{self.address}?{self.link}{self.opened}")
        self._at_hand(400)

    def _at_hand(self, pause: int) -> None:
        """The page has come to rest, and the slider, which may be folded away, has the focus."""
        self.page.evaluate(self.blind)
        quiet(self.page, pause)
        self.page.evaluate(UNFOLD)
        self.slider.focus()

    def _press(self) -> dict[str, float]:
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


def panel_slider(page: Page, stem: str) -> tuple[str, str] | None:
    """Where the slider is that changes the main figure, if there is one; and a link to its low end, but for the seed."""
    name = slider_of(stem, hero_name(page, stem))
    if name is None:
        return None
    control = controls_of(import_module(f"concepts.{stem}").Params)[name]
    assert isinstance(control, Range)
    return (
        f"[data-name={name}] input[type=range]",
        f"{stem}.{name}={control.low}&{stem}.seed=",
    )


def slider_rows(
    browser: Browser, stem: str, addresses: dict[str, str], bare: str, asked: Any
) -> Iterator[str]:
    page = opened(browser, f"http://{addresses['tuned']}/{stem}")
    quiet(page)
    moved = panel_slider(page, stem)
    if moved is None:
        page.context.close()
        yield line(stem, "slider to paint: none moves it at every step", *[""] * 8)
        return
    slider, link = moved
    found = {
        kind: Stepper(browser, f"http://{address}/{stem}", slider, link, blind=kind == "blind")
        for kind, address in addresses.items()
    }
    found["bare"] = Stepper(
        browser, bare + size(page), ".st-key-k input[type=range]", root=".st-key-chart"
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
    moved = panel_slider(page, stem)
    if moved is None:
        page.context.close()
        yield line(stem, "flicker: no slider moves it at every step", *[""] * 8)
        return
    slider = page.locator(moved[0])
    page.evaluate(UNFOLD)
    slider.focus()
    page.evaluate(FLICKER, HERO)
    key = "ArrowRight"
    for _ in range(CHANGES_WATCHED):
        if slider.input_value() == slider.get_attribute("max"):
            key = "ArrowLeft"
        elif slider.input_value() == slider.get_attribute("min"):
            key = "ArrowRight"
        page.evaluate(ARM, HERO)
        page.keyboard.press(key)
        page.wait_for_function("took", timeout=20_000, polling=20)
        quiet(page)
    frames, lost = page.evaluate("[watched, lost]")
    page.context.close()
    said = f"flicker (frames lost, of {frames})"
    yield line(stem, said, str(lost), "", "", "", "", "", "0", "missed" if lost else "")


# ---- start ------------------------------------------------------------------------------------------


def start(playwright: Any, script: str, path: str, least: int) -> dict[str, float]:
    """Milliseconds from starting the server until the title, and the whole first screen, are painted."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    page = browser.new_context(viewport=SCREEN, bypass_csp=True).new_page()
    page.add_init_script(STARTED.replace("LEAST", str(least)))
    begin = 1e3 * time.time()
    with served(script) as (address, _):
        page.goto(f"http://{address}/{path}", wait_until="commit")
        page.wait_for_function("started.all", timeout=60_000)
        at: dict[str, float] = page.evaluate("started")
    browser.close()
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

    def note(more: Iterable[str]) -> None:
        for each in more:
            print(each, flush=True)
            lines.append(each)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        note(
            [
                "# In the browser",
                "",
                f"Written by `make bench-browser`. streamlit {version('streamlit')}, plotly "
                f"{version('plotly')}, Chromium {browser.version} without a screen; Python "
                f"{platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}. "
                f"{asked.rounds} rounds, {asked.changes} changes. What is compared was measured in "
                "turns. Ratios are of medians.",
                "",
                line(*HEADER),
                line(*["---"] * len(HEADER)),
            ]
        )
        with (
            bare_pages() as (bare, scrub),
            served() as (tuned, _),
            served() as (blind, _),  # one of its own: servers remember what was foreseen
            served(plain=True) as (plain, _),
        ):
            addresses = {"tuned": tuned, "blind": blind, "plain": plain}
            for stem in asked.stems:
                if "drag" in asked.only:
                    note(drag_rows(browser, stem, f"{tuned}/{stem}", scrub, asked.rounds))
                if "slider" in asked.only:
                    note(slider_rows(browser, stem, addresses, bare, asked))
                if "slow" in asked.only:
                    note(slow_rows(browser, stem, tuned, asked.rounds))
                if "flicker" in asked.only:
                    note(flicker_rows(browser, stem, tuned))
            if "diagrams" in asked.only:
                note(diagram_rows(browser, scrub, asked.rounds))
        browser.close()
        if "start" in asked.only:
            for path in ["", *asked.stems]:
                note(start_rows(playwright, path, asked.rounds))
    asked.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
