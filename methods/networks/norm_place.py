"""Where a residual network has its layer norm: in the branch, or after the sum."""

import numpy as np
from numpy.typing import NDArray

from methods.networks.initialization import HE, fan_in_normal
from methods.networks.normalization import normalize, normalize_backward

Floats = NDArray[np.float64]


def block_gradients(
    X: Floats, W: Floats, V: Floats, target: Floats, pre: bool
) -> tuple[Floats, Floats, Floats]:
    """Of residual blocks x + V relu(W x): the last state (..., n, d), and a loss by each of W and V.

    X (..., n, d), W (L, ..., d, h), V (L, ..., h, d). Layer norm has no gamma and beta. `pre`: it stands
    in the branch, x + V relu(W norm(x)), and once more after the last block. Else after each sum,
    norm(x + V relu(W x)), as in Vaswani et al. 2017. The loss is the sum of `target` (..., n, d) times
    the last state, over n. See Xiong et al. 2020, who compare the two.
    """
    x, kept = X, []
    for w, v in zip(W, V, strict=True):
        norm = normalize(x, -1) if pre else None
        into = norm.y if norm else x
        a = np.maximum(into @ w, 0)
        x = x + a @ v
        after = None if pre else normalize(x, -1)
        if after:
            x = after.y
        kept.append((norm, into, a, after))
    last = normalize(x, -1) if pre else None
    out = last.y if last else x
    back = target / X.shape[-2]
    if last:
        back = normalize_backward(last, back)
    gW, gV = np.empty_like(W), np.empty_like(V)
    for layer in range(len(W) - 1, -1, -1):
        norm, into, a, after = kept[layer]
        if after:
            back = normalize_backward(after, back)
        gV[layer] = _turned(a) @ back
        inner = (back @ _turned(V[layer])) * (a > 0)
        gW[layer] = _turned(into) @ inner
        through = inner @ _turned(W[layer])
        back = back + (normalize_backward(norm, through) if norm else through)
    return out, gW, gV


def _turned(matrix: Floats) -> Floats:
    return np.swapaxes(matrix, -1, -2)


def last_gradients(
    seed: int, blocks: int, nets: int = 8, width: int = 32, rows: int = 16
) -> tuple[float, float]:
    """The length of the gradient of the last block's V at the start, pre-norm and post-norm.

    Means of so many networks. Weights are He's and LeCun's, the input and the loss's `target` standard
    normal, the same for both.
    """
    rng = np.random.default_rng([seed, blocks])
    X, target = rng.standard_normal((2, nets, rows, width))
    W = fan_in_normal(rng, (blocks, nets, width, width), HE)
    V = fan_in_normal(rng, (blocks, nets, width, width))
    pre, post = (block_gradients(X, W, V, target, each)[2][-1] for each in (True, False))
    lengths = [float(np.linalg.norm(each, axis=(-2, -1)).mean()) for each in (pre, post)]
    return lengths[0], lengths[1]
