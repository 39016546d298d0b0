"""What every concept owes its reader: pure numbers, honest gaps, figures for every eye. Names none."""

import json
import random
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError
from importlib import import_module
from inspect import cleandoc
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from concepts.controls import controls_of, corners
from content.read import read_notes
from data.read import OWN, TABLES
from figures import theme
from figures.diagram import Diagram
from figures.drawing import FEW
from tests.bits import PRESETS, digest, forget, leaves
from tests.eyes import APART, EYES, MEANINGS, distance, lab, linear
from tests.house import STEMS, drawings

ROOT = Path(__file__).parent.parent

# --- compute is a function of its arguments


def the_tables():
    return {name: digest(TABLES[name]) for name in (*TABLES, *OWN)}


@pytest.fixture(scope="module")
def as_shipped():
    return the_tables()


@pytest.fixture(scope="module")
def elsewhere():
    """The bits of each preset in another process, from each of two threads that ran at once."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bits"], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stderr
    return {(stem, name): said for stem, name, *said in json.loads(ran.stdout)}


@pytest.mark.parametrize(("stem", "name"), PRESETS)
def test_compute_is_a_function_of_its_arguments_alone(stem, name, as_shipped):
    concept = import_module(f"concepts.{stem}")
    params, given = concept.PRESETS[name], dict(TABLES) | {name: TABLES[name] for name in OWN}
    before = repr(params), list(given), random.getstate(), np.random.get_state()  # noqa: NPY002
    forget()
    fresh = digest(concept.compute(params, given))
    assert digest(concept.compute(params, given)) == fresh, (
        "what is remembered is what was computed"
    )
    forget()
    assert digest(concept.compute(params, given)) == fresh, "twice the same, nothing remembered"
    after = repr(params), list(given), random.getstate(), np.random.get_state()  # noqa: NPY002
    np.testing.assert_equal(after, before)
    assert the_tables() == as_shipped


@pytest.mark.parametrize(("stem", "name"), PRESETS)
def test_compute_gives_the_same_bits_in_another_process_and_in_two_threads(stem, name, elsewhere):
    concept = import_module(f"concepts.{stem}")
    here = digest(concept.compute(concept.PRESETS[name], TABLES))
    assert elsewhere[stem, name] == [here, here]


@pytest.mark.parametrize("stem", STEMS)
def test_params_are_frozen_and_can_be_remembered(stem):
    concept = import_module(f"concepts.{stem}")
    params = concept.Params()
    with pytest.raises(FrozenInstanceError):
        setattr(params, concept.AXIS, getattr(params, concept.AXIS))
    assert {params: 1}[concept.Params()] == 1


# --- every preset and every corner of the controls, drawn and said

STATES = [
    (stem, params)
    for stem in STEMS
    for concept in [import_module(f"concepts.{stem}")]
    for params in dict.fromkeys((*concept.PRESETS.values(), *corners(concept.Params)))
]


def named(state):
    stem, params = state
    default = type(params)()
    moved = (n for n in controls_of(params) if getattr(params, n) != getattr(default, n))
    return "-".join([stem, *(f"{name}={getattr(params, name)}" for name in moved)])


@pytest.fixture(scope="module", params=STATES, ids=named)
def shown(request):
    """A state of a page: its Result, its figures by name, and what is said of it."""
    stem, params = request.param
    sentences = import_module(f"sentences.{stem}")
    result = import_module(f"concepts.{stem}").compute(params, TABLES)
    before = digest(result)
    figures = {name: draw(result) for name, draw in drawings(stem).items()}
    said = [sentences.claim(result), *(getattr(sentences, name)(result) for name in figures)]
    return SimpleNamespace(
        result=result,
        figures=figures,
        said=said,
        facts=sentences.facts(result),
        untouched=digest(result) == before,
    )


def test_drawing_and_saying_leave_the_result_as_it_was(shown):
    assert shown.untouched, "all visitors share it"


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


def test_a_number_that_is_not_finite_is_so_by_its_docstring(shown):
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


def test_what_is_undefined_leaves_a_gap_in_the_figure_and_a_word_in_its_text(shown):
    for name, drawing in shown.figures.items():
        for path, value in parts(drawing.parts()):
            each = np.ravel(value)
            if each.dtype.kind == "f":
                assert not np.isinf(each).any(), (name, path)
                assert path[:2] in GAPS or not np.isnan(each).any(), (name, path)
            elif each.dtype.kind in "UO" and path[-1] != "source":
                for text in each:
                    assert not re.search(r"\b(nan|inf|None)\b", str(text or "")), (name, path, text)
    for text in (*shown.said, *shown.facts.values()):
        assert not re.search(r"\b(nan|inf|None)\b", text), text


def within(axis, values, log):
    """Whether each value lies in the axis's range; `log` says that it is the logarithm of one."""
    low, high = sorted(float(end) for end in axis["range"])
    values = np.asarray(values, float)
    values = np.log10(values) if axis.get("type") == "log" and not log else values
    air = 1e-6 * (high - low)
    return (values >= low - air) & (values <= high + air)


def test_words_stand_where_plotly_draws_them(shown):
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


def test_figures_are_sent_as_bytes_and_not_as_long_lists_of_numbers(shown):
    def numbers(thing):
        if isinstance(thing, list) and all(isinstance(n, int | float) for n in thing):
            return len(thing)
        inside = thing.values() if isinstance(thing, dict) else thing
        return max(map(numbers, inside), default=0) if isinstance(thing, dict | list) else 0

    for name, drawing in shown.figures.items():
        assert numbers(json.loads(drawing.to_json())) <= FEW, name


def test_every_figure_says_what_it_shows_in_words_of_its_own(shown):
    shows = {n: d.layout["meta"]["shows"] for n, d in shown.figures.items() if n != "miniature"}
    assert len(set(shows.values())) == len(shows)


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


def test_figures_have_the_colours_of_the_palette_alone(shown):
    """Else a dark page would not swap them, and they would mean something else on every page."""
    for name, drawing in shown.figures.items():
        others = {of_palette(color) for color in colors_in(drawing)} - PALETTE
        assert others <= {NONE}, name


def test_a_dark_page_has_the_colours_of_a_dark_page_in_its_texts_too(shown):
    """A key is told by its colour: it is swapped as that of its line is."""
    swapped = set(theme.DARK) - set(theme.DARK.values())
    for name, drawing in shown.figures.items():
        dark = json.loads(theme.for_dark(drawing.to_json()))
        left = {c for c in colors_in(SimpleNamespace(parts=lambda dark=dark: dark)) if c in swapped}
        assert left == set(), name


# Where Streamlit draws the words, and LaTeX with them; elsewhere our own script does, without.
WITH_FORMULAS = {
    ("Notes", "prose"),
    ("Belief", "truth"),
    ("Question", "proof"),
    ("FollowUp", "answer"),
    ("Mistake", "why"),
}


@pytest.mark.parametrize("stem", STEMS)
def test_formulas_stand_only_where_they_are_drawn(stem):
    """`tests/browser/test_formulas.py` sees to it that there they are."""
    words = [each for each in leaves(read_notes(stem)) if isinstance(each[2], str)]
    assert len(words) > 100
    found = {(owner.__name__, field) for owner, field, text in words if "$" in text}
    assert found <= WITH_FORMULAS


# A hue may be named beside a shape, for those who see it; never instead of one.
HUE = r"\b(red|green|blue|orange|purple|violet|pink|yellow|vermilion|turquoise)\b"
SHAPE = r"(dot|diamond|circle|square|star|triangle|cross|line|curve|bar|band|area|arrow)s?\b"


@pytest.mark.parametrize("stem", STEMS)
def test_no_word_of_the_content_leans_on_a_hue(stem):
    for ending in ("toml", "md"):
        words = (ROOT / "content" / f"{stem}.{ending}").read_text(encoding="utf-8")
        assert re.findall(rf"{HUE}(?! {SHAPE})[^.]*", words, re.IGNORECASE) == []


def test_no_sentence_leans_on_a_hue(shown):
    alts = (drawing.layout["meta"]["shows"] for drawing in shown.figures.values())
    for text in (*shown.said, *alts):
        assert not re.search(rf"{HUE}(?! {SHAPE})", text, re.IGNORECASE), text


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


@pytest.mark.parametrize("page", NEAR)
def test_no_two_series_of_a_figure_differ_in_a_colour_that_some_eye_does_not_see(shown, page):
    for name, drawing in shown.figures.items():
        assert alike(drawing, page == "dark") == [], name
