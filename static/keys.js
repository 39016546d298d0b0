// Keys of the whole page, and the panel that lists them. Those of a control are heard where it is made, those of a
// lesson in steps.js, those of the search in menu.js.

import { element, makeDialog, press } from "./dom.js";
import { areOn, isAlone, switchTo } from "./pressed.js";
/** @import { Stage } from "./types.js" */

const MOST = 9; // presets that have a key

/**
 * @param {HTMLElement} node
 * @param {Stage} stage
 */
export function makeKeys(node, stage) {
  node.classList.add("sightglass-share", "sightglass-keys"); // the panel looks like that of a link
  const ask = press("Keys", open);
  ask.ariaHasPopup = "dialog";
  ask.ariaKeyShortcuts = "?";
  let lesson = false;
  let room = false;

  function presets() {
    const all = /** @type {HTMLElement[]} */ ([...(node.parentElement?.querySelectorAll(".strip button") ?? [])]);
    return all.slice(0, MOST);
  }
  function open() {
    const acts = element("input", { type: "checkbox", checked: areOn(), onchange: () => switchTo(acts.checked) });
    const search = Boolean(document.querySelector(".sightglass-to-search"));
    const list = element("dl", {}, ...listed(lesson, room, presets().length, search).flatMap(([keys, does]) => [
      element("dt", {}, ...keys.flatMap((key) => [element("kbd", {}, key), " "])), element("dd", {}, does),
    ]));
    const dialog = makeDialog("Keys", list, element("label", { className: "tick" }, acts, "Keys of one character act"));
    dialog.addEventListener("close", () => dialog.remove());
    node.append(dialog);
    dialog.showModal();
  }
  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const { key, repeat, defaultPrevented } = event;
    const preset = /^[1-9]$/.test(key) ? presets()[Number(key) - 1] : null;
    const act = key === "?" ? open : key === "." ? stage.axis?.play : preset?.checkVisibility() ? () => preset.click() : null;
    if (!act || repeat || defaultPrevented || !node.isConnected || !isAlone(event)) return;
    event.preventDefault();
    act();
  }
  document.addEventListener("keydown", pressed);
  return {
    update(said) {
      lesson = said.lesson;
      room = said.room;
      if (!room && !ask.isConnected) node.append(ask);
    },
    leave: () => document.removeEventListener("keydown", pressed),
  };
}

/** @typedef {[keys: string[], does: string]} Listed */

/**
 * The keys, and what they do.
 * @param {boolean} lesson
 * @param {boolean} room
 * @param {number} presets that have one
 * @param {boolean} search
 * @returns {Listed[]}
 */
export function listed(lesson, room, presets, search) {
  /** @type {Listed[]} */
  const both = [[["."], "Play along the axis, or pause"], [["?"], "These keys"]];
  if (lesson)
    return [
      [["→", "Page Down"], "The next step"],
      [["←", "Page Up"], "The step before"],
      [["Home", "End"], "The first step, the last"],
      ...both,
      [["Esc"], "Close this; then, leave the lesson"],
    ];
  if (room) return [...both, [["Esc"], "Close this; then, leave"]];
  /** @type {Listed[]} */
  const found = [
    [[`1 … ${presets}`], "The presets, in their order"],
    [["←", "→"], "On the axis or a slider: a step; among presets: the one before, the next"],
    [["Page Up", "Page Down"], "On the axis: five steps; on a slider: ten"],
    [["Home", "End"], "On the axis or a slider: its ends; among presets: the first, the last"],
    [["Space"], "On the axis: play, or pause"],
    ...both,
  ];
  if (search) found.push([["/", "Ctrl+K"], "Search"]);
  return [...found, [["Esc"], "Close what stands over the page"]];
}
