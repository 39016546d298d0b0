"""Two ways to hold weights small: a penalty in the loss, and a decay apart from the gradient."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from methods.optimization.optimizers import Rule

Floats = NDArray[np.float64]


def l2_gradient(gradient: Floats, theta: Floats, penalty: Floats | float) -> Floats:
    """(..., P) The gradient of the loss plus half of `penalty` times the sum of theta squared.

    `penalty` is a number, or (P,) with 0 for what is left alone, as biases are. PyTorch's `weight_decay`
    of SGD and Adam is this; Keras's `l2` has no half, so that its penalty counts twice; scikit-learn's
    alpha is divided by the rows of the batch.
    """
    return gradient + penalty * theta


def decoupled(rule: Rule, decay: Floats | float) -> Rule:
    """The rule with theta first made smaller by the factor 1 - rate decay (Loshchilov & Hutter 2019).

    The gradient knows nothing of it, so a rule that rescales gradients does not rescale the decay. With
    Adam it is AdamW as in PyTorch; with plain gradient descent it is `l2_gradient`, but not with
    momentum. `decay` is a number, or (P,) with 0 for what is left alone.
    """

    def decayed(
        theta: Any, g: Any, first: Any, second: Any, t: int, rate: float
    ) -> tuple[Any, Any, Any]:
        moved, first, second = rule(theta, g, first, second, t, rate)
        return moved - rate * decay * theta, first, second

    return decayed
