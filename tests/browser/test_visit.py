"""One visit to each page: it is loaded once, looked at, and everything on it is moved. Names no concept.

What does not depend on the page is tried on the pages of `tests/sample.py`.
"""

from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from content.read import read_notes, stems
from tests.browser.fitted import (
    NARROW_AND_WIDE,
    SCREENS,
    assert_fits,
    looked_at,
    press,
    resize,
    sizes,
)
from tests.browser.formulas import answered, formulas, has, shown_with
from tests.browser.stage import (
    ACTIONS,
    DRAWN,
    OUT,
    PLACES,
    RULES,
    TOO_LONG,
    TYPE,
    UNREAD,
    WATCH,
    WITHOUT,
    assert_same,
    axis,
    claim,
    overlap,
    reach,
    resized,
    scrolled,
    sliders,
    stage_alone,
    unfold,
)
from tests.browser.visitors import SCREEN, WIDE, errors, settle, until
from tests.sample import PAGES, SAMPLE, turn
from tests.stages import in_turn
from ui.texts import TABS

WIDTHS = {320: 640, 390: 844, 600: 800, 720: 640, 900: 844, 1100: 844, 1280: 844, 1440: 900, 1920: 1080}  # fmt: skip
STAGES, ON_THE_SAMPLE, HALVES, IN_TURN = [], [], {}, {}


def stage(act):
    """What is done at that stage of a visit; the stages follow in the order of this file."""
    STAGES.append(act)
    return act


def on_the_sample(act):
    """A stage that is the same for every page, but for what `tests/test_sample.py` counts."""
    ON_THE_SAMPLE.append(act)
    return stage(act)


def on_half_of_the_sample(which):
    """One that every other page of the sample has, from that one on; all with `PAGES=all`."""

    def taken(act):
        HALVES[act] = which
        return on_the_sample(act)

    return taken


def on_every_other(which):
    """A stage that a page out of the sample has if its turn of two is that one."""

    def taken(act):
        IN_TURN[act] = which
        return stage(act)

    return taken


@pytest.mark.parametrize("stem", stems())
def test_a_visit(page, sent, stem):
    page.sent = sent
    page.add_init_script(WATCH)
    page.goto(f"/{stem}")
    settle(page)
    for act in STAGES:
        if act in ON_THE_SAMPLE and stem not in PAGES:
            continue
        if PAGES == SAMPLE and act in HALVES and HALVES[act] != SAMPLE.index(stem) % 2:
            continue
        if turn(stem) not in (None, IN_TURN.get(act, turn(stem))):
            continue
        in_turn([act, nothing_is_wrong], page, stem)


def nothing_is_wrong(page, stem):
    assert page.evaluate("window.refused") == WITHOUT, "the policy of our pages"
    assert errors(page) == [] and page.left == []


def sideways(page):
    """By how much the page, or what scrolls in it, is too wide."""
    return page.evaluate("""() => {
        const main = document.querySelector("[data-testid=stMain]");
        return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
    }""")


# --- looked at


# How far under the axis the next thing is that can be seen, in pixels.
EMPTY = """() => {
    const under = document.querySelector(".sightglass-axis").getBoundingClientRect().bottom;
    const next = [...document.querySelectorAll(".sightglass-axis ~ .row .part > *, .sightglass > .rows .part")];
    return Math.min(...next.filter((e) => e.checkVisibility() && e.textContent.trim()).map((e) => e.getBoundingClientRect().top)) - under;
}"""


@stage
def first_screen(page, stem):
    figure, slider = (
        each.bounding_box() for each in (page.locator(".sightglass-figure").first, axis(page))
    )
    assert figure["height"] >= 380 and figure["y"] + figure["height"] < SCREEN["height"]
    assert slider["y"] + slider["height"] < SCREEN["height"]
    assert page.locator(".sightglass-figure").count() >= 2
    assert sideways(page) <= 0
    assert page.evaluate(EMPTY) < 40


# What the axes and the marks of all figures are called.
TITLES = """() => [...document.querySelectorAll(".sightglass-figure")].flatMap(({ data, layout }) => [
    ...Object.entries(layout).filter(([name]) => /^[xy]axis/.test(name)).map(([, axis]) => axis.title?.text),
    ...data.map(({ meta }) => meta?.y?.[0])])"""


@on_half_of_the_sample(1)
def tables_of_numbers(page, stem):
    """Of every figure they are a key away, by its name, and are called as its axes are."""
    called = read_notes(stem).figures.values()
    extra = {"trace", "part", "value", "limit", "text", "state"}
    buttons = page.locator("button.numbers-of")
    assert buttons.count() == page.locator(".sightglass-figure").count()
    table = page.locator(".numbers-table:not([hidden]) table")
    for button in (buttons.first, buttons.last):
        button.focus()
        page.keyboard.press("Enter")
        expect(table.locator("tbody tr").first).to_be_visible()
        assert button.get_attribute("aria-label") in [f"Numbers: {each}" for each in called]
        headings = table.locator("th").all_inner_texts()
        assert headings[0] == "trace" and set(headings) - extra <= set(page.evaluate(TITLES)), (
            headings
        )
        page.keyboard.press("Enter")
        expect(table).to_have_count(0)


# What has the focus, and whether that could be seen of what had it before: it looks otherwise now.
FOCUSED = """() => {
    const look = e => [e, e.parentElement, e.parentElement?.parentElement].filter(Boolean).map(x => {
        const s = getComputedStyle(x);
        return [s.outline, s.boxShadow, s.backgroundColor, s.border, s.color, s.textDecoration].join();
    }).join("|");
    const before = window.focused;
    const seen = !before || look(before.e) !== before.look;
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    window.focused = { e, look: look(e) };
    const box = e.getBoundingClientRect();
    const name = e.getAttribute("aria-label") ?? (e.textContent.trim().slice(0, 30) || e.id);
    return [[Math.round(box.x), Math.round(box.y + scrollY), e.tagName, e.type ?? "", name].join(" "), seen];
}"""


# The next Tab goes to the first thing of the page.
FROM_THE_TOP = """() => {
    const top = document.createElement("i");
    document.body.prepend(Object.assign(top, { tabIndex: -1 }));
    top.focus();
    top.remove();
}"""


@on_half_of_the_sample(0)
def keyboard(page, stem):
    """Along the whole page, each thing once, and each is seen to have the focus."""
    page.evaluate(FROM_THE_TOP)
    page.keyboard.press("Tab")
    skips = page.locator(":focus")
    expect(skips).to_have_text(f"Skip to the axis: {axis(page).get_attribute('aria-label')}")
    skips.press("Enter")
    expect(axis(page)).to_be_focused()
    page.evaluate(FROM_THE_TOP)
    walk = []
    for _ in range(220):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        walk.append(focused)
    else:
        raise AssertionError(f"the end was never reached: {walk[-3:]}")
    names = [name for name, _ in walk]
    for first, second in zip(names, names[1:], strict=False):
        assert first != second, f"trapped at {first}"
    unseen = [name for name, (_, seen) in zip(names, walk[1:], strict=False) if not seen]
    assert unseen == [], f"focus that cannot be seen: {unseen}"
    presets = [each.title for each in read_notes(stem).presets.values()]
    stops = [
        n for n in names if n.endswith(tuple(f" BUTTON button {each[:30]}" for each in presets))
    ]
    assert len(stops) == 1, "arrows go from one to the next"
    pressed = stops[0]
    order = [
        next(i for i, name in enumerate(names) if word in name)
        for word in ("Skip to", pressed, "Reset", "INPUT range", "Step back", "SUMMARY", "Why")
    ]
    assert order == sorted(order), "presets, axis, its buttons, controls, tabs"


@on_every_other(0)
def axe(page, stem):
    """Its rules for WCAG 2.2 AA; the dark and a room are looked at on the sample."""
    page.evaluate("scrollTo(0, 0)")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found] == []  # fmt: skip


@on_the_sample
def widths(page, stem):
    """From a small phone to a wide screen; 720 is 1440 at 200 %. Guesses may have been made.

    Every other width on one page and the rest on the next; all with `PAGES=all`.
    """
    unfold(page)
    page.evaluate("document.querySelector('.score').textContent = '60 of 60 guesses were close'")
    all_widths = list(WIDTHS.items())
    some = all_widths[SAMPLE.index(stem) % 2 :: 2] if PAGES == SAMPLE else all_widths
    for width, height in some:
        resized(page, width, height)
        assert sideways(page) <= 0, width
        figure = page.locator(".sightglass-figure").first.bounding_box()
        assert figure["width"] > (300 if width == 390 else 0.6 * min(width, 400)), width
        actions(page.evaluate(PLACES), width)
        controls(page, width, height)
    page.evaluate("document.querySelector('.score').textContent = ''")
    resized(page, *SCREEN.values())


def actions(found, width):
    """They are one row, or two, in the order of the keys, and cover nothing."""
    assert found["names"] == ACTIONS, width
    row, words = found["row"], found["words"]
    assert all(0 <= left and right <= width for left, _, right, _ in row), width
    reads = [(top, left) for left, top, _, _ in row]
    assert reads == sorted(reads) and len({top for top, _ in reads}) <= 2, width
    shown = [*row, found["score"]]
    assert not [(a, b) for a in shown for b in words if overlap(a, b)], width
    assert not [(a, b) for a in shown for b in shown if a is not b and overlap(a, b)], width
    assert found["whole"], "what is cut of the title is told by its tooltip"
    beside = row[0][1] < words[0][3] and row[0][3] > words[0][1] and width >= 768
    assert found["squeezed"] or not (found["cut"] and beside), "the score is cut before the title"
    if width >= 1440:
        assert len({top for top, _ in reads}) == 1, "beside the title"
        assert row[0][1] < words[0][3], "beside the title"


def controls(page, width, height):
    """They stand beside the figure only where both have room."""
    rows = page.locator(".stage > .rows").bounding_box()
    panel = page.locator(".panel").bounding_box()
    beside = panel["x"] >= rows["x"] + rows["width"]
    assert beside == (width >= 1024), width
    assert beside or panel["y"] >= rows["y"] + rows["height"], width
    if width >= 390:
        assert rows["width"] >= (570 if width >= 1100 else 350), width
    high = "e => e.scrollHeight - e.clientHeight"
    assert page.get_by_role("button", name="New seed").evaluate(high) <= 0, "one line"
    if width == 390:
        under = page.locator(".sightglass-axis").bounding_box()
        figure = page.locator(".sightglass-figure").first.bounding_box()
        assert under["y"] + under["height"] - figure["y"] <= height, "one screen"


# --- moved

# Counts the frames in which the main figure has changed, and how often plotly.js read all its settings anew.
COUNT = """() => {
    window.pictures = window.slow = 0;
    const figure = document.querySelector(".sightglass-figure");
    let changed = false;
    new MutationObserver(() => { changed = true; })
        .observe(figure, { subtree: true, childList: true, attributes: true, characterData: true });
    const look = () => {
        window.pictures += changed;
        changed = false;
        requestAnimationFrame(look);
    };
    look();
    for (const name of ["animate", "react"]) {
        const own = Plotly[name];
        Plotly[name] = (node, ...rest) => {
            window.slow += node === figure;
            return own(node, ...rest);
        };
    }
}"""
# Notes each frame in which a figure is torn down, blank or faded.
WATCHED = """() => {
    window.lost = [];
    const figures = [...document.querySelectorAll(".sightglass-figure")];
    const look = () => {
        for (const figure of figures) {
            let opacity = 1;
            for (let e = figure; e; e = e.parentElement) opacity *= getComputedStyle(e).opacity;
            const drawn = figure.querySelector(".main-svg") !== null;
            if (!figure.isConnected || opacity < 1 || !drawn)
                window.lost.push({ attached: figure.isConnected, opacity, drawn });
        }
        requestAnimationFrame(look);
    };
    look();
    return figures.length;
}"""
# How many places of words are of a height that does not depend on them.
KEPT = "() => [...document.querySelectorAll('.sightglass .part')].filter(e => e.style.contain).length"  # fmt: skip
# Traces that lie over one that should lie over them.
RISING = """() => [...document.querySelectorAll(".sightglass-figure .scatterlayer")].flatMap(layer =>
    [...layer.querySelectorAll(".trace")].map(trace => trace.__data__[0].trace)
        .filter(({ index }, i, all) => i && index < all[i - 1].index).map(({ name }) => name))"""


@on_every_other(1)
def axis_dragged(page, stem):
    """To both ends and between, without the server: what is held is what is seen when it is let go.

    Loaded anew, the page is the same; pages out of the sample are loaded anew once their sliders are moved.
    """
    reach(page, stem)
    page.evaluate(COUNT)
    assert page.evaluate(WATCHED) >= 2
    claims, pictures, slow = set(), 0, 0
    hero = page.locator(".sightglass-figure").first
    stands = hero.bounding_box()
    for place in (1.0, 0.0, 0.62):
        link, before, counted = page.url, len(page.sent), page.evaluate("[pictures, slow]")
        box = axis(page).bounding_box()
        left, width, y = box["x"] + 12, box["width"] - 24, box["y"] + box["height"] / 2
        page.mouse.move(left + width / 2, y)
        page.mouse.down()
        for part in range(1, 11):
            page.mouse.move(left + width * (0.5 + (place - 0.5) * part / 10), y)
            page.wait_for_timeout(30)
            claims.add(claim(page))
        page.wait_for_timeout(300)
        held, kept = page.evaluate(DRAWN, "seen"), page.evaluate(KEPT)
        alt = hero.get_attribute("aria-label")
        main = page.evaluate(DRAWN, "main")
        assert kept, "words keep their height while the axis moves"
        assert hero.bounding_box() == stands, "it keeps its place"
        assert len(page.sent) == before and page.url == link, "the server was asked while dragging"
        now = page.evaluate("[pictures, slow]")
        pictures, slow = pictures + now[0] - counted[0], slow + now[1] - counted[1]
        page.mouse.up()
        until(page, "stem => !window.sightglass.get(stem).moving", arg=stem)
        if 0 < place < 1:  # a page may start at an end, and be there again
            until(page, "link => location.href !== link", arg=link)
            assert len(page.sent) > before
        settle(page)
        page.wait_for_timeout(200)
        assert_same(held, page.evaluate(DRAWN, "seen"))
        assert hero.get_attribute("aria-label") == alt, "what is heard of the picture"
        assert not page.evaluate(KEPT)
    assert pictures >= 8 and len(claims) >= 4
    assert slow <= pictures / 4, "static/figure.js no longer finds its way past Plotly.animate"
    assert page.evaluate("window.lost") == []
    if stem in PAGES:
        page.reload()
        settle(page)
        assert_same(main, page.evaluate(DRAWN, "main"))


@on_every_other(0)
def sliders_moved(page, stem):
    """One after the other, without a new plot where only points, labels and ranges move; the same loaded anew."""
    page.evaluate(WATCHED)
    unfold(page)
    for name in sliders(stem):
        link = page.url
        slider = page.locator(f"[data-name={name}] input[type=range]")
        slider.press(
            "ArrowLeft" if slider.input_value() == slider.get_attribute("max") else "ArrowRight"
        )
        until(page, "link => location.href !== link", arg=link)
    settle(page)
    page.mouse.move(20, 500)
    scrolled(page)
    live, rising = page.evaluate(DRAWN, "all"), page.evaluate(RISING)
    assert page.evaluate("window.lost") == []
    page.reload()
    settle(page)
    scrolled(page)
    assert_same(live, page.evaluate(DRAWN, "all"))
    assert rising == page.evaluate(RISING) == []


# --- read and presented


@on_every_other(1)
def formulas_drawn(page, stem):
    """In each of the tabs, all that people wrote."""
    notes = read_notes(stem)
    written = {
        "wrong": sum((shown_with(stem, each, each.truth) for each in notes.wrong), Counter()),
        "interview": sum((answered(stem, each) for each in notes.interview), Counter()),
        "why": formulas(*notes.prose.values()),
    }
    assert set(written) == set(TABS) - {"code"} and written["why"]
    for tab, wanted in written.items():
        page.get_by_role("tab", name=TABS[tab], exact=True).click()
        has(page, wanted)


# --- whole on every screen, in every mode


@stage
def every_screen(page, stem):
    stage_alone(page)
    press(page, "Reset")
    page.wait_for_timeout(300)
    settle(page)
    assert_fits(page, "exploring", SCREENS)
    resize(page, *WIDE.values())
    assert page.evaluate(OUT) == {}
    large = sizes(page)
    resize(page, 1366, 657)
    small = sizes(page)
    assert large[0] > 1.5 * small[0] and large[1] > 1.1 * small[1], "it grows with the screen"


@stage
def both_ends_of_the_axis_and_every_preset(page, stem):
    """Nothing is out of place; no label lies over another, leaves the picture or is struck through.

    Every other preset is looked at on a phone, the rest on a laptop, of pages out of the sample half of them;
    with `PAGES=all` each on both.
    """
    found = looked_at(page, "at first")
    reach(page, stem)
    for key in ("Home", "End"):
        axis(page).press(key)
        page.wait_for_timeout(300)
        settle(page)
        found |= looked_at(page, key)
    presets = list(read_notes(stem).presets.items())[:: 1 if stem in PAGES else 2]
    shares = [(presets[i::2], [size]) for i, size in enumerate(NARROW_AND_WIDE)]
    if PAGES != SAMPLE:
        shares = [(presets, NARROW_AND_WIDE)]
    for share, screens in shares:
        for name, preset in share:
            press(page, preset.title)
            until(page, "name => location.search.includes('preset=' + name)", arg=name)
            settle(page)
            page.keyboard.press("x")  # what plays itself stands still
            found |= looked_at(page, preset.title, screens)
    assert found == {}
    press(page, "Reset")
    page.wait_for_timeout(300)
    settle(page)


@on_half_of_the_sample(0)
def pinned(page, stem):
    press(page, "Compare")
    until(page, "/[?&]a[.=]/.test(location.search)")
    assert_fits(page, "pinned")
    press(page, "Let go of A")
    until(page, "!/[?&]a[.=]/.test(location.search)")


@on_half_of_the_sample(1)
def challenged(page, stem):
    press(page, "Challenges")
    page.get_by_role("button", name="Try it").first.click()
    expect(page.locator(".trial")).to_be_visible()
    assert_fits(page, "challenged")
    press(page, "Give up")
    expect(page.locator(".trial")).to_be_hidden()


@on_half_of_the_sample(0)
def guessing(page, stem):
    page.set_viewport_size(SCREEN)
    page.get_by_role("switch", name="Guess first").check()
    until(page, "location.search.includes('predict')")
    press(page, "Guess 1")
    expect(page.locator(".question form")).to_be_visible()
    assert_fits(page, "guessing")
    press(page, "Skip")
    expect(page.locator(".question .why")).to_be_visible()
    assert_fits(page, "told")


@on_half_of_the_sample(1)
def proved(page, stem):
    """The longest question with its picture."""
    asked = max(read_notes(stem).interview, key=lambda each: len(each.ask) + len(each.proof))
    page.set_viewport_size(SCREEN)
    page.goto(f"/{stem}?question={asked.id}")
    settle(page)
    expect(page.locator(".proof .ask")).to_have_text(asked.ask)
    assert_fits(page, "proved")


@on_every_other(1)
def in_front_of_a_room(page, stem):
    """The step with the most words: large enough for the last row, and no more than the screen holds."""
    longest = max(read_notes(stem).steps, key=lambda step: len(step.say))
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"/{stem}?present=true&step={longest.id}")
    page.wait_for_selector(".room .main-svg")
    page.wait_for_timeout(500)
    assert page.evaluate(TYPE) >= 20
    assert page.evaluate(TOO_LONG) <= 0
    assert page.evaluate(UNREAD) == []
    assert_fits(page, "presented")
