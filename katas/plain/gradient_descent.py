"""Gradient descent with momentum."""


def descend(gradient, start, rate, momentum, steps):
    """The path, steps + 1 points from `start` on, each a list of numbers.

    The velocity begins at 0 and becomes momentum * velocity - rate * gradient(point), which is then
    added to the point.
    """
    point, velocity = list(start), [0.0] * len(start)
    path = [list(point)]
    for _ in range(steps):
        slopes = gradient(point)
        velocity = [momentum * v - rate * g for v, g in zip(velocity, slopes)]
        point = [p + v for p, v in zip(point, velocity)]
        path.append(list(point))
    return path
