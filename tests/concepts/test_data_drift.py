"""The page's numbers against scipy, and what each preset claims over twenty seeds."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtr

from concepts.data_drift import (
    PRESETS,
    SIZES,
    WINDOWS,
    Params,
    compute,
)
from data.read import TABLES
from methods.drift.alarm_rate import tied_level
from methods.drift.kolmogorov_smirnov import critical_gap, null_density
from methods.drift.multiple_testing import adjusted, any_alarm, limit_line
from methods.drift.power import power
from methods.drift.shifted_samples import KINDS, drawn, moved, true_gap
from methods.tables import Table
from sentences import data_drift as sentences
from tests.seeds import MANY_SEEDS, SEEDS


def over_seeds(preset, seeds=SEEDS, **changes):
    return [compute(replace(PRESETS[preset], seed=s, **changes), TABLES) for s in seeds]


def likely(hits, share, runs):
    """Whether so many hits in so many runs agree with a share, but for one case in 1,000."""
    low, high = stats.binom.interval(0.999, runs, share)
    return low <= hits <= high


@pytest.mark.parametrize("kind", KINDS)
def test_drawn_samples_and_their_gap_are_scipys(kind):
    p = Params(kind=kind, n_reference=150, n_current=90)
    rng = np.random.default_rng(p.seed)
    before, after = (drawn(n, kind, 0.0, rng) for n in (150, 90))
    x, y = before.z, moved(after.z, after.luck, kind, p.position)
    theirs, r = stats.ks_2samp(x, y, method="exact"), compute(p, TABLES)
    assert (r.gap.d, r.p) == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-7)
    assert r.gap.sign == theirs.statistic_sign and r.gap.at == theirs.statistic_location
    assert abs(r.level_before - r.level_after) == pytest.approx(r.gap.d)
    np.testing.assert_allclose(r.after, [(y <= at).mean() for at in r.grid])
    inside = (y >= r.edges[0]) & (y < r.edges[-1])
    assert np.sum(r.bars_after * np.diff(r.edges)) == pytest.approx(inside.mean())
    assert r.measures.wasserstein == pytest.approx(stats.wasserstein_distance(x, y) / x.std())


def test_windows_of_the_stream_move_halfway():
    still = compute(Params(position=0.0), TABLES)
    there = compute(Params(position=1.0), TABLES)
    half = WINDOWS // 2
    np.testing.assert_array_equal(still.gaps[:half], there.gaps[:half])
    assert (there.gaps[half:] > there.series_critical).all()
    assert np.mean(there.gaps[half:]) == pytest.approx(true_gap("mean", 1.0), abs=0.06)
    for kind in KINDS:  # at 0 no kind does anything
        gaps = compute(Params(kind=kind, position=0.0), TABLES).gaps
        assert np.mean(gaps > still.series_critical) < 0.25


def test_false_alarms_of_windows_come_at_the_level():
    found = [np.mean(compute(Params(position=0.0, n_reference=100_000, n_current=200, seed=s), TABLES).gaps > 1.358 * np.sqrt(1 / 2_000 + 1 / 200)) for s in SEEDS]  # fmt: skip
    assert np.mean(found) == pytest.approx(0.045, abs=0.03)


@pytest.mark.parametrize("correction", ["none", "bonferroni", "holm", "bh"])
def test_features_are_corrected_together(correction):
    r = compute(Params(correction=correction, features=30), TABLES)
    assert r.ps.size == len(r.names) == 30 and r.ps[0] == r.p
    np.testing.assert_array_equal(r.adjusted_ps, adjusted(r.ps, correction))
    assert r.any_false_alarm == pytest.approx(
        any_alarm(0.05 if correction == "none" else 0.05 / 30, 30)
    )
    assert compute(Params(features=1), TABLES).ps.size == 1


def test_p_values_of_features_without_drift_are_uniform():
    ps = np.concatenate([compute(Params(features=200, n_reference=500, n_current=500, seed=s), TABLES).ps[1:] for s in range(5)])  # fmt: skip
    for level in (0.05, 0.2, 0.5):
        assert likely((ps <= level).sum(), level * 0.94, ps.size)


@pytest.mark.parametrize("source", ["rain", "census", "flights"])
@pytest.mark.parametrize("position", [0.0, 0.37, 1.0])
def test_windows_of_real_data_are_scipys(source, position):
    p = Params(source=source, position=position, n_reference=1_000, n_current=600)
    r = compute(p, TABLES)
    table = TABLES[{"rain": "rainfall_bellevue_noaa", "census": "acs_employment_ma", "flights": "flights_nyc13_20k"}[source]]  # fmt: skip
    column = table[{"rain": "sea_level_pressure", "census": "AGEP", "flights": "temp"}[source]]
    if source == "flights":
        column = column[~np.isnan(table["wind_speed"])]
    start = 1_000 + round(position * (column.size - 1_600))
    theirs = stats.ks_2samp(column[:1_000], column[start : start + 600], method="exact")
    assert r.gap.d == pytest.approx(theirs.statistic)
    assert r.p == pytest.approx(theirs.pvalue, abs=0.03)  # the limit law
    np.testing.assert_allclose(r.gaps[[0, -1]], r.path[[0, -1], 0])
    if position in (0.0, 1.0):
        assert r.gaps[0 if position == 0 else -1] == pytest.approx(r.gap.d)
        if source != "flights":
            assert r.path[0 if position == 0 else -1, 1] == pytest.approx(r.right)
    assert np.isnan(r.right) == (source == "flights")


def test_more_rows_than_there_are_give_what_there_is():
    r = compute(Params(source="census", n_reference=1_000_000, n_current=1_000_000), TABLES)
    assert (r.n, r.m) == (12_000, 12_000)
    assert len(set(r.gaps)) == 1


CODES = [("SEX", 0.37), ("RAC1P", 1.0), ("MAR", 0.0), ("MIG", 0.5)]


@pytest.mark.parametrize(("feature", "position"), CODES)
def test_census_codes_are_compared_as_categories(feature, position):
    shared = {"source": "census", "n_reference": 6_000, "n_current": 900, "alpha": 0.02}
    r = compute(Params(census_feature=feature, position=position, **shared), TABLES)
    codes = TABLES["acs_employment_ma"][feature]
    start = 6_000 + round(position * (codes.size - 6_900))
    periods = codes[:6_000], codes[start : start + 900]
    kinds = np.unique(np.concatenate(periods))
    counts = np.array([[np.sum(rows == kind) for kind in kinds] for rows in periods])
    theirs = stats.chi2_contingency(counts, correction=False)
    assert r.statistic == "V" and r.p == pytest.approx(theirs.pvalue)
    assert r.gap.d == pytest.approx(stats.contingency.association(counts, method="cramer"))
    assert r.p == pytest.approx(r.measures.chi2_p) and r.measures.bins == kinds.size
    assert (r.gap.d >= r.critical) == r.alarm
    assert r.gaps[np.argmin(np.abs(r.times - (start - 5_999)))] == pytest.approx(r.gap.d, abs=0.03)
    shares = counts / counts.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(np.sort(r.bars_before[r.bars_before > 0]), np.sort(shares[0][shares[0] > 0]))  # fmt: skip
    assert abs(r.level_before - r.level_after) == pytest.approx(np.abs(shares[0] - shares[1]).max())
    assert np.isnan(r.strengths["KS"][0]) and np.isnan(r.strengths["Wasserstein"][0])
    assert r.words[int(r.gap.at)] in sentences.ecdfs(r) and "Cramér's V" in sentences.headline(r)
    d, density = r.law
    assert np.trapezoid(density[d > r.critical], d[d > r.critical]) < 0.025


def test_values_that_tie_alarm_less_often_than_asked():
    table, rng = TABLES["flights_nyc13_20k"], np.random.default_rng(0)
    r = compute(Params(source="flights", flight_feature="visib", n_reference=400, n_current=400), TABLES)  # fmt: skip
    assert 3 < r.ties.size < 30 and r.ties[-1] == pytest.approx(1)
    pool = table["visib"][:400]  # most miles are ten: nearly all of the curve is one step
    alarms = [
        stats.ks_2samp(*rng.choice(pool, (2, 400)), method="asymp").pvalue <= 0.05
        for _ in range(400)
    ]
    assert likely(np.sum(alarms), tied_level(np.cumsum(np.unique(pool, return_counts=True)[1]) / 400, 0.05), 400)  # fmt: skip
    assert r.false_alarm < 0.05 and compute(Params(source="rain"), TABLES).false_alarm == 0.05
    census = compute(Params(source="census", census_feature="SCHL"), TABLES)
    assert "Values tie" in sentences.null(census) and 0 < census.false_alarm < 0.05
    assert "Values tie" not in sentences.null(compute(Params(source="census", census_feature="SEX"), TABLES))  # fmt: skip


def test_what_a_code_is_called_does_not_matter():
    table, rng = TABLES["acs_employment_ma"], np.random.default_rng(0)
    codes, place = np.unique(table["RAC1P"], return_inverse=True)
    renamed = Table("other", {**table.columns, "RAC1P": rng.permutation(codes)[place]})
    p = Params(source="census", census_feature="RAC1P", n_reference=6_000, n_current=900)
    ours, theirs = (compute(p, {"acs_employment_ma": t}) for t in (table, renamed))
    assert (ours.gap.d, ours.p) == pytest.approx((theirs.gap.d, theirs.p))
    assert ours.measures.psi == pytest.approx(theirs.measures.psi)


def test_thirty_rows_of_one_category_are_drawn_all_the_same():
    same = Table("own_periods", {"current": np.arange(3_000) >= 1_500, "x:c": np.array(["red"] * 2_900 + ["blue"] * 100)})  # fmt: skip
    alone = own_result(same, position=0.0, n_current=30)
    assert np.isnan(alone.p) and alone.gap.d == 0 and not alone.alarm and np.isfinite(alone.critical)  # fmt: skip
    assert own_result(same, position=1.0, n_current=30).alarm


def own_table(rows=3_000, seed=0):
    rng = np.random.default_rng(seed)
    now = np.arange(rows) >= rows // 2
    return Table("own_periods", {
        "current": now,
        "x:still": rng.standard_normal(rows),
        "x:moved": rng.standard_normal(rows) + 0.8 * now,
        "x:colour": np.where(rng.random(rows) < np.where(now, 0.5, 0.2), "red", "blue"),
    })  # fmt: skip


def own_result(table, **changes):
    return compute(Params(source="own", **changes), {"own_periods": table})


def test_own_data_show_what_moved_most():
    r = own_result(own_table())
    assert r.feature == "moved" and r.names == ("still", "moved", "colour")
    assert (r.n, r.m) == (1_500, 200)
    assert list(r.alarms) == [False, True, True] or r.ps[0] < 0.05
    whole = own_result(own_table(), n_current=1_000_000)
    table = own_table()
    counts = [[np.sum((table["x:colour"] == c) & (table["current"] == now)) for c in ("blue", "red")] for now in (False, True)]  # fmt: skip
    expected = stats.chi2_contingency(counts, correction=False).pvalue
    assert whole.ps[2] == pytest.approx(expected, rel=1e-6)
    assert np.isnan(whole.right) and np.isnan(whole.path[:, 1]).all()


def test_own_data_of_one_column_or_of_words_only():
    table = own_table()
    one = Table("own_periods", {k: table[k] for k in ("current", "x:still")})
    r = own_result(one)
    assert r.pair == ("still", "still") and r.ps.size == 1
    words = Table("own_periods", {k: table[k] for k in ("current", "x:colour")})
    r = own_result(words)
    assert r.feature == "colour" and r.p < 0.05 and r.words == ("blue", "red")
    same = Table("own_periods", {"current": table["current"], "x:c": np.full(3_000, "red")})
    assert np.isnan(own_result(same).p) and not own_result(same).alarm


# --- what is worked out when it is asked for


def test_the_law_and_the_limits_are_those_of_the_sizes_used():
    r = compute(Params(n_reference=300, n_current=150, correction="holm", features=7), TABLES)
    assert r.critical == critical_gap(0.05, 300, 150)
    d, density = r.law
    assert d[-1] == pytest.approx(3 * r.critical) and d.size == density.size
    np.testing.assert_array_equal(density, null_density(d, 300, 150))
    np.testing.assert_array_equal(r.limits, limit_line("holm", 0.05, 7))
    np.testing.assert_array_equal(r.window_alarms, r.gaps > critical_gap(0.05, 300, 150))
    assert (r.any_alarm_plain, r.any_alarm_bonferroni) == pytest.approx(
        (1 - 0.95**7, 1 - (1 - 0.05 / 7) ** 7)
    )


def test_what_half_of_draws_catch_and_what_rows_four_fifths_need():
    r = compute(PRESETS["small_n_misses"], TABLES)
    caught = compute(replace(r.params, position=round(r.half_caught / 0.02) * 0.02), TABLES)
    assert caught.chance == pytest.approx(0.5, abs=0.06)
    assert power("mean", 0.2, r.rows_for_80, 0.05) == pytest.approx(0.8, abs=0.01)
    slight = compute(replace(r.params, position=0.02), TABLES)
    assert power("mean", 0.02, slight.rows_for_80, 0.05) == pytest.approx(0.8, abs=0.01)
    assert compute(Params(position=1.0), TABLES).rows_for_80 == SIZES[0]  # fewer are enough
    assert np.isinf(compute(Params(kind="tail", position=0.02, alpha=0.001), TABLES).rows_for_80)
    still, series = Params(kind="concept"), Params(autocorrelation=0.5)
    for unknown in (Params(source="census"), Params(position=0.0), still, series):
        assert np.isnan(compute(unknown, TABLES).rows_for_80)
    assert np.isnan(compute(Params(source="census"), TABLES).half_caught)
    assert np.isnan(compute(Params(source="census"), TABLES).true_d)
    assert r.true_d == true_gap("mean", 0.2)


def test_strengths_are_multiples_of_each_line():
    r = compute(Params(position=0.3, n_reference=900, n_current=600), TABLES)
    ks, by_test = r.strengths["KS"]
    assert by_test and 0.05**ks == pytest.approx(r.p)
    assert r.strengths["PSI"] == (r.measures.psi / 0.1, False)
    # the classifier was judged on half of up to 500 rows
    z = (r.auc - 0.5) / np.sqrt(501 / (12 * 250 * 250))
    assert 0.05 ** r.strengths["classifier"][0] == pytest.approx(stats.norm.sf(z))


def test_p_is_said_with_its_size_down_to_1e_300():
    """Two samples that p = 1 - (what stays inside) would call under 10^-99."""
    far = compute(Params(position=1.0, n_reference=200, n_current=190), TABLES)
    theirs = float(f"{far.p:.1e}")
    assert 1e-20 < theirs < 1e-8 and f"{theirs:.1e}".split("e")[0] in sentences.claim(far)
    least = compute(Params(position=1.0, n_reference=20_000, n_current=20_000), TABLES)
    assert least.p < 1e-300 and "p under 10⁻³⁰⁰" in sentences.claim(least)
    small = compute(Params(position=1.0, n_reference=1_500, n_current=1_500), TABLES)
    assert 1e-150 < small.p < 1e-100 and "× 10⁻¹" in sentences.claim(small)


def test_the_luck_of_an_accuracy_is_two_standard_errors_of_a_difference():
    r = compute(Params(n_reference=30_000, n_current=400), TABLES)
    then, now = (share * (1 - share) for share in (r.right_before, r.right))
    assert r.accuracy_luck == pytest.approx(2 * np.sqrt(then / 2_000 + now / 400))


# --- presets


def test_start():
    still, here, far = (over_seeds("start", position=position) for position in (0.0, 0.2, 1.0))
    for one, two, three in zip(still, here, far, strict=True):
        assert one.gap.d < three.gap.d and three.alarm and three.p < 1e-6
        assert two.chance == pytest.approx(0.39, abs=0.02), "more often missed than seen"


def test_n_flags_everything():
    for r in over_seeds("n_flags_everything"):
        assert r.alarm and r.gap.d < 0.008 and r.measures.psi < 0.001
        assert r.chance > 0.99
    assert true_gap("mean", 0.01) == pytest.approx(0.00399, abs=1e-5)
    assert r.critical == pytest.approx(0.00192, abs=1e-5)


def test_small_n_misses():
    results = over_seeds("small_n_misses")
    assert likely(sum(r.alarm for r in results), results[0].chance, len(results))
    for r in results:
        assert r.chance == pytest.approx(0.24, abs=0.03)
        assert r.chances[SIZES == 1_000] == pytest.approx(0.97, abs=0.015)


def test_psi_cries_wolf():
    results = over_seeds("psi_cries_wolf", MANY_SEEDS)
    assert likely(sum(r.measures.psi > 0.1 for r in results), 0.85, len(results))
    for r in results:
        assert r.measures.psi_floor == pytest.approx(0.18)
        assert r.measures.psi_false_alarm == pytest.approx(0.85, abs=0.03)
    assert np.mean([r.measures.psi for r in results]) == pytest.approx(0.19, abs=0.04)
    assert PRESETS["psi_cries_wolf"].seed and compute(PRESETS["psi_cries_wolf"], TABLES).measures.psi > 0.1  # fmt: skip


def test_fifty_features():
    results = over_seeds("fifty_features")
    assert likely(sum(r.alarms.any() for r in results), 0.92, len(results))
    assert results[0].any_false_alarm == pytest.approx(0.923, abs=5e-4)
    corrected = over_seeds("fifty_features", correction="bonferroni")
    assert likely(sum(r.alarms.any() for r in corrected), 0.05, len(corrected))


def test_time_series():
    results = over_seeds("time_series")
    assert likely(sum(r.alarm for r in results), results[0].false_alarm, len(results))
    for r in results:
        assert r.false_alarm == pytest.approx(0.75, abs=0.03)
        assert np.mean(r.alarms) > 0.5  # of twenty features, none of which moved


@pytest.mark.parametrize("kind", ["concept", "correlation"])
def test_blind_spot(kind):
    results = over_seeds("blind_spot", kind=kind)
    assert likely(sum(r.alarm for r in results), 0.05, len(results))
    for r in results:
        assert r.right < 0.42 < 0.68 < r.right_before
        if kind == "correlation":
            assert r.auc > 0.83
        else:
            assert r.right == pytest.approx(0.22, abs=0.06)


def test_season():
    for r in over_seeds("season"):
        assert r.gap.d > 0.99 and r.path[-1, 0] < 0.2 < 0.9 < r.path[:, 0].max()


# --- what the words say besides


def test_drift_that_helps_and_drift_that_does_not_matter():
    gains, losses = [], []
    for seed in SEEDS:
        shared = {"position": 1.0, "n_reference": 2_000, "n_current": 2_000, "seed": seed}
        helped, idle = (compute(Params(kind=k, **shared), TABLES) for k in ("mean", "irrelevant"))
        assert helped.alarm and idle.alarm and helped.right > helped.right_before
        gains.append(helped.right - helped.right_before)
        losses.append(idle.right - idle.right_before)
    assert np.mean(gains) == pytest.approx(0.063, abs=0.01)
    assert np.mean(losses) == pytest.approx(0.0, abs=0.01)


def test_one_percent_of_outliers_is_seldom_seen():
    results = over_seeds(
        "small_n_misses", kind="tail", position=0.1, n_reference=1_000, n_current=1_000
    )
    assert results[0].chance == pytest.approx(0.06, abs=0.015)  # 0.062 of 3,000 simulated tests
    assert likely(sum(r.alarm for r in results), results[0].chance, len(results))
    assert true_gap("tail", 0.1) == pytest.approx(0.01, abs=1e-4)


def test_drift_of_columns_in_the_wrong_place():
    shared = {"source": "rain", "n_reference": 9_000, "n_current": 1_000}
    before, after = (
        compute(Params(position=at, rotated=True, **shared), TABLES) for at in (0.2, 0.6)
    )
    assert before.gap.d < 0.15 and after.gap.d > 0.5
    assert after.right < before.right - 0.15


def test_the_chance_with_real_data_takes_the_gap_seen_for_the_true_one():
    r = compute(Params(source="census", position=1.0, n_reference=6_000, n_current=6_000), TABLES)
    assert (np.diff(r.chances) > -1e-9).all() and r.chances[-1] == pytest.approx(1.0)
    assert ndtr(0) == 0.5 and 0.2 < r.chance < 0.8
