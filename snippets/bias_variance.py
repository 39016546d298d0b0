"""Bias², variance, noise and the measured test error of one model, from many training sets.

The page may differ where `truth == "seattle" and model in ("tree", "boosting")`: degrees are rounded,
so two splits can be equally good, and the page and scikit-learn each take one.
"""

import csv

import numpy as np
from numpy.polynomial import Legendre, legendre
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.tree import DecisionTreeRegressor

model = "polynomial"
complexity = 4  # rung of the ladder below
penalty = 0.0
truth = "wave"
n = 25
sigma = 0.3
design = "stratified"
datasets = 300
seed = 0
highlight = 1  # only for the picture
log = False  # only for the picture

if model == "random_features":
    n = min(n, 60)
wide = 1600 if truth == "seattle" else 100
most = {
    "polynomial": 30_000 // n,
    "tree": 60_000 // n,
    "bagging": 60_000 // (n + wide),
    "boosting": 30_000 // n,
}
most["random_features"] = 160_000 // n**2
sets = min(datasets, max(most.get(model, datasets), 20))
neighbours = (40, 35, 30, 25, 20, 16, 13, 10, 8, 7, 6, 5, 4, 3, 2, 1)
fewest = np.linspace(min(n, 16), 1, 16)
per_point = [0.1, 0.2, 0.375, 0.5, 0.625, 0.75, 0.875, 1, 1.125, 1.25, 1.5, 2, 3, 5, 10, 25]
step = {
    "polynomial": range(16),
    "tree": range(16),
    "knn": [round(max(k * min(n, 40) / 40, m)) for k, m in zip(neighbours, fewest, strict=True)],
    "ridge": [m * 10.0**e for e in (3, 2, 1, 0, -1, -2, -3, -4) for m in (1, 0.3)],
    "bagging": (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 30, 40, 50, 75, 100),
    "boosting": (0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300),
    "random_features": [round(share * n) for share in per_point],
}[model][complexity]
two = model == "random_features" and truth != "seattle"  # inputs
curve = {
    "wave": lambda x: np.sin(2 * np.pi * x**1.5) + x / 2,
    "sine": lambda x: np.sin(2 * np.pi * x),
    "step": lambda x: np.where(x < 0.5, -0.5, 0.5),
    "line": lambda x: 2 * x - 1,
}


def stream(number):
    """The random numbers of one purpose."""
    return np.random.default_rng([seed, number])


def f(x):
    """The truth; with two inputs the mean of its values at either."""
    g = curve[truth]
    return (g(x[..., 0]) + g(x[..., 1])) / 2 if two else g(x)


def inputs(rng):
    """Inputs of every data set, or of one if they are fixed."""
    u = np.full((1, n), 0.5) if design == "fixed" else rng.random((sets, n))
    return np.sort(u, axis=1) if design == "uniform" else (np.arange(n) + u) / n


at = (np.arange(100) + 0.5) / 100
if truth == "seattle":
    with open("data/seattle_weather.csv", encoding="utf-8") as rows:
        high = np.array([float(row["temp_max"]) for row in csv.DictReader(rows)])
    sets = min(sets, 1461 // n)
    time = (np.arange(1461) + 0.5) % 365.2425 / 365.2425
    angle = 2 * np.pi * np.outer(time, [1, 2, 3])
    seasons = np.hstack([np.ones((1461, 1)), np.cos(angle), np.sin(angle)])
    f_at = seasons @ np.linalg.lstsq(seasons, high)[0]
    noise = ((high - f_at) ** 2).sum() / (1461 - 7)
    days = stream(1).permutation(1461)[: sets * n].reshape(sets, n)
    days = np.take_along_axis(days, time[days].argsort(axis=1), axis=1)
    counts = np.ones((sets, 1461))  # a fit is judged only on days it has not seen
    counts[np.arange(sets)[:, None], days] = 0
    kept = counts.sum(axis=0) >= 2
    x, y, at, f_at, counts = time[days], high[days], time[kept], f_at[kept], counts[:, kept]
    target = np.tile(high[kept], (sets, 1))
else:
    rng, noise = stream(1), sigma**2
    x = inputs(rng)
    if two:
        x = np.stack([x, rng.permuted(inputs(rng), axis=1)], axis=-1)
        at = np.stack([at, stream(6).permutation(at)], axis=-1)
    x = np.broadcast_to(x, (sets, *x.shape[1:]))
    f_at, counts = f(at), np.ones((sets, 100))
    y = f(x) + sigma * stream(2).standard_normal((sets, n))
    target = f_at + sigma * stream(3).standard_normal((sets, 200 if two else 100))[:, :100]

resamples = stream(4).integers(n, size=(step if model == "bagging" else 1, sets, n))
rng = stream(5)
frequency = 12 * rng.standard_normal((2, round(25 * n)))[: 1 + two]
phase = rng.uniform(0, 2 * np.pi, frequency.shape[1])


def columns(x):
    """The columns that a linear model is fitted to."""
    if model == "ridge":
        return legendre.legvander(2 * x - 1, 12)[:, 1:]
    angle = (x if two else x[:, None]) @ frequency + phase
    return np.cos(angle.astype(np.float32)).astype(float)[:, :step]


def nearest(xs):
    """The number of the point nearest to each of `at`; of two as near, to 1e-12, the left one."""
    return np.abs(at[:, None] - 1e-12 - xs).argmin(axis=1)


def fit(m):
    """The prediction at `at` of the model fitted to training set m."""
    xs, ys = x[m], y[m]
    if model == "polynomial" and step >= n:
        return np.full(at.shape, np.nan)  # too few points for so many coefficients
    if model == "polynomial":
        return Legendre.fit(xs, ys, step, domain=[0, 1])(at)
    if model == "knn":
        to_the_left = at[:, None] - 1e-12  # of two points as near the left one is taken
        return KNeighborsRegressor(step).fit(xs[:, None], ys).predict(to_the_left)
    if model == "ridge":
        return Ridge(step, solver="svd").fit(columns(xs), ys).predict(columns(at))
    if model == "random_features":
        z, ridge = columns(xs), penalty * step / 2 * np.eye(n)
        weights = (
            z.T @ np.linalg.solve(z @ z.T + ridge, ys) if penalty else np.linalg.lstsq(z, ys)[0]
        )
        return columns(at) @ weights
    if step == 0:
        return np.full(at.shape, ys.mean())
    # A tree of one input asks for the order of the points alone and answers as at the nearest. So
    # it is given their ranks: of inputs closer than 1e-7 scikit-learn would make one.
    if model in ("tree", "boosting"):
        boost = GradientBoostingRegressor(n_estimators=step, learning_rate=0.4, max_depth=1)
        learner = DecisionTreeRegressor(max_depth=step) if model == "tree" else boost
        return learner.fit(np.arange(n)[:, None], ys).predict(nearest(xs)[:, None])
    # A fully grown one answers with the target of the nearest point it was given.
    given = (np.sort(i) for i in resamples[:, m])
    return np.mean([ys[i[nearest(xs[i])]] for i in given], axis=0)


fits = np.array([fit(m) for m in range(sets)])
many = counts.sum(axis=0)
mean = (fits * counts).sum(axis=0) / many
variance = ((fits - mean) ** 2 * counts).sum(axis=0) / (many - 1)
bias2 = (mean - f_at) ** 2 - variance / many  # the mean of a finite number of fits wobbles itself
measured = ((target - fits) ** 2 * counts).sum(axis=0) / many
answer = {
    "bias2": float(bias2.mean()),
    "variance": float(variance.mean()),
    "noise": float(noise),
    "test_error": float(measured.mean()),
}
print(answer)
