"""What SMOTE before the split does to a test: the test set holds points made from training rows."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from methods.imbalance.balanced_votes import squared_distances
from methods.imbalance.smote import rows_to_add, smote
from methods.metrics.confusion import auc, counts_at, counts_at_every_threshold
from methods.models.logistic import fit_logistic, log_odds

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Score = Callable[[Floats, Bools, Floats], Floats]

FOLDS = 5
MOST_AUDITED = 1_000
TREE_DEPTH = 8
JUDGES = {"nearest": "Nearest neighbour", "tree": "Tree", "logistic": "Logistic"}


@dataclass(frozen=True, eq=False)
class Leak:
    """Cross-validated AUC and F1 (at 0.5) of the same models, by when the resampling was done.

    Attributes
    ----------
    rows, positives : Cases used.
    auc_before, f1_before : Model to mean over folds; SMOTE first, then the folds.
    auc_inside, f1_inside : SMOTE on the training rows of each fold.
    """

    rows: int
    positives: int
    auc_before: dict[str, float]
    f1_before: dict[str, float]
    auc_inside: dict[str, float]
    f1_inside: dict[str, float]


def folds_of(y: Bools, folds: int, rng: np.random.Generator) -> NDArray[np.int_]:
    """The fold (from 0) of each case, shape (n,); every fold has its share of each class."""
    fold = np.zeros(y.size, dtype=int)
    for label in (False, True):
        rows = rng.permutation(np.flatnonzero(y == label))
        fold[rows] = np.arange(rows.size) % folds
    return fold


def nearest_score(X: Floats, y: Bools, at: Floats) -> Floats:
    """1 where the nearest row of X is positive, else 0: shape (q,)."""
    found: Floats = y[np.argmin(squared_distances(at, X), axis=1)].astype(float)
    return found


def tree_score(X: Floats, y: Bools, at: Floats) -> Floats:
    """Share of positives in the leaf of a tree of depth 8: shape (q,)."""
    from sklearn.tree import DecisionTreeClassifier

    tree = DecisionTreeClassifier(max_depth=TREE_DEPTH, random_state=0).fit(X, y)
    share: Floats = tree.predict_proba(at)[:, 1]
    return share


def logistic_score(X: Floats, y: Bools, at: Floats) -> Floats:
    """Probability by logistic regression, C = 1: shape (q,)."""
    eta = log_odds(at, fit_logistic(X, y, np.ones((1, y.size))))[0]
    chance: Floats = expit(eta)
    return chance


SCORES: dict[str, Score] = {
    "nearest": nearest_score,
    "tree": tree_score,
    "logistic": logistic_score,
}


def with_smote(X: Floats, y: Bools, k: int, seed: int) -> tuple[Floats, Bools]:
    """The rows X (n, d), y (n,) and, after them, synthetic positives until the classes are even."""
    n_pos = int(y.sum())
    m = rows_to_add(n_pos, y.size - n_pos, (y.size - n_pos) / n_pos)
    new = smote(X[y], k, m, seed).X
    return np.concatenate([X, new]), np.r_[y, np.ones(m, dtype=bool)]


def resampling_leak(X: Floats, y: Bools, k: int, seed: int, folds: int = FOLDS) -> Leak:
    """Judge three models by cross-validation with SMOTE before the folds, and inside them.

    X (n, d), y (n,). Folds in which a class is missing do not count; nan if none is left.
    """
    rng = np.random.default_rng((seed, 2))
    found: dict[str, tuple[dict[str, float], dict[str, float]]] = {}
    for when in ("before", "inside"):
        rows, labels = with_smote(X, y, k, seed) if when == "before" else (X, y)
        fold = folds_of(labels, folds, rng)
        aucs: dict[str, list[float]] = {name: [] for name in SCORES}
        f1s: dict[str, list[float]] = {name: [] for name in SCORES}
        for i in range(folds):
            out = fold == i
            if not (labels[out].any() and (~labels[out]).any() and labels[~out].any()):
                continue
            learn = rows[~out], labels[~out]
            if when == "inside":
                learn = with_smote(*learn, k, seed)
            for name, score in SCORES.items():
                given = score(*learn, rows[out])
                aucs[name].append(auc(counts_at_every_threshold(labels[out], given)))
                f1s[name].append(float(counts_at(labels[out], given, 0.5).f1))
        found[when] = (
            {name: float(np.mean(v)) if v else float("nan") for name, v in aucs.items()},
            {name: float(np.mean(v)) if v else float("nan") for name, v in f1s.items()},
        )
    return Leak(y.size, int(y.sum()), *found["before"], *found["inside"])
