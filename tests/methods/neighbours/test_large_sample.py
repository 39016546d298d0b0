"""Cover and Hart's numbers in closed form."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from methods.neighbours.large_sample import bayes_error, cover_hart_bound, nearest_neighbour_limit


def test_two_normal_classes():
    """N(0, 1) and N(2, 1), as often: the least is Phi(-1)."""
    x = np.linspace(-9, 11, 20_001)
    zero, one = norm.pdf(x), norm.pdf(x, 2)
    chance, density = one / (zero + one), zero + one
    bayes = bayes_error(chance, density)
    assert bayes == pytest.approx(norm.cdf(-1), abs=1e-6)
    limit, _ = quad(lambda t: norm.pdf(t) * norm.pdf(t, 2) / (norm.pdf(t) + norm.pdf(t, 2)), -9, 11)
    assert nearest_neighbour_limit(chance, density) == pytest.approx(limit, abs=1e-6)
    assert bayes < limit < cover_hart_bound(bayes)


@pytest.mark.parametrize("p", [0.0, 0.1, 0.5])
def test_the_bound_is_met_where_every_place_is_as_unsure(p):
    chance, weight = np.array([p, 1 - p]), np.array([0.2, 0.8])
    limit = nearest_neighbour_limit(chance, weight)
    assert limit == pytest.approx(cover_hart_bound(bayes_error(chance, weight)))


def test_with_more_classes_the_bound_ends_where_guessing_is():
    assert cover_hart_bound(0.75, 4) == pytest.approx(0.75)
    assert cover_hart_bound(0.5) == pytest.approx(0.5)
