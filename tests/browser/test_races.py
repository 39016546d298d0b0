"""Two changes in quick succession while the server is at work: neither is lost, neither is undone."""

from dataclasses import asdict, replace
from importlib import import_module
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest

from concepts.controls import applies, controls_of, position, stops
from data.read import TABLES
from tests.browser.stage import axis, claim, sliders
from tests.browser.visitors import errors, serving, settle, until, visiting
from tests.sample import SAMPLE
from ui.axis import axis_control, axis_stops
from ui.parts import claim_part, hero_part
from ui.session import Page
from ui.texts import read_link

STEM = SAMPLE[0]
# A server on which every result takes its time.
SLOW = """
import sys, time
import ui.compute
computed = ui.compute._computed
def slowly(*asked):
    time.sleep(0.6)
    return computed(*asked)
ui.compute._computed = slowly
from streamlit.web.cli import main
sys.argv = ["streamlit", *sys.argv[1:]]
main()
"""
# What is moved, one after the other, that many milliseconds apart, as a hand does it: where the axis then stands.
MOVE = """async ([acts, pause]) => {
    let place = null;
    const axis = document.querySelector(".sightglass-axis input[type=range]");
    const say = (node, ...events) => events.forEach(each => node.dispatchEvent(new Event(each, { bubbles: true })));
    for (const [what, to] of acts) {
        if (what === "axis") {
            say(axis, "pointerdown");
            axis.value = String(to);
            say(axis, "input", "pointerup");
            place = Number(axis.value); // it may have snapped to a mark
        } else if (what === "preset") {
            document.querySelectorAll(".presets .strip button")[to].click();
        } else {
            const slider = document.querySelector(`[data-name=${what}] input[type=range]`);
            slider.value = String(to);
            say(slider, "input", "change");
        }
        await new Promise(done => setTimeout(done, pause));
    }
    return place;
}"""
RESTS = """stem => {
    const { unanswered, held, asking, moving } = window.sightglass.get(stem);
    return !unanswered.length && !held && !asking && !moving;
}"""
HERO = """stem => [...window.sightglass.get(stem).parts].find(
    ([, { node }]) => node === document.querySelector(".sightglass-figure"))[0]"""
PAUSES = (50, 100, 200, 400)
ORDERS = ("axis then control", "control then axis", "control then control", "preset then control")


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("slow"), "-c", SLOW) as address:
        yield address


class Hand:
    """Moves a page, and knows where its controls are then: each time somewhere else."""

    def __init__(self):
        self.concept = import_module(f"concepts.{STEM}")
        self.params = self.concept.Params()
        self.turn = count(1)

    def move(self, what):
        """What MOVE is told."""
        turn, concept = next(self.turn), self.concept
        controls = controls_of(concept.Params)
        if what == "axis":
            control = axis_control(concept)
            places = axis_stops(control, getattr(self.params, concept.AXIS))
            at = 5 + 7 * turn % (len(places) - 10)
            self.params = replace(self.params, **{concept.AXIS: places[at]})
            return "axis", position(control, places[at])
        if what == "preset":
            names = list(concept.PRESETS)
            fit = [n for n in names if applies(controls[sliders(STEM)[0]], concept.PRESETS[n])]
            name = fit[turn % len(fit)]
            self.params = concept.PRESETS[name]
            return "preset", names.index(name)
        name = sliders(STEM)[0 if what == "control" else 1]
        places = stops(controls[name])
        at = turn % len(places)
        self.params = replace(self.params, **{name: places[at]})
        return name, at


@pytest.mark.parametrize("order", ORDERS)
def test_both_of_two_changes_stand(order, browser, slow):
    """In the picture, the controls and the link."""
    hand, page_of = Hand(), Page.of(STEM)
    control = axis_control(hand.concept)
    first, second = order.split(" then ")
    if first == second:
        second = "another control"
    with visiting(browser, slow) as page:
        page.goto(f"/{STEM}")
        settle(page)
        for pause in PAUSES:
            place = page.evaluate(MOVE, [[hand.move(first), hand.move(second)], pause])
            until(page, RESTS, arg=STEM)
            settle(page)
            said = parse_qs(urlsplit(page.url).query)
            mine = {name: each for name, each in said.items() if name.startswith(f"{STEM}.")}
            params, _, problems = read_link(STEM, hand.concept, mine)
            axis_now = getattr(params, hand.concept.AXIS)
            if place is not None:
                assert position(control, axis_now) == pytest.approx(place, abs=1e-4), pause
                hand.params = replace(hand.params, **{hand.concept.AXIS: axis_now})
            assert asdict(params) == pytest.approx(asdict(hand.params)), (pause, "the link")
            assert problems == []
            result = hand.concept.compute(params, TABLES)
            drawn = claim_part(page_of, None).described(result)["claim"]
            assert claim(page) == drawn, (pause, "the claim")
            hero = page.locator(".sightglass-figure").first
            alt = hero_part(page_of, page.evaluate(HERO, STEM), None, None).described(result)["alt"]
            assert hero.get_attribute("aria-label") == alt, (pause, "the picture")
            for moved in sliders(STEM)[:2]:
                value = getattr(params, moved)
                at = page.locator(f"[data-name={moved}] input[type=range]").input_value()
                assert stops(controls_of(params)[moved])[round(float(at))] == pytest.approx(value)
            stands = float(axis(page).input_value())
            assert stands == pytest.approx(position(control, axis_now), abs=1e-4), (pause, "axis")
        assert errors(page) == []


def test_a_preset_pressed_right_after_the_axis_was_stepped_stands(page):
    """The server hears of a key a moment later, so that many make one change: not after what came next."""
    concept = import_module(f"concepts.{STEM}")
    page.goto(f"/{STEM}")
    settle(page)
    for i, preset in enumerate(list(concept.PRESETS)[1:3], 1):
        axis(page).press("Home")
        page.evaluate(MOVE, [[["preset", i]], 0])
        page.wait_for_timeout(1000)
        until(page, RESTS, arg=STEM)
        settle(page)
        said = parse_qs(urlsplit(page.url).query)
        mine = {name: each for name, each in said.items() if name.startswith(f"{STEM}.")}
        assert read_link(STEM, concept, mine)[0] == concept.PRESETS[preset]
        stands = float(axis(page).input_value())
        value = getattr(concept.PRESETS[preset], concept.AXIS)
        assert stands == pytest.approx(position(axis_control(concept), value), abs=1e-4)
    assert errors(page) == []
