"""A contextual bandit with two actions, one of which teaches: a linear, epsilon-greedy agent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Tries:
    """What an agent did with n cases in turn.

    Attributes
    ----------
    tried : (n,) Which it tried.
    weights : (n + 1, d) What it had learned before the first case, and after each.
    """

    tried: NDArray[np.bool_]
    weights: Floats


def epsilon_greedy(
    X: Floats, rewards: Floats, epsilon: float, first: Floats, draws: Floats, penalty: float = 1.0
) -> Tries:
    """Try a case if its predicted reward is above 0, or by chance `epsilon`; learn from those alone.

    X (n, d) are features, `rewards` (n,) what trying each pays; passing pays 0 and says nothing. The
    prediction is ridge regression on the cases tried, drawn towards the weights `first` (d,), brought
    up to date by Sherman and Morrison's formula. `draws` (n,) are from 0 to 1: below epsilon is a try.
    Sutton and Barto, Reinforcement Learning, 2018, 2.2 and 2.9.
    """
    spread = np.eye(X.shape[1]) / penalty
    weights = np.tile(np.asarray(first, float), (len(X) + 1, 1))
    tried = np.zeros(len(X), bool)
    for i, x in enumerate(X):
        w = weights[i]
        predicted = x @ w
        tried[i] = predicted > 0 or draws[i] < epsilon
        if tried[i]:
            way = spread @ x
            gain = way / (1 + x @ way)
            spread -= np.outer(gain, way)
            w = w + gain * (rewards[i] - predicted)
        weights[i + 1] = w
    return Tries(tried, weights)
