"""The square-root formula against a search."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from methods.drift.lot_size import best_pause, cost_rate


@pytest.mark.parametrize(("price", "harm", "power"), [(300, 1.25, 1), (50, 2, 0.5), (7, 0.1, 2)])
def test_the_best_pause_is_where_the_cost_is_least(price, harm, power):
    found = minimize_scalar(
        lambda t: float(cost_rate(t, price, harm, power)), bounds=(0.01, 1e4), method="bounded",
        options={"xatol": 1e-8},
    )  # fmt: skip
    assert best_pause(price, harm, power) == pytest.approx(found.x, rel=1e-4)


def test_by_hand():
    assert best_pause(300, 6) == 10
    np.testing.assert_allclose(cost_rate([5.0, 10, 20], 300, 6), [75, 60, 75])
    assert best_pause(1200, 6) == 20  # four times the price, twice the pause
    assert cost_rate(20, 300, 6) == 1.25 * cost_rate(10, 300, 6)  # twice the pause, a quarter more
    assert best_pause(300, 0) == math.inf and best_pause(0, 6) == 0


def test_a_saw_costs_what_the_formula_says():
    pause, price, harm, power = 7.0, 40.0, 0.3, 1.5
    age = np.linspace(0, pause, 100_001)
    harmed = np.trapezoid(harm * age**power, age)
    assert cost_rate(pause, price, harm, power) == pytest.approx((price + harmed) / pause)
