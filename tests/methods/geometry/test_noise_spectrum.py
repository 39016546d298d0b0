"""Eigenvalues of noise, against what is known of them."""

import numpy as np
import pytest

from methods.geometry.noise_spectrum import (
    above_in_a_row,
    noise_edge,
    permuted_spectrum,
    spiked_images,
)
from methods.geometry.principal_components import principal_components


def test_the_noise_edge():
    assert noise_edge(100, 64) == pytest.approx(3.24)
    assert noise_edge(100, 25, 2.0) == pytest.approx(4.5)
    X = np.random.default_rng(0).standard_normal((3000, 300))
    assert principal_components(X, 1).variances[0] == pytest.approx(noise_edge(3000, 300), rel=0.02)


def test_permuted_columns_keep_their_variances_and_lose_the_rest():
    rng = np.random.default_rng(0)
    X = np.outer(rng.standard_normal(200), np.ones(6)) + 0.1 * rng.standard_normal((200, 6))
    found = permuted_spectrum(X, 20, 0.95, np.random.default_rng(1))
    assert found.shape == (6,) and (np.diff(found) <= 0).all()
    assert principal_components(X).variances[0] > 5.5 and found[0] < 2
    one = permuted_spectrum(X, 1, 0.5, np.random.default_rng(2))
    assert one.sum() == pytest.approx(X.var(axis=0, ddof=1).sum())


def test_how_many_lie_above():
    assert above_in_a_row(np.array([3.0, 2, 1]), 1.5) == 2
    assert above_in_a_row(np.array([3.0, 1, 2]), np.array([2.0, 2, 1])) == 1
    assert above_in_a_row(np.array([3.0, 2]), 5.0) == 0
    assert above_in_a_row(np.array([3.0, 2]), 1.0) == 2


def test_a_signal_is_seen_as_random_matrix_theory_says():
    """Baik and Silverstein 2006: l (1 + γ / (l - 1)); 21.7 for l = 21, γ = 0.64, measured 21.2."""
    first = [
        principal_components(
            spiked_images(100, 8, (21.0, 11.0, 7.0), np.random.default_rng(seed)), 1
        ).variances[0]
        for seed in range(60)
    ]
    assert np.mean(first) == pytest.approx(21.67, rel=0.06)
    many = spiked_images(20_000, 4, (21.0, 11.0, 7.0), np.random.default_rng(0))
    np.testing.assert_allclose(
        principal_components(many).variances[:4], [21, 11, 7, 1.0], rtol=0.06
    )


def test_images_of_four_pixels_have_three_patterns():
    X = spiked_images(5_000, 2, (21.0, 11.0, 7.0, 5.0, 4.0), np.random.default_rng(0))
    np.testing.assert_allclose(principal_components(X).variances, [21, 11, 7, 1], rtol=0.08)
    plain = spiked_images(30, 3, (), np.random.default_rng(4))
    np.testing.assert_array_equal(plain, np.random.default_rng(4).standard_normal((30, 9)))
