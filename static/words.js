// Claims, headline numbers, sentences and tables.

import { button, element } from "./dom.js";
import { nameOf } from "./files.js";
import { changed } from "./reel.js";
import { tableOf } from "./table.js";
import { dot } from "./terms.js";
import { mark } from "./told.js";
/** @import { Part, Said, Stage } from "./types.js" */

const MOST = 200; // points in a table
const SAID_ALOUD = ["claim", "step"]; // the parts over the main figure

/**
 * @param {HTMLElement} node
 * @param {Stage} stage
 */
export function makeWords(node, stage) {
  /** @type {Said} */
  let now; // what the server said last
  /** @type {Said | null} */
  let drawn = null; // what of it is drawn
  let moved = false; // the axis has drawn other words since
  /** @type {string[]} */
  let told = []; // the numbers that are marked in it
  let tables = []; // of the numbers of figures, shown on demand
  let begun = false; // it has been drawn
  /** @param {{ [name: string]: any }} said */
  function draw({ claim, preset, start, numbers, was, said, rows }) {
    const parts = [];
    const numbersTold = stage.moving ? [] : (told = stage.told);
    const { at, turn } = stage.telling ?? { at: -1, turn: "" };
    const tells = start?.[at];
    const end = tells && turn ? [" ", element("b", {}, turn)] : [];
    if (claim) parts.push(element("h2", { className: preset || tells ? "preset" : "" }, ...mark(tells ?? claim, numbersTold), ...end));
    if (numbers) {
      const list = Object.entries(numbers).map(([name, value]) =>
        element("span", {}, element("span", { className: "name" }, name), " ", element("b", {}, ...mark(value, numbersTold)), ...before(was?.[name])),
      );
      parts.push(element("p", { className: "numbers" }, ...list));
    }
    if (said) parts.push(...paragraphs(said, numbersTold));
    if (rows) parts.push(element("div", { className: "wide" }, table(rows)));
    renew(node, [...parts, ...tables.map(({ toggle }) => toggle), ...tables.map(({ place }) => place)]);
    if (!stage.moving) dot(node);
    if (SAID_ALOUD.includes(now.part)) {
      const words = node.querySelector("h2, p")?.textContent ?? "";
      if (begun) stage.aloud.soon(words, stage);
      else stage.aloud.begin(words);
    }
    begun = true;
  }
  return {
    update(data) {
      if (now?.mark === data.mark && drawn === now && !moved) drawn = data; // words that stay can be selected
      now = data;
      tables = (data.figures ?? []).map((name) => tables.find((each) => each.name === name) ?? makeTable(name, stage));
      for (const each of tables) {
        each.close();
        each.call(tables.length > 1);
      }
      node.classList.toggle("muted", Boolean(data.muted));
      this.settle();
    },
    settle() {
      if (stage.moving || (drawn === now && (told === stage.told || moved))) return;
      drawn = now;
      moved = false;
      draw(now);
    },
    appear() {
      if (stage.moving) this.show(stage.at);
    },
    show(stop) {
      const tracks = stage.reel?.parts.get(now.part);
      moved = true;
      if (!tracks) return;
      const said = changed(now, tracks, stop);
      const of = stage.telling?.of ?? stop;
      draw(of === stop ? said : { ...said, start: changed(now, tracks, of).start });
    },
  };
}

/**
 * The name above a figure.
 * @param {HTMLElement} node
 */
export function makeName(node) {
  const name = node.appendChild(element("h3"));
  node.classList.add("sightglass-name");
  return {
    update({ said }) {
      if (name.textContent === said) return;
      const [word] = said.split(": ", 1);
      name.title = said;
      // What follows the field's word is left out as a whole where it has no room.
      name.replaceChildren(word, element("span", { className: "rest" }, said.slice(word.length)));
      dot(node);
    },
  };
}

// Where only texts differ they change in place: for a node that comes or goes the browser would match all selectors
// with `:has()` anew, and lay out what stands around it.
function renew(node, fresh) {
  const old = [...node.childNodes];
  if (old.length !== fresh.length) return node.replaceChildren(...fresh);
  old.forEach((each, i) => {
    if (each === fresh[i]) return;
    const other = each.nodeName !== fresh[i].nodeName || each.className !== fresh[i].className;
    if (other || each.matches?.("button, .numbers-table")) return each.replaceWith(fresh[i]); // these are some figure's own
    if (each.nodeType === Node.TEXT_NODE) return each.data === fresh[i].data || (each.data = fresh[i].data);
    renew(each, [...fresh[i].childNodes]);
  });
}

/**
 * The numbers of a figure as a table, for those who cannot see it or want them exactly.
 * @param {string} name
 * @param {Stage} stage
 */
function makeTable(name, stage) {
  const place = element("div", { className: "wide numbers-table", hidden: true, tabIndex: 0, role: "region" });
  const toggle = button(`The numbers of this figure as a table`, "Numbers", () => {
    if (!place.hidden) return close();
    const { node } = /** @type {Part} */ (stage.parts.get(name));
    const { traces, columns } = tableOf(node);
    const many = traces.flat().length;
    const points = traces.flatMap(evenly(shareOf(traces)));
    const head = element("tr", {}, ...columns.map(({ heading }) => element("th", { scope: "col" }, heading)));
    const rows = points.map((point) => element("tr", {}, ...columns.map(({ key, percent }) => element("td", {}, said(point[key], percent)))));
    const first = points.length < many ? `${points.length} of ${many} points, some of each trace. Download has all.` : `${many} points.`;
    place.replaceChildren(element("p", {}, first), element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)));
    place.hidden = false;
    toggle.ariaExpanded = "true";
  });
  // By the figure's name, whose beginning is seen where there are others beside it.
  /** @param {boolean} others */
  function call(others) {
    const whole = nameOf(stage, name);
    toggle.textContent = others ? `Numbers: ${whole.split(":")[0]}` : "Numbers";
    toggle.ariaLabel = place.ariaLabel = `Numbers: ${whole}`;
  }
  function close() {
    place.hidden = true;
    place.replaceChildren();
    toggle.ariaExpanded = "false";
  }
  toggle.className = "numbers-of";
  toggle.ariaExpanded = "false";
  return { name, toggle, place, call, close };
}

function said(value, percent) {
  if (typeof value !== "number") return value ?? "";
  if (Number.isNaN(value)) return "undefined";
  return percent ? `${+(100 * value).toPrecision(5)} %` : String(+value.toPrecision(5));
}

// How many points each trace may have, so that a long one leaves room for the others: all together at most MOST.
export function shareOf(traces) {
  let share = MOST;
  while (share > 1 && traces.reduce((sum, points) => sum + Math.min(points.length, share), 0) > MOST) share -= 1;
  return share;
}

// At most `share` of a trace's points, from the first to the last.
export const evenly = (share) => (points) =>
  points.length <= share ? points : Array.from({ length: share }, (_, i) => points[Math.round((i * (points.length - 1)) / Math.max(share - 1, 1))]);

// What a number was when it was pinned, and by how much it has changed since.
function before(was) {
  if (!was) return [];
  const [value, difference] = was;
  return [element("span", { className: "was" }, ` A ${value}${difference ? ` (${difference})` : ""}`)];
}

// Rows by name, each with the same columns by name; the first column names the row.
function table(rows) {
  const line = (cells) => element("tr", {}, ...cells);
  const columns = Object.keys(Object.values(rows)[0]);
  const head = ["", ...columns].map((name) => element(name ? "th" : "td", name ? { scope: "col" } : {}, name));
  const body = Object.entries(rows).map(([name, row]) =>
    line([element("th", { scope: "row" }, name), ...columns.map((column) => element("td", {}, row[column]))]),
  );
  return element("table", {}, element("thead", {}, line(head)), element("tbody", {}, ...body));
}

// Paragraphs and lists with bold words, the little of Markdown that sentences use.
function paragraphs(text, told) {
  return text.split("\n\n").map((block) => {
    if (!block.startsWith("- ")) return element("p", {}, ...bold(block, told));
    const items = block.split("\n").map((item) => element("li", {}, ...bold(item.slice(2), told)));
    return element("ul", {}, ...items);
  });
}

function bold(text, told) {
  return text.split("**").flatMap((piece, i) => (i % 2 ? element("b", {}, ...mark(piece, told)) : mark(piece, told)));
}
