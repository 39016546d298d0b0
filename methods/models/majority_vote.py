"""How often a majority of voters is right who are right with some chance, and not independently.

Each question has a chance of its own, from a beta distribution with the voters' mean chance; given it
they vote independently. So two voters' answers have the correlation of that distribution: the
number of right votes is beta-binomial. Without correlation this is the theorem of Condorcet (1785).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaln, gammaln, xlog1py, xlogy

Floats = NDArray[np.float64]


def vote_distribution(voters: int, chance: float, correlation: float) -> Floats:
    """(voters + 1,) The chance of 0, 1, ... right votes; 0 < chance < 1, 0 <= correlation < 1."""
    k = np.arange(voters + 1.0)
    ways = gammaln(voters + 1) - gammaln(k + 1) - gammaln(voters - k + 1)
    if correlation == 0:
        return np.asarray(np.exp(ways + xlogy(k, chance) + xlog1py(voters - k, -chance)))
    a, b = beta_shape(chance, correlation)
    return np.asarray(np.exp(ways + betaln(k + a, voters - k + b) - betaln(a, b)))


def majority_right(voters: int, chance: float, correlation: float) -> float:
    """The chance that more than half of the votes are right; a tie counts half."""
    k, each = np.arange(voters + 1), vote_distribution(voters, chance, correlation)
    return float(each[2 * k > voters].sum() + each[2 * k == voters].sum() / 2)


def majority_limit(chance: float, correlation: float) -> float:
    """The same of endless voters: the share of questions on which most voters are right."""
    if correlation == 0:
        return float(np.sign(chance - 0.5) + 1) / 2
    a, b = beta_shape(chance, correlation)
    return float(1 - betainc(a, b, 0.5))


def beta_shape(chance: float, correlation: float) -> tuple[float, float]:
    """The a and b of the beta distribution of the questions; correlation above 0."""
    total = (1 - correlation) / correlation
    return chance * total, (1 - chance) * total


def question_density(at: Floats, chance: float, correlation: float) -> Floats:
    """Its density at each of `at`, above 0 and below 1; correlation above 0."""
    a, b = beta_shape(chance, correlation)
    return np.asarray(np.exp(xlogy(a - 1, at) + xlog1py(b - 1, -at) - betaln(a, b)))
