"""A network trained on digits with wrong labels, with numpy and scikit-learn."""

import numpy as np
from sklearn.datasets import load_digits

epoch = 60  # the numbers below are those at the end, and those that early stopping keeps
wrong = 0.3
l2 = 0.0
dropout = 0.0
decay = 0.0
shift = False
patience = 5
watch = "loss"
noisy = False
n = 300
labels = "some"
width = 64
rule = "adam"
rate = 0.003
seed = 0

images, digits = load_digits(return_X_y=True)
rng = np.random.default_rng(seed)
order = rng.permutation(len(images))
watched, test, own = order[:300], order[300:800], order[800 : 800 + n]


def mislabelled(rng, y):
    """So many of them get another digit."""
    y = y.copy()
    rows, steps = rng.permutation(len(y)), rng.integers(1, 10, len(y))
    rows = rows[: round(wrong * len(y))]
    y[rows] = (y[rows] + steps[rows]) % 10
    return y


said = rng.integers(0, 10, n) if labels == "random" else mislabelled(rng, digits[own])
watched_said = digits[watched]
if noisy:
    watched_said = mislabelled(np.random.default_rng([seed, 2]), watched_said)
mean, deviation = images[own].mean(), images[own].std()
scaled = (images - mean) / deviation

versions = [scaled[own].reshape(n, 8, 8)]
if shift:  # by a pixel in eight directions; what comes in is paper
    wide = np.pad(versions[0], ((0, 0), (1, 1), (1, 1)), constant_values=-mean / deviation)
    moves = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
    versions += [wide[:, 1 - i : 9 - i, 1 - j : 9 - j] for i, j in moves]
versions = np.array(versions).reshape(-1, n, 64)

rng = np.random.default_rng([seed, 1])
shapes = (64, width), (1, width), (width, 10), (1, 10)  # weights and biases of both layers
weights = [
    rng.standard_normal(shape) * np.sqrt(2 / shape[0]) if shape[0] > 1 else np.zeros(shape)
    for shape in shapes
]
first, second = ([np.zeros(shape) for shape in shapes] for _ in range(2))
batches = []
for _ in range(60):
    order = rng.permutation(n)
    batches += [order[at : at + 25] for at in range(0, n, 25)]

kept = [[w.copy() for w in weights]]
for t, rows in enumerate(batches, start=1):
    which = rng.integers(0, 9, len(rows)) if shift else 0
    mask = (rng.random((len(rows), width)) >= dropout) / (1 - dropout) if dropout else 1.0
    X, (W, b, V, c) = versions[which, rows], weights
    z = X @ W + b
    h = np.maximum(z, 0) * mask
    out = h @ V + c
    chances = np.exp(out - out.max(axis=1, keepdims=True))
    delta = chances / chances.sum(axis=1, keepdims=True) - np.eye(10)[said[rows]]
    back = delta @ V.T * mask * (z > 0)
    gradients = X.T @ back, back.sum(axis=0, keepdims=True), h.T @ delta, delta.sum(axis=0)[None]
    for i, (w, g) in enumerate(zip(weights, gradients, strict=True)):
        g, is_weight = g / len(rows), i % 2 == 0
        g = g + l2 * w * is_weight
        if rule == "adam":
            first[i] = 0.9 * first[i] + 0.1 * g
            second[i] = 0.999 * second[i] + 0.001 * g * g
            step = first[i] / (1 - 0.9**t) / (np.sqrt(second[i] / (1 - 0.999**t)) + 1e-8)
        else:
            first[i] = (0.9 if rule == "momentum" else 0.0) * first[i] + g
            step = first[i]
        weights[i] = w - rate * step - rate * decay * is_weight * w
    if t % -(-n // 25) == 0:
        kept.append(list(weights))


def answers(weights, X):
    """What the network says of each row, before softmax."""
    W, b, V, c = weights
    return np.maximum(X @ W + b, 0) @ V + c


best, lowest = 0, np.inf
for e, each in enumerate(kept):
    out = answers(each, scaled[watched])
    if watch == "accuracy":
        value = -(out.argmax(axis=1) == watched_said).mean()
    else:
        top = out.max(axis=1)
        logs = np.log(np.exp(out - top[:, None]).sum(axis=1)) + top
        value = (logs - out[np.arange(300), watched_said]).mean()
    if value < lowest:
        best, lowest = e, value
    elif e - best >= patience:
        break

answer = {
    "norm_at_end": np.sqrt((kept[-1][0] ** 2).sum() + (kept[-1][2] ** 2).sum()),
    "fresh_right_at_end": (answers(kept[-1], scaled[test]).argmax(axis=1) == digits[test]).mean(),
    "right_at_end": (answers(kept[-1], scaled[own]).argmax(axis=1) == said).mean(),
    "kept_epoch": float(best),
    "fresh_right_kept": (answers(kept[best], scaled[test]).argmax(axis=1) == digits[test]).mean(),
}
print(answer)
