"""Where a word stands, told to attention: sine encodings, rotations, and a bias by distance."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BASE = 10_000.0  # Vaswani et al.'s, and that of rotary embeddings


def frequencies(d: int) -> Floats:
    """(d / 2,) Radians per place of each pair of an encoding of even size d: BASE^(-2i / d), falling."""
    return np.asarray(BASE ** (-np.arange(0, d, 2) / d))


def sine_encoding(places: Floats, frequency: Floats) -> Floats:
    """(n, 2 f) Sine and cosine of each frequency (f,) at `places` (n,), by turns.

    Vaswani et al. 2017, section 3.5. The product of two places' pairs is cos(w (i - j)): it knows
    their distance alone.
    """
    angle = places[:, None] * frequency
    return np.stack([np.sin(angle), np.cos(angle)], axis=-1).reshape(len(places), -1)


def rotated(x: Floats, places: Floats, frequency: Floats) -> Floats:
    """x (..., n, 2 f), each pair of entries turned by its place times its frequency (f,).

    Rotary positions: products of turned queries and keys depend on i - j only (Su et al. 2021). Pairs
    are neighbours, as in the paper; Hugging Face's Llama pairs the halves.
    """
    angle = places[:, None] * frequency
    cos, sin = np.cos(angle), np.sin(angle)
    even, odd = x[..., 0::2], x[..., 1::2]
    turned = np.stack([even * cos - odd * sin, even * sin + odd * cos], axis=-1)
    return np.asarray(turned.reshape(x.shape))


def linear_bias(places: Floats, slope: float) -> Floats:
    """(n, n) What is added to the scores: -slope |i - j| (ALiBi: Press, Smith & Lewis 2022)."""
    return np.asarray(-slope * np.abs(places[:, None] - places))


def previous_word_scores(places: Floats, frequency: Floats, strength: float) -> Floats:
    """(n, n) A head that seeks the place before: strength times the sum of cos(w (i - j - 1)).

    It is the product of the encodings of i - 1 and j: the rotation that takes i to i - 1 is W_Q.
    """
    asked = sine_encoding(places - 1, frequency)
    return np.asarray(strength * asked @ sine_encoding(places, frequency).T)
