"""What the browser says it has no answer to yet (static/said.js) is done in order, and once."""

import json
from importlib import import_module

import pytest

from tests.sample import SAMPLE
from tests.visits import hand, numbers, opened, params_on_screen
from ui.keys import key_of

STEM = SAMPLE[0]
JUNK = [None, 7, "said", {}, [[]], [1, 2, 3], [["x", "set", {}]], [[10**9, "nothing", 1]], [[10**9, ["set"], 1]]]  # fmt: skip


def say_all(page, said):
    hand(page, STEM, json.dumps([{"event": "said", "value": said}]))


def test_each_thing_is_done_once_and_in_order():
    page, concept = opened(STEM), import_module(f"concepts.{STEM}")
    name, preset = list(concept.PRESETS.items())[1]
    first = [[next(numbers), "set", {"seed": 5}], [next(numbers), "pin", 1]]
    more = [[next(numbers), "preset", name], [next(numbers), "set", {"seed": 6}]]
    last = [[next(numbers), "let_go", 1], [next(numbers), "set", {"seed": 7}]]
    say_all(page, first)
    assert params_on_screen(page, STEM).seed == 5 and "a.seed" in page.query_params
    say_all(page, first + more)  # had it pinned again, A would have seed 6
    assert vars(params_on_screen(page, STEM)) == vars(preset) | {"seed": 6}
    assert page.query_params["a.seed"] == "5"
    say_all(page, more + last)
    assert "a.seed" not in page.query_params and params_on_screen(page, STEM).seed == 7
    assert page.session_state[key_of(STEM, "done")] == last[-1][0]
    say_all(page, first + more + last)
    assert params_on_screen(page, STEM).seed == 7


@pytest.mark.parametrize("said", JUNK)
def test_what_makes_no_sense_is_passed_over(said):
    page = opened(STEM)
    before = params_on_screen(page, STEM)
    say_all(page, said)
    assert params_on_screen(page, STEM) == before
    say_all(page, [*(said if isinstance(said, list) else ()), [next(numbers), "set", {"seed": 5}]])
    assert params_on_screen(page, STEM).seed == 5
