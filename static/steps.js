// In front of a room: what is on screen, large; or the lesson, forward and back by arrow keys, by a presenter's
// clicker, or by buttons.

import { begin } from "./attend.js";
import { button, element, press } from "./dom.js";
import { stored } from "./visit.js";
/** @import { Lesson, Part, Stage } from "./types.js" */

const PATIENCE = 2000; // milliseconds: an answer that takes longer has been overtaken, or lost

const BEFORE = "sightglass.before"; // where the tab keeps what was there before the room
const PASSING = ["a", "started", "challenge", "question", "step"]; // what of a link the lesson knows nothing of

// Streamlit's own way to a page without its frame, and to a light page whatever the visitor has set.
const BARE = { embed: "true", embed_options: "light_theme" };

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
  for (const name of [...found.searchParams.keys()]) if (name.includes(".") || PASSING.includes(name)) found.searchParams.delete(name);
  return found.href;
}

export function left(address) {
  const found = new URL(address);
  for (const name of [...Object.keys(BARE), "present", "step"]) found.searchParams.delete(name);
  return found.href;
}

// ---- in and out ---------------------------------------------------------------------------------

const scrolled = () => document.querySelector("[data-testid=stMain]");

// To another address, for a room; what is there now is found again by who leaves it.
function enter(address) {
  stored(() => sessionStorage.setItem(BEFORE, JSON.stringify({ href: location.href, top: scrolled()?.scrollTop ?? 0 })));
  location.assign(address);
}

/** @returns {{ href: string, top: number, back?: boolean } | null} what was there before, if it was this page */
function before() {
  const kept = stored(() => JSON.parse(sessionStorage.getItem(BEFORE) ?? "null"));
  return kept && stored(() => new URL(kept.href).pathname) === location.pathname ? kept : null;
}

function leave() {
  const kept = before();
  if (kept) stored(() => sessionStorage.setItem(BEFORE, JSON.stringify({ ...kept, back: true })));
  location.assign(kept?.href ?? left(location.href));
}

/** Who has left the room finds the page scrolled as it was, as soon as it is as long, unless they scroll themselves. */
export function comeBack() {
  const kept = before();
  if (kept) stored(() => sessionStorage.removeItem(BEFORE));
  if (!kept?.back) return;
  const begun = performance.now();
  let theirs = false;
  for (const name of ["wheel", "pointerdown", "keydown"]) window.addEventListener(name, () => (theirs = true), { once: true, passive: true });
  const look = () => {
    const main = scrolled();
    if (!main || theirs || performance.now() - begun > PATIENCE * 5) return;
    main.scrollTop = kept.top;
    if (main.scrollTop < kept.top - 1) setTimeout(look, 50);
  };
  look();
}

/**
 * The two ways in front of a room, under one button.
 * @param {HTMLButtonElement} under
 */
export function makeEntries(under) {
  let large = ""; // what the link of what is on screen says
  const entry = (words, more, onclick) =>
    element("button", { type: "button", onclick }, element("b", {}, words), element("span", {}, more));
  const node = element("div", { className: "entries", popover: "auto", role: "group", ariaLabel: "Present" },
    entry("This picture, large", "As it stands, with its axis", () => enter(bare(`${location.origin}${location.pathname}?${large}`))),
    entry("The lesson", "Step by step, by key or clicker", () => enter(presented(location.href))),
    entry("Open a room", "Phones follow, and guess before it is shown", () => {
      node.hidePopover();
      begin();
    }),
  );
  under.popoverTargetElement = node;
  node.addEventListener("toggle", () => {
    const [place, box] = [under.getBoundingClientRect(), node.getBoundingClientRect()];
    node.style.left = `${Math.max(8, Math.min(place.left, innerWidth - box.width - 8))}px`;
    node.style.top = `${place.bottom + 6}px`;
  });
  return {
    node,
    /** @param {string} said */
    update(said) {
      large = said;
    },
  };
}

// ---- the lesson ---------------------------------------------------------------------------------

/**
 * @param {HTMLElement} node
 * @param {Stage} stage
 * @param {Part} part
 */
export function makeSteps(node, stage, part) {
  const count = element("span", { className: "count", ariaLive: "polite" });
  const back = button("Back (arrow left, page up)", "‹ Back", () => go(at - 1));
  const next = button("Next (arrow right, page down)", "Next ›", () => go(at + 1));
  const end = button("Leave (escape)", "Leave", leave);
  const title = element("span", { className: "title" });
  const onward = element("span", { className: "onward" });
  node.append(title, back, count, next, onward, end);
  let steps = [];
  let at = -1; // the step that is shown, or asked for
  let answered = -1; // the step that the server showed last
  let asked = 0; // when a step was asked for last
  let late = 0; // the timer that waits for it

  function go(to) {
    if (stage.room && (!stage.room.presents || stage.asks)) return stage.room.step(to - at); // the room guesses, or follows
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
    else at = answered;
    show();
  }
  function show() {
    for (const each of [back, count, next]) each.hidden = !steps.length;
    onward.hidden = at < 0 || at !== steps.length - 1;
    next.hidden ||= !onward.hidden;
    count.textContent = at < 0 ? "" : `${at + 1} of ${steps.length}`;
    back.disabled = at <= 0;
    next.disabled = at === steps.length - 1 && !stage.asks; // what it asks is shown by it
  }
  // The last step is not the end: to try it, a challenge, the concept that follows.
  /** @param {Lesson} lesson */
  function lead({ ends }) {
    if (!ends) return;
    const to = (address) => location.assign(new URL(address, location.href.split("?")[0]).href);
    onward.replaceChildren(
      press("Try it", () => to(`?${ends.try}`)),
      press("Challenge", () => to(`?${ends.challenge}`)),
      ...ends.next.map(([stem, words]) => press(`Next: ${words}`, () => to(stem))),
    );
  }
  const KEYS = {
    ArrowRight: () => go(at + 1), PageDown: () => go(at + 1), ArrowLeft: () => go(at - 1), PageUp: () => go(at - 1),
    Home: () => go(0), End: () => go(steps.length - 1), Escape: leave,
  };
  function pressed(event) {
    if (document.querySelector("dialog[open]")) return; // the keys are that one's
    if (!steps.length && event.key !== "Escape") return; // the axis has them
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
    /** @param {Lesson} data */
    update(data) {
      title.textContent = data.title;
      lead(data);
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
