"""Pulled ridge at many sizes, turned images and a change of low rank, here and in scikit-learn and scipy."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from data.read import TABLES
from methods.geometry.turned_images import turning
from methods.transfer.pulled_ridge import growing_moments, pulled_ridge
from methods.transfer.waves import waves

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]
SIZES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300)


def pulls() -> Peer:
    """Two starts, twenty draws, every size of the axis."""
    from sklearn.linear_model import Ridge

    table = TABLES["seattle_weather"]
    X, y = waves(np.arange(len(table["temp_max"])) % 365.25, 3, 365.25), table["temp_max"]
    orders = np.random.default_rng(0).permuted(np.tile(np.arange(len(y)), (20, 1)), axis=1)
    starts = np.random.default_rng(1).standard_normal((2, 7))

    def ours() -> Any:
        seen = growing_moments(X[orders], y[orders], SIZES)
        return np.stack([pulled_ridge(seen, start, 10.0) for start in starts])

    def theirs() -> Any:
        fits = [
            start + Ridge(10.0, fit_intercept=False).fit(X[seen], y[seen] - X[seen] @ start).coef_
            for start in starts
            for order in orders
            for seen in (order[:size] for size in SIZES)
        ]
        return np.reshape(fits, (2, 20, len(SIZES), 7))

    np.testing.assert_allclose(ours(), theirs(), rtol=1e-7)
    return (
        "ridge pulled to two starts, 20 draws x 23 sizes (scikit-learn Ridge, a fit each)",
        ours,
        theirs,
    )


def turns() -> Peer:
    """All digits, turned by one angle."""
    from scipy.ndimage import rotate

    X = TABLES["digits"]["X"].astype(float)

    def theirs() -> Any:
        turned = rotate(X.reshape(-1, 8, 8), 20, axes=(2, 1), reshape=False, order=1)
        return turned.reshape(len(X), -1)

    np.testing.assert_allclose(X @ turning(8, 20), theirs(), atol=1e-7)
    return (
        "1,797 digits turned by 20 degrees (scipy.ndimage.rotate)",
        lambda: X @ turning(8, 20),
        theirs,
    )


def PEERS() -> Iterator[Peer]:
    """What each is, here and there; checked before they are timed."""
    yield pulls()
    yield turns()
