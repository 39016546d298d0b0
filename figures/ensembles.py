"""Pictures of an ensemble: what its members answer together, what each was given, and what it costs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.ensembles import (
    DENSITY_AT,
    LUMPS,
    MODELS,
    RATES,
    UNIT,
    Answers,
    Cases,
    Curve,
    Jury,
    Result,
)
from figures.drawing import Drawing
from figures.marks import (
    band,
    bars,
    dots,
    dotted_line,
    handle,
    here,
    key,
    label,
    level,
    line,
    lines,
    log_axis,
    measured,
    moving_label,
    round_ticks,
    under,
    upright,
)
from figures.theme import (
    BIAS,
    FIFTH,
    GOOD,
    INK,
    MARKER,
    MUTED,
    NEGATIVE,
    PAPER,
    POSITIVE,
    SMALL_MARGIN,
    THIN,
    VARIANCE,
    axis,
    faded,
    layout,
    share_axis,
)
from sentences.numbers import amount, percent

Floats = NDArray[np.float64]

AT_X = "%{y:.2f} at x = %{x:.2f}"
HIDDEN = {"visible": False, "fixedrange": True}
ONE_ROW = SMALL_MARGIN | {"t": 30}
TWO_ROWS = SMALL_MARGIN | {"t": 50}
PATIENTS, MISSING = [20.0, 360.0], [-230.0, 230.0]  # progression, and what is missing of it
WORLDS = {"alike": [-5.5, 5.5], "friedman": [-1.0, 29.0]}
# Measurements drawn, in standard deviations; what lies beyond stands at the end.
LEFT, RIGHT = -3.0, 5.0
TOP = 0.44  # room above the lanes, for words


def ensemble(result: Result) -> Drawing:
    """What the members answer together."""
    match result.picture:
        case Curve() as curve:
            return _curve_together(result, curve)
        case Cases() as cases:
            return _cases_together(result, cases)
        case Answers() as answers:
            return _answers_together(result, answers)
        case Jury() as jury:
            return _jury_together(result, jury)


def member(result: Result) -> Drawing:
    """What the last member was given, and what it answered."""
    match result.picture:
        case Curve() as curve if result.params.kind == "bagging":
            return _tree_of_resample(result, curve)
        case Curve() as curve:
            return _stump_of_missing(curve)
        case Cases() as cases:
            return _cut_of_cases(result, cases)
        case Answers() as answers:
            return _answers_of_member(result, answers)
        case Jury() as jury:
            return _questions(result, jury)


# --- a curve ---------------------------------------------------------------------------------


def _reach(curve: Curve) -> list[float]:
    low, high = float(curve.y.min()), float(curve.y.max())
    room = 0.08 * (high - low) + 0.05
    return [min(low, float(curve.truth.min())) - room, max(high, float(curve.truth.max())) + room]


def _curve_together(result: Result, curve: Curve) -> Drawing:
    summed = result.params.kind == "boosting"
    words = "sum of the stumps" if summed else "mean of the trees"
    # Stumps lie about zero, so they would say nothing on the targets' axis.
    earlier = np.full_like(curve.earlier, np.nan) if summed else curve.earlier
    data = [
        dots(curve.x, curve.y, MUTED, "data set", "x %{x:.2f}, y %{y:.2f}", MARKER - 3),
        lines(curve.grid, earlier, faded(FIFTH, 0.35), "members", width=1),
        line(curve.grid, curve.truth, INK, "truth", dash="dash", width=2),
        line(curve.grid, curve.together, INK, words, AT_X, width=4),
    ]
    row = [("- -", INK, "truth"), ("<b>━</b>", INK, words)]
    if not summed:
        row.append((_in(FIFTH, "━"), INK, "trees"))
    return Drawing(
        data,
        layout(
            f"One training set as dots, the truth as a dashed line, and the {words} as a bold one, "
            "over the input.",
            axis("input x", range=[0, 1]),
            axis("target y", range=_reach(curve)),
            [handle(words, "line")],
            annotations=key([row], (0.0, 0.24, 0.76)),
            margin=ONE_ROW,
        ),
    )


def _tree_of_resample(result: Result, curve: Curve) -> Drawing:
    drawn = curve.given > 0
    size = np.where(drawn, 5 + 4 * np.sqrt(curve.given), 6)
    data = [
        dots(curve.x[drawn], curve.y[drawn], INK, "in the resample", "drawn %{customdata} times",
             size[drawn], customdata=curve.given[drawn]),
        dots(curve.x[~drawn], curve.y[~drawn], MUTED, "out of bag", "out of bag", 7, "circle-open"),
        line(curve.grid, curve.member, FIFTH, "this tree", AT_X, width=3, shape="hvh"),
    ]  # fmt: skip
    row = [("●", INK, "size: copies"), ("○", MUTED, "out of bag"), (_in(FIFTH, "━"), INK, "tree")]
    return Drawing(
        data,
        layout(
            "The resample that this tree was given: dots as large as they were drawn often, "
            "hollow ones out "
            "of bag; and the tree's own answer as steps.",
            axis("input x", range=[0, 1]),
            axis("target y", range=_reach(curve)),
            annotations=key([row], (0.0, 0.38, 0.74)),
            margin=ONE_ROW,
        ),
    )


def _stump_of_missing(curve: Curve) -> Drawing:
    off = 1.1 * float(np.abs(curve.y - curve.y.mean()).max())
    data = [
        level(0, 0, 1, MUTED, "nothing missing", width=THIN),
        dots(curve.x, curve.given, INK, "what is missing",
             "%{y:.2f} missing at x = %{x:.2f}", MARKER - 2),
        line(curve.grid, curve.member, FIFTH, "this stump", AT_X, width=4, shape="hvh"),
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "What was still missing before this round, the residuals, as dots, and the stump "
            "fitted to them "
            "as two steps.",
            axis("input x", range=[0, 1]),
            axis("residual", range=[-off, off]),
            annotations=key(
                [[("●", INK, "residuals"), (_in(FIFTH, "━"), INK, "stump")]], (0.0, 0.5)
            ),
            margin=ONE_ROW,
        ),
    )


# --- two classes -----------------------------------------------------------------------------


def _lanes(cases: Cases) -> Floats:
    """The height of each row: benign from 0 to 1, malignant above."""
    return np.asarray(np.where(cases.malignant, 1.14, 0.04) + 0.8 * cases.lift)


def _lane_axis() -> dict[str, Any]:
    return {**HIDDEN, "range": [0, 2 + TOP]}


def _lane_names() -> list[dict[str, Any]]:
    looks = {"xref": "paper", "xanchor": "right", "yanchor": "top"}
    return [
        label(1, 2.16, "<b>given as malignant</b>", POSITIVE, **looks, bgcolor=PAPER),
        label(1, 1.06, "<b>given as benign</b>", NEGATIVE, **looks, bgcolor=PAPER),
    ]


def _cases_together(result: Result, cases: Cases) -> Drawing:
    y, x = _lanes(cases), cases.share
    bad, off = cases.malignant, cases.flipped
    held_out = result.params.kind == "forest"
    title = "out-of-bag votes for malignant" if held_out else "weighted votes for malignant"
    data = [
        dots(x[off], y[off], "rgba(0,0,0,0)", "wrong label", size=15, edge=INK, width=1.5),
        dots(x[~bad], y[~bad], NEGATIVE, "given as benign", "%{x:.0%} for malignant", 7),
        dots(x[bad], y[bad], POSITIVE, "given as malignant", "%{x:.0%} for malignant", 8, "diamond"),
        upright(0.5, 0, 2, INK, "half of the votes", dash="dash", width=2),
        moving_label(0.25, 2 + 0.72 * TOP, "voted benign", NEGATIVE, position="middle center",
                     name="label: benign"),
        moving_label(0.75, 2 + 0.72 * TOP, "voted malignant", POSITIVE, position="middle center",
                     name="label: malignant"),
    ]  # fmt: skip
    ringed = ", wrong labels ringed" if off.any() else ""
    return Drawing(
        data,
        layout(
            f"Each lump of the training rows by the share of {title}, in two lanes by its label{ringed}; "
            "a dashed line at one half.",
            share_axis(title, nticks=3, range=[-0.04, 1.04]),
            _lane_axis(),
            [handle("given as malignant", "dot")],
            annotations=_lane_names(),
            margin=SMALL_MARGIN,
        ),
    )


def _cut_of_cases(result: Result, cases: Cases) -> Drawing:
    y, x = _lanes(cases), np.clip(cases.value, LEFT, RIGHT)
    forest = result.params.kind == "forest"
    given, bad, off = cases.given, cases.malignant, cases.flipped
    out = forest & (given == 0)
    size = np.where(out, 6, np.clip((5 if forest else 2) + 5 * np.sqrt(given), 2, 34))
    hover = "drawn %{customdata:.0f} times" if forest else "%{customdata:.2f} times an equal weight"
    cut = float(np.clip(np.nan_to_num(cases.threshold), LEFT, RIGHT))
    sides = ("benign", "malignant") if cases.above else ("malignant", "benign")
    words = f"{sides[0]} ◂ <b>{cases.column}</b> ▸ {sides[1]}"
    data = [
        dots(x[off], y[off], "rgba(0,0,0,0)", "wrong label", size=np.maximum(size[off] + 6, 15),
             edge=INK, width=1.5),
        dots(x[~bad], y[~bad], NEGATIVE, "given as benign", hover, size[~bad],
             np.where(out[~bad], "circle-open", "circle"), 0.8, customdata=given[~bad]),
        dots(x[bad], y[bad], POSITIVE, "given as malignant", hover, size[bad],
             np.where(out[bad], "diamond-open", "diamond"), 0.8, customdata=given[bad]),
        upright(cut, 0, 2, FIFTH, "first cut" if forest else "cut", width=4),
        moving_label((LEFT + RIGHT) / 2, 2 + 0.72 * TOP, words, position="middle center",
                     name="label: measurement"),
    ]  # fmt: skip
    sized = "as large as they were drawn often, out-of-bag ones hollow" if forest else (
        "as large as their weight"
    )  # fmt: skip
    which = "first cut of this tree" if forest else "cut of this round's stump"
    return Drawing(
        data,
        layout(
            f"The same lumps as this member was given them, {sized}, over the measurement "
            "that it cuts; the "
            f"{which} is an upright line.",
            axis("standard deviations from the mean", range=[LEFT - 0.3, RIGHT + 0.3]),
            _lane_axis(),
            annotations=_lane_names(),
            margin=SMALL_MARGIN,
        ),
    )


# --- numbers ---------------------------------------------------------------------------------


def _scale(result: Result) -> list[float]:
    p = result.params
    return WORLDS[p.world] if p.kind == "features" else PATIENTS


def _answers_together(result: Result, answers: Answers) -> Drawing:
    span, features = _scale(result), result.params.kind == "features"
    title = "truth at a new place" if features else "progression, measured"
    words = {"features": "mean of the trees", "stopping": "sum of the trees"}.get(
        result.params.kind, "mean of the votes"
    )
    data = [
        line(span, span, INK, "no error", dash="dash", width=2),
        dots(answers.truth, answers.together, INK, "ensemble", "%{y:.3g} for %{x:.3g}", MARKER - 2,
             opacity=0.75),
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            f"What the ensemble answers for rows it was not trained on, against the {title}; "
            "a dashed line "
            "is where it has no error.",
            axis(title, range=span),
            axis(words, range=span),
            [handle("ensemble", "dot")],
            annotations=key([[("●", INK, "fresh rows"), ("- -", INK, "no error")]], (0.0, 0.5)),
            margin=ONE_ROW,
        ),
    )


def _answers_of_member(result: Result, answers: Answers) -> Drawing:
    kind = result.params.kind
    across = up = MISSING if kind == "stopping" else _scale(result)
    title, words, shows = {
        "features": (
            "truth at a new place", "this tree", "What this tree alone answers, against the truth",
        ),
        "stopping": (
            "residual of a training row", "this tree",
            "What this tree answers, against what was still missing of each training row",
        ),
        "stack": (
            "progression, measured", f"{MODELS[answers.model]}",
            "The level-1 column of the model that has this vote, against the measured progression of the "
            "training rows",
        ),
    }[kind]  # fmt: skip
    x = np.clip(answers.given, across[0], across[1])
    y = np.clip(answers.member, up[0], up[1])
    data = [
        line(across, up, INK, "no error", dash="dash", width=2),
        dots(x, y, FIFTH, "member", "%{y:.3g} for %{x:.3g}", MARKER - 2, opacity=0.75),
        moving_label(across[0] + 0.5 * (across[1] - across[0]), up[1] - 0.06 * (up[1] - up[0]),
                     f"<b>{words}</b>" if kind == "stack" else "", position="middle center",
                     name="label: model"),
    ]  # fmt: skip
    rows = "fresh rows" if kind == "features" else "training rows"
    return Drawing(
        data,
        layout(
            f"{shows}; a dashed line is where it would have no error.",
            axis(title, range=across),
            axis("what it says" if kind == "stack" else words, range=up),
            annotations=key([[(_in(FIFTH, "●"), INK, rows), ("- -", INK, "no error")]], (0.0, 0.5)),
            margin=ONE_ROW,
        ),
    )


# --- a jury ----------------------------------------------------------------------------------


def _jury_together(result: Result, jury: Jury) -> Drawing:
    voters = result.members
    edges = np.arange(voters + 2) / (voters + 1)
    height = jury.votes / jury.votes.max()
    k = np.arange(voters + 1)
    right, wrong = 2 * k > voters, 2 * k < voters
    share = 1 - result.sweep.fresh[result.at]
    data = [
        bars(edges, np.where(~right & ~wrong, height, 0), VARIANCE, "a tie", 0.5),
        bars(edges, np.where(wrong, height, 0), MUTED, "majority wrong", 0.35),
        bars(edges, np.where(right, height, 0), GOOD, "majority right", 0.6),
        upright(0.5, 0, 1.02, INK, "half of the votes", dash="dash", width=2),
        moving_label(0.02, 1.14, f"<b>wrong {percent(1 - share)}</b>", MUTED,
                     position="middle right", name="label: wrong"),
        moving_label(0.98, 1.14, f"<b>right {percent(share)}</b>", GOOD, position="middle left",
                     name="label: right"),
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "How the votes of the jury fall: bars over the share of right votes, those of a "
            "right majority "
            "beyond a dashed line at one half.",
            share_axis("right votes", nticks=3),
            {**HIDDEN, "range": [0, 1.25]},
            [handle("majority right", "bars")],
            margin=SMALL_MARGIN,
        ),
    )


def _questions(result: Result, jury: Jury) -> Drawing:
    p = result.params
    inner = jury.density[(DENSITY_AT > 0.02) & (DENSITY_AT < 0.98)]
    easy = DENSITY_AT > 0.5
    alone = [p.chance, p.chance] if p.correlation == 0 else []
    known = 1 - result.sweep.rival
    top = 1 / max(float(inner.max()), 1e-12)
    height = np.minimum(jury.density * top, 1.05)
    lower = under(DENSITY_AT[~easy], height[~easy], MUTED, "most are wrong", faded(MUTED, 0.35))
    upper = under(DENSITY_AT[easy], height[easy], GOOD, "most are right", faded(GOOD, 0.6))
    data = [
        *(measured(each, "density of questions", 0, top) for each in (lower, upper)),
        line(alone, [0, 1][: len(alone)], FIFTH, "all questions alike", width=5),
        upright(0.5, 0, 1.02, INK, "as many right as wrong", dash="dash", width=2),
        moving_label(0.98, 1.14, f"<b>beyond: {percent(known)}</b>", GOOD, position="middle left",
                     name="label: limit"),
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "The questions that the jury is asked, by the chance that a voter is right about one: "
            "what lies beyond a dashed line at one half is what an endless jury gets right.",
            share_axis("chance that a voter is right", nticks=3),
            {**HIDDEN, "range": [0, 1.25]},
            margin=SMALL_MARGIN,
        ),
    )


# --- below -----------------------------------------------------------------------------------


def errors(result: Result) -> Drawing:
    """Error on training and on fresh rows by the number of members."""
    s, kind = result.sweep, result.params.kind
    count = np.arange(1.0, result.most + 1)
    rival, called = _rival(result)
    known = np.concatenate([s.fresh, s.train, s.oob, [rival]])
    top = 1.08 * float(np.nanmax(known))
    classes = kind in (*LUMPS, "vote")
    trained = "level-1 columns" if kind == "stack" else "training rows"
    fresh = "majority" if kind == "vote" else "fresh rows"
    data = [
        level(rival, 1, result.most, GOOD, called or "compared with", dash="dash"),
        line(count, s.train, MUTED, trained, dash="dot"),
        line(count, s.oob, FIFTH, "out of bag", dash="dashdot"),
        line(count, s.fresh, INK, fresh),
        upright(result.members, 0, top, INK, "your members", width=2),
        here(result.members, s.fresh[result.at], "your ensemble", INK),
    ]
    rows = [[("━", INK, fresh)]]
    if np.isfinite(s.train).any():
        rows[0].append((_in(MUTED, "· ·"), INK, trained))
    if np.isfinite(s.oob).any():
        rows.insert(0, [(_in(FIFTH, "-·-"), INK, "out of bag")])
    if called:
        rows.insert(0, [(_in(GOOD, "- -"), INK, called)])
    title = "share wrong" if classes else "mean squared error"
    y = share_axis(title, range=[0, top], nticks=4) if classes else axis(title, range=[0, top])
    return Drawing(
        data,
        layout(
            f"The {title} against the number of members on a logarithmic axis: on rows it was "
            "not trained "
            "on, and on those it was.",
            _count_axis(result),
            y,
            [handle("your members", "line")],
            annotations=key(rows, (0.0, 0.5)),
            margin=TWO_ROWS if len(rows) > 1 else ONE_ROW,
        ),
    )


def _rival(result: Result) -> tuple[float, str]:
    """An error to compare with, and what it is called; nan and "" if there is none."""
    called = {
        "adaboost": "forest, same labels",
        "stopping": "stopped early",
        "stack": "ridge alone",
        "vote": "endless jury",
    }.get(result.params.kind, "")
    return result.sweep.rival, called


def parts(result: Result) -> Drawing:
    """bias² and variance by the number of members, one on the other."""
    s = result.sweep
    count, bias2 = np.arange(1.0, result.most + 1), np.maximum(s.bias2, 0)
    total, known = bias2 + s.variance, np.isfinite(s.variance).any()
    most = max(float(np.nanmax(np.concatenate([total, s.other]))), s.start) if known else 1.0
    top = 1.06 * (most if np.isfinite(most) else float(np.nanmax(total)))
    other = "fully grown trees" if result.params.kind == "bagging" else "all features tried"
    compared = np.isfinite(s.other).any() and not np.allclose(s.other, result.excess)
    data = [
        band(count, np.zeros(count.size), bias2, BIAS, "bias²", BIAS),
        band(count, bias2, total, VARIANCE, "variance, on top", VARIANCE,
             {"shape": "/", "fgcolor": PAPER, "size": 9, "solidity": 0.12}),
        level(result.limit, 1, result.most, INK, "limit of endless members", dash="dash", width=2),
        line(count, s.other if compared else np.full(count.size, np.nan), MUTED, other, dash="dot"),
        upright(result.members, 0, top, INK, "your members", width=2),
    ]  # fmt: skip
    rows = [[(_in(VARIANCE, "■"), INK, "variance"), (_in(BIAS, "■"), INK, "bias²")]]
    if np.isfinite(result.limit):
        rows[0].append(("- -", INK, "limit"))
    if compared:
        rows.insert(0, [(_in(MUTED, "· ·"), INK, other)])
    return Drawing(
        data,
        layout(
            "bias² and variance of the ensemble, one on the other, against the number of members on a "
            "logarithmic axis.",
            _count_axis(result),
            axis("squared error, noise apart", range=[0, top]),
            [handle("your members", "line")],
            annotations=key(rows, (0.0, 0.36, 0.7)),
            margin=TWO_ROWS if compared else ONE_ROW,
        ),
    )


def rates(result: Result) -> Drawing:
    """The best round of boosting by its learning rate."""
    best, least = result.by_rate
    rate = np.array(RATES)
    data = [
        dotted_line(rate, best, INK, "best round", "rate %{x}: best after %{y} rounds", MARKER + 2),
    ]
    notes = [
        label(float(np.log10(x)), float(np.log10(y)), f"{y} rounds<br>error {amount(e, figures=2)}",
              yanchor="bottom", yshift=9, xanchor="center")
        for x, y, e in zip(rate, best, least, strict=True)
    ]  # fmt: skip
    return Drawing(
        data,
        layout(
            "The round with the least bias² plus variance against the learning rate, on "
            "logarithmic axes.",
            log_axis("learning rate", -1.75, 0.25, tickvals=rate, ticktext=rate.astype(str)),
            log_axis("best round", -0.2, 3.6),
            annotations=notes,
            margin=SMALL_MARGIN,
        ),
    )


def flipped(result: Result) -> Drawing:
    """The share of AdaBoost's weight that wrong labels hold, by round."""
    held, count = result.sweep.held, np.arange(1.0, result.most + 1)
    picture = result.picture
    share = float(picture.flipped.mean()) if isinstance(picture, Cases) else 0.0
    data = [
        level(share, 1, result.most, MUTED, "share of the rows", dash="dot"),
        line(count, held, POSITIVE, "share of the weight"),
        upright(result.members, 0, 1, INK, "your members", width=2),
        here(result.members, held[result.at], "your round", INK),
    ]
    return Drawing(
        data,
        layout(
            "The share of the weight that the wrong labels hold against the round, on a "
            "logarithmic axis; a "
            "dotted line is their share of the rows.",
            _count_axis(result),
            share_axis("weight on wrong labels", range=[0, 1], nticks=5),
            [handle("your members", "line")],
            annotations=key(
                [[(_in(POSITIVE, "━"), INK, "of the weight"), (_in(MUTED, "· ·"), INK, "of the rows")]]
            ),
            margin=ONE_ROW,
        ),
    )  # fmt: skip


def weights(result: Result) -> Drawing:
    """What a stack gives to each model: by least squares, in-sample and out-of-fold; and its votes."""
    s, y = result.sweep, np.arange(len(MODELS))[::-1].astype(float)
    voted = s.votes[min(result.members, len(s.votes)) - 1]
    data = [
        dots(s.weights[0], y + 0.2, POSITIVE, "in-sample weight", "weight %{x:.2f}", 15, "x-thin",
             edge=POSITIVE, width=3, cliponaxis=False),
        dots(s.weights[1], y, GOOD, "out-of-fold weight", "weight %{x:.2f}", 13, "diamond",
             cliponaxis=False),
        dots(voted, y - 0.2, INK, "your votes", "%{x:.0%} of the votes", 9, cliponaxis=False),
    ]  # fmt: skip
    names = np.array(MODELS)
    return Drawing(
        data,
        layout(
            "The weight of each of four models by least squares, learned in-sample and "
            "out-of-fold, and the "
            "share of the votes so far.",
            axis("weight", range=[-0.05, 1.08], nticks=3),
            axis("model", range=[-0.6, len(MODELS) - 0.4], tickvals=y, ticktext=names, showgrid=False,
                 scale=list(MODELS[::-1])),
            annotations=key(
                [
                    [("✕", POSITIVE, "in-sample"), (_in(GOOD, "◆"), INK, "out-of-fold")],
                    [("●", INK, "your votes")],
                ]
            ),
            margin=SMALL_MARGIN | {"l": 96, "t": 50},
        ),
    )  # fmt: skip


def miniature(result: Result) -> Drawing:
    """The ensemble, without words."""
    return ensemble(result).without_words()


# --- parts -----------------------------------------------------------------------------------


def _in(color: str, mark: str) -> str:
    """A mark in its colour, before words in ink."""
    return f'<span style="color:{color}">{mark}</span>'


def _count_axis(result: Result) -> dict[str, Any]:
    high = float(np.log10(result.most))
    ticks = round_ticks(0, high, 5)
    texts = np.array([f"{tick:.0f}" for tick in ticks])
    unit = f"{UNIT[result.params.kind]}s"
    return log_axis(unit, -0.03 * high, 1.03 * high, tickvals=ticks, ticktext=texts)
