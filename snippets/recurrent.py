"""One unit with gates set by hand, a constant gate, and births foretold by a random network.

The page may differ where `radius > 1.3 and seed > 0`: some of these networks magnify rounding. That of
seed 0 does not.
"""

import csv
import gzip

import numpy as np
from scipy.special import expit

step = 30
task = "bit"
k = 8.0
w = 0.9
noise = 1.0
cell = "plain"  # random networks are only in the figures
radius = 0.9
hidden = 32
activation = "tanh"
clip = 10.0
window = 50
bias = 0.0
seed = 0

# a sequence of 60 steps: which are marked, and what they say
rng = np.random.default_rng(seed)
if task == "bit":
    mark = np.arange(60) == 0
    bit = rng.choice([-1.0, 1.0])
    x = np.where(mark, bit, noise * rng.standard_normal(60))
else:
    mark = rng.random(60) < 0.5
    mark[0] = True
    x = mark.astype(float)

# gates: open at a mark and shut elsewhere, or the other way round
write = expit(k * (2.0 * mark - 1))
shut = expit(k * (1 - 2.0 * mark))
keep = shut if task == "bit" else np.full(60, expit(k))
candidate = np.tanh(3 * x) if task == "bit" else np.full(60, np.tanh(k))
c = gru = simple = 0.0
for t in range(step):
    c = keep[t] * c + write[t] * candidate[t]
    gru = shut[t] * gru + (1 - shut[t]) * candidate[t]
    simple = np.tanh(w * simple + x[t])

# births: a random network reads each day, and a ridge regression reads its state
with gzip.open("data/us_births_daily.csv.gz", "rt") as lines:
    births = np.array([float(row["births"]) for row in csv.DictReader(lines)])
z = (births - births[:3000].mean()) / births[:3000].std()
rng = np.random.default_rng([seed, 1])
W = rng.standard_normal((30, 30))
W *= radius / np.abs(np.linalg.eigvals(W)).max()
into, b = rng.uniform(-0.5, 0.5, 30), rng.uniform(-0.2, 0.2, 30)
h, states = np.zeros(30), []
for day in z[:-1]:
    h = np.tanh(h @ W + day * into + b)
    states.append(h)
X, y = np.column_stack([states, np.ones(len(states))]), z[1:]
A = X[100:2999]
readout = np.linalg.solve(A.T @ A + 1e-3 * np.eye(31), A.T @ y[100:2999])
error = np.sqrt(np.mean((X[2999:] @ readout - y[2999:]) ** 2))

answer = {
    "cell": c,
    "gru": gru,
    "simple": simple,
    "left_in_cell": np.prod(keep[1:step]),
    "half_life": np.log(0.5) / np.log(expit(bias)),
    "births_error": error,
}
print(answer)
