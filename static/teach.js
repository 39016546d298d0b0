// The row of actions at the top of a page; guesses before the picture, and challenges.

import { element, makeBox } from "./dom.js";
import { makeMarks } from "./marks.js";

const PATIENCE = 5000; // milliseconds: an answer that takes longer has lost what was said

// The places in a page's row of actions, in the order they are seen and tabbed through: guesses and
// challenges, what is pinned and presented, what is taken away. Each part fills its own.
export function actionsOf(stage) {
  return (stage.actions ??= Object.fromEntries(["learn", "show", "take"].map((name) => [name, element("span", { className: "place" })])));
}

export function makeTeach(node, stage, part) {
  dress();
  node.classList.add("sightglass-teach");
  const { learn, show, take } = actionsOf(stage);
  const bar = element("div", { className: "bar", role: "group", ariaLabel: "Actions" });
  const list = element("div", { className: "card list", hidden: true, role: "group", ariaLabel: "Challenges" });
  const trial = element("section", { className: "card trial", hidden: true, tabIndex: -1, ariaLabel: "Challenge" });
  const question = element("section", { className: "card question", hidden: true, tabIndex: -1 });
  node.append(bar, element("div", { className: "cards" }, list, trial, question));

  const score = element("span", { className: "score", role: "status" });
  const guessing = element("input", { type: "checkbox", role: "switch" });
  guessing.addEventListener("change", () => part.send("predict", guessing.checked));
  const open = press("Challenges", () => unfold(list.hidden));
  open.ariaExpanded = "false";
  const label = element("label", { title: "Say what you expect before a preset is shown" }, guessing, "Guess first");
  const forget = press("Forget", () => part.send("forget", Date.now()));
  forget.title = "Forget the guesses and the solved challenges of this visit";
  forget.className = "forget";
  learn.replaceChildren(label, open);
  bar.append(learn, show, take, element("span", { className: "sum" }, score, forget));

  const attempt = makeTrial(trial, part);
  let asked = "null"; // the question that is drawn, and the list, as JSON
  let listed = "";
  let tried = ""; // the challenge's id
  let first = true;

  function unfold(whether) {
    list.hidden = !whether;
    open.ariaExpanded = String(whether);
    quiet();
  }
  function quiet() {
    node.classList.toggle("quiet", [list, trial, question].every((card) => card.hidden));
    makeRoom();
  }
  // In front of a room the question stands above the stage, which leaves it that much.
  function makeRoom() {
    const height = node.classList.contains("large") ? node.offsetHeight : 0;
    document.documentElement.style.setProperty("--sightglass-asked", `${height}px`);
  }
  function drawList(challenges) {
    const rows = challenges.map(({ id, ask, solved }) => {
      const tick = solved ? [element("span", { className: "tick", role: "img", ariaLabel: "Solved" }, "✓"), " "] : [];
      const take = press("Try it", () => {
        open.focus();
        unfold(false);
        part.send("try", id);
      });
      return element("li", {}, element("p", {}, ...tick, ask), take);
    });
    list.replaceChildren(element("ul", {}, ...rows));
  }
  // What comes up above what was pressed is where the visitor reads on.
  function comeUp(card) {
    card.hidden = false;
    if (first) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
  function goAway(card, next) {
    if (card.contains(document.activeElement)) next.focus({ preventScroll: true });
    card.hidden = true;
  }
  function drawQuestion(guess) {
    if (JSON.stringify(guess) === asked) return;
    asked = JSON.stringify(guess);
    stage.marks = guess?.outcome?.on_axis ? guess.outcome.marks : [];
    stage.axis?.mark();
    if (!guess) return goAway(question, guessing);
    question.classList.toggle("told", Boolean(guess.outcome));
    question.ariaLabel = guess.title || "A guess";
    question.replaceChildren(...makeQuestion(guess, part));
    comeUp(question);
  }
  function drawTrial(challenge) {
    if (!challenge) goAway(trial, open);
    else attempt(challenge);
    if (challenge && challenge.id !== tried) comeUp(trial);
    tried = challenge?.id ?? "";
  }

  return {
    update({ room, predict, score: kept, guess, challenges = [], challenge, visit, heard }) {
      keep(visit, heard, part);
      stage.predict = predict;
      stage.asks = Boolean(guess && !guess.outcome);
      node.classList.toggle("large", room);
      bar.hidden = room;
      guessing.checked = predict;
      score.textContent = kept ?? "";
      if (!kept && document.activeElement === forget) guessing.focus({ preventScroll: true });
      forget.hidden = !kept;
      open.hidden = !challenges.length;
      if (JSON.stringify(challenges) !== listed) drawList(challenges);
      listed = JSON.stringify(challenges);
      drawTrial(challenge);
      drawQuestion(guess);
      first = false;
      quiet();
    },
    resize: makeRoom,
    leave() {
      stage.marks = [];
      document.documentElement.style.removeProperty("--sightglass-asked");
    },
  };
}

// A button that is called what it says.
function press(words, onclick) {
  return element("button", { type: "button", textContent: words, onclick });
}

// ---- the visit ----------------------------------------------------------------------------------

// The guesses and the solved challenges of a visit stay in this tab, in sessionStorage, as presenting and
// reloading begin a new session on the server, which then knows nothing of them. It is told what an
// earlier load of the tab has left, with each picture until it has heard it; from then on, and at once
// where nothing was left, what the server knows is what is kept.
const KEY = "sightglass.visit";
const left = stored(() => JSON.parse(sessionStorage.getItem(KEY)));

function keep(visit, heard, part) {
  if (left?.length && !heard) part.send("visit", left);
  else if (visit.length) stored(() => sessionStorage.setItem(KEY, JSON.stringify(visit)));
  else stored(() => sessionStorage.removeItem(KEY));
}

// Where the browser keeps nothing for us, or something else, we go without.
function stored(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

// ---- a guess ------------------------------------------------------------------------------------

function makeQuestion({ title, ask, options, scale, outcome }, part) {
  const head = element("div", { className: "head" }, ...(title ? [element("p", { className: "title" }, title)] : []), element("p", { className: "ask" }, ask));
  if (outcome) {
    const close = press("Close", () => part.send("close", Date.now()));
    const answer = options ? chosen(options, outcome) : line(scale, outcome);
    const why = element("p", { className: "why" }, element("b", {}, outcome.sentence), " ", outcome.why);
    return [head, element("div", { className: "answer" }, answer), why, element("div", { className: "do" }, close)];
  }
  const form = element("form", { className: "answer", noValidate: true });
  const done = element("button", { type: "submit", className: "main", textContent: "That is my guess" });
  const skip = press("Skip", () => {
    part.send("skip", Date.now());
    wait();
  });
  const { field, value } = options ? choice(options, done) : slider(scale);
  form.append(field, element("div", { className: "do" }, done, skip));
  function wait(waiting = true) {
    done.disabled = skip.disabled = waiting; // one answer is enough
    if (waiting) setTimeout(wait, PATIENCE, false);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    part.send("guess", value());
    wait();
  });
  return [head, form];
}

function choice(options, done) {
  let at = -1;
  done.disabled = true;
  const buttons = options.map((say, i) => {
    const made = press(say, () => {
      at = i;
      done.disabled = false;
      for (const each of buttons) each.ariaPressed = String(each === made);
    });
    made.ariaPressed = "false";
    return made;
  });
  return { field: element("div", { className: "options", role: "group", ariaLabel: "Your guess" }, ...buttons), value: () => at };
}

// The options, with what was chosen and what is right.
function chosen(options, { said, right }) {
  return element("ul", { className: "options" }, ...options.map((say, i) => {
    const is = [i === said && "your guess", right.includes(i) && "right"].filter(Boolean);
    const made = element("li", { className: is.includes("right") ? "right" : is.length ? "wrong" : "" }, say);
    if (is.length) made.append(element("span", { className: "tag" }, `${right.includes(i) ? "✓ " : ""}${is.join(", ")}`));
    return made;
  }));
}

// A slider with a number box. Along the axis the slider goes from stop to stop, else by steps.
function slider(scale) {
  const { low, high, step, stops, texts, unit, ends } = scale;
  const range = element("input", { type: "range", ariaLabel: "Your guess", ...(stops ? { min: 0, max: stops.length - 1, step: 1 } : { min: low, max: high, step }) });
  const { box, show } = makeBox("Your guess, exactly", (typed) => stand(typed));
  let now = low;
  function stand(value) {
    now = value;
    range.value = stops ? nearest(stops, value) : value;
    range.setAttribute("aria-valuetext", stops ? texts[range.value] : `${value} ${unit}`.trim());
    show(value, scale);
  }
  range.addEventListener("input", () => stand(stops ? stops[range.value] : +range.value));
  if (!stops) range.value = (low + high) / 2;
  stand(stops ? stops[stops.length >> 1] : +range.value);
  const track = element("div", { className: "track" }, range, element("div", { className: "ends" }, ...ends.map((end) => element("span", {}, end))));
  const exact = element("label", {}, box, ...(unit ? [element("span", {}, unit)] : []));
  return { field: element("div", { className: "slider" }, track, exact), value: () => now };
}

function nearest(stops, value) {
  const gaps = stops.map((stop) => Math.abs(stop - value));
  return gaps.indexOf(Math.min(...gaps));
}

// The guess and the truth on a line from end to end.
function line({ ends }, { marks }) {
  const [low, high] = ends;
  const said = marks.map(({ text }) => text).join(", ");
  const made = element("div", { className: "line", role: "img", ariaLabel: `On a line from ${low} to ${high}: ${said}` });
  made.append(element("span", {}, low), element("div", { className: "track" }, ...makeMarks(marks)), element("span", {}, high));
  return made;
}

// ---- a challenge --------------------------------------------------------------------------------

// Draws how far a challenge has come; what is pressed keeps the focus meanwhile.
function makeTrial(node, part) {
  const ask = element("p", { className: "ask" });
  const goals = element("ul", { className: "goals" });
  const strayed = element("p", { className: "strayed" });
  const status = element("p", { className: "status", role: "status" });
  const tick = element("b", {});
  const end = element("span", {});
  const words = element("p", { className: "hint", hidden: true });
  const again = press("Start over", () => part.send("try", tried));
  const hint = press("Hint", () => nudge(words.hidden));
  const quit = press("Give up", () => part.send("quit", Date.now()));
  status.append(tick, " ", end);
  node.append(
    element("div", { className: "head" }, element("p", { className: "title" }, "Challenge"), ask),
    element("div", { className: "answer" }, goals, strayed, element("div", { className: "do" }, hint, again, quit)),
    status, words,
  );
  let tried = ""; // the challenge's id

  function nudge(whether) {
    words.hidden = !whether;
    hint.ariaExpanded = String(whether);
  }

  return (challenge) => {
    const { id, solved } = challenge;
    if (id !== tried) nudge(false);
    tried = id;
    ask.textContent = challenge.ask;
    words.textContent = challenge.hint;
    goals.replaceChildren(...challenge.goals.map(({ name, now, wanted, holds }) =>
      element("li", { className: holds ? "holds" : "" },
        element("span", { className: "tick", role: "img", ariaLabel: holds ? "Reached" : "Not reached" }, holds ? "✓" : "○"),
        element("span", {}, `${name} `, element("b", {}, now), `, wanted ${wanted}`)),
    ));
    strayed.textContent = challenge.strayed.length ? `Moved from where the challenge holds it: ${challenge.strayed.join(", ")}.` : "";
    tick.textContent = solved ? "✓ Solved." : "";
    end.textContent = solved;
    status.hidden = !solved;
    node.classList.toggle("solved", Boolean(solved));
    hint.hidden = Boolean(solved);
    if (solved) nudge(false);
    quit.textContent = solved ? "Done" : "Give up";
  };
}

// ---- styles -------------------------------------------------------------------------------------

// The styles are the page's: they are written once.
function dress() {
  if (document.getElementById("sightglass-teach")) return;
  document.head.append(element("style", { id: "sightglass-teach", textContent: STYLES }));
}

const STYLES = `
.sightglass-teach { margin-bottom: 16px; color: var(--st-text-color); font: 400 16px/1.5 var(--st-font); }
.sightglass-teach .cards { container-type: inline-size; display: flex; flex-direction: column; gap: 10px; }
.sightglass-teach:not(.quiet, .large) .cards { margin-top: 10px; }
.sightglass-teach [hidden] { display: none !important; }
.sightglass-teach .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; }
.sightglass-teach .bar .place { display: contents; }
.sightglass-teach .bar label { box-sizing: border-box; display: inline-flex; align-items: center; gap: 8px; height: 36px; font: 400 15px/1.3 var(--st-font); border: 1px solid var(--st-border-color); border-radius: 8px; background: var(--st-secondary-background-color); cursor: pointer; }
.sightglass-teach .bar :is(label, button) { padding: 0 8px; white-space: nowrap; }
.sightglass-teach .bar .pin { min-width: 96px; } /* as wide as when it lets go */
.sightglass-teach .bar label:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
.sightglass-teach .bar .sum { display: inline-flex; align-items: center; gap: 2px; white-space: nowrap; }
.sightglass-teach .score { font-size: 14px; color: var(--st-gray-text-color); }
.sightglass-teach .bar .forget { min-height: 0; height: 24px; padding: 0 6px; font-size: 13px; color: var(--st-gray-text-color); background: none; border-color: transparent; }
.sightglass-teach .bar .forget:is(:hover, :focus-visible) { border-color: var(--st-border-color); }
@media (pointer: coarse) { .sightglass-teach .bar label { min-height: 40px; } }
.sightglass-teach .card { padding: 14px 18px 16px; border: 1px solid var(--st-border-color); border-radius: 8px; }
.sightglass-teach .card:focus { outline: none; }
.sightglass-teach p { margin: 0; max-width: 78ch; text-wrap: pretty; }
.sightglass-teach .title { font: 600 15px/1.4 var(--st-font); color: var(--st-gray-text-color); }
.sightglass-teach .ask { font-size: 17px; line-height: 1.45; }
.sightglass-teach ul { list-style: none; margin: 0; padding: 0; }
.sightglass-teach .do { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
.sightglass-teach button.main:not(:disabled) { border-color: var(--st-primary-color); color: var(--st-primary-color); font-weight: 600; }

.sightglass-teach .list { padding: 4px 18px; }
.sightglass-teach .list li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 18px; align-items: center; padding: 8px 0; margin: 0; }
.sightglass-teach .list li + li { border-top: 1px solid var(--st-border-color); }
.sightglass-teach .tick { display: inline-block; width: 16px; color: var(--st-green-text-color); font-weight: 600; text-align: center; }

.sightglass-teach .goals { display: flex; flex-wrap: wrap; gap: 2px 28px; font-variant-numeric: tabular-nums; }
.sightglass-teach .goals li { display: flex; gap: 8px; margin: 0; }
.sightglass-teach .goals .holds { color: var(--st-green-text-color); }
.sightglass-teach .goals li:not(.holds) .tick { color: var(--st-gray-text-color); }
.sightglass-teach .strayed:not(:empty) { margin-top: 8px; }
.sightglass-teach .status b { color: var(--st-green-text-color); }
.sightglass-teach .trial.solved { border-color: var(--st-green-text-color); }

.sightglass-teach .card > * + * { margin-top: 10px; }
@container (min-width: 820px) {
  .sightglass-teach :is(.question, .trial) { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 8px 40px; }
  .sightglass-teach :is(.question, .trial) > * { grid-column: 1; margin: 0; }
  .sightglass-teach :is(.question, .trial) > .answer { grid-column: 2; grid-row: 1 / span 3; align-self: center; }
}
.sightglass-teach .slider { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: flex-start; }
.sightglass-teach .slider .track { flex: 1 1 220px; }
.sightglass-teach .slider input[type="range"] { height: 36px; }
.sightglass-teach .slider label { display: inline-flex; align-items: center; gap: 8px; }
.sightglass-teach .slider input[type="number"] { width: 96px; }
.sightglass-teach .ends { display: flex; justify-content: space-between; margin-top: -4px; font-size: 14px; color: var(--st-gray-text-color); }
.sightglass-teach .options { display: flex; flex-wrap: wrap; gap: 8px; }
.sightglass-teach .options button { height: auto; min-height: 36px; padding: 6px 14px; text-align: left; background: none; }
.sightglass-teach .options li { margin: 0; padding: 6px 14px; min-height: 36px; box-sizing: border-box; border: 1px solid var(--st-border-color); border-radius: 8px; }
.sightglass-teach .options .right { border: 2px solid var(--st-green-text-color); padding: 5px 13px; }
.sightglass-teach .options .wrong { border-style: dashed; border-color: var(--st-text-color); }
.sightglass-teach .options .tag { margin-left: 10px; font-size: 14px; font-weight: 600; }
.sightglass-teach .options .right .tag { color: var(--st-green-text-color); }

.sightglass-teach .line { display: flex; align-items: center; gap: 14px; height: 76px; font-size: 14px; color: var(--st-gray-text-color); }
.sightglass-teach .line .track { position: relative; flex: 1; height: 4px; border-radius: 2px; background: var(--st-border-color); }
.sightglass .mark { position: absolute; top: 50%; width: 0; height: 0; pointer-events: none; }
.sightglass .mark::before { content: ""; position: absolute; left: -7px; top: -7px; width: 14px; height: 14px; box-sizing: border-box; border-radius: 50%; border: 3px solid var(--st-text-color); background: var(--st-background-color); }
.sightglass .mark.truth::before { border-radius: 0; transform: rotate(45deg) scale(0.85); background: var(--st-text-color); }
.sightglass .mark .words { position: absolute; left: 0; bottom: 10px; width: max-content; font: 600 14px/20px var(--st-font); color: var(--st-text-color); white-space: nowrap; }
.sightglass .mark.truth .words { bottom: auto; top: 10px; }
.sightglass-axis .marks:not(:empty) { position: relative; height: 40px; z-index: 1; pointer-events: none; }
.sightglass-axis .marks .mark { top: calc(100% + 15px); }
.sightglass-axis .marks .words, .sightglass-axis .marks .truth .words { top: auto; bottom: 34px; }
.sightglass-axis .marks .truth .words { bottom: 12px; }

.sightglass-teach.large { position: fixed; inset: 0 0 auto; z-index: 2; box-sizing: border-box; padding: 14px max(24px, 4vw) 0; background: var(--st-background-color); }
.sightglass-teach.large.quiet { display: none; }
.sightglass-teach.large .card { border-width: 2px; }
.sightglass-teach.large .ask { font-size: clamp(22px, 2vw, 34px); line-height: 1.35; }
.sightglass-teach.large :is(.why, .title, .options > *, button, input, label, .tag, .line, .ends, .words) { font-size: clamp(18px, 1.6vw, 26px); line-height: 1.35; }
.sightglass-teach.large :is(button, input[type="number"]) { height: auto; min-height: 44px; }
.sightglass-teach.large input[type="number"] { width: 120px; }
.sightglass-teach.large p { max-width: none; }
.sightglass-teach.large .line { height: 96px; }
.sightglass-teach.large .told .head { display: none; } /* it has been read, and the picture needs the room */
@container (min-width: 820px) {
  .sightglass-teach.large .told { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto; align-items: center; }
  .sightglass-teach.large .told > * { grid-row: 1; }
  .sightglass-teach.large .told > .do { grid-column: 3; }
}
.sightglass .room .mark .words { font-size: 18px; }
.sightglass .room.room { top: var(--sightglass-asked, 0px); }

@media print { .sightglass-teach .bar { display: none; } }

/* The row of actions stands under the page's question, or beside its title where that leaves room for both; there
   the title ends before the row, and the question before the score. On a narrow page all of it is a bit smaller.
   The row is seen once its places are filled, so that nothing in it moves. */
.stMainBlockContainer:has(.sightglass-teach .bar:not([hidden])) { container: sightglass-page / inline-size; }
.sightglass-teach .bar:has(.place:nth-child(2):empty) { visibility: hidden; }
@container sightglass-page (min-width: 970px) {
  .stVerticalBlock:has(> [data-testid="stLayoutWrapper"] h1):has(.sightglass-teach) { position: relative; }
  [data-testid="stLayoutWrapper"]:has(h1):has(+ * .sightglass-teach) h1 { padding-right: 530px; }
  [data-testid="stLayoutWrapper"]:has(h1):has(+ * .sightglass-teach .forget:not([hidden])) p { padding-right: 260px; }
  [data-testid="stLayoutWrapper"]:has(h1) + * .stElementContainer:has(.sightglass-teach) { position: static; }
  [data-testid="stLayoutWrapper"]:has(h1) + * .sightglass-teach .bar { position: absolute; right: 0; top: 20px; }
  [data-testid="stLayoutWrapper"]:has(h1) + * .sightglass-teach .sum { position: absolute; right: 0; top: 100%; }
  [data-testid="stLayoutWrapper"]:has(h1) + * .sightglass-teach:not(.quiet) .cards { margin-top: 0; }
  [data-testid="stLayoutWrapper"]:has(h1) + * .sightglass-teach.quiet { margin-bottom: 0; }
}
@container sightglass-page (max-width: 519px) {
  [data-testid="stLayoutWrapper"]:has(h1):has(+ * .sightglass-teach) h1 { font-size: 24px; padding-top: 8px; }
  .sightglass :is(.bar, .presets) { gap: 4px; }
  .sightglass-teach .bar { margin: -4px 0; }
  .sightglass .presets button { padding: 0 8px; font-size: 14px; }
  .sightglass-teach .bar :is(label, button) { padding: 0 6px; font-size: 14px; }
  .sightglass-teach .bar label { gap: 6px; }
  .sightglass-teach .bar .pin { min-width: 0; }
}
`;
