"""The fit against slow versions and scikit-learn, and what every preset claims over many seeds."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import LinearRegression

from concepts import linear_regression as concept
from concepts.linear_regression import (
    COORDINATES,
    PRESETS,
    SHAPES,
    SLOW,
    SOURCES,
    Params,
    Rows,
    compute,
    drawn_rows,
    fit_rows,
    tabled_rows,
)
from data.read import TABLES
from methods.models.linear_descent import curvatures, descent_path
from methods.tables import Table
from tests.seeds import MANY_SEEDS, SEEDS


def over_seeds(preset, seeds=SEEDS, **changes):
    return [compute(replace(PRESETS[preset], seed=seed, **changes), TABLES) for seed in seeds]


def fits(preset, name, seeds=SEEDS, **changes):
    return np.array([getattr(r.fit, name) for r in over_seeds(preset, seeds, **changes)])


def rows_of(p):
    if p.source in concept.TABLE_OF:
        return tabled_rows(TABLES[concept.TABLE_OF[p.source]], p.source, p.held)
    return drawn_rows(p)


# --- the fit and the bowl


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("held", [False, True])
def test_the_fit_is_that_of_scikit_learn(source, held):
    p = Params(source=source, held=held, n=50)
    rows, fit = rows_of(p), compute(p, TABLES).fit
    X = np.column_stack([rows.others, rows.x])
    model = LinearRegression().fit(X, rows.y)
    assert fit.slope == pytest.approx(model.coef_[-1])
    assert fit.r2 == pytest.approx(model.score(X, rows.y))
    miss = rows.y - model.predict(X)
    assert fit.rss == pytest.approx(miss @ miss)
    assert fit.n == rows.y.size and fit.dof == fit.n - X.shape[1] - 1
    if not rows.others.size:
        line = stats.linregress(rows.x, rows.y)
        assert fit.error == pytest.approx(line.stderr)
        assert fit.r2 == pytest.approx(1 - fit.rss / fit.tss)
    if fit.n <= concept.SHOWN:
        np.testing.assert_allclose(fit.residuals, miss, atol=1e-9)
        np.testing.assert_allclose(fit.y - fit.at(fit.x), miss, atol=1e-9)  # Frisch and Waugh
        assert fit.missed_more == np.sum(np.abs(miss[:-1]) > np.abs(miss[-1]))


@pytest.mark.parametrize("source", ["line", "two", "wages"])
def test_the_area_is_that_of_all_squares(source):
    p = Params(source=source, slope=-0.7, height=3.5, held=True)
    result, rows = compute(p, TABLES), rows_of(p)
    basis = np.column_stack([np.ones(rows.x.size), rows.others])
    x, y = (v - basis @ np.linalg.lstsq(basis, v)[0] for v in (rows.x, rows.y))
    assert result.rss == pytest.approx(np.sum((y - 3.5 + 0.7 * x) ** 2))
    assert result.over == pytest.approx(result.rss / result.fit.rss - 1)
    assert result.line(np.array([result.fit.mean_x]))[0] == result.fit.mean_y + 3.5


def test_descent_is_that_on_the_points_themselves():
    p = Params(slope=-1.0, height=2.0)
    result, rows = compute(p, TABLES), drawn_rows(p)
    for name, x in (
        ("raw", rows.x),
        ("centred", rows.x - 5),
        ("standardised", (rows.x - 5) / rows.x.std()),
    ):
        X = np.column_stack([np.ones(20), x])
        per = X[:, 1].std() / rows.x.std()  # units of this x in one of the first
        start = np.linalg.lstsq(X, result.line(rows.x))[0]
        path = descent_path(X, rows.y, start, 1 / curvatures(X)[-1], SLOW)
        np.testing.assert_allclose(result.paths[name][:, 0], path[:, 1] * per, atol=1e-8)
        area = ((rows.y - path @ X.T) ** 2).sum(axis=1)
        np.testing.assert_allclose(result.falls[name], area - result.fit.rss, atol=1e-7)
        near = area - result.fit.rss <= concept.NEAR * (area[0] - result.fit.rss)
        assert result.needed(name) == np.flatnonzero(near)[0]


def test_at_the_bottom_nothing_is_left_to_walk():
    best = compute(Params(), TABLES).fit.slope
    there = compute(Params(slope=best), TABLES)
    assert there.over == 0 and there.at_bottom and there.needed("raw") == 0
    assert compute(PRESETS["same_numbers"], TABLES).at_bottom  # but for rounding
    assert not compute(Params(slope=best + 1e-6), TABLES).at_bottom
    # in a long valley a thousand steps are not enough
    assert np.isinf(compute(Params(source="wages"), TABLES).needed("raw"))


def test_points_on_a_line_leave_no_area():
    result = compute(Params(noise=0.0), TABLES)
    assert result.over == np.inf and result.fit.slope == pytest.approx(concept.SLOPE)
    assert np.isnan(result.fit.student).all() and np.isnan(result.fit.cook).all()


def test_the_second_coordinate_is_the_height_or_the_intercept():
    result = compute(Params(slope=2.0, height=1.0), TABLES)
    raw = replace(result, params=replace(result.params, coordinates="raw"))
    assert raw.other(2.0, 1.0) == pytest.approx(result.line(0.0))
    assert result.other(2.0, 1.0) == pytest.approx(result.line(5.0))


def test_your_own_data_are_standardised_and_doubled_features_are_held_once():
    rng = np.random.default_rng(0)
    a, b, y = rng.normal(10, 5, (3, 40))
    columns = {"target": y, "x:a": a, "x:word": np.array(["u"] * 40), "x:b": b, "x:c": 2 * b, "x:d": -a}  # fmt: skip
    table = Table("own_target", columns, {"target": "price"})
    rows = tabled_rows(table, "own", True)
    assert rows.names == ("a, in sd", "price, in sd") and rows.others.shape == (40, 1)
    assert rows.x.std() == pytest.approx(1) and rows.y.mean() == pytest.approx(0)
    np.testing.assert_allclose(rows.others[:, 0], (b - b.mean()) / b.std())
    words = Table("own_target", {"target": y, "x:word": np.array(["u", "v"] * 20)})
    assert tabled_rows(words, "own", True).names == ("row, in sd", "target, in sd")


def test_of_many_rows_those_of_most_influence_are_shown():
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(2, 2000))
    x[1234], y[1234] = 50, -50
    fit = fit_rows(Rows(x, y, np.empty((2000, 0))), 0, False)
    assert fit.x.size <= concept.SHOWN and 50 in fit.x
    whole = fit_rows(Rows(x[:200], y[:200], np.empty((200, 0))), 0, False)
    np.testing.assert_allclose(whole.x, x[:200], rtol=1e-12)


# --- what the presets claim; the numbers in brackets are what the lesson gave


@pytest.mark.parametrize("seed", SEEDS)
def test_squares(seed):
    fit = compute(replace(PRESETS["squares"], seed=seed), TABLES).fit
    rows = drawn_rows(replace(PRESETS["squares"], seed=seed))
    truth = np.sum((rows.y - concept.INTERCEPT - concept.SLOPE * rows.x) ** 2)
    assert fit.rss < truth < fit.tss  # the true line is not the one with the least squares
    assert rows.x.mean() == pytest.approx(5)


def test_outlier_without_pull():
    """[slope moves by exactly 0, residual 11.5, leverage .048]"""
    for r in over_seeds("outlier"):
        f = r.fit
        assert f.slope == pytest.approx(f.without, abs=1e-12)
        assert f.leverage[-1] == pytest.approx(1 / 21)
        assert 10.5 < f.residuals[-1] < 12.5 and f.missed_more == 0


def test_quiet_lever():
    """[slope -.33, leverage .88, residual -1.6, 5 (2..11) miss by more, R² .97; Huber moves as much]"""
    for r in over_seeds("lever"):
        f = r.fit
        assert f.slope - f.without < -0.2 and f.robust - f.without < -0.2
        assert f.leverage[-1] > 0.8 and -2.5 < f.residuals[-1] < 0 and f.missed_more >= 2
        assert f.r2 > 0.93 and np.nanmax(f.cook) == f.cook[-1] > 10
        outlier = compute(replace(PRESETS["outlier"], seed=r.params.seed), TABLES).fit
        assert f.r2 > outlier.r2


@pytest.mark.parametrize("shape", SHAPES)
def test_same_numbers(shape):
    """[slope .500, se .0853, R² .475 to 12 digits]"""
    for name, value in (
        ("slope", 0.5),
        ("r2", 0.475),
        ("error", 0.5 * np.sqrt(0.525 / 0.475 / 38)),
    ):
        np.testing.assert_allclose(fits("same_numbers", name, shape=shape), value, rtol=1e-12)


def test_collinear():
    """[VIF 48 (29..73), se 6.9 (5.3..8.4) times that of features apart]"""
    inflation = fits("collinear", "inflation", MANY_SEEDS)
    assert 25 < inflation.min() and inflation.max() < 90
    apart = fits("collinear", "error", MANY_SEEDS, correlation=0.0)
    times = fits("collinear", "error", MANY_SEEDS) / apart
    np.testing.assert_allclose(times, np.sqrt(inflation), rtol=0.35)
    assert fits("collinear", "error", n=1000).max() < 0.5  # the challenge, at any seed


def test_half_a_year():
    """[.096 °C a day, R² .64; 39.3 °C for day 350, where it was 8.5; Durbin-Watson .60]"""
    f = compute(PRESETS["half_year"], TABLES).fit
    assert f.n == 724 and f.slope / 7 == pytest.approx(0.096, abs=5e-4)
    assert f.r2 == pytest.approx(0.64, abs=5e-3) and f.durbin_watson == pytest.approx(0.6, abs=5e-3)
    assert f.at(350 / 7) == pytest.approx(39.3, abs=0.05)
    late = f.later_y[f.later_x == 49.5]
    assert late.size == 1 and 5 < late[0] < 11


def test_wages_spread_with_school():
    """[residual sd 3.66 at most 12 years, 6.10 from 14 on]"""
    f = compute(PRESETS["start"], TABLES).fit
    assert f.thirds == (12, 14) and f.spread_low == pytest.approx(3.66, abs=5e-3)
    assert f.spread_high == pytest.approx(6.10, abs=5e-3)
    assert f.slope / f.error > 9 and f.r2 < 0.15


def test_the_two_bands():
    """[in the mean band .43, .21, .067 of fresh points at n = 20, 100, 1,000; .95 in the other]"""
    inside = [fits("squares", "inside_mean", MANY_SEEDS, n=n).mean() for n in (20, 100, 1000)]
    # here the fitted points themselves are counted, which lie a little nearer than fresh ones
    np.testing.assert_allclose(inside, [0.43, 0.21, 0.067], atol=0.06)
    assert inside[0] > inside[1] > inside[2]
    assert abs(fits("squares", "inside_single", MANY_SEEDS, n=1000).mean() - 0.95) < 0.01


@pytest.mark.parametrize("coordinates", COORDINATES)
@pytest.mark.parametrize("steps", [0, 1, 7, 60])
def test_the_line_that_descent_has_come_to_covers_what_its_squares_add_up_to(coordinates, steps):
    params = Params(slope=-1.0, height=3.0, coordinates=coordinates, steps=steps)
    result, rows = compute(params, TABLES), drawn_rows(params)
    assert np.sum((rows.y - result.walked(rows.x)) ** 2) == pytest.approx(result.rss_walked)
    if steps == 0:
        assert result.walked(rows.x) == pytest.approx(result.line(rows.x))
