// The lesson in front of a room: forward and back by arrow keys, by a presenter's clicker, or by buttons.

import { button, element } from "./dom.js";

const PATIENCE = 2000; // milliseconds: an answer that takes longer has been overtaken, or lost

// Streamlit's own way to a page without its frame, and to a light page whatever the visitor has set.
const BARE = { embed: "true", embed_options: "light_theme" };

// Show the page to a room, from the first step of its lesson.
export function present() {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries({ present: "true", ...BARE })) address.searchParams.set(name, value);
  for (const name of [...address.searchParams.keys()]) if (name.includes(".")) address.searchParams.delete(name);
  location.assign(address);
}

// Whether the page is on its way to where it has no frame: nothing need be drawn here.
export function leaves() {
  const address = new URL(location.href);
  if (address.searchParams.has("embed")) return false;
  for (const [name, value] of Object.entries(BARE)) address.searchParams.set(name, value);
  location.replace(address);
  return true;
}

export function makeSteps(node, stage, part) {
  const count = element("span", { className: "count", ariaLive: "polite" });
  const back = button("Back (arrow left, page up)", "‹ Back", () => go(at - 1));
  const next = button("Next (arrow right, page down)", "Next ›", () => go(at + 1));
  const end = button("Leave (escape)", "Leave", leave);
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
  function leave() {
    const address = new URL(location.href);
    for (const name of [...Object.keys(BARE), "present", "step"]) address.searchParams.delete(name);
    location.assign(address);
  }
  const KEYS = {
    ArrowRight: () => go(at + 1), PageDown: () => go(at + 1), ArrowLeft: () => go(at - 1), PageUp: () => go(at - 1),
    Home: () => go(0), End: () => go(steps.length - 1), Escape: leave,
  };
  function pressed(event) {
    if (event.defaultPrevented || !KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = event.target.closest?.("input, select, textarea"); // there the arrows have their own meaning
    if (moves && !["PageDown", "PageUp", "Escape"].includes(event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  }
  document.addEventListener("keydown", pressed, { capture: true });
  return {
    update(data) {
      steps = data.steps;
      answered = steps.indexOf(data.step);
      settle();
    },
    leave() {
      clearTimeout(late);
      document.removeEventListener("keydown", pressed, { capture: true });
    },
  };
}
