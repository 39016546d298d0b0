"""A text and a drawing in a real browser, by a page of their own (tests/heroes) that the app never shows."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.stage import RULES, axis, claim, panel, reach, taken
from tests.browser.visitors import SCREEN, errors, serving, settle, until, visiting
from tests.heroes import DESK, added, copied

CONCEPT, _, _ = added(DESK)
MARKUP = "<img src=x onerror=alert(1)> <b>x</b> **y** &lt;i&gt; $z$"
SEVEN, RING = CONCEPT.SEVEN, CONCEPT.RING
FILLED = """() => [...document.querySelectorAll(".squares rect:not(.cursor)")].map(e => getComputedStyle(e).fill)"""


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    """The address of a server of a copy of the app with the fixture's page in it."""
    folder = tmp_path_factory.mktemp("desks")
    with serving(tmp_path_factory.mktemp("server"), root=copied(folder)) as address:
        yield address


@pytest.fixture
def page(browser, desks):
    with visiting(browser, desks) as page:
        yield page


def opened(page, query=""):
    page.goto(f"/{DESK}{query}")
    settle(page)
    expect(page.locator(".squares")).to_be_visible()
    return page.get_by_role("textbox", name="Sentence")


def linked(page, name):
    """What the address says of a control."""
    return parse_qs(urlsplit(page.url).query).get(f"{DESK}.{name}", [""])[-1]


def awaited(page, name, value):
    until(
        page,
        "([name, value]) => (new URLSearchParams(location.search).get(name) ?? '') === value",
        arg=[f"{DESK}.{name}", value],
    )
    settle(page)


def square(page, row, column):
    """The middle of a square of the drawing, counted from 1, in pixels of the screen."""
    box = page.locator(".squares svg").bounding_box()
    return (
        box["x"] + (column - 0.5) / 8 * box["width"],
        box["y"] + (row - 0.5) / 8 * box["height"],
    )


def with_squares(value, squares, grey="f"):
    digits = list(value)
    for row, column in squares:
        digits[8 * (row - 1) + column - 1] = grey
    return "".join(digits)


# --- the text


def test_a_sentence_is_written_kept_in_the_link_and_undone(page):
    box = opened(page)
    before = claim(page)
    box.fill("  a   bird  sang ")
    box.press("Enter")
    awaited(page, "words", "a bird sang")
    assert "a bird sang" in claim(page) and "3 words" in claim(page)
    expect(box).to_have_value("a bird sang")
    assert " " not in page.url
    page.reload()
    settle(page)
    expect(box).to_have_value("a bird sang")
    assert "3 words" in claim(page)
    box.fill("two birds")
    box.press("Tab")
    awaited(page, "words", "two birds")
    page.go_back()
    awaited(page, "words", "a bird sang")
    expect(box).to_have_value("a bird sang")
    page.get_by_role("button", name="Reset").click()
    awaited(page, "words", "")
    assert claim(page) == before
    assert errors(page) == []


def test_what_cannot_be_taken_is_said_and_waits(page):
    box = opened(page)
    for said, sentence in (
        ("", "It needs a word."),
        ("w " * 13, "It has 13 words. It may have 12."),
        ("é" * 81, "It has 81 characters. It may have 80."),
        ("a\u202eb", "It holds a line break or another character that is not seen. Take it out."),
    ):
        box.fill(said)
        box.press("Enter")
        assert box.evaluate("e => e.validationMessage") == sentence
        assert linked(page, "words") == ""
    box.fill("good now")
    box.press("Enter")
    awaited(page, "words", "good now")
    assert errors(page) == []


def test_what_a_visitor_writes_is_text_everywhere(browser, page, tmp_path):
    box = opened(page)
    box.fill(MARKUP)
    box.press("Enter")
    awaited(page, "words", MARKUP)
    assert "<img" in claim(page).replace("\u2060", "") and "<b>x</b>" in claim(page)
    inside = page.locator(".sightglass-row")
    assert inside.locator("img, i, h2 b, a[href*='x.org']").count() == 0
    expect(page.locator(".annotation-text").first).to_have_text(MARKUP)
    panel(page, "Download")
    found = taken(page, "Numbers (CSV)", tmp_path).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(found, newline="")))
    assert "<b>x</b>" in [row["text"] for row in rows]
    assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
    drawing = taken(page, "Drawing (SVG)", tmp_path)
    assert "<img" not in drawing.read_text("utf-8")
    file = taken(page, "Page (HTML)", tmp_path)
    context = browser.new_context(offline=True, viewport=SCREEN)
    alone = context.new_page()
    wrong = []
    alone.on("dialog", lambda dialog: wrong.append(dialog.message))
    alone.on("pageerror", lambda error: wrong.append(str(error)))
    alone.goto(file.as_uri())
    expect(alone.locator(".annotation-text").first).to_have_text(MARKUP)
    assert "<b>x</b>" in alone.locator("h2").inner_text()
    assert alone.locator("main img, h2 b").count() == 0 and wrong == []
    context.close()
    assert errors(page) == []


def test_words_of_other_scripts_and_joined_signs(page):
    box = opened(page)
    said = "שלום עולם 👩\u200d👧 é"
    box.fill("שלום עולם 👩\u200d👧 e\u0301")
    box.press("Enter")
    awaited(page, "words", said)
    assert "has 4 words." in claim(page)
    page.reload()
    settle(page)
    expect(box).to_have_value(said)
    assert errors(page) == []


# --- the drawing


def test_it_is_painted_by_mouse_and_a_stroke_is_one_step_back(page):
    opened(page)
    page.mouse.move(*square(page, 8, 1))
    page.mouse.down()
    page.mouse.move(*square(page, 8, 8))
    page.mouse.up()
    painted = with_squares(SEVEN, [(8, column) for column in range(1, 9)])
    awaited(page, "digit", painted)
    assert (
        f"Ink {sum(int(digit, 16) for digit in painted)}" in page.locator(".numbers").inner_text()
    )
    page.reload()
    settle(page)
    filled = page.evaluate(FILLED)
    assert len(set(filled[56:])) == 1 and filled[56] != filled[0]
    page.mouse.click(*square(page, 1, 1))
    awaited(page, "digit", with_squares(painted, [(1, 1)]))
    page.go_back()
    awaited(page, "digit", painted)
    assert page.evaluate(FILLED) == filled
    assert errors(page) == []


def test_it_is_painted_by_a_finger_and_the_page_stands_still(browser, desks):
    context = browser.new_context(
        base_url=desks, viewport={"width": 390, "height": 664}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    opened(page)
    page.locator(".squares").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    top = page.get_by_test_id("stMain").evaluate("e => e.scrollTop")
    client = context.new_cdp_session(page)
    (x, y), (_, end) = square(page, 1, 1), square(page, 8, 1)
    client.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    for part in (0.25, 0.5, 0.75, 1):
        point = {"x": x, "y": y + part * (end - y)}
        client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    awaited(page, "digit", with_squares(SEVEN, [(row, 1) for row in range(1, 9)]))
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollTop") == top > 0
    context.close()


def test_it_is_painted_by_keys_and_told(page):
    opened(page)
    pad = page.get_by_role("application", name="Digit, 8 by 8 squares")
    pad.focus()
    told = page.locator(".pad output")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        pad.press(key)
    expect(told).to_have_text("row 2, column 3: grey 15")
    pad.press("7")
    expect(told).to_have_text("It paints grey 7 of 15.")
    pad.press("+")
    pad.press("ArrowDown")
    pad.press("Space")
    expect(told).to_have_text("row 3, column 3: grey 8")
    first = with_squares(SEVEN, [(3, 3)], "8")
    awaited(page, "digit", first)
    pad.press("ArrowUp")
    pad.press("Delete")
    second = with_squares(first, [(2, 3)], "0")
    awaited(page, "digit", second)
    pad.press("-")
    pad.press("Enter")
    awaited(page, "digit", with_squares(second, [(2, 3)], "7"))
    page.go_back()
    awaited(page, "digit", second)
    assert errors(page) == []


def test_it_is_cleared_and_begun_from_an_example(page):
    opened(page)
    page.get_by_role("button", name="Clear", exact=True).click()
    awaited(page, "digit", "0" * 64)
    start = page.get_by_role("combobox", name="Digit: start from")
    start.select_option(label="A ring")
    until(page, f"() => location.search.includes('{DESK}.preset=ring')")
    settle(page)
    assert page.locator(".squares rect:not(.cursor)").count() == len(RING)
    expect(start).to_have_value("")
    assert errors(page) == []


def test_what_is_locked_is_neither_written_nor_painted(page):
    box = opened(page, "?lock=words,digit")
    expect(box).to_be_disabled()
    page.mouse.click(*square(page, 1, 1))
    pad = page.locator(".squares")
    pad.focus()
    pad.press("Space")
    page.wait_for_timeout(500)
    assert linked(page, "digit") == "" and pad.get_attribute("aria-disabled") == "true"
    assert errors(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_both(page, scheme):
    page.emulate_media(color_scheme=scheme)
    opened(page)
    found = Axe().run(page, context=".panel", options={"runOnly": RULES["runOnly"]})
    assert found.response["violations"] == []


# --- the budget


def test_gauges_turn_in_place_while_the_axis_is_dragged(page):
    opened(page)
    reach(page, DESK)
    gauges = page.locator(".sightglass-figure >> nth=1")
    assert gauges.locator("text").last.text_content() == "0.25 of $4"
    page.evaluate(
        """() => {
            const svg = document.querySelectorAll(".sightglass-figure")[1].querySelector("svg");
            window.born = 0;
            new MutationObserver(all => (born += all.length)).observe(svg, { subtree: true, childList: true });
        }"""
    )
    box = axis(page).bounding_box()
    left, width, y = box["x"] + 15, box["width"] - 30, box["y"] + box["height"] / 2
    page.mouse.move(left + width / 8, y)
    page.mouse.down()
    seen = set()
    for share in (0.2, 0.4, 0.6, 0.8, 1.0):
        page.mouse.move(left + width * share, y, steps=4)
        page.wait_for_timeout(80)
        seen.add(gauges.locator("text").nth(1).text_content())
    assert len(seen) >= 4 and page.evaluate("born") == 0
    expect(gauges.locator("text").nth(1)).to_have_text("48 of 20\u00a0ms, over")
    page.mouse.up()
    awaited(page, "many", "40")
    assert "Time of an answer: 48 of 20\u00a0ms, over." in gauges.get_attribute("aria-label")
    page.locator("button.numbers-of").nth(1).click()
    rows = [row.split("\t") for row in page.locator(".numbers-table tbody tr").all_inner_texts()]
    result = CONCEPT.compute(CONCEPT.Params(many=40), {})
    table = [[row[1], row[-1]] for row in rows]
    over = ["over" if cost > limit else "within" for cost, limit in zip(result.costs, result.limits, strict=True)]  # fmt: skip
    assert table == [list(each) for each in zip(CONCEPT.COSTS, over, strict=True)]
    assert errors(page) == []
