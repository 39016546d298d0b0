"""A small picture has each mark where the figure has it, in its colour, as wide as it is."""

from io import BytesIO
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageColor

from figures.card import HEIGHT, WIDTH, card, wrapped
from figures.card import _font as font_of
from figures.diagram import (
    DONE,
    KINDS,
    NOW,
    TO_COME,
    Diagram,
    arrows,
    bars,
    canvas,
    cells,
    edges,
    gauges,
    grid_of_numbers,
    image,
    nodes,
    text,
    window,
)
from figures.drawing import Drawing
from figures.marks import area, dots, line, log_axis
from figures.painted import EDGE, PAINTED, painted
from figures.shading import shaded
from figures.theme import FAINT, GOOD, INK, NEGATIVE, PAPER, POSITIVE, axis, faded, layout
from tests.heroes import FIGURES, HEROES, added
from ui import static

SIDE = 200 + 2 * EDGE  # the plot is 200 pixels wide and high
X, Y = axis("x", range=[0, 10]), axis("y", range=[0, 10])


def rgb(color):
    return ImageColor.getrgb(color)


def picture(*data, x=X, y=Y, scale=1, **more):
    return painted(Drawing(list(data), layout("A picture.", x, y, **more)), SIDE, SIDE, scale)


def at(image, x, y):
    """The colour at a place of the plot, 0 to 10."""
    return image.getpixel((EDGE + round(20 * x), EDGE + round(200 - 20 * y)))


def height(image, x, color):
    """How many pixels of that colour, about, there are in the column of x."""
    column = np.asarray(image)[:, EDGE + round(20 * x)].astype(float)
    ground = np.abs(np.subtract(255, rgb(color))).sum()
    return float(np.abs(255 - column).sum() / ground)


def test_a_line_goes_through_its_points_and_leaves_its_gaps():
    found = picture(line([0, 4, np.nan, 6, 10], [5, 5, 5, 5, 5], INK, width=4))
    assert at(found, 2, 5) == at(found, 8, 5) == rgb(INK)
    assert at(found, 5, 5) == at(found, 2, 6) == rgb(PAPER)
    assert height(found, 2, INK) == pytest.approx(4, abs=0.6)
    wider = picture(line([0, 10], [5, 5], INK, width=4), scale=2)
    assert height(wider, 2, INK) == pytest.approx(8, abs=0.6)


def test_a_line_in_steps_goes_across_first():
    found = picture(line([2, 8], [2, 8], INK, width=4, shape="hv"))
    assert at(found, 5, 2) == at(found, 8, 5) == rgb(INK)
    assert at(found, 5, 5) == at(found, 2, 5) == rgb(PAPER)


@pytest.mark.parametrize(
    ("dash", "share"), [("solid", 1), ("dash", 8 / 13), ("dot", 1 / 3), ("6px,3px", 2 / 3)]
)
def test_a_dashed_line_is_there_for_its_share(dash, share):
    found = np.asarray(picture(line([0, 10], [5, 5], INK, width=4, dash=dash), scale=3))
    row = found[SIDE // 2, EDGE : SIDE - EDGE].astype(float).mean(axis=1)
    assert ((255 - row) / (255 - np.mean(rgb(INK)))).mean() == pytest.approx(share, abs=0.08)


def test_an_area_covers_by_its_share_and_what_is_under_it_is_seen():
    square = np.array([2, 8, 8, 2, 2.0]), np.array([2, 2, 8, 8, 2.0])
    below = line([0, 10], [5, 5], INK, width=8)
    over = {**line(*square, NEGATIVE, width=0), "fill": "toself", "fillcolor": faded(NEGATIVE, 0.5)}
    found = picture(below, over)
    half = [(255 + each) / 2 for each in rgb(NEGATIVE)]
    assert at(found, 5, 7) == pytest.approx(half, abs=2)
    assert at(found, 5, 5) == pytest.approx([(a + b) / 2 for a, b in zip(rgb(INK), rgb(NEGATIVE), strict=True)], abs=2)  # fmt: skip
    assert at(found, 1, 7) == rgb(PAPER)


def test_what_is_hatched_has_stripes_of_both_colours_and_only_within():
    pattern = {"fgcolor": INK, "bgcolor": FAINT, "size": 6}
    x, y = [2, 8, 8, 2, 2], [2, 2, 8, 8, 2]
    mark = {**line(x, y, INK, width=0), "fill": "toself", "fillpattern": pattern}
    found = np.asarray(picture(mark))
    inside = found[EDGE + 50 : EDGE + 150, EDGE + 50 : EDGE + 150].reshape(-1, 3).astype(float)
    dark = (255 - inside.mean(axis=1)) / (255 - np.mean(rgb(INK)))
    light = (255 - np.mean(rgb(FAINT))) / (255 - np.mean(rgb(INK)))
    assert dark.mean() == pytest.approx(1 / 3 + light * 2 / 3, abs=0.05) and np.ptp(dark) > 0.5
    assert (found[: EDGE + 30] == 255).all()


def test_what_is_filled_to_zero_ends_there():
    found = picture({**line([2, 8], [8, 8], NEGATIVE), "fill": "tozeroy", "fillcolor": NEGATIVE}, y=axis("y", range=[-10, 10]))  # fmt: skip
    assert at(found, 5, 7) == rgb(NEGATIVE) and at(found, 5, 4) == rgb(PAPER)
    assert at(found, 9, 7) == rgb(PAPER)
    filled = picture(area([2, 8, 8, 2], [0, 0, 8, 8], NEGATIVE, "a", FAINT))
    assert at(filled, 5, 5) == rgb(FAINT) and at(filled, 1, 5) == rgb(PAPER)


def test_dots_are_as_large_as_they_are_each_in_its_colour_and_open_ones_are_rings():
    mark = dots([2, 5, 8], [5, 5, 5], INK, "d", size=20)
    mark["marker"] |= {"color": np.array([NEGATIVE, POSITIVE, GOOD]), "symbol": np.array(["circle", "circle", "circle-open"])}  # fmt: skip
    found = picture(mark)
    assert at(found, 2, 5) == rgb(NEGATIVE) and at(found, 5, 5) == rgb(POSITIVE)
    assert at(found, 8, 5) == rgb(PAPER), "a ring"
    assert height(found, 2, NEGATIVE) == pytest.approx(20, abs=2.5)
    hidden = dots([5], [5], INK, "d", size=0)
    assert np.asarray(picture(hidden)).min() == 255
    assert np.asarray(picture(dots([np.nan], [5], INK, "d"))).min() == 255
    half = dots([5], [5], INK, "d", size=20)
    half["marker"]["opacity"] = 0.5
    assert at(picture(half), 5, 5) == pytest.approx([(255 + each) / 2 for each in rgb(INK)], abs=2)


def test_a_logarithmic_axis_and_two_that_share_the_place():
    found = picture(dots([10], [5], INK, "d", size=12), x=log_axis("n", 0, 2))
    assert at(found, 5, 5) == rgb(INK)
    left, right = {**X, "domain": [0, 0.4]}, {**X, "domain": [0.6, 1]}
    second = {**dots([5], [5], INK, "d", size=12), "xaxis": "x2"}
    found = picture(dots([5], [5], INK, "d", size=12), second, x=left, xaxis2=right)
    assert at(found, 2, 5) == at(found, 8, 5) == rgb(INK) and at(found, 5, 5) == rgb(PAPER)


def test_the_ground_lies_under_all():
    ground = shaded(np.linspace(0, 1, 400).reshape(20, 20), (0, 10), (0, 5))
    found = picture(dots([5], [2], INK, "d", size=12), images=[ground])
    assert at(found, 5, 2) == rgb(INK) and at(found, 5, 8) == rgb(PAPER)
    assert at(found, 5, 1) != at(found, 5, 4)


# --- diagrams


def diagram(*marks, wide=10, high=10, **more):
    return painted(Diagram(list(marks), canvas("A diagram.", wide, high, **more)), SIDE, SIDE, 1)


def spot(image, x, y):
    """The colour at a diagram's place, 0 to 10 across and down."""
    return image.getpixel((EDGE + round(20 * x), EDGE + round(20 * y)))


def test_every_kind_of_mark_is_painted_but_words():
    assert set(PAINTED) == set(KINDS) - {"text"}
    bare = Diagram([text([1], [1], ["word"], name="words")], canvas("Words.", 10, 10))
    assert np.asarray(painted(bare, SIDE, SIDE, 1)).min() == 255


def test_nodes_have_the_hue_of_their_numbers_and_what_is_to_come_none():
    mark = nodes(
        [2, 5, 8], [5, 5, 5], name="units", values=[1, -1, 1], size=2, state=[DONE, NOW, TO_COME]
    )
    found = diagram(mark)
    red, _, blue = np.array([spot(found, x, 5) for x in (2, 5, 8)]).T[[0, 1, 2]]
    assert red[0] > blue[0] and red[1] < blue[1] and spot(found, 8, 5) == rgb(PAPER)
    boxes = nodes([5], [5], name="boxes", text=["x"], size=4, high=2, shape="box", color=GOOD)
    found = diagram(boxes)
    assert spot(found, 3.5, 5) == spot(found, 6.5, 5) != rgb(PAPER) == spot(found, 5, 7)
    unknown = nodes([5], [5], name="unit", values=[np.nan], size=4)
    assert spot(diagram(unknown), 5, 5) == rgb(PAPER)
    word = nodes([5], [5], name="word", text=["a"], size=4, shape="word", color=GOOD)
    assert spot(diagram(word), 5, 5) == spot(found, 5, 5)


def test_edges_are_as_wide_as_their_weights_and_have_their_hue():
    y = [2, 5, 8, 9]
    found = diagram(edges([0] * 4, y, [10] * 4, y, name="w", weights=[1, -0.5, np.nan, 0.01]))
    assert spot(found, 5, 2) == rgb(POSITIVE) and spot(found, 5, 5) == rgb(NEGATIVE)
    assert spot(found, 5, 8) == rgb(PAPER)
    widths = [
        np.any(
            np.asarray(found)[EDGE + 20 * row - 10 : EDGE + 20 * row + 10, 50] != 255, axis=1
        ).sum()
        for row in y
    ]
    assert widths[0] > widths[1] > widths[3] > widths[2] == 0
    plain = diagram(arrows([0, 0], [3, 7], [10, 10], [3, 7], name="a", state=[NOW, TO_COME]))
    assert np.asarray(plain)[EDGE + 60, 50].mean() < np.asarray(plain)[EDGE + 140, 50].mean() < 255


def test_cells_bars_pictures_gauges_and_outlines_stand_where_they_are():
    grid = grid_of_numbers(0, 0, [[1, -1], [0, np.nan]], name="g", cell=(5, 5))
    found = diagram(grid)
    assert (
        spot(found, 2, 2)[0] > spot(found, 2, 2)[2] and spot(found, 8, 2)[0] < spot(found, 8, 2)[2]
    )
    assert spot(found, 2, 8) == spot(found, 8, 8) == rgb(PAPER)
    strip = cells(0, 0, [[0, 1, 1]], [GOOD, INK], name="c", cell=(3, 3), state=[NOW, DONE, TO_COME])
    found = diagram(strip)
    assert spot(found, 1.5, 1.5) == rgb(GOOD) and spot(found, 7.5, 1.5) == rgb(PAPER)
    assert rgb(INK) < spot(found, 4.5, 1.5) < rgb(PAPER)
    parts = bars([0], [0], 10, 2, [[0.3, 0.4]], [GOOD, INK], name="b")
    found = diagram(parts)
    assert [spot(found, x, 1) for x in (1, 5, 9)] == [rgb(GOOD), rgb(INK), rgb(PAPER)]
    upright = bars([0], [0], 2, 10, [[0.3, 0.4]], [GOOD, INK], name="b", upright=True)
    found = diagram(upright)
    assert [spot(found, 1, y) for y in (9, 5, 1)] == [rgb(GOOD), rgb(INK), rgb(PAPER)]
    ahead = bars([0], [0], 10, 2, [[1.0]], [GOOD], name="b", state=[TO_COME])
    assert spot(diagram(ahead), 5, 1) == rgb(PAPER)
    found = diagram(image(0, 0, 10, 10, [[0, 1]], name="i"))
    assert spot(found, 2, 5) == rgb(PAPER) and spot(found, 8, 5) == rgb(INK)
    signed = diagram(image(0, 0, 10, 10, [[-1, 0, 1]], name="i", low=-1))
    assert [spot(signed, x, 5) for x in (1, 5, 9)] == [rgb(NEGATIVE), rgb(PAPER), rgb(POSITIVE)]
    costs = gauges([0, 0, 0], [0, 4, 8], 10, 2, [5, 15, np.nan], [10, 10, 10], names=["a", "b", "c"], text=["", "", ""])  # fmt: skip
    found = diagram(costs)
    assert spot(found, 1, 1) == rgb(GOOD) and spot(found, 4, 1) == rgb(FAINT)
    assert spot(found, 7, 5) == rgb(POSITIVE) and spot(found, 5, 5) == rgb(INK), "its limit"
    assert spot(found, 1, 9) == rgb(FAINT)
    found = diagram(window([2], [2], 6, 6, name="w"))
    assert spot(found, 5, 5) == rgb(PAPER) and np.asarray(found)[:, EDGE + 100].min() < 100


def test_a_square_diagram_stays_square():
    mark = bars([0], [0], 2, 2, [[1.0]], [INK], name="b")
    drawn = Diagram([mark], canvas("A square.", 2, 2, square=True))
    found = np.asarray(painted(drawn, 3 * SIDE, SIDE, 1))[:, :, 0] < 128
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    assert np.ptp(rows) == pytest.approx(np.ptp(columns), abs=1) == pytest.approx(200, abs=1)
    assert columns.mean() == pytest.approx(1.5 * SIDE, abs=1)


@pytest.mark.parametrize("hero", HEROES)
def test_a_diagram_of_every_kind_is_seen(hero):
    concept, figures, _ = added()
    result = concept.compute(concept.Params(), {})
    drawn = getattr(figures, FIGURES.get(hero, hero))(result).without_words()
    assert len(painted(drawn, 600, 300, 1.5).getcolors(10**6)) > 10


# --- the card around it


def test_a_text_has_no_line_that_is_too_wide_and_ends_in_dots_where_it_must():
    font = font_of(static.font(), 400, 30)
    words = "At 0.5 you catch 90 of 200 positives, which is 45\u00a0%, and raise 33 false alarms.".split(
        " "
    )
    lines = wrapped(" ".join(words), font, 300, 9)
    assert " ".join(lines).split(" ") == words and len(lines) > 2, "all of it, in its order"
    assert all(font.getlength(each) <= 300 for each in lines)
    for one, other in pairwise(lines):
        assert font.getlength(f"{one} {other.split(' ')[0]}") > 300, "no word had room before"
    short = wrapped(" ".join(words), font, 300, 2)
    assert len(short) == 2 and short[0] == lines[0] and short[1].endswith("…")
    (long,) = wrapped("w" * 200, font, 300, 2)
    assert long.endswith("…") and 250 < font.getlength(long) <= 300
    assert wrapped("", font, 300, 2) == []


@pytest.mark.parametrize("many", [0, 1, 2, 6])
def test_a_card_has_room_for_all(many):
    drawn = Drawing([line([0, 10], [0, 10], POSITIVE)], layout("A picture.", X, Y))
    content = card(
        "A title " * 9, "A claim. " * 60, [drawn] * many, site="Here", font=static.font()
    )
    found = Image.open(BytesIO(content))
    assert found.size == (WIDTH, HEIGHT)
    pixels = np.asarray(found.convert("RGB"))
    assert (
        (pixels[:8] == 255).all() and (pixels[:, :50] == 255).all() and (pixels[-20:] == 255).all()
    )
    orange = (pixels == rgb(POSITIVE)).all(axis=2)
    assert orange.any() == bool(many)


def test_every_sign_of_the_pages_has_a_letter():
    """Greek, minus, powers: what has none would be a box."""
    font = font_of(static.font(), 400, 40)
    box = bytes(font.getmask("\uffff"))
    assert [each for each in "−×λσεβ²₂≤≥·√Δπαθμ∞“”’…é" if bytes(font.getmask(each)) == box] == []
