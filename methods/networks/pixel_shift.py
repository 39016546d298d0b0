"""Pictures shifted by a pixel, to train on more than there are."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def pixel_shifts(images: Floats, paper: float = 0.0) -> Floats:
    """(9, n, h, w) Images (n, h, w) as they are, and moved by one pixel in each of eight directions.

    What comes in at an edge is `paper`, what goes out is lost. The first are the images themselves; then
    row by row of the moves (down, right) from (-1, -1) to (1, 1).
    """
    n, h, w = images.shape
    wide = np.full((n, h + 2, w + 2), paper, images.dtype)
    wide[:, 1:-1, 1:-1] = images
    moves = [(0, 0)] + [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
    return np.stack([wide[:, 1 - i : 1 - i + h, 1 - j : 1 - j + w] for i, j in moves])
