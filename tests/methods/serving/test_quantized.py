"""Rounded vectors: levels by hand, neighbours against scikit-learn, memory."""

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from methods.serving.quantized import index_bytes, nearest_rows, neighbours_found, quantize


def test_levels():
    X = np.array([[0.0, -1.0, 5.0], [1.0, 0.2, 5.0], [0.4, 1.0, 5.0]])
    np.testing.assert_allclose(quantize(X, 2)[:, 0], [0, 1, 1 / 3])
    np.testing.assert_allclose(quantize(X, 2)[:, 2], 5)
    assert quantize(X - 0.5, 1)[:, 0].tolist() == [-1, 1, -1]
    assert quantize(X, 32) is X
    assert np.abs(quantize(X, 16) - X).max() <= 2 / (2**16 - 1)


def test_neighbours_are_scikit_learns_and_fewer_bits_lose_some():
    rng = np.random.default_rng(0)
    X, queries = rng.standard_normal((400, 16)), rng.standard_normal((50, 16))
    theirs = NearestNeighbors(n_neighbors=5).fit(X).kneighbors(queries, return_distance=False)
    assert [set(row) for row in nearest_rows(queries, X, 5)] == [set(row) for row in theirs]
    true = nearest_rows(queries, X, 5)
    both = [neighbours_found(true, queries, quantize(X, bits), 5, 50) for bits in (32, 8, 4, 1)]
    at_once = [first for first, _ in both]
    assert at_once[0] == 1 and at_once == sorted(at_once, reverse=True)
    slow = np.argsort(((np.sign(queries)[:, None] - quantize(X, 1)) ** 2).sum(axis=2), axis=1)
    signs = np.mean([len({*a[:5]} & {*b}) / 5 for a, b in zip(slow, theirs, strict=True)])
    assert at_once[3] == pytest.approx(signs, abs=0.05)  # of equal distances either may be taken
    assert both[2][1] == 1 and all(first <= fetched for first, fetched in both)


def test_memory():
    assert index_bytes(1e9, 128, 32) == 512e9 and index_bytes(1e9, 128, 1) == 16e9
