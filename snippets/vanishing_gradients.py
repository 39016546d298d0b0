"""Signal and gradient in each layer of a deep network at its start, with numpy and scikit-learn."""

import numpy as np
from scipy.special import expit, ndtr
from sklearn.datasets import load_digits
from sklearn.preprocessing import StandardScaler

gain = 1.4
activation = "relu"
depth = 20
body = "plain"
width = 32
start = "normal"
nets = 5
batch = 16
trained_depth = 10  # trainings are only in the figures
rate = 0.1
updates = 100
rule = "gd"
clip = "none"
most = 1.0
steps = 50
input = 0.5
seed = 0

X, y = load_digits(return_X_y=True)
rows = np.random.default_rng(seed).permutation(len(X))[:batch]
X, y = StandardScaler().fit_transform(X)[rows], np.eye(10)[y[rows]]


def phi(z):
    """The activation."""
    if activation == "gelu":
        return z * ndtr(z)
    of = {
        "relu": lambda: z * (z > 0),
        "leaky": lambda: np.where(z > 0, z, 0.01 * z),
        "identity": lambda: z,
    }
    return of.get(activation, lambda: expit(z) if activation == "sigmoid" else np.tanh(z))()


def slope(z):
    """Its derivative."""
    if activation == "gelu":
        return ndtr(z) + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    if activation in ("sigmoid", "tanh"):
        return phi(z) * (1 - phi(z)) if activation == "sigmoid" else 1 - np.tanh(z) ** 2
    return np.where(z > 0, 1.0, {"relu": 0.0, "leaky": 0.01, "identity": 1.0}[activation])


def draw(rng, *shape):
    """Weights with a standard deviation of one over the root of fan-in."""
    if start == "uniform":
        return rng.uniform(-np.sqrt(3 / shape[-2]), np.sqrt(3 / shape[-2]), shape)
    W = rng.standard_normal(shape)
    if start == "normal":
        return W / np.sqrt(shape[-2])
    wide = shape[-1] > shape[-2]  # orthonormal rows; else orthonormal columns
    q, r = np.linalg.qr(W.reshape(*shape[:-2], shape[-1], shape[-2]) if wide else W)
    q = q * np.where(np.diagonal(r, axis1=-2, axis2=-1) < 0, -1, 1)[..., None, :]
    return np.swapaxes(q, -1, -2) if wide else q


def size(a):
    """Root mean square."""
    return np.sqrt((a**2).mean())


axis, skips = {"batch_norm": 0, "layer_norm": 1}.get(body), body in ("skip", "scaled_skip")
share = 1 / np.sqrt(depth) if body == "scaled_skip" else 1
found = []
for net in range(nets):
    rng = np.random.default_rng([seed, net])
    weights = [draw(rng, 64, width), *draw(rng, depth - 1, width, width)]
    read = gain * rng.standard_normal((width, 10)) / np.sqrt(width)
    h, kept = X, []
    for layer, W in enumerate(weights):
        z, spread = h @ (gain * W), 1
        if axis is not None:
            z = z - z.mean(axis, keepdims=True)
            spread = np.sqrt(z.var(axis, keepdims=True) + 1e-5)
        z = z / spread
        kept.append((h, z, spread))
        h = h + share * phi(z) if skips and layer else phi(z)
    signals = size(phi(kept[0][1])), size(h)
    chances = np.exp(h @ read - (h @ read).max(1, keepdims=True))
    back, sizes = (chances / chances.sum(1, keepdims=True) - y) @ read.T, []
    for layer in range(depth - 1, -1, -1):
        h, z, spread = kept[layer]
        delta = back * slope(z) * (share if skips and layer else 1)
        if axis is not None:
            delta = (
                delta - delta.mean(axis, keepdims=True) - z * (delta * z).mean(axis, keepdims=True)
            )
            delta = delta / spread
        sizes.append((size(delta), size(h.T @ delta / batch)))
        through = delta @ (gain * weights[layer]).T
        back = back + through if skips and layer else through
    (last, last_weight), (first, first_weight) = sizes[0], sizes[-1]
    found.append((first / last, signals[1] / signals[0], first_weight / last_weight, first_weight))

rng = np.random.default_rng([seed, steps])
W = gain * draw(rng, nets, width, width)
inputs, arrives, linear = input * rng.standard_normal((steps + 1, nets, width)), [], []
for net in range(nets):
    h, product, power = np.zeros(width), np.eye(width), np.eye(width)
    for t in range(steps + 1):
        z = h @ W[net] + inputs[t, net]
        h = phi(z)
        if t:
            product, power = product @ (W[net] * slope(z)), power @ W[net]
    arrives.append(np.linalg.norm(product) / np.sqrt(width))
    linear.append(np.linalg.norm(power) / np.sqrt(width))

left, signal, weight, first_weight = np.median(found, axis=0)
answer = {
    "delta_left": left,
    "signal_left": signal,
    "weight_left": weight,
    "first_weight_gradient": first_weight,
    "arrives": np.median(arrives),
    "arrives_without_activation": np.median(linear),
}
print(answer)
