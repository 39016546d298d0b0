"""The flashcards: today's cards one by one, and the progress they make."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import partial
from urllib.parse import urlencode, urljoin
from zoneinfo import ZoneInfo

import streamlit as st

from content.read import Notes, all_notes
from data.own import plain
from rehearsal.anki import note_of, written
from rehearsal.deck import (
    MOST_NEW_A_DAY,
    Deck,
    Entry,
    Rating,
    Unreadable,
    answer,
    choose_new_a_day,
    counts,
    dump,
    end_of_day,
    intervals,
    load,
    next_due,
    restore,
    say_interval,
    start_over,
    take_back,
    waiting,
)
from rehearsal.round import follows
from ui.keys import control_key, key_of
from ui.questions import WIDTH, bank, draw_answer, lead, proof_texts
from ui.storage import keep, kept, let_go

HERE = "flashcards"
TABLE = key_of(HERE, "table")
VIEWS = {"cards": "Cards", "progress": "Your progress"}
FOLLOWS = {"missed": Rating.Again, "partly": Rating.Hard, "nailed": Rating.Good}
MOST_MEGABYTES = 1  # of a file: a deck has some 20 kilobytes
PROBLEMS = {
    "off": "This browser does not let pages keep anything, so your progress lasts until you close "
    "this page. Download it under Your progress if you want it back.",
    "full": "This browser has no room left to keep your progress, so it lasts until you close this "
    "page. Download it under Your progress if you want it back.",
}


@dataclass
class Table:
    """What lies on the table in this sitting.

    Attributes
    ----------
    name : The card that is shown. "": none yet.
    shown : Whether its answer is, too.
    turn : How many cards have been laid down.
    last : The card answered last, what was known of it before, and after; None if there is none
        to be taken back.
    said : What became of a file or a start over, in a sentence, and whether that is bad news.
    files : How many files have been read: part of the uploader's key, so that it is empty again.
    asks : Whether the visitor is being asked if they mean to start over.
    """

    name: str = ""
    shown: bool = False
    turn: int = 0
    last: tuple[str, Entry | None, Entry] | None = None
    said: tuple[str, bool] = ("", False)
    files: int = 0
    asks: bool = False


def draw_cards() -> None:
    """The page under its title, once the browser has said what it keeps."""
    known, table = kept(), _table()
    with st.container(width=WIDTH):
        view = st.segmented_control(
            "View", VIEWS, format_func=VIEWS.__getitem__, default="cards", required=True,
            key=control_key(HERE, "view"), label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        if known.deck is None:
            st.skeleton(height=360)
            return
        if known.unreadable:
            st.warning(
                f"What this browser has kept of your progress is left as it is: {known.unreadable}. "
                "What you do now lasts until you close this page. To have it kept, start over under "
                "Your progress."
            )
        elif known.problem:
            st.warning(PROBLEMS[known.problem])
        now, zone = _now(), _zone()
        if view == "cards":
            _draw_today(known.deck, table, now, zone)
        else:
            _draw_progress(known.deck, table, now, zone)


def _table() -> Table:
    found: Table = st.session_state.setdefault(TABLE, Table())
    return found


def _now() -> datetime:
    return datetime.now(UTC)


def _zone() -> tzinfo:
    """Where the visitor's browser is; it may say a place that we do not know."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ValueError, OSError, KeyError):
        return UTC


# --- today's cards -------------------------------------------------------------------------------


def _draw_today(deck: Deck, table: Table, now: datetime, zone: tzinfo) -> None:
    order = _order()
    today = waiting(deck, order, now, zone)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"Today: {len(today.learning + today.later)} learning · {len(today.due)} due · "
            f"{len(today.new)} new",
            width="stretch",
        )
        st.button(
            "Undo", type="tertiary", key=key_of(HERE, "undo"), shortcut="U", on_click=_undo,
            disabled=table.last is None, help="Takes your last answer back.",
        )  # fmt: skip
    if table.name not in today.names:
        _lay_down(table, today.names)
    likely = None
    with st.container(border=True, key=f"{HERE}-card"):
        if not table.name:
            _say_done(deck, order, now, zone)
        else:
            likely = _draw_card(table)
    if table.name:
        _draw_buttons(deck, table, now, likely)
    to = f"{HERE}-card" if table.shown or not table.name else f"{HERE}-show"
    lead(to, f"{table.turn} {table.shown}")


def _draw_buttons(deck: Deck, table: Table, now: datetime, likely: Rating | None) -> None:
    """At the foot of the screen: what can be done with the card; the `likely` rating stands out."""
    row = st.bottom.container(horizontal=True, gap="small", width=WIDTH, key=f"{HERE}-row")
    if not table.shown:
        row.button(
            "Show the answer", type="primary", key=key_of(HERE, "show"), shortcut="S", on_click=_show,
        )  # fmt: skip
        return
    for rating, interval in intervals(deck, table.name, now).items():
        row.button(
            f"{rating.name} :gray[{say_interval(interval)}]", key=key_of(HERE, rating.name),
            wrap=True, shortcut=str(int(rating)), on_click=_answer, args=(rating,),
            type="primary" if rating is likely else "secondary",
        )  # fmt: skip


def _order() -> list[str]:
    """All cards in the order in which new ones come: the easiest of each concept, then the next."""
    by_concept = [_cards_of(notes) for notes in all_notes()]
    longest = max(map(len, by_concept))
    return [names[i] for i in range(longest) for names in by_concept if i < len(names)]


def _cards_of(notes: Notes) -> list[str]:
    return [each.name for each in bank().values() if each.notes.stem == notes.stem]


def _lay_down(table: Table, names: tuple[str, ...]) -> None:
    """Lay down the first of those cards, but not the one just answered if there is another."""
    just = table.last[0] if table.last else ""
    others = [name for name in names if name != just]
    table.name = (others or [*names, ""])[0]
    table.shown = False
    table.turn += 1


def _draw_card(table: Table) -> Rating | None:
    """The card on the table; the rating that follows from the points that were ticked, if any."""
    asked = bank()[table.name]
    st.caption(asked.about)
    st.subheader(asked.question.ask, anchor=False)
    ticked = draw_answer(asked, key_of(HERE, str(table.turn))) if table.shown else 0
    return FOLLOWS[follows(ticked, len(asked.question.points))] if ticked else None


def _say_done(deck: Deck, order: list[str], now: datetime, zone: tzinfo) -> None:
    st.subheader("That is all for today.", anchor=False)
    due, tonight = next_due(deck, order, now), end_of_day(now, zone)
    left = counts(deck, order, now, zone).new
    if left and deck.new_a_day:
        st.markdown(
            "New cards come tomorrow. If you want more today, choose a larger number under Your progress."
        )
    elif due is None:
        st.markdown("You chose no new cards a day, so there is nothing to repeat.")
    elif due < tonight:
        st.markdown(f"The next card comes in {say_interval(due - now)}.")
    else:
        days = (due.astimezone(zone).date() - now.astimezone(zone).date()).days
        st.markdown(f"The next card comes {'tomorrow' if days == 1 else f'in {days} days'}.")


def _show() -> None:
    _table().shown = True


def _answer(rating: Rating) -> None:
    table, deck = _table(), _deck()
    if not (table.name and table.shown):
        return  # the second of two quick clicks
    name, before = table.name, deck.entries.get(table.name)
    after = answer(deck, name, rating, _now())
    keep(after)
    table.last, table.name = (name, before, after.entries[name]), ""
    table.said = ("", False)


def _undo() -> None:
    """Take the last answer back, unless another tab has answered the card since."""
    table, deck = _table(), _deck()
    if table.last is None:
        return
    name, before, after = table.last
    if deck.entries.get(name) == after:
        keep(take_back(deck, name, before, _now()))
        table.name, table.shown, table.turn = name, True, table.turn + 1
    table.last = None


def _deck() -> Deck:
    return kept().deck or Deck()


# --- progress ------------------------------------------------------------------------------------


def _draw_progress(deck: Deck, table: Table, now: datetime, zone: tzinfo) -> None:
    lines = ["| Concept | New | Learning | Due | Known |", "|:--|--:|--:|--:|--:|"]
    for notes in all_notes():
        found = counts(deck, _cards_of(notes), now, zone)
        lines.append(
            f"| {notes.title} | {found.new} | {found.learning} | {found.due} | {found.known} |"
        )
    st.container(key=f"{HERE}-progress").markdown("\n".join(lines))
    st.session_state[control_key(HERE, "new")] = deck.new_a_day
    st.number_input(
        "New cards a day", 0, MOST_NEW_A_DAY, key=control_key(HERE, "new"), width=180, on_change=_set_new,
    )  # fmt: skip
    st.markdown(
        "Your progress is kept in this browser alone: no account, and nothing of it stays on the "
        "server. To take it elsewhere, download it and restore it there."
    )
    with st.container(horizontal=True):
        st.download_button(
            "Download", dump(deck), f"sightglass-flashcards-{now.astimezone(zone):%Y-%m-%d}.json",
            "application/json", key=key_of(HERE, "download"), on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "For Anki", partial(anki_file, _order(), st.context.url or ""), "sightglass-anki.txt",
            "text/plain", key=key_of(HERE, "anki"), on_click="ignore",
            help="All cards as a text file: in Anki choose File, Import. Imported again, your notes "
            "are updated where they are, and their tags are written anew. What you know here does "
            "not travel: Anki starts at the beginning.",
        )  # fmt: skip
        st.button("Start over", key=key_of(HERE, "over"), on_click=_ask, args=(True,))
    if table.asks:
        with st.container(border=True):
            st.markdown("Every card becomes new again, in this browser. Do you want that?")
            with st.container(horizontal=True):
                st.button("Yes, start over", key=key_of(HERE, "yes"), on_click=_start_over)
                st.button("No", key=key_of(HERE, "no"), on_click=_ask, args=(False,))
    words, bad = table.said
    if words:
        (st.error if bad else st.success)(words)
    key = key_of(HERE, f"file {table.files}")
    st.file_uploader(
        "Restore from a file", key=key, max_upload_size=MOST_MEGABYTES, on_change=_restore,
        args=(key,),
    )  # fmt: skip


def anki_file(names: Iterable[str], here: str) -> str:
    """Those cards as a text file for Anki, with links beside the page whose address is `here`."""
    notes = []
    for name in names:
        asked = bank()[name]
        link = f"{asked.notes.stem}?{urlencode(proof_texts(asked), doseq=True)}"
        notes.append(note_of(asked.question, name, asked.notes.title, urljoin(here, link)))
    return written(notes)


def _set_new() -> None:
    keep(choose_new_a_day(_deck(), st.session_state[control_key(HERE, "new")], _now()))


def _ask(asks: bool) -> None:
    _table().asks = asks


def _start_over() -> None:
    table = _table()
    let_go()
    keep(start_over(_deck(), _now()))
    table.name, table.last, table.asks = "", None, False
    table.said = ("All cards are new again.", False)


def _restore(key: str) -> None:
    """Merge the file that was brought into the visitor's deck."""
    table, file = _table(), st.session_state[key]
    if file is None:
        return
    table.files += 1
    try:
        brought = load(file.getvalue())
    except Unreadable as why:
        table.said = (f"{plain(file.name)} was not restored: {why}. Nothing has changed.", True)
        return
    keep(restore(_deck(), brought))
    number = sum(entry.card is not None for entry in brought.entries.values())
    cards = "1 card" if number == 1 else f"{number} cards"
    table.said = (f"{plain(file.name)} is restored: {cards}.", False)
    table.last = None
