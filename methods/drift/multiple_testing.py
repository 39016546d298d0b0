"""Many tests at once: p-values adjusted so that the level holds for all of them together."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CORRECTIONS = {
    "none": "None",
    "bonferroni": "Bonferroni",
    "holm": "Holm",
    "bh": "Benjamini-Hochberg",
}


def adjusted(p: Floats, correction: str) -> Floats:
    """p-values (F,) made larger, so that each is compared with the level itself.

    Bonferroni and Holm (1979) keep the chance of any false alarm at the level, Benjamini and
    Hochberg (1995) the expected share of false ones among the alarms. KeyError for another name.
    """
    match correction:
        case "none":
            return p.copy()
        case "bonferroni":
            return bonferroni(p)
        case "holm":
            return holm(p)
        case "bh":
            return benjamini_hochberg(p)
    raise KeyError(correction)


def bonferroni(p: Floats) -> Floats:
    """Each p times the number of tests, at most 1; p (F,) (Dunn 1961)."""
    return np.minimum(p * p.size, 1.0)


def holm(p: Floats) -> Floats:
    """The k-th smallest p times F - k + 1, made to rise; p (F,) (Holm 1979).

    Never larger than Bonferroni's.
    """
    order = np.argsort(p, kind="stable")
    raised = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    return _placed(np.minimum(raised, 1.0), order)


def benjamini_hochberg(p: Floats) -> Floats:
    """The k-th smallest p times F / k, made to rise from the top down; p (F,).

    It holds the share of false alarms among all alarms (Benjamini and Hochberg 1995).
    """
    order = np.argsort(p, kind="stable")
    raised = p[order] * p.size / np.arange(1, p.size + 1)
    return _placed(np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0), order)


def _placed(values: Floats, order: NDArray[np.intp]) -> Floats:
    found = np.empty_like(values)
    found[order] = values
    return found


def limit_line(correction: str, alpha: float, tests: int) -> Floats:
    """What the k-th smallest of `tests` p-values is held against, k = 1, 2, ...; shape (tests,).

    Holm steps up from the smallest and stops at the first above its limit; Benjamini-Hochberg
    steps down from the largest and stops at the first below. KeyError for another name.
    """
    k = np.arange(1, tests + 1)
    return {
        "none": np.full(tests, alpha),
        "bonferroni": np.full(tests, alpha / tests),
        "holm": alpha / (tests - k + 1),
        "bh": alpha * k / tests,
    }[correction]


def any_alarm(level: float, tests: int) -> float:
    """The chance of at least one alarm among independent tests: 1 - (1 - level)^tests."""
    return float(-np.expm1(tests * np.log1p(-min(level, 1 - 1e-15))))
