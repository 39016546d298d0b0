"""What is written in the main figures can be read: no label lies over another, leaves the picture or is struck through."""

import pytest

from content.read import read_notes, stems
from tests.browser.stage import UNREAD, axis, reach, resized, stage_alone
from tests.browser.visitors import errors, settle, until
from tests.sample import FEW

SIZES = [(1280, 609), (390, 664)]


@pytest.mark.parametrize("stem", stems())
def test_labels_can_be_read_at_both_ends_of_the_axis_and_at_every_preset(page, stem):
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[0], strict=True)))
    page.goto(f"/{stem}")
    settle(page)
    stage_alone(page)
    found = look(page, "at first")
    reach(page, stem)
    for key in ("Home", "End"):
        axis(page).press(key)
        page.wait_for_timeout(300)
        settle(page)
        found |= look(page, key)
    for name, preset in read_notes(stem).presets.items():
        page.get_by_role("button", name=preset.title, exact=True).click()
        until(page, "name => location.search.includes('preset=' + name)", arg=name)
        settle(page)
        found |= look(page, preset.title)
    assert found == {}
    assert errors(page) == []


def look(page, when):
    """What cannot be read, by when and at what width it is seen."""
    found = {}
    for width, height in SIZES[::-1]:
        resized(page, width, height)
        if unread := page.evaluate(UNREAD):
            found[when, width] = unread
    return found


@pytest.mark.parametrize("stem", FEW)
def test_labels_can_be_read_at_every_step_in_front_of_a_room(page, stem):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"/{stem}?present=true")
    page.wait_for_selector(".room .main-svg", timeout=30_000)
    for i, step in enumerate(read_notes(stem).steps):
        if i:
            page.keyboard.press("PageDown")
            until(page, "id => location.search.includes('step=' + id)", arg=step.id)
        page.wait_for_timeout(600)
        assert page.evaluate(UNREAD) == [], step.id
    assert errors(page) == []
