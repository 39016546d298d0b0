"""Which values are missing, and why: by chance, by another variable, or by themselves (Rubin 1976)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def missing_score(reason: Floats, noise: Floats, strength: float) -> Floats:
    """What decides who is missing, (n,): sqrt(s) reason + sqrt(1 - s) noise, s = `strength` from 0 to 1.

    `reason` and `noise` (n,) are standardised, so s is the share of its variance that has a reason. With
    s = 0 values are missing completely at random (MCAR). With a reason that is always seen they are
    missing at random (MAR), with the value itself as the reason they are not (MNAR).
    """
    return np.asarray(np.sqrt(strength) * reason + np.sqrt(1 - strength) * noise)


def seen_masks(score: Floats, shares: ArrayLike) -> Bools:
    """(S, n) who is seen when the given `shares` (S,) of n values are missing, the highest `score` first.

    The number missing is rounded. Who is missing at one share is missing at every larger one.
    """
    n = len(score)
    rank = np.empty(n, int)
    rank[np.argsort(-score, kind="stable")] = np.arange(n)
    return np.asarray(rank >= np.round(np.asarray(shares, float) * n)[..., None])
