"""The two-sample Kolmogorov-Smirnov test: the largest gap between two empirical distributions."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, kolmogi, kolmogorov, poch, xlog1py

Floats = NDArray[np.float64]
LARGE = 20_000  # values; beyond, the largest gap is found by narrowing down
BLOCKS = (4096, 512, 64, 8)
LOG_FACTORIALS = 5_000  # up to which ln n! has eleven digits after the point
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

    Exact for equal sizes, and for others up to n + m = 400, to ten digits however small it is; 0 below
    what a number holds, 1e-308. Beyond, the limit law. Tied values make the true probability smaller
    still.
    """
    if n == m:
        return float(equal_sizes_p_value(np.array([d]), n)[0])
    if n + m <= EXACT_PATHS:
        return _paths_p_value(round(d * math.lcm(n, m)), n, m)
    return float(limit_p_value(d, n, m))


def equal_sizes_p_value(d: Floats, n: int) -> Floats:
    """P(D at least d), exact, for two samples of n values each; d has any shape (...).

    2 sum_i (-1)^(i+1) C(2n, n - i k) / C(2n, n) with k = n d (Gnedenko and Korolyuk 1951). Where many
    of these terms would cancel, 1 less the chance of a walk of 2n steps to stay between -k and k and
    to end where it began, (2/k) 4^n / C(2n, n) sum over odd j < k of cos(pi j / 2k)^(2n).
    """
    k = np.rint(np.asarray(d, float) * n)
    p = np.ones(k.shape)
    leaves = k * k > n
    if leaves.any():
        far = k[leaves]
        # terms with i k >= 9 sqrt(n) are below 1e-34
        i = np.arange(1, max(int(9 * math.sqrt(n) / far.min()), 1) + 1)
        away = far[:, None] * i
        terms = np.where(away <= n, np.exp(_log_ratio(n, np.minimum(away, n))), 0.0)
        p[leaves] = np.minimum(2 * terms @ (-1.0) ** (i + 1), 1.0)
    stays = ~leaves & (k > 1)
    if stays.any():
        bound, j = k[stays][:, None], np.array([1, 3])  # the third wave is below 1e-26 of the first
        angle = np.where(j < bound, np.pi * j / (2 * bound), 0.0)
        waves = np.where(j < bound, np.exp(n * np.log1p(-(np.sin(angle) ** 2))), 0.0)
        middle = 1 / (math.sqrt(math.pi) * poch(n + 0.5, 0.5))  # C(2n, n) / 4^n
        p[stays] = 1 - 2 * waves.sum(axis=1) / (bound[:, 0] * middle)
    return p


def _log_ratio(n: int, away: Floats) -> Floats:
    """ln of C(2n, n - away) / C(2n, n), away (...) from 0 to n, to 1e-10 while it is above -700.

    For large n by Stirling's formula, its large parts taken together: ln n! itself loses digits to its
    own size.
    """
    ends = np.stack([n - away, n + away])
    if n < LOG_FACTORIALS:
        return np.asarray(2 * gammaln(n + 1.0) - gammaln(ends + 1).sum(axis=0))
    x, ends = away / n, np.maximum(ends, 1.0)
    rest = np.log(n / ends) / 2 + (1 / n - 1 / ends) / 12 - (1 / n**3 - ends**-3) / 360
    return np.asarray(rest.sum(axis=0) - n * (xlog1py(1 - x, -x) + xlog1py(1 + x, x)))


def limit_p_value(d: Floats | float, n: int, m: int) -> Floats:
    """The limit law's P(D at least d), d of any shape, for n and m values (Smirnov 1939).

    2 sum (-1)^(i-1) exp(-2 i² l²), i = 1, 2, ..., with l = d sqrt(nm / (n + m)).
    """
    return np.asarray(kolmogorov(np.asarray(d) * math.sqrt(n * m / (n + m))))


@lru_cache(maxsize=512)
def _paths_p_value(reach: int, n: int, m: int) -> float:
    """P(lcm(n, m) D >= reach), by walking all orders of n + m values (Hodges 1958, section 3).

    A path steps right for a value of one sample and up for one of the other. Paths to (i, j) are counted,
    all of them and those that have touched the bound, column by column: sums of what is not negative, so
    that no digit is lost, however few they are.
    """
    if reach <= 0:
        return 1.0
    n, m = min(n, m), max(n, m)
    common = math.lcm(n, m)
    right, up = common // n, common // m
    paths, touched = np.ones(m + 1), np.zeros(m + 1)
    touched[-(-reach // up) :] = 1.0
    for i in range(1, n + 1):
        np.cumsum(paths, out=paths)
        # inside the bound are the j from low to below high
        low = max((i * right - reach) // up + 1, 0)
        high = min(-(-(i * right + reach) // up), m + 1)
        if low > 0:
            touched[low - 1] = paths[low - 1]
        inside = touched[max(low - 1, 0) : high]
        np.cumsum(inside, out=inside)
        touched[high:] = paths[high:]
    return float(touched[m] / paths[m])


def critical_gap(alpha: float, n: int, m: int) -> float:
    """The D that raises an alarm at level alpha in the limit: 1.358 sqrt((n + m) / nm) for 5 %."""
    return float(kolmogi(alpha)) * math.sqrt((n + m) / (n * m))


def smallest_alarm(alpha: float, n: int, m: int) -> float:
    """The smallest D whose `ks_p_value` is at most alpha, for sizes n and m.

    Where that is exact, D goes in steps of 1/lcm(n, m), and this is one of them. `critical_gap` where
    it is the limit law, or where even D = 1 is no alarm.
    """
    if n != m and n + m > EXACT_PATHS or ks_p_value(1.0, n, m) > alpha:
        return critical_gap(alpha, n, m)
    steps = math.lcm(n, m)
    low, high = 0, steps  # the smallest is above low, and at most high
    near = int(critical_gap(alpha, n, m) * steps)  # mostly a little above it
    for step in (near, near * 15 // 16):
        if low < step < high:
            low, high = (low, step) if ks_p_value(step / steps, n, m) <= alpha else (step, high)
    while high - low > 1:
        middle = (low + high) // 2
        if ks_p_value(middle / steps, n, m) <= alpha:
            high = middle
        else:
            low = middle
    return high / steps


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
