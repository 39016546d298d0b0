"""A small network written out in NumPy: forward, backward, and one update after the other.

The page may differ where `rate > 2 and rule != "gd"`: such updates magnify rounding.
"""

import csv

import numpy as np
from scipy.special import expit, ndtr, softmax

data = "xor"
step = 60
depth = 1
units = 8
activation = "tanh"
start = "random"
scale = 1.0
rate = 1.0
updates = 600
batch = "all"
rule = "gd"
n = 100
noise = 0.1
example = 1
unit = 2
weight = "x1"
onto = 1
seed = 0


np.seterr(over="ignore", invalid="ignore")  # a training may overflow


def points(n, rng):
    """Rows in the plane, half of each class, and their class."""
    order = rng.permutation(n)
    label = np.arange(n) % 2
    if data == "moons":
        label = np.arange(n) >= n // 2
        angle = np.pi * rng.random(n)
        x = np.where(label, 1 - np.cos(angle), np.cos(angle))
        y = np.where(label, 0.5 - np.sin(angle), np.sin(angle))
        X = np.column_stack([x, y]) + noise * rng.standard_normal((n, 2))
    elif data == "xor":
        quadrant = np.arange(n) % 4
        signs = np.column_stack([1 - 2 * (quadrant // 2), 1 - 2 * (quadrant % 2)])
        X, label = rng.uniform(0.15, 1.0, (n, 2)) * signs, signs.prod(axis=1) < 0
    else:
        if data == "circles":
            radius, angle = np.where(label == 1, 0.4, 1.0), rng.uniform(0, 2 * np.pi, n)
        else:
            radius = rng.uniform(0.05, 1.0, n)
            angle = np.pi * (2.6 * radius + label)
        X = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        X = X + noise * rng.standard_normal((n, 2))
    return X[order], label.astype(int)[order]


if data in ("iris", "penguins"):
    columns = {
        "iris": ("petal_length_cm", "petal_width_cm"),
        "penguins": ("bill_length_mm", "bill_depth_mm"),
    }[data]
    with open(f"data/{data}.csv", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    known = [i for i, row in enumerate(table) if all(row[name] for name in columns)]
    species = np.unique([row["species"] for row in table], return_inverse=True)[1]
    order = np.random.default_rng([seed, 1]).permutation(known)
    own = order[:200]
    if data == "iris":
        kept = np.concatenate([order[species[order] == kind][:34] for kind in range(3)])
        own, species = order[np.isin(order, kept)], (species == 1).astype(int)
    other = order[~np.isin(order, own)]
    measured = np.array([[float(row[name] or "nan") for name in columns] for row in table])
    center, spread = measured[own].mean(axis=0), measured[own].std(axis=0)
    X, fresh = (measured[own] - center) / spread, (measured[other] - center) / spread
    label, fresh_label = species[own], species[other]
else:
    X, label = points(n, np.random.default_rng([seed, 1]))
    fresh, fresh_label = points(1000, np.random.default_rng([seed, 2]))
    center = X.mean(axis=0)
    X, fresh = X - center, fresh - center

k = 3 if data == "penguins" else 1
y = np.eye(k)[label] if k > 1 else label[:, None].astype(float)
hidden = [min(units, 8) if depth == 2 else units] * depth
sizes = [2, *hidden, k]
shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
if start == "random":
    rng = np.random.default_rng([seed, 3])
    gain = scale * (np.sqrt(2) if activation in ("relu", "leaky", "gelu") else 1.0)
    W = [rng.standard_normal(shape) * (gain / np.sqrt(shape[0])) for shape in shapes]
else:
    W = [np.full(shape, 0.5 if start == "equal" else 0.0) for shape in shapes]
b = [np.zeros(shape[1]) for shape in shapes]

phi = {
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0),
    "leaky": lambda z: np.maximum(z, 0.01 * z),
    "sigmoid": expit,
    "tanh": np.tanh,
    "gelu": lambda z: z * ndtr(z),
}[activation]
slope = {
    "identity": lambda z, a: np.ones_like(z),
    "relu": lambda z, a: (z > 0) * 1.0,
    "leaky": lambda z, a: np.where(z > 0, 1, 0.01),
    "sigmoid": lambda z, a: a * (1 - a),
    "tanh": lambda z, a: 1 - a * a,
    "gelu": lambda z, a: ndtr(z) + z * (np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi)),
}[activation]


def forward(X):
    """Sums and activations of each layer."""
    z, a = [], [X]
    for i in range(len(W)):
        z.append(a[-1] @ W[i] + b[i])
        a.append(phi(z[-1]) if i < len(W) - 1 else z[-1])
    return z, a


def gradients(X, y):
    """The mean loss differentiated by each matrix of weights, then by each bias."""
    z, a = forward(X)
    delta = (softmax(z[-1], axis=1) if k > 1 else expit(z[-1])) - y
    found = []
    for i in reversed(range(len(W))):
        found.insert(0, (a[i].T @ delta / len(X), delta.sum(axis=0) / len(X)))
        if i:
            delta = (delta @ W[i].T) * slope(z[i - 1], a[i])
    return [g[0] for g in found] + [g[1] for g in found]


size = len(X) if batch == "all" else min(int(batch), len(X))
rng, rows = np.random.default_rng([seed, 4]), []
memory = [(0.0, 0.0)] * (2 * len(W))
for i in range(round(step * updates / 60)):
    if size < len(X) and not rows:
        order = rng.permutation(len(X))
        rows = [order[at : at + size] for at in range(0, len(X), size)]
    now = rows.pop(0) if size < len(X) else slice(None)
    for j, (value, g) in enumerate(zip(W + b, gradients(X[now], y[now]), strict=True)):
        first, second = memory[j]
        if rule == "momentum":
            first = 0.9 * first + g
            value -= rate * first
        elif rule == "adam":
            first, second = 0.9 * first + 0.1 * g, 0.999 * second + 0.001 * g * g
            root = np.sqrt(second / (1 - 0.999 ** (i + 1)))
            value -= rate * (first / (1 - 0.9 ** (i + 1))) / (root + 1e-8)
        else:
            value -= rate * g
        memory[j] = first, second


def right(X, label):
    """The share on the right side."""
    if not all(np.isfinite(value).all() for value in W + b):
        return np.nan
    out = forward(X)[1][-1]
    return float(np.mean((out.argmax(axis=1) if k > 1 else out[:, 0] > 0) == label))


out = forward(X)[1][-1]
if k > 1:
    top = out.max(axis=1, keepdims=True)
    losses = np.log(np.exp(out - top).sum(axis=1)) + top[:, 0] - (y * out).sum(axis=1)
else:
    losses = (np.logaddexp(0, out) - y * out)[:, 0]
apart = ((X[:, None] - X) ** 2).sum(axis=2)
apart[label[:, None] == label] = np.inf
ringed = np.argsort(apart.min(axis=1), kind="stable")[[example - 1]]
one = gradients(X[ringed], y[ringed])
chosen = min(unit, sizes[1]) - 1 if depth else 0
if weight == "out" and depth:
    row_gradient = one[1][chosen, min(onto, sizes[2]) - 1]
else:
    row_gradient = one[0][0 if weight == "x1" else 1, chosen]

answer = {
    "loss": float(losses.mean()),
    "right": right(X, label),
    "fresh_right": right(fresh, fresh_label),
    "gradient": float(np.sqrt(sum((g**2).sum() for g in gradients(X, y)))),
    "row_gradient": float(row_gradient),
}
print(answer)
