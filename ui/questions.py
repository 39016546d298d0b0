"""The interview questions of all concepts: found, drawn, and named in a link."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import streamlit as st

from content.read import (
    GENERAL,
    KINDS,
    LEVELS,
    Belief,
    Notes,
    Question,
    all_notes,
    fill,
    general,
    read_notes,
)
from content.rounds import designs
from data.own import plain
from methods.once import once
from rehearsal.round import MOST_SEED
from ui.compute import computed
from ui.keys import control_key, key_of
from ui.session import Page
from ui.static import FILES
from ui.texts import Texts, link_texts, state
from ui.view import View, view_texts

HERE = "interview"  # the page, and the first part of its names in a link
UNFOLDED = key_of(HERE, "unfolded")  # the questions that stand open, by key
PAGE = 20  # questions that are listed at once, and more at each wish
WIDTH = 820  # pixels: lines that can be read
GENERAL_TITLE = "General"
MOST_SOUGHT = 80  # characters
VIEWS = {
    "questions": "Questions",
    "mock": "Mock round",
    "design": "Design",
    "loop": "All four parts",
    "overview": "Overview",
}
ROUNDS = ("mock", "design", "loop")  # the views that are a round
WHAT = {
    "concept": "concept",
    "level": "difficulty",
    "kind": "kind of question",
    "view": "view",
    "design": "design",
}


@dataclass(frozen=True)
class Asked:
    """A question, and the words of the concept whose picture proves its answer.

    `topic` is the stem of the concept it belongs to, or GENERAL.
    """

    notes: Notes
    question: Question
    topic: str

    @property
    def name(self) -> str:
        """Names it among all questions, for good."""
        return f"{self.topic}.{self.question.id}"

    @property
    def title(self) -> str:
        """That of its topic."""
        return GENERAL_TITLE if self.topic == GENERAL else self.notes.title

    @property
    def about(self) -> str:
        """What it is about, how hard it is, and of what kind."""
        return f"{self.title} · {self.question.level} · {self.question.kind}"

    @once
    def text(self) -> str:
        """All its words, for the search; a number that is computed is none of them."""
        question = self.question
        then, wrong = question.follow_up, question.wrong
        words = (question.ask, *question.points, question.say, question.proof)
        words += (then.ask, then.answer, wrong.say, wrong.why)
        return re.sub(r"\{\{\w+\}\}", "", " ".join(words)).casefold()


@dataclass(frozen=True)
class Choice:
    """What the visitor chose on the page. Of concepts, levels and kinds none means all.

    `design` is the system that a design round is about; "" for the one of the round's number.
    """

    concept: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    find: str = ""
    view: str = "questions"
    round: int = 1
    design: str = ""


@lru_cache(maxsize=1)
def bank() -> Mapping[str, Asked]:
    """Every question by its name, in the order of the menu, from easy to hard; general ones last."""
    asked = [Asked(notes, each, notes.stem) for notes in all_notes() for each in notes.interview]
    asked += [Asked(read_notes(page), each, GENERAL) for page, each in general()]
    return {each.name: each for each in asked}


def question_level(name: str) -> int:
    """How hard a question of the bank is, from 0."""
    return LEVELS.index(bank()[name].question.level)


def options() -> dict[str, dict[str, str]]:
    """What can be chosen: for each part of a link its values, and how they are shown."""
    return {
        "concept": {notes.stem: notes.title for notes in all_notes()} | {GENERAL: GENERAL_TITLE},
        "level": {level.lower(): level for level in LEVELS},
        "kind": {kind: kind.capitalize() for kind in KINDS},
        "view": VIEWS,
        "design": {design.id: design.title for design in designs().values()},
    }


def matching(choice: Choice) -> list[Asked]:
    """The questions that were chosen, and have every word that is sought, in the bank's order."""
    sought = choice.find.casefold().split()
    return [
        each
        for each in bank().values()
        if (not choice.concept or each.topic in choice.concept)
        and (not choice.level or each.question.level.lower() in choice.level)
        and (not choice.kind or each.question.kind in choice.kind)
        and all(word in each.text for word in sought)
    ]


# --- in a link -----------------------------------------------------------------------------------


def choice_texts(choice: Choice) -> Texts:
    """What a link says for that choice; `read_choice` gives it back."""
    texts = {
        "concept": list(choice.concept),
        "level": list(choice.level),
        "kind": list(choice.kind),
        "find": [choice.find] if choice.find else [],
        "view": [choice.view] if choice.view != Choice.view else [],
        "round": [str(choice.round)] if choice.round != Choice.round else [],
        "design": [choice.design] if choice.design else [],
    }
    return {f"{HERE}.{key}": said for key, said in texts.items() if said}


def read_choice(texts: Mapping[str, Sequence[str]]) -> tuple[Choice, list[str]]:
    """The choice a link asks for, and a sentence for each part that was left out."""
    said = {key.removeprefix(f"{HERE}."): list(values) for key, values in texts.items()}
    known, problems = options(), []
    for key, values in said.items():
        if key not in (*known, "find", "round"):
            problems.append(f"The link sets {plain(key)}, which this page does not have.")
        for value in values if key in known else ():
            if value not in known[key]:
                problems.append(f"There is no {WHAT[key]} {plain(value)}; it is left out.")
    found = {key: [v for v in known[key] if v in said.get(key, ())] for key in known}
    number = (said.get("round") or [str(Choice.round)])[-1]
    if not (meant := re.fullmatch(r"[1-9]\d{0,3}", number, re.ASCII)):
        problems.append(
            f"There is no round {plain(number)}, only 1 to {MOST_SEED}; it is left out."
        )
    choice = Choice(
        concept=tuple(found["concept"]),
        level=tuple(found["level"]),
        kind=tuple(found["kind"]),
        find=sought(" ".join(said.get("find", ()))),
        view=(found["view"] or [Choice.view])[-1],
        round=int(number) if meant else Choice.round,
        design=(found["design"] or [""])[-1],
    )
    return choice, problems


def sought(text: str) -> str:
    """What is typed into the search, in one short line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:MOST_SOUGHT]


# --- the page ------------------------------------------------------------------------------------


def follow() -> None:
    """Where the link is not the one we wrote, take its word; first thing of a run."""
    said, known = _said(), st.session_state.get(_key("linked"))
    if said == known or (known is not None and st.session_state["arrived"] and not said):
        return  # coming back by the menu finds the page as it was left
    choice, st.session_state[_key("problems")] = read_choice(said)
    for name, value in vars(choice).items():
        st.session_state[control_key(HERE, name)] = (
            list(value) if isinstance(value, tuple) else value
        )
    if choice.view in ROUNDS:
        st.session_state[_key("drawn")] = True


def chosen() -> Choice:
    """What the visitor chose, as the page's controls have it. A round is not of one kind."""
    values = {name: st.session_state[control_key(HERE, name)] for name in vars(Choice())}
    for name in ("concept", "level", "kind"):
        values[name] = tuple(value for value in options()[name] if value in values[name])
    if values["view"] in ROUNDS:
        design = values["design"] if values["view"] == "design" else ""
        return Choice(**values | {"kind": (), "find": "", "design": design})
    return Choice(**values | {"find": sought(values["find"]), "round": Choice.round, "design": ""})


def write(choice: Choice) -> None:
    """Have the link say that choice, unless it does already."""
    said, wanted = _said(), choice_texts(choice)
    if said != wanted and read_choice(said)[0] != choice:
        others = {k: st.query_params.get_all(k) for k in st.query_params if k not in said}
        st.query_params.from_dict(others | wanted)
        said = wanted
    st.session_state[_key("linked")] = said


def dress() -> None:
    """The styles of both pages."""
    st.html(f"<style>{FILES['rehearsal.css'].decode()}</style>")


def draw_view() -> None:
    """The two views of the page, and what was wrong with the link."""
    st.segmented_control(
        "View", VIEWS, format_func=VIEWS.__getitem__, required=True, key=control_key(HERE, "view"),
        label_visibility="collapsed", persist_state="session", on_change=_turned,
    )  # fmt: skip
    for problem in st.session_state.get(_key("problems"), ()):
        st.warning(problem, width=WIDTH)


def draw_filters(*names: str) -> None:
    """The filters of those names, side by side."""
    labels = {"concept": "Concept", "level": "Difficulty", "kind": "Kind"}
    alls = {"concept": "All concepts", "level": "Any difficulty", "kind": "Any kind"}
    for place, name in zip(st.columns(len(names), gap="small"), names, strict=True):
        words = options()[name]
        place.multiselect(
            labels[name], words, format_func=words.__getitem__, placeholder=alls[name],
            key=control_key(HERE, name), label_visibility="collapsed", persist_state="session",
            on_change=_forget_problems,
        )  # fmt: skip


def draw_bank(choice: Choice) -> None:
    """The questions that were chosen, the first of them to begin with."""
    with st.container(width=WIDTH):
        st.text_input(
            "Search", type="search", placeholder="Search questions and answers",
            key=control_key(HERE, "find"), max_chars=MOST_SOUGHT, label_visibility="collapsed",
            persist_state="session", on_change=_forget_problems,
        )  # fmt: skip
        draw_filters("concept", "level", "kind")
        found = matching(choice)
        if not found:
            _say_nothing_found(choice)
            return
        st.caption(f"{len(found)} of {len(bank())} questions")
        if st.session_state.get(_key("listed")) != choice:  # another list is begun from its top
            st.session_state[_key("listed")], st.session_state[_key("many")] = choice, PAGE
        many = st.session_state[_key("many")]
        for _, of_one in groupby(found[:many], key=lambda each: each.topic):
            _draw_group(list(of_one))
        if (rest := len(found) - many) > 0:
            st.button(
                f"Show {min(rest, PAGE)} more", key=_key("more questions"), on_click=_list_more
            )


def _draw_group(of_one: list[Asked]) -> None:
    """Questions of one concept, under its title."""
    with st.container(gap="xsmall"):
        st.caption(of_one[0].title)
        for each in of_one:
            draw_question(each, _key("question"), f"{each.question.level} · {each.question.kind}")


def _say_nothing_found(choice: Choice) -> None:
    what = f" with {plain(choice.find)}" if choice.find else ""
    st.markdown(f"There is no such question{what}.")
    st.button("Clear the filters", on_click=clear_filters)


def clear_filters() -> None:
    """Have every question shown; for use in a callback."""
    for name in ("concept", "level", "kind"):
        st.session_state[control_key(HERE, name)] = []
    st.session_state[control_key(HERE, "find")] = ""
    _forget_problems()


def _list_more() -> None:
    st.session_state[_key("many")] += PAGE


def _turned() -> None:
    """The visitor turned to another view. The first round is any."""
    _forget_problems()
    if st.session_state[control_key(HERE, "view")] in ROUNDS and not st.session_state.get(
        _key("drawn")
    ):
        st.session_state[_key("drawn")] = True
        st.session_state[control_key(HERE, "round")] = secrets.randbelow(MOST_SEED) + 1


def _forget_problems() -> None:
    st.session_state[_key("problems")] = []


def _said() -> Texts:
    """What the link says about this page."""
    mine = (key for key in st.query_params if key.startswith(f"{HERE}."))
    return {key: st.query_params.get_all(key) for key in mine}


def _key(name: str) -> str:
    """Where the session keeps what is no control's value."""
    return key_of(HERE, name)


# --- a question ----------------------------------------------------------------------------------


def draw_question(asked: Asked, key: str, about: str) -> None:
    """A question that unfolds to its answer, which is computed when it is asked for."""

    def draw() -> None:
        label = f"{asked.question.ask} :gray[{about}]"
        name, unfolded_ones = f"{key}.{asked.name}", st.session_state.setdefault(UNFOLDED, set())
        if name not in st.session_state and name in unfolded_ones:
            st.session_state[name] = True  # Streamlit forgets it while another page is looked at
        unfolded = st.expander(label, key=name, on_change="rerun")
        (unfolded_ones.add if unfolded.open else unfolded_ones.discard)(name)
        if unfolded.open:
            with unfolded:
                draw_answer(asked, key)

    st.fragment(draw, key=f"{key}:{asked.name}")()


def draw_answer(asked: Asked, key: str, *, then: bool = True) -> int:
    """The points of a good answer, the answer itself, and the way to its proof.

    Without `then` not what is asked next. Returns how many of the points the visitor has ticked as said.
    """
    question, page = asked.question, Page.of(asked.notes.stem)
    facts = facts_of(page, question)
    st.markdown("**The points.** Tick what you said.")
    with st.container(gap="xxsmall"):
        ticked = [
            st.checkbox(point, key=f"{key}.{asked.name}.point{number}", persist_state="session")
            for number, point in enumerate(question.points)
        ]
    st.markdown(answer_words(question, facts, then=then))
    show_me(asked)
    return sum(ticked)


def facts_of(page: Page, shown: Belief | Question) -> dict[str, str]:
    """The facts of the picture that a misconception or an answer points to, for Markdown."""
    facts = page.sentences.facts(computed(page.concept, state(page.concept, shown)))
    return {name: said.replace("$", r"\$") for name, said in facts.items()}  # dollars, no formula


def answer_words(question: Question, facts: Mapping[str, str], *, then: bool = True) -> str:
    """An answer as it is said, what comes after it, and its proof, as Markdown."""
    next_, wrong = question.follow_up, question.wrong
    asked = f"**Then they ask.** {next_.ask} {next_.answer}\n\n" if then else ""
    return (
        f"**In 60 seconds.** {question.say.strip()}\n\n{asked}"
        f"**The common wrong answer.** “{wrong.say}” {wrong.why}\n\n"
        f"**In the picture.** {fill(question.proof, facts)}"
    )


def show_me(asked: Asked, label: str = "Show me") -> None:
    """The link to the state of the concept's page that proves the answer."""
    st.page_link(
        f"pages/{asked.notes.stem}.py",
        label=label,
        icon=":material/arrow_forward:",
        icon_position="right",
        help=f"Opens {asked.notes.title} with the picture that shows this.",
        query_params=proof_texts(asked),
    )


def proof_texts(asked: Asked) -> Texts:
    """What the link says that opens the state of the concept's page that proves the answer."""
    stem = asked.notes.stem
    concept = Page.of(stem).concept
    view = View(question=asked.question.id)
    said = link_texts(stem, concept, state(concept, asked.question), "why")
    return said | view_texts(view, stem, concept)


# Streamlit begins every page at its top. Who comes back from the picture finds the question in its place,
# and the focus where it was.
_PLACE = st.components.v2.component(
    "sightglass_place",
    js="""
const left = (window.sightglassLeft ??= new Map()); // by page: which link was followed, from where
const PATIENCE = 4000, RESTS = 10; // milliseconds; frames in which it has stayed there
let here = "";
const main = () => document.querySelector("[data-testid=stMain]");
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.('a[href*="question="]');
  if (link) left.set(here, { href: link.getAttribute("href"), top: main().scrollTop });
}, { capture: true });
export default ({ data: { page } }) => {
  here = page;
  const kept = left.get(page);
  left.delete(page);
  if (!kept) return;
  const began = performance.now(), moves = new AbortController();
  for (const name of ["wheel", "touchstart", "pointerdown", "keydown"])
    addEventListener(name, () => moves.abort(), { capture: true, signal: moves.signal });
  let rests = 0;
  const look = () => {
    if (moves.signal.aborted) return;
    const link = document.querySelector(`a[href="${CSS.escape(kept.href)}"]`);
    rests = link && Math.abs(main().scrollTop - kept.top) < 2 ? rests + 1 : 0;
    if (rests === 1) link.focus({ preventScroll: true });
    if (rests > RESTS || performance.now() - began > PATIENCE) return moves.abort();
    main().scrollTop = kept.top;
    requestAnimationFrame(look);
  };
  look();
};
""",
)


def keep_place(page: str) -> None:
    """Have the browser find that page again as far down as it was left by *Show me*."""
    _PLACE(key=key_of(page, "place"), data={"page": page})


# Where a button that had the focus is gone, the focus would fall back to the top of the page, and the
# next Tab with it.
_LEAD = st.components.v2.component(
    "sightglass_lead",
    js="""
let led = null; // the turn it was led at last
let given = null; // what it was given to
export default ({ data: { to, turn } }) => {
  if (led === turn) return;
  const first = led === null;
  led = turn;
  let frames = first ? 0 : 60;
  const look = () => {
    const has = document.activeElement;
    if (frames-- <= 0 || (has !== document.body && has !== given)) return;
    const there = document.querySelector(`.st-key-${to}`);
    if (!there) return requestAnimationFrame(look);
    const button = there.matches(".stElementContainer") && there.querySelector("button");
    if (!button) Object.assign(there, { tabIndex: -1 }).style.outline = "none";
    given = button || there;
    given.focus({ preventScroll: true });
  };
  look();
};
""",
)


def lead(to: str, turn: str) -> None:
    """Once for each `turn`, lead the keyboard's focus, if it was lost, to the element of that key."""
    _LEAD(key="lead", data={"to": to, "turn": turn})
