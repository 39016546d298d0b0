"""Links as people have them in their notes and course pages, and what each must open.

The tests only read the file. Once a concept is published, add its links to it with

    python -m tests.old_links

which leaves those that are there as they are. A name that changes later gets an alias in the
concept's .toml; its links in the file stay, and must open as before.
"""

import json
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from urllib.parse import urlencode

from concepts.controls import (
    Choice,
    Drawing,
    Range,
    Seed,
    Several,
    Switch,
    Text,
    applies,
    controls_of,
    words_of,
)
from content.read import read_notes, stems
from ui.texts import link_texts
from ui.view import View, view_texts

FILE = Path(__file__).parent / "old_links.json"
OLD_LINKS = json.loads(FILE.read_text(encoding="utf-8"))


def write():
    """Add to the file the links that it does not have yet."""
    known = {each["link"] for each in OLD_LINKS}
    new = [made for stem in stems() for made in links_of(stem) if made["link"] not in known]
    lines = ",\n".join(json.dumps(each) for each in [*OLD_LINKS, *new])
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def links_of(stem):
    """Every preset; of every kind of control one that is moved; and a page that is looked at in full."""
    concept, notes = import_module(f"concepts.{stem}"), read_notes(stem)
    shown = [(preset, View()) for preset in concept.PRESETS.values()]
    for kind in (Range, Choice, Several, Switch, Seed, Text, Drawing):
        for name, control in controls_of(concept.Params).items():
            if not isinstance(control, kind) or not applies(control, concept.Params()):
                continue
            value = another(control, concept.Params(), name)
            if value is not None:
                shown.append((replace(concept.Params(), **{name: value}), View()))
                break
    several = tuple(controls_of(concept.Params))
    full = View(
        present=True,
        step=notes.steps[0].id,
        predict=True,
        lock=several[:2],
        hide=several[2:3],
        pinned=list(concept.PRESETS.values())[1],
    )
    shown += [(concept.Params(), full), (concept.Params(), View(challenge=notes.challenges[0].id))]
    for params, view in shown:
        texts = link_texts(stem, concept, params, "") | view_texts(view, stem, concept)
        pinned = view.pinned and vars(view.pinned)
        yield {
            "link": f"/{stem}?{urlencode(texts, doseq=True)}",
            "params": vars(params),
            "view": vars(replace(view, pinned=None)) | {"pinned": pinned},
        }


def another(control, params, name):
    """A value that is not the default; None where the only other is a visitor's own data, which no link has."""
    value = getattr(params, name)
    match control:
        case Range(low=low, high=high, whole=whole):
            middle = (low + high) / 2
            return round(middle) if whole else round(middle, 3)
        case Choice(options=options):
            return next((each for each in options if each not in (value, "own")), None)
        case Several(options=options):
            return tuple(options)[1:3]
        case Switch():
            return not value
        case Seed():
            return 4321
        case Text():
            return " ".join(reversed(words_of(control, value)))
        case Drawing():
            return "0123456789abcdef" * 4


if __name__ == "__main__":
    write()
