"""Labels that are wrong."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def mislabelled(rng: np.random.Generator, y: Ints, share: float, classes: int) -> Ints:
    """y (n,), classes counted from 0, of which round(share n) are replaced by another class at random.

    Every other class is equally likely, so all that are replaced are wrong. With the same generator a
    larger share begins with the same rows. (Symmetric noise; where labels are drawn from all classes
    instead, one in `classes` stays right.)
    """
    labels = y.copy()
    order, steps = rng.permutation(len(y)), rng.integers(1, classes, len(y))
    rows = order[: round(share * len(y))]
    labels[rows] = (y[rows] + steps[rows]) % classes
    return labels


def random_labels(rng: np.random.Generator, n: int, classes: int) -> Ints:
    """(n,) Classes drawn without a look at the rows, each equally likely (Zhang et al. 2017)."""
    return rng.integers(0, classes, n)
