"""Maps of kernels here and in scipy. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from data.read import TABLES
from methods.convolution.correlation import correlate, correlate_many
from methods.convolution.kernels import KERNELS

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]


def one_map(table: str, side: int) -> Peer:
    """Sobel's map of one picture."""
    from scipy.signal import correlate2d

    image = np.asarray(TABLES[table]["X"][0], float).reshape(side, side)
    sobel = KERNELS["sobel_x"]

    def ours() -> Any:
        return correlate(image, sobel)

    def theirs() -> Any:
        return correlate2d(image, sobel, mode="valid")

    np.testing.assert_allclose(ours(), theirs())
    return f"one map of {side} x {side} pixels (scipy correlate2d)", ours, theirs


def many_maps() -> Peer:
    """Maps of 50 pictures of clothes and all kernels."""
    from scipy.signal import correlate2d

    images = np.asarray(TABLES["fashion_mnist_2000"]["X"][:50], float).reshape(-1, 28, 28)
    kernels = np.array(list(KERNELS.values()))

    def ours() -> Any:
        return correlate_many(images, kernels)

    def theirs() -> Any:
        maps = [[correlate2d(x, k, mode="valid") for k in kernels] for x in images]
        return np.moveaxis(np.array(maps), 1, 3)

    np.testing.assert_allclose(ours(), theirs(), atol=1e-9)
    return f"50 pictures, {len(kernels)} kernels (scipy correlate2d, one by one)", ours, theirs


def PEERS() -> Iterator[Peer]:
    """A line of `make bench` each."""
    yield one_map("digits", 8)
    yield one_map("fashion_mnist_2000", 28)
    yield many_maps()
