"""Two classes whose laws are known, each a mixture of normals: to draw from, and the best rule."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NORMAL = np.linspace(-12, 12, 481)  # even steps are exact for what fades so fast


@dataclass(frozen=True, eq=False)
class ClassMixtures:
    """Two classes, each a mixture of two normals in p dimensions.

    Attributes
    ----------
    means : (2, 2, p) By class and component. roots : (2, 2, p, p) Lower Cholesky factors of covariances.
    second : (2,) The share of the second component in each class.
    """

    means: Floats
    roots: Floats
    second: Floats

    def draw(self, label: Ints, rng: np.random.Generator, sets: int) -> Floats:
        """Points of the classes `label` (n,), for each of some sets: (sets, n, p).

        Draws sets x n x p standard normals, then sets x n uniforms, which choose the component.
        """
        z = rng.standard_normal((sets, len(label), self.means.shape[-1]))
        which = (rng.random((sets, len(label))) < self.second[label]).astype(np.int64)
        points = np.empty_like(z)
        for kind in (0, 1):
            for part in (0, 1):
                some = (label == kind) & (which == part)
                points[some] = self.means[kind, part] + z[some] @ self.roots[kind, part].T
        return points

    def log_densities(self, X: Floats) -> Floats:
        """The log of each class's density at the points X (m, p): (2, m)."""
        p = X.shape[1]
        parts = np.empty((2, 2, len(X)))
        for kind in (0, 1):
            for part in (0, 1):
                root = self.roots[kind, part]
                z = np.linalg.solve(root, (X - self.means[kind, part]).T)
                size = np.log(np.diagonal(root)).sum() + 0.5 * p * np.log(2 * np.pi)
                parts[kind, part] = -0.5 * np.square(z).sum(axis=0) - size
        with np.errstate(divide="ignore"):
            shares = np.log([1 - self.second, self.second]).T
        return np.asarray(np.logaddexp(*np.moveaxis(parts + shares[..., None], 1, 0)))

    def log_ratio(self, X: Floats) -> Floats:
        """Log density of class 1 less that of class 0 at X (m, p), (m,): the best rule's log-odds."""
        low, high = self.log_densities(X)
        return np.asarray(high - low)


def normal_classes(means: Floats, covariances: Floats) -> ClassMixtures:
    """Two normal classes with means (2, p) and covariances (2, p, p)."""
    roots = np.linalg.cholesky(covariances)
    return ClassMixtures(np.stack([means] * 2, axis=1), np.stack([roots] * 2, axis=1), np.zeros(2))


def efficiency_of_logistic(distance: float) -> float:
    """The excess error of LDA over that of logistic regression as n grows: from 1 down to 0.

    Of two equally frequent normal classes with one covariance, `distance` apart (Mahalanobis's distance,
    sqrt(d' S^-1 d) for means d apart). The same share says how few examples LDA needs for each that
    logistic regression needs (Efron 1975, table 1).
    """
    weight = np.exp(-np.square(NORMAL) / 2)
    mean = weight @ (1 / np.cosh(distance * NORMAL / 2)) / weight.sum()
    return float((1 + distance**2 / 4) * np.exp(-(distance**2) / 8) * mean)
