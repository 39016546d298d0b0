"""Distances, neighbours and intrinsic dimension of points in d dimensions, with scikit-learn."""

import numpy as np
from scipy.special import gammaln
from scipy.stats import binom, skew
from sklearn.metrics import pairwise_distances
from sklearn.preprocessing import normalize

kind = "uniform"
d = 100
n = 120
rank = 2
noise = 0.0
correlation = 0.9
informative = 2
separation = 2.0
effect = 0.4
shuffled = False
seed = 0
metric = "l2"
k = 10
components = 2  # only in the figure
share = 0.1

n = min(n, 300) if metric == "l_half" else n
rng = np.random.default_rng(seed)
if kind in ("digits", "fashion"):
    table = np.load({"digits": "data/digits.npz", "fashion": "data/fashion_mnist_2000.npz"}[kind])
    order, rows, mix = (np.random.default_rng([seed, stream]) for stream in (1, 2, 3))
    pixels, chosen = order.permutation(table["X"].shape[1]), rows.permutation(len(table["X"]))[:n]
    X, y = table["X"][chosen][:, pixels].astype(float), table["y"][chosen]
    X = mix.permuted(X, axis=0) if shuffled else X
elif kind == "uniform":
    X = rng.random((n, 1000))
    y = X[:, 0] > 0.5
elif kind == "low_rank":
    hidden, X = rng.random((n, rank)), noise * rng.standard_normal((n, 1000))
    X[:, :rank] += hidden
    y = hidden[:, 0] > 0.5
elif kind in ("few", "every"):
    X, y = rng.standard_normal((n, 1000)), np.arange(n) % 2
    useful, shift = (informative, separation) if kind == "few" else (1000, effect)
    X[:, :useful] += shift * (y[:, None] - 0.5)
else:  # normal, independent or correlated, or on a sphere
    X = rng.standard_normal((n, 1000))
    if kind == "correlated":
        for j in range(1, 1000):
            X[:, j] = correlation * X[:, j - 1] + np.sqrt(1 - correlation**2) * X[:, j]
    y = X[:, 0] > 0
X = X[:, :d]
d = X.shape[1]
if kind == "sphere":
    X = normalize(X)

names = {"l2": "euclidean", "l1": "manhattan", "l_inf": "chebyshev", "cosine": "cosine"}
if metric == "l_half":
    D = np.array([np.sqrt(np.abs(X - x)).sum(axis=1) ** 2 for x in X])
else:
    D = pairwise_distances(X, metric=names[metric])
others = D[~np.eye(n, dtype=bool)].reshape(n, n - 1)
mean, nearest, farthest = others.mean(axis=1), others.min(axis=1), others.max(axis=1)

np.fill_diagonal(D, np.inf)
cut = np.sort(D, axis=1)[:, k - 1 : k]
inside, tied = D < cut, D == cut  # points tied at the k-th distance share the places left
weights = inside + tied * (k - inside.sum(axis=1)[:, None]) / tied.sum(axis=1)[:, None]
votes = np.round(weights @ (y[:, None] == np.unique(y)), 9)  # as many votes are a tie
votes = np.unique(y)[votes.argmax(axis=1)]
chosen_by = np.round(weights.sum(axis=0), 9)

near = np.sort(D, axis=1)[:, : max(k, 2)]
apart = near[near[:, 0] > 0]  # a point with a twin says nothing of the dimension
ratio = np.sort(np.log(apart[:, 1] / apart[:, 0]))[: int(0.9 * len(apart))]
slope = -np.log(1 - np.arange(1, ratio.size + 1) / len(apart))
logs = np.log(apart[:, k - 1 : k] / apart[:, : k - 1])
times = np.median(np.divide(farthest, nearest, out=np.full(n, np.inf), where=nearest > 0))

answer = {
    "nearest": np.median(nearest / mean),
    "farthest": np.median(farthest / mean),
    "contrast": times - 1 if np.isfinite(times) else np.nan,
    "spread": np.median(others.std(axis=1) / mean),
    "accuracy": (votes == y).mean(),
    "two_nn": ratio @ slope / (ratio @ ratio) if ratio.any() else np.nan,
    "likelihood": logs.size / logs.sum() if logs.any() else np.nan,
    "most_popular": chosen_by.max(),
    "skew": skew(chosen_by) if np.ptp(chosen_by) > 0 else np.nan,
    "ball_in_cube": np.exp(d / 2 * np.log(np.pi) - gammaln(d / 2 + 1) - d * np.log(2)),
    "edge": share ** (1 / d),
    "separable": binom.cdf(d, n - 1, 0.5),
}
print(answer)
