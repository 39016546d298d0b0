"""What the table of a figure's numbers tells, as static/table.js does, by other means."""

import re
from datetime import datetime, timedelta
from functools import partial
from html import unescape

import numpy as np
from scipy.special import expit, ndtr


def told(scale, place):
    """What tables tell of a place on an axis of that scale: static/table.js, by other means."""
    match scale:
        case None:
            return place
        case "log-odds":
            return expit(place)
        case "probit":
            return ndtr(place)
        case "decades":
            return 10**place
        case "days":
            return f"{datetime(2023, 1, 1) + timedelta(days=place):%-d %b}"
        case "year":
            return told("days", 365.25 * place)
        case [*names]:
            return names[round(place)]


SMALL = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")


def agree(text, said):
    """Whether a tick's text is what is told, as exactly as it says it; of days, the first of its month."""
    if isinstance(said, str):
        return said in (text, f"1 {text[:3]}")
    text = re.sub(
        "<sup>(.*)</sup>|([⁻⁰¹²³⁴-⁹]+)", lambda m: f"^{(m[1] or m[2]).translate(SMALL)}", text
    )
    found = re.fullmatch(r"(?:.* = |≤ )?([\d,]+)(?:\.(\d+))?(?:\^(-?\d+))?(%?)", text)
    if not found:
        return False
    whole, part, power, percent = found.groups(default="")
    number = float(f"{whole.replace(',', '')}.{part}")
    if power:
        return bool(np.isclose(said, number ** int(power), atol=0))
    return abs(number - said * (100 if percent else 1)) <= 0.5 * 10.0 ** -len(part) + 1e-9


def rows(drawing):
    """By trace, the rows of its table: what is told of each point, by the title of the axis."""
    meta = drawing.layout["meta"]

    def side(trace, letter):
        if own := trace.get("meta", {}).get(letter):
            called, zero, one, whole = own
            return (
                called,
                lambda place: round((place - zero) / one) if whole else (place - zero) / one,
            )
        name = trace.get(f"{letter}axis", letter).replace(letter, f"{letter}axis")
        title = unescape(drawing.layout[name].get("title", {}).get("text", ""))
        scale = meta.get("scales", {}).get(name)
        return (title, partial(told, scale)) if title and scale != "none" else None

    for trace in drawing.data:
        x, y = (np.asarray(trace[letter], np.float32) for letter in "xy")
        if trace.get("meta", {}).get("steps"):
            x, y = (x[1:-1:2] + x[2::2]) / 2, y[1:-1:2]
        gaps = np.isnan(x) & np.isnan(y)
        sides = [] if trace.get("mode") == "text" else [side(trace, letter) for letter in "xy"]
        found = [
            {
                each[0]: each[1](float(place))
                for each, place in zip(sides, point, strict=True)
                if each
            }
            for point in zip(x[~gaps], y[~gaps], strict=True)
            if sides
        ]
        yield trace["name"], found if any(sides) else found[:1]
