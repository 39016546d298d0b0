"""How often a Kolmogorov-Smirnov test raises an alarm: for any drift, size and autocorrelation.

In the limit the scaled gap between two samples is a Brownian bridge plus the true gap. A bridge
is drawn at some places only; between two of them the chance to touch a level is known in closed
form, so that no draw of data is needed, at a hundred rows or at a million.
"""

import itertools
import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import kolmogi, ndtr, ndtri

Floats = NDArray[np.float64]
PLAIN_PATHS, PATHS = 256, 512  # bridges without and with autocorrelation; each also mirrored
LEADING, ORDERS = 12, 80  # Hermite functions that carry autocorrelation
GRID, SHORTEST = 201, 5e-4  # of the bridge's values and of its steps, for values that tie
# Places in standard deviations: even in share, and some far out for outliers.
PLACES = np.concatenate([ndtri(np.arange(1, 18) / 18), [2.4, 3.0, 4.5, 5.5, 6.0, 6.5, 7.5]])


@lru_cache(maxsize=2)
def _draws(paths: int) -> tuple[Floats, Floats]:
    """Normal steps (places + 1, paths) and weights (paths, ORDERS), the same for every question.

    From a Richtmyer sequence, multiples of the square roots of primes modulo 1, shifted at random:
    it fills space more evenly than chance does, as in Genz (1992), "Numerical computation of
    multivariate normal probabilities". Its first, best columns go to the weights that matter most.
    """
    steps = PLACES.size + 1
    root = np.sqrt(_primes(steps + ORDERS))
    shift = np.random.default_rng(1933).random(root.size)  # Kolmogorov's year
    normal = ndtri((np.arange(1, paths + 1)[:, None] * root + shift) % 1)
    first, rest = LEADING, LEADING + steps
    weights = np.concatenate([normal[:, :first], normal[:, rest:]], axis=1)
    return np.ascontiguousarray(normal[:, first:rest].T), weights


def _primes(count: int) -> Floats:
    found = [2]
    while len(found) < count:
        found.append(next(n for n in itertools.count(found[-1] + 1) if all(n % p for p in found)))
    return np.array(found, float)


@lru_cache(maxsize=1)
def hermite_functions() -> Floats:
    """h_j at PLACES, (ORDERS, places): cov(1{x <= s}, 1{x' <= t}) = sum_j rho^j h_j(s) h_j(t).

    For standard normals x, x' with correlation rho (Mehler's formula, integrated): h_j is the
    density times the Hermite polynomial of order j - 1 over sqrt(j!).
    """
    density = np.exp(-(PLACES**2) / 2) / math.sqrt(2 * math.pi)
    rows = [density, density * PLACES / math.sqrt(2)]
    for j in range(2, ORDERS):  # from h_(j-1) and h_j to h_(j+1)
        before, last = rows[-2:]
        rows.append((PLACES * last - (j - 1) / math.sqrt(j) * before) / math.sqrt(j + 1))
    return np.array(rows)


def extra_variance(autocorrelation: float, n: float) -> Floats:
    """By how much each h_j's variance exceeds that of independent rows, (ORDERS,), for n rows.

    The j-th part of an AR(1) series has correlation r = phi^j from row to row, and so n times the
    variance of its mean is 1 + 2 sum_k (1 - k/n) r^k.
    """
    r = autocorrelation ** np.arange(1, ORDERS + 1)
    found: Floats = 2 * r / (1 - r) - 2 * r * (1 - r**n) / (n * (1 - r) ** 2)
    return found


def chance_of_alarm(
    gap: Floats, pooled: Floats, sizes: Floats, alpha: float, autocorrelation: float = 0.0
) -> Floats:
    """The chance that KS alarms at level alpha, for each of `sizes` (S,) rows per sample; (S,).

    Parameters
    ----------
    gap : The true F - G at PLACES.
    pooled : The true (F + G) / 2 there, rising.
    sizes : Rows per sample; for unequal ones their harmonic mean.
    autocorrelation : phi of an AR(1) series, as without drift.

    Notes
    -----
    With x < c and y < c at two places dt apart, a bridge stays below c between them with chance
    1 - exp(-2 (c - x)(c - y) / dt) (Doob 1949). The mean over paths is corrected by what the same
    paths say without drift, where Kolmogorov's law is known. It is the limit law, good from
    some 50 rows on.
    """
    steps, weights = _draws(PATHS if autocorrelation > 0 else PLAIN_PATHS)
    level = np.float32(kolmogi(alpha))
    dt = np.diff(np.concatenate([[0.0], np.clip(pooled, 0, 1), [1.0]]))[:, None]
    # Places come first, (places, sizes, paths): so every step is one long row of numbers.
    walk = np.cumsum(steps * np.sqrt(np.maximum(dt, 1e-12)), axis=0)
    time = np.cumsum(dt, axis=0)
    step = np.maximum(dt, 1e-12).astype(np.float32)[:, None]
    root = np.append(np.sqrt(np.asarray(sizes, float) / 2), 0.0)  # the last without drift
    drifts = (root * gap[:, None]).astype(np.float32)[..., None]
    paths = (walk - time * walk[-1])[:-1].astype(np.float32)[:, None]
    if autocorrelation > 0:
        smooth = [
            hermite_functions().T @ (weights * np.sqrt(extra_variance(autocorrelation, n))).T
            for n in sizes
        ]
        smooth.append(np.zeros_like(smooth[0]))
        paths = paths + np.stack(smooth, axis=1).astype(np.float32)
    safe = _stays_inside(paths + drifts, level, step)
    if np.any(gap):
        safe = (safe + _stays_inside(paths - drifts, level, step)) / 2
    chance = 1 - safe.mean(axis=1)
    # What the plain bridges get wrong by being few, weighed by how alike the two answers are.
    plain = safe[-1] - safe[-1].mean()
    weight = (safe[:-1] - safe[:-1].mean(axis=1, keepdims=True)) @ plain / max(plain @ plain, 1e-12)
    weight = np.clip(weight, -1.0, 3.0)  # where few plain bridges touch, it would run away
    return np.asarray(np.clip(chance[:-1] - weight * (chance[-1] - alpha), 0.0, 1.0))


def tied_level(shares: Floats, alpha: float) -> float:
    """The chance that KS alarms without drift where values tie: less than the level alpha without ties.

    `shares` (K,) of rows at or below each value, rising to 1. In the limit the scaled gap is a
    Brownian bridge, seen only when its time is one of these shares. How likely it is inside at each of
    them is carried from one to the next, on a grid (Chapman and Kolmogorov's equation).
    """
    level = float(kolmogi(alpha))
    at = shares[np.diff(shares, prepend=-1.0) > SHORTEST]  # closer ones count as one
    at = at[(at > 0) & (at < 1 - SHORTEST)]
    if at.size == 0:
        return 0.0
    x = np.linspace(-level, level, GRID)
    weight = np.full(GRID, x[1] - x[0])
    weight[[0, -1]] /= 2
    apart = np.linspace(-2 * level, 2 * level, 2 * GRID - 1)
    density = _normal(x, at[0])
    for dt in np.diff(at):
        density = np.convolve(density * weight, _normal(apart, dt), "valid")
    inside = (density * weight) @ _normal(x, 1 - at[-1]) / _normal(np.zeros(1), 1.0)[0]
    return float(np.clip(1 - inside, 0.0, 1.0))


def _normal(x: Floats, variance: float) -> Floats:
    """The density of a normal with mean 0."""
    return np.asarray(np.exp(-(x**2) / (2 * variance)) / math.sqrt(2 * math.pi * variance))


def _stays_inside(paths: NDArray[np.float32], level: np.float32, dt: NDArray[np.float32]) -> Floats:
    """The chance of each path (places, ...) from 0 back to 0 never to leave (-level, level); (...)."""
    room = np.full((len(paths) + 2, *paths.shape[1:]), level)
    safe = np.ones(paths.shape[1:], np.float32)
    for left in (level - paths, level + paths):
        np.maximum(left, 0, out=room[1:-1])
        touch = np.exp(-2 * room[:-1] * room[1:] / dt)
        safe *= np.prod(1 - touch, axis=0)
    return safe.astype(float)


def standard_shares() -> Floats:
    """The standard normal distribution function at PLACES."""
    return np.asarray(ndtr(PLACES))
