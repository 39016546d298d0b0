"""Lloyd's algorithm against scikit-learn, against all partitions, and what it never does."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans

from methods.clustering.k_means import (
    farthest_first,
    half_steps,
    inertias,
    lloyd,
    means,
    nearest_centre,
    squared_to,
)
from methods.clustering.starts import plus_plus


def some_points(seed, n=80, d=2):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, d)) + 3 * rng.integers(0, 2, (n, 1))


def test_from_the_same_centres_it_is_scikit_learns():
    for seed in range(5):
        points = some_points(seed)
        found = lloyd(points, points[:3])
        theirs = KMeans(3, init=points[:3], n_init=1, tol=0, algorithm="lloyd").fit(points)
        np.testing.assert_array_equal(found.labels, theirs.labels_)
        np.testing.assert_allclose(found.centres, theirs.cluster_centers_)
        assert np.isclose(found.costs[-1], theirs.inertia_)
        assert (np.diff(found.costs) <= 1e-9).all()


def test_an_empty_group_keeps_its_centre():
    found = lloyd(np.array([[0.0, 0], [1, 0]]), np.array([[0.5, 0], [90, 90]]))
    assert found.labels.tolist() == [0, 0]
    assert found.centres.tolist() == [[0.5, 0], [90, 90]]


def test_it_stops_after_so_many_rounds():
    points = np.random.default_rng(0).standard_normal((200, 2))
    assert len(lloyd(points, points[:4], most=2).costs) == 2
    walk = half_steps(points, points[:4], most=2)
    assert len(walk.inertia) == 5 and not walk.settled
    ends, inertia, rounds = inertias(points, points[None, :4], most=2)
    assert rounds.tolist() == [2]
    np.testing.assert_allclose(inertia, walk.inertia[3])
    np.testing.assert_allclose(ends[0], walk.centres[-1])


@pytest.mark.parametrize("d", [1, 2, 7])
def test_half_steps_are_the_rounds_of_lloyd(d):
    for seed in range(5):
        points = some_points(seed, d=d)
        walk, whole = half_steps(points, points[:4]), lloyd(points, points[:4])
        assert walk.settled and len(walk.inertia) == 2 * len(whole.costs)
        np.testing.assert_allclose(walk.inertia[1::2], whole.costs)
        np.testing.assert_array_equal(walk.labels[-1], whole.labels)
        np.testing.assert_allclose(walk.centres[-1], whole.centres)
        assert (walk.labels[0] == -1).all() and np.isnan(walk.inertia[0])
        # centres stay while points join, points stay while centres move
        np.testing.assert_array_equal(walk.centres[1::2], walk.centres[::2])
        np.testing.assert_array_equal(walk.labels[1:-1:2], walk.labels[2::2])
        np.testing.assert_array_equal(walk.labels[-1], walk.labels[-2])


@pytest.mark.parametrize("empty", ["keep", "farthest"])
def test_no_half_step_makes_it_worse(empty):
    for seed in range(20):
        rng = np.random.default_rng(seed)
        points = rng.standard_normal((40, 2))
        walk = half_steps(points, rng.uniform(-6, 6, (7, 2)), empty=empty)
        assert (np.diff(walk.inertia[1:]) <= 1e-9).all() and walk.settled


def test_fractions_trace_the_same_way():
    xs, centres = [0, 1, 2, 9, 10, 14], [Fraction(0), Fraction(1)]
    walk = half_steps(np.array(xs, float)[:, None], np.array([[0.0], [1.0]]))
    place, before = 1, None
    while True:
        label = [min((abs(x - c), i) for i, c in enumerate(centres))[1] for x in xs]
        assert walk.labels[place].tolist() == label
        cost = sum((x - centres[i]) ** 2 for x, i in zip(xs, label, strict=True))
        assert walk.inertia[place] == pytest.approx(float(cost))
        if label == before:
            break
        before, place = label, place + 2
        centres = [
            Fraction(sum(x for x, i in zip(xs, label, strict=True) if i == c), label.count(c))
            for c in (0, 1)
        ]
        assert walk.centres[place - 1].ravel().tolist() == pytest.approx(list(map(float, centres)))
    assert place == len(walk.inertia) - 1


def test_an_empty_cluster_goes_to_the_farthest_point_as_in_scikit_learn():
    points = np.array([[0.0, 0], [1, 0], [2, 0], [9, 0]])
    start = np.array([[0.0, 0], [90, 90]])
    assert half_steps(points, start).labels[-1].tolist() == [0, 0, 0, 0]
    walk = half_steps(points, start, empty="farthest")
    assert walk.centres[2][1].tolist() == [9, 0]
    theirs = KMeans(2, init=start, n_init=1, tol=0).fit(points)
    assert walk.labels[-1].tolist() == theirs.labels_.tolist() == [0, 0, 0, 1]
    # points that are all on their centres have none to give
    same = half_steps(np.ones((3, 2)), np.array([[1.0, 1], [5, 5]]), empty="farthest")
    assert same.labels[-1].tolist() == [0, 0, 0] and same.inertia[-1] == 0


@pytest.mark.parametrize("d", [2, 6])
def test_many_runs_at_once_are_each_run(d):
    points = some_points(1, d=d)
    starts = plus_plus(points, 4, 6, np.random.default_rng(0))
    ends, inertia, rounds = inertias(points, starts)
    for start, end, value, many in zip(starts, ends, inertia, rounds, strict=True):
        alone = lloyd(points, start)
        np.testing.assert_allclose(end, alone.centres)
        assert value == pytest.approx(alone.costs[-1]) and many == len(alone.costs)
    own = np.array([some_points(seed, d=d) for seed in range(6)])
    for i, value in enumerate(inertias(own, starts)[1]):
        assert value == pytest.approx(lloyd(own[i], starts[i]).costs[-1])


def test_the_best_of_many_starts_is_the_best_of_all_partitions():
    for seed in range(4):
        points = np.random.default_rng(seed).standard_normal((8, 2))
        least = min(
            sum(
                np.square(part - part.mean(axis=0)).sum()
                for c in range(3)
                if len(part := points[np.array(labels) == c])
            )
            for labels in product(range(3), repeat=8)
        )
        starts = plus_plus(points, 3, 40, np.random.default_rng(0), tries=3)
        assert inertias(points, starts)[1].min() == pytest.approx(least)


def test_a_rectangle_stops_as_badly_as_one_likes():
    wide, tall = 10.0, 1.0
    corners = np.array([[x, y] for x in (0, wide) for y in (0, tall)])
    good = half_steps(corners, np.array([[0, tall / 2], [wide, tall / 2]])).inertia[-1]
    bad = half_steps(corners, np.array([[wide / 2, 0], [wide / 2, tall]])).inertia[-1]
    assert bad / good == pytest.approx((wide / tall) ** 2)


def test_means_minimise_and_ties_go_to_the_first():
    points = np.array([[0.0, 0], [2, 0], [1, 0]])
    centres = np.array([[0.0, 0], [2, 0], [7, 7]])
    labels = nearest_centre(points, centres)
    assert labels.tolist() == [0, 1, 0]
    assert means(points, labels, centres).tolist() == [[0.5, 0], [2, 0], [7, 7]]


def test_distances():
    a, b = np.random.default_rng(0).standard_normal((2, 5, 3))
    np.testing.assert_allclose(squared_to(a, b), cdist(a, b, "sqeuclidean"))


def test_centres_to_start_from_by_hand():
    points = np.array([[0.0, 0], [1, 0], [9, 0], [0, 5], [8, 0]])
    assert farthest_first(points, 3).tolist() == [[0, 0], [9, 0], [0, 5]]
    assert farthest_first(points, 1).tolist() == [[0, 0]]
