"""Lasso, elastic net or ridge at one strength, with its error over folds, by scikit-learn."""

import numpy as np
import pandas as pd
from sklearn.linear_model import ElasticNet, Ridge

source = "two"
penalty = "lasso"
strength = 0.8
mix = 0.5
correlation = 0.5
first = 2.0
second = 0.7
overlap = 0.67
p = 40
nonzero = 4
size = 2.0
n = 100
noise = 1.5
scaled = True
unit = 1.0
folds = "10"
across = 1
up = 2
seed = 1

rng = np.random.default_rng(seed)
if source == "diabetes":
    table = pd.read_csv("data/diabetes.csv")
    y = table.pop("progression").to_numpy(float)
    X = table.to_numpy(float)
elif source == "wages":
    t = pd.read_csv("data/cps_wages_1985.csv")
    female = t["gender"] == "female"  # of union and married 1 stands for no
    columns = [t["education"], t["experience"], t["age"], female]
    columns += [1 - t["union"], t["south"], 1 - t["married"]]
    X, y = np.column_stack(columns).astype(float), np.log(t["wage"].to_numpy())
elif source == "own":  # put in your file, its target, and your features
    table = pd.read_csv("data/examples/own_target.csv").dropna()
    table = table[["temp_max", "precipitation", "temp_min", "wind"]].to_numpy(float)
    y, X = table[:, 0], (table - table.mean(axis=0))[:, 1:] / table[:, 1:].std(axis=0)
    y = (y - y.mean()) / y.std()
else:
    truth = {"two": [first, second], "wrong": [2.0, 3.0, 0.0]}.get(source)
    if source == "many":
        truth = [size * (-1) ** j * (j < nonzero) for j in range(p)]
    X = rng.standard_normal((n, len(truth)))
    if source == "two":
        X[:, 1] = correlation * X[:, 0] + np.sqrt(1 - correlation**2) * X[:, 1]
    if source == "wrong":
        own = np.sqrt(1 - 2 * overlap**2) * X[:, 2]
        X[:, 2] = overlap * X[:, 0] + overlap * X[:, 1] + own
    y = X @ np.array(truth) + noise * rng.standard_normal(n)

if scaled:
    X = X / X.std(axis=0)
else:
    X[:, 1] *= unit
n, p = X.shape
a = {"lasso": 1.0, "ridge": 0.0}.get(penalty, mix)
largest = np.abs((X - X.mean(axis=0)).T @ (y - y.mean())).max() / n / (a or 1.0)
lam = strength * largest


def fitted(X, y):
    """scikit-learn's Ridge takes n times our lambda."""
    if penalty == "ridge":
        return Ridge(alpha=len(y) * lam, tol=1e-12).fit(X, y)
    return ElasticNet(alpha=lam, l1_ratio=a, tol=1e-15, max_iter=10**6).fit(X, y)


b = fitted(X, y).coef_
right = min(across, p) - 1
watched = min(up, p) - 1
if watched == right:
    watched = (watched + 1) % p

order = np.random.default_rng([seed, 1]).permuted(np.arange(n)[None], axis=1)[0]
errors = []
for out in np.array_split(order, int(folds)):
    rest = np.setdiff1d(np.arange(n), out)
    errors.append(np.mean((y[out] - fitted(X[rest], y[rest]).predict(X[out])) ** 2))

answer = {
    "lambda": lam,
    "kept": np.sum(np.abs(b) > 1e-9 * np.abs(b).max()),
    "across": b[right],
    "up": b[watched],
    "ridge_up": Ridge(alpha=n * lam).fit(X, y).coef_[watched],
    "cv_error": np.mean(errors),
}
print(answer)
