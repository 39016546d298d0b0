"""The picture is dragged: by mouse and by finger, the axis as by its slider and controls as by theirs. Names one concept."""

from importlib import import_module

import pytest

from concepts.controls import controls_of
from content.read import read_notes
from data.read import TABLES
from tests.browser.stage import DRAWN, assert_same, axis, claim
from tests.browser.visitors import SCREEN, errors, settle, until
from tests.house import drawings, main_figures
from tests.sample import FEW, PAGES, SAMPLE, STEMS

# The handles of the main figures: by part, each with where its mark is drawn, and what else is near.
HANDLES = """stem => [...sightglass.get(stem).parts].filter(([, { role, first }]) => role === "figure" && first)
    .flatMap(([part, { node }]) => (node.layout.meta.handles ?? []).map(handle => ({ part, ...handle })))"""
# Where a mark is drawn: the middle of what is dragged of it; of a curve a place on it.
PLACE = """([stem, { part, mark, point }]) => {
    const { node } = sightglass.get(stem).parts.get(part);
    const traces = [...node.querySelectorAll(".scatterlayer .trace")];
    const trace = traces.find(each => each.__data__[0].trace.name === mark);
    if (point === undefined && trace.querySelector(".js-line")) {
        const path = trace.querySelector(".js-line");
        const { x, y } = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
        return [x, y];
    }
    const { x, y, width, height } = [...trace.querySelectorAll(".point")].at(point ?? 0).getBoundingClientRect();
    return [x + width / 2, y + height / 2];
}"""
CURSOR = "([x, y]) => getComputedStyle(document.elementFromPoint(x, y)).cursor"
STOP = "stem => window.sightglass.get(stem).at"
IDLE = "stem => !window.sightglass.get(stem).moving && !window.sightglass.get(stem).asking"
INVITATION = ".sightglass-invitation"
# Whether a place of the screen is far from every mark that can be dragged, as they are drawn.
FREE = """([stem, handles, x, y]) => handles.every(({ part, mark, point }) => {
    const { node } = sightglass.get(stem).parts.get(part);
    const trace = [...node.querySelectorAll(".scatterlayer .trace")].find(each => each.__data__[0].trace.name === mark);
    const shapes = point === undefined && trace.querySelector(".js-line")
        ? [trace.querySelector(".js-line")] : [...trace.querySelectorAll(".point")];
    return shapes.every(shape => {
        if (!shape.matches(".js-line")) {
            const { left, right, top, bottom } = shape.getBoundingClientRect();
            return Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0)) > 40;
        }
        const all = shape.getTotalLength();
        return Array.from({ length: 201 }, (_, i) => shape.getPointAtLength(all * i / 200).matrixTransform(shape.getScreenCTM()))
            .every(each => Math.hypot(each.x - x, each.y - y) > 40);
    });
})"""


# Of each line of a mark the place that is farthest from all others, and how far, in pixels.
ITEMS = """([stem, mark]) => {
    const { node } = [...sightglass.get(stem).parts.values()].find(({ node }) => node.data?.some(({ name }) => name === mark));
    const at = node.data.findIndex(({ name }) => name === mark);
    const drawn = [...node.querySelectorAll("svg > g")].map(group => [...group.querySelectorAll("line")]);
    const on = (line, share) => line.getPointAtLength(share * line.getTotalLength()).matrixTransform(line.getScreenCTM());
    const shares = Array.from({ length: 37 }, (_, i) => 0.05 + 0.025 * i);
    const lines = drawn[at].slice(-node.data[at].x0.length);
    return lines.map(line => shares.map(share => {
        const { x, y } = on(line, share);
        const gaps = lines.filter(other => other !== line).flatMap(other => shares.map(each => Math.hypot(on(other, each).x - x, on(other, each).y - y)));
        return [x, y, Math.min(...gaps)];
    }).sort((one, other) => other[2] - one[2])[0]);
}"""
LIT = """([stem, mark]) => {
    const { node } = [...sightglass.get(stem).parts.values()].find(({ node }) => node.data?.some(({ name }) => name === mark));
    return Array.from(node.data.find(({ name }) => name === mark).state).flatMap((state, i) => state === 1 ? [i] : []);
}"""


def opened(page, stem, more=""):
    page.goto(f"/{stem}{more}")
    settle(page)
    until(page, IDLE, arg=stem)
    return page.evaluate(HANDLES, stem)


def dragged(page, start, end, parts=8):
    """The mouse takes hold at `start`, and is at `end`; it has not let go."""
    page.mouse.move(*start)
    page.mouse.down()
    for i in range(1, parts + 1):
        page.mouse.move(*(a + (b - a) * i / parts for a, b in zip(start, end, strict=True)))
        page.wait_for_timeout(30)


def let_go(page, stem, link):
    page.mouse.up()
    until(page, IDLE, arg=stem)
    until(page, "link => location.href !== link", arg=link)
    settle(page)


def elsewhere(page, stem, handles):
    """A place of the main figures at which there is nothing to be dragged."""
    box = page.locator(".sightglass-figure").first.bounding_box()
    for i in range(1, 8):
        for j in range(1, 8):
            place = box["x"] + box["width"] * i / 8, box["y"] + box["height"] * j / 8
            if page.evaluate(FREE, [stem, handles, *place]):
                return place
    raise AssertionError("there is a handle everywhere")


def apart(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


# Pages whose axes are alike have one of them here.
AXES = {}
for stem in PAGES[::-1]:
    concept = import_module(f"concepts.{stem}")
    control = controls_of(concept.Params)[concept.AXIS]
    AXES[type(control), getattr(control, "scale", ""), getattr(control, "whole", False)] = stem


@pytest.mark.parametrize("stem", PAGES if PAGES != SAMPLE else sorted({*FEW, *AXES.values()}))
def test_the_axis_is_dragged_by_the_picture(page, sent, stem):
    """To where its slider puts the mark: the same stop, the same picture, and no message on the way.

    By each mark that does so on a few pages, by the first of them on the others of the sample.
    """
    handles = [each for each in opened(page, stem) if each["what"] == "axis"]
    assert handles, "nothing in a main figure drags the axis"
    for i, handle in enumerate(handles if stem in FEW else handles[:1]):
        if i:
            opened(page, stem)
        link, begin, start = (
            page.url,
            page.evaluate(STOP, stem),
            page.evaluate(PLACE, [stem, handle]),
        )
        entries = page.evaluate("history.length")
        axis(page).press("PageDown" if float(axis(page).input_value()) > 0.5 else "PageUp")
        until(page, "link => location.href !== link", arg=link)
        settle(page)
        wanted, end = page.evaluate(STOP, stem), page.evaluate(PLACE, [stem, handle])
        seen, said = page.evaluate(DRAWN, "main"), claim(page)
        page.go_back()
        until(page, "link => location.href === link", arg=link)
        settle(page)
        until(page, IDLE, arg=stem)
        page.mouse.move(*start)
        assert page.evaluate(CURSOR, start) == "grab"
        until(page, "stem => window.sightglass.get(stem).axis.isReady()", arg=stem)
        before = len(sent)
        dragged(page, start, end)
        until(page, "([stem, stop]) => window.sightglass.get(stem).at !== stop", arg=[stem, begin])
        assert page.evaluate(CURSOR, end) == "grabbing"
        page.wait_for_timeout(300)
        stop, stands = page.evaluate(STOP, stem), page.evaluate(PLACE, [stem, handle])
        assert len(sent) == before and page.url == link, "the server was asked while dragging"
        assert stop == wanted or apart(stands, end) <= 6, handle
        let_go(page, stem, link)
        assert page.evaluate("history.length") == entries + 1, "one drag is one entry, as a key is"
        if stop == wanted:
            assert claim(page) == said
            assert_same(seen, page.evaluate(DRAWN, "main"))
    assert errors(page) == []


@pytest.mark.parametrize("stem", FEW)
def test_the_cursor_is_a_hand_over_handles_and_nowhere_else(page, stem):
    handles = opened(page, stem)
    place = elsewhere(page, stem, handles)
    page.mouse.move(*place)
    assert page.evaluate(CURSOR, place) in ("auto", "default")
    before = page.evaluate(DRAWN, "main")
    dragged(page, place, [place[0] + 60, place[1] + 20])
    page.mouse.up()
    assert page.evaluate(DRAWN, "main") == before
    start = page.evaluate(PLACE, [stem, handles[0]])
    page.mouse.move(*start)
    assert page.evaluate(CURSOR, start) == "grab"


def test_controls_are_dragged_by_the_picture(page):
    """Two at once; the picture follows while it is held, and it is one entry. Wherever a main figure has it."""
    found = 0
    for stem in PAGES:
        for handle in [each for each in opened(page, stem) if each["what"] != "axis"]:
            found += 1
            link, entries = page.url, page.evaluate("history.length")
            before, start = page.evaluate(DRAWN, "main"), page.evaluate(PLACE, [stem, handle])
            end = [start[0] + 70, start[1] - 40]
            dragged(page, start, end)
            until(page, "stem => !window.sightglass.get(stem).asking", arg=stem)
            page.wait_for_timeout(300)
            held = page.evaluate(DRAWN, "main")
            assert held != before, "the picture follows"
            assert apart(page.evaluate(PLACE, [stem, handle]), end) <= 6
            assert page.url == link and page.evaluate("history.length") == entries
            let_go(page, stem, link)
            assert page.evaluate("history.length") == entries + 1, "one drag is one entry"
            assert all(f"{stem}.{name}=" in page.url for name in handle["what"])
            assert_same(held, page.evaluate(DRAWN, "main"))
            page.reload()
            settle(page)
            assert_same(held, page.evaluate(DRAWN, "main"))
    assert found, "no page has such a handle"
    assert errors(page) == []


def picked_from(stem):
    """What can be picked in the main figures of a page, as it is opened."""
    concept = import_module(f"concepts.{stem}")
    result = concept.compute(concept.Params(), TABLES)
    drawn = [drawings(stem)[name](result) for name in main_figures(stem)]
    return [pick for each in drawn for pick in each.layout["meta"].get("picks", [])]


@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_an_item_of_the_picture_is_chosen_by_a_press(browser, server, by):
    """Who has moved on before letting go has chosen nothing."""
    stem = next(stem for stem in STEMS if picked_from(stem))
    pick = picked_from(stem)[0]
    context = browser.new_context(base_url=server, viewport=SCREEN, has_touch=by == "finger")
    page = context.new_page()
    page.goto(f"/{stem}")
    settle(page)
    places = page.evaluate(ITEMS, [stem, pick["mark"]])
    press = page.mouse.click if by == "mouse" else page.touchscreen.tap
    clear = [i for i, (_, _, gap) in enumerate(places) if gap > 4]
    for i in (clear[0], clear[-1]):
        x, y, _ = places[i]
        link = page.url
        if by == "mouse":
            page.mouse.move(x, y)
            assert page.evaluate(CURSOR, [x, y]) == "pointer"
            page.mouse.down()
            page.mouse.move(x, y + 40)
            page.mouse.up()
            page.wait_for_timeout(200)
            assert page.url == link
        press(x, y)
        until(page, "link => location.href !== link", arg=link)
        settle(page)
        value = "([stem, name]) => sightglass.get(stem).controls.get(name).value"
        assert [page.evaluate(value, [stem, name]) for name in pick["sets"]] == pick["to"][i]
        assert page.evaluate(LIT, [stem, pick["mark"]]) == [i]
    context.close()


@pytest.mark.parametrize("stem", FEW)
def test_a_finger_drags_a_handle_and_scrolls_elsewhere(browser, server, stem):
    context = browser.new_context(
        viewport={"width": 390, "height": 664}, base_url=server, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"/{stem}")
    settle(page)
    handle = next(each for each in page.evaluate(HANDLES, stem) if each["what"] == "axis")
    session = context.new_cdp_session(page)

    def touch(kind, *places):
        points = [{"x": x, "y": y} for x, y in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def swipe(start, end):
        touch("touchStart", start)
        for i in range(1, 11):
            touch("touchMove", [a + (b - a) * i / 10 for a, b in zip(start, end, strict=True)])
            page.wait_for_timeout(20)

    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    x, y = page.evaluate(PLACE, [stem, handle])
    begin, link = page.evaluate(STOP, stem), page.url
    swipe([x + 8, y], [x + (90 if x < 195 else -90), y - 120])
    until(page, "([stem, stop]) => window.sightglass.get(stem).at !== stop", arg=[stem, begin])
    assert page.evaluate(scrolled) == 0
    touch("touchEnd")
    until(page, "link => location.href !== link", arg=link)
    settle(page)
    begin = page.evaluate(STOP, stem)
    x, y = elsewhere(page, stem, page.evaluate(HANDLES, stem))
    swipe([x, y], [x, y - 150])
    touch("touchEnd")
    until(page, f"{scrolled} > 0")
    assert page.evaluate(STOP, stem) == begin
    context.close()


def test_one_invitation_until_the_first_drag(page):
    """On the first visit, by what can be dragged; it moves, or is a ring for who wants little motion."""
    for stem in SAMPLE[:2]:
        opened(page, stem)
        assert page.locator(INVITATION).count() == 1
        for key in ("Home", "End"):  # it goes along, and stays in sight
            axis(page).press(key)
            settle(page)
            said = page.locator(f"{INVITATION} span").bounding_box()
            assert said["x"] >= 0 and said["x"] + said["width"] <= page.viewport_size["width"]
    assert page.locator(INVITATION).inner_text().startswith("Drag the ")
    looks = (
        "e => [getComputedStyle(e).animationName, getComputedStyle(e, '::before').borderTopStyle]"
    )
    assert page.locator(INVITATION).evaluate(looks) == ["sightglass-nudge", "none"]
    page.emulate_media(reduced_motion="reduce")
    assert page.locator(INVITATION).evaluate(looks) == ["none", "solid"]
    box = axis(page).bounding_box()
    page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2)
    assert page.locator(INVITATION).count() == 0
    settle(page)
    for stem in PAGES[:2]:
        opened(page, stem)
        assert page.locator(INVITATION).count() == 0


def test_what_is_locked_is_no_handle(page):
    stem = PAGES[0]
    locked = import_module(f"concepts.{stem}").AXIS
    handle = opened(page, stem, f"?lock={locked}")[0]
    start = page.evaluate(PLACE, [stem, handle])
    page.mouse.move(*start)
    assert page.evaluate(CURSOR, start) in ("auto", "default")
    assert page.locator(INVITATION).count() == 0


COVERED = """() => {
    const words = document.querySelector(".sightglass-invitation span");
    const own = words.getBoundingClientRect();
    return [...words.closest(".sightglass-figure").querySelectorAll("text")].filter(each => {
        const { left, right, top, bottom, width } = each.getBoundingClientRect();
        return each.textContent.trim() && width && left < own.right && own.left < right && top < own.bottom && own.top < bottom;
    }).map(each => each.textContent);
}"""


def test_an_invitation_moves_on_from_words_that_come_under_it(page):
    """A point has its number on one side, and may have the end of the figure on the other."""
    stem = "cross_validation"
    opened(page, stem)
    page.set_viewport_size({"width": 1366, "height": 657})
    for name, preset in list(read_notes(stem).presets.items())[1:]:
        page.get_by_role("button", name=preset.title, exact=True).click()
        until(page, "name => location.search.includes('preset=' + name)", arg=name)
        settle(page)
        until(page, f"() => !({COVERED})().length", timeout=5_000)
