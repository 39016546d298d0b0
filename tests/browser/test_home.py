"""The home page in a real browser: today's idea is dragged, tiles play, paths are walked, what was done is kept."""

import json

import pytest
from playwright.sync_api import expect

from content.read import all_notes, read_notes, stems, walks
from tests.browser.stage import OUT
from tests.browser.visitors import errors, settle, until
from tests.sample import PAGES, SAMPLE
from ui.early import todays_idea

STEM = SAMPLE[0]
# One whose points have holes: a lump that no tree has voted on yet has no share of votes.
IDEAS = PAGES if PAGES != SAMPLE else ["ensembles"]
SIZES = [(1440, 900), (1280, 609), (390, 664)]
SIDEWAYS = """() => document.documentElement.scrollWidth - innerWidth"""


def opened(page, query=""):
    page.goto(f"/{query}")
    expect(page.locator(".sightglass-home .tile")).to_have_count(len(stems()), timeout=30_000)
    expect(page.locator(".idea input")).to_be_enabled(timeout=30_000)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_todays_idea_is_dragged_and_tiles_play_and_lead_on(page):
    opened(page)
    idea, slider = page.locator(".idea .claim"), page.locator(".idea input")
    picture = page.locator(".idea .picture svg")
    said = {idea.inner_text()}
    for key in ("Home", "End"):
        drawn = picture.evaluate("e => e.outerHTML")
        slider.press(key)
        until(page, "drawn => document.querySelector('.idea svg').outerHTML !== drawn", arg=drawn)
        said.add(idea.inner_text())
    assert len(said) >= 2, "the claim moves with the picture"
    box = page.locator(".idea .picture").bounding_box()
    at = slider.input_value()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + 60, steps=4)
    page.mouse.up()
    assert slider.input_value() != at, "it is dragged by the picture, too"

    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        assert page.evaluate(SIDEWAYS) <= 0, width
        expect(page.locator(".sightglass-home .foot")).to_be_visible(visible=width == 390)

    page.set_viewport_size({"width": 1440, "height": 900})
    tile = page.locator(".tile").first
    tile.scroll_into_view_if_needed()
    expect(tile.locator("svg").first).to_be_attached()
    still = tile.locator(".picture").inner_html()
    tile.hover()
    until(page, "still => document.querySelector('.tile .picture').innerHTML !== still", arg=still)
    page.mouse.move(2, 2)
    until(page, "still => document.querySelector('.tile .picture').innerHTML === still", arg=still)
    tile.click(position={"x": 20, "y": 20})
    settle(page)
    assert page.url.endswith(f"/{stems()[0]}")
    assert errors(page) == []


@pytest.mark.parametrize("stem", IDEAS)
def test_any_concept_is_the_idea_of_some_day(page, stem):
    """Its picture is drawn at both ends and between, without an error, whatever day it is."""
    page.route("**/tile/*", lambda route: route.continue_(url=of_that_day(route.request.url, stem)))
    opened(page)
    slider, picture = page.locator(".idea input"), page.locator(".idea .picture svg")
    seen = set()
    for key in ("Home", "PageUp", "End"):
        slider.press(key)
        page.wait_for_timeout(100)
        seen.add(picture.evaluate("e => e.outerHTML"))
    assert len(seen) >= 2
    assert errors(page) == []


def of_that_day(asked, stem):
    """Where the tile of that concept is, if today's is asked for."""
    return asked.replace(f"/tile/{todays_idea()}?", f"/tile/{stem}?")


def test_a_path_is_walked_and_left(page):
    walk = walks()[0]
    opened(page)
    page.get_by_role("button", name=walk.door).click()
    settle(page)
    bar = page.get_by_role("navigation", name=f"Path: {walk.title}")
    page.keyboard.press("x")  # what plays itself stands still
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(200)
        assert page.evaluate(OUT) == {}, f"the stage has room under the bar at {width}"
    asked = page.url
    page.goto(
        f"/{STEM}?question={max(read_notes(STEM).interview, key=lambda each: len(each.ask)).id}"
    )
    settle(page)
    expect(page.locator(".proof .ask")).to_be_visible()
    assert page.evaluate(OUT) == {}, "and for a question, on a phone"
    page.goto(asked)
    settle(page)
    expect(bar).to_contain_text(f"1 of {len(walk.stops)}")
    expect(bar.get_by_role("button", name="Previous stop")).to_be_disabled()
    bar.get_by_role("button", name="Next stop").click()
    until(page, "link => location.href.endsWith(link) || location.href.includes(link)", arg=walk.stops[1].link)  # fmt: skip
    settle(page)
    expect(bar).to_contain_text(f"2 of {len(walk.stops)}")
    opened(page)
    expect(page.locator(".onward")).to_contain_text(f"{walk.title}: stop 2 of {len(walk.stops)}")
    bar.get_by_role("button", name="Leave the path").click()
    expect(bar).to_have_count(0)
    assert errors(page) == []


def test_a_path_of_ones_own_is_put_together_by_share_and_given_as_a_link(page):
    page.goto(f"/{STEM}?{STEM}.seed=11")
    settle(page)
    press(page, "Share")
    press(page, "Add to my path")
    expect(page.get_by_role("dialog", name="Share")).to_contain_text("1 stop")
    page.keyboard.press("Escape")
    opened(page)
    laid = page.get_by_role("region", name="Path: My path")
    expect(laid.locator("li")).to_have_count(1)
    link = page.evaluate(
        "() => import(document.querySelector('link[href*=\"home.css\"]').href.replace('home.css', 'path.js'))"
        ".then((js) => `?path=${js.packed(js.ownPath())}`)"
    )
    page.evaluate("localStorage.clear()")
    opened(page, link)
    press(page, "Begin")
    settle(page)
    assert f"{STEM}.seed=11" in page.url
    opened(page, "?path=nonsense")
    expect(page.get_by_role("alert")).to_contain_text("cannot be opened")
    opened(page)
    text = f"# Tuesday\n10 {STEM}?{STEM}.preset=start The story\nhttps://elsewhere.example/\n"
    chooser = page.locator("input[type=file][accept*=txt]")
    chooser.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": text.encode()})
    expect(page.locator("footer [role=status]").first).to_contain_text("line 3")
    good = text.replace("https://elsewhere.example/\n", "").encode()
    chooser.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": good})
    expect(page.get_by_role("region", name="Path: Tuesday").locator("li")).to_contain_text("The story")  # fmt: skip
    assert errors(page) == []


def test_what_was_done_is_kept_here_taken_away_brought_back_and_forgotten(page):
    stem, name, words = next(
        (notes.stem, name, preset)
        for notes in all_notes()
        for name, preset in notes.presets.items()
        if preset.predict and preset.predict.options
    )
    page.goto(f"/{stem}?predict=true")
    settle(page)
    asked = [name for name, each in read_notes(stem).presets.items() if each.predict]
    press(page, f"Guess {asked.index(name) + 1}")
    press(page, words.predict.options[0].say)
    press(page, "That is my guess")
    expect(page.locator(".score")).to_contain_text("1 guess")
    opened(page)
    ring = page.locator(f".tile[data-stem={stem}] .ring")
    total = sum(each.predict is not None for each in read_notes(stem).presets.values())
    said = f"seen, guessed 1 of {total}, solved 0 of {len(read_notes(stem).challenges)}"
    expect(ring).to_have_attribute("title", said)
    with page.expect_download() as download:
        press(page, "Download it")
    taken = download.value.path().read_bytes()
    assert json.loads(taken)["done"][stem]["guessed"].keys() == {words.predict.ask}

    press(page, "Forget everything")
    press(page, "No")
    expect(ring).to_have_attribute("title", said)
    press(page, "Forget everything")
    press(page, "Yes, forget it")
    expect(ring).to_be_hidden()
    restore = page.locator("input[type=file][accept*=json]")
    for bad, why in ((b"{", "not downloaded here"), (taken.replace(b'"version":1', b'"version":2'), "newer")):  # fmt: skip
        restore.set_input_files({"name": "b.json", "mimeType": "application/json", "buffer": bad})
        expect(page.locator("footer [role=status]").first).to_contain_text(why)
        expect(ring).to_be_hidden()
    restore.set_input_files({"name": "b.json", "mimeType": "application/json", "buffer": taken})
    expect(ring).to_have_attribute("title", said)
    assert errors(page) == []
