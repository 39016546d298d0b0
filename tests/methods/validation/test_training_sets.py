"""Training sets against their formulas, strips and streams; real days against numpy's least squares."""

import numpy as np
import pytest

from methods.validation.training_sets import (
    GRID,
    YEAR,
    draw_inputs,
    from_days,
    seasons,
    simulated,
    true_value,
)


def test_truths_by_hand():
    x = np.array([0.0, 0.25, 0.5, 1.0])
    np.testing.assert_allclose(true_value("line", x), [-1, -0.5, 0, 1])
    np.testing.assert_allclose(true_value("step", x), [-0.5, -0.5, 0.5, 0.5])
    np.testing.assert_allclose(true_value("sine", x), [0, 1, 0, 0], atol=1e-15)
    wave = [0, np.sin(np.pi / 4) + 1 / 8, np.sin(2 * np.pi * 0.5**1.5) + 1 / 4, 1 / 2]
    np.testing.assert_allclose(true_value("wave", x), wave, atol=1e-15)
    pairs = np.array([[0.0, 1.0], [0.25, 0.5], [1.0, 1.0]])
    np.testing.assert_allclose(true_value("line", pairs), [0, -0.25, 1])
    np.testing.assert_allclose(
        true_value("line", np.stack([pairs, 0 * pairs])), [[0, -0.25, 1], [-1] * 3]
    )
    with pytest.raises(ValueError, match="circle"):
        true_value("circle", x)


def test_inputs_are_one_to_a_strip_or_sorted_as_they_fall():
    strips = draw_inputs("stratified", 20, 50, np.random.default_rng(3))
    np.testing.assert_array_equal(np.floor(20 * strips), np.tile(np.arange(20), (50, 1)))
    within = 20 * strips % 1
    assert within.min() < 0.01 and within.max() > 0.99
    free = draw_inputs("random", 20, 50, np.random.default_rng(3))
    np.testing.assert_array_equal(free, np.sort(np.random.default_rng(3).random((50, 20)), axis=1))
    np.testing.assert_allclose(draw_inputs("fixed", 4, 50, None), [[0.125, 0.375, 0.625, 0.875]])


def test_seasons_are_the_first_three_harmonics():
    time = np.random.default_rng(0).random((2, 5))
    expected = [np.ones_like(time)]
    expected += [np.cos(2 * np.pi * k * time) for k in (1, 2, 3)]
    expected += [np.sin(2 * np.pi * k * time) for k in (1, 2, 3)]
    np.testing.assert_allclose(seasons(time), np.stack(expected, axis=-1))


@pytest.mark.parametrize("inputs", [1, 2])
def test_inputs_noise_and_fresh_noise_have_streams_of_their_own(inputs):
    quiet, loud = (simulated("line", "random", 8, 6, s, 5, inputs) for s in (0.5, 2.0))
    np.testing.assert_array_equal(quiet.x, loud.x)
    np.testing.assert_allclose(2.0 * (quiet.y - quiet.truth_x), 0.5 * (loud.y - loud.truth_x))
    np.testing.assert_allclose(2.0 * quiet.fresh, 0.5 * loud.fresh)
    assert (quiet.noise, loud.noise) == (0.25, 4.0)
    # the numbers that the page's script draws
    first = quiet.x if inputs == 1 else quiet.x[..., 0]
    np.testing.assert_array_equal(
        first, np.sort(np.random.default_rng([5, 1]).random((6, 8)), axis=1)
    )
    noise, fresh = (np.random.default_rng([5, stream]) for stream in (2, 3))
    np.testing.assert_allclose(quiet.y, quiet.truth_x + 0.5 * noise.standard_normal((6, 8)))
    np.testing.assert_allclose(quiet.fresh, 0.5 * fresh.standard_normal(quiet.fresh.shape))
    np.testing.assert_allclose(quiet.truth_at, true_value("line", quiet.at))
    assert quiet.held_out is None and quiet.scored == 100


def test_two_inputs_are_a_latin_hypercube():
    task = simulated("sine", "stratified", 12, 40, 0.1, 2, 2)
    np.testing.assert_array_equal(np.floor(12 * task.x[..., 0]), np.tile(np.arange(12), (40, 1)))
    second = np.floor(12 * task.x[..., 1])
    np.testing.assert_array_equal(np.sort(second, axis=1), np.tile(np.arange(12), (40, 1)))
    assert len({tuple(row) for row in second.tolist()}) == 40, "each set in an order of its own"
    np.testing.assert_array_equal(task.at[:100, 0], GRID)
    np.testing.assert_array_equal(np.sort(task.at[:100, 1]), GRID)
    order = np.random.default_rng([2, 6]).permutation(GRID)
    np.testing.assert_array_equal(task.at[:100, 1], order)
    np.testing.assert_array_equal(task.at[100:], np.stack([GRID, np.full(100, 0.5)], axis=1))


def test_days_are_drawn_once_and_judge_the_fits_that_have_not_seen_them():
    rng, sets, n = np.random.default_rng(1), 7, 40
    day = np.arange(4 * 365.0)
    daily = 10 + 8 * np.sin(2 * np.pi * day / YEAR) + rng.standard_normal(day.size)
    task = from_days(daily, n, sets, 3)
    time = (day + 0.5) % YEAR / YEAR
    chosen = np.random.default_rng([3, 1]).permutation(day.size)[: sets * n].reshape(sets, n)
    assert (np.diff(task.x, axis=1) >= 0).all()
    for x, y, days in zip(task.x, task.y, chosen, strict=True):
        rising = days[np.argsort(time[days])]
        np.testing.assert_array_equal((x, y), (time[rising], daily[rising]))
    weights, rest, *_ = np.linalg.lstsq(seasons(time), daily)
    assert task.noise == pytest.approx(rest[0] / (day.size - 7))
    assert task.scored == day.size, "sets are disjoint: every day is new to all fits but one"
    np.testing.assert_array_equal(task.at, np.append(time, GRID))
    np.testing.assert_allclose(task.truth_at, seasons(task.at) @ weights)
    np.testing.assert_allclose(task.fresh[4, : day.size], daily - task.truth_at[: day.size])
    assert np.isnan(task.fresh[:, day.size :]).all() and task.fresh.shape == (sets, day.size + 100)
    for seen, days in zip(~task.held_out, chosen, strict=True):
        np.testing.assert_array_equal(np.flatnonzero(seen), np.sort(days))


def test_days_that_too_many_fits_have_seen_are_not_scored():
    daily = np.random.default_rng(0).standard_normal(30)
    assert from_days(daily, 15, 2, 0).scored == 0, "each day is new to one fit alone"
    assert from_days(daily, 10, 3, 0).scored == 30
    with pytest.raises(ValueError, match="more than 30 days"):
        from_days(daily, 11, 3, 0)
