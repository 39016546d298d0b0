"""The activations written out for complex numbers, by which tests differentiate without a chain rule."""

import numpy as np
from scipy.special import erf

from methods.networks.activations import LEAK

PLAIN = {
    "identity": lambda z: z,
    "relu": lambda z: np.where(z.real > 0, z, 0),
    "leaky": lambda z: np.where(z.real > 0, z, LEAK * z),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1),
    "gelu": lambda z: z * (1 + erf(z / np.sqrt(2))) / 2,
}
