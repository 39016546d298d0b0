"""What is written in the main figures can be read: no label lies over another, leaves the picture or is struck through."""

import pytest

from content.read import read_notes, stems
from tests.browser.stage import axis, reach, resized, stage_alone
from tests.browser.visitors import errors, settle, until

SIZES = [(1280, 609), (390, 664)]
# Labels that run into one another, stick out of their figure, or have an upright line through them.
UNREAD = """() => {
    const isOpaque = (plate) => plate && parseFloat(getComputedStyle(plate).fillOpacity) > 0.5; // it lies over the line
    const found = [];
    for (const figure of document.querySelectorAll(".stage .sightglass-figure")) {
        const box = figure.getBoundingClientRect();
        const texts = [...figure.querySelectorAll(":scope > .plot-container text")].filter((e) => e.textContent.trim())
            .map((e) => ({ said: e.textContent.trim(), box: e.getBoundingClientRect(), plate: isOpaque(e.closest(".annotation")?.querySelector("rect.bg")) }))
            .filter(({ box }) => box.width);
        const lines = [...figure.querySelectorAll(".scatterlayer path.js-line")].filter((e) => {
            const { width, height } = e.getBoundingClientRect();
            const { stroke, strokeWidth } = getComputedStyle(e);
            return width < 8 && height > 60 && stroke !== "none" && parseFloat(strokeWidth) > 1.4;
        }).flatMap((e) => (e.getAttribute("d").match(/M[^M]+/g) ?? []).map((d) => {
            const piece = e.parentNode.appendChild(e.cloneNode());
            piece.setAttribute("d", d); // a line may have gaps
            const place = piece.getBoundingClientRect();
            piece.remove();
            return place;
        }));
        for (const [i, { said, box: a, plate }] of texts.entries()) {
            if (a.left < box.left - 3 || a.right > box.right + 3) found.push(`${said} is cut`);
            for (const { said: other, box: b } of texts.slice(i + 1)) {
                const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (wide > 1 && high > 4) found.push(`${said} over ${other}`);
            }
            for (const { left, right, top, bottom } of lines) {
                const x = (left + right) / 2;
                if (!plate && x > a.left + 2 && x < a.right - 2 && top < a.bottom - 4 && bottom > a.top + 4) found.push(`${said} is struck through`);
            }
        }
    }
    return found;
}"""


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
