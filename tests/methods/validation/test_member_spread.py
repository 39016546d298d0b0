import numpy as np
import pytest

from methods.models.tree_ensembles import bagged_members, bagged_weights, resampled
from methods.validation.member_spread import Spread, member_spread


def alike(rho, members, sets, places=50, seed=0):
    """Normal answers of variance 2 that correlate rho between the members of a set."""
    rng = np.random.default_rng(seed)
    shared = rng.standard_normal((1, sets, places))
    own = rng.standard_normal((members, sets, places))
    return 2**0.5 * (rho**0.5 * shared + (1 - rho) ** 0.5 * own)


def test_the_spread_of_members_that_correlate():
    spread = member_spread(alike(0.3, 10, 400))
    assert spread.single == pytest.approx(2, rel=0.03)
    assert spread.correlation == pytest.approx(0.3, abs=0.02)


def test_the_formula_is_the_variance_measured():
    answers = alike(0.4, 16, 400)
    spread = member_spread(answers)
    measured = answers.mean(axis=0).var(axis=0, ddof=1).mean()
    assert spread.of_mean(16) == pytest.approx(measured)  # an identity for all members
    four = answers[:4].mean(axis=0).var(axis=0, ddof=1).mean()
    assert spread.of_mean(4) == pytest.approx(four, rel=0.03)
    np.testing.assert_allclose(spread.of_mean(np.array([1, 16])), [spread.single, measured])


def test_by_hand():
    spread = Spread(single=2.0, shared=0.5)
    assert spread.correlation == 0.25 and spread.of_mean(3) == pytest.approx(1.0)
    assert spread.members_within(0.1) == pytest.approx(10 * 0.75 / 0.25)
    assert spread.of_mean(30) == pytest.approx(1.1 * 0.5)
    assert Spread(1.0, 0.0).members_within(0.1) == np.inf
    assert np.isnan(Spread(0.0, 0.0).correlation)


def test_fully_grown_trees_of_noise_correlate_as_the_closed_form():
    """Targets of noise alone: a bagging's floor is the sum of its squared weights."""
    rng, n = np.random.default_rng(0), 40
    x = np.broadcast_to((np.arange(n) + 0.5) / n, (300, n))
    at = np.array([0.501, 0.374])
    y = rng.standard_normal((300, n))
    members = bagged_members(x, y, resampled(x, at, rng.integers(n, size=(20, 300, n))))
    spread = member_spread(members)
    floor = (bagged_weights(n) ** 2).sum()
    assert floor == pytest.approx(np.tanh(0.5), abs=0.01)
    assert spread.correlation == pytest.approx(floor, abs=0.06)
