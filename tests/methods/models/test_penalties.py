"""Penalised paths against scikit-learn, the conditions of the minimum, and closed forms."""

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.linear_model import Ridge, enet_path

from data.read import TABLES
from methods.models.penalties import (
    equal_penalty,
    largest_strength,
    moments,
    optimality_gap,
    penalised_paths,
    ridge_paths,
    shrinkage,
    soft_threshold,
    zero_zone,
)

MIXES = (1.0, 0.95, 0.5, 0.05)


def diabetes():
    table = TABLES["diabetes"]
    X = np.column_stack([v for name, v in table.columns.items() if name != "progression"])
    return X / X.std(axis=0), table["progression"]


def drawn(n, p, seed):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) @ (np.eye(p) + 0.3)
    return X, X[:, : p // 2].sum(axis=1) + 2 * rng.standard_normal(n)


def alone(G, c, lams, mix):
    return penalised_paths(G[None], c[None], np.asarray(lams), mix)[:, 0]


def test_soft_threshold_by_hand():
    np.testing.assert_array_equal(soft_threshold([-3.0, -1.0, 0.5, 2.0], 1.0), [-2, 0, 0, 1])
    assert soft_threshold(0.2, 0.5) == 0


def test_moments_are_those_of_centred_columns():
    X, y = drawn(50, 3, 0)
    G, c = moments(X, y)
    np.testing.assert_allclose(G, np.cov(X.T, bias=True))
    np.testing.assert_allclose(c, [np.cov(x, y, bias=True)[0, 1] for x in X.T])
    several = [drawn(50, 3, seed) for seed in range(4)]
    together = moments(*(np.array(part) for part in zip(*several, strict=True)))
    for alone, all_of_them in zip(zip(*(moments(*each) for each in several), strict=True), together, strict=True):  # fmt: skip
        np.testing.assert_allclose(all_of_them, alone, rtol=1e-12)


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize("rows", [diabetes(), drawn(80, 40, 1), drawn(30, 40, 2)], ids=["diabetes", "many", "p > n"])  # fmt: skip
def test_paths_meet_the_conditions_of_the_minimum_and_scikit_learn(rows, mix):
    """[the lesson: 2e-9 from lasso_path, 2e-11 from enet_path]"""
    X, y = rows
    G, c = moments(X, y)
    lams = largest_strength(c, mix) * np.geomspace(1, 1e-3, 31)
    b = alone(G, c, lams, mix)
    gaps = [optimality_gap(G, c, each, lam, mix) / lam for each, lam in zip(b, lams, strict=True)]
    assert max(gaps) < 2e-9
    theirs = enet_path(
        X - X.mean(axis=0), y - y.mean(), l1_ratio=mix, alphas=lams, tol=1e-14, max_iter=200_000
    )[1].T
    np.testing.assert_allclose(b, theirs, atol=1e-8 * np.abs(theirs).max())
    # the penalty falls as its strength grows, and the loss rises
    penalty = mix * np.abs(b).sum(axis=1) + (1 - mix) / 2 * (b**2).sum(axis=1)
    loss = [each @ G @ each - 2 * c @ each for each in b]
    assert np.all(np.diff(penalty) > -1e-9) and np.all(np.diff(loss) < 1e-9)


def test_all_are_zero_at_the_largest_strength_and_least_squares_at_none():
    G, c = moments(*diabetes())
    for mix in MIXES:
        most = largest_strength(c, mix)
        assert not alone(G, c, [most], mix).any()
        assert np.count_nonzero(alone(G, c, [0.999 * most], mix)) == 1
    np.testing.assert_allclose(alone(G, c, [1e-9], 1.0)[0], np.linalg.solve(G, c), rtol=1e-5)
    assert largest_strength(c, 0.0) == np.inf


def test_independent_features_are_thresholded():
    """[Hastie, Tibshirani and Friedman, table 3.4]"""
    c = np.array([2.0, -0.7, 0.3, 0.0])
    for mix in (*MIXES, 0.0):
        got = alone(np.eye(4), c, [0.5], mix)[0]
        np.testing.assert_allclose(
            got, soft_threshold(c, 0.5 * mix) / (1 + 0.5 * (1 - mix)), atol=1e-11
        )


def test_problems_are_solved_together_as_alone_each_at_its_own_strength():
    each = [moments(*drawn(60, 6, seed)) for seed in range(5)]
    G, c = (np.array(part) for part in zip(*each, strict=True))
    lams = np.geomspace(1, 0.01, 7)[:, None] * np.arange(1, 6)
    together = penalised_paths(G, c, lams, 0.7)
    for r in range(5):
        np.testing.assert_allclose(together[:, r], alone(G[r], c[r], lams[:, r], 0.7), atol=1e-12)


@pytest.mark.parametrize("mix", [1.0, 0.7])
def test_along_many_strengths_is_found_what_each_alone_has(mix):
    each = [moments(*drawn(60, 6, seed)) for seed in range(5)]
    G, c = (np.array(part) for part in zip(*each, strict=True))
    lams = np.geomspace(5, 1e-3, 40)
    for at, found in zip(lams, penalised_paths(G, c, lams, mix), strict=True):
        np.testing.assert_allclose(penalised_paths(G, c, np.array([at]), mix)[0], found, atol=1e-12)


def test_wherever_it_starts_the_minimum_is_found():
    G, c = moments(*diabetes())
    lams = np.array([3.0])
    for start in (np.ones(10), alone(G, c, [5.0], 1.0)[0], -np.linalg.solve(G, c)):
        b = penalised_paths(G[None], c[None], lams, 1.0, start)[0]
        np.testing.assert_allclose(b[0], alone(G, c, lams, 1.0)[0], atol=1e-7)


def test_a_feature_twice_is_as_good_as_once():
    X, y = drawn(60, 3, 4)
    G, c = moments(np.column_stack([X, X]), y)
    lams = largest_strength(c, 1.0) * np.geomspace(1, 1e-2, 9)
    once = alone(*moments(X, y), lams, 1.0)
    twice = alone(G, c, lams, 1.0)
    np.testing.assert_allclose(twice[:, :3] + twice[:, 3:], once, atol=1e-7)
    # the elastic net shares alike
    net = alone(G, c, lams, 0.5)
    np.testing.assert_allclose(net[:, :3], net[:, 3:], atol=1e-9)


def test_ridge_is_that_of_scikit_learn():
    X, y = drawn(30, 40, 3)
    G, c = moments(X, y)
    lams = np.array([0.01, 1.0, 50.0])
    theirs = [Ridge(alpha=30 * lam).fit(X, y).coef_ for lam in lams]
    np.testing.assert_allclose(ridge_paths(G[None], c[None], lams)[:, 0], theirs, rtol=1e-7)
    np.testing.assert_array_equal(alone(G, c, lams, 0.0), ridge_paths(G[None], c[None], lams)[:, 0])
    freedom = shrinkage(G, 0.5)
    hat = X - X.mean(axis=0)
    hat = hat @ np.linalg.solve(hat.T @ hat + 15 * np.eye(40), hat.T)
    assert freedom.sum() == pytest.approx(np.trace(hat))
    assert np.all((freedom >= 0) & (freedom <= 1))


def test_the_gap_is_none_only_at_the_minimum():
    G, c = np.eye(2), np.array([2.0, 0.3])
    assert optimality_gap(G, c, np.array([1.5, 0.0]), 0.5, 1.0) == 0
    assert optimality_gap(G, c, np.array([1.0, 0.0]), 0.5, 1.0) == pytest.approx(0.5)
    assert optimality_gap(G, c, np.array([1.5, 0.0]), 0.1, 1.0) == pytest.approx(0.4)


def inside(outline, point):
    """Whether a point lies within an outline, by the times that a ray crosses it."""
    (x, y), (a, b) = point, (outline[:-1], outline[1:])
    crosses = (a[:, 1] > y) != (b[:, 1] > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
    return bool(np.sum(crosses & (at > x)) % 2)


@pytest.mark.parametrize("mix", [1.0, 0.6, 0.1])
@pytest.mark.parametrize("r", [-0.8, 0.0, 0.5, 0.97])
def test_least_squares_points_in_the_zone_are_those_whose_solution_has_a_zero(mix, r):
    rng = np.random.default_rng(0)
    for G in (np.array([[1, r], [r, 1]]), np.array([[2, r], [r, 0.7]])):
        outline = zero_zone(G, 0.4, mix, 100.0)
        points = rng.uniform(-3, 3, (500, 2))
        b = penalised_paths(np.tile(G, (500, 1, 1)), points @ G, np.array([0.4]), mix)[0]
        zero = (b == 0).any(axis=1)
        assert 0 < zero.sum() < 500  # both are among them
        assert [inside(outline, point) for point in points] == zero.tolist()
    np.testing.assert_array_equal(outline[0], outline[-1])


def test_the_zone_of_two_standardised_features_is_that_of_the_formula():
    """[b2 is 0 if and only if -lam/(1-r) <= b2_ols <= lam/(1+r), for b1 > 0]"""
    r, lam = 0.5, 0.3
    arm = zero_zone(np.array([[1, r], [r, 1]]), lam, 1.0, 10.0)[:4]
    np.testing.assert_allclose(arm[:, 1], [-lam / (1 - r)] * 2 + [lam / (1 + r)] * 2)


def test_ridge_has_a_zone_without_width():
    outline = zero_zone(np.array([[1, 0.5], [0.5, 1]]), 0.3, 0.0, 10.0)
    np.testing.assert_allclose(outline[1], outline[2])
    np.testing.assert_allclose(outline[[0, 3, 6, 9]], 0, atol=1e-15)


@pytest.mark.parametrize("mix", [1.0, 0.5, 0.0])
def test_the_line_of_equal_penalty_goes_through_the_point_and_its_corners(mix):
    at = np.array([0.7, -0.4])
    line = equal_penalty(at, mix)

    def penalty(b):
        return mix * np.abs(b).sum(axis=-1) + (1 - mix) / 2 * (b**2).sum(axis=-1)

    np.testing.assert_allclose(penalty(line), penalty(at))
    assert np.all(np.abs(line[[0, 40], 1]) < 1e-15) and np.all(np.abs(line[[20, 60], 0]) < 1e-15)
    assert np.array_equal(equal_penalty(np.zeros(2), mix), np.zeros((81, 2)))


def test_the_solution_is_where_an_equal_loss_touches_the_penalty():
    """Of all points with the penalty of the lasso's solution none has less loss."""
    G, c = np.array([[1.0, 0.5], [0.5, 1.0]]), np.array([1.5, 1.2])
    b = alone(G, c, [0.6], 1.0)[0]
    loss = [x @ G @ x / 2 - c @ x for x in equal_penalty(b, 1.0, 4001)]
    assert min(loss) == pytest.approx(b @ G @ b / 2 - c @ b, abs=1e-6)
    found = minimize(lambda x: x @ G @ x / 2 - c @ x + 0.6 * np.abs(x).sum(), [1, 1], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13})  # fmt: skip
    np.testing.assert_allclose(b, found.x, atol=1e-6)
