"""Where k-means starts: chances by hand, and scikit-learn's greedy k-means++."""

import numpy as np
import pytest
from sklearn.cluster import kmeans_plusplus

from methods.clustering.starts import (
    greedy_tries,
    in_box,
    plus_plus,
    random_labels,
    random_points,
)

POINTS = np.array([[0.0, 0], [1, 0], [3, 0], [3, 4]])


def rng(seed=0):
    return np.random.default_rng(seed)


def test_random_points_are_different_and_each_as_likely():
    points = np.arange(5.0)[:, None]
    found = random_points(points, 3, 4000, rng())[..., 0]
    assert (np.diff(np.sort(found, axis=1)) > 0).all()
    share = (found[..., None] == np.arange(5)).any(axis=1).mean(axis=0)
    np.testing.assert_allclose(share, 3 / 5, atol=5 * np.sqrt(0.24 / 4000))
    np.testing.assert_array_equal(np.sort(random_points(points, 5, 1, rng())[0], axis=0), points)
    with pytest.raises(ValueError, match="6 centres, and only 5 points"):
        random_points(points, 6, 1, rng())


def test_random_labels_start_near_the_middle():
    points = rng().standard_normal((400, 2))
    found = random_labels(points, 4, 50, rng(1))
    assert found.shape == (50, 4, 2)
    # each is a mean of about 100 points: standard error 0.1
    assert np.abs(found - points.mean(axis=0)).max() < 0.5
    empty = random_labels(POINTS[:1], 3, 2, rng())
    np.testing.assert_array_equal(empty, np.zeros((2, 3, 2)))


def test_a_box_has_its_corners():
    found = in_box(POINTS, 2, 2000, rng())
    assert (found >= 0).all() and (found[..., 0] <= 3).all() and (found[..., 1] <= 4).all()
    np.testing.assert_allclose(found.mean(axis=(0, 1)), [1.5, 2.0], atol=0.1)


def test_the_second_centre_has_a_chance_as_its_squared_distance():
    found = plus_plus(POINTS, 2, 20_000, rng())
    first = (found[:, 0] == POINTS[0]).all(axis=1)
    many = first.sum()
    assert abs(many - 5000) < 5 * np.sqrt(20_000 * 0.1875)
    chance = np.array([0, 1, 9, 25]) / 35
    drawn = [(found[first, 1] == each).all(axis=1).mean() for each in POINTS]
    np.testing.assert_allclose(drawn, chance, atol=5 * np.sqrt(0.25 / many))


def test_greedy_takes_the_candidate_that_leaves_least():
    # of many candidates all but the chosen are among them, so the best of all is taken
    found = plus_plus(POINTS, 2, 200, rng(), tries=60)
    for first, second in found:
        left = [
            np.minimum(
                np.square(POINTS - first).sum(axis=1), np.square(POINTS - each).sum(axis=1)
            ).sum()
            for each in POINTS
        ]
        mine = np.minimum(
            np.square(POINTS - first).sum(axis=1), np.square(POINTS - second).sum(axis=1)
        )
        assert mine.sum() == pytest.approx(min(left))


def test_greedy_is_as_good_a_start_as_scikit_learns():
    points = np.array([[6 * i, 6 * j] for i in range(3) for j in range(3)]).repeat(20, axis=0)
    points = points + 0.5 * rng().standard_normal(points.shape)

    def cost(centres):
        return np.square(points[:, None] - centres).sum(axis=2).min(axis=1).sum()

    ours = [cost(each) for each in plus_plus(points, 9, 100, rng(), greedy_tries(9))]
    theirs = [cost(kmeans_plusplus(points, 9, random_state=s)[0]) for s in range(100)]
    error = np.hypot(np.std(ours), np.std(theirs)) / 10
    assert abs(np.mean(ours) - np.mean(theirs)) < 4 * error
    plain = [cost(each) for each in plus_plus(points, 9, 100, rng())]
    assert np.mean(ours) < np.mean(plain)
    assert [greedy_tries(k) for k in (1, 2, 3, 8, 12)] == [2, 2, 3, 4, 4]


def test_points_that_are_all_alike_can_be_started_from():
    np.testing.assert_array_equal(plus_plus(np.ones((5, 2)), 3, 2, rng()), np.ones((2, 3, 2)))


def test_starts_may_have_points_of_their_own():
    every = rng(3).standard_normal((6, 30, 3))
    found = plus_plus(every, 4, 6, rng(), tries=2)
    for points, centres in zip(every, found, strict=True):
        assert (centres[:, None] == points).all(axis=2).any(axis=1).all()
        assert len(np.unique(centres, axis=0)) == 4
    np.testing.assert_array_equal(
        plus_plus(np.tile(POINTS, (5, 1, 1)), 3, 5, rng()), plus_plus(POINTS, 3, 5, rng())
    )
