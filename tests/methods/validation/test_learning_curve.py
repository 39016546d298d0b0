from dataclasses import replace

import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures
from sklearn.tree import DecisionTreeRegressor

from concepts.bias_variance import (
    FEATURES_PER_POINT,
    MODELS,
    PRESETS,
    ROUNDS,
    K,
    Params,
    compute,
    draw,
    fit_all,
    fit_own,
    ladder,
    learning_sizes,
)
from data.read import TABLES
from methods.models.regressors import polynomial_fits
from methods.validation.learning_curve import errors_of_fits, learning_curve
from methods.validation.training_sets import TrainingSets, simulated
from sentences.bias_variance import learning
from tests.seeds import SEEDS


def curve_of(params):
    return compute(params, TABLES).learning


def test_errors_by_hand():
    y, fits = np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[1.0, 4.0], [1.0, 1.0]])
    train, test = errors_of_fits(y, fits, np.array([0.0]), np.array([[3.0], [np.nan]]), 0.5)
    np.testing.assert_array_equal(train, [2.0, 1.0])
    np.testing.assert_array_equal(test, [9.5, np.nan])


@pytest.mark.parametrize(("scored", "step"), [(40, 1), (100, 1), (150, 1), (250, 2)])
def test_a_curve_of_constant_fits_by_hand(scored, step):
    """Five sets, each fitted by a level of its own; tested at some hundred of the scored inputs."""
    at, levels, asked = np.arange(400.0), np.linspace(-1, 1, 5)[:, None], []

    def draw(n):
        y = np.random.default_rng(n).standard_normal((5, n))
        return TrainingSets(
            np.zeros((1, n)), y, at, np.sin(at), scored, np.zeros((5, 400)), 0.3, None, None
        )

    def fit(task, where):
        asked.append(where)
        return levels + np.zeros_like(task.y), levels + np.zeros(where.size)

    curve = learning_curve([3, 8], draw, fit)
    for i, n in enumerate((3, 8)):
        np.testing.assert_array_equal(asked[i], np.arange(0, scored, step))
        train = ((draw(n).y - levels) ** 2).mean(axis=1)
        test = ((np.sin(asked[i]) - levels) ** 2).mean(axis=1) + 0.3
        assert (curve.train[i], curve.test[i]) == pytest.approx((train.mean(), test.mean()))
        assert curve.train_se[i] == pytest.approx(train.std(ddof=1) / 5**0.5)
        assert curve.test_se[i] == pytest.approx(test.std(ddof=1) / 5**0.5)
    assert curve.sizes.tolist() == [3, 8] and curve.datasets.tolist() == [5, 5]
    assert curve.datasets.dtype.kind == "i"


@pytest.mark.parametrize("degree", [1, 3, 6])
def test_least_squares_at_fixed_inputs_has_the_errors_of_theory(degree):
    sigma, p = 0.6, degree + 1

    def draw(n):
        task = simulated("line", "fixed", n, 3000, sigma, 0, 1)
        at = task.x[0]  # tested at the training inputs, as the theory has it
        return replace(task, at=at, truth_at=task.truth_x[0], scored=n)

    def fit(task: TrainingSets, at):
        return (polynomial_fits(task.x, task.y, where, degree)[degree] for where in (task.x[0], at))

    curve = learning_curve((10, 30, 60), draw, fit)
    share = p / curve.sizes
    assert (np.abs(curve.train - sigma**2 * (1 - share)) < 4 * curve.train_se).all()
    assert (np.abs(curve.test - sigma**2 * (1 + share)) < 4 * curve.test_se).all()
    # Their standard errors: sums of squares of n - p, and of p, independent normal numbers.
    left = sigma**2 * np.sqrt(2 * (curve.sizes - p) / 3000) / curve.sizes
    np.testing.assert_allclose(curve.train_se, left, rtol=0.06)
    np.testing.assert_allclose(
        curve.test_se, sigma**2 * np.sqrt(2 * p / 3000) / curve.sizes, rtol=0.06
    )


PEERS = {
    "polynomial": lambda: make_pipeline(PolynomialFeatures(3), LinearRegression()),
    "knn": lambda: KNeighborsRegressor(5),
    "tree": lambda: DecisionTreeRegressor(max_depth=3),
    "boosting": lambda: GradientBoostingRegressor(n_estimators=10, learning_rate=0.4, max_depth=1),
}


# Days stand on an even grid: where two are as near, sklearn may answer with the other one. So real
# days are left to a model without ties.
@pytest.mark.parametrize(
    ("model", "rung", "truth"),
    [
        ("knn", K.index(5), "wave"),
        ("tree", 3, "wave"),
        ("boosting", ROUNDS.index(10), "wave"),
        ("polynomial", 3, "wave"),
        ("polynomial", 3, "seattle"),
    ],
)
def test_curves_agree_with_a_slow_loop_over_sklearn(model, rung, truth):
    params = Params(model=model, complexity=rung, truth=truth, n=23, datasets=20)
    curve, table = curve_of(params), TABLES["seattle_weather"] if truth == "seattle" else None
    for i, (n, sets) in enumerate(learning_sizes(params).items()):
        if n in (23, 300, 500):
            continue
        task, errors = draw(params, table, n, sets), []
        step = max(task.scored // 100, 1)
        at, truth_at = task.at[: task.scored : step], task.truth_at[: task.scored : step]
        for x, y in zip(task.x, task.y, strict=True):
            peer = PEERS[model]().fit(x[:, None], y)
            train = ((peer.predict(x[:, None]) - y) ** 2).mean()
            test = ((peer.predict(at[:, None]) - truth_at) ** 2).mean() + task.noise
            errors.append((train, test))
        mean, spread = np.mean(errors, axis=0), np.std(errors, axis=0, ddof=1) / sets**0.5
        assert curve.sizes[i] == n and curve.datasets[i] == sets
        np.testing.assert_allclose([curve.train[i], curve.test[i]], mean, rtol=1e-7)
        np.testing.assert_allclose([curve.train_se[i], curve.test_se[i]], spread, rtol=1e-6)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("design", ["stratified", "fixed"])
def test_a_rung_alone_gives_the_fits_of_the_whole_ladder(model, design):
    params = Params(model=model, design=design, n=20)
    task = draw(params, None, 20, 6)
    steps = ladder(model, 20)
    for rung in (3, 9):
        own, there = fit_own(params, float(steps[rung]), task, task.at[: task.scored])
        whole = fit_all(params, steps, task.x, task.y, task.at[: task.scored])[rung]
        np.testing.assert_allclose(there, whole, rtol=1e-6, atol=1e-9)
        for m in range(6):
            x = task.x[m % len(task.x)]
            np.testing.assert_allclose(
                own[m], fit_all(params, steps, task.x, task.y, x)[rung, m], rtol=1e-6, atol=1e-8
            )


@pytest.mark.parametrize("name", PRESETS)
def test_at_the_visitors_n_the_test_error_is_the_sum_of_the_parts(name):
    result = compute(PRESETS[name], TABLES)
    own = result.learning.sizes == result.n
    assert own.sum() == 1
    assert result.learning.test[own] == result.errors.total[result.params.complexity]


def test_the_rung_changes_the_curve_and_only_the_rung_looked_at():
    one, other = compute(Params(complexity=1), TABLES), compute(Params(complexity=9), TABLES)
    assert (one.learning.test != other.learning.test).all()
    assert compute(Params(log=True), TABLES).learning is compute(Params(), TABLES).learning


@pytest.mark.parametrize("n", [10, 25, 40, 60, 500])
@pytest.mark.parametrize("model", MODELS)
def test_sizes_rise_hold_n_and_leave_enough_data_sets(model, n):
    for truth in ("wave", "seattle"):
        sets = learning_sizes(Params(model=model, n=n, truth=truth, complexity=7))
        assert list(sets) == sorted(sets) and len(sets) <= 8
        assert (min(n, 60) if model == "random_features" else n) in sets
        assert min(sets.values()) >= 2 and max(sets.values()) <= 40
        if truth == "seattle":
            assert max(size * many for size, many in sets.items()) <= 1461


def test_sizes_that_do_not_determine_the_fit_are_undefined():
    curve = curve_of(Params(complexity=12))
    few = curve.sizes < 13
    assert few.any()
    for each in (curve.train, curve.test, curve.train_se, curve.test_se):
        np.testing.assert_array_equal(np.isnan(each), few)
    curve = curve_of(Params(model="knn", complexity=0, n=50))
    np.testing.assert_array_equal(np.isnan(curve.test), curve.sizes < 40)


@pytest.mark.parametrize("seed", SEEDS)
def test_high_bias_meets_high_and_high_variance_closes(seed):
    stiff = curve_of(replace(PRESETS["u_curve"], complexity=1, seed=seed))
    assert 0.9 < stiff.train[-1] / stiff.test[-1] < 1.1 and stiff.test[-1] > 3 * 0.09
    assert stiff.test[-1] > 0.9 * stiff.test[stiff.sizes == 25][0]
    loose = curve_of(replace(PRESETS["u_curve"], complexity=12, seed=seed))
    at = loose.sizes == 25
    assert loose.test[at] - loose.train[at] > 20 * (loose.test[-1] - loose.train[-1])
    assert loose.test[-1] < 1.06 * 0.09


@pytest.mark.parametrize("seed", SEEDS)
def test_one_neighbour_keeps_its_gap(seed):
    curve = curve_of(replace(PRESETS["knn_backwards"], seed=seed))
    assert (curve.train < 1e-25).all(), "nothing but rounding: each point is its own neighbour"
    assert curve.test[-1] == pytest.approx(2 * 0.09, rel=0.12), "its own noise and the target's"


@pytest.mark.parametrize("seed", SEEDS)
def test_random_features_peak_where_points_and_features_are_as_many(seed):
    # n = 60 stands past the peak of 30 features, which is put among the sizes.
    half = FEATURES_PER_POINT.index(0.5)
    params = Params(model="random_features", n=60, complexity=half, sigma=0.2, seed=seed)
    curve = curve_of(params)
    assert (
        curve.sizes[int(curve.test.argmax())] == 30
        and (curve.train[curve.sizes <= 30] < 1e-6).all()
    )


def test_no_size_uses_a_real_day_twice():
    table = TABLES["seattle_weather"]
    params = PRESETS["seattle"]
    for n, sets in learning_sizes(params).items():
        assert np.unique(draw(params, table, n, sets).x).size == n * sets


@pytest.mark.parametrize(
    ("params", "verdict"),
    [
        (Params(complexity=1), "they have met above the noise"),
        (Params(complexity=9), "More data closes the gap"),
        (Params(model="ridge", complexity=0), "More data lowers both"),
        (Params(complexity=5, n=300), "close to the noise"),
        (PRESETS["knn_backwards"], "The gap stays"),
        (replace(PRESETS["knn_backwards"], n=500), "the gap is still open"),
        (PRESETS["double_descent"], "More data hurts here"),
        (Params(complexity=12, n=10), "undefined. Drawn from 20 points on"),
        (Params(truth="line", sigma=0.0), "both errors are 0"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
@pytest.mark.parametrize("seed", range(5))
def test_the_verdict_follows_from_the_numbers(params, verdict, seed):
    assert verdict in learning(compute(replace(params, seed=seed), TABLES))
