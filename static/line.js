// A line of words that the visitor writes: concepts/controls.py says what it may be, and checks it again.

import { element } from "./dom.js";
/** @import { Control } from "./types.js" */

/** @typedef {Pick<Control, "most" | "word" | "words" | "unseen" | "marks">} Bounds */

/**
 * The text as it is kept: single spaces, letters composed.
 * @param {string} said
 */
export const tidied = (said) => said.split(/\s+/).filter(Boolean).join(" ").normalize("NFC");

/**
 * What is wrong with a text, as a sentence; "" if nothing is.
 * @param {string} said
 * @param {Bounds} bounds
 */
export function fault(said, { most, word, words: [fewest, many], unseen, marks }) {
  if (new RegExp(unseen, "u").test(said)) return "It holds a line break or another character that is not seen. Take it out.";
  const text = tidied(said);
  const long = [...text].length;
  if (long > most) return `It has ${long} characters. It may have ${most}.`;
  if (new RegExp(`\\p{M}{${marks + 1}}`, "u").test(text)) return `It has more than ${marks} accents on one letter.`;
  const count = text.match(new RegExp(word, "gu"))?.length ?? 0;
  if (count < fewest) return fewest === 1 ? "It needs a word." : `It needs at least ${fewest} words.`;
  return count > many ? `It has ${count} words. It may have ${many}.` : "";
}

/**
 * @param {string} id
 * @param {(value: string) => void} say
 */
export function makeLine(id, say) {
  const box = element("input", { type: "text", id, dir: "auto", autocomplete: "off", spellcheck: false, enterKeyHint: "done" });
  /** @type {Control} */
  let data;
  box.addEventListener("input", () => box.setCustomValidity(""));
  box.addEventListener("change", () => {
    box.setCustomValidity(fault(box.value, data));
    if (!box.reportValidity()) return;
    box.value = tidied(box.value);
    if (box.value !== data.value) say(box.value);
  });
  return {
    box,
    /** @param {Control} now */
    show(now) {
      const typed = document.activeElement === box && data && box.value !== data.value && box.value !== now.value;
      data = now;
      if (typed) return; // it is being written
      box.value = now.value;
      box.setCustomValidity("");
    },
  };
}
