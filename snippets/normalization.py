"""Batch norm and layer norm of one row, their gradients in deep networks, and wines, with numpy."""

import numpy as np
import pandas as pd

batch = 8
mode = "train"
neighbour = 1.0
rule = "layer"
features = 4
shift = 0.0
epsilon = 1e-5
new = 0.1
seen = 50
regime = "shuffled"  # trainings are only in the figures
depth = 50
gain = 1.0
times = 2.0
rate_times = 1.0
seed = 0

yours = [5.0, 1.6, 3.8, 6.4, 0.2, 2.6]
others = 3 + 2 * np.random.default_rng(seed).standard_normal((60, 6))
quiet = np.vstack([yours, others])[:, :features] + shift
loud = quiet.copy()
loud[1] *= neighbour

past = 3 + 2 * np.random.default_rng([seed, 1]).standard_normal((seen, 61, 6))
past = past[:, :batch, :features] + shift
running_mean, running_variance = np.zeros(features), np.ones(features)
for rows in past:
    running_mean += new * (rows.mean(axis=0) - running_mean)
    if batch > 1:
        running_variance += new * (rows.var(axis=0, ddof=1) - running_variance)


def batch_norm(table):
    """Your row: the first."""
    if mode == "use":
        return (table[0] - running_mean) / np.sqrt(running_variance + epsilon)
    rows = table[:batch]
    return (rows[0] - rows.mean(axis=0)) / np.sqrt(rows.var(axis=0) + epsilon)


found, row = batch_norm(loud), loud[0]
endless = (row - 3 - shift) / np.sqrt(4 + epsilon)
if rule == "layer":
    by_row = (row - row.mean()) / np.sqrt(row.var() + epsilon)
else:
    by_row = row / np.sqrt((row**2).mean() + epsilon)
if mode == "use":
    slope = 1 / np.sqrt(running_variance[0] + epsilon)
else:
    spread = np.sqrt(loud[:batch, 0].var() + epsilon)
    slope = (1 - 1 / batch - found[0] ** 2 / batch) / spread


def first_over_last(axis):
    """How the gradient changes on its way back through ReLU layers."""
    rng = np.random.default_rng([seed, depth])
    h, label = rng.standard_normal((64, 32)), rng.integers(10, size=64)
    layers = rng.standard_normal((depth, 32, 32)) * np.sqrt(2 / 32)
    read = gain * rng.standard_normal((32, 10)) / np.sqrt(32)
    kept = []
    for W in layers:
        z = h @ (gain * W)
        z = z - z.mean(axis, keepdims=True)
        spread = np.sqrt((z**2).mean(axis, keepdims=True) + 1e-5)
        kept.append((z / spread, spread))
        h = np.maximum(kept[-1][0], 0)
    chances = np.exp(h @ read - (h @ read).max(axis=1, keepdims=True))
    back = (chances / chances.sum(axis=1, keepdims=True) - np.eye(10)[label]) @ read.T
    sizes = []
    for W, (y, spread) in zip(layers[::-1], kept[::-1], strict=True):
        g = back * (y > 0)
        g = g - g.mean(axis, keepdims=True) - y * (g * y).mean(axis, keepdims=True)
        sizes.append(np.sqrt(((g / spread) ** 2).mean()))
        back = g / spread @ (gain * W).T
    return sizes[-1] / sizes[0]


rng = np.random.default_rng([seed, 2])
X, label = rng.standard_normal((64, 8)), rng.integers(10, size=64)
W = times * rng.standard_normal((8, 32)) / np.sqrt(8)
read = rng.standard_normal((32, 10)) / np.sqrt(32)
for update in range(41):
    z = X @ W
    spread = np.sqrt(z.var(axis=0) + 1e-5)
    y = (z - z.mean(axis=0)) / spread
    logits = np.maximum(y, 0) @ read
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    loss = -np.log(chances[np.arange(64), label]).mean()
    if update < 40:
        g = (chances - np.eye(10)[label]) @ read.T / 64 * (y > 0)
        W = W - rate_times * X.T @ ((g - g.mean(axis=0) - y * (g * y).mean(axis=0)) / spread)

wines = pd.read_csv("data/wine.csv").drop(columns="cultivar").to_numpy()
wines = (wines - wines.mean(axis=1, keepdims=True)) / np.sqrt(wines.var(axis=1) + 1e-5)[:, None]

answer = {
    "first": found[0],
    "distance": np.sqrt(((found - endless) ** 2).mean()),
    "moved": np.sqrt(((found - batch_norm(quiet)) ** 2).mean()),
    "first_by_row": by_row[0],
    "slope": slope,
    "running_mean": running_mean[0],
    "log_delta_batch": np.log(first_over_last(0)),
    "log_delta_layer": np.log(first_over_last(1)),
    "loss_multiplied": loss,
    "proline_by_row": np.median(wines[:, -1]),
}
print(answer)
