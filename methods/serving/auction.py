"""A second-price auction of clicks, won by bid times predicted click rate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """What auctions come to, each as a mean over auctions.

    Attributes
    ----------
    revenue : What winners pay: for each click the least bid that had still won.
    value : Bid times true click rate of the winners.
    predicted, clicked : Click rate of the winners, as predicted and in truth.
    """

    revenue: float
    value: float
    predicted: float
    clicked: float


def second_price(bids: Floats, predicted: Floats, true: Floats) -> Outcome:
    """Auctions (n, ads), each of two ads or more; rates are probabilities of a click.

    The winner has the largest bid times predicted rate; a click costs the second largest of those over
    the winner's own prediction. If all predictions are wrong by one factor the winners and the prices
    stay the same.
    """
    worth = bids * predicted
    row = np.arange(len(worth))
    winner = worth.argmax(axis=1)
    second = worth.copy()
    second[row, winner] = -np.inf
    rate, said = true[row, winner], predicted[row, winner]
    price = second.max(axis=1) / said
    return Outcome(
        float((price * rate).mean()),
        float((bids[row, winner] * rate).mean()),
        float(said.mean()),
        float(rate.mean()),
    )
