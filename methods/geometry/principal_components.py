"""Principal components: the directions along which centred data spread most."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

Floats = NDArray[np.float64]
ROUNDING = 1e-10  # share of the largest variance below which one is taken to be 0


@dataclass(frozen=True, eq=False)
class Components:
    """Leading principal components of data of p features.

    Attributes
    ----------
    mean : (p,) of the data they were found in.
    axes : (k, p) unit vectors at right angles, the one of largest variance first. Of each the entry of
        largest size is positive, since a sign means nothing.
    variances : (k,) along the axes, with the divisor n - 1, falling.
    total : The sum of all variances, also of components that were not asked for.
    """

    mean: Floats
    axes: Floats
    variances: Floats
    total: float

    def scores(self, X: Floats) -> Floats:
        """Coordinates (m, k) of rows X (m, p) along the axes, from the mean."""
        return np.asarray((X - self.mean) @ self.axes.T)

    def rebuilt(self, scores: Floats) -> Floats:
        """Rows (m, p) from their first scores (m, j), j up to k: the nearest there are."""
        return np.asarray(self.mean + scores @ self.axes[: scores.shape[1]])


def principal_components(X: Floats, most: int | None = None) -> Components:
    """The components of the rows X (n, p), n at least 2, or the first `most` of them.

    There are at most min(n - 1, p), and none along which nothing varies. Eigenvectors are taken of the
    smaller of two matrices: of the features' covariances (p, p), or of the rows' products (n, n).
    Hotelling (1933); Pearson (1901).
    """
    n, p = X.shape
    mean = X.mean(axis=0)
    centred = X - mean
    few = min(n, p)
    first = max(few - (few if most is None else most), 0)
    products = centred.T @ centred if p <= n else centred @ centred.T
    products /= n - 1
    if first:
        values, vectors = eigh(products, subset_by_index=[first, few - 1])
    else:
        values, vectors = np.linalg.eigh(products)
    values, vectors = values[::-1], vectors[:, ::-1]
    there = values > ROUNDING * max(float(values[0]), 0.0)
    values, axes = values[there], vectors[:, there].T
    if p > n:
        axes = axes @ centred
        axes /= np.linalg.norm(axes, axis=1, keepdims=True)
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    return Components(
        mean, axes * np.sign(largest), values, float(np.square(centred).sum() / (n - 1))
    )


def kept_shares(components: Components, X: Floats) -> Floats:
    """The share of the variance of rows X (m, p) that 0, 1, up to all k components keep: (k + 1,).

    One less the squared error of the rebuilt rows over that of the mean: also of rows that the
    components were not fitted to. nan if all of X lies at the mean.
    """
    total = float(np.square(X - components.mean).sum())
    kept = np.concatenate([[0.0], np.square(components.scores(X)).sum(axis=0).cumsum()])
    return kept / total if total > 0 else np.full_like(kept, np.nan)


def components_for(variances: Floats, total: float, share: float) -> float:
    """How many components keep at least that share of the total variance; nan if these do not."""
    enough = np.flatnonzero(np.cumsum(variances) >= share * total * (1 - 1e-12))
    return float(enough[0] + 1) if enough.size else float("nan")
