"""Signal and delta in a very wide plain stack at its start, in closed form: the mean-field theory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.networks.activations import ACTIVATIONS, slope

Floats = NDArray[np.float64]

# The midpoint rule over x = s sinh(t): places lie close near 0, where slopes change within a small part
# of the spread of z, and none is the kink of a ReLU. Gauss and Hermite's lie too far apart for that.
_T = (np.arange(400) + 0.5) / 200 - 1
_X = 0.02 * np.sinh(_T * np.arcsinh(8.5 / 0.02))
_WEIGHTS = np.hypot(0.02, _X) * np.exp(-0.5 * _X * _X)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, eq=False)
class MeanField:
    """What L layers of endless width do at their start, the first first.

    Attributes
    ----------
    signal : (L, ...) root mean square of what leaves each layer.
    factor : (L, ...) what delta is multiplied by on its way back through a layer: the root of chi.
    """

    signal: Floats
    factor: Floats

    @property
    def delta(self) -> Floats:
        """(L, ...) The root mean square of delta in each layer, that in the last being 1."""
        back = np.cumprod(self.factor[:-1][::-1], axis=0)[::-1]
        return np.concatenate([back, np.ones_like(self.factor[:1])])


def mean_field(activation: str, gain: Floats | float, size: float, depth: int) -> MeanField:
    """`depth` layers with independent weights of variance gain^2 / fan in; `size` is the input's rms.

    q = gain^2 E[phi(sqrt(q) x)^2] from layer to layer, chi = gain^2 E[phi'(sqrt(q) x)^2], x standard
    normal (Poole et al. 2016; Schoenholz et al. 2017, where chi is called chi_1). `gain` has any shape.
    Means are right to 1e-6.
    """
    gain = np.asarray(gain, float)
    q, signal, factor = np.square(gain * size), [], []
    for _ in range(depth):
        z = np.sqrt(q)[..., None] * _X
        a = ACTIVATIONS[activation](z)
        square = np.square(a) @ _WEIGHTS
        signal.append(np.sqrt(square))
        factor.append(gain * np.sqrt(np.square(slope(activation, z, a)) @ _WEIGHTS))
        q = np.square(gain) * square
    return MeanField(np.array(signal), np.array(factor))
