"""A filter that learns from what it let pass: what it blocks gets no label, and is forgotten."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ADDED = 10  # cases that each segment's estimate begins with, at the rate to be expected


def passed_share(
    rng: np.random.Generator,
    sizes: NDArray[np.int64],
    rates: Floats,
    weeks: int,
    block: float = 0.1,
    usual: float = 0.015,
    explore: float = 0.0,
) -> Floats:
    """The share (weeks,) of all fraud that passes a filter, week by week; nan in a week without fraud.

    Each week the filter blocks the segments whose rate of fraud, by the labels of last week, is above
    `block`. Labels are known of cases that passed. Of blocked segments a share `explore` passes at
    random, and each of those counts 1 / explore times.

    Parameters
    ----------
    sizes, rates : (segments,) cases a week, and the chance that one is fraud.
    usual : The rate that a segment is given with ADDED cases, so that without labels it is this.
    """
    blocked = np.zeros(len(sizes), bool)
    found = np.empty(weeks)
    for week in range(weeks):
        fraud = rng.binomial(sizes, rates)
        tried = rng.binomial(sizes, explore)
        caught = rng.hypergeometric(fraud, sizes - fraud, tried)
        passed = np.where(blocked, tried, sizes)
        bad = np.where(blocked, caught, fraud)
        found[week] = bad.sum() / fraud.sum() if fraud.sum() else np.nan
        weight = np.where(blocked, 1 / explore if explore else 0.0, 1.0)
        estimate = (weight * bad + ADDED * usual) / (weight * passed + ADDED)
        blocked = estimate > block
    return found
