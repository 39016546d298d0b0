"""Cases in order of their score, of which some are bad, and people who review the first k."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]
FAR = 9.0  # standard deviations beyond which nothing lies
HALVINGS = 60


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

    def score_of(self, first: ArrayLike) -> Floats:
        """The score above which the `first` cases lie, on average, (n,) as they are. Found by halving."""
        first = np.asarray(first, float)
        low, high = np.full(first.shape, -FAR), np.full(first.shape, self.separation + FAR)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            many = self.above(middle) > first
            low, high = np.where(many, middle, low), np.where(many, high, middle)
        return np.asarray((low + high) / 2)

    def bad_among(self, first: ArrayLike) -> Floats:
        """Bad ones among the `first` cases in order of their score, on average."""
        return self.bad_above(self.score_of(first))

    def act_alone(self, precision: float) -> float:
        """How many cases may be acted on without review, so that this share of them is bad.

        The higher the score, the larger that share is, so the place is found by halving. 0 if not
        even the highest case is so sure.
        """
        high = float(self.score_of(1.0))
        if self.bad_above(high) < precision * self.above(high):
            return 0.0
        low = -FAR
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            sure = self.bad_above(middle) >= precision * self.above(middle)
            low, high = (low, middle) if sure else (middle, high)
        return float(self.above(high))
