"""Signal, delta and weight gradient of deep stacks at every gain: here, and in JAX where it is installed.

scikit-learn's networks name no gradient by layer. Numbers are compared before anything is timed.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.networks.deep_stack import Sizes, stack_sizes

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]

DEPTH, WIDTH, ROWS, CLASSES, NETS = 20, 32, 8, 10, 5
GAINS = np.logspace(-0.7, 0.7, 61)


def drawn() -> tuple[Any, Any, list[Any], Any]:
    """Rows, their classes, and the weights and read-outs of five stacks."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(ROWS, 64)), np.eye(CLASSES)[rng.integers(CLASSES, size=ROWS)]
    fans = [64] + [WIDTH] * (DEPTH - 1)
    weights = [rng.normal(size=(NETS, 1, fan, WIDTH)) / np.sqrt(fan) for fan in fans]
    return X, y, weights, rng.normal(size=(NETS, 1, WIDTH, CLASSES)) / np.sqrt(WIDTH)


def sweep() -> Peer:
    """Twenty tanh layers of 32, five stacks at 61 gains, and 8 rows through each."""
    name = "20 tanh layers, 5 stacks x 61 gains, sizes by layer (JAX, jit and vmap, warm)"
    X, y, weights, read = drawn()

    def ours() -> Sizes:
        rows = np.broadcast_to(X, (NETS, len(GAINS), *X.shape))
        return stack_sizes(rows, y, weights, read, "tanh", gain=GAINS[:, None, None])[0]

    try:
        import jax
        import jax.numpy as jnp
    except ImportError:
        return name, ours, "jax is not installed"
    jax.config.update("jax_enable_x64", True)

    def passed(parts: Any, out: Any, nudges: Any, gain: Any) -> Any:
        h, signals = X, []
        for W, nudge in zip(parts, nudges, strict=True):
            h = jnp.tanh(gain * (h @ W) + nudge)
            signals.append(h)
        chance = jax.nn.log_softmax(gain * (h @ out))
        return -(y * chance).sum(), signals

    def size(x: Any) -> Any:
        return jnp.sqrt(jnp.square(x).mean())

    def sizes(parts: Any, out: Any, gain: Any) -> Any:
        nudges = [jnp.zeros((ROWS, WIDTH))] * DEPTH
        (by_weight, by_sum), signals = jax.grad(passed, (0, 2), has_aux=True)(
            parts, out, nudges, gain
        )
        # The loss by the weight as it is used, which is the gain times what is kept; of the mean of the rows.
        weight = [size(each) / (ROWS * gain) for each in by_weight]
        return jnp.array([[size(h) for h in signals], [size(d) for d in by_sum], weight])

    each = jax.vmap(jax.vmap(sizes, (None, None, 0)), (0, 0, None))
    run = jax.jit(lambda gains: each([W[:, 0] for W in weights], read[:, 0], gains))

    def theirs() -> Any:
        return np.asarray(run(GAINS))

    found = ours()
    wanted = np.moveaxis(theirs(), (2, 3), (0, 1))  # what, layer, net and gain
    for mine, other in zip((found.signal, found.delta, found.weight), wanted, strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-8)
    return name, ours, theirs


def PEERS() -> Iterator[Peer]:
    yield sweep()
