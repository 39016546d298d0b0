"""The exact values of a world that is known: Bellman's equation by value iteration."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def value_iteration(P: Floats, R: Floats, gamma: float, tolerance: float = 1e-10) -> Floats:
    """Q* (S, A): the best mean discounted return after each action in each state.

    P (S, A, S) are chances, R (S, A) mean rewards. A sweep is Q = R + gamma P max Q, a contraction: the
    largest error shrinks by gamma at least. It ends when that is `tolerance` at most. ValueError unless
    0 <= gamma < 1. Puterman, Markov Decision Processes, 1994, 6.3.
    """
    if not 0 <= gamma < 1:
        raise ValueError("gamma is at least 0 and below 1")
    Q: Floats = R
    while True:
        after: Floats = R + gamma * (P @ Q.max(axis=1))
        moved = float(np.abs(after - Q).max())
        Q = after
        if gamma * moved <= tolerance * (1 - gamma):
            return Q
