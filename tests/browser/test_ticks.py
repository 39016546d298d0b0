"""The ticks of the axis: buttons that go where they say, and a hand that lets go nearby means them."""

from importlib import import_module

import pytest
from playwright.sync_api import expect

from concepts.controls import name_of
from data.read import TABLES
from tests.browser.stage import assert_same_when_loaded_anew, axis, reach
from tests.browser.visitors import errors, settle, until
from tests.sample import PAGES, SAMPLE
from ui.axis import axis_control

# The stops of the axis that have a tick: what it is called, where it is on the screen, and what the slider says there.
TICKS = """() => [...document.querySelectorAll(".ticks button")].filter(e => e.checkVisibility({ visibilityProperty: true })).map(e => e.textContent)"""
FREE = "() => { const s = [...window.sightglass.values()].find(({ axis }) => axis?.node.isConnected); return [s.at, s.moving]; }"


def ticks_of(stem):
    """The ticks of the page as it opens, by name: value and what the axis says there."""
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    params = concept.Params()
    control = axis_control(concept)
    found = sentences.ticks(concept.compute(params, TABLES))
    return {
        name: name_of(control, round(place) if control.whole else place, params)
        for name, place in found.items()
        if control.low <= place <= control.high
    }


def scale_of(stem):
    control = axis_control(import_module(f"concepts.{stem}"))
    return getattr(control, "scale", type(control).__name__)


STEMS = [stem for stem in PAGES if hasattr(import_module(f"sentences.{stem}"), "ticks")]
ONE_OF_EACH_SCALE = list({scale_of(stem): stem for stem in reversed(STEMS)}.values())


@pytest.mark.parametrize("stem", ONE_OF_EACH_SCALE[: 2 if PAGES == SAMPLE else None])
def test_a_tick_goes_where_it_says_and_a_hand_snaps_to_it(page, stem):
    page.goto(f"/{stem}")
    settle(page)
    reach(page, stem)
    wanted = ticks_of(stem)
    buttons = page.locator(".ticks button")
    names = [each for said in buttons.all_inner_texts() for each in said.split(", ")]
    assert sorted(names) == sorted(wanted)

    def go(name):
        """To that tick; where it is, from 0 to 1."""
        button = buttons.filter(has_text=name).first
        button.click()
        expect(axis(page)).to_have_attribute("aria-valuetext", wanted[name])
        expect(button).to_have_attribute("aria-pressed", "true")
        until(page, f"() => !({FREE})()[1]")
        return float(axis(page).input_value())

    places = {name: go(name) for name in wanted}
    # Where two are near each other a hand means the nearer: the one that stands alone is tried.
    alone = max(
        places,
        key=lambda name: min(
            [abs(places[name] - at) for other, at in places.items() if other != name], default=1
        ),
    )
    place = go(alone)
    settle(page)
    stands = page.evaluate(FREE)[0]
    assert_same_when_loaded_anew(page, "main")
    assert float(axis(page).input_value()) == place

    # From elsewhere a hand lets go four pixels beside the place.
    axis(page).press("Home" if place > 0.5 else "End")
    until(page, f"stands => !({FREE})()[1] && ({FREE})()[0] !== stands", arg=stands)
    settle(page)
    reach(page, stem)
    box, thumb = axis(page).bounding_box(), page.evaluate(KNOB)
    x = box["x"] + thumb / 2 + place * (box["width"] - thumb)
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(x + (4 if place < 0.5 else -4), y, steps=5)
    expect(axis(page)).to_have_attribute("aria-valuetext", wanted[alone])
    page.mouse.up()
    until(page, f"() => !({FREE})()[1]")
    settle(page)
    assert float(axis(page).input_value()) == place
    assert errors(page) == []


KNOB = "() => parseFloat(getComputedStyle(document.querySelector('.sightglass-axis')).getPropertyValue('--knob')) || 22"


def test_ticks_are_not_told_while_something_is_asked(page):
    stem = STEMS[0]
    page.goto(f"/{stem}")
    settle(page)
    expect(page.locator(".ticks")).to_be_visible()
    page.get_by_role("button", name="Challenges", exact=True).click()
    page.get_by_role("button", name="Try it").first.click()
    expect(page.locator(".trial")).to_be_visible()
    expect(page.locator(".ticks")).to_be_hidden()
    page.get_by_role("button", name="Give up", exact=True).click()
    expect(page.locator(".ticks")).to_be_visible()
    assert errors(page) == []
