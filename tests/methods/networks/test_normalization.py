import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from methods.networks.normalization import normalize, normalize_backward

rng = np.random.default_rng(0)
Z, G = rng.normal(2, 3, size=(4, 9, 5)), rng.normal(size=(4, 9, 5))


def test_batch_norm_is_scikit_learns_scaler_and_layer_norm_that_of_the_transpose():
    for z in Z:
        np.testing.assert_allclose(
            normalize(z, -2, 0.0).y, StandardScaler().fit_transform(z), atol=1e-13
        )
        np.testing.assert_allclose(
            normalize(z, -1, 0.0).y, StandardScaler().fit_transform(z.T).T, atol=1e-13
        )


def test_by_hand():
    assert normalize(np.array([[1.0, 2.0, 3.0, 4.0]]), -1, 0.0).y.round(3).tolist() == [
        [-1.342, -0.447, 0.447, 1.342]
    ]


@pytest.mark.parametrize("axis", [-1, -2])
@pytest.mark.parametrize("epsilon", [1e-5, 0.5])
def test_the_gradient_is_that_of_complex_numbers(axis, epsilon):
    def weighed(z):
        apart = z - z.mean(axis=axis, keepdims=True)
        return (G[0] * apart / np.sqrt((apart**2).mean(axis=axis, keepdims=True) + epsilon)).sum()

    want = np.zeros((9, 5))
    for place in np.ndindex(9, 5):
        moved = Z[0].astype(complex)
        moved[place] += 1e-30j
        want[place] = weighed(moved).imag / 1e-30
    found = normalize_backward(normalize(Z, axis, epsilon), G)
    np.testing.assert_allclose(found[0], want, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("axis", [-1, -2])
def test_delta_sums_to_nothing_and_stands_square_on_the_numbers(axis):
    normed = normalize(Z, axis, 0.0)
    back = normalize_backward(normed, G)
    np.testing.assert_allclose(back.sum(axis=axis), 0, atol=1e-13)
    np.testing.assert_allclose((back * normed.y).sum(axis=axis), 0, atol=1e-13)


def test_one_example_in_a_batch_becomes_nothing():
    normed = normalize(Z[:, :1], -2)
    assert not normed.y.any()
    assert not normalize_backward(normed, G[:, :1]).any()
