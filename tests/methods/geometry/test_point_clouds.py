"""Clouds: what each promises of its marginals, its classes and its structure."""

import numpy as np
import pytest

from data.read import TABLES
from methods.geometry.point_clouds import (
    MOST,
    correlated,
    gaussian,
    images,
    low_rank,
    sphere,
    two_classes,
    uniform,
)


def rng():
    return np.random.default_rng(5)


def test_uniform_and_gaussian():
    even, normal = uniform(300, rng()), gaussian(300, rng())
    assert even.points.shape == normal.points.shape == (300, MOST)
    assert 0 <= even.points.min() and even.points.max() < 1
    assert abs(even.points.mean() - 0.5) < 0.002 and abs(even.points.var() - 1 / 12) < 0.001
    assert abs(normal.points.mean()) < 0.006 and abs(normal.points.var() - 1) < 0.01
    np.testing.assert_array_equal(even.y, even.points[:, 0] > 0.5)
    np.testing.assert_array_equal(normal.y, normal.points[:, 0] > 0)
    assert not even.on_sphere and sphere(50, rng()).on_sphere


def test_a_sheet_has_its_rank_and_its_noise():
    flat = low_rank(100, 3, 0.0, rng())
    assert np.linalg.matrix_rank(flat.points) == 3
    noisy = low_rank(100, 3, 0.05, rng())
    np.testing.assert_allclose(noisy.points[:, 3:].std(), 0.05, rtol=0.02)
    np.testing.assert_array_equal(noisy.y, flat.y)
    np.testing.assert_array_equal(flat.y, flat.points[:, 0] > 0.5)
    assert 0 <= flat.points.min() and flat.points.max() < 1 and not flat.points[:, 3:].any()
    np.testing.assert_allclose((noisy.points - flat.points)[:, :3].std(axis=0), 0.05, rtol=0.25)


@pytest.mark.parametrize("correlation", [0.0, 0.9])
def test_neighbouring_features_correlate(correlation):
    cloud = correlated(500, correlation, rng())
    x, z = cloud.points, rng().standard_normal((500, MOST))
    np.testing.assert_array_equal(cloud.y, z[:, 0] > 0)
    np.testing.assert_array_equal(x[:, 0], z[:, 0])
    for j in (1, 2, MOST - 1):
        step = correlation * x[:, j - 1] + (1 - correlation**2) ** 0.5 * z[:, j]
        np.testing.assert_allclose(x[:, j], step, atol=1e-12)
    np.testing.assert_allclose(x.var(), 1, rtol=0.02)
    for lag in (1, 2, 5):
        np.testing.assert_allclose((x[:, lag:] * x[:, :-lag]).mean(), correlation**lag, atol=0.015)


def test_classes_lie_apart_where_they_should():
    cloud = two_classes(500, 2.0, 3, rng())
    gap = cloud.points[cloud.y == 1].mean(axis=0) - cloud.points[cloud.y == 0].mean(axis=0)
    np.testing.assert_allclose(gap[:3], 2.0, atol=0.25)
    assert abs(gap[3:].mean()) < 0.02 and cloud.y.mean() == 0.5
    z = rng().standard_normal((500, MOST))
    moved = np.where(cloud.y[:, None] == 1, 1.0, -1.0) * (np.arange(MOST) < 3)
    np.testing.assert_allclose(cloud.points - z, moved, atol=1e-12)


@pytest.mark.parametrize("name", ["digits", "fashion_mnist_2000"])
def test_images_are_rows_of_the_table_with_pixels_in_one_order(name):
    table = TABLES[name]
    few, many = (images(table, n, False, 3) for n in (60, 120))
    np.testing.assert_array_equal(few.points, many.points[:60])
    pixels = table["X"]
    for image, y in zip(few.points[:5], few.y, strict=False):
        match = (np.sort(pixels, axis=1) == np.sort(image)).all(axis=1) & (table["y"] == y)
        assert match.any()


def test_shuffled_pixels_keep_their_values_and_lose_each_other():
    plain, mixed = (images(TABLES["digits"], 400, shuffled, 0) for shuffled in (False, True))
    np.testing.assert_array_equal(np.sort(plain.points, axis=0), np.sort(mixed.points, axis=0))
    varied = plain.points.std(axis=0) > 1
    strongest = [
        np.abs(np.corrcoef(cloud.points[:, varied].T) - np.eye(varied.sum())).max()
        for cloud in (plain, mixed)
    ]
    assert strongest[0] > 0.7 and strongest[1] < 0.3
    np.testing.assert_array_equal(plain.y, mixed.y)
