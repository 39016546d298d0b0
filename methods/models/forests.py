"""Random forests, tree by tree: what each was given, and what it answers. scikit-learn grows them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Forest:
    """T trees on n rows, asked about m others.

    Attributes
    ----------
    copies : (T, n) How often each row is in the resample that the tree was given.
    own, answers : (T, n), (T, m) What it says of the rows, and of the others.
    feature, threshold : (T,) Its first cut; -1 and nan if it has none.
    """

    copies: NDArray[np.int64]
    own: Floats
    answers: Floats
    feature: NDArray[np.int64]
    threshold: Floats


def forest(
    X: Floats,
    y: Floats,
    others: Floats,
    trees: int,
    tried: int,
    rng: np.random.Generator,
    classes: bool = False,
) -> Forest:
    """Fully grown trees on resamples of rows `X` (n, d) with targets `y` (n,), asked about `others`.

    `others` is (m, d). At each cut `tried` features are looked at, drawn anew. With `classes` the
    targets are 0 and 1 and the trees cut by Gini impurity, else by squares. Inputs are rounded to single
    precision. Breiman, "Random forests", 2001.
    """
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    single, asked = X.astype(np.float32), np.concatenate([X, others]).astype(np.float32)
    copies = np.empty((trees, len(X)), int)
    said = np.empty((trees, len(asked)))
    feature, threshold = np.full(trees, -1), np.full(trees, np.nan)
    for t in range(trees):
        copies[t] = np.bincount(rng.integers(len(X), size=len(X)), minlength=len(X))
        kind = DecisionTreeClassifier if classes else DecisionTreeRegressor
        grown = kind(max_features=tried, random_state=int(rng.integers(2**31)))
        tree = grown.fit(single, y, sample_weight=copies[t].astype(float), check_input=False).tree_
        # Of two classes the share of the second; one class alone is what all rows have.
        value = tree.predict(asked).reshape(len(asked), -1)
        said[t] = value[:, -1] if not classes or value.shape[1] == 2 else y[0]
        if tree.node_count > 1:
            feature[t], threshold[t] = tree.feature[0], tree.threshold[0]
    return Forest(copies, said[:, : len(X)], said[:, len(X) :], feature, threshold)


def running_means(answers: Floats) -> Floats:
    """(T, n) The mean answer of the first 1 to T trees, from each tree's `answers` (T, n)."""
    return np.asarray(np.cumsum(answers, axis=0) / np.arange(1, len(answers) + 1)[:, None])


def out_of_bag_means(own: Floats, copies: NDArray[np.integer]) -> Floats:
    """(T, n) The same over the trees alone that were not given the row; nan while there is none."""
    out = copies == 0
    asked = np.cumsum(out, axis=0)
    total = np.cumsum(np.where(out, own, 0.0), axis=0)
    return np.where(asked > 0, total / np.maximum(asked, 1), np.nan)


def vote_errors(share: Floats, y: NDArray[Any]) -> Floats:
    """(T,) The share of rows whose majority is wrong, of the `share` (T, n) of votes for class 1.

    `y` (n,) is 1 or true for class 1. A tie counts half; rows without a vote,
    nan, do not count. nan where no row counts.
    """
    wrong = np.where(share == 0.5, 0.5, (share > 0.5) != (y == 1))
    counted = ~np.isnan(share)
    many = counted.sum(axis=1)
    found = np.where(counted, wrong, 0.0).sum(axis=1) / np.maximum(many, 1)
    return np.where(many > 0, found, np.nan)
