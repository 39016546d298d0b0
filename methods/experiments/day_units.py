"""Experiments on real days: whole days are drawn into arms, and what is measured is a mean or a ratio."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def drawn_days(days: int, each: int, experiments: int, seed: int) -> tuple[Ints, Ints]:
    """`each` of `days` days for A and as many others for B, in random order; (experiments, each).

    ValueError if there are too few.
    """
    if 2 * each > days:
        raise ValueError(f"{days} days are too few for two arms of {each}")
    order = np.random.default_rng(seed).random((experiments, days)).argsort(axis=1)
    return order[:, :each], order[:, each : 2 * each]


def ratio_variance(x: Floats, n: Floats) -> Floats:
    """The variance of the ratio of sums of x over sums of n, after 1, 2, ... units; (..., k).

    By the delta method: x (..., k) counts what happened in each unit, n of how many. nan after one
    unit. Deng, Knoblich and Lu, KDD 2018.
    """
    units = np.arange(1.0, x.shape[-1] + 1)
    sums = np.cumsum(x, axis=-1), np.cumsum(n, axis=-1)
    ratio = sums[0] / sums[1]
    squares = (
        np.cumsum(x * x, axis=-1)
        - 2 * ratio * np.cumsum(x * n, axis=-1)
        + ratio**2 * np.cumsum(n * n, axis=-1)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.maximum(squares, 0) * units / (units - 1) / sums[1] ** 2)


def adjusted_difference(
    y_a: Floats, x_a: Floats, y_b: Floats, x_b: Floats
) -> tuple[Floats, Floats]:
    """Mean of B minus mean of A with x as control variate (CUPED), and its standard error.

    All are (experiments, k); returned after 1, 2, ... units of each arm, nan at one. theta is the
    covariance of y and x within arms over the variance of x; with a constant x it is the plain
    difference. Deng, Xu, Kohavi and Walker, WSDM 2013.
    """
    k = np.arange(1.0, y_a.shape[-1] + 1)

    def moments(y: Floats, x: Floats) -> Sequence[Floats]:
        """Means, and sums of squares around them."""
        y, x = y - y[:, :1], x - x[:, :1]  # around a value near them, lest digits be lost
        sums = [np.cumsum(each, axis=-1) for each in (y, x, y * y, y * x, x * x)]
        my, mx = sums[0] / k, sums[1] / k
        return my, mx, sums[2] - k * my**2, sums[3] - k * my * mx, sums[4] - k * mx**2

    a, b = moments(y_a, x_a), moments(y_b, x_b)
    cross, square = a[3] + b[3], a[4] + b[4]
    theta = np.divide(cross, square, out=np.zeros(cross.shape), where=square > 0)
    # The means are around each arm's first value.
    shift_y, shift_x = y_b[:, :1] - y_a[:, :1], x_b[:, :1] - x_a[:, :1]
    difference = b[0] - a[0] + shift_y - theta * (b[1] - a[1] + shift_x)
    left = np.maximum(a[2] + b[2] - theta * cross, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return difference, np.sqrt(left / (k - 1) / k)
