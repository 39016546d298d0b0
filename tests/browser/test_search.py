"""Search, on every page that has a menu: by key, by mouse, by finger; and the visit goes on."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from content.read import read_notes, stems
from tests.browser.stage import RULES
from tests.browser.visitors import WIDE, errors, settle, until, visiting
from tests.sample import PAGES
from ui.frame import NAME, REHEARSE

STEM, OTHER = PAGES[0], PAGES[2]


def opened(page, path):
    page.goto(path)
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=30_000)
    page.wait_for_selector(".sightglass-to-search button", state="attached")


def search(page):
    return page.get_by_role("combobox", name="Search", exact=True)


def found(page):
    return page.get_by_role("listbox", name="What is found").get_by_role("option")


@pytest.mark.parametrize("path", ["/", f"/{STEM}", f"/{next(iter(REHEARSE))}", "/glossary"])
def test_it_opens_by_key_and_goes_back_to_where_the_focus_was(page, path):
    asked = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    opened(page, path)
    page.wait_for_timeout(500)
    assert not {"search.js", "index.json"} & set(asked), "they are loaded once they are asked for"
    page.get_by_role("button", name="Search").first.focus()
    for key in ("/", "Control+k"):
        page.keyboard.press(key)
        expect(search(page)).to_be_focused()
        expect(found(page)).to_have_count(len(stems()))
        page.keyboard.press("Escape")
        expect(search(page)).to_have_count(0)
        expect(page.get_by_role("button", name="Search").first).to_be_focused()
    assert errors(page) == []


def test_by_keys_to_a_situation_and_back(page):
    preset = next(iter(list(read_notes(OTHER).presets)[1:]))
    opened(page, f"/{STEM}")
    settle(page)
    page.evaluate("window.visit = true")
    page.keyboard.press("/")
    page.keyboard.type(read_notes(OTHER).presets[preset].title)
    first = found(page).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(search(page)).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    page.keyboard.press("ArrowUp")
    expect(found(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    until(page, "name => location.href.endsWith('preset=' + name)", arg=preset)
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(read_notes(OTHER).title)
    shows = page.get_by_role("button", name=read_notes(OTHER).presets[preset].title)
    expect(shows).to_have_attribute("aria-pressed", "true")
    page.go_back()
    until(page, "stem => location.pathname === '/' + stem", arg=STEM)
    expect(page.get_by_role("heading", level=1)).to_have_text(read_notes(STEM).title)
    assert page.evaluate("window.visit"), "the page was not loaded anew"
    assert errors(page) == []


def test_a_question_of_this_very_page_and_a_concept_by_mouse(page):
    question = read_notes(STEM).interview[0]
    page.set_viewport_size(WIDE)
    opened(page, f"/{STEM}")
    settle(page)
    page.evaluate("window.visit = true")
    page.get_by_test_id("stSidebar").get_by_role("button", name="Search").click()
    page.keyboard.type(question.ask)
    found(page).filter(has_text=question.ask).click()
    until(page, "id => location.href.includes('question=' + id)", arg=question.id)
    expect(page.locator(".teach").get_by_text(question.ask)).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type(read_notes(OTHER).title)
    page.get_by_role("group", name="Concept").get_by_role("option").first.click()
    page.wait_for_url(f"**/{OTHER}")
    expect(page.get_by_role("heading", level=1)).to_have_text(read_notes(OTHER).title)
    assert page.evaluate("window.visit"), "the page was not loaded anew"
    assert errors(page) == []


def test_there_is_always_something_and_axe_finds_nothing(page):
    opened(page, "/")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.keyboard.type("zzzz")
    expect(page.get_by_role("status").filter(has_text="nearest")).to_be_visible()
    expect(found(page)).to_have_count(3)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        opened(page, "/glossary")
        page.keyboard.press("/")
        page.keyboard.type("tree")
        expect(found(page).first).to_be_visible()
        wrong = Axe().run(page, options=RULES).response["violations"]
        assert [
            (each["id"], [node["html"][:120] for node in each["nodes"]]) for each in wrong
        ] == []
    assert errors(page) == []


def test_where_one_types_and_before_a_room_it_stays_shut(page):
    opened(page, f"/{STEM}")
    settle(page)
    page.get_by_role("spinbutton").first.focus()
    for key in ("/", "Control+k"):
        page.keyboard.press(key)
    page.goto(f"/{STEM}?present=true")
    page.wait_for_selector(".room p", timeout=30_000)
    for key in ("/", "Control+k"):
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    expect(search(page)).to_have_count(0)
    assert errors(page) == []


def test_it_stays_in_sight_while_the_menu_scrolls(page):
    page.set_viewport_size({"width": WIDE["width"], "height": 340})
    opened(page, "/glossary")
    menu = page.get_by_test_id("stSidebar")
    for section in menu.locator("summary").all():
        section.click()
    first, last = (menu.get_by_role("link", name=read_notes(stems()[i]).title) for i in (0, -1))
    first.scroll_into_view_if_needed()
    expect(last).not_to_be_in_viewport()
    last.scroll_into_view_if_needed()
    expect(first).not_to_be_in_viewport()
    for shown in (
        menu.get_by_role("button", name="Search"),
        menu.get_by_role("link", name="Interview"),
    ):
        expect(shown).to_be_in_viewport(ratio=1)
    expect(page.locator(".sightglass-small")).to_be_hidden()
    colours = (
        each.evaluate("e => getComputedStyle(e).backgroundColor")
        for each in (menu, page.locator(".st-key-menu"))
    )
    assert len(set(colours)) == 1, "what scrolls is covered, in the colour of the menu"


def test_by_finger_on_a_phone(browser, server):
    with visiting(browser, server) as page:
        page.set_viewport_size({"width": 390, "height": 664})
        opened(page, f"/{STEM}")
        settle(page)
        title = page.get_by_role("heading", level=1).bounding_box()
        button = page.locator(".sightglass-small")
        box = button.bounding_box()
        assert title["x"] + title["width"] <= box["x"] and box["width"] >= 40
        button.click()
        expect(search(page)).to_be_focused()
        shown = page.get_by_role("dialog").bounding_box()
        assert shown["x"] >= 0 and shown["x"] + shown["width"] <= 390
        page.get_by_role("button", name="Close").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text(NAME)
        assert errors(page) == []


def test_an_address_without_a_page_has_the_search_and_leads_on(page):
    """It is no page of Streamlit's, and a found page is opened from any depth."""
    page.goto(f"/lessons/{STEM}s")
    assert page.title() == f"No such page · {NAME}"
    expect(page.get_by_role("heading", name="There is no page at this address")).to_be_visible()
    meant = page.get_by_role("paragraph").filter(has_text="Do you mean").get_by_role("link")
    assert meant.get_attribute("href") == f"/{STEM}"
    assert Axe().run(page, options=RULES).response["violations"] == []
    page.keyboard.press("/")
    page.keyboard.type(read_notes(OTHER).title)
    expect(found(page).first).to_contain_text(read_notes(OTHER).title)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{OTHER}")
    opened(page, page.url)
    assert [each for each in errors(page) if f"/lessons/{STEM}s" not in each] == []
