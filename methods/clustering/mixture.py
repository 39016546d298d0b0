"""A mixture of normal distributions, by expectation and maximisation."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FLOOR = 1e-6  # added to each variance, so that no component comes down to a point


@dataclass(frozen=True, eq=False)
class Mixture:
    """k normal components of n points in d dimensions.

    Attributes
    ----------
    weights : (k,) Their shares. means : (k, d). covariances : (k, d, d).
    labels : (n,) The likeliest component of each point.
    likelihood : The mean log-likelihood of a point.
    rounds : Until it rose by less than the tolerance.
    """

    weights: Floats
    means: Floats
    covariances: Floats
    labels: Ints
    likelihood: float
    rounds: int


def mixture(points: Floats, labels: Ints, k: int, tol: float = 1e-6, most: int = 500) -> Mixture:
    """The likeliest of several runs for points (n, d), each from k groups, a row of `labels` (S, n).

    Each component has a covariance of its own, with FLOOR added to its diagonal. Runs end when the mean
    log-likelihood rises by less than `tol`, or after `most` rounds. Dempster, Laird and Rubin 1977.
    """
    resp = (labels[:, None, :] == np.arange(k)[:, None]).astype(float)
    runs = len(labels)
    likelihood, rounds = np.full(runs, -np.inf), np.full(runs, most)
    going = np.arange(runs)
    for done in range(1, most + 1):
        log = _log_densities(points, *_fitted(points, resp[going]))
        top = log.max(axis=1, keepdims=True)
        dense = np.exp(log - top)
        total = dense.sum(axis=1, keepdims=True)
        resp[going] = dense / total
        now = (np.log(total) + top).mean(axis=(1, 2))
        ended = now - likelihood[going] < tol
        likelihood[going] = now
        rounds[going[ended]] = done
        going = going[~ended]
        if not len(going):
            break
    best = int(likelihood.argmax())
    weights, means, covariances = _fitted(points, resp[best : best + 1])
    said = resp[best].argmax(axis=0)
    return Mixture(
        weights[0], means[0], covariances[0], said, float(likelihood[best]), int(rounds[best])
    )


def _fitted(points: Floats, resp: Floats) -> tuple[Floats, Floats, Floats]:
    """Weights (S, k), means (S, k, d), covariances (S, k, d, d) by responsibilities (S, k, n)."""
    size = resp.sum(axis=2) + 10 * np.finfo(float).eps
    means = resp @ points / size[..., None]
    apart = points - means[:, :, None]
    covariances = np.swapaxes(apart * resp[..., None], 2, 3) @ apart / size[..., None, None]
    return size / len(points), means, covariances + FLOOR * np.eye(points.shape[1])


def _log_densities(points: Floats, weights: Floats, means: Floats, covariances: Floats) -> Floats:
    """(S, k, n) The log of each component's weight times its density."""
    root = np.linalg.inv(np.linalg.cholesky(covariances))  # of the precision: small matrices
    far = np.square((points - means[:, :, None]) @ np.swapaxes(root, 2, 3)).sum(axis=3)
    half = np.log(np.diagonal(root, axis1=2, axis2=3)).sum(axis=2) + np.log(weights)
    return np.asarray(half[..., None] - (far + points.shape[1] * np.log(2 * np.pi)) / 2)
