"""A model that ages and is trained again: mean error, worst error and what a day costs."""

import numpy as np
import pandas as pd

pause = 30  # steps: days; hours where the rule changes every six; 40 days of rain
drift = "steady"
speed = 0.25
turn = 90
period = 60
bad_week = False
window = 20
by_hour = False
delay = 0
labels = 50
price = 300.0
policy = "schedule"
height = 0.08
reference = "first"
guard = "none"
explore = 0.0  # the filter is on the page only
seed = 0

hourly = drift in ("six", "new")
steps, warm, day, flips = 360, 168 if hourly else 60, 1 / 24 if hourly else 1.0, 0.05
if drift == "rain":
    table = pd.read_csv("data/rainfall_bellevue_noaa.csv.gz")
    table, day = table.iloc[len(table) % 40 :], 40.0
    X = table.drop(columns=["day", "rain"]).clip(-6, 6).assign(one=1.0).to_numpy()
    X = np.array_split(X, len(X) // 40)
    y = np.array_split(np.where(table["rain"] == 1, 1.0, -1.0), len(X))
    warm = len(X) - steps
elif drift == "flights":
    table = pd.read_csv("data/flights_nyc13_20k.csv.gz")
    when = pd.to_datetime(table[["month", "day"]].assign(year=2013)).dt.day_of_year - 1
    numbers = "dow hour distance temp dewp humid wind_speed precip visib".split()
    X = table[numbers].fillna(table[numbers].mean())
    X = (X - X.mean()) / X.std(ddof=0)
    kinds = pd.get_dummies(table[["origin", "carrier"]], drop_first=True, dtype=float)
    X, steps, warm = X.join(kinds).assign(one=1.0).to_numpy(), 305, 59
    X, y = ([a[when == d] for d in range(364)] for a in (X, table["late60"].to_numpy(float)))
else:
    t = np.arange(warm + steps) - warm
    luck = np.random.default_rng([seed, 1])
    turned = {
        "steady": lambda: speed * t,
        "walk": lambda: speed * np.cumsum(luck.standard_normal(len(t))),
        "sudden": lambda: turn * (t >= 120),
        "season": lambda: turn * np.sin(2 * np.pi * t / period),
        "six": lambda: 60 * (t // 6 % 4),
        "new": lambda: 360 * luck.random(len(t) // 6)[(t + warm) // 6],
    }.get(drift, lambda: 0 * t)()
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((len(t), labels, 5))
    rule = np.column_stack([np.cos(np.radians(turned)), np.sin(np.radians(turned))])
    side = np.einsum("snf,sf->sn", X[..., :2], rule) > 0
    y = np.where(side ^ (rng.random(side.shape) < flips), 1.0, -1.0)
    if bad_week:
        y[warm + 129 : warm + 136] *= -1


def fit(step):
    """The models trained at this step: one, or one for each quarter of the day."""
    end = max(warm + step - delay, 0)
    days = range(max(end - (10**6 if window >= 400 else window), 0), end)
    found = []
    for quarter in range(4 if by_hour else 1):
        at = [d for d in days if not by_hour or d // 6 % 4 == quarter]
        b = sum((y[d] @ X[d] for d in at), np.zeros(len(X[0][0])))
        if drift in ("rain", "flights"):
            b = np.linalg.solve(sum((X[d].T @ X[d] for d in at), np.eye(len(b))), b)
        found.append(b)
    return found


def asked(model, d):
    """That of the models which is asked on a day, or in an hour."""
    return model[d // 6 % 4 if by_hour else 0]


def error(model, d):
    """The error of a model on a day, as well as it can be known."""
    w = asked(model, d)
    if drift == "flights":
        return np.mean((y[d] - X[d] @ w) ** 2)
    if drift == "rain":
        return seen(model, d)
    cosine = rule[d] @ w[:2] / max(np.linalg.norm(w), 1e-300)
    return flips + (1 - 2 * flips) * np.arccos(np.clip(cosine, -1, 1)) / np.pi


def seen(model, d):
    """The share of a day's recorded labels on which a model is wrong; of flights its error."""
    if drift == "flights":
        return error(model, d)
    return np.mean((X[d] @ asked(model, d) > 0) != (y[d] > 0))


model, trained, tried, errors, watched = fit(0), 0, 0, [], []
for step in range(steps):
    known = warm + step - delay
    if policy == "trigger":
        first = 0 if reference == "first" else trained
        if step >= max(trained + pause, first + 10 + delay):
            norm = np.mean(watched[first : first + 10])
            if np.mean(watched[step - delay - 10 : step - delay]) > norm + height:
                model, trained, tried = fit(step), step, tried + 1
    elif step and step % pause == 0:
        challenger, tried, width = fit(step), tried + 1, min(window, 30)
        begin = {"before": known - window - width, "newest": known - width}.get(guard, 0)
        exam = range(max(begin, 0), max(begin, 0) + width)
        beaten = guard != "none" and (
            np.mean([seen(challenger, d) for d in exam])
            > np.mean([seen(model, d) for d in exam]) + 0.02
        )
        model = model if beaten else challenger
        trained = trained if beaten else step
    errors.append(error(model, warm + step))
    watched.append(seen(model, warm + step) if policy == "trigger" else np.nan)

answer = {
    "mean_error": np.mean(errors),
    "worst_error": np.max(errors),
    "cost": tried * price / (steps * day) + 1000 * np.mean(errors),
}
print(answer)
