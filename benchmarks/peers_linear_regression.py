"""Least squares with its diagnostics, here and in statsmodels. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.models.least_squares import (
    cooks_distance,
    half_widths,
    least_squares,
    studentised,
)

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]


def diagnostics(n: int) -> Peer:
    """Fit, standard errors, both bands at 61 places, studentised residuals and Cook's distances."""
    what = f"a line with bands and influence, n = {n} (statsmodels)"
    rng = np.random.default_rng(0)
    x = rng.uniform(0, 10, n)
    y = 3 + 1.2 * x + rng.normal(0, 2, n)
    X = np.column_stack([np.ones(n), x])
    at = np.column_stack([np.ones(61), np.linspace(0, 10, 61)])

    def ours() -> Any:
        fit = least_squares(X, y)
        mean, prediction = half_widths(fit, at)
        return (
            fit.coefficients,
            fit.standard_errors,
            mean,
            prediction,
            studentised(fit),
            cooks_distance(fit),
        )

    try:
        from statsmodels.api import OLS
    except ImportError:
        return what, ours, "statsmodels is not installed"

    def theirs() -> Any:
        fit = OLS(y, X).fit()
        bands, influence = fit.get_prediction(at), fit.get_influence()
        mean, prediction = (np.ptp(bands.conf_int(obs=obs), axis=1) / 2 for obs in (False, True))
        errors, cook = fit.bse, influence.cooks_distance[0]
        return fit.params, errors, mean, prediction, influence.resid_studentized_external, cook

    for one, other in zip(ours(), theirs(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-7)
    return what, ours, theirs


def PEERS() -> Iterator[Peer]:
    yield diagnostics(20)
    yield diagnostics(534)
