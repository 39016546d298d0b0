"""How a number is said on the page where no sentence of a concept says it."""

import math

SPACE = "\u00a0"  # one that no line breaks at


def amount(value: float, unit: str = "", figures: int = 3) -> str:
    """`value` to so many significant figures, with its unit: "8.2 %"; "undefined" for nan.

    >>> amount(0.0415), amount(1234.5), amount(-30.0), amount(2e-7)
    ('0.0415', '1,234', '−30', '2 × 10⁻⁷')
    """
    if math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "infinite" if value > 0 else "minus infinite"
    rounded = f"{value:.{figures - 1}e}"
    mantissa, _, exponent = rounded.partition("e")
    size = int(exponent)
    if float(mantissa) and not -5 < size < 7:
        raised = str(size).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        text = f"{_bare(mantissa)} × 10{raised}"
    else:
        text = _bare(f"{value:,.{max(figures - 1 - size, 0)}f}")
    return f"{text.replace('-', '−')}{SPACE}{unit}" if unit else text.replace("-", "−")


def _bare(decimals: str) -> str:
    """Without the zeros that end it."""
    return decimals.rstrip("0").rstrip(".") if "." in decimals else decimals
