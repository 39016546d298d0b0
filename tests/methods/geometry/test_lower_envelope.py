"""Edges of cells against scipy's Voronoi cells, and against asking which function is lowest."""

import numpy as np
from scipy.spatial import Voronoi

from methods.geometry.lower_envelope import envelope_edges

LOW, HIGH = np.array([-4.0, -3.0]), np.array([4.0, 3.0])


def of_centres(centres, low=LOW, high=HIGH):
    return envelope_edges(-2 * centres, np.square(centres).sum(axis=1), low, high)


def test_two_centres_are_parted_halfway():
    edges = of_centres(np.array([[-1.0, 0.0], [3.0, 0.0]]))
    assert edges.shape == (2, 1, 2)
    np.testing.assert_allclose(edges[:, 0, 0], 1.0)
    np.testing.assert_allclose(np.sort(edges[:, 0, 1]), [-3.0, 3.0])


def test_on_an_edge_two_are_lowest_and_as_low():
    for seed in range(5):
        rng = np.random.default_rng(seed)
        slope, offset = rng.standard_normal((9, 2)), rng.standard_normal(9)
        edges = envelope_edges(slope, offset, LOW, HIGH)
        for share in (0.01, 0.5, 0.99):
            at = edges[0] + share * (edges[1] - edges[0])
            value = np.sort(at @ slope.T + offset, axis=1)
            np.testing.assert_allclose(value[:, 0], value[:, 1], atol=1e-9)
        assert (edges >= LOW - 1e-9).all() and (edges <= HIGH + 1e-9).all()


def test_inner_edges_are_those_of_voronoi_cells():
    centres = np.random.default_rng(0).uniform(-1, 1, (10, 2))
    low, high = np.full(2, -1e3), np.full(2, 1e3)
    edges = of_centres(centres, low, high)
    found = Voronoi(centres)
    inner = [v for v in found.ridge_vertices if min(v) >= 0]
    ends = {tuple(np.round(sorted(map(tuple, found.vertices[v])), 6).ravel()) for v in inner}
    ours = {
        tuple(np.round(sorted(map(tuple, pair)), 6).ravel()) for pair in np.moveaxis(edges, 1, 0)
    }
    inside = {each for each in ends if np.abs(each).max() < 1e3}
    assert inside <= ours and len(edges[0]) == len(found.ridge_vertices)


def test_equal_functions_and_one_that_is_nowhere_lowest_have_no_edge():
    assert envelope_edges(np.zeros((2, 2)), np.zeros(2), LOW, HIGH).shape == (2, 0, 2)
    # parallel: the middle one is above the others everywhere
    slope = np.array([[1.0, 0], [0, 0], [-1, 0]])
    edges = envelope_edges(slope, np.array([0.0, 5.0, 0.0]), LOW, HIGH)
    assert edges.shape == (2, 1, 2)
    np.testing.assert_allclose(edges[:, 0, 0], 0.0)
    assert of_centres(np.ones((1, 2))).shape == (2, 0, 2)
