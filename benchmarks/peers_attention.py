"""Attention here and in JAX where it is installed, and attention as kernel regression in statsmodels.

All are on one core. On accelerators fused kernels win, which never store the square of weights: that is
not measured.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.attention.dot_product import attention_weights, scaled_dot_product

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]

LENGTHS, D = (9, 256, 1024), 64
KEYS, QUERIES, WIDTH = 200, 365, 12.6  # days; a kernel of so many days


def compiled(n: int) -> Peer:
    """One head, compiled before the clock starts; both in single precision."""
    name = f"attention of {n:,} words, d = {D}, float32 (jax.nn.dot_product_attention, jit, warm)"
    q, k, v = np.random.default_rng(0).standard_normal((3, n, D)).astype(np.float32)

    def ours() -> Any:
        return scaled_dot_product(q, k, v)[0]

    try:
        import jax
    except ImportError:
        return name, ours, "jax is not installed"
    run = jax.jit(jax.nn.dot_product_attention)

    def theirs() -> Any:
        # (batch, words, heads, d)
        return np.asarray(run(*(each[None, :, None] for each in (q, k, v))))[0, :, 0]

    np.testing.assert_allclose(ours(), theirs(), atol=1e-5)  # its softmax is in float32
    return name, ours, theirs


def kernel_regression() -> Peer:
    """Nadaraya and Watson's estimate: keys are days, values temperatures, scores minus squared distances."""
    name = f"kernel regression, {KEYS} keys, {QUERIES} queries (statsmodels KernelReg)"
    rng = np.random.default_rng(0)
    day = rng.uniform(0, 365, KEYS)
    value = 16 - 9 * np.cos(2 * np.pi * day / 365) + rng.standard_normal(KEYS)
    asked = np.arange(float(QUERIES))

    def ours() -> Any:
        weights = attention_weights(-np.square(asked[:, None] - day) / (2 * WIDTH**2))
        return weights @ value

    try:
        from statsmodels.nonparametric.kernel_regression import KernelReg
    except ImportError:
        return name, ours, "statsmodels is not installed"

    def theirs() -> Any:
        return KernelReg(value, day, "c", "lc", bw=[WIDTH]).fit(asked)[0]

    np.testing.assert_allclose(ours(), theirs(), rtol=1e-8)
    return name, ours, theirs


def PEERS() -> Iterator[Peer]:
    for n in LENGTHS:
        yield compiled(n)
    yield kernel_regression()
