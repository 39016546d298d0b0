// The lesson in front of a room: forward and back by arrow keys, by a presenter's clicker, or by buttons.

import { button, element } from "./dom.js";
/** @import { Part, Stage } from "./types.js" */

const PATIENCE = 2000; // milliseconds: an answer that takes longer has been overtaken, or lost

// Streamlit's own way to a page without its frame, and to a light page whatever the visitor has set.
const BARE = { embed: "true", embed_options: "light_theme" };

// Show the page to a room, from the first step of its lesson.
export const present = () => location.assign(presented(location.href));

// Whether the page is on its way to where it has no frame: nothing need be drawn here.
export function leaves() {
  if (new URL(location.href).searchParams.has("embed")) return false;
  location.replace(bare(location.href));
  return true;
}

// Addresses of a page without its frame; of its lesson's first step, whatever its controls say; and of it as before.
export function bare(address) {
  const found = new URL(address);
  for (const [name, value] of Object.entries(BARE)) found.searchParams.set(name, value);
  return found.href;
}

export function presented(address) {
  const found = new URL(bare(address));
  found.searchParams.set("present", "true");
  for (const name of [...found.searchParams.keys()]) if (name.includes(".")) found.searchParams.delete(name);
  return found.href;
}

export function left(address) {
  const found = new URL(address);
  for (const name of [...Object.keys(BARE), "present", "step"]) found.searchParams.delete(name);
  return found.href;
}

/**
 * @param {HTMLElement} node
 * @param {Stage} stage
 * @param {Part} part
 */
export function makeSteps(node, stage, part) {
  const count = element("span", { className: "count", ariaLive: "polite" });
  const back = button("Back (arrow left, page up)", "‹ Back", () => go(at - 1));
  const next = button("Next (arrow right, page down)", "Next ›", () => go(at + 1));
  const end = button("Leave (escape)", "Leave", () => leave());
  node.append(back, count, next, end);
  let steps = [];
  let at = -1; // the step that is shown, or asked for
  let answered = -1; // the step that the server showed last
  let asked = 0; // when a step was asked for last
  let late = 0; // the timer that waits for it

  function go(to) {
    const wanted = Math.min(Math.max(to, 0), steps.length - 1);
    if (wanted === at && !stage.asks) return;
    if (!stage.asks) at = wanted; // else the step that the guess is about comes now
    asked = performance.now();
    show();
    part.send("step", steps[wanted]);
  }
  // Answers to earlier keys pass by while the step that was asked for last is on its way.
  function settle() {
    clearTimeout(late);
    if (at >= 0 && answered !== at && performance.now() - asked < PATIENCE) late = setTimeout(settle, PATIENCE);
    else if (!stage.asks) at = answered;
    show();
  }
  function show() {
    count.textContent = at < 0 ? "" : `${at + 1} of ${steps.length}`;
    back.disabled = at <= 0;
    next.disabled = at === steps.length - 1;
  }
  const leave = () => location.assign(left(location.href));
  const KEYS = {
    ArrowRight: () => go(at + 1), PageDown: () => go(at + 1), ArrowLeft: () => go(at - 1), PageUp: () => go(at - 1),
    Home: () => go(0), End: () => go(steps.length - 1), Escape: leave,
  };
  function pressed(event) {
    if (document.querySelector("dialog[open]")) return; // the keys are that one's
    if (event.defaultPrevented || !KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = event.target.closest?.("input, select, textarea"); // there the arrows have their own meaning
    if (moves && !["PageDown", "PageUp", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // one hand on a key: what has the focus would move, too
    KEYS[event.key]();
  }
  // After a touch of a slider the keys are the lesson's again; who came to it by key keeps it.
  function released() {
    const held = document.activeElement;
    if (held instanceof HTMLInputElement && held.type === "range") held.blur();
  }
  document.addEventListener("keydown", pressed, { capture: true });
  document.addEventListener("pointerup", released);
  return {
    update(data) {
      steps = data.steps;
      answered = steps.indexOf(data.step);
      settle();
    },
    leave() {
      clearTimeout(late);
      document.removeEventListener("keydown", pressed, { capture: true });
      document.removeEventListener("pointerup", released);
    },
  };
}
