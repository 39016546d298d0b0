"""Convolution in two dimensions."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(image, kernel, stride=1, pad=0):
    """The cross-correlation of the image (h, w) with the kernel (a, b), as networks compute it.

    `pad` zeros stand around the image on each side. The result has (h + 2 pad - a) // stride + 1 rows,
    and columns likewise. ValueError if the kernel is larger than the padded image.
    """
    padded = np.pad(image, ((pad, pad), (pad, pad)))
    if kernel.shape[0] > padded.shape[0] or kernel.shape[1] > padded.shape[1]:
        raise ValueError("the kernel is larger than the image")
    windows = sliding_window_view(padded, kernel.shape)[::stride, ::stride]
    return (windows * kernel).sum(axis=(2, 3))
