"""A decision tree grown whole, the part of it that is shown, and its errors."""

import numpy as np
import pandas as pd

source = "penguins"
cuts = 4
order = "best"
n = 200
flips = 0.1
angle = 30.0
turned = 0.0
gone = 0.6
gone_other = 0.05
handling = "native"
reversed = False
criterion = "squares"
least = 1
least_gain = 0.0
seed = 0

DRAWN = ("moons", "slanted", "xor", "identifier", "missing")


def draw(n, rng, fresh):
    """Features and labels."""
    if source == "missing":
        X = rng.standard_normal((n, 2))
        y = (X[:, 0] + 0.5 * rng.standard_normal(n) > 0).astype(int)
        share = [gone, gone_other] if fresh and reversed else [gone_other, gone]
        X[rng.random(n) < np.array(share)[y], 0] = np.nan
        return X, y
    if source == "moons":
        y = (np.arange(n) >= n // 2).astype(int)
        a = np.pi * rng.random(n)
        X = np.column_stack([
            np.where(y, 1 - np.cos(a), np.cos(a)), np.where(y, 0.5 - np.sin(a), np.sin(a))
        ])  # fmt: skip
        X += 0.25 * rng.standard_normal((n, 2))
    elif source == "identifier":
        y = rng.integers(2, size=n)
        X = np.column_stack([rng.permutation(10_000)[:n], y]).astype(float)
    else:
        X = rng.uniform(-1, 1, (n, 2))
        if source == "xor":
            y = (X[:, 0] * X[:, 1] > 0).astype(int)
        else:
            a, b = np.radians([angle, turned])
            y = (X @ [np.cos(a), np.sin(a)] > 0).astype(int)
            X = X @ np.array([[np.cos(b), -np.sin(b)], [np.sin(b), np.cos(b)]])
    return X, np.where(rng.random(n) < flips, 1 - y, y)


def impurity(Y):
    """Rows times Gini, variance or entropy."""
    if criterion == "entropy":
        p = Y.mean(axis=0)
        return -len(Y) * np.sum(p * np.log2(np.maximum(p, 1e-300)))
    return ((Y - Y.mean(axis=0)) ** 2).sum()


def goes_left(x, threshold, missing_left):
    """Whether each row goes left."""
    return np.where(np.isnan(x), missing_left, x <= threshold)


def best_cut(X, Y):
    """Gain, feature, threshold, and whether missing values go left; None where nothing can be cut."""
    whole, best = impurity(Y), None
    for feature, x in enumerate(X.T):
        values = np.unique(x[~np.isnan(x)])
        holes = np.isnan(x).any()
        for threshold in [*(values[:-1] + values[1:]) / 2, *([np.inf] * int(holes))]:
            for missing_left in [False, True] if holes and threshold < np.inf else [False]:
                left = goes_left(x, threshold, missing_left)
                if min(left.sum(), (~left).sum()) < least:
                    continue
                gain = whole - impurity(Y[left]) - impurity(Y[~left])
                if best is None or gain > best[0] + 1e-9 * len(Y):
                    to_left = missing_left if holes else 2 * left.sum() > len(x)
                    best = gain, feature, threshold, to_left
    return best


def grow(X, Y, total):
    """A node: its rows' targets, and if it is cut, how and into what."""
    node, best = {"Y": Y}, best_cut(X, Y) if impurity(Y) >= 1e-9 * len(Y) else None
    if best is None or best[0] / total < least_gain - 1e-9:
        return node
    gain, *node["cut"] = best
    left = goes_left(X[:, node["cut"][0]], *node["cut"][1:])
    node["gain"] = gain / total
    node["parts"] = [grow(X[some], Y[some], total) for some in (left, ~left)]
    return node


def cut_nodes(node):
    """All nodes that are cut, level after level."""
    level, found = [node], []
    while level:
        level = [each for each in level if "parts" in each]
        found += level
        level = [part for each in level for part in each["parts"]]
    return found


def weakest(node):
    """Gains and cuts at and below a node; the least saving for a leaf there, and whose it is."""
    if "parts" not in node:
        return 0.0, 0, np.inf, None
    below = [weakest(part) for part in node["parts"]]
    gain, many = (sum(each[i] for each in below) for i in (0, 1))
    gain, many = gain + node["gain"], many + 1
    ends = [(gain / many, node), *(each[2:] for each in below)]
    return gain, many, *min(ends, key=lambda end: end[0])


def loss(node, X, Y, kept):
    """Summed over rows."""
    if not len(Y):
        return 0.0
    if id(node) in kept:
        left = goes_left(X[:, node["cut"][0]], *node["cut"][1:])
        return sum(
            loss(p, X[s], Y[s], kept) for p, s in zip(node["parts"], (left, ~left), strict=True)
        )
    if Y.shape[1] == 1:
        return ((Y - node["Y"].mean()) ** 2).sum()
    return len(Y) - Y[:, node["Y"].sum(axis=0).argmax()].sum()


if source == "penguins":
    table = pd.read_csv("data/penguins.csv").dropna(subset=["bill_length_mm"])
    X = table[["flipper_length_mm", "bill_length_mm"]].to_numpy(float)
    y = table["species"].astype("category").cat.codes.to_numpy()
elif source == "seattle":
    table = pd.read_csv("data/seattle_weather.csv", parse_dates=["date"])
    days, highs = (
        table["date"].dt.day_of_year.to_numpy(float)[:, None],
        table["temp_max"].to_numpy(),
    )
    mixed = np.random.default_rng([seed, 0]).permutation(len(table))
    X, y, X_new, y_new = (
        days[mixed[:200]],
        highs[mixed[:200]],
        days[mixed[200:]],
        highs[mixed[200:]],
    )
elif source == "own":  # put in your file and its columns
    table = pd.read_csv("data/examples/own_labelled.csv").dropna()
    label, positive = "cancelled", "yes"
    every = table.drop(columns=label).to_numpy(float)
    y = (table[label] == positive).to_numpy().astype(int)
    mixed = np.random.default_rng([seed, 0]).permutation(len(y))
    many = min(500, 2 * len(y) // 3)
    some, rest = np.sort(mixed[:many]), np.sort(mixed[many : many + 4000])
    alone = [best_cut(x[some, None], np.eye(2)[y[some]]) for x in every.T]
    gain = [-1 if cut is None else cut[0] for cut in alone]
    best = np.sort(np.argsort(-np.array(gain), kind="stable")[:2])
    X, y, X_new, y_new = every[some][:, best], y[some], every[rest][:, best], y[rest]
else:
    X, y = draw(n, np.random.default_rng([seed, 0]), False)
    X_new, y_new = draw(4000, np.random.default_rng([seed, 1]), True)
    if source == "missing" and handling != "native":
        known = ~np.isnan(X[:, 0])
        mean = X[known, 0].mean()
        X_new = np.where(np.isnan(X_new), mean, X_new)
        if handling == "complete":
            X, y = X[known], y[known]
        X = np.where(np.isnan(X), mean, X)


def targets(y):
    """A column for each class, or the numbers."""
    return y[:, None] if source == "seattle" else np.eye(int(y.max()) + 1)[y]


Y = targets(y)
tree = grow(X, Y, len(Y))
every = cut_nodes(tree)
if source == "penguins":  # each row by the tree of the folds without it
    mixed = np.random.default_rng([seed, 2]).permutation(len(y))
    fold = np.empty(len(y), int)
    fold[mixed[np.argsort(y[mixed], kind="stable")]] = np.arange(len(y)) % 10
    lost = 0.0
    for i in range(10):
        part = grow(X[fold != i], Y[fold != i], (fold != i).sum())
        lost += loss(part, X[fold == i], Y[fold == i], {id(each) for each in cut_nodes(part)})
    all_fresh = lost / len(y)
else:
    all_fresh = loss(tree, X_new, targets(y_new), {id(each) for each in every}) / len(y_new)
root_gain = tree.get("gain", 0.0)

cuts = min(cuts, len(every))
if order == "pruned":
    while len(cut_nodes(tree)) > cuts:
        alpha = weakest(tree)[2]
        while weakest(tree)[2] <= alpha * (1 + 1e-9):
            del weakest(tree)[3]["parts"]
    kept = cut_nodes(tree)
elif order == "depth":
    kept = every[:cuts]
else:
    kept, able, place = [], every[:1], {id(each): i for i, each in enumerate(every)}
    while len(kept) < cuts:
        able.sort(key=lambda each: (-round(each["gain"], 12), place[id(each)]))
        kept.append(able.pop(0))
        able += [part for part in kept[-1]["parts"] if "parts" in part]

answer = {
    "boxes": len(kept) + 1,
    "own_error": loss(tree, X, Y, {id(each) for each in kept}) / len(y),
    "all_boxes": len(every) + 1,
    "all_fresh": all_fresh,
    "root_gain": root_gain,
}
print(answer)
