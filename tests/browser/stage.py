"""What stands on a page's stage, as a browser has it: claim, axis, sliders, and all that is drawn."""

import re
from importlib import import_module

from playwright.sync_api import expect

from concepts.controls import Range, applies, controls_of
from tests.browser.visitors import settle, until


def claim(page):
    return page.locator("h2").first.inner_text()


def axis(page):
    return page.locator(".sightglass-axis input[type=range]")


def step(page):
    """Move the axis by one place, whichever way there is one."""
    axis(page).press("ArrowLeft" if axis(page).input_value() == "1" else "ArrowRight")


def reach(page, stem):
    """Put the pointer on the axis, with the claim in sight, and wait until the browser holds the reel."""
    page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0)")
    axis(page).hover()
    until(page, "stem => window.sightglass?.get(stem)?.reel", arg=stem)
    page.wait_for_timeout(300)


def stage_alone(page):
    """What is below the stage need not be drawn where nobody looks at it."""
    page.add_style_tag(content='[class*="-gallery"], [data-testid="stTabs"] { display: none; }')


def resized(page, width, height):
    """Another size of the window, and the figures have followed."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(150)
    until(
        page,
        """() => [...document.querySelectorAll(".sightglass-figure")].every(
        figure => !figure.clientWidth || Math.abs(figure.querySelector(".main-svg").clientWidth - figure.clientWidth) <= 1)""",
    )
    page.wait_for_timeout(50)


def sliders(stem):
    """The sliders of the panel that are there at first."""
    concept = import_module(f"concepts.{stem}")
    default = concept.Params()
    return [
        name
        for name, control in controls_of(default).items()
        if isinstance(control, Range) and name != concept.AXIS and applies(control, default)
    ]


def bring(page, name, content):
    """Have the visitor bring a file of that name."""
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def unfold(page):
    """Open what is folded under *More* in the panel; the tab keeps it so."""
    more = page.locator(".panel .more")
    if more.get_attribute("open") is None:
        more.locator("summary").click()


# What is asked of a page by axe.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

ACTIONS = ["Guess first", "Challenges", "Compare", "Present", "Share", "Download"]
# The place of each action on the screen, in the order of the document; and of the words around them, as far as they are seen.
PLACES = """() => {
    const place = ({ left, top, right, bottom }) => [left, top, right, bottom].map(Math.round);
    const said = (e) => {
        const words = document.createRange();
        words.selectNodeContents(e);
        const [all, box] = [words, e].map((each) => place(each.getBoundingClientRect()));
        return all.map((edge, i) => (i < 2 ? Math.max : Math.min)(edge, box[i]));
    };
    const row = [...document.querySelectorAll(".bar :is(label, .place button)")];
    const title = document.querySelector("h1");
    const question = title.nextElementSibling;
    const score = document.querySelector(".bar .score");
    return {
        names: row.map((e) => e.textContent), row: row.map((e) => place(e.getBoundingClientRect())),
        score: said(score), squeezed: score.clientWidth === 0,
        cut: title.scrollWidth > title.clientWidth, whole: title.title.split("\\n")[0] === title.textContent,
        words: [said(title), said(question), ...[".presets", "h2"].map((e) => place(document.querySelector(e).getBoundingClientRect()))],
        sideways: document.documentElement.scrollWidth - innerWidth,
    };
}"""


def overlap(one, other):
    return all(one[i] < other[i + 2] and other[i] < one[i + 2] for i in (0, 1))


# The least size of what is written on the screen, in pixels, and how far the page is too long.
TYPE = """() => Math.min(...[...document.querySelectorAll(".room *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.checkVisibility()
        && e.getBoundingClientRect().width && !e.style.fontSize.endsWith("%") && e.tagName !== "OPTION" && e.tagName !== "STYLE")
    .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
TOO_LONG = """() => Math.max(...[...document.querySelectorAll(".room, .room *")].filter(e => !(e instanceof SVGElement))
    .filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().bottom)) - innerHeight"""

# Notes what the policy of our pages refuses; to be there before the page is.
WATCH = """
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.refused.push([event.effectiveDirective, event.blockedURI]));
"""
# Streamlit's protobuf tries WebAssembly for long numbers, and does without.
WITHOUT = [["script-src", "wasm-eval"]]

# The words, and of figures each line, mark and text with its place in it: of "all"; of the claim and the "main" one;
# or of what is "seen" on the screen.
DRAWN = """which => {
    const isAsked = each => {
        const { top, bottom } = each.getBoundingClientRect();
        return which !== "seen" || (top < innerHeight && bottom > 0);
    };
    const words = which === "main" ? "h2" : ".sightglass-row h2, .sightglass-row p";
    const figures = [...document.querySelectorAll(".sightglass-figure")].slice(0, which === "main" ? 1 : Infinity);
    const whole = place => Math.round(+place.toFixed(3)); // half a pixel is told as 0.49998 where the page is scrolled
    const piecesOf = e => { // of a line with gaps plotly.js makes a path for each piece, and we one for all
        const pieces = e.matches(".js-line") ? e.getAttribute("d").match(/M[^M]+/g) ?? [] : [];
        if (pieces.length < 2) return [e.getBoundingClientRect()];
        return pieces.map(d => {
            const piece = e.parentNode.appendChild(e.cloneNode());
            piece.setAttribute("d", d);
            const box = piece.getBoundingClientRect();
            piece.remove();
            return box;
        });
    };
    return [
        ...[...document.querySelectorAll(words)].filter(isAsked).map(e => e.textContent)
            .filter(said => !said.startsWith("You started from")), // a link does not say it
        ...figures.filter(isAsked).flatMap(figure => {
            const { x, y } = figure.getBoundingClientRect();
            return [...figure.querySelectorAll(
                ".scatterlayer path, .barlayer path, .scatterlayer text, .annotation text, .xtick text, .ytick text, .imagelayer image, "
                + ":scope > .main-svg *")] // the last of a diagram
                .flatMap(e => piecesOf(e).map(box => [e, box]))
                .filter(([e, box]) => box.width || box.height)
                .map(([e, box]) => [figures.indexOf(figure), e.tagName, e.textContent, whole(box.x - x), whole(box.y - y)].join(" "));
        }),
    ];
}"""


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


def assert_same_when_loaded_anew(page, which):
    live = page.evaluate(DRAWN, which)
    page.reload()
    settle(page)
    assert_same(live, page.evaluate(DRAWN, which))


def scrolled(page):
    """Every figure has been in sight, and is drawn."""
    for y in (600, 1200, 1800, 2400, 0):
        page.mouse.wheel(0, y - 3000 if y == 0 else 600)
        page.wait_for_timeout(100)
    page.wait_for_timeout(400)


def panel(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    return page.get_by_role("dialog", name=name)


def taken(page, button, folder):
    """The file that a button of the panel makes."""
    page.wait_for_timeout(100)  # of more than ten a second Chromium drops the next without a word
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name=button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    expect(page.get_by_role("status").filter(has_text=f"{path.name} is in your")).to_be_visible()
    return path


# Labels that run into one another, stick out of their figure, or have an upright line through them.
UNREAD = """() => {
    const isOpaque = (plate) => plate && parseFloat(getComputedStyle(plate).fillOpacity) > 0.5; // it lies over the line
    const found = [];
    for (const figure of document.querySelectorAll(":is(.stage, .room) .sightglass-figure")) {
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

# What of the claim, the main figure and the axis is not on the screen, or lies over another; by how many pixels.
OUT = """() => {
    const main = document.querySelector("[data-testid=stMain]");
    main.scrollTop = 0;
    const claim = document.querySelector(".question:not([hidden])") ?? document.querySelector(".stage h2, .room h2, .room > .rows p");
    const axisNode = document.querySelector(".sightglass-axis:not([hidden])"); // a step may do without
    const found = { claim, figure: document.querySelector(".sightglass-figure"), ...(axisNode ? { axis: axisNode } : {}) };
    const boxes = Object.fromEntries(Object.entries(found).map(([name, node]) => [name, node.getBoundingClientRect()]));
    const out = {};
    for (const [name, { left, top, right, bottom, height }] of Object.entries(boxes)) {
        const beyond = Math.max(-left, -top, right - innerWidth, bottom - innerHeight);
        if (beyond > 0.5) out[name] = beyond;
        if (height < (name === "figure" ? 200 : 20)) out[`${name} too low`] = height;
    }
    const { claim: words, figure, axis } = boxes;
    if (words.bottom > figure.top + 0.5) out["claim over figure"] = words.bottom - figure.top;
    if (axis && figure.bottom > axis.top + 0.5) out["figure over axis"] = figure.bottom - axis.top;
    const names = [...document.querySelectorAll(".ticks button")].filter((e) => e.checkVisibility({ visibilityProperty: true }));
    const ticks = names.map((e) => e.getBoundingClientRect()).sort((a, b) => a.left - b.left);
    for (const [i, { left, right, bottom }] of ticks.entries()) {
        if (left < ticks[i - 1]?.right - 0.5) out["tick over tick"] = ticks[i - 1].right - left;
        if (left < -0.5 || right > innerWidth + 0.5 || bottom > innerHeight) out["tick beyond"] = [left, right, bottom];
    }
    const cut = [...document.querySelectorAll(":is(.stage, .room) .sightglass-name h3")].filter((name) => {
        const word = document.createRange(); // before the colon; what follows is left out as a whole
        word.setStart(name, 0);
        word.setEndBefore(name.querySelector(".rest"));
        const { right, bottom } = word.getBoundingClientRect();
        const box = name.getBoundingClientRect();
        return right > box.right + 0.5 || bottom > box.bottom + 0.5;
    });
    if (cut.length) out["name cut"] = cut.map((e) => e.textContent);
    const sideways = document.documentElement.scrollWidth - innerWidth;
    if (sideways > 0) out.sideways = sideways;
    return out;
}"""
