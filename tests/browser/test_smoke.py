"""A visitor with a real browser and a link, on a server that nobody has opened before."""

from importlib import import_module

import pytest
from playwright.sync_api import expect

from content.read import menu, read_notes, stems
from tests.browser.stage import step
from tests.browser.visitors import WIDE, errors, settle, until
from tests.sample import FEW, SAMPLE
from ui.frame import GLOSSARY, NAME, REHEARSE


@pytest.mark.parametrize("stem", FEW)
def test_a_deep_link_is_the_first_request_of_a_fresh_server(first_page, stem):
    page = first_page
    page.set_viewport_size(WIDE)
    page.goto(f"/{stem}?{stem}.seed=11")
    settle(page)
    expect(page.get_by_label("Seed", exact=True)).to_have_value("11")
    assert page.get_by_role("link", name="Sightglass").count() == 1, "our menu, not Streamlit's"
    assert f"{stem}.seed=11" in page.url
    assert errors(page) == [] and page.left == []


# What each page without a concept shows once it is drawn.
DRAWN = {
    "": ".sightglass-figure svg",
    "interview": "[data-testid=stExpander]",
    "flashcards": ".st-key-flashcards-card h3",
    "coding": ".sightglass-coding .kata",
    "plan": ".sightglass-plan .today",
    "stories": ".sightglass-stories .question",
}


@pytest.mark.parametrize("name", ["", *REHEARSE])
def test_a_page_without_a_concept_is_the_first_request_of_a_fresh_server(first_page, name):
    page, title = first_page, REHEARSE.get(name, NAME)
    page.set_viewport_size(WIDE)
    page.goto(f"/{name}")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible(timeout=60_000)
    expect(page.locator(DRAWN[name]).first).to_be_visible(timeout=60_000)
    menu = page.get_by_test_id("stSidebar").locator("a")  # those of folded sections, too
    others = ["home", *REHEARSE, GLOSSARY]
    expect(menu).to_have_count(len(stems()) + len(others))
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE["width"]
    assert errors(page) == [] and page.left == []


def test_slider_to_link_and_reload_and_back(page):
    stem = stems()[0]
    page.goto("/")
    settle(page)
    page.locator(".tile").first.click()
    page.wait_for_url(f"**/{stem}*")
    settle(page)
    slider = page.get_by_role("slider").first
    before, said = slider.input_value(), page.locator("h2").first.inner_text()
    slider.press("ArrowRight")
    until(page, "said => document.querySelector('h2').innerText !== said", arg=said)
    until(page, "() => location.search !== ''")
    settle(page)
    link, claim, after = page.url, page.locator("h2").first.inner_text(), slider.input_value()
    assert after != before and f"{stem}." in link
    page.reload()
    settle(page)
    assert (page.url, page.locator("h2").first.inner_text()) == (link, claim)
    page.go_back()
    until(page, "said => document.querySelector('h2').innerText === said", arg=said)
    page.go_back()
    until(page, "location.pathname === '/'")
    settle(page)
    assert page.get_by_role("heading", name="Sightglass").count() == 1
    for _ in range(2):
        page.go_forward()
        page.wait_for_url(f"**/{stem}*")
        settle(page)
    assert page.locator("h2").first.inner_text() == claim
    assert errors(page) == [] and page.left == []


def test_show_me_sets_the_controls_and_brings_the_picture_back(page):
    stem = SAMPLE[0]
    page.goto(f"/{stem}?{stem}.read=wrong")
    settle(page)
    buttons = page.get_by_role("button", name="Show me")
    buttons.last.scroll_into_view_if_needed()
    assert page.locator("h1").bounding_box()["y"] < 0, "the title is out of sight"
    link = page.url
    buttons.last.click()
    until(page, "link => location.href !== link", arg=link)
    settle(page)
    until(page, "document.querySelector('h1').getBoundingClientRect().top >= 0")
    assert errors(page) == []


@pytest.mark.parametrize("stem", FEW)
def test_back_undoes(page, stem):
    """Sliders and presets are steps in the browser's history."""
    concept = import_module(f"concepts.{stem}")
    first, second = list(concept.PRESETS)[1:3]  # the first of all plays

    def claim():
        return page.locator("h2").first.inner_text()

    page.goto(f"/{stem}?{stem}.preset={first}")
    settle(page)
    states = [claim()]
    titles = read_notes(stem).presets
    for name in (second, first):
        page.get_by_role("button", name=titles[name].title, exact=True).or_(
            page.get_by_role("radio", name=titles[name].title, exact=True)
        ).click()
        until(page, "name => location.href.includes('preset=' + name)", arg=name)
        settle(page)
        states.append(claim())
    assert states[0] == states[2]
    step(page)
    until(page, "name => !location.href.includes('preset=' + name)", arg=first)
    settle(page)
    for name, before in ((first, states[2]), (second, states[1]), (first, states[0])):
        page.go_back()
        until(page, "name => location.href.includes('preset=' + name)", arg=name)
        until(page, "said => document.querySelector('h2').innerText === said", arg=before)
    assert errors(page) == []


def test_coming_back_by_the_menu_finds_the_page_as_it_was_left(page):
    stem, other = stems()[:2]
    concept = import_module(f"concepts.{stem}")
    name = list(concept.PRESETS)[-1]
    page.set_viewport_size(WIDE)
    page.goto(f"/{stem}?{stem}.preset={name}")
    settle(page)
    step(page)
    until(page, "name => !location.href.includes('preset=' + name)", arg=name)
    settle(page)
    link, claim = page.url, page.locator("h2").first.inner_text()
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_role("link", name=read_notes(other).title).click()
    page.wait_for_url(f"**/{other}*")
    settle(page)
    assert f"{stem}." not in page.url
    sidebar.get_by_role("link", name=read_notes(stem).title).click()
    page.wait_for_url(f"**/{stem}*")
    until(page, "link => location.href === link", arg=link)
    settle(page)
    assert page.locator("h2").first.inner_text() == claim
    assert errors(page) == []


def test_the_section_of_the_page_is_the_open_one(page):
    (one, *_), (other, *_) = list(menu().values())[:2]
    sidebar = page.get_by_test_id("stSidebar")
    entries = [sidebar.get_by_role("link", name=read_notes(stem).title) for stem in (one, other)]
    page.set_viewport_size(WIDE)
    page.goto(f"/{one}")
    settle(page)
    expect(entries[0]).to_be_visible()
    expect(entries[1]).to_be_hidden()
    sidebar.locator("summary").nth(1).click()
    entries[1].click()
    page.wait_for_url(f"**/{other}*")
    settle(page)
    expect(entries[1]).to_be_visible()
    expect(entries[0]).to_be_hidden()
    page.go_back()
    page.wait_for_url(f"**/{one}*")
    expect(entries[0]).to_be_visible()
    assert errors(page) == []


def test_the_end_of_a_page_leads_on_to_the_top_of_another(page):
    stem = SAMPLE[0]
    other = read_notes(read_notes(stem).next[0])
    page.goto(f"/{stem}")
    settle(page)
    page.evaluate("window.visit = true")
    page.get_by_test_id("stMain").get_by_role("link", name=other.question).click()
    page.wait_for_url(f"**/{other.stem}")
    expect(page.get_by_role("heading", level=1, name=other.title)).to_be_in_viewport()
    settle(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    assert page.evaluate("window.visit"), "the page was not loaded anew"
    assert errors(page) == []
