"""Writes data/normalization_runs.csv: trainings too many for a page, 20 seeds each.

Run as `python -m data.normalization_runs`, which takes some minutes; a test holds that some of it is
what is there. Networks of ReLU layers, 32 wide, without biases, gamma or beta, read 400 digits and are
judged on 400 others; one logistic regression after the other reads wines.
"""

from typing import Any

import numpy as np

from data.read import HERE, read_table
from methods.networks.initialization import HE, fan_in_normal
from methods.networks.normalized_training import in_use, train_normalized
from methods.networks.training import epoch_batches

SEEDS, CLASSES, ROWS, WIDTH, RATE = 20, 10, 400, 32, 0.1
BODIES = {"none": "plain", "batch": "batch_norm", "layer": "layer_norm"}
BATCHES, UPDATES, DEPTH = (2, 4, 8, 16, 32, 64), 240, 3
SCALES, SCALE_UPDATES, SCALE_DEPTH, SCALE_BATCH = (0.3, 0.5, 1.0, 2.0, 3.0), 60, 4, 32
WINES = ("raw", "columns", "rows")


def digits(seed: int) -> tuple[Any, Any]:
    """800 digits, pixels centred by their columns and over 8, and their labels, one-hot."""
    table = read_table("digits")
    rows = np.random.default_rng([seed, ROWS]).permutation(len(table["X"]))[: 2 * ROWS]
    X = np.asarray(table["X"], float)[rows]
    return (X - X[:ROWS].mean(axis=0)) / 8, np.eye(CLASSES)[table["y"][rows]]


def one_class_batches(rng: Any, label: Any, batch: int, updates: int) -> list[Any]:
    """Rows of each update, all of one class: a class at random, and `batch` of its rows."""
    return [
        rng.choice(np.flatnonzero(label == kind), batch, replace=batch > 30)
        for kind in rng.integers(CLASSES, size=updates)
    ]


def accuracy(regime: str, norm: str, x: float, seed: int) -> float:
    """The share of 400 other digits read right; `x` is the batch size, or the scale of the weights."""
    X, y = digits(seed)
    scaled = regime == "scale"
    depth, gain = (SCALE_DEPTH, HE * x) if scaled else (DEPTH, HE)
    updates, batch = (SCALE_UPDATES, SCALE_BATCH) if scaled else (UPDATES, int(x))
    rng = np.random.default_rng([seed, depth])
    shapes = [(X.shape[1], WIDTH), *[(WIDTH, WIDTH)] * (depth - 1)]
    weights = [fan_in_normal(rng, shape, gain) for shape in shapes]
    weights.append(fan_in_normal(rng, (WIDTH, CLASSES)))
    if regime == "sorted":
        batches = one_class_batches(rng, y[:ROWS].argmax(axis=1), batch, updates)
    else:
        batches = epoch_batches(rng, ROWS, batch, updates)
    body = BODIES[norm]
    trained = train_normalized(weights, X[:ROWS], y[:ROWS], "relu", body, RATE, batches)
    said = in_use(X[ROWS:], trained, "relu", body).argmax(axis=1)
    return float((said == y[ROWS:].argmax(axis=1)).mean())


def wine_accuracy(norm: str, seed: int) -> float:
    """The share of 40 % of the wines told right by a logistic regression on the others."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, StandardScaler

    table = read_table("wine")
    X = np.column_stack([table[name] for name in table.columns if name != "cultivar"])
    y = table["cultivar"]
    before = {
        "raw": FunctionTransformer(),
        "columns": StandardScaler(),
        "rows": FunctionTransformer(_rows),
    }[norm]
    split = train_test_split(X, y, test_size=0.4, stratify=y, random_state=seed)
    model = make_pipeline(before, LogisticRegression(max_iter=20_000)).fit(split[0], split[2])
    return float(model.score(split[1], split[3]))


def _rows(X: Any) -> Any:
    return (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)


def lines() -> list[tuple[str, str, float, int]]:
    """What is tried: regime, norm, batch size or scale, and seed."""
    found: list[tuple[str, str, float, int]] = []
    for seed in range(SEEDS):
        for norm in BODIES:
            found += [(kind, norm, x, seed) for kind in ("shuffled", "sorted") for x in BATCHES]
            found += [("scale", norm, x, seed) for x in SCALES]
        found += [("wine", norm, 0, seed) for norm in WINES]
    return found


def measured(regime: str, norm: str, x: float, seed: int) -> float:
    """The accuracy of one line of the file."""
    return wine_accuracy(norm, seed) if regime == "wine" else accuracy(regime, norm, x, seed)


if __name__ == "__main__":
    written = ["regime,norm,x,seed,accuracy"]
    for line in lines():
        written.append(",".join([*(f"{each}" for each in line), f"{measured(*line):.4f}"]))
    (HERE / "normalization_runs.csv").write_text("\n".join(written) + "\n", encoding="utf-8")
