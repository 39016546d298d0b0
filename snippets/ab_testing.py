"""A hundred A/B tests: z by day, who is declared at the looks, and how long one look takes."""

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import norm

day = 28
# Worlds: visitors, views, novelty, broken, stock, bandit, ranking, flights, births
world = "visitors"
lift = 0  # percent
rate = 0.05
visitors = 1_000
rule = "fixed"  # or "bayes", "bonferroni", "pocock", "obrien_fleming", "always"
looks = 28
planned = 28
tau = 10
worth = 10
deadline = 21  # a limit of the page's budget
past = 0.0
cuped = False
views = 20
within = 0.1
unit = "row"
boost = 22
half_life = 3
lost = 0.25
stock = 0.75
method = "split"
seed = 4

DAYS, TESTS = 35, 100
t = np.arange(1.0, DAYS + 1)
shape = (TESTS, DAYS)
rng = np.random.default_rng(seed)
gain, wanted = lift / 100, worth / 100
p_b = rate * (1 + gain) * np.ones(DAYS)
if world == "novelty":
    p_b += rate * boost / 100 * 0.5 ** (np.arange(DAYS) / half_life)
p_b = np.minimum(p_b, 1)


def use(p):
    """Rates of the tenth that are heavy users, and of the others."""
    heavy = np.minimum(4 * p, 1)
    return heavy, (p - 0.1 * heavy) / 0.9


def arms():
    """Conversions and units of A and B, day by day."""
    n = np.full(shape, visitors)
    if world == "views":
        found = []
        for p in (rate, p_b):
            same = rng.binomial(visitors, within, shape)
            found += [
                views * rng.binomial(same, p) + rng.binomial((visitors - same) * views, p),
                n * views,
            ]
        return found
    if world == "broken":
        n_a = rng.binomial(2 * visitors, 0.5, shape)
        found = []
        for many, p, kept in ((n_a, rate, 1), (2 * visitors - n_a, p_b, 1 - lost)):
            heavy = rng.binomial(many, 0.1)
            stays = rng.binomial(heavy, kept)
            often, seldom = use(p)
            hits = rng.binomial(stays, often) + rng.binomial(many - heavy, seldom)
            found += [hits, many - heavy + stays]
        return found
    if world == "bandit":
        found = np.zeros((4, *shape), int)
        for i in range(DAYS):
            a, n_a, b, n_b = found[:, :, :i].sum(axis=2)
            mean = [(hits + 1) / (many + 2) for hits, many in ((a, n_a), (b, n_b))]
            var = sum(m * (1 - m) / (many + 3) for m, many in zip(mean, (n_a, n_b), strict=True))
            to_b = rng.binomial(2 * visitors, norm.cdf((mean[1] - mean[0]) / np.sqrt(var)))
            left = 2 * visitors - to_b
            found[:, :, i] = rng.binomial(left, rate), left, rng.binomial(to_b, p_b[i]), to_b
        return found
    a, b = rng.binomial(visitors, rate, shape), rng.binomial(visitors, p_b, shape)
    if world == "stock":
        sold = np.minimum(items, a + b)
        b = rng.hypergeometric(b, a, sold)
        a = sold - b
    return a, n, b, n


def pooled(a, n_a, b, n_b):
    """Difference of two rates and its standard error under one rate."""
    with np.errstate(invalid="ignore", divide="ignore"):
        p = (a + b) / (n_a + n_b)
        return np.nan_to_num(b / n_b - a / n_a), np.nan_to_num(
            np.sqrt(p * (1 - p) * (1 / n_a + 1 / n_b))
        )


base, effect, inflation = rate, 1.0, 1.0
if world in ("flights", "births"):
    if world == "flights":
        table = pd.read_csv("data/flights_nyc13_20k.csv.gz")
        days = table.groupby(["month", "day"])["late60"]
        x, n = days.sum().to_numpy(float), days.count().to_numpy(float)
    else:
        births = pd.read_csv("data/us_births_daily.csv.gz")["births"].to_numpy(float)
        y, before = births[-728:], births[-1092:-364]
    order = rng.random((TESTS, 364 if world == "flights" else 728)).argsort(axis=1)
    A, B = order[:, :DAYS], order[:, DAYS : 2 * DAYS]
if world == "flights":
    base = x.sum() / n.sum()
    difference, error = pooled(*(each[arm].cumsum(axis=1) for arm in (A, B) for each in (x, n)))
    by_day = 2 * ((x - base * n) ** 2).sum() / (len(n) - 1) / n.mean() ** 2 / base**2
    if unit == "row":
        inflation = np.sqrt(by_day / (2 * (1 - base) / base / n.mean()))
    else:
        square = np.full(shape, np.nan)
        for k in range(5, DAYS + 1):
            square[:, k - 1] = 0
            for arm in (A[:, :k], B[:, :k]):
                r = x[arm].sum(axis=1, keepdims=True) / n[arm].sum(axis=1, keepdims=True)
                left = ((x[arm] - r * n[arm]) ** 2).sum(axis=1)
                square[:, k - 1] += left * k / (k - 1) / n[arm].sum(axis=1) ** 2
        error = np.sqrt(square)
    variance = variance_at_0 = by_day
elif world == "births":
    base = y.mean()
    control = before if cuped else np.zeros(728)
    difference, error = np.zeros(shape), np.full(shape, np.nan)
    for k in range(1, DAYS + 1):
        ys, xs = (y[A[:, :k]], y[B[:, :k]] + gain * base), (control[A[:, :k]], control[B[:, :k]])
        dy, dx = ([each - each.mean(axis=1, keepdims=True) for each in pair] for pair in (ys, xs))
        cross = sum((v * w).sum(axis=1) for v, w in zip(dy, dx, strict=True))
        square = sum((w * w).sum(axis=1) for w in dx)
        theta = np.divide(cross, square, out=np.zeros(TESTS), where=square > 0)
        difference[:, k - 1] = ys[1].mean(axis=1) - ys[0].mean(axis=1)
        difference[:, k - 1] -= theta * (xs[1].mean(axis=1) - xs[0].mean(axis=1))
        if k >= 5:
            left = sum((v * v).sum(axis=1) for v in dy) - theta * cross
            error[:, k - 1] = np.sqrt(left / (k - 1) / k)
    r = np.corrcoef(y, before)[0, 1] if cuped else 0
    variance = variance_at_0 = 2 * y.var(ddof=1) / base**2 * (1 - r**2)
elif world == "ranking":
    # 20,000 queries of ten items: A's scores have noise of 0.6, B's of 0.5
    q = (20_000, 10)
    relevance = rng.random(q) ** 3
    a, b = relevance + 0.6 * rng.standard_normal(q), relevance + 0.5 * rng.standard_normal(q)
    liked = relevance * rng.beta(0.5, 1.5, (q[0], 1)) > rng.random(q)
    looked = rng.random(q)
    ranks = [pd.DataFrame(-each).rank(axis=1).to_numpy() for each in (a, b)]
    clicks = [(liked & (looked < 1 / each)).sum(axis=1) for each in ranks]
    mean = [(relevance / 4 / each).sum() / q[0] for each in ranks]
    base, gain = mean[0], mean[1] / mean[0] - 1
    if method == "split":
        daily = np.sqrt((clicks[0].var() + clicks[1].var()) / 2 * 2 / visitors) / base
    else:  # team-draft interleaving, a list at a time
        first, rank, by_b = rng.random((q[0], 5)) < 0.5, np.zeros(q), np.zeros(q, bool)
        for i in range(q[0]):
            best = [list(np.argsort(-a[i])), list(np.argsort(-b[i]))]
            for turn in range(10):
                now_b = first[i, turn // 2] == (turn % 2 == 1)
                item = next(each for each in best[now_b] if rank[i, each] == 0)
                rank[i, item], by_b[i, item] = turn + 1, now_b
        sign = np.where(by_b, 1, -1)
        score = ((liked & (looked < 1 / rank)) * sign).sum(axis=1)
        preferred = (relevance / 4 / rank * sign).sum() / q[0]
        daily = abs((mean[1] - mean[0]) / preferred / base) * score.std() / np.sqrt(2 * visitors)
    noise = np.random.default_rng([seed, 2]).standard_normal(shape).cumsum(axis=1) / t * daily
    difference, error = (gain + noise) * base, daily * base / np.sqrt(t) * np.ones(shape)
    variance = variance_at_0 = daily**2
else:
    items = round(stock * 2 * visitors * rate)
    difference, error = pooled(*(each.cumsum(axis=1) for each in arms()))
    expected = np.cumsum(p_b / rate - 1) / t
    if world == "views":
        effect = 1 + (views - 1) * within
        inflation = np.sqrt(effect) if unit == "row" else 1.0
        error *= np.sqrt(effect) / inflation
        effect /= views
    if world == "stock":
        most = items / (2 * visitors)
        base = min(most, rate)
        if most < rate * (1 + gain / 2):
            inflation = 1 / np.sqrt(1 - base)
            effect = inflation**2
    if past > 0:
        own = np.random.default_rng([seed, 1]).standard_normal(shape) * error[:, :1]
        daily = np.diff((difference - expected * base) * t, prepend=0.0)
        daily -= past * (past * daily + np.sqrt(1 - past**2) * own)
        difference, error = expected * base + daily.cumsum(axis=1) / t, error * np.sqrt(1 - past**2)
        effect *= 1 - past**2
    better = min(base * (1 + wanted), 1)
    scale = effect / visitors / base**2
    variance = (base * (1 - base) + better * (1 - better)) * scale
    variance_at_0 = 2 * base * (1 - base) * scale

z = np.divide(difference, error, out=np.zeros(shape), where=error > 0)
K = min(looks, planned)
goes_on = rule in ("fixed", "bayes", "always")
at = np.ceil(np.arange(1, (K * DAYS // planned if goes_on else K) + 1) * planned / K - 1e-9).astype(
    int
)


def ever(limits):
    """The chance that z leaves the limits at some look: the density on a fine grid, look by look."""
    half = limits * np.sqrt(at)
    grid = np.linspace(-1, 1, 401)
    weight = np.where(np.arange(401) % 2, 4, 2) / 600  # Simpson's rule
    weight[[0, -1]] = 1 / 600
    f = norm.pdf(grid * half[0], scale=np.sqrt(at[0])) * weight * half[0]
    for k in range(1, len(at)):
        away = (grid[:, None] * half[k] - grid * half[k - 1]) / np.sqrt(at[k] - at[k - 1])
        step = np.exp(-(away**2) / 2) / np.sqrt(2 * np.pi * (at[k] - at[k - 1]))
        f = step @ f * weight * half[k]
    return 1 - f.sum()


limits = np.full(len(at), norm.ppf(0.95 if rule == "bayes" else 0.975))
if rule == "bonferroni":
    limits = np.full(K, norm.ppf(1 - 0.025 / K))
elif rule in ("pocock", "obrien_fleming"):
    form = np.ones(K) if rule == "pocock" else np.sqrt(at[-1] / at)
    if K > 1:
        limits = form * brentq(lambda c: ever(c * form) - 0.05, 1.9, 4, xtol=1e-9)
elif rule == "always":
    r = (tau / 100) ** 2 / (variance_at_0 / inflation**2 / at)
    limits = np.sqrt(2 * (1 + r) / r * np.log(20 * np.sqrt(1 + r)))

seen = at <= day
declared = (abs(z[:, at[seen] - 1]) >= limits[seen]).any(axis=1)
answer = {
    "declared": float(declared.sum()),
    "z": z[0, day - 1],
    "lift": difference[0, day - 1] / base,
    "needed": (norm.ppf(0.975) + norm.ppf(0.8)) ** 2 * variance / wanted**2,
    "last_limit": limits[-1],
}
print(answer)
