"""Diagrams: what their marks hold, and that each kind of them has all that a figure has."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from data.read import TABLES
from figures import theme
from figures.diagram import (
    DEEPEST,
    DONE,
    KINDS,
    LEAST,
    NOW,
    SHADES,
    TO_COME,
    Diagram,
    arrows,
    budget,
    canvas,
    edges,
    gauges,
    grid_of_numbers,
    image,
    nodes,
    spread,
    text,
    words_in_a_row,
)
from figures.reel import tracks
from figures.room import LEAST as LEAST_IN_A_ROOM
from figures.room import for_room
from sentences import numbers
from tests.eyes import contrast
from tests.heroes import DESK, HEROES, added
from tests.heroes import FIGURES as NAMES
from ui.compare import behind

CONCEPT, FIGURES, SENTENCES = added()
PALETTE = {value for value in vars(theme).values() if str(value).startswith("#")} | set(
    theme.TEXT.values()
)
STEPS = range(61)


def drawn(hero, step):
    params = replace(CONCEPT.PRESETS[hero], step=step)
    return getattr(FIGURES, NAMES.get(hero, hero))(CONCEPT.compute(params, TABLES))


@pytest.fixture(scope="module", params=HEROES)
def along(request):
    """A diagram at every stop of its axis."""
    return [drawn(request.param, step) for step in STEPS]


# --- marks


def test_nodes_hold_arrays_and_only_what_is_said():
    made = nodes([0, 1], [2, 3], name="unit", names=["a", "b"], values=[0.5, -1], state=[DONE, NOW])
    assert made["type"] == "nodes" and made["name"] == "unit"
    np.testing.assert_array_equal(made["x"], np.float32([0, 1]))
    np.testing.assert_array_equal(made["values"], np.float32([0.5, -1]))
    assert made["state"].tolist() == [0, 1] and made["names"].tolist() == ["a", "b"]
    assert not {"text", "color", "foot"} & set(made)
    bare = nodes([0], [0], name="dot", text=["one\ntwo"], shape="box", high=2)
    assert bare["text"].tolist() == ["one\ntwo"] and (bare["size"], bare["high"]) == (1, 2)
    assert not {"values", "decimals", "state", "names"} & set(bare)


def test_words_stand_even_and_edges_find_them():
    np.testing.assert_allclose(spread(4, 8), [1, 3, 5, 7])
    row = words_in_a_row(["a", "b", "c", "d"], 2, 8, name="asks")
    np.testing.assert_allclose(row["x"], spread(4, 8))
    assert row["y"].tolist() == [2] * 4 and row["names"].tolist() == ["a", "b", "c", "d"]


def test_arrows_are_edges_with_heads():
    line = edges([0], [0], [1], [1], name="way", color=theme.INK)
    assert {**line, "heads": True} == {**arrows([0], [0], [1], [1], name="way")} | {
        side: line[side] for side in ("x0", "y0", "x1", "y1")
    }


def test_a_grid_is_sent_row_by_row():
    made = grid_of_numbers(0, 0, [[1, 2, 3], [4, 5, np.nan]], name="grid", state=np.eye(2, 3))
    np.testing.assert_array_equal(made["values"], np.float32([1, 2, 3, 4, 5, np.nan]))
    assert made["columns"] == 3 and made["state"].tolist() == [1, 0, 0, 0, 1, 0]


def test_the_shades_of_a_picture_by_hand():
    assert image(0, 0, 1, 1, [[0, 16], [8, 99]], name="p", high=16)["shades"] == "0ziz"
    signed = image(0, 0, 1, 1, [[-2, 0, 2, -5]], name="p", low=-2, high=2)
    assert signed["shades"] == "0hy0" and signed["columns"] == 4
    assert SHADES.index("h") * 2 == SHADES.index("y"), "zero is in the middle"


def test_a_gauge_ends_at_twice_its_limit_or_where_it_is_told():
    said = {"names": ["p99"], "text": ["93 of 200 ms"]}
    assert gauges([0], [0], 4, 1, [93], [200], **said)["end"].tolist() == [400]
    assert gauges([0], [0], 4, 1, [93], [200], end=[1000], **said)["end"].tolist() == [1000]


def test_a_budget_turns_where_it_is_broken_and_says_what_it_is():
    costs, limits = [12, 20, 20.04, np.nan, np.inf, 0.1 + 0.2], [20, 20, 20, 20, 20, 0.3]
    names, units = list("abcdef"), ["ms"] * 5 + ["$"]
    made = budget(names, costs, limits, units, shows="Gauges.").checked()
    (mark,) = made.data
    assert mark["over"].tolist() == [0, 0, 1, 0, 1, 0]
    assert mark["text"].tolist() == [
        "12 of 20\xa0ms", "20 of 20\xa0ms", "20.04 of 20\xa0ms", "undefined, 20\xa0ms allowed", "infinite, 20\xa0ms allowed",
        "0.3 of $0.3",
    ]  # fmt: skip
    said = numbers.budget(names, costs, limits, units)
    for name, told, over in zip(names, mark["text"], mark["over"], strict=True):
        assert f"{name}: {told}{', over' if over else ''}." in said
    assert made.layout["height"] == len(names) and mark["y"].tolist() == list(range(6))


DESK_CONCEPT, DESK_FIGURES, DESK_SENTENCES = added(DESK)


def test_a_budget_moves_in_place_along_the_axis_and_says_in_words_what_it_shows():
    every = [DESK_CONCEPT.compute(DESK_CONCEPT.Params(many=many), TABLES) for many in range(41)]
    along = [DESK_FIGURES.budget(result) for result in every]
    assert {json.dumps(each.layout) for each in along} == {json.dumps(along[0].layout)}
    turned = np.array([each.data[0]["over"] for each in along])
    assert not turned[0].any() and turned[-1].any(), "it turns on the way"
    for result, each in zip(every, along, strict=True):
        (mark,) = each.data
        said = DESK_SENTENCES.budget(result)
        assert all(text in said for text in mark["text"])
        assert said.count(", over.") == mark["over"].sum()
        np.testing.assert_array_equal(mark["over"], result.costs > result.limits * (1 + 1e-9))
    parts = {path[:2] for path in (tuple(t["path"]) for t in tracks([e.parts() for e in along]))}
    assert parts == {("data", 0)}


def test_a_label_is_a_number_or_a_word_in_a_colour_that_reads():
    number = text([0], [0], [0.5], name="delta", color=theme.POSITIVE)
    assert number["values"].tolist() == [0.5] and "text" not in number
    assert number["color"] == theme.TEXT[theme.POSITIVE]
    assert text([0], [0], ["yes"], name="answer")["text"].tolist() == ["yes"]


def test_what_cannot_be_drawn_is_named():
    layout = canvas("Shown.", 1, 1)
    with pytest.raises(ValueError, match="stars"):
        Diagram([{"type": "stars", "name": "x"}], layout).checked()
    with pytest.raises(ValueError, match=r"unit: arrays of lengths \[2, 3\]"):
        Diagram([nodes([0, 1], [0, 1], name="unit", state=[0, 1, 2])], layout).checked()


def test_numbers_read_on_the_deepest_ground_of_either_page():
    for hue in (theme.POSITIVE, theme.NEGATIVE):
        for swap in (str, lambda color: theme.DARK.get(color, color)):
            paper, deep, ink = (swap(color) for color in (theme.PAPER, hue, theme.INK))
            mixed = "#" + "".join(
                f"{round((1 - DEEPEST) * int(paper[i : i + 2], 16) + DEEPEST * int(deep[i : i + 2], 16)):02x}"
                for i in (1, 3, 5)
            )
            assert contrast(ink, mixed) >= 4.5, (hue, mixed)


# --- each kind


def test_all_kinds_of_marks_are_in_the_fixture():
    found = {mark["type"] for hero in HEROES for mark in drawn(hero, 20).data}
    assert found == set(KINDS)


def test_along_the_axis_only_values_differ(along):
    """So the browser sets attributes, and no element comes or goes."""
    for diagram in along:
        diagram.checked()
    for track in tracks([diagram.parts() for diagram in along]):
        assert track["path"][0] == "data" and len(track["path"]) == 3, track["path"]
        sizes = {np.shape(value) for value in track["pool"]}
        assert len(sizes) == 1, track["path"]


def test_every_mark_has_a_name_of_its_own(along):
    names = [mark["name"] for mark in along[0].data]
    assert all(names) and len(set(names)) == len(names)
    for name in names:
        assert len(name) <= 40 and not re.search(r"[<>&{}\[\]]|^[=+\-@]", name)


def test_numbers_are_no_longer_than_is_said(along):
    for mark in (mark for diagram in along for mark in diagram.data if "longest" in mark):
        hidden = mark.get("state", np.zeros(len(mark["values"]))) == TO_COME
        for value in mark["values"][~hidden]:
            assert len(f"{value:.{mark['decimals']}f}") <= mark["longest"], (mark["name"], value)


def colors_in(thing):
    return set(re.findall(r"#[0-9a-fA-F]{6}", thing))


def test_colours_are_the_palettes_and_change_in_the_dark(along):
    spec = along[20].to_json()
    assert colors_in(spec) <= PALETTE
    swapped = set(theme.DARK) - set(theme.DARK.values())
    assert not colors_in(theme.for_dark(spec)) & swapped


def test_a_number_is_written_once_as_bytes(along):
    parts = json.loads(along[20].to_json())
    for mark in parts["data"]:
        for value in mark.values():
            numbers = isinstance(value, list) and all(isinstance(v, int | float) for v in value)
            assert not numbers or len(value) <= 4, mark["name"]


def test_without_words(along):
    bare = along[20].without_words()
    assert bare.checked() is bare
    for mark in bare.data:
        assert mark["type"] != "text" and not {"text", "decimals"} & set(mark)


def test_in_a_room_letters_are_large_and_lines_thick(along):
    large = for_room(along[20])
    assert isinstance(large, Diagram)
    fonts = [mark["font"] for mark in large.data if "font" in mark]
    for font in [large.layout["font"], *fonts]:
        assert font["size"] >= LEAST_IN_A_ROOM and font.get("least", 99) >= LEAST_IN_A_ROOM
    assert large.layout["line"]["width"] > along[20].layout["line"]["width"]
    assert all(mark["font"]["least"] == LEAST for mark in along[20].data if "font" in mark)


def test_what_is_pinned_lies_behind_without_its_words(along):
    both = behind(along[20], along[3])
    front = Diagram(both.data[-len(along[20].data) :], both.layout)
    assert front.to_json() == along[20].to_json()
    pinned = both.data[: -len(front.data)]
    assert pinned and all(mark["behind"] and mark["name"].startswith("A: ") for mark in pinned)
    assert "text" not in {mark["type"] for mark in pinned}


def test_a_diagram_says_what_it_shows(along):
    assert re.fullmatch(r"[A-Z].*\.", along[0].layout["meta"]["shows"])
