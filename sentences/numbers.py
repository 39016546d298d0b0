"""How numbers are said: three significant figures, shares in percent, thousands separated."""

import math

SPACE = "\u00a0"  # one that no line breaks at


def number(value: float, figures: int = 3) -> str:
    """`value` to so many significant figures; "undefined" for nan, "infinite" for an infinity."""
    value = float(value)
    if math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "infinite" if value > 0 else "minus infinite"
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(float(f"{value:.{figures - 1}e}"))))
    if size < -4 or size > 6:
        mantissa, exponent = f"{value:.{figures - 1}e}".split("e")
        raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"{mantissa} × 10{raised}"
    return f"{value:,.{max(figures - 1 - size, 0)}f}"


def percent(share: float, figures: int = 2) -> str:
    """A share as a percentage; "undefined" for nan. Never 0 % or 100 % for what is not quite that."""
    share = float(share)
    if math.isnan(share):
        return "undefined"
    if 0 < share < 1 and round(100 * share, 1) in (0.0, 100.0):
        return f"under 0.1{SPACE}%" if share < 0.5 else f"over 99.9{SPACE}%"
    decimals = 0 if share == 0 or (abs(share) >= 0.0995 and figures < 3) else 1
    return f"{100 * share:,.{decimals}f}{SPACE}%"


def count(n: float) -> str:
    """A count, thousands separated."""
    return f"{round(float(n)):,}"
