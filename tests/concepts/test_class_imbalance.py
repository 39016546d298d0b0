"""Outcomes against scikit-learn, the axis, a visitor's own table, and every preset's claim."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import logit
from sklearn import metrics

from concepts.class_imbalance import (
    METHODS,
    PRESETS,
    SHOWN_NEGATIVES,
    SHOWN_POSITIVES,
    SHOWN_SYNTHETIC,
    Params,
    _tabled,
    compute,
)
from concepts.controls import controls_of, stops
from data.read import TABLES
from methods.imbalance.balancing import LEARNED
from methods.imbalance.prior_correction import at_base_rate
from methods.tables import Table
from tests.seeds import MANY_SEEDS, SEEDS


def over_seeds(preset, seeds=SEEDS, **changes):
    return [compute(replace(PRESETS[preset], seed=seed, **changes), TABLES) for seed in seeds]


def each(results, method, what):
    """One number of a method for each result; `what` may be one of the counts'."""
    found = [r.outcomes[method] for r in results]
    return np.array([float(getattr(o if hasattr(o, what) else o.chosen, what)) for o in found])


# --- one result


@pytest.mark.parametrize("model", ["logistic", "knn", "tree"])
@pytest.mark.parametrize("corrected", [False, True])
def test_every_number_against_scikit_learn(model, corrected):
    result = compute(Params(model=model, corrected=corrected, strength=0.6, seed=5), TABLES)
    y = np.arange(2_000) < 100
    for name, o in result.outcomes.items():
        np.testing.assert_array_equal(o.y, y)
        assert o.auc == pytest.approx(metrics.roc_auc_score(y, o.score))
        assert o.ap == pytest.approx(metrics.average_precision_score(y, o.score))
        assert o.brier == pytest.approx(metrics.brier_score_loss(y, o.score))
        wrong_and_sure = ((o.score == 0) & y).any() or ((o.score == 1) & ~y).any()
        assert np.isinf(o.log_loss) == wrong_and_sure
        if not wrong_and_sure:
            assert o.log_loss == pytest.approx(metrics.log_loss(y, o.score))
        called = o.score >= o.threshold
        assert float(o.chosen.recall) == pytest.approx(metrics.recall_score(y, called))
        assert float(o.chosen.called) == called.sum()
        precision, recall, _ = metrics.precision_recall_curve(y, o.score)
        f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
        assert float(o.best_f1.f1) == pytest.approx(f1.max())
        assert o.cost == pytest.approx(((called & ~y).sum() + 10 * (y & ~called).sum()) / 2_000)
        assert len(o.curve) <= 2_000 and o.curve.tp[-1] == 100
        assert o.reliability.n.sum() == 2_000, name
    assert result.agreement == pytest.approx(
        np.mean(
            (result.shown.score >= 0.5)
            == (result.outcomes["none"].score >= result.outcomes["threshold"].threshold)
        )
    )


def test_the_correction_is_elkans_from_the_share_learned_from():
    plain = compute(Params(strength=0.8), TABLES)
    fair = compute(Params(strength=0.8, corrected=True), TABLES)
    n_pos, n_neg = 30, 570
    learned = {
        "none": 0.05,
        "weights": plain.weight * n_pos / (plain.weight * n_pos + n_neg),
        "smote": (n_pos + plain.added) / (n_pos + plain.added + n_neg),
        "over": (n_pos + plain.added) / (n_pos + plain.added + n_neg),
        "under": n_pos / (n_pos + plain.kept),
    }
    for name in LEARNED:
        expected = at_base_rate(plain.outcomes[name].score, learned[name], 0.05)
        np.testing.assert_allclose(fair.outcomes[name].score, expected)
        at = np.argmin(np.abs(fair.strength - 0.8))
        assert fair.mean[name][at] == pytest.approx(expected.mean())
    before, after = plain.picture.log_odds["smote"], fair.picture.log_odds["smote"]
    inside = (np.abs(before) < 7) & (np.abs(after) < 7)
    shift = logit(0.05) - logit(learned["smote"])
    np.testing.assert_allclose((after - before)[inside], shift, atol=1e-5)


def test_at_strength_0_all_methods_are_the_plain_model():
    for model in ("logistic", "knn", "tree"):
        result = compute(Params(strength=0.0, model=model), TABLES)
        assert (result.weight, result.added, result.kept) == (1.0, 0, 570)
        for name in METHODS:
            o = result.outcomes[name]
            np.testing.assert_allclose(o.score, result.outcomes["none"].score, atol=1e-9)
            assert o.threshold == pytest.approx(0.5)
        assert result.picture.synthetic.shape == (0, 2)


def test_a_strength_that_is_no_stop_is_exact_too():
    result = compute(Params(strength=0.333), TABLES)
    assert result.weight == pytest.approx(19**0.333) and 0.333 in result.strength
    near = compute(Params(strength=0.35), TABLES)
    assert 0.35 in near.strength and len(near.strength) == 21


@pytest.mark.parametrize("method", METHODS)
def test_the_picture_shows_what_the_method_did(method):
    result = compute(Params(method=method, k=3), TABLES)
    pic = result.picture
    assert pic.planar and pic.log_odds.keys() == METHODS.keys()
    assert len(pic.dropped) == 0 or method == "under"
    assert len(pic.negatives) + len(pic.dropped) == SHOWN_NEGATIVES
    size = {"weights": 19.0, "over": pic.size.mean()}.get(method, 1.0)
    assert pic.size.mean() == pytest.approx(size)
    if method == "over":
        assert pic.size.sum() == 570
    assert len(pic.synthetic) == (SHOWN_SYNTHETIC if method == "smote" else 0)
    way, done = pic.end - pic.start, pic.synthetic - pic.start
    np.testing.assert_allclose(way[:, 0] * done[:, 1], way[:, 1] * done[:, 0], atol=1e-9)


@pytest.mark.parametrize("source", ["flights", "birds"])
@pytest.mark.parametrize("corrected", [False, True])
def test_without_a_plane_the_picture_is_log_odds_against_log_odds(source, corrected):
    result = compute(Params(source=source, corrected=corrected), TABLES)
    pic, o = result.picture, result.outcomes
    assert not pic.planar
    y = o["none"].y
    for axis, name in enumerate(("none", "smote")):
        expected = logit(o[name].score[y])[:SHOWN_POSITIVES]
        np.testing.assert_allclose(pic.positives[:, axis], expected, atol=1e-6)
    # log-odds are linear in the features: what lies on a segment stays on it
    way, done = pic.end - pic.start, pic.synthetic - pic.start
    np.testing.assert_allclose(way[:, 0] * done[:, 1], way[:, 1] * done[:, 0], atol=1e-8)
    assert np.isnan(result.bridges)


def test_the_bill_in_dollars_by_hand():
    p = Params(source="birds", cut="cost", alert_cost=2_000.0, seed=2)
    result = compute(p, TABLES)
    o = result.outcomes["none"]
    assert o.threshold == pytest.approx(2_000 / result.mean_cost)
    from methods.imbalance.imbalanced_cases import table_cases

    cases = table_cases(TABLES["birdstrikes_faa_10k"], "birds", 2)
    called = o.score >= o.threshold
    bill = 2_000 * called.sum() + cases.cost[cases.y_test & ~called].sum()
    assert o.cost == pytest.approx(bill / called.size)


def test_the_fair_cut_is_where_acting_costs_what_leaving_costs():
    assert compute(Params(cost_ratio=9.0), TABLES).fair_cut == pytest.approx(0.1)
    fair = compute(Params(cost_ratio=9.0, cut="cost", corrected=True), TABLES)
    assert fair.shown.threshold == pytest.approx(0.1)
    for alert_cost in (100.0, 50_000.0):
        dear = compute(Params(source="birds", alert_cost=alert_cost, cut="cost"), TABLES)
        assert dear.fair_cut == pytest.approx(alert_cost / dear.mean_cost)
        assert dear.outcomes["none"].threshold == max(dear.fair_cut, 0.001)


@pytest.mark.parametrize("source", ["drawn", "birds"])
def test_the_bill_along_the_curve_and_its_cheapest_threshold(source):
    result = compute(Params(source=source, method="weights"), TABLES)
    p, o = result.params, result.shown
    for cut, bill in zip(o.curve.threshold, o.bill, strict=True):
        called = o.score >= cut
        alarms, misses = (called & ~o.y).mean(), (o.y & ~called).mean()
        in_dollars = p.alert_cost * called.mean() + result.mean_cost * misses
        expected = in_dollars if source == "birds" else alarms + p.cost_ratio * misses
        assert bill == pytest.approx(expected)
    assert o.bill[list(o.curve.threshold).index(o.cheapest)] == o.bill.min()


def test_weights_at_the_strength_of_the_costs_do_what_the_costs_ask():
    strength = compute(Params(cost_ratio=4.0), TABLES).cost_strength
    weights = compute(Params(method="weights", strength=strength), TABLES)
    assert weights.weight == pytest.approx(4)
    assert np.isnan(compute(Params(prevalence=0.5), TABLES).cost_strength)


def test_cases_in_the_order_of_their_plain_probability():
    result = compute(Params(), TABLES)
    score = result.outcomes["none"].score
    few = result.by_plain_score(5)
    np.testing.assert_allclose(score[few], np.sort(score)[[0, 500, 1000, 1499, 1999]])


def test_what_is_learned_and_the_smallest_clump():
    for method in METHODS:
        result = compute(Params(method=method, model="tree", clumps=3), TABLES)
        plain = method in ("none", "threshold")
        assert result.learned == ("none" if plain else method) and result.balanced != plain
        assert result.clump == 10 and result.n_negative == 570
        assert result.shown.zeros == (result.shown.score == 0).sum() / 2_000


def test_too_few_positives_for_k():
    result = compute(Params(prevalence=0.005, n=400, k=20), TABLES)
    assert (result.n_positive, result.k, result.added) == (2, 1, 396)


def test_slow_models_learn_from_fewer_rows():
    assert compute(Params(model="knn", n=5_000), TABLES).n == 1_500
    assert compute(Params(model="tree", n=5_000, dimension=30), TABLES).n == 400


@pytest.mark.parametrize("source", ["drawn", "flights"])
def test_moving_along_the_axis_learns_nothing_anew(source):
    p = Params(source=source)
    first = compute(p, TABLES)
    for strength in stops(controls_of(Params)["strength"]):
        result = compute(replace(p, strength=strength), TABLES)
        assert np.shares_memory(result.auc["smote"], first.auc["smote"])
        assert result.picture.box == first.picture.box
        np.testing.assert_array_equal(result.picture.negatives[:, 0], first.picture.negatives[:, 0])


@pytest.mark.parametrize(("n", "d"), [(300, 2), (200_000, 5)])
def test_an_own_table(n, d):
    rng = np.random.default_rng(0)
    label = rng.random(n) < 0.04
    columns = {f"x:f{i}": rng.standard_normal(n) + label for i in range(d)}
    table = Table("own_labelled", {"label": label, **columns})
    problem = _tabled(table, "own", 5, (0.0, 1.0), 0)
    assert problem.cases.rows == n and (problem.box is None) == (d > 2)
    assert problem.sweep.auc.shape == (5, 2) and (problem.sweep.auc > 0.6).all()
    assert _tabled(table, "own", 5, (0.0, 1.0), 0) is problem


# --- the presets' claims, over many seeds


def test_start_finds_more_the_more_is_invented_and_its_probabilities_leave_the_truth():
    none, half, full = (over_seeds("start", strength=strength) for strength in (0.0, 0.5, 1.0))
    for few, some, all_ in zip(none, half, full, strict=True):
        outcomes = [result.outcomes["smote"] for result in (few, some, all_)]
        recalls = [outcome.chosen.recall for outcome in outcomes]
        precisions = [outcome.chosen.precision for outcome in outcomes]
        assert recalls == sorted(recalls) and recalls[2] > 2 * recalls[0]
        assert precisions[2] < precisions[1] < precisions[0]
        assert outcomes[0].mean == pytest.approx(0.05, abs=0.02)
        assert 2 * outcomes[0].mean < outcomes[1].mean < outcomes[2].mean


def test_four_roads_lead_to_one_line():
    results = over_seeds("four_roads", MANY_SEEDS)
    for name in ("weights", "smote", "over", "under"):
        gap = each(results, name, "auc") - each(results, "none", "auc")
        assert np.abs(gap).max() < 0.01
        assert each(results, name, "recall").mean() == pytest.approx(0.81, abs=0.01)
    assert each(results, "none", "recall").mean() == pytest.approx(0.184, abs=0.01)
    assert each(results, "threshold", "recall").mean() == pytest.approx(0.81, abs=0.01)
    agreement = [r.agreement for r in results]
    assert np.min(agreement) > 0.97 and np.mean(agreement) > 0.985


def test_the_bill_is_calibration_and_the_correction_pays_it():
    raw, fair = over_seeds("bill"), over_seeds("bill", corrected=True)
    assert each(raw, "none", "mean").mean() == pytest.approx(0.05, abs=0.002)
    assert each(raw, "none", "brier").mean() == pytest.approx(0.036, abs=0.002)
    for name in ("weights", "smote", "over", "under"):
        assert 0.28 < each(raw, name, "mean").mean() < 0.32
        assert 0.13 < each(raw, name, "brier").mean() < 0.146
        assert (each(raw, name, "log_loss") > 2 * each(raw, "none", "log_loss")).all()
        assert (each(raw, name, "cost") > 1.7 * each(raw, "none", "cost")).all()
        gap = each(fair, name, "log_loss") - each(fair, "none", "log_loss")
        # under-sampling learned from a tenth of the rows: what it threw away does not come back
        assert np.abs(gap).max() < (0.02 if name == "under" else 0.005)
        assert np.abs(each(fair, name, "cost") / each(fair, "none", "cost") - 1).mean() < 0.06


def test_smote_before_the_folds_finds_signal_in_noise():
    results = over_seeds("leak")
    for r in results:
        assert r.leak.auc_before["nearest"] > 0.88 and r.leak.f1_before["nearest"] > 0.88
        assert r.leak.f1_inside["nearest"] < 0.2
    for name, before in (("nearest", 0.9), ("tree", 0.75), ("logistic", 0.6)):
        assert np.mean([r.leak.auc_before[name] for r in results]) > before
        assert np.mean([r.leak.auc_inside[name] for r in results]) == pytest.approx(0.5, abs=0.03)


def middle(result, k):
    """Share of all synthetic points between the clumps, |x| < 2."""
    from methods.imbalance.imbalanced_cases import drawn_cases
    from methods.imbalance.smote import smote

    p = result.params
    cases = drawn_cases(p.prevalence, p.separation, p.clumps, p.dimension, p.n, p.seed)
    return np.mean(np.abs(smote(cases.X[cases.y], k, result.added, p.seed).X[:, 0]) < 2)


def test_bridges_come_with_k_at_the_size_of_a_clump():
    for k, share, between in ((5, 0.0, 0.0), (10, 0.10, 0.06), (15, 0.40, 0.22)):
        results = over_seeds("bridges", k=k)
        assert all(r.n_positive == 20 for r in results)
        assert np.mean([r.bridges for r in results]) == pytest.approx(share, abs=0.02)
        assert np.mean([middle(r, k) for r in results]) == pytest.approx(between, abs=0.03)
    assert min(r.bridges for r in over_seeds("bridges")) > 0.3


def test_smote_helps_the_order_of_neighbours_and_harms_the_top():
    results = over_seeds("not_never", MANY_SEEDS)
    auc = {name: each(results, name, "auc") for name in METHODS}
    ap = {name: each(results, name, "ap") for name in METHODS}
    assert (auc["smote"] > auc["none"]).sum() >= 17
    assert auc["smote"].mean() - auc["none"].mean() > 0.04
    assert (ap["smote"] < ap["none"]).sum() >= 17
    assert ap["none"].mean() - ap["smote"].mean() > 0.03
    np.testing.assert_allclose(auc["weights"], auc["none"], atol=0.01)
    assert (auc["under"] > auc["smote"]).sum() >= 17


def test_f1_at_one_half_flatters_smote_on_the_flights():
    results = over_seeds("flights", leak=True)
    assert (each(results, "smote", "f1") > each(results, "none", "f1") + 0.05).all()
    best = {n: np.array([float(r.outcomes[n].best_f1.f1) for r in results]) for n in METHODS}
    assert abs(best["none"].mean() - best["smote"].mean()) < 0.02
    for r in results:
        assert r.leak.auc_before["nearest"] > 0.9
        assert r.leak.auc_before["nearest"] - r.leak.auc_inside["nearest"] > 0.2


def test_the_birds_cost_twice_as_much_with_balanced_probabilities():
    raw, fair = over_seeds("birds", MANY_SEEDS), over_seeds("birds", MANY_SEEDS, corrected=True)
    assert (each(raw, "smote", "cost") > 1.2 * each(raw, "none", "cost")).all()
    assert each(raw, "smote", "cost").mean() > 2 * each(raw, "none", "cost").mean()
    assert each(fair, "smote", "cost").mean() < 1.1 * each(fair, "none", "cost").mean()


def test_the_source_for_a_visitors_own_data_takes_any_labelled_table():
    rng = np.random.default_rng(0)
    for n, d, share in ((60, 1, 0.1), (500, 2, 0.7), (3_000, 4, 0.02)):
        label = np.arange(n) < share * n
        columns = {f"x:f{i}": rng.standard_normal(n) + label for i in range(d)}
        tables = {"own_labelled": Table("own_labelled", {"label": label, **columns})}
        for method in METHODS:
            result = compute(Params(source="own", method=method, strength=0.7), tables)
            assert (result.rows, result.flipped) == (n, share > 0.5)
            assert result.picture.planar == (d == 2)
            assert np.isfinite(result.shown.log_loss)


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "own"},
        {"model": "tree", "strength": 0.4},
        {"model": "knn", "corrected": True, "strength": 0.8},
        {"source": "flights", "strength": 0.35, "corrected": True},
        {"strength": 0.0, "clumps": 3, "k": 20, "prevalence": 0.02},
    ],
    ids=str,
)
def test_the_snippet_away_from_the_presets(changes, monkeypatch):
    from pathlib import Path

    from sentences.class_imbalance import answer
    from ui.snippet import snippet

    params = Params(**changes)
    monkeypatch.chdir(Path(__file__).parents[2])
    ran = {"__name__": "snippet"}
    exec(snippet("class_imbalance", params), ran)
    for key, value in answer(compute(params, TABLES)).items():
        np.testing.assert_allclose(ran["answer"][key], value, rtol=1e-6, atol=1e-9, err_msg=key)
