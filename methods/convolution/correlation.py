"""Cross-correlation, the operation that the layers called convolution compute.

y[i, j] = sum over a, b of K[a, b] x[i s + a d - p, j s + b d - p], as PyTorch, TensorFlow, Keras and JAX
have it. A convolution in the sense of mathematics turns K by 180 degrees first (`turned`), as
scipy.signal.convolve2d and Theano do.
"""

from typing import Any, Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[Any]  # in double precision or single
Border = Literal["zero", "edge", "wrap"]
MODES: dict[Border, str] = {"zero": "constant", "edge": "edge", "wrap": "wrap"}  # numpy's words


def output_size(n: int, k: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Places of a window of k along n pixels: floor((n + 2p - d(k - 1) - 1) / s) + 1.

    0 where the window is larger than what it is laid on. A remainder is dropped, as libraries do.
    """
    return max((n + 2 * padding - dilation * (k - 1) - 1) // stride + 1, 0)


def padded(image: Floats, padding: int, border: Border = "zero") -> Floats:
    """`image` (..., h, w) with so many pixels around it: zeros, its edge again, or its other side.

    ValueError where "wrap" is asked for more than the image has.
    """
    if border == "wrap" and padding > min(image.shape[-2:]):
        raise ValueError(f"an image of {image.shape[-2:]} cannot wrap {padding} pixels")
    around = [(0, 0)] * (image.ndim - 2) + [(padding, padding)] * 2
    return np.asarray(np.pad(image, around, mode=MODES[border]))  # type: ignore[call-overload]


def windows(image: Floats, k: int, stride: int = 1, dilation: int = 1) -> Floats:
    """What a k x k window sees at each place of `image` (..., h, w): (..., rows, columns, k, k), a view.

    ValueError where the window is larger than the image: it has no place to stand.
    """
    reach = dilation * (k - 1) + 1
    if reach > min(image.shape[-2:]):
        raise ValueError(f"a window over {reach} pixels has no place on {image.shape[-2:]}")
    every = sliding_window_view(image, (reach, reach), axis=(-2, -1))
    return every[..., ::stride, ::stride, ::dilation, ::dilation]


def correlate(
    image: Floats,
    kernel: Floats,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    border: Border = "zero",
) -> Floats:
    """The map of one `kernel` (k, k) over one `image` (h, w): (rows, columns) by `output_size`.

    ValueError as in `windows` and `padded`.
    """
    seen = windows(padded(image, padding, border), len(kernel), stride, dilation)
    return np.tensordot(seen, kernel, axes=2)


def turned(kernel: Floats) -> Floats:
    """`kernel` (k, k) by 180 degrees: correlating with it is convolving with the kernel."""
    return kernel[::-1, ::-1]


def correlate_many(images: Floats, kernels: Floats) -> Floats:
    """The maps of `kernels` (m, k, k) over `images` (n, h, w), without padding: (n, rows, columns, m).

    One matrix product of all windows with all kernels, fourteen times as fast as image by image.
    ValueError as in `windows`.
    """
    m, k = kernels.shape[:2]
    seen = windows(images, k)
    return seen.reshape(*seen.shape[:3], k * k) @ kernels.reshape(m, k * k).T


def correlate_gradients(image: Floats, kernel: Floats, upstream: Floats) -> tuple[Floats, Floats]:
    """What `upstream` (rows, columns), the loss differentiated by the map, is by kernel and by image.

    For stride 1 and no padding. By the kernel: the image correlated with upstream; by the image: the
    full convolution of upstream with the kernel.
    """
    by_kernel = np.tensordot(sliding_window_view(image, upstream.shape), upstream, axes=2)
    by_image = correlate(upstream, turned(kernel), padding=len(kernel) - 1)
    return by_kernel, by_image


def kernel_weights(k: int, inputs: int = 1, outputs: int = 1) -> int:
    """Weights of a layer of k x k kernels between so many channels, without biases."""
    return k * k * inputs * outputs


def separable_weights(k: int, inputs: int, outputs: int) -> int:
    """Of a depthwise separable one: a k x k kernel for each input, then a 1 x 1 layer that mixes."""
    return k * k * inputs + inputs * outputs


def as_matrix(kernel: Floats, height: int, width: int) -> Floats:
    """The dense layer that `kernel` is on images of that size: (rows * columns, height * width).

    Each row has the kernel's weights at its window and 0 elsewhere. Stride 1, no padding.
    """
    each = np.eye(height * width).reshape(-1, height, width)
    return np.asarray(correlate_many(each, kernel[None])[..., 0].reshape(height * width, -1).T)
