"""What many tasks have in common: the few directions their coefficients lie near."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shared_directions(W: Floats, r: int) -> Floats:
    """(p, r) Orthonormal columns: the r-dimensional space nearest to the rows of W (tasks, p).

    The first right singular vectors of W, which is not centred (Eckart & Young 1936); r <= min(W.shape).
    """
    return np.asarray(np.linalg.svd(W, full_matrices=False)[2][:r].T)


def out_of_span(U: Floats, inside: Floats, other: Floats, degrees: float) -> Floats:
    """(..., p) Unit vectors at an angle to the span of the orthonormal columns of U (p, r).

    cos times the direction of U `inside` (..., r), sin times that of what is left of `other` (..., p)
    without its part in the span, which is not all of it.
    """
    left = other - (other @ U) @ U.T
    parts = [inside @ U.T, left]
    into, away = (each / np.linalg.norm(each, axis=-1, keepdims=True) for each in parts)
    angle = np.deg2rad(degrees)
    return np.asarray(np.cos(angle) * into + np.sin(angle) * away)
