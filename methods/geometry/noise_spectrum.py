"""How large eigenvalues are that noise alone makes, and images of noise with a few signals in them."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def noise_edge(n: int, p: int, variance: float = 1.0) -> float:
    """The largest eigenvalue of the covariance of n rows of p independent features, for large n and p.

    variance (1 + sqrt(p / n))²: where the bulk ends (Marchenko and Pastur 1967). At finite n the largest
    one lies about it, now below and now above, so it is no test.
    """
    return float(variance * (1 + np.sqrt(p / n)) ** 2)


def permuted_spectrum(
    X: Floats, times: int, level: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """The quantile at `level` of each eigenvalue after the columns of X (n, p) were permuted: (p,).

    Permuted on its own each column keeps its values, and what columns have to do with each other is
    gone: parallel analysis (Horn 1965). Eigenvalues are those of covariances, divisor n - 1, falling.
    """
    centred = X - X.mean(axis=0)
    found = []
    for _ in range(times):
        mixed = rng.permuted(centred, axis=0)
        found.append(np.linalg.eigvalsh(mixed.T @ mixed / (len(X) - 1))[::-1])
    return np.quantile(np.maximum(found, 0.0), level, axis=0)


def above_in_a_row(values: Floats, limits: Floats | float) -> int:
    """How many of the first values (k,) lie above their limits before one does not."""
    above = np.asarray(values) > limits
    return int(above.argmin()) if not above.all() else len(above)


def spiked_images(
    n: int, side: int, variances: tuple[float, ...], rng: np.random.Generator
) -> Floats:
    """Rows (n, side²) of normal noise with variance 1, larger along a few smooth patterns.

    The patterns are products of cosines, at right angles; along each the variance is that of
    `variances`, 1 at least (a spiked covariance, Johnstone 2001). Patterns finer than the image are left
    out.
    """
    X = rng.standard_normal((n, side * side))
    place = np.pi * (np.arange(side) + 0.5) / side
    waves = [np.cos(k * place) for k in range(side)]
    found = [(j, k) for j, k in ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0)) if max(j, k) < side]
    for (j, k), variance in zip(found, variances, strict=False):
        pattern = np.outer(waves[j], waves[k]).ravel()
        pattern /= np.linalg.norm(pattern)
        X += np.sqrt(variance - 1) * np.outer(rng.standard_normal(n), pattern)
    return X
