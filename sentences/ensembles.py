"""What the pictures of ensembles say."""

import numpy as np
from numpy.typing import NDArray

from concepts.ensembles import LUMPS, MODELS, RATES, WIDTH, Answers, Cases, Curve, Result, called
from sentences.numbers import amount, count, counted, number, percent, percent_set, proportion

STACK = {"in_sample": "In-sample", "out_of_fold": "Out-of-fold"}
NEAR = 0.1  # relative: two errors that differ by less are called about as large
FULL_TREE = MODELS.index("full tree")


def claim(result: Result) -> str:
    """What so many members come to."""
    r, s, p, at = result, result.sweep, result.params, result.at
    match p.kind:
        case "bagging" if r.members == 1:
            return (
                f"1 tree alone: its variance is {number(s.variance[at])}, its bias² "
                f"{_small(s.bias2[at])}."
            )
        case "bagging":
            return (
                f"{_called(r)} leave {_left(r)} of one tree's variance. Bias² stays "
                f"{_small(s.bias2[at])}."
            )  # fmt: skip
        case "boosting":
            rounds = "1 round took" if r.members == 1 else f"{_called(r)} took"
            return (
                f"{rounds} bias² from {number(s.start)} to {_small(s.bias2[at])}, and variance to "
                f"{number(s.variance[at])}."
            )
        case "features" if r.tried == WIDTH[p.world]:
            return (
                f"All {r.tried} features tried: two trees correlate {_rho(r)}, and endless "
                "trees would have an "
                f"error of {number(r.limit)}."
            )
        case "features":
            turn = "helps" if r.limit < r.other_limit else "hurts"
            return (
                f"{r.tried} of {WIDTH[p.world]} features tried {turn}: endless trees would "
                "have an error of "
                f"{number(r.limit)}, with all tried {number(r.other_limit)}."
            )
        case "forest":
            return (
                f"{_called(r)}: {percent(s.fresh[at])} of fresh lumps are wrong. Out of bag it is "
                f"{percent(s.oob[at])}{_without(r)}."
            )
        case "adaboost":
            return (
                f"{_called(r)}: {percent(s.fresh[at])} of fresh lumps are wrong. A forest on "
                "the same labels "
                f"has {percent(s.rival)}."
            )
        case "stopping":
            return (
                f"{_called(r)}: an error of {number(s.fresh[at])} on fresh patients, "
                f"{number(s.train[at])} on "
                f"those trained on. The least is at {counted(r.best, 'round')}."
            )
        case "stack":
            return (
                f"{STACK[p.level]}, {percent(s.votes[at, FULL_TREE])} of {_called(r)} for the "
                "full tree: an error "
                f"of {number(s.fresh[at])} on fresh patients. Ridge alone has {number(s.rival)}."
            )
    return (
        f"{_called(r)}, each right with chance {amount(p.chance)}: the majority is right in "
        f"{percent(1 - s.fresh[at])}. Endless voters: {percent(1 - s.rival)}."
    )


def headline(result: Result) -> dict[str, str]:
    """The numbers of this many members."""
    r, s, at, kind = result, result.sweep, result.at, result.params.kind
    if kind == "vote":
        return {
            "Majority right": percent(1 - s.fresh[at]),
            "One voter right": percent_set(r.params.chance),
            "Endless jury": percent(1 - s.rival),
        }
    found = {"Test error": _error(r, s.fresh[at])}
    if np.isfinite(s.train[at]):
        found["Level-1 error" if kind == "stack" else "Training error"] = _error(r, s.train[at])
    if kind == "forest":
        found["Out of bag"] = percent(s.oob[at])
    if np.isfinite(s.variance[at]):
        found |= {"Bias²": _small(s.bias2[at]), "Variance": number(s.variance[at])}
    if s.spread:
        found["Correlation ρ"] = _rho(r)
    if kind == "adaboost":
        found |= {"Weight on wrong labels": percent(s.held[at]), "Forest": percent(s.rival)}
    if kind == "stopping":
        found |= {"Least error": number(s.fresh[r.best - 1]), "Stopped early": number(s.rival)}
    if kind == "stack":
        found |= {"Ridge alone": number(s.rival), "Plain mean": number(s.plain)}
    return found


def ticks(result: Result) -> dict[str, float]:
    """Places on the axis that mean something."""
    r = result
    return {
        "least error": r.best if r.params.kind in ("boosting", "adaboost", "stopping") else float("nan"),
        "stops early": r.sweep.stopped or float("nan"),
        "near the floor": float(np.ceil(r.near_floor)) if r.near_floor <= r.most else float("nan"),
        "all have a vote": r.all_voted or float("nan"),
        "one": 1,
    }  # fmt: skip


def ensemble(result: Result) -> str:
    """What the left picture shows."""
    r, s, at = result, result.sweep, result.at
    match r.picture:
        case Curve() as curve:
            off = float(((curve.together - curve.truth) ** 2).mean())
            name = "sum of the stumps" if r.params.kind == "boosting" else "mean of the trees"
            return f"{_called(r)}: the {name} lies {number(off**0.5)} from the truth, root mean square."
        case Cases() as cases:
            known = np.isfinite(cases.share)
            over = (cases.share > 0.5) & known
            wrong = int((over != cases.malignant)[known].sum())
            held = "Out of bag, " if r.params.kind == "forest" else ""
            start = f"{held}{wrong:,} of {int(known.sum()):,} lumps lie beyond one half of the wrong side"
            ringed = int(cases.flipped.sum())
            return f"{start}; {counted(ringed, 'wrong label')} ringed." if ringed else f"{start}."
        case Answers() as answers:
            off = float(((answers.together - answers.truth) ** 2).mean())
            return (
                f"{_called(r)}: a mean squared error of {number(off)} on "
                f"{counted(answers.truth.size, 'row')}."
            )
    return (
        f"Of all questions the majority of {_called(r)} is wrong about {percent(s.fresh[at])}"
        f"{', a tie counting half' if r.members % 2 == 0 else ''}."
    )  # fmt: skip


def member(result: Result) -> str:
    """What the last member was given and answered."""
    r, s, p = result, result.sweep, result.params
    match r.picture:
        case Curve() as curve if p.kind == "bagging":
            out = int((curve.given == 0).sum())
            return (
                f"Tree {count(r.members)} was given {count(curve.given.size - out)} of "
                f"{count(curve.given.size)} "
                f"points, some of them several times; {count(out)} are out of bag."
            )
        case Curve() as curve:
            return (
                f"Round {count(r.members)}: residuals of {number(_rms(curve.given))}, root mean square. "
                f"{percent_set(p.rate)} of this stump is added."
            )
        case Cases() as cases if p.kind == "forest":
            out = int((cases.given == 0).sum())
            return (
                f"Tree {count(r.members)} was given {count(cases.given.size - out)} of "
                f"{count(cases.given.size)} "
                f"lumps; {count(out)} are out of bag. It first cuts {cases.column}."
            )
        case Cases() as cases:
            heavy = float(cases.given.max())
            held = f" Wrong labels hold {percent(s.held[r.at])}." if cases.flipped.any() else ""
            return (
                f"Round {count(r.members)}: a cut at {cases.column}. The heaviest lump has "
                f"{number(heavy)} times an "
                f"equal weight.{held}"
            )
        case Answers() as answers if p.kind == "stack":
            same = "exactly " if np.array_equal(answers.given, answers.member) else ""
            off = float(((answers.given - answers.member) ** 2).mean())
            lies = "lies exactly on the line: it has seen these answers" if same else (
                f"has an error of {number(off)} in its level-1 column"
            )  # fmt: skip
            return f"Vote {count(r.members)} goes to {MODELS[answers.model]}, which {lies}."
        case Answers() as answers if p.kind == "stopping":
            return (
                f"Round {count(r.members)}: residuals of {number(_rms(answers.given))}, root "
                "mean square. "
                f"{percent_set(p.rate)} of this tree is added."
            )
        case Answers() as answers:
            off = float(((answers.given - answers.member) ** 2).mean())
            return f"Tree {count(r.members)} alone has a mean squared error of {number(off)}."
    if p.correlation == 0:
        return (
            f"All questions are alike: a voter is right with chance {amount(p.chance)}, whatever "
            "is asked."
        )
    return (
        f"On {percent(1 - s.rival)} of the questions most voters are right: an endless jury is "
        "right about these."
    )


def errors(result: Result) -> str:
    """How the error goes with the number of members."""
    r, s, p, at = result, result.sweep, result.params, result.at
    match p.kind:
        case "vote":
            first, last = s.fresh[0], s.fresh[-1]
            way = "falls" if last < first - 1e-9 else "rises" if last > first + 1e-9 else "stays"
            return (
                f"The majority's error {way} from {percent(first)} of one voter to {percent(last)} of "
                f"{count(r.most)}; endless: {percent(s.rival)}."
                if way != "stays"
                else f"The majority's error stays {percent(first)}, however many vote."
            )
        case "stack":
            seems = "thinks it has" if s.train[at] < s.fresh[at] else "has"
            columns = f"{STACK[p.level].lower()} columns"
            return (
                f"By its {columns} it {seems} an error of {number(s.train[at])}; on fresh patients it is "
                f"{number(s.fresh[at])}. Least squares weights, held out, give {number(s.stacked[1])}."
            )
        case "forest":
            return (
                f"Fresh {percent(s.fresh[at])}, out of bag {percent(s.oob[at])}, training "
                f"{percent(s.train[at])}. "
                f"{_voted(r)}"
            )
        case "features":
            return (
                f"On fresh rows {number(s.fresh[at])}, of which {number(s.noise)} is noise "
                "that no model can "
                "foresee."
            )
    after = (
        f" No training row is wrong from round {count(r.no_error)} on."
        if p.kind == "adaboost" and r.no_error
        else f" Stopped early, after {counted(s.stopped, 'round')}, it is {number(s.rival)}."
        if s.stopped
        else ""
    )
    return (
        f"Least error on fresh rows: {_error(r, s.fresh[r.best - 1])}, at {called(r.best, p)}. Now "
        f"{_error(r, s.fresh[at])}, training {_error(r, s.train[at])}.{after}"
    )


def parts(result: Result) -> str:
    """What the error is made of, noise apart."""
    r, s, at = result, result.sweep, result.at
    if np.isnan(s.variance[at]):
        return "Bias² and variance are undefined: the truth behind these rows is not known."
    both = f"Bias² {_small(s.bias2[at])} and variance {number(s.variance[at])}"
    sum_ = f"{both} make {number(r.excess[at])}"
    if s.spread is None:
        most = counted(r.best, "round")
        return f"{sum_}. The least is {number(r.excess[r.best - 1])}, after {most}."
    product = f"{_rho(r)} × {number(s.spread.single)} = {number(r.floor)}"
    floor = f"The floor of the variance is ρs² = {product}"
    near = (
        f"; within a tenth of it from {count(np.ceil(r.near_floor))} on"
        if r.near_floor < 1e6
        else ""
    )
    return f"{sum_}. {floor}{near}."  # fmt: skip


def rates(result: Result) -> str:
    """Which round is best at each learning rate."""
    best, least = result.by_rate
    each = ", ".join(f"{amount(rate)}: {count(b)}" for rate, b in zip(RATES, best, strict=True))
    good = least <= (1 + NEAR) * least.min()
    alike = ", ".join([amount(rate) for rate, ok in zip(RATES, good, strict=True) if ok])
    tail = f"The rates {alike} end within {percent_set(NEAR)} of the least error" if good.sum() > 1 else (
        f"Rate {alike} has the least error"
    )  # fmt: skip
    return f"Best round by rate: {each}. {tail}, {number(least.min())}."


def flipped(result: Result) -> str:
    """How much of the weight wrong labels hold."""
    s, picture = result.sweep, result.picture
    if np.isnan(s.held[result.at]) or not isinstance(picture, Cases):
        return "There are no weights: this ensemble is not AdaBoost."
    if not picture.flipped.any():
        return "No label is wrong, so wrong labels hold no weight."
    return (
        f"Wrong labels are {percent(picture.flipped.mean())} of the rows, and hold "
        f"{percent(s.held[result.at])} of "
        f"the weight in round {count(result.members)}."
    )


def weights(result: Result) -> str:
    """What the models of a stack get."""
    s = result.sweep
    if np.isnan(s.weights).all():
        return "There are no weights: this ensemble is not a stack."
    leaky, held = (
        ", ".join(f"{name} {number(w, 2)}" for name, w in zip(MODELS, row, strict=True))
        for row in s.weights
    )
    return f"Least squares in-sample: {leaky}. Out-of-fold: {held}."


def miniature(result: Result) -> str:
    """What the small picture shows."""
    return f"{_called(result)} together."


def facts(result: Result) -> dict[str, str]:
    """Numbers for the words of content/."""
    r, s, at = result, result.sweep, result.at
    best, least = r.by_rate if r.params.kind == "boosting" else (np.zeros(4), np.full(4, np.nan))
    flips = r.picture.flipped.mean() if isinstance(r.picture, Cases) else float("nan")
    zero = s.fresh[r.no_error - 1] if r.no_error else float("nan")
    return {
        "members": _called(r),
        "left": _left(r),
        "rho": _rho(r),
        "other_rho": proportion(s.other_spread.correlation) if s.other_spread else "undefined",
        "near": number(np.ceil(r.near_floor)),
        "floor": number(r.floor),
        "bias2": _small(s.bias2[at]),
        "other_bias2": _small(s.other_bias2),
        "variance": number(s.variance[at]),
        "excess": number(r.excess[at]),
        "full": number(s.other[at]),
        "limit": number(r.limit),
        "other_limit": number(r.other_limit),
        "start": number(s.start),
        "best": count(r.best),
        "best_error": _error(r, s.fresh[r.best - 1]),
        "fresh": _error(r, s.fresh[at]),
        "train": _error(r, s.train[at]),
        "oob": percent(s.oob[at]),
        "unvoted": percent(s.unvoted[at]),
        "held": percent(s.held[at]),
        "off": percent(flips),
        "rival": _error(r, s.rival),
        "stopped": count(s.stopped),
        "zero": count(r.no_error),
        "zero_fresh": percent(zero),
        "tree_votes": percent(s.votes[min(at, len(s.votes) - 1), FULL_TREE]),
        "tree_weight": number(s.weights[0, FULL_TREE], 2),
        "held_out_error": number(s.stacked[1]),
        "ridge_weight": number(s.weights[1, 0], 2),
        "plain": number(s.plain),
        "right": percent(1 - s.fresh[at]),
        "endless": percent(1 - s.rival),
        "fast": count(best[1]),
        "slow": count(best[3]),
        "one_error": number(least[0]),
        "fast_error": number(least[1]),
        "slow_error": number(least[3]),
    }


def measures(result: Result) -> dict[str, float]:
    """Numbers that guesses and challenges speak of."""
    r, s, at = result, result.sweep, result.at
    spread = s.spread
    unseen = (r.picture.given == 0).mean() if isinstance(r.picture, Cases) else np.nan
    return {
        "floor_share": 100 * spread.correlation if spread else float("nan"),
        "gain": r.other_limit - r.limit,
        "excess": float(r.excess[at]),
        "members": float(r.members),
        "best": float(r.best),
        "fresh": float(s.fresh[at]),
        "rival_ahead": float(s.fresh[at] - s.rival),
        "held": float(100 * s.held[at]),
        "tree_votes": float(100 * s.votes[min(at, len(s.votes) - 1), FULL_TREE]),
        "endless": float(100 * (1 - s.rival)),
        "unseen": float(100 * unseen),
    }  # fmt: skip


def answer(result: Result) -> dict[str, float]:
    """What the script finds too."""
    s, at = result.sweep, result.at
    found = {"error": float(s.fresh[at])}
    if result.params.kind in ("bagging", "boosting", "features"):
        found |= {"bias2": float(s.bias2[at]), "variance": float(s.variance[at])}
    if result.params.kind == "forest":
        found["out_of_bag"] = float(s.oob[at])
    if result.params.kind == "adaboost":
        found["weight_on_wrong_labels"] = float(s.held[at])
    return found


# --- parts -----------------------------------------------------------------------------------


def _called(result: Result) -> str:
    return called(result.members, result.params)


def _left(result: Result) -> str:
    """The variance of the mean as a share of one member's."""
    spread = result.sweep.spread
    if spread is None or not spread.single > 0:
        return percent(float("nan"))
    return percent(result.sweep.variance[result.at] / spread.single)


def _rho(result: Result) -> str:
    spread = result.sweep.spread
    return proportion(spread.correlation) if spread else "undefined"


def _small(bias2: float) -> str:
    """An estimate of bias²: one below 0 is said as 0."""
    return number(max(bias2, 0.0), 2) if np.isfinite(bias2) else number(bias2)


def _error(result: Result, error: float) -> str:
    return percent(error) if result.params.kind in (*LUMPS, "vote") else number(error)


def _without(result: Result) -> str:
    """How many rows have no vote."""
    share = result.sweep.unvoted[result.at]
    return f", of the {percent(1 - share)} that have a vote" if share > 0 else ""


def _voted(result: Result) -> str:
    if result.all_voted and result.members >= result.all_voted:
        return "Every training row has out-of-bag votes."
    return f"{percent(result.sweep.unvoted[result.at])} of the training rows have no out-of-bag vote yet."


def _rms(values: NDArray[np.float64]) -> float:
    return float((values**2).mean() ** 0.5)
