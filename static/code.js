// What was written on the Coding page, kept in this browser alone: a text for each kata that was begun, and how the
// last round went.

import { CODE } from "./done.js";
import { stored } from "./visit.js";

/** @typedef {{ texts: Record<string, string>, ratings: Record<string, { rating: string, seconds: number, day: string }> }} Code */

const LONGEST = 100_000; // characters of one text

/**
 * What was kept; what cannot be read counts as nothing.
 * @param {string | null} text
 * @returns {Code}
 */
export function readCode(text) {
  const found = stored(() => JSON.parse(text ?? "{}")) ?? {};
  const pairs = (table) => Object.entries(table && typeof table === "object" ? table : {}).filter(([name]) => /^[a-z0-9_@]{1,80}$/.test(name));
  return {
    texts: Object.fromEntries(pairs(found.texts).filter(([, each]) => typeof each === "string" && each.length <= LONGEST)),
    ratings: Object.fromEntries(pairs(found.ratings).filter(([, each]) => typeof each?.rating === "string" && Number.isFinite(each.seconds) && typeof each.day === "string")),
  };
}

export const codeOf = () => readCode(stored(() => localStorage.getItem(CODE)));

/**
 * Keeps a text under a name, or forgets it (null); false where the browser keeps nothing.
 * @param {string} name
 * @param {string | null} text
 */
export function keepCode(name, text) {
  const code = codeOf(); // anew each time: another tab may have written meanwhile
  if (text === null) delete code.texts[name];
  else code.texts[name] = text.slice(0, LONGEST);
  return write(code);
}

/**
 * How a kata of a round went.
 * @param {string} name
 * @param {string} rating
 * @param {number} seconds
 */
export function keepRating(name, rating, seconds) {
  const code = codeOf();
  code.ratings[name] = { rating, seconds: Math.round(seconds), day: new Date().toISOString().slice(0, 10) };
  return write(code);
}

/** @param {Code} code */
function write(code) {
  return stored(() => (localStorage.setItem(CODE, JSON.stringify(code)), true)) ?? false;
}
