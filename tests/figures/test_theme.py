"""Colours read on both pages, and the words on a figure too."""

import json

import pytest

from figures import theme
from figures.marks import label
from tests.eyes import MEANINGS, contrast


def test_contrast_by_hand():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", MEANINGS)
def test_a_label_reads_as_small_text_on_either_page(name):
    color = label(0, 0, "word", getattr(theme, name))["font"]["color"]
    assert contrast(color, theme.PAPER) >= 4.5
    shown = json.loads(theme.for_dark(json.dumps([color, theme.PAPER])))
    assert contrast(*shown) >= 4.5


@pytest.mark.parametrize("name", ["INK", "MUTED", "POSITIVE", "NEGATIVE", "GOOD"])
def test_a_line_stands_out_on_either_page(name):
    color = getattr(theme, name)
    assert contrast(color, theme.PAPER) >= 3
    assert contrast(*json.loads(theme.for_dark(json.dumps([color, theme.PAPER])))) >= 3


def test_meanings_do_not_share_a_colour():
    assert len({getattr(theme, name) for name in MEANINGS}) == len(MEANINGS)
    assert set(theme.TEXT) <= {getattr(theme, name) for name in MEANINGS}


def test_a_dark_page_swaps_paper_and_ink_and_leaves_the_rest():
    spec = json.dumps([theme.PAPER, theme.INK, theme.VARIANCE, "a #ffffff word"])
    assert json.loads(theme.for_dark(spec)) == [
        theme.DARK[theme.PAPER], theme.DARK[theme.INK], theme.VARIANCE, "a #ffffff word",
    ]  # fmt: skip
    assert theme.DARK[theme.PAPER] != theme.PAPER and theme.DARK[theme.INK] != theme.INK


def test_what_an_axis_tells_stands_beside_it_and_not_in_what_plotly_reads():
    x, y = theme.axis("score", scale="log-odds"), theme.axis("n")
    drawn = theme.layout("Shown.", x, y, yaxis2=theme.axis("feature", scale=["a", "b"]))
    assert drawn["meta"] == {
        "shows": "Shown.",
        "scales": {"xaxis": "log-odds", "yaxis2": ["a", "b"]},
    }
    assert not any("scale" in drawn[side] for side in ("xaxis", "yaxis", "yaxis2"))
    assert x["scale"] == "log-odds" and theme.layout("Shown.", y, y)["meta"] == {"shows": "Shown."}
