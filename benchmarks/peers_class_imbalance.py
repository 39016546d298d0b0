"""The rare class in other libraries and here. Each pair gives the same numbers, checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from scipy.special import expit

from methods.imbalance.balancing import sweep
from methods.imbalance.imbalanced_cases import drawn_cases
from methods.imbalance.smote import rows_to_add, smote
from methods.metrics.confusion import average_precision, counts_at_every_threshold
from methods.models.logistic import fit_logistic

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]


def same(ours: Any, theirs: Any, tolerance: float = 1e-8) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


def rare(n: int, d: int) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    y = np.arange(n) < n // 20
    return rng.standard_normal((n, d)) + y[:, None], y


def smote_alone(n: int, d: int) -> Peer:
    """SMOTE to even classes, k = 5: the same points, in the same order."""
    from imblearn.over_sampling import SMOTE

    X, y = rare(n, d)

    def ours() -> Any:
        n_pos = int(y.sum())
        m = rows_to_add(n_pos, y.size - n_pos, (y.size - n_pos) / n_pos)
        return np.concatenate([X, smote(X[y], 5, m, 0).X])

    def theirs() -> Any:
        return SMOTE(random_state=0).fit_resample(X, y)[0]

    same(ours(), theirs(), 0.0)
    return f"SMOTE, n = {n:,}, d = {d}, 5 % positive (imbalanced-learn)", ours, theirs


def five_ways() -> Peer:
    """Five ways of learning at full strength: fit, AUC, AP, Brier, and the plane's shading."""
    from imblearn.over_sampling import SMOTE, RandomOverSampler
    from imblearn.under_sampling import RandomUnderSampler
    from sklearn import metrics
    from sklearn.linear_model import LogisticRegression

    cases = drawn_cases(0.05, 1.7, 1, 2, 2_000, 0)
    ends = np.linspace(-3.0, 4.0, 100)
    grid = np.column_stack([np.tile(ends, 100), np.repeat(ends, 100)])

    def ours() -> Any:
        s = sweep(cases, "logistic", 5, (1.0,), 0, None)
        assert s.beta is not None
        found = []
        for beta, score, area in zip(s.beta[:, 0], s.score[:, 0], s.auc[:, 0], strict=True):
            counts = counts_at_every_threshold(cases.y_test, score)
            brier = float(np.mean((score - cases.y_test) ** 2))
            plane = expit(beta[0] + beta[1] * grid[:, 0] + beta[2] * grid[:, 1])
            found.append([area, average_precision(counts), brier, plane.mean()])
        return found

    def theirs() -> Any:
        found = []
        samplers = (
            None, None, SMOTE(random_state=0), RandomOverSampler(random_state=0),
            RandomUnderSampler(random_state=0),
        )  # fmt: skip
        for i, sampler in enumerate(samplers):
            X, y = sampler.fit_resample(cases.X, cases.y) if sampler else (cases.X, cases.y)
            weight = np.where(y & (i == 1), 19.0, 1.0)
            model = LogisticRegression(solver="newton-cholesky", tol=1e-8).fit(X, y, weight)
            score = model.predict_proba(cases.X_test)[:, 1]
            found.append([
                metrics.roc_auc_score(cases.y_test, score),
                metrics.average_precision_score(cases.y_test, score),
                metrics.brier_score_loss(cases.y_test, score),
                model.predict_proba(grid)[:, 1].mean(),
            ])  # fmt: skip
        return found

    same(ours(), theirs(), 1e-6)
    name = "five ways: fit, AUC, AP, Brier, 100 x 100 plane, n = 2,000 (scikit-learn, imblearn)"
    return name, ours, theirs


def weight_path() -> Peer:
    """40 class weights from 1 to 100."""
    from sklearn.linear_model import LogisticRegression

    X, y = rare(2_000, 2)
    weights = np.geomspace(1, 100, 40)

    def ours() -> Any:
        plain = fit_logistic(X, y, np.ones((1, y.size)))
        start = np.repeat(plain, weights.size, axis=0)
        start[:, 0] += np.log(weights)
        return fit_logistic(X, y, np.where(y, weights[:, None], 1.0), start=start)

    def theirs() -> Any:
        found = []
        for weight in weights:
            model = LogisticRegression(solver="newton-cholesky", tol=1e-8)
            model.fit(X, y, np.where(y, weight, 1.0))
            found.append([model.intercept_[0], *model.coef_[0]])
        return np.array(found)

    same(ours(), theirs(), 1e-6)
    return "logistic regression at 40 class weights, n = 2,000, d = 2 (scikit-learn)", ours, theirs


def PEERS() -> Iterator[Peer]:
    yield smote_alone(2_000, 2)
    yield smote_alone(5_000, 10)
    yield five_ways()
    yield weight_path()
