"""Constants of concentration against simulation, the closed forms printed for them, and the words."""

from pathlib import Path

import numpy as np
import pytest

from methods.geometry.concentration import (
    points_for_half_the_error,
    rate_exponent,
    spread_constant,
    spread_constant_from_a_point,
)

WORDS = Path(__file__).parents[3] / "content" / "curse_of_dimensionality.md"


def test_the_constant_of_the_euclidean_distance():
    assert spread_constant(2) == pytest.approx(np.sqrt(7 / 20))
    assert spread_constant_from_a_point(2) == pytest.approx(np.sqrt(3 / 10))


@pytest.mark.parametrize("p", [0.5, 1.0, 2.0, 4.0])
def test_constants_are_those_of_long_sums(p):
    d, rng = 2_000, np.random.default_rng(0)
    x, y = rng.random((2, 4_000, d))
    distance = (np.abs(x - y) ** p).sum(axis=1) ** (1 / p)
    assert distance.std() / distance.mean() * np.sqrt(d) == pytest.approx(spread_constant(p), rel=0.04)  # fmt: skip
    each = [(np.abs(at - y) ** p).sum(axis=1) ** (1 / p) for at in x[:40]]
    spread = np.mean([one.std() / one.mean() for one in each]) * np.sqrt(d)
    assert spread == pytest.approx(spread_constant_from_a_point(p), rel=0.03)


def test_the_words_say_these_numbers():
    words = WORDS.read_text("utf-8")
    for p in (0.5, 1, 2, 4):
        assert f"{spread_constant(p):.2f}$" in words


def test_rates_by_hand():
    """Stone (1982): n^(-2/3) for one feature, n^(-1/2) for two; smoother functions fall faster."""
    np.testing.assert_allclose(rate_exponent([1, 2, 10]), [2 / 3, 1 / 2, 1 / 6])
    assert rate_exponent(2, smoothness=2) == pytest.approx(2 / 3)
    d = np.array([1.0, 3, 40])
    assert ((points_for_half_the_error(d) ** -rate_exponent(d)) == pytest.approx(0.5)) is True
    assert points_for_half_the_error(10) == pytest.approx(64)
