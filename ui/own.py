"""A visitor's own data: one line above the picture, and behind its button a file, and its columns.

What they bring lives in their session alone and is never written or logged. `forget` lets go of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.own import BadFile, Table, plain, read_csv
from data.own_tables import (
    MOST_FEATURES,
    Labelled,
    Periods,
    Scores,
    cast_labelled,
    cast_periods,
    cast_scores,
    guess_labelled,
    guess_periods,
    guess_positive,
    guess_scores,
    label_values,
    starts,
)
from data.read import example_file
from ui.compute import forget_own
from ui.keys import key_of

PROMISE = (
    "Your data stay in this server's memory for this visit only. They are never written or logged."
)
NEEDS = {
    "own_scores": "A CSV file with one row a case: what it was, and the score a model gave it.",
    "own_labelled": "A CSV file with one row a case: what it was, and columns of numbers.",
    "own_periods": "A CSV file with one row a case and a column of times; or two files, of then "
    "and now, with the same columns.",
}
LIMITS = "Up to 200,000 rows and 20 MB. The first line names the columns."
WAYS = {"upload": "Upload", "paste": "Paste"}
FILES = {"one": "One file", "two": "Two files"}
SECOND = "second"
PASTED = "the text you pasted"


@dataclass(eq=False)
class Brought:
    """What a visitor has brought to one page.

    Attributes
    ----------
    version : Part of the widgets' keys: a new one empties them.
    raw, names, problems : By place, "first" or "second": the table as read, the file's name, and
        what was wrong with it.
    files_read : How many files have been read; part of the keys of what is chosen from them.
    waiting : Content that has come and is not yet read, by place: name and bytes.
    picked : What is chosen in each menu, so that it is found again after a look at other data.
    known : What has been found out about the tables as read.
    chosen, notices : What the table now in use was made from and with.
    """

    version: int = 0
    raw: dict[str, Table] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    files_read: int = 0
    waiting: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    picked: dict[str, Any] = field(default_factory=dict)
    known: dict[Any, Any] = field(default_factory=dict)
    chosen: Any = None
    notices: list[str] = field(default_factory=list)

    def empty(self) -> None:
        """Let go of everything."""
        self.version += 1
        for held in (self.raw, self.names, self.problems, self.waiting, self.picked, self.known):
            held.clear()
        self.chosen, self.notices = None, []


def own_panel(concept: ModuleType, stem: str) -> None:
    """Draw the line and its button; have the visitor's table, if it reads well, used by the page."""
    brought = _brought(stem)
    row = st.container(horizontal=True, vertical_alignment="center")
    line = row.container(width="stretch", gap=None)
    with row.popover("Your data", key=key_of(stem, "own open")):
        places = _bring(concept.OWN, stem, brought)
        problem = _read(brought, places) or _use(concept.OWN, stem, brought, places)
        if problem:
            forget_own(stem)
            st.error(problem)  # here too: on a phone this covers the line
        _promise(concept.OWN, stem, brought)
    with line:
        _say(concept.OWN, stem, brought, problem)


def forget(stem: str) -> None:
    """Let go of everything the visitor brought to this page; for use in a callback.

    What Streamlit keeps until the visit ends are the words of menus once shown: names of columns
    and values of labels.
    """
    forget_own(stem)
    # emptied in place: Streamlit holds on to what a key stood for until the run after the next
    _brought(stem).empty()
    for key in [key for key in st.session_state if str(key).startswith(key_of(stem, "own "))]:
        _drop_upload(st.session_state[key])
        del st.session_state[key]


def _brought(stem: str) -> Brought:
    found: Brought = st.session_state.setdefault(key_of(stem, "own"), Brought())
    return found


# --- bringing ------------------------------------------------------------------------------------


def _bring(shape: str, stem: str, brought: Brought) -> list[str]:
    """What is wanted, and the file or the text; return the places that must be filled."""
    st.markdown(f"{NEEDS[shape]} {LIMITS}")
    row = st.container(horizontal=True)
    way = row.segmented_control(
        "How", WAYS, format_func=WAYS.__getitem__, default="upload", required=True,
        key=_key(stem, brought, "way"), label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
    places = {"first": "CSV file"}
    if shape == "own_periods":
        files = row.segmented_control(
            "Files", FILES, format_func=FILES.__getitem__, default="one", required=True,
            key=_key(stem, brought, "files"), label_visibility="collapsed",
            persist_state="session",
        )  # fmt: skip
        if files == "two":
            places = {"first": "Reference, the rows of then", SECOND: "Current, the rows of now"}
    for place, label in places.items():
        key = _key(stem, brought, f"{way} {place}")
        if way == "paste":
            st.text_area(label, key=key, height=140, on_change=_came, args=(stem, place, key))
        else:
            # any type: a spreadsheet gets our sentence, which says what to do
            st.file_uploader(label, key=key, on_change=_came, args=(stem, place, key))
    return list(places)


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
        disabled=not (brought.raw or brought.problems or brought.waiting),
    )  # fmt: skip


def _came(stem: str, place: str, key: str) -> None:
    """A file or a text has come, or was taken back."""
    brought, came = _brought(stem), st.session_state[key]
    for held in (brought.raw, brought.names, brought.problems, brought.waiting):
        held.pop(place, None)
    brought.known.clear()
    brought.chosen, brought.notices = None, []
    forget_own(stem)
    if isinstance(came, str):
        if came.strip():
            brought.waiting[place] = (PASTED, came.encode("utf-8", "replace"))
    elif came is not None:
        brought.waiting[place] = (came.name, came.getvalue())


def _read(brought: Brought, places: list[str]) -> str:
    """Read what has come; return what is wrong with it, if anything."""
    for place, (name, content) in list(brought.waiting.items()):
        del brought.waiting[place]
        brought.names[place] = name
        brought.files_read += 1
        try:
            with st.spinner("Reading"):
                brought.raw[place] = read_csv(content)
        except BadFile as problem:
            brought.problems[place] = str(problem)
    return next((brought.problems[place] for place in places if place in brought.problems), "")


# --- choosing ------------------------------------------------------------------------------------


def _use(shape: str, stem: str, brought: Brought, places: list[str]) -> str:
    """Let the columns be chosen and use the table they make; return what is wrong, if anything."""
    if not all(place in brought.raw for place in places):
        forget_own(stem)
        return ""
    raw, second = brought.raw["first"], brought.raw[SECOND] if SECOND in places else None
    try:
        choice = CHOOSE[shape](stem, brought, raw, second)
        made = (choice, raw, second)
        if made != brought.chosen or key_of(stem, "own table") not in st.session_state:
            brought.chosen = None
            forget_own(stem)
            table, brought.notices = CAST[shape](raw, choice, second)
            st.session_state[key_of(stem, "own table")] = table
            brought.chosen = made
    except BadFile as problem:
        return str(problem)
    return ""


def _once(brought: Brought, what: Any, find: Callable[[], Any]) -> Any:
    """What `find` found in the files: looked for once, not at every run of the page."""
    if what not in brought.known:
        brought.known[what] = find()
    return brought.known[what]


def _choose_scores(stem: str, brought: Brought, raw: Table, _second: Table | None) -> Scores:
    guess = _once(brought, "guess", lambda: guess_scores(raw))
    with st.container(horizontal=True):
        label, positive = _choose_label(stem, brought, raw, guess.label)
        score = _pick(stem, brought, "Score", list(raw.columns), guess.score)
    return Scores(label, positive, score)


def _choose_labelled(stem: str, brought: Brought, raw: Table, _second: Table | None) -> Labelled:
    guess = _once(brought, "guess", lambda: guess_labelled(raw))
    with st.container(horizontal=True):
        label, positive = _choose_label(stem, brought, raw, guess.label)
    return Labelled(label, positive, _pick_some(stem, brought, raw, guess.features, label))


def _choose_periods(stem: str, brought: Brought, raw: Table, second: Table | None) -> Periods:
    guess = _once(brought, ("guess", second), lambda: guess_periods(raw, second))
    time, start = "", ""
    if second is None:
        names = list(raw.columns)
        time = _pick(stem, brought, "Time", names, guess.time or None)
        if time:
            places = _once(brought, ("starts", time), lambda: starts(raw, time))
            if places:
                middle = places[(len(places) - 1) // 2]
                at = guess.start if guess.start in places else middle
                key = _menu(stem, brought, f"start {names.index(time)}", at)
                start = st.select_slider("The current period begins at", places, key=key)
                brought.picked[key] = start
    return Periods(_pick_some(stem, brought, raw, guess.features, time), time, start)


def _choose_label(stem: str, brought: Brought, raw: Table, guess: str) -> tuple[str, str]:
    label = _pick(stem, brought, "Label", list(raw.columns), guess)
    values = _once(brought, ("values", label), lambda: label_values(raw, label))
    positive = _once(brought, ("positive", label), lambda: guess_positive(raw, label))
    # columns by number: what a widget is called stays in the session when all else is forgotten
    kind = f"Positive of column {list(raw.columns).index(label)}"
    return label, _pick(stem, brought, kind, values, positive, "Positive is")


def _pick(
    stem: str, brought: Brought, kind: str, options: list[str], guess: str | None, said: str = ""
) -> str:
    """One of the options; "" if none is chosen."""
    key = _menu(stem, brought, kind, guess)
    first = (
        None if guess is None else 0
    )  # where it starts is in the key; with None it may be emptied
    picked: str | None = st.selectbox(said or f"{kind} column", options, first, key=key)
    brought.picked[key] = picked
    return picked or ""


def _pick_some(
    stem: str, brought: Brought, raw: Table, guess: tuple[str, ...], taken: str
) -> tuple[str, ...]:
    """Some of the columns, in the file's order."""
    options = [name for name in raw.columns if name != taken]
    without = list(raw.columns).index(taken) if taken else "all"
    at = [name for name in guess if name != taken]
    key = _menu(stem, brought, f"features {without}", at)
    words = f"Feature columns (up to {MOST_FEATURES})"
    picked = st.multiselect(words, options, max_selections=MOST_FEATURES, key=key)
    brought.picked[key] = picked
    return tuple(name for name in options if name in picked)


def _menu(stem: str, brought: Brought, kind: str, guess: Any) -> str:
    """The key of a menu, which stands at what was picked before, or else at the guess."""
    key = _key(stem, brought, f"{brought.files_read} {kind}")
    if key not in st.session_state and (start := brought.picked.get(key, guess)) is not None:
        st.session_state[key] = start
    return key


CHOOSE: dict[str, Callable[..., Any]] = {
    "own_scores": _choose_scores,
    "own_labelled": _choose_labelled,
    "own_periods": _choose_periods,
}
CAST: dict[str, Callable[..., tuple[Table, list[str]]]] = {
    "own_scores": lambda raw, choice, _second: cast_scores(raw, choice),
    "own_labelled": lambda raw, choice, _second: cast_labelled(raw, choice),
    "own_periods": cast_periods,
}


# --- saying --------------------------------------------------------------------------------------


def _say(shape: str, stem: str, brought: Brought, problem: str) -> None:
    """One line: what is on screen. Under it what was left out, or what is wrong."""
    if problem:
        st.error(f"{problem} Meanwhile an example is shown.")
        return
    table: Table | None = st.session_state.get(key_of(stem, "own table"))
    if table is None:
        wait = " The second file is still to come." if brought.raw else ""
        st.markdown(f"This is an example, until you bring data of your own.{wait}")
        return
    rows = next(iter(table.columns.values())).size
    name = plain(brought.names["first"]) if brought.names["first"] != PASTED else PASTED
    st.markdown(f"**Your data**, {name}: {rows:,} rows, {_said(brought.chosen[0], table)}.")
    if brought.notices:
        st.caption(" ".join(brought.notices))


def _said(choice: Any, table: Table) -> str:
    match choice:
        case Scores(label, positive, score):
            return f"label {plain(label)} (positive is {plain(positive)}), score {plain(score)}"
        case Labelled(label, positive, _):
            features = len(table.columns) - 1
            return f"label {plain(label)} (positive is {plain(positive)}), {_many(features)}"
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
