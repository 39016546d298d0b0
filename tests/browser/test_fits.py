"""Claim, main figure and axis stand on the screen, whole, whatever the page and however it is looked at."""

import pytest
from playwright.sync_api import expect

from content.read import read_notes, stems
from tests.browser.conftest import settle, until
from tests.browser.test_smoke import errors

# A laptop, a small one within its browser, a smaller one, one that is zoomed, a phone within its browser.
SCREENS = [(1440, 900), (1366, 657), (1280, 609), (1024, 640), (390, 664)]
LARGE = (1920, 1080)
# What of the claim, the main figure and the axis is not on the screen, or lies over another; by how many pixels.
OUT = """() => {
    const main = document.querySelector("[data-testid=stMain]");
    main.scrollTop = 0;
    const claim = document.querySelector(".stage h2, .room > .rows p");
    const found = { claim, figure: document.querySelector(".sightglass-figure"), axis: document.querySelector(".sightglass-axis") };
    const boxes = Object.fromEntries(Object.entries(found).map(([name, node]) => [name, node.getBoundingClientRect()]));
    const out = {};
    for (const [name, { left, top, right, bottom, height }] of Object.entries(boxes)) {
        const beyond = Math.max(-left, -top, right - innerWidth, bottom - innerHeight);
        if (beyond > 0.5) out[name] = beyond;
        if (height < (name === "figure" ? 200 : 20)) out[`${name} too low`] = height;
    }
    const { claim: words, figure, axis } = boxes;
    if (words.bottom > figure.top + 0.5) out["claim over figure"] = words.bottom - figure.top;
    if (figure.bottom > axis.top + 0.5) out["figure over axis"] = figure.bottom - axis.top;
    const sideways = document.documentElement.scrollWidth - innerWidth;
    if (sideways > 0) out.sideways = sideways;
    return out;
}"""


def sizes(page):
    """Height of the main figure and of the type at its axes, as they are seen."""
    return page.evaluate("""() => {
        const figure = document.querySelector(".sightglass-figure");
        const type = [...figure.querySelectorAll(".xtick text")].map((e) => e.getBoundingClientRect().height);
        return [figure.getBoundingClientRect().height, Math.max(...type)];
    }""")


def assert_fits(page, mode):
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(400)
        assert page.evaluate(OUT) == {}, f"{mode} at {width}x{height}"


@pytest.mark.parametrize("stem", stems())
def test_claim_figure_and_axis_are_on_the_screen(page, stem):
    notes = read_notes(stem)
    page.goto(f"/{stem}")
    settle(page)
    assert_fits(page, "exploring")

    page.set_viewport_size(dict(zip(("width", "height"), LARGE, strict=True)))
    page.wait_for_timeout(400)
    assert page.evaluate(OUT) == {}
    large = sizes(page)
    page.set_viewport_size({"width": 1366, "height": 657})
    page.wait_for_timeout(400)
    small = sizes(page)
    assert large[0] > 1.5 * small[0] and large[1] > 1.1 * small[1], "it grows with the screen"

    press(page, "Pin as A")
    until(page, "/[?&]a[.=]/.test(location.search)")
    assert_fits(page, "pinned")
    press(page, "Let go of A")
    until(page, "!/[?&]a[.=]/.test(location.search)")

    press(page, "Challenges")
    page.get_by_role("button", name="Try it").first.click()
    expect(page.locator(".trial")).to_be_visible()
    assert_fits(page, "challenged")
    press(page, "Give up")
    expect(page.locator(".trial")).to_be_hidden()

    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("switch", name="Guess first").check()
    until(page, "location.search.includes('predict')")
    press(page, next(iter(notes.presets.values())).title)
    expect(page.locator(".question form")).to_be_visible()
    assert_fits(page, "guessing")
    press(page, "Skip")
    expect(page.locator(".question .why")).to_be_visible()
    assert_fits(page, "told")

    press(page, "Present")
    expect(page.locator(".room p").first).not_to_be_empty(timeout=30_000)
    until(page, "() => document.querySelector('.room .sightglass-figure .main-svg')")
    assert_fits(page, "presented")
    assert errors(page) == []


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
