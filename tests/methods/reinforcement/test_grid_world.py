"""Worlds by hand."""

import numpy as np
import pytest

from methods.reinforcement.grid_world import grid_world

ROW = ("#####", "#S.G#", "#####")


def test_a_row_of_three_cells_by_hand():
    world = grid_world(ROW, {"G": 2.0})
    assert world.cells.tolist() == [[1, 1], [1, 2], [1, 3]] and world.start == 0
    assert world.rewards.tolist() == [0, 0, 2] and world.terminal.tolist() == [False, False, True]
    # up, right, down, left; as meant, turned left, turned right
    assert world.moves[0].tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert world.moves[1].tolist() == [[1, 0, 2], [2, 1, 1], [1, 2, 0], [0, 1, 1]]
    assert (world.moves[2] == 2).all()


def test_chances_of_a_move_that_slips_by_hand():
    P, R = grid_world(ROW, {"G": 2.0}).transitions(0.2)
    np.testing.assert_allclose(P.sum(axis=2), 1)
    np.testing.assert_allclose(P[1, 0], [0.1, 0.8, 0.1])  # up, from the middle
    np.testing.assert_allclose(P[1, 1], [0, 0.2, 0.8])
    np.testing.assert_allclose(R[1], [0.2, 1.6, 0.2, 0.0])
    np.testing.assert_array_equal(R[2], 0)


@pytest.mark.parametrize(
    "rows", [("####", "#S..", "####"), ("###", "#.#", "###"), ("####", "#SS#", "####")]
)
def test_what_is_no_world(rows):
    with pytest.raises(ValueError, match="a grid world has"):
        grid_world(rows, {"G": 1.0})
