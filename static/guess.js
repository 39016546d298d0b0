// A guess that is asked for before a picture is shown: the question, and then what is true beside it.

import { element, makeBox, press } from "./dom.js";
import { makeMarks } from "./marks.js";
import { nearest } from "./scales.js";
/** @import { Guess, Part } from "./types.js" */

const PATIENCE = 5000; // milliseconds: an answer that takes longer has lost what was said

/**
 * @param {Guess} guess
 * @param {Part} part
 */
export function makeQuestion({ title, ask, options, scale, outcome }, part) {
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
  const range = element("input", { type: "range", ariaLabel: "Your guess", ...(stops ? { min: "0", max: String(stops.length - 1), step: "1" } : { min: String(low), max: String(high), step: String(step) }) });
  const { box, show } = makeBox("Your guess, exactly", (typed) => stand(typed));
  let now = low;
  function stand(value) {
    now = value;
    range.value = String(stops ? nearest(stops, value) : value);
    range.setAttribute("aria-valuetext", stops ? texts[range.value] : `${value} ${unit}`.trim());
    show(value, scale);
  }
  range.addEventListener("input", () => stand(stops ? stops[range.value] : +range.value));
  if (!stops) range.value = String((low + high) / 2);
  stand(stops ? stops[stops.length >> 1] : +range.value);
  const track = element("div", { className: "track" }, range, element("div", { className: "ends" }, ...ends.map((end) => element("span", {}, end))));
  const exact = element("label", {}, box, ...(unit ? [element("span", {}, unit)] : []));
  return { field: element("div", { className: "slider" }, track, exact), value: () => now };
}

// The guess and the truth on a line from end to end.
function line({ ends }, { marks }) {
  const [low, high] = ends;
  const said = marks.map(({ text }) => text).join(", ");
  const made = element("div", { className: "line", role: "img", ariaLabel: `On a line from ${low} to ${high}: ${said}` });
  made.append(element("span", {}, low), element("div", { className: "track" }, ...makeMarks(marks)), element("span", {}, high));
  return made;
}
