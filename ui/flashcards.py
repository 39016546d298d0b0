"""The flashcards: today's cards one by one, and the progress they make."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from functools import partial
from html import escape
from urllib.parse import urlencode, urljoin

import streamlit as st

from content.read import GENERAL, menu
from data.own import plain
from rehearsal.anki import note_of, written
from rehearsal.deck import (
    LAST_DAYS,
    LEECH,
    MOST_A_DAY,
    MOST_NEW_A_DAY,
    Choices,
    Deck,
    Entry,
    Rating,
    Unreadable,
    answer,
    bring_back,
    choose,
    chosen,
    days_left,
    dump,
    end_of_day,
    intervals,
    is_leech,
    load,
    new_a_day_needed,
    next_due,
    recall,
    recalled,
    restore,
    say_interval,
    standing,
    start_over,
    take_back,
    waiting,
)
from rehearsal.round import follows
from ui import clock
from ui.keys import control_key, key_of
from ui.questions import (
    GENERAL_TITLE,
    WIDTH,
    bank,
    draw_answer,
    draw_question,
    lead,
    proof_texts,
    show_me,
)
from ui.storage import keep, kept, let_go

HERE = "flashcards"
TABLE = key_of(HERE, "table")
VIEWS = {"cards": "Cards", "progress": "Your progress"}
FOLLOWS = {"missed": Rating.Again, "partly": Rating.Hard, "nailed": Rating.Good}
MOST_SHAKY = 5  # that are listed
MOST_MEGABYTES = 1  # of a file: a deck has some 20 kilobytes
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(8999, 12, 31)  # what a deck can hold
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
    aside : The card that was set aside just now; "" if none was.
    past : A day that was chosen for the interview and is over; None if none was.
    said : What became of a file or a start over, in a sentence, and whether that is bad news.
    files : How many files have been read: part of the uploader's key, so that it is empty again.
    asks : Whether the visitor is being asked if they mean to start over.
    """

    name: str = ""
    shown: bool = False
    turn: int = 0
    last: tuple[str, Entry | None, Entry] | None = None
    aside: str = ""
    past: date | None = None
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
        now, zone = _now(), clock.zone()
        if view == "cards":
            _draw_today(known.deck, table, now, zone)
        else:
            _draw_progress(known.deck, table, now, zone)


def _table() -> Table:
    found: Table = st.session_state.setdefault(TABLE, Table())
    return found


def _now() -> datetime:
    return datetime.now(UTC)


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
    if said := _say_days_left(deck, now, zone):
        st.caption(said)
    if table.name not in today.names:
        _lay_down(table, today.names)
    if table.aside:
        with st.container(border=True, key=f"{HERE}-aside"):
            st.markdown(
                f"Missed {LEECH} times: “{bank()[table.aside].question.ask}” is set aside until you "
                "bring it back under Your progress. Look at its picture first."
            )
            show_me(bank()[table.aside])
    likely = None
    with st.container(border=True, key=f"{HERE}-card"):
        if not table.name:
            _say_done(deck, order, now, zone)
        else:
            likely = _draw_card(table)
    if table.name:
        _draw_buttons(deck, table, now, zone, likely)
    to = f"{HERE}-card" if table.shown or not table.name else f"{HERE}-show"
    lead(to, f"{table.turn} {table.shown}")


def _draw_buttons(
    deck: Deck, table: Table, now: datetime, zone: tzinfo, likely: Rating | None
) -> None:
    """At the foot of the screen: what can be done with the card; the `likely` rating stands out."""
    row = st.bottom.container(horizontal=True, gap="small", width=WIDTH, key=f"{HERE}-row")
    if not table.shown:
        row.button(
            "Show the answer", type="primary", key=key_of(HERE, "show"), shortcut="S", on_click=_show,
        )  # fmt: skip
        return
    for rating, interval in intervals(deck, table.name, now, zone).items():
        row.button(
            f"{rating.name} :gray[{say_interval(interval)}]", key=key_of(HERE, rating.name),
            wrap=True, shortcut=str(int(rating)), on_click=_answer, args=(rating,),
            type="primary" if rating is likely else "secondary",
        )  # fmt: skip


def _say_days_left(deck: Deck, now: datetime, zone: tzinfo) -> str:
    left = days_left(deck, now, zone)
    if left is None or left < 0:
        return ""
    return f"Interview {('today', 'tomorrow')[left] if left < 2 else f'in {left} days'}"


def _order() -> list[str]:
    """All cards in the order in which new ones come: the easiest of each concept, then the next."""
    by_concept = list(_by_concept().values())
    longest = max(map(len, by_concept), default=0)
    return [names[i] for i in range(longest) for names in by_concept if i < len(names)]


def _by_concept() -> dict[str, list[str]]:
    """The cards of each concept, from easy to hard."""
    found: dict[str, list[str]] = {}
    for name in bank():
        found.setdefault(name.partition(".")[0], []).append(name)
    return found


def _sections() -> dict[str, tuple[str, ...]]:
    """The sections of the menu, each with its concepts, and what belongs to none."""
    return {**menu(), GENERAL_TITLE: (GENERAL,)}


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
    due, tonight = next_due(deck, order, now, zone), end_of_day(now, zone)
    left = days_left(deck, now, zone)
    new = standing(deck, chosen(deck, order), now, zone).new
    if waiting(deck, order, now, zone).over:
        st.markdown(
            "You have had as many cards as you chose for a day. More are due: the next day begins with "
            "those you would recall least. If you want them today, choose a larger number under Your "
            "progress."
        )
    elif left is not None and 0 <= left <= LAST_DAYS:
        st.markdown("No new cards so near to the interview. Sleep well.")
    elif new and deck.choices.new_a_day:
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
    table.aside = name if is_leech(after, name) else ""
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
    table.last, table.aside = None, ""


def _deck() -> Deck:
    return kept().deck or Deck()


# --- progress ------------------------------------------------------------------------------------


def _draw_progress(deck: Deck, table: Table, now: datetime, zone: tzinfo) -> None:
    found = standing(deck, bank(), now, zone)
    if len(found.new) == len(bank()):
        st.markdown("No card is answered yet. Once some are, you see here what you know.")
    else:
        st.html(f"<dl class='sightglass-standing'>{_rows(deck, now, zone)}</dl>")
        _say_recall(deck, now, zone)
    if found.shaky:
        st.markdown("**Shakiest.** You would recall these least.")
        for name in found.shaky[:MOST_SHAKY]:
            _draw_listed(deck, name, now)
    if found.aside:
        st.markdown(
            f"**Set aside.** Missed {LEECH} times: look at the picture, then bring it back."
        )
        for name in found.aside:
            _draw_listed(deck, name, now)
            st.button(
                "Bring it back",
                key=key_of(HERE, f"back.{name}"),
                on_click=_bring_back,
                args=(name,),
            )
    _draw_choices(deck, table, now, zone)
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
        )  # fmt: skip
        st.button("Start over", key=key_of(HERE, "over"), on_click=_ask, args=(True,))
    st.caption(
        "For Anki, all cards as a text file: choose File, Import there. Imported again, your notes are "
        "updated where they are, and their tags are written anew, yours among them. What you know here "
        "does not travel: Anki starts at the beginning."
    )
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


def _rows(deck: Deck, now: datetime, zone: tzinfo) -> str:
    """For each section of which a card was answered, a bar and what it says; the others in a line."""
    rows, untouched = [], []
    for section, stems in _sections().items():
        names = [name for stem in stems for name in _by_concept()[stem]]
        found = standing(deck, names, now, zone)
        shaky = len(found.shaky) + len(found.aside)
        if len(found.new) == len(names):
            untouched.append(section)
            continue
        parts = [(len(found.known), "known"), (shaky, "shaky"), (len(found.new), "new")]
        bars = "".join(f"<i class='{what}' style='flex:{n}'></i>" for n, what in parts if n)
        words = ", ".join(f"{n} {what}" for n, what in parts if n)
        rows.append(f"<dt>{escape(section)}</dt><dd><span>{bars}</span>{words}</dd>")
    if untouched:
        rows.append(f"<dt>Not begun</dt><dd>{escape(', '.join(untouched))}</dd>")
    return "".join(rows)


def _say_recall(deck: Deck, now: datetime, zone: tzinfo) -> None:
    """How many cards would be recalled on the day of the interview, if it is to come."""
    day, left = deck.choices.interview, days_left(deck, now, zone)
    if day is None or left is None or left < 0:
        return
    names = chosen(deck, bank())
    begun = len(names) - len(standing(deck, names, now, zone).new)
    if begun:
        then = end_of_day(datetime.combine(day, time(), zone), zone)
        st.markdown(
            f"If you looked at none again, you would recall about {recalled(deck, names, then):.0f} of "
            f"{begun} begun cards on {_say_day(day)}."
        )


def _draw_listed(deck: Deck, name: str, now: datetime) -> None:
    entry = deck.entries[name]
    chance = f"recall {recall(entry.card, now):.0%}" if entry.card else ""
    draw_question(bank()[name], key_of(HERE, "listed"), f"{chance} · {bank()[name].title}")


def _draw_choices(deck: Deck, table: Table, now: datetime, zone: tzinfo) -> None:
    """The day of the interview, the sections, and how many cards a day brings."""
    choices = deck.choices
    chosen_sections = [
        section for section, stems in _sections().items() if {*stems} & {*choices.concepts}
    ]
    for name, value in (
        ("interview", choices.interview), ("sections", chosen_sections),
        ("new", choices.new_a_day), ("a_day", choices.a_day),
    ):  # fmt: skip
        st.session_state[control_key(HERE, name)] = value
    st.markdown("**What comes.**")
    with st.container(horizontal=True):
        st.date_input(
            "Day of the interview", min_value=FIRST_DAY, max_value=LAST_DAY, on_change=_choose,
            key=control_key(HERE, "interview"), width=180,
        )  # fmt: skip
        st.number_input(
            "New cards a day", 0, MOST_NEW_A_DAY, key=control_key(HERE, "new"), width=160,
            on_change=_choose,
        )  # fmt: skip
        st.number_input(
            "Cards a day, at most", 1, MOST_A_DAY, key=control_key(HERE, "a_day"), width=160,
            on_change=_choose,
        )  # fmt: skip
    st.multiselect(
        "Sections", list(_sections()), key=control_key(HERE, "sections"), on_change=_choose,
        placeholder="All sections",
    )  # fmt: skip
    if table.past:
        st.error(f"{_say_day(table.past)} is over. Choose today or a day to come.")
    elif (left := days_left(deck, now, zone)) is not None and left < 0:
        st.markdown("The day of the interview is over: cards come as without one.")
    elif needed := new_a_day_needed(deck, _order(), now, zone):
        st.markdown(
            f"{needed} new cards a day bring all that you have not met before the last {LAST_DAYS} days."
        )
    st.caption(
        "What is due beyond a day's number waits for the next; the most forgotten come first. With a day "
        f"of the interview no card comes later: in the last {LAST_DAYS} days before it all come once "
        "more, those first that you would recall least on the day, and no new ones."
    )


def _say_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def anki_file(names: Iterable[str], here: str) -> str:
    """Those cards as a text file for Anki, with links beside the page whose address is `here`."""
    notes = []
    for name in names:
        asked = bank()[name]
        link = f"{asked.notes.stem}?{urlencode(proof_texts(asked), doseq=True)}"
        notes.append(note_of(asked.question, name, asked.title, urljoin(here, link)))
    return written(notes)


def _choose() -> None:
    """Take what the controls say; a day that is over is not taken."""
    table, deck, now = _table(), _deck(), _now()
    said = {
        n: st.session_state[control_key(HERE, n)] for n in ("interview", "sections", "new", "a_day")
    }
    day = said["interview"]
    past = day is not None and day < now.astimezone(clock.zone()).date()
    table.past = day if past and day != deck.choices.interview else None
    concepts = [stem for section in said["sections"] for stem in _sections()[section]]
    day = deck.choices.interview if past else day
    keep(choose(deck, Choices(said["new"], said["a_day"], tuple(concepts), day), now))


def _bring_back(name: str) -> None:
    table = _table()
    keep(bring_back(_deck(), name, _now()))
    table.aside = ""


def _ask(asks: bool) -> None:
    _table().asks = asks


def _start_over() -> None:
    table = _table()
    let_go()
    keep(start_over(_deck(), _now()))
    table.name, table.last, table.asks, table.aside = "", None, False, ""
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
