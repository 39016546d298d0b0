"""AdaBoost with stumps: each fitted to the rows by their weights, which grow where it was wrong.

The stump is that of the least weighted error. scikit-learn's takes the least Gini impurity in its place,
so its later rounds differ; its alpha is twice this one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SURE = 1e-10  # the error that a stump without one is taken to have: its vote would be infinite
TIE = 1e-12  # errors that differ by less are equal, whatever rounding makes of it


@dataclass(frozen=True, eq=False)
class Stumps:
    """The members of an AdaBoost of T rounds on n rows.

    Attributes
    ----------
    feature, threshold, sign : (T,) Stump t answers sign[t] where its feature is above the threshold, else
        -sign[t].
    error : (T,) Its weighted error. alpha : (T,) What its vote counts: ln((1 - e) / e) / 2.
    weights : (T, n) Of the rows it was given; they add up to 1.
    """

    feature: NDArray[np.intp]
    threshold: Floats
    sign: Floats
    error: Floats
    alpha: Floats
    weights: Floats


def adaboost(X: Floats, y: Floats, rounds: int) -> Stumps:
    """At most so many rounds on rows `X` (n, d) with labels `y` (n,) of -1 and 1.

    Fewer if a stump is never wrong, which then is the last, or if none is better than chance: then there
    may be no rounds at all. Of equal stumps that of the lowest feature, then threshold. Freund and
    Schapire, "A decision-theoretic generalization of on-line learning", 1997.
    """
    columns = X.T
    order = np.argsort(columns, axis=1, kind="stable")
    values = np.take_along_axis(columns, order, axis=1)
    apart = values[:, 1:] > values[:, :-1]
    middle = values[:, :-1] / 2 + values[:, 1:] / 2
    weights = np.full(len(y), 1 / len(y))
    found: list[tuple[int, float, float, float, float, Floats]] = []
    while len(found) < rounds and apart.any():
        signed = weights * y
        # The sum of w y h over the rows, of the stump that answers 1 above each place.
        edge = signed.sum() - 2 * np.cumsum(signed[order], axis=1)[:, :-1]
        gain = np.where(apart, np.abs(edge), -1.0)
        feature, place = np.unravel_index((gain >= gain.max() - TIE).argmax(), edge.shape)
        error = float(1 - abs(edge[feature, place])) / 2
        if error >= 0.5 - SURE:
            break
        sign, threshold = float(np.sign(edge[feature, place])), float(middle[feature, place])
        alpha = float(np.log((1 - max(error, SURE)) / max(error, SURE)) / 2)
        found.append((int(feature), threshold, sign, error, alpha, weights))
        if error < SURE:
            break
        right = y * np.where(columns[feature] > threshold, sign, -sign)
        weights = weights * np.exp(-alpha * right)
        weights = weights / weights.sum()
    parts = [np.array(part) for part in zip(*found, strict=True)] or [np.empty(0)] * 6
    return Stumps(
        feature=parts[0].astype(np.intp),
        threshold=parts[1],
        sign=parts[2],
        error=parts[3],
        alpha=parts[4],
        weights=parts[5].reshape(len(found), len(y)),
    )


def stump_answers(stumps: Stumps, X: Floats) -> Floats:
    """(T, n) -1 or 1: what each stump says of each row of `X` (n, d)."""
    above = X.T[stumps.feature] > stumps.threshold[:, None]
    return np.where(above, stumps.sign[:, None], -stumps.sign[:, None])


def staged_scores(stumps: Stumps, X: Floats) -> Floats:
    """(T, n) The weighted sum of the answers of the first 1 to T stumps; its sign is the prediction."""
    return np.asarray(np.cumsum(stumps.alpha[:, None] * stump_answers(stumps, X), axis=0))
