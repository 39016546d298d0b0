// What a visit has come to, kept by the browser.
//
// The guesses and the solved challenges of a visit stay in this tab, in sessionStorage, as presenting and
// reloading begin a new session on the server, which then knows nothing of them. It is told what an
// earlier load of the tab has left, with each picture until it has heard it; from then on, and at once
// where nothing was left, what the server knows is what is kept.

/** @import { Part } from "./types.js" */

const KEY = "sightglass.visit";
const left = stored(() => JSON.parse(sessionStorage.getItem(KEY) ?? "null"));

/**
 * @param {unknown[]} visit
 * @param {boolean} heard
 * @param {Part} part
 */
export function keep(visit, heard, part) {
  if (left?.length && !heard) part.send("visit", left);
  else if (visit.length) stored(() => sessionStorage.setItem(KEY, JSON.stringify(visit)));
  else stored(() => sessionStorage.removeItem(KEY));
}

/**
 * Where the browser keeps nothing for us, or something else, we go without.
 * @template Found
 * @param {() => Found} act
 */
export function stored(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
