"""Schedules, alarms and guards against slow versions and cases by hand."""

import numpy as np
import pytest

from methods.drift.walk_forward import (
    guarded,
    in_use,
    running_sums,
    scheduled,
    triggered,
    window_sums,
)


def test_a_window_is_the_difference_of_two_sums():
    each = np.random.default_rng(0).normal(size=(9, 2, 3))
    found = window_sums(running_sums(each), [-2, 0, 3, 9], 4)
    wanted = [0 * each[0], 0 * each[0], each[:3].sum(axis=0), each[5:9].sum(axis=0)]
    np.testing.assert_allclose(found, wanted, atol=1e-12)


def test_schedules_by_hand():
    np.testing.assert_array_equal(scheduled(4, 10), [0, 4, 8])
    np.testing.assert_array_equal(scheduled(10, 10), [0])
    np.testing.assert_array_equal(in_use([0, 2, 3], 5), [0, 0, 1, 2, 2])


def slow_trigger(errors, steps, height, rest, delay, span, moving):
    """Day by day, as somebody would who reads the mail with the labels."""
    seen, found, since = [], [0], 0
    for step in range(steps):
        first = since if moving else 0
        if step >= since + rest and step - delay >= first + span:
            reference = np.mean(seen[first : first + span])
            if np.mean(seen[step - delay - span : step - delay]) > reference + height:
                found.append(step)
                since = step
        seen.append(errors(since)[step])
    return found


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize(("rest", "delay"), [(1, 0), (10, 0), (7, 5), (30, 12)])
def test_an_alarm_is_that_of_somebody_who_looks_every_day(moving, rest, delay):
    rings = 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        luck = rng.uniform(0, 0.1, (120, 120))
        age = np.arange(120)[None] - np.arange(120)[:, None]
        errors = 0.01 * np.clip(age, 0, 40) + luck
        for height in (0.05, 0.12):
            found = triggered(errors.__getitem__, 120, height, rest, delay, 6, moving)
            wanted = slow_trigger(errors.__getitem__, 120, height, rest, delay, 6, moving)
            np.testing.assert_array_equal(found, wanted)
            rings += len(wanted) - 1
    assert rings > 10


def test_a_bad_model_is_the_norm_where_the_reference_moves():
    """Model 0 is good until step 30; what is trained next is bad from the start."""
    errors = {0: np.where(np.arange(100) < 30, 0.1, 0.5)}

    def error(step):
        return errors.get(step, np.full(100, 0.4))

    # three of ten steps at 0.5 are enough; then it rings every ten steps
    np.testing.assert_array_equal(triggered(error, 100, 0.1, 10), [0, *range(33, 100, 10)])
    np.testing.assert_array_equal(triggered(error, 100, 0.1, 10, moving=True), [0, 33])


def test_a_challenger_must_not_err_much_more():
    quality = {0: 0.2, 10: 0.21, 20: 0.5, 30: 0.225, 40: 0.1}
    found = guarded(quality, lambda model, _now: quality[model], 0.02)
    np.testing.assert_array_equal(found, [0, 10, 30, 40])  # 0.225 against the 0.21 in use
    np.testing.assert_array_equal(guarded([0], lambda *_: 1.0), [0])
