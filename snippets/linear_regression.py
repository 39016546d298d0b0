"""A line by least squares and by a loop of gradient descent."""

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

source = "line"
slope = 0.5
height = 0.0
n = 20
noise = 2.0
shape = "noise"
correlation = 0.99
held = False
px = 5.0
py = 21.0
seed = 0
coordinates = "centred"
steps = 0

rng = np.random.default_rng(seed)
others = np.empty((n, 0))
if source == "wages":
    table = pd.read_csv("data/cps_wages_1985.csv")
    x, y = table["education"].to_numpy(float), table["wage"].to_numpy()
    others = table[["experience"]].to_numpy(float)[:, : int(held)]
elif source == "half_year":
    table = pd.read_csv("data/seattle_weather.csv", parse_dates=["date"])
    table["day"] = table["date"].dt.day_of_year
    table = table[table["day"] <= 181]
    x, y = table["day"].to_numpy() / 7, table["temp_max"].to_numpy()
    others = np.empty((len(x), 0))
elif source == "own":  # put in your file, its target, the feature, and those that may be held
    table = pd.read_csv("data/examples/own_target.csv").dropna()
    table = table[["temp_max", "precipitation", "temp_min", "wind"]]
    y, x, *more = ((table - table.mean()) / table.std(ddof=0)).to_numpy(float).T
    others = np.column_stack(more) if held else np.empty((len(x), 0))
elif source == "two":
    x, second, strays = rng.standard_normal((3, n))
    other = correlation * x + np.sqrt(1 - correlation**2) * second
    others, y = other[:, None], x + other + noise * strays
else:
    x = rng.uniform(0, 10, n)
    x += 5 - x.mean()
    if source == "shapes":
        t, strays = (x - x.mean()) / np.ptp(x), rng.standard_normal(n)
        middle = np.arange(n) == np.argsort(x)[n // 2]
        e = {
            "noise": strays,
            "curve": t**2,
            "outlier": np.where(middle, 8, 0.3 * strays),
            "fan": strays * (t - t.min() + 0.02),
            "steps": np.where(t > 0, 1, -1) + 0.1 * strays,
        }[shape]
        e -= np.polyval(np.polyfit(x, e, 1), x)
        length = 0.5 * np.sqrt(np.sum((x - x.mean()) ** 2) * (1 - 0.475) / 0.475)
        y = 3 + 0.5 * x + e * length / np.linalg.norm(e)
    else:
        y = 3 + 1.2 * x + noise * rng.standard_normal(n)
    if source == "point":
        x, y = np.append(x, px), np.append(y, py)
        others = np.empty((n + 1, 0))

X = np.column_stack([others, x])
model = LinearRegression().fit(X, y)
residuals = y - model.predict(X)
rss = residuals @ residuals
sigma2 = rss / (len(y) - X.shape[1] - 1)
left_x, left_y = x - x.mean(), y - y.mean()
if others.shape[1]:  # what the other features leave of x and y
    left_x = x - LinearRegression().fit(others, x).predict(others)
    left_y = y - LinearRegression().fit(others, y).predict(others)

yours = left_y - height - slope * left_x
at = left_x + (x.mean() if coordinates == "raw" else 0)
a, b = height - slope * (at - left_x).mean(), slope
rate = 1 / np.linalg.eigvalsh(np.array([[1, at.mean()], [at.mean(), (at**2).mean()]]))[-1]
for _ in range(steps):
    miss = left_y - a - b * at
    a, b = a + rate * miss.mean(), b + rate * (miss * at).mean()

answer = {
    "area": yours @ yours,
    "least": rss,
    "slope": model.coef_[-1],
    "error": np.sqrt(sigma2 / (left_x @ left_x)),
    "r2": model.score(X, y),
    "after_steps": b,
}
print(answer)
