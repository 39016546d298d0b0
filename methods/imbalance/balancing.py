"""One problem learned five ways, at every strength of the balancing: the sweep behind the page."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

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


@dataclass(frozen=True, eq=False)
class Fits:
    """Logistic regressions of W ways of learning, at S strengths; `Sweep` says what each field is.

    Attributes
    ----------
    beta : (W, S, d + 1)
    score : (W, S, n_test)
    auc, mean : (W, S)
    """

    beta: Floats
    score: Floats
    auc: Floats
    mean: Floats


def sweep(
    cases: Cases,
    model: str,
    k: int,
    strengths: Sequence[float],
    seed: int,
    box: tuple[float, float, float, float] | None,
    others: Fits | None = None,
) -> Sweep:
    """Learn `cases` with the model ("logistic", "knn", "tree") five ways at every strength.

    box : The plane's ends (x low, x high, y low, y high); None without a plane.
    others : `without_smote`, where it is there already and the model is logistic.
    """
    X, y = cases.X, cases.y
    n_pos = int(y.sum())
    n_neg = y.size - n_pos
    weight, added, kept = _amounts(y, strengths)
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
        others = without_smote(cases, strengths, seed) if others is None else others
        arrived = np.ones((weight.size, y.size + most))
        arrived[:, y.size :] = np.arange(most) < added[:, None]
        every, labels = np.concatenate([X, synthetic.X]), np.r_[y, np.ones(most, dtype=bool)]
        grown = fit_logistic(every, labels, arrived, start=_start(others.beta[0], weight))
        with_new = _judged(cases, grown[None])
        beta, score, auc, mean = (
            np.insert(
                getattr(others, each.name), LEARNED.index("smote"), getattr(with_new, each.name), 0
            )
            for each in fields(Fits)
        )
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
        once = np.full((1, weight.size), _aucs(cases.y_test, score[:1, :1]))
        auc = np.concatenate([once, _aucs(cases.y_test, score[1:])])
        mean = score.mean(axis=-1)
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
        auc=auc,
        mean=mean,
        x=gx,
        y=gy,
        plane=plane,
    )


def without_smote(cases: Cases, strengths: Sequence[float], seed: int) -> Fits:
    """Logistic regression learned in all ways but SMOTE, whose neighbours have no say in them: (4, ...).

    Copies are whole weights, dropped rows have weight 0.
    """
    X, y = cases.X, cases.y
    weight, added, kept = _amounts(y, strengths)
    size, s, positives = y.size, weight.size, np.flatnonzero(y)
    copied = copies(positives.size, int(added.max()), seed)
    order = order_of_keeping(size - positives.size, seed)
    plain = fit_logistic(X, y, np.ones((1, size)))
    rows = np.ones((3, s, size))
    rows[0][:, y] = weight[:, None]
    rows[2][:, ~y] = np.argsort(order) < kept[:, None]
    for i, m in enumerate(added):
        rows[1][i, positives] += np.bincount(copied[:m], minlength=positives.size)
    start = np.tile(_start(np.repeat(plain, s, axis=0), weight), (3, 1))
    balanced = fit_logistic(X, y, rows.reshape(3 * s, size), start=start).reshape(3, s, -1)
    once, rest = _judged(cases, plain[None]), _judged(cases, balanced)
    return Fits(
        *(
            np.concatenate(
                [np.repeat(getattr(once, each.name), s, axis=1), getattr(rest, each.name)]
            )
            for each in fields(Fits)
        )
    )


def _judged(cases: Cases, beta: Floats) -> Fits:
    score = expit(log_odds(cases.X_test, beta))
    return Fits(beta, score, _aucs(cases.y_test, score), score.mean(axis=-1))


def _amounts(
    y: NDArray[np.bool_], strengths: Sequence[float]
) -> tuple[Floats, NDArray[np.int_], NDArray[np.int_]]:
    """How often positives count, how many are added, and how many negatives are kept: (S,) each."""
    n_pos = int(y.sum())
    n_neg = y.size - n_pos
    weight = np.array([class_weight(n_pos, n_neg, s) for s in strengths])
    added = np.array([rows_to_add(n_pos, n_neg, w) for w in weight])
    return weight, added, np.array([rows_to_keep(n_neg, w) for w in weight])


def _start(plain: Floats, weight: Floats) -> Floats:
    """Where to begin, (S, d + 1): counting positives w times moves the intercept by about log w."""
    start = plain.copy()
    start[:, 0] += np.log(weight)
    return start


def _aucs(y: NDArray[np.bool_], score: Floats) -> Floats:
    """Area under the ROC curve for each of (..., n) scores: ranks of positives among negatives."""
    flat = score.reshape(-1, y.size)
    negative, positive = np.sort(flat[:, ~y], axis=1), flat[:, y]
    found = [
        (np.searchsorted(n, p, "left") + np.searchsorted(n, p, "right")).mean() / (2 * n.size)
        for n, p in zip(negative, positive, strict=True)
    ]
    return np.array(found).reshape(score.shape[:-1])
