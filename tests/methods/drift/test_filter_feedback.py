"""A filter week by week, where the answer is known."""

import numpy as np

from methods.drift.filter_feedback import passed_share


def passed(sizes, rates, weeks=8, seed=0, **more):
    rng = np.random.default_rng(seed)
    return passed_share(rng, np.array(sizes), np.array(rates), weeks, **more)


def test_what_is_blocked_is_forgotten_and_comes_back():
    np.testing.assert_array_equal(passed([100], [1.0]), [1, 0] * 4)


def test_what_is_let_through_keeps_it_blocked():
    found = passed([1000], [1.0], explore=0.1)
    assert found[0] == 1 and (abs(found[1:] - 0.1) < 0.04).all()
    np.testing.assert_array_equal(passed([100], [1.0], explore=1.0), np.ones(8))


def test_a_harmless_segment_is_never_blocked_and_a_week_without_fraud_is_nan():
    np.testing.assert_array_equal(passed([10_000], [0.02]), np.ones(8))
    assert np.isnan(passed([50], [0.0])).all()


def test_two_segments_pass_by_their_shares():
    found = passed([1000, 1000], [0.5, 0.05], weeks=40)
    share = 0.05 / 0.55
    assert (found[::2] == 1).all() and abs(found[1::2].mean() - share) < 0.01


def test_ten_cases_at_the_usual_rate_are_added():
    """20 of 20 become 20 of 30, or 21 of 30 at a usual rate of 10 %."""
    assert passed([20], [1.0], weeks=2, block=0.6, usual=0.0)[1] == 0  # 20 of 30 are above
    assert passed([20], [1.0], weeks=2, block=0.67, usual=0.0)[1] == 1
    assert passed([20], [1.0], weeks=2, block=0.67, usual=0.1)[1] == 0  # 21 of 30
