"""A small network's training here and in scikit-learn, and in JAX where it is installed. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.networks.network import flatten, layers, loss_gradient
from methods.networks.training import train
from methods.optimization.optimizers import gd

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]

SIZES, UPDATES, RATE = (2, 8, 1), 600, 1.0
PLACES = range(0, UPDATES + 1, 10)


def drawn() -> tuple[Any, Any]:
    X = np.random.default_rng(0).uniform(-1, 1, (100, 2))
    return X, (X.prod(axis=1) < 0).astype(float)


def started(X: Any, y: Any) -> Any:
    """scikit-learn's network before its first update, and the same as one vector."""
    from sklearn.neural_network import MLPClassifier

    peer = MLPClassifier(
        hidden_layer_sizes=(8,), activation="tanh", solver="sgd", alpha=0.0, momentum=0.0, batch_size=100,
        shuffle=False, learning_rate_init=RATE, random_state=0,
    )  # fmt: skip
    return peer.partial_fit(X, y, classes=[0.0, 1.0])


def snapshots() -> Peer:
    """600 updates of 2-8-1 on 100 rows, with the weights at each of 61 places."""
    X, y = drawn()
    peer = started(X, y)
    start = flatten(list(zip(peer.coefs_, peer.intercepts_, strict=True)))

    def ours() -> Any:
        def gradient(theta: Any, _: int) -> Any:
            return loss_gradient(theta, X, y[:, None], SIZES, "tanh", "binary_cross_entropy")

        return train(start, gradient, gd, RATE, PLACES)

    def theirs() -> Any:
        model = started(X, y)
        kept = [flatten(list(zip(model.coefs_, model.intercepts_, strict=True)))]
        for i in range(UPDATES):
            model.partial_fit(X, y)
            if (i + 1) % 10 == 0:
                kept.append(flatten(list(zip(model.coefs_, model.intercepts_, strict=True))))
        return np.array(kept)

    np.testing.assert_allclose(ours(), theirs(), atol=1e-8)
    return "a 2-8-1 network, 600 updates, 61 snapshots (MLPClassifier.partial_fit)", ours, theirs


def compiled() -> Peer:
    """The same in a compiled loop, which has been compiled before the clock starts."""
    name = "a 2-8-1 network, 600 updates, 61 snapshots (JAX, jit and scan, warm)"
    X, y = drawn()
    _, ours, _ = snapshots()
    try:
        import jax
        import jax.numpy as jnp
    except ImportError:
        return name, ours, "jax is not installed"
    jax.config.update("jax_enable_x64", True)

    def loss(theta: Any) -> Any:
        (W, b), (v, c) = layers(theta, SIZES)
        z = (jnp.tanh(X @ W + b) @ v + c)[:, 0]
        return jnp.mean(jnp.logaddexp(0.0, z) - y * z)

    def update(theta: Any, _: Any) -> Any:
        theta = theta - RATE * jax.grad(loss)(theta)
        return theta, theta

    run = jax.jit(lambda start: jax.lax.scan(update, start, length=UPDATES)[1])
    start = ours()[0]

    def theirs() -> Any:
        return np.vstack([start, np.asarray(run(start))[9::10]])

    np.testing.assert_allclose(ours(), theirs(), atol=1e-8)
    return name, ours, theirs


def PEERS() -> Iterator[Peer]:
    yield snapshots()
    yield compiled()
