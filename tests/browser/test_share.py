"""Sharing what is on screen, and taking it away as files."""

import ast
import csv
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import segno
from PIL import Image, ImageSequence
from playwright.sync_api import expect

from concepts.controls import controls_of
from content.read import fill, read_notes
from data.read import TABLES
from tests.browser.stage import WATCH, axis, claim, panel, reach, step, taken
from tests.browser.visitors import (
    ELSEWHERE,
    ROOT,
    SCREEN,
    errors,
    serving,
    settle,
    until,
    visiting,
)
from tests.qr import modules
from tests.sample import FEW, PAGES
from tests.tables import rows
from ui.axis import axis_control, axis_stops
from ui.headers import EMBEDDED_BY
from ui.share import qr_image
from ui.snippet import snippet
from ui.texts import state


def link_in(panel):
    return panel.get_by_role("textbox", name="Link")


def copied(page, button):
    """What is in the clipboard once the button is pressed."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()")


@contextmanager
def elsewhere(browser, server, link):
    """That link on another visitor's screen."""
    with visiting(browser, server) as other:
        other.goto(link)
        yield other


@pytest.fixture
def room(browser, server):
    """A visitor's page by an address that others could open, too."""
    with visiting(browser, server.replace("localhost", ELSEWHERE)) as page:
        yield page


@pytest.mark.parametrize("stem", FEW)
def test_the_copied_link_opens_the_same_page_elsewhere(browser, server, page, stem):
    name = list(import_module(f"concepts.{stem}").PRESETS)[1]
    page.goto(f"/{stem}?{stem}.preset={name}&{stem}.seed=41")
    settle(page)
    step(page)
    share = panel(page, "Share")  # at once: the link may still be on its way
    expect(link_in(share)).not_to_have_value(f"{server}/{stem}?{stem}.preset={name}&{stem}.seed=41")
    until(page, "value => location.href === value", arg=link_in(share).input_value())
    link = copied(page, "Copy link")
    assert link == page.url
    with elsewhere(browser, server, link) as other:
        settle(other)
        assert claim(other) == claim(page)
        assert errors(other) == []
    assert errors(page) == [] and page.left == []


def test_where_the_clipboard_is_closed_the_link_is_selected(page):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.add_init_script("document.execCommand = () => false")
    page.goto(f"/{PAGES[0]}")
    settle(page)
    share = panel(page, "Share")
    page.get_by_role("button", name="Copy link").click()
    expect(share.get_by_role("status").first).to_have_text(
        "Selected. Press Ctrl+C, or Cmd+C, to copy."
    )
    selected = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert link_in(share).evaluate(selected) == page.url
    assert link_in(share).evaluate("e => e === document.activeElement")


@pytest.mark.parametrize(("scheme", "size"), [("light", (1440, 900)), ("dark", (390, 844))])
def test_the_code_is_that_of_the_link_large_and_black_on_white(room, scheme, size, tmp_path):
    page = room
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"/{PAGES[0]}?{PAGES[0]}.seed=12")
    settle(page)
    share = panel(page, "Share")
    code = share.get_by_role("img", name="QR code of the link")
    expect(code).to_be_visible()
    found, _ = modules(code.get_attribute("src"))
    assert found == dark_of(page.url)
    box = code.bounding_box()
    assert min(box["width"], box["height"]) >= 280
    assert box["x"] >= 0 and box["x"] + box["width"] <= size[0]
    pixels = np.asarray(Image.open(io.BytesIO(code.screenshot())).convert("L"))
    assert pixels[2, 2] == 255 and pixels.min() == 0, "a white margin, and black squares"
    expect(share.get_by_text(page.url, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(share).not_to_be_visible()
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == "Share"
    panel(page, "Download")
    picture = Image.open(taken(page, "Picture (PNG)", tmp_path)).convert("L")
    small = np.asarray(picture)[-248:-24, -248:-24]  # 112 pixels of the screen, 12 from the edge
    matrix = np.array(segno.make_qr(page.url).matrix, bool)
    middles = ((np.arange(len(matrix)) + 4.5) * len(small) / (len(matrix) + 8)).astype(int)
    assert ((small[np.ix_(middles, middles)] < 128) == matrix).all(), "the same, under a picture"
    page.get_by_role("button", name="Copy picture").click()  # without https no browser lets a page
    expect(page.get_by_role("status").filter(has_text="does not let a page copy")).to_be_visible()
    assert errors(page) == [] and page.left == []


def dark_of(link):
    rows = enumerate(segno.make_qr(link).matrix)
    return {(x, y) for y, row in rows for x, dark in enumerate(row) if dark}


def test_a_link_that_is_too_long_for_a_code_is_said_and_can_still_be_copied(room):
    page = room
    page.goto(f"/{PAGES[0]}?other={'x' * 2000}")
    settle(page)
    share = panel(page, "Share")
    expect(share.get_by_text("longer than 2,000 characters")).to_be_visible()
    assert link_in(share).input_value() == page.url
    assert share.get_by_role("img").count() == 0


def test_a_class_gets_a_link_with_controls_locked_or_hidden(browser, server, room):
    page, stem = room, PAGES[0]
    (first, one), (second, two) = list(
        controls_of(import_module(f"concepts.{stem}").Params).items()
    )[:2]
    page.goto(f"/{stem}?{stem}.seed=12")
    settle(page)
    before, said = page.url, claim(page)
    share = panel(page, "Share")
    share.get_by_text("For a class: lock or hide parts of the page").click()
    share.get_by_role("checkbox", name=f"Lock {one.label}", exact=True).check()
    share.get_by_role("checkbox", name=f"Hide {two.label}", exact=True).check()
    link = link_in(share).input_value()
    query = parse_qs(urlsplit(link).query)
    assert query == {f"{stem}.seed": ["12"], "lock": [first], "hide": [second]}
    code = share.get_by_role("img", name="QR code of the link")
    expect(code).to_have_attribute("src", qr_image(link))  # it follows the choice
    share.get_by_role("button", name="Lock all but those ticked").click()
    others = {*controls_of(import_module(f"concepts.{stem}").Params)} - {first}
    assert {*parse_qs(urlsplit(link_in(share).input_value()).query)["lock"][0].split(",")} == others
    share.get_by_role("button", name="Lock all but those ticked").click()
    assert link_in(share).input_value() == link
    assert (page.url, claim(page)) == (before, said), "their own page stays as it is"
    with elsewhere(browser, server, link.replace(ELSEWHERE, "localhost")) as pupil:
        settle(pupil)
        assert claim(pupil) == said and pupil.get_by_role("alert").count() == 0
        again = panel(pupil, "Share")
        assert parse_qs(urlsplit(link_in(again).input_value()).query) == query
    assert errors(page) == []


def test_where_nobody_else_can_open_or_frame_it_share_says_what_would_let_them(page):
    page.goto(f"/{PAGES[0]}")
    settle(page)
    share = panel(page, "Share")
    expect(share.locator(".code pre")).to_contain_text("--server.address 0.0.0.0")
    expect(share.get_by_text("SIGHTGLASS_EMBEDDED_BY=")).to_be_visible()
    assert share.get_by_role("img").count() == 0
    assert share.get_by_role("button", name="Copy code").count() == 0


def test_a_link_presents_and_a_course_page_of_another_site_frames_the_page(
    browser, site, tmp_path, monkeypatch
):
    monkeypatch.setenv(EMBEDDED_BY, site[0])
    with serving(tmp_path) as server, visiting(browser, server) as page:
        frames_and_presents(browser, server, page, *site)


def frames_and_presents(browser, server, page, site, folder):
    stem = PAGES[0]
    page.goto(f"/{stem}?{stem}.seed=12")
    settle(page)
    share = panel(page, "Share")
    plain = copied(page, "Copy code")
    share.get_by_role("combobox", name="Colours").select_option(label="Colours: dark")
    frame = copied(page, "Copy code")
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, values: found.append((tag, dict(values)))
    parser.feed(frame)
    [(tag, values), (script, _)] = found
    assert (tag, script) == ("iframe", "script") and values["title"] == read_notes(stem).title
    wanted = {f"{stem}.seed": ["12"], "embed": ["true"]}
    assert parse_qs(urlsplit(values["src"]).query) == wanted | {"embed_options": ["dark_theme"]}
    assert parse_qs(urlsplit(re.search('src="(.*?)"', unescape(plain))[1]).query) == wanted
    # a course page that lets nothing in but the frame, and one that lets the code run
    policy = f"default-src 'none'; frame-src {server}"
    strict = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    for name, begin, width in (("strict", strict, 1100), ("course", "", 1100)):
        (folder / f"{name}.html").write_text(f"<!doctype html>{begin}<h3>A course</h3>{frame}")
        course = browser.new_page(viewport={"width": width, "height": 800})
        course.goto(f"{site}/{name}.html")
        shown = course.frame_locator("iframe")
        expect(shown.locator("h2").first).to_have_text(claim(page), timeout=60_000)
        expect(shown.locator(".main-svg").first).to_be_visible()
        assert shown.locator(".stApp").evaluate("e => getComputedStyle(e).backgroundColor") == (
            "rgb(17, 20, 24)"
        )
        if name == "strict":
            assert course.locator("iframe").get_attribute("height") == "1100"
            assert shown.locator("[data-testid=stMain]").evaluate(TOO_HIGH) <= 0
        else:
            follows(course, shown)
        course.close()
    share.get_by_role("checkbox", name="Present").check()
    link = link_in(share).input_value()
    assert parse_qs(urlsplit(link).query) == {f"{stem}.seed": ["12"], "present": ["true"]}
    with elsewhere(browser, server, link) as room:
        expect(room.locator(".room .steps")).to_be_visible(timeout=60_000)


TOO_HIGH = "e => e.scrollHeight - e.clientHeight"


def follows(course, shown):
    """The frame is as high as what is in it, also once that is higher or lower."""
    main, heights = shown.locator("[data-testid=stMain]"), []
    for width in (1100, 600, 1100):
        course.set_viewport_size({"width": width, "height": 800})
        course.wait_for_timeout(1500)
        assert main.evaluate(TOO_HIGH) <= 0, width
        inside = shown.locator(".stMainBlockContainer").bounding_box()["height"]
        heights.append(course.locator("iframe").bounding_box()["height"])
        assert abs(inside - heights[-1]) <= 1
    assert heights[0] == heights[2] != heights[1]
    before = heights[-1]
    shown.locator(".panel .more summary").click()
    course.wait_for_timeout(1000)
    assert course.locator("iframe").bounding_box()["height"] >= before
    assert main.evaluate(TOO_HIGH) <= 0


# --- taking away ---------------------------------------------------------------------------------


def said(value, cell):
    """The cell itself if it says that value."""
    if isinstance(value, str) or np.isnan(value):
        return value if isinstance(value, str) else ""
    return cell if cell and np.isclose(float(cell), value, rtol=1e-5, atol=1e-9) else value


@pytest.mark.parametrize("stem", FEW)
def test_every_figure_is_taken_as_picture_drawing_and_numbers(page, stem, tmp_path):
    concept, figures = import_module(f"concepts.{stem}"), import_module(f"figures.{stem}")
    result = concept.compute(concept.Params(), TABLES)
    page.goto(f"/{stem}")
    settle(page)
    download = panel(page, "Download")
    chooser = download.get_by_role("combobox", name="A figure")
    names = chooser.locator("option").evaluate_all("options => options.map(o => o.value)")
    assert len(names) == page.locator(".sightglass-figure").count() >= 2
    for place, name in enumerate(names):
        chooser.select_option(name)
        drawing = getattr(figures, name)(result)
        expect(download.get_by_text(drawing.layout["meta"]["shows"])).to_be_visible()
        numbers = taken(page, "Numbers (CSV)", tmp_path)
        assert numbers.name == f"{stem}-{name}.csv"
        table = list(csv.DictReader(io.StringIO(numbers.read_text("utf-8-sig"), newline="")))
        for trace, wanted in rows(drawing):
            mine = [row for row in table if row["trace"] == trace]
            for row, told in zip(mine, wanted, strict=True) if wanted else ():
                found = {title: row[title] for title in told}
                assert found == {title: said(value, found[title]) for title, value in told.items()}
        if place > 1:
            continue  # pictures of all would take long
        box = (
            page.locator(".sightglass-figure")
            .nth(place)
            .evaluate("e => [e.clientWidth, e.clientHeight]")
        )
        picture = Image.open(taken(page, "Picture (PNG)", tmp_path))
        letters = 26 + 40 + 32 + 26  # title, claim, name and link, in pixels of the picture
        assert picture.width == 2 * box[0] and picture.height > 2 * box[1] + letters
        box[1] += 32  # in the drawing, its name stands above it
        assert picture.convert("RGB").getpixel((1, picture.height - 1)) == (255, 255, 255)
        assert len(picture.convert("RGB").getcolors(10**7)) > 20, "not blank"
        svg = ElementTree.parse(taken(page, "Drawing (SVG)", tmp_path)).getroot()
        assert [float(svg.get(side)) for side in ("width", "height")] == box
        assert sum(1 for _ in svg.iter("{http://www.w3.org/2000/svg}path")) > 3
        assert svg.find("{http://www.w3.org/2000/svg}text").text == read_notes(stem).figures[name]
    assert errors(page) == [] and page.left == []


@pytest.mark.parametrize("stem", FEW)
def test_a_sweep_is_taken_as_a_moving_picture_and_the_page_stands_where_it_stood(
    page, stem, tmp_path
):
    concept = import_module(f"concepts.{stem}")
    stops = axis_stops(axis_control(concept), getattr(concept.Params(), concept.AXIS))
    page.set_viewport_size({"width": 800, "height": 700})
    page.goto(f"/{stem}?hide=figures,tabs")
    settle(page)
    before = [page.url, claim(page), axis(page).input_value()]
    panel(page, "Download")
    page.evaluate(MEASURED)
    file = taken(page, "Moving picture (GIF)", tmp_path)
    assert file.suffix == ".gif" and 50_000 < file.stat().st_size <= 3e6
    moving = Image.open(io.BytesIO(file.read_bytes()))
    assert moving.n_frames >= len(stops) / 2 and moving.info["loop"] == 0
    frames = [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(moving)]
    assert len({frame.tobytes() for frame in frames}) == len(frames), "each is another picture"
    lasts = []
    for place in range(moving.n_frames):
        moving.seek(place)
        lasts.append(moving.info["duration"])
    assert sum(lasts[:-1]) == pytest.approx(5000, rel=0.1) and lasts[-1] == 1500  # milliseconds
    said = page.evaluate("said")
    assert {f"{read_notes(stem).title} · Sightglass", before[0]} <= set(said)
    page.keyboard.press("Escape")
    settle(page)
    assert [page.url, claim(page), axis(page).input_value()] == before
    panel(page, "Download")  # a still picture of what is there is the first frame or another
    still = Image.open(taken(page, "Picture (PNG)", tmp_path)).convert("RGB")
    width, height = moving.size
    small = np.asarray(still.resize((width, round(still.height * width / still.width))), float)
    low = min(height, len(small)) - 40  # the link stands as high above the lower edge
    off = [np.abs(frame[:low] - small[:low]).mean() for frame in frames]
    assert min(off) < 6, "the colours are those of the picture, but for those that a GIF has not"
    assert errors(page) == [] and page.left == []


# What is measured to be written into a picture.
MEASURED = """() => {
    window.said = [];
    const measure = CanvasRenderingContext2D.prototype.measureText;
    CanvasRenderingContext2D.prototype.measureText = function (text) {
        said.push(text);
        return measure.call(this, text);
    };
}"""
COPIED = """async () => {
    const [copied] = await navigator.clipboard.read();
    const { width, height } = await createImageBitmap(await copied.getType("image/png"));
    return [width, height];
}"""


def test_a_picture_is_of_what_is_drawn_now_and_stands_alone(page, tmp_path):
    """In the page's colours; title and claim over it, the link under it; and it can be copied."""
    stem = PAGES[0]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.emulate_media(color_scheme="dark")
    page.goto(f"/{stem}")
    settle(page)
    panel(page, "Download")
    before = Image.open(taken(page, "Picture (PNG)", tmp_path))
    before.load()
    assert before.convert("RGB").getpixel((1, before.height - 1)) == (0x11, 0x14, 0x18)
    page.keyboard.press("Escape")
    link = page.url
    step(page)
    until(page, "link => location.href !== link", arg=link)
    page.wait_for_timeout(600)
    panel(page, "Download")
    page.evaluate(MEASURED)
    after = Image.open(taken(page, "Picture (PNG)", tmp_path))
    assert after.width == before.width and after.tobytes() != before.tobytes()
    written = {f"{read_notes(stem).title} · Sightglass", claim(page), page.url}
    assert written <= set(page.evaluate("said"))
    page.get_by_role("button", name="Copy picture").click()
    expect(page.get_by_role("status").filter(has_text="Copied. Paste it")).to_be_visible()
    assert tuple(page.evaluate(COPIED)) == after.size


@contextmanager
def opened_file(browser, file):
    """A file in a browser without a network, which must do without it and without any complaint."""
    context = browser.new_context(offline=True, viewport=SCREEN)
    alone = context.new_page()
    wrong, asked = [], []
    alone.on("pageerror", lambda error: wrong.append(str(error)))
    alone.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(file.as_uri())
    expect(alone.locator(".sightglass-figure .main-svg").first).to_be_visible()
    yield alone
    assert wrong == []
    assert [each for each in asked if not each.startswith(("data:", "blob:"))] == [file.as_uri()]
    context.close()


# What is written in it, and how many marks it has.
DRAWN = """e => [[...e.querySelectorAll("text")].map(t => t.textContent).join(),
    e.querySelectorAll(".scatterlayer path, .barlayer path").length]"""
WIDER = "document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("stem", FEW)
def test_the_page_as_a_file_moves_without_a_server(browser, page, stem, tmp_path):
    page.goto(f"/{stem}?hide=presets")
    settle(page)
    step(page)
    until(page, f"() => location.search.includes('{stem}.')")
    settle(page)
    panel(page, "Download")
    file = taken(page, "Page (HTML)", tmp_path)
    page.keyboard.press("Escape")
    assert file.name == f"{stem}.html" and file.stat().st_size <= 3e6
    figures = page.locator(".sightglass-figure").count()
    with opened_file(browser, file) as alone:
        drawn = alone.locator(".sightglass-figure:has(> .plot-container)")
        expect(drawn).to_have_count(figures)
        assert alone.locator("h1").inner_text() == read_notes(stem).title
        alike(page, alone)
        link = alone.get_by_role("link", name="This page, live").get_attribute("href")
        assert link == page.url
        reach(page, stem)
        for each in (page, alone):
            axis(each).press("PageDown")
        until(page, "link => location.href !== link", arg=link)
        settle(page)
        alike(page, alone)
        before = claim(alone)
        alone.get_by_role("button", name="Play", exact=True).click()
        until(alone, "said => document.querySelector('h2').textContent !== said", arg=before)
        numbers = alone.get_by_role("button", name="Numbers").first
        numbers.click()
        expect(alone.locator(".numbers-table:not([hidden]) td").first).to_be_visible()
        assert alone.evaluate(WIDER) <= 0
        alone.set_viewport_size({"width": 390, "height": 844})
        alone.wait_for_timeout(1000)  # the figures follow
        assert alone.evaluate(WIDER) <= 0
    assert errors(page) == [] and page.left == []


def alike(page, alone):
    """The file shows what the page shows: words, numbers and the main figure."""
    until(alone, "said => document.querySelector('h2').textContent === said", arg=claim(page))
    for each in (".numbers", ".sightglass-name", ".sightglass-axis select, .sightglass-axis input"):
        here, there = (where.locator(each).all_inner_texts() for where in (page, alone))
        assert here == there
    here, there = (
        where.locator(".sightglass-figure").first.evaluate(DRAWN) for where in (page, alone)
    )
    assert here == there


def test_in_the_file_no_script_runs_but_its_own(browser, page, tmp_path):
    page.goto(f"/{FEW[0]}?hide=presets,figures")
    settle(page)
    panel(page, "Download")
    file = taken(page, "Page (HTML)", tmp_path)
    strange = """<img src="x" onerror="window.bad = 1"><script>window.bad = 1</script>
        <script src="data:text/javascript,window.bad=1"></script>"""
    spoiled = tmp_path / "spoiled.html"
    spoiled.write_text(
        file.read_text("utf-8").replace("<noscript>", f"{strange}<noscript>"), "utf-8"
    )
    with visiting(browser, "http://localhost") as alone:
        alone.add_init_script(WATCH)
        alone.goto(spoiled.as_uri())
        expect(alone.locator(".main-svg").first).to_be_visible()
        assert alone.evaluate("window.bad") is None
        assert len(alone.evaluate("window.refused")) >= 3, (
            "a handler, a script and a script from outside"
        )


# What is too wide for its sheet, and which figures are not drawn or not as wide as their place.
ON_PAPER = """() => {
    const seen = (e) => e.getBoundingClientRect().width && e.checkVisibility();
    const figures = [...document.querySelectorAll(".sightglass-figure")];
    const wide = [...document.querySelectorAll(".sightglass :is(p, h1, h2, h3, td, th, .main-svg)")];
    return {
        cut: wide.filter(seen).filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 80)),
        bare: figures.filter((e) => !e.querySelector(".main-svg")).length,
        loose: figures.filter((e) => Math.abs(e.querySelector(".main-svg").clientWidth - e.clientWidth) > 1).length,
        high: Math.max(...[...document.querySelectorAll(".cell")].map((e) => e.getBoundingClientRect().height)),
    };
}"""
SHEETS = {"A4": (703, 1032), "Letter": (725, 965)}  # pixels between margins of 12 mm


def on_paper(page):
    """Printed, and as it then lies on each kind of sheet: nothing is cut, and every figure is drawn."""
    page.evaluate(
        "addEventListener('beforeprint', () => (window.printed = (window.printed ?? 0) + 1))"
    )
    for times, (sheet, (width, height)) in enumerate(SHEETS.items(), 1):
        assert page.pdf(format=sheet).startswith(b"%PDF")
        assert page.evaluate("window.printed") == times
        size = page.viewport_size
        page.emulate_media(media="print")
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.evaluate("window.printed -= 1")
        found = page.evaluate(ON_PAPER)
        assert found["cut"] == [] and found["bare"] == found["loose"] == 0, sheet
        assert found["high"] < height, "a figure with its words is on one sheet"
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        page.set_viewport_size(size)
    page.wait_for_timeout(300)
    assert page.evaluate(ON_PAPER)["loose"] == 0, "on the screen they are as wide as before"


@pytest.mark.parametrize("stem", FEW)
def test_a_page_is_printed_whole_though_nobody_has_scrolled(page, stem):
    page.set_viewport_size({"width": 1280, "height": 609})
    page.goto(f"/{stem}")
    settle(page)
    on_paper(page)
    page.goto(f"/{stem}?present=true&embed=true&embed_options=light_theme")
    expect(page.locator(".room .main-svg").first).to_be_visible(timeout=60_000)
    page.wait_for_timeout(500)
    on_paper(page)
    assert errors(page) == []


@pytest.mark.parametrize("stem", FEW)
def test_a_lesson_is_taken_as_a_handout_with_a_step_in_each_row(browser, page, stem, tmp_path):
    page.goto(f"/{stem}")
    settle(page)
    panel(page, "Download")
    file = taken(page, "Lesson (HTML)", tmp_path)
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    with opened_file(browser, file) as alone:
        steps = read_notes(stem).steps
        rows = alone.locator(".rows > .row")
        expect(rows).to_have_count(len(steps))
        expect(alone.locator(".main-svg:first-child")).to_have_count(len(steps))
        for row, shown in zip(rows.all(), steps, strict=True):
            facts = sentences.facts(concept.compute(state(concept, shown), TABLES))
            assert row.locator("p").inner_text() == fill(shown.say, facts).replace("**", "")
        on_paper(alone)


def test_words_of_strangers_stay_words_in_the_files(page, tmp_path):
    """As of columns in a visitor's own data."""
    stem = PAGES[0]
    page.goto(f"/{stem}")
    settle(page)
    panel(page, "Download")
    strangers = """() => {
            const bad = '</script><img src=x onerror="window.bad = 1"><script>window.bad = 1</script>';
            const [one, two, three] = document.querySelector(".sightglass-figure").data;
            [one.name, two.name, three.name] = ['=HYPERLINK("http://x")', bad, '\\t-1+1'];
            one.text = "-2.5";
            two.text = "@here, <b>there</b>";
        }"""
    page.evaluate(strangers)
    file = taken(page, "Numbers (CSV)", tmp_path)
    table = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    names = list(dict.fromkeys(row["trace"] for row in table))
    assert names[0] == '\'=HYPERLINK("http://x")' and names[2] == "'\t-1+1"
    words = dict.fromkeys((row["trace"], row["text"]) for row in table)
    assert (names[0], "-2.5") in words, "a plain number is left as it is"
    assert (names[1], "'@here, there") in words


def test_the_code_is_taken_with_the_values_on_screen(page, tmp_path):
    stem = PAGES[0]
    concept, sentences = (import_module(f"{folder}.{stem}") for folder in ("concepts", "sentences"))
    axis = controls_of(concept.Params)[concept.AXIS]
    value = axis.high
    params = replace(concept.Params(), **{concept.AXIS: value, "seed": 41})
    page.goto(f"/{stem}?{stem}.{concept.AXIS}={value}&{stem}.seed=41")
    settle(page)
    panel(page, "Download")
    script = taken(page, "Script (.py)", tmp_path)
    assert script.name == f"{stem}.py" and script.read_text("utf-8") == snippet(stem, params)
    ran = subprocess.run(
        [sys.executable, "-c", f"exec(open({str(script)!r}).read()); import json; "
         "print(json.dumps({k: float(v) for k, v in answer.items()}))"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer = json.loads(ran.stdout.splitlines()[-1])
    for name, number in sentences.answer(concept.compute(params, TABLES)).items():
        np.testing.assert_allclose(answer[name], number, rtol=1e-6, atol=1e-9, err_msg=name)
    book = taken(page, "Notebook (.ipynb)", tmp_path)
    made = json.loads(book.read_text("utf-8"))
    assert book.name == f"{stem}.ipynb" and made["nbformat"] == 4
    words, *code = made["cells"]
    assert page.url in "".join(words["source"])
    cells = ["".join(cell["source"]) for cell in code]
    assert ast.dump(ast.parse("\n\n".join(cells))) == ast.dump(ast.parse(script.read_text("utf-8")))
    assert errors(page) == []
