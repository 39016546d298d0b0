"""Gradient descent and its variants, raced from one start over the same noise."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

surface = "bowl"
condition = 30.0
rotation = 20.0
noise = 0.0
n = 1000
batch = 10
standardise = True
start_x = -4.0
start_y = 1.0
methods = ("gd", "momentum", "adam")
rate = 0.06
rate_momentum = 0.03
rate_nesterov = 0.03
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
steps = 200
step = 8
seed = 7

on_data = surface in ("least_squares", "logistic")
place = np.array([start_x, start_y])
if on_data:
    rng = np.random.default_rng([seed, 1])
    raw = rng.integers(20, 81, n).astype(float)
    z = (raw - raw.mean()) / raw.std()
    if surface == "least_squares":
        y = 1.0 + 1.5 * z + rng.standard_normal(n)
    else:
        y = np.zeros(n)
        while not (y.any() and raw[y == 1].min() < raw[y == 0].max()):
            y = (rng.random(n) < expit(0.5 + 1.5 * z)).astype(float)
    x = z if standardise or surface == "logistic" else raw
    X = np.column_stack([np.ones(n), x])
    batch = min(batch, n)
    L = np.linalg.eigvalsh(X.T @ X / n)[-1] / (4 if surface == "logistic" else 1)

if surface == "bowl":
    c, s = np.cos(np.deg2rad(rotation)), np.sin(np.deg2rad(rotation))
    turn = np.array([[c, -s], [s, c]])
    H = turn @ np.diag([1.0, condition]) @ turn.T
    loss, slope = lambda p: 0.5 * p @ H @ p, lambda p: H @ p
    lowest, L, start = 0.0, condition, turn @ place
elif surface == "saddle":
    loss = lambda p: p[0] ** 2 - p[1] ** 2 + 0.05 * p[1] ** 4  # noqa: E731
    slope = lambda p: np.array([2 * p[0], -2 * p[1] + 0.2 * p[1] ** 3])  # noqa: E731
    lowest, L, start = -5.0, 4.0, place
elif surface == "rosenbrock":
    loss = lambda p: (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2  # noqa: E731
    slope = lambda p: np.array(  # noqa: E731
        [-2 * (1 - p[0]) - 400 * p[0] * (p[1] - p[0] ** 2), 200 * (p[1] - p[0] ** 2)]
    )
    L = np.linalg.eigvalsh([[802.0, -400.0], [-400.0, 200.0]])[-1]
    lowest, start = 0.0, np.array([0.0, 1.0]) + 0.4 * place
elif surface == "two_minima":
    loss = lambda p: 0.1 * (p[0] ** 2 - 4) ** 2 + 0.3 * p[0] + p[1] ** 2 / 2  # noqa: E731
    slope = lambda p: np.array([0.4 * p[0] * (p[0] ** 2 - 4) + 0.3, p[1]])  # noqa: E731
    left = minimize(loss, [-2.0, 0.0], tol=1e-14).x
    lowest, L, start = loss(left), max(1.2 * left[0] ** 2 - 1.6, 1.0), place
elif surface == "least_squares":
    loss = lambda p: np.mean((X @ p - y) ** 2) / 2  # noqa: E731
    lowest = loss(np.linalg.lstsq(X, y, rcond=None)[0])
else:
    loss = lambda p: np.mean(np.logaddexp(0, X @ p) - y * (X @ p))  # noqa: E731
    full_slope = lambda p: X.T @ (expit(X @ p) - y) / n  # noqa: E731
    lowest = loss(minimize(loss, [0.0, 0.0], jac=full_slope, tol=1e-12).x)
if on_data:
    start = place
    if surface == "least_squares" and not standardise:
        start = np.array([place[0] - place[1] * raw.mean() / raw.std(), place[1] / raw.std()])

updates = steps if not on_data or batch == n else min(steps, 1_000_000 // batch)
added = noise * np.random.default_rng([seed, 3]).standard_normal((updates, 2))
if on_data and batch < n:
    rows = np.random.default_rng([seed, 2]).integers(0, n, (updates, batch), dtype=np.int32)


def gradient(p, t):
    """The gradient at p as update t gets it: of its batch, or with its noise."""
    if not on_data:
        return slope(p) + added[t]
    Xb, yb = (X, y) if batch == n else (X[rows[t]], y[rows[t]])
    return Xb.T @ ((Xb @ p if surface == "least_squares" else expit(Xb @ p)) - yb) / len(yb)


def scale(t):
    """What the schedule multiplies the rate by."""
    done = t / updates
    return {
        "constant": 1.0,
        "step": 1.0 if done < 0.5 else 0.1 if done < 0.75 else 0.01,
        "exponential": 0.01**done,
        "inverse_time": 1 / (1 + 99 * done),
        "cosine": (1 + np.cos(np.pi * done)) / 2,
        "warm_up": min(1.0, (t + 1) / np.ceil(updates / 10)),
    }[schedule]


tolerance = 1e-4 * (loss(start) - lowest) if on_data else 1e-6
answer = {"L": float(L), "cliff": 2 / float(L), "updates": float(updates)}
for method in methods:
    own = rate if method == "gd" else globals()[f"rate_{method}"]
    p, v, m, s = start, np.zeros(2), np.zeros(2), np.zeros(2)
    excess, reached = [loss(p) - lowest], -1
    for t in range(updates):
        lr = own * scale(t)
        g = gradient(p - lr * beta * v if method == "nesterov" else p, t)
        if method == "gd":
            p = p - lr * g
        elif method in ("momentum", "nesterov"):
            v = beta * v + g
            p = p - lr * v
        elif method == "adagrad":
            s = s + g * g
            p = p - lr * g / (np.sqrt(s) + 1e-8)
        elif method == "rmsprop":
            s = rho * s + (1 - rho) * g * g
            p = p - lr * g / (np.sqrt(s) + 1e-8)
        else:
            m = beta1 * m + (1 - beta1) * g
            s = beta2 * s + (1 - beta2) * g * g
            m_hat, s_hat = m / (1 - beta1 ** (t + 1)), s / (1 - beta2 ** (t + 1))
            decay = lr * weight_decay * p if method == "adamw" else 0.0
            p = p - lr * m_hat / (np.sqrt(s_hat) + 1e-8) - decay
        excess.append(max(loss(p) - lowest, 0.0))
        if not np.isfinite(excess[-1]) or np.abs(p).max() > 1e5:
            break
    below = np.array(excess) <= tolerance
    answer[f"{method}_excess"] = float(excess[min(step, len(excess) - 1)])
    answer[f"{method}_reached"] = float(np.argmax(below) if below.any() else -1)

print(answer)
