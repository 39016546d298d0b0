"""Outcome counts of a thresholded score, and everything that is read off them.

A case is called positive when its score is at or above the threshold.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]
# Of the shape of the thresholds: an array, or what acts as a float where there is one threshold.
Values = Any


@dataclass(frozen=True, eq=False)
class Counts:
    """The four outcomes at one threshold or at several.

    Attributes
    ----------
    threshold : Shape (k,), or () for one threshold. Infinite where nothing is called positive.
    tp, fp, fn, tn : Same shape. Whole cases of a sample, or shares of a population (sum 1).
    """

    threshold: Values
    tp: Values
    fp: Values
    fn: Values
    tn: Values

    def __getitem__(self, rows: Any) -> "Counts":
        """The counts at those rows; one row gives arrays of shape ()."""
        each = (self.threshold, self.tp, self.fp, self.fn, self.tn)
        return Counts(*(np.asarray(a[rows]) for a in each))

    def __len__(self) -> int:
        return int(self.threshold.size)

    @property
    def total(self) -> Values:
        """All cases; 1 for a population."""
        return np.asarray(self.tp + self.fp + self.fn + self.tn)

    @property
    def called(self) -> Values:
        """Cases called positive."""
        return np.asarray(self.tp + self.fp)

    @property
    def called_share(self) -> Values:
        """Share of all cases that are called positive."""
        return ratio(self.called, self.total)

    @property
    def prevalence(self) -> Values:
        """Share of positives among all cases."""
        return ratio(self.tp + self.fn, self.total)

    @property
    def precision(self) -> Values:
        """tp / (tp + fp); nan where nothing is called positive."""
        return ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> Values:
        """tp / (tp + fn), the true positive rate."""
        return ratio(self.tp, self.tp + self.fn)

    @property
    def fpr(self) -> Values:
        """fp / (fp + tn), the false positive rate."""
        return ratio(self.fp, self.fp + self.tn)

    @property
    def fnr(self) -> Values:
        """fn / (tp + fn), the miss rate."""
        return ratio(self.fn, self.tp + self.fn)

    @property
    def specificity(self) -> Values:
        """tn / (fp + tn)."""
        return ratio(self.tn, self.fp + self.tn)

    @property
    def accuracy(self) -> Values:
        """Share of cases called rightly."""
        return ratio(self.tp + self.tn, self.total)

    @property
    def f1(self) -> Values:
        """Harmonic mean of precision and recall."""
        return self.f_beta(1.0)

    @property
    def youden(self) -> Values:
        """Youden's J = recall - fpr (Youden 1950)."""
        return self.recall - self.fpr

    @property
    def mcc(self) -> Values:
        """Matthews correlation; nan where all cases are called the same."""
        tp, fp, fn, tn = (np.asarray(a, float) for a in (self.tp, self.fp, self.fn, self.tn))
        spread = np.sqrt((tp + fp) * (tp + fn)) * np.sqrt((tn + fp) * (tn + fn))
        return ratio(tp * tn - fp * fn, spread)

    def f_beta(self, beta: float) -> Values:
        """F_beta = (1 + b2) tp / ((1 + b2) tp + b2 fn + fp), recall beta times as dear.

        Written on counts it is 0, not undefined, where nothing is called positive (van Rijsbergen
        1979).
        """
        hit = (1 + beta**2) * self.tp
        return ratio(hit, hit + beta**2 * self.fn + self.fp)

    def cost(self, miss: float) -> Values:
        """Cost per case in false alarms, when a miss costs `miss` of them."""
        return ratio(self.fp + miss * self.fn, self.total)

    @property
    def net_benefit(self) -> Values:
        """tp/n - fp/n * t/(1 - t) (Vickers & Elkin 2006); 0 where nothing is called.

        nan where t is 1 or more and something is called.
        """
        t = np.where(self.threshold < 1, self.threshold, np.nan)
        loss = np.where(self.fp == 0, 0.0, ratio(self.fp, self.total) * t / (1 - t))
        return ratio(self.tp, self.total) - loss

    def thinned(self, most: int, cut: float = np.nan) -> "Counts":
        """At most about `most` of the rows, even in recall and in fpr; first and last are kept.

        So is the row that the threshold `cut` calls, where it calls any.
        """
        if len(self) <= most:
            return self
        steps = np.linspace(0, 1, most // 2)
        near = [np.searchsorted(a / a[-1], steps) for a in (self.tp, self.fp)]
        called = np.flatnonzero(self.threshold >= cut)[-1:]
        return self[np.unique(np.concatenate([*near, called]))]

    def thinned_in_probits(self, most: int) -> "Counts":
        """At most `most` of the rows, even in the probits of recall and of fpr.

        A step that is small elsewhere is long, in probits, near a rate of 0 or 1.
        """
        rates = ndtr(np.linspace(-3.3, 3.3, most // 2))
        near = [np.searchsorted(rate, rates) for rate in (self.fpr, self.recall)]
        return self[np.unique(np.minimum(np.concatenate(near), len(self) - 1))]

    def precision_if(self, share: float) -> float:
        """Precision if the same recall and fpr met another share of positives (Bayes)."""
        hit, alarm = share * self.recall, (1 - share) * self.fpr
        return float(ratio(hit, hit + alarm))


def ratio(part: ArrayLike, whole: ArrayLike) -> Floats:
    """part / whole elementwise, nan where whole is 0; their shapes broadcast."""
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    shape = np.broadcast(part, whole).shape
    out: Floats = np.divide(part, whole, out=np.full(shape, np.nan), where=whole != 0)
    return out


def counts_at_every_threshold(y: NDArray[Any], score: Floats) -> Counts:
    """Outcome counts at every threshold that makes a difference.

    y : (n,), true or 1 for a positive. score : (n,), finite, higher means more likely positive.
    One row per distinct score, thresholds falling; equal scores are called together. The last row
    calls everything positive. There is no row that calls nothing. ValueError if a class is absent.
    """
    y = np.asarray(y, bool)
    n_pos = int(y.sum())
    if n_pos in (0, y.size):
        raise ValueError("Both classes are needed: there are no positives or no negatives.")
    order = np.argsort(-score, kind="stable")
    ranked = score[order]
    last = np.append(np.flatnonzero(ranked[1:] != ranked[:-1]), y.size - 1)
    tp = np.cumsum(y[order])[last]
    fp = last + 1 - tp
    return Counts(ranked[last], tp, fp, n_pos - tp, y.size - n_pos - fp)


def counts_at(y: NDArray[Any], score: Floats, threshold: ArrayLike) -> Counts:
    """Outcome counts at the given thresholds, shape () or (k,), in the order given."""
    y, threshold = np.asarray(y, bool), np.asarray(threshold, float)
    positive, negative = np.sort(score[y]), np.sort(score[~y])
    fn = np.asarray(np.searchsorted(positive, threshold))
    tn = np.asarray(np.searchsorted(negative, threshold))
    return Counts(threshold, positive.size - fn, negative.size - tn, fn, tn)


def nothing_called(counts: Counts) -> Counts:
    """The outcome of never calling a case positive: threshold infinite, shape ()."""
    pos, neg = counts.tp[-1] + counts.fn[-1], counts.fp[-1] + counts.tn[-1]
    none = np.zeros_like(pos)
    return Counts(np.asarray(np.inf), none, none, np.asarray(pos), np.asarray(neg))


@dataclass(frozen=True, eq=False)
class Bins:
    """How many cases lie in each of k bins, shape (k,), and how many below and above them all."""

    inside: NDArray[Any]
    below: int
    above: int


def bins_of_called(threshold: Floats, called: NDArray[Any], edges: Floats) -> Bins:
    """A histogram of scores between rising `edges` (k + 1,), a score on an edge in the bin above it.

    `called` (n,) counts the cases at or above each falling `threshold` (n,), all of them at the last.
    The histogram is read off it, which for many cases is a thousand times faster than sorting them
    in. The last bin has both its edges, as in numpy's histogram.
    """
    upto = np.searchsorted(-threshold, -edges, "right")
    upto[-1] = np.searchsorted(-threshold, -edges[-1], "left")
    over = np.append(0, called)[upto]
    return Bins(-np.diff(over), int(called[-1] - over[0]), int(over[-1]))


def excess_cost(counts: Counts, cheapest: Counts, miss: float) -> float:
    """By what share `counts` cost more than `cheapest`, both of one threshold; nan if that costs 0."""
    least = cheapest.cost(miss)
    return float(ratio(counts.cost(miss) - least, least))


def net_benefit_of_all(share: float, threshold: ArrayLike) -> Floats:
    """Net benefit of calling every case, share - (1 - share) t/(1 - t), thresholds t below 1.

    Vickers & Elkin (2006); the share is that of positives.
    """
    t = np.asarray(threshold, float)
    return np.asarray(share - (1 - share) * t / (1 - t))


def recall_at_fpr(counts: Counts, fpr: float) -> float:
    """Recall where that share of the negatives is called, between rows of falling threshold.

    nan where there is one row only: all scores are equal.
    """
    return float(np.interp(fpr, counts.fpr, counts.recall)) if len(counts) > 1 else np.nan


def roc(counts: Counts) -> tuple[Floats, Floats]:
    """False and true positive rates, each (k + 1,): from (0, 0), nothing called, to (1, 1)."""
    return np.append(0.0, counts.fpr), np.append(0.0, counts.recall)


def auc(counts: Counts) -> float:
    """Area under the ROC curve: the chance that a positive outscores a negative, ties 1/2.

    By the trapezoid (Hanley and McNeil 1982).
    """
    fpr, tpr = roc(counts)
    return float(np.trapezoid(tpr, fpr))


def average_precision(counts: Counts) -> float:
    """Sum over rows of precision times the gain in recall: the area under the PR steps."""
    gained = np.diff(counts.recall, prepend=0.0)
    return float(np.sum(counts.precision * gained))


def trapezoid_pr_area(counts: Counts) -> float:
    """Area under straight lines between PR points, the first drawn level from recall 0.

    Wrong, and kept to show by how much: precision is not linear in recall between two thresholds
    (Davis & Goadrich 2006), so that falling lines pass above what can be reached.
    """
    precision, recall = counts.precision, counts.recall
    return float(np.trapezoid(np.append(precision[0], precision), np.append(0.0, recall)))


def pr_between(
    tp: tuple[float, float], fp: tuple[float, float], n_pos: int, steps: int
) -> tuple[Floats, Floats]:
    """Recall and precision on the way from one PR point to the next, each (steps + 1,).

    True and false positives are taken in proportion, as if drawn by lot among the cases between
    the two thresholds (Davis & Goadrich 2006).
    """
    tps, fps = np.linspace(*tp, steps + 1), np.linspace(*fp, steps + 1)
    return tps / n_pos, ratio(tps, tps + fps)


def minimum_pr_area(share: float) -> float:
    """Smallest area under a PR curve when a share 0 < share < 1 is positive: 1 + (1-s) ln(1-s) / s.

    No model can do worse than rank every negative first (Boyd et al. 2012).
    """
    return 1 + (1 - share) * float(np.log1p(-share)) / share


def random_average_precision(n_pos: int, n: int) -> float:
    """Mean average precision of `n_pos` positives shuffled among `n` cases, n >= 2.

    ((R - 1)/(N - 1) (N - H_N) + H_N) / N, a little above R/N (Bestgen 2015).
    """
    harmonic = float(np.sum(1 / np.arange(1, n + 1)))
    return ((n_pos - 1) / (n - 1) * (n - harmonic) + harmonic) / n


def det(counts: Counts) -> tuple[Floats, Floats]:
    """Probits of the false positive and the miss rate, each (k,); nan where a rate is 0 or 1.

    Two normals make a straight line, of slope -1 if they spread alike (Martin et al. 1997).
    """
    fpr, fnr = counts.fpr, counts.fnr
    inside = [np.where((rate > 0) & (rate < 1), rate, np.nan) for rate in (fpr, fnr)]
    return ndtri(inside[0]), ndtri(inside[1])


def best_threshold(
    counts: Counts,
    objective: str,
    *,
    beta: float = 1.0,
    cost_ratio: float = 1.0,
    floor: float = 0.9,
    capacity: float = 50.0,
) -> Counts | None:
    """The row of `counts` (thresholds falling) that serves the objective best, shape ().

    f1, f_beta, youden : the greatest. cost : the cheapest, a miss costing `cost_ratio` alarms.
    precision_at_least : the greatest recall with precision >= floor; recall_at_least : the greatest
    precision with recall >= floor. top_k : the most cases called without passing `capacity` in
    1000. Calling nothing (threshold infinite) competes for cost and top_k. Among equals the highest
    threshold wins. None if no row reaches the floor. KeyError for an unknown objective.
    """
    called_share = counts.called_share
    none = nothing_called(counts)
    worth: Mapping[str, Callable[[], Floats]] = {
        "f1": lambda: counts.f1,
        "f_beta": lambda: counts.f_beta(beta),
        "youden": lambda: counts.youden,
        "cost": lambda: -counts.cost(cost_ratio),
        "precision_at_least": lambda: np.where(counts.precision >= floor, counts.recall, np.nan),
        "recall_at_least": lambda: np.where(counts.recall >= floor, counts.precision, np.nan),
        # 1e-12: 50 in 1000 of 2,000 is 100 cases, whatever the rounding of 0.05 says
        "top_k": lambda: np.where(called_share <= capacity / 1000 + 1e-12, called_share, np.nan),
    }
    value = worth[objective]()
    if np.all(np.isnan(value)):
        return none if objective == "top_k" else None
    row = int(np.nanargmax(value))
    if objective == "cost" and none.cost(cost_ratio) <= -value[row]:
        return none
    return counts[row]
