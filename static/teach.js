// Guesses before the picture, and challenges: a switch and a list, and below them what is going on.

const VERSION = new URL(import.meta.url).search;
const [{ element, makeBox }, { makeMarks }] = await Promise.all([import(`./dom.js${VERSION}`), import(`./marks.js${VERSION}`)]);

const PATIENCE = 5000; // milliseconds: an answer that takes longer has lost what was said

export function makeTeach(node, stage, part) {
  dress();
  node.classList.add("sightglass-teach");
  const bar = element("div", { className: "bar" });
  const list = element("div", { className: "card list", hidden: true, role: "group", ariaLabel: "Challenges" });
  const trial = element("section", { className: "card trial", hidden: true, tabIndex: -1, ariaLabel: "Challenge" });
  const question = element("section", { className: "card question", hidden: true, tabIndex: -1 });
  node.append(bar, list, trial, question);

  const score = element("span", { className: "score", role: "status" });
  const guessing = element("input", { type: "checkbox", role: "switch" });
  guessing.addEventListener("change", () => part.send("predict", guessing.checked));
  const open = press("Challenges", () => unfold(list.hidden));
  open.ariaExpanded = "false";
  const label = element("label", { title: "Say what you expect before a preset is shown" }, guessing, "Guess first");
  bar.append(score, label, open);

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
    update({ room, predict, score: kept, guess, challenges = [], challenge }) {
      stage.predict = predict;
      node.classList.toggle("large", room);
      bar.hidden = room;
      guessing.checked = predict;
      score.textContent = kept ?? "";
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
.sightglass-teach { container-type: inline-size; position: relative; color: var(--st-text-color); font: 400 16px/1.5 var(--st-font); }
.sightglass-teach [hidden] { display: none !important; }
.sightglass-teach .bar { display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: center; gap: 4px 16px; }
.sightglass-teach .bar label { display: inline-flex; align-items: center; gap: 8px; min-height: 36px; font-size: 15px; cursor: pointer; }
.sightglass-teach .score { font-size: 14px; color: var(--st-gray-text-color); }
@media (pointer: coarse) { .sightglass-teach .bar label { min-height: 40px; } }
.sightglass-teach .card { margin-top: 10px; padding: 14px 18px 16px; border: 1px solid var(--st-border-color); border-radius: 8px; }
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
.sightglass-teach.large .card { margin: 0; border-width: 2px; }
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
.sightglass.room .mark .words { font-size: 18px; }
.sightglass.room.room { top: var(--sightglass-asked, 0px); }

/* Beside the page's question, where there is room; on a row of its own where there is none. */
@media (min-width: 1400px) {
  [data-testid="stLayoutWrapper"]:has(h1) + [data-testid="stLayoutWrapper"] .sightglass-teach .bar { position: absolute; right: 0; top: -39px; max-width: 60%; }
  [data-testid="stLayoutWrapper"]:has(h1) + [data-testid="stLayoutWrapper"] .sightglass-teach .card:not([hidden]) { margin-top: 0; }
  [data-testid="stLayoutWrapper"]:has(h1) + [data-testid="stLayoutWrapper"] .sightglass-teach .card:not([hidden]) ~ .card { margin-top: 10px; }
  [data-testid="stLayoutWrapper"]:has(h1) + [data-testid="stLayoutWrapper"] > * > .stElementContainer:has(.sightglass-teach.quiet) { margin-bottom: -16px; }
}
`;
