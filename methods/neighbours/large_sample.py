"""Where the nearest neighbour ends up with endless data: Cover and Hart (1967)."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def bayes_error(chance: Floats, weight: Floats) -> float:
    """The least error that any rule of two classes can have, E min(p, 1 - p).

    `chance` (...) is p, that a place is of class 1, and `weight` (...) how much of all lies there.
    """
    return float(np.average(np.minimum(chance, 1 - chance), weights=weight))


def nearest_neighbour_limit(chance: Floats, weight: Floats) -> float:
    """The error of one nearest neighbour of endlessly many, E 2p(1 - p); arguments as in `bayes_error`.

    The neighbour is as near as you like, so it has the same p, and its label is drawn apart.
    """
    return float(np.average(2 * chance * (1 - chance), weights=weight))


def cover_hart_bound(bayes: float, classes: int = 2) -> float:
    """The highest limit of one nearest neighbour where the least error is R: R (2 - C R / (C - 1))."""
    return bayes * (2 - classes * bayes / (classes - 1))
