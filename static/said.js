// What the visitor has done and the server has not yet answered to.
//
// Of two messages that come while it is at work Streamlit hands its script the second alone. So every message says all
// that is unanswered, in order, and the server, which knows the number of what it did last, does each thing once.

/** @import { Stage, Value } from "./types.js" */

const ELSEWHERE = ["preset", "known", "reset", "step", "try", "guess", "skip", "prove", "to_a", "swap"]; // what moves many controls, and only the server knows where to
const MOVES = ["moved", "set", ...ELSEWHERE];
let number = Date.now(); // rises, even over a page that is loaded anew

/**
 * Note what the visitor has done.
 * @param {Stage} stage
 * @param {string} event
 * @param {unknown} value
 */
export function note(stage, event, value) {
  if (MOVES.includes(event)) stage.telling = null;
  const last = stage.unanswered.at(-1);
  if (event === "set" && last?.event === "set") {
    stage.unanswered.pop();
    value = { .../** @type {object} */ (last.value), .../** @type {object} */ (value) };
  } else if (!MOVES.includes(event)) {
    // a question that is asked again
    stage.unanswered = stage.unanswered.filter((each) => each.event !== event || JSON.stringify(each.value) !== JSON.stringify(value));
  }
  stage.unanswered.push({ number: (number += 1), event, value });
}

/**
 * Say all that is unanswered.
 * @param {Stage} stage
 */
export function tell(stage) {
  stage.held = false;
  stage.wish = null; // a picture that is on its way is no longer wanted
  if (stage.unanswered.length) stage.say?.("said", stage.unanswered.map(({ number, event, value }) => [number, event, value]));
}

/**
 * The server has done all up to that number.
 * @param {Stage} stage
 * @param {number} done
 */
export function answer(stage, done) {
  stage.unanswered = stage.unanswered.filter(({ number }) => number > done);
}

/**
 * Whether something was moved that the server's last answer knows nothing of: another answer follows.
 * @param {Stage} stage
 */
export const isAhead = (stage) => stage.unanswered.some(({ event }) => MOVES.includes(event));

/**
 * The controls of the panel that stand elsewhere than the server last said.
 * @param {Stage} stage
 * @returns {Record<string, Value>}
 */
export function movedControls({ unanswered }) {
  const since = unanswered.slice(unanswered.map(({ event }) => ELSEWHERE.includes(event)).lastIndexOf(true) + 1);
  return Object.assign({}, ...since.filter(({ event }) => event === "set").map(({ value }) => value));
}

/**
 * Whether that is done of where the page stands now: what the axis was moved to before must be said first.
 * @param {string} event
 */
export const isOfNow = (event) => ELSEWHERE.includes(event);

/**
 * Whether nothing but controls of the panel has been moved.
 * @param {Stage} stage
 */
export const onlyControls = ({ unanswered }) => unanswered.every(({ event }) => event === "set" || !MOVES.includes(event));
