"""Start here plays itself, tells what is on the screen, and stops at a key. Names no page."""

from dataclasses import replace
from importlib import import_module

import pytest
from playwright.sync_api import expect

from content.read import fill, read_notes
from data.read import TABLES
from tests.browser.stage import claim, step
from tests.browser.visitors import errors, settle, until
from tests.sample import FEW, PAGES
from ui.axis import axis_control, axis_stops
from ui.texts import START

# Keeps each sentence over the main figure as it comes, and where the figure stands meanwhile.
KEEP = """() => {
    window.told = [];
    window.tops = [];
    const keep = () => {
        told.push(document.querySelector("h2").innerText);
        tops.push(Math.round(document.querySelector(".sightglass-figure").getBoundingClientRect().top));
    };
    new MutationObserver(keep).observe(document.querySelector(".rows"), { subtree: true, childList: true, characterData: true });
}"""
SLOW = 90_000  # milliseconds: it takes its time, and the reel may be on its way


def button(page):
    return page.locator(".strip .start")


def sentences(stem):
    """What is told at each place where the axis stands still, with the numbers of that place."""
    concept, words = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    notes, preset = read_notes(stem), concept.PRESETS[START]
    last = getattr(preset, concept.AXIS)
    stops = axis_stops(axis_control(concept), last)
    says = [*((each.at, each.say) for each in notes.start.say), (last, notes.presets[START].shows)]
    for at, say in says:
        place = min(stops, key=lambda stop, at=at: abs(stop - at))
        result = concept.compute(replace(preset, **{concept.AXIS: place}), TABLES)
        yield fill(say, words.facts(result))


@pytest.mark.parametrize("stem", FEW)
def test_start_here_plays_itself_once_and_then_it_is_the_visitors_turn(page, stem):
    page.goto(f"/{stem}")
    settle(page)
    page.evaluate(KEEP)
    before = claim(page)
    button(page).click()
    expect(button(page)).to_have_text("Stop")
    expect(button(page)).to_have_text(read_notes(stem).presets[START].title, timeout=SLOW)
    *others, last = sentences(stem)
    end = f"{last} {read_notes(stem).start.turn}"
    told = [text.replace("\u00a0", " ") for text in page.evaluate("told")]
    places = [told.index(each.replace("\u00a0", " ")) for each in (*others, end)]
    assert places == sorted(places), "one after the other"
    assert set(told[: places[0]]) <= {each.replace("\u00a0", " ") for each in (before, last)}, (
        "the first is of its place at once, while the axis flies there"
    )
    tops = page.evaluate("tops")
    assert set(tops[places[0] :]) == {tops[-1]}, "the figure keeps its place"
    settle(page)
    assert claim(page).replace("\u00a0", " ") == end.replace("\u00a0", " ")
    assert f"{stem}.preset={START}" in page.url

    step(page)
    until(page, "end => !document.querySelector('h2').innerText.includes('Your turn')", arg=end)
    until(page, "!location.search.includes('preset=')")
    assert page.locator("h2.preset").count() == 0, "the claim is back"
    assert errors(page) == []


def test_a_key_or_a_click_stops_it_and_does_what_it_does(page):
    stem = PAGES[0]
    notes = read_notes(stem)
    page.goto(f"/{stem}")
    settle(page)
    moves = "() => window.sightglass.get(location.pathname.slice(1)).telling && window.sightglass.get(location.pathname.slice(1)).moving"
    for stops in (
        lambda: page.keyboard.press("x"),
        lambda: button(page).click(),
        lambda: page.locator(".sightglass-axis input[type=range]").press("ArrowRight"),
        lambda: page.locator("h2").click(),
    ):
        button(page).click()
        until(page, moves)
        stops()
        expect(button(page)).to_have_text(notes.presets[START].title)
        assert page.evaluate("window.sightglass.get(location.pathname.slice(1)).telling") is None
        settle(page)
        said = claim(page)
        page.wait_for_timeout(800)
        assert claim(page) == said and "Your turn" not in said, "it stays as it was left"

    name, other = list(notes.presets.items())[-1]
    button(page).click()
    until(page, moves)
    page.get_by_role("button", name=other.title, exact=True).click()
    until(page, "name => location.search.includes('preset=' + name)", arg=name)
    settle(page)
    assert button(page).inner_text() == notes.presets[START].title
    assert errors(page) == []


def test_a_link_plays_it_once_and_who_wants_little_motion_goes_from_sentence_to_sentence(page):
    stem = PAGES[0]
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/{stem}?{stem}.preset={START}")
    first, second, last = (text.replace("\u00a0", " ") for text in sentences(stem))
    for wanted, sentence in (("Next: 2 of 3", first), ("Next: 3 of 3", second)):
        expect(button(page)).to_have_text(wanted, timeout=SLOW)
        assert claim(page).replace("\u00a0", " ") == sentence
        button(page).press("Enter")
    expect(button(page)).to_have_text(read_notes(stem).presets[START].title)
    assert claim(page).replace("\u00a0", " ") == f"{last} {read_notes(stem).start.turn}"
    page.reload()
    settle(page)
    page.wait_for_timeout(500)
    assert claim(page).replace("\u00a0", " ") == last
    expect(button(page)).to_have_text(read_notes(stem).presets[START].title)
    assert errors(page) == []
