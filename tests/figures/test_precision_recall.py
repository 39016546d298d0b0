"""The picture of a thresholded score: what its outlines, ends, labels and thinned curves stand for."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import logit
from scipy.stats import norm

from concepts.precision_recall import ENOUGH, PRESETS, Params, compute, scored_cases
from data.read import TABLES
from figures import precision_recall as figures
from methods.metrics.binormal import model_log_odds
from sentences import precision_recall as sentences


def texts(figure):
    moving = [text for trace in figure.data for text in trace.get("text", ())]
    return [note["text"] for note in figure.layout["annotations"]] + moving


@pytest.mark.parametrize("distortion", [1.0, 0.5])
def test_a_rivals_outline_is_its_positives_on_the_models_scale(distortion):
    params = replace(PRESETS["three_models"], distortion=distortion)
    result = compute(params, TABLES)
    for (bell, *_), rival in zip(figures._outlines(result), result.rivals, strict=True):
        raw = norm.ppf(np.linspace(5e-4, 1 - 5e-4, 1000), rival.separation, rival.spread)
        drawn = model_log_odds(raw, params.separation, 0.01, distortion)
        np.testing.assert_allclose(
            bell, norm.pdf(figures.FINE, drawn.mean(), drawn.std()) / norm.pdf(0, 0, drawn.std()),
            atol=0.01,
        )  # fmt: skip


def test_without_separation_there_are_no_outlines():
    result = compute(Params(separation=0.0, rivals=True), TABLES)
    assert result.rivals and figures._outlines(result) == []
    low, high = (
        next(n for n in figures.pr(result).checked().layout.annotations if n.text == text)
        for text in ("by chance", "spread 0.45")
    )
    assert high.y - low.y > 0.1, "names apart"


@pytest.mark.parametrize("threshold", [0.0005, 0.9995])
def test_the_line_is_whole_at_the_ends_of_its_slider(threshold):
    low, high = figures.scores(compute(Params(threshold=threshold), TABLES)).layout["xaxis"][
        "range"
    ]
    assert low < logit(threshold) < high
    assert high - low < 1.01 * (logit(0.9995) - logit(0.0005))


def test_one_false_alarm_is_singular():
    result = compute(PRESETS["twenty_positives"], TABLES)
    cases = scored_cases(result.params, TABLES)
    at_highest_negative = float(cases.score[~cases.y].max())
    one = compute(replace(result.params, threshold=at_highest_negative), TABLES)
    assert one.chosen.fp == 1
    assert "<b>1 false alarm</b>" in texts(figures.scores(one))


@pytest.mark.parametrize("threshold", [0.0005, 0.1, 0.5, 0.9995])
def test_the_corners_say_how_many_cases_lie_where(threshold):
    result = compute(replace(PRESETS["twenty_positives"], threshold=threshold), TABLES)
    cases = scored_cases(result.params, TABLES)
    above = cases.score >= threshold
    many = [
        (~above & cases.y).sum(),
        (~above & ~cases.y).sum(),
        (above & cases.y).sum(),
        (above & ~cases.y).sum(),
    ]
    names = ["missed", "left alone", "caught", "false alarm"]
    said = texts(figures.scores(result))
    for count, name in zip(many, names, strict=True):
        assert any(text.startswith(f"<b>{count:,} {name}") for text in said), (count, name)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("threshold", [0.0005, 0.5, 0.9995])
def test_all_four_outcomes_are_named_and_make_10_000(preset, threshold):
    result = compute(replace(PRESETS[preset], threshold=threshold), TABLES)
    said = [text.split(" ", 1) for text in texts(figures.outcomes(result))[:6] if " " in text]
    assert sum(int(many.replace(",", "")) for many, _ in said) == pytest.approx(10_000, abs=2)
    assert [what for _, what in said] == ["caught", "missed", "false alarms", "left alone"]


@pytest.mark.parametrize("preset", PRESETS)
def test_thinned_curves_run_where_all_points_do(preset):
    """The drawn ROC encloses the area that all points do."""
    result = compute(PRESETS[preset], TABLES)
    curve = next(t for t in figures.roc(result).checked().data if t.line.color == figures.NEGATIVE)
    assert curve.x.size <= ENOUGH + 1
    assert np.trapezoid(curve.y, curve.x) == pytest.approx(result.sample.auc, abs=2e-3)


def test_a_benefit_below_nothing():
    result = compute(Params(threshold=0.9995), TABLES)
    assert "calling everyone less than −1,000" in sentences.decision_curve(result)
    assert "calling everyone −800" in sentences.decision_curve(compute(Params(), TABLES))
