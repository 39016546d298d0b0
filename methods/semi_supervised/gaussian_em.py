"""Two normal classes fitted to a few labelled points and many without a label."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from methods.models.gaussian_classes import GaussianClasses, fit_gaussian_classes

Floats = NDArray[np.float64]

SMALL = 1e-3  # of a share: what no longer moves


def fit_with_unlabelled(
    X: Floats,
    weight: Floats,
    unlabelled: Floats,
    kind: str,
    shrinkage: float = 0.0,
    rounds: int = 50,
) -> GaussianClasses:
    """Two normal classes by expectation and maximisation: `rounds` of both steps, or until they settle.

    X (s, n, p) are points with labels, of `weight` (s, 2, n); `unlabelled` (s, m, p) have none, and
    belong to each class as Bayes' rule has it, with the share of each class estimated too. The start is
    round: the means of the labelled points, and one variance for all features. `kind` and `shrinkage` are
    those of `fit_gaussian_classes`. Where classes do not look as is supposed, the likeliest fit need not
    be the one that tells them apart best (Cozman, Cohen & Cirelo 2003).
    """
    every = np.concatenate([X, unlabelled], axis=1)
    fit = fit_gaussian_classes(X, weight, "lda", shrinkage=1.0)
    prior, share = np.zeros(len(X)), np.full(unlabelled.shape[:2], np.inf)
    for _ in range(rounds):
        before, share = share, expit(fit.log_ratio(unlabelled) + prior[:, None])
        if np.abs(share - before).max(initial=0.0) < SMALL:
            break
        belongs = np.concatenate([weight, np.stack([1 - share, share], axis=1)], axis=2)
        fit = fit_gaussian_classes(every, belongs, kind, shrinkage)
        size = belongs.sum(axis=2)
        prior = np.log(size[:, 1] / size[:, 0])
    return fit
