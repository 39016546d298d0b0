"""What a cheap score finds and a list is worth: against whole corpora that are drawn, and closed forms."""

import numpy as np
import pytest
from scipy.stats import binom, multivariate_normal, norm

from methods.serving.two_stage import (
    _fewer_than,
    alone,
    best_values,
    combined,
    cut_for,
    found_share,
    ideal_value,
    list_value,
    rank_of,
)


def corpora(m, cheap, costly, draws=60):
    """Values, cheap and costly scores of whole corpora."""
    rng = np.random.default_rng(0)
    for _ in range(draws):
        u, e, f = rng.standard_normal((3, m))
        yield u, cheap * u + np.sqrt(1 - cheap**2) * e, costly * u + np.sqrt(1 - costly**2) * f


def test_recall_is_the_bivariate_normal_and_that_of_corpora():
    m, good, cheap = 20_000, 100, 0.8
    k = np.array([50, 500, 5_000])
    found = found_share(k, m, good, cheap)
    both = multivariate_normal(cov=[[1, cheap], [cheap, 1]])
    cuts = -cut_for(k, m), -float(cut_for(good, m))
    np.testing.assert_allclose(
        found, [both.cdf([c, cuts[1]]) / (good / m) for c in cuts[0]], rtol=1e-4
    )
    seen = np.zeros(3)
    for u, a, _ in corpora(m, cheap, 0.9, 30):
        best, rank = np.argsort(-u)[:good], np.argsort(np.argsort(-a))
        seen += [(rank[best] < each).mean() / 30 for each in k]
    np.testing.assert_allclose(found, seen, atol=0.02)
    np.testing.assert_allclose(found_share(np.array([1000]), 1e7, 100, 0.8), 0.411, atol=5e-4)


def test_the_whole_corpus_loses_nothing():
    assert found_share(np.array([1e4]), 1e4, 100, 0.3) == pytest.approx(1)
    whole = list_value(np.array([1e4]), 1e4, 0.3, alone(0.3, 0.9999), 10)
    assert whole / ideal_value(1e4, 10) == pytest.approx(1, abs=0.005)


@pytest.mark.parametrize("costly", [0.95, 0.5])
@pytest.mark.parametrize("combine", [False, True])
def test_a_list_is_worth_what_drawn_lists_are(costly, combine):
    m, cheap, k = 20_000, 0.7, np.array([10, 100, 2_000])
    ranker = combined(cheap, costly) if combine else alone(cheap, costly)
    weights = [rho / (1 - rho**2) for rho in (cheap, costly)]
    worth = np.zeros(3)
    for u, a, b in corpora(m, cheap, costly):
        s = weights[0] * a + weights[1] * b if combine else b
        order = np.argsort(-a)
        for i, each in enumerate(k):
            kept = order[:each]
            worth[i] += u[kept[np.argsort(-s[kept])[:10]]].mean() / 60
    np.testing.assert_allclose(list_value(k, m, cheap, ranker, 10), worth, atol=0.06)


def test_both_scores_together_are_the_regression_on_both():
    u, a, b = next(corpora(200_000, 0.8, 0.6, 1))
    fitted = np.linalg.lstsq(np.column_stack([a, b]), u, rcond=None)[0] @ [a, b]
    ranker = combined(0.8, 0.6)
    assert ranker.value == pytest.approx(np.corrcoef(fitted, u)[0, 1], abs=0.005)
    assert ranker.cheap == pytest.approx(np.corrcoef(fitted, a)[0, 1], abs=0.005)


def test_the_ideal_list():
    assert ideal_value(1e7, 10) == pytest.approx(4.94, abs=0.005)
    rng = np.random.default_rng(1)
    best = [np.sort(rng.standard_normal(10_000))[-10:].mean() for _ in range(300)]
    assert ideal_value(1e4, 10) == pytest.approx(np.mean(best), abs=0.03)


def test_a_rank_is_the_place_on_average():
    assert rank_of(norm.isf(0.01), 1e6) == pytest.approx(10_001)
    many = np.array([best_values(1e6, 100, np.random.default_rng(seed)) for seed in range(300)])
    assert (np.diff(many) <= 0).all()
    np.testing.assert_allclose(rank_of(many[:, 9], 1e6).mean() - 1, 10, rtol=0.06)


def test_fewer_than_is_the_binomial():
    n, p = np.array([[0.0], [9.0], [40.0], [1e6]]), np.array([[0.0, 1e-6, 0.1, 0.9, 1.0]])
    p = np.broadcast_to(p, (4, 5)).copy()
    np.testing.assert_allclose(_fewer_than(10, n, p), binom.cdf(9, n, p), atol=1e-9)
