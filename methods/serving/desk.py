"""Cases in order of their score, of which some are bad, and people who review the first k."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]
NODES = 4000  # scores at which counts are known


@dataclass(frozen=True)
class Scores:
    """Cases with normal scores of standard deviation 1, the bad ones `separation` higher.

    Attributes
    ----------
    cases : How many there are. rate : The share of them that is bad.
    """

    cases: float
    rate: float
    separation: float

    @property
    def bad(self) -> float:
        """Bad cases."""
        return self.cases * self.rate

    def bad_above(self, score: ArrayLike) -> Floats:
        """Bad cases above a score, on average."""
        return np.asarray(self.bad * ndtr(self.separation - np.asarray(score, float)))

    def above(self, score: ArrayLike) -> Floats:
        """Cases above a score, on average."""
        good = (self.cases - self.bad) * ndtr(-np.asarray(score, float))
        return np.asarray(good + self.bad_above(score))

    @property
    def grid(self) -> Floats:
        """Scores from the highest that matter to the lowest, (NODES,)."""
        return np.linspace(self.separation + 9, -9.0, NODES)

    def bad_among(self, first: ArrayLike) -> Floats:
        """Bad ones among the `first` cases in order of their score, on average."""
        grid = self.grid
        return np.asarray(np.interp(first, self.above(grid), self.bad_above(grid)))

    def act_alone(self, precision: float) -> float:
        """How many cases may be acted on without review, so that this share of them is bad.

        0 if not even the highest scores are so sure, or if less than one case is.
        """
        grid = self.grid
        above, bad = self.above(grid), self.bad_above(grid)
        sure = np.flatnonzero((bad >= precision * above) & (above >= 1))
        return float(above[sure[-1]]) if sure.size else 0.0
