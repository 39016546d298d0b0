"""The best coefficients of each rank: ends in closed form, and a search finds none better."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from methods.transfer.reduced_rank import low_rank_numbers, reduced_rank_ridge

RNG = np.random.default_rng(0)
X, Y = RNG.standard_normal((12, 5)), RNG.standard_normal((12, 4))


def loss(B, penalty):
    return np.square(Y - X @ B).sum() + penalty * np.square(B).sum()


def test_ranks_go_from_nothing_to_ridge():
    found = reduced_rank_ridge(X, Y, 0.8)
    assert found.shape == (5, 5, 4)
    np.testing.assert_array_equal(found[0], 0)
    np.testing.assert_allclose(found[-1], Ridge(0.8, fit_intercept=False).fit(X, Y).coef_.T)
    assert [np.linalg.matrix_rank(B) for B in found] == [0, 1, 2, 3, 4]
    assert np.all(np.diff([loss(B, 0.8) for B in found]) < 0)


@pytest.mark.parametrize("rank", [1, 2])
def test_no_product_of_thin_matrices_is_better(rank):
    """Alternating least squares, from several starts, comes to the same loss."""
    best, penalty = reduced_rank_ridge(X, Y, 0.8)[rank], 0.8
    tall = np.vstack([X, np.sqrt(penalty) * np.eye(5)])
    wanted = np.vstack([Y, np.zeros((5, 4))])
    losses = []
    for _ in range(5):
        A = RNG.standard_normal((rank, 4))
        for _ in range(400):
            B = np.linalg.lstsq(tall, wanted @ np.linalg.pinv(A))[0]
            A = np.linalg.lstsq(tall @ B, wanted)[0]
        losses.append(loss(B @ A, penalty))
    assert loss(best, penalty) == pytest.approx(min(losses), rel=1e-6)


def test_with_fewer_inputs_than_targets_the_rank_ends_there():
    found = reduced_rank_ridge(X[:, :2], Y, 1.0)
    assert len(found) == 3
    np.testing.assert_allclose(found[-1], Ridge(1.0, fit_intercept=False).fit(X[:, :2], Y).coef_.T)


def test_two_thin_matrices_have_so_many_numbers():
    assert low_rank_numbers(40, 20, 2) == np.zeros((40, 2)).size + np.zeros((2, 20)).size
