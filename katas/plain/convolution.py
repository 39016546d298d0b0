"""Convolution in two dimensions."""


def conv2d(image, kernel, stride=1, pad=0):
    """The cross-correlation of the image (h, w) with the kernel (a, b), as networks compute it.

    `pad` zeros stand around the image on each side. The result has (h + 2 pad - a) // stride + 1 rows,
    and columns likewise. ValueError if the kernel is larger than the padded image.
    """
    a, b, width = len(kernel), len(kernel[0]), len(image[0]) + 2 * pad
    rows = [[0] * pad + list(row) + [0] * pad for row in image]
    padded = [[0] * width for _ in range(pad)] + rows + [[0] * width for _ in range(pad)]
    if a > len(padded) or b > width:
        raise ValueError("the kernel is larger than the image")
    return [
        [
            sum(kernel[i][j] * padded[top + i][left + j] for i in range(a) for j in range(b))
            for left in range(0, width - b + 1, stride)
        ]
        for top in range(0, len(padded) - a + 1, stride)
    ]
