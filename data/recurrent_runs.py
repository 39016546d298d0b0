"""Writes data/recurrent_runs.csv: layers trained to recall how a sequence began, 20 seeds each.

Run as `python -m data.recurrent_runs`, which takes a minute; a test holds that some of it is so.
Layers of 6 units read sequences of 20 steps: first -1 or +1, which is to be recalled, then noise.
"""

import numpy as np

from data.read import HERE
from methods.networks.gated_recurrent import Gates, draw_gates
from methods.networks.initialization import orthogonal
from methods.networks.recall_training import train_to_recall

SEEDS, UNITS, STEPS, NOISE = 20, 6, 20, 0.5
GATES = {"plain": 1, "orthogonal": 1, "lstm": 4, "gru": 3}
BIASES, OPEN, WINDOWS = (0, 1, 2, 3, 4, 5), 3, (5, 10, 15, 19)


def recalled(start: str, bias: int, window: int, seed: int) -> float:
    """The share of new sequences recalled by a trained layer.

    `bias` is that of the forget gate of an LSTM and the update gate of a GRU; gradients go back `window`
    steps.
    """
    rng = np.random.default_rng([seed, UNITS])
    gates = draw_gates(rng, GATES[start], 1, UNITS)
    if start == "orthogonal":
        gates = Gates(gates.W, orthogonal(rng, (UNITS, UNITS)), gates.b)
    elif start != "plain":
        gates.b[UNITS : 2 * UNITS] = bias
    end = 1 / np.sqrt(UNITS)
    read = np.append(rng.uniform(-end, end, UNITS), 0.0)
    cell = "plain" if start == "orthogonal" else start
    return train_to_recall(rng, cell, gates, read, STEPS, NOISE, window)


def lines() -> list[tuple[str, int, int, int]]:
    """What is tried: the start, the bias, the window and the seed."""
    tried = [(start, 0, STEPS) for start in ("plain", "orthogonal")]
    for cell in ("lstm", "gru"):
        tried += [(cell, bias, STEPS) for bias in BIASES]
        tried += [(cell, OPEN, window) for window in WINDOWS]
    return [(*each, seed) for each in tried for seed in range(SEEDS)]


if __name__ == "__main__":
    written = ["start,bias,window,seed,recalled"]
    for line in lines():
        written.append(",".join([*(f"{each}" for each in line), f"{recalled(*line):.4f}"]))
    (HERE / "recurrent_runs.csv").write_text("\n".join(written) + "\n", encoding="utf-8")
