"""What every concept owes its reader: pure numbers, honest gaps, figures for every eye. Names none."""

import json
import random
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from content.read import read_notes
from data.read import OWN, TABLES
from tests.bits import PRESETS, digest, forget, leaves
from tests.house import STEMS
from tests.words import HUE, SHAPE

ROOT = Path(__file__).parent.parent

# --- compute is a function of its arguments


def the_tables():
    return {name: digest(TABLES[name]) for name in (*TABLES, *OWN)}


@pytest.fixture(scope="module")
def as_shipped():
    return the_tables()


@pytest.mark.parametrize(("stem", "name"), PRESETS)
def test_compute_is_a_function_of_its_arguments_alone(stem, name, as_shipped):
    concept = import_module(f"concepts.{stem}")
    params, given = concept.PRESETS[name], dict(TABLES) | {name: TABLES[name] for name in OWN}
    before = repr(params), list(given), random.getstate(), np.random.get_state()  # noqa: NPY002
    forget()
    fresh = digest(concept.compute(params, given))
    assert digest(concept.compute(params, given)) == fresh, (
        "what is remembered is what was computed"
    )
    forget()
    assert digest(concept.compute(params, given)) == fresh, "twice the same, nothing remembered"
    after = repr(params), list(given), random.getstate(), np.random.get_state()  # noqa: NPY002
    np.testing.assert_equal(after, before)
    assert the_tables() == as_shipped


def test_compute_gives_the_same_bits_in_another_process_and_in_two_threads():
    """One test, as the other process would else be waited for by each of those that share the tests."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bits"], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert ran.returncode == 0, ran.stderr
    elsewhere = {(stem, name): said for stem, name, *said in json.loads(ran.stdout)}
    assert set(elsewhere) == set(PRESETS)
    here = {
        (stem, name): digest(concept.compute(concept.PRESETS[name], TABLES))
        for stem, name in PRESETS
        for concept in [import_module(f"concepts.{stem}")]
    }
    assert {preset for preset in PRESETS if elsewhere[preset] != [here[preset]] * 2} == set()


@pytest.mark.parametrize("stem", STEMS)
def test_params_are_frozen_and_can_be_remembered(stem):
    concept = import_module(f"concepts.{stem}")
    params = concept.Params()
    with pytest.raises(FrozenInstanceError):
        setattr(params, concept.AXIS, getattr(params, concept.AXIS))
    assert {params: 1}[concept.Params()] == 1


# Where Streamlit draws the words, and LaTeX with them; elsewhere our own script does, without.
WITH_FORMULAS = {
    ("Notes", "prose"),
    ("Belief", "truth"),
    ("FollowUp", "answer"),
    ("Mistake", "why"),
}


@pytest.mark.parametrize("stem", STEMS)
def test_formulas_stand_only_where_they_are_drawn(stem):
    """`tests/browser/test_formulas.py` sees to it that there they are."""
    words = [each for each in leaves(read_notes(stem)) if isinstance(each[2], str)]
    assert len(words) > 100
    found = {(owner.__name__, field) for owner, field, text in words if "$" in text}
    assert found <= WITH_FORMULAS


@pytest.mark.parametrize("stem", STEMS)
def test_no_word_of_the_content_leans_on_a_hue(stem):
    for ending in ("toml", "md"):
        words = (ROOT / "content" / f"{stem}.{ending}").read_text(encoding="utf-8")
        assert re.findall(rf"{HUE}(?! {SHAPE})[^.]*", words, re.IGNORECASE) == []
