"""Votes for all numbers of neighbours here and in scikit-learn. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from concepts.nearest_neighbours import MOST, STOPS
from methods.neighbours.nearest import nearest, without_own
from methods.neighbours.votes import decided, vote_shares
from methods.semi_supervised.drawn_classes import half_moons

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]


def votes() -> Peer:
    """The class of each place of a picture, for each stop of the axis."""
    from sklearn.neighbors import KNeighborsClassifier

    points, label = half_moons(200, 0.25, np.random.default_rng(0))
    side = np.linspace(-1.5, 2.5, 60)
    places = np.column_stack([np.tile(side, 60), np.repeat(side, 60)])

    def ours() -> Any:
        near = nearest(places, points, MOST)
        return decided(vote_shares(label[near.row], 2, np.array(STOPS)))

    def theirs() -> Any:
        return np.array([KNeighborsClassifier(k).fit(points, label).predict(places) for k in STOPS])

    np.testing.assert_array_equal(ours(), theirs())
    return (
        f"a vote at 3,600 places, n = 200, {len(STOPS)} numbers of neighbours (scikit-learn, a fit each)",
        ours,
        theirs,
    )


def left_out() -> Peer:
    """The leave-one-out error for each stop of the axis."""
    from sklearn.model_selection import LeaveOneOut, cross_val_predict
    from sklearn.neighbors import KNeighborsClassifier

    points, label = half_moons(200, 0.25, np.random.default_rng(0))

    def ours() -> Any:
        near = without_own(nearest(points, points, MOST + 1))
        said = decided(vote_shares(label[near.row], 2, np.array(STOPS)))
        return np.mean(said != label, axis=1)

    def theirs() -> Any:
        model = KNeighborsClassifier(STOPS[0])
        said = cross_val_predict(model, points, label, cv=LeaveOneOut())
        return np.mean(said != label)

    assert ours()[0] == theirs()
    return (
        f"leave-one-out, n = 200, {len(STOPS)} numbers of neighbours (scikit-learn, for one of them)",
        ours,
        theirs,
    )


def PEERS() -> Iterator[Peer]:
    yield votes()
    yield left_out()
