"""Terms are dotted where a page says them first, and say themselves by mouse, finger and key."""

from collections import Counter

import pytest
from playwright.sync_api import expect

from content.read import read_notes, terms
from tests.browser.stage import axis, reach, step
from tests.browser.visitors import errors, settle, until, visiting
from tests.sample import FEW, PAGES

DOTTED = "() => [...document.querySelectorAll('.term')].map(e => e.dataset.term)"
SAYS = {term.term: term.says for term in terms()}


def dotted(page, stem):
    """The terms that are dotted, once they are."""
    page.goto(f"/{stem}")
    settle(page)
    until(page, "document.querySelector('.term')")
    return page.evaluate(DOTTED)


@pytest.mark.parametrize("stem", FEW)
def test_each_term_is_dotted_once_and_nothing_moves_for_it(page, stem):
    found = dotted(page, stem)
    assert set(Counter(found).values()) == {1}
    own = {term.term for term in terms() if term.page == stem}
    assert len(own & set(found)) >= 3, "what the page teaches is dotted there"
    size = page.locator(".stage h2").bounding_box()
    page.evaluate("document.querySelectorAll('.term').forEach(e => e.replaceWith(...e.childNodes))")
    assert page.locator(".stage h2").bounding_box() == size
    assert errors(page) == []


def test_by_mouse_and_by_key(page):
    stem = PAGES[0]
    first, second = dotted(page, stem)[:2]
    card = page.get_by_role("tooltip")
    page.locator(".term").nth(0).hover()
    expect(card).to_contain_text(SAYS[first])
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.mouse.move(5, 5)
    expect(card).to_have_count(0)

    term = page.locator(".term").nth(1)
    term.focus()
    expect(card).to_contain_text(SAYS[second])
    expect(term).to_have_attribute("aria-describedby", card.get_attribute("id"))
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(term).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    taught = next(each.page for each in terms() if each.term == second)
    expect(card.get_by_role("link", name=read_notes(taught).title)).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(term).to_be_focused()
    assert errors(page) == []


def test_by_finger_and_to_the_glossary(browser, server):
    with visiting(browser, server) as page:
        dotted(page, PAGES[0])
        page.locator(".term").first.click()
        page.get_by_role("tooltip").get_by_role("link", name="Glossary").click()
        page.wait_for_url("**/glossary")
        expect(page.get_by_role("heading", name="Glossary")).to_be_visible()
        assert errors(page) == []


def test_while_the_axis_moves_the_words_are_as_high(page):
    stem = PAGES[0]
    dotted(page, stem)
    reach(page, stem)
    high = page.locator(".stage h2").bounding_box()["height"]
    box = axis(page).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for share in (0.52, 0.55, 0.5):
        page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        page.wait_for_timeout(60)
        assert page.locator(".stage h2").bounding_box()["height"] == high
    page.mouse.up()
    step(page)
    until(page, "document.querySelector('h2 .term, .numbers .term')")
    assert errors(page) == []
