"""Loss surfaces of two parameters: value, gradient, curvature, minimum.

Gradients take and give python floats, which is some ten times faster than numpy for two numbers;
values take arrays of points, shape (..., 2).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]
Pair = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Surface:
    """A loss f of two parameters.

    Attributes
    ----------
    excess : points (..., 2) -> (...), f - f(lowest minimum), never negative.
    gradient : (x, y) -> (df/dx, df/dy).
    hessian : (2, 2), second derivatives at the lowest minimum (the first of `minima`).
    minima : (m, 2), every minimum, the lowest first.
    lowest : f at the lowest minimum.
    smoothness : L, the largest curvature: of all f where that is finite (quadratic, logistic), else
        the larger of those at the lowest minimum and at the start.
    """

    excess: Callable[[Floats], Floats]
    gradient: Callable[[float, float], Pair]
    hessian: Floats
    minima: Floats
    lowest: float
    smoothness: float


def rotation(degrees: float) -> Floats:
    """The (2, 2) matrix that turns a point anticlockwise."""
    if degrees == 90:  # cos(90 degrees) is 6e-17 in floats; a quarter turn is exact
        return np.array([[0.0, -1.0], [1.0, 0.0]])
    c, s = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return np.array([[c, -s], [s, c]])


def bowl_hessian(condition: float, degrees: float) -> Floats:
    """R diag(1, condition) R': curvature 1 along the direction `degrees` from the first axis."""
    turn = rotation(degrees)
    hessian: Floats = turn @ np.diag([1.0, condition]) @ turn.T
    return hessian


def quadratic(hessian: Floats, minimum: Floats, lowest: float = 0.0) -> Surface:
    """f = lowest + 1/2 (theta - minimum)' H (theta - minimum)."""
    (a, b), (_, c) = hessian.tolist()
    x0, y0 = minimum.tolist()

    def excess(points: Floats) -> Floats:
        x, y = points[..., 0] - x0, points[..., 1] - y0
        # A thin rotated bowl may round to -1e-17 on its floor.
        value: Floats = 0.5 * (a * x * x + 2 * b * x * y + c * y * y)
        return np.maximum(value, 0.0)

    def gradient(x: float, y: float) -> Pair:
        x, y = x - x0, y - y0
        return a * x + b * y, b * x + c * y

    return Surface(excess, gradient, hessian, minimum[None, :], lowest, _steepest(hessian))


def _steepest(hessian: Floats) -> float:
    return float(np.linalg.eigvalsh(hessian)[-1])


def bowl(condition: float, degrees: float) -> Surface:
    """The quadratic with curvatures 1 and `condition`, turned by `degrees`, lowest at 0."""
    return quadratic(bowl_hessian(condition, degrees), np.zeros(2))


def rosenbrock(start: Pair = (1.0, 1.0)) -> Surface:
    """(1 - x)^2 + 100 (y - x^2)^2: a bent ravine, lowest at (1, 1) (Rosenbrock 1960)."""

    def curvature(x: float, y: float) -> Floats:
        return np.array([[1200 * x * x - 400 * y + 2, -400 * x], [-400 * x, 200.0]])

    def excess(points: Floats) -> Floats:
        x, y = points[..., 0], points[..., 1]
        value: Floats = (1 - x) ** 2 + 100 * (y - x * x) ** 2
        return value

    def gradient(x: float, y: float) -> Pair:
        across = y - x * x
        return -2 * (1 - x) - 400 * x * across, 200 * across

    hessian = curvature(1.0, 1.0)
    steepest = max(_steepest(hessian), _steepest(curvature(*start)))
    return Surface(excess, gradient, hessian, np.ones((1, 2)), 0.0, steepest)


def saddle(start: Pair = (0.0, 0.0)) -> Surface:
    """x^2 - y^2 + 0.05 y^4: flat at 0, neither top nor bottom; lowest at (0, +-sqrt 10)."""

    def excess(points: Floats) -> Floats:
        x, y = points[..., 0], points[..., 1]
        value: Floats = x * x + 0.05 * (y * y - 10) ** 2  # = f + 5, as a sum of squares
        return value

    def gradient(x: float, y: float) -> Pair:
        return 2 * x, -2 * y + 0.2 * y * y * y

    minima = np.array([[0.0, np.sqrt(10)], [0.0, -np.sqrt(10)]])
    steepest = max(4.0, 0.6 * start[1] ** 2 - 2)
    return Surface(excess, gradient, np.diag([2.0, 4.0]), minima, -5.0, steepest)


def two_minima(start: Pair = (0.0, 0.0)) -> Surface:
    """0.1 (x^2 - 4)^2 + 0.3 x + y^2 / 2: two valleys, the left one lower."""
    # f' = 0.4 x^3 - 1.6 x + 0.3; its outer roots are the minima.
    left, _, right = np.sort(np.roots([0.4, 0.0, -1.6, 0.3]).real).tolist()

    def height(x: Floats) -> Floats:
        value: Floats = 0.1 * (x * x - 4) ** 2 + 0.3 * x
        return value

    lowest = float(height(np.array(left)))

    def excess(points: Floats) -> Floats:
        value: Floats = height(points[..., 0]) - lowest + 0.5 * points[..., 1] ** 2
        return np.maximum(value, 0.0)

    def gradient(x: float, y: float) -> Pair:
        return 0.4 * x * (x * x - 4) + 0.3, y

    curvature = 1.2 * left * left - 1.6
    hessian = np.diag([curvature, 1.0])
    minima = np.array([[left, 0.0], [right, 0.0]])
    steepest = max(curvature, 1.0, 1.2 * start[0] ** 2 - 1.6)
    return Surface(excess, gradient, hessian, minima, lowest, steepest)


def least_squares(x: Floats, y: Floats) -> Surface:
    """Half the mean squared error of the line theta_0 + theta_1 x.

    Its Hessian is X'X/n with X = [1, x], so L is the largest eigenvalue of that. x, y: (n,).
    """
    design = np.column_stack([np.ones_like(x), x])
    hessian: Floats = design.T @ design / len(x)
    best: Floats = np.asarray(np.linalg.lstsq(design, y, rcond=None)[0], dtype=np.float64)
    residual = y - design @ best
    return quadratic(hessian, best, float(residual @ residual) / (2 * len(x)))


def logistic(x: Floats, y: Floats) -> Surface:
    """Mean log loss of the chance expit(theta_0 + theta_1 x) that y is 1. x, y: (n,), y 0 or 1.

    L <= largest eigenvalue of X'X / (4n), as p (1 - p) <= 1/4. The minimum is found by Newton's
    method; ValueError if there is none (a threshold on x parts the classes).
    Rows with the same x are counted together, which makes rounded x fast.
    """
    level, where = np.unique(x, return_inverse=True)
    rows = np.bincount(where) / len(x)
    ones = np.bincount(where, weights=y) / len(x)
    design = np.column_stack([np.ones_like(level), level])

    def loss(points: Floats) -> Floats:
        z = points[..., :1] + points[..., 1:] * level
        value: Floats = np.logaddexp(0.0, z) @ rows - z @ ones
        return value

    def gradient(a: float, b: float) -> Pair:
        miss = rows * expit(a + b * level) - ones
        return float(miss.sum()), float(miss @ level)

    best = np.zeros(2)
    for _ in range(100):
        p = expit(design @ best)
        hessian: Floats = (design.T * (rows * p * (1 - p))) @ design
        move = np.linalg.solve(hessian + 1e-12 * np.eye(2), np.array(gradient(*best.tolist())))
        # A long step is shortened: from afar Newton's method may overshoot.
        best = best - move / max(1.0, float(np.abs(move).max()))
        if np.abs(move).max() < 1e-12:
            break
    else:
        raise ValueError("the log loss has no minimum: a threshold on x parts the classes")
    lowest = float(loss(best))
    top = float(np.linalg.eigvalsh((design.T * rows) @ design)[-1]) / 4
    return Surface(
        lambda points: np.maximum(loss(points) - lowest, 0.0),
        gradient, hessian, best[None, :], lowest, top,
    )  # fmt: skip
