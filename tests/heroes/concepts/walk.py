"""A walk through each kind of computation that a diagram shows; a fixture, not a lesson."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from concepts.controls import check, one_of, ranged, seeded

LAYERS = (2, 6, 4, 1)  # 12 + 24 + 4 = 40 edges
WALK = ("layer 1, forward", "layer 2, forward", "layer 3, forward",
        "layer 3, backward", "layer 2, backward", "layer 1, backward")  # fmt: skip
WORDS = ("The", "bank", "closed", "because", "of", "the", "river", "bank")
CLUE, SENSE = np.array([0, 0, 1, 0, 0, 0, 1, 0]), np.array([0, 1, 0, 0, 0, 0, 0, 1])
SPLITS = 15  # a tree of 31 nodes
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def said_of(step, params):
    """What a step of the walk is called."""
    match params.hero:
        case "tree":
            return f"{min(step // 4, SPLITS)} cuts"
        case "window":
            row, column = divmod(min(step, 35), 6)
            return f"row {row + 1}, column {column + 1}"
        case "words":
            return f"{WORDS[step % len(WORDS)]}, word {step % len(WORDS) + 1}"
        case "budget":
            return f"{10 ** (1 + step / 15):,.0f} candidates"
    return f"update {step // 6}, {WALK[step % 6]}"


@dataclass(frozen=True)
class Params:
    hero: str = one_of(
        "network",
        {
            "network": "A network", "tree": "A tree", "window": "A window on a picture",
            "words": "Words that attend", "budget": "A budget", "everything": "All at once", "curve": "A curve",
        },
        "Shown",
        help="Which kind of computation.",
    )  # fmt: skip
    step: int = ranged(20, 0, 60, "Step", names=said_of, help="How far the computation has come.")
    rate: float = ranged(0.4, 0.1, 2.0, "Learning rate", step=0.1, help="Of each update.")
    seed: int = seeded(0)

    def __post_init__(self) -> None:
        check(self)


AXIS = "step"
PRESETS = {
    "network": Params(),
    "tree": Params(hero="tree"),
    "window": Params(hero="window"),
    "words": Params(hero="words", step=1),
    "budget": Params(hero="budget", step=31),
    "everything": Params(hero="everything"),
}


@dataclass(frozen=True, eq=False)
class Result:
    """What is known at a step.

    Attributes
    ----------
    weights : Of each layer, (outputs, inputs). signals, deltas : Of each layer's units.
    loss : Of the one example. losses : Before each update, (11,).
    leaves : Rows of each node of the tree, in order of a heap, (31,), and the share of class 1.
    picture, response : 8x8 and 6x6. attention : (words, words). load : Four values of a budget.
    """

    params: Params
    weights: tuple[np.ndarray, ...]
    signals: tuple[np.ndarray, ...]
    deltas: tuple[np.ndarray, ...]
    loss: float
    losses: np.ndarray
    rows: np.ndarray
    shares: np.ndarray
    picture: np.ndarray
    response: np.ndarray
    attention: np.ndarray
    load: np.ndarray


def compute(params, tables):
    """What is known at `params.step`."""
    updates = _updates(replace(params, hero="network", step=0))
    losses = np.array([each[-1] for each in updates])
    return Result(
        params, *updates[params.step // 6], losses, *_rest(params.seed), _load(params.step)
    )


@lru_cache(maxsize=8)
def _updates(params):
    """Gradient descent on one example: weights, signals, deltas and loss, before each update."""
    rng = np.random.default_rng(params.seed)
    weights = [rng.normal(0, 0.7, (b, a)) for a, b in zip(LAYERS, LAYERS[1:], strict=False)]
    found = []
    for _ in range(11):
        signals = [np.array([0.8, -0.4])]
        for each in weights:
            signals.append(np.tanh(each @ signals[-1]))
        deltas = [(signals[-1] - 0.5) * (1 - signals[-1] ** 2)]
        for each, signal in zip(weights[:0:-1], signals[-2:0:-1], strict=True):
            deltas.insert(0, (each.T @ deltas[0]) * (1 - signal**2))
        loss = float(((signals[-1] - 0.5) ** 2).sum() / 2)
        found.append((tuple(weights), tuple(signals), tuple(deltas), loss))
        steps = [np.outer(d, s) for d, s in zip(deltas, signals[:-1], strict=True)]
        weights = [w - params.rate * s for w, s in zip(weights, steps, strict=True)]
    return found


@lru_cache(maxsize=8)
def _rest(seed):
    rng = np.random.default_rng(seed)
    rows, shares = np.full(31, 200), np.full(31, 0.5)
    for node in range(1, 31):
        part = 0.4 if node % 2 else 0.6
        rows[node] = max(1, round(rows[(node - 1) // 2] * part))
        shares[node] = np.clip(
            shares[(node - 1) // 2] + (-1) ** node * rng.uniform(0.05, 0.2), 0, 1
        )
    picture = np.zeros((8, 8))
    picture[1:7, 3:5] = rng.integers(9, 17, (6, 2))
    picture[1:3, 2] = rng.integers(3, 9, 2)
    patches = np.lib.stride_tricks.sliding_window_view(picture, (3, 3))
    response = (patches * SOBEL).sum(axis=(2, 3))
    near = np.cos(0.316 * np.subtract.outer(range(8), range(8)))
    score = np.exp(4 * np.outer(SENSE, CLUE) + 3 * near + rng.normal(0, 0.1, (8, 8)))
    return rows, shares, picture, response, score / score.sum(axis=1, keepdims=True)


def _load(step):
    """p99 in ms, cores, memory in GB, cost of 1,000 requests, for that many candidates."""
    many = 10 ** (1 + step / 15)
    return np.array([10 + 0.09 * many, 4 + 0.0574 * many, 2 + 0.0004 * many, 0.02 * many**0.5])
