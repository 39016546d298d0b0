"""The error of an ensemble of so many members: trees averaged or boosted, AdaBoost, a stack, a jury."""

import csv

import numpy as np
from scipy.stats import betabinom, binom
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import PredefinedSplit, cross_val_predict
from sklearn.neighbors import KNeighborsRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

kind = "bagging"
members = 25
leaf = 1
rate = 0.1
world = "alike"
tried = 5
flips = 0.0
level = "out_of_fold"
chance = 0.6
correlation = 0.3
n = 80
noise = 0.3
seed = 0

fewer = {"bagging": 100, "features": 40, "forest": 80, "stopping": 200}
B = min(members, fewer.get(kind, 300))
answer = {}


def stream(*numbers):
    """The random numbers of one purpose."""
    return np.random.default_rng([seed, *numbers])


def parts(error):
    """bias² and variance of fits minus truth (sets, places), the first freed of the second's part."""
    variance = error.var(axis=0, ddof=1)
    return (error.mean(axis=0) ** 2 - variance / len(error)).mean(), variance.mean()


def table(name, target):
    """Features and target of a file."""
    with open(f"data/{name}.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    X = np.array([[float(row[c]) for c in row if c != target] for row in rows])
    y, order = np.array([float(row[target]) for row in rows]), stream(1).permutation(len(rows))
    return X, y, order


def grow(X, y, asked, trees, features, rng, learner):
    """For each tree of a forest how often it was given each row, and what it says of `asked`."""
    for _ in range(trees):
        copies = np.bincount(rng.integers(len(X), size=len(X)), minlength=len(X))
        tree = learner(max_features=features, random_state=int(rng.integers(2**31)))
        yield copies, tree.fit(X, y, sample_weight=copies.astype(float)).predict(asked)


if kind in ("bagging", "boosting"):

    def f(x):
        """The truth."""
        return np.sin(2 * np.pi * x**1.5) + x / 2

    sets, at = 30, (np.arange(100) + 0.5) / 100
    x = (np.arange(n) + stream(1).random((sets, n))) / n
    y = f(x) + noise * stream(2).standard_normal((sets, n))
    drawn = np.sort(stream(4).integers(n, size=(100, sets, n)), axis=2)
    fits = np.zeros((sets, at.size))
    for s in range(sets):
        # A tree of one input asks for the order of the points alone and answers as at the nearest.
        if kind == "boosting":
            model = GradientBoostingRegressor(n_estimators=B, learning_rate=rate, max_depth=1)
            place = np.abs(at[:, None] - 1e-12 - x[s]).argmin(axis=1)
            fits[s] = model.fit(np.arange(n)[:, None], y[s]).predict(place[:, None])
            continue
        for given in drawn[:B, s]:
            place = np.abs(at[:, None] - 1e-12 - x[s, given]).argmin(axis=1)
            tree = DecisionTreeRegressor(min_samples_leaf=leaf).fit(given[:, None], y[s, given])
            fits[s] += tree.predict(given[place][:, None]) / B
    bias2, variance = parts(fits - f(at))
    answer = {"error": bias2 + variance + noise**2, "bias2": bias2, "variance": variance}

elif kind == "features":
    d, rows, sd = (20, 150, 1.5) if world == "alike" else (10, 200, 1.0)

    def draw(rows, rng):
        """Features and the truth."""
        if world == "alike":
            X = (rng.standard_normal((rows, 1)) + rng.standard_normal((rows, d))) * 0.5**0.5
            return X, 2 * X[:, :10].mean(axis=1)
        X = rng.random((rows, d))
        truth = 10 * np.sin(np.pi * X[:, 0] * X[:, 1]) + 20 * (X[:, 2] - 0.5) ** 2
        return X, truth + 10 * X[:, 3] + 5 * X[:, 4]

    places, truth = draw(200, stream(2))
    rng, said = stream(1), []
    for s in range(8):
        X, y = draw(rows, rng)
        y = y + sd * rng.standard_normal(rows)
        trees = grow(X, y, places, 10, min(tried, d), stream(3, s), DecisionTreeRegressor)
        said.append([each for _, each in trees])
    said = np.array(said)  # (sets, trees, places)
    bias2, between = parts(said.mean(axis=1) - truth)
    within = said.var(axis=1, ddof=1).mean()
    variance = between - within / 10 + within / B  # what trees share, and the rest over B
    answer = {"error": bias2 + variance + sd**2, "bias2": bias2, "variance": variance}

elif kind in ("forest", "adaboost"):
    X, label, order = table("breast_cancer", "malignant")
    train, fresh = order[:285], order[285:]
    flipped = stream(2).random(285) < flips
    label, given = label == 1, (label[train] == 1) ^ flipped
    X = (X - X[train].mean(axis=0)) / X[train].std(axis=0)

    def wrong(share, label):
        """The share of rows whose majority is wrong; a tie counts half."""
        return np.where(np.isclose(share, 0.5), 0.5, (share > 0.5) != label).mean()

    if kind == "forest":
        asked = np.concatenate([X[train], X[fresh]])
        grown = grow(
            X[train], given.astype(float), asked, B, min(tried, 30), stream(3), DecisionTreeClassifier
        )  # fmt: skip
        copies, said = (np.array(each) for each in zip(*grown, strict=True))
        out = copies == 0
        voted = out.any(axis=0)
        share = (said[:, :285] * out).sum(axis=0)[voted] / out.sum(axis=0)[voted]
        answer = {
            "error": wrong(said[:, 285:].mean(axis=0), label[fresh]),
            "out_of_bag": wrong(share, given[voted]),
        }
    else:
        y, weights, score, total = np.where(given, 1, -1), np.full(285, 1 / 285), 0.0, 0.0
        order = X[train].argsort(axis=0, kind="stable")
        for _ in range(B):
            held = weights[flipped].sum()
            best = (0.0, 0, 0.0, 1.0)
            for j, column in enumerate(X[train].T):
                ranked = column[order[:, j]]
                # Above each cut the stump says 1: the weight that is right less that which is wrong.
                edge = (weights * y).sum() - 2 * np.cumsum((weights * y)[order[:, j]])[:-1]
                edge[ranked[1:] == ranked[:-1]] = 0
                i = np.abs(edge).argmax()
                if abs(edge[i]) > best[0] + 1e-12:
                    cut = ranked[i] / 2 + ranked[i + 1] / 2
                    best = (abs(edge[i]), j, cut, np.sign(edge[i]))
            edge, j, cut, sign = best
            alpha = np.log((1 + edge) / (1 - edge)) / 2
            says = np.where(X[:, j] > cut, sign, -sign)
            score, total = score + alpha * says, total + alpha
            weights = weights * np.exp(-alpha * y * says[train])
            weights /= weights.sum()
        answer = {
            "error": wrong((score[fresh] / total + 1) / 2, label[fresh]),
            "weight_on_wrong_labels": held,
        }

elif kind in ("stopping", "stack"):
    X, y, order = table("diabetes", "progression")
    X = (X - X.mean(axis=0)) / (X.std(axis=0) * len(X) ** 0.5)
    train, fresh = order[:221], order[221:]
    if kind == "stopping":
        model = GradientBoostingRegressor(
            n_estimators=B, learning_rate=rate, max_depth=3, random_state=seed
        )
        predicted = model.fit(X[train], y[train]).predict(X[fresh])
    else:
        models = [
            Ridge(0.01), DecisionTreeRegressor(random_state=0), KNeighborsRegressor(1),
            KNeighborsRegressor(15),
        ]  # fmt: skip
        said = np.column_stack([m.fit(X[train], y[train]).predict(X[fresh]) for m in models])
        if level == "in_sample":
            columns = np.column_stack([m.predict(X[train]) for m in models])
        else:
            folds = PredefinedSplit(stream(2).permutation(221) % 5)
            columns = np.column_stack(
                [cross_val_predict(m, X[train], y[train], cv=folds) for m in models]
            )
        votes = np.zeros(4)
        for b in range(1, B + 1):  # each goes to the model that lowers the mean's error most
            mean = (columns @ votes)[:, None] + columns
            votes[((mean / b - y[train, None]) ** 2).sum(axis=0).argmin()] += 1
        predicted = said @ votes / B
    answer = {"error": ((predicted - y[fresh]) ** 2).mean()}

else:
    total = (1 - correlation) / correlation if correlation else np.inf
    votes = betabinom(B, chance * total, (1 - chance) * total) if correlation else binom(B, chance)
    tie = votes.pmf(B / 2) / 2 if B % 2 == 0 else 0.0
    answer = {"error": float(votes.cdf((B - 1) // 2 if B % 2 else B // 2 - 1) + tie)}

print(answer)
