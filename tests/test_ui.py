"""The shared Streamlit parts, as a visitor meets them."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from concepts.controls import one_of, ranged, seeded, some_of, switch
from content.read import stems
from tests.visits import opened, texts
from ui import compute
from ui.mount import SHORT, packed
from ui.texts import chosen_preset, link_texts, read_link, renamed
from ui.view import View, read_view, view_texts


@dataclass(frozen=True)
class Params:
    kind: str = one_of("a", {"a": "A kind", "b": "B kind"}, "Kind")
    raced: tuple[str, ...] = some_of(("x",), {"x": "X", "y": "Y"}, "Raced", most=2)
    rate: float = ranged(0.1, 1e-3, 2.0, "Rate", scale="log", help="h")
    n: int = ranged(20, 10, 500, "Points", help="h")
    on: bool = switch(False, "On")
    apart: float = ranged(1.0, 0.0, 4.0, "Apart", help="h", when=("kind", ("b",)))
    seed: int = seeded(7)


PRESETS = {"plain": Params(), "fast": Params(rate=1.5)}


def test_the_chosen_preset_is_the_one_on_screen_whatever_the_seed():
    assert chosen_preset(PRESETS, Params(rate=1.5, seed=42)) == "fast"
    assert chosen_preset(PRESETS, Params(rate=1.4)) is None


CONCEPT = SimpleNamespace(Params=Params, PRESETS=PRESETS)


def read(key, *texts):
    return read_link("s", CONCEPT, {key: list(texts)})


@pytest.mark.parametrize(
    ("key", "texts", "params"),
    [
        ("s.kind", ["b"], Params(kind="b")), ("s.raced", ["y", "x"], Params(raced=("x", "y"))), ("s.rate", ["1.25"], Params(rate=1.25)),
        ("s.n", ["30"], Params(n=30)), ("s.n", ["30.0"], Params(n=30)), ("s.on", ["true"], Params(on=True)), ("s.on", ["True"], Params(on=True)),
        ("s.seed", ["9"], Params(seed=9)), ("s.preset", ["fast"], Params(rate=1.5)), ("s.rate", ["0.2", "0.3"], Params(rate=0.3)),
    ],
)  # fmt: skip
def test_a_link_is_followed(key, texts, params):
    assert read(key, *texts) == (params, "why", [])


@pytest.mark.parametrize(
    ("key", "texts", "says", "params"),
    [
        ("s.kind", ["c"], "kind to `c`. It is one of a, b; a is used.", Params()),
        ("s.raced", ["y", "q"], "raced to `y, q`. It is one to 2 of x, y; y is used.", Params(raced=("y",))),
        ("s.rate", ["3"], "rate to `3`. It is a number from 0.001 to 2; 2.0 is used.", Params(rate=2.0)),
        ("s.rate", ["-inf"], "rate to `-inf`. It is a number from 0.001 to 2; 0.1 is used.", Params()),
        ("s.n", ["20.6"], "points to `20.6`. It is a whole number from 10 to 500; 21 is used.", Params(n=21)),
        ("s.on", ["maybe"], "on to `maybe`. It is true or false; False is used.", Params()),
        ("s.seed", ["-4"], "seed to `-4`. It is a whole number from 0 to 9999; 0 is used.", Params(seed=0)),
        ("s.rate", [""], "rate to ` `.", Params()), ("s.read", ["x"], "The link opens `x`, which is not a tab", Params()),
        ("s.nothing", ["1"], "`nothing`, which is not a control", Params()), ("s.preset", ["x"], "preset `x`, which is not one", Params()),
        ("s.rate", ["`*<b>\n" + "9" * 99], "rate to `*<b>" + "9" * 36 + "`", Params()),
    ],
)  # fmt: skip
def test_what_a_link_gets_instead_is_said_in_one_sentence(key, texts, says, params):
    found, tab, problems = read(key, *texts)
    assert (found, tab) == (params, "why")
    assert len(problems) == 1 and says in problems[0]


def test_a_link_with_a_preset_may_say_more():
    texts = {"s.preset": ["fast"], "s.n": ["30"], "s.read": ["code"]}
    assert read_link("s", CONCEPT, texts) == (Params(rate=1.5, n=30), "code", [])


def test_a_link_to_a_control_that_does_not_apply_leaves_it_at_its_default():
    assert read("s.apart", "2.0") == (Params(), "why", [])
    both = read_link("s", CONCEPT, {"s.apart": ["2.0"], "s.kind": ["b"]})
    assert both == (Params(kind="b", apart=2.0), "why", [])


def test_a_link_is_short():
    assert link_texts("s", CONCEPT, Params(rate=1.5, seed=9), "why") == {
        "s.preset": ["fast"],
        "s.seed": ["9"],
    }
    assert link_texts("s", CONCEPT, Params(n=30, on=True), "code") == {
        "s.n": ["30"],
        "s.on": ["true"],
        "s.read": ["code"],
    }


def test_old_names_in_a_link_are_read_as_the_new_ones():
    aliases = {"speed": "rate", "preset.quick": "fast"}
    old = {"s.speed": ["1.25"], "s.preset": ["quick"], "a.speed": ["0.2"], "lock": ["n,speed"]}
    assert renamed(old, "s", aliases) == {
        "s.rate": ["1.25"],
        "s.preset": ["fast"],
        "a.rate": ["0.2"],
        "lock": ["n,rate"],
    }


NOTES = SimpleNamespace(
    stem="s",
    steps=[SimpleNamespace(id="look")],
    challenges=[SimpleNamespace(id="win")],
    interview=(SimpleNamespace(id="why"),),
)


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(present=True, step="look", predict=True, challenge="win", question="why"),
        View(lock=("rate", "n"), hide=("seed",)),
        View(pinned=Params(rate=1.5, n=30)),
        View(pinned=Params()),
    ],
)
def test_a_link_says_how_the_page_is_looked_at(view):
    assert read_view(view_texts(view, "s", CONCEPT), CONCEPT, NOTES) == (view, [])


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("present", "maybe", "The link sets present to `maybe`. It is true or false."),
        ("step", "<b>", "The link opens the step `<b>`, which is not one of this page's."),
        ("challenge", "x", "The link opens the challenge `x`, which is not one of this page's."),
        ("question", "x", "The link opens the question `x`, which is not one of this page's."),
        ("lock", "rate,x", "The link asks to lock `x`, which is not a control of this page."),
        ("a.rate", "3", "The link sets rate to `3`. It is a number from 0.001 to 2; 2.0 is used."),
    ],
)
def test_what_of_it_is_not_followed_is_said_in_one_sentence(key, text, says):
    assert read_view({key: [text]}, CONCEPT, NOTES)[1] == [says]


def test_what_is_long_is_packed():
    for length in (2, SHORT, SHORT + 1, 100_000):
        content = b"{" + b" " * (length - 2) + b"}"
        assert texts(packed(content)) == [content]
        assert (packed(content) == content) == (length <= SHORT)


@pytest.mark.parametrize("stem", stems())
def test_a_page_sends_less_than_60_kilobytes(stem):
    sent = [element.proto.bytes for element in opened(stem).get("bidi_component")]
    assert 5_000 < sum(map(len, sent)) < 60_000


def test_presets_are_computed_ahead_and_then_not_again(monkeypatch):
    asked = []
    concept = SimpleNamespace(
        __name__="concepts.of_this_test",
        PRESETS={"one": 1, "two": 2},
        compute=lambda params, tables: asked.append(params) or -params,
    )
    monkeypatch.setattr(compute, "PAUSE", 0)
    compute.compute_presets(concept)
    assert asked == [1, 2]
    assert [compute.computed(concept, params) for params in (1, 2, 3)] == [-1, -2, -3]
    assert asked == [1, 2, 3]
