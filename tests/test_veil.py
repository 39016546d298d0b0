"""While a guess is asked the picture is that of its answer, and nothing on the page tells it."""

import json
import re
from importlib import import_module

import pytest

from content.read import fill, read_notes, stems
from figures.drawing import Drawing
from figures.marks import dots, handle, label, line
from figures.theme import axis, layout
from figures.veil import GROUND, _words, veiled
from tests.house import computed
from tests.stages import stage
from ui.axis import ticks_of
from ui.first import seen
from ui.links import meant
from ui.picture import is_offered, picture_link, scene_at
from ui.scene import Scene, rows_above, rows_below
from ui.teach import Guess, told_as

LINE = line([0, 1], [0, 1], "#000", "truth", "%{y}")
DOTS = dots([0], [1], "#000", "truth, measured")
OTHER = dots([0], [1], "#000", "guess", "%{y}")
LOOKS = layout(
    "Lines.", axis("x"), axis("y"), [handle("truth", "line"), handle("guess", "dot")]
) | {
    "annotations": [label(0, 0, "<b>truth 0.5</b>"), label(0, 0, "guess")],
    "images": [{"source": ""}],
}
PICTURE = Drawing([LINE, DOTS, OTHER], LOOKS)


def names(figure):
    return [mark["name"] for mark in figure.data]


def test_what_tells_is_gone_with_its_labels_and_its_handle_and_nothing_is_said_under_the_pointer():
    found = veiled(PICTURE, "picture", ["truth"])
    assert names(found) == ["guess"] and found.data[0]["hoverinfo"] == "skip"
    assert "hovertemplate" not in found.data[0]
    assert [each["text"] for each in found.layout["annotations"]] == ["guess"]
    assert [each["mark"] for each in found.layout["meta"]["handles"]] == ["guess"]
    assert found.layout["images"] == LOOKS["images"]
    found.checked()
    assert names(PICTURE) == ["truth", "truth, measured", "guess"], "the figure itself is as before"


def test_the_ground_goes_by_its_own_name_and_all_but_the_axes_by_that_of_the_figure():
    assert veiled(PICTURE, "picture", [GROUND]).layout["images"] == []
    bare = veiled(PICTURE, "picture", ["picture"])
    assert bare.data == [] and bare.layout["annotations"] == bare.layout["images"] == []
    assert bare.layout["xaxis"] == LOOKS["xaxis"] and bare.layout["meta"]["handles"] == []
    assert names(veiled(PICTURE, "another", ["picture"])) == names(PICTURE)


@pytest.mark.parametrize("stem", stems())
def test_a_step_that_asks_over_a_figure_of_its_own_hides_what_that_tells(stem):
    """It is the figure that proves the answer; over the main one there may be nothing that tells."""
    asked = [step for step in read_notes(stem).steps if step.predict and step.figure]
    assert [step.id for step in asked if not step.predict.hides] == []


def situations(stem):
    """Of each preset and step of which a guess is asked: what it is called, and the link that asks it."""
    notes = read_notes(stem)
    for name, preset in notes.presets.items():
        if preset.predict:
            yield name, preset.predict, "", {f"{stem}.preset": [name], "predict": ["true"]}
    for step in notes.steps:
        if step.predict:
            yield (
                step.id,
                step.predict,
                step.figure,
                {"present": ["true"], "step": [step.id], "predict": ["true"]},
            )


@pytest.mark.parametrize("stem", stems())
def test_nothing_on_a_page_tells_what_is_asked(stem):
    seen(stem, "")
    assert is_offered(stem)
    for name, prediction, figure, link in situations(stem):
        with stage(name):
            params, _, view, problems = meant(
                link, stem, import_module(f"concepts.{stem}"), read_notes(stem)
            )
            assert view.asks == name and problems == []
            if view.present:
                page, lay, *_ = vars(scene_at(stem, {})).values()
                scene = Scene(page, lay, params, None, view, False)
            else:
                scene = scene_at(stem, link)
                assert (scene.params, scene.view) == (params, view)
            tells_nothing(scene, prediction, figure)


def tells_nothing(scene, prediction, figure):
    page = scene.page
    guess = Guess(prediction, page.concept.Params(), None)
    rows = [row for row in rows_above(scene) if row]
    assert list(rows_below(scene)) == [] and ticks_of(scene) == {} and picture_link(scene) == ""
    (said,), heroes = rows[0].cells[0], rows[1].cells
    words = said.described(scene.result)
    assert prediction.ask in (words.get("claim"), words.get("said"))
    assert words.get("numbers", {}) == {}
    then = computed(page.stem, scene.params)
    told = {page.sentences.claim(then), fill(prediction.why, page.sentences.facts(then))}
    hidden, shown = set(), []
    for _, part in heroes:
        drawn = part.described(scene.result)
        bare = getattr(page.figures, part.name)(scene.result)
        marks = {mark["name"] for mark in drawn["figure"]["data"]}
        assert not any(each.startswith(prediction.hides) for each in marks)
        assert getattr(page.sentences, part.name)(then) not in drawn["alt"]
        hidden |= {each for each in prediction.hides if stands_in(each, part.name, bare)}
        labels = [each["text"] for each in drawn["figure"]["layout"].get("annotations", ())]
        labels += [str(each) for mark in drawn["figure"]["data"] for each in mark.get("text", ())]
        shown += [drawn["alt"], *labels]
    assert hidden == set(prediction.hides), "each hides something"
    text = json.dumps(shown)
    assert not any(each in text for each in told)
    if prediction.answer and not prediction.on_axis:
        truth = told_as(page, guess, page.sentences.measures(then)[prediction.answer])
        known = len(re.sub(r"\D", "", truth).strip("0")) > 1  # a 1 stands in many places
        assert not known or f" {truth}" not in text or truth in prediction.ask


def stands_in(hidden, name, figure):
    marks = (mark["name"] for mark in figure.data)
    labels = (_words(each["text"]) for each in figure.layout.get("annotations", ()))
    ground = hidden == GROUND and figure.layout.get("images")
    return ground or hidden == name or any(each.startswith(hidden) for each in (*marks, *labels))
