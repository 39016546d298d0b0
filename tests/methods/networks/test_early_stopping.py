import numpy as np
import pytest

from methods.networks.early_stopping import Stop, early_stopping


@pytest.mark.parametrize(
    "patience, stop",
    [(1, Stop(2, 3, True)), (2, Stop(4, 6, True)), (3, Stop(7, 9, False)), (9, Stop(7, 9, False))],
)
def test_a_curve_with_two_bumps(patience, stop):
    curve = [5, 4, 3, 3.5, 2, 2.5, 2, 1, 1.5, 1.2]  # what is only as low as the best is not better
    assert early_stopping(curve, patience) == stop


def test_what_falls_or_rises_throughout():
    assert early_stopping([3, 2, 1], 1) == Stop(2, 2, False)
    assert early_stopping([1, 2, 3, 4], 2) == Stop(0, 2, True)
    assert early_stopping([1.0], 1) == Stop(0, 0, False)


def test_it_stops_before_what_comes_can_be_known():
    curve = np.random.default_rng(0).normal(size=60)
    for patience in range(1, 20):
        stop = early_stopping(curve, patience)
        assert early_stopping(curve[: stop.stopped + 1], patience).best == stop.best
        assert curve[stop.best] == curve[: stop.stopped + 1].min()
        assert stop.ran_out == (stop.stopped - stop.best == patience)


def test_undefined_is_never_better():
    assert early_stopping([np.nan, 2, np.nan, np.nan, 1], 2) == Stop(1, 3, True)


@pytest.mark.parametrize("curve, patience", [([1.0], 0), ([], 3)])
def test_what_is_refused(curve, patience):
    with pytest.raises(ValueError, match="patience"):
        early_stopping(curve, patience)
