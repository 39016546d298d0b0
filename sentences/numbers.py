"""How numbers are said: three significant figures, shares in percent, thousands separated.

A minus is a minus (U+2212), not a hyphen.
"""

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
        return f"{minus(mantissa)} × 10{raised}"
    return minus(f"{value:,.{max(figures - 1 - size, 0)}f}")


def amount(value: float, unit: str = "", figures: int = 3) -> str:
    """`number` without the zeros that end it, as a goal or a guess is written; with its unit.

    >>> amount(0.0415), amount(1234.5), amount(-30.0), amount(2e-7), amount(0.5)
    ('0.0415', '1,234', '−30', '2 × 10⁻⁷', '0.5')
    """
    digits, times, power = number(value, figures).partition(" × ")
    text = (digits.rstrip("0").rstrip(".") if "." in digits else digits) + times + power
    return f"{text}{SPACE}{unit}" if unit and math.isfinite(value) else text


def percent(share: float, figures: int = 2) -> str:
    """A share as a percentage; "undefined" for nan. Never 0 % or 100 % for what is not quite that."""
    share = float(share)
    if math.isnan(share):
        return "undefined"
    if 0 < share < 1 and round(100 * share, 1) in (0.0, 100.0):
        return f"under 0.1{SPACE}%" if share < 0.5 else f"over 99.9{SPACE}%"
    decimals = 0 if share == 0 or (abs(share) >= 0.0995 and figures < 3) else 1
    return minus(f"{100 * share:,.{decimals}f}{SPACE}%")


def count(n: float) -> str:
    """A count, thousands separated."""
    return minus(f"{round(float(n)):,}")


def minus(digits: str) -> str:
    """Digits with a minus in place of the hyphen that Python writes."""
    return digits.replace("-", "−")
