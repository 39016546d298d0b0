"""What the pictures of a thresholded score say, in words."""

import math
from typing import Any

import numpy as np

from concepts.precision_recall import Counts, Result
from sentences.numbers import count, counted, number, percent, percent_set, proportion

# "... is at <threshold>", for the threshold that is best by the objective chosen
BEST = {
    "cost": "The cheapest threshold",
    "f1": "The threshold with the best F1",
    "f_beta": "The threshold with the best F-beta",
    "youden": "The threshold with the best Youden's J",
    "precision_at_least": "The threshold that keeps the precision and finds most",
    "recall_at_least": "The threshold that keeps the recall and is most precise",
    "top_k": "The threshold that uses your time up",
}


def claim(result: Result) -> str:
    """The sentence above the main figure: caught and alarms, or how unlike the three models are."""
    c = result.chosen
    where, positives = at(result.params.threshold), counted(c.tp + c.fn, "positive")
    if result.sample.n_scores == 1:
        fate = "every case is called positive" if c.called else "no case is called positive"
        return f"All scores are equal: at {where} {fate}."
    if result.rivals and result.population is not None:
        each = [
            proportion(m.ap, 2) for m in (result.rivals[0], result.population, result.rivals[1])
        ]
        return (
            f"One true AUC, {proportion(result.population.auc, 2)}, three average precisions: "
            f"{each[0]}, {each[1]} and {each[2]}."
        )
    if c.called == 0:
        return f"At {where} you call no case positive and miss all {positives}."
    alarms = counted(c.fp, "false alarm") if c.fp else "no false alarm"
    return f"At {where} you catch {count(c.tp)} of {positives} and raise {alarms}."


def headline(result: Result) -> dict[str, str]:
    """Four numbers at the chosen threshold, and two that hold at every threshold."""
    c = result.chosen
    return {
        "Precision": percent(c.precision),
        "Recall": percent(c.recall),
        "F1": proportion(c.f1),
        "Cost per 1,000": _thousand(c, result.params.cost_ratio),
        "AUC": proportion(result.sample.auc),
        "Average precision": proportion(result.sample.ap),
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    c, best, p = result.chosen, result.best, result.params
    return {
        "n": float(result.sample.n),
        "auc": result.sample.auc,
        "ap": result.sample.ap,
        "tp": float(c.tp),
        "fp": float(c.fp),
        "fn": float(c.fn),
        "precision": float(c.precision),
        "recall": float(c.recall),
        "f1": float(c.f1),
        "cost": float(c.cost(p.cost_ratio)),
        "brier": result.sample.brier.brier,
        "best_threshold": math.nan if best is None else float(best.threshold),
    }


# what the best threshold by each objective is called under the axis
BEST_TICK = {
    "cost": "cheapest",
    "f1": "best F1",
    "f_beta": "best F-beta",
    "youden": "best J",
    "precision_at_least": "precision kept",
    "recall_at_least": "recall kept",
    "top_k": "all you can check",
}


def ticks(result: Result) -> dict[str, float]:
    """The thresholds that mean something; infinite where calling nothing is best."""
    best = {"cheapest": result.cheapest, "best F1": result.sample.best_f1}
    if result.best is not None:
        best[BEST_TICK[result.params.objective]] = result.best
    return {"0.5": 0.5, **{name: float(each.threshold) for name, each in best.items()}}


def measures(result: Result) -> dict[str, float]:
    """The numbers that guesses and challenges speak of; nan where one is undefined.

    In percent: precision, recall, half_recall (at 0.5), and over_cheapest and half_extra, by which
    the threshold or 0.5 costs more than the cheapest. In 1,000 cases: alerts. On the axis:
    f1_threshold, and cheapest_threshold (nan if never calling is cheapest).
    From 0 to 1: auc, ap, and ap_width, of its 95 % interval. early_ratio: how many times as
    many positives the wide rival finds as the narrow, with 1 % of the negatives called.
    """
    c, sample = result.chosen, result.sample
    never = math.isinf(float(result.cheapest.threshold))
    return {
        "precision": 100 * float(c.precision),
        "recall": 100 * float(c.recall),
        "alerts": 1000 * float(c.called_share),
        "over_cheapest": 100 * result.over_cheapest,
        "half_extra": 100 * result.half_extra,
        "half_recall": 100 * float(sample.half.recall),
        "cheapest_threshold": math.nan if never else float(result.cheapest.threshold),
        "f1_threshold": float(sample.best_f1.threshold),
        "auc": sample.auc,
        "ap": sample.ap,
        "ap_width": sample.bands.ap[1] - sample.bands.ap[0],
        "early_ratio": result.early_ratio,
    }


# --- one sentence a figure -------------------------------------------------------------------


def scores(result: Result) -> str:
    """What the line does to the two rows, and where the best line would be."""
    c = result.chosen
    if c.called == 0:
        right = "No score lies right of the line."
    else:
        right = (
            f"Right of the line lie {count(c.tp)} of {counted(c.tp + c.fn, 'positive')} "
            f"and {count(c.fp)} of {counted(c.fp + c.tn, 'negative')}."
        )
    return f"{right} {_best(result)}"


def pr(result: Result) -> str:
    """Average precision with its interval, against the baseline and the population."""
    low, high = result.sample.bands.ap
    share = percent(result.chosen.prevalence)
    near = "" if proportion(low) == proportion(high) else f" (95 % interval {span(low, high)})"
    text = (
        f"Average precision is {proportion(result.sample.ap)}{near}; "
        f"shuffled scores get about {share}, the share of positives."
    )
    if result.rivals:
        wide, narrow = result.rivals
        return (
            f"{text} The rivals, with the same AUC, have {proportion(wide.ap)} (positives spread wide) "
            f"and {proportion(narrow.ap)} (close together)."
        )
    if result.population is not None:
        endless = proportion(result.population.ap)
        return f"{text} With endless cases the average precision would be {endless}."
    return text


def roc(result: Result) -> str:
    """AUC as a chance, and the chosen point."""
    auc, (low, high) = result.sample.auc, result.sample.bands.auc
    if result.sample.n_scores == 1:
        return "All scores are equal, so every pair is a tie and the AUC is 0.5."
    near = "" if proportion(low) == proportion(high) else f" (95 % interval {span(low, high)})"
    return (
        f"A positive outscores a negative {percent(auc, 3)} of the time, ties half: the AUC is "
        f"{proportion(auc)}{near}. "
        f"At your threshold {percent(result.chosen.fpr)} of the negatives are false alarms."
    )


def cost(result: Result) -> str:
    """What the threshold costs, against the cheapest and against doing nothing."""
    miss, cheapest = result.params.cost_ratio, result.cheapest
    here = (
        f"At {at(result.params.threshold)} a thousand cases cost as much as "
        f"{_thousand(result.chosen, miss)} false alarms"
    )
    if np.isinf(cheapest.threshold):
        return f"{here}; never calling any is cheapest, at {_thousand(cheapest, miss)} of them."
    nothing = " A cost of 0 has no place on this axis." if cheapest.cost(miss) == 0 else ""
    return (
        f"{here}; the least is {_thousand(cheapest, miss)}, at {at(cheapest.threshold)}. "
        f"Never calling any costs {_thousand(result.sample.never, miss)} false alarms.{nothing}"
    )


def metrics(result: Result) -> str:
    """Precision and recall at the threshold, with their bands, and how often precision falls."""
    c, bands = result.chosen, result.sample.bands
    i = int(np.argmin(np.abs(_log_odds(bands.threshold) - _log_odds(result.params.threshold))))
    falls = result.sample.precision_falls
    steps = result.sample.n_scores - 1
    if c.called == 0:
        first = "Nothing is called positive, so precision is undefined."
    else:
        low, high = bands.precision[:, i]
        near = f" (95 % interval {percent(low)} to {percent(high)})"
        if math.isnan(low) or percent(low) == percent(high):
            near = ""
        first = f"Precision is {percent(c.precision)}{near} and recall {percent(c.recall)}."
    if steps == 0:
        return f"{first} There is only one score, hence one step."
    return f"{first} As the threshold rises, precision falls at {count(falls)} of {count(steps)} steps."


def outcomes(result: Result) -> str:
    """The four outcomes in 10,000 cases."""
    caught, missed, alarms, rest = _ten_thousand(result.chosen)
    return (
        f"Out of 10,000 cases like these, you catch {caught}, miss {missed}, "
        f"call {alarms} falsely and rightly leave {rest} alone."
    )


def reliability(result: Result) -> str:
    """Whether the probabilities can be believed."""
    b, ece = result.sample.brier, round(100 * result.sample.ece, 9)
    return (
        f"Scores are off the shares observed in their bins by "
        f"{number(ece, 2)} percentage points on average. The Brier score is {number(b.brier)}; giving "
        f"everyone the share of positives would get {number(b.uncertainty)}."
    )


def det(result: Result) -> str:
    """Both error rates at the chosen threshold."""
    c = result.chosen
    base = (
        f"At your threshold {percent(c.fnr)} of the positives are missed and {percent(c.fpr)} of "
        "the negatives raise a false alarm."
    )
    edge = min(float(c.fnr), float(c.fpr)) == 0 or max(float(c.fnr), float(c.fpr)) == 1
    return f"{base} A rate of 0 or 1 has no place on these axes." if edge else base


def decision_curve(result: Result) -> str:
    """Net benefit at the threshold, against calling everyone and nobody."""
    t, c = result.params.threshold, result.chosen
    mine = 1000 * float(c.net_benefit)
    everyone = 1000 * float(result.benefit_of_all(t))
    return (
        f"If you would act from a probability of {at(t)}, the model is worth {_worth(mine)}, "
        f"calling everyone {_worth(everyone)} and calling nobody 0. "
        "The unit is a positive caught in 1,000 cases, without a false alarm."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p, c = result.params, result.chosen
    pop, truth = result.population, result.population_best
    miss = p.cost_ratio
    sample, cheapest = result.sample, result.cheapest
    f1, youden = sample.best_f1, sample.best_youden
    caught, _, alarms, _ = _ten_thousand(c)
    named = {
        "threshold": at(p.threshold),
        "n": count(c.total),
        "positives": count(c.tp + c.fn),
        "negatives": count(c.fp + c.tn),
        "share": percent(c.prevalence),
        "caught": count(c.tp),
        "false_alarms": count(c.fp),
        "alerts_in_1000": number(1000 * float(c.called_share)),
        "caught_in_10000": caught,
        "false_alarms_in_10000": alarms,
        "precision": percent(c.precision),
        "recall": percent(c.recall),
        "fpr": percent(c.fpr),
        "never_accuracy": percent(sample.never.accuracy, 3),
        "cost_ratio": f"{miss:g}",
        "cost": _thousand(c, miss),
        "half_cost": _thousand(sample.half, miss),
        "half_extra": percent(result.half_extra),
        "over_cheapest": percent(result.over_cheapest),
        "half_recall": percent(sample.half.recall),
        "half_accuracy": percent(sample.half.accuracy, 3),
        "theory_threshold": at(result.theory_threshold),
        "cheapest_threshold": at(cheapest.threshold),
        "cheapest_cost": _thousand(cheapest, miss),
        "cheapest_precision": percent(cheapest.precision),
        "f1_threshold": at(f1.threshold),
        "f1_best": proportion(f1.f1),
        "youden_threshold": at(youden.threshold),
        "youden_precision": percent(youden.precision),
        "youden_cost": _thousand(youden, miss),
        "auc": proportion(sample.auc),
        "auc_percent": percent(sample.auc, 3),
        "auc_turned": proportion(1 - sample.auc),
        "ap": proportion(sample.ap),
        "ap_low": proportion(sample.bands.ap[0]),
        "ap_high": proportion(sample.bands.ap[1]),
        "ap_width": number(float(sample.bands.ap[1] - sample.bands.ap[0]), 2),
        "precision_falls": count(sample.precision_falls),
        "steps": count(sample.n_scores - 1),
        "ece": percent(sample.ece),
        "train": count(sample.n_train) if sample.n_train else "no",
        "precision_if_even": percent(c.precision_if(0.5)),
        "precision_if_one_percent": percent(c.precision_if(0.01)),
        "precision_if_one_permille": percent(c.precision_if(0.001)),
    }
    # at the threshold that is best by the objective chosen
    best = result.best
    named["best_recall"] = "undefined" if best is None else percent(best.recall)
    # what only drawn scores know
    unknown = dict.fromkeys(
        (
            "true_auc",
            "true_best_threshold",
            "true_best_f1",
            "true_best_f1_half",
            "best_f1_elsewhere",
            "wide_early",
            "narrow_early",
            "true_early",
            "early_ratio",
        ),
        "unknown",
    )
    named |= unknown
    if pop is not None:
        named |= {"true_auc": proportion(pop.auc), "true_early": percent(pop.early)}
    if truth is not None:
        named["true_best_threshold"] = at(truth.threshold)
        named["true_best_f1"] = proportion(truth.f1)
        named["true_best_f1_half"] = number(float(truth.f1) / 2)
    if result.best_truth is not None:
        named["best_f1_elsewhere"] = proportion(result.best_truth.f1)
    if result.rivals:
        wide, narrow = result.rivals
        named["wide_early"] = percent(wide.early)
        named["narrow_early"] = percent(narrow.early)
        named["early_ratio"] = number(result.early_ratio, 2)
    return named


# --- parts -----------------------------------------------------------------------------------


def at(threshold: float) -> str:
    """A threshold, to three figures, more where it nears 1; "above every score" if infinite."""
    t = float(threshold)
    if math.isinf(t):
        return "above every score"
    if t in (0, 1):
        return f"{t:.0f}"
    if t > 0.9999:
        return "over 0.9999"
    if t < 0.0001:
        return "under 0.0001"
    return f"{t:.4f}".rstrip("0") if t > 0.99 else f"{t:.3g}"


def span(low: float, high: float) -> str:
    """An interval, as "0.2 to 0.5"."""
    return f"{proportion(low)} to {proportion(high)}"


def _log_odds(p: Any) -> Any:
    """ln(p / (1 - p))."""
    return np.log(p / (1 - p))


def _thousand(counts: Counts, miss: float) -> str:
    """Cost in 1,000 cases, in false alarms."""
    return number(1000 * float(counts.cost(miss)))


def _worth(benefit: float) -> str:
    """Net benefit in 1,000 cases; beyond a thousand positives lost only that."""
    return number(benefit) if benefit > -1000 else "less than −1,000"


def _ten_thousand(counts: Counts) -> tuple[str, ...]:
    """Caught, missed, false alarms and rightly left alone in 10,000 cases."""
    every = (counts.tp, counts.fn, counts.fp, counts.tn)
    caught, missed, alarms, left = (count(10_000 * (float(k) / float(counts.total))) for k in every)
    return caught, missed, alarms, left


def _best(result: Result) -> str:
    """Where the best threshold is, by the objective chosen."""
    p, best = result.params, result.best
    if best is None:
        which = "precision" if p.objective == "precision_at_least" else "recall"
        return f"No threshold reaches a {which} of {percent_set(p.floor)}."
    if np.isinf(best.threshold):
        if p.objective == "cost":
            return "Calling nothing is cheapest."
        return "Calling even the highest score would be more than you can check."
    return f"{BEST[p.objective]} is {at(best.threshold)}."
