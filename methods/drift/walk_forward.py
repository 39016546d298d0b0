"""Which model is in use at each step, by schedule, alarm or challenge; and windows to fit on."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Errors = Callable[[int], Floats]


def running_sums(each: Floats) -> Floats:
    """Sums (S + 1, ...) of all steps before each of S + 1, of `each` (S, ...)."""
    return np.concatenate([np.zeros_like(each[:1]), np.cumsum(each, axis=0)])


def window_sums(sums: Floats, ends: ArrayLike, width: int) -> Floats:
    """Sums (k, ...) of the `width` steps before each of `ends` (k,), from `running_sums`.

    A window that is longer than what there is takes what there is; one that ends before 0 is empty.
    """
    last = np.maximum(np.asarray(ends, np.int64), 0)
    found: Floats = sums[last] - sums[np.maximum(last - width, 0)]
    return found


def in_use(retrained: ArrayLike, steps: int) -> Ints:
    """(steps,) which of the models trained at `retrained` (k,) is in use at each step, from 0.

    It is the one trained last; `retrained` rises and begins with 0.
    """
    return np.searchsorted(np.asarray(retrained), np.arange(steps), side="right") - 1


def scheduled(pause: int, steps: int) -> Ints:
    """The steps at which a model is trained: 0 and every `pause` after it, before `steps`."""
    return np.arange(0, steps, pause)


def triggered(
    errors: Errors,
    steps: int,
    height: float,
    rest: int,
    delay: int = 0,
    span: int = 10,
    moving: bool = False,
) -> Ints:
    """The steps at which an alarm trains a new model, 0 first.

    The alarm rings when the mean error of the last `span` steps whose labels are known is more than
    `height` above the reference: the mean error of the first model's first `span` steps.

    Parameters
    ----------
    errors : Of a model trained at a step, its error (steps,) at all steps.
    rest : Steps after a training at which no alarm rings.
    delay : Steps after which labels are known.
    moving : Whether the reference is that of the newest model instead. Until its `span` steps are
        known no alarm rings.
    """
    seen = errors(0).copy()
    found, reference, known = [0], seen[:span].mean(), span + delay
    while True:
        start = max(found[-1] + rest, known)
        at = np.arange(start, steps)
        means = window_sums(running_sums(seen), at - delay, span) / span
        rings = np.flatnonzero(means > reference + height)
        if rings.size == 0:
            return np.array(found)
        now = start + int(rings[0])
        seen[now:] = errors(now)[now:]
        found.append(now)
        if moving:
            reference, known = seen[now : now + span].mean(), now + span + delay


def guarded(
    trained: Iterable[int], exam: Callable[[int, int], float], allowance: float = 0.02
) -> Ints:
    """Those of the models trained at `trained` that are put to use, the first always.

    A challenger takes the champion's place unless its error is more than `allowance` above it.

    Parameters
    ----------
    exam : (challenger or champion, now) the error of the model trained at the first step on the rows
        by which the challenger trained at the second is judged.
    """
    first, *others = trained
    kept = [int(first)]
    for now in map(int, others):
        if exam(now, now) <= exam(kept[-1], now) + allowance:
            kept.append(now)
    return np.array(kept)
