"""How far the curves of a scored sample might move in another one: the bootstrap on one sort."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.confusion import ratio

Floats = NDArray[np.float64]
SPAN = (0.025, 0.975)


@dataclass(frozen=True, eq=False)
class Bands:
    """95 % percentile bootstrap intervals; each band has shape (2, k): low row, high row.

    Attributes
    ----------
    resamples : How many resamples the bands rest on.
    auc, ap : Intervals (low, high) of the area under the ROC curve and of average precision.
    threshold : Shape (k,), where the next three bands are read.
    precision, recall, f1 : Bands by threshold. Resamples in which nothing is called positive have
        no precision and are left out; nan where none has any.
    recall_grid : Shape (r,), where the last band is read.
    precision_at_recall : Precision at the highest threshold whose recall reaches the grid's.
    """

    resamples: int
    auc: tuple[float, float]
    ap: tuple[float, float]
    threshold: Floats
    precision: Floats
    recall: Floats
    f1: Floats
    recall_grid: Floats
    precision_at_recall: Floats


def resamples_for(n: int) -> int:
    """How many resamples a sample of n gets: 40 to 200, so that the work stays bounded."""
    return max(40, min(200, 400_000 // n))


def bootstrap_bands(
    y: NDArray[Any],
    score: Floats,
    threshold: Floats,
    recall_grid: Floats,
    resamples: int,
    rng: np.random.Generator,
) -> Bands:
    """Bands from resampling positives and negatives apart, their numbers fixed (Efron 1979).

    y, score : (n,). threshold : (k,). recall_grid : (r,), each within (0, 1]. A resample is a
    weight for each case, so that the scores are sorted once for all.
    """
    y = np.asarray(y, bool)
    positive, negative = np.sort(score[y])[::-1], np.sort(score[~y])[::-1]
    n_pos, n_neg = positive.size, negative.size
    w_pos, tp_upto = _weights(n_pos, resamples, rng)
    _, fp_upto = _weights(n_neg, resamples, rng)

    # cases at or above each positive's score; ties are called together
    pos_at = np.searchsorted(-positive, -positive, "right")
    neg_at = np.searchsorted(-negative, -positive, "right")
    neg_over = np.searchsorted(-negative, -positive, "left")
    tp, fp = tp_upto[:, pos_at], fp_upto[:, neg_at]
    precision = tp / np.maximum(
        tp + fp, 1
    )  # a positive without weight may stand where none is called
    outscored = n_neg - (fp + fp_upto[:, neg_over]) / 2
    auc = np.einsum("bi,bi->b", w_pos, outscored) / (n_pos * n_neg)
    ap = np.einsum("bi,bi->b", w_pos, precision) / n_pos

    tp_t = tp_upto[:, np.searchsorted(-positive, -threshold, "right")]
    fp_t = fp_upto[:, np.searchsorted(-negative, -threshold, "right")]

    # one search for all rows: each row of running counts is lifted above the one before
    lift = np.arange(resamples)[:, None] * (n_pos + 1)
    need = np.maximum(np.ceil(recall_grid * n_pos - 1e-9), 1)
    found = np.searchsorted((tp_upto[:, 1:] + lift).ravel(), (need + lift).ravel())
    at_recall = precision.ravel()[found].reshape(resamples, -1)

    auc_low, auc_high = quantiles(auc)
    ap_low, ap_high = quantiles(ap)
    return Bands(
        resamples,
        (float(auc_low), float(auc_high)),
        (float(ap_low), float(ap_high)),
        threshold,
        quantiles(ratio(tp_t, tp_t + fp_t)),
        quantiles(tp_t / n_pos),
        quantiles(2 * tp_t / (tp_t + fp_t + n_pos)),
        recall_grid,
        quantiles(at_recall),
    )


def quantiles(values: Floats) -> Floats:
    """The ends of SPAN along axis 0, nan left out: shape (2, ...). nan where all are nan.

    The same as numpy's nanquantile (linear), which is too slow for a slider.
    """
    ranked = np.sort(values, axis=0)  # nan goes last
    known = np.sum(~np.isnan(ranked), axis=0)
    ends = []
    for share in SPAN:
        place = share * np.maximum(known - 1, 0)
        below = np.floor(place).astype(int)
        above = np.minimum(below + 1, np.maximum(known - 1, 0))
        low = np.take_along_axis(ranked, below[None], 0)[0]
        high = np.take_along_axis(ranked, above[None], 0)[0]
        ends.append(low + (place - below) * (high - low))
    return np.array(ends)


def _weights(
    n: int, resamples: int, rng: np.random.Generator
) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """How often each of n cases is drawn (resamples, n); running sums from 0 (resamples, n + 1)."""
    drawn = rng.integers(0, n, (resamples, n))
    drawn += np.arange(resamples)[:, None] * n
    weight = np.bincount(drawn.ravel(), minlength=resamples * n).reshape(resamples, n)
    upto = np.zeros((resamples, n + 1), dtype=int)
    np.cumsum(weight, axis=1, out=upto[:, 1:])
    return weight, upto
