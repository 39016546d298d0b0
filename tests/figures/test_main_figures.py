"""The main figure of every page moves at the screen's rate: nothing in it needs a new layout.

The browser moves points, texts and marks of lines and bars by `Plotly.animate`, and swaps the picture
under them; all else that differs along the axis is a redraw, at half the rate (`static/figure.js`).
"""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from content.read import stems
from data.read import TABLES
from figures.diagram import Diagram
from figures.reel import tracks
from tests.house import main_figures
from ui.axis import axis_control, axis_stops

ROOT = Path(__file__).parent.parent.parent
MOVABLE = {"scatter", "bar"}
MOVES = {"x", "y", "text", "marker", "hovertemplate", "hovertext", "customdata", "meta"}


def quick(path):
    match path:
        case ("data", _, name, *_):
            return name in MOVES
        case ("layout", "images", _, "source"):
            return True
    return False


def test_what_is_quick():
    assert quick(("data", 0, "y")) and quick(("data", 2, "marker", "size"))
    assert quick(("layout", "images", 0, "source"))
    assert not quick(("layout", "annotations", 0, "x")) and not quick(("data", 0, "line", "color"))
    assert not quick(("data",)) and not quick(("layout", "images"))
    assert main_figures("bias_variance") == ["fits", "stack"]


def slow_moves(stem, params, places):
    """What differs in the main figures between those places of the axis and needs a new layout."""
    concept, figures = import_module(f"concepts.{stem}"), import_module(f"figures.{stem}")
    results = [
        concept.compute(replace(params, **{concept.AXIS: place}), TABLES) for place in places
    ]
    found = []
    for name in main_figures(stem):
        drawn = [getattr(figures, name)(result) for result in results]
        moved = [tuple(track["path"]) for track in tracks([drawing.parts() for drawing in drawn])]
        if isinstance(drawn[0], Diagram):
            found += [(name, *path) for path in moved if path[0] != "data" or len(path) != 3]
            continue
        kinds = {trace["type"] for drawing in drawn for trace in drawing.data}
        assert kinds <= MOVABLE, f"{name}: {kinds - MOVABLE} vanish when a line moves"
        found += [(name, *path) for path in moved if not quick(path)]
    return found


@pytest.mark.parametrize("stem", stems())
def test_main_figures_move_without_a_new_layout(stem):
    concept = import_module(f"concepts.{stem}")
    params = concept.Params()
    places = axis_stops(axis_control(concept), getattr(params, concept.AXIS))
    assert slow_moves(stem, params, places) == []
