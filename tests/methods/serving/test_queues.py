"""Erlang's formulas and tails: against event simulation, closed forms, and each other."""

import heapq

import numpy as np
import pytest

from methods.serving.queues import (
    erlang_b,
    erlang_c,
    offered_work,
    quantile_after,
    response_quantile,
    response_tail,
    servers_for,
)


def simulated(servers, load, n, even=False, seed=0):
    """Response times, in mean works, of requests that take whichever server is free first."""
    rng = np.random.default_rng(seed)
    arrivals = np.cumsum(rng.exponential(1 / load, n))
    works = np.ones(n) if even else rng.exponential(size=n)
    free, responses = [0.0] * servers, np.empty(n)
    for i, (at, work) in enumerate(zip(arrivals.tolist(), works.tolist(), strict=True)):
        done = max(at, heapq.heappop(free)) + work
        heapq.heappush(free, done)
        responses[i] = done - at
    return arrivals, responses


@pytest.mark.parametrize("even", [False, True])
def test_the_tail_is_that_of_simulated_events(even):
    for servers, load in ((1, 0.7), (3, 2.0), (8, 6.4)):
        _, seen = simulated(servers, load, 60_000, even)
        waited = np.mean(seen[2_000:] > (1 + 1e-9)) if even else None
        if even:  # an approximation: the share that waits, and the tail
            assert response_tail(1.0, servers, load, True) == pytest.approx(waited, abs=0.06)
            assert response_quantile(0.99, servers, load, True) == pytest.approx(
                np.quantile(seen, 0.99), rel=0.12
            )
        else:
            for t in (0.5, 1.0, 3.0):
                share = response_tail(t, servers, load)
                assert share == pytest.approx(np.mean(seen[2_000:] > t), abs=0.015)


def test_one_server_is_m_m_1():
    t = np.array([0.0, 0.5, 2.0, 9.0])
    np.testing.assert_allclose(response_tail(t, 1, 0.8), np.exp(-0.2 * t))
    busy = np.array([0.5, 0.8, 0.9, 0.95])
    np.testing.assert_allclose(response_quantile(0.99, 1, busy), np.log(100) / (1 - busy))
    assert erlang_c(1, 0.3) == pytest.approx(0.3)


def test_eight_that_share_a_queue_wait_less_than_eight_queues():
    ms = 10 * response_quantile(0.99, np.array([1, 8]), np.array([0.8, 6.4]))
    np.testing.assert_allclose(ms, [230, 51.5], rtol=0.005)


def test_erlang_b_is_its_recursion_and_c_follows():
    blocked, load = 1.0, 7.3
    for servers in range(1, 30):
        blocked = load * blocked / (servers + load * blocked)
        assert erlang_b(servers, load) == pytest.approx(blocked)
    by_hand = blocked / (1 - load / 29 * (1 - blocked))
    assert erlang_c(29, load) == pytest.approx(by_hand)


def test_where_the_queue_drains_as_fast_as_work_ends_the_limit_is_taken():
    near = response_tail(2.0, 3, np.array([2.0 - 1e-4, 2.0, 2.0 + 1e-4]))
    assert near[1] == pytest.approx(near[[0, 2]].mean(), rel=1e-6)
    waits = float(erlang_c(3, 2.0))
    assert near[1] == pytest.approx(np.exp(-2.0) * (1 + 2.0 * waits))


def test_too_much_work_has_no_end():
    assert response_tail(1e9, 2, 2.0) == erlang_c(2, 3.0) == 1
    assert np.isinf(response_quantile(0.99, 2, np.array([2.0, 2.5]))).all()
    assert np.isinf(response_quantile(0.99, 2, 2.0, even=True))


def test_littles_law_holds_on_any_trace():
    arrivals, seen = simulated(2, 1.5, 20_000)
    ends = arrivals + seen
    times = np.sort(np.concatenate([arrivals, ends]))
    inside = np.searchsorted(np.sort(arrivals), times, "right") - np.searchsorted(
        np.sort(ends), times, "right"
    )
    area = (inside[:-1] * np.diff(times)).sum()
    span = times[-1] - times[0]
    assert area / span == pytest.approx(offered_work(len(seen) / span, seen.mean()))


def test_servers_are_as_few_as_are_allowed():
    assert servers_for(np.array([24.0, 0.1, 7.0]), 0.7).tolist() == [35, 1, 10]


def test_stages_are_convolved():
    rng = np.random.default_rng(2)
    before = np.quantile(rng.exponential(20.0, 200_000), (np.arange(400) + 0.5) / 400)
    both = quantile_after(0.99, 30, 10.0, 5.0, before, np.full(400, 1 / 400))
    drawn = rng.exponential(5.0, 300_000) + rng.choice(before, 300_000)
    assert both == pytest.approx(np.quantile(drawn, 0.99), rel=0.02)
    alone = 5.0 * response_quantile(0.99, 30, 10.0)
    assert both < alone + np.quantile(before, 0.99)
    # three alike do not add up either: a sum of three exponentials
    assert quantile_after(0.99, 30, 10.0, 5.0, np.zeros(1), np.ones(1)) == pytest.approx(alone)
