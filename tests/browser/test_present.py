"""A lesson in front of a room, by the keys of a clicker; and a state pinned to compare with."""

from importlib import import_module
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from concepts.controls import name_of
from content.read import fill, read_notes
from data.read import TABLES
from tests.browser.stage import OUT, TOO_LONG, TYPE, axis, reach, scrolled
from tests.browser.stage import step as moved_on
from tests.browser.visitors import SCREEN, errors, settle, until, visiting
from tests.sample import FEW, SAMPLE, STEMS
from ui.axis import axis_control
from ui.compare import words_for
from ui.session import Page
from ui.texts import state


def words(stem):
    """What is to be said at each step."""
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    for step in read_notes(stem).steps:
        facts = sentences.facts(concept.compute(state(concept, step), TABLES))
        yield step.id, fill(step.say, facts).replace("**", "")


@pytest.mark.parametrize("stem", FEW)
def test_a_whole_lesson_by_keys_forward_and_back(browser, server, stem):
    with visiting(browser, server) as page:
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 1280, "height": 720})
        page.goto(f"/{stem}?present=true")
        lesson = list(words(stem))
        said = page.locator(".room > .rows p").first

        def shows(at):
            expect(said).to_have_text(lesson[at][1], timeout=15_000)
            until(page, f"location.search.includes('step={lesson[at][0]}')")

        shows(0)
        assert page.get_by_test_id("stSidebar").count() == 0 and page.locator("h1").count() == 0
        light = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
        assert page.evaluate(light) == "rgb(255, 255, 255)", "light for a projector"
        for at in range(1, len(lesson)):
            page.keyboard.press("PageDown" if at % 2 else "ArrowRight")
            shows(at)
            page.wait_for_timeout(300)
            assert page.evaluate(TYPE) >= 20, lesson[at][0]
            assert page.evaluate(TOO_LONG) <= 0, lesson[at][0]
        page.set_viewport_size({"width": 1920, "height": 1080})
        page.wait_for_timeout(300)
        assert page.evaluate(TOO_LONG) <= 0
        page.keyboard.press("PageUp")
        shows(len(lesson) - 2)
        page.keyboard.press("Home")
        shows(0)
        page.keyboard.press("End")
        shows(len(lesson) - 1)
        page.reload()
        shows(len(lesson) - 1)
        page.keyboard.press("Escape")
        expect(page.locator("h1")).to_have_text(read_notes(stem).title)
        assert "present" not in page.url and "step" not in page.url.split("?")[-1].split("=")
        assert errors(page) == [] and page.left == []


def test_quick_keys_land_on_the_last_step_asked_for(page):
    stem = SAMPLE[0]
    page.goto(f"/{stem}?present=true")
    lesson = list(words(stem))
    expect(page.locator(".room > .rows p").first).to_have_text(lesson[0][1], timeout=15_000)
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".room > .rows p").first).to_have_text(lesson[4][1])
    expect(page.locator(".room .count")).to_have_text(f"5 of {len(lesson)}")


def test_a_clicker_goes_on_after_the_slider_was_touched_and_moves_nothing_else(page):
    stem = next(stem for stem in STEMS if len(read_notes(stem).steps) > 3)
    concept, steps, lesson = (
        import_module(f"concepts.{stem}"),
        read_notes(stem).steps,
        list(words(stem)),
    )
    page.goto(f"/{stem}?present=true&embed=true&embed_options=light_theme")
    said = page.locator(".room > .rows p").first
    expect(said).to_have_text(lesson[0][1], timeout=15_000)
    slider = axis(page)
    control, at = axis_control(concept), 0

    def goes_on(key):
        nonlocal at
        at += 1
        page.keyboard.press(key)
        expect(said).to_have_text(lesson[at][1])
        until(page, f"location.search.includes('step={steps[at].id}')")
        page.wait_for_timeout(600)  # what the slider itself had heard would be told by now
        expect(said).to_have_text(lesson[at][1])
        params = state(concept, steps[at])
        wanted = name_of(control, getattr(params, concept.AXIS), params)
        expect(slider).to_have_attribute("aria-valuetext", wanted)

    for key in ("PageDown", "ArrowRight"):
        box = slider.bounding_box()
        page.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + box["height"] / 2)
        page.wait_for_timeout(700)
        goes_on(key)
    slider.focus()  # who came by key has the arrows; a clicker sends others
    goes_on("PageDown")
    assert errors(page) == []


def test_one_key_asks_for_a_guess_and_the_next_shows_even_the_last_step(page):
    stem = next(stem for stem in STEMS if read_notes(stem).steps[-1].predict)
    steps, lesson = read_notes(stem).steps, list(words(stem))
    page.goto(f"/{stem}?present=true&predict=true&told=true&embed=true&step={steps[-2].id}")
    said, count = page.locator(".room > .rows p").first, page.locator(".room .count")
    expect(said).to_have_text(lesson[-2][1], timeout=15_000)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".question .ask")).to_have_text(steps[-1].predict.ask)
    expect(said).to_have_text(steps[-1].predict.ask), "it stands over its own picture"
    expect(said).to_be_hidden(), "as it is said above"
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(lesson[-1][1])
    expect(page.locator(".question .why")).to_be_visible()
    expect(count).to_have_text(f"{len(lesson)} of {len(lesson)}")
    page.keyboard.press("ArrowLeft")
    expect(said).to_have_text(lesson[-2][1])
    expect(page.locator(".question")).to_be_hidden()
    assert errors(page) == []


def test_a_picture_and_the_lesson_are_shown_large_and_who_leaves_is_where_they_were(page):
    stem = FEW[0]
    lesson, preset = list(words(stem)), list(read_notes(stem).presets)[-1]
    page.emulate_media(color_scheme="dark")
    page.goto(f"/{stem}?{stem}.preset={preset}&{stem}.seed=4")
    settle(page)
    scrolled(page)
    before, claim = page.url, page.locator("h2").first.inner_text()

    def enters(words):
        page.get_by_role("button", name="Present").click()
        entry = page.get_by_role("button", name=words)
        expect(entry).to_be_visible()
        page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop = 700")
        entry.evaluate("entry => entry.click()")  # a pointer would scroll first

    def comes_back(how):
        how()
        expect(page.locator("h1")).to_have_text(read_notes(stem).title, timeout=15_000)
        settle(page)
        assert page.url == before
        until(page, "document.querySelector('[data-testid=stMain]').scrollTop === 700")

    enters("This picture, large")
    expect(page.locator(".room h2")).to_have_text(claim, timeout=15_000)
    until(page, "() => document.querySelector('.room .sightglass-figure .main-svg')")
    for width, height in ((1280, 609), (390, 664)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        assert page.evaluate(OUT) == {} and page.evaluate(TOO_LONG) <= 0
    page.set_viewport_size(SCREEN)
    assert page.locator(".room .count").is_hidden()
    expect(page.locator(".room .title")).to_have_text(read_notes(stem).title)
    reach(page, stem)
    moved_on(page)
    expect(page.locator(".room h2")).not_to_have_text(claim)  # the axis is alive
    comes_back(lambda: page.keyboard.press("Escape"))

    enters("The lesson")
    said = page.locator(".room > .rows p").first
    expect(said).to_have_text(lesson[0][1], timeout=15_000)
    page.keyboard.press("End")
    expect(said).to_have_text(lesson[-1][1])
    onward = page.locator(".room .onward button")
    expect(onward.first).to_be_visible()
    assert onward.all_inner_texts()[:2] == ["Try it", "Challenge"]
    comes_back(page.get_by_role("button", name="Leave").click)

    page.goto(f"/{stem}?present=true&step={lesson[-1][0]}")
    page.get_by_role("button", name="Try it").click(timeout=15_000)
    settle(page)
    assert "present" not in page.url and page.locator(".panel").is_visible()
    assert errors(page) == []


def test_a_step_shows_the_axis_only_if_it_uses_it(page):
    stem, at = next(
        (stem, i)
        for stem in STEMS
        for i, (one, two) in enumerate(pairwise(read_notes(stem).steps))
        if one.axis and not two.axis
    )
    page.goto(f"/{stem}?present=true&embed=true&step={read_notes(stem).steps[at].id}")
    expect(axis(page)).to_be_visible(timeout=15_000)
    page.keyboard.press("PageDown")
    expect(axis(page)).to_be_hidden()
    page.keyboard.press("PageUp")
    expect(axis(page)).to_be_visible()
    assert errors(page) == []


@pytest.mark.parametrize("stem", FEW)
def test_what_is_pinned_is_found_again_by_the_link(page, stem):
    preset = list(import_module(f"concepts.{stem}").PRESETS)[-1]
    page.goto(f"/{stem}")
    settle(page)
    page.get_by_role("button", name="Compare", exact=True).click()
    until(page, "/[?&]a[.=]/.test(location.search)")
    page.get_by_role("button", name=read_notes(stem).presets[preset].title, exact=True).click()
    until(page, "name => location.search.includes('preset=' + name)", arg=preset)
    settle(page)
    picture = """() => [document.querySelector(".numbers").textContent,
        ...[...document.querySelector(".sightglass-figure").querySelectorAll(".scatterlayer path")]
            .map(e => e.getAttribute("d"))]"""
    page.wait_for_timeout(700)
    before = page.evaluate(picture)
    assert " A " in before[0]
    page.reload()
    settle(page)
    page.wait_for_timeout(700)
    assert page.evaluate(picture) == before
    assert errors(page) == []

    chip, params = page.locator(".chip"), import_module(f"concepts.{stem}").Params()
    pinned = words_for(Page.of(stem), params)
    expect(chip).to_have_text(f"A {pinned}⇄×")
    letters = page.locator(".sightglass-figure text").get_by_text("A", exact=True)
    expect(letters.first).to_be_attached()
    chip.get_by_role("button", name="Let go of A").click()
    again = chip.get_by_role("button", name="Compare with A again")
    expect(again).to_be_focused()
    expect(letters).to_have_count(0)
    again.press("Enter")
    expect(chip).to_have_text(f"A {pinned}⇄×")
    chip.get_by_role("button", name=f"A {pinned}").click()
    until(page, "name => !location.search.includes('preset=' + name)", arg=preset)
    settle(page)
    assert "A " not in page.locator(".numbers").inner_text(), "nothing differs"
    assert errors(page) == []


@pytest.mark.parametrize("stem", FEW)
def test_a_page_on_paper_has_its_words_and_figures_and_no_buttons(page, stem):
    page.goto(f"/{stem}")
    settle(page)
    page.emulate_media(media="print")
    for width in (1440, 720):  # the paper is as narrow
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator("h2").first).to_be_visible()
        expect(page.locator(".sightglass-figure").first).to_be_visible()
        for pressed in (".panel", ".sightglass-axis", ".presets", ".bar"):
            expect(page.locator(pressed)).to_be_hidden()
    page.emulate_media(media="screen")
    paper = page.pdf(format="A4", print_background=True)
    assert paper.startswith(b"%PDF") and paper.count(b"/Type /Page") >= 1
    assert len(paper) > 30_000, "a blank sheet is smaller"
    assert errors(page) == []
