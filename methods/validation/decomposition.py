"""Bias², variance and noise: simulated over many training sets, and exact for linear smoothers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.models.regressors import F64


@dataclass(frozen=True, eq=False)
class Decomposition:
    """Mean squared error of prediction and its parts, one entry a rung; nan where undefined.

    Attributes
    ----------
    noise : The noise variance, the same on every rung.
    bias2 : (rungs,) Squared distance from truth to mean fit, freed of the part that comes from
        averaging a finite number of fits. Unbiased, hence a little below 0 now and then.
    bias2_naive : (rungs,) The same before that correction; too large by variance / sets.
    variance : (rungs,) Spread of the fits around their mean, divisor sets - 1.
    test, test_se : (rungs,) Error measured on fresh noisy targets, and its Monte-Carlo standard
        error over the sets.
    test_median, excess_median : (rungs,) Median over the sets of the error of one set's fit, with
        the noise in the targets and without.
    gap_se : (rungs,) Standard error of `gap`; see `decompose`.
    """

    noise: float
    bias2: F64
    bias2_naive: F64
    variance: F64
    test: F64
    test_se: F64
    test_median: F64
    excess_median: F64
    gap_se: F64

    @property
    def total(self) -> F64:
        """(rungs,) bias² + variance + noise: what the test error should come to."""
        return self.bias2 + self.variance + self.noise

    @property
    def gap(self) -> F64:
        """(rungs,) Measured test error minus the sum of its three parts."""
        return self.test - self.total

    @property
    def gap_in_se(self) -> F64:
        """(rungs,) The gap in its standard errors; 0 where there is no noise, hence no gap."""
        exact = self.gap_se <= 1e-12 * np.abs(self.test)
        return np.where(exact, 0.0, self.gap / np.where(exact, 1.0, self.gap_se))

    @property
    def closed(self) -> int:
        """Rungs where the gap is within two standard errors, as chance alone leaves 95 in 100."""
        return int((np.abs(self.gap_in_se) <= 2).sum())


def moments(error: F64, counted: NDArray[np.bool_] | None = None) -> tuple[F64, F64, F64]:
    """Pointwise bias², its naive version, and variance, from fit minus truth (rungs, M, G).

    Each is (rungs, G). E(naive) = bias² + variance / M, so variance / M is taken off. `counted`
    (M, G) says which fits count at which input, at least two; all if None.
    """
    if counted is None:
        sets: F64 = np.full(error.shape[2], float(error.shape[1]))
        mean = error.mean(axis=1)
        second = np.einsum("rmg,rmg->rg", error, error)
    else:
        share = counted.astype(float)
        sets = share.sum(axis=0)
        mean = np.einsum("rmg,mg->rg", error, share) / sets
        second = np.einsum("rmg,rmg,mg->rg", error, error, share)
    # Rounding may leave a variance of -1e-17 where all fits agree.
    variance = np.maximum(second - sets * mean * mean, 0.0) / (sets - 1)
    naive = mean * mean
    return naive - variance / sets, naive, variance


def decompose(
    error: F64, fresh: F64, noise: float, held_out: NDArray[np.bool_] | None = None
) -> Decomposition:
    """The parts of the expected squared error, and the error itself measured on fresh targets.

    Parameters
    ----------
    error : (rungs, M, G) Fit minus truth at G test inputs, for the fits of M training sets, M >= 2.
    fresh : (M, G) Noise of the targets that fit m is tested on; independent of training set m.
    noise : Variance of that noise.
    held_out : (M, G) For real data, whose G targets serve every fit outside whose training set they
        lie: only there does a fit count. None if every fit has fresh targets of its own.

    Notes
    -----
    The identity holds in expectation (Hastie, Tibshirani & Friedman, eq. 7.9). The fits being the
    same on both sides, the gap is the luck of the fresh noise: its mean square minus `noise`, less
    twice its mean product with the error. Its standard error is taken over the independent units of
    that luck: training sets, or the real targets, where it takes neighbours for independent.
    """
    sets, points = fresh.shape
    bias2, naive, variance = (part.mean(axis=1) for part in moments(error, held_out))
    if held_out is None:
        own = np.einsum("rmg,rmg->rm", error, error) / points
        luck = (fresh**2).mean(axis=1) - 2 / points * np.einsum("rmg,mg->rm", error, fresh)
        each = own + luck
        test = each.mean(axis=1)
    else:
        counted = held_out.astype(float)
        fits, targets = counted.sum(axis=1), counted.sum(axis=0)
        own = np.einsum("rmg,rmg,mg->rm", error, error, counted) / fits
        product = error * (fresh * counted)
        square = fresh**2 * counted
        each = own + (square.sum(axis=1) - 2 * product.sum(axis=2)) / fits
        luck = (square.sum(axis=0) - 2 * product.sum(axis=1)) / targets
        test = bias2 + variance + luck.mean(axis=1)
    return Decomposition(
        noise=noise,
        bias2=bias2,
        bias2_naive=naive,
        variance=variance,
        test=test,
        test_se=each.std(axis=1, ddof=1) / sets**0.5,
        test_median=np.median(each, axis=1),
        excess_median=np.median(own, axis=1),
        gap_se=luck.std(axis=1, ddof=1) / luck.shape[1] ** 0.5,
    )


def smoother_parts(smoother: F64, truth: F64, truth_at: F64, noise: float) -> tuple[F64, F64]:
    """Exact bias² and variance of the fit S y at each of G inputs, for fixed training inputs.

    bias = S f - f, variance = noise * (S S')_gg; with S the hat matrix H, the means of bias² and
    variance are |(I - H) f|²/n and noise tr(HH')/n (Hastie & Tibshirani 1990).

    Parameters
    ----------
    smoother : (..., G, n); truth : (n,) at the training inputs; truth_at : (G,); noise : variance.

    Returns
    -------
    bias², variance : (..., G) each.
    """
    bias = smoother @ truth - truth_at
    return bias**2, noise * np.einsum("...gn,...gn->...g", smoother, smoother)
