"""The race: fairness, noise, states, and every preset's claim over many seeds."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.special import expit

from concepts.controls import corners
from concepts.gradient_descent import (
    BUDGET,
    DATA,
    METHODS,
    PRESETS,
    RATES,
    SCALED,
    SCHEDULES,
    SURFACES,
    Params,
    compute,
    race,
)
from methods.optimization import surfaces
from methods.optimization.mini_batches import batch_gradient, batch_noise, draw_batches, draw_data
from methods.optimization.surfaces import least_squares
from tests.seeds import SEEDS


def go(params, **changes):
    """The whole of the runs."""
    return race(replace(params, **changes))[0]


def data_of(params, **changes):
    return race(replace(params, **changes))[1]


def runs(result):
    return {run.method: run for run in result.runs}


@pytest.mark.parametrize("params", list(corners(Params)), ids=lambda p: str(p)[:80])
def test_every_corner_is_finite_where_it_should_be(params):
    result = go(params)
    assert 1 <= result.shown <= result.updates <= params.steps
    assert np.isfinite(result.grid).all() and (result.grid >= 0).all()
    assert [run.method for run in result.runs] == list(params.methods)
    for run in result.runs:
        k = len(run.descent.gradient)
        assert k == (run.diverged_at or result.updates)
        assert run.descent.path.shape == (k + 1, 2) and run.excess.shape == (k + 1,)
        assert np.isfinite(run.excess).all() and (run.excess >= 0).all()
        np.testing.assert_array_equal(run.descent.path[0], result.start)


def test_each_method_has_its_own_rate_and_the_same_start():
    rates = {method: 0.01 * (i + 1) for i, method in enumerate(METHODS)}
    fields = {("rate" if m == "gd" else f"rate_{m}"): r for m, r in rates.items()}
    for four in (tuple(METHODS)[:4], tuple(METHODS)[3:]):
        for run in go(Params(), methods=four, **fields).runs:
            # L is 10
            own = rates[run.method] / (10 if run.method in SCALED else 1)
            assert run.rate == pytest.approx(own)
            np.testing.assert_allclose(run.rates, own)


def test_a_method_runs_alike_whoever_else_races():
    for base in (Params(noise=0.5), Params(surface="logistic"), Params(surface="least_squares")):
        alone = go(base, methods=("adam",)).runs[0]
        among = runs(go(base, methods=("gd", "momentum", "adam")))["adam"]
        np.testing.assert_array_equal(alone.descent.path, among.descent.path)


def test_noise_is_the_same_for_all_and_as_strong_as_asked():
    result = go(Params(), methods=("gd", "nesterov"), noise=0.5, steps=4_000)
    hessian, added = result.hessian, []
    for run in result.runs:
        added.append(run.descent.gradient - run.descent.asked @ hessian)
    np.testing.assert_allclose(added[0], added[1], atol=1e-9)
    np.testing.assert_allclose(added[0].std(axis=0), 0.5, rtol=0.05)
    np.testing.assert_allclose(added[0].mean(axis=0), 0, atol=0.03)


def test_nesterov_asks_ahead_and_the_others_where_they_stand():
    result = go(Params(), methods=("momentum", "nesterov"), beta=0.7)
    for run in result.runs:
        path, d = run.descent.path, run.descent
        expected = path[:-1].copy()
        if run.method == "nesterov":
            expected[1:] -= run.rate * 0.7 * d.first[:-1]
        np.testing.assert_allclose(d.asked, expected)
        np.testing.assert_allclose(d.gradient, d.asked @ result.hessian, atol=1e-12)


def test_velocity_is_a_fading_sum_of_gradients_and_is_subtracted():
    run = go(Params(), methods=("momentum",), beta=0.6).runs[0]
    weights = 0.6 ** np.arange(9)[::-1]
    np.testing.assert_allclose(run.descent.first[8], weights @ run.descent.gradient[:9])
    np.testing.assert_allclose(
        np.diff(run.descent.path, axis=0), -run.rate * run.descent.first, atol=1e-12
    )


@pytest.mark.parametrize("kind", SCHEDULES)
def test_the_schedule_scales_every_rate(kind):
    run = go(Params(), methods=("gd",), schedule=kind, steps=100).runs[0]
    moved = np.diff(run.descent.path, axis=0)
    np.testing.assert_allclose(moved, -run.rates[:, None] * run.descent.gradient, atol=1e-12)
    assert run.rates.max() == pytest.approx(run.rate)


# Data


def test_data_are_as_described():
    x, y = draw_data("least_squares", 10_000, 3)
    assert x.min() == 20 and x.max() == 80 and (x == x.round()).all()
    z = (x - x.mean()) / x.std()
    slope, intercept = np.polyfit(z, y, 1)
    assert (slope, intercept) == pytest.approx((1.5, 1.0), abs=0.05)
    assert (y - intercept - slope * z).std() == pytest.approx(1, abs=0.03)
    x, y = draw_data("logistic", 10_000, 3)
    z = (x - x.mean()) / x.std()
    assert set(y) == {0.0, 1.0}
    near = np.abs(z) < 0.2
    assert y[near].mean() == pytest.approx(float(expit(0.5)), abs=0.04)


def test_classes_always_overlap():
    x, y = draw_data("logistic", 50, 9943)  # the one seed that has to draw again
    assert x[y == 1].min() < x[y == 0].max() and x[y == 0].min() < x[y == 1].max()


@pytest.mark.parametrize("kind", DATA)
def test_batch_gradient_is_the_slope_of_the_batch_loss(kind):
    x, y = draw_data(kind, 80, 1)
    z = (x - x.mean()) / x.std()
    rows = draw_batches(80, 7, 5, 1)
    gradient = batch_gradient(kind, z, y, rows)
    for i in range(5):
        bx, by = z[rows[i]], y[rows[i]]

        def loss(p, bx=bx, by=by):
            score = p[0] + p[1] * bx
            if kind == "least_squares":
                return np.mean((score - by) ** 2) / 2
            return np.mean(np.logaddexp(0, score) - by * score)

        slope = approx_fprime(np.array([0.3, -0.4]), loss)
        np.testing.assert_allclose(gradient(0.3, -0.4, i), slope, atol=1e-6)


@pytest.mark.parametrize("kind", DATA)
def test_batches_average_to_the_full_gradient_and_a_batch_of_n_is_it(kind):
    params = Params(surface=kind, n=50, batch=50, methods=("gd",))
    whole = go(params)
    assert whole.reference is None and data_of(params).rows.size == 0
    noisy = go(params, batch=1, steps=5_000)
    assert noisy.reference is not None
    np.testing.assert_allclose(
        noisy.reference.descent.path[: whole.updates + 1], whole.runs[0].descent.path, atol=1e-12
    )
    x, y = data_of(params).fitted_x, data_of(params).y
    every = batch_gradient(kind, x, y, np.arange(50, dtype=np.int32)[:, None])
    mean = np.mean([every(0.2, 0.1, i) for i in range(50)], axis=0)
    together = batch_gradient(kind, x, y, np.arange(50, dtype=np.int32)[None, :])(0.2, 0.1, 0)
    np.testing.assert_allclose(mean, together)


def test_batches_are_drawn_evenly_and_with_replacement():
    rows = draw_batches(50, 200, 500, 4)
    counts = np.bincount(rows.ravel(), minlength=50)
    assert rows.shape == (500, 200) and len(counts) == 50
    assert np.abs(counts / 2_000 - 1).max() < 0.1


def test_evaluations_are_counted_in_data_points():
    result = go(Params(surface="least_squares", n=2_000, batch=40), steps=100)
    assert result.runs[0].evaluations[[0, 1, 100]].tolist() == [0, 40, 4_000]
    assert result.reference.evaluations[1] == 2_000
    assert go(Params(), steps=50).runs[0].evaluations[-1] == 50


def test_a_long_mini_batch_run_is_cut_at_the_budget():
    result = go(Params(surface="logistic", n=10_000, batch=5_000, steps=5_000, methods=("gd",)))
    assert result.updates == BUDGET // 5_000
    full = go(Params(surface="logistic", n=10_000, batch=10_000, steps=400, methods=("gd",)))
    assert full.updates == 400


@pytest.mark.parametrize("batch", [1, 10])
def test_the_noise_floor_is_where_runs_settle(batch):
    base = Params(surface="least_squares", n=200, batch=batch, steps=5_000, rate=0.1, beta=0.9)
    tails, floors = [], []
    for seed in range(8):
        result = go(
            base, methods=("gd", "momentum", "nesterov"), seed=seed, rate_momentum=0.01,
            rate_nesterov=0.01,
        )  # fmt: skip
        tails.append([run.tail for run in result.runs])
        floors.append([run.floor for run in result.runs])
    np.testing.assert_allclose(np.mean(tails, axis=0), np.mean(floors, axis=0), rtol=0.1)


def test_batch_noise_by_a_slow_loop():
    x, y = draw_data("least_squares", 60, 2)
    x = (x - x.mean()) / x.std()
    surface = least_squares(x, y)
    noise, spread = batch_noise(x, y, surface.hessian, surface.minima[0], 3)
    slow_noise, slow_spread = np.zeros((2, 2)), np.zeros((2, 2, 2, 2))
    for xi, yi in zip(x, y, strict=True):
        row = np.array([1.0, xi])
        e = row * (row @ surface.minima[0] - yi)
        d = np.outer(row, row) - surface.hessian
        slow_noise += np.outer(e, e) / 60 / 3
        slow_spread += np.einsum("ab,cd->abcd", d, d) / 60 / 3
    np.testing.assert_allclose(noise, slow_noise, atol=1e-12)
    np.testing.assert_allclose(spread, slow_spread, atol=1e-12)


def test_floor_states():
    assert go(Params(), methods=("gd",)).runs[0].floor == 0
    assert math.isnan(go(Params(noise=1.0), methods=("adam",)).runs[0].floor)
    assert math.isnan(go(Params(noise=1.0, schedule="cosine"), methods=("gd",)).runs[0].floor)
    assert math.isnan(go(Params(surface="saddle", noise=1.0), methods=("gd",)).runs[0].floor)
    noisy = go(Params(surface="least_squares", n=50, batch=1, rate=1.2), methods=("gd",))
    assert noisy.runs[0].edge == pytest.approx(2.0) and noisy.runs[0].floor == math.inf
    # sum over the modes of rate s^2 / (2 (2 - rate h)), curvatures 1 and 30
    floor = go(Params(noise=0.5, condition=30.0, rate=1.5), methods=("gd",)).runs[0].floor
    assert floor == pytest.approx(sum(0.05 * 0.25 / (2 * (2 - 0.05 * h)) for h in (1, 30)))


def test_raw_and_standardised_start_from_one_line():
    base = Params(surface="least_squares", batch=10_000, start_x=2.0, start_y=-1.0)
    scaled, raw = race(base), race(replace(base, standardise=False))
    for result, data in (scaled, raw):
        a, b = result.start
        line = a + b * data.fitted_x
        z = (data.x - data.x.mean()) / data.x.std()
        np.testing.assert_allclose(line, 2.0 - z)
    assert scaled[0].runs[0].excess[0] == pytest.approx(raw[0].runs[0].excess[0])
    np.testing.assert_allclose(scaled[0].eigenvalues, 1)
    assert raw[0].lowest == pytest.approx(scaled[0].lowest)


def test_the_picture_holds_start_and_minimum():
    for surface in SURFACES:
        for standardise in (True, False):
            result = go(Params(), surface=surface, standardise=standardise)
            left, right, low, high = result.window
            for x, y in (result.start, *result.minima):
                assert left < x < right and low < y < high, surface


# States


def test_divergence_is_reported_with_its_update():
    result = go(PRESETS["over_the_cliff"])
    run = result.runs[0]
    # The steep coordinate grows by 1.1 an update and leaves 1,000 half heights of 2.8.
    assert run.diverged_at == math.ceil(math.log(2_800) / math.log(1.1)) == 84
    assert math.isnan(run.tail) and run.reached_at is None and result.needed == math.inf


EVERY = (("gd", "momentum", "nesterov"), ("adagrad", "rmsprop", "adam", "adamw"))
MENU = [
    *({"surface": surface} for surface in SURFACES),
    *({"condition": c, "rotation": r} for c in (1.0, 30.0, 1_000.0) for r in (0.0, 45.0, 90.0)),
    {"surface": "least_squares", "standardise": False},
]


@pytest.mark.parametrize("choice", MENU, ids=str)
def test_no_menu_choice_at_the_defaults_throws_a_method_out(choice):
    for methods in EVERY:
        result = go(Params(), methods=methods, **choice)
        left, right, low, high = result.window
        for run in result.runs:
            x, y = run.descent.path[:11].T
            assert run.left_at is None and run.diverged_at is None, run.method
            assert (left <= x).all() and (x <= right).all(), run.method
            assert (low <= y).all() and (y <= high).all(), run.method
            if result.batch == result.n:
                assert run.excess[50] < run.excess[0], run.method


@pytest.mark.parametrize("surface", ["saddle", "rosenbrock", "two_minima"])
def test_l_is_the_larger_curvature_of_start_and_minimum(surface):
    for start in ((-4.0, 1.0), (1.0, -5.0), (0.0, 0.0)):
        result = go(Params(surface=surface), start_x=start[0], start_y=start[1])
        gradient = getattr(surfaces, surface)().gradient
        tops = []
        for x, y in (result.start, result.minima[0]):
            e = 1e-5
            columns = [
                (np.array(gradient(x + e * a, y + e * b)) - gradient(x - e * a, y - e * b)) / 2 / e
                for a, b in ((1, 0), (0, 1))
            ]
            tops.append(np.linalg.eigvalsh(np.array(columns))[-1])
        assert result.smoothness == pytest.approx(max(tops), rel=1e-5)
        assert result.runs[0].rate == pytest.approx(1.8 / result.smoothness)


def test_one_setting_of_the_rate_is_one_factor_at_every_curvature():
    for condition in (1.0, 10.0, 1_000.0):
        result = go(Params(), methods=("gd", "momentum", "nesterov"), condition=condition)
        assert [run.factor[1] for run in result.runs] == pytest.approx([0.8, 0.8**0.5, 0.0])


def test_the_picture_holds_every_path_that_settles_and_says_when_another_leaves():
    for preset in PRESETS.values():
        result = go(preset)
        left, right, low, high = result.window
        for run in result.runs:
            x, y = run.descent.path.T
            inside = (left <= x) & (x <= right) & (low <= y) & (y <= high)
            if run.left_at is None:
                assert inside.all()
            else:
                assert inside[: run.left_at].all() and not inside[run.left_at]
    # 1.1^11 is the first to pass the half height of 2.8
    assert go(PRESETS["over_the_cliff"]).runs[0].left_at == 11


def test_the_horizon_is_a_little_after_the_last_arrives():
    assert go(PRESETS["the_cliff"]).horizon == 50
    assert go(PRESETS["momentum_on_a_ravine"]).horizon == 500
    assert go(PRESETS["noise_floor"]).horizon == 5_000
    assert go(PRESETS["scale_your_features"]).horizon == 5_000


def test_the_runs_do_not_depend_on_the_update_shown():
    one, other = (compute(replace(PRESETS["saddle"], step=step), {}) for step in (3, 70))
    assert (one.shown, other.shown) == (3, 70) == (one.params.step, other.params.step)
    assert one.window == other.window and one.horizon == other.horizon
    for short, long in zip(one.runs, other.runs, strict=True):
        assert short.excess is long.excess
        np.testing.assert_array_equal(short.descent.path, long.descent.path[:4])


def test_a_result_keeps_the_runs_up_to_the_update_shown():
    params = replace(PRESETS["noise_floor"], step=60)
    result, (whole, data) = compute(params, {}), race(params)
    for run, full in zip(result.runs, whole.runs, strict=True):
        np.testing.assert_array_equal(run.descent.path, full.descent.path[:61])
        np.testing.assert_array_equal(run.rates, full.rates[:60])
        for name in ("asked", "gradient", "first", "second"):
            part = getattr(run.descent, name)
            assert len(part) == 60 and part.base is None
            np.testing.assert_array_equal(part, getattr(full.descent, name)[:60])
        assert len(run.excess) == 5_001
    points = result.data
    np.testing.assert_array_equal(points.x, data.x[points.some])
    np.testing.assert_array_equal(points.batch, data.rows[59])
    np.testing.assert_array_equal(points.batch_y, data.y[data.rows[59]])
    np.testing.assert_allclose((data.x - points.shift) / points.scale, data.fitted_x)
    raw = compute(Params(surface="least_squares", standardise=False), {}).data
    assert (raw.shift, raw.scale) == (0, 1)
    assert compute(Params(surface="least_squares", batch=10_000), {}).data.batch.size == 0


def test_a_run_is_at_its_floor_once_its_mean_is_near_it():
    run = go(PRESETS["noise_floor"]).runs[0]
    assert not run.at_its_floor(19) and run.at_its_floor(4_000)
    assert np.mean(run.excess[15:31]) > 3 * run.floor and not run.at_its_floor(30)
    assert not go(Params()).runs[0].at_its_floor(900), "without noise there is none"


def test_what_a_result_says_of_its_surface_and_of_adam():
    result = go(Params(condition=10.0, methods=("adam", "momentum"), beta=0.75))
    assert result.condition == pytest.approx(10) and result.best_rate == pytest.approx(2 / 11)
    assert result.needed_safe == 76
    adam, momentum = result.runs
    assert momentum.effective == pytest.approx(4 * momentum.rate) and adam.effective == adam.rate
    # Adam's memory of one gradient, corrected, is that gradient
    first = compute(replace(result.params, step=1), {})
    mean, square = first.corrected(first.runs[0])
    np.testing.assert_allclose(mean, first.runs[0].descent.gradient[0])
    np.testing.assert_allclose(square, first.runs[0].descent.gradient[0] ** 2)
    assert result.uncorrected == pytest.approx(0.1 / 0.001**0.5)


def test_updates_after_the_end_of_a_run_are_those_of_its_last():
    run = go(Params(), steps=50).runs[0]
    assert run.excess_at(7) == run.excess[7] and run.excess_at(900) == run.excess[-1]


def test_step_beyond_the_run_shows_the_last():
    assert compute(Params(steps=50, step=1_000), {}).shown == 50


def test_two_minima_the_near_one_keeps_the_run():
    left = go(Params(surface="two_minima"), methods=("gd",), start_x=-4.0, rate=0.9)
    right = go(Params(surface="two_minima"), methods=("gd",), start_x=4.0, rate=0.9)
    assert left.runs[0].reached_at is not None
    assert right.runs[0].reached_at is None
    np.testing.assert_allclose(right.runs[0].descent.path[-1], right.minima[1], atol=1e-3)


def test_factors_are_those_of_the_run():
    result = go(Params(), methods=("gd",), condition=10.0, rate=1.8)
    np.testing.assert_allclose(result.runs[0].factor, [0.82, 0.8])
    assert result.tenfold["gd"].shape == RATES.shape
    at = np.nanargmin(result.tenfold["gd"])
    assert RATES[at] / 10 == pytest.approx(2 / 11, rel=0.05)  # 2 / (mu + L)
    assert 10 ** (-1 / result.tenfold["gd"][at]) == pytest.approx(
        9 / 11, abs=0.02
    )  # (k - 1) / (k + 1)
    assert result.runs[0].tenfold == pytest.approx(-1 / math.log10(0.82))
    # alone, the slower of the two directions is what the method is
    np.testing.assert_allclose(result.tenfold_alone.max(axis=0), result.tenfold["gd"])
    assert math.isnan(go(Params(rate=2.1)).runs[0].tenfold)


def test_distances_along_the_modes_shrink_by_their_factors():
    result = go(Params(), condition=10.0, rate=1.8, rotation=30.0)
    assert result.away_at.tolist() == list(range(51))
    flat, steep = result.away
    np.testing.assert_allclose(flat[1:] / flat[:-1], 0.82)
    np.testing.assert_allclose(steep[1:] / steep[:-1], 0.8)


# The lesson's numbers, and what the presets claim


@pytest.mark.parametrize(
    ("condition", "start_y", "rate", "beta", "updates"),
    [
        (10.0, 1.0, 0.1, 0.9, 132),
        (10.0, 1.0, 4 / (1 + math.sqrt(10)) ** 2, 0.27, 17),
        (100.0, 0.5, 0.01, 0.9, 153),
        (100.0, 0.5, 4 / 121, 81 / 121, 65),
        (100.0, 0.5, 0.01, 0.99, 1395),
    ],
)
def test_momentum_pays_on_ravines_and_rings_when_there_is_too_much(
    condition, start_y, rate, beta, updates
):
    base = Params(methods=("momentum",), steps=2_000, rotation=0.0)
    result = go(
        base, condition=condition, start_y=start_y, beta=beta, rate_momentum=rate * condition
    )
    assert result.runs[0].reached_at == updates


def test_start():
    for seed in SEEDS:
        run = go(PRESETS["start"], seed=seed).runs[0]
        assert run.reached_at == 261 > go(PRESETS["start"], seed=seed, rate=1.0).runs[0].reached_at
        steps = np.linalg.norm(np.diff(run.descent.path, axis=0), axis=1)
        assert (np.diff(steps) < 0).all(), "each step is shorter than the last"
        assert run.excess[3] / run.excess[0] > 0.5 > run.excess[30] / run.excess[0]


@pytest.mark.parametrize(("rate", "updates"), [(1.0, 76), (1.8, 41), (2.1, None)])
def test_the_cliff(rate, updates):
    for seed in SEEDS:
        result = go(PRESETS["the_cliff"], rate=rate, seed=seed)
        assert result.runs[0].reached_at == updates
        assert result.smoothness == pytest.approx(10)


def test_momentum_on_a_ravine():
    for seed in SEEDS:
        run = runs(go(PRESETS["momentum_on_a_ravine"], seed=seed))
        assert run["gd"].reached_at == pytest.approx(421, abs=3)  # 421 at exactly 2/101
        assert run["momentum"].reached_at < run["gd"].reached_at / 6
        assert run["momentum"].reached_at < run["nesterov"].reached_at


def test_noise_floor_is_the_same_at_one_effective_rate():
    tails = []
    for seed in SEEDS:
        result = go(PRESETS["noise_floor"], seed=seed)
        run = runs(result)
        assert run["gd"].floor == pytest.approx(run["momentum"].floor, rel=0.1)
        assert result.reference.excess[-1] < 1e-6 < run["gd"].floor / 1_000
        tails.append((run["gd"].tail, run["momentum"].tail))
        same_rate = runs(go(PRESETS["noise_floor"], seed=seed, rate_momentum=0.1, steps=10))
        assert same_rate["momentum"].floor > 10 * run["gd"].floor
    assert np.mean(tails, axis=0) == pytest.approx(
        [run["gd"].floor, run["momentum"].floor], rel=0.1
    )


def test_the_floor_is_proportional_to_the_rate_and_to_one_over_batch():
    base = Params(surface="least_squares", n=200, methods=("gd",), steps=10)
    by_rate = [go(base, batch=1, rate=r).runs[0].floor for r in (0.2, 0.1, 0.05, 0.025, 0.0125)]
    assert np.all(np.diff(by_rate) < 0)
    np.testing.assert_allclose(np.array(by_rate[2:-1]) / by_rate[3:], 2, rtol=0.06)
    by_batch = [go(base, batch=b, rate=0.1).runs[0].floor for b in (1, 4, 16)]
    np.testing.assert_allclose(by_batch[0] / np.array(by_batch[1:]), [4, 16], rtol=0.1)


def test_decay_goes_below_the_floor():
    for kind in ("step", "exponential", "inverse_time", "cosine"):
        base = replace(PRESETS["noise_floor"], n=200, steps=2_000, methods=("gd",))
        for seed in range(5):
            steady, decayed = go(base, seed=seed), go(base, seed=seed, schedule=kind)
            assert decayed.runs[0].tail < steady.runs[0].floor / 5


@pytest.mark.parametrize(("rotation", "adam"), [(0.0, 206), (22.5, 479), (45.0, 585)])
def test_adam_is_axis_aligned(rotation, adam):
    for seed in SEEDS:
        four = ("gd", "momentum", "rmsprop", "adam")
        run = runs(go(PRESETS["adam_axis_aligned"], rotation=rotation, seed=seed, methods=four))
        assert run["adam"].reached_at == adam
        assert run["gd"].reached_at == pytest.approx(421, abs=3)
        assert run["momentum"].reached_at == 56
        # At a constant rate RMSProp rattles about a ravine's floor.
        assert run["rmsprop"].tail > 1e-3


def test_scale_your_features():
    for seed in SEEDS:
        raw = go(PRESETS["scale_your_features"], seed=seed)
        assert raw.runs[0].reached_at is None and raw.runs[0].diverged_at is None
        assert raw.needed > 50_000
        assert raw.eigenvalues[1] / raw.eigenvalues[0] > 15_000
        scaled = go(PRESETS["scale_your_features"], seed=seed, standardise=True, rate=1.0)
        assert scaled.runs[0].reached_at == 1 == scaled.needed
        # The closed form is right where a run can check it.
        early = go(PRESETS["scale_your_features"], seed=seed, standardise=True, rate=0.05)
        assert early.runs[0].reached_at == early.needed


def test_saddle():
    for seed in SEEDS:
        stuck = go(PRESETS["saddle"], noise=0.0, seed=seed)
        assert all(run.escaped_at is None for run in stuck.runs)
        for run in go(PRESETS["saddle"], seed=seed).runs:
            assert run.escaped_at is not None and run.escaped_at < 200
    nudged = runs(go(PRESETS["saddle"], noise=0.0, start_y=1e-6, steps=200))
    # The lesson counts 158 and 75 to a lower level than half way down.
    assert nudged["gd"].escaped_at == pytest.approx(math.log(1.7e6) / math.log(1.1), abs=5)
    assert nudged["adam"].escaped_at < nudged["gd"].escaped_at / 2


def test_mini_batches_win_early_and_lose_late():
    base = Params(surface="least_squares", n=10_000, batch=100, rate=0.05, methods=("gd",))
    for seed in SEEDS:
        result = go(base, seed=seed, steps=500)
        epoch = result.n // result.batch
        after = result.runs[0].excess[epoch], result.reference.excess[1]
        assert after[0] < 0.01 * after[1]
        assert result.runs[0].tail > 100 * result.reference.excess[-1]
