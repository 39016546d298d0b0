"""Pictures of the same examples under two models: what classes look like, and where the border runs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.generative_discriminative import (
    CLASSES,
    HOLES,
    IMAGES,
    KINDS,
    PENALTIES,
    Plane,
    Result,
)
from figures.diagram import Diagram, canvas, image, text
from figures.drawing import Drawing
from figures.marks import (
    band,
    dots,
    dotted_line,
    handle,
    here,
    key,
    label,
    level,
    line,
    log_axis,
    log_odds_axis,
    measured,
    moving_label,
    round_ticks,
    under,
    upright,
)
from figures.shading import level_line, tinted
from figures.theme import (
    FAINT,
    FIFTH,
    GOOD,
    INK,
    MUTED,
    NEGATIVE,
    POSITIVE,
    THIN,
    axis,
    faded,
    layout,
    share_axis,
)
from sentences.numbers import percent

Floats = NDArray[np.float64]
LOOKS = (NEGATIVE, "circle", "●"), (POSITIVE, "diamond", "◆")
LIKENESS, BORDER = GOOD, FIFTH  # the generative and the discriminative model
GAP = 0.03  # between the panels, of the whole width
DEEPEST, PIXELS = 0.5, 96  # of the ground that tells a probability
POINTS = 400  # examples that are drawn
FARTHEST = 10.0  # log-odds at which cases are piled up
TURN = np.linspace(0, 2 * np.pi, 49)
MARGIN = {"l": 56, "r": 12, "t": 30, "b": 46}
TICKS = np.array([0.001, 0.5, 0.999])


def panels(result: Result) -> Drawing:
    """The same examples twice: densities of both classes; and a border alone."""
    return _planes(result) if isinstance(result.shown, Plane) else _cases(result)


def curve(result: Result) -> Drawing:
    """Learning curves of both models: the error on new cases by the number of examples."""
    curves, n = result.curves, result.n
    x = curves.sizes
    data, rows = [], [[("━", LIKENESS, _short(result)), ("- -", BORDER, "logistic regression")], []]
    for each, color, name in (
        (curves.generative, LIKENESS, "generative, most sets"),
        (curves.discriminative, BORDER, "discriminative, most sets"),
    ):
        low, high = np.quantile(each, [0.1, 0.9], axis=1)
        data.append(band(x, low, high, color, name, faded(color, 0.14)))
    if np.isfinite(curves.best):
        data.append(level(curves.best, x[0], x[-1], INK, "best possible", dash="dot", width=2))
        rows[1].append(("· ·", INK, "best possible"))
    if result.params.unlabelled:
        alone = curves.labels_alone.mean(axis=1)
        data.append(line(x, alone, LIKENESS, "generative, labels alone", dash="dashdot", width=2))
        rows[1].append(("-·-", LIKENESS, "labels alone"))
    data += [
        line(x, curves.generative.mean(axis=1), LIKENESS, "generative"),
        line(x, curves.discriminative.mean(axis=1), BORDER, "discriminative", dash="dash"),
        upright(n, 0, 1, INK, "your examples", width=THIN),
        here(n, result.generative, "generative, yours", LIKENESS, "%{x} examples: %{y:.1%}"),
        here(n, result.discriminative, "discriminative, yours", BORDER, "%{x}: %{y:.1%}", "square"),
    ]  # fmt: skip
    every = np.concatenate([curves.generative, curves.discriminative])
    top = min(float(np.quantile(every, 0.9, axis=1).max()), 0.6)
    return Drawing(
        data,
        layout(
            "The error of both models on new cases, averaged over training sets, against the number of "
            "training examples on a logarithmic axis, with the range of most sets.",
            log_axis("training examples", np.log10(5.4), np.log10(1.1 * x[-1]), **_sizes(x[-1])),
            axis("error on new cases", range=[0, 1.12 * top], tickformat=".0%", nticks=5),
            [handle("generative, yours", "dot")],
            annotations=key([row for row in rows if row], (0.0, 0.42)),
            margin={**MARGIN, "t": 50 if rows[1] else 30},
        ),
    )


def ratio(result: Result) -> Drawing:
    """Bayes' rule along a line: two hills, and their ratio as an S-curve, beside the other model's."""
    seen = result.line
    data = [
        measured(
            under(seen.place, hill, color, f"prior times density, class {kind}", faded(color, 0.25))
            | {"line": {"color": color, "width": 1.5, "dash": dash}},
            "of the highest",
        )
        for kind, (hill, (color, _, _), dash) in enumerate(
            zip(seen.hills, LOOKS, ("solid", "dash"), strict=True)
        )
    ]
    data += [
        line(seen.place, seen.by_likeness, LIKENESS, "P(class 1), by likeness", width=3),
        line(seen.place, seen.by_border, BORDER, "P(class 1), by boundary", dash="dash", width=3),
    ]
    keys = [
        [("█", NEGATIVE, _name(result, 0)), ("█", POSITIVE, _name(result, 1))],
        [("━", LIKENESS, f"P by {_short(result)}"), ("- -", BORDER, "P by logistic regression")],
    ]
    ends = float(seen.place[-1])
    return Drawing(
        data,
        layout(
            "Along the line through both class means: the share of each class times its density as two "
            "hills, the probability of class 1 that follows, and that of logistic regression.",
            axis("place between the class means", range=[-ends, ends]),
            share_axis("P(class 1)"),
            annotations=key(keys),
            margin={**MARGIN, "t": 50},
        ),
    )


def reliability(result: Result) -> Drawing:
    """Of the cases that a model gives one probability, how many are of class 1."""
    data = [line([0, 1], [0, 1], INK, "calibrated", dash="dot", width=2)]
    for said, color, name, symbol, dash in (
        (result.likeness, LIKENESS, "generative", "circle", "solid"),
        (result.border, BORDER, "discriminative", "square", "dash"),
    ):
        known = np.isfinite(said.mean)
        data.append(
            dotted_line(
                said.mean[known], said.came[known], color, name,
                "said %{x:.0%}, came true %{y:.0%}", symbol=symbol, dash=dash,
            )
        )  # fmt: skip
    keys = [
        ("●", LIKENESS, _short(result)),
        ("■", BORDER, "logistic regression"),
        ("· ·", INK, "calibrated"),
    ]
    decimals = {"tickvals": np.array([0.0, 0.5, 1.0]), "tickformat": ".1f"}  # as scores are written
    return Drawing(
        data,
        layout(
            "The share of new cases that are of class 1 against the probability that a model gave them, "
            "in ten bins, for both models; a dotted line is where they agree.",
            axis("predicted probability", range=[-0.02, 1.02], **decimals),
            axis("observed share", range=[-0.02, 1.02], **decimals),
            annotations=key([keys[:2], keys[2:]]),
            margin={**MARGIN, "t": 50},
        ),
    )


def weights(result: Result) -> Drawing:
    """How long logistic regression's weights are, by its penalty."""
    norms, penalty = result.norms, result.params.penalty
    ends = float(PENALTIES[0]), float(PENALTIES[-1])
    keys = [("━", BORDER, "logistic regression")]
    data = [line(PENALTIES, norms, BORDER, "logistic regression")]
    for length, color, dash, mark, name in (
        (result.norm_likeness, LIKENESS, "dash", "- -", _short(result)),
        (result.norm_truth, INK, "dot", "· ·", "truth"),
    ):
        if result.params.generative in ("nbs", "lda") or name == "truth":
            known = np.isfinite(length)
            data.append(level(length, *ends, color, name, dash=dash, width=2) if known
                        else line([], [], color, name, dash=dash, width=2))  # fmt: skip
            if known:
                keys.append((mark, color, name))
    data.append(here(penalty, result.norm, "yours", hover="λ %{x:.2g}: %{y:.3g}"))
    return Drawing(
        data,
        layout(
            "The length of logistic regression's weights against its penalty, both on logarithmic axes, "
            "with that of the generative model's and the true weights where log-odds are straight.",
            log_axis(
                "penalty λ",
                -6,
                1,
                tickvals=np.array([1e-6, 1e-4, 1e-2, 1.0]),
                ticktext=np.array(["10<sup>−6</sup>", "10<sup>−4</sup>", "0.01", "1"]),
            ),
            log_axis("length of the weights", -2.5, 2.5),
            [handle("yours", "dot", penalty=(1, 0))],
            annotations=key([keys[:1], keys[1:]]),
            margin={**MARGIN, "t": 50},
        ),
    )


def holes(result: Result) -> Drawing:
    """Errors on new cases some of whose values are missing, by the share that is."""
    seen = result.holes
    data = [
        dotted_line(
            np.array(HOLES), seen.generative, LIKENESS, "generative", "%{x:.0%} missing: %{y:.1%}",
        ),
        dotted_line(
            np.array(HOLES), seen.discriminative, BORDER, "discriminative", "%{x:.0%} missing: %{y:.1%}",
            symbol="square", dash="dash",
        ),
    ]  # fmt: skip
    # the same along the axis; who always says the rarer class errs on the share of the other
    prior = result.params.prior
    top = min(max(prior, 1 - prior) + 0.2, 1.0)
    keys = [
        [("●", LIKENESS, f"{_short(result)}, left out")],
        [("■", BORDER, "logistic regression, means put in")],
    ]
    return Drawing(
        data,
        layout(
            "The error of both models on new cases against the share of their values that is missing. "
            "The generative model leaves those out, logistic regression has training means instead.",
            share_axis("values missing", range=[-0.03, 0.95]),
            axis("error on new cases", range=[0, top], tickformat=".0%", nticks=5),
            annotations=key(keys),
            margin={**MARGIN, "t": 50},
        ),
    )


def drawn(result: Result) -> Drawing | Diagram:
    """New cases drawn from the generative model: points, or images."""
    if result.params.situation == "digits":
        return _images(result)
    data = [
        dots(
            points[:, 0], points[:, 1], color, f"new, class {kind}", size=7, symbol=symbol, opacity=0.8,
        )
        for kind, (points, (color, symbol, _)) in enumerate(zip(result.drawn, LOOKS, strict=True))
    ]  # fmt: skip
    if isinstance(result.shown, Plane):
        x, y = result.shown.x, result.shown.y
        ends = [float(x[0]), float(x[-1])], [float(y[0]), float(y[-1])]
    else:
        ends = [-4.5, 4.5], [-4.5, 4.5]
    keys = [(mark, color, _name(result, kind)) for kind, (color, _, mark) in enumerate(LOOKS)]
    first, second = _features(result)
    return Drawing(
        data,
        layout(
            "New points drawn from the two classes of the generative model, on the first two features.",
            axis(first, range=ends[0]),
            axis(second, range=ends[1]),
            annotations=key([keys]),
            margin=MARGIN,
        ),
    )


def miniature(result: Result) -> Drawing:
    """The two panels, small."""
    found = panels(result)
    data = [mark for mark in found.data if mark["mode"] != "text"]
    return Drawing(data, found.layout).without_words()


# --- parts -----------------------------------------------------------------------------------


def _planes(result: Result) -> Drawing:
    seen: Any = result.shown
    x, y = seen.x, seen.y
    data = []
    for panel in (0, 1):
        if len(seen.unlabelled):
            data.append(
                dots(
                    seen.unlabelled[:, 0], seen.unlabelled[:, 1], MUTED, f"no label, {panel + 1}", size=4,
                    opacity=0.35, width=0,
                )
                | _on(panel)
            )  # fmt: skip
        for kind, (color, symbol, _) in enumerate(LOOKS):
            some = seen.points[:POINTS][seen.label[:POINTS] == kind]
            data.append(
                dots(
                    some[:, 0], some[:, 1], color, f"class {kind}, {panel + 1}", size=7, symbol=symbol,
                    opacity=0.8, width=0.5,
                )
                | _on(panel)
            )  # fmt: skip
    for kind, (color, _, _) in enumerate(LOOKS):
        root = np.linalg.cholesky(seen.covariances[kind])
        circle = root @ np.array([np.cos(TURN), np.sin(TURN)])
        for sd in (1, 2):
            ring = seen.means[kind][:, None] + sd * circle
            dash = "solid" if sd == 1 else "dash"
            data.append(line(ring[0], ring[1], color, f"{sd} sd, class {kind}", width=2, dash=dash))
        middle = seen.means[kind]
        data.append(here(middle[0], middle[1], f"mean of class {kind}", color, symbol="cross"))
    truth = level_line(x, y, seen.in_truth, 0.0) if np.isfinite(seen.in_truth).all() else ([], [])
    for panel, height in ((0, seen.by_likeness), (1, seen.by_border)):
        border = level_line(x, y, height, 0.0)
        data += [
            line(truth[0], truth[1], MUTED, f"best boundary, {panel + 1}", dash="dash", width=2)
            | _on(panel),
            line(border[0], border[1], INK, f"boundary, {panel + 1}", width=3.5) | _on(panel),
        ]  # fmt: skip
    left, right, low, high = (float(each) for each in (x[0], x[-1], y[0], y[-1]))
    foot = low - 0.13 * (high - low)
    data += [_score(result, panel, (left + right) / 2, (foot + low) / 2) for panel in (0, 1)]
    chance = 1 / (1 + np.exp(-np.clip(seen.by_border[::2, ::2], -40, 40)))
    ground = tinted(chance, (left, right), (low, high), (NEGATIVE, POSITIVE), DEEPEST, PIXELS)
    hidden: dict[str, Any] = {"visible": False, "fixedrange": True}
    across, up = hidden | {"range": [left, right]}, hidden | {"range": [foot, high]}
    first, second = _features(result)
    return _pair(
        result, data, across, up, (first, second),
        "The same training examples twice. On the left both classes as the generative model has them, "
        "with lines at 1 and 2 standard deviations, and the boundary where share times density is alike. "
        "On the right the boundary of logistic regression, the ground tinted by the probability of class "
        "1. A dashed boundary is the best possible, where it is known.",
        images=[ground | {"xref": "x2", "yref": "y2"}],
    )  # fmt: skip


def _cases(result: Result) -> Drawing:
    seen: Any = result.shown
    data = []
    for panel, found in ((0, seen.by_likeness), (1, seen.by_border)):
        place = np.clip(found, -FARTHEST, FARTHEST)
        for kind, (color, symbol, _) in enumerate(LOOKS):
            some = seen.label == kind
            height = (kind + 0.08 + 0.84 * seen.height[some]) / 2
            data.append(
                dots(
                    place[some], height, color, f"new, class {kind}, {panel + 1}", size=7,
                    symbol=symbol, opacity=0.75, width=0.5,
                )
                | _on(panel)
            )  # fmt: skip
        data.append(upright(0, 0, 1, INK, f"boundary, {panel + 1}", width=3.5) | _on(panel))
    data += [_score(result, panel, 0.0, -0.07) for panel in (0, 1)]
    across = log_odds_axis("P(class 1) as is said", -10.8, 10.8, TICKS)
    across.pop("scale")
    up = {"visible": False, "fixedrange": True, "range": [-0.14, 1.02]}
    return _pair(
        result, data, across, up, (across["title"]["text"], "place within its class"),
        "New cases twice, by the log-odds of class 1 that the generative model gives them on the left "
        "and logistic regression on the right, class 1 above class 0. What is farther out is drawn at "
        "the edge.",
    )  # fmt: skip


def _pair(
    result: Result, data: list[dict[str, Any]], across: dict[str, Any], up: dict[str, Any],
    titles: tuple[str, str], shows: str, **more: Any,
) -> Drawing:  # fmt: skip
    """Two panels side by side, on axes alike."""
    wide, paper = (1 - GAP) / 2, {"xref": "paper", "yref": "paper"}
    notes, frames, axes = [], [], dict[str, Any]()
    names = (
        ("Generative", LIKENESS, "what does each class look like?"),
        ("Discriminative", BORDER, "where does the boundary run?"),
    )
    for panel, (kind, color, asks) in enumerate(names):
        x0, n = panel * (wide + GAP), str(panel + 1) if panel else ""
        words = f"<b>{kind}</b><br>{asks}"
        notes.append(
            label(x0 + wide / 2, 1, words, color, xanchor="center", yanchor="bottom", **paper)
        )
        edge = {"type": "rect", "layer": "below", "line": {"color": FAINT, "width": THIN}, **paper}
        frames.append({**edge, "x0": x0, "x1": x0 + wide, "y0": 0, "y1": 1})
        title = {**across.get("title", {}), "text": titles[0]}
        axes[f"xaxis{n}"] = across | {
            "domain": [x0, x0 + wide], "anchor": f"y{n}", "title": title,
        }  # fmt: skip
        axes[f"yaxis{n}"] = up | {"anchor": f"x{n}", "title": {"text": titles[1]}}
    plane = isinstance(result.shown, Plane)
    below = [(0.0, f"● {_name(result, 0)}", NEGATIVE), (0.25, f"◆ {_name(result, 1)}", POSITIVE)]
    if plane:
        below.append((wide + GAP, "━ boundary", INK))
        if np.isfinite(result.curves.best):
            below.append((wide + GAP + 0.22, "- - best possible", MUTED))
    for place, words, color in below:
        shift = -4 if plane else -44
        notes.append(label(place, 0, words, color, yanchor="top", yshift=shift, **paper))
    scales = {"scale": "log-odds"} if not plane else {}
    for name in ("xaxis", "xaxis2"):
        axes[name] |= scales
    return Drawing(
        data,
        layout(
            shows, axes.pop("xaxis"), axes.pop("yaxis"), **axes, **more, annotations=notes,
            shapes=frames, margin={"l": 6, "r": 6, "t": 44, "b": 28 if plane else 66},
        ),
    )  # fmt: skip


def _score(result: Result, panel: int, x: float, y: float) -> dict[str, Any]:
    """The error of a panel's model under its picture."""
    error = result.discriminative if panel else result.generative
    name = "discriminative" if panel else "generative"
    words = f"<b>mean error {percent(error, 3)}</b>"
    return moving_label(x, y, words, INK, 15, "middle center", f"label: {name}") | _on(panel)


def _on(panel: int) -> dict[str, str]:
    return {"xaxis": "x2", "yaxis": "y2"} if panel else {}


def _images(result: Result) -> Diagram:
    """Digits drawn from the densities."""
    marks: list[dict[str, Any]] = []
    for kind in (0, 1):
        for i in range(IMAGES):
            marks.append(
                image(
                    1.4 + 1.1 * i, 1.15 * kind, 1, 1, result.drawn[kind, i],
                    name=f"new {_name(result, kind)} {i + 1}", low=0, high=16,
                )
            )  # fmt: skip
    names = [f"new {_name(result, kind)}s" for kind in (0, 1)]
    marks.append(text([1.3, 1.3], [0.5, 1.65], names, name="row", side="left"))
    return Diagram(
        marks,
        canvas(
            "Five new threes above five new eights, drawn from the generative model's densities.",
            1.5 + 1.1 * IMAGES, 2.2, square=True,
        ),
    )  # fmt: skip


def _short(result: Result) -> str:
    """The generative model's name, in brief."""
    kind = result.params.generative
    return "naive Bayes" if kind in ("nb", "nbs") else KINDS[kind]


def _name(result: Result, kind: int) -> str:
    """What a class is called."""
    return CLASSES.get(result.params.situation, ("class 0", "class 1"))[kind]


def _features(result: Result) -> tuple[str, str]:
    match result.params.situation:
        case "penguins":
            return "bill length, standardised", "body mass, standardised"
        case "breast":
            return "mean radius, standardised", "mean texture, standardised"
    return "first feature", "second feature"


def _sizes(most: int) -> dict[str, Any]:
    """Round numbers of examples on the axis."""
    ticks = round_ticks(np.log10(6), np.log10(most), 6)
    return {"tickvals": ticks, "ticktext": np.array([f"{tick:,.0f}" for tick in ticks])}
