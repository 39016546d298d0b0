"""Claim, main figure and axis stand on the screen, whole, whatever the page and however it is looked at.

And what is written in the main figures can be read: no label lies over another, leaves the picture or is struck through.
"""

import json
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import expect

from concepts.controls import applies, controls_of
from content.read import read_notes, stems
from data.own import BadFile
from data.own_tables import SHAPES
from data.reading import read
from tests.browser.stage import OUT, UNREAD, axis, bring, reach, resized, stage_alone, unfold
from tests.browser.visitors import WIDE, errors, settle, until
from tests.sample import PAGES, SAMPLE, STEMS

INPUTS = Path(__file__).parent.parent / "inputs"
# A laptop, a small one within its browser, a smaller one, one that is zoomed, a phone within its browser.
SCREENS = [(1440, 900), (1366, 657), (1280, 609), (1024, 640), (390, 664)]
TIGHT = (
    SCREENS if PAGES != SAMPLE else SCREENS[2:]
)  # the lowest, the narrowest and the phone: in each mode
# Once claim, figure and axis have stood where they are for five frames. (A page is fitted at the next frame.)
STILL = """async () => {
    const places = () => JSON.stringify([...document.querySelectorAll(".stage h2, .room > .rows p, .sightglass-figure, .sightglass-axis, .ticks button")]
        .map((each) => each.getBoundingClientRect()));
    const frame = () => new Promise(requestAnimationFrame);
    for (let last = "", same = 0; same < 5; ) {
        await frame();
        const now = places();
        same = now === last ? same + 1 : 0;
        last = now;
    }
}"""
# Where the axes of the main figure begin and end on the screen; null until they are there.
PLACE = """() => {
    const ground = document.querySelector(".sightglass-figure .bglayer rect, .sightglass-figure .nsewdrag");
    const { left, right } = ground?.getBoundingClientRect() ?? {};
    return ground && [Math.round(left), Math.round(right)];
}"""


# How far under the axis the next thing is that can be seen, in pixels.
EMPTY = """() => {
    const under = document.querySelector(".sightglass-axis").getBoundingClientRect().bottom;
    const next = [...document.querySelectorAll(".sightglass-axis ~ .row .part > *, .sightglass > .rows .part")];
    return Math.min(...next.filter((e) => e.checkVisibility() && e.textContent.trim()).map((e) => e.getBoundingClientRect().top)) - under;
}"""
# The entries of the menu of which a part cannot be read.
CUT = """() => [...document.querySelectorAll("[data-testid=stSidebar] a")]
    .filter((link) => [link, ...link.querySelectorAll("*")].some((e) => e.scrollWidth > e.clientWidth && e.clientWidth))
    .map((link) => link.textContent)"""


def sizes(page):
    """Height of the main figure and of the type at its axes, as they are seen; without axes, of its labels."""
    return page.evaluate("""() => {
        const figure = document.querySelector(".sightglass-figure");
        const ticks = figure.querySelectorAll(".xtick text"), words = figure.querySelectorAll(".annotation-text");
        const type = [...(ticks.length ? ticks : words)].map((e) => e.getBoundingClientRect().height);
        return [figure.getBoundingClientRect().height, Math.max(...type)];
    }""")


def resize(page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(STILL)


def reset(page):
    """Back to how the page opens."""
    press(page, "Reset")
    page.wait_for_timeout(300)
    settle(page)


def look(page, when):
    """What is out of place and what cannot be read, by when and at what width it is seen."""
    found = {}
    for width, height in ((390, 664), (1280, 609)):
        resized(page, width, height)
        page.evaluate(STILL)
        if out := page.evaluate(OUT):
            found[when, width] = out
        if unread := page.evaluate(UNREAD):
            found[when, width, "read"] = unread
    return found


def at_both_ends_of_the_axis_and_at_every_preset(page, stem):
    found = look(page, "at first")
    reach(page, stem)
    for key in ("Home", "End"):
        axis(page).press(key)
        page.wait_for_timeout(300)
        settle(page)
        found |= look(page, key)
    for name, preset in read_notes(stem).presets.items():
        press(page, preset.title)
        until(page, "name => location.search.includes('preset=' + name)", arg=name)
        settle(page)
        page.keyboard.press("x")  # what plays itself stands still
        found |= look(page, preset.title)
    return found


def assert_fits(page, mode, screens=TIGHT):
    for width, height in screens:
        resize(page, width, height)
        assert page.evaluate(OUT) == {}, f"{mode} at {width}x{height}"


@pytest.mark.parametrize("stem", stems())
def test_claim_figure_and_axis_are_on_the_screen(page, stem):
    notes = read_notes(stem)
    page.goto(f"/{stem}")
    settle(page)
    assert page.evaluate(EMPTY) < 40
    stage_alone(page)
    assert_fits(page, "exploring", SCREENS)

    resize(page, *WIDE.values())
    assert page.evaluate(OUT) == {}
    large = sizes(page)
    resize(page, 1366, 657)
    small = sizes(page)
    assert large[0] > 1.5 * small[0] and large[1] > 1.1 * small[1], "it grows with the screen"

    assert at_both_ends_of_the_axis_and_at_every_preset(page, stem) == {}
    reset(page)

    press(page, "Compare")
    until(page, "/[?&]a[.=]/.test(location.search)")
    assert_fits(page, "pinned")
    press(page, "Let go of A")
    until(page, "!/[?&]a[.=]/.test(location.search)")

    press(page, "Challenges")
    page.get_by_role("button", name="Try it").first.click()
    expect(page.locator(".trial")).to_be_visible()
    assert_fits(page, "challenged")
    press(page, "Give up")
    expect(page.locator(".trial")).to_be_hidden()

    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("switch", name="Guess first").check()
    until(page, "location.search.includes('predict')")
    press(page, next(words.title for words in notes.presets.values() if words.predict))
    expect(page.locator(".question form")).to_be_visible()
    assert_fits(page, "guessing")
    press(page, "Skip")
    expect(page.locator(".question .why")).to_be_visible()
    assert_fits(page, "told")

    asked = max(notes.interview, key=lambda each: len(each.ask) + len(each.proof))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"/{stem}?question={asked.id}")
    settle(page)
    expect(page.locator(".proof .ask")).to_have_text(asked.ask)
    assert_fits(page, "proved")

    press(page, "Present")
    expect(page.locator(".room p").first).not_to_be_empty(timeout=30_000)
    until(page, "() => document.querySelector('.room .sightglass-figure .main-svg')")
    assert_fits(page, "presented")
    assert errors(page) == []


def with_most_questions(shape):
    """Of the files of tests/inputs that make such a table, the one that leaves most in doubt, and its questions."""
    found = {}
    for file in sorted(INPUTS.iterdir()):
        try:
            reading = read(file.read_bytes(), {})
            choice, decisions = SHAPES[shape].choose(reading, {}, None)
            SHAPES[shape].cast(reading, choice, None)
        except BadFile:
            continue
        found[file] = sum(bool(each.why) for each in (*reading.decisions, *decisions))
    return max(found.items(), key=lambda each: each[1])


# A page for each kind of table that a visitor may bring.
OWN = {getattr(import_module(f"concepts.{stem}"), "OWN", ""): stem for stem in PAGES[::-1]}


@pytest.mark.parametrize("stem", [stem for shape, stem in OWN.items() if shape])
def test_with_own_data_brought_and_a_question_open_the_stage_is_on_the_screen(page, stem):
    file, questions = with_most_questions(import_module(f"concepts.{stem}").OWN)
    page.goto(f"/{stem}?{stem}.source=own")
    settle(page)
    assert_fits(page, "own data to come")

    page.get_by_role("button", name="Your data", exact=True).click()
    bring(page, file.name, b"PK\x03\x04 a spreadsheet")
    expect(page.get_by_role("button", name="Meanwhile an example is shown.")).to_be_attached()
    page.keyboard.press("Escape")
    assert_fits(page, "own data refused")

    page.get_by_role("button", name="Your data", exact=True).click()
    bring(page, file.name, file.read_bytes())
    line = page.get_by_role("button", name=f"{questions} question")
    expect(line).to_be_attached()
    page.keyboard.press("Escape")
    settle(page)
    assert_fits(page, "own data brought, with a question")

    line.click()
    expect(page.get_by_test_id("stPopoverBody")).to_contain_text("Read with")
    assert_fits(page, "own data brought, with a question unfolded")
    assert errors(page) == []


def test_a_control_that_the_link_or_a_challenge_is_about_is_not_folded_away(page):
    stem = SAMPLE[0]
    concept = import_module(f"concepts.{stem}")
    folded = [
        name
        for name, control in controls_of(concept.Params).items()
        if not control.main and name != concept.AXIS and applies(control, concept.Params())
    ]
    page.goto(f"/{stem}")
    settle(page)
    for name in folded:
        expect(page.locator(f"[data-name={name}]")).to_be_hidden()
    unfold(page)
    for name in folded:
        expect(page.locator(f"[data-name={name}]")).to_be_visible()
    page.reload()
    settle(page)
    expect(page.locator(f"[data-name={folded[0]}]")).to_be_visible()
    page.locator(".more summary").click()
    expect(page.locator(f"[data-name={folded[0]}]")).to_be_hidden()
    until(page, "sessionStorage.getItem('sightglass.more') === ''")

    page.goto(f"/{stem}?{stem}.seed=11&lock={folded[0]}")
    settle(page)
    expect(page.locator("[data-name=seed]")).to_be_visible()
    expect(page.locator(f"[data-name={folded[0]}]")).to_be_visible()

    at, challenge, name = next(
        (stem, challenge, name)
        for stem in STEMS
        for challenge in read_notes(stem).challenges
        for name in challenge.example
        if name in controls_of(import_module(f"concepts.{stem}").Params)
        and not controls_of(import_module(f"concepts.{stem}").Params)[name].main
        and name != import_module(f"concepts.{stem}").AXIS
    )
    page.goto(f"/{at}?challenge={challenge.id}")
    settle(page)
    expect(page.locator(f"[data-name={name}]")).to_be_visible()
    assert page.locator(".panel").evaluate("e => e.scrollHeight - e.clientHeight") <= 0
    assert errors(page) == []


def test_the_menu_folds_by_itself_on_a_small_screen_and_stays_as_it_is_left(page):
    stem = SAMPLE[0]
    menu = page.get_by_test_id("stSidebar").get_by_role("link").first
    page.goto(f"/{stem}")
    settle(page)
    expect(menu).to_be_hidden()
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(menu).to_be_visible()
    page.reload()
    settle(page)
    expect(menu).to_be_visible()
    page.evaluate("localStorage.clear()")
    page.set_viewport_size(WIDE)
    page.reload()
    settle(page)
    expect(menu).to_be_visible()
    own = (
        page.get_by_test_id("stSidebar")
        .get_by_role("link", name=read_notes(stem).title)
        .locator("p, span")
        .last
    )
    page.add_style_tag(
        content=f"[data-testid=stSidebar] a * {{ font-weight: {own.evaluate('e => getComputedStyle(e).fontWeight')} !important; }}"
    )
    assert page.evaluate(CUT) == [], "the entry of the page itself is in bold, and each is once"


def test_after_a_step_with_another_figure_the_main_one_stands_over_its_slider_again(page):
    """plotly.js keeps the margins of the figure it has drawn before."""
    stem, at = next(
        (stem, i)
        for stem in STEMS
        for i, (one, two) in enumerate(pairwise(read_notes(stem).steps))
        if one.figure and not two.figure
    )
    before, after = (read_notes(stem).steps[i].id for i in (at, at + 1))
    page.goto(f"/{stem}?present=true&embed=true&embed_options=light_theme&step={after}")
    until(page, PLACE)
    fresh = page.evaluate(PLACE)
    page.goto(f"/{stem}?present=true&embed=true&embed_options=light_theme&step={before}")
    until(page, PLACE)
    page.keyboard.press("PageDown")
    until(page, f"location.search.includes('step={after}')")
    until(
        page, f"() => JSON.stringify(({PLACE})()) === '{json.dumps(fresh, separators=(',', ':'))}'"
    )
    assert errors(page) == []


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
