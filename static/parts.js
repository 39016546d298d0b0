// The parts of a page, in rows of cells: made once, and told what the server says of them.

import { makeAloud } from "./aloud.js";
import { element } from "./dom.js";
/** @import { Maker, Part, Row, Send, Stage } from "./types.js" */

const PARTS = new WeakMap(); // node -> its part

/**
 * @param {string} name
 * @returns {Stage}
 */
export const newStage = (name) => ({
  name, presets: [], guessed: new Set(), parts: new Map(), axis: null, at: 0, moving: false, reel: null, asked: null, heard: "", actions: null, predict: false, asks: false, marks: [], told: [], left: null, room: null, tally: null, retell: null,
  picture: null, wish: null, held: false, asking: false, foreseen: null, unanswered: [], say: null, telling: null, controls: new Map(), steer: null, steered: false, aloud: makeAloud(),
});

/**
 * What draws parts, each by the maker of its role.
 * @param {Record<string, Maker>} make
 */
export function makeFeed(make) {
  /**
   * @param {HTMLElement} node
   * @param {any} data
   * @param {Stage} stage
   * @param {Send} send
   */
  function feed(node, data, stage, send) {
    let part = PARTS.get(node);
    if (!part) {
      part = { node, stage, role: data.role, seen: true, turn: 0, send };
      Object.assign(part, make[data.role](node, stage, part));
      PARTS.set(node, part);
      watch(part);
    }
    if (data.part) stage.parts.set(data.part, part);
    if (data.role === "axis") stage.axis = part;
    part.send = send;
    part.first = data.first || data.role === "words"; // what must follow the axis at every frame
    part.stands = null; // the stop of the axis that it was drawn for, if not by the server
    part.update(data);
  }

  /**
   * The axis, or cells side by side, each a stack of parts.
   * @param {HTMLElement} row
   * @param {NonNullable<Row>} said
   * @param {Stage} stage
   * @param {Send} send
   */
  function fillRow(row, { axis, cells, widths }, stage, send) {
    if (axis) return feed(row, { ...axis, role: "axis" }, stage, send);
    row.classList.add("sightglass-row");
    row.classList.toggle("three", cells.length > 2);
    row.style.setProperty("--columns", widths.map((width) => `minmax(0, ${width}fr)`).join(" "));
    fill(row, cells, "cell", (cell, stack) =>
      fill(cell, stack, "part", (node, data) => {
        if (PARTS.has(node) && PARTS.get(node).role !== data.role) {
          leave(node);
          node.replaceWith((node = element("div", { className: "part" })));
        }
        feed(node, data, stage, send);
      }),
    );
  }
  return { feed, fillRow };
}

/**
 * One child for each thing, the ones that are there already kept.
 * @template Thing
 * @param {HTMLElement} node
 * @param {Thing[]} things
 * @param {string} className
 * @param {(child: HTMLElement, thing: Thing) => void} draw
 */
export function fill(node, things, className, draw) {
  const children = /** @type {HTMLCollectionOf<HTMLElement>} */ (node.children);
  things.forEach((thing, i) => draw(children[i] ?? node.appendChild(element("div", { className })), thing));
  for (const child of [...children].slice(things.length)) {
    leave(child);
    child.remove();
  }
}

/** @param {HTMLElement} node */
export function leave(node) {
  for (const each of node ? [node, ...node.querySelectorAll("div")] : []) {
    const part = PARTS.get(each);
    if (!part) continue;
    PARTS.delete(each);
    part.observers.forEach((observer) => observer.disconnect());
    part.leave?.();
  }
}

/**
 * A part out of sight is not drawn while the axis moves; it catches up when it comes into view.
 * @param {Part} part
 */
function watch(part) {
  const sight = new IntersectionObserver(
    (entries) => {
      part.seen = /** @type {IntersectionObserverEntry} */ (entries.at(-1)).isIntersecting; // of several the last is now
      if (part.seen) part.appear?.();
    },
    { threshold: [0, 0.25], rootMargin: "0px 0px 25% 0px" },
  );
  sight.observe(part.node);
  // The menu folds and unfolds without the window changing its size.
  const size = new ResizeObserver(() => part.resize?.());
  size.observe(part.node);
  part.observers = [sight, size];
}
