"""Least squares with a penalty: lasso, elastic net and ridge, and where a coefficient is exactly zero.

For centred X (n, p) and y (n,), with G = X'X/n, c = X'y/n, a strength lam and a mix a, all minimise

    RSS / (2n) + lam (a sum |b_j| + (1 - a) / 2 sum b_j²)

in which a = 1 is the lasso (Tibshirani 1996), a = 0 ridge (Hoerl and Kennard 1970), and what lies
between the elastic net, Zou and Hastie's "naive" one (2005), as scikit-learn's ElasticNet and glmnet
have it. An intercept is never penalised: centring takes its place.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

ROUNDING = 1e-10  # of the strength: a gradient so little beyond it is at it
NULL = (
    1e-12  # added to the diagonal of G, so that features which depend on each other can be solved
)


def soft_threshold(z: ArrayLike, by: ArrayLike) -> Floats:
    """sign(z) max(|z| - by, 0), any shapes: the lasso of one feature with variance 1."""
    z = np.asarray(z, float)
    return np.asarray(np.sign(z) * np.maximum(np.abs(z) - by, 0.0))


def moments(X: Floats, y: Floats) -> tuple[Floats, Floats]:
    """G (..., p, p) and c (..., p) of X (..., n, p) and y (..., n), which are centred first."""
    X, y = X - X.mean(axis=-2, keepdims=True), y - y.mean(axis=-1, keepdims=True)
    n, across = y.shape[-1], X.swapaxes(-1, -2)
    return across @ X / n, (across @ y[..., None])[..., 0] / n


def largest_strength(c: Floats, mix: float) -> float:
    """The least lam at which all coefficients are zero, max |c_j| / a; infinite for ridge, a = 0."""
    return float(np.abs(c).max() / mix) if mix else float("inf")


def penalised_paths(
    G: Floats, c: Floats, lams: Floats, mix: float, start: Floats | None = None
) -> Floats:
    """Coefficients of R problems along falling strengths: (L, R, p).

    G is (R, p, p), c (R, p), lams (L,) or (L, R) for each its own; `start`, (R, p) or (p,), are the
    coefficients at a strength nearby, which is quicker than from zero. Along strengths an active set
    is solved with its signs as far as they hold; there a coefficient that would cross zero stops and
    leaves, and of those at zero whose gradient is beyond lam a the worst one joins, until none is
    (Osborne, Presnell and Turlach 2000). The problems are solved together, which numpy does in a
    fraction of the time. Where features depend on each other many solutions are as good, and one of
    them is found. Each turn lowers the objective, so it ends; after 100 + 20 p turns at one strength
    it is left as it is.
    """
    R, p = c.shape
    lams = np.broadcast_to(np.asarray(lams, float).reshape(len(lams), -1), (len(lams), R))
    if mix == 0:
        return ridge_paths(G, c, lams)
    L, eye, found = len(lams), np.eye(p), np.empty((len(lams), R, p))
    b = np.zeros((R, p)) + (0.0 if start is None else start)
    sign = np.sign(b)
    solved, turns = np.zeros(R, int), np.zeros(R, int)  # strengths; and turns at the next
    todo = np.arange(R)
    while todo.size:
        # (l, r): while its signs hold the coefficients of a lasso run straight, from one system
        ahead = np.arange(L - solved[todo].min() if mix == 1 else 1)[:, None]
        at = solved[todo] + ahead
        lam = lams[np.minimum(at, L - 1), todo]
        t, k = mix * lam[..., None], (1 - mix) * lam[:1, :, None, None]
        s, A = sign[todo], G[todo] + (k + NULL) * eye
        active = s != 0
        system = np.where(active[:, :, None] & active[:, None, :], A, eye)
        ends = np.linalg.solve(system, np.stack([np.where(active, c[todo], 0.0), s], axis=2))
        pulls = A @ ends
        target = ends[..., 0] - t * ends[..., 1]
        gradient = c[todo] - pulls[..., 0] + t * pulls[..., 1]
        outside = np.abs(gradient) <= t * (1 + ROUNDING)
        holds = np.where(active, target * s > 0, outside).all(axis=2)
        holds[0] |= turns[todo] > 100 + 20 * p
        more = np.where(holds.all(axis=0), len(ahead), holds.argmin(axis=0))
        new, r = np.nonzero((ahead < more) & (at < L))
        found[at[new, r], todo[r]] = target[new, r]
        solved[todo] = np.minimum(solved[todo] + more, L)
        turns[todo] = np.where(more, 0, turns[todo] + 1)
        moved = todo[more > 0]
        b[moved] = found[solved[moved] - 1, moved]
        # a turn at the first strength at which these signs do not hold
        r = np.flatnonzero((more < len(ahead)) & (solved[todo] < L))
        some, s, active = todo[r], s[r], active[r]
        todo = todo[solved[todo] < L]
        target, gradient, old = target[more[r], r], gradient[more[r], r], b[some]
        crossing = active & (target * s <= 0)
        gap = np.where(crossing, np.abs(old - target), 1.0)
        share = np.where(crossing, np.abs(old) / np.where(gap > 0, gap, 1.0), np.inf)
        leaves, stopped = share.argmin(axis=1), crossing.any(axis=1)
        step = np.where(stopped, share[np.arange(r.size), leaves], 1.0)
        b[some] = old + step[:, None] * (target - old)
        b[some[stopped], leaves[stopped]] = 0.0
        joins = np.where(active, 0.0, np.abs(gradient)).argmax(axis=1)
        joined = np.sign(gradient[np.arange(r.size), joins])
        sign[some, np.where(stopped, leaves, joins)] = np.where(stopped, 0.0, joined)
    return found


def ridge_paths(G: Floats, c: Floats, lams: Floats) -> Floats:
    """Ridge of R problems at strengths (L,) or (L, R), from one eigendecomposition each: (L, R, p).

    Along each eigenvector of G, with eigenvalue w, least squares is multiplied by w / (w + lam).
    """
    w, V = np.linalg.eigh(G)
    along = np.einsum("rij,ri->rj", V, c)
    lams = np.asarray(lams, float).reshape(len(lams), -1, 1)
    return np.asarray(np.einsum("rij,lrj->lri", V, along / (np.maximum(w, 0.0) + lams)))


def shrinkage(G: Floats, lam: float) -> Floats:
    """What ridge leaves of least squares along each eigenvector of G (p, p), w / (w + lam), rising: (p,).

    Their sum is the degrees of freedom (Hastie, Tibshirani and Friedman 2009, 3.50).
    """
    w = np.maximum(np.linalg.eigvalsh(G), 0.0)
    return np.asarray(w / (w + lam))


def optimality_gap(G: Floats, c: Floats, b: Floats, lam: float, mix: float) -> float:
    """By how much b (p,) misses the conditions of the minimum (Karush, Kuhn and Tucker); 0 there.

    Where b_j is not zero the gradient c - G b - lam (1 - a) b is lam a sign(b_j), else it is at most
    lam a in size.
    """
    gradient = c - G @ b - lam * (1 - mix) * b
    missed = np.where(
        b != 0, np.abs(gradient - lam * mix * np.sign(b)), np.abs(gradient) - lam * mix
    )
    return float(max(missed.max(), 0.0))


def zero_zone(G: Floats, lam: float, mix: float, reach: float) -> Floats:
    """The outline of all least-squares points of two features whose solution has a zero: (13, 2).

    A cross: where |c_j| <= lam a for both, both are zero; from there four arms go on, along which one
    coefficient is zero while the other runs to `reach`. Of ridge the arms have no width. Found from
    the conditions of the minimum; G is (2, 2) and regular, LinAlgError if it is not. The last point
    is the first.
    """
    t, k = lam * mix, lam * (1 - mix)
    one, two, r = (G[0, 0] + k) * reach + t, (G[1, 1] + k) * reach + t, G[0, 1] * reach
    # in c, counterclockwise: an inner corner, then the two far ends of the arm that follows it
    outline = [
        (t, -t), (one, r - t), (one, r + t),
        (t, t), (r + t, two), (r - t, two),
        (-t, t), (-one, t - r), (-one, -r - t),
        (-t, -t), (-r - t, -two), (t - r, -two),
        (t, -t),
    ]  # fmt: skip
    return np.asarray(np.linalg.solve(G, np.array(outline, float).T).T)


def equal_penalty(at: Floats, mix: float, directions: int = 81) -> Floats:
    """The line of two coefficients with the same penalty as the point `at` (2,): (directions, 2).

    A diamond for the lasso, a circle for ridge. Its corners are among the points where directions - 1
    is a multiple of 4.
    """
    turn = np.linspace(0, 2 * np.pi, directions)
    way = np.column_stack([np.cos(turn), np.sin(turn)])
    level = mix * np.abs(at).sum() + (1 - mix) / 2 * float(at @ at)
    slope = mix * np.abs(way).sum(axis=1)
    # slope r + (1 - a)/2 r² = level, in a form that holds at a = 1 too
    root = np.sqrt(slope**2 + 2 * (1 - mix) * level)
    return np.asarray(way * (2 * level / np.maximum(slope + root, 1e-300))[:, None])
