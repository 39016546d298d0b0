"""The same problem in another library and here. Each pair gives the same numbers, checked first."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from methods.metrics.calibration import brier_parts
from methods.metrics.confusion import (
    auc,
    average_precision,
    counts_at,
    counts_at_every_threshold,
    det,
    roc,
)
from methods.metrics.score_bands import bootstrap_bands
from methods.models.regressors import knn_fits, polynomial_fits
from methods.optimization import optimizers as rule
from methods.optimization.surfaces import rosenbrock

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]


def same(ours: Any, theirs: Any, tolerance: float = 1e-8) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


def scored(n: int) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    y = rng.random(n) < 0.1
    return y, 1 / (1 + np.exp(-rng.normal(2.0 * y - 3)))


def curves(n: int) -> Peer:
    """PR, ROC, DET, AP and AUC."""
    from sklearn import metrics

    y, score = scored(n)

    def ours() -> list[float]:
        counts = counts_at_every_threshold(y, score)
        roc(counts), det(counts), counts.precision, counts.f1, counts.mcc, counts.cost(10.0)
        return [auc(counts), average_precision(counts)]

    def theirs() -> list[float]:
        metrics.precision_recall_curve(y, score), metrics.roc_curve(y, score)
        metrics.det_curve(y, score)
        return [metrics.roc_auc_score(y, score), metrics.average_precision_score(y, score)]

    same(ours(), theirs())
    return f"PR, ROC, DET, AP, AUC, n = {n:,} (scikit-learn; ours adds F1, MCC, cost)", ours, theirs


def threshold_loop() -> Peer:
    """F1 and the confusion matrix at 100 thresholds."""
    from sklearn import metrics

    y, score = scored(2_000)
    cuts = np.linspace(0.01, 0.9, 100)

    def theirs() -> list[float]:
        found = []
        for cut in cuts:
            metrics.confusion_matrix(y, score >= cut)
            found.append(metrics.f1_score(y, score >= cut))
        return found

    def ours() -> Any:
        return counts_at(y, score, cuts).f1

    same(ours(), theirs())
    return "F1 and confusion at 100 thresholds, n = 2,000 (scikit-learn loop)", ours, theirs


def bootstrap() -> Peer:
    """AP and AUC of 200 resamples, and bands on top in ours."""
    from sklearn import metrics

    y, score = scored(2_000)
    grid, recall = np.linspace(0.01, 0.9, 121), np.linspace(0.02, 1, 50)

    def ours() -> Any:
        rng = np.random.default_rng(1)
        return bootstrap_bands(y, score, grid, recall, 200, rng).ap

    def theirs() -> Any:
        rng, found = np.random.default_rng(1), []
        positive, negative = np.flatnonzero(y), np.flatnonzero(~y)
        for _ in range(200):
            rows = np.concatenate([rng.choice(c, c.size) for c in (positive, negative)])
            found.append(metrics.average_precision_score(y[rows], score[rows]))
        return np.quantile(found, [0.025, 0.975])

    same(ours(), theirs(), 0.03)  # two random streams, one distribution
    return (
        "bootstrap interval of AP, 200 resamples, n = 2,000 (scikit-learn loop; ours adds bands)",
        ours,
        theirs,
    )


def mlxtend_polynomials() -> Peer | str:
    """Bias and variance of polynomials 1 to 15 over 200 bootstrap rounds: mlxtend's draws, its numbers."""
    name = "bias-variance, degrees 1 to 15, 200 bootstraps, n = 100 (mlxtend)"
    x, y, at, truth = toy()
    draws = mlxtend_draws(200, x.size)

    def ours() -> Any:
        return parts(polynomial_fits(x[draws], y[draws], at, 15)[1:], truth)

    try:
        from mlxtend.evaluate import bias_variance_decomp
    except ImportError:
        return name, ours, "mlxtend is not installed"
    from sklearn.linear_model import LinearRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    def theirs() -> Any:
        found = []
        for degree in range(1, 16):
            basis = FunctionTransformer(
                lambda z, d=degree: np.polynomial.legendre.legvander(2 * z[:, 0] - 1, d)
            )
            model = make_pipeline(basis, LinearRegression(fit_intercept=False))
            found.append(
                bias_variance_decomp(
                    model,
                    x[:, None],
                    y,
                    at[:, None],
                    truth,
                    loss="mse",
                    num_rounds=200,
                    random_seed=1,
                )
            )
        return np.array(found).T

    same(ours(), theirs(), 1e-6)
    return name, ours, theirs


def mlxtend_neighbours() -> Peer:
    """The same for k nearest neighbours at six k."""
    name = "bias-variance, 1-D kNN at six k, 200 bootstraps, n = 100 (mlxtend)"
    x, y, at, truth = toy()
    draws, ks = np.sort(mlxtend_draws(200, x.size)), (1, 3, 5, 10, 20, 40)

    def ours() -> Any:
        return parts(knn_fits(x[draws], y[draws], at, ks), truth)

    try:
        from mlxtend.evaluate import bias_variance_decomp
    except ImportError:
        return name, ours, "mlxtend is not installed"
    from sklearn.neighbors import KNeighborsRegressor

    def theirs() -> Any:
        return np.array([
            bias_variance_decomp(KNeighborsRegressor(k), x[:, None], y, at[:, None], truth, loss="mse", num_rounds=200, random_seed=1)
            for k in ks
        ]).T  # fmt: skip

    # A bootstrap repeats points: which of several at the k-th distance counts is a matter of taste,
    # but their targets are equal, so that the numbers are too.
    same(ours(), theirs(), 1e-8)
    return name, ours, theirs


def toy() -> tuple[Any, Any, Any, Any]:
    rng = np.random.default_rng(3)
    x = np.sort(rng.random(100))
    at = np.linspace(0.02, 0.98, 200)
    return x, np.sin(2 * np.pi * x) + 0.3 * rng.normal(size=100), at, np.sin(2 * np.pi * at)


def mlxtend_draws(rounds: int, n: int) -> Any:
    rng = np.random.RandomState(1)  # noqa: NPY002 - mlxtend's own generator, for its own draws
    return np.array([rng.choice(np.arange(n), size=n, replace=True) for _ in range(rounds)])


def parts(fits: Any, y: Any) -> Any:
    """mlxtend's three numbers: loss, bias (its bias squared), variance."""
    mean = fits.mean(axis=1)
    loss = ((fits - y) ** 2).mean(axis=(1, 2))
    return np.array([loss, ((mean - y) ** 2).mean(axis=1), fits.var(axis=1).mean(axis=1)])


def optimizers() -> Peer:
    """Six optimizers, 300 updates each, on Rosenbrock's function from (-1.2, 1)."""
    name = "6 optimizers x 300 updates, Rosenbrock (torch.optim with autograd)"
    surface, start, updates, bounds = rosenbrock(), (-1.2, 1.0), 300, (-9.0, 9.0, -9.0, 9.0)
    rules = {
        "SGD": (partial(rule.momentum, beta=0.0), 1e-3, {}),
        "momentum": (partial(rule.momentum, beta=0.9), 1e-4, {"momentum": 0.9}),
        "Adagrad": (rule.adagrad, 1e-1, {"eps": rule.EPSILON}),
        "RMSprop": (partial(rule.rmsprop, rho=0.9), 1e-3, {"alpha": 0.9, "eps": rule.EPSILON}),
        "Adam": (partial(rule.adam, beta1=0.9, beta2=0.999), 1e-2, {"eps": rule.EPSILON}),
        "AdamW": (
            partial(rule.adamw, beta1=0.9, beta2=0.999, weight_decay=0.01),
            1e-2,
            {"weight_decay": 0.01, "eps": rule.EPSILON},
        ),
    }

    def ours() -> Any:
        return np.array([
            rule.descend(
                one, lambda x, y, i: surface.gradient(x, y), start, [rate] * updates, bounds
            ).path
            for one, rate, _ in rules.values()
        ])  # fmt: skip

    try:
        import torch
    except ImportError:
        return name, ours, "torch is not installed"

    def theirs() -> Any:
        found = []
        for kind, (_, rate, options) in rules.items():
            theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
            optimizer = getattr(torch.optim, "SGD" if kind == "momentum" else kind)(
                [theta], lr=rate, **options
            )
            path = [theta.detach().numpy().copy()]
            for _ in range(updates):
                optimizer.zero_grad()
                ((1 - theta[0]) ** 2 + 100 * (theta[1] - theta[0] ** 2) ** 2).backward()
                optimizer.step()
                path.append(theta.detach().numpy().copy())
            found.append(path)
        return np.array(found)

    # A rounding grows along a ravine (RMSProp is chaotic there), so the start is what must agree.
    same(ours()[:, :40], theirs()[:, :40], 1e-6)
    return name, ours, theirs


def brier() -> Peer:
    from sklearn.metrics import brier_score_loss

    y, score = scored(20_000)
    same(brier_parts(y, score).brier, brier_score_loss(y, score))
    return (
        "Brier score, n = 20,000 (scikit-learn; ours adds its parts)",
        lambda: brier_parts(y, score),
        lambda: brier_score_loss(y, score),
    )


def PEERS() -> Iterator[Peer]:
    yield curves(2_000)
    yield curves(20_000)
    yield threshold_loop()
    yield bootstrap()
    yield brier()
    yield optimizers()
    yield mlxtend_polynomials()
    yield mlxtend_neighbours()
