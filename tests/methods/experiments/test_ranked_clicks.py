"""Lists of two rankers by hand, and what is judged against a slow version."""

import numpy as np
import pytest
from scipy.stats import beta as scipy_beta

from methods.experiments.ranked_clicks import CLICKS, judged, team_draft


def slow_draft(a, b, first):
    """Item by item, as two captains choose."""
    rank, of_b = {}, {}
    for turn in range(len(a)):
        now_b = bool(first[turn // 2]) == (turn % 2 == 1)
        scores = b if now_b else a
        best = max((item for item in range(len(a)) if item not in rank), key=lambda i: scores[i])
        rank[best], of_b[best] = turn + 1, now_b
    return [rank[i] for i in range(len(a))], [of_b[i] for i in range(len(a))]


def test_captains_choose_in_turns():
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((2, 50, 6))
    first = rng.random((50, 3)) < 0.5
    rank, of_b = team_draft(a, b, first)
    for i in range(50):
        want = slow_draft(a[i], b[i], first[i])
        np.testing.assert_array_equal(rank[i], want[0])
        np.testing.assert_array_equal(of_b[i], want[1])
    assert (of_b.sum(axis=1) == 3).all()
    with pytest.raises(ValueError, match="rounds of two"):
        team_draft(a[:, :5], b[:, :5], first)


def test_two_rankers_that_are_alike_are_judged_alike():
    found = judged(0.5, 0.5, 20_000, 1)
    assert found.online == pytest.approx(0, abs=0.004)
    assert found.interleaved == pytest.approx(0, abs=0.004)
    # The log is A's all the same: what A put on top was seen.
    assert found.replayed < -0.15 and abs(found.weighted) < 0.05


def test_a_ranker_without_noise_has_the_clicks_of_the_best_order():
    found = judged(0.0, 3.0, 20_000, 2)
    relevance = -np.sort(-(np.random.default_rng(5).random((20_000, 10)) ** 3), axis=1)
    want = (relevance / np.arange(1, 11)).sum(axis=1).mean() / 4
    assert found.clicks == pytest.approx(want, rel=0.01)
    assert found.online < 0 and found.interleaved < 0 and found.weighted < 0


def test_deviations_are_those_of_the_best_order():
    """Without noise both lists are one. Given relevance, clicks hang together by their query alone.

    A round of the draft gives one of two neighbours to B, by a fair coin.
    """
    found = judged(0.0, 0.0, 100_000, 3)
    relevance = -np.sort(-(np.random.default_rng(6).random((100_000, 10)) ** 3), axis=1)
    looks, beta = relevance / np.arange(1, 11), scipy_beta(*CLICKS)
    once, twice = beta.moment(1), beta.moment(2)
    whole = looks.sum(axis=1)
    square = once * whole + twice * (whole**2 - np.square(looks).sum(axis=1))
    assert found.sd == pytest.approx(np.sqrt(square.mean() - (once * whole).mean() ** 2), rel=0.01)
    rounds = once * whole - 2 * twice * (looks[:, ::2] * looks[:, 1::2]).sum(axis=1)
    assert found.interleaved_sd == pytest.approx(np.sqrt(rounds.mean()), rel=0.01)


def test_what_the_model_knows_is_the_mean_of_what_is_clicked():
    """Weights take the looks out: by hand the gain of all items that would be clicked if seen."""
    found = [judged(0.6, 0.5, 20_000, seed) for seed in range(6)]
    online = np.mean([each.online for each in found])
    assert online / np.mean([each.clicks for each in found]) == pytest.approx(0.046, abs=0.003)
    assert np.mean([each.weighted for each in found]) == pytest.approx(0.027, abs=0.012)
