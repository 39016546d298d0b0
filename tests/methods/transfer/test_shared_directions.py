"""Directions that tasks share: found again, and angles to their span."""

import numpy as np
import pytest

from methods.transfer.shared_directions import out_of_span, shared_directions

RNG = np.random.default_rng(0)


def test_tasks_in_a_space_of_two_dimensions_tell_it():
    basis = np.linalg.qr(RNG.standard_normal((6, 2)))[0]
    U = shared_directions(RNG.standard_normal((9, 2)) @ basis.T, 2)
    np.testing.assert_allclose(U.T @ U, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(U @ U.T, basis @ basis.T, atol=1e-12)


def test_no_other_space_is_nearer():
    W = RNG.standard_normal((20, 5))

    def left(U):
        return np.square(W - W @ U @ U.T).sum()

    best = left(shared_directions(W, 2))
    for _ in range(200):
        assert left(np.linalg.qr(RNG.standard_normal((5, 2)))[0]) > best
    assert best == pytest.approx(np.square(np.linalg.svd(W)[1][2:]).sum())


@pytest.mark.parametrize("degrees", [0, 30, 90])
def test_unit_vectors_stand_at_an_angle_to_the_span(degrees):
    U = np.linalg.qr(RNG.standard_normal((6, 3)))[0]
    found = out_of_span(U, RNG.standard_normal((4, 3)), RNG.standard_normal((4, 6)), degrees)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1)
    inside, other = RNG.standard_normal((2, 4, 3)), RNG.standard_normal((2, 4, 6))
    each = [out_of_span(U, i, o, degrees) for i, o in zip(inside, other, strict=True)]
    np.testing.assert_allclose(out_of_span(U, inside, other, degrees), each, rtol=1e-12)
    np.testing.assert_allclose(
        np.linalg.norm(found @ U, axis=1), np.cos(np.deg2rad(degrees)), atol=1e-12
    )
