"""What is written in the main figures can be read in front of a room; on the page `test_fits.py` looks at it."""

from importlib import import_module

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


def test_the_preset_of_a_link_is_in_view_among_the_others(page):
    stem = FEW[0]
    *_, last = import_module(f"concepts.{stem}").PRESETS
    page.set_viewport_size({"width": 390, "height": 664})
    page.goto(f"/{stem}?{stem}.preset={last}")
    page.wait_for_selector(".strip [aria-pressed=true]", timeout=30_000)
    strip, chosen = (
        page.locator(f".strip{within}").bounding_box() for within in ("", " [aria-pressed=true]")
    )
    assert strip["x"] - 1 <= chosen["x"]
    assert chosen["x"] + chosen["width"] <= strip["x"] + strip["width"] + 1
    assert page.evaluate("scrollY") == 0
