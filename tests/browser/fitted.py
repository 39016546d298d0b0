"""Whether claim, main figure and axis stand whole on the screen, at each size, and what is written there can be read."""

from tests.browser.stage import OUT, UNREAD, resized
from tests.browser.visitors import FIREFOX
from tests.sample import PAGES, SAMPLE

# A laptop, a small one within its browser, a smaller one, one that is zoomed, a phone within its browser.
SCREENS = [(1440, 900), (1366, 657), (1280, 609), (1024, 640), (390, 664)]
TIGHT = (
    SCREENS if PAGES != SAMPLE else SCREENS[2:]
)  # the lowest, the narrowest and the phone: in each mode
NARROW_AND_WIDE = [(390, 664), (1280, 609)]  # what is written there is read on both
# Once claim, figure and axis have stood where they are for five frames. (A page is fitted at the next frame.)
STILL = """async () => {
    const places = () => JSON.stringify([...document.querySelectorAll(".stage h2, .room > .rows p, .sightglass-figure, .sightglass-axis, .ticks button")]
        .map((each) => each.getBoundingClientRect()));
    const frame = () => new Promise(requestAnimationFrame);
    for (let last = "", same = 0; same < 5; ) {
        await frame();
        const now = places();
        same = now === last ? same + 1 : 0;
        last = now;
    }
}"""


def sizes(page):
    """Height of the main figure and of the type at its axes, as they are seen; without axes, of its labels or words."""
    return page.evaluate("""() => {
        const figure = document.querySelector(".sightglass-figure");
        const many = [".xtick text", ".annotation-text", "svg text"].map((each) => [...figure.querySelectorAll(each)]);
        const type = many.find(({ length }) => length).map((e) => e.getBoundingClientRect().height);
        return [figure.getBoundingClientRect().height, Math.max(...type)];
    }""")


def resize(page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(STILL)


def assert_fits(page, mode, screens=TIGHT):
    for width, height in screens:
        resize(page, width, height)
        assert page.evaluate(OUT) == {}, f"{mode} at {width}x{height}"


def looked_at(page, when, screens=NARROW_AND_WIDE):
    """What is out of place and what cannot be read, by when and at what width it is seen.

    It begins with the width that the page has.
    """
    found = {}
    for width, height in sorted(screens, key=lambda size: size[0] != page.viewport_size["width"]):
        resized(page, width, height)
        page.evaluate(STILL)
        if out := page.evaluate(OUT):
            found[when, width] = out
        # Firefox has 3 px of air in each box of text, so what lies over what is measured in Chromium.
        if not FIREFOX and (unread := page.evaluate(UNREAD)):
            found[when, width, "read"] = unread
    return found


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
