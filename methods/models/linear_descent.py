"""Gradient descent on the squared errors of a linear model, in closed form."""

import numpy as np
from numpy.typing import NDArray

from methods.models.least_squares import least_squares

Floats = NDArray[np.float64]


def curvatures(X: Floats) -> Floats:
    """(p,) Eigenvalues of X'X / n, rising: how steep the bowl RSS / (2n) is along its axes.

    Descent on RSS / (2n) comes down at rates below 2 / the largest, on RSS / n below 1 / it.
    """
    return np.asarray(np.linalg.eigvalsh(X.T @ X / len(X)), np.float64)


def descent_path(X: Floats, y: Floats, start: Floats, rate: float, steps: int) -> Floats:
    """(steps + 1, p) Coefficients from `start` on, each the last minus rate X'(Xb - y) / n.

    That is gradient descent on RSS / (2n). Along each eigenvector of X'X / n the distance to the
    least-squares coefficients is multiplied by 1 - rate w in every step, w being its eigenvalue, so
    all steps are there at once. Raises ValueError where the columns of X are dependent.
    """
    best = least_squares(X, y).coefficients
    w, V = np.linalg.eigh(X.T @ X / len(X))
    shrunk = (1 - rate * w) ** np.arange(steps + 1)[:, None]
    path: Floats = best + (shrunk * ((start - best) @ V)) @ V.T
    return path
