"""One rare class, learned as it is, weighted and resampled, with scikit-learn and imbalanced-learn."""

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler
from sklearn import metrics
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

method = "smote"  # drawn large on the page only
strength = 1.0  # 0 as it is, 1 balanced classes
k = 5
corrected = False
leak = False  # on the page only
source = "drawn"  # or "flights", "birds", "own"
seed = 3
cut = "fixed"  # or "cost"
threshold = 0.5
cost_ratio = 10.0
alert_cost = 5000.0
model = "logistic"  # or "knn", "tree"
prevalence = 0.05
separation = 1.7
clumps = 1
dimension = 2
n = 600

if source == "drawn":
    if model != "logistic":
        n = min(n, min(max(12_000 // dimension, 300), 1_500))
    rng, sets = np.random.default_rng(seed), []
    turn = (np.pi / 4 if clumps == 1 else 0) + 2 * np.pi * np.arange(clumps) / clumps
    centre = np.zeros((clumps, dimension))
    centre[:, :2] = separation * np.column_stack([np.cos(turn), np.sin(turn)])
    for size in (n, 2_000):
        n_pos = min(max(2, round(prevalence * size)), size - 2)
        y, x = np.arange(size) < n_pos, rng.standard_normal((size, dimension))
        x[:n_pos] = centre[np.arange(n_pos) % clumps] + (1 if clumps == 1 else 0.5) * x[:n_pos]
        sets.append((x, y))
    (X, y), (X_test, y_test) = sets
else:
    file, target, numbers, words = {
        "flights": (
            "flights_nyc13_20k.csv.gz", "cancelled",
            ["month", "dow", "hour", "distance", "temp", "dewp", "humid", "wind_speed", "precip",
             "pressure", "visib"], ["origin"],
        ),
        "birds": (
            "birdstrikes_faa_10k.csv.gz", "substantial", ["speed_ias_kt"],
            ["phase", "wildlife_size", "time_of_day"],
        ),
        "own": (  # put in your file and its columns; the rarer label is the positive one
            "examples/own_labelled.csv", "cancelled",
            ["hour", "distance", "temp", "humid", "wind_speed", "precip", "visib"], [],
        ),
    }[source]  # fmt: skip
    table = pd.read_csv(f"data/{file}")
    table = table.dropna() if source == "own" else table
    label = table[target].isin([1, "yes"]).to_numpy()
    train = np.zeros(len(table), bool)
    rng = np.random.default_rng(seed)
    for each in (False, True):
        rows = rng.permutation(np.flatnonzero(label == each))
        train[rows[: round(0.7 * rows.size)]] = True
    filled = table[numbers].fillna(table.loc[train, numbers].median())
    scaled = (filled - filled[train].mean()) / filled[train].std(ddof=0)
    holes = table[numbers].isna()
    blocks = []
    for name in numbers:
        blocks += [scaled[name], holes[name]] if holes.loc[train, name].any() else [scaled[name]]
    if words:
        flags = pd.get_dummies(table[words])
        blocks.append(flags.loc[:, flags[train].any()])
    features = pd.concat(blocks, axis=1).to_numpy(float)
    most = min(max(3_500_000 // (features.shape[1] + 1) ** 2, 300), 3_000)
    rng, sets = np.random.default_rng((seed, 1)), []
    for side in (np.flatnonzero(train), np.flatnonzero(~train)):
        if side.size > most:
            own = [side[label[side] == each] for each in (False, True)]
            own = [rng.permutation(o)[: max(1, round(most * o.size / side.size))] for o in own]
            side = np.sort(np.concatenate(own))
        sets.append((features[side], label[side], side))
    (X, y, learned), (X_test, y_test, _) = sets

if cut == "cost":
    threshold = 1 / (1 + cost_ratio)
    if source == "birds":
        threshold = alert_cost / table["cost_total"].to_numpy()[learned][y].mean()

n_pos, n_neg = y.sum(), (~y).sum()
weight = (n_neg / n_pos) ** strength
add, keep = int(weight * n_pos - n_pos + 1e-9), int(n_neg / weight + 1e-9)
even = {"sampling_strategy": 1.0, "random_state": seed}
new, copied = X[:0], np.arange(0)
if n_pos < n_neg:
    new = SMOTE(k_neighbors=min(k, n_pos - 1), **even).fit_resample(X, y)[0][y.size :]
    copier = RandomOverSampler(**even)
    copier.fit_resample(X, y)
    copied = copier.sample_indices_[y.size :]  # less than balanced classes take the first of these
dropper = RandomUnderSampler(sampling_strategy={False: keep, True: n_pos}, random_state=seed)
dropper.fit_resample(X, y)

rows = {
    "none": (X, y),
    "weights": (X, y),
    "smote": (np.concatenate([X, new[:add]]), np.r_[y, np.ones(add, bool)]),
    "over": (np.concatenate([X, X[copied[:add]]]), np.r_[y, np.ones(add, bool)]),
    "under": (X[dropper.sample_indices_], y[dropper.sample_indices_]),
}
scores = {}
for name, (x_learn, y_learn) in rows.items():
    counts = np.where(y_learn & (name == "weights"), weight, 1.0)
    if model == "knn":
        near = KNeighborsClassifier(5).fit(x_learn, y_learn).kneighbors(X_test)[1]
        votes = np.where(y_learn[near], weight if name == "weights" else 1.0, 1.0)
        score = (votes * y_learn[near]).sum(axis=1) / votes.sum(axis=1)
        score = np.round(score, 12)  # the same votes in another order are a tie
    else:
        learner = (
            LogisticRegression(solver="newton-cholesky", tol=1e-12)
            if model == "logistic"
            else DecisionTreeClassifier(max_depth=4, random_state=0)
        )
        score = learner.fit(x_learn, y_learn, counts).predict_proba(X_test)[:, 1]
    if corrected:  # from the share learned from to the true one, in odds
        share = (counts * y_learn).sum() / counts.sum()
        factor = y.mean() / (1 - y.mean()) * (1 - share) / share
        score = score * factor / (1 - score + score * factor)
    scores[name] = score

answer = {"n": y.size, "positives": n_pos}
for name, score in scores.items():
    answer |= {
        f"{name}_auc": metrics.roc_auc_score(y_test, score),
        f"{name}_ap": metrics.average_precision_score(y_test, score),
        f"{name}_brier": metrics.brier_score_loss(y_test, score),
        f"{name}_mean": score.mean(),
        f"{name}_recall": metrics.recall_score(y_test, score >= threshold),
    }
moved = threshold / (threshold + (1 - threshold) * weight)  # its odds divided by the weight
answer["threshold_recall"] = metrics.recall_score(y_test, scores["none"] >= moved)
print(answer)
