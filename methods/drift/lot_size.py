"""How long to wait between two retrainings: the square-root law of lot sizes.

Harris (1913), "How many parts to make at once"; the same trade between a price for each order and a
cost that grows with waiting. Here a model's excess error grows as `harm * age**power`.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def cost_rate(pause: ArrayLike, price: float, harm: float, power: float = 1.0) -> Floats:
    """What retraining every `pause` costs per unit of time, what no model avoids left out.

    Parameters
    ----------
    pause : (...,) time between two retrainings, above 0.
    price : Of one retraining.
    harm, power : An age a costs `harm * a**power` per unit of time.

    Returns
    -------
    (...,) price / pause + harm * pause**power / (power + 1).
    """
    pause = np.asarray(pause, float)
    return price / pause + harm * pause**power / (power + 1)


def best_pause(price: float, harm: float, power: float = 1.0) -> float:
    """The pause at which `cost_rate` is least: (price (power + 1) / (harm power))**(1 / (power + 1)).

    With power 1 that is sqrt(2 price / harm), where retraining and staleness cost the same. Infinite
    if nothing is harmed (`harm` 0), 0 if retraining is free.
    """
    if harm == 0:
        return np.inf
    return float((price * (power + 1) / (harm * power)) ** (1 / (power + 1)))
