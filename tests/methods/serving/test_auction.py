"""Second-price auctions: by hand, and what wrong predictions do to drawn ones."""

import numpy as np
import pytest
from scipy.special import expit

from methods.imbalance.prior_correction import undo_undersampling
from methods.serving.auction import second_price


def drawn(n=3_000, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 0.8, (n, 20)), np.exp(rng.normal(0, 0.5, (n, 20)))


def test_two_auctions_by_hand():
    bids = np.array([[2.0, 1.0], [1.0, 3.0]])
    said = np.array([[0.1, 0.1], [0.5, 0.2]])
    true = np.array([[0.05, 0.1], [0.4, 0.2]])
    found = second_price(bids, said, true)  # winners: the first pays 1, the second 0.5 / 0.2
    assert found.revenue == pytest.approx((1.0 * 0.05 + 2.5 * 0.2) / 2)
    assert found.value == pytest.approx((2.0 * 0.05 + 3.0 * 0.2) / 2)
    assert (found.predicted, found.clicked) == pytest.approx((0.15, 0.125))


def test_one_factor_for_all_changes_only_what_is_said():
    away, bids = drawn()
    true = expit(-4.6 + away)
    right, doubled = second_price(bids, true, true), second_price(bids, 2 * true, true)
    assert doubled.revenue == pytest.approx(right.revenue)
    assert doubled.value == pytest.approx(right.value)
    assert doubled.predicted == pytest.approx(2 * doubled.clicked)


def test_stretched_and_noisy_predictions():
    away, bids = drawn()
    true = expit(-4.6 + away)
    right = second_price(bids, true, true)
    sure = second_price(bids, expit(-4.6 + 1.8 * away), true)
    assert sure.revenue / right.revenue == pytest.approx(0.82, abs=0.02)
    assert sure.value / right.value == pytest.approx(0.976, abs=0.01)
    assert sure.predicted / sure.clicked == pytest.approx(3.2, abs=0.1)
    noise = np.random.default_rng(1).normal(0, 0.8, away.shape)
    noisy = second_price(bids, expit(-4.6 + away + noise), true)
    assert noisy.value / right.value == pytest.approx(0.756, abs=0.02)
    kept = expit(-4.6 + away - np.log(0.05))
    np.testing.assert_allclose(undo_undersampling(kept, 0.05), true)
