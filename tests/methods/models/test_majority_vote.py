import numpy as np
import pytest
from scipy.stats import beta, betabinom, binom

from methods.models.majority_vote import (
    beta_shape,
    majority_limit,
    majority_right,
    question_density,
    vote_distribution,
)


@pytest.mark.parametrize("voters", [1, 2, 25, 300])
def test_votes_are_binomial_or_beta_binomial(voters):
    k = np.arange(voters + 1)
    np.testing.assert_allclose(vote_distribution(voters, 0.6, 0.0), binom.pmf(k, voters, 0.6))
    shape = beta_shape(0.6, 0.3)
    np.testing.assert_allclose(
        vote_distribution(voters, 0.6, 0.3), betabinom.pmf(k, voters, *shape), rtol=1e-9
    )


def test_two_voters_correlate_as_said():
    none, one, both = vote_distribution(2, 0.7, 0.25)
    assert none + one + both == pytest.approx(1) and both + one / 2 == pytest.approx(0.7)
    assert (both - 0.7**2) / (0.7 * 0.3) == pytest.approx(0.25)


def test_majorities_by_hand():
    assert majority_right(1, 0.6, 0.3) == pytest.approx(0.6)
    assert majority_right(2, 0.6, 0.0) == pytest.approx(0.6)  # a tie counts half
    assert majority_right(3, 0.6, 0.0) == pytest.approx(0.6**3 + 3 * 0.6**2 * 0.4)


def test_the_limit_is_where_many_voters_come_to():
    """The lesson: 0.643 with p = 0.6 and correlation 0.3."""
    assert majority_limit(0.6, 0.3) == pytest.approx(0.643, abs=5e-4)
    assert majority_limit(0.6, 0.3) == pytest.approx(beta.sf(0.5, *beta_shape(0.6, 0.3)))
    assert majority_right(20_001, 0.6, 0.3) == pytest.approx(majority_limit(0.6, 0.3), abs=1e-4)
    assert [majority_limit(p, 0.0) for p in (0.4, 0.5, 0.6)] == [0, 0.5, 1]


def test_the_density_of_questions():
    at = np.array([0.1, 0.5, 0.95])
    want = beta.pdf(at, *beta_shape(0.7, 0.2))
    np.testing.assert_allclose(question_density(at, 0.7, 0.2), want)
    assert beta.mean(*beta_shape(0.7, 0.2)) == pytest.approx(0.7)
