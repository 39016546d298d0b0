// A guess that is asked for while the picture stands there without its answer; and then the answer, in two lines.

import { element, makeBox, press } from "./dom.js";
import { makeMarks } from "./marks.js";
import { nearest } from "./scales.js";
import { makeTally } from "./tally.js";
/** @import { Guess, Part, Stage } from "./types.js" */

const PATIENCE = 5000; // milliseconds: an answer that takes longer has lost what was said

/**
 * @param {Guess} guess
 * @param {Part} part
 * @param {Stage} stage
 */
export function makeQuestion({ ask, on_axis, options, scale, outcome }, part, stage) {
  const head = element("p", { className: "ask" }, ask);
  if (outcome) return told(outcome, options || on_axis ? null : scale, part, stage);
  if (stage.tally) return [head, ...makeTally(stage.tally, null)];
  if (stage.room?.presents) return [head, element("p", { className: "how" }, "The room guesses.")];
  const made = stage.room?.made ?? null; // until the presenter reveals it, it can be changed
  const form = element("form", { className: "answer", noValidate: true });
  const done = element("button", { type: "submit", className: "main", textContent: "That is my guess" });
  const skip = press("Skip", () => {
    part.send("skip", Date.now());
    wait();
  });
  const { field, value } = options ? choice(options, done, made) : on_axis ? onAxis(stage, made) : slider(scale, made);
  if (stage.room) done.textContent = made === null ? "Send my guess" : "Change my guess";
  form.append(field, element("div", { className: "do" }, done, ...(stage.room ? [] : [skip])));
  function wait(waiting = true) {
    done.disabled = skip.disabled = waiting; // one answer is enough
    if (waiting) setTimeout(wait, PATIENCE, false);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    if (stage.room) return void stage.room.guess(value());
    part.send("guess", value());
    wait();
  });
  return [head, form];
}

function choice(options, done, made) {
  let at = made ?? -1;
  done.disabled = made === null;
  const buttons = options.map((say, i) => {
    const made = press(say, () => {
      at = i;
      done.disabled = false;
      for (const each of buttons) each.ariaPressed = String(each === made);
    });
    made.ariaPressed = String(i === at);
    return made;
  });
  return { field: element("div", { className: "options", role: "group", ariaLabel: "Your guess" }, ...buttons), value: () => at };
}

// It is made on the axis itself, and on what of the picture drags it. Where the page was loaded anew the axis goes there.
function onAxis(stage, made) {
  const stops = stage.axis?.stops?.() ?? [];
  if (made !== null && stops.length && stops[stage.at] !== made) {
    stage.axis.lead(nearest(stops, made));
    stage.axis.rest();
  }
  const field = element("p", { className: "how" }, "Move the slider under the picture to your guess.");
  return { field, value: () => stage.axis.stops()[stage.at] };
}

// A slider with a number box.
function slider(scale, made) {
  const { low, high, step, unit, ends } = scale;
  const range = element("input", { type: "range", ariaLabel: "Your guess", min: String(low), max: String(high), step: String(step), value: String(made ?? (low + high) / 2) });
  const { box, show } = makeBox("Your guess, exactly", (typed) => stand(typed));
  let now = low;
  function stand(value) {
    now = value;
    range.value = String(value);
    range.setAttribute("aria-valuetext", `${value} ${unit}`.trim());
    show(value, scale);
  }
  range.addEventListener("input", () => stand(+range.value));
  stand(made ?? +range.value);
  const track = element("div", { className: "track" }, range, element("div", { className: "ends" }, ...ends.map((end) => element("span", {}, end))));
  const exact = element("label", {}, box, ...(unit ? [element("span", {}, unit)] : []));
  return { field: element("div", { className: "slider" }, track, exact), value: () => now };
}

// What was guessed and what is true; on a scale where the picture has no place for them.
function told({ sentence, close, why, marks }, scale, part, stage) {
  const sign = close === null ? [] : [element("span", { className: `tick ${close ? "close" : "far"}`, ariaHidden: "true" }, close ? "✓" : "✗"), " "];
  const class_ = stage.tally ? [element("b", { className: "class" }, stage.tally.sentence), " "] : [];
  const own = close === null && stage.tally && !stage.tally.options ? [] : [element("b", {}, sentence), " "];
  const words = element("p", { className: "why" }, ...sign, ...own, ...class_, element("span", { className: "because" }, why));
  const next = nextGuess(stage);
  const on = next ? [press("Next guess", () => part.send("preset", next.name))] : [];
  for (const each of on) each.className = "main";
  const act = element("div", { className: "do" }, ...on, press("Close", () => part.send("close", Date.now())));
  const drawn = stage.tally ? makeTally(stage.tally, marks) : scale ? [line(scale, marks)] : [];
  return [words, ...(drawn.length ? [element("div", { className: "answer" }, ...drawn)] : []), ...(stage.room && !stage.room.presents ? [] : [act])];
}

/**
 * The next preset, from the one on the screen on, of which no guess was made yet.
 * @param {Stage} stage
 */
export function nextGuess({ presets, guessed }) {
  const at = presets.findIndex(({ chosen }) => chosen);
  return [...presets.slice(at + 1), ...presets.slice(0, at + 1)].find(({ asks }) => asks && !guessed.has(asks));
}

// The guess and the truth on a line from end to end.
function line({ ends }, marks) {
  const [low, high] = ends;
  const said = marks.map(({ text }) => text).join(", ");
  const made = element("div", { className: "line", role: "img", ariaLabel: `On a line from ${low} to ${high}: ${said}` });
  made.append(element("span", {}, low), element("div", { className: "track" }, ...makeMarks(marks)), element("span", {}, high));
  return made;
}
