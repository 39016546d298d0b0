"""Counts, curves and the best threshold of scored cases, with scikit-learn."""

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from sklearn import metrics
from sklearn.linear_model import LogisticRegression

source = "normals"  # or "flights", "birds", "own"
separation = 2.0
spread = 1.0
prevalence = 0.1
n = 2000
distortion = 1.0
rivals = False  # closed-form curves on the page only
seed = 8
threshold = 0.5
cost_ratio = 10.0
objective = "cost"
beta = 2.0
floor = 0.9
capacity = 50

rng = np.random.default_rng(seed)
if source == "normals":
    n_pos = min(max(2, round(prevalence * n)), n - 2)
    y = np.arange(n) < n_pos
    z = rng.standard_normal(n)
    x = np.where(y, separation + spread * z, z)
    log_odds = distortion * (logit(n_pos / n) + separation * x - separation**2 / 2)
    score = expit(np.minimum(log_odds, 36))
elif source == "own":  # put in your file, and the names of its two columns
    table = pd.read_csv("data/examples/own_scores.csv").dropna()
    y = (table["employed"] == "yes").to_numpy()
    score = table["probability"].to_numpy()
else:
    file, target, known_later = {
        "flights": ("flights_nyc13_20k", "cancelled", ["late60", "day"]),
        "birds": (
            "birdstrikes_faa_10k",
            "substantial",
            ["date", "cost_total", "damage", "any_damage"],
        ),
    }[source]
    table = pd.read_csv(f"data/{file}.csv.gz").drop(columns=known_later)
    y = table.pop(target).to_numpy() == 1
    train = np.zeros(y.size, bool)
    for label in (False, True):
        rows = rng.permutation(np.flatnonzero(y == label))
        train[rows[: round(0.7 * rows.size)]] = True
    numbers = table.select_dtypes("number")
    filled = numbers.fillna(numbers[train].median())
    scaled = (filled - filled[train].mean()) / filled[train].std(ddof=0)
    holes = numbers.isna().loc[:, numbers[train].isna().any()].add_suffix(" missing")
    words = pd.get_dummies(table.select_dtypes(exclude="number"))
    words = words.loc[:, words[train].any()]
    X = pd.concat([scaled, holes, words], axis=1).to_numpy(float)
    model = LogisticRegression(solver="newton-cholesky").fit(X[train], y[train])
    y, score = y[~train], model.predict_proba(X[~train])[:, 1]

called = score >= threshold
tn, fp, fn, tp = metrics.confusion_matrix(y, called).ravel()

# every threshold that makes a difference, falling; the first calls nothing
fpr, recall, thresholds = metrics.roc_curve(y, score, drop_intermediate=False)
tps, calls = recall * y.sum(), recall * y.sum() + fpr * (~y).sum()
precision = np.divide(tps, calls, out=np.full(calls.size, np.nan), where=calls > 0)
b2 = beta**2 if objective == "f_beta" else 1
f = (1 + b2) * tps / (calls + b2 * y.sum())
worth = {
    "cost": -(calls - tps + cost_ratio * (y.sum() - tps)),
    "f1": f,
    "f_beta": f,
    "youden": np.where(calls > 0, recall - fpr, np.nan),
    "precision_at_least": np.where(precision >= floor, recall, np.nan),
    "recall_at_least": np.where(recall >= floor, precision, np.nan),
    "top_k": np.where(calls <= capacity / 1000 * y.size + 1e-6, calls, np.nan),
}[objective]
worth = np.round(worth, 9)  # what is equal must look equal: the highest threshold wins

answer = {
    "n": y.size,
    "auc": metrics.roc_auc_score(y, score),
    "ap": metrics.average_precision_score(y, score),
    "tp": tp,
    "fp": fp,
    "fn": fn,
    "precision": tp / (tp + fp) if tp + fp else np.nan,
    "recall": metrics.recall_score(y, called),
    "f1": metrics.f1_score(y, called),
    "cost": (fp + cost_ratio * fn) / y.size,
    "brier": metrics.brier_score_loss(y, score),
    "best_threshold": np.nan if np.isnan(worth).all() else thresholds[np.nanargmax(worth)],
}
print(answer)
