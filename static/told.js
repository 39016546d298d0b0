// The numbers of an answer, marked where the page says them.

import { element } from "./dom.js";

/**
 * The words with those numbers marked, each as a whole: "1.5" is not in "21.5" or "1.53".
 * @param {string} words
 * @param {string[]} numbers the longest first
 * @returns {(Node | string)[]}
 */
export function mark(words, numbers) {
  return pieces(words, numbers).map((piece, i) => (i % 2 ? element("mark", {}, piece) : piece));
}

/**
 * What is no such number, and what is one, by turns.
 * @param {string} words
 * @param {string[]} numbers
 */
export function pieces(words, numbers) {
  if (!numbers.length) return [words];
  const any = numbers.map((number) => number.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return words.split(new RegExp(`(?<![\\w.,−-])(${any})(?!\\w|[.,]\\d)`));
}
