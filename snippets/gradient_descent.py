"""Gradient descent and its variants, raced from one start over the same noise."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

surface = "bowl"
condition = 10.0
rotation = 0.0
noise = 0.0
n = 1000
batch = 100
standardise = True
start_x = -4.0
start_y = 1.0
methods = ("gd",)
rate = 1.8
rate_momentum = 1.0
rate_nesterov = 1.0
rate_adagrad = 0.5
rate_rmsprop = 0.05
rate_adam = 0.1
rate_adamw = 0.1
beta = 0.8
rho = 0.9
beta1 = 0.9
beta2 = 0.999
weight_decay = 0.01
schedule = "constant"
steps = 1000
step = 8
seed = 7

place = np.array([start_x, start_y])
half = {"rosenbrock": (2.0, 2.0), "saddle": (5.2, 4.2)}.get(surface, (5.2, 2.8))  # of the picture
half = np.array(half)
turn = np.array([[np.cos(a := np.deg2rad(rotation)), -np.sin(a)], [np.sin(a), np.cos(a)]])
H = turn @ np.diag([1.0, condition]) @ turn.T
left = np.sort(np.roots([0.4, 0.0, -1.6, 0.3]).real)[0]
# Each surface: loss, slope, largest curvature L (here or there: the larger of start's and
# minimum's), lowest loss, start, half widths of the picture.
if surface == "bowl":
    f, slope, L, lowest, start = (
        lambda p: p @ H @ p / 2,
        lambda p: H @ p,
        condition,
        0.0,
        turn @ place,
    )
elif surface == "saddle":
    f = lambda p: p[0] ** 2 - p[1] ** 2 + 0.05 * p[1] ** 4  # noqa: E731
    slope = lambda p: np.array([2 * p[0], -2 * p[1] + 0.2 * p[1] ** 3])  # noqa: E731
    L, lowest, start = max(4.0, 0.6 * start_y**2 - 2), -5.0, place
elif surface == "rosenbrock":
    f = lambda p: (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2  # noqa: E731
    bend = lambda p: 200 * (p[1] - p[0] ** 2)  # noqa: E731
    slope = lambda p: np.array([2 * p[0] - 2 - 2 * p[0] * bend(p), bend(p)])  # noqa: E731
    lowest, start = 0.0, 0.4 * place + [0.0, 1.0]
    L = max(
        np.linalg.eigvalsh([[1200 * a * a - 400 * b + 2, -400 * a], [-400 * a, 200]])[1]
        for a, b in ([1.0, 1.0], start)
    )
elif surface == "two_minima":
    f = lambda p: 0.1 * (p[0] ** 2 - 4) ** 2 + 0.3 * p[0] + p[1] ** 2 / 2  # noqa: E731
    slope = lambda p: np.array([0.4 * p[0] * (p[0] ** 2 - 4) + 0.3, p[1]])  # noqa: E731
    L = max(1.2 * left**2 - 1.6, 1.2 * start_x**2 - 1.6, 1.0)
    lowest, start = f([left, 0.0]), place
else:
    rng, classes, batch = np.random.default_rng([seed, 1]), surface == "logistic", min(batch, n)
    raw = rng.integers(20, 81, n).astype(float)
    z = (raw - raw.mean()) / raw.std()
    y = np.zeros(n) if classes else 1 + 1.5 * z + rng.standard_normal(n)
    while classes and not (y.any() and raw[y == 1].min() < raw[y == 0].max()):
        y = (rng.random(n) < expit(0.5 + 1.5 * z)).astype(float)
    scaled = standardise or classes
    X = np.column_stack([np.ones(n), z if scaled else raw])
    start, half = place, np.maximum(half, 1.2 * np.abs(place))
    if not scaled:
        to_raw = np.array([[1.0, -raw.mean() / raw.std()], [0.0, 1 / raw.std()]])
        start, half = to_raw @ place, np.abs(to_raw) @ half
    model = expit if classes else np.asarray
    f = lambda p: np.mean(np.logaddexp(0, u := X @ p) - y * u if classes else (X @ p - y) ** 2 / 2)  # noqa: E731
    slope = lambda p, i=slice(None): X[i].T @ (model(X[i] @ p) - y[i]) / len(y[i])  # noqa: E731
    L = np.linalg.eigvalsh(X.T @ X / n)[1] / (4 if classes else 1)
    lowest = f(
        minimize(f, [0.0, 0.0], jac=slope, tol=1e-12).x if classes else np.linalg.lstsq(X, y)[0]
    )

middle = np.array([0.0, 1.0 if surface == "rosenbrock" else 0.0])
on_data = surface in ("least_squares", "logistic")
if not on_data:
    half = np.maximum(half, 1.2 * np.abs(start - middle))
sampled = on_data and batch < n
updates = min(steps, 500_000 // batch) if sampled else steps
added = noise * np.random.default_rng([seed, 3]).standard_normal((updates, 2))
if sampled:
    rows = np.random.default_rng([seed, 2]).integers(0, n, (updates, batch), dtype=np.int32)
schedules = {
    "constant": lambda u: 1.0,
    "step": lambda u: 1.0 if u < 0.5 else 0.1 if u < 0.75 else 0.01,
    "exponential": lambda u: 0.01**u,
    "inverse_time": lambda u: 1 / (1 + 99 * u),
    "cosine": lambda u: (1 + np.cos(np.pi * u)) / 2,
    "warm_up": lambda u: min(1.0, (u * updates + 1) / np.ceil(updates / 10)),
}
tolerance = 1e-4 * (f(start) - lowest) if on_data else 1e-6
answer = {"L": float(L), "cliff": 2 / float(L), "updates": float(updates)}
for method in methods:
    own = rate if method == "gd" else globals()[f"rate_{method}"]
    own = own / L if method in ("gd", "momentum", "nesterov") else own  # those are in units of 1/L
    p, v, s, excess = start, np.zeros(2), np.zeros(2), [f(start) - lowest]
    for t in range(updates):
        lr = own * schedules[schedule](t / updates)
        at = p - lr * beta * v if method == "nesterov" else p
        g = slope(at, rows[t]) if sampled else slope(at) + (0 if on_data else added[t])
        if method in ("adam", "adamw"):
            v, s = beta1 * v + (1 - beta1) * g, beta2 * s + (1 - beta2) * g * g
            move = v / (1 - beta1 ** (t + 1)) / (np.sqrt(s / (1 - beta2 ** (t + 1))) + 1e-8)
            move = move + (weight_decay * p if method == "adamw" else 0)
        elif method in ("adagrad", "rmsprop"):
            s = s + g * g if method == "adagrad" else rho * s + (1 - rho) * g * g
            move = g / (np.sqrt(s) + 1e-8)
        else:
            v = (0 if method == "gd" else beta) * v + g
            move = v
        p = p - lr * move
        if not (np.abs(p - middle) <= 1000 * half).all():
            excess.append(np.inf)  # diverged
            break
        excess.append(max(f(p) - lowest, 0.0))
    below = np.array(excess) <= tolerance
    answer[f"{method}_excess"] = float(excess[min(step, len(excess) - 1)])
    answer[f"{method}_reached"] = float(np.argmax(below) if below.any() else -1)

print(answer)
