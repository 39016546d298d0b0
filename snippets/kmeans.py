"""k-means from many starts: the best of those tried, walked through in half steps."""

import numpy as np
import pandas as pd

source = "three"
step = 2
k = 3
start = "points"
starts = 1
empty = "keep"
placed = 0
a_x = 0.1
a_y = 0.1
b_x = 0.25
b_y = 0.1
c_x = 0.15
c_y = 0.3
d_x = 0.3
d_y = 0.3
n = 180
apart = 1.0
noise = 0
scaling = "as_is"
compare = "truth"
seed = 0


def drawn():
    """Points that are drawn, with columns of noise."""
    rng = np.random.default_rng([seed, 1])
    small = max(n // 11, 2)
    middles, sd, sizes = {
        "three": ([[-3, -2], [3, -2], [0, 3]], 1.0, None),
        "pairs": ([[-8, -2.5], [-8, 2.5], [8, -2.5], [8, 2.5]], 0.9, None),
        "nine": ([[6 * i, 6 * j] for i in range(3) for j in range(3)], 0.5, None),
        "unequal": ([[0, 0], [6, 0]], [2.0, 0.4], [n - small, small]),
        "strips": ([[0, 0], [0, 0]], 1.0, None),
        "rings": ([[0, 0], [0, 0]], 0.3, None),
        "units": ([[-3, 0], [3, 0]], 1.0, None),
        "outlier": ([[-3, 0], [3, 0], [0, 60]], [1.0, 1.0, 0.0], [n // 2, (n - 1) // 2, 1]),
        "uniform": ([[0, 0]], 1.0, None),
        "normal": ([[0, 0]], 1.0, None),
    }[source]
    many = len(middles)
    sizes = sizes or [n // many + (i < n % many) for i in range(many)]
    group = np.repeat(np.arange(many), sizes)
    if source == "rings":
        angle = 2 * np.pi * rng.random(n)
        far = np.array([1.5, 5.0])[group] + sd * rng.standard_normal(n)
        points = far[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    elif source == "uniform":
        points = rng.random((n, 2))
    else:
        spread = np.broadcast_to(sd, many)[group, None] * rng.standard_normal((n, 2))
        points = apart * np.array(middles, float)[group] + spread
    if source == "strips":
        points = points * [4.0, 0.4] + np.outer(np.where(group, 1.5, -1.5) * apart, [0, 1])
        turn = np.radians(25)
        points = points @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
    if source == "units":
        points = points * [1.0, 20.0]
    return np.column_stack([points, rng.standard_normal((n, noise))])


def some(rows, many):
    """A random part of a table, in its order."""
    return rows[np.sort(np.random.default_rng([seed, 1]).permutation(len(rows))[:many])]


if source == "penguins":
    table = pd.read_csv("data/penguins.csv")[["bill_length_mm", "flipper_length_mm"]]
    X = some(table.dropna().to_numpy(float), 250)
elif source == "digits":
    with np.load("data/digits.npz") as images:
        X = some(images["X"].astype(float), 400)
elif source == "own":  # put in your file
    table = pd.read_csv("data/examples/own_features.csv").select_dtypes("number").dropna()
    X = some(table.to_numpy(float), 400)
else:
    X = drawn()

# as distances see the points, and how the picture's two axes lie in that
mean, d = X.mean(axis=0), X.shape[1]
to = np.eye(d)
if scaling == "standardised":
    sd = X.std(axis=0)
    to = np.diag(1 / np.where(sd > 0, sd, 1.0))
elif scaling == "whitened":
    values, ways = np.linalg.eigh(np.cov(X.T, bias=True))
    kept = values > 1e-9 * values[-1]
    to = ways * np.where(kept, 1 / np.sqrt(np.where(kept, values, 1.0)), 0.0)
Z = (X - mean) @ to
if source == "digits" or (source == "own" and d > 2):
    axes = np.linalg.eigh(Z.T @ Z)[1][:, :-3:-1].T
    axes = axes * np.sign(axes[[0, 1], np.abs(axes).argmax(axis=1)])[:, None]
    plane, origin = Z @ axes.T, 0.0
else:
    plane, axes, origin = X[:, :2], to[:2], -mean[:2] @ to[:2]
low, high = plane.min(axis=0), plane.max(axis=0)
low, high = low - 0.06 * (high - low), high + 0.06 * (high - low)

rng = np.random.default_rng([seed, 2])
tries = 1 if start == "plus_plus" else 2 + int(np.log(k))


def spread_out():
    """k-means++, and greedy k-means++ where there are several tries, for 50 starts in step."""
    chosen = rng.integers(len(Z), size=(50, 1))
    for _ in range(k - 1):
        near = ((Z[:, None, None] - Z[chosen]) ** 2).sum(axis=3).min(axis=2)  # (points, starts)
        level = np.where(near.sum(axis=0) > 0, near, 1.0).cumsum(axis=0)
        wanted = rng.random((50, tries)) * level[-1][:, None]
        added = []
        for s in range(50):
            picks = np.minimum(np.searchsorted(level[:, s], wanted[s], "right"), len(Z) - 1)
            apart_from = ((Z[:, None] - Z[picks]) ** 2).sum(axis=2)
            left = np.minimum(near[:, s, None], apart_from).sum(axis=0)
            added.append(picks[left.argmin()])
        chosen = np.column_stack([chosen, added])
    return Z[chosen]


if start in ("plus_plus", "greedy"):
    first = np.array(spread_out())
elif start == "labels":
    labels = rng.integers(k, size=(50, len(Z)))
    middle = Z.mean(axis=0)
    first = np.array(
        [[Z[row == c].mean(axis=0) if c in row else middle for c in range(k)] for row in labels]
    )
elif start == "box":
    first = Z.min(axis=0) + (Z.max(axis=0) - Z.min(axis=0)) * rng.random((50, k, d))
else:
    pool = Z
    if start == "side":
        leftmost = np.argsort(plane[:, 0], kind="stable")[: max(k, round(len(Z) / 3))]
        pool = Z[np.sort(leftmost)]
    first = pool[rng.random((50, len(pool))).argsort(axis=1)[:, :k]]
by_hand = [[a_x, a_y], [b_x, b_y], [c_x, c_y], [d_x, d_y]]
for c in range(min(placed, k)):
    first[0, c] = origin + (low + (high - low) * by_hand[c]) @ axes


def squared(centres):
    """(points, k) Squared distances to the centres."""
    return sum((x[:, None] - c) ** 2 for x, c in zip(Z.T, centres.T, strict=True))


def walk(centres):
    """Inertia after each half step, and how many points changed sides in it."""
    label, costs, changes = np.full(len(Z), -1), [np.nan], [0]
    for _ in range(100):
        before, label = label, squared(centres).argmin(axis=1)
        costs.append(((Z - centres[label]) ** 2).sum())
        changes.append(int((label != before).sum()))
        if not changes[-1]:
            break
        sizes = np.bincount(label, minlength=k)
        centres = np.array(
            [Z[label == c].mean(axis=0) if sizes[c] else centres[c] for c in range(k)]
        )
        if empty == "farthest":
            far = ((Z - centres[label]) ** 2).sum(axis=1)
            for c, point in zip(
                np.flatnonzero(sizes == 0), np.argsort(-far, kind="stable"), strict=False
            ):
                centres[c] = Z[point] if far[point] > 0 else centres[c]
        costs.append(((Z - centres[label]) ** 2).sum())
        changes.append(0)
    return costs, changes


runs = [walk(each) for each in first]
ends = np.array([costs[-1] for costs, _ in runs])
tried = ends[:starts]
costs, changes = runs[int(np.argmax(tried <= tried.min() * (1 + 1e-9)))]
at = min(step, len(costs) - 1)
answer = {
    "inertia": float(costs[at]),
    "end": float(costs[-1]),
    "rounds": float(len(costs) // 2),
    "changed": float(changes[at]),
    "best": float(ends.min()),
    "explained": float(1 - costs[-1] / ((Z - Z.mean(axis=0)) ** 2).sum()),
}

print(answer)
