"""The sweep against a slow version, and every preset's claim over many seeds."""

from dataclasses import fields, replace
from functools import lru_cache

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.metrics.pairwise import cosine_distances

from concepts import curse_of_dimensionality as concept
from concepts.controls import corners
from concepts.curse_of_dimensionality import (
    BINS,
    KINDS,
    PRESETS,
    QUERIES,
    STOPS,
    Params,
    cloud,
    compute,
    measure,
    sample_size,
)
from data.read import TABLES
from methods.geometry.point_clouds import Cloud, images
from tests.house import alike
from tests.seeds import MANY_SEEDS, SEEDS


@lru_cache(maxsize=4)
def over_seeds(preset, seeds=SEEDS, **changes):
    return [compute(replace(PRESETS[preset], seed=seed, **changes), TABLES) for seed in seeds]


def at(results, d, name):
    return np.array([getattr(r.sweep, name)[STOPS.index(d)] for r in results])


def here(results, name):
    return np.array([getattr(r.here, name) for r in results])


def other(results, name):
    return np.array([getattr(r.other_here, name) for r in results])


# --- the sweep


def test_the_sweep_is_the_slow_way_at_every_d():
    points = cloud(Params(kind="gaussian", n=60, seed=4), None)
    swept = measure(points, (1, 2, 7, 300), "l2", 5)
    for i, d in enumerate((1, 2, 7, 300)):
        x = points.points[:, :d]
        distance = cdist(x, x)
        others = distance[~np.eye(60, dtype=bool)].reshape(60, 59)
        mean, near, far = others.mean(axis=1), others.min(axis=1), others.max(axis=1)
        row = swept[i]
        assert row.dims == d
        assert row.near == pytest.approx(np.median(near / mean))
        assert row.far == pytest.approx(np.median(far / mean))
        assert row.contrast == pytest.approx(np.median((far - near) / near))
        assert row.spread == pytest.approx(np.median(others.std(axis=1) / mean))
        order = np.argsort(distance + np.diag([np.inf] * 60), axis=1)[:, :5]
        votes = [np.bincount(points.y[o], minlength=2).argmax() for o in order]
        assert row.accuracy == pytest.approx(np.mean(votes == points.y))
        counts = np.bincount(order.ravel(), minlength=60)
        np.testing.assert_array_equal(row.popularity, np.sort(counts)[::-1])
        # the drawn shape
        ratio = (others / mean[:, None])[:QUERIES]
        np.testing.assert_allclose(row.ends, [ratio.min(), ratio.max()])
        expected = np.histogram(ratio, BINS, (ratio.min(), ratio.max()))[0]
        assert np.abs(row.every - expected).sum() <= 4  # a value on an edge may fall either way
        labels = np.array([np.delete(points.y, j) == points.y[j] for j in range(QUERIES)])
        assert row.same.sum() == labels.sum() and (row.same <= row.every).all()


def test_angles_are_seen_from_the_mean():
    points = cloud(Params(n=80), None)
    swept = measure(points, (3, 50), "l1", 4)
    for i, d in enumerate((3, 50)):
        x = (points.points - points.points.mean(axis=0))[:QUERIES, :d]
        cosine = 1 - cosine_distances(x)[np.triu_indices(QUERIES, 1)]
        low, high = np.degrees(np.arccos(np.quantile(cosine, (0.95, 0.05))))
        assert swept.angle_low[i] == pytest.approx(low, abs=0.3)
        assert swept.angle_high[i] == pytest.approx(high, abs=0.3)


def test_angles_of_normal_points_are_those_of_random_directions():
    result = compute(Params(kind="gaussian", n=400), TABLES)
    few = slice(3, None)
    np.testing.assert_allclose(
        result.sweep.angle_low[few], result.volumes.angle_low[few], rtol=0.15
    )
    np.testing.assert_allclose(
        result.sweep.angle_high[few], result.volumes.angle_high[few], rtol=0.05
    )


def test_points_that_are_all_one_leave_everything_undefined():
    same = Cloud(np.ones((60, 3)), np.arange(60) % 2)
    row = measure(same, (2, 3), "l2", 3)[0]
    for name in ("near", "far", "contrast", "spread", "two_nn", "likelihood", "skew"):
        assert np.isnan(getattr(row, name)), name
    assert np.isnan(row.angle_low) and row.every.sum() == 0
    np.testing.assert_allclose(row.popularity, 3)


@pytest.mark.parametrize("kind", KINDS)
def test_neighbours_are_k_on_average(kind):
    result = compute(Params(kind=kind, n=100, k=7), TABLES)
    np.testing.assert_allclose(result.sweep.popularity.mean(axis=1), 7)
    assert result.sweep.popularity.shape == (len(STOPS), 100)


@pytest.mark.parametrize("kind", ["uniform", "sphere", "fashion"])
def test_where_the_slider_does_not_stop_the_same_is_computed(kind):
    params = Params(kind=kind, n=60)
    typed = compute(replace(params, d=37), TABLES).here
    table = TABLES[concept.TABLE_OF[kind]] if kind in concept.TABLE_OF else None
    slow = measure(cloud(params, table), (5, 37), "l2", 10)[1]
    for f in fields(typed):
        np.testing.assert_allclose(
            getattr(typed, f.name), getattr(slow, f.name), rtol=1e-6
        )  # of 7 digits


def test_images_have_no_more_dimensions_than_pixels():
    result = compute(Params(kind="digits", d=1000, n=60), TABLES)
    assert result.d == 64 and result.features == 64
    assert result.sweep.dims.tolist() == [min(d, 64) for d in STOPS]
    for f in fields(result.here):
        whole = getattr(compute(Params(kind="digits", d=64, n=60), TABLES).here, f.name)
        np.testing.assert_allclose(getattr(result.here, f.name), whole)


def test_the_slow_metric_uses_fewer_points():
    assert sample_size(Params(metric="l_half", n=400)) == 300
    assert sample_size(Params(metric="l1", n=400)) == 400
    assert compute(Params(metric="l_half", n=400, d=1), TABLES).sweep.popularity.shape[1] == 300


def test_what_does_not_depend_on_d_is_the_same_object_along_the_axis():
    for params in corners(Params):
        one, two = (compute(replace(params, d=d), TABLES) for d in (3, 800))
        assert one.sweep is two.sweep and one.other is two.other
        assert one.remedies is two.remedies and one.volumes is two.volumes


def test_looks_have_no_say_in_the_sweep():
    base = compute(Params(kind="few"), TABLES)
    for change in ({"share": 0.3}, {"components": 5}, {"d": 7}):
        assert compute(replace(base.params, **change), TABLES).sweep is base.sweep


def test_remedies_are_those_of_scikit_learn():
    from sklearn.decomposition import PCA
    from sklearn.model_selection import LeaveOneOut, cross_val_score
    from sklearn.neighbors import KNeighborsClassifier

    params = Params(kind="few", n=80, k=5, components=3)
    remedies, points = compute(params, TABLES).remedies, cloud(params, None)
    for i, d in enumerate(remedies.dims):
        scores = PCA(min(3, d), svd_solver="full").fit_transform(points.points[:, :d])
        slow = cross_val_score(KNeighborsClassifier(5), scores, points.y, cv=LeaveOneOut())
        assert remedies.pca[i] == pytest.approx(slow.mean())


def test_real_data_are_compared_with_their_twin_and_the_twin_with_them():
    plain, mixed = (
        compute(Params(kind="digits", n=80, shuffled=shuffled), TABLES)
        for shuffled in (0 > 1, 1 > 0)
    )
    assert alike(plain.sweep, mixed.other) and alike(plain.other, mixed.sweep)


def test_twice_is_where_the_curve_crosses_two():
    r = compute(Params(n=150), TABLES)
    dims, times = r.sweep.dims, 1 + r.sweep.contrast
    first = int(np.argmax(times <= 2))
    assert dims[first - 1] < r.twice <= dims[first]
    here = compute(replace(r.params, d=round(r.twice)), TABLES).here
    assert here.times == pytest.approx(2, abs=0.06)
    assert np.isnan(compute(Params(kind="low_rank", n=60), TABLES).twice)  # never


def test_remedies_up_to_d_are_the_last_that_were_tried():
    remedies = compute(Params(kind="few", n=80), TABLES).remedies
    for d, used in ((1, 1), (9, 2), (10, 10), (999, 200), (1000, 1000)):
        tried = remedies.up_to(d)
        i = list(remedies.dims).index(used)
        assert (tried.dims, tried.pca, tried.l1) == (used, remedies.pca[i], remedies.l1[i])


def test_normal_points_have_a_law_beside_them():
    r = compute(Params(kind="gaussian", n=400, d=30), TABLES)
    assert r.law.contrast[STOPS.index(30)] == r.law_here.contrast[0]
    np.testing.assert_allclose(r.law.contrast[5:], r.sweep.contrast[5:], rtol=0.2)
    assert np.abs(r.law_counts - r.here.every).sum() < 0.12 * r.here.every.sum()
    for other in (Params(), Params(kind="gaussian", metric="l1"), Params(kind="correlated", d=3)):
        result = compute(other, TABLES)
        assert result.law is result.law_here is None and result.law_counts.size == 0


def test_nobodys_neighbours_are_counted():
    r = compute(PRESETS["hubs"], TABLES)
    assert r.here.never == sum(times == 0 for times in r.here.popularity) > 0
    np.testing.assert_array_equal(r.sweep.never[-1], r.here.never)


# --- the presets


def test_start():
    results = over_seeds("start")
    assert (at(results, 2, "contrast") > 15).all() and (at(results, 1000, "contrast") < 0.13).all()
    np.testing.assert_allclose(here(results, "contrast"), 1.03, atol=0.12)


def test_everyone_is_equally_far():
    results = over_seeds("equally_far", n=200)
    np.testing.assert_allclose(here(results, "contrast"), 0.352, atol=0.015)
    results = over_seeds("equally_far")  # fewer points, so that the outermost are less far out
    np.testing.assert_allclose(here(results, "contrast"), 0.339, atol=0.015)
    for d, spread in ((2, 0.444), (10, 0.18), (100, 0.055), (1000, 0.017)):
        np.testing.assert_allclose(at(results, d, "spread"), spread, rtol=0.04)
    assert (at(results, 2, "contrast") > 20).all() and (at(results, 1000, "contrast") < 0.11).all()
    contrasts = np.array([r.sweep.contrast for r in results])
    assert (np.diff(contrasts, axis=1) < 0).all()


@pytest.mark.parametrize(
    ("d", "contrast", "tolerance"),
    [(1, 2012, 0.25), (2, 71, 0.15), (10, 2.9, 0.06), (100, 0.43, 0.03)],
)
def test_the_contrast_of_a_thousand_even_points(d, contrast, tolerance):
    points = Cloud(np.random.default_rng(0).random((1000, d)), np.zeros(1000, int))
    assert measure(points, (d,), "l2", 10).contrast[0] == pytest.approx(contrast, rel=tolerance)


def test_only_the_intrinsic_dimension_counts():
    results = over_seeds("intrinsic")
    even = Params(d=2, n=PRESETS["intrinsic"].n)
    flat = np.array([compute(replace(even, seed=s), TABLES).here.contrast for s in SEEDS])
    assert abs(np.median(here(results, "contrast")) / np.median(flat) - 1) < 0.1
    assert (here(results, "contrast") > 200 * other(results, "contrast")).all()
    np.testing.assert_allclose(here(results, "two_nn"), 2, atol=0.45)
    np.testing.assert_allclose(here(results, "likelihood"), 2, atol=0.35)
    noisy = over_seeds("intrinsic", noise=0.01)
    np.testing.assert_allclose(here(noisy, "contrast"), 1.5, atol=0.12)
    assert (here(noisy, "two_nn") > 50).all()


def test_noise_features_ruin_neighbours_and_not_l1():
    results = over_seeds("noise_features", MANY_SEEDS)
    assert (at(results, 2, "accuracy") > at(results, 100, "accuracy")).all()
    assert (at(results, 100, "accuracy") > here(results, "accuracy")).all()
    assert np.mean(here(results, "accuracy")) == pytest.approx(0.63, abs=0.02)
    fifty = list(results[0].remedies.dims).index(50)
    for r in results:
        assert r.remedies.l1[-1] > max(r.remedies.pca[-1], float(r.here.accuracy)) + 0.1
        assert r.remedies.pca[fifty] > 0.85 and r.remedies.pca[-1] < 0.8
        assert r.remedies.l1[-1] > r.remedies.l1[1] - 0.05


def test_five_times_the_points_hardly_help():
    """One useful feature of 200: 500 points, then 2,500."""
    right = []
    for n in (500, 2500):
        rng, y = np.random.default_rng(0), np.arange(n) % 2
        x = rng.standard_normal((n, 200))
        x[:, 0] += 2 * (y - 0.5)
        right.append(float(measure(Cloud(x, y), (200,), "l2", 10).accuracy[0]))
    assert 0.6 < right[0] < 0.69 and right[1] - right[0] < 0.06


def test_the_blessing():
    results = over_seeds("blessing")
    assert (at(results, 1, "accuracy") < 0.62).all()
    assert (here(results, "accuracy") > 0.95).all()
    assert (here(results, "contrast") < 0.33).all()  # they concentrate all the same
    np.testing.assert_allclose(np.mean(at(results, 20, "accuracy")), 0.73, atol=0.02)


def test_local_is_not_local():
    results = over_seeds("local")
    assert ((here(results, "near") > 0.45) & (here(results, "near") < 0.53)).all()
    assert results[0].volumes_here.edge[0] == pytest.approx(0.794, abs=5e-4)


def test_hubs():
    results = over_seeds("hubs")
    most = np.array([r.here.popularity[0] for r in results])
    assert (most > 4 * at(results, 2, "popularity").max(axis=1)).all()
    assert (here(results, "skew") > 2.5).all()
    never = np.array([(r.here.popularity == 0).mean() for r in results])
    assert ((never > 0.15) & (never < 0.25)).all()


def test_hubs_come_from_the_centre():
    results = over_seeds("hubs", kind="sphere")
    assert max(r.here.popularity[0] for r in results) < 30
    assert (np.abs(here(results, "skew")) < 0.7).all()
    assert max((r.here.popularity == 0).mean() for r in results) < 0.01


def test_hubs_of_two_thousand_normal_points():
    points = np.random.default_rng(0).standard_normal((2000, 100))
    swept = measure(Cloud(points, np.zeros(2000, int)), (3, 20, 100), "l2", 10)
    np.testing.assert_allclose(swept.skew[:2], [-0.35, 2.5], atol=0.4)
    assert 3.5 < swept.skew[2] < 11  # a single hub decides
    np.testing.assert_allclose((swept.popularity == 0).mean(axis=1), [0.002, 0.07, 0.2], atol=0.02)


def test_real_images_have_few_dimensions_and_their_shuffled_twins_many():
    results = over_seeds("real_images")
    assert (here(results, "two_nn") < 15).all() and (other(results, "two_nn") > 100).all()
    assert (here(results, "contrast") > 2).all() and (other(results, "contrast") < 0.15).all()
    assert (here(results, "accuracy") > 0.55).all() and (other(results, "accuracy") < 0.2).all()
    assert (here(results, "skew") < other(results, "skew")).all()


@pytest.mark.parametrize(
    ("kind", "d", "shuffled", "two_nn", "contrast", "skew"),
    [("fashion", 784, False, 14.6, 2.97, 1.37), ("fashion", 784, True, 139, 0.17, 5.4),
     ("digits", 64, False, 8.9, None, None), ("digits", 64, True, None, 0.86, None)],
)  # fmt: skip
def test_all_images_of_a_table(kind, d, shuffled, two_nn, contrast, skew):
    table = TABLES[concept.TABLE_OF[kind]]
    row = measure(images(table, len(table["y"]), shuffled, 0), (d,), "l2", 10)[0]
    if contrast is not None:
        assert row.contrast == pytest.approx(contrast, rel=0.06)
    if two_nn is not None:
        assert row.two_nn == pytest.approx(two_nn, rel=0.12)
    if skew is not None:
        assert row.skew == pytest.approx(skew, rel=0.25)


# --- what the words say besides


def test_fractional_distances_have_more_contrast_and_concentrate_all_the_same():
    for seed in SEEDS:
        params = Params(d=1000, n=100, seed=seed)
        l2, half = (compute(replace(params, metric=m), TABLES) for m in ("l2", "l_half"))
        assert l2.here.contrast < half.here.contrast < 0.2
        assert half.sweep.spread[STOPS.index(100)] / half.here.spread == pytest.approx(
            10**0.5, rel=0.08
        )


def test_on_digits_ordinary_norms_do_as_well_as_any():
    right = {metric: [] for metric in ("l2", "l1", "l_half", "l_inf")}
    for seed in SEEDS:
        for metric, found in right.items():
            points = images(TABLES["digits"], 300, False, seed)
            found.append(float(measure(points, (64,), metric, 5).accuracy[0]))
    mean = {metric: np.mean(found) for metric, found in right.items()}
    assert mean["l2"] == max(mean.values())


def test_correlated_features_concentrate_later():
    for seed in SEEDS:
        result = compute(Params(kind="correlated", d=1000, n=100, seed=seed), TABLES)
        assert result.here.contrast > 2.5 * result.other_here.contrast
        assert result.here.two_nn < 0.8 * result.other_here.two_nn
