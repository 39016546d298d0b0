"""The shape of the house: what must hold for every concept, present and future. Names no concept."""

import ast
import inspect
import os
import re
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from concepts.controls import Range, applies, check, controls_of, stops
from content.read import HEADINGS, KINDS, LEVELS, TABLE, fill, menu, proved_on, read_notes
from data.read import TABLES
from tests.house import CORNERS, PRESETS, ROOT, STEMS, alike, computed, drawings, modules, said
from tests.seeds import SEEDS
from tests.settings import settings
from ui.frame import REHEARSE
from ui.learn import state
from ui.snippet import snippet
from ui.texts import START, chosen_preset

# What each floor may import besides the standard library. "<stem>" is the importing file's own name: a
# page's figures and sentences see the mathematics only through their own concept's Result.
NUMERIC = {"numpy", "scipy", "sklearn", "imblearn"}
MAY_IMPORT = {
    "methods": NUMERIC | {"methods"},
    "concepts": NUMERIC | {"methods", "concepts.controls"},
    "figures": {
        "plotly",
        "numpy",
        "scipy",
        "PIL",
        "contourpy",
        "concepts.<stem>",
        "sentences.numbers",
    }
    | {f"figures.{name}" for name in ("theme", "marks", "drawing", "diagram", "shading")}
    | {"figures.still", "figures.painted"},
    "sentences": {"numpy", "concepts.<stem>", "sentences.numbers"},
    "content": {"content"},
    "data": {
        "numpy",
        "sklearn",
        "methods",
        "data",
    },  # scikit-learn in the scripts that make a table
    "rehearsal": {"fsrs", "icalendar", "content", "rehearsal"},
    "katas": {
        "numpy",
        "pandas",
        "content",
        "katas",
        "concepts",
        "figures",
        "browser",
        "judge",
    },  # the last two: Brython
    "room": {"starlette", "sse_starlette", "anyio", "redis", "room"},
    "ui": {"streamlit", "starlette", "numpy", "cachetools", "segno", "threadpoolctl"}
    | {
        f"figures.{name}"
        for name in (
            "card",
            "theme",
            "drawing",
            "diagram",
            "lettered",
            "reel",
            "room",
            "still",
            "veil",
        )
    }
    | {"concepts.controls", "methods.once", "sentences.numbers"}
    | {"content", "data", "katas", "rehearsal", "room", "ui"},
    "pages": {"streamlit", "concepts.<stem>", "figures.<stem>", "sentences.<stem>", "ui"},
    "snippets": NUMERIC | {"pandas"},
    "deploy": {"packaging", "ui.headers", "ui.static", "ui.worker", "benchmarks", "deploy"},
    "app.py": {"streamlit", "starlette", "content", "room", "ui"},
}
STANDARD = set(__import__("sys").stdlib_module_names)


def imports(path):
    """What a file imports; `from concepts import controls` is "concepts.controls"."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            inside = module in MAY_IMPORT
            yield from (f"{module}.{alias.name}" if inside else module for alias in node.names)


# The files of content/ that are no concept's.
LISTS = {"menu", "paths", "terms", "katas", "general", "asked", "rounds", "stories"}


def test_there_are_concepts():
    assert STEMS, "an empty house would pass every test below"


def test_the_menu_names_every_concept_once():
    """content/menu.toml and the files of content/ say the same."""
    written = {path.stem for path in (ROOT / "content").glob("*.toml")} - LISTS
    assert sorted(STEMS) == sorted(written), (
        "a stem is missing from the menu, or stands there twice"
    )
    assert all(section and stems for section, stems in menu().items()), "a heading without pages"


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_point_inwards(folder):
    place = ROOT / folder
    paths = [place] if place.is_file() else list(place.rglob("*.py"))
    assert paths
    for path in paths:
        may = {name.replace("<stem>", path.stem) for name in MAY_IMPORT[folder]} | STANDARD
        for name in imports(path):
            parts = name.split(".")
            heads = {".".join(parts[: i + 1]) for i in range(len(parts))}
            assert heads & may, f"{path.name} imports {name}"
            if folder in {"methods", "concepts", "sentences"}:
                assert parts[0] not in {"os", "pathlib", "time", "random", "datetime"}, (
                    f"{path.name} imports {name}"
                )


def test_what_an_import_is_called(tmp_path):
    path = tmp_path / "some.py"
    path.write_text("import a.b\nfrom concepts import controls\nfrom c.d import e\n")
    assert list(imports(path)) == ["a.b", "concepts.controls", "c.d"]


def test_what_tests_share_stands_in_no_test():
    for path in (*(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")):
        for name in imports(path):
            assert not re.search(r"\.(test_\w+|conftest)$", name), f"{path.name} imports {name}"


@pytest.mark.parametrize("stem", STEMS)
def test_every_file_of_a_concept_is_there(stem):
    wanted = [
        f"concepts/{stem}.py", f"figures/{stem}.py", f"sentences/{stem}.py", f"pages/{stem}.py",
        f"snippets/{stem}.py", f"content/{stem}.md", f"tests/concepts/test_{stem}.py",
    ]  # fmt: skip
    assert [name for name in wanted if not (ROOT / name).exists()] == []


def test_no_file_without_a_concept():
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert pages == {*STEMS, *REHEARSE, "glossary"}


@pytest.mark.parametrize("stem", STEMS)
def test_controls_are_well_declared(stem):
    concept = import_module(f"concepts.{stem}")
    controls = controls_of(concept.Params)
    assert isinstance(controls[concept.AXIS], Range) and "seed" in controls
    assert not {"preset", "read"} & set(controls), "taken: links use these names"
    seen = []
    for name, control in controls.items():
        assert control.label
        if control.when is not None:
            assert control.when[0] in seen, f"{name} depends on a control drawn after it"
        assert control.help, f"{name} has no help"
        if isinstance(control, Range):
            assert len(stops(control)) <= 1001
        seen.append(name)
    assert len({c.label for c in controls.values()}) == len(controls), "two controls share a label"
    default = concept.Params()
    main = [name for name, c in controls.items() if c.main and applies(c, default)]
    assert concept.AXIS not in main, "the axis stands under the main figure, so it is not main"
    assert 2 <= len(main) <= 4, f"two to four controls matter most, not {len(main)}"


@pytest.mark.parametrize("stem", STEMS)
def test_a_value_out_of_range_is_refused_by_name(stem):
    concept = import_module(f"concepts.{stem}")
    high = controls_of(concept.Params)[concept.AXIS].high
    with pytest.raises(ValueError, match=rf"{concept.AXIS}: {high + 1}"):
        concept.Params(**{concept.AXIS: high + 1})


@pytest.mark.parametrize("stem", STEMS)
def test_presets(stem):
    concept, notes = import_module(f"concepts.{stem}"), read_notes(stem)
    assert 5 <= len(concept.PRESETS) <= 8 and next(iter(concept.PRESETS)) == START
    assert concept.PRESETS[START] != concept.Params(), "it would play as soon as the page is opened"
    assert list(concept.PRESETS) == list(notes.presets)
    for name, preset in concept.PRESETS.items():
        check(preset)
        assert notes.presets[name].figure in ("", *drawings(stem)), name
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert chosen_preset(concept.PRESETS, replace(preset, seed=99)) == name, (
            "two presets are alike"
        )
        for field, control in controls_of(preset).items():
            if not applies(control, preset):
                assert getattr(preset, field) == getattr(concept.Params(), field), (
                    f"{name}: {field} has no say"
                )


@pytest.mark.parametrize("stem", STEMS)
def test_words_are_whole(stem):
    concept, notes = import_module(f"concepts.{stem}"), read_notes(stem)
    assert tuple(each for each in notes.prose if each != TABLE) == HEADINGS
    assert all(notes.prose.values())
    assert notes.question.endswith("?")
    assert notes.code and all(inspect.isfunction(getattr(concept, name)) for name in notes.code)
    assert 4 <= len(notes.wrong) <= 8
    levels = [LEVELS.index(question.level) for question in notes.interview]
    assert levels == sorted(levels), "questions go from easy to hard"
    for question in notes.interview:
        assert question.kind in KINDS
    text = " ".join([*notes.prose.values(), *map(str, notes.interview)])
    assert "!" not in re.sub(r"\$[^$]*\$", "", text)


@pytest.mark.parametrize("stem", STEMS)
def test_every_figure_has_a_name_the_fields_word_first(stem):
    names = read_notes(stem).figures
    assert set(names) == set(drawings(stem)) - {"miniature"}
    assert len(set(names.values())) == len(names), "two figures share a name"
    for name in names.values():
        assert re.fullmatch(r"[A-Z][^:.]{1,39}: [^:.]{3,60}", name), name
        assert len(name) <= 75, f"{name}: one line"
        assert not re.search(r"!|\b(orange|blue|red|green|grey)\b", name)


@pytest.mark.parametrize("stem", STEMS)
def test_every_claim_in_the_words_is_filled_from_its_own_picture(stem):
    concept, _, sentences = modules(stem)
    notes = read_notes(stem)
    for name, words in notes.presets.items():
        facts = sentences.facts(computed(stem, concept.PRESETS[name]))
        assert all(isinstance(value, str) for value in facts.values())
        said(fill(words.shows, facts))
    for shown in (*notes.wrong, *proved_on(notes)):
        facts = sentences.facts(computed(stem, state(concept, shown)))
        texts = (shown.truth,) if hasattr(shown, "truth") else (shown.proof,)
        for text in texts:
            said(fill(text, facts))


@pytest.mark.parametrize("stem", STEMS)
def test_every_fact_is_said_and_every_measure_is_asked_for(stem):
    concept, _, sentences = modules(stem)
    notes = read_notes(stem)
    points = (*notes.wrong, *notes.interview, *notes.steps, *notes.challenges)
    pointed_to = {*concept.PRESETS.values(), *(state(concept, shown) for shown in points)}
    results = [computed(stem, params) for params in pointed_to]
    facts = {name for result in results for name in sentences.facts(result)}
    texts = [(ROOT / "content" / f"{stem}.{kind}").read_text("utf-8") for kind in ("toml", "md")]
    words = set(re.findall(r"\{\{(\w+)\}\}", " ".join(texts)))
    assert facts == words, (
        f"facts that no word says: {facts - words}; that are none: {words - facts}"
    )
    measures = {name for result in results for name in sentences.measures(result)}
    asked = asked_for(notes)
    assert measures == asked, (
        f"measures that nobody asks for: {measures - asked}; that are none: {asked - measures}"
    )


def asked_for(notes):
    """The measures that guesses and challenges of a page speak of."""
    guesses = [shown.predict for shown in (*notes.presets.values(), *notes.steps) if shown.predict]
    bounds = [b for guess in guesses for option in guess.options for b in option.when]
    bounds += [b for challenge in notes.challenges for b in challenge.goal]
    return {b.measure for b in bounds} | {guess.answer for guess in guesses if guess.answer}


@pytest.mark.parametrize("stem", STEMS)
def test_compute_repeats_bit_for_bit_and_leaves_global_random_state_alone(stem):
    concept = import_module(f"concepts.{stem}")
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    first, second = (concept.compute(concept.Params(), TABLES) for _ in range(2))
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002
    assert alike(first, second)


def differences(stem, params):
    """What the script finds otherwise than the page, by name: its number and the page's."""
    ran = {"__name__": "__main__"}
    exec(compile(snippet(stem, params), f"snippets/{stem}.py", "exec"), ran)
    ours = import_module(f"sentences.{stem}").answer(computed(stem, params))
    assert set(ran["answer"]) == set(ours) and ours
    return {
        name: (ran["answer"][name], value)
        for name, value in ours.items()
        if not np.isclose(ran["answer"][name], value, rtol=1e-6, atol=1e-9, equal_nan=True)
    }


@pytest.mark.parametrize(("stem", "name"), PRESETS)
def test_the_snippet_of_every_preset_gives_the_numbers_of_the_page(stem, name, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert differences(stem, import_module(f"concepts.{stem}").PRESETS[name]) == {}


def may_differ(stem, params):
    """Whether the script says, in its first lines, that the page may differ there, and why."""
    first = ast.get_docstring(ast.parse(snippet(stem, params))) or ""
    where = re.search(r"The page may differ where `([^`]+)`: [^.]+\.", first)
    return bool(where) and eval(where[1], {}, vars(params))


@pytest.mark.parametrize("stem", STEMS)
def test_the_snippet_gives_the_numbers_of_the_page_at_random_settings(stem, monkeypatch):
    """Unless it says that it cannot; with `PAGES=all` at the ends of every control too."""
    monkeypatch.chdir(ROOT)
    ends = [params for of, params in CORNERS if of == stem] if os.environ.get("PAGES") else []
    found = {
        params: differences(stem, params) for params in (*settings(stem, len(SEEDS), 2), *ends)
    }
    wrong = {params: each for params, each in found.items() if each}
    assert {params: each for params, each in wrong.items() if not may_differ(stem, params)} == {}


@pytest.mark.parametrize(("stem", "name"), PRESETS)
def test_no_script_is_excused_at_a_preset(stem, name):
    assert not may_differ(stem, import_module(f"concepts.{stem}").PRESETS[name])
