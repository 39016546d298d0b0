"""How numbers are said."""

import math

import pytest

from sentences.numbers import SPACE, amount, count, number, percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0909, "0.0909"), (1 / 3, "0.333"), (12345.6, "12,346"), (999.96, "1,000"), (0, "0"), (-0.00123, "−0.00123"),
        (1e-9, "1.00 × 10⁻⁹"), (2.5e8, "2.50 × 10⁸"), (math.nan, "undefined"), (math.inf, "infinite"), (-math.inf, "minus infinite"),
        (9.999, "10.0"), (1e6, "1,000,000"), (-1234.5, "−1,234"), (-2e-7, "−2.00 × 10⁻⁷"), (-0.0, "0"),
    ],
)  # fmt: skip
def test_number(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "figures", "text"),
    [
        (0.0, "", 3, "0"),
        (999.6, "", 3, "1,000"),
        (1234.5, "", 3, "1,234"),
        (0.04154, "", 3, "0.0415"),
        (8.2, "%", 3, "8.2\u00a0%"),
        (-30.0, "", 3, "−30"),
        (0.00002, "", 3, "2 × 10⁻⁵"),
        (math.nan, "%", 3, "undefined"),
        (math.inf, "", 3, "infinite"),
        (-math.inf, "%", 3, "minus infinite"),
        (0.5, "s", 3, "0.5\u00a0s"),
        (-1.5e8, "s", 3, "−1.5 × 10⁸\u00a0s"),
        (100.0, "", 3, "100"),
        (0.123456, "", 6, "0.123456"),
    ],
)
def test_amounts(value, unit, figures, text):
    assert amount(value, unit, figures) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.5, "50 %"), (0.0245, "2.5 %"), (0, "0 %"), (1, "100 %"), (0.0001, "under 0.1 %"), (0.99995, "over 99.9 %"), (0.996, "99.6 %"), (0.9941, "99.4 %"), (0.9896, "99 %"), (0.99, "99 %"), (-0.0001, "0 %"),
        (0.001, "0.1 %"), (math.nan, "undefined"), (0.0996, "10 %"), (-0.3, "−30 %"),
    ],
)  # fmt: skip
def test_percent(share, text):
    assert percent(share) == text.replace(" %", SPACE + "%")


def test_percent_with_three_figures():
    assert percent(0.9905, 3) == f"99.1{SPACE}%" and percent(0.5, 3) == f"50.0{SPACE}%"


def test_count():
    assert count(12345) == "12,345" and count(-1500) == "−1,500" and count(-0.4) == "0"
