"""The axis moves the whole page while the pointer is down, without the server."""

from importlib import import_module

from playwright.sync_api import expect

from concepts.controls import Choice, Drawing, controls_of, name_of
from tests.browser.stage import assert_same_when_loaded_anew, axis, claim, reach, sliders, unfold
from tests.browser.visitors import errors, settle, until
from tests.sample import SAMPLE
from ui.axis import axis_control, axis_stops
from ui.picture import FORESEEN

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
    stem = SAMPLE[0]
    page.set_viewport_size({"width": 1440, "height": 2000})
    page.goto(f"/{stem}")
    settle(page)
    reach(page, stem)
    assert axis(page).evaluate(FOLLOWED) >= 5
    assert errors(page) == []


def test_a_slider_is_seen_before_the_server_runs_the_page(page, sent):
    stem = SAMPLE[0]
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
    stem = SAMPLE[0]
    page.goto(f"/{stem}")
    settle(page)
    asked = []

    def note(route):
        headers = dict(route.request.headers)
        if headers.pop(FORESEEN, None) is None:
            asked.append(route.request.url)
        route.continue_(headers=headers)  # however busy the server is

    page.route("**/picture/**", note)
    unfold(page)
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
    stem = SAMPLE[0]
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
    stem = SAMPLE[0]
    page.goto(f"/{stem}")
    settle(page)
    page.route("**/picture/**", lambda route: route.abort())
    slider, was = page.locator(f"[data-name={sliders(stem)[0]}] input[type=range]"), claim(page)
    slider.press("ArrowRight")
    until(page, "was => document.querySelector('h2').textContent !== was", arg=was)
    settle(page)
    assert all("ERR_FAILED" in each for each in errors(page)), errors(page)


def test_a_preset_pressed_while_a_picture_is_on_its_way_comes_last(page):
    stem = SAMPLE[0]
    page.goto(f"/{stem}")
    settle(page)
    page.route("**/picture/**", lambda route: (page.wait_for_timeout(500), route.continue_()))
    page.locator(f"[data-name={sliders(stem)[0]}] input[type=range]").press("ArrowRight")
    preset = page.get_by_role("toolbar", name="Presets").get_by_role("button").nth(1)
    preset.click()
    expect(preset).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(1200)
    settle(page)
    expect(preset).to_have_attribute("aria-pressed", "true")
    assert_same_when_loaded_anew(page, "main")
    assert errors(page) == []


def test_keys_step_and_play(page):
    stem = SAMPLE[0]
    concept = import_module(f"concepts.{stem}")
    control, params = axis_control(concept), concept.Params()
    default = getattr(params, concept.AXIS)
    said = [name_of(control, stop, params) for stop in axis_stops(control, default)]
    at = said.index(name_of(control, default, params))

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


# Keeps what a screen reader is told, as it comes.
HEARD = """() => {
    window.heard = [];
    new MutationObserver(() => heard.push(document.querySelector(".aloud").textContent))
        .observe(document.querySelector(".aloud"), { childList: true });
}"""


def test_the_claim_is_said_once_it_rests_and_keys_of_the_page_act_but_where_something_is_typed(
    page,
):
    stem = SAMPLE[0]
    page.goto(f"/{stem}")
    settle(page)
    aloud, presets = page.locator(".aloud"), page.get_by_role("toolbar", name="Presets").locator("button")  # fmt: skip
    expect(aloud).to_have_attribute("role", "status")
    page.evaluate(HEARD)
    reach(page, stem)
    for key in ("Home", "PageUp", "ArrowRight"):
        axis(page).press(key)
    until(page, "() => heard.length > 0")
    settle(page)
    assert page.evaluate("heard") == [page.locator("h2").first.text_content()]
    page.keyboard.press(".")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_timeout(900)
    page.keyboard.press(".")
    assert page.evaluate("heard.length") == 1, "nothing is said on the way"
    until(page, "() => heard.length > 1")

    page.locator(".sightglass-axis input[type=number]").press("2")
    page.keyboard.press("Escape")
    expect(presets.nth(1)).to_have_attribute("aria-pressed", "false")
    presets.first.focus()
    for key, at in (("ArrowLeft", -1), ("ArrowRight", 0), ("End", -1), ("ArrowLeft", -2), ("Home", 0)):  # fmt: skip
        page.keyboard.press(key)
        expect(presets.nth(at)).to_be_focused()
    page.keyboard.press("2")
    expect(presets.nth(1)).to_have_attribute("aria-pressed", "true")
    until(page, "() => heard.length > 2")
    settle(page)
    page.wait_for_timeout(600)
    assert page.evaluate("heard.slice(2)") == [page.locator("h2").first.text_content()]

    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys.locator("dt")).to_contain_text(
        ["1 … ", "←", "Page Up", "Home", "Space", ".", "?", "/", "Esc"]
    )
    page.keyboard.press("1")
    keys.get_by_role("checkbox", name="Keys of one character act").uncheck()
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    for key in ("1", "?", "/", "."):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.locator("dialog[open]").count() == 0
    expect(presets.nth(1)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Keys", exact=True).click()
    keys.get_by_role("checkbox").check()
    page.keyboard.press("Escape")

    page.goto(f"/{stem}?present=true&embed=true")
    page.wait_for_selector(".room .main-svg")
    page.keyboard.press("?")
    expect(keys.locator("dt").first).to_have_text("→ Page Down")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    expect(page.locator(".steps .count")).to_contain_text("1 of")
    assert errors(page) == []


def test_figures_follow_when_the_visitors_system_turns_dark(page):
    stem = SAMPLE[0]
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


def test_what_is_shown_is_chosen_anew_and_nothing_goes_wrong(page):
    """Of the page whose main figure is now drawn by plotly.js, and now a diagram, each in another shape."""
    stem, concept = next(
        (stem, import_module(f"concepts.{stem}"))
        for stem in SAMPLE
        if any(isinstance(each, Drawing) for each in controls_of(import_module(f"concepts.{stem}").Params).values())
    )  # fmt: skip
    name, choice = next(
        (name, each)
        for name, each in controls_of(concept.Params).items()
        if isinstance(each, Choice)
    )
    page.goto(f"/{stem}")
    settle(page)
    for option in [*choice.options] * 2:
        page.locator(f"[data-name={name}] select").select_option(option)
        page.wait_for_timeout(300)
        settle(page)
    assert errors(page) == []
