"""The axis moves the whole page while the pointer is down, without the server."""

import re
from importlib import import_module

import pytest
from playwright.sync_api import expect

from concepts.controls import Range, applies, controls_of
from content.read import stems
from tests.browser.conftest import settle, until
from tests.browser.test_smoke import errors
from ui.axis import axis_control, axis_stops, axis_text
from ui.picture import FORESEEN

# Counts the frames in which the main figure has changed, and how often plotly.js read all its settings anew.
COUNT = """() => {
    window.pictures = window.slow = 0;
    const figure = document.querySelector(".sightglass-figure");
    let changed = false;
    new MutationObserver(() => { changed = true; })
        .observe(figure, { subtree: true, childList: true, attributes: true, characterData: true });
    const look = () => {
        window.pictures += changed;
        changed = false;
        requestAnimationFrame(look);
    };
    look();
    for (const name of ["animate", "react"]) {
        const own = Plotly[name];
        Plotly[name] = (node, ...rest) => {
            window.slow += node === figure;
            return own(node, ...rest);
        };
    }
}"""


def axis(page):
    return page.locator(".sightglass-axis input[type=range]")


def stands_at_the_end(page):
    return axis(page).input_value() == "1"


def claim(page):
    return page.locator("h2").first.inner_text()


def reach(page, stem):
    """Put the pointer on the axis and wait until the browser holds the reel."""
    axis(page).hover()
    until(page, "stem => window.sightglass?.get(stem)?.reel", arg=stem)
    page.wait_for_timeout(300)


@pytest.fixture
def sent(page):
    """A growing list of what the page sends to the server over its socket."""
    messages = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: messages.append(1)))
    return messages


@pytest.mark.parametrize("stem", stems())
def test_dragging_draws_without_the_server_until_the_pointer_is_let_go(page, sent, stem):
    page.goto(f"/{stem}")
    settle(page)
    reach(page, stem)
    page.evaluate(COUNT)
    link, before, claims = page.url, len(sent), set()
    box = axis(page).bounding_box()
    left, width, y = box["x"] + 15, box["width"] - 30, box["y"] + box["height"] / 2
    page.mouse.move(left, y)
    page.mouse.down()
    for step in range(30):  # to the right end, and back to a place that no page starts at
        page.mouse.move(left + width * min(step / 22, (29 - step) / 22 + 0.4), y)
        page.wait_for_timeout(30)
        claims.add(claim(page))
    assert len(sent) == before and page.url == link, "the server was asked while dragging"
    pictures, slow = page.evaluate("[pictures, slow]")
    assert pictures >= 8 and len(claims) >= 4
    assert slow <= pictures / 4, "static/figure.js no longer finds its way past Plotly.animate"
    held = claim(page)
    page.mouse.up()
    until(page, "link => location.href !== link", arg=link)
    settle(page)
    assert claim(page) == held and len(sent) > before
    assert errors(page) == []


@pytest.mark.parametrize("stem", stems())
def test_what_the_browser_draws_is_what_the_server_would(page, stem):
    """Stepped to a place, and opened there by its link: the same picture and words."""
    page.goto(f"/{stem}")
    settle(page)
    reach(page, stem)
    link = page.url
    axis(page).focus()
    away = "ArrowLeft" if stands_at_the_end(page) else "ArrowRight"
    for _ in range(3):
        axis(page).press(away)
    page.wait_for_timeout(200)
    live = page.evaluate(DRAWN, "main")
    until(page, "link => location.href !== link", arg=link)
    page.wait_for_timeout(600)  # on a slow machine the keys may have been two steps for the server
    settle(page)
    page.reload()
    settle(page)
    assert_same(live, page.evaluate(DRAWN, "main"))
    assert errors(page) == []


# Moves the axis at every frame, so that the hand is never still: how often figures other than the main one changed.
FOLLOWED = """async axis => {
    let followed = 0;
    const watch = new MutationObserver(() => { followed += 1; });
    for (const figure of [...document.querySelectorAll(".sightglass-figure")].slice(1))
        watch.observe(figure, { subtree: true, childList: true, attributes: true });
    for (let i = 0; i < 60; i += 1) {
        axis.value = Math.abs(1 - i / 30);
        axis.dispatchEvent(new Event("input"));
        await new Promise(requestAnimationFrame);
    }
    watch.disconnect();
    return followed;
}"""


def test_other_figures_in_sight_follow_while_the_axis_moves(page):
    stem = stems()[0]
    page.set_viewport_size({"width": 1440, "height": 2000})
    page.goto(f"/{stem}")
    settle(page)
    reach(page, stem)
    assert axis(page).evaluate(FOLLOWED) >= 5
    assert errors(page) == []


# The words, and of figures each line, mark and text with its place in it: of "all"; of the claim and the "main" one;
# or of what is "seen" on the screen.
DRAWN = """which => {
    const isAsked = each => {
        const { top, bottom } = each.getBoundingClientRect();
        return which !== "seen" || (top < innerHeight && bottom > 0);
    };
    const words = which === "main" ? "h2" : ".sightglass-row h2, .sightglass-row p";
    const figures = [...document.querySelectorAll(".sightglass-figure")].slice(0, which === "main" ? 1 : Infinity);
    return [
        ...[...document.querySelectorAll(words)].filter(isAsked).map(e => e.textContent)
            .filter(said => !said.startsWith("You started from")), // a link does not say it
        ...figures.filter(isAsked).flatMap(figure => {
            const { x, y } = figure.getBoundingClientRect();
            return [...figure.querySelectorAll(
                ".scatterlayer path, .barlayer path, .scatterlayer text, .annotation text, .xtick text, .ytick text, .imagelayer image")]
                .map(e => [e, e.getBoundingClientRect()])
                .filter(([e, box]) => box.width || box.height)
                .map(([e, box]) => [figures.indexOf(figure), e.tagName, e.textContent, Math.round(box.x - x), Math.round(box.y - y)].join(" "));
        }),
    ];
}"""


# How many places of words are of a height that does not depend on them.
KEPT = (
    "() => [...document.querySelectorAll('.sightglass .part')].filter(e => e.style.contain).length"
)

# Traces that lie over one that should lie over them.
RISING = """() => [...document.querySelectorAll(".sightglass-figure .scatterlayer")].flatMap(layer =>
    [...layer.querySelectorAll(".trace")].map(trace => trace.__data__[0].trace)
        .filter(({ index }, i, all) => i && index < all[i - 1].index).map(({ name }) => name))"""


def assert_same_when_loaded_anew(page, which):
    live = page.evaluate(DRAWN, which)
    page.reload()
    settle(page)
    assert_same(live, page.evaluate(DRAWN, which))


@pytest.mark.parametrize("stem", stems())
def test_what_is_held_is_what_is_seen_when_let_go(page, stem):
    """At both ends of the axis and between: every figure in sight, drawn here, then as the server says."""
    page.goto(f"/{stem}")
    settle(page)
    reach(page, stem)
    for place in (1.0, 0.0, 0.62):
        box = axis(page).bounding_box()
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] / 2, y)
        page.mouse.down()
        page.mouse.move(box["x"] + 12 + (box["width"] - 24) * place, y, steps=8)
        page.wait_for_timeout(600)
        held = page.evaluate(DRAWN, "seen")
        assert page.evaluate(KEPT), "words keep their height while the axis moves"
        page.mouse.up()
        until(page, "stem => !window.sightglass.get(stem).moving", arg=stem)
        settle(page)
        page.wait_for_timeout(600)
        assert_same(held, page.evaluate(DRAWN, "seen"))
        assert not page.evaluate(KEPT)
    assert errors(page) == []


def sliders(stem):
    """The sliders of the panel that are there at first."""
    concept = import_module(f"concepts.{stem}")
    default = concept.Params()
    return [
        name
        for name, control in controls_of(default).items()
        if isinstance(control, Range) and name != concept.AXIS and applies(control, default)
    ]


def near(said, others):
    """Whether one of the others says it too; a place may be a pixel off, as plotly.js rounds."""
    placed = re.fullmatch(r"(\d+ (?:path|text|image) .*) (-?\d+) (-?\d+)", said)
    if not placed:
        return said in others
    steps = (0, -1, 1)
    around = ((int(placed[2]) + right, int(placed[3]) + down) for right in steps for down in steps)
    return any(f"{placed[1]} {x} {y}" in others for x, y in around)


def assert_same(one, other):
    one, other = set(one), set(other)
    assert [each for each in one if not near(each, other)] == []
    assert [each for each in other if not near(each, one)] == []


def scrolled(page):
    """Every figure has been in sight, and is drawn."""
    for y in (600, 1200, 1800, 2400, 0):
        page.mouse.wheel(0, y - 3000 if y == 0 else 600)
        page.wait_for_timeout(150)
    page.wait_for_timeout(700)


@pytest.mark.parametrize("stem", stems())
def test_a_slider_draws_what_a_fresh_page_would(page, stem):
    """Moved one after the other, without a new plot where only points, labels and ranges move."""
    page.goto(f"/{stem}")
    settle(page)
    for name in sliders(stem):
        link = page.url
        slider = page.locator(f"[data-name={name}] input[type=range]")
        slider.press(
            "ArrowLeft" if slider.input_value() == slider.get_attribute("max") else "ArrowRight"
        )
        until(page, "link => location.href !== link", arg=link)
    settle(page)
    page.mouse.move(20, 500)
    scrolled(page)
    live, rising = page.evaluate(DRAWN, "all"), page.evaluate(RISING)
    page.reload()
    settle(page)
    scrolled(page)
    assert_same(live, page.evaluate(DRAWN, "all"))
    assert rising == page.evaluate(RISING) == []
    assert errors(page) == []


def test_a_slider_is_seen_before_the_server_runs_the_page(page, sent):
    stem = stems()[0]
    page.goto(f"/{stem}")
    settle(page)
    slider = page.locator(f"[data-name={sliders(stem)[0]}] input[type=range]")
    slider.focus()
    before, was, link = len(sent), claim(page), page.url
    held = []

    def hold(route):
        if FORESEEN in route.request.headers:
            return route.continue_()
        page.wait_for_timeout(400)
        held.append(len(sent))
        route.continue_()

    page.route("**/picture/**", hold)
    for _ in range(3):
        slider.press("ArrowRight")
    until(page, "was => document.querySelector('h2').textContent !== was", arg=was)
    until(page, "link => location.href !== link", arg=link)
    settle(page)
    assert held and held[0] == before, "told before the picture was there"
    assert len(held) <= 2, "what is no longer wanted is not asked for"
    assert len(sent) == before + 1, "three steps of a held key are told at once"
    drawn = claim(page)
    page.unroute_all(behavior="ignoreErrors")
    page.go_back()
    until(page, "was => document.querySelector('h2').textContent === was", arg=was)
    assert drawn != was and errors(page) == []


def test_where_a_slider_goes_next_is_asked_for_before(page):
    """On it is there at once; back, and by another slider, it is asked for as ever."""
    stem = stems()[0]
    page.goto(f"/{stem}")
    settle(page)
    asked = []

    def note(route):
        headers = dict(route.request.headers)
        if headers.pop(FORESEEN, None) is None:
            asked.append(route.request.url)
        route.continue_(headers=headers)  # however busy the server is

    page.route("**/picture/**", note)
    first, second = (page.locator(f"[data-name={n}] input[type=range]") for n in sliders(stem)[:2])
    seed = page.get_by_role("button", name="New seed")
    for control, key, new in (
        (first, "ArrowRight", 1),
        (first, "ArrowRight", 0),
        (first, "ArrowRight", 0),
        (first, "ArrowLeft", 1),
        (second, "ArrowRight", 1),
        (second, "ArrowRight", 0),
        (seed, "Enter", 1),
        (seed, "Enter", 0),
    ):
        before = len(asked)
        with page.expect_request(lambda request: FORESEEN in request.headers):
            control.press(key)
        settle(page)
        assert len(asked) - before == new, (key, asked)
    assert_same_when_loaded_anew(page, "seen")
    assert errors(page) == []


def test_a_server_that_leaves_what_is_foreseen_is_asked_again(page):
    stem = stems()[0]
    page.goto(f"/{stem}")
    settle(page)
    asked = []

    def leave(route):
        if FORESEEN in route.request.headers:
            return route.fulfill(status=204)
        asked.append(route.request.url)
        route.continue_()

    page.route("**/picture/**", leave)
    slider = page.locator(f"[data-name={sliders(stem)[0]}] input[type=range]")
    for _ in range(2):
        link = page.url
        slider.press("ArrowRight")
        until(page, "link => location.href !== link", arg=link)
        settle(page)
    assert len(set(asked)) == 2
    assert errors(page) == []


def test_a_slider_without_its_picture_waits_for_the_page(page):
    stem = stems()[0]
    page.goto(f"/{stem}")
    settle(page)
    page.route("**/picture/**", lambda route: route.abort())
    slider, was = page.locator(f"[data-name={sliders(stem)[0]}] input[type=range]"), claim(page)
    slider.press("ArrowRight")
    until(page, "was => document.querySelector('h2').textContent !== was", arg=was)
    settle(page)
    assert all("ERR_FAILED" in each for each in errors(page)), errors(page)


def test_a_preset_pressed_while_a_picture_is_on_its_way_comes_last(page):
    stem = stems()[0]
    page.goto(f"/{stem}")
    settle(page)
    page.route("**/picture/**", lambda route: (page.wait_for_timeout(500), route.continue_()))
    page.locator(f"[data-name={sliders(stem)[0]}] input[type=range]").press("ArrowRight")
    preset = page.get_by_role("group", name="Presets").get_by_role("button").nth(1)
    preset.click()
    expect(preset).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(1200)
    settle(page)
    expect(preset).to_have_attribute("aria-pressed", "true")
    assert_same_when_loaded_anew(page, "main")
    assert errors(page) == []


def test_keys_step_and_play(page):
    stem = stems()[0]
    concept = import_module(f"concepts.{stem}")
    control, default = axis_control(concept), getattr(concept.Params(), concept.AXIS)
    said = [axis_text(control, stop) for stop in axis_stops(control, default)]
    at = said.index(axis_text(control, default))

    def stands_at(stop):
        expect(axis(page)).to_have_attribute("aria-valuetext", said[stop])

    page.goto(f"/{stem}")
    settle(page)
    reach(page, stem)
    axis(page).focus()
    stands_at(at)
    for key, stop in (("Home", 0), ("PageUp", 5), ("ArrowLeft", 4), ("End", len(said) - 1)):
        axis(page).press(key)
        stands_at(stop)
    until(page, "location.search.length > 0")  # no key for a while: the server knows
    settle(page)
    axis(page).press(" ")  # from the end it plays from the start
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_timeout(600)
    axis(page).press(" ")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    reached = axis(page).get_attribute("aria-valuetext")
    assert reached not in (said[0], said[-1])
    page.get_by_role("button", name="Step back").click()
    stands_at(said.index(reached) - 1)
    page.get_by_role("button", name="Step", exact=True).click()
    stands_at(said.index(reached))
    page.wait_for_timeout(600)
    settle(page)
    stands_at(said.index(reached))
    assert errors(page) == []


def test_figures_follow_when_the_visitors_system_turns_dark(page):
    stem = stems()[0]
    fills = "() => [...document.querySelector('.main-svg').querySelectorAll('text')].map(e => getComputedStyle(e).fill).join()"

    def turn(scheme):
        before = page.evaluate(fills)
        page.emulate_media(color_scheme=scheme)
        until(page, f"before => ({fills})() !== before", arg=before)
        settle(page)
        return page.evaluate(fills)

    page.emulate_media(color_scheme="light")
    page.goto(f"/{stem}")
    settle(page)
    light = page.evaluate(fills)
    dark = turn("dark")
    page.reload()
    settle(page)
    assert page.evaluate(fills) == dark, "as on a page that is opened in the dark"
    assert turn("light") == light
    assert errors(page) == []
