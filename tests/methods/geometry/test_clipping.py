"""Lines cut at a box, by hand and against points along them."""

import numpy as np
import pytest

from methods.geometry.clipping import clipped, line_within

LOW, HIGH = np.array([0.0, 0.0]), np.array([2.0, 1.0])


def cut(*segments):
    return clipped(np.moveaxis(np.array(segments, float), 1, 0), LOW, HIGH)


def test_by_hand():
    found = cut(
        [(0.5, 0.5), (1.5, 0.5)],  # within
        [(-1.0, 0.5), (3.0, 0.5)],  # right through
        [(1.0, -1.0), (1.0, 0.25)],  # upright, in at the bottom
        [(-1.0, -0.5), (1.0, 0.5)],  # by a corner
        [(0.5, 0.0), (1.5, 0.0)],  # along the bottom
        [(-1.0, 2.0), (3.0, 2.0)],  # above
        [(2.0, -1.0), (2.0, 2.0)],  # along a side
        [(3.0, 0.5), (4.0, 0.5)],  # would come in if it were longer
    )
    np.testing.assert_allclose(
        np.moveaxis(found, 0, 1),
        [
            [(0.5, 0.5), (1.5, 0.5)],
            [(0.0, 0.5), (2.0, 0.5)],
            [(1.0, 0.0), (1.0, 0.25)],
            [(0.0, 0.0), (1.0, 0.5)],
        ],
    )
    assert clipped(np.empty((2, 0, 2)), LOW, HIGH).shape == (2, 0, 2)


def test_what_is_left_are_the_points_within():
    rng = np.random.default_rng(0)
    segments = rng.uniform(-2, 4, (2, 500, 2))
    along = np.linspace(0, 1, 2001)[:, None]
    whole = 0.0
    for start, end in np.moveaxis(segments, 0, 1):
        points = start + along * (end - start)
        inside = ((points > LOW) & (points < HIGH)).all(axis=1)
        whole += inside.mean() * np.linalg.norm(end - start)
    found = clipped(segments, LOW, HIGH)
    assert (found >= LOW - 1e-12).all() and (found <= HIGH + 1e-12).all()
    assert abs(np.linalg.norm(found[1] - found[0], axis=1).sum() - whole) < 1.0


def test_a_line_is_cut_where_it_enters_and_leaves():
    found = line_within(np.array([0.0, 1.0]), -0.5, LOW, HIGH)
    np.testing.assert_allclose(found[found[:, 0].argsort()], [(0.0, 0.5), (2.0, 0.5)])
    rng = np.random.default_rng(0)
    for w, offset in zip(rng.normal(size=(200, 2)), rng.normal(size=200), strict=True):
        found = line_within(w, offset, LOW, HIGH)
        corners = np.array([(x, y) for x in (0.0, 2.0) for y in (0.0, 1.0)]) @ w + offset
        assert np.isnan(found).all() == bool((corners > 0).all() or (corners < 0).all())
        if not np.isnan(found).any():
            np.testing.assert_allclose(found @ w + offset, 0, atol=1e-12)
            edge = np.minimum(np.abs(found - LOW), np.abs(found - HIGH)).min(axis=1)
            np.testing.assert_allclose(edge, 0, atol=1e-12)


@pytest.mark.parametrize("w", [(0.0, 0.0), (1e200, 0.0), (np.nan, 1.0)])
def test_what_is_no_line_crosses_nothing(w):
    with np.errstate(over="ignore"):
        assert np.isnan(line_within(np.array(w), 0.0, LOW, HIGH)).all()
