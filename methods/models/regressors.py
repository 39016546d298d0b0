"""Regressions fitted to many small training sets at once, at every complexity in one pass.

Shapes: `x` is (S, n) with S = M, or S = 1 where all M sets share their inputs; `y` is (M, n); `at`
is (G,), the inputs to predict for, or (S, G), if each set has its own. Every function returns
predictions (rungs, M, G). All are linear in `y`, so fits to the n unit vectors are the columns of
the smoother matrix.
"""

from collections.abc import Sequence

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

F64 = NDArray[np.float64]

DEPENDENT = 1e-11  # a column this short, of length 1 before projection, has no direction of its own
TIE = 1e-12  # inputs whose distances differ by less are as near, whatever rounding makes of it


def polynomial_fits(x: F64, y: F64, at: F64, highest: int) -> F64:
    """Least-squares polynomials of every degree from 0 to `highest`, for inputs in [0, 1].

    A basis orthonormal over each set's own inputs is built by Arnoldi's process, so that degree d
    is degree d - 1 plus one term, and no Vandermonde matrix is ever solved with.

    Returns (highest + 1, M, G); nan where a set has no more distinct inputs than the degree.

    References: Brubeck, Nakatsukasa & Trefethen, "Vandermonde with Arnoldi", SIAM Review 2021.
    """
    sets, n = x.shape
    t, u = 2 * x - 1, 2 * at - 1
    q = np.empty((sets, highest + 1, n))
    w = np.empty((sets, highest + 1, at.shape[-1]))
    q[:, 0], w[:, 0] = n**-0.5, n**-0.5
    fits = np.empty((highest + 1, len(y), at.shape[-1]))
    fits[0] = y.mean(axis=1, keepdims=True)
    for d in range(1, highest + 1):
        v, known = t * q[:, d - 1], q[:, :d]
        overlap = np.zeros((sets, d, 1))
        for _ in range(2):  # twice is enough (Parlett & Kahan)
            part = known @ v[:, :, None]
            v = v - (known.transpose(0, 2, 1) @ part)[:, :, 0]
            overlap += part
        length = np.sqrt(np.einsum("sn,sn->s", v, v))[:, None]
        length = np.where(length > DEPENDENT, length, np.nan)
        q[:, d] = v / length
        w[:, d] = (u * w[:, d - 1] - (w[:, :d].transpose(0, 2, 1) @ overlap)[:, :, 0]) / length
        np.multiply((q[:, d] * y).sum(axis=1, keepdims=True), w[:, d], out=fits[d])
        fits[d] += fits[d - 1]
    return fits


def run_starts(x: F64, at: F64, k: int) -> NDArray[np.intp]:
    """Where in each sorted row of `x` (S, n) the run of the k inputs nearest to each `at` begins.

    The k nearest on a line are neighbours in order; the run moves one to the right when the query
    passes the middle between the point it drops and the point it takes in. Ties, to TIE, stay left.
    Returns (S, G). Raises ValueError unless 1 <= k <= n.
    """
    sets, n = x.shape
    if not 1 <= k <= n:
        raise ValueError(f"k is {k}; it must be from 1 to {n}")
    if k == n:
        return np.zeros((sets, at.shape[-1]), dtype=np.intp)
    middle = (x[:, :-k] + x[:, k:]) / 2
    # One search for all rows: row s is moved by s spans, so that rows follow one another.
    low = min(float(at.min()), float(x.min()))
    span = max(float(at.max()), float(x.max())) - low + 1.0
    shift = span * np.arange(sets)[:, None]
    found = np.searchsorted((middle + shift).ravel(), (at - TIE + shift).ravel(), side="left")
    return np.asarray(found.reshape(sets, at.shape[-1]) - (n - k) * np.arange(sets)[:, None])


def knn_fits(x: F64, y: F64, at: F64, ks: Sequence[int]) -> F64:
    """The mean of the k nearest targets, for every k; rows of `x` sorted. Returns (len(ks), M, G).

    Raises ValueError for a k outside 1..n.
    """
    sums = np.concatenate([np.zeros((len(y), 1)), np.cumsum(y, axis=1)], axis=1)
    fits = np.empty((len(ks), len(y), at.shape[-1]))
    for fit, k in zip(fits, ks, strict=True):
        start = np.broadcast_to(run_starts(x, at, k), (len(y), at.shape[-1]))
        upper, lower = (np.take_along_axis(sums, s, axis=1) for s in (start + k, start))
        np.divide(upper - lower, k, out=fit)
    return fits


def ridge_fits(x: F64, y: F64, at: F64, penalties: Sequence[float], degree: int) -> F64:
    """Ridge on the Legendre polynomials of degree 1..`degree` of 2x - 1; the intercept goes free.

    Minimises |y - b0 - Zb|^2 + penalty |b|^2 (Hoerl & Kennard 1970) with Z centred on each set.
    Penalties above 0. Returns (len(penalties), M, G).
    """
    z = legendre.legvander(2 * x - 1, degree)[..., 1:]
    centre = z.mean(axis=1, keepdims=True)
    z = z - centre
    values, vectors = np.linalg.eigh(z.transpose(0, 2, 1) @ z)
    side = z.transpose(0, 2, 1) @ (y - y.mean(axis=1, keepdims=True))[:, :, None]
    turned = vectors.transpose(0, 2, 1) @ side
    basis = (legendre.legvander(2 * at - 1, degree)[..., 1:] - centre) @ vectors
    values = np.maximum(values, 0.0)[:, :, None]
    shrunk = np.stack([turned / (values + penalty) for penalty in penalties])[..., 0]
    fits = np.einsum("rmp,mgp->rmg", shrunk, np.broadcast_to(basis, (len(y), *basis.shape[1:])))
    return np.asarray(fits + y.mean(axis=1)[:, None])


def cosine_features(x: F64, frequency: F64, phase: F64) -> F64:
    """cos(x . frequency + phase): x (..., d), frequency (d, p), phase (p,) -> (..., p).

    For normal frequencies and phases uniform on a circle, 2/p times their inner product approaches
    a Gaussian kernel as p grows (Rahimi & Recht 2007).
    """
    # Single precision: numpy's cosine is several times faster there, and a rounding of 1e-7 only
    # makes these features very slightly other features.
    angle = (x @ frequency + phase).astype(np.float32)
    return np.cos(angle).astype(np.float64)


def feature_fits(train: F64, y: F64, at: F64, counts: Sequence[int], penalty: float = 0.0) -> F64:
    """Ridge on the first p features, for every p in `counts`; the shortest fit where penalty is 0.

    Parameters
    ----------
    train : (S, n, p_max) features of the training inputs, S = M or 1.
    y : (M, n); at : (G, p_max) features of the inputs to predict for.
    penalty : At 0, ordinary least squares while p <= n, and the interpolation of least norm beyond.
        Above, it is multiplied by p/2: that makes it the penalty for features scaled by
        sqrt(2/p), whose kernel has a limit, and so the same at every p.

    Returns
    -------
    (len(counts), M, G); nan where the features are linearly dependent.

    References: Hastie, Montanari, Rosset & Tibshirani, Annals of Statistics 2022 (minimum norm).
    """
    sets, n, _ = train.shape
    fits = np.empty((len(counts), len(y), len(at)))
    gram, done = np.zeros((sets, n, n)), 0
    for fit, p in zip(fits, counts, strict=True):
        z = train[:, :, :p]
        if p > done:
            fresh = train[:, :, done:p]
            gram = gram + fresh @ fresh.transpose(0, 2, 1)
            done = p
        if penalty == 0 and p <= n:
            q, r = np.linalg.qr(z)
            weights = _solve(r, q.transpose(0, 2, 1), y)
        else:
            inner = gram + penalty * p / 2 * np.eye(n)
            dual = _solve(inner, np.eye(n)[None], y)
            weights = (dual[:, None, :] @ z)[:, 0] if sets > 1 else dual @ z[0]
        np.matmul(weights, at[:, :p].T, out=fit)
    return fits


def _solve(a: F64, side: F64, y: F64) -> F64:
    """a^-1 side y for every set: (S, p, p), (S or 1, p, n), (M, n) -> (M, p); nan if singular."""
    size = np.abs(np.diagonal(a, axis1=1, axis2=2))
    sound = size.min(axis=1) > DEPENDENT * size.max(axis=1)
    a = np.where(sound[:, None, None], a, np.eye(a.shape[1]))
    right = side @ y[:, :, None] if len(a) > 1 or len(y) == 1 else (side[0] @ y.T)[None]
    found = np.linalg.solve(a, right)
    found = np.where(sound[:, None, None], found, np.nan)
    return np.asarray(found[:, :, 0] if len(a) > 1 or len(y) == 1 else found[0].T)
