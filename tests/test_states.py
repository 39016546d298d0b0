"""Every preset and every corner of the controls: computed, drawn and said once, and looked at by all. Names none."""

import json
import re
from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from concepts.controls import controls_of, corners
from data.read import TABLES
from figures import theme
from figures.diagram import Diagram
from figures.drawing import FEW
from tests.bits import digest, leaves
from tests.eyes import APART, EYES, MEANINGS, distance, lab, linear
from tests.house import STEMS, drawings, said
from tests.sample import PAGES
from tests.stages import in_turn
from tests.tables import agree, told
from tests.words import HUE, SHAPE, in_house
from ui.compute import held_bytes
from ui.texts import TABS, link_texts, read_link

STATES = [
    (stem, params)
    for stem in STEMS
    for concept in [import_module(f"concepts.{stem}")]
    for ends in [list(corners(concept.Params))[:: 1 if stem in PAGES else 2]]
    for params in dict.fromkeys((*concept.PRESETS.values(), *ends))
]
LOOKS = []


def look(check):
    """A check of what is shown in a state."""
    LOOKS.append(check)
    return check


def test_what_ticks_say():
    for text, value in (
        ("0.01", 0.0099),
        ("10⁻⁴", 1e-4),
        ("10<sup>−8</sup>", 1e-8),
        ("≤ 10<sup>6</sup>", 1e6),
        ("mean = 1", 1.0),
        ("5%", 0.05),
        ("1,000", 1000.0),
    ):
        assert agree(text, value) and not agree(text, 2.1 * value)
    assert agree("Apr", told("year", 90.25 / 365.25)) and not agree("Apr", told("year", 0.5))
    assert agree("0.5", told("log-odds", 0.0)) and agree("97.5%", told("probit", 1.96))
    assert agree("b", told(["a", "b"], 1.0)) and not agree("b", 1.0)


@dataclass(frozen=True)
class Shown:
    """A state of a page: its Result, its figures by name, also as they are sent, and what is said of it."""

    stem: str
    params: Any
    result: Any
    figures: dict[str, Any]
    texts: dict[str, str]
    sent: dict[str, Any]
    said: list[str]
    headline: dict[str, str]
    facts: dict[str, str]
    untouched: bool


def named(state):
    stem, params = state
    default = type(params)()
    moved = (n for n in controls_of(params) if getattr(params, n) != getattr(default, n))
    return "-".join([stem, *(f"{name}={getattr(params, name)}" for name in moved)])


@pytest.mark.parametrize("state", STATES, ids=named)
def test_a_state(state):
    stem, params = state
    sentences = import_module(f"sentences.{stem}")
    result = import_module(f"concepts.{stem}").compute(params, TABLES)
    before = digest(result)
    unsaid = {name for name in drawings(stem) if not hasattr(sentences, name)}
    assert unsaid == set(), f"no sentence in sentences/{stem}.py is called as these figures are"
    figures = {name: draw(result) for name, draw in drawings(stem).items()}
    texts = {name: drawing.to_json() for name, drawing in figures.items()}
    shown = Shown(
        stem,
        params,
        result,
        figures,
        texts,
        sent={name: json.loads(text) for name, text in texts.items()},
        said=[sentences.claim(result), *(getattr(sentences, name)(result) for name in figures)],
        headline=sentences.headline(result),
        facts=sentences.facts(result),
        untouched=digest(result) == before,
    )
    in_turn(LOOKS, shown)


@look
def drawing_and_saying_leave_the_result_as_it_was(shown):
    assert shown.untouched, "all visitors share it"


@look
def all_is_drawn_and_said(shown):
    """Plotly checks every figure: it names an attribute that it does not know."""
    assert shown.result.params == shown.params
    assert 2 <= len(shown.headline) <= 6
    for text in shown.said:
        said(text)
    for name, drawing in shown.figures.items():
        figure = drawing.checked()
        assert shown.sent[name]["layout"]["meta"] == drawing.layout["meta"]
        said(drawing.layout["meta"]["shows"])
        assert drawing.data, name
        if isinstance(drawing, Diagram):
            continue
        for trace in figure.data:
            for axis in ("x", "y", "z"):
                values = trace[axis] if axis in trace else None
                assert not isinstance(values, list), f"{name}: a list, not an array"
        if name == "miniature":
            assert not figure.layout.annotations, "a miniature has no labels"
            continue
        for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
            seen = axis.visible is not False and axis.showticklabels is not False
            assert axis.title.text or not seen, f"{name}: no axis title"


MOST_BYTES = 300_000  # of a Result: hundreds of them are kept


@look
def the_result_of_a_preset_is_small(shown):
    """With all that was worked out while it was drawn and said."""
    concept, sentences = (
        import_module(f"{folder}.{shown.stem}") for folder in ("concepts", "sentences")
    )
    if shown.params in concept.PRESETS.values():
        sentences.measures(shown.result)
        sentences.answer(shown.result)
        assert held_bytes(shown.result) <= MOST_BYTES


@look
def a_tick_says_what_tables_tell_of_its_place(shown):
    """And no two columns of a table are called the same."""
    for name, drawing in shown.figures.items():
        if isinstance(drawing, Diagram) or name == "miniature":
            continue
        axes = {side: looks for side, looks in drawing.layout.items() if side[1:5] == "axis"}
        scales = drawing.layout["meta"].get("scales", {})
        for side, looks in axes.items():
            for place, text in (
                zip(looks["tickvals"], looks["ticktext"], strict=True)
                if "ticktext" in looks
                else ()
            ):
                said = told(scales.get(side), float(place))
                assert agree(str(text), said), (
                    f"{name}: {text} on the {side} is told as {said}; see `scale` in figures/theme.py"
                )
        for trace in drawing.data:
            sides = [trace.get(f"{side}axis", side).replace(side, f"{side}axis") for side in "xy"]
            x, y = (axes[side].get("title", {}).get("text") for side in sides)
            assert x != y or not x, f"{name}: {x} across and up"


@look
def a_link_gives_back_the_state_it_was_made_from(shown):
    concept = import_module(f"concepts.{shown.stem}")
    for tab in TABS:
        texts = link_texts(shown.stem, concept, shown.params, tab)
        assert read_link(shown.stem, concept, texts) == (shown.params, tab, [])


def entry(owner, field):
    """What a docstring says of that attribute: its summary, and the attribute's own lines."""
    summary, _, attributes = cleandoc(owner.__doc__ or "").partition("Attributes\n")
    each = re.split(r"(?:^|(?<=\. ))(?=\w+(?:, \w+)* : )", attributes, flags=re.MULTILINE)
    return summary + "".join(e for e in each if field in e.partition(" : ")[0].split(", "))


def test_entries_of_a_docstring():
    class Made:
        """Sums; nan if empty.

        Attributes
        ----------
        a, b : One, and
            another. c : The third.
        """

    assert entry(Made, "b").endswith("a, b : One, and\n    another. ")
    assert entry(Made, "c").split() == "Sums; nan if empty. c : The third.".split()
    assert entry(Made, "d").split() == "Sums; nan if empty.".split()


@look
def a_number_that_is_not_finite_is_so_by_its_docstring(shown):
    """Undefined is nan, without limit is inf: and the class that holds the field says so of it."""
    found = set()
    for owner, field, value in leaves(shown.result):
        if getattr(np.asarray(value).dtype, "kind", "") != "f":
            continue
        for there, word in ((np.isnan(value), "nan"), (np.isinf(value), "inf(inite)?")):
            if there.any() and not re.search(rf"\b{word}\b", entry(owner, field), re.IGNORECASE):
                found.add(f"{owner.__name__}.{field} may be {word}")
    assert found == set()


def parts(thing, path=()):
    """Every value within a figure and the names that lead to it; of arrays the whole."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield from parts(value, (*path, key))
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from parts(value, path)
    else:
        yield path, thing


# Of a trace: where a nan leaves a gap.
GAPS = {("data", name) for name in ("x", "y", "customdata", "values", "weights", "shares")}


@look
def what_is_undefined_leaves_a_gap_in_the_figure_and_a_word_in_its_text(shown):
    for name, drawing in shown.figures.items():
        for path, value in parts(drawing.parts()):
            each = np.ravel(value)
            if each.dtype.kind == "f":
                assert not np.isinf(each).any(), (name, path)
                assert path[:2] in GAPS or not np.isnan(each).any(), (name, path)
            elif each.dtype.kind in "UO" and path[-1] != "source":
                for text in each:
                    assert not re.search(r"\b(nan|inf|None)\b", str(text or "")), (name, path, text)
    for text in (*shown.said, *shown.facts.values(), *shown.headline.values()):
        assert not re.search(r"\b(nan|inf|None)\b", text), text


def within(axis, values, log):
    """Whether each value lies in the axis's range; `log` says that it is the logarithm of one."""
    low, high = sorted(float(end) for end in axis["range"])
    values = np.asarray(values, float)
    values = np.log10(values) if axis.get("type") == "log" and not log else values
    air = 1e-6 * (high - low)
    return (values >= low - air) & (values <= high + air)


@look
def words_stand_where_plotly_draws_them(shown):
    """It hides texts and labels of data that lie beyond an axis's range, clipped or not."""
    for name, drawing in shown.figures.items():
        layout, hidden = drawing.layout, []
        for trace in drawing.data:
            if "text" in trace.get("mode", ""):
                seen = np.ones(np.shape(trace["x"]), bool)
                for side in ("x", "y"):
                    axis = layout[trace.get(f"{side}axis", side).replace(side, f"{side}axis")]
                    seen &= within(axis, trace[side], log=False)
                hidden += np.broadcast_to(trace["text"], seen.shape)[~seen].tolist()
        for label in layout.get("annotations", ()):
            for side in ("x", "y"):
                axis = layout.get(label.get(f"{side}ref", side).replace(side, f"{side}axis"), {})
                if "range" in axis and not within(axis, label[side], log=True):
                    hidden.append(label["text"])
        assert [text for text in hidden if text.strip()] == [], name


@look
def figures_are_sent_as_bytes_and_not_as_long_lists_of_numbers(shown):
    def numbers(thing):
        if isinstance(thing, list) and all(isinstance(n, int | float) for n in thing):
            return len(thing)
        inside = thing.values() if isinstance(thing, dict) else thing
        return max(map(numbers, inside), default=0) if isinstance(thing, dict | list) else 0

    for name, figure in shown.sent.items():
        assert numbers(figure) <= FEW, name


@look
def every_figure_says_what_it_shows_in_words_of_its_own(shown):
    shows = {n: d.layout["meta"]["shows"] for n, d in shown.figures.items() if n != "miniature"}
    assert len(set(shows.values())) == len(shows)


LONGEST = 40


def is_shown(trace):
    """Whether plotly.js writes the trace's name beside what is hovered over."""
    info = trace.get("hoverinfo", "all")
    if info in ("skip", "none"):
        return False
    if trace.get("hovertemplate"):
        return not trace["hovertemplate"].endswith("<extra></extra>")
    return info == "all" or "name" in info.split("+")


def test_when_a_name_is_shown():
    assert is_shown({}) and is_shown({"hoverinfo": "x+name"})
    assert is_shown({"hoverinfo": "x", "hovertemplate": "%{y}"})
    assert is_shown({"hovertemplate": "%{y}<extra>curve</extra>"})
    assert not is_shown({"hovertemplate": "%{y}<extra></extra>"})
    assert not is_shown({"hoverinfo": "skip", "hovertemplate": "%{y}"})
    assert not is_shown({"hoverinfo": "x+y", "hovertemplate": None})


@look
def every_trace_has_a_name_of_its_own_that_is_not_seen_in_the_figure(shown):
    """In the table and the file of a figure's numbers it is all that tells what is what."""
    for figure, drawing in shown.figures.items():
        if figure == "miniature":
            continue
        found = [trace.get("name") for trace in drawing.data]
        assert all(found) and len(set(found)) == len(found), (figure, found)
        for name in found:
            assert len(name) <= LONGEST and name == " ".join(name.split()), (figure, name)
            assert not re.search(r"[<>&{}\[\]]|^[=+\-@]|\b(nan|None)\b", name), (figure, name)
        if isinstance(drawing, Diagram):
            continue
        assert drawing.layout["showlegend"] is False, figure
        for trace in drawing.data:
            assert not trace.get("showlegend") and not is_shown(trace), (figure, trace["name"])
            for template in ("hovertemplate", "texttemplate"):
                assert "fullData.name" not in (trace.get(template) or ""), (figure, trace["name"])


PALETTE = {getattr(theme, name) for name in (*MEANINGS, "FAINT", "PAPER")} | set(
    theme.TEXT.values()
)


def colors_in(drawing):
    """Every colour that a figure names, in its looks or within a text."""
    for path, value in parts(drawing.parts()):
        if str(path[-1]).endswith("color"):
            yield from map(str, np.ravel(value))
        elif path[-1] == "text":
            yield from re.findall(r"color:\s*([^;\"]+)", " ".join(map(str, np.ravel(value))))


@look
def figures_have_the_colours_of_the_palette_alone(shown):
    """Else a dark page would not swap them, and they would mean something else on every page."""
    for name, drawing in shown.figures.items():
        others = {of_palette(color) for color in colors_in(drawing)} - PALETTE
        assert others <= {NONE}, name


@look
def a_dark_page_has_the_colours_of_a_dark_page_in_its_texts_too(shown):
    """A key is told by its colour: it is swapped as that of its line is."""
    swapped = set(theme.DARK) - set(theme.DARK.values())
    for name, text in shown.texts.items():
        dark = json.loads(theme.for_dark(text))
        left = {c for c in colors_in(SimpleNamespace(parts=lambda dark=dark: dark)) if c in swapped}
        assert left == set(), name


@look
def no_sentence_leans_on_a_hue(shown):
    alts = (drawing.layout["meta"]["shows"] for drawing in shown.figures.values())
    for text in (*shown.said, *alts):
        assert not re.search(rf"{HUE}(?! {SHAPE})", text, re.IGNORECASE), text


@look
def what_is_said_is_said_in_the_words_of_the_field(shown):
    alts = (drawing.layout["meta"]["shows"] for drawing in shown.figures.values())
    for text in (*shown.said, *shown.headline, *alts):
        assert in_house(text) == {}, text


# --- colour is never the only cue


def on_page(color, dark):
    """#rrggbb of a colour as it is drawn on a light or a dark page, what shines through mixed in."""
    paper = theme.DARK[theme.PAPER] if dark else theme.PAPER
    if color.startswith("#"):
        return json.loads(theme.for_dark(json.dumps(color))) if dark else color
    *rgb, share = (float(each) for each in re.findall(r"[\d.]+", color))
    under = [int(paper[i : i + 2], 16) for i in (1, 3, 5)]
    mixed = (round(share * c + (1 - share) * u) for c, u in zip(rgb, under, strict=True))
    return "#" + "".join(f"{c:02x}" for c in mixed)


NONE = "#000000"  # of which nothing is seen: the ground of a figure is clear


def of_palette(color):
    """The colour of the palette that a colour, perhaps faded, is made of."""
    if color.startswith("#"):
        return color
    return "#" + "".join(f"{int(each):02x}" for each in re.findall(r"[\d.]+", color)[:3])


def marks_of(trace):
    """What a trace draws: colour, and all else that tells it from others."""
    panel = trace.get("xaxis", "x"), trace.get("yaxis", "y")
    mode, stroke, marker = trace.get("mode", ""), trace.get("line", {}), trace.get("marker", {})
    if np.isnan(np.asarray(trace["x"], float) + np.asarray(trace["y"], float)).all():
        return  # nothing is drawn
    if "lines" in mode and stroke.get("width", 2) > 0:
        yield stroke["color"], (panel, "line", stroke.get("dash", "solid"), stroke.get("width", 2))
    if trace.get("fill"):
        yield trace["fillcolor"], (panel, "area", trace.get("fillpattern", {}).get("shape", ""), 1)
    if "markers" in mode:
        looks = marker["color"], marker.get("symbol", "circle"), marker.get("size", 6)
        for color, symbol, size in set(
            zip(*map(np.ravel, np.broadcast_arrays(*looks)), strict=True)
        ):
            if size > 0:
                yield str(color), (panel, "mark", str(symbol), float(size))


def otherwise(a, b):
    """Whether two marks differ in more than colour: panel, kind, dash or symbol, or by half in size."""
    return a[:3] != b[:3] or max(a[3], b[3]) >= 1.5 * min(a[3], b[3])


def alike(drawing, dark):
    """Pairs of colours that some eye takes for one, drawn with no other difference."""
    if isinstance(drawing, Diagram):
        return []  # signs are dashed too, and groups are named in its table
    drawn = {
        mark for trace in drawing.data if trace.get("mode") != "text" for mark in marks_of(trace)
    }
    # A tint under a line of its own colour says nothing that the line does not.
    lines = {color for color, (_, kind, *_) in drawn if kind == "line"}
    drawn = {
        m
        for m in drawn
        if m[1][1] != "area" or m[0].startswith("#") or of_palette(m[0]) not in lines
    }
    return sorted(
        {
            (*sorted((a, b)), kind[1])
            for (a, kind), (b, other) in combinations(sorted(drawn), 2)
            if a != b
            and not otherwise(kind, other)
            and distance(on_page(a, dark), on_page(b, dark)) < APART
        }
    )


def test_eyes_and_distances_by_hand():
    for eye in EYES.values():  # greys stay as they are
        np.testing.assert_allclose(eye.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(lab(linear("#ffffff")), [100, 0, 0], atol=1e-6)
    # sRGB's own red, as it stands in tables
    np.testing.assert_allclose(lab(linear("#ff0000")), [53.24, 80.09, 67.20], atol=0.02)
    assert distance("#000000", "#ffffff") == pytest.approx(100, abs=0.01)
    # a red and an olive: far apart for three cones, near for two
    red, olive = linear("#b00000"), linear("#6b6b00")
    assert np.linalg.norm(lab(red) - lab(olive)) > 4 * APART
    assert distance("#b00000", "#6b6b00") < APART
    assert on_page(theme.faded("#000000", 0.5), dark=False) == "#808080"


# Where an eye cannot, a dash, a marker or a width must tell them apart: see below.
NEAR = {
    "light": {("NOISE", "FIFTH")},
    "dark": {("NOISE", "FIFTH"), ("MUTED", "FIFTH"), ("MUTED", "NOISE")},
}


@pytest.mark.parametrize("page", NEAR)
def test_the_colours_of_the_palette_are_told_apart_by_every_eye(page):
    color = {name: on_page(getattr(theme, name), page == "dark") for name in MEANINGS}
    near = {(a, b) for a, b in combinations(MEANINGS, 2) if distance(color[a], color[b]) < APART}
    assert near == NEAR[page]


@look
def no_two_series_of_a_figure_differ_in_a_colour_that_some_eye_does_not_see(shown):
    for name, drawing in shown.figures.items():
        for page in NEAR:
            assert alike(drawing, page == "dark") == [], (name, page)
