"""Every page for everybody: by axe's rules for WCAG 2.2 AA, by keyboard alone, narrow, enlarged."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from content.read import read_notes, stems
from tests.browser.conftest import settle, visiting
from tests.browser.test_smoke import errors
from ui.frame import REHEARSE

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
STEMS = stems()
PATHS = [
    "/",
    *(f"/{name}" for name in REHEARSE),
    *(f"/{stem}" for stem in STEMS),
    *(f"/{stem}?present=true" for stem in STEMS),
    *(f"/{stem}?predict=true" for stem in STEMS[:1]),
    *(f"/{STEMS[0]}?{STEMS[0]}.read={tab}" for tab in ("code", "wrong", "interview")),
    f"/{STEMS[0]}?{STEMS[0]}.source=own",
]
# What has the focus, and whether that could be seen of what had it before: it looks otherwise now.
FOCUSED = """() => {
    const look = e => [e, e.parentElement, e.parentElement?.parentElement].filter(Boolean).map(x => {
        const s = getComputedStyle(x);
        return [s.outline, s.boxShadow, s.backgroundColor, s.border, s.color, s.textDecoration].join();
    }).join("|");
    const before = window.focused;
    const seen = !before || look(before.e) !== before.look;
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    window.focused = { e, look: look(e) };
    const box = e.getBoundingClientRect();
    const name = e.getAttribute("aria-label") ?? (e.textContent.trim().slice(0, 30) || e.id);
    return [[Math.round(box.x), Math.round(box.y + scrollY), e.tagName, e.type ?? "", name].join(" "), seen];
}"""


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_in_the_light_and_in_the_dark(page, path):
    """Before a room it is light."""
    page.goto(path)
    page.wait_for_selector("h1, .room p", timeout=30_000)
    for scheme in ("light",) if "present" in path else ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(500)
        page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=30_000)
        page.wait_for_timeout(1_000)  # what is old has been faded by Streamlit until then
        found = Axe().run(page, options=RULES).response["violations"]
        said = [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found]
        assert said == [], scheme


@pytest.mark.parametrize("stem", STEMS)
def test_the_whole_page_by_keyboard(page, stem):
    page.goto(f"/{stem}")
    settle(page)
    page.mouse.click(5, 5)
    walk = []
    for _ in range(220):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        walk.append(focused)
    else:
        raise AssertionError(f"the end was never reached: {walk[-3:]}")
    names = [name for name, _ in walk]
    for first, second in zip(names, names[1:], strict=False):
        assert first != second, f"trapped at {first}"
    unseen = [name for name, (_, seen) in zip(names, walk[1:], strict=False) if not seen]
    assert unseen == [], f"focus that cannot be seen: {unseen}"
    preset = next(iter(read_notes(stem).presets.values())).title
    order = [
        next(i for i, name in enumerate(names) if word in name)
        for word in (preset, "INPUT range", "Step back", "Reset", "Why")
    ]
    assert order == sorted(order), "presets, axis, its buttons, controls, tabs"


@pytest.mark.parametrize("stem", STEMS)
def test_the_numbers_of_every_figure_are_a_key_away(still, stem):
    page = still(stem)
    figures = page.locator(".sightglass-figure").count()
    buttons = page.locator("button.numbers-of")
    assert buttons.count() == figures
    buttons.last.focus()
    page.keyboard.press("Enter")
    table = page.locator(".numbers-table:not([hidden]) table")
    expect(table.locator("tbody tr").first).to_be_visible()
    expect(table.locator("th").first).to_have_text("trace")
    page.keyboard.press("Enter")
    expect(table).to_have_count(0)
    assert errors(page) == []


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("width", [320, 720], ids=["320 pixels", "200 percent of 1440"])
def test_narrow_screens_and_enlarged_pages_need_no_sideways_scrolling(still, stem, width):
    page = still(stem)
    page.set_viewport_size({"width": width, "height": 640})
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    main = "(() => { const e = document.querySelector('[data-testid=stMain]'); return e.scrollWidth - e.clientWidth; })()"
    assert page.evaluate(main) <= 0
    assert page.locator(".sightglass-figure").first.bounding_box()["width"] > 0.6 * min(width, 400)


def test_high_contrast_and_reduced_motion_leave_the_page_usable(browser, server):
    stem = STEMS[0]
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
