"""Scores, populations, bands and presets against closed forms, scikit-learn and slow versions."""

import gc
import re
from dataclasses import replace
from pathlib import Path
from weakref import ref

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit, logit
from scipy.stats import norm
from sklearn import metrics

from concepts.precision_recall import (
    GRID,
    OBJECTIVES,
    OWN,
    PRESETS,
    RECALL_GRID,
    Params,
    compute,
    scored_cases,
)
from data.read import TABLES
from figures import precision_recall as figures
from methods.metrics import fitted_scores, score_bands
from methods.metrics.binormal import (
    binormal_auc,
    binormal_counts,
    binormal_counts_at,
    binormal_population,
    draw_raw,
    model_log_odds,
    population_ap,
    positives_in,
    probability,
    raw_grid,
    separation_for,
)
from methods.metrics.calibration import expected_calibration_error, reliability_curve
from methods.metrics.confusion import best_threshold, counts_at, counts_at_every_threshold
from methods.metrics.score_bands import bootstrap_bands, quantiles, resamples_for
from methods.tables import Table
from sentences import precision_recall as sentences
from sentences.precision_recall import answer
from tests.seeds import MANY_SEEDS, SEEDS
from ui.snippet import snippet

ROOT = Path(__file__).parent.parent.parent


def over_seeds(preset, seeds=SEEDS):
    return [compute(replace(PRESETS[preset], seed=seed), TABLES) for seed in seeds]


# --- two normals


@pytest.mark.parametrize(
    ("share", "n", "n_pos"), [(0.1, 2_000, 200), (0.001, 100, 2), (0.5, 101, 50)]
)
def test_positives_are_whole_and_at_least_two(share, n, n_pos):
    assert positives_in(share, n) == n_pos


def test_undistorted_scores_are_bayes_posterior():
    x = np.linspace(-4, 6, 50)
    hit, miss = 0.03 * norm.pdf(x, 1.7), 0.97 * norm.pdf(x)
    np.testing.assert_allclose(probability(model_log_odds(x, 1.7, 0.03, 1.0)), hit / (hit + miss))
    np.testing.assert_allclose(
        logit(probability(model_log_odds(x, 1.7, 0.03, 0.5))), 0.5 * logit(hit / (hit + miss))
    )


def test_scores_stay_strictly_between_0_and_1_at_the_harshest_corner():
    params = Params(separation=4.0, spread=2.0, distortion=4.0, n=50_000)
    score = scored_cases(params, TABLES).score
    assert 0 < score.min() and score.max() < 1
    assert np.isfinite(logit(score)).all()
    result = compute(params, TABLES)
    assert result.sample.auc == pytest.approx(binormal_auc(4.0, 2.0), abs=0.01)


@pytest.mark.parametrize(
    ("share", "n", "positives"), [(0.3, 10, 3), (0.01, 10, 2), (0.99, 10, 8), (0.75, 10, 8)]
)
def test_whole_positives_at_least_two_of_either_class(share, n, positives):
    assert positives_in(share, n) == positives


@pytest.mark.parametrize(("mu", "s"), [(2.0, 1.0), (0.7, 1.9), (3.0, 0.4)])
def test_binormal_auc_by_quadrature(mu, s):
    area, _ = quad(lambda x: norm.pdf(x, mu, s) * norm.cdf(x), mu - 9 * s, mu + 9 * s)
    assert binormal_auc(mu, s) == pytest.approx(area, abs=1e-7)
    assert separation_for(binormal_auc(mu, s), s) == pytest.approx(mu)


@pytest.mark.parametrize(
    ("share", "ap", "precision"),
    [(0.5, 0.922, 0.84), (0.1, 0.665, 0.37), (0.01, 0.269, 0.051), (0.001, 0.062, 0.005)],
)
def test_population_areas_for_a_falling_share(share, ap, precision):
    counts = binormal_population(2.0, 1.0, share, 1.0)
    assert population_ap(counts) == pytest.approx(ap, abs=6e-4)

    def precision_at(recall):
        x = 2 - norm.ppf(recall)
        return share * recall / (share * recall + (1 - share) * norm.sf(x))

    assert population_ap(counts) == pytest.approx(quad(precision_at, 0, 1)[0], abs=2e-5)
    at = binormal_counts(2.0, 1.0, share, np.array(1.0))
    assert at.precision == pytest.approx(precision, abs=5e-3) and at.recall == pytest.approx(
        0.8413, abs=1e-4
    )
    assert at.total == pytest.approx(1) and at.threshold == 1


def test_a_seed_is_the_same_luck_whatever_the_classes():
    y, plain = draw_raw(0.0, 1.0, 3, 4, np.random.default_rng(7))
    _, x = draw_raw(2.0, 0.5, 3, 4, np.random.default_rng(7))
    np.testing.assert_array_equal(y, [True] * 3 + [False] * 4)
    np.testing.assert_array_equal(plain, np.random.default_rng(7).standard_normal(7))
    np.testing.assert_allclose(x, np.where(y, 2 + plain / 2, plain))


@pytest.mark.parametrize("separation", [1.5, 0.5])
def test_population_at_a_threshold_is_what_many_cases_give(separation):
    y, x = draw_raw(separation, 1.4, 40_000, 160_000, np.random.default_rng(0))
    score = probability(model_log_odds(x, separation, 0.2, 2.0))
    for threshold in (0.02, 0.3, 0.9):
        truth = binormal_counts_at(separation, 1.4, 0.2, 2.0, threshold)
        seen = counts_at(y, score, threshold)
        np.testing.assert_allclose(
            [truth.tp, truth.fp, truth.fn, truth.tn],
            np.array([seen.tp, seen.fp, seen.fn, seen.tn]) / 200_000,
            atol=3e-3,
        )
    nothing = binormal_counts_at(1.5, 1.4, 0.2, 2.0, np.inf)
    assert nothing.called == 0 and np.isnan(nothing.precision)


@pytest.mark.parametrize(
    ("separation", "spread", "first", "last"), [(2, 1.5, 11, -7), (2, 0.4, 6, -6), (8, 0.5, 11, -6)]
)
def test_the_raw_grid_falls_over_six_deviations_of_both_classes(separation, spread, first, last):
    grid = raw_grid(separation, spread)
    np.testing.assert_allclose(grid, np.linspace(first, last, 4001))


def test_at_separation_0_every_score_is_the_share():
    constant = binormal_population(0.0, 1.0, 0.2, 2.0)
    assert constant.threshold == pytest.approx([1 / 17]), "odds of 1/4, squared by the distortion"
    result = compute(Params(separation=0.0), TABLES)
    assert result.sample.n_scores == 1
    assert scored_cases(Params(separation=0.0), TABLES).score == pytest.approx(0.1)
    assert result.sample.auc == 0.5 and result.population.auc == 0.5
    assert result.sample.ap == pytest.approx(0.1) and result.population.ap == pytest.approx(0.1)
    assert result.population.counts.recall == 1
    assert binormal_counts_at(0.0, 1.0, 0.1, 1.0, 0.05).called == 1
    assert binormal_counts_at(0.0, 1.0, 0.1, 1.0, 0.2).called == 0
    assert result.sample.ece == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("distortion", "ece", "cost"),
    [(1.0, 0.0015, 0.290), (3.0, 0.052, 0.400), (1 / 3, 0.160, 0.795)],
)
def test_the_same_ranking_with_broken_probabilities_costs_more(distortion, ece, cost):
    """Share 10 %, a miss costs 9, threshold 0.1. The lesson's numbers are of one sample."""
    truth = binormal_counts_at(2.0, 1.0, 0.1, distortion, 0.1)
    assert truth.cost(9) == pytest.approx(cost, abs=0.01)
    y, x = draw_raw(2.0, 1.0, 10_000, 90_000, np.random.default_rng(0))
    score = probability(model_log_odds(x, 2.0, 0.1, distortion))
    assert expected_calibration_error(reliability_curve(y, score)) == pytest.approx(ece, abs=2e-3)
    assert metrics.roc_auc_score(y, score) == pytest.approx(0.9214, abs=0.005)


@pytest.mark.parametrize("ratio", [0.1, 1.0, 10.0, 100.0])
@pytest.mark.parametrize("share", [0.01, 0.05, 0.3])
def test_the_cheapest_threshold_on_calibrated_scores_is_1_over_1_plus_ratio(ratio, share):
    """Elkan (2001), equation 2."""
    best = best_threshold(binormal_population(2.0, 1.0, share, 1.0), "cost", cost_ratio=ratio)
    assert logit(best.threshold) == pytest.approx(-np.log(ratio), abs=0.01)


@pytest.mark.parametrize("beta", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("share", [0.01, 0.2, 0.5])
def test_the_best_f_threshold_on_calibrated_scores(beta, share):
    """F* / (1 + beta^2) (Lipton, Elkan & Naryanaswamy 2014, theorem 1)."""
    best = best_threshold(binormal_population(2.0, 1.0, share, 1.0), "f_beta", beta=beta)
    assert best.threshold == pytest.approx(best.f_beta(beta) / (1 + beta**2), rel=0.01)


def test_an_uninformed_f1_calls_everything():
    best = best_threshold(binormal_population(0.0, 1.0, 0.2, 1.0), "f1")
    assert best.recall == 1 and best.f1 == pytest.approx(2 * 0.2 / 1.2)


def test_a_frozen_threshold_under_another_share():
    """The lesson's threshold has recall 0.63, close to that of the best F1 at a share of 10 %."""
    x = 2 - norm.ppf(0.63)
    best = best_threshold(binormal_population(2.0, 1.0, 0.1, 1.0), "f1")
    assert best.recall == pytest.approx(0.63, abs=0.01)
    for share, precision, alerts in [
        (0.3, 0.852, 220),
        (0.1, 0.604, 105),
        (0.03, 0.297, 64),
        (0.01, 0.125, 52),
    ]:
        at = binormal_counts(2.0, 1.0, share, np.array(x))
        assert at.precision == pytest.approx(precision, abs=0.01)
        assert 1000 * at.called == pytest.approx(alerts, abs=3)


def test_f1_tuned_and_judged_on_the_same_cases_flatters():
    """Separation 1.5, share 5 %: the lesson's means over samples, apparent and true."""
    for n_pos, apparent, true in [(10, 0.461, 0.337), (100, 0.392, 0.363)]:
        pairs = []
        for seed in range(200):
            y, x = draw_raw(1.5, 1.0, n_pos, 19 * n_pos, np.random.default_rng(seed))
            score = probability(model_log_odds(x, 1.5, 0.05, 1.0))
            best = best_threshold(counts_at_every_threshold(y, score), "f1")
            truth = binormal_counts_at(1.5, 1.0, 0.05, 1.0, best.threshold)
            pairs.append((best.f1, truth.f1))
        mean = np.mean(pairs, axis=0)
        assert mean == pytest.approx((apparent, true), abs=0.02)


# --- bands


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("ties", [False, True])
def test_bands_are_those_of_resampling_one_by_one(ties, many, monkeypatch):
    if many:  # as if there were so many cases that they are not resampled all at once
        monkeypatch.setattr(score_bands, "ALL_AT_ONCE", 79)
    rng = np.random.default_rng(5)
    y = np.arange(80) < 20
    score = expit(rng.normal(y * 1.5))
    score = np.round(score, 1) if ties else score
    thresholds, recalls = np.array([0.2, 0.6, 0.85]), np.array([0.05, 0.5, 1.0])
    bands = bootstrap_bands(y, score, thresholds, recalls, 60, np.random.default_rng(9))

    rng = np.random.default_rng(9)
    if many:
        pairs = [(rng.integers(0, 20, 20), rng.integers(0, 60, 60)) for _ in range(60)]
        drawn_pos, drawn_neg = zip(*pairs, strict=True)
    else:
        drawn_pos, drawn_neg = rng.integers(0, 20, (60, 20)), rng.integers(0, 60, (60, 60))
    positive, negative = np.sort(score[y])[::-1], np.sort(score[~y])[::-1]
    rows = []
    for b in range(60):
        s = np.append(positive[drawn_pos[b]], negative[drawn_neg[b]])
        t = np.arange(80) < 20
        row = [metrics.roc_auc_score(t, s), metrics.average_precision_score(t, s)]
        at = counts_at(t, s, thresholds)
        every = counts_at_every_threshold(t, s)
        reached = [every.precision[np.argmax(every.recall >= r - 1e-9)] for r in recalls]
        rows.append([*row, *at.precision, *at.recall, *at.f1, *reached])
    slow = np.nanquantile(np.array(rows), [0.025, 0.975], axis=0)
    np.testing.assert_allclose(bands.auc, slow[:, 0])
    np.testing.assert_allclose(bands.ap, slow[:, 1])
    np.testing.assert_allclose(bands.precision, slow[:, 2:5])
    np.testing.assert_allclose(bands.recall, slow[:, 5:8])
    np.testing.assert_allclose(bands.f1, slow[:, 8:11])
    np.testing.assert_allclose(bands.precision_at_recall, slow[:, 11:])


def test_quantiles_leave_undefined_out():
    values = np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan], [2.0, np.nan]])
    found = quantiles(values)
    np.testing.assert_allclose(found[:, 0], np.nanquantile(values[:, 0], [0.025, 0.975]))
    assert np.isnan(found[:, 1]).all()


@pytest.mark.parametrize(
    ("n", "resamples"), [(100, 200), (2_000, 200), (4_000, 100), (50_000, 40), (200_000, 40)]
)
def test_resamples_fall_with_n(n, resamples):
    assert resamples_for(n) == resamples


# --- real data


@pytest.mark.parametrize("source", ["flights", "birds"])
def test_real_scores_agree_with_a_scikit_learn_pipeline(source):
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    flights = source == "flights"
    table = TABLES["flights_nyc13_20k" if flights else "birdstrikes_faa_10k"]
    numbers = fitted_scores.FLIGHT_NUMBERS if flights else fitted_scores.BIRD_NUMBERS
    texts = fitted_scores.FLIGHT_TEXTS if flights else fitted_scores.BIRD_TEXTS
    y = table["cancelled" if flights else "substantial"] == 1
    train = fitted_scores.stratified_train(y, np.random.default_rng(3))
    assert train[y].sum() == round(0.7 * y.sum()) and train.sum() == pytest.approx(
        0.7 * y.size, abs=1
    )

    X = np.array([table[name] for name in (*numbers, *texts)], dtype=object).T
    k = len(numbers)
    plain = [i for i in range(k) if not np.isnan(table[numbers[i]][train]).any()]
    holed = [i for i in range(k) if i not in plain]
    pipe = make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), list(range(k))),
            (SimpleImputer(strategy="median", add_indicator=True), holed),
            (OneHotEncoder(handle_unknown="ignore"), list(range(k, X.shape[1]))),
            sparse_threshold=0,
        ),
        LogisticRegression(max_iter=5_000),
    )
    # the second transformer repeats the filled column: take the flags alone
    Z = pipe[0].fit(X[train]).transform(X).astype(float)
    Z = np.delete(Z, range(k, k + len(holed)), axis=1)
    model = LogisticRegression(solver="newton-cholesky").fit(Z[train], y[train])
    ours = (fitted_scores.flight_scores if flights else fitted_scores.bird_scores)(table, 3)
    np.testing.assert_array_equal(ours.y, y[~train])
    np.testing.assert_allclose(ours.score, model.predict_proba(Z[~train])[:, 1], atol=1e-5)


@pytest.mark.parametrize(
    ("source", "leaks"),
    [("flights", ["late60"]), ("birds", ["cost_total", "damage", "any_damage"])],
)
def test_what_is_known_only_afterwards_is_never_used(source, leaks):
    name = {"flights": "flights_nyc13_20k", "birds": "birdstrikes_faa_10k"}[source]
    without = {k: v for k, v in TABLES[name].columns.items() if k not in leaks}
    result = compute(Params(source=source), {name: Table(name, without)})
    assert result.sample.auc == compute(Params(source=source), TABLES).sample.auc


# --- the result


@pytest.mark.parametrize("source", ["normals", "flights", "birds"])
@pytest.mark.parametrize("threshold", [0.0005, 0.013, 0.5, 0.9995])
def test_the_chosen_point_agrees_with_counting_and_lies_on_the_curve(source, threshold):
    result = compute(Params(source=source, threshold=threshold), TABLES)
    scored = scored_cases(result.params, TABLES)
    direct = counts_at(scored.y, scored.score, threshold)
    for name in ("threshold", "tp", "fp", "fn", "tn"):
        assert getattr(result.chosen, name) == getattr(direct, name)
    counts = counts_at_every_threshold(scored.y, scored.score)
    on_curve = (counts.tp == result.chosen.tp) & (counts.fp == result.chosen.fp)
    assert on_curve.any() or result.chosen.called == 0


def test_a_threshold_equal_to_a_score_calls_that_case():
    score = float(np.sort(scored_cases(Params(), TABLES).score)[1_900])
    result = compute(Params(threshold=score), TABLES)
    assert result.chosen.called == 100


def test_how_often_precision_falls_is_counted_by_raising_the_threshold():
    result = compute(PRESETS["twenty_positives"], TABLES)
    scored = scored_cases(result.params, TABLES)
    rising = [metrics.precision_score(scored.y, scored.score >= t) for t in np.sort(scored.score)]
    assert result.sample.precision_falls == np.sum(np.diff(rising) < 0)


def test_the_grid_and_half_and_never_agree_with_counting():
    result, scored = compute(Params(), TABLES), scored_cases(Params(), TABLES)
    np.testing.assert_array_equal(result.sample.grid.threshold, GRID)
    assert result.sample.grid.tp[7] == np.sum(scored.y & (scored.score >= GRID[7]))
    assert result.sample.half.tp == np.sum(scored.y & (scored.score >= 0.5))
    assert result.sample.never.accuracy == pytest.approx(0.9)
    assert result.sample.bands.precision_at_recall.shape == (2, RECALL_GRID.size)
    assert result.sample.bands.auc[0] < result.sample.auc < result.sample.bands.auc[1]
    assert result.sample.bands.ap[0] < result.sample.ap < result.sample.bands.ap[1]


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_every_objective_is_passed_on(objective):
    params = (
        Params(objective=objective, beta=3.0)
        if objective == "f_beta"
        else Params(objective=objective)
    )
    result = compute(params, TABLES)
    scored = scored_cases(params, TABLES)
    counts = counts_at_every_threshold(scored.y, scored.score)
    numbers = {name: getattr(params, name) for name in ("beta", "cost_ratio", "floor", "capacity")}
    assert result.best.threshold == best_threshold(counts, objective, **numbers).threshold
    for name, found in (
        ("cost", result.cheapest), ("f1", result.sample.best_f1), ("youden", result.sample.best_youden),
    ):  # fmt: skip
        assert found.threshold == best_threshold(counts, name, **numbers).threshold
    assert result.best_truth.total == pytest.approx(1)
    assert result.population_best is not None


def test_real_data_has_no_population():
    result = compute(Params(source="birds"), TABLES)
    assert result.population is None and result.best_truth is None and result.rivals == ()
    assert result.sample.n_train == 7_000 and result.sample.n == 3_000


# --- a visitor's own scores


def own(y, score):
    return {"own_scores": Table("own_scores", {"label": y, "score": score})}


def test_own_scores_are_judged_as_they_are():
    rng = np.random.default_rng(3)
    y, score = rng.random(500) < 0.3, rng.random(500)
    result = compute(Params(source="own"), own(y, score))
    assert result.chosen.tp == np.sum(y & (score >= 0.5)) and result.sample.n == 500
    assert result.sample.n_train == 0 and result.population is None
    assert result.sample.auc == pytest.approx(metrics.roc_auc_score(y, score))
    assert result.sample.ap == pytest.approx(metrics.average_precision_score(y, score))
    assert result.sample.brier.brier == pytest.approx(metrics.brier_score_loss(y, score))


def test_own_scores_go_with_their_table():
    tables = own(np.arange(50) % 2 == 0, np.linspace(0, 1, 50))
    gone = ref(tables[OWN])
    assert compute(Params(source="own"), tables).sample.n == 50
    del tables
    gc.collect()
    assert gone() is None


def test_the_script_reads_the_example_as_the_page_does(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    params = Params(source="own", threshold=0.3, objective="f1")
    ran = {}
    exec(compile(snippet("precision_recall", params), "snippet", "exec"), ran)
    ours = answer(compute(params, TABLES))
    assert set(ran["answer"]) == set(ours)
    for name, value in ours.items():
        assert ran["answer"][name] == pytest.approx(value), name


HALF = np.arange(100) % 2 == 0
SPREAD = np.linspace(0, 1, 100)
ODD = {
    "never wrong": (HALF, HALF.astype(float)),
    "always wrong": (HALF, (~HALF).astype(float)),
    "in perfect order": (SPREAD > 0.5, SPREAD),
    "all 0": (HALF, np.zeros(100)),
    "all 1": (HALF, np.ones(100)),
    "all 0.3": (HALF, np.full(100, 0.3)),
    "all tiny": (HALF, 1e-9 * SPREAD),
    "all near 1": (HALF, 1 - 1e-9 * SPREAD),
    "two positives": (np.arange(100) < 2, SPREAD),
    "two negatives": (np.arange(100) >= 2, SPREAD),
    "four cases": (HALF[:4], np.array([0.6, 0.2, 0.4, 0.9])),
    "two kinds of score": (SPREAD > 0.3, (SPREAD * 7 % 1 > 0.4).astype(float)),
}


@pytest.mark.parametrize("threshold", [0.0005, 0.5, 0.9995])
@pytest.mark.parametrize("odd", ODD)
def test_odd_scores_are_drawn_and_said(odd, threshold):
    tables = own(*ODD[odd])
    for objective in OBJECTIVES:
        result = compute(Params(source="own", threshold=threshold, objective=objective), tables)
        said = [sentences.claim(result), *sentences.headline(result).values()]
        said += sentences.facts(result).values()
        for name in ("scores", "pr", "roc", "cost", "outcomes", "metrics", "reliability", "det",
                     "decision_curve", "miniature"):  # fmt: skip
            assert getattr(figures, name)(result).to_json()
            said.append(getattr(sentences, name)(result))
        assert not [each for each in said if re.search(r"\b(nan|inf|None)\b", each)]


def test_a_score_that_never_errs_is_said_to_cost_nothing():
    text = sentences.cost(compute(Params(source="own"), own(*ODD["never wrong"])))
    assert "the least is 0, at 1." in text and text.endswith("has no place on this axis.")


# --- presets


def test_start():
    for result in over_seeds("start"):
        strict, low = (
            compute(replace(result.params, threshold=t), TABLES).chosen for t in (0.9, 0.02)
        )
        chosen = result.chosen
        assert strict.tp + strict.fn == 200 and result.sample.n == 2_000
        assert strict.tp < 60 and strict.fp < 20, "hardly anybody is alarmed"
        assert low.tp > 180 and low.precision < 0.3, "nearly all are found, few alarms are real"
        assert chosen.cost(10) < min(strict.cost(10), low.cost(10))
    assert result.population_best.threshold == pytest.approx(1 / 11, rel=0.01)


def test_roc_hides_imbalance():
    for rare in over_seeds("roc_hides_imbalance"):
        even = compute(replace(rare.params, prevalence=0.5), TABLES)
        assert abs(rare.sample.auc - even.sample.auc) < 0.03
        assert even.sample.ap > 0.91 and rare.sample.ap < 0.35
    assert rare.population.auc == even.population.auc == pytest.approx(0.921, abs=5e-4)
    assert (even.population.ap, rare.population.ap) == pytest.approx((0.922, 0.269), abs=6e-4)


def test_three_models():
    for result in over_seeds("three_models"):
        wide, narrow = result.rivals
        assert (wide.separation, narrow.separation) == pytest.approx((3.036, 1.551), abs=1e-3)
        for rival in result.rivals:
            drawn = binormal_auc(rival.separation, rival.spread)
            assert drawn == pytest.approx(result.population.auc, abs=1e-12)
        assert wide.ap > 2 * result.sample.ap and narrow.ap < result.sample.ap / 2
        assert wide.ap > 2 * result.population.ap > 8 * narrow.ap
    assert (wide.ap, result.population.ap, narrow.ap) == pytest.approx(
        (0.61, 0.27, 0.065), abs=8e-3
    )
    tpr = [model.early for model in (result.population, wide, narrow)]
    assert tpr == pytest.approx([0.37, 0.64, 0.04], abs=0.011)


def test_half_is_not_special():
    for result in over_seeds("half_is_not_special"):
        assert abs(result.chosen.accuracy - result.sample.never.accuracy) < 0.002
        assert 0.05 < result.chosen.recall < 0.15
        assert result.best.threshold < 0.3 and result.best.f1 > 1.5 * result.chosen.f1
    truth = result.population_best
    assert truth.f1 == pytest.approx(0.321, abs=5e-4)
    assert truth.threshold == pytest.approx(truth.f1 / 2, rel=0.01)
    half = binormal_counts_at(2.0, 1.0, 0.01, 1.0, 0.5)
    assert (half.accuracy, half.recall) == pytest.approx((0.9905, 0.10), abs=3e-3)


def test_costs_choose():
    for result in over_seeds("costs_choose"):
        assert 0.05 < result.best.threshold < 0.16
        assert result.best.cost(10) < 0.75 * result.chosen.cost(10)
    truth = result.population_best
    assert truth.threshold == pytest.approx(1 / 11, rel=0.01)
    assert truth.cost(10) == pytest.approx(0.213, abs=1e-3)
    half = binormal_counts_at(2.0, 1.0, 0.05, 1.0, 0.5)
    assert half.cost(10) == pytest.approx(0.347, abs=2e-3)
    dear = compute(replace(result.params, cost_ratio=100.0), TABLES).population_best
    assert dear.threshold == pytest.approx(0.0099, rel=0.01)


def test_twenty_positives():
    results = over_seeds("twenty_positives", MANY_SEEDS)
    for result in results:
        assert result.chosen.tp + result.chosen.fn == 20 and result.sample.n == 220
        low, high = result.sample.bands.ap
        assert high - low > 0.25
        assert result.sample.precision_falls >= 10
    assert (
        np.mean([r.best.f1 for r in results]) > np.mean([r.best_truth.f1 for r in results]) + 0.05
    )


def test_flights():
    for result in over_seeds("flights"):
        assert result.chosen.tp + result.chosen.fn == 147 and result.sample.n == 6_000
        assert 0.75 < result.sample.auc < 0.9 and result.sample.ap < 0.3
        assert result.sample.ece < 0.02
        assert result.best.cost(10) <= result.sample.never.cost(10)
