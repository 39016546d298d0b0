"""One set of cases under three kinds of feedback; a grid world; few labels and many points."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from concepts.controls import check, controls_of, one_of, ranged, seeded, stops
from methods.clustering.agreement import adjusted_rand_index, contingency
from methods.clustering.k_means import Clusters, farthest_first, lloyd, squared_to
from methods.models.growing_ridge import growing_ridge
from methods.once import once
from methods.reinforcement.grid_world import GridWorld, grid_world
from methods.reinforcement.linear_bandit import epsilon_greedy
from methods.reinforcement.q_learning import greedy_actions, greedy_path, q_learning
from methods.reinforcement.value_iteration import value_iteration
from methods.semi_supervised.drawn_classes import crossed_groups, half_moons
from methods.semi_supervised.label_spreading import neighbour_graph, spreading
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

WORLDS = {
    "penguins": "Penguins, three ways (real)",
    "crossed": "Groups that cross the classes, three ways",
    "grid": "A grid world with two prizes",
    "moons": "Half-moons, few labels",
    "few_crossed": "Groups that cross the classes, few labels",
}
THREE, GRID, LABELS = ("penguins", "crossed"), ("grid",), ("moons", "few_crossed")
UNIT = dict.fromkeys(THREE, "case") | {"grid": "episode"} | dict.fromkeys(LABELS, "label")

# Cases in all, as penguins are; and those that are met: the rest is held out.
CASES, KNOWN = 333, 200
# Of the worlds of few labels: points, edges, draws of the labels.
POINTS, NEIGHBOURS, DRAWS = 300, 7, 20
ROWS = (
    "#########",
    "#o......#",
    "#.####..#",
    "#.#....##",
    "#S..##.G#",
    "#########",
)
NEAR, FAR = "o", "G"
STEPS_NEAR, STEPS_FAR = 3, 8
RECENT = 10  # episodes whose mean return is drawn
AGENT, WORLD, GROUPS, SPREAD = "Agent", "World", "Groups", "Few labels"


def met_as(value: int, params: "Params") -> str:
    """What a place of the axis is called: 1 case, 20 episodes, 4 labels."""
    unit = "penguin" if params.world == "penguins" else UNIT[params.world]
    return f"{value:,} {unit}{'' if value == 1 else 's'}"


@dataclass(frozen=True)
class Params:
    """Which world, how much of it is met, and how the learners go about it."""

    world: str = one_of(
        "penguins", WORLDS, "World", group=WORLD, main=True,
        help="What is learned from: cases met in turn, a grid of cells, or points with few labels.",
    )  # fmt: skip
    met: int = ranged(
        100, 4, 200, "Experience", scale="log", names=met_as,
        help="Cases met, episodes played or points labelled so far.",
    )  # fmt: skip
    epsilon: float = ranged(
        0.15, 0.0, 1.0, "Exploration ε", step=0.05, group=AGENT, when=("world", THREE + GRID), main=True,
        help="The chance of trying something that does not look best. In the grid: a move drawn evenly.",
    )  # fmt: skip
    first_guess: float = ranged(
        0.5, 0.0, 1.0, "First guess of a reward", step=0.01, group=AGENT, when=("world", THREE),
        help="What the agent expects of a case before it has tried any.",
    )  # fmt: skip
    first_value: float = ranged(
        0.0, 0.0, 1.0, "First value of a move", step=0.05, group=AGENT, when=("world", GRID),
        help="What every move is taken to be worth before it is tried. High: what is new looks good.",
    )  # fmt: skip
    alpha: float = ranged(
        0.5, 0.01, 1.0, "Learning rate α", scale="log", group=AGENT, when=("world", GRID),
        help="How far a value moves towards what a move turned out to be worth.",
    )  # fmt: skip
    gamma: float = ranged(
        0.95, 0.5, 0.99, "Discount γ", step=0.01, group=AGENT, when=("world", GRID),
        help="What a reward is worth one move later.", main=True,
    )  # fmt: skip
    small: float = ranged(
        0.3, 0.0, 1.0, "Small prize", step=0.01, group=WORLD, when=("world", GRID), main=True,
        help="What the near prize pays. The far one pays 1.",
    )  # fmt: skip
    slip: float = ranged(
        0.0, 0.0, 0.5, "Slip", step=0.05, group=WORLD, when=("world", GRID),
        help="The chance that a move turns to its left or right.",
    )  # fmt: skip
    groups: int = ranged(
        2, 2, 4, "Groups k", group=GROUPS, when=("world", THREE), main=True,
        help="How many groups the learner that is told nothing makes.",
    )  # fmt: skip
    separation: float = ranged(
        1.2, 0.2, 2.4, "Distance between the classes", step=0.1, group=WORLD,
        when=("world", ("crossed", "few_crossed")),
        help="How far above and below the middle the two classes lie. Their standard deviation is 0.8.",
    )  # fmt: skip
    noise: float = ranged(
        0.08, 0.02, 0.3, "Noise of the moons", step=0.01, group=WORLD, when=("world", ("moons",)),
        help="Standard deviation, where the radius of a moon is 1.",
    )  # fmt: skip
    neighbour_share: float = ranged(
        0.99, 0.5, 0.99, "Spreading α", step=0.01, group=SPREAD, when=("world", LABELS), main=True,
        help="The share that a point takes from its neighbours in each round; the rest is its own label.",
    )  # fmt: skip
    seed: int = seeded(0, group=WORLD)

    def __post_init__(self) -> None:
        check(self)


AXIS = "met"
STOPS = tuple(int(value) for value in stops(controls_of(Params)[AXIS]))

PRESETS = {
    "start": Params(met=60, epsilon=0.1),
    "three_ways": Params(met=200, epsilon=0.1),
    "price": Params(met=200, epsilon=1.0),
    "crossed": Params(world="crossed", met=200, epsilon=0.1),
    "two_prizes": Params(world="grid", met=200, epsilon=0.1),
    "first_value": Params(world="grid", met=100, epsilon=0.0, first_value=1.0),
    "labels_help": Params(world="moons", met=6),
    "labels_hurt": Params(world="few_crossed", met=4),
}


@dataclass(frozen=True, eq=False)
class Cases:
    """Cases in the order they are met; the first KNOWN are met, the others are held out.

    Attributes
    ----------
    points : (CASES, 2) Two features; those of penguins are standardised, as their units differ.
    label : (CASES,) The class, -1 or 1: of penguins 1 is male.
    other : (CASES,) The groups that nature made, which are not the class: Gentoo or not; the side.
    kinds : (CASES,) Of penguins the species, else `other`.
    """

    points: Floats
    label: Floats
    other: Ints
    kinds: Ints


@dataclass(frozen=True, eq=False)
class Three:
    """What the three learners know after each of Result.stops cases, (K,) unless said.

    Attributes
    ----------
    told, tried_by : (K, 3) Weights on (1, x, y) of the learner told the class, and of the agent.
    centres : (K, k, 2) Of the groups.
    groups : (K, KNOWN) The group of each case met; -1 if it is not met yet.
    named : (K, k) The class, -1 or 1, that most of a group's cases have; 0 where as many have each.
    right, right_named, right_tried : Shares of the cases held out whose class is right: told; by the
        commonest class of the group; by the sign of the reward that the agent predicts.
    with_class, with_other : Adjusted Rand index of the groups against class and `other`, of those met.
    tried : (KNOWN,) Whether the agent tried each case.
    purse, wrong : (KNOWN,) What it earned up to each case, and how many tries cost it.
    """

    told: Floats
    tried_by: Floats
    centres: Floats
    groups: Ints
    named: Ints
    right: Floats
    right_named: Floats
    right_tried: Floats
    with_class: Floats
    with_other: Floats
    tried: Bools
    purse: Floats
    wrong: Ints


@dataclass(frozen=True, eq=False)
class Grid:
    """Q-learning after each of Result.stops episodes, and the exact values.

    Attributes
    ----------
    cells : (S, 2) Row and column of each cell. start, near, far : Their numbers.
    exact, exact_actions : (S,) V* by value iteration, and the best action; -1 if several are.
    exact_path, paths : (S,) and (K, S) Whether the best actions lead through a cell from the start.
    values, actions : (K, S) The largest Q of each cell, and its action; -1 if several are.
    error : (K,) The largest distance of `values` to V*.
    goes_to : (K,) Where the best actions lead from the start: 1 near, 2 far prize, 0 neither.
    steps : (K,) How many moves that takes; to where it ends, if at no prize.
    returns, recent : (STOPS[-1],) What each episode paid, not discounted; the mean of the last RECENT.
    ends : (STOPS[-1],) The cell each episode ended in.
    best_goes_to : As `goes_to`, of the exact actions.
    threshold : The discount above which the far prize is worth more, without slip.
    """

    cells: Ints
    start: int
    near: int
    far: int
    exact: Floats
    exact_actions: Ints
    exact_path: Bools
    paths: Bools
    values: Floats
    actions: Ints
    error: Floats
    goes_to: Ints
    steps: Ints
    returns: Floats
    recent: Floats
    ends: Ints
    best_goes_to: int
    threshold: float


@dataclass(frozen=True, eq=False)
class Labels:
    """Three learners given each of Result.stops labels, of DRAWS draws of which points have one.

    Attributes
    ----------
    points : (POINTS, 2) The points. label : (POINTS,) Their class, 0 or 1.
    order : (STOPS[-1],) The points that have a label in the first draw, in the order they are given.
    spread, nearest, linear : (K, DRAWS) Shares of the points without a label that are right.
    found : (K, POINTS) The class that spreading gives each point in the first draw.
    """

    points: Floats
    label: Ints
    order: Ints
    spread: Floats
    nearest: Floats
    linear: Floats
    found: Ints


@dataclass(frozen=True, eq=False)
class Result:
    """All that the page shows.

    Attributes
    ----------
    stops : (K,) What is computed: the stops of the axis, and where it stands.
    at : Its place among them.
    """

    params: Params
    stops: Ints
    at: int
    cases: Cases
    three: Three

    @once
    def grid(self) -> Grid:
        """Q-learning in the grid world; as it is by default where another world is on the screen."""
        return _grid(_plain(self.params, "grid", GRID))

    @once
    def labels(self) -> Labels:
        """Few labels on many points; as they are by default where another world is on the screen."""
        return _labels(_plain(self.params, "moons", LABELS))

    @property
    def by_trying(self) -> Bools:
        """(KNOWN,) Which of the cases met so far the agent tried."""
        return self.three.tried & (np.arange(KNOWN) < self.params.met)


def compute(params: Params, tables: Tables) -> Result:
    """Let three learners meet the cases; grid and labels are worked out when they are asked for."""
    plain = _plain(params, "penguins", THREE)
    cases, three = (
        _penguins(tables["penguins"], plain) if plain.world == "penguins" else _crossed(plain)
    )
    stops = np.array(_stops(params))
    return Result(params, stops, stops.tolist().index(params.met), cases, three)


def _stops(params: Params) -> tuple[int, ...]:
    """The places that are computed: those of the axis, and where it stands."""
    return tuple(sorted({*STOPS, params.met}))


def _plain(params: Params, world: str, worlds: tuple[str, ...]) -> Params:
    """`params`, if their world is one of `worlds`, else `world` at its defaults.

    All stops of the axis are computed together, so at any of them these are those of the first.
    """
    met = STOPS[0] if params.met in STOPS else params.met
    if params.world in worlds:
        return replace(params, met=met)
    return Params(world=world, met=met, seed=params.seed)


# --- one set of cases, three kinds of feedback ---------------------------------------------------


@remembered
def _penguins(table: Table, params: Params) -> tuple[Cases, Three]:
    known = np.isin(table["sex"], ("male", "female"))
    points: Floats = np.column_stack([table["bill_depth_mm"], table["body_mass_g"]])[known]
    points = (points - points.mean(axis=0)) / points.std(axis=0)
    species = np.unique(table["species"][known], return_inverse=True)[1]
    gentoo = (table["species"][known] == "Gentoo").astype(np.int64)
    male = np.where(table["sex"][known] == "male", 1.0, -1.0)
    return _met(params, points, male, gentoo, species)


@lru_cache(maxsize=8)
def _crossed(params: Params) -> tuple[Cases, Three]:
    rng = np.random.default_rng([params.seed, 1])
    points, label, group = crossed_groups(CASES, params.separation, rng)
    sign = np.where(label > 0, 1.0, -1.0)
    return _met(params, points, sign, group, group)


def _met(
    params: Params, points: Floats, label: Floats, other: Ints, kinds: Ints
) -> tuple[Cases, Three]:
    """The cases in an order drawn, and what is learned of them in turn."""
    rng = np.random.default_rng([params.seed, 2])
    order = rng.permutation(CASES)
    cases = Cases(points[order], label[order], other[order], kinds[order])
    return cases, _three(params, cases, rng.random(KNOWN))


def _three(params: Params, cases: Cases, draws: Floats) -> Three:
    """Three learners on the cases met; right is what each says of those held out."""
    at = np.array(_stops(params))
    X = np.column_stack([np.ones(CASES), cases.points])
    y, met, unseen = cases.label, cases.label[:KNOWN], cases.label[KNOWN:]
    told = growing_ridge(X[:KNOWN], met, _stops(params))
    tries = epsilon_greedy(
        X[:KNOWN], met, params.epsilon, np.array([params.first_guess, 0.0, 0.0]), draws
    )
    tried_by = tries.weights[at]
    k, centres = params.groups, np.empty((0, 2))
    groups, middles, named = np.full((len(at), KNOWN), -1), [], []
    right_named, with_class, with_other = [], [], []
    for i, many in enumerate(at.tolist()):
        found = _grouped(cases.points[:many], k, centres)
        centres = found.centres
        groups[i, :many] = found.labels
        votes = np.bincount(found.labels, weights=y[:many], minlength=k)
        name = np.sign(votes).astype(int)
        nearest = squared_to(cases.points[KNOWN:], centres).argmin(axis=1)
        # a group without a commonest class is right of half
        right_named.append(np.mean(np.where(name[nearest] == 0, 0.5, name[nearest] == unseen)))
        with_class.append(adjusted_rand_index(contingency(found.labels, y[:many])))
        with_other.append(adjusted_rand_index(contingency(found.labels, cases.other[:many])))
        middles.append(centres)
        named.append(name)
    earned = np.where(tries.tried, met, 0.0)
    return Three(
        told=told,
        tried_by=tried_by,
        centres=np.array(middles),
        groups=groups,
        named=np.array(named),
        right=_right(X[KNOWN:], told, unseen),
        right_named=np.array(right_named),
        right_tried=_right(X[KNOWN:], tried_by, unseen),
        with_class=np.array(with_class),
        with_other=np.array(with_other),
        tried=tries.tried,
        purse=np.cumsum(earned),
        wrong=np.cumsum(earned < 0),
    )


def _grouped(points: Floats, k: int, before: Floats) -> Clusters:
    """The cheaper of two runs of k-means: from the centres `before`, if there are any, and anew.

    Groups keep the numbers of those before that they are nearest to, and so their looks.
    """
    anew = lloyd(points, farthest_first(points, k))
    if not len(before):
        return anew
    on = lloyd(points, before)
    if on.costs[-1] <= anew.costs[-1] * (1 + 1e-9):
        return on
    ways = [list(way) for way in permutations(range(k))]
    way = np.array(min(ways, key=lambda way: float(((anew.centres[way] - before) ** 2).sum())))
    return Clusters(anew.centres[way], np.argsort(way)[anew.labels], anew.costs)


def _right(X: Floats, weights: Floats, label: Floats) -> Floats:
    """(K,) The share of rows of X whose label has the sign that each of `weights` (K, d) predicts."""
    return np.asarray(((X @ weights.T > 0) == (label > 0)[:, None]).mean(axis=0))


# --- a grid world --------------------------------------------------------------------------------


def world_of(small: float) -> GridWorld:
    """The world of two prizes: the near one pays `small`, the far one 1."""
    return grid_world(ROWS, {NEAR: small, FAR: 1.0})


@lru_cache(maxsize=8)
def _grid(params: Params) -> Grid:
    p, world = params, world_of(params.small)
    exact = value_iteration(*world.transitions(p.slip), p.gamma)
    rng = np.random.default_rng([p.seed, 3])
    run = q_learning(world, _stops(p), p.gamma, p.alpha, p.epsilon, p.slip, p.first_value, rng)
    values, actions, best = run.Q.max(axis=2), greedy_actions(run.Q), greedy_actions(exact)
    paths = [greedy_path(world, each) for each in actions]
    best_path = greedy_path(world, best)
    sums, lag, episode = np.cumsum(run.returns), RECENT, np.arange(STOPS[-1]) + 1
    near, far = np.flatnonzero(world.terminal).tolist()
    return Grid(
        cells=world.cells,
        start=world.start,
        near=near,
        far=far,
        exact=exact.max(axis=1),
        exact_actions=best,
        exact_path=_through(best_path, world),
        paths=np.array([_through(path, world) for path in paths]),
        values=values,
        actions=actions,
        error=np.abs(values - exact.max(axis=1)).max(axis=1),
        goes_to=np.array([_goal(path[-1], near, far) for path in paths]),
        steps=np.array([len(path) - 1 for path in paths]),
        returns=run.returns,
        recent=(sums - np.concatenate([np.zeros(lag), sums[:-lag]])) / np.minimum(episode, lag),
        ends=run.ends,
        best_goes_to=_goal(best_path[-1], near, far),
        threshold=float(p.small ** (1 / (STEPS_FAR - STEPS_NEAR))),
    )


def _through(path: list[int], world: GridWorld) -> Bools:
    return np.isin(np.arange(len(world.cells)), path)


def _goal(cell: int, near: int, far: int) -> int:
    return 1 if cell == near else 2 if cell == far else 0


# --- few labels, many points ---------------------------------------------------------------------


@lru_cache(maxsize=8)
def _labels(params: Params) -> Labels:
    rng = np.random.default_rng([params.seed, 4])
    if params.world == "moons":
        points, label = half_moons(POINTS, params.noise, rng)
    else:
        points, label, _ = crossed_groups(POINTS, params.separation, rng)
    reach = spreading(neighbour_graph(points, NEIGHBOURS), params.neighbour_share)
    apart = squared_to(points, points)
    X, sign = np.column_stack([np.ones(POINTS), points]), np.where(label > 0, 1.0, -1.0)
    orders = np.array([_order(label, rng) for _ in range(DRAWS)])
    weights = growing_ridge(X[orders], sign[orders], _stops(params))
    at = np.array(_stops(params)) - 1
    spread, nearest, linear = np.empty((3, len(at), DRAWS))
    found = np.empty((len(at), POINTS), np.int64)
    for draw, order in enumerate(orders):
        score = np.cumsum(reach[:, order] * sign[order], axis=1)[:, at] > 0
        near = np.minimum.accumulate(
            np.where(sign[order] > 0, apart[:, order], np.inf), axis=1
        )[:, at] < np.minimum.accumulate(
            np.where(sign[order] < 0, apart[:, order], np.inf), axis=1
        )[:, at]  # fmt: skip
        line = X @ weights[draw].T > 0
        rank = np.full(POINTS, POINTS)
        rank[order] = np.arange(len(order))
        unlabelled = rank[:, None] > at
        for share, said in ((spread, score), (nearest, near), (linear, line)):
            right = (said == (label == 1)[:, None]) & unlabelled
            share[:, draw] = right.sum(axis=0) / unlabelled.sum(axis=0)
        if draw == 0:
            found[:] = score.T
    return Labels(points, label, orders[0], spread, nearest, linear, found)


def _order(label: Ints, rng: np.random.Generator) -> Ints:
    """Points to be labelled, one of each class in turn, in an order drawn: (STOPS[-1],)."""
    each = [rng.permutation(np.flatnonzero(label == kind)) for kind in (0, 1)]
    half = STOPS[-1] // 2
    return np.column_stack([each[0][:half], each[1][:half]]).ravel()
