"""What is measured against slow versions, and every preset's claim over many seeds."""

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from concepts import vanishing_gradients as concept
from concepts.vanishing_gradients import (
    ACTIVATION,
    BODY,
    DEAD_LOSS,
    PRESETS,
    START,
    SWEPT,
    TRAINED,
    Params,
    compute,
)
from data.read import TABLES
from methods.networks.mean_field import mean_field
from tests.seeds import SEEDS

DIGITS = TABLES["digits"]


@lru_cache(maxsize=16)
def over_seeds(preset, **changes):
    """One network each, as the lesson's numbers are of single ones."""
    params = replace(PRESETS[preset], nets=1, **changes)
    return [compute(replace(params, seed=seed), TABLES) for seed in SEEDS]


def each(results, name):
    return np.array([getattr(result, name)[0] for result in results])


def loss(results):
    return np.array([result.training.loss[-1] for result in results])


# --- what is measured


@pytest.mark.parametrize("body", BODY)
def test_the_sweep_is_what_is_measured_gain_by_gain(body):
    params = Params(body=body, depth=5, nets=2, batch=8, width=16)
    swept = compute(params, TABLES).sweep
    assert swept.delta.shape == (len(SWEPT), 2)
    for i in (0, 4, 19):
        alone = compute(replace(params, gain=float(SWEPT[i])), TABLES)
        np.testing.assert_allclose(swept.delta[i], alone.delta_left, rtol=1e-9)
        np.testing.assert_allclose(swept.signal[i], alone.signal_left, rtol=1e-9)
        np.testing.assert_allclose(swept.weight[i], alone.weight_left, rtol=1e-9)


def test_the_pixels_are_standardised_and_the_batch_is_of_digits():
    X, y = concept._digits(DIGITS)
    spread = X.std(axis=0)
    np.testing.assert_allclose(X.mean(axis=0), 0, atol=1e-12)
    assert np.isclose(spread, 1).sum() + (spread == 0).sum() == 64
    np.testing.assert_array_equal(y.argmax(axis=1), DIGITS["y"])
    rows, _ = concept._batch(DIGITS, Params(batch=8))
    assert rows.shape == (8, 64) and all((X == row).all(axis=1).any() for row in rows)


def test_doubling_the_weights_of_relus_doubles_the_signal_in_each_layer():
    one, two = (compute(Params(gain=gain, depth=8), TABLES) for gain in (1.0, 2.0))
    np.testing.assert_allclose(two.signal_left, 2.0**7 * one.signal_left, rtol=1e-9)
    assert two.factor == pytest.approx(2 * one.factor, rel=0.1)  # the read-out errs otherwise


def test_orthogonal_weights_alone_multiply_by_their_gain():
    result = compute(Params(activation="identity", start="orthogonal", gain=1.2, depth=11), TABLES)
    np.testing.assert_allclose(result.delta_left, 1.2**10)
    np.testing.assert_allclose(result.memory, result.linear)
    np.testing.assert_allclose(result.linear[:, 0], 1.2 ** np.arange(51))


@pytest.mark.parametrize("start", START)
def test_every_start_has_the_same_deviation(start):
    layers, read = concept._weights(start, 64, 128, 3, 0, 2)
    for W in (*(W[1] for W in layers), read[1]):
        assert W.std() == pytest.approx(
            1 / math.sqrt(W.shape[0] if W.shape[0] != 64 or start != "orthogonal" else 128),
            rel=0.1,
        )


def test_endless_width_is_drawn_for_plain_stacks_and_lies_near_wide_ones():
    for body in BODY:
        assert (compute(Params(body=body, depth=3), TABLES).wide is None) == (body != "plain")
    result = compute(Params(activation="tanh", width=80, depth=6, gain=1.5), TABLES)
    np.testing.assert_allclose(np.median(result.delta_left), result.wide.delta[0], rtol=0.25)
    np.testing.assert_allclose(np.median(result.signal_left), result.wide.signal[-1], rtol=0.1)


def test_by_depth_is_the_stack_of_that_depth():
    result = compute(Params(gain=1.7), TABLES)
    for i, activation in enumerate(ACTIVATION):
        for depth in (1, 2, 9, 50):
            want = mean_field(activation, 1.7, 1.0, depth).delta[0]
            assert result.by_depth[i, depth - 1] == pytest.approx(want, rel=1e-9)


def test_the_balance_is_where_nothing_is_lost():
    for params in (Params(), Params(activation="tanh"), Params(activation="gelu", depth=8)):
        at = compute(params, TABLES).balance
        left = compute(replace(params, gain=at), TABLES).delta_left
        assert np.median(left) == pytest.approx(1, rel=0.25)  # between two gains swept
    assert math.isnan(compute(Params(activation="sigmoid"), TABLES).balance)  # never
    assert math.isnan(compute(Params(body="skip"), TABLES).balance)  # always


def test_shapes_count_all_activations():
    for params in (Params(depth=3), Params(depth=40), Params(activation="tanh", body="skip")):
        result = compute(params, TABLES)
        shapes = result.shapes
        assert shapes.layers[-1] == params.depth and len(shapes.layers) <= 12
        assert len(set(np.diff(shapes.layers))) == 1
        np.testing.assert_allclose(shapes.z.sum(axis=1), 1)
        _, passed = concept._looked(DIGITS, params)
        for layer, counts in zip(shapes.layers, shapes.counts, strict=True):
            a = passed.signal[layer]
            inside = abs(a) <= 3 * np.sqrt((a**2).mean())
            assert counts.sum() == inside.sum() > 0.9 * a.size
    bounded = compute(Params(activation="sigmoid"), TABLES).shapes
    assert (bounded.ends == [0, 1]).all() and (bounded.counts.sum(axis=1) == 5 * 16 * 32).all()


def test_saturated_are_those_whose_slope_is_small():
    result = compute(PRESETS["saturated"], TABLES)
    p = result.params
    _, passed = concept._looked(DIGITS, p)
    z = passed.z[-1]
    assert result.saturated == pytest.approx((1 - np.tanh(z) ** 2 < 0.1).mean(), abs=0.03)


def test_the_trained_gain_is_the_nearest_of_a_few_and_the_rest_has_no_say():
    for gain, nearest in ((1.4, 1.4), (1.45, 1.4), (0.3, 0.2), (3.5, 4.0), (2.2, 2.5)):
        assert compute(Params(gain=gain), TABLES).trained_gain == nearest in TRAINED
    base = compute(Params(), TABLES)
    for change in ({"gain": 1.3}, {"depth": 5}, {"width": 16}, {"nets": 2}, {"steps": 20}):
        other = compute(replace(base.params, **change), TABLES)
        assert other.training is base.training and other.shallow is base.shallow
    assert compute(Params(rate=0.2), TABLES).training is not base.training
    assert compute(Params(rate=0.2), TABLES).sweep is base.sweep
    assert compute(Params(gain=1.9), TABLES).sweep is base.sweep


def test_two_layers_are_not_trained_twice():
    result = compute(Params(trained_depth=2), TABLES)
    assert result.training is result.shallow


def test_nothing_that_comes_back_is_no_ratio():
    ratio = concept._over(np.array([1.0, 0.0]), np.array([0.0, 2.0]))
    assert np.isnan(ratio[0]) and ratio[1] == 0


# --- the presets: medians of 20 single networks, and what the lesson has


def test_sigmoids_lose_the_gradient_and_not_the_signal():
    results = over_seeds("sigmoid")
    assert 3e-13 < np.median(each(results, "delta_left")) < 3e-12  # 7.9e-13 in the lesson
    assert np.median([result.factor for result in results]) == pytest.approx(0.231, abs=0.012)
    assert (each(results, "delta_left") < 1e-10).all()
    assert (each(results, "signal_left") > 0.85).all()
    assert (abs(loss(results) - DEAD_LOSS) < 0.02).all()  # 2.294 to 2.306
    few = [result.shallow.loss[-1] for result in results]
    assert (np.array(few) < 2.1).all()  # 1.82 [1.66-1.96]


def test_half_the_variance_leaves_weight_gradients_even():
    results = over_seeds("half_variance")
    assert 3e-4 < np.median(each(results, "delta_left")) < 3e-3  # 9.6e-4
    assert (each(results, "delta_left") < 0.02).all()
    assert 1e-4 < np.median(each(results, "signal_left")) < 3e-3  # 6.4e-4
    weight = each(results, "weight_left")
    assert 0.5 < np.median(weight) < 3 and ((weight > 0.1) & (weight < 10)).all()  # 1.4 [.49-3.7]
    first = np.median([result.weight[0, 0] for result in results])
    usual = np.median(
        [result.weight[0, 0] for result in over_seeds("half_variance", gain=math.sqrt(2))]
    )
    assert first == pytest.approx(2.8e-5, rel=0.7) and usual == pytest.approx(0.022, rel=0.7)


def test_near_the_root_of_two_both_arrive():
    results = over_seeds("start")
    assert 0.25 < np.median(each(results, "delta_left")) < 1.7
    assert ((each(results, "delta_left") > 0.03) & (each(results, "delta_left") < 12)).all()
    assert 0.15 < np.median(each(results, "signal_left")) < 1.7
    assert np.median(each(over_seeds("start", gain=0.7), "delta_left")) < 1e-5
    assert np.median(each(over_seeds("start", gain=2.5), "delta_left")) > 1e4


def test_saturated_and_exploding():
    results = over_seeds("saturated")
    assert 700 < np.median(each(results, "delta_left")) < 7000  # 2250 [850-13000]
    assert (each(results, "delta_left") > 50).all()
    assert np.array([result.saturated for result in results]).min() > 0.5


def test_an_explosion_is_lost_in_training_and_clipping_keeps_it():
    results = over_seeds("explosion")
    assert (each(results, "delta_left") > 3000).all()
    assert all(result.lost or result.stalled for result in results)  # all 20 lost
    clipped = loss(over_seeds("explosion", clip="norm"))
    assert np.isfinite(clipped).all() and np.median(clipped) < 30  # 3.1 [1.7-14]


def test_batch_norm_explodes():
    results = over_seeds("norm")
    assert 8e3 < np.median(each(results, "delta_left")) < 1.5e5  # 2.4e4 with 32 digits, ours has 16
    assert (each(results, "delta_left") > 1000).all()
    assert np.median([result.factor for result in results]) == pytest.approx(1.23, abs=0.03)
    assert ((each(results, "signal_left") > 0.8) & (each(results, "signal_left") < 1.25)).all()
    sigmoid = each(over_seeds("sigmoid", body="batch_norm", batch=32), "delta_left")
    assert np.median(sigmoid) == pytest.approx(0.52, abs=0.12)


def test_depth_in_time():
    results = over_seeds("time")
    memory = np.array([result.memory[-1, 0] for result in results])
    assert 3e-7 < np.median(memory) < 3e-6  # 1e-6 [5e-7-3e-6]
    assert (memory < 1e-4).all()
    np.testing.assert_allclose([result.linear[-1, 0] for result in results], 1)


# --- what people get wrong


def test_layer_norm_does_not_save_sigmoids_and_skips_grow():
    lost = each(over_seeds("sigmoid", body="layer_norm"), "delta_left")
    assert 2e-9 < np.median(lost) < 5e-8  # 1.1e-8
    grown = over_seeds("half_variance", body="skip", gain=math.sqrt(2))
    assert 4e3 < np.median(each(grown, "delta_left")) < 2e4  # 8.6e3
    scaled = over_seeds("half_variance", body="scaled_skip", gain=math.sqrt(2))
    assert np.median(each(scaled, "delta_left")) == pytest.approx(17, rel=0.4)
    assert (each(over_seeds("sigmoid", body="skip"), "delta_left") > 1).all()  # 3.2 [2.2-6.8]


def test_relus_vanish_too_and_clipping_is_no_help_against_that():
    small = over_seeds("half_variance", gain=0.5)
    assert (np.array([result.weight[0, 0] for result in small]) < 1e-8).all()
    assert (abs(loss(small) - DEAD_LOSS) < 0.01).all()  # 2.303
    assert (abs(loss(over_seeds("sigmoid", clip="norm")) - DEAD_LOSS) < 0.02).all()


def test_trainings_that_learn():
    tanh = over_seeds("half_variance", activation="tanh", gain=1.0, rate=0.3)
    assert np.median(loss(tanh)) < 0.6  # .16 [.08-.44]
    norm = over_seeds("sigmoid", body="batch_norm")
    assert np.median(loss(norm)) == pytest.approx(0.58, abs=0.1)
