"""How far the curves of a scored sample might move in another one: the bootstrap on one sort."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from methods.metrics.confusion import ratio

Floats = NDArray[np.float64]
SPAN = (0.025, 0.975)
ALL_AT_ONCE = 50_000  # cases: of no more, all resamples are drawn together


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
    # cases at or above each positive's score; ties are called together
    places = _Places(
        np.searchsorted(-positive, -positive, "right"),
        np.searchsorted(-negative, -positive, "right"),
        np.searchsorted(-negative, -positive, "left"),
        np.searchsorted(-positive, -threshold, "right"),
        np.searchsorted(-negative, -threshold, "right"),
        np.maximum(np.ceil(recall_grid * positive.size - 1e-9), 1),
    )
    # many cases are resampled one by one, so that the weights stay small
    most = resamples if y.size <= ALL_AT_ONCE else 1
    blocks = [
        _resampled(positive.size, negative.size, places, min(most, resamples - start), rng)
        for start in range(0, resamples, most)
    ]
    auc, ap, precision, recall, f1, at_recall = map(np.concatenate, zip(*blocks, strict=True))
    auc_low, auc_high = quantiles(auc)
    ap_low, ap_high = quantiles(ap)
    return Bands(
        resamples,
        (float(auc_low), float(auc_high)),
        (float(ap_low), float(ap_high)),
        threshold,
        quantiles(precision),
        quantiles(recall),
        quantiles(f1),
        recall_grid,
        quantiles(at_recall),
    )


@dataclass(frozen=True, eq=False)
class _Places:
    """Among scores sorted falling: how many positives and negatives are called, and where.

    Attributes
    ----------
    pos_at, neg_at, neg_over : Shape (n_pos,): at or above each positive's score, and above it.
    pos_t, neg_t : Shape (k,): at or above each threshold.
    need : Shape (r,): positives that must be called to reach each recall.
    """

    pos_at: NDArray[np.int_]
    neg_at: NDArray[np.int_]
    neg_over: NDArray[np.int_]
    pos_t: NDArray[np.int_]
    neg_t: NDArray[np.int_]
    need: Floats


def _resampled(
    n_pos: int, n_neg: int, places: _Places, resamples: int, rng: np.random.Generator
) -> tuple[Floats, ...]:
    """AUC and AP (b,); precision, recall and F1 by threshold (b, k); precision at recall (b, r)."""
    w_pos, tp_upto = _weights(n_pos, resamples, rng)
    _, fp_upto = _weights(n_neg, resamples, rng)
    tp, fp = tp_upto[:, places.pos_at], fp_upto[:, places.neg_at]
    precision = tp / np.maximum(
        tp + fp, 1
    )  # a positive without weight may stand where none is called
    outscored = n_neg - (fp + fp_upto[:, places.neg_over]) / 2
    auc = np.einsum("bi,bi->b", w_pos, outscored) / (n_pos * n_neg)
    ap = np.einsum("bi,bi->b", w_pos, precision) / n_pos

    tp_t = tp_upto[:, places.pos_t]
    fp_t = fp_upto[:, places.neg_t]

    # one search for all rows: each row of running counts is lifted above the one before
    lift = np.arange(resamples)[:, None] * (n_pos + 1)
    found = np.searchsorted((tp_upto[:, 1:] + lift).ravel(), (places.need + lift).ravel())
    at_recall = precision.ravel()[found].reshape(resamples, -1)

    return (
        auc,
        ap,
        ratio(tp_t, tp_t + fp_t),
        tp_t / n_pos,
        2 * tp_t / (tp_t + fp_t + n_pos),
        at_recall,
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
