"""Splits in time order against loops, enumeration and closed forms."""

from itertools import product

import numpy as np
import pytest

from methods.preparation.split_by_time import (
    nearest_in_time,
    persistent_labels,
    right_at_distance,
)


@pytest.mark.parametrize("autocorrelation", [0.0, 0.5, 0.9])
def test_labels_correlate_by_a_power_of_their_distance(autocorrelation):
    label = persistent_labels(np.random.default_rng(0).random((40_000, 12)), autocorrelation)
    assert set(np.unique(label)) == {0, 1}
    drawn = np.random.default_rng(1).random((2, 3, 12))
    each = [persistent_labels(rows, autocorrelation) for rows in drawn]
    np.testing.assert_array_equal(persistent_labels(drawn, autocorrelation), each)
    np.testing.assert_allclose(label.mean(axis=0), 0.5, atol=0.01)
    r = np.corrcoef(label.T)
    distance = np.abs(np.subtract.outer(np.arange(12), np.arange(12)))
    np.testing.assert_allclose(r, autocorrelation**distance, atol=0.02)
    alike = (label[:, :1] == label).mean(axis=0)
    np.testing.assert_allclose(right_at_distance(distance[0], autocorrelation), alike, atol=0.01)


def test_the_chance_of_the_same_label_by_enumeration():
    a, steps = 0.7, 4
    same = sum(
        np.prod([(1 - a) / 2 if turn else (1 + a) / 2 for turn in turns])
        for turns in product([False, True], repeat=steps)
        if sum(turns) % 2 == 0
    )
    assert right_at_distance(steps, a) == pytest.approx(same, abs=1e-15)
    assert right_at_distance(0, a) == 1


def test_the_nearest_day_is_that_of_a_search():
    rng = np.random.default_rng(1)
    train = rng.random((200, 17)) < 0.3
    train[np.arange(200), rng.integers(17, size=200)] = True
    found = nearest_in_time(train)
    for row, at in zip(train, found, strict=True):
        known = np.flatnonzero(row)
        search = [known[np.abs(known - day).argmin()] for day in range(17)]  # the first of equals
        np.testing.assert_array_equal(at, search)
    np.testing.assert_array_equal(nearest_in_time(train[5]), found[5])


def test_a_table_of_which_no_row_trains_is_refused():
    with pytest.raises(ValueError, match="no row trains"):
        nearest_in_time(np.array([[True, False], [False, False]]))
