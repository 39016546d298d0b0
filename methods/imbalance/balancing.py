"""One problem learned five ways, at every strength of the balancing: the sweep behind the page."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from methods.imbalance.balanced_votes import neighbour_votes, tree_shares
from methods.imbalance.imbalanced_cases import Cases
from methods.imbalance.smote import (
    Synthetic,
    class_weight,
    copies,
    order_of_keeping,
    rows_to_add,
    rows_to_keep,
    smote,
)
from methods.models.logistic import fit_logistic, log_odds

Floats = NDArray[np.float64]

LEARNED = ("none", "weights", "smote", "over", "under")
CELLS = 28  # of the plane's shading, a side
SURE = 8.0  # log-odds beyond which the shading does not change


@dataclass(frozen=True, eq=False)
class Sweep:
    """Five ways of learning (rows, as LEARNED) at S strengths.

    Attributes
    ----------
    strength, weight : (S,) 0 to 1; how often each positive counts.
    added, kept : (S,) Positives added by SMOTE or copying; negatives kept by under-sampling.
    base : (5, S) Share of positives that each way learned from.
    synthetic : The points SMOTE adds at full strength; fewer take the first of them.
    copied : Which positive each copy repeats, at full strength; fewer take the first of them.
    rank : (negatives,) The place of each negative in the order in which under-sampling keeps them.
    beta : (5, S, d + 1) Coefficients, the intercept first; None for other models than logistic.
    score : (5, S, n_test) Probabilities for the cases to judge on.
    auc, mean : (5, S) On those cases: area under the ROC curve, and mean probability.
    x, y : (CELLS,) The plane's grid; empty without a plane.
    plane : (5, S, CELLS, CELLS) float32 log-odds there (rows along y), within -8 and 8; or None
        for logistic, whose plane is computed from `beta`.
    """

    strength: Floats
    weight: Floats
    added: NDArray[np.int_]
    kept: NDArray[np.int_]
    base: Floats
    synthetic: Synthetic
    copied: NDArray[np.int_]
    rank: NDArray[np.int_]
    beta: Floats | None
    score: Floats
    auc: Floats
    mean: Floats
    x: Floats
    y: Floats
    plane: NDArray[np.float32] | None

    def at(self, strength: float) -> int:
        """The column of that strength."""
        return int(np.argmin(np.abs(self.strength - strength)))

    def plane_at(self, strength: float) -> NDArray[np.float32]:
        """Log-odds on the plane at that strength, (5, CELLS, CELLS); (5, 0, 0) without a plane.

        Features beyond the first two are at 0, the middle of the negatives.
        """
        i = self.at(strength)
        if self.plane is not None:
            return self.plane[:, i]
        assert self.beta is not None
        b = self.beta[:, i, :, None, None]
        shown = b[:, 0] + b[:, 1] * self.x + b[:, 2] * self.y[:, None]
        return np.clip(shown, -SURE, SURE).astype(np.float32)


def sweep(
    cases: Cases,
    model: str,
    k: int,
    strengths: Sequence[float],
    seed: int,
    box: tuple[float, float, float, float] | None,
) -> Sweep:
    """Learn `cases` with the model ("logistic", "knn", "tree") five ways at every strength.

    box : The plane's ends (x low, x high, y low, y high); None without a plane.
    """
    X, y = cases.X, cases.y
    n_pos = int(y.sum())
    n_neg = y.size - n_pos
    weight = np.array([class_weight(n_pos, n_neg, s) for s in strengths])
    added = np.array([rows_to_add(n_pos, n_neg, w) for w in weight])
    kept = np.array([rows_to_keep(n_neg, w) for w in weight])
    most = int(added.max())
    synthetic = smote(X[y], k, most, seed)
    copied, order = copies(n_pos, most, seed), order_of_keeping(n_neg, seed)
    even = n_pos + added
    base = np.array([
        np.full(weight.size, n_pos / y.size),
        weight * n_pos / (weight * n_pos + n_neg),
        even / (even + n_neg),
        even / (even + n_neg),
        n_pos / (n_pos + kept),
    ])  # fmt: skip
    gx = gy = np.empty(0)
    plane: NDArray[np.float32] | None = None
    if box is not None:
        gx, gy = np.linspace(box[0], box[1], CELLS), np.linspace(box[2], box[3], CELLS)
    beta = None
    if model == "logistic":
        beta = _logistic(X, y, weight, synthetic.X, added, copied, order, kept)
        once = expit(log_odds(cases.X_test, beta[:1, :1]))
        score = np.concatenate([
            np.repeat(once, weight.size, axis=1), expit(log_odds(cases.X_test, beta[1:]))
        ])  # fmt: skip
    else:
        at = cases.X_test
        if box is not None:
            grid = np.zeros((CELLS**2, X.shape[1]))
            grid[:, 0], grid[:, 1] = np.tile(gx, CELLS), np.repeat(gy, CELLS)
            at = np.concatenate([at, grid])
        learned = neighbour_votes if model == "knn" else tree_shares
        found = learned(
            X, y, at, weight.tolist(), synthetic.X, added.tolist(), copied, order, kept.tolist()
        )
        none = np.broadcast_to(found["weights"][int(np.argmin(weight))], found["weights"].shape)
        every = np.array([none, *(found[name] for name in LEARNED[1:])])
        score = every[..., : len(cases.X_test)]
        with np.errstate(divide="ignore"):
            shown = np.clip(logit(every[..., len(cases.X_test) :]), -SURE, SURE)
        if box is not None:
            plane = shown.reshape(*shown.shape[:2], CELLS, CELLS).astype(np.float32)
    return Sweep(
        strength=np.array(strengths),
        weight=weight,
        added=added,
        kept=kept,
        base=base,
        synthetic=synthetic,
        copied=copied,
        rank=np.argsort(order),
        beta=beta,
        score=score,
        auc=np.concatenate(
            [
                np.full((1, weight.size), _aucs(cases.y_test, score[:1, :1])),
                _aucs(cases.y_test, score[1:]),
            ]
        ),  # fmt: skip
        mean=score.mean(axis=-1),
        x=gx,
        y=gy,
        plane=plane,
    )


def _logistic(
    X: Floats,
    y: NDArray[np.bool_],
    weight: Floats,
    new: Floats,
    added: NDArray[np.int_],
    copied: NDArray[np.int_],
    order: NDArray[np.int_],
    kept: NDArray[np.int_],
) -> Floats:
    """Coefficients (5, S, d + 1). Copies are whole weights, dropped rows have weight 0."""
    size, s = y.size, weight.size
    positives, negatives = np.flatnonzero(y), np.flatnonzero(~y)
    plain = fit_logistic(X, y, np.ones((1, size)))
    # Counting positives w times moves the intercept by about log w: a start that saves most steps.
    start = np.repeat(plain, s, axis=0)
    start[:, 0] += np.log(weight)
    rows = np.ones((3, s, size))
    rows[0][:, y] = weight[:, None]
    rows[2][:, negatives] = np.argsort(order) < kept[:, None]
    for i, m in enumerate(added):
        rows[1][i, positives] += np.bincount(copied[:m], minlength=positives.size)
    weighted, over, under = fit_logistic(
        X, y, rows.reshape(3 * s, size), start=np.tile(start, (3, 1))
    ).reshape(3, s, -1)
    arrived = np.ones((s, size + len(new)))
    arrived[:, size:] = np.arange(len(new)) < added[:, None]
    every, labels = np.concatenate([X, new]), np.r_[y, np.ones(len(new), dtype=bool)]
    grown = fit_logistic(every, labels, arrived, start=start)
    return np.array([np.repeat(plain, s, axis=0), weighted, grown, over, under])


def _aucs(y: NDArray[np.bool_], score: Floats) -> Floats:
    """Area under the ROC curve for each of (..., n) scores: ranks of positives among negatives."""
    flat = score.reshape(-1, y.size)
    negative, positive = np.sort(flat[:, ~y], axis=1), flat[:, y]
    found = [
        (np.searchsorted(n, p, "left") + np.searchsorted(n, p, "right")).mean() / (2 * n.size)
        for n, p in zip(negative, positive, strict=True)
    ]
    return np.array(found).reshape(score.shape[:-1])
