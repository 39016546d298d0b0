"""The shared Streamlit parts, as a visitor meets them."""

from dataclasses import dataclass

import pytest

from concepts.controls import one_of, ranged, seeded, some_of, switch
from ui.controls import chosen_preset, notices


@dataclass(frozen=True)
class Params:
    kind: str = one_of("a", {"a": "A kind", "b": "B kind"}, "Kind")
    raced: tuple[str, ...] = some_of(("x",), {"x": "X", "y": "Y"}, "Raced", most=2)
    rate: float = ranged(0.1, 1e-3, 2.0, "Rate", scale="log", help="h")
    n: int = ranged(20, 10, 500, "Points", help="h")
    on: bool = switch(False, "On")
    seed: int = seeded(7)


PRESETS = {"plain": Params(), "fast": Params(rate=1.5)}


def test_the_chosen_preset_is_the_one_on_screen_whatever_the_seed():
    assert chosen_preset(PRESETS, Params(rate=1.5, seed=42)) == "fast"
    assert chosen_preset(PRESETS, Params(rate=1.4)) is None


@pytest.mark.parametrize(
    ("key", "texts", "params"),
    [
        ("s.kind", ["b"], Params(kind="b")), ("s.raced", ["x", "y"], Params(raced=("x", "y"))), ("s.rate", ["1.50"], Params(rate=1.5)),
        ("s.n", ["30"], Params(n=30)), ("s.on", ["true"], Params(on=True)), ("s.on", ["True"], Params(on=True)), ("s.seed", ["9"], Params(seed=9)),
        ("s.preset", ["fast"], Params(rate=1.5)), ("s.read", ["Code"], Params()), ("utm_source", ["mail"], Params()), ("other.rate", ["9"], Params()),
    ],
)  # fmt: skip
def test_a_link_that_was_followed_needs_no_notice(key, texts, params):
    assert notices("s", {key: texts}, params, PRESETS) == []


@pytest.mark.parametrize(
    ("key", "texts", "says"),
    [
        ("s.kind", ["c"], "kind to `c`. It is one of a, b; a is used"),
        ("s.raced", ["x", "q"], "raced to `x, q`. It is one to 2 of x, y; x is used"),
        ("s.rate", ["3"], "rate to `3`. It is a number from 0.001 to 2; 0.1 is used"),
        ("s.rate", ["fast"], "rate to `fast`"), ("s.n", ["20.5"], "points to `20.5`. It is a whole number from 10 to 500; 20 is used"),
        ("s.on", ["maybe"], "on to `maybe`. It is true or false; False is used"), ("s.rate", [""], "rate to ` `"),
        ("s.nothing", ["1"], "`nothing`, which is not a control"), ("s.preset", ["x"], "preset `x`, which is not one"),
        ("s.rate", ["`*<b>\n" + "9" * 99], "rate to `*<b>" + "9" * 36 + "`"),
    ],
)  # fmt: skip
def test_a_link_that_could_not_be_followed_says_so_in_one_sentence(key, texts, says):
    (said,) = notices("s", {key: texts}, Params(), PRESETS)
    assert says in said
