"""What a kernel makes of noise, alone and after another kernel."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def noise_gain(kernel: Floats) -> float:
    """By how much a map's noise exceeds that of the pixels, each by its own: the norm of `kernel` (k, k).

    The variance of a sum of independent terms is the sum of weights squared times theirs.
    """
    return float(np.sqrt(np.square(kernel).sum()))


def one_after_another(first: Floats, then: Floats) -> Floats:
    """The one kernel that correlates as `first` (k, k) and `then` (l, l) do: (k + l - 1, k + l - 1)."""
    k, more = len(first), len(then) - 1
    both = np.zeros((k + more, k + more))
    for (i, j), weight in np.ndenumerate(then):
        both[i : i + k, j : j + k] += weight * first
    return both
