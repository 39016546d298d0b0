"""What is drawn has the means, the variances and the sums that it should."""

import numpy as np
import pytest

from methods.experiments.drawn_arms import (
    clustered,
    drawn,
    lossy,
    rate_kept,
    shared_stock,
    thompson,
)
from methods.experiments.two_proportions import design_effect

MANY, FLAT = 4000, np.full(3, 0.12)


def test_counts_add_up_day_by_day():
    counts = drawn(0.1, FLAT, 200, MANY, 0)
    np.testing.assert_array_equal(counts.n_a[0], [200, 400, 600])
    assert (np.diff(counts.a, axis=1) >= 0).all()
    for hits, rate in ((counts.a, 0.1), (counts.b, 0.12)):
        assert hits[:, -1].mean() == pytest.approx(600 * rate, rel=0.01)
        assert hits[:, -1].var() == pytest.approx(600 * rate * (1 - rate), rel=0.1)
    again = drawn(0.1, FLAT, 200, MANY, 0)
    np.testing.assert_array_equal(counts.b, again.b)


def test_views_of_a_visitor_are_correlated():
    counts = clustered(0.1, FLAT, 50, 8, 0.3, MANY, 1)
    assert counts.n_b[0, -1] == 50 * 8 * 3
    want = 1200 * 0.12 * 0.88 * design_effect(8, 0.3)
    assert counts.b[:, -1].mean() == pytest.approx(1200 * 0.12, rel=0.01)
    assert counts.b[:, -1].var() == pytest.approx(want, rel=0.1)


def test_an_arm_that_loses_heavy_users():
    counts = lossy(0.05, np.full(3, 0.05), 500, 0.4, MANY, 2)
    assert counts.n_a[:, -1].mean() == pytest.approx(1500, rel=0.01)
    assert counts.n_b[:, -1].mean() == pytest.approx(1500 * (1 - 0.1 * 0.4), rel=0.01)
    rates = counts.b[:, -1].sum() / counts.n_b[:, -1].sum()
    assert rates == pytest.approx(rate_kept(0.05, 0.4), rel=0.01)
    # by hand: 6 % of heavy users at 20 %, 90 % of others at 3.33 %
    assert rate_kept(0.05, 0.4) == pytest.approx((0.06 * 0.2 + 0.9 / 30) / 0.96)
    assert rate_kept(0.5, 0.0) == pytest.approx(0.5) and rate_kept(0.3, 0.0) == pytest.approx(0.3)


def test_a_stock_goes_to_those_who_want_it_alike():
    counts = shared_stock(0.1, FLAT, 500, 60, MANY, 3)
    sold = counts.a[:, -1] + counts.b[:, -1]
    assert (sold <= 180).all() and np.median(sold) == 180
    assert counts.b[:, -1].mean() / sold.mean() == pytest.approx(0.12 / 0.22, rel=0.01)
    plenty = shared_stock(0.1, FLAT, 500, 10**6, 5, 3)
    free = drawn(0.1, FLAT, 500, 5, 3)
    np.testing.assert_array_equal(plenty.b, free.b)
    np.testing.assert_array_equal(plenty.a, free.a)


def test_thompson_sends_visitors_where_it_is_better():
    counts = thompson(0.05, np.full(20, 0.08), 100, 200, 4)
    total = counts.n_a + counts.n_b
    np.testing.assert_array_equal(total[0], 200 * np.arange(1, 21))
    share = counts.n_b / total
    assert share[:, 0].mean() == pytest.approx(0.5, abs=0.02)
    assert share[:, -1].mean() > 0.8
    assert (counts.a <= counts.n_a).all()
