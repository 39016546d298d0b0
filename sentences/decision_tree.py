"""What the pictures of a decision tree say, in words."""

import math

import numpy as np

from concepts.decision_tree import (
    FOLDS,
    LEAF,
    MOST,
    RESAMPLES,
    Result,
    said_of,
    said_value,
)
from sentences.numbers import amount, count, counted, number, percent, quoted

BOXES = 31  # that the table names


def claim(result: Result) -> str:
    """The one sentence above the main figure."""
    made = said_of(result.cuts, result.params)
    whole = 0 < result.cuts < result.params.cuts  # the tree was done before
    if whole:
        made = f"{made} nothing is left to ask:"
    if result.grown.classes:
        text = (
            f"After {made} the tree is wrong on {percent(result.train)} of its own rows and on "
            f"{percent(result.fresh)} of {_fresh(result)}"
        )
    else:
        text = (
            f"After {made} the mean squared error is {_loss(result, result.train)} on the tree's own "
            f"days and {_loss(result, result.fresh)} on others"
        )
    if not result.cuts:
        return f"{text}: it gives every row the same answer."
    if whole:
        return f"{text}."
    return f"{text}; the last cut, {_asked(result, result.newest)}, gained {_gain(result)}."


def headline(result: Result) -> dict[str, str]:
    """The tree in six numbers."""
    g = result.grown
    fresh = "CV error" if _tested_by_folds(result) else "Test error"
    return {
        "Boxes": count(result.leaves.size),
        "Depth": count(g.tree.depth[result.there].max()),
        fresh: _loss(result, result.fresh),
        "Training error": _loss(result, result.train),
        "Last gain": _gain(result) if result.cuts else "none yet",
        "Smallest box": counted(g.tree.rows[result.leaves].min(), "row"),
    }


def table(result: Result) -> dict[str, dict[str, str]]:
    """The boxes as rules, the largest first: the tree as it is read without a picture."""
    g = result.grown
    t = g.tree
    leaves = result.leaves[np.argsort(-t.rows[result.leaves], kind="stable")]
    found = {}
    for leaf in leaves[:BOXES].tolist():
        said = _answer(result, leaf)
        found[_rule(result, leaf)] = {
            "Rows": count(t.rows[leaf]),
            "Says": said,
            "Right there" if g.classes else "Standard deviation": _within(result, leaf),
        }
    if more := leaves[BOXES:].tolist():
        found[f"{counted(len(more), 'smaller box', 'smaller boxes')}, together"] = {
            "Rows": count(t.rows[more].sum()),
            "Says": "each its own",
            "Right there" if g.classes else "Standard deviation": "see the tree",
        }
    return found


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    g = result.grown
    return {
        "boxes": float(result.leaves.size),
        "own_error": result.train,
        "all_boxes": g.tree.cuts.size + 1.0,
        "all_fresh": float(g.full[1]),
        "root_gain": float(g.tree.gain[0]),
    }


def ticks(result: Result) -> dict[str, float]:
    """The numbers of cuts that mean something."""
    g = result.grown
    return {
        "CV's choice": float(g.chosen),
        "least fresh error": math.nan if _tested_by_folds(result) else float(g.fresh.argmin()),
        "nothing left to ask": float(g.most) if g.tree.cuts.size <= MOST else math.nan,
        "no cut": 0.0,
    }


# --- one sentence a figure -------------------------------------------------------------------


def plane(result: Result) -> str:
    """The boxes, and the smallest."""
    g = result.grown
    sizes = g.tree.rows[result.leaves]
    if not result.cuts:
        left = "A cut could be made." if g.most else "Nothing is left to ask."
        return f"One box holds all {counted(sizes[0], 'row')}. {left}"
    text = (
        f"{counted(sizes.size, 'box', 'boxes')}, the smallest with {counted(sizes.min(), 'row')}, the "
        f"largest with {count(sizes.max())}."
    )
    if result.place == g.tree.cuts.size:
        text += " Nothing is left to ask."
    ties = int(result.tied[result.leaves].sum())
    return (
        text
        + (
            f" In {counted(ties, 'box', 'boxes')} two classes are as common as each other (hatched)."
            if ties
            else ""
        )
    )  # fmt: skip


def tree(result: Result) -> str:
    """Depth, and the way to the newest cut."""
    g = result.grown
    if not result.cuts:
        return "The tree is its root alone, without a question."
    depth = counted(g.tree.depth[result.there].max(), "level")
    newest, above = _asked(result, result.newest), len(result.path(result.newest)) - 1
    if not above:
        return f"{depth} of questions. The newest is the first, {newest}; yes goes to the left."
    return (
        f"{depth} of questions. Before the newest, {newest}, {'comes' if above == 1 else 'come'} "
        f"{counted(above, 'other')}; yes goes to the left."
    )


def gains(result: Result) -> str:
    """How good the cut is among all that could have been made there."""
    g, node = result.grown, result.newest
    if g.tree.feature[node] == LEAF:
        return "No cut parts the rows of this box as it is asked to."
    tried = sum(threshold.size for threshold, _ in result.candidates)
    where = "the whole plane" if node == 0 else "the box cut last"
    return (
        f"In {where} {counted(tried, 'threshold')} can be asked for. Most is gained by "
        f"{_asked(result, node)}: {_gain(result)}, of {'an impurity' if g.classes else 'a variance'} of "
        f"{_impurity(result)} in all rows."
    )


def errors(result: Result) -> str:
    """Where the fresh error is least, what folds choose, and what the whole tree does."""
    g = result.grown
    chosen = said_of(g.chosen, result.params)
    if _tested_by_folds(result):
        return (
            f"Rows held out by {FOLDS} folds: {_loss(result, g.chosen_fresh)} wrong after {chosen}, "
            f"which they choose, and {_loss(result, float(g.full[1]))} when nothing is left to ask."
        )
    least = int(g.fresh.argmin())
    return (
        f"The fresh error is least after {said_of(least, result.params)}: "
        f"{_loss(result, g.fresh[least])}. "
        f"{FOLDS} folds choose {chosen}, with {_loss(result, g.chosen_fresh)}. The whole tree has "
        f"{_loss(result, float(g.full[1]))}, and {_loss(result, float(g.full[0]))} on its own rows."
    )


def roots(result: Result) -> str:
    """How often a resample begins with the same feature."""
    g, p = result.grown, result.params
    if g.tree.feature[0] == LEAF:
        return "This tree has no first cut."
    feature, threshold = g.roots
    name = _names(result)[g.tree.feature[0]]
    same = (feature == g.tree.feature[0]) & np.isfinite(threshold)
    text = (
        f"{count(round(g.same_root * RESAMPLES))} of {RESAMPLES} resamples ask first for {name}, "
        "as this tree does"
    )  # fmt: skip
    if not same.any():
        return f"{text}."
    low, high = (
        said_value(p.source, float(end)) for end in (threshold[same].min(), threshold[same].max())
    )
    at = f"always at {low}" if low == high else f"at thresholds from {low} to {high}"
    return f"{text}, {at}."


def importances(result: Result) -> str:
    """Shares of the impurity beside what a shuffle costs."""
    g = result.grown
    names = _names(result)
    if np.isnan(g.importance[0]).any():
        return "Without a cut nothing is saved, so impurity importance is undefined."
    shares = ", ".join(
        f"{name} {percent(share)}" for name, share in zip(names, g.importance[0], strict=True)
    )
    text = f"Of the impurity saved: {shares}."
    row, where = (1, "its own rows") if np.isnan(g.importance[2]).any() else (2, "fresh rows")
    rises = ", ".join(
        f"{name} by {_rise(result, value)}" for name, value in zip(names, g.importance[row], strict=True)
    )  # fmt: skip
    return f"{text} Permuted on {where} the error changes: {rises}."


def pruning(result: Result) -> str:
    """What folds choose of the path, and where the tree stands."""
    g = result.grown
    whole = counted(g.tree.cuts.size + 1, "box", "boxes")
    how = "by alpha" if result.params.order == "pruned" else "by the number of cuts"
    return (
        f"At no price the tree keeps {whole}, and fewer as each box must pay more. {FOLDS} folds choose "
        f"{counted(g.chosen + 1, 'box', 'boxes')} {how}; on the screen "
        f"{'is' if result.leaves.size == 1 else 'are'} {count(result.leaves.size)}."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of; errors in percent, or in °C².

    boxes : Shown. own, fresh : Errors of the tree shown. over : Its fresh error less the whole tree's.
    same_root : Resamples that begin with the same feature, in percent. id_share : Of the impurity saved
    the first feature's, in percent. chosen_gain : By how much the folds' choice lowers the fresh error.
    """
    g = result.grown
    times = 100 if g.classes else 1
    imp = g.importance
    return {
        "boxes": float(result.leaves.size),
        "own": times * result.train,
        "fresh": times * result.fresh,
        "over": times * (result.fresh - float(g.full[1])),
        "same_root": 100 * g.same_root,
        "id_share": 100 * float(imp[0, 0]),
        "chosen_gain": times * (float(g.full[1]) - g.chosen_fresh),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    g, p = result.grown, result.params
    names = _names(result)
    imp = g.importance
    second = min(1, len(names) - 1)
    return {
        "cuts": said_of(result.cuts, p),
        "boxes": counted(result.leaves.size, "box", "boxes"),
        "rows": counted(len(g.y), "row"),
        "own": _loss(result, result.train),
        "fresh": _loss(result, result.fresh),
        "question": _asked(result, result.newest) if result.cuts else "no question",
        "gain": _gain(result) if result.cuts else "nothing",
        "impurity": _impurity(result),
        "first": _asked(result, 0) if g.tree.feature[0] != LEAF else "no question",
        "all_boxes": counted(g.tree.cuts.size + 1, "box", "boxes"),
        "all_own": _loss(result, float(g.full[0])),
        "all_fresh": _loss(result, float(g.full[1])),
        "chosen": counted(g.chosen + 1, "box", "boxes"),
        "chosen_fresh": _loss(result, g.chosen_fresh),
        "start_fresh": _loss(result, float(g.fresh[0])),
        "same_root": f"{count(np.nan_to_num(g.same_root) * RESAMPLES)} of {RESAMPLES}",
        "first_share": percent(float(imp[0, 0])),
        "second_share": percent(float(imp[0, second])),
        "first_rise": _rise(result, float(imp[2, 0])),
        "second_rise": _rise(result, float(imp[2, second])),
        "first_own_rise": _rise(result, float(imp[1, 0])),
        "second_own_rise": _rise(result, float(imp[1, second])),
        "smallest": counted(g.tree.rows[result.leaves].min(), "row"),
    }


# --- parts -----------------------------------------------------------------------------------


def _tested_by_folds(result: Result) -> bool:
    return result.params.source == "penguins"


def _fresh(result: Result) -> str:
    return "those that folds hold out" if _tested_by_folds(result) else "fresh ones"


def _loss(result: Result, loss: float) -> str:
    return percent(loss) if result.grown.classes else f"{number(loss)} °C²"


def _rise(result: Result, rise: float) -> str:
    if math.isnan(rise):
        return "undefined"
    if not result.grown.classes:
        return f"{number(rise)} °C²"
    return f"{amount(100 * rise, figures=2)} points"


def _gain(result: Result) -> str:
    return _unit(result, float(result.grown.tree.gain[result.newest]))


def _impurity(result: Result) -> str:
    return _unit(result, float(result.grown.tree.impurity[0]))


def _unit(result: Result, value: float) -> str:
    return number(value) if result.grown.classes else f"{number(value)} °C²"


def _asked(result: Result, node: int) -> str:
    name, asks = result.question(node)
    return f"{_called(result, name)} {asks}"


def _names(result: Result) -> list[str]:
    """The features' names."""
    return [_called(result, name) for name in result.grown.features]


def _called(result: Result, name: str) -> str:
    return quoted(name) if result.params.source == "own" else name


def _answer(result: Result, leaf: int) -> str:
    g = result.grown
    if not g.classes:
        return f"{number(g.answers[leaf])} °C"
    name = _called(result, g.labels[int(g.answers[leaf])])
    return f"{name}, tied" if result.tied[leaf] else name


def _within(result: Result, leaf: int) -> str:
    """The share of a leaf's rows that it is right about, or their standard deviation."""
    g = result.grown
    if not g.classes:
        return f"{number(math.sqrt(g.tree.impurity[leaf]))} °C"
    return percent(float(g.tree.total[leaf].max() / g.tree.rows[leaf]))


def _rule(result: Result, leaf: int) -> str:
    g, source = result.grown, result.params.source
    parts = []
    for i, (name, (low, high)) in enumerate(zip(_names(result), g.bounds[leaf], strict=True)):
        above, below = np.isfinite(low), np.isfinite(high)
        said = [said_value(source, float(each)) for each in (low, high)]
        text = ""
        if above and below:
            text = f"{said[0]} < {name} ≤ {said[1]}"
        elif above:
            text = f"{name} > {said[0]}"
        elif below:
            text = f"{name} ≤ {said[1]}"
        if i == 0 and np.isnan(g.X).any():
            lost = bool(g.holes[leaf])
            if low == np.inf:
                text = f"{name} missing"
            elif text:
                text += " or missing" if lost else ""
            elif not lost:
                text = f"{name} known"
        if text:
            parts.append(text)
    return ", ".join(parts) or "all rows"
