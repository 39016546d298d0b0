"""Boxes hold their points, and what a search leaves out holds no neighbour."""

import numpy as np
import pytest

from methods.neighbours.kd_tree import kd_leaves, share_examined
from methods.neighbours.nearest import nearest


@pytest.mark.parametrize(("n", "d", "most"), [(7, 1, 10), (1000, 2, 30), (513, 8, 16)])
def test_every_point_lies_in_one_leaf(n, d, most):
    points = np.random.default_rng(n).standard_normal((n, d))
    leaves = kd_leaves(points, most)
    inside = ((points[:, None] >= leaves.low) & (points[:, None] <= leaves.high)).all(axis=2)
    assert leaves.size.sum() == n and leaves.size.max() <= most
    np.testing.assert_array_equal(inside.sum(axis=0), leaves.size)
    assert (inside.sum(axis=1) == 1).all()


@pytest.mark.parametrize("d", [1, 3])
def test_what_is_looked_at_is_what_a_search_of_the_nearest_boxes_needs(d):
    rng = np.random.default_rng(d)
    points, at, k = rng.standard_normal((400, d)), rng.standard_normal((9, d)), 5
    leaves = kd_leaves(points, 20)
    reach = nearest(at, points, k).distance[:, -1]
    found = share_examined(leaves, at, reach)
    for query, share in zip(at, found, strict=True):
        nearest_of_box = np.clip(query, leaves.low, leaves.high)
        order = np.argsort(np.linalg.norm(nearest_of_box - query, axis=1))
        seen, looked = np.empty(0), 0
        for leaf in order:  # the slow way: box after box until the next cannot help
            away = np.linalg.norm(nearest_of_box[leaf] - query)
            if len(seen) >= k and away >= np.sort(seen)[k - 1]:
                break
            held = ((points >= leaves.low[leaf]) & (points <= leaves.high[leaf])).all(axis=1)
            seen = np.append(seen, np.linalg.norm(points[held] - query, axis=1))
            looked += int(held.sum())
        assert share == pytest.approx(looked / len(points))
