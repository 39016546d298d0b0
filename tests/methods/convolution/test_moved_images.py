"""Images that move: features that stay to the last bit, and readers against scikit-learn's."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge, RidgeClassifier

from data.read import TABLES
from methods.convolution.correlation import correlate_many, padded
from methods.convolution.moved_images import (
    global_max,
    moved,
    patch_filters,
    pooled_in_place,
    rectified_maps,
    ridge_reader,
    right_share,
)
from methods.convolution.pooling import max_pool

DIGITS = np.asarray(TABLES["digits"]["X"][:60], float).reshape(-1, 8, 8)
CLASSES = np.asarray(TABLES["digits"]["y"][:60], int)


def test_where_they_stand():
    wide = moved(DIGITS, 16, 3)
    np.testing.assert_array_equal(wide[:, 4:12, 7:15], DIGITS)
    assert wide.sum() == DIGITS.sum() and wide.shape == (60, 16, 16)
    np.testing.assert_array_equal(moved(DIGITS, 8, 0), DIGITS)  # no room beside them is room enough
    for side, by in ((16, 5), (16, -5), (7, 0)):
        with pytest.raises(ValueError, match="leave a square"):
            moved(DIGITS, side, by)


def test_filters_are_patches_that_are_not_flat():
    filters = patch_filters(np.random.default_rng(0), DIGITS, 20, 5)
    np.testing.assert_allclose(filters.sum(axis=(1, 2)), 0, atol=1e-12)
    np.testing.assert_allclose((filters**2).sum(axis=(1, 2)), 1)
    seen = np.lib.stride_tricks.sliding_window_view(DIGITS, (5, 5), axis=(1, 2)).reshape(-1, 25)
    seen = seen - seen.mean(axis=1, keepdims=True)
    for each in filters.reshape(-1, 25):
        assert np.isclose(np.abs(seen @ each - np.linalg.norm(seen, axis=1)), 0, atol=1e-9).any()


def test_global_features_of_moved_images_are_the_same_to_the_bit():
    filters = np.rint(9 * patch_filters(np.random.default_rng(1), DIGITS, 8, 5))
    maps = rectified_maps(DIGITS, filters)
    assert maps.shape == (60, 12, 12, 8) and (maps >= 0).all()
    for by in range(5):
        whole = np.maximum(correlate_many(padded(moved(DIGITS, 16, by), 4), filters), 0)
        np.testing.assert_array_equal(global_max(whole), global_max(maps))
        # pooled in place: that of the whole map, without the rows that are always empty
        pooled = max_pool(np.moveaxis(whole, 3, 1))[:, :, 2:8]
        ours = pooled_in_place(maps, 20, by).reshape(60, 6, 10, 8)
        np.testing.assert_array_equal(np.moveaxis(ours, 3, 1), pooled)


@pytest.mark.parametrize("rows", [60, 40])
def test_the_reader_is_scikit_learns(rows):
    X, y = (
        DIGITS[:rows].reshape(rows, -1)[:, :50],
        CLASSES[:rows],
    )  # more features than rows, and less
    W, offset = ridge_reader(X, y, 2.0)
    peer = Ridge(alpha=2.0).fit(X, np.where(np.eye(10)[y] > 0, 1.0, -1.0))
    np.testing.assert_allclose(W, peer.coef_.T, atol=1e-8)
    np.testing.assert_allclose(offset, peer.intercept_, atol=1e-8)
    classifier = RidgeClassifier(alpha=2.0).fit(X, y)
    assert right_share(X, y, (W, offset)) == pytest.approx(classifier.score(X, y))
