"""A page's row of actions; a visitor guesses before a preset is shown, and tries a challenge."""

import json
import re
from importlib import import_module

import pytest
from playwright.sync_api import expect

from concepts.controls import Range, applies, controls_of
from content.read import read_notes
from tests.browser.stage import ACTIONS, reach
from tests.browser.visitors import errors, settle, until, visiting
from tests.sample import SAMPLE, STEMS
from ui.texts import state

GUESSES = [
    (stem, *each) for stem in STEMS for each in read_notes(stem).presets.items() if each[1].predict
]
NUMBER = next(g for g in GUESSES if g[2].predict.answer and not g[2].predict.on_axis)
ON_AXIS = next(g for g in GUESSES if g[2].predict.on_axis)
OPTIONS = next(g for g in GUESSES if g[2].predict.options)
MARKED = "[...document.querySelectorAll('.sightglass-axis .mark')].map(mark => mark.getBoundingClientRect().x)"
KEPT = "sightglass.visit"
VISIT = f"JSON.parse(sessionStorage.getItem({KEPT!r}))"


def typed_challenge():
    """A challenge that is solved by typing into one number box of the panel."""
    for stem in STEMS:
        concept = import_module(f"concepts.{stem}")
        for challenge in read_notes(stem).challenges:
            start = state(concept, challenge)
            free = [
                n
                for n in challenge.held
                if n != concept.AXIS and applies(controls_of(start)[n], start)
            ]
            if free and len(challenge.example) == 1:
                ((name, value),) = challenge.example.items()
                if name != concept.AXIS and isinstance(controls_of(start)[name], Range):
                    return stem, challenge, name, value, free[0]
    raise AssertionError("no challenge like that")


def opened(page, stem, link="predict=true"):
    page.goto(f"/{stem}?{link}")
    settle(page)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def wait_for(page, stem, name):
    """Press the preset that is yet to be guessed at; it stands there as a number."""
    asked = [each for each, words in read_notes(stem).presets.items() if words.predict]
    press(page, f"Guess {asked.index(name) + 1}")
    expect(page.locator(".question form")).to_be_visible()


def keep(page, *visit):
    """Have the tab keep that of an earlier load: guesses, challenges."""
    page.goto("/")
    page.evaluate(f"text => sessionStorage.setItem({KEPT!r}, text)", json.dumps(visit))


def test_switched_off_only_the_actions_are_on_screen(page):
    page.goto(f"/{SAMPLE[0]}")
    settle(page)
    part = page.locator(".bar")
    expect(part.get_by_role("switch", name="Guess first")).not_to_be_checked()
    assert part.inner_text().split() == " ".join(ACTIONS).split()
    for each in part.locator(":is(button:visible, label)").all():
        assert each.bounding_box()["height"] >= 36
    assert page.locator(".sightglass-axis input").first.bounding_box()["y"] < 860
    assert page.evaluate(VISIT) is None, "there is nothing to keep"


def test_the_tab_key_goes_along_the_actions_and_then_to_the_presets(page):
    stem = SAMPLE[0]
    page.goto(f"/{stem}")
    settle(page)
    page.get_by_role("switch", name="Guess first").focus()
    walk = []
    for _ in range(6):
        page.keyboard.press("Tab")
        walk.append(page.evaluate("document.activeElement.textContent"))
    assert walk == [*ACTIONS[1:], next(iter(read_notes(stem).presets.values())).title]
    pin = page.get_by_role("button", name="Compare", exact=True)
    places = "[...document.querySelectorAll('.bar button')].map((e) => e.getBoundingClientRect().x)"
    before = page.evaluate(places)
    pin.focus()
    pin.press("Enter")
    expect(pin).to_have_attribute("aria-pressed", "true")
    expect(pin).to_be_focused()
    assert page.evaluate(places) == before, "nothing moves under the pointer"


def test_score_and_ticks_stay_in_the_tab_when_the_page_is_loaded_anew(page):
    stem, name, words = OPTIONS
    challenge = read_notes(stem).challenges[0].id
    keep(page, ["nowhere", "Which?", True], [stem, challenge], "nonsense", {"a": [1]})
    opened(page, stem)
    until(page, f"{VISIT}.length === 1")
    wait_for(page, stem, name)
    press(page, words.predict.options[0].say)
    press(page, "That is my guess")
    score = page.locator(".score")
    expect(score).to_contain_text("1 guess")
    said = score.inner_text()
    asked, solved = page.evaluate(VISIT)
    assert asked[:2] == [stem, words.predict.ask] and solved == [stem, challenge]

    press(page, "Present")
    page.get_by_role("button", name="The lesson").click()
    expect(page.locator(".room .count")).to_contain_text("1 of", timeout=15_000)
    page.keyboard.press("Escape")
    settle(page)
    expect(score).to_have_text(said)
    page.reload()
    settle(page)
    expect(score).to_have_text(said)
    press(page, "Challenges")
    tick = page.get_by_role("group", name="Challenges").get_by_role("img", name="Solved")
    expect(tick).to_have_count(1)

    other = page.context.new_page()
    opened(other, stem)
    assert other.locator(".score").inner_text() == "", "another tab is another visit"
    assert other.evaluate(VISIT) is None

    press(page, "Forget")
    expect(score).to_have_text("")
    expect(page.get_by_role("switch", name="Guess first")).to_be_focused()
    expect(page.get_by_role("button", name=words.title, exact=True)).to_have_count(0)
    expect(tick).to_have_count(0)
    until(page, f"{VISIT} === null")
    page.reload()
    settle(page)
    assert score.inner_text() == "" and errors(page) == []


@pytest.mark.parametrize("said", ["", "{", '"words"', "[[[]]]"])
def test_what_another_hand_has_put_into_the_tab_does_no_harm(page, said):
    stem, name, words = OPTIONS
    page.goto("/")
    page.evaluate(f"text => sessionStorage.setItem({KEPT!r}, text)", said)
    opened(page, stem)
    wait_for(page, stem, name)
    press(page, words.predict.options[0].say)
    press(page, "That is my guess")
    expect(page.locator(".score")).to_contain_text("1 guess")
    until(page, f"{VISIT}.length === 1")
    assert errors(page) == []


def test_where_the_browser_keeps_nothing_the_score_is_that_of_the_session(page):
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    stem, name, words = OPTIONS
    opened(page, stem)
    wait_for(page, stem, name)
    press(page, words.predict.options[0].say)
    press(page, "That is my guess")
    expect(page.locator(".score")).to_contain_text("1 guess")


def test_a_number_is_guessed_with_the_keyboard_and_then_shown(page):
    stem, name, words = NUMBER
    page.goto(f"/{stem}")
    settle(page)
    page.get_by_role("switch", name="Guess first").check()
    until(page, "location.search.includes('predict=true')")
    expect(page.get_by_role("button", name=words.title, exact=True)).to_have_count(0)
    wait_for(page, stem, name)
    question = page.get_by_role("region", name="A guess")
    expect(question).to_be_focused()
    expect(question).to_contain_text(words.predict.ask)
    until(page, "name => location.search.includes(`preset=${name}`)", arg=name)
    expect(page.locator(".stage .numbers b")).to_have_count(0)
    expect(page.locator(".rows .numbers-of")).to_have_count(0), "nothing below"
    expect(page.locator(".sightglass-figure")).to_have_count(
        page.locator(".stage .sightglass-figure").count()
    )
    assert question.get_by_role("img").count() == 0 and question.locator(".why").count() == 0
    slider = question.get_by_role("slider", name="Your guess")
    middle = float(slider.input_value())
    slider.press("ArrowRight")
    guess = f"{middle + words.predict.step:g}"
    expect(question.get_by_role("spinbutton")).to_have_value(guess)
    question.get_by_role("spinbutton").press("Enter")
    answer = page.get_by_role("region", name="The answer")
    expect(answer.get_by_role("img")).to_have_attribute(
        "aria-label", re.compile(f"Your guess {guess}")
    )
    assert f"You said {guess}" in answer.locator(".why").inner_text()
    expect(answer).to_be_focused()
    assert (
        answer.locator(".mark").count() == 2 and page.locator(".sightglass-axis .mark").count() == 0
    )
    pressed = page.get_by_role("button", name=words.title, exact=True)
    expect(pressed).to_have_attribute("aria-pressed", "true")
    page.reload()
    settle(page)
    expect(page.locator(".question")).to_be_hidden(), "its link says that it was told"
    expect(pressed).to_have_attribute("aria-pressed", "true")
    page.go_back()
    settle(page)
    assert errors(page) == []


def test_the_next_guess_is_one_press_away_and_what_was_guessed_is_known_another_day(page):
    stem, name, words = OPTIONS
    opened(page, stem)
    wait_for(page, stem, name)
    press(page, words.predict.options[0].say)
    press(page, "That is my guess")
    press(page, "Next guess")
    expect(page.locator(".question form")).to_be_visible()
    other = page.locator(".question .ask").inner_text()
    assert other != words.predict.ask
    page.evaluate("sessionStorage.clear()")
    opened(page, stem)
    press(page, words.title)
    until(page, "name => location.search.includes(`preset=${name}`)", arg=name)
    expect(page.locator(".question")).to_be_hidden()
    assert errors(page) == []


def test_a_place_on_the_axis_is_guessed_there_and_marked_in_the_picture_until_it_moves(page):
    stem, name, words = ON_AXIS
    opened(page, stem, f"predict=true&{stem}.preset={name}")
    expect(page.locator(".question .ask")).to_have_text(words.predict.ask)
    assert page.locator(".ticks button").count() == 0
    axis = page.locator(".sightglass-axis input[type=range]")
    axis.press("Home")
    said = axis.get_attribute("aria-valuetext")
    press(page, "That is my guess")
    marks = page.locator(".sightglass-axis .mark")
    expect(marks).to_have_count(2)
    expect(marks.first).to_have_text(re.compile(f"Your guess {re.escape(said)}"))
    low_end = axis.bounding_box()["x"] + 11  # where the thumb stands at the lower end, as guessed
    until(page, f"low => Math.abs({MARKED}[0] - low) < 1", low_end)
    guess, truth = page.evaluate(MARKED)
    assert guess < truth
    drawn = page.locator(".sightglass-guessed > :is(polyline, circle)")
    expect(drawn.nth(1)).to_be_attached()
    places = [each.bounding_box()["x"] for each in drawn.all()[:2]]
    assert places[0] < places[1], "in the picture, too"
    axis.press("Home")
    expect(page.locator(".question")).to_be_hidden()
    expect(marks).to_have_count(0)
    expect(drawn).to_have_count(0)
    assert errors(page) == []


def test_a_page_offers_a_guess_once_and_moves_nothing(page):
    stem = NUMBER[0]
    page.goto(f"/{stem}")
    settle(page)
    offer = page.get_by_role("group", name="A guess")
    expect(offer).to_have_count(0), "another invitation stands there"
    place = "document.querySelector('.sightglass-axis').getBoundingClientRect().y"
    before = page.evaluate(place)
    page.evaluate("localStorage.setItem('sightglass.dragged', 'yes')")
    page.reload()
    settle(page)
    expect(offer).to_be_visible()
    assert page.evaluate(place) == before
    offer.get_by_role("button", name="Can you guess what comes?").click()
    expect(page.locator(".question form")).to_be_visible()
    expect(page.get_by_role("switch", name="Guess first")).to_be_checked()
    page.goto(f"/{stem}")
    settle(page)
    expect(page.locator(".strip button").first).to_be_visible()
    expect(offer).to_have_count(0)
    page.goto(f"/{next(each for each in STEMS if each != stem)}")
    settle(page)
    offer.get_by_role("button", name="No guess").click()
    page.reload()
    settle(page)
    expect(offer).to_have_count(0)
    assert errors(page) == []


def test_options_are_chosen_and_skipped(page):
    stem, name, words = OPTIONS
    opened(page, stem)
    wait_for(page, stem, name)
    done = page.get_by_role("button", name="That is my guess")
    expect(done).to_be_disabled()
    press(page, words.predict.options[0].say)
    expect(page.get_by_role("button", name=words.predict.options[0].say)).to_have_attribute(
        "aria-pressed", "true"
    )
    done.click()
    expect(page.locator(".question .why")).to_contain_text("You said")
    press(page, "Next guess")
    press(page, "Skip")
    expect(page.locator(".question .why")).to_contain_text(re.compile("Right is|It is"))
    assert errors(page) == []


def test_a_challenge_is_tried_solved_and_linked(browser, server, page):
    stem, challenge, name, value, held = typed_challenge()
    page.goto(f"/{stem}")
    settle(page)
    press(page, "Challenges")
    asked = (
        page.get_by_role("group", name="Challenges")
        .get_by_role("listitem")
        .filter(has_text=challenge.ask)
    )
    asked.get_by_role("button", name="Try it").click()
    trial = page.get_by_role("region", name="Challenge")
    expect(trial).to_contain_text(challenge.ask)
    hint = trial.get_by_text(challenge.hint)
    expect(hint).to_be_hidden()
    press(page, "Hint")
    expect(hint).to_be_visible()
    for each in page.locator(f'.field[data-name="{held}"] :is(input, select, .pills button)').all():
        expect(each).to_be_disabled()
    expect(trial.get_by_role("img", name="Not reached").first).to_be_visible()
    box = page.locator(f'.field[data-name="{name}"] input[type=number]')
    box.fill(str(value))
    box.press("Enter")
    expect(trial).to_contain_text("Solved in 1 move.")
    expect(trial.get_by_role("img", name="Not reached")).to_have_count(0)
    expect(page.locator(".sightglass.solved")).to_be_attached()
    expect(trial.get_by_role("button", name="Copy a link: beat my 1 move")).to_be_visible()
    expect(trial.get_by_role("button", name="Next challenge")).to_be_visible()
    until(page, "name => location.search.includes(`.${name}=`)", arg=name)
    link = page.url
    press(page, "Done")
    expect(trial).to_be_hidden()
    press(page, "Challenges")
    expect(asked.get_by_role("img", name="Solved")).to_be_visible()
    for each in page.locator(f'.field[data-name="{held}"] :is(input, select)').all():
        expect(each).to_be_enabled()
    assert errors(page) == []
    with visiting(browser, server) as other:
        other.goto(link)
        settle(other)
        expect(other.get_by_role("region", name="Challenge")).to_contain_text("Solved.")
        other.goto(f"/{stem}?challenge={challenge.id}&beat=3")
        settle(other)
        expect(other.get_by_role("region", name="Challenge")).to_contain_text("Beat 3 moves.")
        assert errors(other) == []


def test_the_gauges_fill_while_the_axis_is_dragged(page):
    stem, challenge = next(
        (stem, each)
        for stem in STEMS
        for each in read_notes(stem).challenges
        if import_module(f"concepts.{stem}").AXIS in each.example and len(each.example) == 1
    )
    opened(page, stem, f"challenge={challenge.id}")
    reach(page, stem)
    gauges = page.locator(".trial .goals")
    before, address = gauges.inner_text(), page.url
    box = page.locator(".sightglass-axis input[type=range]").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for share in (0.3, 0.1, 0.7, 0.9):
        page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2, steps=4)
    until(page, "said => document.querySelector('.trial .goals').innerText !== said", arg=before)
    assert page.url == address, "the axis is still held"
    page.mouse.up()
    first = page.locator(".panel > .field").first
    assert first.count() == 0 or first.locator("input, select").first.is_enabled()
    held = page.locator(".panel .held")
    expect(held).not_to_have_attribute("open", "")
    for each in held.locator("input, select").all():
        expect(each).to_be_disabled()
    assert errors(page) == []


def test_a_held_axis_cannot_be_moved(page):
    stem, challenge = next(
        (stem, each)
        for stem in STEMS
        for each in read_notes(stem).challenges
        if import_module(f"concepts.{stem}").AXIS in each.held
    )
    opened(page, stem, f"challenge={challenge.id}")
    for role in ("slider", "spinbutton"):
        expect(page.locator(".sightglass-axis").get_by_role(role)).to_be_disabled()
    press(page, "Give up")
    for role in ("slider", "spinbutton"):
        expect(page.locator(".sightglass-axis").get_by_role(role)).to_be_enabled()
    assert errors(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_cut_off(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 844})
    for stem, name, _ in (NUMBER, ON_AXIS, OPTIONS):
        opened(page, stem, f"predict=true&{stem}.preset={name}")
        expect(page.locator(".question form")).to_be_visible()
        press(page, "Skip")
        expect(page.locator(".question .why")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        for each in page.locator(".question :is(p, .words, .options li, button)").all():
            box = each.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 390, each.inner_text()
