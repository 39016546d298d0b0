"""What a link says in words: the state of a page as texts by name, and back."""

from collections.abc import Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

from concepts.controls import Control, Drawing, Text, applies, controls_of, describe, parse
from content.read import Belief, Challenge, Question, Step
from data.own import plain

Texts = dict[str, list[str]]
START = "start"  # the preset that plays itself
TABS = {"why": "Why", "code": "Code", "wrong": "What people get wrong", "interview": "Interview"}


def state(concept: ModuleType, shown: Belief | Question | Step | Challenge) -> Any:
    """The Params that a misconception, an answer, a step or a challenge points to."""
    preset = concept.PRESETS[shown.preset]
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in shown.set.items()}
    return replace(preset, **values)


def chosen_preset(presets: Mapping[str, Any], params: Any) -> str | None:
    """The preset whose values are `params`, whatever the seed; None if there is none."""
    said = vars(params) | {"seed": None}
    return next(
        (name for name, each in presets.items() if vars(each) | {"seed": None} == said), None
    )


def starts(concept: ModuleType, params: Any) -> bool:
    """Whether `params` are on the way of Start here: that preset, wherever on the axis."""
    if (start := concept.PRESETS.get(START)) is None:
        return False
    return bool(replace(start, **{n: getattr(params, n) for n in (concept.AXIS, "seed")}) == params)


def link_texts(stem: str, concept: ModuleType, params: Any, tab: str) -> Texts:
    """What the URL says for `params` and the open tab; `read_link` gives them back."""
    name = chosen_preset(concept.PRESETS, params)
    base = concept.Params() if name is None else concept.PRESETS[name]
    texts = {} if name is None else {f"{stem}.preset": [name]}
    for field in controls_of(params):
        if (value := getattr(params, field)) != getattr(base, field):
            several = value if isinstance(value, tuple) else (value,)
            texts[f"{stem}.{field}"] = [
                str(each).lower() if isinstance(each, bool) else str(each) for each in several
            ]
    if tab not in ("", next(iter(TABS))):
        texts[f"{stem}.read"] = [tab]
    return texts


def read_link(
    stem: str, concept: ModuleType, texts: Mapping[str, list[str]]
) -> tuple[Any, str, list[str]]:
    """The Params and the tab a link asks for, and a sentence for each part that was not followed."""
    usual = concept.Params()
    params, tab, problems = usual, next(iter(TABS)), []
    for name in texts.get(f"{stem}.preset", [])[-1:]:
        if name in concept.PRESETS:
            params = concept.PRESETS[name]
        else:
            problems.append(
                f"The link asks for the preset {plain(name)}, which is not one of this page's."
            )
    for name in texts.get(f"{stem}.read", [])[-1:]:
        if name in TABS:
            tab = name
        else:
            problems.append(f"The link opens {plain(name)}, which is not a tab of this page.")
    controls = controls_of(params)
    for key, said in texts.items():
        field = key.removeprefix(f"{stem}.")
        if field in ("preset", "read"):
            continue
        if field not in controls:
            problems.append(f"The link sets {plain(field)}, which is not a control of this page.")
            continue
        value, meant = parse(controls[field], said)
        params = params if value is None else replace(params, **{field: value})
        if not meant:
            used = used_words(controls[field], getattr(params, field))
            problems.append(
                f"The link sets {controls[field].label.lower()} to {plain(', '.join(said))}. "
                f"It is {describe(controls[field])}; {used} is used."
            )
    for field, control in controls.items():
        default = getattr(usual, field)
        if getattr(params, field) != default and not applies(control, params):
            params = replace(params, **{field: default})
    return params, tab, problems


def used_words(control: Control, value: Any) -> str:
    """What is used in place of what a link said, as it is called."""
    match control:
        case Text():
            return plain(value)
        case Drawing(examples=examples):
            return next((name for name, each in examples.items() if each == value), "the usual one")
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def renamed(texts: Mapping[str, list[str]], stem: str, aliases: Mapping[str, str]) -> Texts:
    """What a link says, with names that were changed since by their new ones; see `Notes.aliases`."""
    found = {}
    for key, said in texts.items():
        for prefix in (f"{stem}.", "a."):
            if key.startswith(prefix):
                name = key.removeprefix(prefix)
                key = f"{prefix}{aliases.get(name, name)}"
                if name == "preset":
                    said = [aliases.get(f"preset.{each}", each) for each in said]
                break
        if key == "started":
            said = [aliases.get(f"preset.{each}", each) for each in said]
        if key in ("lock", "hide"):
            said = [",".join(aliases.get(n, n) for n in each.split(",")) for each in said]
        found[key] = list(said)
    return found
