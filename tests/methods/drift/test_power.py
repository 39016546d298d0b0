"""Power, the smallest drift found and the rows it takes: against simulated tests, and each other."""

import numpy as np
import pytest
from scipy import stats

from methods.drift.kolmogorov_smirnov import batched_gaps, equal_sizes_p_value
from methods.drift.power import detectable_position, power, rows_needed
from methods.drift.shifted_samples import moved


def alarms(kind, position, rows, alpha, reps=1_500):
    """The share of drawn pairs of samples that the test alarms on."""
    rng = np.random.default_rng(rows)
    x, z = rng.standard_normal((2, reps, rows))
    y = moved(z, rng.random(z.shape), kind, position)
    return np.mean(equal_sizes_p_value(batched_gaps(x, y), rows) <= alpha)


@pytest.mark.parametrize("kind", ["mean", "scale", "bimodal"])
def test_power_is_the_share_of_simulated_alarms(kind):
    rows, position = np.array([[100], [400]]), 0.4
    found = power(kind, position, rows, 0.05)
    assert found.shape == (2, 1)
    for chance, n in zip(found[:, 0], (100, 400), strict=True):
        assert chance == pytest.approx(alarms(kind, position, n, 0.05), abs=0.05)
    assert power(kind, position, 400.0, 0.05) == pytest.approx(found[1, 0], abs=1e-6)


@pytest.mark.parametrize("kind", ["concept", "correlation"])
def test_what_leaves_the_feature_alone_is_found_at_the_level(kind):
    assert power(kind, 1.0, 1_000.0, 0.05) == pytest.approx(0.05)
    assert np.isnan(detectable_position(kind, 1_000.0, 0.05, 0.0, 0.5))


@pytest.mark.parametrize("chance", [0.3, 0.5, 0.9])
@pytest.mark.parametrize("phi", [0.0, 0.4])
def test_the_smallest_drift_found_has_that_power(chance, phi):
    at = detectable_position("mean", 200.0, 0.05, phi, chance)
    below, above = (power("mean", at + step, 200.0, 0.05, phi) for step in (-0.0025, 0.0025))
    assert below <= chance <= above


def test_the_smallest_drift_found_by_simulation():
    at = detectable_position("mean", 150.0, 0.05, 0.0, 0.5)
    assert alarms("mean", at, 150, 0.05) == pytest.approx(0.5, abs=0.05)


def test_a_drift_found_at_once_or_never_has_no_smallest():
    assert np.isnan(detectable_position("mean", 200.0, 0.05, 0.95, 0.5))  # alarms without drift
    assert np.isnan(
        detectable_position("tail", 100.0, 0.05, 0.0, 0.5)
    )  # a tenth of rows is too few


@pytest.mark.parametrize("chance", [0.5, 0.8])
def test_rows_needed_have_that_power(chance):
    rows = rows_needed("mean", 0.2, 0.05, chance, 100.0, 1_000.0)
    assert power("mean", 0.2, rows, 0.05) == pytest.approx(chance, abs=0.01)
    assert alarms("mean", 0.2, round(rows), 0.05) == pytest.approx(chance, abs=0.04)


def test_rows_needed_grow_as_the_inverse_square_of_the_shift():
    one = rows_needed("mean", 0.2, 0.05, 0.8, 300.0, 1_000.0)
    half = rows_needed("mean", 0.1, 0.05, 0.8, 1_000.0, 3_000.0)
    assert half / one == pytest.approx(4, rel=0.06)
    # more than a test of the mean needs, which knows where to look
    z_test = 2 * ((stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) / 0.2) ** 2
    assert one > 1.2 * z_test


def test_rows_outside_the_bracket_are_its_nearer_end():
    assert rows_needed("mean", 0.2, 0.05, 0.8, 2_000.0, 3_000.0) == pytest.approx(2_000)
    assert rows_needed("mean", 0.2, 0.05, 0.8, 30.0, 60.0) == pytest.approx(60)


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        power("other", 0.5, 100.0, 0.05)
