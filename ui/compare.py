"""A beside B: what was pinned drawn faintly behind what is on screen, and what the numbers differ by."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from concepts.controls import (
    Choice,
    Control,
    Drawing,
    Range,
    Several,
    Switch,
    controls_of,
    name_of,
)
from figures.diagram import Diagram, Figure
from figures.lettered import lettered
from figures.theme import MUTED, THIN, faded
from ui.session import Page, look, params_on_screen, show, view_of

FAINT = 0.55  # share of opacity
FEW = 2  # controls in which A may differ from a preset, and still be called by its name


# ---- what is drawn ------------------------------------------------------------------------------


def behind(now: Figure, then: Figure) -> Figure:
    """`now` with the lines and points of `then` behind it, thin, grey and dotted, in the same axes.

    Words and grounds are left out: they would stand over those of `now`. What differs has the letter A.
    """
    pinned: list[dict[str, Any]]
    if isinstance(now, Diagram):
        return replace(now, data=[*_marks(then.data), *now.data])
    lines = [each for each in then.data if _is_line(each) and _has_axes(each, now.layout)]
    pinned = [_faint(each) for each in lines]
    others = {trace["name"]: trace for trace in now.data if "name" in trace}
    moved = [
        grey
        for grey, trace in zip(pinned, lines, strict=True)
        if _differs(trace, others.get(trace.get("name", "")))
    ]
    both = replace(now, data=[*pinned, *now.data])
    return lettered(
        both, "A", sorted(moved or pinned, key=lambda each: "lines" not in each["mode"])
    )


def _differs(trace: Mapping[str, Any], other: Mapping[str, Any] | None) -> bool:
    """Whether a line or points stand elsewhere than the other's."""
    if other is None:
        return True
    return any(
        np.asarray(trace[way]).tobytes() != np.asarray(other[way]).tobytes() for way in ("x", "y")
    )


def _marks(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of a diagram all but the words; what of it has no outline is for the table of numbers alone."""
    return [
        {**mark, "name": f"A: {mark['name']}", "behind": True}
        for mark in marks
        if mark["type"] != "text"
    ]


def _is_line(trace: dict[str, Any]) -> bool:
    return bool(trace["type"] == "scatter" and trace.get("mode", "lines") != "text")


def _has_axes(trace: Mapping[str, Any], layout: Mapping[str, Any]) -> bool:
    """Whether the figure has the axes of that trace: a page may have one plot where it had two."""
    return all(trace.get(f"{d}axis", d).replace(d, f"{d}axis") in layout for d in "xy")


def _faint(trace: dict[str, Any]) -> dict[str, Any]:
    grey = faded(MUTED, FAINT)
    kept = ("type", "x", "y", "xaxis", "yaxis", "meta")
    found: dict[str, Any] = {name: trace[name] for name in kept if name in trace}
    shape = trace.get("line", {}).get("shape", "linear")
    mode = "+".join(kind for kind in trace.get("mode", "lines").split("+") if kind != "text")
    return {
        **found,
        "name": f"A: {trace['name']}" if "name" in trace else "A",
        "mode": mode,
        "line": {"color": grey, "width": 1.5 * THIN, "dash": "dot", "shape": shape},
        "marker": {"color": grey, "size": 4, "symbol": "circle-open"},
        "hoverinfo": "skip",
        "connectgaps": False,
    }


# ---- what is said -------------------------------------------------------------------------------


def beside(then: Mapping[str, str], now: Mapping[str, str]) -> dict[str, list[str]]:
    """Of the numbers that are said otherwise than they were: what was said, and the difference."""
    return {
        name: [then[name], difference(then[name], said)]
        for name, said in now.items()
        if then.get(name, said) != said
    }


def difference(then: str, now: str) -> str:
    """What two numbers, as they are said, differ by: "+0.12"; "" if nothing, or one is no number.

    It is that of the numbers on the screen, so that a reader can add them up.
    """
    before, after = _number(then), _number(now)
    if before is None or after is None:
        return ""
    unit = "%" if "%" in then and "%" in now else ""
    if ("%" in then) != ("%" in now):
        return ""
    places = max(_decimals(then), _decimals(now))
    gap = round(after - before, places)
    if gap == 0:
        return ""
    sign = "+" if gap > 0 else "−"
    return f"{sign}{abs(gap):,.{places}f}{' points' if unit else ''}"


def _number(said: str) -> float | None:
    """The number that a text is, with its unit if it is a percentage; None if it is something else."""
    found = re.fullmatch(r"([-−]?[\d,]+(?:\.\d+)?)\s?%?", said)
    return float(found[1].replace(",", "").replace("−", "-")) if found else None


def _decimals(said: str) -> int:
    found = re.search(r"\.(\d+)", said)
    return len(found[1]) if found else 0


def words_for(page: Page, params: Any) -> str:
    """What a state is, in words: "Costs choose, threshold 0.5, seed 4".

    By the preset that it is, or that it is nearly, the place on the axis, and what else is different;
    by that alone where it is far from every preset. Of more than FEW others it says how many.
    """
    concept, controls = page.concept, controls_of(params)

    def others(base: Any) -> list[str]:
        return [
            name
            for name in controls
            if name != concept.AXIS and getattr(base, name) != getattr(params, name)
        ]

    def far(name: str) -> tuple[int, bool]:
        base = concept.PRESETS[name]
        return len(others(base)), getattr(base, concept.AXIS) != getattr(params, concept.AXIS)

    nearest = min(concept.PRESETS, key=far)
    moved = others(concept.PRESETS[nearest])
    words = [page.notes.presets[nearest].title] if len(moved) <= FEW else []
    moved = moved if words else others(concept.Params())
    words += [_said(controls[name], name, params) for name in (concept.AXIS, *moved[:FEW])]
    if len(moved) > FEW:
        words.append(f"and {len(moved) - FEW} more")
    said = ", ".join(words)
    return said[:1].upper() + said[1:]


def _said(control: Control, name: str, params: Any) -> str:
    """A control and its value, as they are read aloud: "threshold 0.5"."""
    value = getattr(params, name)
    label = control.label[:1].lower() + control.label[1:]
    match control:
        case Range(names=names):
            place = name_of(control, value, params)
            return f"{label} {place}" if names is None else place
        case Choice(options=options):
            return f"{label}: {options[value]}"
        case Several(options=options):
            return f"{label}: {' and '.join(options[each] for each in value)}"
        case Switch():
            return label if value else f"without {label}"
        case Drawing():
            return label
    return f"{label} {value}"


def compare_data(page: Page, params: Any) -> dict[str, str]:
    """What compare.js draws: what A is; or what it was, where it has just been let go of."""
    pinned = view_of(page).pinned
    if pinned is not None:
        return {"a": words_for(page, pinned)}
    let_go, where = st.session_state.get(page.key("let go"), (None, None))
    return {"was": words_for(page, let_go)} if let_go is not None and where == params else {}


# ---- what the browser says ----------------------------------------------------------------------


def pin(page: Page, _: Any) -> None:
    """Keep what is on screen as A, for what comes; not while it is to be guessed. A callback."""
    if not view_of(page).asks:
        look(page, pinned=params_on_screen(page))


def let_go(page: Page, _: Any) -> None:
    """Draw only what is on screen; until something moves, A can be taken up again. A callback."""
    st.session_state[page.key("let go")] = view_of(page).pinned, params_on_screen(page)
    look(page, pinned=None)


def take_up(page: Page, _: Any) -> None:
    """Compare again with the A that was let go of. A callback."""
    if (kept := st.session_state.get(page.key("let go"))) is not None:
        look(page, pinned=kept[0])


def go_to_a(page: Page, _: Any) -> None:
    """Move every control to where A has it. A callback."""
    if (pinned := view_of(page).pinned) is not None:
        show(page, pinned)


def swap(page: Page, _: Any) -> None:
    """What is on screen becomes A, and A is on screen; not while it is to be guessed. A callback."""
    pinned = view_of(page).pinned
    if pinned is not None and not view_of(page).asks:
        look(page, pinned=params_on_screen(page))
        show(page, pinned)


ACTS: dict[str, Callable[[Page, Any], None]] = {
    "pin": pin,
    "let_go": let_go,
    "take_up": take_up,
    "to_a": go_to_a,
    "swap": swap,
}
