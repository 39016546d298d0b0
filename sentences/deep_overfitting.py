"""What the pictures of a network that learns wrong labels by heart say, in words."""

import math

import numpy as np
from numpy.typing import NDArray

from concepts.deep_overfitting import (
    EPOCHS,
    MASKS,
    RECIPES,
    RUN_DIGITS,
    RUN_WRONG,
    VALIDATION,
    WIDTH_DIGITS,
    WIDTH_UPDATES,
    WIDTH_WRONG,
    Result,
)
from sentences.numbers import capital, count, counted, number, percent, percent_set

Floats = NDArray[np.float64]
SHORT = {  # of RECIPES, within a sentence
    "kept": "early stopping",
    "l2": "L2",
    "decay": "a decoupled decay of 1",
    "decay_small": "a decoupled decay of 0.03",
    "dropout": "dropout",
    "shift": "shifts by a pixel",
    "many": "900 digits",
    "few": "100 digits",
    "narrow": "8 units",
    "wide": "256 units",
}
MOST_SEEDS = 0.9  # of them: what is better with so many is said to be better


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    p, c = result.params, result.curves
    now = f"{percent(c.test[p.epoch])} of fresh digits are right"
    end = "" if p.epoch == EPOCHS else f", against {percent(c.test[-1])} at the end"
    if not result.wrong:
        return (
            f"At epoch {p.epoch}, {percent(c.right[p.epoch])} of the digits to learn from are right, "
            f"none of them with a wrong label; {now}{end}."
        )
    true, memorised, _ = result.counts
    return (
        f"At epoch {p.epoch} it answers {count(true)} of {count(result.wrong)} wrongly labelled digits "
        f"with the true digit and has memorised {count(memorised)}; {now}{end}."
    )


def headline(result: Result) -> dict[str, str]:
    """Fresh digits at the epoch kept and at the end, what is memorised, the gap and the norm."""
    p, c = result.params, result.curves
    numbers = {
        "Test accuracy, kept": f"{percent(c.test[result.stop.best])} (epoch {result.stop.best})",
        "at the end": percent(c.test[-1]),
        "Memorised": percent(c.memorised[p.epoch]),
        "Gap": number(result.gap[p.epoch], 2),
        "Norm of the weights": number(c.norm[p.epoch]),
    }
    if not result.wrong:
        del numbers["Memorised"]
    return numbers


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    c = result.curves
    return {
        "norm_at_end": float(c.norm[-1]),
        "fresh_right_at_end": float(c.test[-1]),
        "right_at_end": float(c.right[-1]),
        "kept_epoch": float(result.stop.best),
        "fresh_right_kept": float(c.test[result.stop.best]),
    }


# --- one sentence a figure -------------------------------------------------------------------


def digits(result: Result) -> str:
    """How many of the pictures are answered truly, and how many as labelled."""
    shown, epoch = result.pictures, result.params.epoch
    answers = shown.answers[epoch]
    true, memorised = int((answers == shown.true).sum()), int((answers == shown.label).sum())
    each = f"each with its label → the network's answer at epoch {epoch}"
    if not result.wrong:
        return (
            f"{counted(len(answers), 'digit')} to learn from, {each}: {count(true)} are right. No label "
            "is wrong."
        )
    of = f"{count(len(answers))} of the {count(result.wrong)} wrongly labelled digits"
    return (
        f"{of}, {each}: a tick for the true digit on {count(true)}, a cross for the wrong label on "
        f"{count(memorised)}."
    )


def curves(result: Result) -> str:
    """The gap, where the watched number is best, and where patience runs out."""
    p, c, stop = result.params, result.curves, result.stop
    text = (
        f"At epoch {p.epoch} the training loss is {number(c.loss[p.epoch])} and the validation loss "
        f"{number(c.watched_loss[p.epoch])} ± {number(c.error[p.epoch], 2)}, a gap of "
        f"{number(result.gap[p.epoch], 2)}."
    )
    what, patience = f"validation {p.watch}", f"patience of {counted(p.patience, 'epoch')}"
    if not stop.ran_out:
        return (
            f"{text} {capital(what)} is best at epoch {stop.best}; a {patience} does not run out."
        )
    text += f" With a {patience} training stops at epoch {stop.stopped} and keeps epoch {stop.best}"
    if stop.best == result.best:
        return f"{text}, where {what} is best of all."
    return f"{text}; {what} would have been best at epoch {result.best}."


def shares(result: Result) -> str:
    """What is right first, and what is memorised later."""
    c = result.curves
    if not result.wrong:
        if result.perfect < 0:
            return f"No label is wrong. {percent(c.right.max())} of the digits are right at best."
        return (
            f"No label is wrong. All digits are right for the first time at epoch {result.perfect}."
        )
    peak = result.peak
    text = (
        f"Of {count(result.wrong)} wrong labels most are answered with the true digit at epoch {peak}: "
        f"{percent(c.true[peak])}, with {percent(c.memorised[peak])} memorised by then. At the end it is "
        f"{percent(c.true[-1])} and {percent(c.memorised[-1])}."
    )
    if math.isnan(c.clean[-1]):
        return text
    return f"{text} Of the right labels {percent(c.clean[-1])} are then answered as labelled."


def patience(result: Result) -> str:
    """What your patience keeps, and what all epochs lead to."""
    p, c, stop = result.params, result.curves, result.stop
    kept, ended, end = (percent(c.test[i]) for i in (stop.best, stop.stopped, -1))
    text = (
        f"A patience of {counted(p.patience, 'epoch')} keeps epoch {stop.best}, with {kept} of fresh "
        f"digits right; without putting the best weights back it is {ended}, after all {EPOCHS} epochs "
        f"{end}."
    )
    most = int(c.test[result.by_patience].argmax())
    best = c.test[result.by_patience[most]]
    if c.test[stop.best] == best:
        return f"{text} No other patience keeps better ones."
    return f"{text} A patience of {most + 1} would keep {percent(best)}."


def cures(result: Result) -> str:
    """Medians of the trainings kept in a file, and which are better than none."""
    runs, plain = result.runs, result.runs["plain"].test
    seeds = len(plain)
    better = {name: int((runs[name].test > plain).sum()) for name in RECIPES if name != "plain"}
    helps = [name for name, many in better.items() if many >= MOST_SEEDS * seeds]
    others = [name for name in better if name not in helps]

    def said(names: list[str]) -> str:
        return ", ".join(f"{SHORT[name]} {percent(np.median(runs[name].test))}" for name in names)

    least = min(better[name] for name in helps)
    return (
        f"Of {RUN_DIGITS} digits {percent_set(RUN_WRONG)} have wrong labels. At the end "
        f"{_fresh(result, 'plain')} of fresh ones are right, in the median of {seeds} seeds. Better with "
        f"at least {least} of them: {said(helps)}. With fewer: {said(others)}."
    )


def norms(result: Result) -> str:
    """Your norm, and what L2 and AdamW lead to."""
    c = result.curves
    epoch = result.params.epoch
    now = f"{number(c.norm[epoch])} at epoch {epoch}"
    yours = now if epoch == EPOCHS else f"{now} and {number(c.norm[-1])} at the end"
    recipes = ("plain", "l2", "decay_small", "decay")
    plain, l2, small, decay = (_norm(result, name) for name in recipes)
    return (
        f"The norm of your weights is {yours}. With Adam, medians at the end: {plain} without anything, "
        f"{l2} with an L2 of 0.03 in the loss, {small} with AdamW's decay of 0.03, {decay} with one of "
        "1."
    )


def widths(result: Result) -> str:
    """Where the loss is highest, and what the error does."""
    width, right, error, loss = result.widths.T
    top = int(loss.argmax())
    falls = "the error falls all the way" if (np.diff(error) < 0).all() else "the error goes"
    return (
        f"{WIDTH_DIGITS} digits, {percent_set(WIDTH_WRONG)} of their labels wrong, after "
        f"{count(WIDTH_UPDATES)} updates: the loss on fresh ones is highest at {count(width[top])} "
        f"units, {number(loss[top])}, where {percent(right[top])} of the labels are learned; {falls} "
        f"from {percent(error[0])} to {percent(error[-1])}."
    )


def masks(result: Result) -> str:
    """One mask, many, and none."""
    m = result.masks
    if not result.params.dropout:
        return (
            f"Without dropout every mask is the whole network, with a log loss of {number(m.whole_loss)} "
            f"on {VALIDATION} validation digits."
        )
    many = float(m.loss[-1])
    which = "less than" if m.whole_loss < many else "no less than"
    return (
        f"On {VALIDATION} validation digits one mask has a log loss of {number(m.loss[0])}, the mean "
        f"answer of {MASKS} masks {number(many)}, the whole network {number(m.whole_loss)}, {which} that "
        f"mean. Of their labels {percent(m.one_right)}, {percent(m.mean_right)} and "
        f"{percent(m.whole_right)} are answered."
    )


def ridge(result: Result) -> str:
    """How dropout shrinks a linear model."""
    found = result.linear
    if not result.params.dropout:
        return f"Without dropout it is least squares, with coefficients of norm {_length(found.plain)}."
    return (
        f"Inputs dropped at {percent_set(result.params.dropout)}: the coefficients with the least mean "
        f"loss over all masks are those of ridge. Their norm is {_length(found.dropped)}, that of least "
        f"squares {_length(found.plain)}."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def ticks(result: Result) -> dict[str, float]:
    """What early stopping keeps, most true digits, where most are memorised, where it stops."""
    stop = result.stop
    return {
        "kept": float(stop.best),
        "most true digits": float(result.peak) if result.peak >= 0 else math.nan,
        "9 of 10 memorised": float(result.learned) if result.learned >= 0 else math.nan,
        "stopped": float(stop.stopped) if stop.ran_out else math.nan,
    }


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of.

    `peak` is a number of digits, `saved` and `change` differences of shares of fresh digits, kept less
    end and end less best; `masks_worse` the log loss of the mean of all masks less that of the network.
    """
    c, m = result.curves, result.masks
    return {
        "peak": float(round(c.true[result.peak] * result.wrong)) if result.wrong else math.nan,
        "memorised": float(c.memorised[-1]),
        "fresh": float(c.test[-1]),
        "right": float(c.right[-1]),
        "norm": float(c.norm[-1]),
        "saved": float(c.test[result.stop.best] - c.test[-1]),
        "change": float(c.test[-1] - c.test[result.best]),
        "masks_worse": float(m.loss[-1] - m.whole_loss),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p, c, stop, m, found = (
        result.params,
        result.curves,
        result.stop,
        result.masks,
        result.linear,
    )
    true, memorised, _ = result.counts
    width, right, error, loss = result.widths.T
    top = int(loss.argmax())
    said = {
        "n": count(p.n),
        "epoch": str(p.epoch),
        "wrong": count(result.wrong),
        "true": count(true),
        "memorised": count(memorised),
        "memorised_at_end": percent(c.memorised[-1]),
        "true_at_peak": percent(c.true[result.peak]) if result.wrong else "undefined",
        "peak": count(c.true[result.peak] * result.wrong) if result.wrong else "undefined",
        "peak_epoch": str(result.peak) if result.wrong else "undefined",
        "fresh": percent(c.test[p.epoch]),
        "end": percent(c.test[-1]),
        "right": percent(c.right[-1]),
        "best_epoch": str(result.best),
        "at_best": percent(c.test[result.best]),
        "kept": percent(c.test[stop.best]),
        "kept_epoch": str(stop.best),
        "stopped": str(stop.stopped),
        "not_restored": percent(c.test[stop.stopped]),
        "patience": counted(p.patience, "epoch"),
        "loss_at_end": number(c.watched_loss[-1]),
        "lowest_loss": number(c.watched_loss.min()),
        "training_loss": number(c.loss[-1]),
        "norm": number(c.norm[-1]),
        "one_mask": number(m.loss[0]),
        "many_masks": number(m.loss[-1]),
        "no_mask": number(m.whole_loss),
        "one_right": percent(m.one_right),
        "whole_right": percent(m.whole_right),
        "ridge_norm": _length(found.dropped),
        "plain_norm": _length(found.plain),
        "top_width": count(width[top]),
        "top_loss": number(loss[top]),
        "top_right": percent(right[top]),
        "least_error": percent(error[-1]),
        "most_error": percent(error[0]),
        "seeds": count(len(result.runs["plain"].test)),
        "epochs": count(EPOCHS),
        "masks": count(MASKS),
        "updates": count(WIDTH_UPDATES),
    }
    said |= {f"fresh_{name}": _fresh(result, name) for name in RECIPES}
    return said | {f"norm_{name}": _norm(result, name) for name in ("plain", "l2", "decay_small")}


# --- parts -----------------------------------------------------------------------------------


def _fresh(result: Result, recipe: str) -> str:
    """Of a training in the file, the median share of fresh digits right."""
    return percent(np.median(result.runs[recipe].test))


def _norm(result: Result, recipe: str) -> str:
    return number(np.median(result.runs[recipe].norm[:, -1]))


def _length(w: Floats) -> str:
    return number(float(np.linalg.norm(w)))
