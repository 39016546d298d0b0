"""Missing values filled in, and a cross-fitted encoder, here and in scikit-learn. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.preparation.imputation import mean_filled, nearest_filled, regression_filled
from methods.preparation.missingness import seen_masks
from methods.preparation.target_encoding import cross_fitted_codes

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]
SHARES = np.linspace(0.015, 0.9, 60)


def drawn() -> tuple[Any, ...]:
    """300 pairs, and who of them is missing at each share."""
    x, y, z = np.random.default_rng(0).standard_normal((3, 300))
    return x, 0.6 * x + 0.8 * y, seen_masks(z, SHARES)


def along_the_axis() -> Peer:
    """Mean and regression at every share."""
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer, SimpleImputer
    from sklearn.linear_model import LinearRegression

    x, y, seen = drawn()

    def ours() -> Any:
        return np.stack([mean_filled(y, seen), regression_filled(x, y, seen)])

    def theirs() -> Any:
        tables = [np.column_stack([x, np.where(known, y, np.nan)]) for known in seen]
        line = IterativeImputer(LinearRegression())
        each = [[model.fit_transform(t)[:, 1] for t in tables] for model in (SimpleImputer(), line)]
        return np.array(each)

    np.testing.assert_allclose(ours(), theirs(), atol=1e-9)
    return (
        "mean and regression filled in, 60 shares (SimpleImputer, IterativeImputer)",
        ours,
        theirs,
    )


def nearest() -> Peer:
    """The five nearest, at one share."""
    from sklearn.impute import KNNImputer

    x, y, seen = drawn()
    known = seen[26]
    table = np.column_stack([x, np.where(known, y, np.nan)])

    def theirs() -> Any:
        return KNNImputer(n_neighbors=5).fit_transform(table)[:, 1]

    np.testing.assert_allclose(nearest_filled(x, y, known, 5), theirs())
    return (
        "5 nearest filled in, n = 300 (KNNImputer)",
        lambda: nearest_filled(x, y, known, 5),
        theirs,
    )


def encoder() -> Peer:
    """A cross-fitted code, on the same folds."""
    from sklearn.model_selection import KFold
    from sklearn.preprocessing import TargetEncoder

    rng = np.random.default_rng(0)
    category, y = rng.integers(300, size=1000), rng.standard_normal(1000)
    fold = np.repeat(np.arange(5), 200)  # what KFold without shuffling has

    def theirs() -> Any:
        model = TargetEncoder(smooth=2.0, cv=KFold(5), target_type="continuous")
        return model.fit_transform(category[:, None], y)[:, 0]

    np.testing.assert_allclose(cross_fitted_codes(category, y, fold, 300, 2.0), theirs())
    return (
        "cross-fitted code of 300 categories, n = 1,000 (TargetEncoder)",
        lambda: cross_fitted_codes(category, y, fold, 300, 2.0),
        theirs,
    )


def PEERS() -> Iterator[Peer]:
    yield along_the_axis()
    yield nearest()
    yield encoder()
