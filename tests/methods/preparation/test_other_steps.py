"""Encoding, scaling, splits and the best of many columns, against scikit-learn, loops and closed forms."""

from itertools import permutations

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler, TargetEncoder

from methods.geometry.chance_finds import median_best_correlation
from methods.preparation.best_of_many import best_correlations
from methods.preparation.scalers import center_and_scale
from methods.preparation.split_twins import nearest_is_right, right_on_noise, twin_chance
from methods.preparation.target_encoding import (
    category_means,
    cross_fitted_codes,
    expected_seen,
    leave_one_out_codes,
    line_r2,
    noise_r2,
)


@pytest.fixture
def encoded():
    rng = np.random.default_rng(0)
    return rng.integers(12, size=80), rng.standard_normal(80), rng.permutation(80) % 4


@pytest.mark.parametrize("smoothing", [0.0, 7.0])
def test_category_means_are_those_of_scikit_learn(encoded, smoothing):
    category, y, _ = encoded
    model = TargetEncoder(smooth=smoothing, target_type="continuous").fit(category[:, None], y)
    found = category_means(category, y, 14, smoothing)
    np.testing.assert_allclose(found[model.categories_[0]], model.encodings_[0])
    np.testing.assert_allclose(found[12:], y.mean())  # nobody has them


@pytest.mark.parametrize("smoothing", [0.0, 7.0])
def test_codes_leave_out_the_row_or_its_fold(encoded, smoothing):
    category, y, fold = encoded
    alone = leave_one_out_codes(category, y, 12, smoothing)
    crossed = cross_fitted_codes(category, y, fold, 12, smoothing)
    for i in range(80):
        others = np.arange(80) != i
        mine = y[others & (category == category[i])]
        if len(mine) + smoothing:
            want = (mine.sum() + smoothing * y.mean()) / (len(mine) + smoothing)
        else:
            want = y.mean()
        assert alone[i] == pytest.approx(want)
        out = fold != fold[i]
        assert crossed[i] == pytest.approx(
            category_means(category[out], y[out], 12, smoothing)[category[i]]
        )


def test_a_category_of_one_row_gets_the_mean_when_its_row_is_left_out():
    codes = leave_one_out_codes(np.array([0, 1, 1]), np.array([9.0, 1.0, 2.0]), 3)
    np.testing.assert_allclose(codes, [4.0, 2.0, 1.0])


def test_r2_of_a_line_is_that_of_scikit_learn(encoded):
    category, y, _ = encoded
    code = category_means(category, y, 12)[category]
    new_code, new_y = np.random.default_rng(1).standard_normal((2, 50))
    model = LinearRegression().fit(code[:, None], y)
    want = model.score(code[:, None], y), model.score(new_code[:, None], new_y)
    assert line_r2(code, y, new_code, new_y) == pytest.approx(want)
    flat = line_r2(np.ones(80), y, np.ones(50), new_y)
    assert flat[0] == pytest.approx(0) and flat[1] <= 0


def test_noise_is_explained_by_as_much_as_there_are_categories():
    category, y = np.array([0, 0, 1, 1, 2, 2]), np.array([0.1, 0.7, -1.2, 0.4, 2.0, -0.3])
    r2 = []
    for order in permutations(y):
        each = np.array(order)
        code = category_means(category, each, 3)[category]
        r2.append(line_r2(code, each, code, each)[0])
    assert np.mean(r2) == pytest.approx(noise_r2(3, 6))


def test_how_many_categories_are_seen():
    rng = np.random.default_rng(0)
    drawn = [len(np.unique(rng.integers(300, size=1000))) for _ in range(400)]
    assert expected_seen(300, 1000) == pytest.approx(np.mean(drawn), abs=0.5)


@pytest.mark.parametrize(
    ("kind", "scaler"),
    [("min_max", MinMaxScaler), ("standard", StandardScaler), ("robust", RobustScaler)],
)
def test_scaling_is_that_of_scikit_learn(kind, scaler):
    X = np.random.default_rng(0).gamma(1.0, size=(31, 3))
    X = X * [1e6, 1e-9, 1.0]  # whatever the unit
    X[:, 2] = 0.1
    center, scale = center_and_scale(X, kind)
    np.testing.assert_allclose((X - center) / scale, scaler().fit_transform(X), atol=1e-12)


def test_another_scaling_is_refused():
    with pytest.raises(ValueError, match="no scaling is called log"):
        center_and_scale(np.ones((3, 1)), "log")


def test_a_twin_is_in_training_as_often_as_told():
    n, doubled, training = 30, 12, 33
    row = np.concatenate([np.arange(n), np.arange(doubled)])
    rng, found = np.random.default_rng(0), []
    for _ in range(4000):
        train = rng.permutation(len(row)) < training
        found.append(np.isin(row[~train], row[train]).mean())
    assert twin_chance(n, doubled, training) == pytest.approx(np.mean(found), abs=0.01)
    assert twin_chance(n, 0, 24) == 0
    # 60 of 200 doubled, 80/20
    assert right_on_noise(twin_chance(200, 60, 208)) == pytest.approx(0.685, abs=5e-4)


def test_the_nearest_is_that_of_scikit_learn():
    rng = np.random.default_rng(0)
    X, y, train = rng.standard_normal((40, 2)), rng.integers(2, size=40), rng.random(40) < 0.7
    apart = np.square(X[:, None] - X).sum(axis=2)
    model = KNeighborsClassifier(1).fit(X[train], y[train])
    assert nearest_is_right(apart, y, train) == model.score(X[~train], y[~train])


def test_the_best_of_many_columns():
    rng = np.random.default_rng(0)
    y, columns = rng.standard_normal(20), rng.standard_normal((50, 20))
    each = [abs(np.corrcoef(y, column)[0, 1]) for column in columns]
    np.testing.assert_allclose(best_correlations(columns, y), np.maximum.accumulate(each))
    assert (best_correlations(np.ones((2, 20)), y) == 0).all()
    columns[::2], each[::2] = 1.0, [0.0] * 25
    np.testing.assert_allclose(best_correlations(columns, y), np.maximum.accumulate(each))
    with pytest.raises(ValueError, match="the same in all rows"):
        best_correlations(columns, np.ones(20))
    many = [
        best_correlations(rng.standard_normal((100, 20)), rng.standard_normal(20))[-1]
        for _ in range(600)
    ]
    assert np.median(many) == pytest.approx(median_best_correlation(100, 20), abs=0.012)  # .58


def test_the_one_category_leave_one_out_code_tells_the_label():
    """Random labels, one category: training AUC 1.00 with any model that may turn the code round."""
    y = np.random.default_rng(0).integers(2, size=200).astype(float)
    code = leave_one_out_codes(np.zeros(200, int), y, 1)
    assert (code[y == 1] < code[y == 0].min()).all()
