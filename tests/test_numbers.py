"""How numbers are said."""

import math

import pytest

from sentences.numbers import SPACE, count, number, percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0909, "0.0909"), (1 / 3, "0.333"), (12345.6, "12,346"), (999.96, "1,000"), (0, "0"), (-0.00123, "-0.00123"),
        (1e-9, "1.00 × 10⁻⁹"), (2.5e8, "2.50 × 10⁸"), (math.nan, "undefined"), (math.inf, "infinite"), (-math.inf, "minus infinite"),
        (9.999, "10.0"), (1e6, "1,000,000"),
    ],
)  # fmt: skip
def test_number(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.5, "50 %"), (0.0245, "2.5 %"), (0, "0 %"), (1, "100 %"), (0.0001, "under 0.1 %"), (0.99995, "over 99.9 %"),
        (0.001, "0.1 %"), (math.nan, "undefined"), (0.0996, "10 %"),
    ],
)  # fmt: skip
def test_percent(share, text):
    assert percent(share) == text.replace(" %", SPACE + "%")


def test_percent_with_three_figures():
    assert percent(0.9905, 3) == f"99.1{SPACE}%" and percent(0.5, 3) == f"50.0{SPACE}%"


def test_count():
    assert count(12345) == "12,345"
