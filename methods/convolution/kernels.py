"""Kernels of 3 x 3 that people know by name, to be correlated with an image."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

KERNELS: dict[str, Floats] = {
    # Sobel 1968: a difference along one axis, smoothed along the other; positive where it gets brighter
    "sobel_x": np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    "sobel_y": np.array([[-1.0, -2, -1], [0, 0, 0], [1, 2, 1]]),
    "laplacian": np.array(
        [[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]
    ),  # the sum of both second differences
    "box": np.full((3, 3), 1 / 9),
    "gauss": np.outer([1.0, 2, 1], [1, 2, 1]) / 16,  # binomial
    "sharpen": np.array([[0.0, -1, 0], [-1, 5, -1], [0, -1, 0]]),  # the image minus its Laplacian
    "emboss": np.array([[-2.0, -1, 0], [-1, 1, 1], [0, 1, 2]]),
}
