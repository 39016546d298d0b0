import numpy as np
import pytest
from scipy.special import expit
from scipy.special import softmax as scipy_softmax
from sklearn.metrics import log_loss

from methods.networks.losses import (
    LOSSES,
    binary_cross_entropy,
    cross_entropy,
    output_delta,
    predicted,
    softmax,
    squared_error,
)

rng = np.random.default_rng(0)
LOGITS, LABELS = rng.normal(size=(2, 40, 3)) * 3, rng.integers(0, 3, 40)
ONE_HOT = np.eye(3)[LABELS]


def test_cross_entropy_is_scikit_learns_log_loss():
    for logits in LOGITS:
        mean = cross_entropy(logits, ONE_HOT).mean()
        assert mean == pytest.approx(log_loss(LABELS, scipy_softmax(logits, axis=1)), rel=1e-12)
        one, y = logits[:, :1], (LABELS == 0).astype(float)[:, None]
        mean = binary_cross_entropy(one, y).mean()
        assert mean == pytest.approx(log_loss(y[:, 0], expit(one[:, 0])), rel=1e-12)


def test_cross_entropy_of_many_networks_is_that_of_each():
    found = cross_entropy(LOGITS, ONE_HOT)
    assert found.shape == LOGITS.shape[:2]
    np.testing.assert_allclose(found, [cross_entropy(one, ONE_HOT) for one in LOGITS], rtol=1e-14)
    each = [binary_cross_entropy(one, ONE_HOT) for one in LOGITS]
    np.testing.assert_allclose(binary_cross_entropy(LOGITS, ONE_HOT), each, rtol=1e-14)


def test_squared_error_by_hand():
    assert squared_error(np.array([[1.0, 5.0]]), np.array([[4.0, 1.0]])).tolist() == [12.5]


def test_two_classes_by_softmax_are_one_logit():
    z = LOGITS[0, :, :1]
    both = np.concatenate([np.zeros_like(z), z], axis=1)
    y = (LABELS == 1).astype(float)[:, None]
    np.testing.assert_allclose(
        cross_entropy(both, np.concatenate([1 - y, y], axis=1)),
        binary_cross_entropy(z, y),
        rtol=1e-12,
    )


def test_softmax_does_not_see_a_shift_and_does_not_overflow():
    np.testing.assert_allclose(softmax(LOGITS), scipy_softmax(LOGITS, axis=-1), rtol=1e-13)
    np.testing.assert_allclose(softmax(LOGITS + 100), softmax(LOGITS), rtol=1e-12)
    assert softmax(np.array([[1e5, 0.0]])).tolist() == [[1.0, 0.0]]
    assert cross_entropy(np.array([[1e5, 0.0]]), np.array([[0.0, 1.0]])).tolist() == [1e5]
    assert binary_cross_entropy(np.array([[-1e5]]), np.array([[1.0]])).tolist() == [1e5]


@pytest.mark.parametrize("loss", LOSSES)
def test_delta_is_the_derivative_of_the_loss(loss):
    logits, h = LOGITS[0], 1e-6
    delta = output_delta(loss, logits, ONE_HOT)
    for k in range(3):
        moved = h * np.eye(3)[k]
        slope = LOSSES[loss](logits + moved, ONE_HOT) - LOSSES[loss](logits - moved, ONE_HOT)
        np.testing.assert_allclose(delta[:, k], slope / (2 * h), atol=2e-9)


def test_softmax_delta_sums_to_nothing_over_the_classes():
    delta = output_delta("cross_entropy", LOGITS, ONE_HOT)
    np.testing.assert_allclose(delta.sum(axis=-1), 0, atol=1e-15)


def test_what_an_output_means():
    z = LOGITS[0]
    np.testing.assert_allclose(predicted("binary_cross_entropy", z), 1 / (1 + np.exp(-z)))
    np.testing.assert_allclose(predicted("cross_entropy", z).sum(axis=1), 1)
    assert predicted("squared_error", z) is z


def test_squared_error_under_a_sigmoid_hardly_moves_a_confident_mistake():
    """At a logit of -6 and y = 1: (1 - p) p (1 - p) against 1 - p, 405 times less."""
    z, y = np.array([[-6.0]]), np.ones((1, 1))
    p = expit(z)
    squared = output_delta("squared_error", p, y) * p * (1 - p)
    ratio = output_delta("binary_cross_entropy", z, y) / squared
    assert round(ratio.item()) == 405
