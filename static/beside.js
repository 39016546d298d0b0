// What a visitor's function draws on a concept's figure, beside ours, and where the two part. The figure and ours come
// from the server (ui/kata.py); what the visitor's function gives is known here alone.

import { decoded, isDiagram, makeDiagram } from "./diagram.js";
import { element } from "./dom.js";
/** @import { Figure, Place } from "./types.js" */

const CLOSE = 1e-6; // relative to what is compared, as checks have it
const DRAWN = { displayModeBar: false, displaylogo: false };

/**
 * @typedef {([number, number] | null)[]} Points across and up; null is a gap
 * @typedef {{ says: string, figure: Figure, ours: any }} Frame
 * @typedef {{ stem: string, what: string, kind: "dots" | "path" | "numbers", given: string, call: string, frames: Frame[] }} Picture
 */

/** Whether it can be drawn: points, or rows of numbers. @param {any} found @param {string} kind */
export function isDrawable(found, kind) {
  const isNumber = (each) => typeof each === "number" && Number.isFinite(each);
  if (!Array.isArray(found) || found.length > 5000) return false;
  if (kind === "numbers") return found.every((row) => Array.isArray(row) && row.every((each) => each === null || isNumber(each)));
  return found.every((each) => each === null || (Array.isArray(each) && each.length === 2 && each.every(isNumber)));
}

/**
 * The first place at which two parts, and both values there; null if they are alike.
 * @param {any} yours
 * @param {any} ours
 * @returns {{ at: number[], yours: any, ours: any } | null}
 */
export function parts(yours, ours) {
  if (Array.isArray(yours) && Array.isArray(ours)) {
    for (let i = 0; i < Math.max(yours.length, ours.length); i++) {
      if (i >= yours.length || i >= ours.length) return { at: [i], yours: yours[i], ours: ours[i] };
      const found = parts(yours[i], ours[i]);
      if (found) return { ...found, at: [i, ...found.at] };
    }
    return null;
  }
  const alike = yours === ours || (typeof yours === "number" && typeof ours === "number" && Math.abs(yours - ours) <= CLOSE * Math.max(1, Math.abs(ours)));
  return alike ? null : { at: [], yours, ours };
}

const rounded = (value) => (typeof value === "number" ? String(+value.toPrecision(4)).replace("-", "−") : Array.isArray(value) ? `(${value.map(rounded).join(", ")})` : "nothing");

/**
 * Where all frames agree, or the first that does not, as one sentence.
 * @param {Picture} picture
 * @param {any[]} yours of each frame, undefined where there is nothing that can be drawn
 */
export function verdict({ what, frames, kind }, yours) {
  for (const [i, { says, ours }] of frames.entries()) {
    const place = frames.length > 1 ? ` (${says})` : "";
    if (yours[i] === undefined) return { at: i, said: `Yours cannot be drawn${place}.` };
    const found = parts(yours[i], ours);
    if (!found) continue;
    const depth = kind === "numbers" ? 2 : 1;
    const at = found.at.slice(0, depth);
    const [one, other] = [yours[i], ours].map((each) => at.reduce((inner, step) => inner?.[step], each));
    const where = kind === "numbers" ? `row ${at[0] + 1}, column ${(at[1] ?? 0) + 1}` : `number ${at[0] + 1}`;
    return { at: i, said: `Your ${what} part from ours at ${where}${place}: yours ${rounded(one)}, ours ${rounded(other)}.` };
  }
  return { at: frames.length - 1, said: frames.length > 1 ? `Your ${what} are ours in all ${frames.length} pictures.` : `Your ${what} are ours.` };
}

/** The marks that are laid over the figure: ours as it is known, yours wider. @param {Picture} picture @param {Points} ours @param {Points | undefined} yours @param {boolean} dark */
function over({ kind }, ours, yours, dark) {
  const [ink, paper] = dark ? ["#ffffff", "#111418"] : ["#111418", "#ffffff"];
  const across = (points) => ({ x: points.map((each) => each?.[0] ?? null), y: points.map((each) => each?.[1] ?? null) });
  const own = dark ? "#ff79c6" : "#b0006d"; // a hue that no page has a meaning for
  const made = [];
  if (kind === "path") {
    made.push({ type: "scatter", mode: "lines", hoverinfo: "skip", ...across(ours), line: { color: ink, width: 2, dash: "dot" } });
    if (yours) made.push({ type: "scatter", mode: "lines+markers", hoverinfo: "skip", ...across(yours), line: { color: own, width: 2.5 }, marker: { color: own, size: 5 } });
  } else {
    made.push({ type: "scatter", mode: "markers", hoverinfo: "skip", ...across(ours), marker: { color: paper, size: 11, symbol: "circle", line: { color: ink, width: 2 } } });
    if (yours) made.push({ type: "scatter", mode: "markers", hoverinfo: "skip", ...across(yours), marker: { color: own, size: 20, symbol: "circle-open", line: { color: own, width: 3 } } });
  }
  return made;
}

/**
 * Draws into a node whatever is shown last.
 * @param {string} address of plotly.js
 */
export function makeBeside(address) {
  const [one, other] = [element("div", { className: "figure" }), element("div", { className: "figure" })];
  for (const each of [one, other]) each.setAttribute("role", "img");
  const said = element("p", { className: "said", role: "status" });
  const slider = element("input", { type: "range", min: "0", step: "1", ariaLabel: "Which picture" });
  const name = element("output", {});
  const axis = element("label", { className: "frames" }, slider, name);
  const names = [element("p", { className: "whose" }), element("p", { className: "whose" })];
  const node = element("div", { className: "beside", hidden: true }, said, names[0], one, names[1], other, axis);
  /** @type {{ picture: Picture, yours: any[], dark: boolean } | null} */
  let shown = null;
  const diagrams = [one, other].map((each) => makeDiagram(/** @type {Place} */ (each)));

  async function draw() {
    if (!shown) return;
    const { picture, yours, dark } = shown;
    const i = slider.valueAsNumber;
    const { says, figure, ours } = picture.frames[i];
    name.textContent = says;
    slider.setAttribute("aria-valuetext", says);
    const grid = isDiagram(figure);
    for (const each of [other, names[1]]) each.hidden = !grid || !yours[i];
    if (grid) {
      names[0].textContent = "Ours";
      names[1].textContent = "Yours";
      const drawn = decoded(figure);
      diagrams[0].draw(drawn);
      if (yours[i]) diagrams[1].draw({ ...drawn, data: drawn.data.map((mark) => (mark.name === picture.what ? withNumbers(mark, yours[i]) : mark)) });
      return;
    }
    names[0].textContent = picture.kind === "path" ? "Ours dotted, yours the line with dots" : "Ours small, yours the wide rings";
    if (!window.Plotly) await import(address);
    if (!node.isConnected) return;
    const layout = { ...structuredClone(figure.layout), autosize: true, height: 380, showlegend: false };
    await window.Plotly.react(one, [...figure.data.map((trace) => ({ ...trace })), ...over(picture, ours, yours[i], dark)], layout, DRAWN);
  }
  slider.addEventListener("input", () => void draw());

  return {
    node,
    /**
     * @param {Picture} picture
     * @param {any[]} yours
     * @param {boolean} dark
     * @param {boolean} killed it took too long
     */
    show(picture, yours, dark, killed) {
      shown = { picture, yours, dark };
      const { at, said: words } = verdict(picture, yours);
      said.textContent = killed ? "Drawing took more than 5 seconds and was stopped." : words;
      slider.max = String(picture.frames.length - 1);
      slider.value = String(at);
      axis.hidden = picture.frames.length === 1;
      for (const each of [one, other]) each.ariaLabel = `${picture.what}: ${words}`;
      node.hidden = false;
      void draw();
    },
    wait() {
      said.textContent = "Drawing …";
    },
    hide() {
      node.hidden = true;
      shown = null;
    },
  };
}

/** A grid of numbers with others in it; where ours is empty, a 0 is. @param {any} mark @param {(number | null)[][]} rows */
const withNumbers = (mark, rows) => ({ ...mark, values: rows.flat().map((each, i) => (each === null || (each === 0 && Number.isNaN(mark.values[i])) ? NaN : each)) });
