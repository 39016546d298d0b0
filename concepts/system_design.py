"""A design as a funnel: a cheap score chooses what the costly step looks at, and both have a budget."""

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from concepts.controls import check, controls_of, one_of, ranged, seeded, stops, switch
from methods.geometry.principal_components import principal_components
from methods.once import once
from methods.serving.auction import second_price
from methods.serving.desk import Scores
from methods.serving.quantized import index_bytes, nearest_rows, neighbours_found, quantize
from methods.serving.queues import (
    erlang_c,
    offered_work,
    quantile_after,
    response_quantile,
    servers_for,
)
from methods.serving.slowest import Call, hedged_tail, slowest_quantile
from methods.serving.two_stage import (
    alone,
    best_values,
    combined,
    found_share,
    ideal_value,
    list_value,
    rank_of,
)
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]
Values = Any  # an array, or a number of one

DESIGNS = {
    "recommendation": "Recommendation",
    "search": "Search",
    "ads": "Ads",
    "fraud": "Fraud",
    "moderation": "Moderation",
}
RANKED, REVIEWED = ("recommendation", "search", "ads"), ("fraud", "moderation")
VARIES = {"much": "Much: exponential", "little": "Hardly at all"}
BITS = {"32": "32", "16": "16", "8": "8", "4": "4", "1": "1: only signs"}
SHOWN = 10  # items of the final list
GOOD = 100  # dots
DAY = 480.0  # minutes that a reviewer works
P99 = 0.99
AUCTIONS, ADS, MEAN_LOGIT, LOGIT_SPREAD, BID_SPREAD = 1000, 20, -4.6, 0.8, 0.5
SLOPES = np.round(np.arange(0.4, 2.55, 0.1), 1)
BUSY = np.linspace(0.05, 0.98, 94)
SHARDS = np.unique(np.round(np.logspace(0, 3, 46)))
CELLS = 61  # of a shard's quantiles, ever narrower towards the slowest
COMPONENTS, QUERIES, NEAREST, FETCHED = 64, 200, 10, 100
SCORES, DESK, SERVING, SPREAD, VECTORS, AUCTION, BUDGET = (
    "Scores", "Review desk", "Serving", "Shards", "Vectors", "Auction", "Budget",
)  # fmt: skip


def said_of(k: int, params: "Params") -> str:
    """What a place of the axis is called."""
    return f"{k:,} {'reviews' if params.design in REVIEWED else 'candidates'}"


@dataclass(frozen=True)
class Params:
    """What goes into the funnel, how good its scores are, what it costs and what it may."""

    design: str = one_of(
        "recommendation",
        DESIGNS,
        "Design",
        help="Who stands behind the line: a ranker, or people who review. Numbers stay as they are.",
        main=True,
    )
    k: int = ranged(
        500,
        10,
        100_000,
        "Let through, K",
        scale="log",
        names=said_of,
        help="How many the next step looks at: candidates of a request, or reviews of a day.",
    )
    corpus: int = ranged(
        10_000_000,
        10_000,
        10_000_000_000,
        "Corpus",
        scale="log",
        help="Items to choose from; cases of a day where people review.",
        main=True,
    )
    cheap: float = ranged(
        0.8,
        0.3,
        0.99,
        "Cheap score's correlation",
        step=0.01,
        help="With the true value, over the whole corpus.",
        group=SCORES,
        when=("design", RANKED),
        main=True,
    )
    ranker: float = ranged(
        0.95,
        0.3,
        0.99,
        "Ranker's correlation",
        step=0.01,
        help="The costly score's with the true value. Its errors are its own.",
        group=SCORES,
        when=("design", RANKED),
    )
    combine: bool = switch(
        False,
        "Rank by both scores",
        help="The best linear combination of the cheap and the costly score, in place of the costly one.",
        group=SCORES,
        when=("design", RANKED),
    )
    age: float = ranged(
        0.0,
        0.0,
        2.0,
        "Age of the features",
        step=0.05,
        help="In times of their own decay: the cheap score's correlation falls to 1/e of it in 1.",
        group=SCORES,
        when=("design", RANKED),
    )
    rate: float = ranged(
        0.001,
        0.0001,
        0.1,
        "Share of bad cases",
        scale="log",
        help="Base rate: frauds among payments, banned posts among posts.",
        group=DESK,
        when=("design", REVIEWED),
    )
    separation: float = ranged(
        3.0,
        1.0,
        5.0,
        "Separation of the scores",
        step=0.1,
        unit="sd",
        help="How much higher the bad cases score on average.",
        group=DESK,
        when=("design", REVIEWED),
        main=True,
    )
    sure: float = ranged(
        1.0,
        0.5,
        1.0,
        "Act without review from a precision of",
        step=0.01,
        help="The highest scores are acted on by themselves while so many are bad. 1: never.",
        group=DESK,
        when=("design", REVIEWED),
    )
    worth: float = ranged(
        90.0,
        0.1,
        1000.0,
        "A bad case costs",
        scale="log",
        unit="dollars",
        help="On average, if it is not stopped. Assumed.",
        group=DESK,
        when=("design", REVIEWED),
    )
    minutes: float = ranged(
        5.0,
        0.2,
        60.0,
        "Minutes a review",
        scale="log",
        unit="min",
        help="On average.",
        group=DESK,
        when=("design", REVIEWED),
    )
    wage: float = ranged(
        60.0,
        5.0,
        200.0,
        "An hour of review costs",
        step=5.0,
        unit="dollars",
        help="Assumed. What a review costs is this times its minutes.",
        group=DESK,
        when=("design", REVIEWED),
    )
    load: int = ranged(
        2000,
        1,
        100_000,
        "Requests a second",
        scale="log",
        help="At the peak, as the cores have to serve it.",
        group=SERVING,
        when=("design", RANKED),
        main=True,
    )
    per_item: float = ranged(
        0.02,
        0.001,
        10.0,
        "Work for a candidate",
        scale="log",
        unit="ms",
        help="Of one core: what the ranker takes for one candidate.",
        group=SERVING,
        when=("design", RANKED),
    )
    fixed: float = ranged(
        2.0,
        0.0,
        50.0,
        "Work for a request",
        step=0.5,
        unit="ms",
        help="Of one core, whatever the number of candidates.",
        group=SERVING,
        when=("design", RANKED),
    )
    busy: float = ranged(
        0.7,
        0.3,
        0.98,
        "Busy at most",
        step=0.01,
        help="Share of the time that cores or reviewers work. The rest keeps queues short.",
        group=SERVING,
    )
    varies: str = one_of(
        "much",
        VARIES,
        "Work varies",
        help="Exponential work is the pessimist's case; for a fixed K the work hardly varies.",
        group=SERVING,
    )
    price: float = ranged(
        0.05,
        0.01,
        1.0,
        "A core costs an hour",
        scale="log",
        unit="dollars",
        help="Assumed.",
        group=SERVING,
        when=("design", RANKED),
    )
    shards: int = ranged(
        100,
        1,
        1000,
        "Shards",
        scale="log",
        help="Parts of the index. A request asks all and waits for the slowest.",
        group=SPREAD,
        when=("design", ("search",)),
    )
    shard: float = ranged(
        10.0,
        1.0,
        100.0,
        "A shard takes",
        scale="log",
        unit="ms",
        help="Its mean time, but for stragglers.",
        group=SPREAD,
        when=("design", ("search",)),
    )
    stragglers: float = ranged(
        0.0,
        0.0,
        0.1,
        "Stragglers",
        step=0.005,
        help="Share of calls that take 10 to 30 times as long.",
        group=SPREAD,
        when=("design", ("search",)),
    )
    hedge: float = ranged(
        0.0,
        0.0,
        100.0,
        "Second copy after",
        step=1.0,
        unit="ms",
        help="Asks a shard's replica too if no answer has come by then. 0: never.",
        group=SPREAD,
        when=("design", ("search",)),
    )
    dimensions: int = ranged(
        128,
        8,
        1024,
        "Dimensions of a vector",
        scale="log",
        help="Each item has one, in memory.",
        group=VECTORS,
        when=("design", RANKED),
    )
    bits: str = one_of(
        "32",
        BITS,
        "Bits a number",
        help="Fewer need less memory. What they lose is measured on real images.",
        group=VECTORS,
        when=("design", RANKED),
    )
    slope: float = ranged(
        1.0,
        0.4,
        2.5,
        "Slope of the predictions",
        step=0.1,
        help="Of predicted log-odds over true ones, about their mean: above 1 is too sure.",
        group=AUCTION,
        when=("design", ("ads",)),
    )
    noise: float = ranged(
        0.0,
        0.0,
        1.5,
        "Noise of the predictions",
        step=0.1,
        help="Standard deviation, in log-odds.",
        group=AUCTION,
        when=("design", ("ads",)),
    )
    kept: float = ranged(
        1.0,
        0.01,
        1.0,
        "Negatives kept in training",
        scale="log",
        help="And not corrected for: predicted odds are too high by one over this.",
        group=AUCTION,
        when=("design", ("ads",)),
    )
    most_ms: float = ranged(
        60.0,
        5.0,
        1000.0,
        "p99 at most",
        scale="log",
        unit="ms",
        help="99 of 100 requests are to be answered by then.",
        group=BUDGET,
        when=("design", RANKED),
    )
    most_cores: int = ranged(
        40,
        1,
        10_000,
        "Cores at most",
        scale="log",
        help="That the ranker may take.",
        group=BUDGET,
        when=("design", RANKED),
    )
    most_memory: float = ranged(
        8.0,
        0.1,
        10_000.0,
        "Memory at most",
        scale="log",
        unit="GB",
        help="That the vectors may take; a GB is 10⁹ bytes.",
        group=BUDGET,
        when=("design", RANKED),
    )
    most_cost: float = ranged(
        0.3,
        0.01,
        100.0,
        "A million requests cost at most",
        scale="log",
        unit="dollars",
        help="In cores.",
        group=BUDGET,
        when=("design", RANKED),
    )
    most_wait: float = ranged(
        30.0,
        1.0,
        480.0,
        "p99 of a decision at most",
        scale="log",
        unit="min",
        help="From a case's arrival to its decision, in minutes of a working day.",
        group=BUDGET,
        when=("design", REVIEWED),
    )
    most_people: int = ranged(
        50,
        1,
        10_000,
        "Reviewers at most",
        scale="log",
        help="People who are there on a day of eight hours.",
        group=BUDGET,
        when=("design", REVIEWED),
    )
    most_wasted: float = ranged(
        0.9,
        0.1,
        0.99,
        "In vain at most",
        step=0.01,
        help="Share of the reviewed cases that may turn out to be fine.",
        group=BUDGET,
        when=("design", REVIEWED),
    )
    seed: int = seeded(0)

    def __post_init__(self) -> None:
        check(self)


AXIS = "k"
STOPS = tuple(int(value) for value in stops(controls_of(Params)[AXIS]))

_SEARCH = Params(
    design="search", k=1000, corpus=1_000_000_000, cheap=0.9, varies="little", shards=100,
    stragglers=0.01, most_ms=100.0, most_cores=80, bits="8", most_memory=200.0, most_cost=0.6,
)  # fmt: skip
_FRAUD = Params(design="fraud", k=5000, corpus=1_000_000, most_people=60)
PRESETS = {
    "start": Params(k=300, most_ms=50.0, most_cores=30),
    "search": _SEARCH,
    "fraud": _FRAUD,
    "moderation": Params(
        design="moderation", k=100_000, corpus=100_000_000, separation=3.5, sure=0.99, worth=2.0,
        minutes=0.5, wage=30.0, most_people=200, most_wait=5.0, most_wasted=0.6,
    ),
    "ads": Params(
        design="ads", k=1000, corpus=1_000_000, slope=1.8, varies="little", load=10_000,
        most_cores=400, most_ms=40.0,
    ),
    "weak_ranker": Params(
        k=10_000, ranker=0.6, varies="little", most_ms=300.0, most_cores=600, most_cost=5.0
    ),
    "stale": Params(k=1000, age=0.25, varies="little", most_cores=80, most_cost=0.6),
    "fewer_bits": Params(
        k=500, corpus=1_000_000_000, bits="4", varies="little", most_memory=100.0, cheap=0.9
    ),
}  # fmt: skip
LOOKS = (
    "k", "seed", "combine", "slope", "noise", "kept", "bits", "dimensions", "most_ms", "most_cores",
    "most_memory", "most_cost", "most_wait", "most_people", "most_wasted",
)  # fmt: skip  # without a say in what the funnel comes to, but for `combine`, which stays

STEPS = {
    "goal": ("most_ms", "most_cores", "most_memory", "most_cost", "most_wait", "most_people",
             "most_wasted", "worth"),
    "data": ("corpus", "rate", "seed"),
    "features": ("age", "dimensions"),
    "model": ("cheap", "ranker", "combine", "separation"),
    "training": ("slope", "noise", "kept"),
    "serving": ("k", "load", "per_item", "fixed", "busy", "varies", "price", "shards", "shard",
                "stragglers", "hedge", "bits", "minutes", "wage"),
    "watching": ("sure",),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Funnel:
    """What each of some numbers let through comes to, (n,); numbers where it is one of them.

    Attributes
    ----------
    chosen : Let through: never more than there are.
    recall : Share of the good (ranked) or bad (reviewed) cases that get that far, on average.
    worth : Of the final list, as a share of the ideal one; net worth of a day's reviews, in $.
    p50, p99 : Time to an answer, in ms; to a decision, in minutes. The first is nan where reviewed.
    servers : Cores, or reviewers.
    cost : Of a million requests, or of a day's reviews, in $.
    wasted : Share of the reviewed that are fine; nan where ranked.
    """

    chosen: Values
    recall: Values
    worth: Values
    p50: Values
    p99: Values
    servers: Values
    cost: Values
    wasted: Values

    def __getitem__(self, i: int) -> "Funnel":
        """The same at one of them."""
        return Funnel(**{f.name: getattr(self, f.name)[i] for f in fields(self)})


@dataclass(frozen=True, eq=False)
class Auctions:
    """What overconfident or noisy click rates cost, of what right ones bring.

    Attributes
    ----------
    revenue, value : At SLOPES, as shares of those of right predictions.
    here_revenue, here_value : At the slope asked for.
    overstated : How many times too high the winners' click rates are predicted.
    """

    revenue: Floats
    value: Floats
    here_revenue: float
    here_value: float
    overstated: float


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown. Undefined, as what only another design has, is nan or None.

    Attributes
    ----------
    ranks, values : Of the GOOD dots, best first: rank by the cheap score, and value in standard
        deviations (ranked) or in $ (reviewed).
    sweep, here : At STOPS, and at the K asked for.
    acted : Cases acted on without review. alone : Share of the bad that these hold.
    memory : Of the vectors, in GB. ideal : Mean value of the SHOWN best, in standard deviations.
    waiting : Share of requests, or cases, that have to wait for a server.
    tails : (3, BUSY) p99 of one server, of eight with one queue, and the median of one, in mean works.
    slowest : (2, SHARDS) median and p99 of the slowest of so many shards, in ms, and `hedged`, the same
        with the second copy; empty without.
    shard_p99 : Of one shard. slow : Share of requests that wait longer than that for the slowest.
    extra : Share of calls that get a second copy.
    auctions : None but for ads.
    found, fetched : By BITS, the share of the nearest that are found at once, and among FETCHED; nan
        with 32 bits.
    """

    params: Params
    ranks: Floats
    values: Floats
    sweep: Funnel
    here: Funnel
    acted: float
    alone: float
    memory: float
    ideal: float
    waiting: float
    tails: Floats
    slowest: Floats
    hedged: Floats
    shard_p99: float
    slow: float
    extra: float
    auctions: Auctions | None
    found: Floats
    fetched: Floats

    @property
    def ranked(self) -> bool:
        """Whether a ranker stands behind the line, and not people."""
        return self.params.design in RANKED

    @property
    def line(self) -> float:
        """The rank of the last one let through."""
        return float(self.acted + self.here.chosen)

    @property
    def reached(self) -> int:
        """How many of the dots get past the line."""
        return int(np.count_nonzero(self.ranks <= self.line))

    @once
    def costs(self) -> tuple[tuple[str, float, float, str], ...]:
        """The gauges: name, cost, limit and unit of each."""
        p, here = self.params, self.here
        if self.ranked:
            return (
                ("p99", float(here.p99), p.most_ms, "ms"),
                ("Cores", float(here.servers), float(p.most_cores), ""),
                ("Memory", self.memory, p.most_memory, "GB"),
                ("Cost", float(here.cost), p.most_cost, "$"),
            )
        return (
            ("p99", float(here.p99), p.most_wait, "min"),
            ("Reviewers", float(here.servers), float(p.most_people), ""),
            ("In vain", 100 * float(here.wasted), 100 * p.most_wasted, "%"),
        )

    @once
    def largest_within(self) -> float:
        """The largest of STOPS within the budget; nan if none is."""
        p, s = self.params, self.sweep
        if self.ranked:
            good = (s.p99 <= p.most_ms) & (s.servers <= p.most_cores) & (s.cost <= p.most_cost)
            good &= self.memory <= p.most_memory
        else:
            good = (s.p99 <= p.most_wait) & (s.servers <= p.most_people)
            good &= s.wasted <= p.most_wasted
        within = np.flatnonzero(good)
        return float(STOPS[within[-1]]) if within.size else float("nan")

    @once
    def best(self) -> float:
        """The K of STOPS at which the list, or the net worth of reviews, is greatest."""
        return float(STOPS[int(np.argmax(self.sweep.worth))])

    def first_with(self, recall: float) -> float:
        """The K, between stops, from which on recall is so much; nan if it never is."""
        found = self.sweep.recall
        if not found[0] < recall <= found[-1]:
            return float("nan")
        return float(np.exp(np.interp(recall, found, np.log(STOPS))))

    @once
    def touched(self) -> tuple[bool, ...]:
        """Of each of STEPS, whether one of its controls is not as the page begins."""
        p = self.params
        return tuple(
            any(getattr(p, name) != getattr(Params, name) for name in names)
            for names in STEPS.values()
        )


def compute(params: Params, tables: Tables) -> Result:
    """The funnel at every stop and where it stands, and what its parts cost.

    `tables["fashion_mnist_2000"]["X"]` is read if numbers have fewer than 32 bits.
    """
    p = params
    plain = replace(p, **{n: getattr(Params, n) for n in LOOKS if n != "combine"})
    here = _funnel(plain, (p.k,))[0]
    ranks, values = _dots(plain, p.seed)
    acted, alone_found = _acted(plain)
    ranked = p.design in RANKED
    work = (p.fixed + p.per_item * here.chosen) / 1000 if ranked else p.minutes
    rate = p.load if ranked else here.chosen / DAY
    call = _call(p)
    searching = p.design == "search"
    one = float(slowest_quantile(P99, 1, call)) if searching else float("nan")
    beyond = -np.expm1(p.shards * np.log1p(-hedged_tail(call, p.hedge, one)))
    slowest, hedged = _slowest(call, p.hedge) if searching else (np.zeros((2, 0)),) * 2
    found = np.full((2, len(BITS)), np.nan)
    if ranked and p.bits != "32":
        found = _bits(tables["fashion_mnist_2000"])
    return Result(
        params=p,
        ranks=ranks,
        values=values,
        sweep=_funnel(plain, STOPS),
        here=here,
        acted=acted,
        alone=alone_found,
        memory=index_bytes(p.corpus, p.dimensions, int(p.bits)) / 1e9 if ranked else float("nan"),
        ideal=ideal_value(p.corpus, SHOWN) if ranked else float("nan"),
        waiting=float(erlang_c(here.servers, offered_work(rate, work))),
        tails=_tails(p.varies),
        slowest=slowest,
        hedged=hedged,
        shard_p99=one,
        slow=float(beyond) if searching else float("nan"),
        extra=float(call.tail(p.hedge)) if searching and p.hedge else float("nan"),
        auctions=_auctions(p.slope, p.noise, p.kept, p.seed) if p.design == "ads" else None,
        found=found[0],
        fetched=found[1],
    )


def scores(params: Params) -> Scores:
    """The cases of a day, where people review."""
    return Scores(params.corpus, params.rate, params.separation)


def cheap_correlation(params: Params) -> float:
    """The cheap score's correlation with the value, with features as old as they are."""
    return float(params.cheap * np.exp(-params.age))


def _call(p: Params) -> Call:
    return Call(p.shard, p.varies == "much", p.stragglers)


@lru_cache(maxsize=64)
def _funnel(p: Params, ks: tuple[int, ...]) -> Funnel:
    if p.design in REVIEWED:
        return _desk(p, np.array(ks, float))
    chosen = np.minimum(np.array(ks, float), p.corpus)
    rho = cheap_correlation(p)
    orders = combined(rho, p.ranker) if p.combine else alone(rho, p.ranker)
    work = p.fixed + p.per_item * chosen  # ms
    load = offered_work(p.load, work / 1000)
    cores = servers_for(load, p.busy)
    even = p.varies == "little"
    before, weight = _before(_call(p), p.shards, p.hedge) if p.design == "search" else _nothing()
    half, most = (quantile_after(q, cores, load, work, before, weight, even) for q in (0.5, P99))
    return Funnel(
        chosen=chosen,
        recall=found_share(chosen, p.corpus, GOOD, rho),
        worth=list_value(chosen, p.corpus, rho, orders, SHOWN) / ideal_value(p.corpus, SHOWN),
        p50=half,
        p99=most,
        servers=cores,
        cost=cores * p.price / 3600 / p.load * 1e6,
        wasted=np.full(len(chosen), np.nan),
    )


def _desk(p: Params, ks: Floats) -> Funnel:
    cases, (acted, alone_found) = scores(p), _acted(p)
    chosen = np.minimum(ks, p.corpus - acted)
    bad = cases.bad_among(acted + chosen) - alone_found * cases.bad
    load = offered_work(chosen / DAY, p.minutes)
    people = servers_for(load, p.busy)
    cost = chosen * p.minutes / 60 * p.wage
    most = p.minutes * response_quantile(P99, people, load, p.varies == "little")
    return Funnel(
        chosen=chosen,
        recall=bad / cases.bad + alone_found,
        worth=bad * p.worth - cost,
        p50=np.full(len(ks), np.nan),
        p99=most,
        servers=people,
        cost=cost,
        wasted=1 - bad / chosen,
    )


@lru_cache(maxsize=64)
def _acted(p: Params) -> tuple[float, float]:
    """Cases acted on without review, and the share of the bad that these are."""
    if p.design in RANKED or p.sure == 1:
        return 0.0, 0.0
    cases = scores(p)
    acted = cases.act_alone(p.sure)
    return acted, float(cases.bad_among(acted)) / cases.bad if acted else 0.0


@lru_cache(maxsize=64)
def _dots(p: Params, seed: int) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    if p.design in RANKED:
        values, rho = best_values(p.corpus, GOOD, rng), cheap_correlation(p)
        score = rho * values + np.sqrt(1 - rho**2) * rng.standard_normal(GOOD)
        return np.minimum(rank_of(score, p.corpus), p.corpus), values
    score = p.separation + rng.standard_normal(GOOD)
    amounts = np.exp(np.log(p.worth) - 0.5 + rng.standard_normal(GOOD))  # its mean is the worth
    order = np.argsort(-amounts)
    return np.clip(scores(p).above(score), 1, p.corpus)[order], amounts[order]


def _nothing() -> tuple[Floats, Floats]:
    return np.zeros(1), np.ones(1)


@lru_cache(maxsize=16)
def _before(call: Call, shards: int, hedge: float) -> tuple[Floats, Floats]:
    """Times of the slowest shard, and how often each stands for what it takes."""
    cells = 1 - np.logspace(0, -4, CELLS)
    weight = np.diff(cells)
    times = slowest_quantile((cells[1:] + cells[:-1]) / 2, shards, call, hedge)
    return times, weight / weight.sum()


@lru_cache(maxsize=16)
def _slowest(call: Call, hedge: float) -> tuple[Floats, Floats]:
    q = np.array([[0.5], [P99]])
    second = slowest_quantile(q, SHARDS, call, hedge) if hedge else np.zeros((2, 0))
    return slowest_quantile(q, SHARDS, call), second


@lru_cache(maxsize=2)
def _tails(varies: str) -> Floats:
    even = varies == "little"
    many = (P99, 1), (P99, 8), (0.5, 1)
    return np.array([response_quantile(q, c, c * BUSY, even) for q, c in many])


@lru_cache(maxsize=16)
def _auctions(slope: float, noise: float, kept: float, seed: int) -> Auctions:
    rng = np.random.default_rng(seed)
    shape = AUCTIONS, ADS
    spread = LOGIT_SPREAD * rng.standard_normal(shape)
    bids = np.exp(BID_SPREAD * rng.standard_normal(shape))
    wrong = noise * rng.standard_normal(shape) - np.log(kept)
    true = expit(MEAN_LOGIT + spread)
    right = second_price(bids, true, true)
    *swept, here = (
        second_price(bids, expit(MEAN_LOGIT + each * spread + wrong), true)
        for each in (*SLOPES, slope)
    )
    return Auctions(
        revenue=np.array([each.revenue for each in swept]) / right.revenue,
        value=np.array([each.value for each in swept]) / right.value,
        here_revenue=here.revenue / right.revenue,
        here_value=here.value / right.value,
        overstated=here.predicted / here.clicked,
    )


@remembered
def _bits(table: Table) -> Floats:
    """Found at once, and among FETCHED, (2, BITS), of real images on their principal components."""
    X = np.asarray(table["X"], float)
    parts = principal_components(X, COMPONENTS)
    Z = (X - parts.mean) @ parts.axes.T
    queries, rows = Z[:QUERIES], Z[QUERIES:]
    true = nearest_rows(queries, rows, NEAREST)
    found = [
        neighbours_found(true, queries, quantize(rows, int(bits)), NEAREST, FETCHED)
        for bits in BITS
    ]
    return np.array(found).T
