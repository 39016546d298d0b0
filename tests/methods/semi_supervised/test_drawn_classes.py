"""Where drawn points lie, by their formulas."""

import numpy as np

from methods.semi_supervised.drawn_classes import (
    crossed_groups,
    half_moon_densities,
    half_moons,
)


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


def test_densities_of_moons_are_where_their_points_are():
    x, y = np.linspace(-3, 4, 141), np.linspace(-2.5, 3, 111)
    points, label = half_moons(20_000, 0.3, np.random.default_rng(1))
    cell = (x[1] - x[0]) * (y[1] - y[0])
    for kind, density in enumerate(half_moon_densities(x, y, 0.3)):
        some = points[label == kind]
        assert abs(density.sum() * cell - 1) < 1e-6
        mean = np.array([(density.sum(axis=0) @ x), (density.sum(axis=1) @ y)]) * cell
        np.testing.assert_allclose(mean, some.mean(axis=0), atol=0.03)
        left = density[:, x < 0.5].sum() * cell
        assert abs(left - np.mean(some[:, 0] < 0.475)) < 0.02
