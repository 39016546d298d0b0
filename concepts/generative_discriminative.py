"""What each class looks like, or where the border runs: two ways to learn from the same examples."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from concepts.controls import check, controls_of, one_of, ranged, seeded, stops, switch
from methods.models.class_mixtures import (
    ClassMixtures,
    efficiency_of_logistic,
    normal_classes,
)
from methods.models.gaussian_classes import (
    FLOOR,
    GaussianClasses,
    fit_gaussian_classes,
    parameters,
)
from methods.models.logistic import fit_logistic_sets
from methods.once import once
from methods.semi_supervised.gaussian_em import fit_with_unlabelled
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SITUATIONS = {
    "round": "Two round classes",
    "far": "A far group in one class",
    "curved": "One class inside the other",
    "twenty": "Twenty correlated features",
    "penguins": "Penguins (real)",
    "digits": "Digits 3 and 8 (real)",
    "breast": "Breast tumours (real)",
}
KINDS = {
    "nbs": "Naive Bayes, shared variances",
    "nb": "Naive Bayes",
    "lda": "LDA",
    "qda": "QDA",
}
DRAWN_PLANES = ("round", "far", "curved")
PLANES = (*DRAWN_PLANES, "penguins")
REAL = ("penguins", "digits", "breast")
TABLE_OF = {"penguins": "penguins", "digits": "digits", "breast": "breast_cancer"}
CLASSES = {
    "penguins": ("Adelie", "Chinstrap"),
    "digits": ("three", "eight"),
    "breast": ("benign", "malignant"),
}

MOST = {"penguins": 120, "digits": 300, "breast": 300}  # balanced, with some left to test on
FRESH = 2000  # drawn cases that errors are told by
SETS, FEW_SETS = 40, 8  # training sets: in the plane, and where a fit costs more
FAR_MEAN, FAR_SD = (8.0, 6.0), 0.7
INSIDE, OUTSIDE = 0.49, 4.84  # variances of one class inside the other
FEATURES, CORRELATED = 20, 0.15
ROUNDS = 50
SIDE = 41  # of the grid on which borders are found
ALONG = 121  # places on the line through the classes
BINS = 10
SHOWN, NEW = 150, 60  # cases on the line of log-odds; new points drawn of each class
IMAGES = 5  # new images of each class
PENALTIES = np.logspace(-6, 1, 15)
FLOOR_OF = {
    "digits": 1e-3,
    "breast": 1e-3,
}  # of the largest variance: pixels that did not vary may yet
FAR_POINT = (12.0, -6.0)
SURE = 0.99
HOLES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9)  # shares of values that are missing
HOLED, HOLED_MANY = 500, 100  # cases that have them: in the plane, and where a matrix is large
NEAR = 0.01  # of errors: near the limit
DATA, MODEL, USE = "Data", "Models", "Where it is used"


def step_name(value: float, params: Any) -> str:
    """A stop of the axis: how many examples, at most what there are."""
    most = MOST.get(params.situation, AXIS_MOST)
    return f"{min(round(value), most)} examples" + (", all that are taken" if value > most else "")


AXIS_MOST = 1000


@dataclass(frozen=True)
class Params:
    """Which classes, and how the two models learn them."""

    n: int = ranged(
        50, 6, AXIS_MOST, "Training examples", scale="log", names=step_name,
        help="Half of each class. Examples are added to those before.",
    )  # fmt: skip
    situation: str = one_of(
        "round", SITUATIONS, "Data", main=True,
        help="Where classes are drawn the best possible boundary is known; of real data it is not.",
    )  # fmt: skip
    generative: str = one_of(
        "lda", KINDS, "Generative model", group=MODEL, main=True,
        help="Normal classes. Naive Bayes has no correlations within a class; LDA and shared variances "
        "have one shape for both classes.",
    )  # fmt: skip
    penalty: float = ranged(
        1e-3, 1e-6, 10.0, "Penalty λ of logistic regression", scale="log", group=MODEL, main=True,
        help="Log losses are summed, and λ/2 times the squared weights is added; the intercept is free. "
        "scikit-learn's C is 1/λ.",
    )  # fmt: skip
    squares: bool = switch(
        False, "Squares for logistic regression", group=MODEL, when=("situation", PLANES),
        help="The square of each feature is a feature too, so the boundary may bend.",
    )  # fmt: skip
    shrinkage: float = ranged(
        0.0, 0.0, 1.0, "Shrinkage of covariances", step=0.05, group=MODEL,
        help="The share by which a covariance is drawn to a round one.",
    )  # fmt: skip
    distance: float = ranged(
        2.8, 0.5, 8.0, "Distance between the means", step=0.1, group=DATA, when=("situation", ("round",)),
        help="Between the two class means, in standard deviations of a class.",
    )  # fmt: skip
    correlation: float = ranged(
        0.0, -0.9, 0.9, "Correlation within a class", step=0.1, group=DATA,
        when=("situation", ("round",)), help="Between the two features, the same in both classes.",
    )  # fmt: skip
    copies: int = ranged(
        1, 1, 10, "Copies of each feature", group=DATA, when=("situation", ("round",)),
        help="The same two measurements, written down so many times.",
    )  # fmt: skip
    far: float = ranged(
        0.15, 0.0, 0.3, "Share of the far group", step=0.01, group=DATA,
        when=("situation", ("far",)), help="Of class 1, far off on its own side of the boundary.",
    )  # fmt: skip
    unlabelled: int = ranged(
        0, 0, 300, "Examples without a label", step=50, group=DATA,
        when=("situation", DRAWN_PLANES), main=True,
        help="The generative model takes them too, by expectation and maximisation.",
    )  # fmt: skip
    prior: float = ranged(
        0.5, 0.01, 0.99, "Share of class 1 in use", scale="logit", group=USE,
        help="Training sets have half of each class; where the models are used it may be otherwise.",
    )  # fmt: skip
    told: bool = switch(
        True, "The models are told that share", group=USE,
        help="Both then move their log-odds; else they go by the share in training.",
    )  # fmt: skip
    seed: int = seeded(0, group=DATA)

    def __post_init__(self) -> None:
        check(self)


AXIS = "n"
STOPS = tuple(int(value) for value in stops(controls_of(Params)[AXIS]))

PRESETS = {
    "start": Params(n=20),
    "penguins": Params(situation="penguins", n=20),
    "crossover": Params(situation="twenty", generative="nbs", n=50, penalty=0.01),
    "far_but_right": Params(situation="far", n=200),
    "curved": Params(situation="curved", generative="qda", n=50),
    "copies": Params(generative="nb", n=200, distance=2.0, copies=10),
    "separable": Params(n=40, distance=6.0, penalty=1e-6),
    "few_labels": Params(n=6, unlabelled=300),
}


@dataclass(frozen=True, eq=False)
class Curves:
    """The share of new cases that are wrong, for each number of examples and training set.

    Attributes
    ----------
    sizes : (K,) Numbers of examples.
    generative, discriminative : (K, S).
    labels_alone : (K, S) Of the generative model without unlabelled examples.
    best : The smallest share possible; nan if it is not known.
    """

    sizes: Ints
    generative: Floats
    discriminative: Floats
    labels_alone: Floats
    best: float

    @once
    def lead(self) -> Floats:
        """(K,) By how much the discriminative model errs more, averaged over training sets."""
        return np.asarray((self.discriminative - self.generative).mean(axis=1))

    @once
    def lead_error(self) -> Floats:
        """(K,) Standard errors of `lead`, set by set."""
        apart = self.discriminative - self.generative
        return np.asarray(apart.std(axis=1, ddof=1) / np.sqrt(apart.shape[1]))

    @once
    def ahead(self) -> Ints:
        """(K,) 1 where the generative model errs less, -1 where more, 0 within two standard errors."""
        return np.sign(self.lead).astype(np.int64) * (np.abs(self.lead) > 2 * self.lead_error)

    @once
    def limits(self) -> tuple[float, float]:
        """From how many examples on both errors are within a point of those at the most: (2,)."""
        found = []
        for each in (self.generative, self.discriminative):
            mean = each.mean(axis=1)
            off = np.flatnonzero(np.abs(mean - mean[-1]) > NEAR)
            found.append(float(self.sizes[off[-1] + 1] if len(off) else self.sizes[0]))
        return found[0], found[1]

    @once
    def crossing(self) -> float:
        """From how many examples on the discriminative model is ahead after the other; nan if never."""
        led = np.flatnonzero(self.ahead > 0)
        if not len(led):
            return float("nan")
        stays = np.flip(np.logical_and.accumulate(np.flip(self.lead < 0)))
        later = np.flatnonzero((self.ahead < 0) & stays)
        return float(self.sizes[later[0]]) if len(later) else float("nan")


@dataclass(frozen=True, eq=False)
class Said:
    """What one model says of new cases, after one training set.

    Attributes
    ----------
    loss : Mean log loss. sure : The share of cases of which it is more than 99 % sure.
    sure_wrong : The share of those that are wrong; nan if there are none.
    least_sure : How sure it is of the training example that it is least sure of.
    mean, came : (BINS,) Of cases by how probable class 1 is said to be: the mean of what is said, and
        the share that is of class 1; nan for a bin with hardly any cases.
    """

    loss: float
    sure: float
    sure_wrong: float
    least_sure: float
    mean: Floats
    came: Floats


@dataclass(frozen=True, eq=False)
class Plane:
    """Two features, seen from above.

    Attributes
    ----------
    points, label : (n, 2) and (n,) The training examples. unlabelled : (u, 2) Those without a label.
    means, covariances : (2, 2) and (2, 2, 2) Of the generative model's classes.
    x, y : (SIDE,) The grid's sides.
    by_likeness, by_border, in_truth : (SIDE, SIDE) Log-odds of class 1 on it, rows of y; the last nan if
        the law is not known.
    far_says : How sure both models are at a point far off; far_density, least_density : Powers of ten, of
        the density there and the least at a training example.
    """

    points: Floats
    label: Ints
    unlabelled: Floats
    means: Floats
    covariances: Floats
    x: Floats
    y: Floats
    by_likeness: Floats
    by_border: Floats
    in_truth: Floats
    far_says: Floats
    far_density: float
    least_density: float


@dataclass(frozen=True, eq=False)
class Many:
    """More features than two: new cases by what the models say of them.

    Attributes
    ----------
    by_likeness, by_border : (m,) Log-odds of class 1. label : (m,) Their class. height : (m,) Where each
        is drawn, 0 to 1, so that they do not hide each other.
    """

    by_likeness: Floats
    by_border: Floats
    label: Ints
    height: Floats


@dataclass(frozen=True, eq=False)
class Line:
    """Bayes' rule along the line through the class means, places (ALONG,) from the middle between them.

    Attributes
    ----------
    hills : (2, ALONG) Prior times density, the highest 1. by_likeness, by_border : (ALONG,) P(class 1).
    """

    place: Floats
    hills: Floats
    by_likeness: Floats
    by_border: Floats


@dataclass(frozen=True, eq=False)
class Holes:
    """New cases some of whose values are missing, by chance, for each share of HOLES.

    Attributes
    ----------
    cases : How many cases.
    generative : (H,) Errors of the generative model, which leaves the missing features out.
    discriminative : (H,) Those of logistic regression, given the training means in their place.
    """

    cases: int
    generative: Floats
    discriminative: Floats


@dataclass(frozen=True, eq=False)
class Result:
    """All that the page shows.

    Attributes
    ----------
    at : Where in `curves` the number of examples is. p : Features, copies counted. n : Examples, which of
        real data may be fewer than asked for.
    shown : The plane, or cases by their log-odds.
    likeness, border : What the generative and the discriminative model say of new cases.
    loss_once : Log loss of the generative model if each feature is there once.
    norms : (15,) Length of logistic regression's weights at PENALTIES. norm : At the penalty set.
    norm_likeness, norm_truth : Of the generative model's weights and the true ones; nan if log-odds bend,
        or the truth is not known.
    apart : Whether a straight border parts the training examples without an error.
    holes : Cases with missing values.
    drawn : (2, NEW, 2) New points of each class by the generative model, of the first two features; or
        (2, IMAGES, 8, 8) images, 0 to 16.
    numbers : How many numbers each model has learned.
    efficiency : How many examples LDA needs for each of logistic regression's, for large n; nan where LDA
        is not right, or not known to be.
    """

    params: Params
    n: int
    p: int
    at: int
    curves: Curves
    shown: Plane | Many
    line: Line
    likeness: Said
    border: Said
    loss_once: float
    norms: Floats
    norm: float
    norm_likeness: float
    norm_truth: float
    apart: bool
    holes: Holes
    drawn: Floats
    numbers: tuple[int, int]
    efficiency: float

    @property
    def generative(self) -> float:
        """The generative model's error on new cases, averaged over training sets."""
        return float(self.curves.generative[self.at].mean())

    @property
    def discriminative(self) -> float:
        """That of logistic regression."""
        return float(self.curves.discriminative[self.at].mean())

    @property
    def ahead(self) -> int:
        """1 if the generative model errs less, -1 if more, 0 if the training sets do not tell."""
        return int(self.curves.ahead[self.at])


def compute(params: Params, tables: Tables) -> Result:
    """Both models at the number of examples set; the whole axis is remembered."""
    settled = replace(params, n=STOPS[0] if params.n in STOPS else params.n)
    if params.situation in REAL:
        sweep = _of_table(tables[TABLE_OF[params.situation]], settled)
    else:
        sweep = _drawn(settled)
    return _shown(params, sweep)


# --- training sets -------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Draws:
    """Training sets and new cases.

    Attributes
    ----------
    X : (S, most, p) Examples in the order they are added, classes 0 and 1 in turn.
    fresh : (m, p) Cases to test on. share : (2, m) How far each is of class 0, and 1.
    place : (S, m) Of real rows where they stand in the training set; they are new up to there.
    unlabelled : (S, u, p). law : None for real data.
    middle, width : (p,) What real features were standardised by.
    """

    X: Floats
    fresh: Floats
    share: Floats
    place: Ints | None
    unlabelled: Floats
    law: ClassMixtures | None
    middle: Floats
    width: Floats

    def weight(self, n: int) -> Floats:
        """(S or 1, 2, m) Of each case that is new to a set of n, by class; they add up to 1."""
        new = np.ones((1, len(self.fresh))) if self.place is None else (self.place >= n)
        weight = self.share * new[:, None]
        return np.asarray(weight / weight.sum(axis=2, keepdims=True))


@dataclass(frozen=True, eq=False)
class _Examples:
    """What the penalty has no say in: training sets, and the generative model on them.

    Attributes
    ----------
    sizes : (K,) Numbers of examples.
    found, alone : (K, S) Errors of the generative model, with unlabelled examples and without.
    best : The smallest error possible; nan if it is not known.
    fits : To the first training set.
    """

    draws: _Draws
    sizes: Ints
    found: Floats
    alone: Floats
    best: float
    fits: list[GaussianClasses]


@dataclass(frozen=True, eq=False)
class _Sweep:
    """All stops of the axis: the errors, and the fits to the first training set."""

    draws: _Draws
    curves: Curves
    fits: list[GaussianClasses]
    weights: list[Floats]


def law_of(params: Params) -> ClassMixtures:
    """The law that drawn classes follow, each feature once."""
    p, round_one = params, np.eye(2)
    if p.situation == "twenty":
        S = CORRELATED + (1 - CORRELATED) * np.eye(FEATURES)
        half = np.linspace(0.05, 0.5, FEATURES)
        return normal_classes(np.stack([-half, half]), np.stack([S, S]))
    if p.situation == "curved":
        return normal_classes(np.zeros((2, 2)), np.stack([INSIDE * round_one, OUTSIDE * round_one]))
    if p.situation == "far":
        near = np.array([0.9, 0.0])
        means = np.array([[-near, -near], [near, FAR_MEAN]])
        roots = np.array([[round_one, round_one], [round_one, FAR_SD * round_one]])
        return ClassMixtures(means, roots, np.array([0.0, p.far]))
    half = np.full(2, p.distance / np.sqrt(8))
    S = np.array([[1.0, p.correlation], [p.correlation, 1.0]])
    return normal_classes(np.stack([-half, half]), np.stack([S, S]))


@lru_cache(maxsize=8)
def _drawn(params: Params) -> _Sweep:
    return _swept(params, _drawn_examples(replace(params, penalty=Params.penalty)))


@lru_cache(maxsize=4)
def _drawn_examples(params: Params) -> _Examples:
    law = law_of(params)
    plane = params.situation in PLANES and not params.unlabelled
    sets = SETS if plane else FEW_SETS
    turn = np.arange(AXIS_MOST) % 2
    X = law.draw(turn, np.random.default_rng([params.seed, 1]), sets)
    fresh = law.draw(np.arange(FRESH) % 2, np.random.default_rng([params.seed, 2]), 1)[0]
    many = np.arange(params.unlabelled) % 2
    unlabelled = law.draw(many, np.random.default_rng([params.seed, 3]), sets)
    one = expit(law.log_ratio(fresh))
    d = X.shape[2]
    share = np.stack([1 - one, one])
    draws = _Draws(X, fresh, share, None, unlabelled, law, np.zeros(d), np.ones(d))
    return _examples(params, draws)


@remembered
def _of_table(table: Table, params: Params) -> _Sweep:
    return _swept(params, _table_examples(table, replace(params, penalty=Params.penalty)))


@remembered
def _table_examples(table: Table, params: Params) -> _Examples:
    raw, label = _rows(table, params.situation)
    middle, width = raw.mean(axis=0), raw.std(axis=0)
    width[width == 0] = 1.0  # a pixel that is always white
    X = (raw - middle) / width
    sets = SETS if params.situation in PLANES else FEW_SETS
    most, rng = MOST[params.situation], np.random.default_rng([params.seed, 1])
    rows = np.empty((sets, most), np.int64)
    for kind in (0, 1):
        own = np.flatnonzero(label == kind)
        for one in range(sets):
            rows[one, kind::2] = rng.permutation(own)[: most // 2]
    place = np.full((sets, len(X)), most)
    np.put_along_axis(place, rows, np.arange(most), axis=1)
    share = np.stack([label == 0, label == 1]).astype(float)
    draws = _Draws(X[rows], X, share, place, np.empty((sets, 0, X.shape[1])), None, middle, width)
    return _examples(params, draws)


def _rows(table: Table, situation: str) -> tuple[Floats, Ints]:
    """Rows (n, p) and their class."""
    if situation == "penguins":
        X = np.column_stack([table["bill_length_mm"], table["body_mass_g"]])
        known = np.isin(table["species"], CLASSES["penguins"]) & ~np.isnan(X).any(axis=1)
        X, label = X[known], table["species"][known] == "Chinstrap"
    elif situation == "digits":
        X, every = np.asarray(table["X"], float), table["y"]
        X, label = X[np.isin(every, (3, 8))], every[np.isin(every, (3, 8))] == 8
    else:
        names = [name for name in table.columns if name != "malignant"]
        X, label = np.column_stack([table[name] for name in names]), table["malignant"] == 1
    return X, label.astype(np.int64)


# --- along the axis ------------------------------------------------------------------------------


def _examples(params: Params, draws: _Draws) -> _Examples:
    """The generative model on every training set at every stop."""
    p, X, most = params, draws.X, draws.X.shape[1]
    sizes = sorted({min(n, most) for n in (*STOPS, p.n)})
    turn, floor = np.arange(most) % 2, FLOOR_OF.get(p.situation, FLOOR)
    alone, found, fits = [], [], []
    for n in sizes:
        weight = draws.weight(n)
        belongs = _belongs(turn[:n], len(X))
        fit = fit_gaussian_classes(X[:, :n], belongs, p.generative, p.shrinkage, floor)
        alone.append(_errors(_by_likeness(fit, draws.fresh, p, n), weight, p.prior))
        if p.unlabelled:
            fit = fit_with_unlabelled(
                X[:, :n], belongs, draws.unlabelled, p.generative, p.shrinkage, ROUNDS
            )
            found.append(_errors(_by_likeness(fit, draws.fresh, p, n), weight, p.prior))
        fits.append(GaussianClasses(fit.means[0].copy(), fit.covariances[0].copy()))
    best = float("nan")
    if draws.law is not None:
        ratio = draws.law.log_ratio(draws.fresh) + logit(p.prior)
        best = float(_errors(ratio[None], draws.weight(0), p.prior)[0])
    return _Examples(draws, np.array(sizes), np.array(found or alone), np.array(alone), best, fits)


def _swept(params: Params, examples: _Examples) -> _Sweep:
    """Both models on every training set at every stop; a logistic fit starts from the one before."""
    p, draws, e = params, examples.draws, examples
    features, fresh = _features(draws.X, p), _features(draws.fresh, p)
    one = np.broadcast_to(np.arange(draws.X.shape[1]) % 2 == 1, draws.X.shape[:2])
    beta, weights, errors = None, [], []
    for n in e.sizes:
        beta = fit_logistic_sets(features[:, :n], one[:, :n], p.penalty / p.copies, beta)
        errors.append(_errors(_by_border(beta, fresh, p, n), draws.weight(n), p.prior))
        weights.append(beta[0])
    curves = Curves(e.sizes, e.found, np.array(errors), e.alone, e.best)
    return _Sweep(replace(draws, X=draws.X[:1].copy()), curves, e.fits, weights)


def _belongs(label: Ints, sets: int) -> Floats:
    """Weights (sets, 2, n) of examples with a label."""
    both = np.array([label == 0, label == 1], float)
    return np.broadcast_to(both, (sets, *both.shape))


def _features(X: Floats, params: Params) -> Floats:
    """What logistic regression is given: the features, and perhaps their squares."""
    return np.concatenate([X, np.square(X)], axis=-1) if params.squares else X


def _shift(params: Params, n: int, learned: bool) -> float:
    """What is added to log-odds, by the share of class 1: the one told, or that in training.

    Logistic regression has `learned` the share in training, the densities know of none.
    """
    in_training = float(np.log((n // 2) / (n - n // 2)))
    share = float(logit(params.prior)) if params.told else in_training
    return share - in_training if learned else share


def _by_likeness(fit: GaussianClasses, X: Floats, params: Params, n: int) -> Floats:
    """Log-odds of class 1 by Bayes' rule; naive Bayes counts each copy of a feature."""
    times = params.copies if fit.is_diagonal else 1
    return times * fit.log_ratio(X) + _shift(params, n, learned=False)


def _by_border(beta: Floats, features: Floats, params: Params, n: int) -> Floats:
    """Log-odds of class 1 by logistic regression, (..., m) for `beta` (..., d + 1).

    With c copies of a feature its weight is shared among them, and the penalty falls to 1 / c.
    """
    found = beta[..., 1:] @ features.T + beta[..., :1]
    return np.asarray(found + _shift(params, n, learned=True))


def _errors(ratio: Floats, weight: Floats, prior: float) -> Floats:
    """(S,) The share of cases that are wrong, where class 1 has the share `prior`; ratio (S, m)."""
    said = (ratio > 0).astype(float)
    if len(weight) == 1:
        said_one = said @ weight[0].T
    else:
        said_one = np.einsum("sm,skm->sk", said, weight)
    return np.asarray((1 - prior) * said_one[:, 0] + prior * (1 - said_one[:, 1]))


# --- at one place of it --------------------------------------------------------------------------


def _shown(params: Params, sweep: _Sweep) -> Result:
    p, draws, curves = params, sweep.draws, sweep.curves
    n = min(p.n, draws.X.shape[1] if p.situation in REAL else AXIS_MOST)
    at = curves.sizes.tolist().index(n)
    fit, beta = sweep.fits[at], sweep.weights[at]
    X, label = draws.X[0, :n], np.arange(n) % 2
    weight = draws.weight(n)[0] * np.array([[1 - p.prior], [p.prior]])
    fresh = _features(draws.fresh, p)
    ratios = _by_likeness(fit, draws.fresh, p, n), _by_border(beta, fresh, p, n)
    seen = _features(X, p)
    learned = _by_likeness(fit, X, p, n), _by_border(beta, seen, p, n)
    likeness, border = (
        _said(ratio, weight, own) for ratio, own in zip(ratios, learned, strict=True)
    )
    shift = _shift(p, n, learned=False)
    times = p.copies if fit.is_diagonal else 1
    loss_once = _loss((ratios[0] - shift) / times + shift, weight)
    if p.situation in PLANES:
        shown: Plane | Many = _plane(p, draws, fit, beta, n)
    else:
        new = np.flatnonzero(draws.weight(n)[0].sum(axis=0))[:SHOWN]
        height = np.random.default_rng([p.seed, 4]).random(len(new))
        kind = draws.share[1, new] > np.random.default_rng([p.seed, 5]).random(len(new))
        if draws.law is not None:  # drawn in turn
            kind = new % 2 == 1
        shown = Many(ratios[0][new], ratios[1][new], kind.astype(np.int64), height)
    _, slope, _ = fit.discriminant()
    straight = p.generative in ("nbs", "lda")
    # naive Bayes has the same weight for every copy, the others share one among them
    in_all = np.sqrt(p.copies) if fit.is_diagonal else 1 / np.sqrt(p.copies)
    d = X.shape[1] * p.copies
    return Result(
        params=p,
        n=n,
        p=d,
        at=at,
        curves=curves,
        shown=shown,
        line=_line(p, draws, fit, beta, n),
        likeness=likeness,
        border=border,
        loss_once=loss_once,
        norms=_path(seen.tobytes(), seen.shape[1], p.copies),
        norm=float(np.linalg.norm(beta[1:]) / np.sqrt(p.copies)),
        norm_likeness=float(np.linalg.norm(slope) * in_all) if straight else float("nan"),
        norm_truth=_true_norm(p),
        apart=bool(((learned[1] > 0) == (label == 1)).all()) and not p.squares,
        holes=_with_holes(p, draws, fit, beta, n),
        drawn=_new_points(p, draws, fit),
        numbers=(parameters(p.generative, d), (2 if p.squares else 1) * d + 1),
        efficiency=_efficiency(p),
    )


def _loss(ratio: Floats, weight: Floats) -> float:
    """Mean log loss of log-odds (m,) on cases of `weight` (2, m)."""
    wrong = np.stack([np.logaddexp(0, ratio), np.logaddexp(0, -ratio)])
    return float((weight * wrong).sum())


def _said(ratio: Floats, weight: Floats, learned: Floats) -> Said:
    """What log-odds (m,) are worth on cases of `weight` (2, m); `learned` (n,) are those in training."""
    chance, every = expit(ratio), weight.sum(axis=0)
    sure = np.abs(ratio) > logit(SURE)
    wrong = np.where(ratio > 0, weight[0], weight[1])
    how_sure = float(every[sure].sum())
    bins = np.minimum((chance * BINS).astype(np.int64), BINS - 1)
    size, said, came = (
        np.bincount(bins, each, BINS) for each in (every, every * chance, weight[1])
    )
    enough = np.bincount(bins, every > 0, BINS) >= 5
    with np.errstate(invalid="ignore"):
        mean, share = (np.where(enough, each / size, np.nan) for each in (said, came))
    return Said(
        _loss(ratio, weight),
        min(how_sure, 1.0),
        float(wrong[sure].sum()) / how_sure if how_sure else float("nan"),
        float(expit(np.abs(learned).min())),
        mean,
        share,
    )


@lru_cache(maxsize=8)
def _path(points: bytes, features: int, copies: int) -> Floats:
    """Lengths of logistic regression's weights at PENALTIES; `points` (n, features), classes in turn."""
    X = np.frombuffer(points).reshape(1, -1, features)
    one = np.arange(X.shape[1])[None] % 2 == 1
    beta, lengths = None, []
    for penalty in PENALTIES[::-1]:
        beta = fit_logistic_sets(X, one, penalty / copies, beta)
        lengths.append(float(np.linalg.norm(beta[0, 1:])))
    return np.asarray(np.array(lengths[::-1]) / np.sqrt(copies))


def _efficiency(params: Params) -> float:
    """Efron's, where one covariance is shared by two normal classes."""
    if params.situation not in ("round", "twenty"):
        return float("nan")
    law = law_of(params)
    apart = np.linalg.solve(law.roots[0, 0], law.means[1, 0] - law.means[0, 0])
    return efficiency_of_logistic(float(np.linalg.norm(apart)))


def _true_norm(params: Params) -> float:
    """The length of the true weights; nan where log-odds bend, or are not known."""
    if params.situation not in ("round", "twenty"):
        return float("nan")
    law = law_of(params)
    root = law.roots[0, 0]
    weights = np.linalg.solve(root @ root.T, law.means[1, 0] - law.means[0, 0])
    return float(np.linalg.norm(weights) / np.sqrt(params.copies))


def box_of(params: Params, draws: _Draws) -> tuple[Floats, Floats]:
    """Low and high ends, (2,) each, of the plane that is drawn: the same for every n."""
    if params.situation == "far":
        return np.array([-4.5, -4.5]), np.array([10.5, 8.5])
    if params.situation == "penguins":
        return draws.fresh.min(axis=0) - 0.4, draws.fresh.max(axis=0) + 0.4
    reach = 5.5 if params.situation == "curved" else params.distance / np.sqrt(8) + 2.9
    return np.full(2, -reach), np.full(2, reach)


def _plane(params: Params, draws: _Draws, fit: GaussianClasses, beta: Floats, n: int) -> Plane:
    p, X = params, draws.X[0, :n]
    low, high = box_of(p, draws)
    x, y = (np.linspace(low[i], high[i], SIDE) for i in (0, 1))
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    truth = np.full(len(grid), np.nan)
    if draws.law is not None:
        truth = draws.law.log_ratio(grid) + logit(p.prior)
    far = np.array([FAR_POINT])
    both = np.array([_by_likeness(fit, far, p, n)[0], _by_border(beta, _features(far, p), p, n)[0]])
    density = np.logaddexp(*fit.log_densities(np.vstack([far, X]))) - np.log(2)
    return Plane(
        points=X.copy(),
        label=np.arange(n) % 2,
        unlabelled=draws.unlabelled[0].copy(),
        means=fit.means,
        covariances=fit.full(),
        x=x,
        y=y,
        by_likeness=_by_likeness(fit, grid, p, n).reshape(SIDE, SIDE),
        by_border=_by_border(beta, _features(grid, p), p, n).reshape(SIDE, SIDE),
        in_truth=truth.reshape(SIDE, SIDE),
        far_says=expit(np.abs(both)),
        far_density=float(density[0] / np.log(10)),
        least_density=float(density[1:].min() / np.log(10)),
    )


def _line(params: Params, draws: _Draws, fit: GaussianClasses, beta: Floats, n: int) -> Line:
    p = params
    if draws.law is None:
        means = draws.share @ draws.fresh / draws.share.sum(axis=1)[:, None]
    else:
        law = draws.law
        share = np.stack([1 - law.second, law.second], axis=1)
        means = (share[..., None] * law.means).sum(axis=1)
    way = means[1] - means[0]
    length = float(np.linalg.norm(way))
    way = way / length if length > 0 else np.eye(len(way))[0]
    reach = max(1.25 * length, 4.0)
    place = np.linspace(-reach, reach, ALONG)
    points = means.mean(axis=0) + place[:, None] * way
    shift = _shift(p, n, learned=False)
    times = p.copies if fit.is_diagonal else 1
    hills = times * fit.log_densities(points) + np.array([[0.0], [shift]])
    return Line(
        place,
        np.exp(hills - hills.max()),
        expit(_by_likeness(fit, points, p, n)),
        expit(_by_border(beta, _features(points, p), p, n)),
    )


def _with_holes(params: Params, draws: _Draws, fit: GaussianClasses, beta: Floats, n: int) -> Holes:
    """Both models on new cases. What is missing at a share is so at a larger one, in all its copies."""
    p, weight = params, draws.weight(n)[0]
    new = np.flatnonzero(weight.sum(axis=0))
    new = new[: HOLED if fit.is_diagonal or draws.X.shape[2] == 2 else HOLED_MANY]
    X, weight = draws.fresh[new], weight[:, new]
    weight = weight / weight.sum(axis=1, keepdims=True)
    luck = np.random.default_rng([p.seed, 7]).random(X.shape)
    mean = draws.X[0, :n].mean(axis=0)
    times, shift = p.copies if fit.is_diagonal else 1, _shift(p, n, learned=False)
    found = []
    for share in HOLES:
        known = luck >= share
        densities = fit.log_densities_of_known(X, known)
        filled = _features(np.where(known, X, mean), p)
        ratios = times * (densities[1] - densities[0]) + shift, _by_border(beta, filled, p, n)
        found.append([_errors(each[None], weight[None], p.prior)[0] for each in ratios])
    generative, discriminative = np.array(found).T
    return Holes(len(new), generative.copy(), discriminative.copy())


def _new_points(params: Params, draws: _Draws, fit: GaussianClasses) -> Floats:
    """Points drawn from the generative model's classes, with the same random numbers at every n."""
    rng, images = np.random.default_rng([params.seed, 6]), params.situation == "digits"
    roots = np.sqrt(fit.covariances) if fit.is_diagonal else np.linalg.cholesky(fit.covariances)
    z = rng.standard_normal((2, IMAGES if images else NEW, fit.means.shape[1]))
    spread = z * roots[:, None] if fit.is_diagonal else z @ np.swapaxes(roots, 1, 2)
    points = fit.means[:, None] + spread
    if images:
        grey = np.clip(points * draws.width + draws.middle, 0, 16)
        return grey.reshape(2, IMAGES, 8, 8)
    return points[..., :2].copy()
