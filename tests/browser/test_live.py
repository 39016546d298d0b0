"""The axis moves the whole page while the pointer is down, without the server."""

from importlib import import_module

import pytest
from playwright.sync_api import expect

from content.read import stems
from tests.browser.conftest import settle, until
from tests.browser.test_smoke import errors
from ui.axis import axis_control, axis_stops, axis_text

# What is drawn: the words, and of the main figure each line, mark and text with its place.
PICTURE = """() => [
    document.querySelector("h2").textContent,
    ...[...document.querySelector(".sightglass-figure").querySelectorAll(
        ".scatterlayer path, .barlayer path, .scatterlayer text, .annotation text, .imagelayer image")]
        .map(e => [e, e.getBoundingClientRect()])
        .filter(([e, box]) => box.width || box.height)
        .map(([e, box]) => [e.tagName, e.textContent, Math.round(box.x), Math.round(box.y)].join(" ")),
]"""
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
    live = sorted(page.evaluate(PICTURE))
    until(page, "link => location.href !== link", arg=link)
    page.wait_for_timeout(600)  # on a slow machine the keys may have been two steps for the server
    settle(page)
    page.reload()
    settle(page)
    assert live == sorted(page.evaluate(PICTURE))
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
