"""Where drawn points lie, by their formulas."""

import numpy as np

from methods.semi_supervised.drawn_classes import crossed_groups, half_moons


def test_without_noise_moons_are_half_circles():
    points, label = half_moons(101, 0.0, np.random.default_rng(0))
    assert label.sum() == 51
    upper, lower = points[label == 0], points[label == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1)
    np.testing.assert_allclose(np.hypot(lower[:, 0] - 1, lower[:, 1] - 0.5), 1)
    assert (upper[:, 1] >= 0).all() and (lower[:, 1] <= 0.5).all()


def test_noise_is_of_that_size():
    rngs = np.random.default_rng(5), np.random.default_rng(5)
    clean, noisy = (
        half_moons(4000, noise, rng)[0] for noise, rng in zip((0, 0.2), rngs, strict=True)
    )
    np.testing.assert_allclose((noisy - clean).std(axis=0), 0.2, rtol=0.05)


def test_groups_cross_the_classes():
    points, label, group = crossed_groups(4000, 1.2, np.random.default_rng(0))
    for g in (0, 1):
        for c in (0, 1):
            some = points[(group == g) & (label == c)]
            assert len(some) == 1000
            np.testing.assert_allclose(some.mean(axis=0), [4 * g - 2, 2.4 * c - 1.2], atol=0.1)
            np.testing.assert_allclose(some.std(axis=0), [0.6, 0.8], rtol=0.06)
