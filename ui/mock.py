"""Rounds against the clock: questions, a design, all four parts; then what they were like."""

import math
from dataclasses import replace
from uuid import uuid4

import streamlit as st

from content.rounds import designs
from rehearsal.deck import Rating, answer
from rehearsal.round import (
    LOOKS,
    MOST_SEED,
    RATINGS,
    SECONDS,
    SIZE,
    Round,
    Turn,
    begin,
    follows,
    look_again,
    next_seed,
    overtime,
    rate,
    say_time,
    show,
    timed,
)
from ui import clock
from ui.keys import control_key, key_of
from ui.questions import (
    HERE,
    WIDTH,
    Choice,
    bank,
    draw_filters,
    draw_question,
    lead,
    matching,
    question_level,
    show_me,
)
from ui.static import LIVE
from ui.storage import keep, kept
from ui.turns import draw_said, drawn, item, looks, turns_of

ROUND, RUN = (
    key_of(HERE, "round"),
    key_of(HERE, "run"),
)  # the round, and what tells it from every other

# Drawn in the browser: a run of the server each second would be too much for a class. What has
# passed is kept in the window, so that a look at another page does not set the clock back.
_CLOCK = st.components.v2.component(
    "sightglass_clock",
    html="""
<div class="clock">
  <div class="row">
    <output role="timer"></output><span class="said"></span><button type="button"></button>
  </div>
  <div class="track"><div class="left"></div></div>
  <div class="aloud" role="status"></div>
</div>
""",
    css="""
.clock { color: var(--st-text-color); font: 400 16px/1.4 var(--st-font); }
.row { display: flex; align-items: center; gap: 0.75rem; min-height: 40px; }
output { min-width: 4.6ch; font-size: 26px; font-weight: 600; font-variant-numeric: tabular-nums; }
.said { flex: 1; }
.over output, .over .said { color: var(--st-red-text-color); }
button {
  min-width: 92px; height: 40px; padding: 0 12px; font: inherit; color: inherit; cursor: pointer;
  background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: 6px;
}
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
button[hidden] { display: none; }
.track {
  height: 6px; margin-top: 4px; overflow: hidden;
  border-radius: 3px; background: var(--st-secondary-background-color);
}
.left {
  height: 100%; border-radius: 3px; background: var(--st-primary-color);
  transform-origin: left; transition: transform 0.25s linear;
}
.over .left { background: var(--st-red-text-color); }
.aloud { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (prefers-reduced-motion: reduce) { .left { transition: none; } }
""",
    js="""
const minutes = seconds => seconds > 90 ? `${seconds / 60} minutes` : `${seconds} seconds`;
const clocks = (window.sightglassClocks ??= new Map());
const ticking = new WeakMap();
const still = matchMedia("(prefers-reduced-motion: reduce)");

export default ({ data: { turn, allowed, stopped }, parentElement, setTriggerValue }) => {
  const root = parentElement.querySelector(".clock");
  const [time, said, button, left, aloud] =
    ["output", ".said", "button", ".left", ".aloud"].map(name => root.querySelector(name));
  if (!clocks.has(turn)) clocks.set(turn, { before: 0, since: performance.now() });
  const clock = clocks.get(turn);
  const running = () => clock.since !== null;
  const seconds = () => (clock.before + (running() ? performance.now() - clock.since : 0)) / 1000;
  const hold = () => Object.assign(clock, { before: seconds() * 1000, since: null });
  const draw = () => {
    const passed = stopped ? Math.round(seconds()) : Math.floor(seconds());
    const over = passed > allowed;
    const rest = Math.abs(allowed - passed);
    const digits = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`;
    time.textContent = over ? `+${digits}` : digits;
    said.textContent = `${over ? "over" : "left"}${running() || stopped ? "" : ", paused"}`;
    root.classList.toggle("over", over);
    // without motion the bar goes second by second, as the numbers do
    const share = Math.max(0, 1 - (still.matches ? passed : seconds()) / allowed);
    left.style.transform = over ? "none" : `scaleX(${share})`;
    const news = passed >= allowed && !stopped ? `${minutes(allowed)} are over.` : "";
    if (aloud.textContent !== news) aloud.textContent = news;
    button.textContent = running() ? "Pause" : "Go on";
    button.hidden = stopped;
  };
  button.onclick = () => {
    if (running()) hold();
    else clock.since = performance.now();
    draw();
  };
  if (stopped && !clock.told) {
    hold();
    clock.told = true;
    setTriggerValue("took", { turn, seconds: seconds() });
  }
  draw();
  clearInterval(ticking.get(root));
  if (!stopped) ticking.set(root, setInterval(draw, 250));
  return () => clearInterval(ticking.get(root));
};
""",
)


# Tells the browser's own record that a round is finished, for the plan and what is kept there.
_FINISHED = st.components.v2.component(
    "sightglass_finished",
    js=f"""
const done = import(new URL("{LIVE}/done.js", document.baseURI).href);
export default ({{ data: {{ kind, run }} }}) => {{ done.then(js => js.finished(kind, run)); }}
""",
)
STARTS = {
    "mock": f"{SIZE} questions from easy to hard, {SECONDS} seconds each, and one that they ask then. "
    "Say your answer aloud, look, and rate yourself. Everybody with this link gets the same questions.",
    "design": "A system in seven steps and 45 minutes, each step with its clock. Talk as if somebody "
    "listened, and tick afterwards what you said.",
    "loop": "Theory, coding, design, and your own past, in an hour: three questions, a kata on paper, a "
    "system, a story. Everybody who opens this link gets the same.",
}


def draw_mock(choice: Choice) -> None:
    """The round where it stands: before it, a turn of it, or what it was like."""
    with st.container(width=WIDTH):
        round_ = _running(choice)
        if round_ is None:
            _draw_start(choice)
        elif round_.over:
            _draw_summary(round_, choice)
        else:
            _draw_turn(round_)


def _running(choice: Choice) -> Round | None:
    """The round that was begun, if it is still the one that the link says."""
    round_: Round | None = st.session_state.get(ROUND)
    if round_ is not None and tuple(turn.name for turn in round_.turns) != _drawn(choice):
        round_ = st.session_state[ROUND] = None
    return round_


def _drawn(choice: Choice) -> tuple[str, ...]:
    return turns_of(choice)[choice.view]


# --- before --------------------------------------------------------------------------------------


def _draw_start(choice: Choice) -> None:
    names = _drawn(choice)
    if choice.view == "design":
        titles = {"": "Any system"} | {design.id: design.title for design in designs().values()}
        st.selectbox(
            "System", titles, format_func=titles.__getitem__, key=control_key(HERE, "design"),
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
    else:
        draw_filters("level", "concept")
    if not choice.design:
        st.number_input(
            "Round", 1, MOST_SEED, key=control_key(HERE, "round"), persist_state="session", width=180,
            help="The same number gives everybody the same questions.",
        )  # fmt: skip
    asked = sum(name in bank() for name in names)
    if choice.view == "mock" and 0 < asked < SIZE:
        st.markdown(f"There are only {asked} such questions: the round has no more.")
    elif names:
        st.markdown(STARTS[choice.view])
    else:
        st.markdown("There is no such question.")
    st.button(
        "Start", type="primary", key=key_of(HERE, "start"), on_click=_begin, args=(names,),
        disabled=not names,
    )  # fmt: skip
    lead(f"{HERE}-start", "start")


def _begin(names: tuple[str, ...]) -> None:
    st.session_state[ROUND], st.session_state[RUN] = begin(names), uuid4().hex[:8]


# --- within --------------------------------------------------------------------------------------


def _draw_turn(round_: Round) -> None:
    turn = round_.turns[round_.at]
    asked = item(turn.name)
    run = st.session_state[RUN]
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        st.caption(f"{round_.at + 1} of {len(round_.turns)} · {asked.about}", width="stretch")
        st.button("Leave", type="tertiary", key=key_of(HERE, "leave"), on_click=_leave)
    st.subheader(asked.ask, anchor=False)
    _CLOCK(
        key=key_of(HERE, "clock"),
        data={
            "turn": f"{run} {round_.at}",
            "allowed": asked.seconds,
            "stopped": turn.shown,
            "dark": st.context.theme.type == "dark",
        },
        on_took_change=_took,
    )
    if asked.more:
        st.caption(f"If you ask: {asked.more}")
    likely = ""
    if turn.shown:
        with st.container(key=f"{HERE}-answer"):
            then = f"then:{turn.name}" not in [each.name for each in round_.turns]
            ticked = draw_said(turn.name, key_of(HERE, run), then=then)
        likely = follows(ticked, len(asked.points)) if ticked else ""
    row = st.bottom.container(horizontal=True, gap="small", width=WIDTH, key=f"{HERE}-row")
    if not turn.shown:
        words = "Show the points" if asked.points and turn.name not in bank() else "Show the answer"
        row.button(
            words, type="primary", key=key_of(HERE, "show"), shortcut="S", on_click=_show,
        )  # fmt: skip
    else:
        for number, (rating, words) in enumerate(RATINGS.items(), 1):
            row.button(
                words, key=key_of(HERE, rating), shortcut=str(number), on_click=_rate, args=(rating,),
                type="primary" if rating == likely else "secondary",
            )  # fmt: skip
    lead(f"{HERE}-answer" if turn.shown else f"{HERE}-show", f"{run} {round_.at} {turn.shown}")


def _show() -> None:
    if round_ := st.session_state[ROUND]:
        st.session_state[ROUND] = show(round_)


def _rate(rating: str) -> None:
    """The visitor has rated their turn; a question that was missed is a card of today."""
    if round_ := st.session_state[ROUND]:
        after = st.session_state[ROUND] = rate(round_, rating)
        name, deck = round_.turns[round_.at].name, kept().deck
        if after != round_ and rating == "missed" and name in bank() and deck is not None:
            keep(answer(deck, name, Rating.Again, clock.now()))


def _leave() -> None:
    st.session_state[ROUND] = None


def _took() -> None:
    """The browser says how long a turn took."""
    said = st.session_state[key_of(HERE, "clock")]["took"]
    run, _, turn = str(said["turn"]).partition(" ")
    seconds, round_ = float(said["seconds"]), st.session_state.get(ROUND)
    if round_ is not None and run == st.session_state[RUN] and math.isfinite(seconds):
        st.session_state[ROUND] = timed(round_, int(turn), seconds)


# --- after ---------------------------------------------------------------------------------------


def _draw_summary(round_: Round, choice: Choice) -> None:
    again = look_again(round_, _seconds)
    nailed = sum(turn.rating == "nailed" for turn in round_.turns)
    st.subheader(f"You nailed {nailed} of {len(round_.turns)}.", anchor=False)
    _draw_looks(again)
    if any(turn.rating == "missed" and turn.name in bank() for turn in again):
        st.markdown("The questions you missed are among today's flashcards.")
    for turn in again:
        _draw_turned(turn, "again")
    if good := [turn for turn in round_.turns if turn not in again]:
        st.markdown("These were fine." if again else "Here they are.")
        for turn in good:
            _draw_turned(turn, "good")
    with st.container(horizontal=True):
        st.button(
            "Again with new questions", type="primary", key=key_of(HERE, "more"), on_click=_again,
            args=(choice,),
        )  # fmt: skip
        st.button("Choose anew", key=key_of(HERE, "choose"), on_click=_leave)
    run = st.session_state[RUN]
    system = round_.turns[0].name.removeprefix("step:").partition("/")[0]
    kind = f"design.{system}" if choice.view == "design" else choice.view
    _FINISHED(key=key_of(HERE, "finished"), data={"kind": kind, "run": run})
    lead(f"{HERE}-more", f"{run} over")


def _draw_looks(again: list[Turn]) -> None:
    """Up to three pictures to look at, of what went worst."""
    named = dict.fromkeys(name for turn in again for name in looks(turn.name))
    if not named:
        st.markdown("All of it in time. Nothing to look at again.")
        return
    st.markdown("**Look at this next.**")
    with st.container(key=f"{HERE}-looks", gap="xsmall"):
        for name in [*named][:LOOKS]:
            show_me(bank()[name], bank()[name].question.ask)


def _draw_turned(turn: Turn, key: str) -> None:
    """A turn that is over: a question opens to its answer, of the others what is said of it is enough."""
    if turn.name in bank():
        draw_question(bank()[turn.name], key_of(HERE, key), _said(turn))
    else:
        st.markdown(f"{item(turn.name).ask} :gray[{_said(turn)}]")


def _seconds(name: str) -> int:
    return item(name).seconds


def _said(turn: Turn) -> str:
    """How a turn went: its rating, its time, and what it was about."""
    asked = item(turn.name)
    over = ", over time" if overtime(turn, asked.seconds) else ""
    return f"**{RATINGS[turn.rating]} · {say_time(turn.seconds)}{over}** · {asked.about}"


def _again(choice: Choice) -> None:
    """Another round, of the same kind."""
    pool = [each.name for each in matching(choice)]
    asked = drawn(pool, choice.round)
    seed = next_seed(pool, choice.round, asked, question_level) if pool else choice.round + 1
    st.session_state[control_key(HERE, "round")] = seed
    st.session_state[control_key(HERE, "design")] = ""
    _begin(turns_of(replace(choice, round=seed, design=""))[choice.view])
