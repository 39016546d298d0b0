"""What a fitted tree makes of each feature: by the impurity it saved, and by what shuffling it costs."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from methods.models.decision_tree import Tree

Floats = NDArray[np.float64]


def impurity_importance(tree: Tree, features: int) -> Floats:
    """(features,) The gains of the cuts of each feature, as shares of all gains; nan without a gain.

    Also called Gini importance, or mean decrease in impurity. It favours features with many cut points
    (Strobl and others, *Bias in random forest variable importance measures*, BMC Bioinformatics 2007).
    """
    cuts = tree.cuts
    saved = np.bincount(tree.feature[cuts], tree.gain[cuts], minlength=features)
    whole = saved.sum()
    return saved / whole if whole > 0 else np.full(features, np.nan)


def permutation_importance(
    loss: Callable[[Floats], float], X: Floats, rng: np.random.Generator, repeats: int
) -> Floats:
    """(d,) By how much `loss` rises, on average, when one column of `X` (n, d) is shuffled.

    `loss` maps features (n, d) to a mean loss. May be negative. Breiman, *Random forests*, 2001.
    """
    start = loss(X)
    found = np.zeros(X.shape[1])
    for feature in range(X.shape[1]):
        for _ in range(repeats):
            shuffled = X.copy()
            shuffled[:, feature] = rng.permutation(X[:, feature])
            found[feature] += loss(shuffled) - start
    return found / repeats
