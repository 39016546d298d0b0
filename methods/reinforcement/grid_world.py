"""A grid world: cells, walls, prizes, and where each move leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WALL, START = "#", "S"
WAYS = ((-1, 0), (0, 1), (1, 0), (0, -1))  # the actions: up, right, down, left


@dataclass(frozen=True, eq=False)
class GridWorld:
    """Cells that can be entered, numbered row by row.

    Attributes
    ----------
    cells : (S, 2) Row and column of each.
    start : The number of the cell where episodes begin.
    rewards : (S,) What entering a cell pays.
    terminal : (S,) Whether an episode ends there.
    moves : (S, 4, 3) Where each action leads: as meant, or turned to its left or to its right. A move
        into a wall stays; so does every move from a terminal cell.
    """

    cells: Ints
    start: int
    rewards: Floats
    terminal: NDArray[np.bool_]
    moves: Ints

    def transitions(self, slip: float) -> tuple[Floats, Floats]:
        """P (S, 4, S) and the mean reward R (S, 4), where with chance `slip` a move turns.

        Half of the turns go to the left of what was meant, half to the right. From a terminal cell
        nothing is paid.
        """
        many = len(self.cells)
        P = np.zeros((many, 4, many))
        rows, actions = np.ogrid[:many, :4]
        for turn, chance in enumerate((1 - slip, slip / 2, slip / 2)):
            np.add.at(P, (rows, actions, self.moves[:, :, turn]), chance)
        R: Floats = P @ self.rewards
        R[self.terminal] = 0.0
        return P, R


def grid_world(rows: Sequence[str], prizes: Mapping[str, float]) -> GridWorld:
    """The world drawn by `rows`: # is a wall, S the start, and each letter of `prizes` ends an episode.

    A prize is paid on entering. Rows are of one length, and walls stand all around; ValueError if
    they do not, or if there is not one start.
    """
    drawn = np.array([list(row) for row in rows])
    if (drawn[[0, -1]] != WALL).any() or (drawn[:, [0, -1]] != WALL).any():
        raise ValueError("a grid world has walls all around")
    free = drawn != WALL
    cells = np.argwhere(free)
    letters = drawn[free]
    (starts,) = np.nonzero(letters == START)
    if len(starts) != 1:
        raise ValueError(f"a grid world has one start, not {len(starts)}")
    number = np.full(drawn.shape, -1)
    number[free] = np.arange(len(cells))
    terminal = np.isin(letters, list(prizes))
    stay = np.arange(len(cells))
    straight = np.empty((len(cells), 4), int)
    for action, way in enumerate(WAYS):
        there = number[tuple((cells + way).T)]
        straight[:, action] = np.where((there < 0) | terminal, stay, there)
    return GridWorld(
        cells=cells,
        start=int(starts[0]),
        rewards=np.array([prizes.get(str(letter), 0.0) for letter in letters]),
        terminal=terminal,
        moves=np.stack([straight, np.roll(straight, 1, 1), np.roll(straight, -1, 1)], axis=2),
    )
