"""Two classes of points in the plane: one where the groups are the classes, one where they are not."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

APART, GROUP_SD, CLASS_SD = 2.0, 0.6, 0.8


def half_moons(n: int, noise: float, rng: np.random.Generator) -> tuple[Floats, Ints]:
    """Two half circles of radius 1 that reach into each other: points (n, 2) and their class (n,).

    `noise` is the standard deviation added to both coordinates. The classes are as large as each other,
    or class 1 is larger by one.
    """
    label = np.arange(n) >= n // 2
    angle = np.pi * rng.random(n)
    x = np.where(label, 1 - np.cos(angle), np.cos(angle))
    y = np.where(label, 0.5 - np.sin(angle), np.sin(angle))
    points = np.column_stack([x, y]) + noise * rng.standard_normal((n, 2))
    return points, label.astype(np.int64)


def crossed_groups(
    n: int, separation: float, rng: np.random.Generator
) -> tuple[Floats, Ints, Ints]:
    """Two groups along x that say nothing of the class, which lies along y: points (n, 2), class, group.

    The groups are at x = -2 and 2, standard deviation 0.6; the classes at y = -separation and
    separation, standard deviation 0.8. A quarter of the points each, but for what is left over.
    """
    label, group = np.arange(n) % 2, np.arange(n) // 2 % 2
    middle = np.column_stack([APART * (2 * group - 1), separation * (2 * label - 1)])
    points = middle + rng.standard_normal((n, 2)) * [GROUP_SD, CLASS_SD]
    return points, label, group


def half_moon_densities(x: Floats, y: Floats, noise: float) -> tuple[Floats, Floats]:
    """The densities of the two moons of `half_moons` at y (m,) by x (n,), each (m, n).

    Each is the mean of normal densities around 200 points of its arc.
    """
    angle = np.pi * (np.arange(200) + 0.5) / 200
    found = []
    for across, up in (
        (np.cos(angle), np.sin(angle)),
        (1 - np.cos(angle), 0.5 - np.sin(angle)),
    ):
        near_x = np.exp(-0.5 * np.square(np.subtract.outer(x, across) / noise))
        near_y = np.exp(-0.5 * np.square(np.subtract.outer(y, up) / noise))
        found.append(near_y @ near_x.T / (len(angle) * 2 * np.pi * noise**2))
    return found[0], found[1]
