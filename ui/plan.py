"""The plan: a date, hours and a role go in, what to do on each day comes out; static/plan.js draws it.

What was done is the browser's affair: it ticks, and moves what was missed. The server is not told.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin

import streamlit as st

from content.asked import mentions
from content.katas import katas
from content.read import all_notes, menu, read_notes
from content.rounds import design_steps, designs
from data.own import plain
from rehearsal.calendar import Entry, calendar_file
from rehearsal.deck import MOST_NEW_A_DAY, Choices, Deck, choose
from rehearsal.plan import MOST_DAYS, MOST_HOURS, ROLES, Plan, Task, Topic, Unplannable, make_plan
from ui import clock
from ui.keys import control_key, key_of
from ui.questions import WIDTH, bank
from ui.static import LIVE
from ui.storage import keep, kept
from ui.texts import Texts

HERE = "plan"
ROLE_WORDS = {
    "any": "Any",
    "theory": "Theory",
    "deep": "Deep learning",
    "production": "Production",
}
# The sections of the menu whose concepts are not learned among theory.
BLOCK_OF = {"Networks": "deep", "Language": "deep", "In production": "design"}
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)  # that a calendar here can show
DAYS, HOURS = 14, 7.0  # until the interview; a week
LOADER = f"""
const at = file => new URL("{LIVE}/" + file, document.baseURI).href;
const plan = import(at("plan.js"));
export default part => {{ plan.then(js => js.mount(part, at("plan.css"))); }}
"""
_PLAN = st.components.v2.component(
    "sightglass_plan",
    html='<div class="sightglass-plan"></div>',
    js=LOADER,
    isolate_styles=False,  # its styles are a file of ours
)


@dataclass(frozen=True)
class Wish:
    """What the visitor says: from when on, until when, how much, for what, and what is weak, by stem."""

    begin: date
    date: date
    hours: float = HOURS
    role: str = "any"
    weak: tuple[str, ...] = ()


# --- in a link -----------------------------------------------------------------------------------


def wish_texts(wish: Wish) -> Texts:
    """What a link says for that wish; `read_wish` gives it back."""
    texts = {
        "begin": [wish.begin.isoformat()],
        "date": [wish.date.isoformat()],
        "hours": [str(wish.hours).removesuffix(".0")],
        "role": [wish.role],
        "weak": list(wish.weak),
    }
    return {f"{HERE}.{name}": said for name, said in texts.items() if said}


def read_wish(texts: Mapping[str, Sequence[str]], today: date) -> tuple[Wish, list[str]]:
    """The wish of a link, and a sentence for each part that was left out."""
    said = {key.removeprefix(f"{HERE}."): list(values) for key, values in texts.items()}
    wish, problems = _first(today), []
    for name, values in said.items():
        if not values:
            continue
        if name not in vars(wish):
            problems.append(f"The link sets {plain(name)}, which this page does not have.")
        elif name in ("begin", "date"):
            day = _day(values[-1])
            if day is None:
                problems.append(
                    f"The link says {plain(values[-1])}, and a day is said as {today.isoformat()}."
                )
            elif name == "begin":
                wish = replace(wish, begin=day)
            else:
                wish = replace(wish, date=day)
        elif name == "hours":
            hours = _number(values[-1])
            if 0 <= hours <= MOST_HOURS:
                wish = replace(wish, hours=hours)
            else:
                problems.append(
                    f"The link says {plain(values[-1])} hours a week. "
                    f"It is a number from 0 to {MOST_HOURS}."
                )
        elif name == "role":
            if values[-1] in ROLES:
                wish = replace(wish, role=values[-1])
            else:
                problems.append(f"There is no role {plain(values[-1])}; it is left out.")
        else:
            known = [notes.stem for notes in all_notes()]
            problems += [
                f"There is no concept {plain(each)}; it is left out."
                for each in values
                if each not in known
            ]
            wish = replace(wish, weak=tuple(stem for stem in known if stem in values))
    return wish, problems


def _first(today: date) -> Wish:
    return Wish(today, today + timedelta(DAYS))


def _day(said: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def _number(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        return math.nan


# --- what is planned -----------------------------------------------------------------------------


def topics(weak: Sequence[str]) -> list[Topic]:
    """All that can be learned on this site, each by how often it is asked, twice that if it is weak.

    How often: the square root of one and the lists that ask its questions, so that what every list asks
    does not take all the time. The katas of a concept share its weight.
    """
    cards = Counter(each.topic for each in bank().values())
    asked = Counter({stem: 1 for stem in cards})
    for name, each in bank().items():
        asked[each.topic] += mentions(name)
    weight = {stem: math.sqrt(n) * (1 + (stem in weak)) for stem, n in asked.items()}
    block = {stem: BLOCK_OF.get(name, "theory") for name, stems in menu().items() for stem in stems}
    found = [Topic("concept", stem, block[stem], weight[stem], cards[stem]) for stem in block]
    many = Counter(kata.concept for kata in katas().values())
    found += [
        Topic("kata", name, block[kata.concept], weight[kata.concept] / many[kata.concept])
        for name, kata in katas().items()
    ]
    minutes = sum(step.minutes for step in design_steps())
    for design in designs().values():
        often = 1 + sum(mentions(name) for name in design.looks)
        found.append(Topic("design", design.id, "design", 1 + math.sqrt(often), least=minutes))
    return found


def planned(wish: Wish, today: date) -> Plan:
    """The plan for that wish; Unplannable says why there is none."""
    fits = today < wish.date and 0 < (wish.date - wish.begin).days <= MOST_DAYS
    begin = wish.begin if fits else today
    return make_plan(begin, wish.date, wish.hours, wish.role, topics(wish.weak))


def task_data(task: Task, plan: Plan, ranks: Mapping[tuple[str, str], float]) -> dict[str, Any]:
    """What plan.js draws of a task of that plan: its words, its link, and when it is done.

    `when` is a word and what it is about: "guessed" so many on a page, "solved" one there, "answered"
    so many of its cards, "seen" the page, a "kata", so many rounds of a kind ("round"), so many stories
    ("stories"), no card "due". `rank` is where its topic stands in `ranks`; None: it is never dropped.
    """
    title, link, when = _said(task, plan)
    return {
        "id": task.id,
        "kind": task.kind,
        "minutes": task.minutes,
        "rank": ranks.get((task.kind, task.name)),
        "title": title,
        "link": link,
        "when": when,
    }


def ranked(plan: Plan) -> dict[tuple[str, str], float]:
    """For each topic of the plan, by kind and name, where it stands among those of its kind.

    From 0, the heaviest, to less than 1: so concepts, katas and designs are dropped alike, each from
    its own end.
    """
    tasks = (task for day in plan.days for task in day.tasks if math.isfinite(task.weight))
    weights = {(task.kind, task.name): task.weight for task in tasks}
    found: dict[tuple[str, str], float] = {}
    for kind in {kind for kind, _ in weights}:
        mine = sorted(
            (topic for topic in weights if topic[0] == kind), key=lambda t: (-weights[t], t)
        )
        found |= {topic: place / len(mine) for place, topic in enumerate(mine)}
    return found


def _said(task: Task, plan: Plan) -> tuple[str, str, list[Any]]:
    name, part, night = task.name, task.part, len(plan.days) == 1
    if task.kind == "concept":
        notes = read_notes(name)
        if night:
            link = f"{name}?{name}.read=wrong"
            return f"What people get wrong: {notes.title}", link, ["seen", name]
        if part == 1:
            many = sum(preset.predict is not None for preset in notes.presets.values())
            return f"Guess: {notes.title}", f"{name}?predict=true", ["guessed", name, many]
        if part == 2:
            link = f"{name}?challenge={notes.challenges[0].id}"
            return f"Challenge: {notes.title}", link, ["solved", name]
        link = f"interview?interview.concept={name}"
        return f"Questions: {notes.title}", link, ["answered", name, len(notes.interview)]
    if task.kind == "kata":
        words = "Kata, aloud" if night else "Kata"
        return f"{words}: {katas()[name].title}", katas()[name].link, ["kata", name]
    if task.kind == "design":
        title, link = (
            designs()[name].title,
            f"interview?interview.view=design&interview.design={name}",
        )
        return f"Design aloud: {title}", link, ["round", f"design.{name}", part]
    mock = "interview?interview.view=mock"
    rest: dict[str, tuple[str, str, list[Any]]] = {
        "first": ("A mock round, then look at what you missed", mock, ["round", "mock", part]),
        "round": ("A mock round", mock, ["round", "mock", plan.firsts + part]),
        "loop": ("All four parts", "interview?interview.view=loop", ["round", "loop", part]),
        "story": ("Tell a story", "stories", ["stories", part]),
        "cards": ("The cards that are due", "flashcards", ["due"]),
    }
    return rest[task.kind]


def plan_data(plan: Plan, wish: Wish) -> dict[str, Any]:
    """What plan.js draws."""
    ranks = ranked(plan)
    return {
        "link": urlencode(wish_texts(wish), doseq=True),
        "interview": wish.date.isoformat(),
        "days": [
            {
                "date": day.date.isoformat(),
                "fresh": day.new_cards,
                "tasks": [task_data(task, plan, ranks) for task in day.tasks],
            }
            for day in plan.days
        ],
        "dropped": [_titled(topic) for topic in plan.dropped],
    }


def _titled(topic: Topic) -> str:
    if topic.kind == "concept":
        return read_notes(topic.name).title
    return katas()[topic.name].title if topic.kind == "kata" else designs()[topic.name].title


def plan_entries(plan: Plan, wish: Wish, here: str) -> list[Entry]:
    """The days of the plan for a calendar, and the interview; `here` is the address of the page."""
    link = urljoin(here, f"{HERE}?{urlencode(wish_texts(wish), doseq=True)}")
    entries = []
    for day in plan.days:
        if day.tasks:
            lines = [f"{_said(task, plan)[0]}, {task.minutes} min" for task in day.tasks]
            lines += [f"{day.new_cards} new cards"] if day.new_cards else []
            summary = f"Sightglass: {day.minutes} min"
            entries.append(Entry(day.date, summary, "\n".join(lines), link))
    return [*entries, Entry(wish.date, "Interview", "Sleep well.", link)]


# --- the page ------------------------------------------------------------------------------------


def draw_plan() -> None:
    """The controls, and under them the plan or why there is none."""
    today = clock.today()
    _follow(today)
    with st.container(width=WIDTH):
        _draw_controls()
        wish = _chosen(today)
        _write(wish)
        for problem in st.session_state.get(key_of(HERE, "problems"), ()):
            st.warning(problem)
        data: dict[str, Any] = {"plan": None, "asks": not _said_in_link()}
        try:
            plan = planned(wish, today)
        except Unplannable as why:
            st.error(str(why))
        else:
            data["plan"] = plan_data(plan, wish)
        _PLAN(key=key_of(HERE, "drawn"), data=data, on_kept_change=_kept)
        if data["plan"]:
            _draw_actions(plan, wish, today)


def _draw_controls() -> None:
    asks = st.container(key=f"{HERE}-asks")
    row = asks.container(horizontal=True, gap="small")
    row.date_input(
        "Interview on", min_value=FIRST, max_value=LAST, format="YYYY-MM-DD",
        key=control_key(HERE, "date"), width=190, persist_state="session", on_change=_anew,
    )  # fmt: skip
    row.number_input(
        "Hours a week", 0.0, float(MOST_HOURS), step=0.5, format="%g",
        key=control_key(HERE, "hours"), width=150, persist_state="session", on_change=_anew,
    )  # fmt: skip
    row.segmented_control(
        "About", ROLE_WORDS, format_func=ROLE_WORDS.__getitem__, required=True,
        key=control_key(HERE, "role"), persist_state="session", on_change=_anew,
    )  # fmt: skip
    titles = {notes.stem: notes.title for notes in all_notes()}
    asks.multiselect(
        "Weak", titles, format_func=titles.__getitem__, key=control_key(HERE, "weak"),
        placeholder="What you missed: it gets twice the time", label_visibility="collapsed",
        persist_state="session", on_change=_anew,
    )  # fmt: skip


def missed(deck: Deck) -> tuple[str, ...]:
    """The concepts of which a card was missed, by stem, in the order of the menu."""
    topics = {name.partition(".")[0] for name, entry in deck.entries.items() if entry.misses}
    return tuple(notes.stem for notes in all_notes() if notes.stem in topics)


def _draw_actions(plan: Plan, wish: Wish, today: date) -> None:
    deck = kept().deck
    with st.container(horizontal=True, key=f"{HERE}-acts"):
        if deck is not None and {*missed(deck)} - {*wish.weak}:
            st.button(
                "Take what I missed", key=key_of(HERE, "missed"), on_click=_take_missed,
                help="Concepts of which you missed a card get twice the time. The plan begins anew.",
            )  # fmt: skip
        if deck is not None and deck.choices != _cards(deck, plan, wish):
            st.button(
                "Cards to this date", key=key_of(HERE, "cards"), on_click=_set_cards,
                args=(plan, wish),
                help="No flashcard comes later than the interview, and new ones come as the plan says.",
            )  # fmt: skip
        here = st.context.url or ""
        st.download_button(
            "Calendar file", partial(_calendar, plan, wish, here), "sightglass-plan.ics",
            "text/calendar", key=key_of(HERE, "calendar"), on_click="ignore",
            help="A day of the plan is an event of that day. Imported again, it moves the old ones.",
        )  # fmt: skip
        if plan.days[0].date < today:
            st.button("Begin anew today", key=key_of(HERE, "anew"), on_click=_anew)


def _take_missed() -> None:
    deck = kept().deck
    weak = st.session_state[control_key(HERE, "weak")]
    found = {*weak, *(missed(deck) if deck else ())}
    st.session_state[control_key(HERE, "weak")] = [n.stem for n in all_notes() if n.stem in found]
    _anew()


def _cards(deck: Deck, plan: Plan, wish: Wish) -> Choices:
    """What the visitor chose for their cards, with the date of the plan and its new cards a day."""
    new = min(plan.days[0].new_cards, MOST_NEW_A_DAY) or deck.choices.new_a_day
    return replace(deck.choices, interview=wish.date, new_a_day=new)


def _set_cards(plan: Plan, wish: Wish) -> None:
    if (deck := kept().deck) is not None:
        keep(choose(deck, _cards(deck, plan, wish), clock.now()))


def _calendar(plan: Plan, wish: Wish, here: str) -> bytes:
    return calendar_file(plan_entries(plan, wish, here), "Sightglass", clock.now())


def _follow(today: date) -> None:
    """Where the link is not the one we wrote, take its word; first thing of a run."""
    said, known = _said_in_link(), st.session_state.get(key_of(HERE, "linked"))
    if said == known or (known is not None and st.session_state["arrived"] and not said):
        return  # coming back by the menu finds the plan as it was left
    _take(*read_wish(said, today))


def _take(wish: Wish, problems: list[str]) -> None:
    for name, value in vars(wish).items():
        key = control_key(HERE, name)
        st.session_state[key] = list(value) if isinstance(value, tuple) else value
    st.session_state[key_of(HERE, "problems")] = problems


def _chosen(today: date) -> Wish:
    """What the controls say. One that a browser says is empty, which none can be, is as at first."""
    values = {name: st.session_state[control_key(HERE, name)] for name in Wish.__annotations__}
    said = {name: value for name, value in values.items() if value is not None}
    return replace(_first(today), **said | {"weak": tuple(values["weak"])})


def _write(wish: Wish) -> None:
    """Have the link say the wish, once the visitor has said one."""
    said, wanted = _said_in_link(), wish_texts(wish)
    if said != wanted and (said or st.session_state.get(key_of(HERE, "moved"))):
        others = {k: st.query_params.get_all(k) for k in st.query_params if k not in said}
        st.query_params.from_dict(others | wanted)
        said = wanted
    st.session_state[key_of(HERE, "linked")] = said


def _anew() -> None:
    """The visitor has said something else: the plan begins today."""
    st.session_state[control_key(HERE, "begin")] = clock.today()
    st.session_state[key_of(HERE, "moved")] = True
    st.session_state[key_of(HERE, "problems")] = []


def _kept() -> None:
    """The browser says which plan it keeps, where the link names none."""
    said = parse_qs(str(st.session_state[key_of(HERE, "drawn")]["kept"]))
    _take(*read_wish(said, clock.today()))
    st.session_state[key_of(HERE, "moved")] = True


def _said_in_link() -> Texts:
    mine = (key for key in st.query_params if key.startswith(f"{HERE}."))
    return {key: st.query_params.get_all(key) for key in mine}
