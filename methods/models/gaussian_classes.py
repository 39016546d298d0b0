"""Two normal classes fitted to labelled points, and what Bayes' rule says of any other point.

Naive Bayes, linear and quadratic discriminant analysis are one model with four kinds of covariance:

| Kind | Covariance of a class |
|---|---|
| "nbs" | diagonal, the same for both: naive Bayes with shared variances |
| "nb" | diagonal, its own: Gaussian naive Bayes |
| "lda" | full, the same for both: linear discriminant analysis |
| "qda" | full, its own: quadratic discriminant analysis |

Estimates are of maximum likelihood, so that sums are divided by n and n_k (Hastie, Tibshirani & Friedman
2009, section 4.3). Leading axes (...) hold many fits at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

KINDS = ("nbs", "nb", "lda", "qda")
FLOOR = 1e-9  # of the largest variance: no class is a point, every matrix has an inverse


@dataclass(frozen=True, eq=False)
class GaussianClasses:
    """Fits of two normal classes to points of p features.

    Attributes
    ----------
    means : (..., 2, p) Of class 0 and class 1.
    covariances : (..., 2, p, p), or (..., 2, p) if they are diagonal; alike if they are shared.
    """

    means: Floats
    covariances: Floats

    @property
    def is_diagonal(self) -> bool:
        """Whether features are independent given the class."""
        return self.covariances.ndim == self.means.ndim

    def full(self) -> Floats:
        """The covariances as matrices, (..., 2, p, p)."""
        if not self.is_diagonal:
            return self.covariances
        return self.covariances[..., None] * np.eye(self.means.shape[-1])

    def log_densities(self, X: Floats) -> Floats:
        """The log of each class's density at the points X (m, p): (..., 2, m)."""
        p = X.shape[-1]
        apart = X - self.means[..., None, :]
        if self.is_diagonal:
            far = (np.square(apart) / self.covariances[..., None, :]).sum(axis=-1)
            size = np.log(self.covariances).sum(axis=-1)
        else:
            far = (apart @ np.linalg.inv(self.covariances) * apart).sum(axis=-1)
            size = np.linalg.slogdet(self.covariances)[1]
        return np.asarray(-0.5 * (far + size[..., None] + p * np.log(2 * np.pi)))

    def log_densities_of_known(self, X: Floats, known: NDArray[np.bool_]) -> Floats:
        """The log of each class's density of those features of X that are known: (..., 2, m).

        X and `known` are (m, p). The rest is integrated out: of a normal density this leaves the means,
        variances and covariances of the known features. 0 where nothing is known. X may hold anything,
        but no nan, where it is not known.
        """
        apart = np.where(known, X - self.means[..., None, :], 0.0)
        two_pi = known.sum(axis=-1) * np.log(2 * np.pi)
        if self.is_diagonal:
            spread = np.where(known, self.covariances[..., None, :], 1.0)
            far = (np.square(apart) / spread).sum(axis=-1)
            return np.asarray(-0.5 * (far + np.log(spread).sum(axis=-1) + two_pi))
        # A feature that is not known stands by itself, of variance 1 and at its mean: it adds 0.
        both = known[:, :, None] & known[:, None, :]
        first, second = self.covariances[..., :1, :, :], self.covariances[..., 1:, :, :]
        covariances = first if np.array_equal(first, second) else self.covariances
        matrix = np.where(both, covariances[..., None, :, :], np.eye(X.shape[-1]))
        far = (apart * np.linalg.solve(matrix, apart[..., None])[..., 0]).sum(axis=-1)
        return np.asarray(-0.5 * (far + np.linalg.slogdet(matrix)[1] + two_pi))

    def discriminant(self) -> tuple[Floats, Floats, Floats]:
        """Log density of class 1 less that of class 0, as x'A x + w'x + b.

        A is (..., p, p), w (..., p) and b (...). By Bayes' rule the log-odds of class 1 are this and the
        log-odds of its prior. A is 0 where covariances are shared; of diagonal ones it is given as its
        diagonal, (..., p).
        """
        precision: Floats
        if self.is_diagonal:
            precision = 1 / self.covariances
            turned = precision * self.means
            size = np.log(self.covariances).sum(axis=-1)
        else:
            precision = np.asarray(np.linalg.inv(self.covariances), np.float64)
            turned = (precision @ self.means[..., None])[..., 0]
            size = np.linalg.slogdet(self.covariances)[1]
        far = (turned * self.means).sum(axis=-1)
        classes = -2 if self.is_diagonal else -3
        A = -0.5 * np.diff(precision, axis=classes).squeeze(classes)
        b = -0.5 * (far[..., 1] - far[..., 0] + size[..., 1] - size[..., 0])
        return A, turned[..., 1, :] - turned[..., 0, :], b

    def log_ratio(self, X: Floats) -> Floats:
        """Log density of class 1 less that of class 0 at X (m, p) or (..., m, p): (..., m)."""
        A, w, b = self.discriminant()
        found = (X @ w[..., None])[..., 0] + b[..., None]
        if not A.any():
            return np.asarray(found)
        if self.is_diagonal:
            return np.asarray(found + (np.square(X) @ A[..., None])[..., 0])
        return np.asarray(found + (X @ A * X).sum(axis=-1))


def fit_gaussian_classes(
    X: Floats, weight: Floats, kind: str, shrinkage: float = 0.0, floor: float = FLOOR
) -> GaussianClasses:
    """Means and covariances of points X (..., n, p) that belong to each class with `weight` (..., 2, n).

    Weights are 0 and 1 where labels are known; both classes have some. `kind` is one of KINDS.
    `shrinkage`, from 0 to 1, is the share by which a covariance is drawn to the round one with the same
    mean variance (Ledoit & Wolf 2004). Of too few points covariances are singular: `floor` times the
    largest variance of all points is added to each variance, as scikit-learn's naive Bayes does.
    """
    p, size = X.shape[-1], weight.sum(axis=-1)[..., None]
    middle = X.mean(axis=-2, keepdims=True)
    apart = X - middle  # near 0 nothing is lost where squares are subtracted
    offset = weight @ apart / size
    least = floor * np.square(apart).mean(axis=-2).max(axis=-1)[..., None, None]
    shares = size / size.sum(axis=-2, keepdims=True)
    if kind in ("nbs", "nb"):
        spread = np.maximum(weight @ np.square(apart) / size - np.square(offset), 0.0)
        if kind == "nbs":
            spread = np.repeat((shares * spread).sum(axis=-2, keepdims=True), 2, axis=-2)
        round_one = spread.mean(axis=-1, keepdims=True)
        variances = (1 - shrinkage) * spread + shrinkage * round_one + least
        return GaussianClasses(middle + offset, variances)
    across = np.swapaxes(apart, -1, -2)[..., None, :, :] * weight[..., None, :]
    spread = across @ apart[..., None, :, :] / size[..., None]
    spread -= offset[..., None] * offset[..., None, :]
    if kind == "lda":
        pooled = (shares[..., None] * spread).sum(axis=-3, keepdims=True)
        spread = np.repeat(pooled, 2, axis=-3)
    size_of = np.trace(spread, axis1=-2, axis2=-1)[..., None, None] / p
    round_one = (shrinkage * size_of + least[..., None]) * np.eye(p)
    return GaussianClasses(middle + offset, (1 - shrinkage) * spread + round_one)


def parameters(kind: str, p: int) -> int:
    """How many numbers a fit to p features has, the share of class 1 among them."""
    pairs = p * (p + 1) // 2
    return {"nbs": 3 * p, "nb": 4 * p, "lda": 2 * p + pairs, "qda": 2 * p + 2 * pairs}[kind] + 1
