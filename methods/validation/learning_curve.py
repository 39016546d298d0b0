"""Learning curves: the error on the training points and on fresh ones, against their number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.models.regressors import F64
from methods.validation.training_sets import TrainingSets

Fit = Callable[[TrainingSets, F64], tuple[F64, F64]]
TESTED = 100  # inputs


@dataclass(frozen=True, eq=False)
class LearningCurve:
    """Mean squared errors of one model against the number n of training points, rising.

    Attributes
    ----------
    sizes : (L,) Training points.
    train, test : (L,) Error on the training points, and expected error on fresh targets: averages
        over data sets; nan where so few points do not determine the fit.
    train_se, test_se : (L,) Their Monte-Carlo standard errors; nan where they are.
    datasets : (L,) Data sets averaged.
    """

    sizes: NDArray[np.intp]
    train: F64
    test: F64
    train_se: F64
    test_se: F64
    datasets: NDArray[np.intp]


NO_CURVE = LearningCurve(*(np.empty(0, t) for t in (np.intp, *[np.float64] * 4, np.intp)))


def errors_of_fits(y: F64, fits: F64, truth: F64, fits_at: F64, noise: float) -> tuple[F64, F64]:
    """Mean squared training error, and expected test error, of the fit to each of M data sets.

    Parameters
    ----------
    y, fits : (M, n) Targets of each training set, and the fit to it at the same inputs.
    truth, fits_at : (G,) The truth at the inputs to test on, and (M, G) the fits there.
    noise : Variance of the noise, which the expected error on fresh targets has on top.

    Returns
    -------
    train, test : (M,) each; nan where a fit is nan. At fixed inputs, where the truth lies in a
        model of p coefficients, least squares has expectations noise * (1 - p/n) and, at those
        inputs, noise * (1 + p/n) (Hastie, Tibshirani & Friedman 2009, section 7.4).
    """
    return ((y - fits) ** 2).mean(axis=1), ((truth - fits_at) ** 2).mean(axis=1) + noise


def learning_curve(
    sizes: Sequence[int], draw: Callable[[int], TrainingSets], fit: Fit
) -> LearningCurve:
    """Fit every data set of every size, and average the errors.

    `draw(n)` gives two or more training sets of n points. `fit(task, at)` gives the fits to them at
    their own inputs (M, n) and at the inputs `at` (M, G): about TESTED of those that are scored.
    """
    rows = []
    for n in sizes:
        task = draw(n)
        tested = slice(0, task.scored, max(task.scored // TESTED, 1))
        own, there = fit(task, task.at[tested])
        errors = errors_of_fits(task.y, own, task.truth_at[tested], there, task.noise)
        means = (each.mean() for each in errors)
        spread = (each.std(ddof=1) / len(task.y) ** 0.5 for each in errors)
        rows.append((*means, *spread, len(task.y)))
    train, test, train_se, test_se, sets = np.array(rows).T
    return LearningCurve(
        np.array(sizes, dtype=np.intp), train, test, train_se, test_se, sets.astype(np.intp)
    )
