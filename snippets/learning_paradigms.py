"""One set of cases under three kinds of feedback; a grid world by Q-learning; few labels that spread."""

import csv
from itertools import permutations

import numpy as np
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import kneighbors_graph

world = "penguins"
met = 100
epsilon = 0.15
first_guess = 0.5
first_value = 0.0
alpha = 0.5
gamma = 0.95
small = 0.3
slip = 0.0
groups = 2
separation = 1.2
noise = 0.08
neighbour_share = 0.99
seed = 0

stops = {4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, met}


def crossed(n, rng):
    """Points in two groups, their class, which lies across the groups, and their group."""
    kind, side = np.arange(n) % 2, np.arange(n) // 2 % 2
    middle = np.column_stack([2.0 * (2 * side - 1), separation * (2 * kind - 1)])
    return middle + rng.standard_normal((n, 2)) * [0.6, 0.8], 2.0 * kind - 1, side


def features(points):
    """1, x, y."""
    return np.column_stack([np.ones(len(points)), points])


def ridge(X, y, first=(0.0, 0.0, 0.0)):
    """Weights drawn towards the first guess."""
    return first + np.linalg.solve(X.T @ X + np.eye(3), X.T @ (y - X @ first))


def k_means(points, centres):
    """Cost, centres and groups, from these centres."""
    while True:
        distance = ((points[:, None] - centres) ** 2).sum(axis=2)
        near = distance.argmin(axis=1)
        after = [
            points[near == i].mean(axis=0) if (near == i).any() else c
            for i, c in enumerate(centres)
        ]
        if np.allclose(after, centres, rtol=0, atol=1e-13):
            return distance.min(axis=1).sum(), centres, near
        centres = np.array(after)


def farthest_first(points):
    """Centres to start from, far apart."""
    chosen = [0]
    while len(chosen) < groups:
        distance = ((points[:, None] - points[chosen]) ** 2).sum(axis=2)
        chosen.append(int(distance.min(axis=1).argmax()))
    return points[chosen]


if world in ("penguins", "crossed"):
    if world == "penguins":
        with open("data/penguins.csv", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row["sex"] in ("male", "female")]
        points = np.array([[float(r["bill_depth_mm"]), float(r["body_mass_g"])] for r in rows])
        points = (points - points.mean(axis=0)) / points.std(axis=0)
        y = np.array([1.0 if row["sex"] == "male" else -1.0 for row in rows])
        other = np.array([row["species"] == "Gentoo" for row in rows])
    else:
        points, y, other = crossed(333, np.random.default_rng([seed, 1]))
    rng = np.random.default_rng([seed, 2])
    order = rng.permutation(len(y))
    points, y, other = points[order], y[order], other[order]
    X, draws = features(points), rng.random(200)
    unseen, truth = X[200:], y[200:] > 0
    first = np.array([first_guess, 0.0, 0.0])
    tried = []
    for i in range(met):
        if X[i] @ ridge(X[tried], y[tried], first) > 0 or draws[i] < epsilon:
            tried.append(i)
    centres = None
    for many in sorted(stops):
        if many > met:
            break
        cost, anew, labels = k_means(points[:many], farthest_first(points[:many]))
        if centres is None:
            centres = anew
            continue
        on, kept, same = k_means(points[:many], centres)
        if on <= cost * (1 + 1e-9):
            centres, labels = kept, same
        else:
            ways = [list(way) for way in permutations(range(groups))]
            way = min(ways, key=lambda way: ((anew[way] - centres) ** 2).sum())
            centres, labels = anew[way], np.argsort(way)[labels]
    named = np.sign(np.bincount(labels, weights=y[:met], minlength=groups))
    nearest = ((points[200:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    right_named = np.where(named[nearest] == 0, 0.5, named[nearest] == y[200:])
    answer = {
        "right": float(np.mean((unseen @ ridge(X[:met], y[:met]) > 0) == truth)),
        "right_named": float(np.mean(right_named)),
        "right_tried": float(np.mean((unseen @ ridge(X[tried], y[tried], first) > 0) == truth)),
        "with_class": float(adjusted_rand_score(y[:met], labels)),
        "with_other": float(adjusted_rand_score(other[:met], labels)),
        "purse": float(y[tried].sum()),
        "wrong": float((y[tried] < 0).sum()),
    }
elif world == "grid":
    rows = "#########", "#o......#", "#.####..#", "#.#....##", "#S..##.G#", "#########"
    prizes = {"o": small, "G": 1.0}
    letter = {(r, c): x for r, row in enumerate(rows) for c, x in enumerate(row) if x != "#"}
    start = next(cell for cell, x in letter.items() if x == "S")
    ways = (-1, 0), (0, 1), (1, 0), (0, -1)  # up, right, down, left

    def go(cell, action):
        """Where an action leads from a cell."""
        there = cell[0] + ways[action % 4][0], cell[1] + ways[action % 4][1]
        return there if there in letter else cell

    def worth(values, there):
        """What entering a cell is worth."""
        pays = prizes.get(letter[there])
        return gamma * max(values[there]) if pays is None else pays

    inside = [cell for cell in letter if letter[cell] not in prizes]
    exact, moved = {cell: [0.0] * 4 for cell in letter}, 1.0
    while moved > 1e-12:
        after = {
            cell: [
                (1 - slip) * worth(exact, go(cell, a))
                + slip / 2 * (worth(exact, go(cell, a - 1)) + worth(exact, go(cell, a + 1)))
                for a in range(4)
            ]
            for cell in inside
        }
        moved = max(abs(after[cell][a] - exact[cell][a]) for cell in inside for a in range(4))
        exact |= after
    rng = np.random.default_rng([seed, 3])
    Q = {cell: [0.0 if letter[cell] in prizes else first_value] * 4 for cell in letter}
    returns = []
    for _ in range(met):
        cell, paid = start, 0.0
        for u, v, w in rng.random((100, 3)):
            ties = [a for a in range(4) if Q[cell][a] == max(Q[cell])]
            action = int(4 * v) if u < epsilon else ties[int(len(ties) * v)]
            there = go(cell, action if w >= slip else action - 1 if 2 * w < slip else action + 1)
            Q[cell][action] += alpha * (worth(Q, there) - Q[cell][action])
            cell = there
            if letter[cell] in prizes:
                paid = prizes[letter[cell]]
                break
        returns.append(paid)
    answer = {
        "start": max(Q[start]),
        "exact_start": max(exact[start]),
        "error": max(abs(max(Q[cell]) - max(exact[cell])) for cell in letter),
        "recent": float(np.mean(returns[-10:])),
    }
else:
    rng, n = np.random.default_rng([seed, 4]), 300
    if world == "moons":
        label = np.where(np.arange(n) >= n // 2, 1.0, -1.0)
        angle = np.pi * rng.random(n)
        x = np.where(label > 0, 1 - np.cos(angle), np.cos(angle))
        up = np.where(label > 0, 0.5 - np.sin(angle), np.sin(angle))
        points = np.column_stack([x, up]) + noise * rng.standard_normal((n, 2))
    else:
        points, label, _ = crossed(n, rng)
    W = kneighbors_graph(points, 7).toarray()
    W = np.maximum(W, W.T)
    root = np.sqrt(W.sum(axis=1))
    reach = np.linalg.inv(np.eye(n) - neighbour_share * W / np.outer(root, root))
    apart = ((points[:, None] - points) ** 2).sum(axis=2)
    shares = []
    for _ in range(20):
        each = [rng.permutation(np.flatnonzero(label == kind))[:100] for kind in (-1, 1)]
        known = np.column_stack(each).ravel()[:met]
        rest = np.setdiff1d(np.arange(n), known)
        line = features(points) @ ridge(features(points[known]), label[known])
        near = label[known][apart[:, known].argmin(axis=1)]
        said = reach[:, known] @ label[known], near, line
        shares.append([np.mean((each[rest] > 0) == (label[rest] > 0)) for each in said])
    answer = {
        name: float(share)
        for name, share in zip(
            ("spread", "nearest", "linear"), np.mean(shares, axis=0), strict=True
        )
    }

print(answer)
