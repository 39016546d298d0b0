"""A rule that turns as time goes by: labels are the side of a plane through 0, and the plane moves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
FEATURES = 5  # two of them have a say in the rule, as it turns


@dataclass(frozen=True, eq=False)
class Stream:
    """Labelled rows, step by step.

    Attributes
    ----------
    angle : (S,) radians; the rule of a step is the sign of x0 cos(angle) + x1 sin(angle).
    X : (S, n, FEATURES) standard normal.
    y : (S, n) labels -1 or 1 as they are recorded.
    """

    angle: Floats
    X: Floats
    y: Floats


def stream(rng: np.random.Generator, angle: Floats, rows: int, flips: float) -> Stream:
    """`rows` labelled rows at each step of `angle` (S,), a share `flips` of the labels turned over."""
    X = rng.standard_normal((len(angle), rows, FEATURES))
    turned = rng.random((len(angle), rows)) < flips
    side = X[..., 0] * np.cos(angle)[:, None] + X[..., 1] * np.sin(angle)[:, None] > 0
    return Stream(angle, X, np.where(side ^ turned, 1.0, -1.0))


def angle_between(angle: Floats, models: Floats) -> Floats:
    """The angle, 0 to pi, between the rules at `angle` (...,) and `models` (..., FEATURES).

    pi / 2 for a model of zeros, which knows nothing.
    """
    along = models[..., 0] * np.cos(angle) + models[..., 1] * np.sin(angle)
    length = np.sqrt(np.square(models).sum(axis=-1))
    cosine = np.divide(along, length, out=np.zeros_like(along), where=length > 0)
    found: Floats = np.arccos(np.clip(cosine, -1.0, 1.0))
    return found


def angle_error(angle: ArrayLike, flips: float) -> Floats:
    """The error rate of a plane at so many radians from the true one, inputs lying alike all round.

    A share angle / pi of the inputs lies between the two planes; of them 1 - flips are wrong, of the
    others flips.
    """
    return flips + (1 - 2 * flips) * np.asarray(angle, float) / np.pi


def recorded_error(X: Floats, y: Floats, model: Floats) -> Floats:
    """The share (S,) of rows X (S, n, f) on whose recorded label y (S, n) a model is wrong.

    `model` is (f,), or (S, f), one for each step.
    """
    wrong: Floats = np.mean(((X @ model[..., None])[..., 0] > 0) != (y > 0), axis=-1)
    return wrong
