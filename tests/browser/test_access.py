"""For everybody: by axe's rules for WCAG 2.2 AA in the light and in the dark, in high contrast, without motion."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from content.read import read_notes
from tests.browser.stage import RULES
from tests.browser.visitors import errors, settle, visiting
from tests.sample import FEW, PAGES
from ui.frame import REHEARSE
from ui.texts import TABS

PATHS = [
    "/",
    *(f"/{name}" for name in REHEARSE),
    *(f"/{stem}" for stem in FEW),  # in the dark: every visit to a page looks at it in the light
    *(f"/{stem}?present=true" for stem in FEW),
    *(f"/{stem}?predict=true" for stem in PAGES[:1]),
    f"/{PAGES[0]}?{PAGES[0]}.read=code",
    f"/{PAGES[0]}?{PAGES[0]}.source=own",
]


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_in_the_light_and_in_the_dark(page, path):
    """Before a room it is light; of the tabs of a page all are looked at."""
    page.goto(path)
    page.wait_for_selector("h1, .room p", timeout=30_000)
    finds_nothing(page, path)
    if path.endswith("code"):
        for tab in ("wrong", "interview"):
            page.get_by_role("tab", name=TABS[tab], exact=True).click()
            finds_nothing(page, path)


def finds_nothing(page, path):
    schemes = ["light"] * (path[1:] not in FEW) + ["dark"] * ("present" not in path)
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(500)
        page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=30_000)
        page.wait_for_timeout(700)  # what is old has been faded by Streamlit until then
        found = Axe().run(page, options=RULES).response["violations"]
        said = [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found]
        assert said == [], scheme


def test_high_contrast_and_reduced_motion_leave_the_page_usable(browser, server):
    stem = PAGES[0]
    with visiting(browser, server) as page:
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        page.goto(f"/{stem}")
        settle(page)
        said = page.locator("h2").first.inner_text()
        slider = page.get_by_role("slider").first
        slider.focus()
        slider.press("ArrowRight")
        expect(page.locator("h2").first).not_to_have_text(said)
        preset = page.get_by_role(
            "button", name=next(iter(read_notes(stem).presets.values())).title
        )
        border = preset.evaluate("e => getComputedStyle(e).borderTopStyle")
        assert border == "solid"
        assert errors(page) == []
