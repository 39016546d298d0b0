// The page in a file of its own, without a server: static/take.js has put into the file what the server would send,
// and this script with those that it imports. Where the axis stands and which preset is shown is answered here.

import { makeAxis } from "./axis.js";
import { element, press, rove } from "./dom.js";
import { makeFigure } from "./figure.js";
import { makeFit } from "./fit.js";
import { readyForPaper } from "./paper.js";
import { fill, makeFeed, newStage } from "./parts.js";
import { hearReel, rowAt } from "./reel.js";
import { nearest } from "./scales.js";
import { makeStart } from "./start.js";
import { makeName, makeWords } from "./words.js";
/** @import { Axis, Part, Preset, Row, Send, Start, Track } from "./types.js" */

/**
 * What the server says of a state: the rows of the page, of which so many `stands` on the stage; and its reel.
 * @typedef {{ rows: NonNullable<Row>[], stands: number, presets?: Preset[] }} Told
 * @typedef {{ key: string, parts: Record<string, Track[]> }} Moves
 * @typedef {{ sheet: Told, reel: Moves | null }} State
 */

const { fillRow } = makeFeed({ figure: makeFigure, name: makeName, words: makeWords, axis: makeAxis });
const stage = newStage("");
window.sightglass = new Map([["offline", stage]]); // for tests to look at

/**
 * Draws the page into `main`, whose states are told by name; the first is the one that was on screen. Of a lesson
 * nothing stands on a stage: its steps follow one another.
 * @param {HTMLElement} main
 * @param {Map<string, State>} states
 */
function open(main, states) {
  const [first] = states.keys();
  let name = first;
  const rows = element("div", { className: "rows" });
  const top = element("div", { className: "stage" }, rows);
  const below = element("div", { className: "rows" });
  const strip = element("div", { className: "strip", role: "toolbar", ariaLabel: "Presets" });
  const back = press("Reset", () => go(first));
  back.title = "Back to what was on screen when the file was made";
  const stopAt = rove(strip);
  /** @type {Send} */
  const send = (event, value) => {
    if (event === "preset") go(String(value));
    if (event === "moved") show(nearest(axisOf(name).values, Number(value)));
  };
  const start = makeStart(stage, /** @type {Part} */ ({ send }));
  const fit = makeFit(top, stage);

  const axisOf = (name) => /** @type {Axis} */ (states.get(name)?.sheet.rows.find(({ axis }) => axis)?.axis);
  const drawn = (row, said) => said && fillRow(row, said, stage, send);
  /** @param {number} stop */
  function show(stop) {
    const { sheet, reel } = /** @type {State} */ (states.get(name));
    const now = sheet.rows.map((row) => rowAt(row, reel?.parts, stop));
    fill(rows, now.slice(0, sheet.stands), "row", drawn);
    fit.update();
    fill(below, now.slice(sheet.stands), "row", drawn);
    arrange(stop === axisOf(name).at ? sheet.presets ?? [] : (sheet.presets ?? []).map((each) => ({ ...each, chosen: false })));
  }
  function go(to) {
    name = to;
    const { reel } = /** @type {State} */ (states.get(name));
    if (reel) hearReel(stage, { ...reel, heard: "" });
    stage.moving = false;
    show(axisOf(name).at);
  }
  /** @param {Preset[]} presets */
  function arrange(presets) {
    const there = presets.filter(({ name }) => states.has(name));
    if (!there.length) return;
    const buttons = there.map((each) => {
      if (each.places) return start.node;
      const made = press(each.title, () => {
        start.forget();
        go(each.name);
      });
      made.ariaPressed = String(each.chosen);
      return made;
    });
    const held = [...strip.children].findIndex((each) => each === document.activeElement);
    strip.replaceChildren(...buttons);
    stopAt(buttons[there.findIndex(({ chosen }) => chosen)] ?? buttons[0]);
    buttons[held]?.focus({ preventScroll: true });
    for (const each of there) if (each.places) start.update(/** @type {Start} */ (each));
  }

  if (!axisOf(first)) {
    main.append(below);
    readyForPaper(stage);
    const own = (said, step) => ({ ...said, part: `${said.part} ${step}` }); // several may have the same figure
    const steps = [...states].flatMap(([step, { sheet }]) => sheet.rows.map((row) => ({ ...row, cells: row.cells.map((stack) => stack.map((said) => own(said, step))) })));
    return fill(below, steps, "row", drawn);
  }
  const { presets = [] } = /** @type {State} */ (states.get(first)).sheet;
  if (presets.some(({ name }) => states.has(name))) main.append(element("div", { className: "presets" }, element("div", { className: "line" }, strip, back)));
  main.append(top, below, stage.aloud.node);
  readyForPaper(stage);
  go(first);
}

/** @param {string} text base64 of JSON, or of JSON that the server has compressed */
async function told(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  if (bytes[0] === 0x7b) return JSON.parse(new TextDecoder().decode(bytes));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}

const held = globalThis.document?.getElementById("states");
if (held) {
  const said = Object.entries(JSON.parse(held.textContent ?? ""));
  const states = await Promise.all(said.map(async ([name, { sheet, reel }]) => /** @type {[string, State]} */ ([name, { sheet: await told(sheet), reel: reel ? await told(reel) : null }])));
  open(/** @type {HTMLElement} */ (document.querySelector("main .page")), new Map(states));
}
