from dataclasses import replace

import numpy as np
import pytest

from concepts.bias_variance import (
    AXIS,
    MODELS,
    PRESETS,
    RUNGS,
    SHOWN,
    Params,
    Result,
    compute,
    ladder,
    rung_name,
    sizes,
)
from concepts.controls import corners
from data.read import TABLES
from methods.validation.training_sets import draw_inputs, from_days, seasons, simulated, true_value
from sentences import bias_variance as sentences
from tests.seeds import SEEDS


def seen(name, seed, **changes) -> Result:
    return compute(replace(PRESETS[name], seed=seed, **changes), TABLES)


@pytest.mark.parametrize("params", list(corners(Params)), ids=str)
def test_at_every_corner_the_parts_add_up_to_the_measured_error(params):
    result = compute(params, TABLES)
    parts = result.errors
    known = np.isfinite(parts.total)
    assert known[0] and parts.test.shape == (RUNGS,)
    assert (np.isfinite(parts.test) == known).all()
    assert (np.abs(parts.gap_in_se[known]) < 5).all()
    assert (parts.variance[known] >= 0).all()
    # bias² below 0 is chance: within a few standard errors of an estimated 0.
    assert (parts.bias2[known] > -parts.variance[known] / result.datasets).all()
    assert result.fits.shape == (RUNGS, min(result.datasets, SHOWN), result.grid.size)


@pytest.mark.parametrize("model", ["polynomial", "knn", "ridge", "random_features"])
def test_with_fixed_inputs_the_exact_parts_agree_with_the_simulation(model):
    result = compute(Params(model=model, design="fixed", n=25, datasets=500), TABLES)
    noise = result.errors.variance * 5 / result.datasets**0.5 + 1e-12
    assert result.exact_variance is not None and result.exact_bias2 is not None
    assert (np.abs(result.errors.variance - result.exact_variance) < noise).all()
    slack = noise / 5 + 3 * np.sqrt(result.exact_bias2 * result.errors.variance / result.datasets)
    assert (np.abs(result.errors.bias2 - result.exact_bias2) < 5 * slack + 1e-12).all()


def test_there_are_exact_parts_only_for_linear_models_with_fixed_inputs():
    for params in (Params(), Params(model="tree", design="fixed"), PRESETS["seattle"]):
        assert compute(params, TABLES).exact_bias2 is None


@pytest.mark.parametrize("model", MODELS)
def test_curves_and_averages_tell_the_same(model):
    result = compute(Params(model=model, n=20, datasets=40), TABLES)
    if model == "random_features":  # drawn along a slice of the square that is scored
        return
    np.testing.assert_allclose(result.bias2_x.mean(axis=1), result.errors.bias2, atol=1e-9)
    np.testing.assert_allclose(result.variance_x.mean(axis=1), result.errors.variance)
    np.testing.assert_allclose(result.test_x.mean(axis=1), result.errors.test)


def test_the_shown_fits_are_the_first_of_those_averaged():
    result = compute(Params(datasets=20), TABLES)
    np.testing.assert_allclose(result.fits.mean(axis=1), result.mean_fit, rtol=1e-4, atol=1e-4)


def test_the_data_set_shown_is_one_of_those_fitted():
    params = Params(datasets=25, n=40)
    task = simulated("wave", "stratified", 40, 25, params.sigma, params.seed, 1)
    for highlight, row in ((1, 0), (7, 6), (27, 1)):  # 25 data sets: the 27th is the 2nd again
        result = compute(replace(params, highlight=highlight), TABLES)
        np.testing.assert_array_equal([result.x, result.y], [task.x[row], task.y[row]])


def test_bias_that_chance_gives_is_not_seen():
    result = compute(Params(), TABLES)
    np.testing.assert_array_equal(
        result.seen_bias2,
        [0 if c else b for c, b in zip(result.chance, result.errors.bias2, strict=True)],
    )
    assert (result.seen_bias2_x[result.chance] == 0).all() and result.chance.any()
    seen = result.seen_bias2_x[~result.chance]
    bias2, variance = (v[~result.chance] for v in (result.bias2_x, result.variance_x))
    chance = bias2 < 0.01 * variance  # three standard errors: 300 data sets
    assert chance.any() and (seen[chance] == 0).all()
    np.testing.assert_array_equal(seen[~chance], bias2[~chance])


def test_the_peak_of_the_median_and_the_best_before_it():
    result = seen("double_descent", 0)
    median = [float(each) for each in result.errors.test_median]
    assert median[result.peak] == max(median)
    assert result.median_before == min(median[: median.index(max(median)) + 1])
    few = compute(Params(n=10), TABLES)
    assert few.last == 9 and compute(Params(), TABLES).last == 15


def test_moving_along_the_axis_changes_nothing_but_what_is_looked_at():
    one, other = (compute(Params(**{AXIS: rung}), TABLES) for rung in (0, 15))
    assert one.errors is other.errors and other.params.complexity == 15


@pytest.mark.parametrize("model", MODELS)
def test_ladders_have_a_value_on_every_rung(model):
    for n in (10, 25, 500):
        steps = ladder(model, n)
        assert steps.shape == (RUNGS,) and np.isfinite(steps).all()
    for n in (10, 16, 25, 39, 40, 500):
        k = ladder("knn", n)
        assert k[0] == min(n, 40) and k[-1] == 1
        assert (np.diff(k) < 0).all() if n >= RUNGS else (np.diff(k) <= 0).all()
    assert (ladder("random_features", 40) == 40).sum() == 1


def test_rungs_are_named_in_words():
    assert rung_name(Params(), 4) == "degree 4"
    assert rung_name(Params(model="bagging"), 1) == "1 tree"
    assert rung_name(Params(model="ridge"), 3e-5) == "α = 0.00003"


def test_slow_models_and_real_days_use_fewer_data_sets():
    assert sizes(Params(datasets=500)) == (25, 500)
    assert sizes(Params(model="random_features", n=500))[0] == 60
    assert sizes(Params(truth="seattle", n=30, datasets=500)) == (30, 48)
    for model in MODELS:
        n, sets = sizes(Params(model=model, n=500, datasets=500))
        assert n >= 10 and sets >= 20


def test_rungs_that_pass_through_every_point_are_known():
    assert compute(Params(n=10), TABLES).interpolation == 9
    assert compute(Params(), TABLES).interpolation is None
    assert compute(PRESETS["knn_backwards"], TABLES).interpolation == 15
    assert seen("double_descent", 0).ladder[seen("double_descent", 0).interpolation] == 40
    assert seen("double_descent", 0, penalty=0.1).interpolation is None


def spoken(text):
    """The number said and half a unit of its last place; what is about 0 is checked elsewhere."""
    if text == "about 0":
        return 0.0, None
    words = text.replace("−", "-").replace(",", "").removesuffix(" (chance)").split(" × 10")
    power = int(words[1].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))) if words[1:] else 0
    _, _, decimals = words[0].partition(".")
    return float(words[0]) * 10.0**power, 0.5 * 10.0 ** (power - len(decimals))


@pytest.mark.parametrize("name", PRESETS)
def test_the_numbers_said_in_the_headline_add_up(name):
    for rung in range(RUNGS):
        result = seen(name, PRESETS[name].seed, complexity=rung)
        said = sentences.headline(result)
        read = [spoken(said[each]) for each in ("bias²", "+ variance", "+ noise", "= sum")]
        values = [value for value, _ in read]
        # Where bias² is "about 0" it may be a thousandth of the sum at most.
        slack = sum(values[3] / 1000 if half is None else half for _, half in read)
        assert abs(sum(values[:3]) - values[3]) <= 1.001 * slack, said
        assert ("chance" in said["bias²"] or said["bias²"] == "about 0") == result.chance[rung]
        assert ("no more than chance gives" in sentences.fits(result)) == result.chance[rung]


def test_an_estimate_below_zero_is_said_with_its_sign():
    said = sentences.headline(seen("double_descent", 16, complexity=7))
    assert said["bias²"] == "−2 (chance)" and "-" not in "".join(said.values())


@pytest.mark.parametrize("rung", [1, 8, 15])
def test_what_is_only_rounding_is_said_to_be_zero(rung):
    result = compute(Params(sigma=0.0, truth="line", complexity=rung), TABLES)
    assert 0 < result.errors.total[rung] < result.dust and result.best == 1
    assert set(sentences.headline(result).values()) == {"0"}
    for say in (sentences.fits, sentences.stack, sentences.along_x, sentences.typical):
        assert "×" not in say(result) and "worst" not in say(result)


def test_a_mean_far_from_the_median_is_not_called_close():
    wild = seen("u_curve", 0, design="uniform", complexity=7)
    mean, median = (float(each[7]) for each in (wild.errors.test, wild.errors.test_median))
    assert mean > 5 * median
    assert (
        f"mean error is {mean:.3f}, the median {median:.3f}: the worst fits pull"
        in sentences.typical(wild)
    )
    assert "close" in sentences.typical(seen("more_data", 0, complexity=3))
    assert "pull the mean up to" in sentences.typical(seen("seattle", 0, complexity=15))


def test_words_say_which_rungs_exist():
    few = compute(Params(n=10, complexity=12), TABLES)
    assert "Degrees 0 to 9" in sentences.claim(few)
    assert "to degree 9. " in sentences.ladder(few) and "above 9" in sentences.ladder(few)
    assert "empty" not in sentences.ladder(compute(Params(), TABLES))


def test_polynomials_beyond_the_points_are_undefined():
    result = compute(Params(n=10), TABLES)
    assert np.isnan(result.errors.total[10:]).all() and np.isnan(result.fits[10:]).all()
    assert result.best < 10


def test_truths_by_hand():
    x = np.array([0.0, 0.25, 0.5, 1.0])
    np.testing.assert_allclose(true_value("sine", x), [0, 1, 0, 0], atol=1e-12)
    np.testing.assert_allclose(true_value("step", x), [-0.5, -0.5, 0.5, 0.5])
    np.testing.assert_allclose(true_value("line", x), [-1, -0.5, 0, 1])
    assert true_value("wave", x)[3] == pytest.approx(0.5)
    both = true_value("line", np.array([[0.0, 1.0], [1.0, 1.0]]))
    np.testing.assert_allclose(both, [0, 1])
    with pytest.raises(ValueError, match="seattle"):
        true_value("seattle", x)


def test_stratified_inputs_have_one_in_each_strip():
    x = draw_inputs("stratified", 10, 50, np.random.default_rng(0))
    np.testing.assert_array_equal(np.floor(10 * x), np.tile(np.arange(10), (50, 1)))
    u = draw_inputs("uniform", 10, 2000, np.random.default_rng(0))
    assert (np.diff(u) >= 0).all() and u.mean() == pytest.approx(0.5, abs=0.01)
    assert draw_inputs("fixed", 4, 9, np.random.default_rng(0)).tolist() == [
        [0.125, 0.375, 0.625, 0.875]
    ]


def test_noise_has_the_variance_it_says():
    task = simulated("line", "uniform", 50, 400, 0.7, 0, 1)
    assert (task.y - task.truth_x).std() == pytest.approx(0.7, rel=0.02)
    assert task.fresh.std() == pytest.approx(0.7, rel=0.02) and task.noise == pytest.approx(0.49)


def test_real_days_are_used_once_and_tested_elsewhere():
    daily = TABLES["seattle_weather"]["temp_max"]
    task = from_days(daily, 30, 48, 0)
    assert np.unique(task.x).size == 48 * 30, "no two days share a moment of the year"
    assert (~task.held_out).sum() == 48 * 30
    assert task.noise == pytest.approx(3.5**2, rel=0.1)
    with pytest.raises(ValueError, match="1461"):
        from_days(daily, 500, 3, 0)
    # The curve is least squares: its residuals are orthogonal to every column.
    rest = task.fresh[0, : task.scored]
    np.testing.assert_allclose(seasons(task.at[: task.scored]).T @ rest, 0, atol=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_u_curve_falls_and_rises(seed):
    result = seen("u_curve", seed)
    parts = result.errors
    assert result.best == 4 and parts.total[4] == pytest.approx(0.112, rel=0.06)
    assert parts.total[1] == pytest.approx(0.357, rel=0.06)
    assert parts.bias2[1] == pytest.approx(0.259, rel=0.03)
    assert parts.variance[12] > 5 * parts.variance[4]
    assert (np.diff(parts.bias2[:6]) < 1e-3).all() and (np.diff(parts.variance) > 0).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_more_data_cures_variance_and_leaves_bias(seed):
    few, many = seen("more_data", seed, n=25).errors, seen("more_data", seed).errors
    for parts in (few, many):
        assert parts.bias2[1] == pytest.approx(1 / 2 - 3 / np.pi**2, rel=0.04)
    assert few.variance[9] > 2 and many.variance[9] < 0.02


@pytest.mark.parametrize("seed", SEEDS)
def test_with_neighbours_complexity_is_one_over_k(seed):
    parts = seen("knn_backwards", seed).errors
    many, five, one = (int(np.flatnonzero(ladder("knn", 50) == k)[0]) for k in (40, 5, 1))
    assert parts.total[one] == pytest.approx(0.18, rel=0.06)
    assert parts.total[five] == pytest.approx(0.113, rel=0.06)
    assert parts.bias2[many] > 0.25 and parts.variance[one] == pytest.approx(0.09, rel=0.06)
    assert (np.diff(parts.variance) > 0).all() and (np.diff(parts.bias2) < 0.001).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_bagging_halves_variance_and_leaves_bias(seed):
    parts = seen("bagging", seed).errors
    assert parts.variance[0] == pytest.approx(0.09, rel=0.07)
    assert parts.variance[13] == pytest.approx(0.043, rel=0.07)
    assert np.abs(parts.bias2).max() < 0.001


@pytest.mark.parametrize("seed", SEEDS)
def test_boosting_pays_bias_off_first(seed):
    parts = seen("bagging", seed, model="boosting", complexity=12).errors
    ten, hundred = 6, 12
    assert parts.bias2[ten] == pytest.approx(0.042, rel=0.1)
    assert parts.variance[ten] == pytest.approx(0.012, rel=0.25)
    assert parts.bias2[hundred] < 0.002
    assert parts.variance[hundred] == pytest.approx(0.021, rel=0.15)


@pytest.mark.parametrize("seed", SEEDS)
def test_ridge_is_a_dial_from_bias_to_variance(seed):
    parts = seen("ridge_dial", seed).errors
    assert parts.bias2[2] > 0.25 > 0.02 > parts.bias2[6] and parts.variance[14] > 0.1
    assert parts.variance[6] == pytest.approx(0.022, rel=0.15)
    assert seen("ridge_dial", seed).best in (6, 7)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_error_descends_twice(seed):
    result, tamed = seen("double_descent", seed), seen("double_descent", seed, penalty=0.1)
    median, peak = result.errors.test_median, int(result.interpolation)
    assert result.ladder[peak] == 40 and int(np.nanargmax(median)) == peak
    assert median[peak] > 7 * median[:5].max()
    assert median[15] < 1.06 * median[:peak].min() and median[15] < 0.16
    assert result.errors.variance[peak] > 20 * abs(result.errors.bias2[peak])
    assert (
        tamed.errors.test_median[peak] < median[peak] / 10
        and tamed.errors.test_median[15] < median[15]
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_at_the_start_stiff_teams_are_wrong_together_and_supple_ones_disagree(seed):
    result = seen("start", seed)
    parts = result.errors
    assert parts.bias2[1] > 10 * parts.variance[1] and parts.variance[13] > 10 * parts.bias2[13]
    assert parts.variance[13] > 10 * parts.variance[1]
    assert (np.diff(parts.variance[1:]) > 0).all(), (
        "the more a fit may bend, the more they disagree"
    )
    assert result.best == 4 and parts.total[4] < 1.5 * 0.3**2


@pytest.mark.parametrize("seed", SEEDS)
def test_real_weather_has_its_u(seed):
    parts = seen("seattle", seed).errors
    assert parts.bias2[0] == pytest.approx(41, rel=0.05)
    assert parts.bias2[2] == pytest.approx(6.2, rel=0.15)
    assert parts.bias2[4] < 2.2
    assert int(np.argmin(parts.excess_median)) in (4, 5, 6)
    assert parts.excess_median[8] > 1.5 * parts.excess_median[5]
