"""Points in the plane with groups that k-means finds, or does not."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def normal_groups(
    means: ArrayLike, sd: ArrayLike, sizes: Sequence[int], rng: np.random.Generator
) -> tuple[Floats, Ints]:
    """Round normal groups of `means` (g, 2), `sd` and `sizes` (g,): points (n, 2), their group (n,)."""
    label = np.repeat(np.arange(len(sizes)), sizes)
    noise = rng.standard_normal((len(label), 2))
    spread = np.broadcast_to(np.asarray(sd, float), len(sizes))
    return np.asarray(means, float)[label] + spread[label, None] * noise, label


def strips(
    apart: float, sizes: Sequence[int], degrees: float, rng: np.random.Generator
) -> tuple[Floats, Ints]:
    """Two long groups, sd 4 and 0.4, `apart` above and below the middle, turned by so many `degrees`."""
    points, label = normal_groups([[0.0, 0.0], [0.0, 0.0]], 1.0, sizes, rng)
    points = points * [4.0, 0.4] + np.where(label, apart, -apart)[:, None] * [0.0, 1.0]
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return points @ turn, label


def rings(
    radius: ArrayLike, sd: float, sizes: Sequence[int], rng: np.random.Generator
) -> tuple[Floats, Ints]:
    """Rings around one middle, of `radius` and `sizes` (g,), with normal noise across."""
    label = np.repeat(np.arange(len(sizes)), sizes)
    angle = 2 * np.pi * rng.random(len(label))
    far = np.asarray(radius, float)[label] + sd * rng.standard_normal(len(label))
    return far[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), label
