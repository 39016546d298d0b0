"""The update rules that optimizers are named for, and the schedules that shrink their rate.

Every rule works on each parameter by itself, so one set of lines serves a float and an array alike.
All have the same shape: `rule(theta, g, first, second, t, rate, ...) -> (theta, first, second)`.
`first` remembers a direction (velocity, first moment), `second` a size (sum or mean of squared
gradients); both start at 0, and a rule that has no use for one hands it back. `t` counts updates
from 1.

Conventions, since books differ: the velocity is a sum of gradients and is subtracted
(v = beta v + g, theta = theta - rate v); Nesterov's g is the gradient at the look-ahead point
theta - rate beta v, and theta itself is what is kept; epsilon is added outside the root.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

EPSILON = 1e-8

Floats = NDArray[np.float64]
Rule = Callable[..., tuple[Any, Any, Any]]


def gd(theta: Any, g: Any, first: Any, second: Any, t: int, rate: float) -> tuple[Any, Any, Any]:
    """Gradient descent: one step straight down the gradient (Cauchy 1847)."""
    return theta - rate * g, first, second


def momentum(
    theta: Any, g: Any, first: Any, second: Any, t: int, rate: float, beta: float
) -> tuple[Any, Any, Any]:
    """Heavy ball: the velocity `first` keeps a share beta of itself (Polyak 1964).

    A steady gradient g builds up to a velocity g / (1 - beta): the effective rate is
    rate / (1 - beta).
    """
    velocity = beta * first + g
    return theta - rate * velocity, velocity, second


def nesterov(
    theta: Any, g: Any, first: Any, second: Any, t: int, rate: float, beta: float
) -> tuple[Any, Any, Any]:
    """Nesterov's momentum: the same lines, but g is taken at `look_ahead` (Nesterov 1983)."""
    velocity = beta * first + g
    return theta - rate * velocity, velocity, second


def look_ahead(theta: Any, velocity: Any, rate: float, beta: float) -> Any:
    """Where the velocity alone would carry theta; Nesterov's gradient is taken there."""
    return theta - rate * beta * velocity


def adagrad(
    theta: Any, g: Any, first: Any, second: Any, t: int, rate: float
) -> tuple[Any, Any, Any]:
    """AdaGrad: divide by the root of the sum of all squared gradients (Duchi et al. 2011)."""
    total = second + g * g
    return theta - rate * g / (total**0.5 + EPSILON), first, total


def rmsprop(
    theta: Any, g: Any, first: Any, second: Any, t: int, rate: float, rho: float
) -> tuple[Any, Any, Any]:
    """RMSProp: divide by the root of a fading mean of squared gradients (Tieleman & Hinton 2012).

    The mean starts at 0 and is not corrected for it, so the size of the first step is
    rate / sqrt(1 - rho).
    """
    mean_square = rho * second + (1 - rho) * g * g
    return theta - rate * g / (mean_square**0.5 + EPSILON), first, mean_square


def adam(
    theta: Any, g: Any, first: Any, second: Any, t: int, rate: float, beta1: float, beta2: float
) -> tuple[Any, Any, Any]:
    """Adam: momentum divided by RMSProp's root, both corrected for the start at 0.

    Kingma & Ba 2015, algorithm 1. The first step is rate |g| / (|g| + epsilon): its size does not
    depend on the size of the gradient.
    """
    mean = beta1 * first + (1 - beta1) * g
    mean_square = beta2 * second + (1 - beta2) * g * g
    corrected = mean / (1 - beta1**t)
    size = (mean_square / (1 - beta2**t)) ** 0.5
    return theta - rate * corrected / (size + EPSILON), mean, mean_square


def bias_corrected(moment: Floats, beta: float, t: int) -> Floats:
    """Adam's memory after update t (from 1), any shape, its pull towards the 0 it began at undone."""
    return np.asarray(moment / (1 - beta**t))


def adamw(
    theta: Any,
    g: Any,
    first: Any,
    second: Any,
    t: int,
    rate: float,
    beta1: float,
    beta2: float,
    weight_decay: float,
) -> tuple[Any, Any, Any]:
    """AdamW: Adam, and apart from it a pull towards 0 (Loshchilov & Hutter 2019, algorithm 2).

    The decay is not divided by the root, unlike a penalty added to the loss. It is multiplied by
    the rate, as in PyTorch; in the paper only by the schedule.
    """
    moved, first, second = adam(theta, g, first, second, t, rate, beta1, beta2)
    return moved - rate * weight_decay * theta, first, second


def schedule_factor(kind: str, t: int, steps: int) -> float:
    """What update t of `steps` (t = 0 is the first) multiplies the rate by, from 0 to 1.

    constant: 1. step: a tenth from half way, a hundredth from three quarters.
    exponential: falls evenly in the logarithm, to a hundredth.
    inverse_time: 1 / (1 + 99 t / steps), as the theory of noisy gradients asks (Robbins & Monro
    1951).
    cosine: half a cosine wave, down to 0 (Loshchilov & Hutter 2017, eq. 5).
    warm_up: rises evenly over the first tenth, then constant. ValueError for another kind.
    """
    done = t / steps if steps else 0.0
    match kind:
        case "constant":
            return 1.0
        case "step":
            return 1.0 if done < 0.5 else 0.1 if done < 0.75 else 0.01
        case "exponential":
            return float(0.01**done)
        case "inverse_time":
            return 1 / (1 + 99 * done)
        case "cosine":
            return (1 + math.cos(math.pi * done)) / 2
        case "warm_up":
            return min(1.0, (t + 1) / max(1, math.ceil(steps / 10)))
    raise ValueError(f"no schedule is called {kind!r}")


@dataclass(frozen=True, eq=False)
class Descent:
    """The way one method went, in k updates.

    Attributes
    ----------
    path : (k + 1, 2), the start first.
    asked : (k, 2), the points where the gradients were taken.
    gradient : (k, 2), the gradients the method was given.
    first, second : (k, 2), its memories after each update (0 if it keeps none).
    diverged_at : the update after which it was out of bounds, where the run stops; None if never.
    """

    path: Floats
    asked: Floats
    gradient: Floats
    first: Floats
    second: Floats
    diverged_at: int | None


def descend(
    rule: Rule,
    gradient: Callable[[float, float, int], tuple[float, float]],
    start: Sequence[float],
    rates: Sequence[float],
    bounds: tuple[float, float, float, float],
    ahead: float = 0.0,
) -> Descent:
    """Run `rule` from `start`, one update for each of `rates`, in python floats.

    `gradient(x, y, i)` is the (perhaps noisy) gradient at (x, y) for update i = 0, 1, ...
    `bounds` (x low, x high, y low, y high): leaving them, or a number that is not finite, is
    divergence and ends the run. `ahead` is Nesterov's beta, 0 for every other rule.
    """
    x, y = float(start[0]), float(start[1])
    x_low, x_high, y_low, y_high = bounds
    first_x = first_y = second_x = second_y = 0.0
    points, asked, gradients, firsts, seconds = [(x, y)], [], [], [], []
    diverged_at = None
    for i, rate in enumerate(rates):
        at_x, at_y = x, y
        if ahead:
            at_x, at_y = look_ahead(x, first_x, rate, ahead), look_ahead(y, first_y, rate, ahead)
        g_x, g_y = gradient(at_x, at_y, i)
        x, first_x, second_x = rule(x, g_x, first_x, second_x, i + 1, rate)
        y, first_y, second_y = rule(y, g_y, first_y, second_y, i + 1, rate)
        points.append((x, y))
        asked.append((at_x, at_y))
        gradients.append((g_x, g_y))
        firsts.append((first_x, first_y))
        seconds.append((second_x, second_y))
        if not (x_low <= x <= x_high and y_low <= y <= y_high):
            diverged_at = i + 1
            break
    return Descent(
        path=np.array(points),
        asked=np.array(asked).reshape(-1, 2),
        gradient=np.array(gradients).reshape(-1, 2),
        first=np.array(firsts).reshape(-1, 2),
        second=np.array(seconds).reshape(-1, 2),
        diverged_at=diverged_at,
    )
