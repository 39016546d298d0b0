"""Labels that spread along a graph of neighbours."""

import numpy as np
from numpy.typing import NDArray

from methods.geometry.distances import squared_distances

Floats = NDArray[np.float64]


def neighbour_graph(points: Floats, k: int) -> Floats:
    """(n, n) 1 where one of two of the points (n, d) is among the k nearest of the other, else 0.

    Of points that are equally far the first count. There are more than k points.
    """
    distance = squared_distances(points.T)
    np.fill_diagonal(distance, np.inf)
    near = np.argsort(distance, axis=1, kind="stable")[:, :k]
    graph = np.zeros_like(distance)
    np.put_along_axis(graph, near, 1.0, axis=1)
    return np.maximum(graph, graph.T)


def spreading(graph: Floats, alpha: float) -> Floats:
    """(n, n) What a label at each point, by column, comes to at every other: (1 - alpha)(I - alpha S)^-1.

    S = D^-1/2 W D^-1/2 of the symmetric `graph` W. In each round a point takes the share alpha from its
    neighbours, 0 <= alpha < 1, and keeps 1 - alpha of its own label; this is where that ends. A point
    goes to the class whose labels' columns add up to most. Each has a neighbour. Zhou et al., Learning
    with local and global consistency, 2004.
    """
    root = np.sqrt(graph.sum(axis=1))
    S = graph / root[:, None] / root
    return np.asarray((1 - alpha) * np.linalg.inv(np.eye(len(graph)) - alpha * S))
