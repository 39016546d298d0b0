"""How a page is looked at, beside what its controls say: presented, compared, in part."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from concepts.controls import controls_of
from content.read import Notes, proved_on
from ui.texts import Texts, link_texts, plain, read_link

FLAGS = ("present", "predict")
NAMES = ("step", "challenge", "question")
SEVERAL = ("lock", "hide")
# What can be hidden beside controls, and what it is called.
PARTS = {"presets": "Presets", "figures": "Figures below", "tabs": "Tabs: why, code, interview"}
BEAT, MOST = "beat", 999  # the moves in which a challenge was solved, and how many may be said
PINNED = "a"  # what is pinned: before the names of its controls, or alone where all are as shipped
STARTED = "started"  # the preset that the controls were moved on from
TOLD = "told"  # what is asked of the situation was answered: no guess is wanted any more


@dataclass(frozen=True)
class View:
    """How a page is looked at.

    Attributes
    ----------
    present : One large figure for a room, step by step.
    step : The id of the lesson's step that is shown; "" for none.
    predict : A guess is asked before a preset or a step is shown.
    challenge : The id of the goal that is tried for; "" for none.
    question : The id of the interview question whose proof is shown; "" for none.
    beat : The number of moves in which somebody has solved the challenge; 0 for nobody.
    asks : The preset, or the step of the lesson, of which a guess is asked just now; "" for none.
        In a link it is what follows of the others (ui/asked.py).
    lock, hide : Controls that cannot be moved; and controls, or parts of the page, that are not shown.
    pinned : The Params drawn faintly behind; None if nothing is pinned.
    """

    present: bool = False
    step: str = ""
    predict: bool = False
    challenge: str = ""
    question: str = ""
    beat: int = 0
    asks: str = ""
    lock: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    pinned: Any = None


def is_view(key: str) -> bool:
    """Whether that name in a link says how the page is looked at."""
    return key in (*FLAGS, *NAMES, BEAT, *SEVERAL, PINNED, STARTED, TOLD) or key.startswith(
        f"{PINNED}."
    )


def view_texts(view: View, stem: str, concept: ModuleType) -> Texts:
    """What the URL says for `view`; `read_view` gives it back."""
    texts = {name: ["true"] for name in FLAGS if getattr(view, name)}
    texts |= {name: [getattr(view, name)] for name in NAMES if getattr(view, name)}
    texts |= {BEAT: [str(view.beat)]} if view.beat and view.challenge else {}
    texts |= {name: [",".join(getattr(view, name))] for name in SEVERAL if getattr(view, name)}
    if view.pinned is not None:
        said = link_texts(stem, concept, view.pinned, "")
        bare = {key.removeprefix(f"{stem}."): values for key, values in said.items()}
        texts |= {f"{PINNED}.{key}": v for key, v in bare.items()} or {PINNED: ["true"]}
    return texts


def read_view(
    texts: Mapping[str, list[str]], concept: ModuleType, notes: Notes
) -> tuple[View, list[str]]:
    """How a link asks the page to be looked at, and a sentence for each part that was not followed."""
    found: dict[str, Any] = {}
    problems = []
    for name in (*FLAGS, TOLD):
        for text in texts.get(name, [])[-1:]:
            if name != TOLD:
                found[name] = text.lower() == "true"
            if text.lower() not in ("true", "false"):
                problems.append(f"The link sets {name} to {plain(text)}. It is true or false.")
    known = {
        "step": [step.id for step in notes.steps],
        "challenge": [challenge.id for challenge in notes.challenges],
        "question": [question.id for question in proved_on(notes)],
    }
    for name, ids in known.items():
        for text in texts.get(name, [])[-1:]:
            if text in ids:
                found[name] = text
            else:
                problems.append(
                    f"The link opens the {name} {plain(text)}, which is not one of this page's."
                )
    for text in texts.get(BEAT, [])[-1:]:
        if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST and len(text) < 9:
            found[BEAT] = int(text)
        else:
            problems.append(
                f"The link says {plain(text)} moves. It is a whole number from 1 to {MOST}."
            )
    controls = controls_of(concept.Params)
    for name in SEVERAL:
        said = [each for text in texts.get(name, []) for each in text.split(",") if each]
        there = (*controls, *PARTS) if name == "hide" else tuple(controls)
        found[name] = tuple(each for each in there if each in said)
        what = "neither a control nor a part" if name == "hide" else "not a control"
        problems += [
            f"The link asks to {name} {plain(each)}, which is {what} of this page."
            for each in said
            if each not in there
        ]
    said_of = {
        f"{notes.stem}{key.removeprefix(PINNED)}": values
        for key, values in texts.items()
        if key.startswith(f"{PINNED}.")
    }
    if said_of or PINNED in texts:
        found["pinned"], _, more = read_link(notes.stem, concept, said_of)
        problems += more
    return View(**found), problems
