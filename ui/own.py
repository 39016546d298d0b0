"""A visitor's own data: one line above the picture, which unfolds over it, and behind a button the file.

What they bring lives in their session, and in `ui.own_kept` so that a reload of their tab finds it. It
is never written or logged. `forget` lets go of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

import numpy as np
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.own import BadFile, plain
from data.own_tables import MOST_USED, SHAPES, Features, Incomplete, Labelled, Scores, Target
from data.read import Table, example_file
from data.reading import Decision, Reading, described, read
from ui import own_kept
from ui.compute import forget_own
from ui.keys import key_of

PROMISE = (
    "Your data stay in this server's memory, for this tab only, until you press Forget or an hour "
    "has passed. They are never written or logged."
)
NEEDS = {
    "own_scores": "A CSV file with one row a case: what it was, and the score a model gave it.",
    "own_labelled": "A CSV file with one row a case: what it was, and columns of numbers.",
    "own_periods": "A CSV file with one row a case and a column of times; or two files, of then "
    "and now, with the same columns.",
    "own_target": "A CSV file with one row a case: the number that is to be predicted, and columns of "
    f"numbers or words. Of more than {MOST_USED:,} rows a sample is drawn.",
    "own_incomplete": "A CSV file with one row a case: a column of numbers, some of them missing, and "
    f"another of numbers. Of more than {MOST_USED:,} rows a sample is drawn.",
    "own_features": "A CSV file with one row a case and two or more columns of numbers. Of more than "
    f"{MOST_USED:,} rows a sample is drawn.",
}
LIMITS = "Up to 200,000 rows and 20 MB."
WAYS = {"upload": "Upload", "paste": "Paste"}
FILES = {"one": "One file", "two": "Two files"}
FIRST, SECOND, ROLES = "first", "second", "roles"
EXAMPLE = "This is an example, until you bring data of your own."
PASTED = "the text you pasted"
FEW = 4  # options that stand side by side


@dataclass(eq=False)
class Brought:
    """What a visitor has brought to one page.

    Attributes
    ----------
    version : Part of the widgets' keys: a new one empties them.
    files : By place, "first" or "second": the file's name and its content.
    places : The places that must be filled.
    seen : What was last taken out of each widget, so that it is taken once.
    said : What was answered, by place, and of the roles of columns: `data.reading.Said`.
    readings, problems : By place, each file as it is read, or what is wrong with it.
    decisions : By place and of the roles of columns, what may be said otherwise.
    table, notices : What the page uses, and what was left out of it. None while there is none.
    choice : What the table was made of.
    read_from : What all these were made from; they are made anew when that changes.
    """

    version: int = 0
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    places: tuple[str, ...] = (FIRST,)
    seen: dict[str, str] = field(default_factory=dict)
    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    decisions: dict[str, Sequence[Decision]] = field(default_factory=dict)
    table: Table | None = None
    notices: list[str] = field(default_factory=list)
    choice: Any = None
    read_from: Any = None

    def forget(self) -> None:
        """Let go of everything."""
        self.version += 1
        for held in (
            self.files,
            self.seen,
            self.said,
            self.readings,
            self.problems,
            self.decisions,
        ):
            held.clear()
        self.table, self.notices, self.choice, self.read_from = None, [], None, None

    def copy(self) -> "Brought":
        """What was brought and answered alone: all else can be found out again."""
        said = {place: dict(answers) for place, answers in self.said.items()}
        return Brought(files=dict(self.files), places=self.places, said=said)


def own_panel(concept: ModuleType, stem: str) -> None:
    """Draw the line and its button; have the visitor's table, if it reads well, used by the page."""
    brought = _brought(stem)
    row = st.container(horizontal=True, vertical_alignment="center", key=key_of(stem, "own row"))
    line = row.container(width="stretch", gap=None)
    with row.popover("Your data", key=key_of(stem, "own open")):
        _bring(concept.OWN, stem, brought)
        with st.spinner("Reading"):
            problem = _understand(concept.OWN, stem, brought)
        if problem:
            st.error(problem)  # here too: on a phone this covers the line
        _draw_all(stem, brought, doubted=False)
        _promise(concept.OWN, stem, brought)
    with line:
        _say(stem, brought, problem)
    own_kept.keep(stem, brought.copy(), sum(len(content) for _, content in brought.files.values()))
    own_kept.listen(_adopt)


def forget(stem: str) -> None:
    """Let go of everything the visitor brought to this page; for use in a callback.

    What Streamlit keeps until the visit ends are the words of menus once shown: names of columns
    and values of labels.
    """
    forget_own(stem)
    # emptied in place: Streamlit holds on to what a key stood for until the run after the next
    _brought(stem).forget()
    own_kept.drop(stem)
    mine = key_of(stem, "own ")
    for key in [key for key in st.session_state if str(key).startswith(mine)]:
        _drop_upload(st.session_state[key])
        del st.session_state[key]


def _brought(stem: str) -> Brought:
    found: Brought = st.session_state.setdefault(key_of(stem, "own"), Brought())
    return found


def _adopt(stem: str, kept: Brought) -> None:
    """Take what this tab brought before it was loaded anew. A callback."""
    st.session_state[key_of(stem, "own")] = kept.copy()


# --- bringing ------------------------------------------------------------------------------------


def _bring(shape: str, stem: str, brought: Brought) -> None:
    """What is wanted, and the file or the text."""
    st.markdown(f"{NEEDS[shape]} {LIMITS}")
    row = st.container(horizontal=True)
    way = row.segmented_control(
        "How", WAYS, format_func=WAYS.__getitem__, default="upload", required=True,
        key=_key(stem, brought, "way"), label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
    places = {FIRST: "CSV file"}
    if shape == "own_periods":
        files = row.segmented_control(
            "Files", FILES, format_func=FILES.__getitem__, required=True,
            default="two" if len(brought.places) > 1 else "one",
            key=_key(stem, brought, "files"), label_visibility="collapsed",
            persist_state="session",
        )  # fmt: skip
        if files == "two":
            places = {FIRST: "Reference, the rows of then", SECOND: "Current, the rows of now"}
    brought.places = tuple(places)
    came: Any
    for place, label in places.items():
        key = _key(stem, brought, f"{way} {place}")
        if way == "paste":
            came = st.text_area(
                label, key=key, height=140, on_change=_gone, args=(stem, place, key)
            )
        else:
            # any type: a spreadsheet gets our sentence, which says what to do
            came = st.file_uploader(label, key=key, on_change=_gone, args=(stem, place, key))
        _take(brought, place, key, came)


def _promise(shape: str, stem: str, brought: Brought) -> None:
    """The promise, the example, and the way to let go."""
    st.caption(PROMISE)
    row = st.container(horizontal=True)
    row.download_button(
        "Example file", example_file(shape), f"{shape}.csv", "text/csv",
        key=key_of(stem, "own example"), on_click="ignore",
    )  # fmt: skip
    row.button(
        "Forget my data", key=key_of(stem, "own forget"), on_click=forget, args=(stem,),
        disabled=not brought.files,
    )  # fmt: skip


def _take(brought: Brought, place: str, key: str, came: Any) -> None:
    """Take a file or a text that has come.

    Not in a callback: where one file takes the place of another, Streamlit may call it once.
    """
    mark = getattr(came, "file_id", came)
    if not mark or brought.seen.get(key) == mark:
        return
    _let_go(brought, place)
    brought.seen[key] = mark
    if isinstance(came, str):
        if came.strip():
            brought.files[place] = (PASTED, came.encode("utf-8", "replace"))
    else:
        brought.files[place] = (came.name, came.getvalue())


def _gone(stem: str, place: str, key: str) -> None:
    """A file or a text was taken back, or another has come. A callback."""
    if not st.session_state[key]:
        _let_go(_brought(stem), place)
        _brought(stem).seen.pop(key, None)


def _let_go(brought: Brought, place: str) -> None:
    for held in (brought.files, brought.said):
        held.pop(place, None)
    brought.said.pop(ROLES, None)


# --- understanding -------------------------------------------------------------------------------


def _understand(shape: str, stem: str, brought: Brought) -> str:
    """Read the files, find out what their columns are for, and use the table that they make.

    Returned is what is wrong, if anything. Nothing is done if nothing has changed.
    """
    made = repr((brought.places, brought.said)), {p: brought.files.get(p) for p in brought.places}
    if made != brought.read_from:
        brought.read_from, brought.table, brought.notices = made, None, []
        brought.decisions.clear()
        brought.problems = _read(brought) or _choose(shape, brought)
        forget_own(stem)
    if brought.table is not None:
        st.session_state[key_of(stem, "own table")] = brought.table
    return next(iter(brought.problems.values()), "")


def _read(brought: Brought) -> dict[str, str]:
    problems: dict[str, str] = {}
    before, brought.readings = brought.readings, {}
    for place in brought.places:
        if place not in brought.files:
            continue
        said = brought.said.get(place, {})
        try:
            brought.readings[place] = read(brought.files[place][1], said)
        except BadFile as problem:
            problems[place] = str(problem)
            if said:  # the way back
                known = before[place].decisions if place in before else ()
                brought.decisions[place] = [
                    replace(each, chosen=said.get(each.about, each.chosen)) for each in known
                ]
                brought.readings |= {place: before[place]} if place in before else {}
        else:
            brought.decisions[place] = brought.readings[place].decisions
    return problems


def _choose(shape: str, brought: Brought) -> dict[str, str]:
    if not all(place in brought.readings for place in brought.places):
        return {}
    first, *more = (brought.readings[place] for place in brought.places)
    second = more[0] if more else None
    try:
        choice, decisions = SHAPES[shape].choose(first, brought.said.get(ROLES, {}), second)
        brought.decisions[ROLES] = decisions
        brought.table, brought.notices = SHAPES[shape].cast(first, choice, second)
        brought.choice = choice
    except BadFile as problem:
        brought.decisions.setdefault(ROLES, problem.decisions)
        return {ROLES: str(problem)}
    return {}


# --- asking --------------------------------------------------------------------------------------


def _draw_all(stem: str, brought: Brought, *, doubted: bool) -> None:
    """The decisions: those in doubt with their questions, or all others."""
    # what a file is read as comes first where it is asked: the roles rest on it
    for place in (*brought.places, ROLES) if doubted else (ROLES, *brought.places):
        decisions = [each for each in brought.decisions.get(place, ()) if bool(each.why) is doubted]
        if not decisions:
            continue
        if doubted:
            for decision in decisions:
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    which = "In the second file: " if place == SECOND else ""
                    st.markdown(
                        f":material/help: {which}{decision.why} {decision.label}", width="content"
                    )
                    _draw(stem, brought, place, decision)
            continue
        words = "How the second file is read" if place == SECOND else "How the file is read"
        row = st.container(horizontal=True) if place == ROLES else st.expander(words)
        with row:
            for decision in decisions:
                _draw(stem, brought, place, decision)


def _draw(stem: str, brought: Brought, place: str, decision: Decision) -> None:
    """One decision, as a control that stands at what is chosen."""
    number = list(brought.decisions[place]).index(decision)
    # numbered: what a widget is called stays in the session when all else is forgotten
    options = list(decision.options)
    key = _key(stem, brought, f"{place} {number} {hash((decision.about, *options)):x}")
    chosen = decision.chosen
    st.session_state[key] = list(chosen) if decision.many else chosen
    given: dict[str, Any] = {
        "key": key,
        "on_change": _answered,
        "args": (stem, place, decision.about, key),
        "label_visibility": "collapsed" if decision.why else "visible",
    }
    words, label = decision.options, decision.label
    theirs = any(value == said for value, said in words.items())  # what a stranger wrote
    if decision.many:
        st.multiselect(
            label, options, format_func=lambda value: words.get(value, value),
            max_selections=decision.most, accept_new_options=decision.free, **given,
        )  # fmt: skip
    elif decision.ordered:
        st.select_slider(label, options, format_func=words.__getitem__, **given)
    elif len(options) <= FEW and not (theirs and not decision.why):
        shown = {value: plain(said) if value == said else said for value, said in words.items()}
        st.segmented_control(label, options, format_func=shown.__getitem__, required=True, **given)
    else:
        st.selectbox(label, options, format_func=words.__getitem__, **given)


def _answered(stem: str, place: str, about: str, key: str) -> None:
    """The visitor said something otherwise. A callback."""
    value = st.session_state[key]
    _brought(stem).said.setdefault(place, {})[about] = (
        tuple(value) if isinstance(value, list) else value
    )


# --- saying --------------------------------------------------------------------------------------


def _say(stem: str, brought: Brought, problem: str) -> None:
    """One line: what is on screen, or what is wrong. It unfolds over the picture: all asked and said."""
    table = brought.table
    if not problem and table is None:
        wait = "The second file is still to come. Meanwhile an example is shown."
        st.markdown(wait if brought.files else EXAMPLE)
        return
    said = f"{problem} Meanwhile an example is shown." if problem else _used(brought)
    asked = sum(bool(each.why) for place in brought.decisions.values() for each in place)
    count = f"**{asked} question{'' if asked == 1 else 's'}** · " if asked else ""
    sign = "error" if problem else "help" if asked else "table"
    # the count first: what does not fit on the line is cut at its end
    with st.popover(
        count + said, icon=f":material/{sign}:", width="stretch", wrap=False,
        key=key_of(stem, "own read"),
    ):  # fmt: skip
        if problem:
            st.error(said)
        else:
            st.markdown(f"**Your data**, {said}")
        _draw_all(stem, brought, doubted=True)
        if not problem:
            how = [described(brought.readings[place]) for place in brought.places]
            st.caption(" ".join([*dict.fromkeys(how), *brought.notices]))


def _used(brought: Brought) -> str:
    """What of the visitor's data is on screen."""
    assert brought.table is not None
    rows = next(iter(brought.table.columns.values())).size
    name = brought.files[FIRST][0]
    name = name if name == PASTED else plain(name)
    return f"{name}: {rows:,} rows, {_said(brought.choice, brought.table)}."


def _said(choice: Any, table: Table) -> str:
    match choice:
        case Scores(label, positive, score):
            return f"label {plain(label)} (positive is {plain(positive)}), score {plain(score)}"
        case Labelled(label, positive, _):
            features = len(table.columns) - 1
            return f"label {plain(label)} (positive is {plain(positive)}), {_many(features)}"
        case Target(target, _):
            return f"target {plain(target)}, {_many(len(table.columns) - 1)}"
        case Incomplete(column, beside):
            lost = int(np.isnan(table["incomplete"]).sum())
            return f"{plain(column)} with {lost:,} missing, beside {plain(beside)}"
        case Features():
            return _many(len(table.columns))
        case _:
            features = len(table.columns) - 1
            now = int(table["current"].sum())
            since = f", from {plain(choice.start)} on" if choice.start else ""
            return f"{now:,} of them current{since}, {_many(features)}"


def _many(features: int) -> str:
    return f"{features} feature{'' if features == 1 else 's'}"


def _key(stem: str, brought: Brought, kind: str) -> str:
    return key_of(stem, f"own {brought.version} {kind}")


def _drop_upload(value: Any) -> None:
    """Have the server drop an uploaded file's bytes now, not when the visitor leaves."""
    context, file = get_script_run_ctx(), getattr(value, "file_id", None)
    if context is not None and file is not None:
        remove = getattr(context.uploaded_file_mgr, "remove_file", None)  # not in its protocol
        if remove is not None:
            remove(context.session_id, file)
