"""How numbers are said: three significant figures, shares in percent, thousands separated.

A minus is a minus (U+2212), not a hyphen.
"""

import math
from collections.abc import Sequence

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

    Dollars stand before their number, all other units behind.

    >>> amount(0.0415), amount(1234.5), amount(-30.0), amount(2e-7), amount(0.5)
    ('0.0415', '1,234', '−30', '2 × 10⁻⁷', '0.5')
    >>> amount(0.3, "$"), amount(-90.0, "$")
    ('$0.3', '−$90')
    """
    digits, times, power = number(value, figures).partition(" × ")
    text = (digits.rstrip("0").rstrip(".") if "." in digits else digits) + times + power
    if unit == "$" and math.isfinite(value):
        return f"{'−' * text.startswith('−')}${text.removeprefix('−')}"
    return f"{text}{SPACE}{unit}" if unit and math.isfinite(value) else text


def told_apart(value: float, others: Sequence[float], unit: str = "") -> str:
    """`amount`, with as many figures as tell it from others it is not: 89.97 % is not yet 90 %."""
    said = {amount(other, unit, 6) for other in others if other != value}
    texts = (amount(value, unit, figures) for figures in range(3, 12))
    return next((text for text in texts if text not in said), amount(value, unit))


def is_over(cost: float, limit: float) -> bool:
    """Whether a budget is broken; what is as large as its limit but for rounding is within."""
    return cost > limit and not math.isclose(cost, limit, rel_tol=1e-9)


def of_budget(cost: float, limit: float, unit: str = "") -> str:
    r"""What something costs of what it may.

    >>> of_budget(12.0, 20.0, "ms"), of_budget(20.04, 20.0), of_budget(math.nan, 20.0, "ms")
    ('12 of 20\xa0ms', '20.04 of 20', 'undefined, 20\xa0ms allowed')
    """
    if not math.isfinite(cost):
        return f"{number(cost)}, {amount(limit, unit)} allowed"
    said = told_apart(cost, [limit]) if is_over(cost, limit) or cost < limit else amount(limit)
    return f"{said} of {amount(limit, unit)}"


def budget(
    names: Sequence[str], costs: Sequence[float], limits: Sequence[float], units: Sequence[str]
) -> str:
    """What each costs of what it may, and whether that is too much: the sentence of gauges."""
    said = []
    for name, cost, limit, unit in zip(names, costs, limits, units, strict=True):
        over = ", over" if is_over(cost, limit) else ""
        said.append(f"{name}: {of_budget(cost, limit, unit)}{over}.")
    return " ".join(said)


def proportion(value: float, figures: int = 3) -> str:
    """A number from 0 to 1, as an AUC: `number`, but 1 only for what is 1, and more figures near it.

    >>> proportion(0.998, 2), proportion(0.99999999), proportion(1.0), proportion(0.9)
    ('0.998', 'over 0.9999', '1', '0.900')
    """
    if value == 1:
        return "1"
    for more in range(figures, 5):
        text = number(value, more)
        if not value < 1 or float(f"{value:.{more}g}") < 1:
            return text
    return "over 0.9999"


def percent(share: float, figures: int = 2) -> str:
    """A share as a percentage; "undefined" for nan.

    100 % is said of all and 0 % of none; between 99 and 100 there is a decimal.
    """
    share = float(share)
    if math.isnan(share):
        return "undefined"
    if 0 < share < 1 and round(100 * share, 1) in (0.0, 100.0):
        return f"under 0.1{SPACE}%" if share < 0.5 else f"over 99.9{SPACE}%"
    whole = share == 0 or share == 1 or (0.0995 <= abs(share) <= 0.99 and figures < 3)
    text = f"{100 * share:,.{0 if whole or abs(share) > 1 else 1}f}"
    return minus(f"{'0' if text == '-0.0' else text}{SPACE}%")


def percent_set(share: float) -> str:
    r"""A share that somebody has set, or counted off a setting: no zeros that nobody typed.

    >>> percent_set(0.05), percent_set(0.001), percent_set(0.125)
    ('5\xa0%', '0.1\xa0%', '12.5\xa0%')
    """
    return amount(100 * share, "%")


def counted(n: float, noun: str, many: str = "") -> str:
    """A count with its noun, `many` being the plural if "s" does not make it.

    >>> counted(1, "copy", "copies"), counted(1200, "point")
    ('1 copy', '1,200 points')
    """
    return f"{count(n)} {noun if round(float(n)) == 1 else many or noun + 's'}"


def count(n: float) -> str:
    """A count, thousands separated."""
    return minus(f"{round(float(n)):,}")


def capital(text: str) -> str:
    """As at the beginning of a sentence: `str.capitalize` would make the other letters small.

    >>> capital("a PCA of 3 axes"), capital("")
    ('A PCA of 3 axes', '')
    """
    return text[:1].upper() + text[1:]


def minus(digits: str) -> str:
    """Digits with a minus in place of the hyphen that Python writes."""
    return digits.replace("-", "−")


def quoted(text: str) -> str:
    """What a visitor wrote, in quotes: never as bold, and turned as it may be, it turns nothing else."""
    plain = text.replace("*", "*\u2060")  # two that do not touch are no mark
    return f"“\u2068{plain}\u2069”"
