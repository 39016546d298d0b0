"""What a visitor may do, well meant or not, and what must hold whatever they do.

A walk is a list of acts on one page. What is printed of one that failed is Python, and can be saved
as a test: `walk("precision_recall", [Tell("stage", "moved", "x")])`.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from hypothesis import strategies as st
from streamlit import config
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from concepts.controls import (
    Choice,
    Drawing,
    Range,
    Seed,
    Several,
    Switch,
    Text,
    check,
    controls_of,
    stops,
)
from content.read import read_notes, stems
from tests.visits import ROOT, message, texts
from ui.frame import REHEARSE
from ui.picture import drawn
from ui.stage import ACTS
from ui.view import FLAGS, NAMES, SEVERAL

PLACES = [*stems(), *REHEARSE]
STRANGE = (
    "", " ", "true", "None", "nan", "-inf", "1e999", "-0", "٣", "0x10", "1_000", "9" * 400, "x" * 20_000, "\x00", "\u202e", "\ufeff",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<b>x</b>", "$\\frac{1}{0}$", "**a** [b](javascript:alert(1))",
    "`` ` ``", ":red[x] :material/bolt:", "{{facts}}", "{0.__class__}", "%s%n", "../../etc/passwd", "'; drop table x; --", "👩‍👩‍👧‍👦" * 50,
    "__class__", "seed", "preset", "read", "own", "a.", "a.a.", ".", ",,,",
)  # fmt: skip
# Of texts: markup, other directions, marks on letters, joined emoji.
WRITTEN = "ab  <>&\"'*`$\\{}[]()#.,é\u0301\u200d\u200f\u05d0\u0627\U0001f469\ufe0f"
text = st.one_of(st.sampled_from(STRANGE), st.text(max_size=20))
junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), text, st.just(10**400)),
    lambda more: st.one_of(st.lists(more, max_size=4), st.dictionaries(text, more, max_size=4)),
    max_leaves=6,
)
CSV = b"time,y,p,<b>x</b>\n" + b"".join(b"%d,%d,0.%02d,%d\n" % (i, i % 3 == 0, i % 100, i % 7) for i in range(60))  # fmt: skip

# What people bring: files that are read right, asked about or refused; and "" for any words.
FILES = (
    CSV,
    b"",
    *(path.read_bytes() for path in sorted((ROOT / "tests" / "inputs").iterdir())[::4]),
)


# ---- acts ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tell:
    """The browser says something of a part of the page: a control, a preset, a guess, a button."""

    mount: str
    event: str
    value: Any

    def on(self, page):
        ids = [each.proto.id for each in page.get("bidi_component")]
        if found := [each for each in ids if each.endswith(f":{self.mount}")]:
            states = page._tree.get_widget_states()
            said = message(self.event, self.value)
            states.widgets.add(id=_make_trigger_id(found[0], "events"), json_trigger_value=said)
            page._run(states)


@dataclass(frozen=True)
class Link:
    """The address is changed: each name with what it says."""

    query: dict[str, list[str]]

    def on(self, page):
        page.query_params.clear()
        page.query_params.update(self.query)
        page.run()


@dataclass(frozen=True)
class Use:
    """One of Streamlit's own buttons, menus and boxes, as many as there are, is used."""

    place: int
    choice: int
    words: str = ""

    def on(self, page):
        here = [each for kind in KINDS for each in page.get(kind) if not each.proto.disabled]
        if not here:
            return
        one = here[self.place % len(here)]
        match one.type:
            case "button":
                one.click().run()
            case "checkbox" | "toggle":
                one.set_value(not one.value).run()
            case "text_area":
                one.set_value(self.words).run()
            case "number_input":
                one.set_value(self.choice).run()
            case "file_uploader":
                one.set_value((f"{self.words}.csv", FILES[self.choice % len(FILES)] or self.words.encode(), "text/csv")).run()  # fmt: skip
            case "multiselect":
                one.set_value(one.options[: self.choice % 4]).run()
            case _:
                one.set_value(one.options[self.choice % len(one.options)]).run()


KINDS = (
    "button", "button_group", "checkbox", "toggle", "selectbox", "multiselect", "select_slider", "radio", "text_area",
    "number_input", "file_uploader",
)  # fmt: skip


@dataclass(frozen=True)
class Bring:
    """A file is brought, wherever the page takes one."""

    name: str
    content: bytes

    def on(self, page):
        here = page.get("file_uploader")
        if here:
            here[-1].set_value((self.name, self.content, "text/csv")).run()


@dataclass(frozen=True)
class Go:
    """To another page by the menu."""

    place: str

    def on(self, page):
        page.switch_page(f"pages/{self.place}.py").run()


@dataclass(frozen=True)
class Send:
    """The browser says of some widget what no script of ours would: another value of its type."""

    place: int
    value: Any

    def on(self, page):
        known = page._session_state._state._new_widget_state.widget_metadata
        name = sorted(map(str, known))[self.place % len(known)]
        states = page._tree.get_widget_states()
        state = states.widgets.add(id=name)
        put(state, known[name].value_type, self.value)
        page._run(states)


def put(state: WidgetState, field: str, value: Any) -> None:
    """Set a widget's state to something of the field's type that is made of `value`."""
    target = getattr(state, field)
    if hasattr(target, "SetInParent"):  # a list, a file
        target.SetInParent()
        if field.endswith("array_value"):
            kind = {"int": int, "double": float}.get(field.split("_")[0], str)
            target.data.extend([_as(kind, each) for each in (value if isinstance(value, list) else [value])])  # fmt: skip
    elif field.startswith("json"):
        setattr(state, field, json.dumps(value))
    else:
        setattr(state, field, _as(type(target), value))


def _as(kind: type, value: Any) -> Any:
    try:
        if kind is bytes:
            return str(value).encode()
        made = kind(value)
        return made if kind is not int or abs(made) < 2**31 else 2**31 - 1
    except (TypeError, ValueError, OverflowError):
        return kind()


@dataclass(frozen=True)
class Again:
    """The page is run as it is."""

    def on(self, page):
        page.run()


# ---- what must hold -----------------------------------------------------------------------------


class Found(AssertionError):
    """Something that must not happen."""


def walk(place: str, acts: list[Any], query: dict[str, list[str]] | None = None) -> int:
    """Open a page and do all that; how many things were tried. Found says what went wrong."""
    before = config.get_option("client.showErrorDetails")
    config.set_option("client.showErrorDetails", "full")  # so that it can be said
    try:
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        page.query_params.update(query or {})
        page.switch_page(f"pages/{place}.py").run()
        holds(page, place)
        if query and place not in REHEARSE:
            picture_holds(place, query)
        for act in acts:
            place = act.place if isinstance(act, Go) else place
            act.on(page)
            holds(page, place)
            if not page.get("page_link"):  # some fragments alone were run, or there is a room
                page.run()
                holds(page, place)
        return 1 + len(acts)
    finally:
        config.set_option("client.showErrorDetails", before)


def picture_holds(place: str, query: dict[str, list[str]]) -> None:
    """The picture that the same link asks for is there and can be read, unless it is a visitor's own."""
    content = drawn(place, query)
    if content is not None:
        for line in texts(content):
            json.loads(line, parse_constant=_no_number)
    elif "own" not in [*query.get(f"{place}.source", ()), *query.get("a.source", ())]:
        raise Found("there is no picture")


def holds(page: AppTest, place: str) -> None:
    """No error; every control at a value it allows; nothing sent that JSON cannot say."""
    if page.exception:
        raise Found("\n".join([page.exception[0].message, *page.exception[0].stack_trace]))
    if place in REHEARSE:
        return
    concept = import_module(f"concepts.{place}")
    values = {name: page.session_state[f"{place}.{name}"] for name in controls_of(concept.Params)}
    check(concept.Params(**values))
    for each in page.get("bidi_component"):
        if each.proto.component_name == "sightglass":
            for line in texts(each.proto.bytes):
                sent = json.loads(line, parse_constant=_no_number)
                for problem in sent.get("problems", ()):
                    if any(mark in problem.split("`")[::2] for mark in ("<", "[", "$", "**")):
                        raise Found(f"what a stranger wrote is outside of a code span: {problem}")


def _no_number(text: str) -> None:
    raise Found(f"{text} was sent, which is no JSON")


# ---- what there is to try -----------------------------------------------------------------------


@cache
def events(place: str) -> tuple[tuple[str, str], ...]:
    """Each mount of the page's component and what may be said of it, at first and before a room."""
    found = {}
    for query in ({}, {"present": ["true"]}, {"predict": ["true"]}):
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        page.query_params.update(query)
        page.switch_page(f"pages/{place}.py").run()
        known = page._session_state._state._new_widget_state.widget_metadata
        for each in page.get("bidi_component"):
            mount = each.proto.id.rpartition(":")[2]
            names = known[_make_trigger_id(each.proto.id, "events")].callbacks or ()
            found |= {(mount, name): None for name in (*names, *(ACTS if "said" in names else ()))}
    return tuple(found)


@cache
def names(place: str) -> tuple[str, ...]:
    """Every id that means something on the page."""
    if place in REHEARSE:
        return ("mock", "bank", "1", "5")
    concept, notes = import_module(f"concepts.{place}"), read_notes(place)
    controls = controls_of(concept.Params)
    options = [o for c in controls.values() if isinstance(c, Choice | Several) for o in c.options]
    ids = [each.id for each in (*notes.steps, *notes.challenges)]
    return tuple(dict.fromkeys([*concept.PRESETS, *ids, *controls, *options, "true", "false"]))


def value_of(control: Any) -> st.SearchStrategy[Any]:
    """A value that the control allows, most often one of a few."""
    match control:
        case Range(low=low, high=high, whole=whole):
            few = st.sampled_from([low, high, *stops(control)[:: max(1, len(stops(control)) // 6)]])
            return few | (st.integers(int(low), int(high)) if whole else st.floats(low, high))
        case Choice(options=options):
            return st.sampled_from(list(options))
        case Several(options=options):
            return st.lists(st.sampled_from(list(options)), max_size=4)
        case Switch():
            return st.booleans()
        case Seed():
            return st.integers(0, 3)
        case Text():
            return text | st.text(st.sampled_from(WRITTEN), max_size=90)
        case Drawing(examples=examples):
            painted = st.text(st.sampled_from("0123456789abcdef"), min_size=64, max_size=64)
            return st.sampled_from(list(examples.values())) | painted | text
        case _:
            return junk


@cache
def tells(place: str) -> st.SearchStrategy[Tell]:
    """Something that the browser may say of a part of the page."""
    concept = import_module(f"concepts.{place}")
    controls = controls_of(concept.Params)
    known, axis = st.sampled_from(names(place)), value_of(controls[concept.AXIS])
    some = st.sampled_from(list(controls)).flatmap(
        lambda name: st.tuples(st.just(name) | text, value_of(controls[name]) | junk)
    )
    value = st.one_of(
        known, axis, st.lists(some, min_size=1, max_size=3).map(dict), junk,
        st.fixed_dictionaries({"number": junk, "link": text | st.just("http://localhost/x")}),
    )  # fmt: skip
    return st.sampled_from(events(place)).flatmap(
        lambda event: value.map(lambda said: Tell(*event, said))
    )


@cache
def queries(place: str) -> st.SearchStrategy[dict[str, list[str]]]:
    """What an address may say: names that are known or not, each once, several times, or empty."""
    mine = [f"{place}.{name}" for name in names(place)] + [f"{place}.preset", f"{place}.read"]
    more = [*FLAGS, *NAMES, *SEVERAL, "a", *(f"a.{name}" for name in names(place))]
    if place in REHEARSE:
        mine += [f"{place}.{name}" for name in ("view", "round", "about", "level", "kind", "concept", "search", "more", "design", "date", "hours", "role", "weak", "begin")]  # fmt: skip
    known = st.sampled_from([*mine, *more, "embed", "embed_options", "utm_source"])
    texts = st.lists(st.one_of(text, st.sampled_from(names(place)), st.floats().map(str), st.integers().map(str)), max_size=3)  # fmt: skip
    return st.dictionaries(known | known | text, texts, max_size=6)


@cache
def written(place: str) -> st.SearchStrategy[list[Any]]:
    """What is written and painted, said by the page and by the address; nothing on a page without."""
    controls = controls_of(import_module(f"concepts.{place}").Params)
    mine = {name: value_of(each) for name, each in controls.items() if isinstance(each, Text | Drawing)}  # fmt: skip
    some = st.fixed_dictionaries({}, optional=mine)
    said = some.map(lambda each: Tell("stage", "set", each))
    link = some.map(lambda each: Link({f"{place}.{name}": [value] for name, value in each.items()}))
    return st.lists(said | said | link | st.just(Again()), min_size=1, max_size=6)


def spoilt(content: bytes) -> st.SearchStrategy[bytes]:
    """A file that is cut, has something put into it, or is there twice."""
    place = st.integers(0, len(content))
    more = st.binary(max_size=6) | st.sampled_from([b",", b"\n", b'"', b";", b"\x00", b"\xff\xfe", b"nan", b"-inf", b"1e999"])  # fmt: skip
    return st.one_of(
        place.map(lambda at: content[:at]),
        st.tuples(place, more).map(lambda said: content[: said[0]] + said[1] + content[said[0] :]),
        st.just(content * 2),
    )


@cache
def bringing(place: str) -> st.SearchStrategy[list[Any]]:
    """Files of one's own, and what is asked about them."""
    files = st.sampled_from(FILES).flatmap(lambda content: st.just(content) | spoilt(content))
    bring = st.builds(Bring, text.map(lambda name: f"{name}.csv"), files)
    use = st.builds(Use, st.integers(0, 40), st.integers(0, 9), text)
    return st.lists(st.one_of(bring, bring, use, tells(place)), min_size=1, max_size=8)


sends = st.builds(Send, st.integers(0, 60), junk)


@cache
def walks(place: str) -> st.SearchStrategy[list[Any]]:
    """Acts of a visitor who begins on that page, mostly there."""
    use = st.builds(Use, st.integers(0, 40), st.integers(0, 9), text)
    go = st.sampled_from(PLACES).map(Go)
    rare = st.one_of(queries(place).map(Link), use, sends, go, st.just(Again()))
    said = use if place in REHEARSE else tells(place)
    return st.lists(st.one_of(said, said, said, rare), min_size=5, max_size=20)
