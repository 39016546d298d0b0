"""What the pictures of one rare class treated six ways say."""

import math

from concepts.class_imbalance import JUDGES, METHODS, Outcome, Result
from sentences.numbers import amount, count, counted, number, percent, percent_set, proportion

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
            f"SMOTE before the folds promises an AUC of {proportion(gap.auc_before['nearest'], 2)}; "
            f"inside them it is {proportion(gap.auc_inside['nearest'], 2)}."
        )
    if p.method == "smote" and result.bridges > 0:
        return (
            f"{percent(result.bridges)} of the synthetic points lie on a bridge between two clumps."
        )
    if p.cut == "cost" and p.method == "none":
        return f"Cut where the costs say, 1,000 cases cost {_bill(result, o)}."
    if p.cut == "cost":
        return (
            f"{WHO[p.method]} costs {_bill(result, o)} in 1,000 cases, the plain model "
            f"{_cost(result, result.outcomes['none'])}."
        )
    return (
        f"{WHO[p.method]} finds {percent(o.chosen.recall)} of the positives; its probabilities "
        f"average {percent(o.mean)}, and {_share(result)} of the cases are positive."
    )


def headline(result: Result) -> dict[str, str]:
    """Four numbers of the method in the picture."""
    o = result.shown
    return {
        "AUC": proportion(o.auc),
        "Average precision": proportion(o.ap),
        "Log loss": number(o.log_loss),
        "Precision": percent(o.chosen.precision),
    }


COLUMNS = {
    "AUC": "auc",
    "AP": "ap",
    "Log loss": "log_loss",
    "Brier": "brier",
    "Says": "mean",
    "True": "share",
    "Cut at": "cut",
    "Precision": "precision",
    "Recall": "recall",
    "Alerts per 1,000": "alerts",
    "Cost per 1,000": "cost",
}


def table(result: Result) -> dict[str, dict[str, str]]:
    """Every method's numbers on the cases not learned from."""
    said = {METHODS[name]: _said(result, o) for name, o in result.outcomes.items()}
    return {
        name: {head: each[what] for head, what in COLUMNS.items()} for name, each in said.items()
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


def ticks(result: Result) -> dict[str, float]:
    """The strengths that mean something; nan, or beyond the axis, where none does what the costs ask."""
    return {
        "as they are": 0.0,
        "even": 1.0,
        "what the costs ask": round(result.cost_strength, 3),
    }


def measures(result: Result) -> dict[str, float]:
    """The numbers that guesses and challenges speak of, for the method in the picture.

    Shares and recall in percent, alerts in 1,000 cases; a `_gain` is the method's less the plain
    model's, `cost_factor` its cost over the plain model's. `mean_gap` is the mean probability less
    the true share, in points. `bridges` is nan unless there are clumps, `leaked_auc` (nearest
    neighbour) unless asked for. `cost_strength` is the strength at which weights, cut at one half,
    count as the costs do.
    """
    o, plain, gap = result.shown, result.outcomes["none"], result.leak
    found = {
        "recall": 100 * o.chosen.recall,
        "alerts": 1000 * o.chosen.called / result.n_test,
        "auc_gain": o.auc - plain.auc,
        "ap_gain": o.ap - plain.ap,
        "best_f1_gain": o.best_f1.f1 - plain.best_f1.f1,
        "mean": 100 * o.mean,
        "mean_gap": 100 * (o.mean - result.share),
        "cost_factor": o.cost / plain.cost if plain.cost else math.nan,
        "agreement": 100 * result.agreement,
        "k": result.k,
        "bridges": 100 * result.bridges,
        "leaked_auc": gap.auc_before["nearest"] if gap else math.nan,
        "cost_strength": result.cost_strength,
    }
    return {name: float(value) for name, value in found.items()}


# --- one sentence a figure -------------------------------------------------------------------


def plane(result: Result) -> str:
    """What the method did to the rows, and where that moved the line."""
    p = result.params
    positives = (
        f"{counted(result.n_positive, 'positive')} and {counted(result.n_negative, 'negative')}"
    )
    added = counted(result.added, "copy", "copies")
    if p.method in ("smote", "over") and result.added == 0:
        did = "Nothing is added at this strength."
    elif p.method == "smote" and result.k == 0:
        did = f"SMOTE has no neighbour to go to and adds {added}."
    elif p.method == "smote":
        near = f"one of its {result.k} nearest" if result.k > 1 else "the one nearest to it"
        each = "each " if result.added > 1 else ""
        did = (
            f"SMOTE adds {counted(result.added, 'synthetic positive')}, {each}between a positive "
            f"and {near}."
        )
        if result.k < p.k:
            did += f" There are too few positives for {p.k}."
    elif p.method == "over":
        did = f"{added} of positives {'is' if result.added == 1 else 'are'} added."
    elif p.method == "under":
        did = f"{counted(result.kept, 'negative')} {'is' if result.kept == 1 else 'are'} kept"
        did += ", the others dropped." if result.kept < result.n_negative else ", which is all."
    elif p.method == "weights":
        times = "once" if result.weight == 1 else f"{amount(result.weight)} times"
        did = f"Each positive counts {times}."
    elif p.method == "threshold":
        did = f"Nothing is added; the threshold moves to {_at(result.shown.threshold)}."
        if result.shown.threshold == result.outcomes["none"].threshold:
            did = f"Nothing is added, and the threshold stays at {_at(result.shown.threshold)}."
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
        f"At this strength the mean probability is {percent(o.mean)}, and {_share(result)} of the "
        f"cases are positive. The AUC goes from {proportion(plain.auc)} to {proportion(o.auc)}."
    )


def roads(result: Result) -> str:
    """How alike the moved threshold and the method call the cases."""
    p = result.params
    moved, plain = result.outcomes["threshold"].threshold, result.outcomes["none"].threshold
    if not result.balanced:
        if moved == plain:
            return f"At this strength the threshold stays at {_at(plain)}."
        alike = {name: result.agreements[name] for name in IN_TEXT}
        least, most = (pick(alike, key=lambda name: alike[name]) for pick in (min, max))
        return (
            f"Moving the threshold from {_at(plain)} to {_at(moved)} calls "
            f"{percent(alike[most], 3)} of the cases as {IN_TEXT[most]} would, and "
            f"{percent(alike[least], 3)} as {IN_TEXT[least]} would."
        )
    agree = (
        f"{METHODS[p.method]} and a plain model with its threshold moved to {_at(moved)} agree on "
        f"{percent(result.agreement, 3)} of the cases."
    )
    if result.picture.planar:
        return agree
    return f"Dots are cases, those the plain model finds least likely on the left. {agree}"


def reliability(result: Result) -> str:
    """Whether the probabilities can be believed."""
    o, plain = result.shown, result.outcomes["none"]
    if not result.balanced:
        return (
            f"The probabilities average {percent(o.mean)}, and {_share(result)} of the cases are "
            f"positive. Log loss is {number(o.log_loss)}."
        )
    fixed = " after the shift is undone" if result.params.corrected else ""
    wrong = (
        " It is infinite because a probability of 0 was wrong." if math.isinf(o.log_loss) else ""
    )
    return (
        f"{METHODS[result.params.method]}{fixed}: the probabilities average {percent(o.mean)}, and "
        f"{_share(result)} of the cases are positive. Log loss is {number(o.log_loss)}, against "
        f"{number(plain.log_loss)} without balancing.{wrong}"
    )


def roc(result: Result) -> str:
    """How far apart the areas are."""
    areas = [o.auc for o in result.outcomes.values()]
    found = [float(o.chosen.recall) for o in result.outcomes.values()]
    low, high = proportion(min(areas)), proportion(max(areas))
    text = f"All areas are {low}." if low == high else f"The areas lie between {low} and {high}."
    if percent(min(found)) == percent(max(found)):
        return f"{text} Each cut where it is, all methods find {percent(min(found))}."
    return (
        f"{text} Each cut where it is, the methods find {percent(min(found))} to "
        f"{percent(max(found))} of the positives."
    )


def pr(result: Result) -> str:
    """Average precision with and without."""
    plain, o = result.outcomes["none"], result.shown
    if not result.balanced:
        return (
            f"Average precision is {proportion(plain.ap)}; by chance it is about {_share(result)}."
        )
    return (
        f"Average precision is {proportion(o.ap)}, without balancing {proportion(plain.ap)}; by "
        f"chance it is about {_share(result)}."
    )


def cost(result: Result) -> str:
    """What the costs ask for, and what follows if the probabilities are not calibrated."""
    p = result.params
    cut = _at(result.fair_cut)
    rule = (
        f"Acting costs ${count(p.alert_cost)} and a missed strike ${count(result.mean_cost)} on average"
        if p.source == "birds"
        else f"A miss costs {p.cost_ratio:g} false alarm{'' if p.cost_ratio == 1 else 's'}"
    )
    plain, o = result.outcomes["none"], result.shown
    text = (
        f"{rule}, so one acts on a calibrated probability from {cut} on. The cheapest threshold "
        f"on these cases is {_at(plain.cheapest)} without balancing"
    )
    if not result.balanced:
        return f"{text}."
    return f"{text} and {_at(o.cheapest)} with {IN_TEXT[p.method]}."


def leak(result: Result) -> str:
    """What each order promises."""
    found = result.leak
    if found is None:
        return "The check has not been asked for."
    name = "nearest"
    return (
        f"{count(found.rows)} cases, {counted(found.positives, 'positive')}: by cross-validation the "
        f"{JUDGES[name].lower()} has an F1 of {proportion(found.f1_before[name], 2)} with SMOTE before "
        f"the folds, and {proportion(found.f1_inside[name], 2)} with SMOTE inside them. Synthetic "
        "points in the test folds lie next to their parents in training."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


# of each method, what the words in content/ speak of
SPOKEN_OF = {
    "none": "accuracy alerts ap auc best_f1 cost f1 log_loss mean recall zero",
    "weights": "accuracy alerts auc cost log_loss mean recall",
    "smote": "alerts ap auc best_f1 cost f1 mean precision recall zero",
    "over": "alerts auc mean",
    "under": "auc log_loss mean",
    "threshold": "cost",
}


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p, plain, gap = result.params, result.outcomes["none"], result.leak
    named = {
        "positives": count(result.n_positive),
        "negatives": count(result.n_negative),
        "share": _share(result),
        "dimension": count(result.dimension),
        "k": count(result.k),
        "weight": amount(result.weight),
        "added": count(result.added),
        "kept": count(result.kept),
        "bridges": percent(result.bridges),
        "agreement": percent(result.agreement, 3),
        "share_found": percent(result.share_found),
        "cost_ratio": f"{p.cost_ratio:g}",
        "alert_cost": f"${count(p.alert_cost)}",
        "miss_cost": f"${count(result.mean_cost)}" if p.source == "birds" else "unknown",
        "fair_cut": _at(result.fair_cut),
        "cost_strength": number(result.cost_strength, 2),
        "cut": _at(plain.threshold),
        "moved_cut": _at(result.outcomes["threshold"].threshold),
        "never_accuracy": percent(1 - result.share),
        "clump": count(result.clump),
        "at_home": count(max(result.clump - 1, 0)),
    }
    for name, spoken_of in SPOKEN_OF.items():
        said = _said(result, result.outcomes[name])
        named |= {f"{name}_{what}": said[what] for what in spoken_of.split()}
    for name in ("nearest", "logistic"):
        named[f"{name}_auc_before"] = proportion(gap.auc_before[name], 2) if gap else "unknown"
        named[f"{name}_auc_inside"] = proportion(gap.auc_inside[name], 2) if gap else "unknown"
    return named


# --- parts -----------------------------------------------------------------------------------


def _share(result: Result) -> str:
    """The share of positives among the cases to judge on: set, if they are drawn."""
    return percent(result.share) if result.rows else percent_set(result.share)


def _said(result: Result, o: Outcome) -> dict[str, str]:
    """One method's numbers on the cases not learned from."""
    return {
        "share": _share(result),
        "auc": proportion(o.auc),
        "ap": proportion(o.ap),
        "log_loss": number(o.log_loss),
        "brier": number(o.brier),
        "mean": percent(o.mean),
        "zero": percent(o.zeros),
        "cut": _at(o.threshold),
        "precision": percent(o.chosen.precision),
        "recall": percent(o.chosen.recall),
        "f1": proportion(o.chosen.f1),
        "best_f1": proportion(o.best_f1.f1),
        "accuracy": percent(o.chosen.accuracy, 3),
        "alerts": number(1000 * float(o.chosen.called) / result.n_test),
        "cost": _cost(result, o),
    }


def _cost(result: Result, outcome: Outcome) -> str:
    """Cost in 1,000 cases: dollars, or false alarms."""
    each = amount(1000 * outcome.cost)
    if result.params.source == "birds":
        million = outcome.cost / 1000
        return f"${number(million)} million" if million >= 1 else f"${count(1000 * outcome.cost)}"
    return each


def _bill(result: Result, outcome: Outcome) -> str:
    """The same with its unit, as words that follow "cost"."""
    cost = _cost(result, outcome)
    if result.params.source == "birds":
        return cost
    return f"as much as {cost} false alarm{'' if cost == '1' else 's'}"


def _at(threshold: float) -> str:
    """A threshold as one would set it, more exactly where it nears 1."""
    if math.isinf(threshold):
        return "above every score"
    if 0.99 < threshold < 1:
        return amount(min(threshold, 0.9999), figures=4)
    return amount(threshold)


def _origin(result: Result) -> str:
    """Where real rows came from, and which label counts as positive."""
    if not result.rows:
        return ""
    used = (
        f" Of {count(result.rows)} rows {count(result.n)} are used to learn from and "
        f"{count(result.n_test)} others to judge on."
    )
    return used + (
        f" The rarer label, “{result.rarer}”, is called positive." if result.flipped else ""
    )
