"""Logistic regression by Newton's method, for many weightings of the same rows at once."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]

# Newton's next step is about the square of the last: after one of 1e-6 nothing is left to gain.
SMALL_STEP, MOST_STEPS, FARTHEST = 1e-6, 100, 6.0
MOST_HALVES = 40


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

    Newton's method for all sets together; a step that makes the loss larger is halved until it does not.
    `start` (s, d + 1) saves steps.
    """
    s, n, d = X.shape
    A = np.concatenate([np.ones((s, n, 1)), X], axis=2)
    turned = np.ascontiguousarray(np.swapaxes(A, 1, 2))
    side = np.where(y, 1.0, -1.0)
    ridge = penalty * np.diag(np.r_[0.0, np.ones(d)])
    beta = np.zeros((s, d + 1)) if start is None else start.copy()
    eta = (A @ beta[..., None])[..., 0]

    def loss(beta: Floats, eta: Floats, side: Floats) -> Floats:
        squares = np.square(beta[:, 1:]).sum(axis=1)
        return np.asarray(np.logaddexp(0, -side * eta).sum(axis=1) + penalty / 2 * squares)

    before, going = loss(beta, eta, side), np.arange(s)
    for _ in range(MOST_STEPS):
        every = len(going) == s  # then nothing is copied
        a, t, sides = (A, turned, side) if every else (A[going], turned[going], side[going])
        b, e, last = beta[going], eta[going], before[going]
        chance = expit(e)
        slope = (t @ ((sides + 1) / 2 - chance)[..., None])[..., 0] - b @ ridge
        curvature = (t * (chance * (1 - chance))[:, None]) @ a + ridge + 1e-12 * np.eye(d + 1)
        step = np.linalg.solve(curvature, slope[..., None])[..., 0]
        moved = (a @ step[..., None])[..., 0]
        length = np.ones((len(going), 1))
        for _ in range(MOST_HALVES):
            now = loss(b + length * step, e + length * moved, sides)
            worse = ~(now <= last * (1 + 1e-12))
            if not worse.any():
                break
            length[worse] /= 2
        beta[going], eta[going], before[going] = b + length * step, e + length * moved, now
        going = going[np.abs(moved).max(axis=1) >= SMALL_STEP]
        if not len(going):
            break
    return beta


def log_odds(X: Floats, beta: Floats) -> Floats:
    """a + X b for each row of `beta` (..., d + 1) and of X (n, d): (..., n)."""
    return beta @ with_ones(X).T
