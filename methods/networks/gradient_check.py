"""Gradients by differences of the loss, which take no chain rule: a check of backpropagation."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def central_differences(
    loss: Callable[[Floats], Floats], theta: Floats, step: float, which: NDArray[np.intp]
) -> Floats:
    """(len(which),) (f(theta + step e) - f(theta - step e)) / (2 step) for those of theta's P places.

    `loss` takes (m, P) and gives (m,). The error is about step^2 f''' / 6 + rounding / step, least near
    the cube root of the machine epsilon, 6e-6; at a kink, as ReLU's, it is of no order.
    """
    moved = step * np.eye(len(theta))[which]
    return (loss(theta + moved) - loss(theta - moved)) / (2 * step)


def forward_differences(
    loss: Callable[[Floats], Floats], theta: Floats, step: float, which: NDArray[np.intp]
) -> Floats:
    """(len(which),) (f(theta + step e) - f(theta)) / step: an error of step f'' / 2, least near 1e-8."""
    moved = step * np.eye(len(theta))[which]
    return (loss(theta + moved) - loss(theta[None])) / step


def relative_error(a: Floats, b: Floats) -> float:
    """|a - b| / (|a| + |b|), from 0 to 1; 0 if both are 0."""
    total = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / total) if total > 0 else 0.0
