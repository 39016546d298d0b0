"""The sample of `tests/sample.py` has every kind of thing that any page has."""

from importlib import import_module

from concepts.controls import Range, controls_of
from content.read import read_notes
from data.read import TABLES
from tests.house import STEMS, drawings
from tests.sample import SAMPLE
from tests.visits import opened, sheets_on


def of_controls(concept):
    """Kinds and scales, and what the axis is."""
    for name, control in controls_of(concept.Params).items():
        where = "axis" if name == concept.AXIS else "control"
        yield f"{where}: {type(control).__name__}"
        if isinstance(control, Range):
            yield f"{where}: {control.scale}"
            yield f"{where}: {'whole' if control.whole else 'real'}"
        if control.when is not None:
            yield "control: not always there"
    if hasattr(concept, "OWN"):
        yield f"own data: {concept.OWN}"


def of_guesses(notes):
    for shown in (*notes.presets.values(), *notes.steps):
        if guess := shown.predict:
            yield "guess: " + (
                "options" if guess.options else "axis" if guess.on_axis else "number"
            )
    for challenge in notes.challenges:
        yield f"challenge: {len(challenge.goal)} goals"


def of_rows(sheets):
    """What stands beside what: figures, and words that belong to none."""
    for where, sheet in zip(("stage", "below"), sheets, strict=True):
        for row in sheet["rows"]:
            stacks = row.get("cells", ())
            yield f"{where}: " + " | ".join("+".join(p["role"] for p in stack) for stack in stacks)
            if any("rows" in part for stack in stacks for part in stack):
                yield "a table of words"


def of_drawing(drawing):
    """Of traces the kind, what they draw and whether they are filled; of axes the kind; pictures; labels."""
    for trace in drawing.data:
        yield f"trace: {trace['type']} {trace.get('mode', '')}"
        for look in ("fill", "fillpattern", "error_y"):
            if trace.get(look) not in (None, "none"):
                yield f"trace: {look}"
    for name, looks in drawing.layout.items():
        if name.startswith(("xaxis", "yaxis")):
            yield f"axis of a figure: {looks.get('type', 'linear')}"
            if name[5:]:
                yield "a figure of several panels"
    yield from (
        f"layout: {part}"
        for part in ("images", "annotations", "shapes")
        if drawing.layout.get(part)
    )


def kinds(stem):
    concept, notes = import_module(f"concepts.{stem}"), read_notes(stem)
    found = {*of_controls(concept), *of_guesses(notes), *of_rows(sheets_on(opened(stem)))}
    for params in concept.PRESETS.values():
        result = concept.compute(params, TABLES)
        for draw in drawings(stem).values():
            found.update(of_drawing(draw(result)))
    return found


def test_the_sample_has_every_kind_of_thing():
    """A page with a new kind of thing comes into the sample, perhaps in the place of another."""
    have = {stem: kinds(stem) for stem in STEMS}
    sampled = set().union(*(have[stem] for stem in SAMPLE))
    missing = {stem: sorted(found - sampled) for stem, found in have.items() if found - sampled}
    assert missing == {}, "tests/sample.py"
