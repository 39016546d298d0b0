"""How far apart two samples of one feature are, by other measures than the largest gap."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, gammaln, kv, ndtr, rel_entr

Floats = NDArray[np.float64]
EMPTY = 0.5  # cases put into an empty bin, so that a logarithm exists


def quantile_edges(reference: Floats, bins: int) -> Floats:
    """Inner edges that cut a sorted reference (n,) into `bins` equal parts; fewer where values tie."""
    at = -(-np.arange(1, bins) * reference.size // bins) - 1  # whole numbers, so rounding is exact
    return np.unique(reference[at])


def bin_counts(values: Floats, edges: Floats) -> Floats:
    """How many of the sorted `values` (n,) lie in each bin; a value on an edge counts below it."""
    below = np.searchsorted(values, edges, "right")
    return np.diff(np.concatenate([[0], below, [values.size]])).astype(float)


def psi(reference: Floats, current: Floats) -> float:
    """Population stability index of two counts per bin (B,): sum (q - p) ln(q / p).

    Jeffreys' symmetric divergence (1946). An empty bin counts half a case; one empty in both is left out.
    """
    p, q = (np.maximum(c, EMPTY) / c.sum() for c in (reference, current))
    return float(np.sum(np.where(reference + current > 0, (q - p) * np.log(q / p), 0.0)))


def psi_floor(bins: int, n: int, m: int) -> float:
    """The mean of PSI without any drift: about (B - 1)(1/n + 1/m) (Yurdakul 2018, chapter 3)."""
    return (bins - 1) * (1 / n + 1 / m)


def chance_of_psi_above(limit: float, bins: int, n: int, m: int) -> float:
    """P(PSI above `limit`) for samples of n and m rows that do not drift.

    PSI is then about (1/n + 1/m) times a chi-square with B - 1 degrees of freedom (Yurdakul 2018).
    """
    return float(chdtrc(bins - 1, limit / (1 / n + 1 / m)))


def jensen_shannon(reference: Floats, current: Floats) -> float:
    """Jensen-Shannon distance of two counts per bin (B,), base 2: the root of the divergence, 0 to 1.

    The divergence is Lin's (1991); its root is a metric (Endres and Schindelin 2003).
    """
    p, q = reference / reference.sum(), current / current.sum()
    middle = (p + q) / 2
    divergence = (np.sum(rel_entr(p, middle)) + np.sum(rel_entr(q, middle))) / 2 / np.log(2)
    return float(np.sqrt(max(divergence, 0.0)))


def chi_square(reference: Floats, current: Floats) -> tuple[float, float]:
    """Pearson's statistic for a table of two rows, both (B,), without empty columns; and its p-value.

    Degrees of freedom: the columns less one (Pearson 1900). nan for both if there is only one column.
    """
    table = np.stack([reference, current])[:, reference + current > 0]
    if table.shape[1] < 2:
        return float("nan"), float("nan")
    expected = table.sum(1, keepdims=True) * table.sum(0) / table.sum()
    statistic = float(np.sum((table - expected) ** 2 / expected))
    return statistic, float(chdtrc(table.shape[1] - 1, statistic))


def pooled_gaps(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The pooled values of sorted x (n,) and y (m,), rising, and F - G at each; both (n + m,)."""
    values = np.sort(np.concatenate([x, y]), kind="stable")
    f = np.searchsorted(x, values, "right") / x.size
    return values, f - np.searchsorted(y, values, "right") / y.size


def wasserstein(x: Floats, y: Floats) -> float:
    """The area between two distribution functions of sorted samples (n,) and (m,), in units of x.

    On a line that is the least work that moves one sample onto the other (Vallender 1974).
    """
    values, gaps = pooled_gaps(x, y)
    return float(np.abs(gaps[:-1]) @ np.diff(values))


def cramer_von_mises(x: Floats, y: Floats) -> float:
    """T of sorted samples (n,), (m,): nm/(n+m) times the pooled mean of (F - G)² (Anderson 1962)."""
    return float(np.mean(pooled_gaps(x, y)[1] ** 2)) * x.size * y.size / (x.size + y.size)


def cvm_p_value(t: float, n: int, m: int) -> float:
    """P(T at least t) by the limit law, after T is brought to its mean and variance (Anderson 1962)."""
    total = n + m
    mean = (1 + 1 / total) / 6
    variance = (total + 1) * (4 * m * n * total - 3 * (m**2 + n**2) - 2 * m * n)
    return omega_squared_tail(
        (t - mean) / (45 * variance / (180 * total**2 * m * n)) ** 0.5 + 1 / 6
    )


def omega_squared_tail(t: float) -> float:
    """P(W > t) for the limit of the Cramer-von Mises statistic (Anderson and Darling 1952, 4.35)."""
    if t < 0.003:
        return 1.0
    k = np.arange(40)
    sign_and_size = np.exp(gammaln(k + 0.5) - gammaln(k + 1)) / np.sqrt(np.pi)
    at = (4 * k + 1) ** 2 / (16 * t)
    terms = sign_and_size * np.sqrt(4 * k + 1) * np.exp(-at) * kv(0.25, at)
    return float(np.clip(1 - np.sum(terms) / (np.pi * np.sqrt(t)), 0.0, 1.0))


def domain_auc(reference: Floats, current: Floats, rng: np.random.Generator) -> float:
    """How well a classifier tells the periods apart: AUC on rows it has not seen, (n, d) and (m, d).

    Least squares on the features, their squares and, up to eight features, their products. It
    learns from half of the rows of each period, picked at random, and is judged on the others. nan
    with too few rows.
    """
    x = np.concatenate([reference, current])
    if min(len(reference), len(current)) < 4:
        return float("nan")
    x = (x - x.mean(0)) / np.where(x.std(0) > 0, x.std(0), 1.0)
    first, second = np.triu_indices(x.shape[1]) if x.shape[1] <= 8 else (np.arange(x.shape[1]),) * 2
    terms = np.concatenate([np.ones((len(x), 1)), x, x[:, first] * x[:, second]], axis=1)
    label = np.arange(len(x)) >= len(reference)
    learn = np.append(*(rng.permutation(len(part)) % 2 == 0 for part in (reference, current)))
    gram = terms[learn].T @ terms[learn]
    gram[np.diag_indices_from(gram)] += 1e-6 * len(x)
    # Both periods weigh the same, however many rows each has.
    target = terms[learn & label].mean(0) - terms[learn & ~label].mean(0)
    score = terms[~learn] @ np.linalg.solve(gram, target)
    return rank_auc(np.sort(score[label[~learn]]), np.sort(score[~label[~learn]]))


def rank_auc(positive: Floats, negative: Floats) -> float:
    """P(positive > negative) + P(equal) / 2 for two sorted samples of scores, (n,) and (m,).

    Mann and Whitney's U (1947) over n m.
    """
    wins = np.searchsorted(negative, positive, "left") + np.searchsorted(
        negative, positive, "right"
    )
    return float(wins.sum() / (2 * positive.size * negative.size))


def rank_auc_p_value(auc: float, n: int, m: int) -> float:
    """P(AUC at least `auc`) for scores of n and m cases that do not differ, by the normal limit.

    That of the rank sum (Mann and Whitney 1947), without ties. nan for nan.
    """
    return float(ndtr(-(auc - 0.5) / np.sqrt((n + m + 1) / (12 * n * m))))


@dataclass(frozen=True)
class Measures:
    """All measures of one feature, reference against current.

    Attributes
    ----------
    psi, jensen_shannon, chi2_p : On `bins` bins; with one bin chi2_p is nan.
    psi_floor, psi_false_alarm : Its mean, and its chance to pass 0.1, were there no drift; with one
        bin the chance is nan.
    wasserstein : In standard deviations of the reference; nan if that has none, or without an order.
    cvm_p : The p-value of Cramer-von Mises; nan without an order.
    """

    bins: int
    psi: float
    psi_floor: float
    psi_false_alarm: float
    jensen_shannon: float
    chi2_p: float
    wasserstein: float
    cvm_p: float


def measured(
    reference: Floats, current: Floats, edges: Floats, limit: float, most: int, ordered: bool = True
) -> Measures:
    """All of them for sorted samples (n,), (m,), binned at inner `edges`.

    `limit` is the PSI that counts as an alarm. Of a sample above `most` rows the last two are read off
    that many order statistics, evenly spread; the p-value counts all rows. They are nan where values
    are not `ordered`.
    """
    n, m = reference.size, current.size
    before, after = bin_counts(reference, edges), bin_counts(current, edges)
    used = int(np.sum(before + after > 0))
    area = cvm = float("nan")
    if ordered:
        x, y = thinned(reference, most), thinned(current, most)
        values, gaps = pooled_gaps(x, y)
        spread = float(x.std())
        area = float(np.abs(gaps[:-1]) @ np.diff(values)) / spread if spread > 0 else float("nan")
        cvm = cvm_p_value(float(np.mean(gaps**2)) * n * m / (n + m), n, m)
    return Measures(
        bins=used,
        psi=psi(before, after),
        psi_floor=psi_floor(used, n, m),
        psi_false_alarm=chance_of_psi_above(limit, used, n, m) if used > 1 else float("nan"),
        jensen_shannon=jensen_shannon(before, after),
        chi2_p=chi_square(before, after)[1],
        wasserstein=area,
        cvm_p=cvm,
    )


def thinned(values: Floats, most: int) -> Floats:
    """At most `most` of the sorted `values` (n,), at evenly spread ranks: (min(n, most),)."""
    if values.size <= most:
        return values
    kept: Floats = values[((np.arange(most) + 0.5) * values.size / most).astype(int)]
    return kept
