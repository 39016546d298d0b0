"""Every retraining of forty years of rain, on the last ten: here by running sums, in scikit-learn anew."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.drift.walk_forward import running_sums, window_sums

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]

STEPS, ROWS, WIDTH = 450, 40, 90


def retrainings() -> Peer:
    """A ridge on 9 columns at each of 360 steps of 40 rows, each on the 90 steps before it."""
    from sklearn.linear_model import Ridge

    rng = np.random.default_rng(0)
    X = rng.standard_normal((STEPS, ROWS, 9))
    y = np.sign(X @ rng.standard_normal(9) + rng.standard_normal((STEPS, ROWS)))
    ends = np.arange(WIDTH, STEPS)

    def ours() -> Any:
        A = running_sums(np.swapaxes(X, 1, 2) @ X)
        b = running_sums(np.einsum("sn,snf->sf", y, X))
        left = window_sums(A, ends, WIDTH) + np.eye(9)
        return np.linalg.solve(left, window_sums(b, ends, WIDTH)[..., None])[..., 0]

    def theirs() -> Any:
        model = Ridge(alpha=1.0, fit_intercept=False)
        windows = (slice(end - WIDTH, end) for end in ends)
        return np.array([model.fit(X[at].reshape(-1, 9), y[at].ravel()).coef_ for at in windows])

    np.testing.assert_allclose(ours(), theirs(), rtol=1e-8, atol=1e-10)
    return "360 ridge fits of 3,600 rows by 9, a walk forward (scikit-learn)", ours, theirs


def PEERS() -> Iterator[Peer]:
    yield retrainings()
