"""A/B tests here and in statsmodels. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.experiments.drawn_arms import drawn
from methods.experiments.two_proportions import (
    pooled_difference,
    power_of,
    sample_size,
    two_sided_p,
    z_of,
)

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]

EXPERIMENTS, DAYS, RATE, N = 100, 35, 0.05, 1_000


def every_day() -> Peer:
    """p of a hundred experiments on each day."""
    name = f"p of {EXPERIMENTS} A/B tests on {DAYS} days (statsmodels proportions_ztest, each)"
    counts = drawn(RATE, np.full(DAYS, RATE), N, EXPERIMENTS, 0)

    def ours() -> Any:
        return two_sided_p(z_of(*pooled_difference(counts.a, counts.n_a, counts.b, counts.n_b)))

    try:
        from statsmodels.stats.proportion import proportions_ztest
    except ImportError:
        return name, ours, "statsmodels is not installed"

    def theirs() -> Any:
        many = np.stack([counts.b, counts.a, counts.n_b, counts.n_a], axis=-1).reshape(-1, 4)
        return np.array([proportions_ztest(row[:2], row[2:])[1] for row in many])

    np.testing.assert_allclose(ours().ravel(), theirs(), rtol=1e-9)
    return name, ours, theirs


def how_many() -> Peer:
    """Visitors for a lift, and the power at that number, by the arcsine there."""
    lifts = np.array([0.05, 0.1, 0.2])
    name = f"sample size for {lifts.size} lifts (statsmodels NormalIndPower, arcsine effect)"
    better = RATE * (1 + lifts)
    variance = RATE * (1 - RATE) + better * (1 - better)

    def ours() -> Any:
        return sample_size(better - RATE, variance)

    try:
        from statsmodels.stats.power import NormalIndPower
        from statsmodels.stats.proportion import proportion_effectsize
    except ImportError:
        return name, ours, "statsmodels is not installed"
    power = NormalIndPower()

    def theirs() -> Any:
        effects = proportion_effectsize(better, RATE)
        return np.array([power.solve_power(each, alpha=0.05, power=0.8) for each in effects])

    np.testing.assert_allclose(ours(), theirs(), rtol=2e-3)  # 31,231 and 31,217 for a lift of 10 %
    np.testing.assert_allclose(power_of(better - RATE, variance, theirs()), 0.8, atol=1e-3)
    return name, ours, theirs


def PEERS() -> Iterator[Peer]:
    yield every_day()
    yield how_many()
