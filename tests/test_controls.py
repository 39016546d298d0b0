"""Controls: what is allowed, where sliders stand, which corners are tried."""

import json
import math
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concepts.controls import (
    UNSEEN,
    Text,
    applies,
    check,
    controls_of,
    corners,
    describe,
    drawing,
    name_of,
    one_of,
    parse,
    pixels,
    ranged,
    refusal,
    seeded,
    some_of,
    stops,
    switch,
    text,
    words_of,
)
from tests.sample import STEMS

HERE = Path(__file__).parent
# Texts as they are written, what the control takes, and what is kept of them; read by tests/js too.
TEXTS = json.loads((HERE / "texts.json").read_text(encoding="utf-8"))
DOT = "0" * 27 + "f" + "0" * 36


@dataclass(frozen=True)
class Params:
    kind: str = one_of("a", {"a": "A", "b": "B"}, "Kind")
    raced: tuple[str, ...] = some_of(("x",), {"x": "X", "y": "Y", "z": "Z"}, "Raced", most=2)
    rate: float = ranged(0.1, 1e-3, 2.0, "Rate", scale="log", help="h")
    n: int = ranged(20, 10, 500, "Points", scale="log", help="h")
    cut: float = ranged(0.5, 0.001, 0.999, "Cut", scale="logit", help="h")
    apart: float = ranged(1.0, 0.0, 4.0, "Apart", step=0.1, help="h", when=("kind", ("b",)))
    extra: float = ranged(1.0, 0.0, 4.0, "Extra", step=0.1, help="h", when=("raced", ("y",)))
    on: bool = switch(False, "On")
    said: str = text("one two three", "Sentence", most=20, words=(2, 4), help="h")
    digit: str = drawing(DOT, {"A dot": DOT}, "Digit", help="h")
    seed: int = seeded(7)


CONTROLS = controls_of(Params)


def test_options_that_several_pages_have_stand_in_one_order():
    orders = {}
    for stem in STEMS:
        for name, control in controls_of(import_module(f"concepts.{stem}").Params).items():
            words = [
                each for each in getattr(control, "options", {}).values() if "(real)" not in each
            ]
            for pair in combinations(words, 2):
                orders.setdefault(frozenset(pair), {}).setdefault(pair, f"{stem}: {name}")
    assert any(len(pair) == 2 for pair in orders)
    assert [found for found in orders.values() if len(found) > 1] == []


def test_money_is_said_in_words_beside_a_slider():
    for stem in STEMS:
        for control in controls_of(import_module(f"concepts.{stem}").Params).values():
            assert "$" not in getattr(control, "unit", ""), f"{stem}: {control.label}"


def test_defaults_are_allowed():
    check(Params())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "c"), ("raced", ()), ("raced", ("x", "y", "z")), ("raced", ("x", "x")), ("raced", ("q",)),
        ("rate", 2.1), ("rate", float("nan")), ("rate", "0.1"), ("rate", True), ("n", 20.0), ("n", 9), ("on", 1), ("seed", -1),
        ("seed", 1.0), ("said", "one"), ("said", "one  two"), ("said", "one\ntwo"), ("said", "x" * 19 + " x"), ("said", None),
        ("said", ("one", "two")), ("digit", "0" * 63), ("digit", "F" * 64), ("digit", "0" * 65), ("digit", "\u0660" * 64), ("digit", 0),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_named(name, value):
    said = refusal(CONTROLS[name], value)
    assert said is not None and repr(value) in said and CONTROLS[name].label in said
    with pytest.raises(ValueError, match=name):
        check(Params(**{name: value}))


@pytest.mark.parametrize("name", ["rate", "n", "cut", "apart"])
def test_stops_rise_from_end_to_end(name):
    control = CONTROLS[name]
    found = stops(control)
    assert found[0] == control.low and found[-1] == control.high
    assert list(found) == sorted(set(found))
    assert all(type(stop) is (int if control.whole else float) for stop in found)


def test_stops_by_hand():
    assert stops(CONTROLS["apart"])[:3] == (0.0, 0.1, 0.2) and len(stops(CONTROLS["apart"])) == 41
    assert stops(CONTROLS["n"])[:6] == (10, 12, 15, 20, 25, 30)
    cut = stops(CONTROLS["cut"])
    assert {0.01, 0.1, 0.5, 0.9, 0.99} <= set(cut)
    assert [round(1 - c, 9) for c in reversed(cut)] == [round(c, 9) for c in cut]
    log_odds = [math.log(c / (1 - c)) for c in cut]
    width = log_odds[-1] - log_odds[0]
    for place, value in enumerate(log_odds):  # a slider spreads its stops evenly
        assert abs(place / (len(cut) - 1) - (value - log_odds[0]) / width) < 0.01


def test_a_control_applies_when_the_other_says_so():
    assert not applies(CONTROLS["apart"], Params())
    assert applies(CONTROLS["apart"], Params(kind="b"))
    assert not applies(CONTROLS["extra"], Params())
    assert applies(CONTROLS["extra"], Params(raced=("x", "y")))


def test_corners_reach_every_end_and_option():
    found = list(corners(Params))
    assert found[0] == Params()
    for name, low, high in [("rate", 1e-3, 2.0), ("n", 10, 500), ("apart", 0.0, 4.0)]:
        assert {low, high} <= {getattr(p, name) for p in found}
    assert all(p.kind == "b" for p in found if p.apart != 1.0), "tried where it has a say"
    assert all("y" in p.raced for p in found if p.extra != 1.0)
    assert {("x",), ("y",), ("z",), ("x", "y")} <= {p.raced for p in found}
    for params in found:
        check(params)


def test_corners_have_the_shortest_and_longest_text_and_every_drawing():
    found = list(corners(Params))
    assert {"one two", "one two three one"} <= {params.said for params in found}
    assert {"0" * 64, "f" * 64, DOT} == {params.digit for params in found}
    assert "" in {p.free for p in corners(Free)} and "" not in {p.said for p in found}


@dataclass(frozen=True)
class Free:
    free: str = text("", "Words", words=(0, 3), help="h")


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: ascii(case["said"])[:30])
def test_a_text_is_tidied_or_refused(case):
    control = Text("Sentence", case["most"], case["word"], tuple(case["words"]))
    assert parse(control, [case["said"]]) == (case["kept"], case["kept"] is not None)
    assert (refusal(control, case["said"]) is None) == (case["kept"] == case["said"])


def test_the_browser_knows_the_same_characters():
    script = (HERE / "js" / "line.test.js").read_text(encoding="utf-8")
    assert UNSEEN.replace("\\", "\\\\") in script


def test_words_are_split_as_the_control_says():
    control = Text("Sentence", word="[^ .,]+|[.,]")
    assert words_of(control, "Stop, now.") == ("Stop", ",", "now", ".")
    assert words_of(Text("Sentence"), "Stop, now.") == ("Stop,", "now.")
    assert words_of(control, "") == ()


def test_what_a_text_may_be_is_said():
    assert describe(Text("a")) == "one line of at most 80 characters, a word or more"
    assert describe(Text("a", 40, words=(2, 12))) == (
        "one line of at most 40 characters, 2 to 12 words"
    )
    assert describe(Text("a", words=(0, 80))) == "one line of at most 80 characters"


@given(st.text(max_size=100) | st.text(st.characters(categories=["M", "C", "Z"]), max_size=20))
def test_any_text_is_taken_as_an_allowed_one_or_not_at_all(said):
    control = CONTROLS["said"]
    value, meant = parse(control, [said])
    assert (value is not None) == meant
    if meant:
        assert refusal(control, value) is None and parse(control, [value]) == (value, True)
        assert len(value.splitlines()) == 1 and len(value) <= control.most


def test_a_drawing_is_read_in_either_case_and_as_rows_of_greys():
    control = CONTROLS["digit"]
    assert parse(control, ["0" * 64, DOT.upper()]) == (DOT, True)
    assert parse(control, ["0" * 63]) == parse(control, ["g" * 64]) == (None, False)
    rows = pixels(DOT)
    assert [len(row) for row in rows] == [8] * 8
    assert {(i, j): grey for i, row in enumerate(rows) for j, grey in enumerate(row) if grey} == {
        (3, 3): 15
    }


def test_a_number_below_0_is_said_with_a_minus():
    control = ranged(0.5, -1.5, 2.0, "Shift", step=0.5).metadata["control"]
    assert describe(control) == "a number from −1.5 to 2"
    assert [name_of(control, place, None) for place in (-1.5, 0.5)] == ["−1.5", "0.5"]


def test_a_stop_is_said_by_its_name_or_as_a_number_with_its_unit():
    @dataclass(frozen=True)
    class Walk:
        rung: int = ranged(1, 0, 2, "Trees", names=("1 tree", "5 trees", "50 trees"))
        wide: int = ranged(6, 1, 9, "Width")
        place: int = ranged(
            7, 0, 80, "Place",
            names=lambda at, p: f"row {at // p.wide + 1}, column {at % p.wide + 1}",
        )  # fmt: skip
        wait: float = ranged(0.25, 0.0, 1.0, "Wait", unit="s")
        rows: int = ranged(1200, 1, 5000, "Rows")

    controls, walk = controls_of(Walk), Walk()
    said = {name: name_of(control, getattr(walk, name), walk) for name, control in controls.items()}
    assert said == {
        "rung": "5 trees", "wide": "6", "place": "row 2, column 2", "wait": "0.25 s", "rows": "1,200",
    }  # fmt: skip
    assert name_of(controls["place"], 7, Walk(wide=3)) == "row 3, column 2"
    assert [name_of(controls["rung"], stop, walk) for stop in stops(controls["rung"])][
        -1
    ] == "50 trees"
