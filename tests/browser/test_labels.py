"""What is written in the main figures can be read in front of a room; on the page `test_fits.py` looks at it."""

import pytest

from content.read import read_notes
from tests.browser.stage import UNREAD
from tests.browser.visitors import errors, until
from tests.sample import FEW


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
