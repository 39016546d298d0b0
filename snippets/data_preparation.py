"""Missing values and their cures, in pandas and in plain Python; encoding, scaling, splits, many columns.

The page may differ where `source == "own" and cure == "nearest"`: of rows that are equally near, the page
and this script may take others.
"""

from math import sqrt
from statistics import fmean, median

import numpy as np
import pandas as pd
from sklearn.model_selection import cross_val_predict
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

missing = 0.4
source = "survey"
reason = "chance"
cure = "mean"
strength = 1.0
measure = "r"  # only in a figure
n = 300
correlation = 0.6
categories = 100
encoder = "plain"
smoothing = 0
effect = 0.0
outlier = 30.0
doubled = 0.3  # only in a figure
autocorrelation = 0.85
columns = 20
cases = 20
seed = 0

rng = np.random.default_rng(seed)
if source == "own":  # put in your file, its column with missing values and one beside it
    table = pd.read_csv("data/examples/own_incomplete.csv").dropna(subset=["temp"])
    table = table.iloc[rng.permutation(len(table))]
    x, y = table["temp"].to_numpy(), table["pressure"].to_numpy()
    chance, noise = rng.standard_normal((2, len(x)))
    score = np.where(np.isnan(y), np.inf, chance)
    lost = max(round(missing * len(x)), int(np.isnan(y).sum()))
else:
    x, rest, chance, noise = rng.standard_normal((4, n))
    y = correlation * x + np.sqrt(1 - correlation**2) * rest
    why = {"chance": 0 * x, "x": x, "y": y}[reason]
    share = 0 if reason == "chance" else strength
    score = np.sqrt(share) * why + np.sqrt(1 - share) * chance
    lost = round(missing * n)

# In pandas.
people = pd.DataFrame({"education": x, "income": y, "noise": noise})
r_of_all = people["education"].corr(people["income"])
gone = pd.Series(score).rank(ascending=False, method="first") <= lost
people.loc[gone, "income"] = np.nan
known = people.dropna()
slope = known["education"].cov(known["income"]) / known["education"].var()
line = known["income"].mean() + slope * (people["education"] - known["education"].mean())
scatter = np.sqrt(((known["income"] - line[known.index]) ** 2).sum() / (len(known) - 2))
nearest = [
    known["income"][(known["education"] - at).abs().nsmallest(5).index].mean()
    for at in people["education"]
]
fill = {
    "mean": known["income"].mean(),
    "median": known["income"].median(),
    "regression": line,
    "draw": line + scatter * people["noise"],
    "nearest": pd.Series(nearest),
}
cured = known if cure == "drop" else people.assign(income=people["income"].fillna(fill[cure]))
r = cured["education"].corr(cured["income"])
sd = cured["income"].std(ddof=0)


# In plain Python: None is a hole.
def fitted(pairs):
    """Intercept, slope and residual deviation of least squares."""
    a, b = fmean(x for x, _ in pairs), fmean(y for _, y in pairs)
    slope = sum((x - a) * (y - b) for x, y in pairs) / sum((x - a) ** 2 for x, _ in pairs)
    left = sum((y - b - slope * (x - a)) ** 2 for x, y in pairs)
    return b - slope * a, slope, sqrt(left / (len(pairs) - 2))


def filled(rows):
    """The (x, y) of rows (x, y or None, noise), cured."""
    pairs = [(x, y) for x, y, _ in rows if y is not None]
    if cure == "drop":
        return pairs
    intercept, slope, scatter = fitted(pairs)
    guess = {
        "mean": lambda x, e: fmean(y for _, y in pairs),
        "median": lambda x, e: median(y for _, y in pairs),
        "regression": lambda x, e: intercept + slope * x,
        "draw": lambda x, e: intercept + slope * x + scatter * e,
        "nearest": lambda x, e: fmean(
            y for _, y in sorted(pairs, key=lambda pair: abs(pair[0] - x))[:5]
        ),
    }[cure]
    return [(x, guess(x, e) if y is None else y) for x, y, e in rows]


def pearson(pairs):
    """The correlation of pairs."""
    a, b = fmean(x for x, _ in pairs), fmean(y for _, y in pairs)
    both = sum((x - a) * (y - b) for x, y in pairs)
    return both / sqrt(sum((x - a) ** 2 for x, _ in pairs) * sum((y - b) ** 2 for _, y in pairs))


rows = [
    (float(a), None if hole else float(b), float(e))
    for a, b, e, hole in zip(x, y, noise, gone, strict=True)
]
pairs = filled(rows)

# Target encoding: category means, without the row itself, or from other folds.
rng = np.random.default_rng([seed, 1])
place, target = rng.random((2, 1000)), rng.standard_normal((2, 1000))
true_means, fold = rng.standard_normal(500), rng.permutation(1000) % 5
first, second = (place * categories).astype(int)
old, new = target[0] + effect * true_means[first], target[1] + effect * true_means[second]


def means(category, y):
    """The smoothed mean of y in each category; what is not there has the overall mean."""
    groups = pd.Series(y).groupby(category).agg(["sum", "size"])
    groups = groups.reindex(range(categories), fill_value=0)
    weight = groups["size"] + smoothing
    return ((groups["sum"] + smoothing * y.mean()) / weight.where(weight > 0)).fillna(y.mean())


table = means(first, old)
if encoder == "ordinal":  # in the order of the names
    table = pd.Series(np.arange(float(categories)))
if encoder == "one_hot":  # a column of 0 and 1 for each category
    seen, column = np.unique(first, return_inverse=True)
    X = (column[:, None] == np.arange(len(seen))).astype(float)
    table = pd.Series(old.mean(), range(categories))
    table[seen] = np.linalg.lstsq(X, old, rcond=None)[0]
if encoder in ("plain", "one_hot", "ordinal"):
    code = table[first].to_numpy()
elif encoder == "cross_fitted":
    code = np.empty(1000)
    for k in range(5):
        code[fold == k] = means(first[fold != k], old[fold != k])[first[fold == k]]
else:
    size = np.bincount(first)[first] - 1 + smoothing
    total = np.bincount(first, old)[first] - old + smoothing * old.mean()
    code = np.where(size > 0, total / np.maximum(size, 1), old.mean())
new_code = table[second].to_numpy()
spread = ((code - code.mean()) ** 2).sum()
b = ((code - code.mean()) * old).sum() / spread if spread > 1e-18 else 0.0


def r2(code_at, y_at):
    """One minus what the line leaves over what the mean leaves."""
    guess = old.mean() + b * (code_at - code.mean())
    return 1 - ((y_at - guess) ** 2).mean() / y_at.var()


# Scaling: what one value far out leaves of the range.
values = np.random.default_rng([seed, 2]).standard_normal((2, 200, 2))[0, :, 0]
values = (values + np.where(np.arange(200) % 2, 1, -1))[1:]
left = (values.max() - values.min()) / (max(values.max(), outlier) - values.min())

# Days in time order, each like the one before; the label told is that of the nearest day that trains.
rng = np.random.default_rng([seed, 5])
change = rng.random((500, 90))
turns = change < (1 - autocorrelation) / 2
turns[:, 0] = change[:, 0] < 0.5
day = turns.cumsum(axis=1) % 2
drawn = rng.permuted(np.tile(np.arange(75) < 60, (500, 1)), axis=1)
told = []
for label, train in zip(day, drawn, strict=True):
    known, tested = np.flatnonzero(train), np.flatnonzero(~train)
    nearest = known[np.abs(tested[:, None] - known).argmin(axis=1)]
    told.append(label[nearest] == label[tested])
after = day[:, 75:] == day[:, [74]]

# Wines told by five neighbours, in their own units and standardised within each fold.
wine = pd.read_csv("data/wine.csv")
X, y = wine.drop(columns="cultivar").to_numpy(float), wine["cultivar"].to_numpy()
fold = np.random.default_rng([seed, 6]).permutation(len(X)) % 5
folds = [(np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(5)]
five = KNeighborsClassifier(5)
wines = {}
for name, model in {"raw": five, "standard": make_pipeline(StandardScaler(), five)}.items():
    wines[name] = (cross_val_predict(model, X, y, cv=folds) == y).mean()

# Columns of noise.
rng = np.random.default_rng([seed, 4])
aim, many = rng.standard_normal(cases), rng.standard_normal((1000, cases))
best = max(abs(np.corrcoef(aim, column)[0, 1]) for column in many[:columns])

flights = pd.read_csv("data/flights_nyc13_20k.csv.gz")
strikes = pd.read_csv("data/birdstrikes_faa_10k.csv.gz")
strikes = strikes[strikes.groupby("phase")["phase"].transform("size") >= 100]
by_phase = strikes.groupby("phase")["speed_ias_kt"].transform("mean")

answer = {
    "mean": cured["income"].mean(),
    "sd": sd,
    "r": r,
    "slope": cured["education"].cov(cured["income"]) / cured["education"].var(),
    "plain_mean": fmean(y for _, y in pairs),
    "plain_r": pearson(pairs),
    "r_of_all": r_of_all,
    "r2_encoded": r2(code, old),
    "r2_new": r2(new_code, new),
    "range_left": left,
    "wines_raw": wines["raw"],
    "wines_standard": wines["standard"],
    "random_promise": np.mean(told),
    "future": after.mean(),
    "best_r": best,
    "cancelled_missing": flights["cancelled"][flights["pressure"].isna()].mean(),
    "speed_by_phase": strikes["speed_ias_kt"].fillna(by_phase).mean(),
}
print(answer)
