"""Shadows and rebuilt images against counting by hand, and every preset's claim over many seeds."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from concepts import pca as concept
from concepts.controls import pixels
from concepts.pca import (
    MOST,
    OWN,
    PLANE,
    PRESETS,
    SHOWN,
    SOURCES,
    Params,
    components_of,
    compute,
    step_name,
)
from data.read import TABLES
from methods.geometry.line_through_mean import angle_between
from methods.tables import Table
from sentences import pca as sentences
from tests.seeds import MANY_SEEDS, SEEDS


@lru_cache(maxsize=32)
def over_seeds(preset, seeds=SEEDS, **changes):
    params = replace(PRESETS[preset], **changes)
    return [compute(replace(params, seed=seed), TABLES) for seed in seeds]


def each(results, get):
    return np.array([get(result) for result in results])


def best(result):
    return result.plane.points.best


def most(result):
    return result.plane.points.most


# --- what is computed


@pytest.mark.parametrize("source", PLANE)
@pytest.mark.parametrize("scaling", ["none", "standardised"])
def test_the_shadow_is_what_counting_finds(source, scaling):
    result = compute(Params(source=source, scaling=scaling, at=7.0, n=60), TABLES)
    seen, xy = result.plane, result.plane.points.xy
    np.testing.assert_allclose(xy.mean(axis=0), 0, atol=1e-9 * np.abs(xy).max())
    u = np.array([np.cos(np.radians(21)), np.sin(np.radians(21))])
    np.testing.assert_allclose(seen.scores, xy @ u)
    total = np.square(xy).sum()
    assert seen.kept == pytest.approx(np.square(xy @ u).sum() / total)
    lost = np.square(xy - np.outer(xy @ u, u)).sum() / total
    assert seen.kept + lost == pytest.approx(1, abs=1e-12)
    found = PCA().fit(xy)
    x, y = found.components_[0]
    assert angle_between(seen.points.best, np.degrees(np.arctan2(y, x))) < 1e-6
    assert seen.points.most == pytest.approx(found.explained_variance_ratio_[0])
    assert seen.points.least == pytest.approx(found.explained_variance_ratio_[1])
    assert seen.off == pytest.approx(float(angle_between(21, seen.points.best)))
    across = xy @ [-u[1], u[0]]
    assert seen.correlation == pytest.approx(np.corrcoef(seen.scores, across)[0, 1])
    if scaling == "standardised":
        np.testing.assert_allclose(xy.std(axis=0), 1)
        assert seen.points.best in (pytest.approx(45), pytest.approx(135))  # for every r but 0


def test_the_best_line_keeps_most_and_its_scores_are_uncorrelated():
    result = compute(Params(), TABLES)
    at = sentences.ticks(result)["PC1"]
    seen = compute(Params(at=at), TABLES).plane
    every = [compute(Params(at=float(stop)), TABLES).kept for stop in range(61)]
    assert seen.kept >= max(every) and abs(seen.correlation) < 1e-5 and seen.off < 1e-3
    assert every[0] == pytest.approx(every[60])  # a half turn is the same line
    assert sentences.ticks(result)["worst"] == pytest.approx((at + 30) % 60, abs=1e-3)


def test_a_cut_between_the_class_means_is_counted():
    seen = compute(replace(PRESETS["separates_least"], at=40.0), TABLES).plane
    second = seen.points.label == 1
    cut = (seen.scores[second].mean() + seen.scores[~second].mean()) / 2
    right = max(((seen.scores > cut) == second).mean(), ((seen.scores < cut) == second).mean())
    assert seen.accuracy == pytest.approx(right)
    assert np.isnan(compute(Params(), TABLES).plane.accuracy)
    counts = seen.points.counts(seen.angle)
    assert counts.sum(axis=1).tolist() == [(~second).sum(), second.sum()]
    edges = np.linspace(-seen.points.reach, seen.points.reach, concept.BINS + 1)
    np.testing.assert_array_equal(counts[1], np.histogram(seen.scores[second], edges)[0])


def test_no_line_is_better_where_the_spreads_are_equal():
    """As in a design with all four combinations of two settings."""
    corners = np.array([[-1.0, -1], [-1, 1], [1, -1], [1, 1]] * 6)
    table = Table(OWN, {"x:a": corners[:, 0], "x:b": corners[:, 1]})
    result = compute(Params(source="own", n=24, at=5.0), {OWN: table})
    seen = result.plane
    assert np.isnan(seen.points.best) and np.isnan(seen.off)
    assert seen.kept == pytest.approx(0.5)
    assert "no line is better than another" in sentences.claim(result)
    assert "no line keeps more" in sentences.kept(result)
    assert "luck" in sentences.bootstrap(result)
    assert sentences.headline(result)["Off PC1"] == "undefined"
    everywhere = Table(OWN, {"x:a": np.r_[np.zeros(24), 1.0], "x:b": np.r_[np.zeros(24), 1.0]})
    at_one_place = compute(Params(source="own", n=24, seed=5), {OWN: everywhere})
    if not at_one_place.plane.points.xy.any():
        assert "one place" in sentences.claim(at_one_place)
        assert "one place" in sentences.projection(at_one_place)


def test_the_plane_of_a_visitors_table_has_the_two_columns_correlated_most():
    rng = np.random.default_rng(0)
    a, b, c = rng.standard_normal((3, 200))
    table = Table(OWN, {"x:noise": b, "x:first": a, "x:other": c, "x:second": -3 * a + 0.1 * c})
    result = compute(Params(source="own", n=200), {OWN: table})
    assert result.columns == ("first", "second")
    assert result.plane.points.loadings.names == ("noise", "first", "other", "second")
    assert result.plane.points.loadings.standardised.shape == (4,)
    tiny = Table(OWN, {"x:a": a[:30], "x:b": np.zeros(30)})
    assert compute(Params(source="own", n=30), {OWN: tiny}).columns == ("a", "b")


@pytest.mark.parametrize("scaling", ["none", "standardised"])
@pytest.mark.parametrize("source", ["noise", "digits"])
def test_images_are_rebuilt_as_scikit_learn_rebuilds_them(source, scaling):
    params = Params(source=source, scaling=scaling, at=9.0, n=150)
    seen = compute(params, TABLES).images
    if source == "noise":
        rng = np.random.default_rng(0)
        X, fresh = rng.standard_normal((150, 64)), rng.standard_normal((400, 64))
        rows = fresh[:SHOWN]
    else:
        every, order = (
            TABLES["digits"]["X"].astype(float),
            np.random.default_rng(0).permutation(1797),
        )
        X, fresh = every[order[:150]], every[order[150:1150]]
        label = TABLES["digits"]["y"][order[150:1150]]
        rows = fresh[[np.flatnonzero(label == digit)[0] for digit in range(10)]]
        rows[0] = np.ravel(pixels(params.digit)) * 16 / 15
    scaler = StandardScaler(with_std=scaling == "standardised").fit(X)
    theirs = PCA(9, svd_solver="full").fit(scaler.transform(X))

    def again(rows):
        return theirs.inverse_transform(theirs.transform(scaler.transform(rows)))

    np.testing.assert_allclose(
        seen.rebuilt.reshape(10, -1), scaler.inverse_transform(again(rows)), atol=1e-4
    )
    np.testing.assert_allclose(seen.shown.reshape(10, -1), rows, atol=1e-5)
    seen_by_it = scaler.transform(fresh)
    kept = 1 - np.square(seen_by_it - again(fresh)).sum() / np.square(seen_by_it).sum()
    assert seen.fresh[9] == pytest.approx(kept)
    assert seen.training[9] == pytest.approx(theirs.explained_variance_ratio_.sum())
    np.testing.assert_allclose(seen.variances[:9], theirs.explained_variance_)
    assert seen.p == (X.std(axis=0) > 0).sum() and seen.p + seen.dropped == 64
    if source == "digits":
        mine = scaler.transform(rows[:1])
        assert seen.yours == pytest.approx(
            1 - np.square(mine - again(rows[:1])).sum() / np.square(mine).sum()
        )
        np.testing.assert_allclose(seen.yours_scores, theirs.transform(mine)[0, :2])
    np.testing.assert_allclose(
        np.abs(seen.pictures[0].ravel()), np.abs(theirs.components_[0]), atol=1e-5
    )


def test_there_are_no_more_components_than_rows_and_pixels_allow():
    for params, m in (
        (Params(source="noise", n=20, at=60.0), 19),
        (Params(source="noise", side=2, at=60.0), 4),
        (Params(source="digits", n=1500, at=60.0), 50),
        (Params(source="digits", n=60, at=60.0), 50),
        (Params(source="fashion", n=60, at=60.0), 59),
    ):
        assert components_of(params) == m
        assert compute(params, TABLES).images.m == m
    few = compute(Params(source="noise", side=2, at=60.0), TABLES)
    assert few.kept == pytest.approx(1)
    assert (few.images.pictures[4:] == 0).all()
    none = compute(Params(source="noise"), TABLES)
    assert none.kept == 0 and "nothing is kept" in sentences.claim(none)
    assert step_name(1.0, Params(source="noise")) == "1 component"
    assert step_name(40.0, Params(source="noise", n=20)) == "19 components"
    assert step_name(10.5, Params()) == "31.5°"


def test_rules_of_thumb_are_undefined_where_60_components_are_not_enough():
    seen = compute(Params(source="fashion", n=1500), TABLES).images
    assert len(seen.variances) == MOST
    assert np.isnan(seen.by_share) and np.isnan(seen.above_average)
    assert np.isnan(seen.above_edge) and np.isnan(seen.above_permuted)


def test_what_moves_along_the_axis_alone_is_not_computed_anew():
    for source in SOURCES:
        one, two = (compute(Params(source=source, at=at), TABLES) for at in (5.0, 6.0))
        if one.is_plane:
            assert one.plane.points is two.plane.points
        else:
            assert one.images.variances is two.images.variances


def test_where_no_plane_or_no_images_are_on_the_screen_others_stand():
    assert compute(PRESETS["fashion"], TABLES).plane.points.xy.shape == (100, 2)
    assert compute(PRESETS["units"], TABLES).images.shown.shape == (10, 8, 8)


# --- the presets, and what the lesson has: over 20 seeds unless it says otherwise


def test_best_shadow():
    """Of 100 points: 30.1 [23.8 to 33.3]; .904 [.871 to .933]; the x axis .702; the worst .096."""
    results = over_seeds("start", MANY_SEEDS, n=100, at=0.0)
    assert np.median(each(results, best)) == pytest.approx(30.1, abs=0.8)
    assert np.median(each(results, most)) == pytest.approx(0.904, abs=0.006)
    assert np.median(each(results, lambda r: r.kept)) == pytest.approx(0.702, abs=0.015)
    assert np.median(each(results, lambda r: r.plane.points.least)) == pytest.approx(
        0.096, abs=0.006
    )
    shown = over_seeds("start")
    assert (each(shown, lambda r: r.kept) > 0.85).all()
    assert (abs(each(shown, best) - 30) < 8).all()


def test_units_decide():
    """89.77 [89.73 to 89.80] and .99997 in grams; 5.1 in kilograms, of all rows; standardised 45."""
    grams = over_seeds("units")
    assert (abs(each(grams, best) - 89.77) < 0.05).all()
    assert (each(grams, most) > 0.9999).all()
    assert (each(grams, lambda r: r.plane.points.loadings.raw_share) > 0.999).all()
    weights = [np.abs(r.plane.points.loadings.standardised) for r in grams]
    assert (np.array(weights) > 0.3).all()  # .46 -.40 .58 .55
    every = compute(replace(PRESETS["units"], unit="kg", n=1500), TABLES).plane.points
    assert every.best == pytest.approx(5.1, abs=0.1) and len(every.xy) == 342
    np.testing.assert_allclose(every.loadings.standardised, [0.46, -0.40, 0.58, 0.55], atol=0.006)
    assert every.loadings.standardised_share == pytest.approx(0.688, abs=0.001)
    scaled = over_seeds("units", scaling="standardised")
    np.testing.assert_allclose(each(scaled, best), 45)


def test_the_direction_that_separates_least():
    """PC1 .932 [.914 to .945]; right .525 [.490 to .575] on it and .995 [.985 to 1] across."""
    results = over_seeds("separates_least", MANY_SEEDS)
    right = each(results, lambda r: r.plane.points.accuracy(best(r)))
    across = each(results, lambda r: r.plane.points.accuracy(r.plane.points.worst))
    assert np.median(each(results, most)) == pytest.approx(0.932, abs=0.006)
    assert np.median(right) == pytest.approx(0.525, abs=0.02) and (right < 0.62).all()
    assert np.median(across) == pytest.approx(0.995, abs=0.006) and (across > 0.97).all()
    far = over_seeds("separates_least", apart=5.0)
    assert (each(far, lambda r: r.plane.points.accuracy(best(r))) > 0.99).all()


def test_pc1_lies_between_the_two_regression_lines():
    """Slopes .501, .697, 1.275; in this order 20 of 20."""
    results = over_seeds("not_regression", MANY_SEEDS)
    angles = each(results, lambda r: (r.plane.points.on_x, best(r), r.plane.points.on_y))
    slopes = np.tan(np.radians(angles))
    assert (np.diff(slopes, axis=1) > 0).all()
    np.testing.assert_allclose(np.median(slopes, axis=0), [0.501, 0.697, 1.275], rtol=0.06)


def test_one_outlier_turns_pc1():
    """By 86 [76 to 89.9] degrees; it swaps the axes at R² = (n + 1)(v1 - v2), variances by n."""
    results = over_seeds("one_outlier", MANY_SEEDS)
    turned = each(results, lambda r: sentences.measures(r)["turned"])
    assert np.median(turned) == pytest.approx(86, abs=2) and (turned > 70).all()
    assert (abs(each(results, lambda r: r.plane.points.without) - 20) < 10).all()


def test_pure_noise_is_kept_in_training_alone():
    """At m = 20 .636 [.628 to .644] of training, .312 [.306 to .317] of fresh; 90 % takes 40 [39 to 40]."""
    results = over_seeds("pure_noise")
    images = [r.images for r in results]
    training = np.array([s.training[20] for s in images])
    fresh = np.array([s.fresh[20] for s in images])
    assert (abs(training - 0.636) < 0.012).all() and (abs(fresh - 0.312) < 0.008).all()
    assert {s.by_share for s in images} <= {39, 40}
    assert all(24 <= s.above_average <= 28 for s in images)  # 26 [25 to 27]
    assert all(s.above_edge <= 1 and s.above_permuted <= 1 for s in images)
    assert images[0].edge == pytest.approx(3.24)
    gap = each(over_seeds("pure_noise", n=1500), lambda r: sentences.measures(r)["gap"])
    assert (gap <= 10).all() and np.median(gap) == pytest.approx(7.9, abs=0.6)


def test_three_signals_are_three():
    """Edge 3 [3 to 3], permutation 3, 90 % 34 [33 to 36], above average 17."""
    images = [r.images for r in over_seeds("pure_noise", signals=3)]
    assert {s.above_edge for s in images} == {3}
    assert {s.above_permuted for s in images} == {3}
    assert all(32 <= s.by_share <= 37 and 14 <= s.above_average <= 20 for s in images)


def test_clothes_from_fifty_numbers():
    """Fresh .465, .712, .843 at m = 2, 10, 50; training .468, .726, .884."""
    images = [r.images for r in over_seeds("fashion")]
    for m, fresh, training in ((2, 0.465, 0.468), (10, 0.712, 0.726), (50, 0.843, 0.884)):
        np.testing.assert_allclose([s.fresh[m] for s in images], fresh, atol=0.012)
        assert np.median([s.training[m] for s in images]) == pytest.approx(training, abs=0.012)


def test_digits_and_a_drawing():
    """90 % at m = 21 raw and 31 standardised, of all digits."""
    every = compute(replace(PRESETS["digits"], n=1500), TABLES).images
    scaled = compute(replace(PRESETS["digits"], n=1500, scaling="standardised"), TABLES).images
    assert every.by_share == pytest.approx(21, abs=1)
    assert scaled.by_share == pytest.approx(31, abs=1)
    results = over_seeds("digits")
    yours = each(results, lambda r: r.images.yours)
    assert (yours > 0.5).all() and (yours < each(results, lambda r: r.kept)).all()
    chess = over_seeds("digits", digit="f0f0f0f00f0f0f0f" * 4)
    assert (each(chess, lambda r: r.images.yours) < 0.3).all()


# --- what people get wrong


def test_pc1_of_a_round_cloud_is_luck():
    """Spreads 1.2 to 1, 20 points: scatter 35 degrees, half within 22."""
    points = [r.plane.points for r in over_seeds("start", along=1.2, n=20)]
    assert np.median([each.spread for each in points]) > 15
    drawn = over_seeds("start", MANY_SEEDS, along=1.2, n=20)
    off = each(drawn, lambda r: float(angle_between(best(r), 30)))
    assert np.median(off) == pytest.approx(22, abs=9)


def test_a_ring_has_no_best_line():
    """PC1 keeps .537 [.507 to .567]: a half, and half the length of a mean of n arrows, a Rayleigh variable."""
    shares = each(over_seeds("start", range(200), source="ring", n=100), most)
    middle = 0.5 + np.sqrt(2 * np.log(2)) / np.sqrt(2 * 100) / 2
    assert np.median(shares) == pytest.approx(middle, abs=0.006) and middle == pytest.approx(
        0.5416, abs=1e-4
    )
