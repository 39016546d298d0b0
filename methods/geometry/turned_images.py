"""Square images turned about their middle: one matrix for all of them."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def turning(side: int, degrees: float) -> Floats:
    """(side², side²) T of rows of pixels: `X @ T` are the images X (n, side²), turned counter-clockwise.

    Each pixel is read, between the four nearest (bilinear), where it was before; beyond the edge lies 0.
    Only a turn by right angles keeps all: others smooth, and lose corners.
    """
    turn, middle = np.deg2rad(degrees), (side - 1) / 2
    down, across = np.divmod(np.arange(side * side), side)
    y, x = down - middle, across - middle
    from_y = np.cos(turn) * y + np.sin(turn) * x + middle
    from_x = -np.sin(turn) * y + np.cos(turn) * x + middle
    from_y, from_x = np.round(from_y, 9), np.round(from_x, 9)  # so that right angles hit pixels
    T = np.zeros((side * side, side * side))
    inside = (from_y >= 0) & (from_y <= side - 1) & (from_x >= 0) & (from_x <= side - 1)
    top, left = np.floor(from_y).astype(int), np.floor(from_x).astype(int)
    for i in (0, 1):
        for j in (0, 1):
            share = (1 - abs(from_y - top - i)) * (1 - abs(from_x - left - j))
            row, column = np.clip(top + i, 0, side - 1), np.clip(left + j, 0, side - 1)
            at = np.flatnonzero(inside & (share > 0))
            T[(row * side + column)[at], at] += share[at]
    return T
