"""Drawn data that drifts: what is drawn, how it moves, and what a model that stays as it was gets.

There are two features, standard normal in the reference, and a label with P(y = 1) = expit(2 a),
where a is the feature that the label hangs on. The model is frozen: it says y = 1 where the feature
it reads is above 0.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr, ndtri

Floats = NDArray[np.float64]
SLOPE = 2.0
CORRELATION = 0.8
OUTLIERS_AT, OUTLIER_SPREAD, MOST_OUTLIERS = 6.0, 0.5, 0.1
APART = 0.95  # of the two modes from the mean, at most
SORTED_FROM = 100_000  # rows beyond which sorting would take too long
SECOND = 2_000  # rows that also have the other feature and a label
NODES = np.linspace(-9, 10, 761)
NOTHING = 1e-18  # a weight that no sum of standard normals shows

KINDS = {
    "mean": "Mean",
    "scale": "Spread",
    "tail": "Outliers",
    "bimodal": "Two modes",
    "correlation": "Correlation flips",
    "concept": "Labels flip",
    "irrelevant": "Mean, of a feature no label hangs on",
}
STILL = ("correlation", "concept")  # the feature's own distribution does not change


def series(n: int, autocorrelation: float, rng: np.random.Generator) -> Floats:
    """n standard normals in time order, each correlated so much with the one before; shape (n,).

    A stationary AR(1): x_t = phi x_(t-1) + sqrt(1 - phi²) e_t, from a standard normal.
    """
    z = rng.standard_normal(n)
    if autocorrelation == 0:
        return z
    found: Floats = z * np.sqrt(1 - autocorrelation**2)
    found[0] = z[0]
    # Each is the sum of what is new in the rows before it, weighted by phi to the power of how long ago;
    # of twice as many rows with every step.
    reach, weight = 1, autocorrelation
    while reach < n and abs(weight) > NOTHING:
        found[reach:] += weight * found[:-reach]
        reach, weight = 2 * reach, weight**2
    return found


def moved(z: Floats, luck: Floats, kind: str, position: float) -> Floats:
    """Standard normals z (...) moved by `position`, from 0, not at all, to 1; `luck` (...) is uniform.

    At 1 the mean is 1 higher, or the spread twice as wide, or a tenth of the rows lie near 6, or
    there are two modes with mean 0 and variance 1 over all. KeyError for another kind.
    """
    if kind in STILL or position == 0:
        return z
    match kind:
        case "mean" | "irrelevant":
            return z + position
        case "scale":
            return z * (1 + position)
        case "tail":
            far = luck < MOST_OUTLIERS * position
            return np.asarray(np.where(far, OUTLIERS_AT + OUTLIER_SPREAD * z, z))
        case "bimodal":
            off = APART * position
            return np.asarray(np.where(luck < 0.5, -off, off) + np.sqrt(1 - off**2) * z)
    raise KeyError(kind)


def shares(x: Floats, kind: str, position: float) -> Floats:
    """The distribution function of the moved feature at x (...), in closed form; (...).

    KeyError for another kind.
    """
    if kind in STILL or position == 0:
        return np.asarray(ndtr(x))
    match kind:
        case "mean" | "irrelevant":
            found = ndtr(x - position)
        case "scale":
            found = ndtr(x / (1 + position))
        case "tail":
            far = MOST_OUTLIERS * position
            found = (1 - far) * ndtr(x) + far * ndtr((x - OUTLIERS_AT) / OUTLIER_SPREAD)
        case "bimodal":
            off = APART * position
            width = np.sqrt(1 - off**2)
            found = (ndtr((x - off) / width) + ndtr((x + off) / width)) / 2
        case _:
            raise KeyError(kind)
    return np.asarray(found)


def true_gap(kind: str, position: float) -> float:
    """sup |F - G| of the reference and the moved feature, on a fine grid.

    For the mean it is 2 Phi(position / 2) - 1, also known as the total variation distance.
    """
    return float(np.abs(ndtr(NODES) - shares(NODES, kind, position)).max())


def true_accuracy(kind: str, position: float) -> float:
    """The share of labels that the frozen model gets right, with endless rows."""
    at = shares(NODES, "mean" if kind == "irrelevant" else kind, position)
    if kind == "irrelevant":
        at = ndtr(NODES)
    right = expit(SLOPE * np.abs((NODES[1:] + NODES[:-1]) / 2))
    found = float(right @ np.diff(at))
    if kind == "concept":
        return (1 - position) * found + position * (1 - found)
    if kind == "correlation":  # the model reads a feature that merely goes along
        rho = correlation(position)
        # Given the feature read, b, the label hangs on rho b + sqrt(1 - rho²) e.
        b, e = NODES[::8], NODES[4::8]
        weight = np.exp(-(b[:, None] ** 2 + e**2) / 2)
        up = expit(SLOPE * (rho * b[:, None] + np.sqrt(max(1 - rho**2, 0.0)) * e))
        return float(np.sum(weight * np.where(b[:, None] > 0, up, 1 - up)) / weight.sum())
    return found


def correlation(position: float) -> float:
    """The correlation of the two features at `position` from 0 to 1: it goes from 0.8 to -0.8."""
    return CORRELATION * (1 - 2 * position)


@dataclass(frozen=True, eq=False)
class Draw:
    """What chance gives one period, before anything moves.

    Attributes
    ----------
    z, in_order : (n,) The feature shown, in time order and sorted. Above 100,000 independent rows
        both are sorted: their order means nothing.
    luck : (n,) Uniform, for kinds that choose rows; (0,) for the others.
    first, first_luck : (k,) The first k = min(n, 2,000) rows, or so many picked at random.
    other, coin : (k,) For these rows the other feature's own part, and uniforms that make labels.
    """

    z: Floats
    in_order: Floats
    luck: Floats
    first: Floats
    first_luck: Floats
    other: Floats
    coin: Floats


def drawn(n: int, kind: str, autocorrelation: float, rng: np.random.Generator) -> Draw:
    """Draw one period of n rows."""
    few = min(n, SECOND)
    ready = n > SORTED_FROM and autocorrelation == 0
    z = sorted_normals(n, rng) if ready else series(n, autocorrelation, rng)
    luck = rng.random(n if kind in ("tail", "bimodal") else 0)
    rows = rng.choice(n, few, replace=False) if ready else np.arange(few)
    return Draw(
        z=z,
        in_order=z if ready else np.sort(z),
        luck=luck,
        first=z[rows],
        first_luck=luck[rows] if luck.size else luck,
        other=rng.standard_normal(few),
        coin=rng.random(few),
    )


def sorted_normals(n: int, rng: np.random.Generator) -> Floats:
    """n independent standard normals, sorted, without sorting; shape (n,).

    Sums of n + 1 exponentials over their total are the order statistics of n uniforms (Devroye
    1986, chapter 5, theorem 2.2).
    """
    # all in one array: of a million rows, to be given four new ones takes as long as the mathematics
    found = rng.standard_exponential(n + 1)
    np.cumsum(found, out=found)
    found /= found[-1]
    return np.asarray(ndtri(found[:-1], out=found[:-1]))


def labelled(draw: Draw, kind: str, position: float) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """The first rows with both features and their labels: shown (k,), other (k,), y (k,)."""
    k = draw.other.size
    shown = moved(draw.first, draw.first_luck, kind, position)
    other = draw.other
    if kind == "correlation":
        rho = correlation(position)
        other = rho * shown + np.sqrt(1 - rho**2) * other
    cause = other if kind in ("correlation", "irrelevant") else shown
    y = draw.coin < expit(SLOPE * cause)
    if kind == "concept":
        # every row has its own even place in the order of flipping, so that a share flips
        y = y ^ (np.arange(k) * 0.6180339887498949 % 1 < position)
    return shown, other, y


def accuracy(shown: Floats, other: Floats, y: NDArray[np.bool_], kind: str) -> float:
    """The share of labels y (k,) that the frozen model gets right."""
    read = other if kind == "irrelevant" else shown
    return float(np.mean((read > 0) == y))
