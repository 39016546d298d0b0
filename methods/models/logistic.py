"""Logistic regression by Newton's method, for many weightings of the same rows at once."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]

# Newton's next step is about the square of the last: after one of 1e-6 nothing is left to gain.
SMALL_STEP, MOST_STEPS, FARTHEST = 1e-6, 100, 6.0
MOST_HALVES = 40
# A step that moves no log-odds by more than t lowers the loss by at least 1 - (e^t - 1 - t) / t^2 of its
# slope along it (Bach, *Self-concordant analysis for logistic regression*, 2010): down to here nothing.
SURE_STEP = 1.79


def with_ones(X: Floats) -> Floats:
    """X (n, d) with a first column of ones, for the intercept: (n, d + 1)."""
    return np.column_stack([np.ones(len(X)), X])


def fit_logistic(
    X: Floats,
    y: NDArray[np.bool_],
    weight: Floats,
    penalty: float = 1.0,
    start: Floats | None = None,
) -> Floats:
    """Coefficients, the intercept first, that minimise weighted log loss plus ridge; (s, d + 1).

    Minimises sum_i w_i log(1 + exp(-+ eta_i)) + penalty / 2 |b|^2, eta = a + X b, for each of s
    rows of `weight` (s, n); the intercept a goes free. scikit-learn's C is 1 / penalty. The penalty
    stays while weights grow, so that doubling all weights is not quite nothing.

    Iteratively reweighted least squares, which is Newton's method (Hastie, Tibshirani & Friedman
    2009, section 4.4.1), all weightings together; a step that would move any log-odds by more than
    6 is shortened. `start` (s, d + 1) saves steps. With penalty 0 and separable classes there is
    no minimum: the last of 100 steps is returned.
    """
    A = with_ones(X)
    s, p = len(weight), A.shape[1]
    upper = np.triu_indices(p)
    squares = A[:, upper[0]] * A[:, upper[1]]  # (n, p (p + 1) / 2): each row's outer product
    ridge = penalty * np.diag(np.r_[0.0, np.ones(p - 1)])
    beta = np.zeros((s, p)) if start is None else start.copy()
    if start is None:
        share = weight @ y / weight.sum(axis=1)
        beta[:, 0] = np.log(share / (1 - share))
    eta = beta @ A.T
    curvature = np.empty((s, p, p))
    for _ in range(MOST_STEPS):
        chance = expit(eta)
        spread = weight * chance
        slope = (weight * y - spread) @ A - beta @ ridge
        spread *= 1 - chance
        flat = spread @ squares
        curvature[:, upper[0], upper[1]] = flat
        curvature[:, upper[1], upper[0]] = flat
        step = np.linalg.solve(curvature + ridge + 1e-12 * np.eye(p), slope[..., None])[..., 0]
        moved = step @ A.T
        far = np.maximum(np.abs(moved).max(axis=1), 1e-300)
        length = np.minimum(FARTHEST / far, 1.0)[:, None]
        beta += length * step
        eta += length * moved
        if far.max() < SMALL_STEP:
            break
    return beta


def fit_logistic_sets(
    X: Floats, y: NDArray[np.bool_], penalty: float = 1.0, start: Floats | None = None
) -> Floats:
    """Coefficients as of `fit_logistic`, but for s sets of points X (s, n, d) with y (s, n): (s, d + 1).

    Newton's method for all sets together; a step that makes the loss larger, as only one above SURE_STEP
    may, is halved until it does not. `start` (s, d + 1) saves steps.
    """
    s, n, d = X.shape
    columns = np.concatenate([np.ones((s, 1, n)), np.swapaxes(X, 1, 2)], axis=1)
    one = y.astype(float)
    ridge = penalty * np.diag(np.r_[0.0, np.ones(d)])
    beta = np.zeros((s, d + 1)) if start is None else start.copy()
    eta = (beta[:, None] @ columns)[:, 0]

    def loss(beta: Floats, eta: Floats, one: Floats) -> Floats:
        squares = np.square(beta[:, 1:]).sum(axis=1)
        return np.asarray(np.logaddexp(0, (1 - 2 * one) * eta).sum(axis=1) + penalty / 2 * squares)

    going = np.arange(s)
    for _ in range(MOST_STEPS):
        every = len(going) == s  # then nothing is copied
        A, label = (columns, one) if every else (columns[going], one[going])
        b, e = beta[going], eta[going]
        with np.errstate(over="ignore"):
            chance = 1 / (1 + np.exp(-e))
        slope = (A @ (label - chance)[..., None])[..., 0] - b @ ridge
        curvature = (A * (chance * (1 - chance))[:, None]) @ np.swapaxes(A, 1, 2)
        curvature += ridge + 1e-12 * np.eye(d + 1)
        step = np.linalg.solve(curvature, slope[..., None])[..., 0]
        moved = (step[:, None] @ A)[:, 0]
        far = np.abs(moved).max(axis=1)
        length, long = np.ones((len(going), 1)), np.flatnonzero(~(far <= SURE_STEP))
        if long.size:
            before = loss(b[long], e[long], label[long])
        for _ in range(MOST_HALVES if long.size else 0):
            part = length[long]
            now = loss(b[long] + part * step[long], e[long] + part * moved[long], label[long])
            worse = ~(now <= before * (1 + 1e-12))
            long, before = long[worse], before[worse]
            if not long.size:
                break
            length[long] /= 2
        beta[going], eta[going] = b + length * step, e + length * moved
        going = going[far >= SMALL_STEP]
        if not len(going):
            break
    return beta


def log_odds(X: Floats, beta: Floats) -> Floats:
    """a + X b for each row of `beta` (..., d + 1) and of X (n, d): (..., n)."""
    return beta @ with_ones(X).T
