// A small editor for Python: line numbers, Tab and Shift+Tab, indentation that follows, the browser's own undo.

import { element } from "./dom.js";

const STEP = "    ";
const KEYS = "Tab indents, Shift+Tab takes back. Escape, then Tab leaves the editor. Ctrl+Enter runs.";

/**
 * What a key makes of a text: what of it is replaced, from where to where, by what, and what is selected then; null
 * where the key does what it always does.
 * @typedef {{ from: number, to: number, by: string, select: [number, number] }} Edit
 */

const lineStart = (text, at) => text.lastIndexOf("\n", at - 1) + 1;

/**
 * Enter: the next line is indented as this one; a step more after a colon, a step less after what ends a block.
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Edit}
 */
export function newLine(text, start, end) {
  const line = text.slice(lineStart(text, start), start);
  let indent = /^ */.exec(line)?.[0] ?? "";
  const bare = line.replace(/#.*$/, "").trimEnd();
  if (bare.endsWith(":")) indent += STEP;
  else if (/^ *(return|pass|break|continue|raise)\b/.test(line)) indent = indent.slice(STEP.length);
  const at = start + 1 + indent.length;
  return { from: start, to: end, by: `\n${indent}`, select: [at, at] };
}

/**
 * Tab and Shift+Tab: the lines that are selected go a step in or out; without a selection Tab fills up to the next step.
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {boolean} back
 * @returns {Edit | null}
 */
export function indented(text, start, end, back) {
  const from = lineStart(text, start);
  if (start === end && !back) {
    const by = " ".repeat(STEP.length - ((start - from) % STEP.length));
    return { from: start, to: end, by, select: [start + by.length, start + by.length] };
  }
  const last = end > start && text[end - 1] === "\n" ? end - 1 : end; // a line of which only the start is selected
  const stop = text.indexOf("\n", last);
  const to = stop < 0 ? text.length : stop;
  const before = text.slice(from, to).split("\n");
  const after = before.map((line) => (back ? line.replace(/^ {1,4}/, "") : line && STEP + line));
  if (after.join() === before.join()) return null;
  const first = after[0].length - before[0].length;
  const by = after.join("\n");
  if (start === end) return { from, to, by, select: [Math.max(from, start + first), Math.max(from, start + first)] };
  return { from, to, by, select: [Math.max(from, start + first), from + by.length] };
}

/**
 * Backspace within the indentation takes a whole step.
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Edit | null}
 */
export function stepBack(text, start, end) {
  const from = lineStart(text, start);
  const before = text.slice(from, start);
  if (start !== end || before.length < 2 || before.trim()) return null;
  const at = from + Math.floor((before.length - 1) / STEP.length) * STEP.length;
  return { from: at, to: start, by: "", select: [at, at] };
}

/**
 * @param {{ changed: (text: string) => void, run: () => void }} hears
 */
export function makeEditor({ changed, run }) {
  const numbers = element("pre", { className: "numbers", ariaHidden: "true" });
  const hint = element("p", { id: "kata-keys", className: "hint" }, KEYS);
  const area = element("textarea", { spellcheck: false, wrap: "off", autocapitalize: "off", autocomplete: "off", ariaLabel: "Your code" });
  area.setAttribute("aria-describedby", hint.id);
  area.setAttribute("autocorrect", "off");
  const node = element("div", { className: "editor" }, numbers, area);
  /** @type {number | null} */
  let wrong = null; // the line of the last error
  let leaving = false; // Escape was pressed: Tab goes on

  function count() {
    const lines = area.value.split("\n").length;
    numbers.replaceChildren(...Array.from({ length: lines }, (_, i) => element("span", { className: i + 1 === wrong ? "wrong" : "" }, `${i + 1}\n`)));
    numbers.scrollTop = area.scrollTop;
  }
  /** @param {Edit | null} edit */
  function apply(edit) {
    if (!edit) return;
    area.setSelectionRange(edit.from, edit.to);
    // What is written so can be undone by the browser; there is no other way to say that.
    const written = edit.by ? document.execCommand("insertText", false, edit.by) : document.execCommand("delete");
    if (!written) area.setRangeText(edit.by);
    area.setSelectionRange(...edit.select);
    if (!written) hear();
  }
  function hear() {
    wrong = null;
    count();
    changed(area.value);
  }
  area.addEventListener("input", hear);
  area.addEventListener("scroll", () => (numbers.scrollTop = area.scrollTop), { passive: true });
  area.addEventListener("keydown", (event) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    const { value, selectionStart: start, selectionEnd: end } = area;
    event.stopPropagation(); // keys of the page
    if (key === "Enter" && (ctrlKey || metaKey)) {
      event.preventDefault();
      return run();
    }
    if (key === "Escape") return void (leaving = true);
    const left = leaving && key === "Tab";
    if (key !== "Shift") leaving = false;
    if (left || ctrlKey || metaKey || altKey || event.isComposing) return;
    const edit = key === "Tab" ? indented(value, start, end, shiftKey) : key === "Enter" ? newLine(value, start, end) : key === "Backspace" ? stepBack(value, start, end) : null;
    if (edit || key === "Tab") event.preventDefault();
    apply(edit);
  });

  return {
    node,
    hint,
    area,
    get text() {
      return area.value;
    },
    /** @param {string} text */
    show(text) {
      area.value = text;
      wrong = null;
      count();
    },
    /** Another text, which can be undone. @param {string} text */
    replace(text) {
      area.focus({ preventScroll: true });
      apply({ from: 0, to: area.value.length, by: text, select: [0, 0] });
    },
    /** @param {number | null} line */
    mark(line) {
      wrong = line;
      count();
    },
  };
}
