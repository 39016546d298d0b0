"""How far apart two colours are, to eyes with three kinds of cones and with two."""

from functools import lru_cache

import numpy as np

# Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision
# deficiency, IEEE Transactions on Visualization and Computer Graphics 15(6), 2009: linear RGB to
# linear RGB, severity 1.0, as the authors publish them with the paper.
EYES = {
    "all three cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip
# sRGB (IEC 61966-2-1) to XYZ, white D65.
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
# CIE 1976 colour difference. Stone, Szafir and Setlur (An engineering model for color difference as
# a function of size, Color and Imaging Conference 2014): of marks a third of a degree wide, which
# is 13 pixels at arm's length, half of the viewers tell two apart that differ by 7.3 in L*, 10.0 in
# a* or 14.0 in b*. The largest of the three, so that it is enough whatever they differ in.
APART = 14.0
# The colours of figures.theme that mean something.
MEANINGS = ("INK", "MUTED", "POSITIVE", "NEGATIVE", "BIAS", "VARIANCE", "NOISE", "GOOD", "FIFTH")


def linear(color):
    """Linear RGB of a colour #rrggbb."""
    value = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIELAB of linear RGB, to the white of the screen."""
    ratio = XYZ @ np.clip(rgb, 0, 1) / XYZ.sum(axis=1)
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@lru_cache(maxsize=1024)
def distance(a, b):
    """The least distance of two colours #rrggbb to any eye."""
    return min(
        float(np.linalg.norm(lab(eye @ linear(a)) - lab(eye @ linear(b)))) for eye in EYES.values()
    )


def luminance(color):
    """Relative luminance, WCAG 2.2."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a, b):
    """Of two colours, WCAG 2.2."""
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)
