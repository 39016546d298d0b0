"""The k nearest vote, or give their mean: errors of known cases, of each left out, and of fresh ones."""

import csv
from datetime import date

import numpy as np
import pandas as pd
from sklearn.metrics import pairwise_distances
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

source = "moons"
k = 5
n = 200
spread = 0.25
share = 0.5
flips = 0.1
noise = 0
noise_sd = 1.0
scaling = "as_is"
unit = 1.0
metric = "euclidean"
weights = "equal"
threshold = 0.5
query_x = 0.42
query_y = 0.42
day = 10
digit = "00000000" * 8
seed = 1


def cases(n, stream):
    """Drawn cases and their labels."""
    rng = np.random.default_rng([seed, stream])
    if source == "moons":
        label = np.arange(n) >= n // 2
        angle = np.pi * rng.random(n)
        x = np.where(label, 1 - np.cos(angle), np.cos(angle))
        up = np.where(label, 0.5 - np.sin(angle), np.sin(angle))
        points = np.column_stack([x, up]) + spread * rng.standard_normal((n, 2))
    else:
        label = np.arange(n) < round(n * share)
        points = rng.standard_normal((n, 2)) + np.outer(label, [2.0, 0.0])
    wrong = rng.random(n) < flips
    beside = noise_sd * rng.standard_normal((n, noise))
    return np.column_stack([points * [1.0, unit], beside]), (label != wrong).astype(int)


def halves(X, y, many):
    """Known and fresh cases of a table."""
    order = np.random.default_rng([seed, 1]).permutation(len(y))
    known, fresh = order[:many], order[many : many + 2000]
    return X[known], y[known], X[fresh], y[fresh]


def gain(x):
    """Of the best single cut of one column, among the known cases."""
    tree = DecisionTreeClassifier(max_depth=1).fit(x[:, None], y).tree_
    return tree.compute_feature_importances(normalize=False)[0]


if source in ("moons", "gaussians"):
    X, y, fresh, truth = *cases(n, 1), *cases(2000, 2)
elif source == "penguins":
    with open("data/penguins.csv", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["bill_length_mm"] not in ("", "NA")]
    X = np.array(
        [[float(r["bill_length_mm"]), float(r["body_mass_g"]) / 1000 * unit] for r in rows]
    )
    X, y, fresh, truth = halves(
        X, np.unique([r["species"] for r in rows], return_inverse=True)[1], 171
    )
elif source == "digits":
    with np.load("data/digits.npz") as table:
        X, y, fresh, truth = halves(table["X"].astype(float), table["y"].astype(int), 900)
elif source == "own":  # put in your file and its columns
    table = pd.read_csv("data/examples/own_labelled.csv").dropna()
    label, positive = "cancelled", "yes"
    every = table.drop(columns=label).to_numpy(float)
    labels = (table[label] == positive).to_numpy().astype(int)
    X, y, fresh, truth = halves(every, labels, min(400, 2 * len(labels) // 3))
    best = np.sort(np.argsort([-gain(x) for x in X.T], kind="stable")[:2])
    X, fresh = X[:, best] * [1.0, unit], fresh[:, best] * [1.0, unit]
else:
    with open("data/seattle_weather.csv", newline="") as lines:
        rows = list(csv.DictReader(lines))
    dates = [date.fromisoformat(r["date"][:10]) for r in rows]
    days = np.array([[float((d - date(d.year, 1, 1)).days)] for d in dates])
    X, y, fresh, truth = halves(days, np.array([float(r["temp_max"]) for r in rows]), n)

if source == "digits":
    query = np.array([[int(grey, 16) * 16 / 15 for grey in digit]])
elif source == "seattle":
    query = np.array([[float(day)]])
else:
    low, high = X[:, :2].min(axis=0), X[:, :2].max(axis=0)
    air = 0.06 * (high - low)
    place = low - air + (high - low + 2 * air) * [query_x, query_y]
    query = np.array([[*place, *[0.0] * (X.shape[1] - 2)]])

scaler = StandardScaler(with_mean=scaling != "as_is", with_std=scaling != "as_is").fit(X)


def apart(at):
    """Distances to the known cases; of days around the year."""
    if source == "seattle":
        way = np.abs(at - X.T)
        return np.minimum(way, 365.25 - way)
    if metric == "euclidean" and X.shape[1] <= 4:
        return np.sqrt(((scaler.transform(at)[:, None] - scaler.transform(X)) ** 2).sum(axis=2))
    return pairwise_distances(scaler.transform(at), scaler.transform(X), metric)


def asked(distance):
    """What the k nearest say: shares of votes by class, or the mean; and how far the k-th is."""
    alike = (distance.view(np.int64) + 2**11) >> 12  # without the last bits, which are rounding
    rows = np.argsort(alike, axis=1, kind="stable")[:, :k]
    reach = np.take_along_axis(distance, rows, axis=1)
    weight = np.ones(rows.shape)
    if weights == "distance" and source == "seattle":
        weight = 1 / (reach + 0.5)
    elif weights == "distance":
        exact = reach == 0
        weight = np.where(exact.any(axis=1)[:, None], exact, 1 / np.where(exact, 1, reach))
    total = weight.sum(axis=1)
    if source == "seattle":
        return (weight * y[rows]).sum(axis=1) / total, reach
    votes = [(weight * (y[rows] == c)).sum(axis=1) / total for c in range(y.max() + 1)]
    return np.column_stack(votes), reach


def error(distance, right):
    """The share that is wrong, or the mean squared error."""
    said = asked(distance)[0]
    if source == "seattle":
        return float(np.mean((said - right) ** 2))
    chosen = said[:, 1] > threshold + 1e-9 if said.shape[1] == 2 else said.argmax(axis=1)
    return float(np.mean(chosen != right))


own = apart(X)
if source != "seattle" and X.shape[1] > 4:
    np.fill_diagonal(own, 0.0)
alone = own.copy()
np.fill_diagonal(alone, np.inf)
said, reach = asked(apart(query))
answer = {
    "train": error(own, y),
    "left_out": error(alone, y),
    "fresh": error(apart(fresh), truth),
    "reach": float(reach[0, -1]),
} | ({"mean": float(said[0])} if source == "seattle" else {"share": float(said[0].max())})

print(answer)
