"""Distances and tests against scipy, scikit-learn, closed forms and simulation."""

import numpy as np
import pytest
from scipy import stats
from scipy.spatial import distance
from sklearn.linear_model import Ridge
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import PolynomialFeatures

from methods.drift.drift_measures import (
    bin_counts,
    chance_of_psi_above,
    chi_square,
    cramer_von_mises,
    cvm_p_value,
    domain_auc,
    jensen_shannon,
    measured,
    omega_squared_tail,
    psi,
    psi_floor,
    quantile_edges,
    rank_auc,
    rank_auc_p_value,
    thinned,
    wasserstein,
)

BEFORE, AFTER = np.array([10.0, 20, 30, 40]), np.array([5.0, 30, 30, 35])


def sample(n, shift=0.0, seed=0):
    return np.sort(np.random.default_rng(seed).standard_normal(n) + shift)


def test_psi_by_hand():
    p, q = np.array([0.1, 0.2, 0.3, 0.4]), np.array([0.05, 0.3, 0.3, 0.35])
    assert psi(BEFORE, AFTER) == pytest.approx(np.sum((q - p) * np.log(q / p)))
    assert psi(BEFORE, BEFORE) == 0
    # half a case where one period has none; nothing where both have none
    empty = psi(np.array([10.0, 0, 0]), np.array([8.0, 2, 0]))
    assert empty == pytest.approx((0.8 - 1) * np.log(0.8) + (0.2 - 0.05) * np.log(0.2 / 0.05))
    assert psi(np.array([10.0, 0, 0]), np.array([16.0, 4, 0])) == pytest.approx(empty)
    one = psi(np.array([9.0, 1]), np.array([10.0, 0]))
    assert one == pytest.approx((1 - 0.9) * np.log(1 / 0.9) + (0.05 - 0.1) * np.log(0.05 / 0.1))


def test_psi_of_shifted_normals_tends_to_jeffreys_divergence():
    """For unit normals it is the shift squared; bins lose a little."""
    x, y = (stats.norm.ppf((np.arange(200_000) + 0.5) / 200_000, shift) for shift in (0, 0.5))
    fine = psi(*(bin_counts(s, quantile_edges(x, 400)) for s in (x, y)))
    coarse = psi(*(bin_counts(s, quantile_edges(x, 10)) for s in (x, y)))
    assert coarse < fine < 0.25 and fine == pytest.approx(0.25, rel=0.02)


@pytest.mark.parametrize(
    ("n", "bins", "share"), [(100, 10, 0.85), (200, 10, 0.37), (1_000, 10, 0.0), (500, 30, 0.72)]
)
def test_psi_without_drift_is_as_often_large_as_said(n, bins, share):
    rng, found = np.random.default_rng(7), []
    for _ in range(800):
        x, y = np.sort(rng.standard_normal((2, n)), axis=1)
        edges = quantile_edges(x, bins)
        found.append(psi(bin_counts(x, edges), bin_counts(y, edges)))
    assert np.mean(np.array(found) > 0.1) == pytest.approx(share, abs=0.05)
    assert chance_of_psi_above(0.1, bins, n, n) == pytest.approx(share, abs=0.06)
    assert np.mean(found) == pytest.approx(psi_floor(bins, n, n), rel=0.12)


def test_bins_hold_equal_shares_and_an_edge_counts_below():
    x = np.arange(1.0, 101)
    edges = quantile_edges(x, 4)
    np.testing.assert_array_equal(edges, [25, 50, 75])
    np.testing.assert_array_equal(bin_counts(x, edges), [25, 25, 25, 25])
    np.testing.assert_array_equal(edges, np.quantile(x, [0.25, 0.5, 0.75], method="inverted_cdf"))
    assert quantile_edges(np.zeros(50), 10).size == 1
    # ranks 2.5, 5 and 7.5 of ten, rounded up
    np.testing.assert_array_equal(quantile_edges(np.arange(1.0, 11), 4), [3, 5, 8])


def test_jensen_shannon_is_scipys_distance():
    assert jensen_shannon(BEFORE, AFTER) == pytest.approx(
        distance.jensenshannon(BEFORE, AFTER, base=2)
    )
    assert jensen_shannon(np.array([1.0, 0]), np.array([0.0, 5])) == pytest.approx(1)
    assert jensen_shannon(BEFORE, 3 * BEFORE) == 0


def test_chi_square_is_scipys():
    theirs = stats.chi2_contingency([BEFORE, AFTER], correction=False)
    assert chi_square(BEFORE, AFTER) == pytest.approx((theirs.statistic, theirs.pvalue))
    one = stats.chi2_contingency([[5, 1], [4, 0]], correction=False)
    found = chi_square(np.array([5.0, 1]), np.array([4.0, 0]))
    assert found == pytest.approx((one.statistic, one.pvalue)), "a column with a single case counts"
    wide = np.append(BEFORE, 0), np.append(AFTER, 0)
    assert chi_square(*wide) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert np.isnan(chi_square(np.array([4.0]), np.array([7.0]))).all()


@pytest.mark.parametrize(("n", "m"), [(50, 50), (33, 80), (4, 6)])
def test_wasserstein_and_cramer_von_mises_are_scipys(n, m):
    for seed in range(5):
        x, y = sample(n, 0, seed), sample(m, 0.5, seed + 9)
        assert wasserstein(x, y) == pytest.approx(stats.wasserstein_distance(x, y))
        theirs = stats.cramervonmises_2samp(x, y, method="asymptotic")
        t = cramer_von_mises(x, y)
        assert t == pytest.approx(theirs.statistic)
        assert cvm_p_value(t, n, m) == pytest.approx(theirs.pvalue, abs=2e-4)


def test_the_limit_of_cramer_von_mises_has_the_printed_quantiles():
    """Anderson and Darling (1952), table 1."""
    for t, p in ((0.34730, 0.10), (0.46136, 0.05), (0.74346, 0.01), (0.11888, 0.50)):
        assert omega_squared_tail(t) == pytest.approx(p, abs=2e-5)
    assert omega_squared_tail(0.0) == 1.0 and omega_squared_tail(-1.0) == 1.0
    assert omega_squared_tail(50.0) == pytest.approx(0.0, abs=1e-12)


def test_rank_auc_is_scikit_learns():
    rng = np.random.default_rng(1)
    for decimals in (6, 1):
        positive, negative = (
            np.sort(np.round(rng.standard_normal(k) + s, decimals)) for k, s in ((40, 0.5), (70, 0))
        )
        y = np.arange(110) < 40
        assert rank_auc(positive, negative) == pytest.approx(
            roc_auc_score(y, np.append(positive, negative))
        )


@pytest.mark.parametrize(("n", "m"), [(200, 200), (201, 160), (160, 201)])
@pytest.mark.parametrize("units", [[1.0, 1.0, 1.0], [1e-3, 1.0, 100.0]])
def test_the_domain_classifier_is_a_ridge_on_squares_and_products(units, n, m):
    """A difference of means through the Gram matrix is one regression on the label, a class weighing 1."""
    rng = np.random.default_rng(2)
    x, y = rng.standard_normal((n, 3)), rng.standard_normal((m, 3)) * 1.4 + 0.2
    x, y = units * (x + 1), units * (y + 1)
    both = np.concatenate([x, y])
    both = (both - both.mean(0)) / both.std(0)
    terms, label = PolynomialFeatures(2).fit_transform(both), np.arange(n + m) >= n
    pick = np.random.default_rng(8)
    learn = np.concatenate([pick.permutation(n), pick.permutation(m)]) % 2 == 0
    size = np.where(label, 1 / (learn & label).sum(), -1 / (learn & ~label).sum())
    model = Ridge(alpha=1e-6 * (n + m), fit_intercept=False).fit(terms[learn], size[learn])
    expected = roc_auc_score(label[~learn], model.predict(terms[~learn]))
    assert domain_auc(x, y, np.random.default_rng(8)) == pytest.approx(expected, abs=1e-9)
    wider = (np.hstack([rows, np.ones((len(rows), 1))]) for rows in (x, y))
    assert domain_auc(*wider, np.random.default_rng(8)) == pytest.approx(expected)


@pytest.mark.parametrize("turns", [2, 3, 4])
def test_rows_that_come_in_turns_do_not_tell_the_periods_apart(turns):
    """What is learnt from one kind and judged on the other would be wrong every time."""
    found = []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        kind = np.arange(400) % turns
        x, y = (np.column_stack([kind, rng.standard_normal(400)]) for _ in range(2))
        found.append(domain_auc(x, y, rng))
    assert np.mean(found) == pytest.approx(0.5, abs=0.03) and np.min(found) > 0.35


@pytest.mark.parametrize(("d", "sees"), [(2, True), (8, True), (9, False)])
def test_products_are_looked_at_up_to_eight_features(d, sees):
    z = np.random.default_rng(5).standard_normal((2, 2_000, d))
    z[0, :, 1] = 0.8 * z[0, :, 0] + 0.6 * z[0, :, 1]
    z[1, :, 1] = -0.8 * z[1, :, 0] + 0.6 * z[1, :, 1]
    assert (domain_auc(*z, np.random.default_rng(0)) > 0.8) == sees
    assert sees or domain_auc(*z, np.random.default_rng(0)) == pytest.approx(0.5, abs=0.05)


def test_the_domain_classifier_sees_a_correlation_that_flips():
    rng, found = np.random.default_rng(4), []
    for _ in range(20):
        z = rng.standard_normal((2, 500, 2))
        one, other = (
            np.stack([a[:, 0], rho * a[:, 0] + 0.6 * a[:, 1]], axis=1)
            for rho, a in zip((0.8, -0.8), z, strict=True)
        )
        found.append(domain_auc(one, other, rng))
    # nothing does better than the sign and size of the product of the two
    best = [np.sort(a[:, 0] * (rho * a[:, 0] + 0.6 * a[:, 1])) for rho, a in
            zip((0.8, -0.8), rng.standard_normal((2, 50_000, 2)), strict=True)]  # fmt: skip
    assert np.mean(found) == pytest.approx(1 - rank_auc(best[1], best[0]), abs=0.01)
    assert np.isnan(domain_auc(one[:3], other, rng)) and 0 <= domain_auc(one[:4], other, rng) <= 1
    same = [domain_auc(*rng.standard_normal((2, 500, 2)), rng) for _ in range(20)]
    assert np.mean(same) == pytest.approx(0.5, abs=0.03)
    wide = domain_auc(rng.standard_normal((100, 9)), 2 * rng.standard_normal((100, 9)), rng)
    assert wide > 0.85  # with many features squares alone


def test_all_measures_together_and_thinned():
    x, y = sample(3_000, 0, 1), sample(2_500, 0.1, 2)
    whole, thin = (measured(x, y, quantile_edges(x, 10), 0.1, most) for most in (10_000, 1_000))
    assert whole.psi == thin.psi and whole.bins == 10
    assert whole.wasserstein == pytest.approx(stats.wasserstein_distance(x, y) / x.std())
    assert whole.cvm_p == pytest.approx(
        stats.cramervonmises_2samp(x, y, method="asymptotic").pvalue, abs=2e-4
    )
    counts = [bin_counts(s, quantile_edges(x, 10)) for s in (x, y)]
    assert whole.jensen_shannon == pytest.approx(distance.jensenshannon(*counts, base=2))
    assert thin.wasserstein == pytest.approx(whole.wasserstein, rel=0.05)
    assert thin.cvm_p == pytest.approx(whole.cvm_p, abs=0.01)
    halves = measured(x, y, quantile_edges(x, 2), 0.001, 10_000)
    assert halves.psi_false_alarm == chance_of_psi_above(0.001, 2, 3_000, 2_500) > 0.01
    constant = measured(np.ones(40), np.ones(40), np.ones(1), 0.1, 100)
    assert constant.bins == 1 and np.isnan(constant.chi2_p) and np.isnan(constant.wasserstein)
    assert np.isnan(constant.psi_false_alarm) and constant.psi == 0
    ten = np.arange(10.0)
    assert measured(ten, np.full(5, 3.0), ten[:-1], 0.1, 100).bins == 10, "nine have one case"
    without_order = measured(x, y, quantile_edges(x, 10), 0.1, 10_000, ordered=False)
    assert np.isnan(without_order.wasserstein) and np.isnan(without_order.cvm_p)
    assert without_order.chi2_p == whole.chi2_p and without_order.psi == whole.psi
    np.testing.assert_array_equal(thinned(np.arange(10.0), 5), [1, 3, 5, 7, 9])


@pytest.mark.parametrize(("n", "m"), [(40, 70), (250, 250), (15, 400)])
def test_the_p_value_of_an_auc_is_that_of_the_rank_sum(n, m):
    for shift in (-0.4, 0.0, 0.3):
        high, low = sample(n, shift, 3), sample(m, 0, 4)
        theirs = stats.mannwhitneyu(
            high, low, alternative="greater", method="asymptotic", use_continuity=False
        )
        found = rank_auc_p_value(rank_auc(high, low), n, m)
        assert found == pytest.approx(theirs.pvalue, rel=1e-9)
    assert np.isnan(rank_auc_p_value(np.nan, n, m))
