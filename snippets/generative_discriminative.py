"""Normal classes and logistic regression on the same training sets, with scipy and scikit-learn."""

import warnings

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import multivariate_normal
from sklearn.linear_model import LogisticRegression

n = 50
situation = "round"
generative = "lda"
penalty = 1e-3
squares = False
shrinkage = 0.0
distance = 2.8
correlation = 0.0
copies = 1
far = 0.15
unlabelled = 0
prior = 0.5
told = True
seed = 0

warnings.simplefilter("ignore")  # separable classes do not converge


# the classes: (mean, covariance) of one or two normals, and the share of the second
round_one = np.eye(2)
half = np.full(2, distance / np.sqrt(8))
S = np.array([[1, correlation], [correlation, 1]])
parts = {
    "round": [[(-half, S)] * 2, [(half, S)] * 2],
    "far": [[([-0.9, 0], round_one)] * 2, [([0.9, 0], round_one), ([8, 6], 0.49 * round_one)]],
    "curved": [[([0, 0], 0.49 * round_one)] * 2, [([0, 0], 4.84 * round_one)] * 2],
    "twenty": [
        [(sign * np.linspace(0.05, 0.5, 20), 0.15 + 0.85 * np.eye(20))] * 2 for sign in (-1, 1)
    ],
}.get(situation)
second = [0, far if situation == "far" else 0]


def draw(y, rng, sets):
    """Points of the classes y, for each set: (sets, n, p)."""
    z = rng.standard_normal((sets, len(y), len(parts[0][0][0])))
    which = rng.random((sets, len(y))) < np.array(second)[y]
    X = np.empty_like(z)
    for c, part in np.ndindex(2, 2):
        mean, S = parts[c][part]
        X[(y == c) & (which == part)] = (
            mean + z[(y == c) & (which == part)] @ np.linalg.cholesky(S).T
        )
    return X


def density(X, c):
    """Of class c."""
    shares = [1 - second[c], second[c]]
    return sum(
        share * multivariate_normal.pdf(X, *part)
        for share, part in zip(shares, parts[c], strict=True)
    )


def fit(X, belongs):
    """Log density of class 1 less that of class 0, by points that belong to each with a weight (2, n)."""
    size = belongs.sum(axis=1)
    means = [w @ X / w.sum() for w in belongs]
    covs = [np.cov(X.T, aweights=w, ddof=0) for w in belongs]
    if generative in ("nb", "nbs"):
        covs = [np.diag(np.diag(S)) for S in covs]
    if generative in ("nbs", "lda"):
        covs = [(size[0] * covs[0] + size[1] * covs[1]) / size.sum()] * 2
    p = X.shape[1]
    floor = (1e-3 if situation in ("digits", "breast") else 1e-9) * X.var(axis=0).max()
    covs = [(1 - shrinkage) * S + (shrinkage * np.trace(S) / p + floor) * np.eye(p) for S in covs]

    def log_density(at, c):
        away = at - means[c]
        far = (away * np.linalg.solve(covs[c], away.T).T).sum(axis=1)
        return -0.5 * (far + np.linalg.slogdet(covs[c])[1])

    return lambda at: log_density(at, 1) - log_density(at, 0)


if parts:
    sets = 40 if situation != "twenty" and not unlabelled else 8
    X = draw(np.arange(1000) % 2, np.random.default_rng([seed, 1]), sets)
    fresh = draw(np.arange(2000) % 2, np.random.default_rng([seed, 2]), 1)[0]
    free = draw(np.arange(unlabelled) % 2, np.random.default_rng([seed, 3]), sets)
    one = density(fresh, 1) / (density(fresh, 0) + density(fresh, 1))
    share = np.array([1 - one, one])
else:
    if situation == "penguins":
        table = pd.read_csv("data/penguins.csv").query("species != 'Gentoo'")
        table = table.dropna(subset=["bill_length_mm"])
        fresh = table[["bill_length_mm", "body_mass_g"]].to_numpy()
        label = (table["species"] == "Chinstrap").to_numpy()
    elif situation == "breast":
        table = pd.read_csv("data/breast_cancer.csv")
        label = table.pop("malignant").to_numpy() == 1
        fresh = table.to_numpy()
    else:
        digits = np.load("data/digits.npz")
        some = np.isin(digits["y"], (3, 8))
        fresh, label = digits["X"][some].astype(float), digits["y"][some] == 8
    sd = fresh.std(axis=0)
    fresh = (fresh - fresh.mean(axis=0)) / np.where(sd > 0, sd, 1)
    most, sets = (120, 40) if situation == "penguins" else (300, 8)
    rng, rows, n = np.random.default_rng([seed, 1]), np.empty((sets, most), int), min(n, most)
    for c in (0, 1):
        for s in range(sets):
            rows[s, c::2] = rng.permutation(np.flatnonzero(label == c))[: most // 2]
    X, free, share = fresh[rows], np.empty((sets, 0, 2)), np.array([~label, label], float)

y = np.arange(n) % 2
labels = np.array([y == 0, y == 1], float)
fits = [fit(x[:n], labels) for x in X]
if unlabelled:  # expectation and maximisation, from a round start
    kind, rounded, generative, shrinkage = generative, shrinkage, "lda", 1.0
    fits = [fit(x[:n], labels) for x in X]
    generative, shrinkage = kind, rounded
    before, log_prior = np.inf, np.zeros(sets)
    for _ in range(50):
        chance = [expit(f(u) + a) for f, u, a in zip(fits, free, log_prior, strict=True)]
        if np.abs(np.array(chance) - before).max() < 1e-3:
            break
        before = np.array(chance)
        belongs = [np.hstack([labels, [1 - c, c]]) for c in chance]
        fits = [fit(np.vstack([x[:n], u]), b) for x, u, b in zip(X, free, belongs, strict=True)]
        log_prior = [np.log(b[1].sum() / b[0].sum()) for b in belongs]

in_training = np.log((n // 2) / (n - n // 2))
shift = logit(prior) if told else in_training
times = copies if generative in ("nb", "nbs") else 1
errors, lengths = [], []
for s in range(sets):
    model = LogisticRegression(
        C=copies / penalty, solver="newton-cholesky", tol=1e-14, max_iter=1000
    )
    features = [np.hstack([x, x**2]) if squares else x for x in (X[s, :n], fresh)]
    model.fit(features[0], y)
    lengths.append(np.linalg.norm(model.coef_) / np.sqrt(copies))
    weight = share * (1 if parts else ~np.isin(np.arange(len(fresh)), rows[s, :n]))
    weight = weight / weight.sum(axis=1, keepdims=True) * [[1 - prior], [prior]]
    by_border = model.decision_function(features[1]) - in_training + shift
    by_likeness = times * fits[s](fresh) + shift
    errors.append([np.where(r > 0, *weight).sum() for r in (by_likeness, by_border)])

mean = np.mean(errors, axis=0)
answer = {"generative": mean[0], "discriminative": mean[1], "length_of_weights": lengths[0]}
print(answer)
