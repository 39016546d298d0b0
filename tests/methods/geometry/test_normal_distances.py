"""Laws of normal points against scipy's distributions and against points that are drawn."""

import numpy as np
import pytest
from scipy import stats
from scipy.spatial.distance import cdist

from methods.geometry import normal_distances
from methods.geometry.distances import extent, ratios, reach
from methods.geometry.normal_distances import (
    distance_quantile,
    mean_distance,
    norm_quantile,
    share_within,
    shares_by_ratio,
    typical_norms,
    typical_reach,
)


@pytest.mark.parametrize("d", [1, 2, 30, 1_000])
def test_norms_and_distances_have_scipys_laws(d):
    chance = np.array([0.01, 0.5, 0.9])
    np.testing.assert_allclose(norm_quantile(chance, d), stats.chi(d).ppf(chance), rtol=1e-9)
    norm = float(norm_quantile(0.7, d))
    law = stats.ncx2(d, norm**2)
    within = distance_quantile(chance, d, norm)
    np.testing.assert_allclose(within, np.sqrt(law.ppf(chance)), rtol=1e-6)
    np.testing.assert_allclose(share_within(within, d, norm), chance, rtol=1e-6)


@pytest.mark.parametrize("d", [1, 2, 3, 50, 400])
def test_the_mean_distance_is_that_of_the_law(d):
    norms = norm_quantile([0.1, 0.5, 0.95], d)
    expected = [stats.ncx2(d, norm**2).expect(np.sqrt) for norm in norms]
    np.testing.assert_allclose(mean_distance(d, norms), expected, rtol=1e-6)
    # from the middle it is the mean of a norm
    assert mean_distance(d, np.array([1e-9])) == pytest.approx(stats.chi(d).mean())


def drawn(d, n, seed):
    """All distances between n drawn points, (n, n)."""
    x = np.random.default_rng(seed).standard_normal((n, d))
    return cdist(x, x)


@pytest.mark.parametrize(
    ("d", "within"), [(1, 0.06), (2, 0.06), (5, 0.04), (20, 0.025), (100, 0.015), (1_000, 0.015)]
)
def test_the_typical_point_is_that_of_drawn_ones(d, within):
    n, found = 150, []
    for seed in range(40):
        distance = drawn(d, n, seed)
        nearest = (distance + np.diag(np.full(n, np.inf))).min(axis=1)
        found.append(reach(nearest, *extent(distance)))
    law = typical_reach(d, n)
    for name in ("near", "far", "contrast", "spread"):
        mean = np.mean([getattr(one, name) for one in found])
        luck = np.std([getattr(one, name) for one in found]) / np.sqrt(len(found))
        assert getattr(law, name) == pytest.approx(mean, abs=within * mean + luck), name


def test_what_is_typical_needs_few_norms(monkeypatch):
    few = typical_reach(4, 200)
    many = typical_norms(4, 200)
    monkeypatch.setattr(normal_distances, "typical_norms", lambda d: many)
    every = typical_reach(4, 200)
    for name in ("near", "far", "contrast", "spread"):
        assert getattr(few, name) == pytest.approx(float(getattr(every, name)), rel=0.01), name


@pytest.mark.parametrize("d", [1, 4, 200])
def test_shares_of_ratios_are_those_of_drawn_points(d):
    counts, edges = 0, np.linspace(0, 3, 13)
    for seed in range(10):
        counts = counts + np.histogram(ratios(drawn(d, 200, seed), 200), edges)[0]
    np.testing.assert_allclose(shares_by_ratio(edges, d), counts / (10 * 200 * 199), atol=0.015)
