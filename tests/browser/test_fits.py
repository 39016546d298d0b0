"""Claim, main figure and axis stand on the screen whatever is brought or asked for; the visit to each page looks at the rest."""

import json
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import expect

from concepts.controls import applies, controls_of
from content.read import read_notes
from data.own import BadFile
from data.own_tables import SHAPES
from data.reading import read
from tests.browser.fitted import assert_fits
from tests.browser.stage import bring, unfold
from tests.browser.visitors import WIDE, errors, settle, until
from tests.sample import PAGES, SAMPLE, STEMS

INPUTS = Path(__file__).parent.parent / "inputs"
# Where the axes of the main figure begin and end on the screen; null until they are there.
PLACE = """() => {
    const ground = document.querySelector(".sightglass-figure .bglayer rect, .sightglass-figure .nsewdrag");
    const { left, right } = ground?.getBoundingClientRect() ?? {};
    return ground && [Math.round(left), Math.round(right)];
}"""


# The entries of the menu of which a part cannot be read.
CUT = """() => [...document.querySelectorAll("[data-testid=stSidebar] a")]
    .filter((link) => [link, ...link.querySelectorAll("*")].some((e) => e.scrollWidth > e.clientWidth && e.clientWidth))
    .map((link) => link.textContent)"""


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


BROUGHT = [
    stem for shape, stem in OWN.items() if shape
]  # the card of two of them, or of all with `PAGES=all`


@pytest.mark.parametrize("stem", BROUGHT[:2] if PAGES == SAMPLE else BROUGHT)
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
