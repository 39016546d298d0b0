"""Corrections by hand, against scipy and against their step rules."""

import numpy as np
import pytest
from scipy import stats

from methods.drift.multiple_testing import (
    CORRECTIONS,
    adjusted,
    any_alarm,
    benjamini_hochberg,
    bonferroni,
    holm,
    limit_line,
)
from tests.seeds import SEEDS

P = np.array([0.01, 0.04, 0.03, 0.005])


def test_by_hand():
    np.testing.assert_allclose(adjusted(P, "none"), P)
    np.testing.assert_allclose(bonferroni(P), [0.04, 0.16, 0.12, 0.02])
    np.testing.assert_allclose(holm(P), [0.03, 0.06, 0.06, 0.02])
    np.testing.assert_allclose(benjamini_hochberg(P), [0.02, 0.04, 0.04, 0.02])
    likely = np.array([0.9, 0.6])
    np.testing.assert_array_equal(bonferroni(likely), [1, 1])
    np.testing.assert_array_equal(holm(likely), [1, 1])
    with pytest.raises(KeyError):
        adjusted(P, "other")


def test_benjamini_hochberg_is_scipys():
    for seed in range(10):
        p = np.random.default_rng(seed).random(37) ** 2
        np.testing.assert_allclose(benjamini_hochberg(p), stats.false_discovery_control(p))


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_adjusted_p_values_and_lines_decide_alike(correction):
    """The rules step by step: Holm down from the smallest, Benjamini-Hochberg up from the largest."""
    for seed in SEEDS:
        p = np.random.default_rng(seed).random(12) ** 3
        ranked, limit = np.sort(p), limit_line(correction, 0.05, 12)
        below = ranked <= limit
        if correction == "holm":
            called = 12 if below.all() else int(np.argmin(below))
        elif correction == "bh":
            called = int(np.flatnonzero(below).max(initial=-1)) + 1
        else:
            called = int(below.sum())
        assert (adjusted(p, correction) <= 0.05).sum() == called


def test_any_alarm():
    assert any_alarm(0.05, 20) == pytest.approx(0.6415, abs=5e-5)
    assert any_alarm(0.05, 50) == pytest.approx(0.923, abs=5e-4)
    assert any_alarm(0.05, 1) == pytest.approx(0.05)
    assert any_alarm(1.0, 3) == pytest.approx(1.0)
