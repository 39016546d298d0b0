"""Cases: shapes, shares, what is left out, and a visitor's own table."""

import numpy as np
import pytest

from data.read import TABLES
from methods.imbalance.imbalanced_cases import (
    MOST_ROWS,
    clump_centres,
    drawn_cases,
    rows_for,
    share_of_each,
    table_cases,
)
from methods.tables import Table


def own(n, share, d=3, seed=0):
    rng = np.random.default_rng(seed)
    label = np.arange(n) < round(share * n)
    columns = {f"x:f{i}": rng.standard_normal(n) + label for i in range(d)}
    return Table("own", {"label": label, **columns})


@pytest.mark.parametrize("clumps", [1, 2, 3])
def test_clumps_lie_round_the_origin_at_the_distance_asked_for(clumps):
    centres = clump_centres(clumps, 2.5, 4)
    np.testing.assert_allclose(np.linalg.norm(centres, axis=1), 2.5)
    assert not centres[:, 2:].any()
    if clumps > 1:
        np.testing.assert_allclose(centres.sum(axis=0), 0, atol=1e-12)


def test_clumps_by_hand():
    half, high = 0.5, 0.75**0.5
    np.testing.assert_allclose(clump_centres(1, 2.0, 2), [[2**0.5, 2**0.5]])
    np.testing.assert_allclose(clump_centres(2, 1.0, 2), [[1, 0], [-1, 0]], atol=1e-15)
    np.testing.assert_allclose(
        clump_centres(3, 1.0, 2), [[1, 0], [-half, high], [-half, -high]], atol=1e-15
    )


def test_rows_fall_with_the_square_of_the_features():
    assert [rows_for(d) for d in (2, 33, 60, 106, 107, 200)] == [3_000, 3_000, 940, 305, 300, 300]


@pytest.mark.parametrize("clumps", [1, 3])
def test_drawn_cases_are_those_of_the_seed(clumps):
    """The page's script draws the same numbers: the cases to learn from, then those to judge on."""
    cases, rng = drawn_cases(0.1, 2.0, clumps, 3, 50, 7), np.random.default_rng(7)
    centres, spread = clump_centres(clumps, 2.0, 3), 1.0 if clumps == 1 else 0.5
    for X, y in ((cases.X, cases.y), (cases.X_test, cases.y_test)):
        z = rng.standard_normal(X.shape)
        np.testing.assert_array_equal(y, np.arange(len(X)) < 0.1 * len(X))
        who = np.arange(len(X)) % clumps
        np.testing.assert_allclose(X, np.where(y[:, None], centres[who] + spread * z, z))
    np.testing.assert_array_equal(cases.clump, np.where(cases.y, np.arange(50) % clumps, 0))
    assert cases.names == ("x1", "x2", "x3") and (cases.rows, cases.flipped) == (0, False)
    assert np.isnan(cases.mean_cost) and np.isnan(cases.cost).all() and cases.cost.shape == (2_000,)


@pytest.mark.parametrize("clumps", [1, 2, 3])
def test_drawn_cases_have_the_moments_asked_for(clumps):
    cases = drawn_cases(0.5, 2.0, clumps, 3, 40_000, 0)
    X, y = cases.X, cases.y
    assert (y.sum(), cases.y_test.sum(), cases.X_test.shape) == (20_000, 1_000, (2_000, 3))
    np.testing.assert_allclose(X[~y].mean(axis=0), 0, atol=0.03)
    np.testing.assert_allclose(X[~y].std(axis=0), 1, atol=0.03)
    for i, centre in enumerate(clump_centres(clumps, 2.0, 3)):
        member = X[y & (cases.clump == i)]
        np.testing.assert_allclose(member.mean(axis=0), centre, atol=0.04)
        np.testing.assert_allclose(member.std(axis=0), 1 if clumps == 1 else 0.5, atol=0.03)


def test_learned_and_judged_cases_are_drawn_apart():
    cases = drawn_cases(0.05, 1.7, 1, 2, 2_000, 0)
    assert not (cases.X[:, None, 0] == cases.X_test[:, 0]).any()


@pytest.mark.parametrize(("source", "name"), [("flights", "flights_nyc13_20k"), ("birds", "birdstrikes_faa_10k")])  # fmt: skip
def test_real_rows_keep_the_share_and_are_standardised(source, name):
    table = TABLES[name]
    target = table["cancelled" if source == "flights" else "substantial"] == 1
    cases = table_cases(table, source, 0)
    assert cases.y.size <= MOST_ROWS + 1 and cases.rows == target.size
    for y in (cases.y, cases.y_test):
        assert y.mean() == pytest.approx(target.mean(), abs=0.0005)
    assert np.isfinite(cases.X).all() and np.isfinite(cases.X_test).all()
    assert cases.names == tuple(f"feature {i}" for i in range(1, cases.X.shape[1] + 1))
    assert not cases.flipped and cases.clump.dtype.kind == "i" and not cases.clump.any()
    np.testing.assert_array_equal(table_cases(table, source, 0).X, cases.X)
    assert abs(cases.X[:, 0].mean()) < 0.1 and abs(cases.X[:, 0].std() - 1) < 0.1
    if source == "birds":
        assert cases.mean_cost > 10_000 and cases.cost.shape == cases.y_test.shape
    else:
        assert np.isnan(cases.mean_cost) and np.isnan(cases.cost).all()


def test_an_own_table_is_used_whole_if_small_and_in_part_if_large():
    small = table_cases(own(400, 0.1), "own", 0)
    assert (small.y.size + small.y_test.size, small.rows, small.names) == (400, 400, ("f0", "f1", "f2"))  # fmt: skip
    np.testing.assert_allclose(small.X.mean(axis=0), 0, atol=1e-12)
    large = table_cases(own(200_000, 0.02), "own", 0)
    assert large.y.size <= MOST_ROWS + 1 and large.y_test.size <= MOST_ROWS + 1
    assert large.y.mean() == pytest.approx(0.02, abs=0.001)
    wide = table_cases(own(5_000, 0.1, d=60), "own", 0)
    assert wide.y.size <= rows_for(60) + 1 < 1_000


def test_the_rarer_label_counts_as_positive():
    cases = table_cases(own(200, 0.9), "own", 0)
    assert not table_cases(own(200, 0.5), "own", 0).flipped
    assert cases.flipped and cases.y.sum() == 14 and cases.y_test.sum() == 6


def test_labels_may_be_numbers():
    table = own(200, 0.9)
    numbers = Table("own", {**table.columns, "label": table["label"].astype(float)})
    cases, same = table_cases(table, "own", 0), table_cases(numbers, "own", 0)
    np.testing.assert_array_equal(cases.X, same.X)
    np.testing.assert_array_equal(cases.y, same.y)


def test_two_of_a_label_are_enough_one_is_not():
    cases = table_cases(own(100, 0.02), "own", 0)
    assert (cases.y.sum(), cases.y_test.sum()) == (1, 1)
    with pytest.raises(ValueError, match="at least two rows"):
        table_cases(own(100, 0.01), "own", 0)


def test_a_constant_feature_does_no_harm():
    table = own(100, 0.2)
    flat = Table("own", {**table.columns, "x:flat": np.ones(100)})
    assert np.isfinite(table_cases(flat, "own", 0).X).all()


def test_a_share_of_each_class_is_taken_and_never_none():
    y = np.arange(1_000) < 3
    rows = share_of_each(y, np.arange(1_000), 100, np.random.default_rng(0))
    assert y[rows].sum() == 1 and rows.size == 101 and (np.diff(rows) > 0).all()
    np.testing.assert_array_equal(share_of_each(y, np.arange(50), 100, np.random.default_rng(0)), np.arange(50))  # fmt: skip
