"""Gradient descent with momentum."""

import numpy as np


def descend(gradient, start, rate, momentum, steps):
    """The path, steps + 1 points from `start` on, as an array (steps + 1, d).

    The velocity begins at 0 and becomes momentum * velocity - rate * gradient(point), which is then
    added to the point.
    """
    path = np.empty((steps + 1, len(start)))
    path[0] = start
    velocity = np.zeros(len(start))
    for i in range(steps):
        velocity = momentum * velocity - rate * np.asarray(gradient(path[i]))
        path[i + 1] = path[i] + velocity
    return path
