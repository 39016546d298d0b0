// The numbers of a figure, as its axes say them: for the table under it, and for a spreadsheet.

import { SHAPES, rowsOf } from "./diagram.js";
import { numbers } from "./reel.js";
/** @import { Trace } from "./types.js" */

/** @typedef {Record<string, any>} Row by key, see `columnsOf` */
/** @typedef {{ key: string, heading: string, percent: boolean }} Column */

const TITLE = "on "; // before an axis's title in a key: a title may be any word
const [FIRST, LAST] = [["trace", "part"], ["z", "value", "limit", "text", "state"]];
const DAY = 86_400_000; // milliseconds

/** What an axis says of a place on it that is not just a number on it: `scale` in figures/theme.py. */
export const SCALES = {
  /** @param {number} place */
  "log-odds": (place) => short(1 / (1 + Math.exp(-place))),
  /** @param {number} place */
  probit: (place) => short(normal(place)),
  /** @param {number} place */
  decades: (place) => short(10 ** place),
  /** @param {number} place */
  days: (place) => new Date(Date.UTC(2023, 0, 1) + DAY * place).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }),
  /** @param {number} place */
  year: (place) => SCALES.days(365.25 * place),
};

const short = (value) => +value.toPrecision(6);

/**
 * The standard normal distribution, by the series of Marsaglia (2004).
 * @param {number} x
 */
function normal(x) {
  let [sum, term] = [x, x];
  for (let i = 3; Math.abs(term) > 1e-17; i += 2) sum += term *= (x * x) / i;
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/**
 * The rows of each trace, and the columns that have something in them.
 * @param {{ data?: Trace[], layout?: any }} figure
 * @returns {{ traces: Row[][], columns: Column[] }}
 */
export function tableOf({ data = [], layout = {} }) {
  const axes = axesOf(layout);
  /** @param {Row} row */
  const told = (row) => Object.keys(row).filter((key) => (row[key] ?? "") !== "");
  const traces = data.map((trace, i) => {
    const rows = trace.type in SHAPES ? rowsOf(trace) : pointsOf(trace, i, axes);
    return rows.filter((row, i) => i === 0 || told(row).length > 1); // one is enough that tells no more than the name
  });
  const keys = new Set(traces.flat().flatMap(told));
  const others = [...keys].filter((key) => ![...FIRST, ...LAST].includes(key));
  const columns = [...FIRST, ...others, ...LAST].filter((key) => keys.has(key));
  const percent = new Set(Object.values(axes).filter((axis) => axis.percent).map(({ key }) => key));
  return { traces, columns: columns.map((key) => ({ key, heading: key.replace(TITLE, ""), percent: percent.has(key) })) };
}

/**
 * The axes that say something, by the name that a trace calls them, "x" or "y2".
 * @param {any} layout
 */
function axesOf(layout) {
  /** @type {Record<string, { key: string, percent: boolean, said: (place: number) => number | string }>} */
  const found = {};
  for (const [name, looks] of Object.entries(layout)) {
    if (!/^[xy]axis\d*$/.test(name)) continue;
    const [title, scale] = [bare(looks.title?.text), layout.meta?.scales?.[name]];
    if (!title || scale === "none") continue;
    const [places, texts] = [decoded(looks.tickvals) ?? [], Array.from(looks.ticktext ?? [], bare)];
    const ends = [...places].filter((_, i) => /^[≤≥]/.test(texts[i])); // a tick for all that is beyond it
    const convert = Array.isArray(scale) ? (place) => bare(scale[Math.round(place)]) : SCALES[scale] ?? ((place) => place);
    found[name.replace("axis", "")] = {
      key: TITLE + title,
      percent: /%/.test(looks.tickformat ?? "") || (texts.length > 0 && texts.every((text) => text.endsWith("%"))),
      said: (place) => (ends.includes(place) ? texts[[...places].indexOf(place)] : Number.isFinite(place) ? convert(place) : place),
    };
  }
  return found;
}

/**
 * The points of a trace. Gaps are none, nor is a label that says nothing now; and where a label stands is no number.
 * @param {Trace} trace
 * @param {number} number
 * @param {ReturnType<typeof axesOf>} axes
 * @returns {Row[]}
 */
function pointsOf(trace, number, axes) {
  const name = trace.name || `${trace.mode ?? trace.type} ${number + 1}`;
  const [x, y, z, words] = ["x", "y", "z", "text"].map((each) => decoded(trace[each]));
  const at = (values, i, start = 0, step = 1) => (values ? values[i] : start + i * step);
  /** @param {number} i */
  const text = (i) => bare(typeof words === "string" ? words : words?.[i]).trim();
  const places = trace.mode === "text" ? [] : [sideOf(trace, "x", axes), sideOf(trace, "y", axes)];
  /** @type {(over: number, up: number, more: Row) => Row} */
  const row = (over, up, more) => {
    const said = places.flatMap((side, i) => (side ? [[side.key, side.said(i ? up : over)]] : []));
    return { trace: name, ...Object.fromEntries(said), ...more };
  };
  if (Array.isArray(z) && z[0]?.length !== undefined)
    return z.flatMap((values, i) =>
      Array.from(values, (value, j) => row(at(x, j, trace.x0, trace.dx), at(y, i, trace.y0, trace.dy), { z: value, text: bare(words?.[i]?.[j]) })),
    );
  if (trace.meta?.steps) // each bar at its middle
    return Array.from({ length: Math.max(x.length / 2 - 1, 0) }, (_, i) => row(short((x[2 * i + 1] + x[2 * i + 2]) / 2), y[2 * i + 1], { text: text(2 * i + 1) }));
  return Array.from({ length: Math.max(x?.length ?? 0, y?.length ?? 0) }, (_, i) => {
    const [over, up] = [at(x, i, trace.x0, trace.dx), at(y, i, trace.y0, trace.dy)];
    const isGap = Number.isNaN(over) && Number.isNaN(up);
    return isGap || (trace.mode === "text" && !text(i)) ? null : row(over, up, { z: z?.[i], text: text(i) });
  }).filter((each) => each !== null);
}

/**
 * What a trace's places along x or y are called, and how they are said: as its axis does, or as the trace itself
 * (`measured` in figures/marks.py).
 * @param {Trace} trace
 * @param {"x" | "y"} side
 * @param {ReturnType<typeof axesOf>} axes
 */
function sideOf(trace, side, axes) {
  const own = trace.meta?.[side];
  if (!own) return axes[trace[`${side}axis`] ?? side];
  const [called, zero, one, whole] = own;
  const told = whole ? Math.round : short;
  return { key: TITLE + called, said: (place) => told((place - zero) / one) };
}

const NAMED = { lt: "<", gt: ">", amp: "&" };

// A label without plotly's marks for bold and the like; what was escaped for it is itself again.
export const bare = (words) =>
  String(words ?? "").replace(/<br\s*\/?>/gi, " ").replace(/<\/?[a-z][^>]*>/gi, "").replace(/&(lt|gt|amp);/g, (_, name) => NAMED[name]);

// An array that came as bytes as numbers, or as rows of them.
function decoded(value) {
  if (!value?.bdata) return value;
  const { shape, ...flat } = value;
  const found = numbers(flat);
  const [, wide] = String(shape ?? "").split(",").map(Number);
  return wide ? Array.from({ length: found.length / wide }, (_, i) => found.subarray(i * wide, (i + 1) * wide)) : found;
}
