"""A review desk: against a day of cases that is drawn, and numbers of the lesson."""

import numpy as np
import pytest

from methods.serving.desk import Scores


def test_the_desk_is_that_of_drawn_days():
    cases = Scores(100_000, 0.01, 2.0)
    rng = np.random.default_rng(0)
    first, caught = np.array([100, 1_000, 10_000]), np.zeros(3)
    for _ in range(10):
        bad = rng.random(100_000) < 0.01
        order = np.argsort(-(rng.standard_normal(100_000) + 2.0 * bad))
        caught += np.cumsum(bad[order])[first - 1] / 10
    np.testing.assert_allclose(cases.bad_among(first), caught, rtol=0.06)
    assert cases.bad_among(100_000) == pytest.approx(cases.bad)
    np.testing.assert_allclose(cases.above(cases.score_of(first)), first)


def test_a_day_of_payments():
    first = np.array([100, 1_000, 5_000, 20_000])
    bad = Scores(1e6, 0.001, 3.0).bad_among(first)
    np.testing.assert_allclose(bad / 1000, [0.09, 0.40, 0.645, 0.82], atol=0.005)
    np.testing.assert_allclose(bad / first, [0.92, 0.40, 0.13, 0.04], atol=0.005)
    np.testing.assert_allclose((90 * bad - 5 * first) / 1000, [8, 32, 34, -25], atol=1.1)


def test_the_machine_acts_while_it_is_sure():
    posts = Scores(1e8, 0.001, 3.5)
    alone = posts.act_alone(0.99)
    found = float(posts.bad_among(alone))
    assert found / alone == pytest.approx(0.99) and found / posts.bad == pytest.approx(
        0.11, abs=0.005
    )
    both = float(posts.bad_among(alone + 1e5))
    assert both / posts.bad == pytest.approx(0.59, abs=0.005)
    assert (both - found) / 1e5 == pytest.approx(0.48, abs=0.005)
    assert Scores(1e4, 0.0001, 1.0).act_alone(0.99) == 0
