"""Spreading against scikit-learn, and the graph against its neighbours."""

import numpy as np
import pytest
from sklearn.neighbors import kneighbors_graph
from sklearn.semi_supervised import LabelSpreading

from methods.semi_supervised.drawn_classes import half_moons
from methods.semi_supervised.label_spreading import neighbour_graph, spreading


def drawn(seed):
    return half_moons(60, 0.1, np.random.default_rng(seed))


def test_the_graph_is_scikit_learns_either_way():
    points, _ = drawn(0)
    theirs = kneighbors_graph(points, 7).toarray()
    np.testing.assert_array_equal(neighbour_graph(points, 7), np.maximum(theirs, theirs.T))


@pytest.mark.parametrize("alpha", [0.5, 0.9])
def test_classes_are_those_of_scikit_learn(alpha):
    for seed in range(5):
        points, label = drawn(seed)
        graph, known = neighbour_graph(points, 7), [3, 7, 40, 50]
        ours = spreading(graph, alpha)[:, known] @ np.eye(2)[label[known]]
        given = np.full(60, -1)
        given[known] = label[known]
        theirs = LabelSpreading(
            kernel=lambda _a, _b, graph=graph: graph, alpha=alpha, max_iter=5000, tol=1e-12
        ).fit(points, given)
        np.testing.assert_allclose(
            ours / ours.sum(axis=1, keepdims=True), theirs.label_distributions_, atol=1e-6
        )


def test_it_is_the_sum_of_all_rounds():
    graph = neighbour_graph(drawn(1)[0], 4)
    root = np.sqrt(graph.sum(axis=1))
    S, each, total = graph / np.outer(root, root), np.eye(60), np.zeros((60, 60))
    for _ in range(400):
        total, each = total + 0.1 * each, 0.9 * S @ each
    np.testing.assert_allclose(spreading(graph, 0.9), total, atol=1e-12)
