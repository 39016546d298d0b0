"""What the pictures of one rare class treated six ways say."""

import math

import numpy as np

from concepts.class_imbalance import METHODS, Outcome, Result
from methods.imbalance.prior_correction import cost_threshold
from methods.imbalance.resampling_leak import JUDGES
from sentences.numbers import count, number, percent

WHO = {
    "none": "The plain model",
    "weights": "A model with class weights",
    "smote": "SMOTE",
    "over": "Over-sampling",
    "under": "Under-sampling",
    "threshold": "A moved threshold",
}

IN_TEXT = {
    "weights": "class weights",
    "smote": "SMOTE",
    "over": "over-sampling",
    "under": "under-sampling",
}


def claim(result: Result) -> str:
    """What the method buys, and what it does to the probabilities."""
    p, o = result.params, result.shown
    if p.leak and result.leak is not None:
        gap = result.leak
        return (
            f"SMOTE before the folds promises an AUC of {number(gap.auc_before['nearest'], 2)}; "
            f"inside them it is {number(gap.auc_inside['nearest'], 2)}."
        )
    if p.method == "smote" and result.bridges > 0:
        return (
            f"{percent(result.bridges)} of the synthetic points lie on a bridge between two clumps."
        )
    if p.cut == "cost" and p.method == "none":
        return f"Cut where the costs say, 1,000 cases cost {_cost(result, o)}."
    if p.cut == "cost":
        return (
            f"{WHO[p.method]} costs {_cost(result, o)} in 1,000 cases, the plain model "
            f"{_cost(result, result.outcomes['none'])}."
        )
    return (
        f"{WHO[p.method]} finds {percent(o.chosen.recall)} of the positives and says "
        f"{percent(o.mean)} where {percent(result.share)} is true."
    )


def headline(result: Result) -> dict[str, str]:
    """Four numbers of the method in the picture."""
    o = result.shown
    return {
        "AUC": number(o.auc),
        "Average precision": number(o.ap),
        "Log-loss": number(o.log_loss),
        "Precision": percent(o.chosen.precision),
    }


def table(result: Result) -> dict[str, dict[str, str]]:
    """Every method's numbers on the cases not learned from."""
    return {
        METHODS[name]: {
            "AUC": number(o.auc),
            "AP": number(o.ap),
            "Log-loss": number(o.log_loss),
            "Brier": number(o.brier),
            "Says": percent(o.mean),
            "True": percent(result.share),
            "Cut at": number(o.threshold),
            "Precision": percent(o.chosen.precision),
            "Recall": percent(o.chosen.recall),
            "Alerts per 1,000": number(1000 * float(o.chosen.called) / result.n_test),
            "Cost per 1,000": _cost(result, o),
        }
        for name, o in result.outcomes.items()
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    found = {"n": float(result.n), "positives": float(result.n_positive)}
    for name in ("none", "weights", "smote", "over", "under"):
        o = result.outcomes[name]
        found |= {
            f"{name}_auc": o.auc,
            f"{name}_ap": o.ap,
            f"{name}_brier": o.brier,
            f"{name}_mean": o.mean,
            f"{name}_recall": float(o.chosen.recall),
        }
    return found | {"threshold_recall": float(result.outcomes["threshold"].chosen.recall)}


def measures(result: Result) -> dict[str, float]:
    """The numbers that guesses and challenges speak of, for the method in the picture.

    Shares and recall in percent, alerts and cost in 1,000 cases; a `_gain` is the method's less the
    plain model's. `mean_gap` is the mean probability less the true share, in points. `bridges` is
    nan unless there are clumps, `leaked_auc` and `honest_auc` (nearest neighbour) unless asked for.
    `cost_strength` is the strength at which weights, cut at one half, count as the costs do.
    """
    o, plain, gap = result.shown, result.outcomes["none"], result.leak
    found = {
        "recall": 100 * o.chosen.recall,
        "precision": 100 * o.chosen.precision,
        "alerts": 1000 * o.chosen.called / result.n_test,
        "auc": o.auc,
        "auc_gain": o.auc - plain.auc,
        "ap": o.ap,
        "ap_gain": o.ap - plain.ap,
        "best_f1_gain": o.best_f1.f1 - plain.best_f1.f1,
        "mean": 100 * o.mean,
        "mean_gap": 100 * (o.mean - result.share),
        "log_loss": o.log_loss,
        "cost": 1000 * o.cost,
        "cost_factor": o.cost / plain.cost if plain.cost else math.nan,
        "agreement": 100 * result.agreement,
        "k": result.k,
        "bridges": 100 * result.bridges,
        "leaked_auc": gap.auc_before["nearest"] if gap else math.nan,
        "honest_auc": gap.auc_inside["nearest"] if gap else math.nan,
        "cost_strength": _cost_strength(result),
    }
    return {name: float(value) for name, value in found.items()}


# --- one sentence a figure -------------------------------------------------------------------


def plane(result: Result) -> str:
    """What the method did to the rows, and where that moved the line."""
    p = result.params
    positives = (
        f"{count(result.n_positive)} positives and {count(result.n - result.n_positive)} negatives"
    )
    if p.method == "smote":
        did = (
            f"SMOTE adds {_n(result.added, 'synthetic positive')}, each between a positive and "
            f"one of its {result.k} nearest."
        )
        if result.k == 0:
            did = f"SMOTE has no neighbour to go to and adds {_n(result.added, 'copy', 'copies')}."
        elif result.k < p.k:
            did += f" There are too few positives for {p.k}."
    elif p.method == "over":
        did = f"{_n(result.added, 'copy', 'copies')} of positives are added."
    elif p.method == "under":
        did = f"{_n(result.kept, 'negative')} are kept, the others dropped."
    elif p.method == "weights":
        did = f"Each positive counts {number(result.weight)} times."
    elif p.method == "threshold":
        did = f"Nothing is added; the threshold moves to {number(result.shown.threshold)}."
    else:
        did = "Nothing is added or dropped."
    pic = result.picture
    shown = len(pic.negatives) + len(pic.dropped) + len(pic.positives)
    drawn = " Only some of the points are shown." if shown < result.n else ""
    return f"The model learns from {positives}. {did}{drawn}{_origin(result)}"


def drift(result: Result) -> str:
    """How far the mean probability went, and how far the AUC."""
    o, plain = result.shown, result.outcomes["none"]
    return (
        f"At this strength the mean probability is {percent(o.mean)} where {percent(result.share)} "
        f"are positive. The AUC went from {number(plain.auc)} to {number(o.auc)}."
    )


def roads(result: Result) -> str:
    """How alike the moved threshold and the method call the cases."""
    p = result.params
    if p.method in ("none", "threshold"):
        moved = result.outcomes["threshold"]
        return (
            f"Moving the threshold from {number(result.outcomes['none'].threshold)} to "
            f"{number(moved.threshold)} draws nearly the line that the other methods draw."
            if p.model == "logistic"
            else f"Moving the threshold to {number(moved.threshold)} changes the calls, "
            "not the model."
        )
    agree = (
        f"{METHODS[p.method]} and a plain model with its threshold moved to "
        f"{number(result.outcomes['threshold'].threshold)} agree on {percent(result.agreement, 3)} "
        "of the cases."
    )
    if result.picture.planar:
        return agree
    return f"Dots are cases, those the plain model finds least likely on the left. {agree}"


def reliability(result: Result) -> str:
    """Whether the probabilities can be believed."""
    o, plain = result.shown, result.outcomes["none"]
    if result.params.method in ("none", "threshold"):
        return (
            f"Cases are told {percent(o.mean)} on average, and {percent(result.share)} are "
            f"positive. Log-loss is {number(o.log_loss)}."
        )
    fixed = " after the shift is undone" if result.params.corrected else ""
    wrong = (
        " It is infinite because a probability of 0 was wrong." if math.isinf(o.log_loss) else ""
    )
    return (
        f"{METHODS[result.params.method]}{fixed}: told {percent(o.mean)} on average, true "
        f"{percent(result.share)}. Log-loss is {number(o.log_loss)}, against "
        f"{number(plain.log_loss)} without balancing.{wrong}"
    )


def roc(result: Result) -> str:
    """How far apart the areas are."""
    areas = [o.auc for o in result.outcomes.values()]
    return (
        f"The areas lie between {number(min(areas))} and {number(max(areas))}. What differs most "
        "is the point where each method is cut."
        if max(areas) - min(areas) < 0.02
        else f"The areas lie between {number(min(areas))} and {number(max(areas))}."
    )


def pr(result: Result) -> str:
    """Average precision with and without."""
    plain, o = result.outcomes["none"], result.shown
    if result.params.method in ("none", "threshold"):
        return f"Average precision is {number(plain.ap)}; by chance it is about {percent(result.share)}."
    return (
        f"Average precision is {number(o.ap)}, without balancing {number(plain.ap)}; by chance it "
        f"is about {percent(result.share)}."
    )


def cost(result: Result) -> str:
    """What the costs ask for, and what follows if the probabilities do not hold."""
    p = result.params
    cut = number(_fair_cut(result))
    rule = (
        f"Acting costs ${count(p.alert_cost)} and a missed strike ${count(result.mean_cost)} on average"
        if p.source == "birds"
        else f"A miss costs {p.cost_ratio:g} false alarms"
    )
    plain, o = result.outcomes["none"], result.shown
    text = (
        f"{rule}, so that a probability that holds is acted on from {cut}. The cheapest threshold "
        f"on these cases is {_at(plain.cheapest)} without balancing"
    )
    if p.method in ("none", "threshold"):
        return f"{text}."
    return f"{text} and {_at(o.cheapest)} with {IN_TEXT[p.method]}."


def leak(result: Result) -> str:
    """What each order promises."""
    found = result.leak
    if found is None:
        return "The check has not been asked for."
    name = "nearest"
    return (
        f"{count(found.rows)} cases, {_n(found.positives, 'positive')}: by cross-validation the "
        f"{JUDGES[name].lower()} has an F1 of {number(found.f1_before[name], 2)} with SMOTE before "
        f"the folds, and {number(found.f1_inside[name], 2)} with SMOTE inside them. Synthetic "
        "points in the test folds lie next to their parents in training."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p, plain = result.params, result.outcomes["none"]
    named = {
        "n": count(result.n),
        "tested": count(result.n_test),
        "rows": count(result.rows) if result.rows else "no",
        "positives": count(result.n_positive),
        "negatives": count(result.n - result.n_positive),
        "share": percent(result.share),
        "dimension": count(result.dimension),
        "k": count(result.k),
        "strength": f"{p.strength:g}",
        "weight": number(result.weight),
        "added": count(result.added),
        "kept": count(result.kept),
        "dropped": count(result.n - result.n_positive - result.kept),
        "bridges": percent(result.bridges),
        "agreement": percent(result.agreement, 3),
        "share_found": percent(result.share_found),
        "cost_ratio": f"{p.cost_ratio:g}",
        "alert_cost": f"${count(p.alert_cost)}",
        "miss_cost": f"${count(result.mean_cost)}" if p.source == "birds" else "unknown",
        "fair_cut": number(_fair_cut(result)),
        "cost_strength": number(_cost_strength(result), 2),
        "cut": number(plain.threshold),
        "moved_cut": number(result.outcomes["threshold"].threshold),
        "never_accuracy": percent(1 - result.share),
        "accuracy": percent(plain.chosen.accuracy, 3),
        "even_precision": percent(_even_precision(result.shown)),
        "clump": count(_clump(result)),
        "at_home": count(max(_clump(result) - 1, 0)),
    }
    for name, o in result.outcomes.items():
        named |= {
            f"{name}_auc": number(o.auc),
            f"{name}_ap": number(o.ap),
            f"{name}_log_loss": number(o.log_loss),
            f"{name}_brier": number(o.brier),
            f"{name}_mean": percent(o.mean),
            f"{name}_precision": percent(o.chosen.precision),
            f"{name}_recall": percent(o.chosen.recall),
            f"{name}_f1": number(o.chosen.f1),
            f"{name}_best_f1": number(o.best_f1.f1),
            f"{name}_accuracy": percent(o.chosen.accuracy, 3),
            f"{name}_alerts": number(1000 * float(o.chosen.called) / result.n_test),
            f"{name}_cost": _cost(result, o),
            f"{name}_zero": percent(float(np.mean(o.score == 0))),
        }
    for name in JUDGES:
        for what in ("auc_before", "auc_inside", "f1_before", "f1_inside"):
            said = "unknown"
            if result.leak is not None:
                said = number(getattr(result.leak, what)[name], 2)
            named[f"{name}_{what}"] = said
    named["leak_rows"] = count(result.leak.rows) if result.leak is not None else "no"
    return named


# --- parts -----------------------------------------------------------------------------------


def _n(n: float, noun: str, many: str = "") -> str:
    """A count with its noun."""
    return f"{count(n)} {noun if round(n) == 1 else many or noun + 's'}"


def _cost(result: Result, outcome: Outcome) -> str:
    """Cost in 1,000 cases: dollars, or false alarms."""
    each = number(1000 * outcome.cost)
    if result.params.source == "birds":
        million = outcome.cost / 1000
        return f"${number(million)} million" if million >= 1 else f"${count(1000 * outcome.cost)}"
    return each


def _fair_cut(result: Result) -> float:
    """The threshold that the costs choose for probabilities that hold."""
    p = result.params
    if p.source == "birds":
        return min(p.alert_cost / max(result.mean_cost, p.alert_cost), 0.999)
    return cost_threshold(p.cost_ratio)


def _cost_strength(result: Result) -> float:
    """The strength whose weight, cut at one half, does what the costs ask of a plain model.

    Below 0 or above 1 where no strength does; nan where the classes are even to begin with.
    """
    each, cut = math.log((result.n - result.n_positive) / result.n_positive), _fair_cut(result)
    return math.log((1 - cut) / cut) / each if each else math.nan


def _clump(result: Result) -> int:
    """Positives to learn from in the smallest clump."""
    return result.n_positive // result.params.clumps


def _at(threshold: float) -> str:
    """A threshold, more exactly where it nears 1."""
    return f"{threshold:.4f}".rstrip("0").rstrip(".") if threshold > 0.99 else number(threshold)


def _even_precision(outcome: Outcome) -> float:
    """Precision if half of the cases were positive."""
    hit, alarm = float(outcome.chosen.recall), float(outcome.chosen.fpr)
    return hit / (hit + alarm) if hit + alarm else float(np.nan)


def _origin(result: Result) -> str:
    """Where real rows came from, and which label counts as positive."""
    if not result.rows:
        return ""
    used = (
        f" Of {count(result.rows)} rows {count(result.n)} are used to learn from and "
        f"{count(result.n_test)} others to judge on."
    )
    return used + (" The rarer label, “false”, is called positive." if result.flipped else "")
