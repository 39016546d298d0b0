"""The slowest of many calls: closed forms, and drawn calls."""

import numpy as np
import pytest

from methods.serving.slowest import (
    Call,
    hedged_tail,
    slowest_quantile,
)


def drawn(call, shape, rng):
    own = (
        rng.exponential(call.mean, shape)
        if call.exponential
        else call.mean * (1 + 0.2 * rng.standard_normal(shape))
    )
    slow = call.mean * rng.uniform(10, 30, shape)
    return np.where(rng.random(shape) < call.stragglers, slow, own)


def test_the_slowest_exponential_is_known():
    found = slowest_quantile([0.5, 0.99], 1000, Call(10.0))
    np.testing.assert_allclose(found, -10 * np.log(-np.expm1(np.log([0.5, 0.99]) / 1000)))
    assert slowest_quantile(0.99, 1, Call(10.0)) == pytest.approx(10 * np.log(100))


@pytest.mark.parametrize("exponential", [True, False])
@pytest.mark.parametrize("after", [0.0, 15.0])
def test_the_slowest_is_that_of_drawn_calls(exponential, after):
    call, rng = Call(10.0, exponential, 0.01), np.random.default_rng(3)
    shape = (20_000, 50)
    times = drawn(call, shape, rng)
    if after:
        times = np.minimum(times, after + drawn(call, shape, rng))
    slowest = times.max(axis=1)
    assert slowest_quantile(0.5, 50, call, after) == pytest.approx(np.median(slowest), rel=0.03)
    assert hedged_tail(call, after, 30.0) == pytest.approx(np.mean(times > 30.0), abs=5e-4)


def test_stragglers_and_the_second_copy():
    """The lesson's hundred shards: p99 298 ms, median 162; with a copy after 15 ms about 31 and 24."""
    call = Call(10.0, False, 0.01)
    np.testing.assert_allclose(slowest_quantile([0.5, 0.99], 100, call), [162, 298], rtol=0.005)
    half, most = slowest_quantile([0.5, 0.99], 100, call, 15.0)
    assert half == pytest.approx(24, abs=0.5) and 30 < most < 35
    assert call.tail(15.0) == pytest.approx(0.016, abs=0.0005)
