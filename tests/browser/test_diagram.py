"""Diagrams in a real browser, by a page of their own (tests/heroes) that the app never shows."""

import csv
import io
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.stage import axis, claim, panel, reach, resized, taken, unfold
from tests.browser.visitors import SCREEN, errors, serving, settle, until, visiting
from tests.heroes import HEROES, STEM, added, copied

CONCEPT, _, _ = added()
HERO = ".sightglass-figure >> nth=0"
PHONE = {"width": 390, "height": 664}
DRAWN = "e => e.querySelector('svg').outerHTML"
# Letters as they are seen: size, and whether they stand within the picture.
LETTERS = """e => {
    const box = e.querySelector("svg").getBoundingClientRect();
    return [...e.querySelectorAll("text")].filter(t => t.textContent).map(t => {
        const { left, right, top, bottom } = t.getBoundingClientRect();
        const inside = left >= box.left - 1 && right <= box.right + 1 && top >= box.top - 2 && bottom <= box.bottom + 2;
        return [t.textContent, parseFloat(getComputedStyle(t).fontSize), inside];
    });
}"""


@pytest.fixture(scope="module")
def walks(tmp_path_factory):
    """The address of a server of a copy of the app with the page of the diagrams in it."""
    folder = tmp_path_factory.mktemp("walks")
    with serving(tmp_path_factory.mktemp("server"), root=copied(folder)) as address:
        yield address


@pytest.fixture
def page(browser, walks):
    with visiting(browser, walks) as page:
        yield page


def opened(page, hero, more=""):
    page.goto(f"/{STEM}?{STEM}.preset={hero}{more}")
    settle(page)
    return page.locator(HERO)


@pytest.mark.parametrize("hero", HEROES)
def test_a_diagram_is_legible_moves_in_place_and_is_what_a_fresh_page_draws(page, hero):
    figure = opened(page, hero)
    for size in (PHONE, SCREEN):
        resized(page, *size.values())
        letters_are_never_small_nor_cut_off(figure, hero, size)
    reach(page, STEM)
    svg = figure.locator("svg").element_handle()
    page.evaluate(
        """svg => {
            window.changed = window.born = 0;
            new MutationObserver(all => all.forEach(({ type }) => {
                changed += type !== "childList";
                born += type === "childList";
            })).observe(svg, { subtree: true, childList: true, attributes: true, characterData: true });
        }""",
        svg,
    )
    box = axis(page).bounding_box()
    left, width, y = box["x"] + 15, box["width"] - 30, box["y"] + box["height"] / 2
    page.mouse.move(left, y)
    page.mouse.down()
    claims = set()
    for place in (0.1, 0.3, 0.5, 0.7, 0.9, 1.0, 0.62):
        page.mouse.move(left + width * place, y, steps=4)
        page.wait_for_timeout(80)
        claims.add(claim(page))
    changed, born = page.evaluate("[changed, born]")
    assert changed > 10 and born == 0 and len(claims) >= 3
    page.mouse.up()
    until(page, "stem => !window.sightglass.get(stem).moving", arg=STEM)
    settle(page)
    page.wait_for_timeout(300)
    held = figure.evaluate(DRAWN)
    page.reload()
    settle(page)
    page.wait_for_timeout(300)
    assert page.locator(HERO).evaluate(DRAWN) == held
    assert errors(page) == []


def letters_are_never_small_nor_cut_off(figure, hero, size):
    letters = figure.evaluate(LETTERS)
    assert all(height >= 12 for _, height, _ in letters), letters
    assert [text for text, _, inside in letters if not inside] == []
    seen = " ".join(text for text, _, _ in letters)
    if hero == "window" or (hero == "network" and size == SCREEN):
        assert any(digit in seen for digit in "123456789"), "numbers, where they have room"


# The middle of the window on the picture, and how wide it is.
WINDOW = """figure => {
    const { left, top, width, height } = figure.querySelector(".main-svg").children[figure.data.findIndex(({ name }) => name === "window")].firstChild.getBoundingClientRect();
    return [left + width / 2, top + height / 2, width];
}"""


def test_a_mark_of_a_diagram_is_dragged_and_the_axis_goes_with_it(page, sent):
    """A cell to the right is a step on, a cell down is a row of six."""
    figure = opened(page, "window", f"&{STEM}.step=7")
    until(page, "stem => !window.sightglass.get(stem).asking", arg=STEM)
    x, y, width = figure.evaluate(WINDOW)
    page.mouse.move(x, y)
    assert (
        figure.evaluate(
            "(e, [x, y]) => getComputedStyle(document.elementFromPoint(x, y)).cursor", [x, y]
        )
        == "grab"
    )
    until(page, "stem => window.sightglass.get(stem).axis.isReady()", arg=STEM)
    before = len(sent)
    page.mouse.down()
    page.mouse.move(x + width / 3, y + width / 3, steps=6)
    until(page, "stem => window.sightglass.get(stem).at === 14", arg=STEM)
    page.wait_for_timeout(200)
    assert figure.evaluate(WINDOW)[:2] == pytest.approx([x + width / 3, y + width / 3], abs=2)
    assert len(sent) == before, "the server was asked while dragging"
    page.mouse.up()
    until(page, "location.search.includes('step=14')")
    assert errors(page) == []


def test_in_front_of_a_room(page):
    page.goto(f"/{STEM}?present=true&step=network")
    page.wait_for_selector(".room .main-svg text", state="attached")
    page.wait_for_timeout(500)
    letters = page.locator(HERO).evaluate(LETTERS)
    assert letters and all(size >= 20 and inside for _, size, inside in letters)


def test_a_stop_is_told_by_its_name_and_chosen_by_it(page):
    opened(page, "window")
    reach(page, STEM)
    expect(axis(page)).to_have_attribute("aria-valuetext", "row 4, column 3")
    page.get_by_role("button", name="Step", exact=True).click()
    expect(axis(page)).to_have_attribute("aria-valuetext", "row 4, column 4")
    assert "row 4, column 4" in claim(page)
    until(page, "() => location.search.includes('walk.step=21')")
    settle(page)
    choose = page.get_by_role("combobox", name="Step, exactly")
    choose.select_option(label="row 1, column 2")
    until(page, "() => location.search.includes('walk.step=1')")
    settle(page)
    expect(axis(page)).to_have_attribute("aria-valuetext", "row 1, column 2")
    assert page.locator(".sightglass-axis input[type=number]").is_hidden()
    assert errors(page) == []


def test_the_table_and_the_file_tell_the_numbers_that_are_shown(page, tmp_path):
    opened(page, "window")
    page.locator("button.numbers-of").first.click()
    table = page.locator(".numbers-table")
    expect(table.locator("th")).to_have_text(["trace", "part", "value", "state"])
    rows = [each.split("\t") for each in table.locator("tbody tr").all_inner_texts()]
    result = CONCEPT.compute(CONCEPT.PRESETS["window"], {})
    assert ["map", "row 4, column 3", f"{result.response[3, 2]:g}", "now"] in rows
    assert ["map", "row 4, column 4", "", "to come"] in rows
    panel(page, "Download")
    found = taken(page, "Numbers (CSV)", tmp_path).read_text("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(found, newline="")))
    picture = [float(line["value"]) for line in lines if line["trace"] == "picture"]
    assert picture == result.picture.ravel().tolist()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_diagram_is_taken_as_picture_and_drawing(page, tmp_path, scheme):
    page.emulate_media(color_scheme=scheme)
    figure = opened(page, "network")
    box = figure.evaluate("e => [e.clientWidth, e.clientHeight]")
    panel(page, "Download")
    picture = Image.open(taken(page, "Picture (PNG)", tmp_path)).convert("RGB")
    box[1] += 32  # its name stands above it
    assert picture.width == 2 * box[0] and picture.height > 2 * box[1], "with its words around it"
    ground = (255, 255, 255) if scheme == "light" else (0x11, 0x14, 0x18)
    assert picture.getpixel((1, picture.height - 1)) == ground
    assert len(picture.getcolors(10**7)) > 20, "not blank"
    svg = ElementTree.parse(taken(page, "Drawing (SVG)", tmp_path)).getroot()
    assert [float(svg.get(side)) for side in ("width", "height")] == box
    assert sum(1 for _ in svg.iter("{http://www.w3.org/2000/svg}line")) >= 40
    assert "@font-face" in next(svg.iter("{http://www.w3.org/2000/svg}style")).text
    assert errors(page) == [] and page.left == []


def test_the_page_as_a_file_has_diagrams_curves_and_presets(browser, page, tmp_path):
    figure = opened(page, "tree")
    panel(page, "Download")
    file = taken(page, "Page (HTML)", tmp_path)
    page.keyboard.press("Escape")
    drawn = figure.locator("svg text").all_text_contents()
    context = browser.new_context(offline=True, viewport=SCREEN)
    alone = context.new_page()
    wrong = []
    alone.on("pageerror", lambda error: wrong.append(str(error)))
    alone.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    alone.goto(file.as_uri())
    expect(alone.locator(".sightglass-figure .main-svg:first-child")).to_have_count(2)
    assert alone.locator(HERO).locator("text").all_text_contents() == drawn
    presets = [where.locator(".strip button") for where in (page, alone)]
    assert presets[0].all_text_contents() == presets[1].all_text_contents()
    expect(alone.locator(".strip [aria-pressed=true]")).to_have_count(1)
    axis(alone).press("ArrowRight")
    expect(alone.locator(".strip [aria-pressed=true]")).to_have_count(0)
    for press in (presets[0].last, presets[1].last):
        press.click()
    settle(page)
    until(alone, "said => document.querySelector('h2').textContent === said", arg=claim(page))
    assert alone.locator(HERO).evaluate(LETTERS)[0][0] == figure.evaluate(LETTERS)[0][0]
    alone.get_by_role("button", name="Reset").click()
    until(
        alone,
        "said => [...document.querySelectorAll('svg')[0].querySelectorAll('text')].map(t => t.textContent).join() === said",
        arg=",".join(drawn),
    )
    alone.set_viewport_size(PHONE)
    alone.wait_for_timeout(500)
    assert alone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert wrong == []
    context.close()


def test_what_is_pinned_is_drawn_behind(page):
    figure = opened(page, "budget")
    alone = figure.locator("svg > g").count()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("button", name="Let go of A")).to_be_visible()
    settle(page)
    axis(page).focus()
    for _ in range(3):
        axis(page).press("ArrowRight")
    until(page, "() => location.search.includes('walk.step=34')")
    settle(page)
    assert figure.locator("svg > g").count() > alone
    assert figure.locator("svg > g").first.locator("line").count() == 4, "a sign for each gauge"
    expect(figure.locator("svg > g").last.locator("text")).to_have_text("A")
    assert errors(page) == []


def test_figures_of_both_kinds_take_turns_in_one_place(page):
    figure = opened(page, "network")
    unfold(page)
    for hero, drawn in (
        ("A curve", ".scatterlayer path"),
        ("A tree", "svg > g > rect"),
        ("A curve", ".scatterlayer path"),
    ):
        link = page.url
        page.get_by_role("combobox", name="Shown").select_option(label=hero)
        until(page, "link => location.href !== link", arg=link)
        settle(page)
        expect(figure.locator(drawn).first).to_be_attached()
        assert figure.locator(":scope > svg").count() == ("curve" not in hero)
    assert errors(page) == []


def test_a_diagram_does_not_wait_for_plotly(page):
    page.route("**/PlotlyChart*", lambda route: route.abort())
    page.goto(f"/{STEM}?{STEM}.preset=tree")
    expect(page.locator(f"{HERO} >> svg > g > rect >> nth=0")).to_be_attached(timeout=60_000)
    assert page.evaluate("!window.Plotly")


def test_the_home_page_has_its_small_picture(page):
    page.goto("/")
    small = page.locator(f".tile[data-stem={STEM}] .picture")
    small.scroll_into_view_if_needed(timeout=60_000)
    expect(small.locator("svg > g line").first).to_be_attached(timeout=60_000)
    assert small.locator("text").count() == 0
    assert errors(page) == []
