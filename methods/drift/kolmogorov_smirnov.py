"""The two-sample Kolmogorov-Smirnov test: the largest gap between two empirical distributions."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, kolmogi, kolmogorov

Floats = NDArray[np.float64]
LARGE = 20_000  # values; beyond, the largest gap is found by narrowing down
BLOCKS = (4096, 512, 64, 8)
EXACT_PATHS = 400  # n + m up to which paths are counted when n and m differ


@dataclass(frozen=True)
class Gap:
    """The largest vertical distance between two empirical distribution functions.

    Attributes
    ----------
    d : The distance, from 0 to 1.
    at : The value where it is first reached.
    sign : +1 if the first sample's share up to `at` is the larger one, -1 if the second's is, 0 if
        the two never differ.
    """

    d: float
    at: float
    sign: int


def largest_gap(x: Floats, y: Floats) -> Gap:
    """D = sup |F_n - G_m| of two sorted samples, x (n,) and y (m,); ValueError if one is empty.

    F_n(t) is the share of x at or below t. Large samples are narrowed down: inside a block of
    order statistics neither share can change by more than the block's ends do, so that most blocks
    are never looked into. The result is exact all the same.
    """
    if not (x.size and y.size):
        raise ValueError("both samples need at least one value")
    over, under = (_largest_rise(*pair) for pair in ((x, y), (y, x)))
    if over[0] <= 0 and under[0] <= 0:
        return Gap(0.0, float(x[0]), 0)
    if over[0] > under[0] or (over[0] == under[0] and over[1] < under[1]):
        return Gap(over[0], over[1], 1)
    return Gap(under[0], under[1], -1)


def _largest_rise(x: Floats, y: Floats) -> tuple[float, float]:
    """sup (F_n - G_m), which is reached at a value of x, and the first such value."""
    n, m = x.size, y.size
    if n <= LARGE:
        # At the last of equal values the share of x is searchsorted's "right".
        rise = np.searchsorted(x, x, "right") / n - np.searchsorted(y, x, "right") / m
        best = int(np.argmax(rise))
        return float(rise[best]), float(x[best])
    floor, start = -np.inf, np.arange(0, n, BLOCKS[0])
    for size in BLOCKS:
        low, high = x[start], x[np.minimum(start + size, n - 1)]
        below = np.searchsorted(y, low, "right") / m
        reached = np.searchsorted(x, low, "right") / n - below
        floor = max(floor, float(reached.max()))
        # Within a block F is at most that at its right end, G at least that at its left end.
        wide = start[np.searchsorted(x, high, "right") / n - below >= floor]
        start = (wide[:, None] + np.arange(0, size, size // 8)).ravel()
        start = start[start < n]
    values = x[start]
    rise = np.searchsorted(x, values, "right") / n - np.searchsorted(y, values, "right") / m
    best = int(np.argmax(rise))
    return float(rise[best]), float(values[best])


def ks_p_value(d: float, n: int, m: int) -> float:
    """P(D at least d) for two samples of n and m values from one continuous distribution.

    Exact for equal sizes, and for others up to n + m = 400; beyond, the limit law. Tied values
    make the true probability smaller still.
    """
    if n == m:
        return float(equal_sizes_p_value(np.array([d]), n)[0])
    if n + m <= EXACT_PATHS:
        return _paths_p_value(round(d * math.lcm(n, m)), n, m)
    return float(limit_p_value(d, n, m))


def equal_sizes_p_value(d: Floats, n: int) -> Floats:
    """P(D at least d), exact, for two samples of n values each; d has any shape (...).

    2 sum_i (-1)^(i+1) C(2n, n - i k) / C(2n, n) with k = n d (Gnedenko and Korolyuk 1951).
    """
    k = np.rint(np.asarray(d, float) * n)
    # Terms with i k >= 9 sqrt(n) are below 1e-34: they are left out.
    terms = int(min(n, 9 * math.sqrt(n)) / max(float(k[k > 0].min(initial=n)), 1.0)) + 1
    i = np.arange(1, min(terms, 200) + 1)
    away = k[..., None] * i
    inside = away <= n
    far = np.where(inside, away, 0)
    log_ratio = 2 * gammaln(n + 1) - gammaln(n - far + 1) - gammaln(n + far + 1)
    total = 2 * np.sum(np.where(inside, (-1.0) ** (i + 1) * np.exp(log_ratio), 0.0), axis=-1)
    return np.where(k <= 0, 1.0, np.clip(total, 0.0, 1.0))


def limit_p_value(d: Floats | float, n: int, m: int) -> Floats:
    """The limit law's P(D at least d): 2 sum (-1)^(i-1) exp(-2 i² l²), l = d sqrt(nm / (n + m))."""
    return np.asarray(kolmogorov(np.asarray(d) * math.sqrt(n * m / (n + m))))


@lru_cache(maxsize=512)
def _paths_p_value(reach: int, n: int, m: int) -> float:
    """P(lcm(n, m) D >= reach), by walking all orders of n + m values (Hodges 1958, section 3).

    A path steps right for a value of one sample and up for one of the other. Weights are the
    chance of being at (i, j) without having touched the bound.
    """
    if reach <= 0:
        return 1.0
    if n > m:
        n, m = m, n
    common = math.lcm(n, m)
    a, b = common // n, common // m
    j = np.arange(m + 1)
    log_factorial = gammaln(np.arange(n + m + 1) + 1)
    # log of the number of all paths to (i, j) is taken out step by step: what is kept is the share
    # of paths that stayed inside, so nothing overflows.
    share = (np.abs(j * b) < reach).astype(float)
    share = np.minimum.accumulate(share)
    for i in range(1, n + 1):
        inside = np.abs(i * a - j * b) < reach
        low, high = int(np.argmax(inside)), int(m - np.argmax(inside[::-1]))
        if not inside.any():
            return 1.0
        # share(i, j) = (i share(i-1, j) + j share(i, j-1)) / (i + j), solved by a running sum of
        # share * C(i + j, i), scaled by C(i + high, i).
        here = j[low : high + 1]
        log_ways = log_factorial[i - 1 + here] - log_factorial[here] - log_factorial[i - 1]
        log_all = log_factorial[i + here] - log_factorial[here] - log_factorial[i]
        top = log_all[-1]
        walked = np.cumsum(share[low : high + 1] * np.exp(log_ways - top))
        found = np.zeros(m + 1)
        found[low : high + 1] = walked * np.exp(top - log_all)
        share = found
    return float(np.clip(1 - share[m], 0.0, 1.0))


def critical_gap(alpha: float, n: int, m: int) -> float:
    """The D that raises an alarm at level alpha in the limit: 1.358 sqrt((n + m) / nm) for 5 %."""
    return float(kolmogi(alpha)) * math.sqrt((n + m) / (n * m))


def null_density(d: Floats, n: int, m: int) -> Floats:
    """The density of D without drift, in the limit, at d (...)."""
    scale = math.sqrt(n * m / (n + m))
    at = np.maximum(np.asarray(d, float) * scale, 1e-3)[..., None]
    i = np.arange(1, 60)
    below = at < 0.6
    # For small arguments the alternating series loses its digits: Jacobi's other form is taken.
    odd = (2 * i - 1) ** 2 * np.pi**2
    with np.errstate(under="ignore"):
        small = np.sum(
            math.sqrt(2 * np.pi) * np.exp(-odd / (8 * at**2)) * (odd / (4 * at**4) - 1 / at**2),
            axis=-1,
        )
        large = np.sum(8 * (-1.0) ** (i - 1) * i**2 * at * np.exp(-2 * i**2 * at**2), axis=-1)
    density: Floats = scale * np.maximum(np.where(below[..., 0], small, large), 0.0)
    return density


def sliding_gaps(reference: Floats, windows: Floats) -> Floats:
    """D of each window against one sorted reference: reference (n,), windows (W, m) sorted by row.

    The reference is searched, never sorted again.
    """
    n, m = reference.size, windows.shape[1]
    right = np.searchsorted(reference, windows, "right") / n
    left = np.searchsorted(reference, windows, "left") / n
    rank = np.arange(1, m + 1) / m
    # Of tied values in a window only the last carries the full step; the others fall short of it,
    # and of left steps only the first does, so a maximum over all is right.
    gaps: Floats = np.maximum(np.max(rank - right, axis=1), np.max(left - (rank - 1 / m), axis=1))
    return gaps


def batched_gaps(x: Floats, y: Floats) -> Floats:
    """D of many pairs of samples at once, x (R, n) and y (R, m), free of ties; shape (R,)."""
    n, m = x.shape[1], y.shape[1]
    order = np.argsort(np.concatenate([x, y], axis=1), axis=1)
    steps = np.where(order < n, 1 / n, -1 / m)
    gaps: Floats = np.abs(np.cumsum(steps, axis=1)).max(axis=1)
    return gaps
