// The signs of the actions. Their words stand beside them where there is room, and are what they are called.

import { element } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
/** @type {Record<string, string>} lines on a square of 24 */
const LINES = {
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.3 15.3 20.5 20.5",
  guess: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.6 9.4a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.2.9-1.2 1.9M12 16.6v.1",
  challenges: "M6 21V4M6 4.5h11l-2.2 3.8 2.2 3.8H6",
  pin: "M9 3h6M10 3v6l-3 4h10l-3-4V3M12 13v8",
  present: "M3 4h18M4.5 4v11h15V4M12 15v3M8 21l4-3 4 3",
  share: "M12 15V4M8 7.5 12 3.5l4 4M6 11H4.5v9.5h15V11H18",
  download: "M12 3.5V15M8 11.5l4 4 4-4M4.5 17v3.5h15V17",
};

/**
 * A sign and, behind it, words: what a button or a label is made of.
 * @param {keyof typeof LINES} name
 * @param {string} words
 */
export function sign(name, words) {
  const drawn = document.createElementNS(SVG, "svg");
  const lines = document.createElementNS(SVG, "path");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  lines.setAttribute("d", LINES[name]);
  drawn.append(lines);
  return [drawn, element("span", { className: "words" }, words)];
}
