// A guess and the truth on a line: each a sign at its place, from 0 to 1, with its words above or below.

import { element } from "./dom.js";
/** @import { Mark } from "./types.js" */

/** @param {Mark[]} marks */
export function makeMarks(marks) {
  return marks.map(({ whose, place, text }) => {
    const words = element("span", { className: "words" }, text);
    const mark = element("span", { className: `mark ${whose}` }, words);
    mark.style.left = `${100 * place}%`;
    words.style.transform = `translateX(${-100 * place}%)`; // at an end it stays on the line
    return mark;
  });
}
