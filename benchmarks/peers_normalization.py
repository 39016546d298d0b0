"""Statistics of a growing batch here and in scikit-learn. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.networks.batch_statistics import growing_statistics

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]

MOST, FEATURES = 61, 6


def your_row() -> Peer:
    """The first row after batch norm, for every size of the batch."""
    from sklearn.preprocessing import StandardScaler

    X = 3 + 2 * np.random.default_rng(0).standard_normal((MOST, FEATURES))

    def ours() -> Any:
        mean, variance = growing_statistics(X)
        return (X[0] - mean[1:]) / np.sqrt(variance[1:])

    def theirs() -> Any:
        fits = [StandardScaler().fit(X[:n]) for n in range(2, MOST + 1)]
        return np.array([each.transform(X[:1])[0] for each in fits])

    np.testing.assert_allclose(ours(), theirs(), atol=1e-9)
    return "your row for 60 sizes of the batch (60 fits of StandardScaler)", ours, theirs


def PEERS() -> Iterator[Peer]:
    yield your_row()
