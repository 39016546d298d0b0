"""Errors of a turned plane against counting."""

import numpy as np
import pytest

from methods.drift.turning_rules import FEATURES, angle_between, angle_error, recorded_error, stream


def test_the_error_of_an_angle_is_what_is_counted():
    angle = np.full(40, 0.7)
    rows = stream(np.random.default_rng(0), angle, 5_000, 0.1)
    model = np.array([0.3, -0.2, 0.1, 0.4, 0.0])
    away = angle_between(angle[:1], model[None])
    seen = recorded_error(rows.X, rows.y, model)
    assert seen.shape == (40,)
    assert seen.mean() == pytest.approx(angle_error(away, 0.1)[0], abs=4 * 0.5 / np.sqrt(200_000))


def test_a_model_of_its_own_for_each_step_errs_as_each_alone():
    rows = stream(np.random.default_rng(2), np.linspace(0, 1, 6), 300, 0.1)
    models = np.random.default_rng(3).standard_normal((6, FEATURES))
    alone = [recorded_error(rows.X[i : i + 1], rows.y[i : i + 1], models[i])[0] for i in range(6)]
    np.testing.assert_array_equal(recorded_error(rows.X, rows.y, models), alone)


def test_a_stream_has_the_rule_of_its_step_and_flips():
    rows = stream(np.random.default_rng(1), np.array([0.0, np.pi / 2]), 20_000, 0.05)
    assert rows.X.shape == (2, 20_000, FEATURES) and set(np.unique(rows.y)) == {-1.0, 1.0}
    for step in (0, 1):
        wrong = np.mean((rows.X[step, :, step] > 0) != (rows.y[step] > 0))
        assert wrong == pytest.approx(0.05, abs=0.006)
    clean = stream(np.random.default_rng(1), np.array([0.0]), 50, 0.0)
    np.testing.assert_array_equal(clean.y, np.where(clean.X[..., 0] > 0, 1.0, -1.0))


def test_angles_by_hand():
    models = np.zeros((4, FEATURES))
    models[0, 0], models[1, 1], models[2, 0], models[3, 2] = 2, 3, -1, 5
    found = angle_between(np.zeros(4), models)
    np.testing.assert_allclose(found, np.pi * np.array([0, 0.5, 1, 0.5]))
    assert angle_between(np.array(1.0), np.zeros(FEATURES)) == np.pi / 2  # knows nothing
    turns = np.linspace(0, 6, 500)
    along = np.zeros((500, FEATURES))
    along[:, 0], along[:, 1] = np.cos(turns), np.sin(turns)
    # The cosine of some is rounded beyond 1; near it the angle is as the root of what is rounded.
    np.testing.assert_allclose(angle_between(turns, along), 0, atol=1e-7)
    np.testing.assert_allclose(angle_between(turns, -along), np.pi, atol=1e-7)
    np.testing.assert_allclose(angle_error(found, 0.05), [0.05, 0.5, 0.95, 0.5])
