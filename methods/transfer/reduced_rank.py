"""Many targets at once by coefficients of a low rank: the best change of each rank, in closed form."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def reduced_rank_ridge(X: Floats, Y: Floats, penalty: float) -> Floats:
    """(R + 1, p, k) The B of rank 0, 1, ..., R with the least |Y - X B|² + penalty |B|², R = min(p, k).

    X is (n, p), Y (n, k); penalty is above 0. Of the ridge solution is kept what fits most: it is
    multiplied by V V', V being the first right singular vectors of [X; sqrt(penalty) I] B (Izenman 1975;
    Mukherjee & Zhu 2011). Of weights W0 that are given, the best change of each rank is that of Y - X W0.
    """
    p, k = X.shape[1], Y.shape[1]
    gram = X.T @ X + penalty * np.eye(p)
    full = np.linalg.solve(gram, X.T @ Y)
    # right singular vectors of the augmented fit: eigenvectors of full' gram full
    V = np.linalg.eigh(full.T @ gram @ full)[1][:, ::-1]
    most = min(p, k)
    parts = (full @ V)[:, :most].T[:, :, None] * V.T[:most, None, :]
    return np.concatenate([np.zeros((1, p, k)), np.cumsum(parts, axis=0)])


def low_rank_numbers(p: int, k: int, rank: int) -> int:
    """How many numbers two factors (p, rank) and (rank, k) have: rank (p + k)."""
    return rank * (p + k)
