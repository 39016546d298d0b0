"""How fast gradient descent and its momentum forms converge on a quadratic; where noise stops them.

On 1/2 x'Hx each eigenvector of H (a mode, curvature `eigenvalue`) goes its own way, so that one
number per mode, the factor by which an update shrinks it, says all.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def mode_factor(method: str, rate: ArrayLike, eigenvalue: ArrayLike, beta: float) -> Floats:
    """The factor per update in the long run of one mode; above 1 it grows. Shapes broadcast.

    gd: |1 - a| with a = rate eigenvalue. momentum: the larger |z| with
    z^2 - (1 + beta - a) z + beta = 0 (Polyak 1964; Goh 2017). nesterov: the same for
    z^2 - (1 + beta)(1 - a) z + beta (1 - a) = 0. nan for a method that has no fixed factor.
    """
    a: Floats = np.asarray(rate, dtype=float) * np.asarray(eigenvalue, dtype=float)
    if method == "gd":
        return np.asarray(np.abs(1 - a))
    if method == "momentum":
        return _larger_root(1 + beta - a, np.full_like(a, beta))
    if method == "nesterov":
        return _larger_root((1 + beta) * (1 - a), beta * (1 - a))
    return np.full_like(a, np.nan)


def _larger_root(total: Floats, product: Floats) -> Floats:
    """The larger |z| with z^2 - total z + product = 0."""
    root = np.sqrt((total * total - 4 * product).astype(complex))
    larger: Floats = np.maximum(np.abs(total + root), np.abs(total - root)) / 2
    return larger


def updates_for_tenfold(factor: ArrayLike) -> Floats:
    """Updates that bring a mode ten times nearer, -1 / log10 of its factor per update, any shape.

    nan where the factor is 1 or more: it does not come nearer.
    """
    gain = -np.log10(np.clip(factor, 1e-9, 1.0))
    return np.where(gain > 1e-9, 1 / np.maximum(gain, 1e-9), np.nan)


def mode_distances(path: Floats, minimum: Floats, hessian: Floats) -> Floats:
    """How far each point of a path (k, 2) is from the minimum (2,) along each mode: (k, 2).

    The modes are the eigenvectors of the Hessian (2, 2), the flattest first.
    """
    _, modes = np.linalg.eigh(hessian)
    distance: Floats = np.abs((path - minimum) @ modes)
    return distance


def window_means(values: Floats) -> Floats:
    """The mean of values[k] (n,) over windows from 0.8 k to 1.25 k: (n,).

    Narrow where a curve of loss falls fast, wide where it is flat and only noise is left.
    """
    k = np.arange(len(values))
    low, high = (0.8 * k).astype(int), np.minimum((1.25 * k).astype(int) + 1, len(values))
    total = np.concatenate([[0.0], np.cumsum(values)])
    mean: Floats = (total[high] - total[low]) / (high - low)
    return mean


def stability_edge(method: str, smoothness: float, beta: float) -> float:
    """The rate above which the steepest mode grows.

    gd 2/L; momentum 2 (1 + beta)/L; nesterov 2 (1 + beta)/((1 + 2 beta) L); nan for the rest.
    """
    stretch = {"gd": 1.0, "momentum": 1 + beta, "nesterov": (1 + beta) / (1 + 2 * beta)}
    return 2 * stretch.get(method, float("nan")) / smoothness


def best_momentum(mu: float, smoothness: float) -> tuple[float, float]:
    """The rate and beta at which the heavy ball is fastest on curvatures mu..L (Polyak 1964)."""
    low, high = np.sqrt(mu), np.sqrt(smoothness)
    return float(4 / (low + high) ** 2), float(((high - low) / (high + low)) ** 2)


def updates_needed(hessian: Floats, away: Floats, rate: float, tolerance: float) -> float:
    """Updates until gradient descent's excess loss on 1/2 x'Hx is at most `tolerance`, from `away`.

    By the closed form excess_k = 1/2 sum_i lambda_i c_i^2 (1 - rate lambda_i)^(2k).
    Infinite if it never is (or not within 10^12 updates).
    """
    eigenvalue, vector = np.linalg.eigh(hessian)
    weight = 0.5 * eigenvalue * (vector.T @ away) ** 2
    factor = np.abs(1 - rate * eigenvalue)
    if np.any((factor >= 1) & (weight > 0)):
        return float("inf")

    def excess(k: int) -> float:
        return float(weight @ factor ** (2.0 * k))

    low, high = 0, 1
    if excess(0) <= tolerance:
        return 0.0
    while excess(high) > tolerance:
        low, high = high, 2 * high
        if high > 10**12:
            return float("inf")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if excess(middle) > tolerance else (low, middle)
    return float(high)


def noise_floor(
    method: str,
    rate: float,
    beta: float,
    hessian: Floats,
    noise: Floats,
    spread: Floats | None = None,
) -> float:
    """The mean excess loss at which a noisy quadratic stops falling, in the long run.

    The gradient at x (x = 0 is the minimum) is (H + D) x + e with fresh D, e at every update, of
    mean 0: `noise` (2, 2) is E[e e'], `spread` (2, 2, 2, 2) is E[D_ab D_cd] (None: D is 0).
    Mini-batches of least squares are of this kind, exactly; added noise is the case without D.

    The covariance S of the state (x, velocity) obeys S = E[M S M'] + noise, a linear equation.
    Infinite if E[M S M'] grows: then the spread of the iterates has no limit. nan for other
    methods. In one dimension without D the variance is rate s^2 / (h (2 - rate h)) for gd (Mandt et
    al. 2017).
    """
    if method not in ("gd", "momentum", "nesterov"):
        return float("nan")
    beta = 0.0 if method == "gd" else beta
    eye, zero = np.eye(2), np.zeros((2, 2))
    # v' = beta v + (H + D)(x - q v) + e and x' = x - rate v', with q the look-ahead.
    q = rate * beta if method == "nesterov" else 0.0
    push = np.vstack([-rate * eye, eye])  # how a gradient enters (x', v')
    seen = np.hstack([eye, -q * eye])  # the point at which the gradient is taken
    keep = np.block([[eye, -rate * beta * eye], [zero, beta * eye]])
    mean = keep + push @ hessian @ seen
    grow = np.kron(mean, mean)
    if spread is not None:
        # D (x) D as a matrix that takes vec(S) to vec(E[D S D']).
        random = spread.transpose(0, 2, 1, 3).reshape(4, 4)
        grow = grow + np.kron(push, push) @ random @ np.kron(seen, seen)
    if np.abs(np.linalg.eigvals(grow)).max() >= 1:
        return float("inf")
    entering = push @ noise @ push.T
    state = np.linalg.solve(np.eye(16) - grow, entering.reshape(16)).reshape(4, 4)
    return float(0.5 * np.trace(hessian @ state[:2, :2]))
