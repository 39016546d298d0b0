"""Each mark puts its points where it says, and is a trace that plotly knows."""

import numpy as np
import plotly.graph_objects as go
import pytest
from scipy.special import expit

from figures import marks
from figures.theme import GOOD, INK, PAPER

X = np.array([1.0, 2.0, 4.0])
LOW, HIGH = np.array([0.0, 1.0, 2.0]), np.array([3.0, 5.0, 6.0])
EVERY = [
    marks.line(X, LOW, INK, "a", "y is %{y}", dash="dot"),
    marks.dotted_line(X, LOW, INK, "a", size=4, symbol="diamond", width=1),
    marks.lines(X, [LOW, HIGH], INK, "a", width=1),
    marks.segments(np.column_stack([X, LOW]), np.column_stack([X, HIGH]), INK, "a"),
    marks.whiskers(X, LOW, HIGH, INK, "a"),
    marks.upright(2.0, 0.0, 1.0, INK, "a"),
    marks.level(2.0, 0.0, 1.0, INK, "a", dash="dash"),
    marks.arrow((0.0, 1.0), (2.0, 3.0), INK, "a", width=1),
    marks.dots(X, LOW, np.array([INK, GOOD, INK]), "a", customdata=X),
    marks.here(1.0, 2.0, "a", symbol="diamond", cliponaxis=False),
    marks.area(X, LOW, INK, "a", GOOD, {"shape": "/"}),
    marks.band(X, LOW, HIGH, INK, "a"),
    marks.under(X, LOW, INK, "a", GOOD, width=0),
    marks.bars(X, [3.0, 1.0], INK, "a", 0.3),
    marks.in_steps(marks.line(X, LOW, INK, "a")),
    marks.measured(marks.line(X, LOW, INK, "a"), "cases", 1.2, 0.1),
    marks.moving_label(1.0, 2.0, "word", name="a"),
    marks.hopping_label(1.0, 2.0, "word", "left", name="a"),
]


def points(trace):
    return np.column_stack([trace["x"], trace["y"]]).tolist()


@pytest.mark.parametrize("trace", EVERY, ids=lambda trace: f"{trace['mode']} {len(trace['x'])}")
def test_a_mark_is_one_named_trace_that_plotly_knows(trace):
    (drawn,) = go.Figure([trace]).data
    assert drawn.name == "a"
    assert isinstance(drawn.x, np.ndarray) and len(drawn.x) == len(drawn.y)


def test_every_mark_is_tried():
    """A line for each function of the module that returns a trace."""
    no_marks = {"label", "key", "handle", "pick", "log_axis", "round_ticks", "log_odds_axis"}
    functions = {
        name
        for name, function in vars(marks).items()
        if getattr(function, "__module__", "") == marks.__name__ and not name.startswith("_")
    }
    assert len(functions - no_marks) == len(EVERY)


def test_what_is_said_under_the_pointer():
    assert marks.line(X, LOW, INK, "a")["hoverinfo"] == "skip"
    assert marks.line(X, LOW, INK, "a", "here")["hovertemplate"] == "here<extra></extra>"


def test_many_lines_and_segments_are_one_trace_with_gaps():
    one = marks.lines(X, [LOW, HIGH], INK, "a")
    np.testing.assert_array_equal(one["x"], [1, 2, 4, np.nan, 1, 2, 4, np.nan])
    np.testing.assert_array_equal(one["y"], [0, 1, 2, np.nan, 3, 5, 6, np.nan])
    parts = marks.segments([[0, 1], [2, 3]], [[4, 5], [6, 7]], INK, "a")
    np.testing.assert_array_equal(parts["x"], [0, 4, np.nan, 2, 6, np.nan])
    np.testing.assert_array_equal(parts["y"], [1, 5, np.nan, 3, 7, np.nan])
    bars = marks.whiskers(X, LOW, HIGH, INK, "a")
    np.testing.assert_array_equal(bars["x"], [1, 1, np.nan, 2, 2, np.nan, 4, 4, np.nan])
    np.testing.assert_array_equal(bars["y"], [0, 3, np.nan, 1, 5, np.nan, 2, 6, np.nan])


def test_straight_marks():
    assert points(marks.upright(2.0, 0.0, 1.0, INK, "a")) == [[2, 0], [2, 1]]
    assert points(marks.level(2.0, 0.0, 1.0, INK, "a")) == [[0, 2], [1, 2]]
    arrow = marks.arrow((0.0, 1.0), (2.0, 3.0), INK, "a")
    assert points(arrow) == [[0, 1], [2, 3]]
    assert arrow["marker"]["symbol"].tolist() == ["circle", "arrow"]


def test_a_number_is_one_dot_and_keeps_its_digits():
    dot = marks.dots(0.1, 0.3, INK, "a")
    assert points(dot) == [[0.1, 0.3]]
    place = marks.here(0.1, 0.3, "a")["marker"]
    assert place["size"] > dot["marker"]["size"] and place["line"]["color"] == PAPER


def test_a_band_goes_round_what_is_known():
    low = np.array([0.0, np.nan, 2.0])
    round_it = marks.band(X, low, HIGH, INK, "a")
    assert points(round_it) == [[1, 3], [4, 6], [4, 2], [1, 0]]
    assert (round_it["fill"], round_it["line"]["width"]) == ("toself", 0)
    assert marks.band(X, low, HIGH, INK, "a", GOOD)["fillcolor"] == GOOD


def test_a_hatched_area_has_lines_of_its_colour_over_its_fill():
    plain = marks.area(X, LOW, INK, "a", GOOD)
    assert points(plain) == [[1, 0], [2, 1], [4, 2]] and "fillpattern" not in plain
    pattern = marks.area(X, LOW, INK, "a", GOOD, {"shape": "/", "size": 9})["fillpattern"]
    assert pattern == {"shape": "/", "fgcolor": INK, "bgcolor": GOOD, "size": 9}


def test_bars_stand_on_0_and_are_filled_or_not():
    steps = marks.bars(X, [3.0, 1.0], INK, "a", 0.3)
    assert points(steps) == [[1, 0], [1, 3], [2, 3], [2, 1], [4, 1], [4, 0]]
    assert steps["meta"] == {"steps": True}
    assert marks.measured(steps, "cases", 1)["meta"] == {
        "steps": True,
        "y": ["cases", 1.0, 1.0, False],
    }
    assert steps["fill"] == "tozeroy" and "fill" not in marks.bars(X, [3.0, 1.0], INK, "a")


@pytest.mark.parametrize("side", marks.SIDES)
def test_a_label_that_hops_is_seen_once_on_its_side(side):
    label = marks.hopping_label(1.0, 2.0, "word", side, air=0.1)
    (seen,) = np.flatnonzero(label["text"] == "word")
    assert label["textposition"][seen] == f"middle {side}"
    assert label["x"][seen] == pytest.approx({"left": 0.9, "center": 1.0, "right": 1.1}[side])
    assert sorted(label["text"])[:2] == [marks.BLANK] * 2


def test_the_key_is_read_from_the_top_and_coloured():
    notes = marks.key([[("━", INK, "one"), ("●", GOOD, "two")], [("◆", INK, "three")]])
    said = {note["text"]: note for note in notes}
    assert set(said) == {"━ one", "● two", "◆ three"}
    assert said["━ one"]["yshift"] == said["● two"]["yshift"] > said["◆ three"]["yshift"]
    assert said["━ one"]["x"] < said["● two"]["x"] and said["◆ three"]["x"] == said["━ one"]["x"]


def test_axes_in_powers_of_ten_and_in_log_odds():
    powers = marks.log_axis("cost", -1, 2, tickformat=",")
    assert (powers["type"], powers["range"], powers["tickformat"]) == ("log", [-1, 2], ",")
    ticks = np.array([0.001, 0.5, 0.9])
    odds = marks.log_odds_axis("threshold", -7, 7, ticks)
    np.testing.assert_allclose(expit(odds["tickvals"]), ticks)
    assert odds["ticktext"].tolist() == ["0.001", "0.5", "0.9"] and odds["range"] == [-7, 7]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.1, 0.9, [1.5, 2, 3, 4, 5, 7]),
        (-1.0, 1.0, [0.1, 0.2, 0.5, 1, 2, 5, 10]),
        (-0.1, 4.0, [1, 10, 100, 1e3, 1e4]),
        (0.0, 15.0, [10.0**power for power in range(0, 16, 2)]),
    ],
)
def test_ticks_in_powers_of_ten_are_round_and_few(low, high, ticks):
    np.testing.assert_allclose(marks.round_ticks(low, high, 8), ticks)


def test_fewer_ticks_where_fewer_are_wanted():
    np.testing.assert_allclose(marks.round_ticks(0.1, 0.9, 5), [2, 5])
    np.testing.assert_allclose(marks.round_ticks(-1.0, 1.0, 5), [0.1, 1, 10])
