"""A beside B: what was pinned drawn faintly behind what is on screen, and what the numbers differ by."""

import re
from dataclasses import replace
from typing import Any

from figures.diagram import Diagram, Figure
from figures.theme import MUTED, THIN, faded

FAINT = 0.55  # share of opacity


def behind(now: Figure, then: Figure) -> Figure:
    """`now` with the lines and points of `then` behind it, thin, grey and dotted, in the same axes.

    Words and grounds are left out: they would stand over those of `now`.
    """
    pinned: list[dict[str, Any]]
    pinned = _marks(then.data) if isinstance(now, Diagram) else _lines(then.data)
    return replace(now, data=[*pinned, *now.data])


def _marks(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of a diagram all but the words; what of it has no outline is for the table of numbers alone."""
    return [
        {**mark, "name": f"A: {mark['name']}", "behind": True}
        for mark in marks
        if mark["type"] != "text"
    ]


def _lines(traces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_faint(trace) for trace in traces if _is_line(trace)]


def _is_line(trace: dict[str, Any]) -> bool:
    return bool(trace["type"] == "scatter" and trace.get("mode", "lines") != "text")


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


def difference(then: str, now: str) -> str:
    """What two numbers, as they are said, differ by: "+0.12"; "" if one of them is no number.

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
    sign = "±" if gap == 0 else "+" if gap > 0 else "−"
    return f"{sign}{abs(gap):,.{places}f}{' points' if unit else ''}"


def _number(said: str) -> float | None:
    """The number that a text is, with its unit if it is a percentage; None if it is something else."""
    found = re.fullmatch(r"([-−]?[\d,]+(?:\.\d+)?)\s?%?", said)
    return float(found[1].replace(",", "").replace("−", "-")) if found else None


def _decimals(said: str) -> int:
    found = re.search(r"\.(\d+)", said)
    return len(found[1]) if found else 0
