"""The variance of a mean of members that are alike: what averaging takes away, and what it leaves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """Variances, averaged over places.

    Attributes
    ----------
    single : s², of one member. shared : rho s², the covariance of two of them, which no mean loses.
    """

    single: float
    shared: float

    @property
    def correlation(self) -> float:
        """rho, of two members at a place, over training sets and resamples; nan without any variance."""
        return self.shared / self.single if self.single > 0 else float("nan")

    def of_mean(self, members: int | NDArray[np.integer]) -> Floats:
        """rho s² + (1 - rho) s² / B, the variance of a mean of B (Hastie and others, eq. 15.1)."""
        return np.asarray(self.shared + (self.single - self.shared) / members)

    def members_within(self, share: float) -> float:
        """How many members it takes until the variance is at most so far above its floor, as a share.

        (1 - rho) / (rho share); infinite if two members share nothing.
        """
        if self.shared <= 0:
            return float("inf")
        return (self.single - self.shared) / (share * self.shared)


def member_spread(answers: Floats) -> Spread:
    """From the answers (B, M, G) of B members on each of M training sets at G places; B, M >= 2.

    The parts of variance of a one-way layout: members vary within a set, means of sets vary by the shared
    part and by 1/B of the rest. Unbiased, so the shared part may come out a little below 0.
    """
    within = answers.var(axis=0, ddof=1).mean(axis=0)
    between = answers.mean(axis=0).var(axis=0, ddof=1)
    shared = between - within / len(answers)
    return Spread(float((shared + within).mean()), float(shared.mean()))
