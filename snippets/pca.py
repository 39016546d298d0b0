"""A line's shadow, or images from few components: what is kept, with scikit-learn."""

import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

at = 0.0
source = "cloud"
n = 100
scaling = "none"
unit = "g"
along = 3.0
across = 1.0
tilt = 30.0
apart = 1.0
far = 20.0
noise = 0.6
lines = False  # only drawn
side = 8
signals = 0
digit = "00000000" * 8  # only drawn
seed = 0

rng = np.random.default_rng(seed)
scaler = StandardScaler(with_std=scaling == "standardised")


def noise_images(many):
    """Normal noise with more variance along some patterns."""
    X, waves = (
        rng.standard_normal((many, side**2)),
        np.cos(np.pi * np.outer(range(side), np.arange(side) + 0.5) / side),
    )
    patterns = [jk for jk in ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0)) if max(jk) < side]
    for (j, k), variance in zip(patterns, (21, 11, 7, 5, 4)[:signals], strict=False):
        pattern = np.outer(waves[j], waves[k]).ravel()
        signal = np.sqrt(variance - 1) * rng.standard_normal(many)
        X += np.outer(signal, pattern / np.linalg.norm(pattern))
    return X


if source in ("noise", "digits", "fashion"):
    if source == "noise":
        X, fresh = noise_images(n), noise_images(400)
    else:
        with np.load(
            f"data/{'digits' if source == 'digits' else 'fashion_mnist_2000'}.npz"
        ) as table:
            every = table["X"].astype(float)
        order = rng.permutation(len(every))
        X, fresh = every[order[:n]], every[order[n : n + 1000]]
    X = scaler.fit_transform(X)
    fresh = scaler.transform(fresh)
    pca = PCA(svd_solver="full").fit(X)
    varies = pca.explained_variance_ > 1e-10 * pca.explained_variance_[0]
    m = min(round(at), 60, int(varies.sum()))
    scores = pca.transform(fresh)[:, :m]
    lost = np.sum((fresh - pca.mean_ - scores @ pca.components_[:m]) ** 2)
    answer = {
        "kept": 1 - lost / np.sum((fresh - pca.mean_) ** 2),
        "training": pca.explained_variance_ratio_[:m].sum(),
        "largest_variance": pca.explained_variance_[0],
    }
else:
    if source == "penguins":
        columns = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
        table = pd.read_csv("data/penguins.csv")[columns].dropna()
        X = table[["bill_length_mm", "body_mass_g"]].to_numpy(float)
        X = X[rng.permutation(len(X))[:n]] * [1, 1 if unit == "g" else 0.001]
    elif source == "own":  # put in your file
        table = pd.read_csv("data/examples/own_features.csv").dropna()
        strength = np.triu(table.corr().abs(), 1)
        X = table.to_numpy(float)[:, np.unravel_index(strength.argmax(), strength.shape)]
        X = X[rng.permutation(len(X))[:n]]
    elif source == "regression":
        x = rng.standard_normal(n)
        X = np.column_stack([x, 0.5 * x + noise * rng.standard_normal(n)])
    elif source == "ring":
        angle, radius = 2 * np.pi * rng.random(n), 3 + 0.3 * rng.standard_normal(n)
        X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    else:
        X = rng.standard_normal((n, 2)) * [along, across]
        if source == "classes":
            X[:, 1] += apart * (2 * (np.arange(n) % 2) - 1)
        if source == "outlier":
            X = np.vstack([X, [0, far]])
        turn = np.radians(tilt)
        X = X @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
    X = scaler.fit_transform(X)
    line = np.array([np.cos(np.radians(3 * at)), np.sin(np.radians(3 * at))])
    pca = PCA(svd_solver="full").fit(X)
    first = pca.components_[0]
    answer = {
        "kept": np.sum((X @ line) ** 2) / np.sum(X**2),
        "best_angle": np.degrees(np.arctan2(first[1], first[0])) % 180,
        "best": pca.explained_variance_ratio_[0],
    }
print(answer)
