"""What these figures decide by themselves: fixed ranges, arrows, labels that do not touch."""

import re
from dataclasses import replace

import numpy as np
import pytest

from concepts.gradient_descent import METHODS, PRESETS, RATES, Params, compute
from figures import gradient_descent as figures
from sentences import gradient_descent as sentences

FOUR = ("gd", "momentum", "adagrad", "adam")


@pytest.mark.parametrize("method", METHODS)
def test_the_black_arrow_is_the_update_shown(method):
    result = compute(Params(methods=(method,), step=5), {})
    figure = figures.contour(result).checked()
    arrows = [t for t in figure.data if t.marker.angleref == "previous"]
    path = result.runs[0].descent.path
    np.testing.assert_allclose(np.stack([arrows[-1].x, arrows[-1].y], axis=1), path[4:6])


@pytest.mark.parametrize("method", ["momentum", "nesterov"])
def test_velocity_and_gradient_parts_add_up_to_the_update(method):
    result = compute(Params(methods=(method,), step=5), {})
    run = result.runs[0]
    velocity, gradient, whole = (
        t for t in figures.contour(result).checked().data if t.marker.angleref == "previous"
    )
    assert (velocity.x[1], velocity.y[1]) == pytest.approx((gradient.x[0], gradient.y[0]))
    corner = run.descent.path[4] - run.rate * result.params.beta * run.descent.first[3]
    assert (velocity.x[1], velocity.y[1]) == pytest.approx(corner.tolist())
    assert (gradient.x[1], gradient.y[1]) == pytest.approx((whole.x[1], whole.y[1]))
    if method == "nesterov":  # the corner is the look-ahead point
        assert corner == pytest.approx(run.descent.asked[4])


@pytest.mark.parametrize("params", [*PRESETS.values(), Params(methods=FOUR), Params(steps=10)])
def test_names_stand_in_the_picture_and_not_on_one_another(params):
    figure = figures.loss(compute(params, {})).checked()
    (left, right), (low, high) = figure.layout.xaxis.range, figure.layout.yaxis.range
    notes = figure.layout.annotations
    for i, note in enumerate(notes):
        assert left <= note.x < right and low <= note.y <= high
        for other in notes[:i]:
            apart = abs(note.x - other.x) / (right - left), abs(note.y - other.y) / (high - low)
            assert apart[0] > 0.017 * 5 or apart[1] > 0.1


def test_a_name_stands_where_its_curve_leaves_the_picture():
    result = compute(PRESETS["momentum_on_a_ravine"], {})
    notes = {note.text: note for note in figures.loss(result).checked().layout.annotations}
    for name, run in zip(("GD", "Momentum", "Nesterov"), result.runs, strict=True):
        assert notes[name].x == pytest.approx(run.reached_at, abs=45)


def test_a_path_that_leaves_ends_on_the_frame_without_an_arrow():
    for k in (11, 12, 200):
        result = compute(replace(PRESETS["over_the_cliff"], step=k), {})
        left, right, low, high = result.window
        figure = figures.contour(result).checked()
        for trace in figure.data:
            assert (left <= trace.x).all() and (trace.x <= right).all()
            assert (low <= trace.y).all() and (trace.y <= high).all()
        arrows = [t for t in figure.data if t.marker.angleref == "previous"]
        notes = [n.text for n in figure.layout.annotations if "left at update 11" in n.text]
        assert (len(arrows), len(notes)) == ((1, 0) if k == 11 else (0, 1))
        assert min(abs(t.y).max() for t in figure.data[2:3]) <= high


@pytest.mark.parametrize("preset", PRESETS)
def test_the_loss_axis_holds_the_runs(preset):
    result = compute(PRESETS[preset], {})
    low, high = figures.loss(result).checked().layout.yaxis.range
    for run in result.runs:
        excess = run.excess[: result.horizon + 1]
        assert np.log10(excess.max()) < high
        if preset == "over_the_cliff":
            assert low < np.log10(excess.min())


def test_the_curve_over_rates_ends_at_the_cliff():
    result = compute(Params(methods=("gd",), condition=10.0), {})
    curve = figures.edge(result).checked().data[2]
    stable = RATES < 2
    np.testing.assert_array_equal(np.isfinite(curve.y), stable)
    at = np.argmin(np.abs(RATES - 0.5))  # below 1/L the flat direction, curvature 1, is slower
    assert curve.y[at] == pytest.approx(1 / -np.log10(1 - RATES[at] / 10))


def test_a_long_run_is_thinned_but_keeps_its_ends_and_the_update_shown():
    result = compute(Params(methods=("adagrad",), rate_adagrad=1e-4, steps=5_000, step=903), {})
    curve, here = figures.loss(result).checked().data[:2]
    assert len(curve.x) < 1_200
    assert {0.0, 1.0, 5_000.0} <= set(curve.x.tolist()) and 903.0 not in curve.x
    assert (here.x.tolist(), here.y.tolist()) == ([903.0], [result.runs[0].excess[903]])


@pytest.mark.parametrize("k", [1, 12, 150])
def test_the_last_points_of_a_path_have_markers(k):
    result = compute(Params(methods=("gd",), step=k), {})
    _, _, way, last = figures.contour(result).checked().data[:4]
    path = result.runs[0].descent.path[:k]
    np.testing.assert_allclose(np.column_stack([way.x, way.y]), path, rtol=1e-6)
    np.testing.assert_array_equal(np.column_stack([last.x, last.y]), path[-30:])
    assert last.marker.size[-1] > max(last.marker.size[:-1], default=0)


def said(name, step):
    return sentences.claim(compute(replace(PRESETS[name], step=step), {}))


def test_the_claim_is_true_at_the_update_shown():
    excess = compute(PRESETS["over_the_cliff"], {}).runs[0].excess
    assert excess[2] < excess[1] and excess[3] > excess[2]
    for step in (1, 2):
        assert "still falls, but it will climb" in said("over_the_cliff", step)
    for step in range(3, 11):
        assert "climbs" in said("over_the_cliff", step)
    for step in (11, 12, 1_000):
        assert said("over_the_cliff", step).startswith("Gradient descent left the picture at")
    assert said("the_cliff", 8).startswith("After 8 updates the loss is 0.475 above its minimum")
    assert said("the_cliff", 41).endswith("has arrived: it took 41 updates.")
    assert "arrived" not in said("the_cliff", 40)


def test_arrived_is_explained_if_someone_arrives():
    assert "Arrived means" in sentences.loss(compute(PRESETS["the_cliff"], {}))
    assert "Arrived means" not in sentences.loss(compute(PRESETS["over_the_cliff"], {}))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("step", [1, 7, 1_000])
def test_numbers_in_words_have_one_minus_and_no_brackets_round_results(preset, step):
    result = compute(replace(PRESETS[preset], step=step), {})
    words = sentences.update(result).split("\n\n- ", 1)[1]
    assert "= (" not in words
    for text in (words.replace("\n- ", " "), sentences.contour(result), sentences.claim(result)):
        assert not re.search(r"-\d", text)


def test_next_to_nothing_is_said_as_0():
    assert "= 0" in sentences.update(compute(replace(PRESETS["the_cliff"], step=900), {}))


def test_a_short_run_says_that_its_last_update_is_shown():
    result = compute(Params(steps=20, step=500), {})
    assert sentences.headline(result)["Update"] == "20 of 20, the last"
    assert "The run has 20 updates; the last is shown." in sentences.contour(result)
