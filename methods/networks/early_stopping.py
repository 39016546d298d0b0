"""Early stopping: when a training ends that watches a number on rows held out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Stop:
    """Where a training with patience ends.

    Attributes
    ----------
    best : The place whose weights are kept: the lowest seen until then, the first of equals.
    stopped : The place after which nothing more is trained; the last if patience does not run out.
    ran_out : Whether it did.
    """

    best: int
    stopped: int
    ran_out: bool


def early_stopping(watched: ArrayLike, patience: int) -> Stop:
    """Stop when `watched` (k,), lower is better, has not been below its lowest `patience` times in a row.

    Prechelt 1998, third class, with every place of `watched` a strip; Keras's and PyTorch Lightning's
    EarlyStopping with a least change of 0. Place 0 counts as seen. nan is never better. ValueError for a
    patience below 1 and where there is nothing to watch.
    """
    values = np.asarray(watched, float)
    if patience < 1 or values.size == 0:
        raise ValueError("patience is 1 or more, of at least one value")
    best, lowest = 0, np.inf
    for place, value in enumerate(values):
        if value < lowest:
            best, lowest = place, value
        elif place - best >= patience:
            return Stop(best, place, True)
    return Stop(best, len(values) - 1, False)
