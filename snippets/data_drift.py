"""Two samples of one feature: KS, PSI, Jensen-Shannon, chi-square, and what a frozen model gets."""

import numpy as np
import pandas as pd
from scipy.signal import lfilter
from scipy.spatial.distance import jensenshannon
from scipy.special import expit, kolmogorov, ndtri
from scipy.stats import chi2_contingency, ks_2samp

source = "drawn"  # or "rain", "census", "flights", "own"
kind = "mean"
rain_feature = "sea_level_pressure"
rotated = False
census_feature = "AGEP"
flight_feature = "temp"
position = 0.5
n_reference = 200
n_current = 200
autocorrelation = 0.0
seed = 4
alpha = 0.05
features = 20  # the others are on the page only
correction = "none"
bins = 10

rng = np.random.default_rng(seed)


def period(n, at):
    """One period of drawn data: the feature, and whether the frozen model is right."""
    large = n > 100_000 and not autocorrelation
    if large:  # uniform order statistics are sums of exponentials: nothing to sort
        sums = np.cumsum(rng.standard_exponential(n + 1))
        z = ndtri(sums[:-1] / sums[-1])
    else:
        z = rng.standard_normal(n)
    if autocorrelation:
        z[1:] *= np.sqrt(1 - autocorrelation**2)
        z = lfilter([1], [1, -autocorrelation], z)
    luck = rng.random(n if kind in ("tail", "bimodal") else 0)
    k = min(n, 2000)
    rows = rng.choice(n, k, replace=False) if large else np.arange(k)
    other, coin = rng.standard_normal(k), rng.random(k)
    off = 0.95 * at
    x = {
        "mean": lambda: z + at,
        "irrelevant": lambda: z + at,
        "scale": lambda: z * (1 + at),
        "tail": lambda: np.where(luck < 0.1 * at, 6 + 0.5 * z, z),
        "bimodal": lambda: np.where(luck < 0.5, -off, off) + np.sqrt(1 - off**2) * z,
    }.get(kind, lambda: z)()
    shown = x[rows]
    if kind == "correlation":
        rho = 0.8 * (1 - 2 * at)
        other = rho * shown + np.sqrt(1 - rho**2) * other
    y = coin < expit(2 * (other if kind in ("correlation", "irrelevant") else shown))
    if kind == "concept":
        y = y ^ (np.arange(k) * 0.6180339887498949 % 1 < at)
    return x, np.mean(((other if kind == "irrelevant" else shown) > 0) == y)


if source == "drawn":
    before, accuracy_before = period(n_reference, 0.0)
    after, accuracy = period(n_current, position)
else:
    file, columns, feature = {
        "rain": ("rainfall_bellevue_noaa.csv.gz", None, rain_feature),
        "census": ("acs_employment_ma.csv.gz", None, census_feature),
        "flights": (
            "flights_nyc13_20k.csv.gz",
            ["temp", "dewp", "humid", "wind_speed", "visib", "hour", "distance"],
            flight_feature,
        ),
        # put in your file and one of its numbers; below its time, and when the current rows begin
        "own": ("examples/own_periods.csv", None, "temp_max"),
    }[source]
    table = pd.read_csv(f"data/{file}")
    n = min(n_reference, len(table) // 2)
    if source == "own":
        table = table.sort_values("date", kind="stable")
        n = (table["date"] < "2013-12-25").sum()
    if rotated:
        weather = table.columns[1:9]
        table.loc[12000:, weather] = np.roll(table.loc[12000:, weather].to_numpy(), -1, axis=1)
    table = table.dropna(subset=columns)
    m = min(n_current, len(table) - n)
    start = n + round(position * (len(table) - n - m))
    before = table[feature].to_numpy(float)[:n]
    after = table[feature].to_numpy(float)[start : start + m]
    accuracy_before = accuracy = np.nan
    if source == "census":
        right = (table["predicted_probability"] >= 0.5) == (table["employed"] == 1)
    if source == "rain":
        from sklearn.linear_model import LogisticRegression

        X, y = table[table.columns[1:9]].clip(-6, 6).to_numpy(), table["rain"] == 1
        model = LogisticRegression(solver="newton-cholesky", tol=1e-9).fit(X[:n], y[:n])
        right = model.predict(X) == y
    if source in ("census", "rain"):
        accuracy_before, accuracy = right[:n].mean(), right[start : start + m].mean()

if source == "census" and census_feature not in ("AGEP", "SCHL"):  # codes have no order
    p, q = pd.crosstab(
        np.repeat([0, 1], [before.size, after.size]), np.append(before, after)
    ).values
    test = chi2_contingency([p, q], correction=False)
    d, p_value = np.sqrt(test.statistic / (p + q).sum()), test.pvalue  # Cramér's V
else:
    n, m = before.size, after.size
    d = ks_2samp(before, after, method="asymp").statistic
    p_value = kolmogorov(np.sqrt(n * m / (n + m)) * d)  # the limiting distribution, as on the page
    if (n == m or n + m <= 400) and d > 1 / max(n, m):
        p_value = ks_2samp(before, after, method="exact").pvalue
    edges = np.unique(np.sort(before)[-(-np.arange(1, bins) * before.size // bins) - 1])
    p, q = (
        np.bincount(np.searchsorted(edges, s), minlength=edges.size + 1) for s in (before, after)
    )
p, q = p[p + q > 0], q[p + q > 0]
share_p, share_q = (np.maximum(c, 0.5) / c.sum() for c in (p, q))  # an empty bin counts half a row

answer = {
    "d": d,
    "p": p_value,
    "psi": np.sum((share_q - share_p) * np.log(share_q / share_p)),
    "jensen_shannon": jensenshannon(p, q, base=2),
    "chi2_p": chi2_contingency([p, q], correction=False).pvalue if p.size > 1 else np.nan,
    "accuracy_before": accuracy_before,
    "accuracy": accuracy,
}
print(answer)
