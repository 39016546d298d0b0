"""Drift tests and distances in peers and here, on the same numbers: yields (name, ours, theirs)."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.drift.drift_measures import bin_counts, jensen_shannon, psi, quantile_edges
from methods.drift.kolmogorov_smirnov import (
    batched_gaps,
    equal_sizes_p_value,
    ks_p_value,
    largest_gap,
    sliding_gaps,
)

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]


def same(ours: Any, theirs: Any, tolerance: float = 1e-8) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


def periods(features: int = 20, rows: int = 5_000) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    return rng.standard_normal((rows, features)), rng.standard_normal((rows, features)) + 0.05


def our_tests(x: Any, y: Any) -> Any:
    """D and p of every column."""
    rows = np.sort(x.T.copy(), axis=1), np.sort(y.T.copy(), axis=1)
    gaps = [largest_gap(a, b).d for a, b in zip(*rows, strict=True)]
    return np.array([gaps, [ks_p_value(d, len(x), len(y)) for d in gaps]])


def many_features() -> Peer:
    from scipy.stats import ks_2samp

    x, y = periods()

    def theirs() -> Any:
        found = [ks_2samp(a, b) for a, b in zip(x.T, y.T, strict=True)]
        return np.array([[f.statistic for f in found], [f.pvalue for f in found]])

    same(our_tests(x, y), theirs(), 1e-7)
    return "KS of 20 features, 5,000 vs 5,000 (scipy loop)", lambda: our_tests(x, y), theirs


def sliding() -> Peer:
    from scipy.stats import ks_2samp

    rng = np.random.default_rng(1)
    reference, stream = rng.standard_normal(500), rng.standard_normal(10_000)
    starts = np.arange(0, 9_901, 10)

    def ours() -> Any:
        windows = np.lib.stride_tricks.sliding_window_view(stream, 100)[starts]
        return sliding_gaps(np.sort(reference), np.sort(windows, axis=1))

    def theirs() -> Any:
        return np.array([ks_2samp(reference, stream[s : s + 100]).statistic for s in starts])

    same(ours(), theirs())
    return "sliding KS, 991 windows of 100 vs 500 (scipy loop, which adds p)", ours, theirs


def power() -> Peer:
    from scipy.stats import ks_2samp

    x, y = np.random.default_rng(2).standard_normal((2, 200, 200))
    y = y + 0.2

    def ours() -> Any:
        return np.mean(equal_sizes_p_value(batched_gaps(x, y), 200) <= 0.05)

    def theirs() -> Any:
        return np.mean([ks_2samp(a, b).pvalue <= 0.05 for a, b in zip(x, y, strict=True)])

    same(ours(), theirs())
    return "power of KS, 200 repetitions, n = 200 (scipy loop)", ours, theirs


def distances() -> Peer:
    from scipy.spatial.distance import jensenshannon

    x, y = periods()

    def ours() -> Any:
        found = []
        for a, b in zip(np.sort(x.T.copy(), axis=1), np.sort(y.T.copy(), axis=1), strict=True):
            edges = quantile_edges(a, 10)
            p, q = bin_counts(a, edges), bin_counts(b, edges)
            found.append((psi(p, q), jensen_shannon(p, q)))
        return np.array(found)

    def theirs() -> Any:
        found = []
        for a, b in zip(x.T, y.T, strict=True):
            inner = np.quantile(a, np.arange(1, 10) / 10, method="inverted_cdf")
            # numpy's bins are open on the right, ours on the left
            edges = np.nextafter(np.concatenate([[-np.inf], inner, [np.inf]]), np.inf)
            p, q = (np.histogram(s, edges)[0] / s.size for s in (a, b))
            found.append((np.sum((q - p) * np.log(q / p)), jensenshannon(p, q, base=2)))
        return np.array(found)

    same(ours(), theirs())
    return (
        "PSI and Jensen-Shannon of 20 features, 5,000 rows (numpy histogram, scipy)",
        ours,
        theirs,
    )


def evidently() -> Peer:
    name, (x, y) = "KS of 20 features, 5,000 vs 5,000, as a report (evidently)", periods()

    def ours() -> Any:
        return our_tests(x, y)

    try:
        import pandas as pd
        from evidently import Report
        from evidently.presets import DataDriftPreset
    except Exception as problem:  # it may be there and yet not import with this pandas
        return name, ours, f"{type(problem).__name__}: {problem}"[:80]
    before, after = (pd.DataFrame(z, columns=[f"f{i}" for i in range(20)]) for z in (x, y))

    def theirs() -> Any:
        return Report([DataDriftPreset(num_method="ks")]).run(after, before).dict()

    said = [
        float(metric["value"])
        for metric in theirs()["metrics"]
        if "ValueDrift" in str(metric.get("metric_id", metric.get("metric_name", "")))
    ]
    if len(said) != 20:
        return name, ours, "its report has another shape than expected"
    same(np.sort(ours()[1]), np.sort(said), 1e-6)
    return name, ours, theirs


def nannyml() -> Peer:
    name, (x, y) = "KS of 20 features, 10 chunks of 500 vs 5,000 (nannyml)", periods()

    def ours() -> Any:
        before = np.sort(x.T.copy(), axis=1)
        chunks = np.sort(y.T.reshape(20, 10, 500), axis=2)
        return np.array([sliding_gaps(a, b) for a, b in zip(before, chunks, strict=True)])

    os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
    try:
        import pandas as pd
        from nannyml import UnivariateDriftCalculator
    except Exception as problem:
        return name, ours, f"{type(problem).__name__}: {problem}"[:80]
    columns = [f"f{i}" for i in range(20)]
    before, after = (pd.DataFrame(z, columns=columns) for z in (x, y))

    def theirs() -> Any:
        calculator = UnivariateDriftCalculator(
            column_names=columns, continuous_methods=["kolmogorov_smirnov"], chunk_size=500
        )
        found = calculator.fit(before).calculate(after).filter(period="analysis").to_df()
        return np.stack([found[c]["kolmogorov_smirnov"]["value"].to_numpy() for c in columns])

    # Above 10,000 reference rows it bins; here D is exact and must agree.
    try:
        same(ours(), theirs(), 1e-6)
    except AssertionError:
        return name, ours, "its D is another one"
    return name, ours, theirs


def PEERS() -> Iterator[Peer]:
    yield many_features()
    yield sliding()
    yield power()
    yield distances()
    yield evidently()
    yield nannyml()
