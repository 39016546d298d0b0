// Presets and controls. What the visitor moves is shown at once; the server's answer moves the rest.

import { makeCompare } from "./compare.js";
import { button, element, makeBox, rove } from "./dom.js";
import { actionsOf } from "./head.js";
import { sign } from "./icons.js";
import { makeLine } from "./line.js";
import { makePad } from "./pad.js";
import { ahead, foresee } from "./picture.js";
import { isAhead, movedControls, note, onlyControls, tell } from "./said.js";
import { evenly, place } from "./scales.js";
import { makeStart } from "./start.js";
import { makeEntries } from "./steps.js";
import { stored } from "./visit.js";
/** @import { Control, Part, Stage } from "./types.js" */

const MORE = "sightglass.more"; // where the tab keeps whether they are unfolded
const QUICK = ["range", "seed", "text", "drawing"]; // kinds that bring no other controls

// ---- presets ------------------------------------------------------------------------------------

// Scrolls the strip alone, as far as it takes to see all of a button.
function inView(strip, made) {
  const [around, own] = [strip, made].map((each) => each.getBoundingClientRect());
  strip.scrollLeft += Math.max(own.right - around.right, 0) + Math.min(own.left - around.left, 0);
}

/**
 * @param {HTMLElement} node
 * @param {Stage} stage
 * @param {Part} part
 */
export function makePresets(node, stage, part) {
  const compare = makeCompare(part);
  const show = element("button", { type: "button", title: "Present: this picture, large, or the lesson, step by step" }, ...sign("present", "Present"));
  const reset = button("Back to the page as shipped", "Reset", () => part.send("reset", Date.now()));
  const strip = element("div", { className: "strip", role: "toolbar", ariaLabel: "Presets" });
  const stopAt = rove(strip);
  const start = makeStart(stage, part);
  const entries = makeEntries(show);
  const line = element("div", { className: "line" }, strip, reset, compare.chip, entries.node);
  actionsOf(stage).show.replaceChildren(compare.pin, show);
  return {
    update({ presets, problems, compared, large }) {
      stage.presets = presets;
      let number = 0;
      const buttons = presets.map(({ name, title, asks, chosen, places }) => {
        if (places) return start.node;
        if (asks) number += 1;
        const hidden = stage.predict && asks && !stage.guessed.has(asks); // its name would tell
        const made = element("button", { type: "button", textContent: hidden ? `Guess ${number}` : title, ariaPressed: String(chosen) });
        made.addEventListener("click", () => {
          start.forget();
          if (!stage.predict) for (const each of buttons) each.ariaPressed = String(each === made);
          if (hidden) part.send("preset", name);
          else part.send("known", name);
        });
        return made;
      });
      compare.update(compared);
      entries.update(large);
      const at = [...node.querySelectorAll("button")].findIndex((each) => each === document.activeElement);
      const said = problems.map((problem) => element("p", { className: "problem", role: "alert" }, ...plain(problem)));
      for (const [i, each] of buttons.slice(0, 9).entries()) each.ariaKeyShortcuts = String(i + 1);
      strip.replaceChildren(...buttons);
      const current = buttons[presets.findIndex(({ chosen }) => chosen)];
      stopAt(current ?? buttons[0]);
      node.replaceChildren(...said, line);
      if (current) inView(strip, current);
      node.querySelectorAll("button")[at]?.focus({ preventScroll: true });
      for (const each of presets) if (each.places) start.update(each);
    },
    leave() {
      start.leave();
      compare.leave();
      show.remove();
    },
  };
}

// What a link said stands between backticks.
function plain(text) {
  return text.split("`").map((piece, i) => (i % 2 ? element("code", {}, piece) : piece));
}

// ---- controls -----------------------------------------------------------------------------------

/**
 * @param {HTMLElement} node
 * @param {Stage} stage
 */
export function makePanel(node, stage) {
  const fields = new Map(); // by the control's name
  const shown = new Set(); // the names of controls that are not folded away: the page was opened with them moved
  const rest = element("div", { className: "rest" });
  const more = makeMore(rest);
  const kept = element("div", { className: "rest" });
  const held = element("details", { className: "more held" }, element("summary", {}, "Held"), kept);
  let first = true;
  /** @type {Record<string, number> | null} */
  let onward = null; // where the control that was moved last would go next
  // Seen first, and told then; what may bring other controls is told at once.
  function show() {
    const moved = movedControls(stage);
    const quick = onlyControls(stage) && Object.keys(moved).every((each) => QUICK.includes(fields.get(each).kind));
    if (quick && stage.picture?.link && !stage.moving) ahead(stage, moved);
    else if (!stage.steered) tell(stage);
  }
  function commit(name, value, next) {
    onward = next === undefined || next === value ? null : { [name]: next };
    stage.controls.set(name, { .../** @type {Control} */ (stage.controls.get(name)), value });
    note(stage, "set", { [name]: value });
    show();
  }
  stage.steer = (values, on) => {
    onward = null;
    stage.steered = on;
    for (const [name, value] of Object.entries(values)) {
      const control = { .../** @type {Control} */ (stage.controls.get(name)), value };
      stage.controls.set(name, control);
      fields.get(name).update(control);
    }
    note(stage, "set", values);
    show();
  };
  return {
    update({ controls }) {
      const elsewhere = movedControls(stage);
      for (const { name, moved } of controls) if (first && moved) shown.add(name);
      first = false;
      stage.controls.clear();
      /** @type {HTMLElement[][]} */
      const [open, folded, aside] = [[], [], []];
      let group = "";
      for (const control of controls) {
        const { name, kind } = control;
        if (fields.get(name)?.kind !== kind) {
          const made = element("div", { className: `field ${kind}` });
          made.dataset.name = name;
          fields.set(name, { kind, node: made, ...FIELD[kind](made, control, (value, next) => commit(name, value, next)) });
        }
        const field = fields.get(name);
        const stands = name in elsewhere ? { ...control, value: elsewhere[name] } : control;
        stage.controls.set(name, stands);
        field.update(stands);
        for (const input of field.node.querySelectorAll("input, select, button:not(.help)")) input.disabled = Boolean(control.locked);
        if (control.aside) aside.push(field.node);
        else if (control.main || shown.has(name)) open.push(field.node);
        else {
          if (control.group && control.group !== group) folded.push(heading(rest, (group = control.group)));
          folded.push(field.node);
        }
      }
      arrange(rest, folded);
      arrange(kept, aside);
      arrange(node, [...open, ...(folded.length ? [more] : []), ...(aside.length ? [held] : [])]);
      if (isAhead(stage) || !onward) return;
      if (stage.picture?.link && !stage.moving) foresee(stage, onward);
      onward = null;
    },
  };
}

// What is folded away until it is asked for; then it stays open in this tab.
function makeMore(rest) {
  const more = element("details", { className: "more", open: stored(() => sessionStorage.getItem(MORE)) === "open" }, element("summary", {}, "More"), rest);
  more.addEventListener("toggle", () => stored(() => sessionStorage.setItem(MORE, more.open ? "open" : "")));
  return more;
}

// Children in this order; those that stay where they are keep the focus.
function arrange(node, children) {
  const old = [...node.children];
  if (old.length === children.length && old.every((child, i) => child === children[i])) return;
  const focused = document.activeElement;
  node.replaceChildren(...children);
  if (focused instanceof HTMLElement && node.contains(focused)) focused.focus({ preventScroll: true });
}

function heading(node, text) {
  return [...node.querySelectorAll("h3")].find((each) => each.textContent === text) ?? element("h3", {}, text);
}

// A control's label, and behind a question mark what it is.
function title(node, { label, help }, id) {
  const row = element("div", { className: "title" }, element("label", { htmlFor: id }, label));
  node.append(row);
  if (!help) return;
  const words = element("p", { className: "words", id: `${id}-help`, hidden: true }, help);
  const ask = button(`About: ${label}`, "?", () => {
    words.hidden = !words.hidden;
    ask.ariaExpanded = String(!words.hidden);
  });
  ask.className = "help";
  ask.title = help;
  ask.ariaExpanded = "false";
  row.append(ask);
  node.append(words);
}

let made = 0;
const newId = () => `sightglass-${(made += 1)}`;

const FIELD = { range: makeRange, choice: makeChoice, several: makeSeveral, switch: makeSwitch, seed: makeSeed, text: makeText, drawing: makeDrawing };

const text = (value) => String(+value.toPrecision(4));

function makeRange(node, control, say) {
  const id = newId();
  title(node, control, id);
  const range = element("input", { type: "range", min: "0", step: "any", id });
  const { box, show } = makeBox(`${control.label}, exactly`, (value) => stand(value, true));
  const name = element("output", {});
  node.append(element("div", { className: "pair" }, range, control.names ? name : box));
  let data = control;
  let stops = [];
  let value = control.value;

  function stand(to, tell, next) {
    value = to;
    const at = place(stops, value);
    range.value = String(at);
    name.textContent = data.names?.[stops.indexOf(value)] ?? text(value);
    range.setAttribute("aria-valuetext", name.textContent);
    range.style.setProperty("--filled", `${(100 * at) / (stops.length - 1)}%`);
    show(value, data);
    if (tell) say(value, next);
  }
  range.addEventListener("input", () => stand(stops[Math.round(range.valueAsNumber)], false));
  range.addEventListener("change", () => say(value));
  range.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    const end = { Home: 0, End: stops.length - 1 }[event.key];
    if ((by ?? end) === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const at = place(stops, value);
    const next = end ?? (by > 0 ? Math.floor(at + 1e-9) + by : Math.ceil(at - 1e-9) + by);
    const within = (i) => stops[Math.min(Math.max(i, 0), stops.length - 1)];
    const to = within(next);
    if (to !== value) stand(to, true, by && within(next + by));
  });
  return {
    update(now) {
      data = now;
      stops = now.stops ?? evenly(now);
      range.max = String(stops.length - 1);
      stand(now.value, false);
    },
  };
}

function makeChoice(node, control, say) {
  const id = newId();
  title(node, control, id);
  const select = element("select", { id });
  select.append(...Object.entries(control.options).map(([name, words]) => new Option(words, name)));
  select.addEventListener("change", () => say(select.value));
  node.append(select);
  return {
    update({ value }) {
      select.value = value;
    },
  };
}

function makeSeveral(node, control, say) {
  const { label, most } = control;
  title(node, { ...control, label: `${label} (up to ${most})` }, "");
  const buttons = Object.entries(control.options).map(([name, words]) => {
    const made = button(words, words, () => {
      const pressed = buttons.filter((each) => (each === made) !== (each.ariaPressed === "true"));
      if (pressed.length < 1 || pressed.length > most) return;
      made.ariaPressed = String(made.ariaPressed !== "true");
      say(pressed.map((each) => each.value));
    });
    made.value = name;
    return made;
  });
  node.append(element("div", { className: "pills", role: "group", ariaLabel: label }, ...buttons));
  return {
    update({ value }) {
      for (const each of buttons) each.ariaPressed = String(value.includes(each.value));
    },
  };
}

function makeSwitch(node, control, say) {
  const id = newId();
  title(node, control, id);
  const box = element("input", { type: "checkbox", role: "switch", id });
  box.addEventListener("change", () => say(box.checked));
  node.firstChild.prepend(box);
  return {
    update({ value }) {
      box.checked = value;
    },
  };
}

function makeSeed(node, control, say) {
  title(node, control, "");
  let data = control;
  const { box, show } = makeBox(control.label, say);
  const after = (seed) => (seed + 1) % (data.high + 1);
  const next = button("New seed", "New seed", () => {
    data = { ...data, value: after(data.value) };
    show(data.value, data);
    say(data.value, after(data.value));
  });
  node.append(element("div", { className: "pair" }, box, next));
  return {
    update(now) {
      data = { ...now, whole: true };
      show(now.value, data);
    },
  };
}

function makeText(node, control, say) {
  const id = newId();
  title(node, control, id);
  const { box, show } = makeLine(id, say);
  node.append(box);
  return { update: show };
}

function makeDrawing(node, control, say) {
  const id = newId();
  title(node, control, id);
  const { place, show } = makePad(control, id, say);
  node.append(place);
  return { update: show };
}
