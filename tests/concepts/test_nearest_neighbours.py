"""Errors and pictures against scikit-learn, and every preset's claim over many seeds."""

import gc
from dataclasses import replace
from functools import lru_cache
from weakref import ref

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.model_selection import LeaveOneOut, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from concepts.nearest_neighbours import (
    MOST,
    PRESETS,
    RING,
    SEVEN,
    SIDE,
    STOPS,
    TEST,
    UNITS,
    Params,
    _cases,
    _units,
    compute,
)
from data.read import TABLES
from figures import nearest_neighbours as figures
from methods.tables import Table
from sentences import nearest_neighbours as sentences
from tests.seeds import MANY_SEEDS, SEEDS


@lru_cache(maxsize=16)
def over_seeds(preset, seeds=SEEDS, **changes):
    return [compute(replace(PRESETS[preset], seed=seed, **changes), TABLES) for seed in seeds]


def at(results, name, k):
    """A curve at k, over the seeds."""
    return np.array([getattr(r.curves, name)[r.ks.tolist().index(k)] for r in results])


# --- what is computed


@pytest.mark.parametrize(
    "params",
    [
        Params(n=150, k=7),
        Params(n=150, k=8, metric="manhattan", unit=3.0),
        Params(source="gaussians", n=150, k=9, share=0.3, noise=3, scaling="standardised"),
        Params(n=150, k=5, weights="distance", metric="chebyshev", noise=2, noise_sd=0.5),
    ],
)
def test_errors_and_the_plane_are_scikit_learns(params):
    r = compute(params, TABLES)
    (X, y, flipped), (fresh, truth, _) = _cases(params, params.n, 1), _cases(params, TEST, 2)
    scaler = StandardScaler() if params.scaling == "standardised" else "passthrough"
    if scaler != "passthrough":
        scaler.fit(X)
        X, fresh = scaler.transform(X), scaler.transform(fresh)
    model = KNeighborsClassifier(
        params.k,
        weights={"equal": "uniform"}.get(params.weights, params.weights),
        metric=params.metric,
    )
    model.fit(X, y)
    assert r.curves.train[r.at] == np.mean(model.predict(X) != y)
    said = model.predict(fresh)
    assert r.curves.fresh[r.at] == np.mean(said != truth)
    assert r.curves.recall[r.at] == np.mean(said[truth == 1] == 1)
    assert r.curves.false_alarms[r.at] == np.mean(said[truth == 0] == 1)
    left_out = cross_val_predict(model, X, y, cv=LeaveOneOut())
    assert r.curves.loo[r.at] == np.mean(left_out != y)
    plane = r.plane
    places = np.column_stack([np.tile(plane.x, SIDE), np.repeat(plane.y, SIDE)])
    places = np.column_stack([places, np.zeros((len(places), params.noise))])
    places = places if scaler == "passthrough" else scaler.transform(places)
    shares = np.moveaxis(plane.share, 0, -1).reshape(-1, 2)
    np.testing.assert_allclose(shares, model.predict_proba(places), rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(plane.flipped, flipped)


def test_penguins_are_scikit_learns_whatever_the_unit():
    r = compute(Params(source="penguins", k=5, unit=1000.0), TABLES)
    assert r.n == 171 and r.fresh == 171 and r.sizes.sum() == 171
    assert r.names == ("Adelie", "Chinstrap", "Gentoo")
    points, label = r.plane.points, r.plane.label
    model = KNeighborsClassifier(5).fit(points, label)
    assert r.curves.train[r.at] == np.mean(model.predict(points) != label)
    # standardised, the unit has no say
    one, other = (
        compute(Params(source="penguins", k=5, unit=u, scaling="standardised"), TABLES)
        for u in (1.0, 1000.0)
    )
    np.testing.assert_array_equal(one.curves.fresh, other.curves.fresh)
    assert r.standardised == one.error == one.standardised
    pipe = make_pipeline(StandardScaler(), KNeighborsClassifier(5)).fit(points, label)
    assert one.curves.train[one.at] == np.mean(pipe.predict(points) != label)


def test_the_ring_goes_through_the_kth():
    for metric, width in (("euclidean", None), ("manhattan", None), ("chebyshev", None)):
        r = compute(Params(k=9, metric=metric, unit=2.0), TABLES)
        plane, power = r.plane, {"euclidean": 2, "manhattan": 1, "chebyshev": np.inf}[metric]
        reach = np.linalg.norm(plane.ring - plane.query[:, None], ord=power, axis=0)
        np.testing.assert_allclose(reach, plane.asked.distance[8])
        last = plane.points[plane.asked.row[8]] - plane.query
        assert np.linalg.norm(last, ord=power) == pytest.approx(plane.asked.distance[8])
        assert width is None
    assert compute(Params(noise=1), TABLES).plane.ring.size == 0


def test_cells_part_what_the_nearest_neighbour_parts():
    plane = compute(Params(k=1, n=125), TABLES).plane
    middle = plane.cells.mean(axis=0)
    inside = (
        (middle[:, 0] > plane.x[0]) & (middle[:, 0] < plane.x[-1])
        & (middle[:, 1] > plane.y[0]) & (middle[:, 1] < plane.y[-1])
    )  # fmt: skip
    apart = np.linalg.norm(middle[inside, None] - plane.points, axis=2)
    nearest = np.sort(apart, axis=1)
    np.testing.assert_allclose(nearest[:, 0], nearest[:, 1])
    assert inside.sum() > 125
    assert compute(Params(k=3), TABLES).plane.cells.size == 0
    assert compute(Params(k=1, n=1000), TABLES).plane.cells.size == 0


def test_the_least_possible_error_is_known_in_closed_form():
    r = compute(Params(source="gaussians", flips=0.0), TABLES)
    assert r.bayes == pytest.approx(norm.cdf(-1), abs=1e-5)
    noisy = compute(Params(source="gaussians", flips=0.2), TABLES)
    assert noisy.bayes == pytest.approx(0.2 + 0.6 * norm.cdf(-1), abs=1e-5)
    assert np.isnan(compute(PRESETS["digits"], TABLES).bayes)


def test_the_axis_only_reads_what_is_computed_for_all_k():
    one, other = (compute(Params(k=k), TABLES) for k in (5, 61))
    np.testing.assert_array_equal(one.curves.fresh, other.curves.fresh)
    assert one.ks.tolist() == list(STOPS)
    between = compute(Params(k=6), TABLES)
    assert between.ks.tolist() == sorted([*STOPS, 6])
    assert between.curves.fresh[between.at - 1] == one.error
    moved = compute(Params(k=5, query_x=0.9), TABLES)
    np.testing.assert_array_equal(moved.curves.fresh, one.curves.fresh)


def test_days_are_a_circle_and_their_mean_is_the_slow_one():
    r = compute(replace(PRESETS["mean"], k=15, day=0, weights="distance"), TABLES)
    days = r.days
    way = np.abs(days.day - 0.0)
    way = np.minimum(way, 365.25 - way)
    order = np.argsort(way, kind="stable")[:15]
    weight = 1 / (way[order] + 0.5)
    mean = np.average(days.temperature[order], weights=weight)
    assert r.asked.mean == pytest.approx(mean) == days.mean[0]
    assert (days.day[order] > 300).any() and (days.day[order] < 60).any()


def test_a_drawn_digit_is_measured_in_the_greys_of_the_known():
    r = compute(Params(source="digits", k=5, digit="f" * 64), TABLES)
    np.testing.assert_array_equal(r.pictures.query, np.full((8, 8), 16.0))
    apart = np.linalg.norm(r.pictures.images - 16.0, axis=(1, 2))
    np.testing.assert_allclose(r.asked.distance[: len(apart)], apart)
    says = [compute(Params(source="digits", k=5, digit=d), TABLES).asked for d in (SEVEN, RING)]
    assert [int(each.share.argmax()) for each in says] == [7, 0]


def test_the_rule_with_a_factor_is_the_one_with_the_column_multiplied():
    params = Params(n=200, k=9)
    r = compute(params, TABLES)
    for i in (0, 6, 12):
        other = compute(replace(params, unit=float(UNITS[i])), TABLES)
        assert r.units[i] == pytest.approx(other.curves.loo[other.at])


# --- a visitor's own rows


def own_rows(n, *names):
    """Columns of a table of `n` rows, of which `good` says most and `idle` nothing."""
    rng = np.random.default_rng(0)
    label = rng.random(n) < 0.4
    noise = rng.standard_normal((4, n))
    columns = {"idle": noise[0], "good": noise[1] + 2 * label, "fair": noise[2] + label}
    columns["none"] = noise[3]
    words = {"label": "left", "positive": "yes"}
    shown = {f"x:{name}": columns[name] for name in names or columns}
    return Table("own_labelled", {"label": label, **shown}, words)


def asked_of(table, **changes):
    return compute(Params(source="own", **changes), {**TABLES, "own_labelled": table})


@pytest.mark.parametrize("scaling", ["as_is", "standardised"])
def test_own_rows_vote_in_the_two_columns_that_part_most(scaling):
    table = own_rows(1_200)
    r = asked_of(table, k=9, unit=3.0, scaling=scaling)
    assert r.columns == ("good", "fair") and r.names == ("not yes", "yes")
    assert (r.n, r.fresh, r.sizes.sum()) == (400, 800, 400)
    assert np.isnan(r.bayes) and np.isnan(r.plane.chance).all() and not r.plane.flipped.any()
    X, y = np.column_stack([table["x:good"], 3 * table["x:fair"]]), table["label"].astype(int)
    known = (X[:, None] == r.plane.points).all(axis=2).any(axis=1)
    assert known.sum() == 400
    scaler = StandardScaler() if scaling == "standardised" else "passthrough"
    model = make_pipeline(scaler, KNeighborsClassifier(9)).fit(X[known], y[known])
    assert r.error == np.mean(model.predict(X[~known]) != y[~known])
    loo = cross_val_predict(KNeighborsClassifier(9), X[known], y[known], cv=LeaveOneOut())
    if scaling == "as_is":
        assert r.curves.loo[r.at] == np.mean(loo != y[known])
        assert r.standardised == asked_of(table, k=9, scaling="standardised").error
    places = np.column_stack([np.tile(r.plane.x, SIDE), np.repeat(r.plane.y, SIDE)])
    shares = np.moveaxis(r.plane.share, 0, -1).reshape(-1, 2)
    np.testing.assert_allclose(shares, model.predict_proba(places), rtol=1e-4, atol=1e-6)
    called = model.predict_proba(X[~known])[:, 1] > 0.3
    lower = asked_of(table, k=9, unit=3.0, scaling=scaling, threshold=0.3)
    assert lower.error == np.mean(called != y[~known])


def test_the_error_of_own_rows_by_the_factor_is_that_of_the_factor():
    few = own_rows(400)  # 266 known: none are left out for speed
    r = asked_of(few, k=9, unit=2.0, weights="distance")
    for i in (0, 6, 12):
        other = asked_of(few, k=9, unit=float(UNITS[i]), weights="distance")
        assert r.units[i] == pytest.approx(other.curves.loo[other.at])


def test_where_fewer_rows_are_known_than_k_all_are_asked():
    r = asked_of(own_rows(60, "good"), k=MOST)
    assert r.columns == ("good", "no other column") and r.n == r.k == 40
    said = int(r.sizes[1] > r.sizes[0])
    y = own_rows(60)["label"].sum() - r.sizes[1]  # of class 1 among the 20 that are fresh
    assert r.error == pytest.approx((20 - y if said else y) / 20)
    assert len(r.asked.distance) == 40 and r.mass == 0
    np.testing.assert_allclose(r.asked.share, r.sizes / 40)
    assert r.chosen <= 40 and r.best <= 40
    assert sentences.claim(r).startswith("With all 40 known rows ")
    assert sentences.distances(r).endswith(f"neighbour 40 is {sentences.headline(r)['k-th distance']} away.")  # fmt: skip
    assert "1 of 1 " not in sentences.plane(asked_of(own_rows(60, "good"), k=1))
    assert np.isfinite(asked_of(own_rows(60, "good"), k=1).plane.edge).any()


def test_a_label_that_no_known_row_has():
    fresh = np.random.default_rng([1, 1]).permutation(60)[40:]
    columns = {"x:a": np.arange(60.0), "x:b": np.arange(60.0) % 7}
    table = Table("own_labelled", {"label": np.isin(np.arange(60), fresh), **columns}, {})
    for k in (1, 5):
        r = asked_of(table, k=k)
        assert r.sizes.tolist() == [40, 0] and r.error == 1 and r.curves.recall[r.at] == 0
        assert np.isnan(r.curves.false_alarms).all()
        assert (r.plane.share[0] == 1).all() and not r.plane.edge.size
        assert "undefined" in sentences.facts(r)["false_alarms"]


def test_own_columns_of_any_width_have_an_edge():
    table = own_rows(300, "good", "fair")
    wide = Table("own_labelled", {**table.columns, "x:fair": 1e30 * table["x:fair"]}, table.words)
    r = asked_of(wide, k=1)
    plane = r.plane
    assert r.mass == 1 and not plane.cells.size and not plane.edge.size
    model = KNeighborsClassifier(1).fit(plane.points[:, 1:], plane.label)
    np.testing.assert_array_equal(plane.share[1][:, 0], model.predict(plane.y[:, None]))
    still = {name: np.zeros(300) for name in ("x:good", "x:fair")}
    r = asked_of(Table("own_labelled", {"label": table["label"], **still}, {}), k=1)
    assert np.isnan(r.mass) and "undefined" in sentences.claim(r)


def test_own_names_are_cut_in_the_key_and_no_markup():
    table = own_rows(300, "good", "fair")
    words = {"positive": "<b>a very long label</b>", "negative": "no"}
    named = {"label": table["label"], "x:<i>": table["x:good"], "x:fair": table["x:fair"]}
    r = asked_of(Table("own_labelled", named, words), unit=10.0)
    layout = figures.plane(r).layout
    assert layout["xaxis"]["title"]["text"] == "&lt;i&gt;"
    assert layout["yaxis"]["title"]["text"] == "fair, times 10"
    assert any("&lt;b&gt;a very lon…" in each["text"] for each in layout["annotations"])


def test_of_own_rows_nothing_is_kept():
    before = _units.cache_info()
    table = own_rows(300)
    results = [asked_of(table, k=k, unit=unit) for k in (1, 5) for unit in (1.0, 2.0)]
    assert all(np.isfinite(r.units).all() for r in results)
    kept = [ref(table), *(ref(r.own) for r in results), *(ref(r.plane.points) for r in results)]
    del table, results
    gc.collect()
    assert [each() for each in kept] == [None] * len(kept)
    assert _units.cache_info() == before


# --- what the presets say


def test_start_is_as_good_as_it_gets():
    """The lesson: the best is .147 [.137..160], k = 121 gets .258 and one neighbour .236."""
    results = over_seeds("start", MANY_SEEDS)
    bayes = results[0].bayes
    assert (at(results, "fresh", 15) < bayes + 0.05).all()
    assert (at(results, "fresh", 1) > at(results, "fresh", 15) + 0.02).all()
    assert (at(results, "fresh", MOST) > at(results, "fresh", 15) + 0.04).all()
    assert 0.2 < at(results, "fresh", 1).mean() < 0.27
    assert 0.22 < at(results, "fresh", MOST).mean() < 0.29
    # what leaving one out pays for its choice: the lesson's .004 [0..013]
    paid = [r.curves.fresh[r.ks == r.chosen] - r.curves.fresh.min() for r in results]
    assert np.mean(paid) < 0.02


def test_one_neighbour_is_never_wrong_about_the_known():
    """The lesson: 0, and .236 [.187..272] of fresh ones."""
    results = over_seeds("one_neighbour", MANY_SEEDS)
    assert (at(results, "train", 1) == 0).all()
    assert (at(results, "fresh", 1) > 0.17).all()


def test_grams_rule_the_distance():
    """The lesson: grams .249 [.187..333], standardised .064 [.053..094], mass 99.995 % of the variance."""
    results = over_seeds("grams", MANY_SEEDS)
    wrong, standardised = at(results, "fresh", 5), np.array([r.standardised for r in results])
    assert (wrong > standardised + 0.05).all() and wrong.min() > 0.15
    assert (standardised <= 0.1).all() and 0.05 < standardised.mean() < 0.08
    assert all(r.mass > 0.999 for r in results)


def test_one_neighbour_has_half_of_the_answer():
    """The lesson: .228 [.208..242], limit .2248, bound .2670, least possible .1587."""
    results = over_seeds("half")
    wrong = at(results, "fresh", 1)
    assert (wrong > 0.185).all() and (wrong < 0.29).all() and 0.2 < wrong.mean() < 0.25
    sample = results[0].sample
    assert sample.limit == pytest.approx(0.2248, abs=5e-5)
    assert sample.bound == pytest.approx(0.2670, abs=5e-5)
    assert all(r.sample.root[-1] < r.sample.one[-1] for r in results)


def test_ten_of_two_hundred_cannot_win():
    """The lesson: 0 exactly at 21, .25 at 5; threshold .05 finds .77 [.65..83] for .125 [.068..233]."""
    results = over_seeds("rare", MANY_SEEDS)
    assert (at(results, "recall", 21) == 0).all() and all(r.sizes[1] == 10 for r in results)
    np.testing.assert_allclose(at(results, "fresh", 21), 0.05)
    assert 0.15 < at(results, "recall", 5).mean() < 0.35
    rare = [r.rare for r in results]
    cut = np.array([r.recall[2, 10] for r in rare])
    assert 0.65 < cut.mean() < 0.85
    assert 0.08 < np.mean([r.false_alarms[2, 10] for r in rare]) < 0.2
    assert np.mean([r.recall[1, 7] for r in rare]) < 0.35


def test_noise_columns_decide_who_is_near():
    """The lesson: .150, .212, .298, .386 with 0, 2, 8, 32 columns."""
    results = over_seeds("useless")
    wrong, without = at(results, "fresh", 15), np.array([r.without_noise for r in results])
    assert (wrong > without + 0.12).all() and 0.34 < wrong.mean() < 0.43
    few = at(over_seeds("useless", noise=2), "fresh", 15)
    assert without.mean() < few.mean() < wrong.mean()


def test_a_scale_that_was_right():
    """The lesson: 8 narrow columns, as they are .151, standardised .240, worse in all."""
    narrow = {"noise": 8, "noise_sd": 0.1}
    as_is = at(over_seeds("useless", **narrow), "fresh", 15)
    scaled = at(over_seeds("useless", scaling="standardised", **narrow), "fresh", 15)
    assert (scaled > as_is + 0.02).all()


def test_digits_need_one_neighbour():
    """The lesson: 1.56 % [1.1..2.5], 1.67, 2.9 and 11.3 at 1, 3, 11, 101."""
    results = over_seeds("digits")
    assert (at(results, "fresh", 1) < 0.03).all()
    assert (at(results, "fresh", 11) > at(results, "fresh", 1)).all()
    assert (at(results, "fresh", 101) > 0.07).all()


def test_a_mean_of_too_many_days_flattens_the_seasons():
    """The lesson: 24.5, 13.4 and 19.3 at 1, 15, 100; weights bring 13.9 [13.4..15.1]."""
    results = over_seeds("mean", MANY_SEEDS)
    one, few, many = (at(results, "fresh", k) for k in (1, 15, 101))
    assert (one > few).all() and (many > few + 3).all()
    assert 22 < one.mean() < 27 and 12.5 < few.mean() < 14.5 and 17.5 < many.mean() < 21.5
    assert all(5 <= r.best <= 45 for r in results)
    weighted = at(over_seeds("mean", MANY_SEEDS, weights="distance"), "fresh", 101)
    assert (weighted <= 15.5).all()


def test_a_tree_looks_at_nearly_all_in_16_dimensions():
    """The lesson: 4, 15, 61, 99.8, 100 % at 2, 4, 8, 16, 32, of 2,000 points; depth first, with other boxes."""
    shares = np.array([r.examined for r in over_seeds("start")])
    assert (np.diff(shares, axis=1) >= 0).all()
    assert (shares[:, 1] < 0.05).all() and (shares[:, 4] > 0.9).all()
