"""One split, k folds and the right way on the same rows, with scikit-learn."""

import csv

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LinearRegression
from sklearn.metrics import accuracy_score, mean_squared_error, r2_score, recall_score
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid
from sklearn.pipeline import make_pipeline

kind = "classes"
shuffle = 1
k = 5
share = 0.2
n = 100
features = 5
separation = 1.8
chosen = 20
shift = 1.0
block = 30
rare = 5
candidates = 100
seed = 0


class Sign(ClassifierMixin, BaseEstimator):
    """Least squares on -1 and 1."""

    def fit(self, X, y):
        """Fit."""
        self.classes_, self.model_ = np.unique(y), LinearRegression().fit(X, y)
        return self

    def predict(self, X):
        """The side of 0."""
        return np.where(self.model_.predict(X) > 0, 1.0, -1.0)


def rmse(y, guess):
    """Root mean squared error."""
    return np.sqrt(np.mean((y - guess) ** 2))


def recall(y, guess):
    """Recall, 0 without any to be found."""
    return recall_score(y, guess, zero_division=0)


rng, score = np.random.default_rng(seed), accuracy_score
if kind == "classes":
    X, y = rng.standard_normal((n, features)), np.where(np.arange(n) < n // 2, 1.0, -1.0)
    X[:, 0] += separation / 2 * y
    model = Sign()
elif kind == "regression":
    X = rng.standard_normal((n, features))
    y = X.sum(axis=1) + rng.standard_normal(n)
    model, score = LinearRegression(), mean_squared_error
elif kind == "diabetes":
    table = np.loadtxt("data/diabetes.csv", delimiter=",", skiprows=1)
    X, y = table[:, :-1], table[:, -1]
    model, score = LinearRegression(), r2_score
elif kind == "genes":
    X, y = rng.standard_normal((50, 1000)), np.arange(50) < 25
    model = make_pipeline(SelectKBest(f_classif, k=chosen), NearestCentroid())
elif kind == "patients":
    ill, means = np.arange(20) % 2 == 0, rng.standard_normal((20, 5))
    means[:, 0] += shift * (ill - 0.5)
    whose = np.repeat(np.arange(20), 10)
    X, y = means[whose] + 0.3 * rng.standard_normal((200, 5)), ill[whose]
    model = KNeighborsClassifier(1)
elif kind == "digits":
    with np.load("data/digits.npz") as file:
        images, digits = file["X"].astype(float), file["y"]
    eights = rng.permutation(np.flatnonzero(digits == 8))[:rare]
    others = rng.permutation(np.flatnonzero(digits != 8))[: 100 - rare]
    rows = rng.permutation(np.append(eights, others))
    X, y, model = images[rows], digits[rows] == 8, KNeighborsClassifier(1)
    score = recall
elif kind == "seattle":
    with open("data/seattle_weather.csv", encoding="utf-8", newline="") as file:
        y = np.array([float(row["temp_max"]) for row in csv.DictReader(file)])
    X, score = np.arange(len(y))[:, None], rmse
else:
    models, y = rng.standard_normal((candidates, 60, 3)), np.arange(60) < 30
    X, model, k, share = models[0], NearestCentroid(), 5, 0.2


def predict(train, test, X=X):
    """The test rows, by a model of the training rows."""
    if kind == "seattle":  # of two days as near, the earlier one
        near = [sorted(train, key=lambda day, t=t: (abs(day - t), day))[:5] for t in test]
        return y[near].mean(axis=1)
    return model.fit(X[train], y[train]).predict(X[test])


def over(folds, X=X):
    """The score of each fold."""
    tests = [np.flatnonzero(folds == j) for j in np.unique(folds)]
    trains = [np.flatnonzero(folds != j) for j in np.unique(folds)]
    return np.array([score(y[b], predict(a, b, X)) for a, b in zip(trains, tests, strict=True)])


def cut(count, order):
    """The fold of each of `count` things in that order."""
    folds = np.empty(count, int)
    for j, part in enumerate(np.array_split(order, k)):
        folds[part] = j
    return folds


def orders(count, stream):
    """All shuffles."""
    every = np.tile(np.arange(count), (61, 1))
    return np.random.default_rng([seed, stream]).permuted(every, axis=1)


order = orders(len(y), 1)[shuffle - 1]
folds, held = cut(len(y), order), order[: max(1, round(share * len(y)))]
rest = np.setdiff1d(np.arange(len(y)), held)

if kind == "candidates":
    each = np.array([over(folds, rows) for rows in models])
    nested = []
    for o in range(k):
        inside = folds != o
        y_all, y = y, y[inside]
        inner = [over(folds[inside], rows[inside]).mean() for rows in models]
        y = y_all
        nested.append(each[np.argmax(np.round(inner, 12)), o])
    one, mean, third = each[0].mean(), each.mean(axis=1).max(), np.mean(nested)
elif kind == "genes":
    right = over(folds)
    X = SelectKBest(f_classif, k=chosen).fit_transform(X, y)
    model = NearestCentroid()
    one, mean, third = score(y[held], predict(rest, held, X)), over(folds, X).mean(), right.mean()
else:
    one, mean = score(y[held], predict(rest, held)), over(folds).mean()
    if kind == "patients":
        third = over(cut(20, orders(20, 3)[shuffle - 1])[whose]).mean()
    elif kind == "digits":
        dealt = np.concatenate([order[~y[order]], order[y[order]]])
        stratified = np.empty(len(y), int)
        stratified[dealt] = np.arange(len(y)) % k
        third = over(stratified).mean()
    elif kind == "seattle":
        starts = range(365, len(y), block)
        guess = np.concatenate(
            [np.full(len(y[s : s + block]), y[s - 5 : s].mean()) for s in starts]
        )
        third = rmse(y[365:], guess)
    else:
        rows = np.arange(len(y))
        third = score(y, np.concatenate([predict(np.delete(rows, i), [i]) for i in rows]))

answer = {"one": one, "folds": mean, "third": third}
print(answer)
