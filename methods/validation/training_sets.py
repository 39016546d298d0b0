"""Training sets to fit, and fresh targets to test on: from a formula, or from real days."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.models.regressors import F64

GRID = (np.arange(100) + 0.5) / 100  # where fits are drawn, over inputs from 0 to 1
YEAR = 365.2425  # days; four calendar years then share no moment of the year
HARMONICS = 3


@dataclass(frozen=True, eq=False)
class TrainingSets:
    """M training sets of n points, and where to predict.

    Attributes
    ----------
    x : (S, n), or (S, n, 2) for two inputs; S = M, or 1 where all sets share their inputs. Rows
        rise in the first input.
    y : (M, n) Targets.
    at, truth_at : (G,) or (G, 2) Inputs to predict for, and (G,) the truth there. The first
        `scored` are tested on; the last are GRID, to be drawn.
    fresh : (M, G) Noise of the targets to test on; nan where there is none.
    noise : Variance of the noise.
    held_out : (M, scored) For real data, which targets lie outside training set m; else None.
    truth_x : The truth at `x`; None for real data.
    """

    x: F64
    y: F64
    at: F64
    truth_at: F64
    scored: int
    fresh: F64
    noise: float
    held_out: NDArray[np.bool_] | None
    truth_x: F64 | None


def true_value(truth: str, x: F64) -> F64:
    """The truth at x (...); with two inputs, x (..., 2), the mean of its values at either: (...).

    ValueError for another truth.
    """
    if x.ndim > 1 and x.shape[-1] == 2:
        return np.asarray((true_value(truth, x[..., 0]) + true_value(truth, x[..., 1])) / 2)
    match truth:
        case "wave":
            return np.asarray(np.sin(2 * np.pi * x**1.5) + x / 2)
        case "sine":
            return np.asarray(np.sin(2 * np.pi * x))
        case "step":
            return np.where(x < 0.5, -0.5, 0.5)
        case "line":
            return np.asarray(2 * x - 1)
    raise ValueError(f"{truth!r} is not a formula")


def draw_inputs(design: str, n: int, sets: int, rng: np.random.Generator) -> F64:
    """Inputs in [0, 1], rows rising: (sets, n), or (1, n) midpoints of equal strips if "fixed"."""
    if design == "fixed":
        return ((np.arange(n) + 0.5) / n)[None]
    u = rng.random((sets, n))
    return (np.arange(n) + u) / n if design == "stratified" else np.sort(u, axis=1)


def seasons(time: NDArray[np.floating]) -> F64:
    """Columns 1, cos and sin of the first harmonics of the year: (..., 1 + 2 HARMONICS)."""
    angle = 2 * np.pi * time[..., None] * np.arange(1, HARMONICS + 1)
    return np.concatenate([np.ones((*time.shape, 1)), np.cos(angle), np.sin(angle)], axis=-1)


def simulated(
    truth: str, design: str, n: int, sets: int, sigma: float, seed: int, inputs: int
) -> TrainingSets:
    """Targets truth(x) + sigma z. With two inputs they are scored over the unit square, and drawn
    along its middle, x2 = 1/2. Inputs, noise and fresh noise have streams of their own.
    """
    rng = np.random.default_rng([seed, 1])
    x = draw_inputs(design, n, sets, rng)
    at, scored = GRID, GRID.size
    if inputs == 2:
        # A second input with the same spread, in random order (a Latin hypercube).
        x = np.stack([x, rng.permuted(draw_inputs(design, n, sets, rng), axis=1)], axis=-1)
        square = np.stack([GRID, np.random.default_rng([seed, 6]).permutation(GRID)], axis=-1)
        at = np.concatenate([square, np.stack([GRID, np.full_like(GRID, 0.5)], axis=-1)])
    truth_x, truth_at = true_value(truth, x), true_value(truth, at)
    y = truth_x + sigma * np.random.default_rng([seed, 2]).standard_normal((sets, n))
    fresh = sigma * np.random.default_rng([seed, 3]).standard_normal((sets, len(at)))
    return TrainingSets(x, y, at, truth_at, scored, fresh, sigma**2, None, truth_x)


def from_days(daily: F64, n: int, sets: int, seed: int) -> TrainingSets:
    """Disjoint sets of n days drawn from a record of consecutive days (starting on 1 January).

    x is the share of the year gone by. The least-squares curve of HARMONICS harmonics through all
    days stands in for the truth, the residual variance for the noise. Scored are the days on which
    at least two fits were not trained. Raises ValueError if the days do not suffice.
    """
    if sets * n > daily.size:
        raise ValueError(f"{sets} sets of {n} days need more than {daily.size} days")
    time: F64 = np.asarray((np.arange(daily.size) + 0.5) % YEAR / YEAR, dtype=np.float64)
    basis = seasons(time)
    weights, rest, *_ = np.linalg.lstsq(basis, daily)
    noise = float(rest[0]) / (daily.size - basis.shape[1])
    days = np.random.default_rng([seed, 1]).permutation(daily.size)[: sets * n].reshape(sets, n)
    days = np.take_along_axis(days, time[days].argsort(axis=1), axis=1)
    held_out = np.ones((sets, daily.size), dtype=bool)
    held_out[np.arange(sets)[:, None], days] = False
    tested = np.flatnonzero(held_out.sum(axis=0) >= 2)
    at = np.concatenate([time[tested], GRID])
    truth_at = seasons(at) @ weights
    rest = np.append(daily[tested] - truth_at[: tested.size], np.full(GRID.size, np.nan))
    fresh = np.broadcast_to(rest, (sets, at.size))
    return TrainingSets(
        time[days],
        daily[days],
        at,
        truth_at,
        tested.size,
        fresh,
        noise,
        held_out[:, tested],
        None,
    )
