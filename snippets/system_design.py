"""What a design lets through and what it takes: a funnel over ranks, and Little's law."""

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import norm

design = "recommendation"
k = 500
corpus = 10_000_000
cheap = 0.8
ranker = 0.95  # the final list is only in the figures
combine = False
age = 0.0
rate = 0.001
separation = 3.0
sure = 1.0
worth = 90.0
minutes = 5.0
wage = 60.0
load = 2000
per_item = 0.02
fixed = 2.0
busy = 0.7
varies = "much"  # waiting, shards, auctions and budgets are only in the figures
price = 0.05
shards = 100
shard = 10.0
stragglers = 0.0
hedge = 0.0
dimensions = 128
bits = "32"
slope = 1.0
noise = 0.0
kept = 1.0
most_ms = 60.0
most_cores = 40
most_memory = 8.0
most_cost = 0.3
most_wait = 30.0
most_people = 50
most_wasted = 0.9
seed = 0

if design in ("recommendation", "search", "ads"):
    k, rho = min(k, corpus), cheap * np.exp(-age)
    cut, good = norm.isf(k / corpus), norm.isf(100 / corpus)
    past = quad(
        lambda u: norm.pdf(u) * norm.sf((cut - rho * u) / np.sqrt(1 - rho**2)),
        good,
        good + 6,
        epsabs=0,
    )[0]
    work = (fixed + per_item * k) / 1000  # seconds of a core
    rng = np.random.default_rng(seed)
    values = norm.isf(np.cumsum(rng.exponential(size=100)) / corpus)  # of the 100 best
    score = rho * values + np.sqrt(1 - rho**2) * rng.standard_normal(100)
    answer = {
        "recall": past / (100 / corpus),
        "servers": np.ceil(load * work / busy),  # Little's law
        "reached": float(np.count_nonzero(1 + corpus * norm.sf(score) <= k)),
        "memory": corpus * dimensions * int(bits) / 8 / 1e9,
    }
else:
    bad = corpus * rate

    def bad_above(score):
        """Bad cases above a score."""
        return bad * norm.sf(score - separation)

    def above(score):
        """All cases above it."""
        return (corpus - bad) * norm.sf(score) + bad_above(score)

    low, high, acted = -9.0, separation + 9, 0.0
    if sure < 1:
        first = brentq(lambda x: above(x) - 1, low, high)  # one case
        if bad_above(first) >= sure * above(first):
            last = brentq(lambda x: bad_above(x) - sure * above(x), low, first)
            acted = above(last)
    k = min(k, corpus - acted)
    cut = brentq(lambda x: above(x) - acted - k, low, high) if acted + k < corpus else low
    found = bad_above(cut) - (bad_above(last) if acted else 0)
    answer = {
        "recall": bad_above(cut) / bad,
        "servers": np.ceil(k / 480 * minutes / busy),
        "net": found * worth - k * minutes / 60 * wage,
        "acted": acted,
    }
print(answer)
