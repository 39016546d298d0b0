"""The letter beside what is pinned: it stands by its own line, and over nothing."""

import numpy as np
import pytest

from figures.drawing import Drawing
from figures.lettered import AIR, HALF, PLOT, lettered
from figures.marks import dots, label, line, log_axis, moving_label
from figures.still import Axis
from figures.theme import INK, MUTED, axis, layout

X = np.linspace(0, 10, 11)


def drawn(*traces, x=None, y=None, labels=()):
    sides = x or axis("x", range=[0, 10]), y or axis("y", range=[0, 10])
    return Drawing(list(traces), layout("What is drawn.", *sides, annotations=list(labels)))


def middle(drawing):
    """Where the letter is, in pixels of a plot as small as a phone has."""
    said = drawing.layout["annotations"][-1]
    assert said["text"] == "<b>A</b>"
    at = [Axis(f"{d}axis", drawing).along(said[d]) for d in "xy"]
    return np.array(at) * PLOT + [said["xshift"], said["yshift"]]


def pixels(x, y):
    return np.column_stack([x, y]) / 10 * PLOT


def clear(place, points, room):
    """How many of the points are nearer than that to a place."""
    return int((np.abs(points - place) < room).all(axis=1).sum())


@pytest.mark.parametrize("slope", [0.0, 0.5, 1.0])
def test_it_stands_by_its_line_and_away_from_the_other(slope):
    own, other = line(X, 1 + slope * X, MUTED, "A: y"), line(X, 9 - slope * X, INK, "y")
    place = middle(lettered(drawn(own, other), "A", [own]))
    fine = np.linspace(0, 10, 2001)
    assert clear(place, pixels(fine, 1 + slope * fine), HALF) == 0
    assert clear(place, pixels(fine, 9 - slope * fine), AIR) == 0
    assert np.hypot(*(pixels(fine, 1 + slope * fine) - place).T).min() < 20, (
        "it is known whose it is"
    )


def test_it_overlaps_no_label_and_no_text():
    own = line(X, np.full(11, 5.0), MUTED, "A: y")
    said = [label(at, 5.0, "a long label", yanchor="bottom", xanchor="center") for at in (2, 5, 8)]
    below = moving_label(
        5.0, 4.2, "a text that is a good deal longer than all of those", position="middle center"
    )
    alone = middle(lettered(drawn(own), "A", [own]))
    place = middle(lettered(drawn(own, below, labels=said), "A", [own]))
    assert alone[1] > 75 and tuple(place) != tuple(alone)
    assert (
        all(abs(place[0] - 30 * at) > 0.5 * 0.54 * 13 * 12 - 1 for at in (2, 5, 8)) or place[1] < 75
    )


def test_on_a_logarithmic_axis_it_is_placed_by_powers_of_ten():
    own = line([0.0, 1.0, 100.0], [5.0, 5.0, 5.0], MUTED, "A: y")
    made = lettered(drawn(own, x=log_axis("x", 0, 2)), "A", [own])
    assert 0 <= made.layout["annotations"][-1]["x"] <= 2
    assert (middle(made) > 0).all() and (middle(made) < PLOT).all()


def test_what_is_out_of_sight_or_empty_has_none():
    away, empty = line(X, X + 100, MUTED, "A: y"), line([], [], MUTED, "A: none")
    for own in (away, empty):
        made = lettered(drawn(own), "A", [own])
        assert made.layout["annotations"] == []


def test_where_there_is_no_room_it_stands_where_least_is():
    rng = np.random.default_rng(0)
    x, y = rng.uniform(0, 10, (2, 4000))
    crowd = dots(x[x < 8], y[x < 8], INK, "crowd")
    sparse = dots(*rng.uniform([8, 0], [10, 10], (60, 2)).T, INK, "sparse")
    own = line(X, np.full(11, 5.0), MUTED, "A: y")
    assert middle(lettered(drawn(own, crowd, sparse), "A", [own]))[0] > 0.8 * PLOT[0]
