"""Lines cut at a box, by hand and against points along them."""

import numpy as np

from methods.geometry.clipping import clipped

LOW, HIGH = np.array([0.0, 0.0]), np.array([2.0, 1.0])


def cut(*segments):
    return clipped(np.moveaxis(np.array(segments, float), 1, 0), LOW, HIGH)


def test_by_hand():
    found = cut(
        [(0.5, 0.5), (1.5, 0.5)],  # within
        [(-1.0, 0.5), (3.0, 0.5)],  # right through
        [(1.0, -1.0), (1.0, 0.25)],  # upright, in at the bottom
        [(-1.0, -0.5), (1.0, 0.5)],  # by a corner
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
