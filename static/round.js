// A round on the Coding page: two katas, a clock for each, then a rating of one's own. The same number gives everybody
// the same two.

import { codeOf, keepCode, keepRating } from "./code.js";
import { finished } from "./done.js";
import { element, press } from "./dom.js";
import { stored } from "./visit.js";
/** @import { Kata } from "./coding.js" */

export const RATINGS = { nailed: "Nailed it", partly: "Partly", missed: "Missed" };
const KEY = "sightglass.coding.round"; // kept by the tab
const SHORT = 15; // minutes: the first kata has at most so many, the second more

/**
 * The two katas of a round, a short one and a long one.
 * @template {{ minutes: number }} Each
 * @param {Each[]} katas
 * @param {number} seed
 */
export function pair(katas, seed) {
  const [short, long] = [katas.filter(({ minutes }) => minutes <= SHORT), katas.filter(({ minutes }) => minutes > SHORT)];
  const at = (seed * 37) % (short.length * long.length); // not in the order of the list
  return [short[at % short.length], long[Math.floor(at / short.length)]];
}

/** Seconds as a clock has them. @param {number} seconds */
export function say(seconds) {
  const whole = Math.floor(Math.abs(seconds));
  return `${seconds < 0 ? "+" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/**
 * A clock that counts down, and on beyond its end. It waits to be pressed, unless it is told since when it runs.
 * @param {number} allowed seconds
 * @param {number | null} since milliseconds of Date.now()
 */
export function makeClock(allowed, since) {
  const time = element("output", { role: "timer", ariaLabel: "Time left" }, say(allowed));
  const start = press("Start the clock", () => {
    since = Date.now();
    start.remove();
    tick();
  });
  const node = element("span", { className: "clock" }, time, ...(since === null ? [start] : []));
  const passed = () => (since === null ? 0 : (Date.now() - since) / 1000);
  function tick() {
    if (since === null) return;
    const left = allowed - passed();
    time.textContent = left < 0 ? `${say(left)} over` : say(Math.ceil(left));
    node.classList.toggle("over", left < 0);
  }
  const timer = setInterval(tick, 500);
  tick();
  return { node, passed, stop: () => clearInterval(timer) };
}

/**
 * What a round has come to: the katas' times, and how many checks passed; `since` when the one at hand was begun.
 * @typedef {{ seed: number, since: number, used: number[], passed: number[], best: number }} State
 */

/**
 * @param {HTMLElement} node
 * @param {Kata[]} katas
 * @param {number} seed
 * @param {(query: string) => void} open
 * @param {(place: HTMLElement, kata: Kata, heard: (passed: number) => void) => () => void} workshop
 * @returns {() => void} what leaves it
 */
export function drawRound(node, katas, seed, open, workshop) {
  const both = pair(katas, seed);
  /** @type {State | null} */
  let state = stored(() => JSON.parse(sessionStorage.getItem(KEY) ?? "null"));
  if (state?.seed !== seed) state = null;
  let leave = () => {};
  const keep = () => stored(() => sessionStorage.setItem(KEY, JSON.stringify(state)));
  const list = press("All katas", () => open(""));
  list.className = "back";

  function draw() {
    leave();
    leave = () => {};
    if (state === null) before();
    else if (state.used.length < both.length) within(state);
    else after(state);
  }
  function before() {
    const minutes = both.map((kata) => kata.minutes);
    const start = press("Start", () => {
      for (const { name } of both) keepCode(`${name}@round`, null);
      state = { seed, since: Date.now(), used: [], passed: [], best: 0 };
      keep();
      draw();
    });
    start.className = "primary";
    node.replaceChildren(
      element("div", { className: "head" }, list, element("h2", {}, `Round ${seed}`)),
      element("p", { className: "intro" }, `Two katas, ${minutes[0]} and ${minutes[1]} minutes. Say the shapes and the edge cases aloud before you write. Solutions are shut until you have rated yourself. Everybody who opens this link gets the same two.`),
      element("p", { className: "acts" }, start, press("Another round", () => open(`?round=${(seed * 31) % 9999 + 1}`))),
    );
  }
  /** @param {State} now */
  function within(now) {
    const kata = both[now.used.length];
    const clock = makeClock(kata.minutes * 60, now.since);
    const last = now.used.length + 1 === both.length;
    const next = press(last ? "Done" : "Done, the next", () => {
      now.used.push(clock.passed());
      now.passed.push(now.best);
      if (last) finished("code", `coding.${seed}.${now.since}`);
      Object.assign(now, { since: Date.now(), best: 0 });
      keep();
      draw();
    });
    next.className = "next";
    const place = element("div", { className: "workshop" });
    node.replaceChildren(
      element("div", { className: "head" }, element("span", { className: "of" }, `Kata ${now.used.length + 1} of ${both.length}`), element("h2", {}, kata.title), clock.node, next),
      place,
    );
    const shut = workshop(place, kata, (passed) => {
      now.best = passed;
      keep();
    });
    leave = () => {
      clock.stop();
      shut();
    };
  }
  /** @param {State} now */
  function after(now) {
    const { ratings } = codeOf();
    node.replaceChildren(
      element("div", { className: "head" }, list, element("h2", {}, "How was it?")),
      ...both.map((kata, i) => {
        const [used, allowed] = [now.used[i], kata.minutes * 60];
        const choices = Object.entries(RATINGS).map(([rating, words]) => {
          const made = press(words, () => {
            keepRating(kata.name, rating, used);
            for (const each of choices) each.ariaPressed = String(each === made);
          });
          made.ariaPressed = "false";
          return made;
        });
        const again = ratings[kata.name];
        if (again && again.seconds === Math.round(used)) choices[Object.keys(RATINGS).indexOf(again.rating)].ariaPressed = "true";
        const open_ = press("See the solution", () => open(`?kata=${kata.name}`));
        return element("section", { className: "rated" },
          element("h3", {}, kata.title),
          element("p", {}, `${now.passed[i]} of ${kata.checks.length} checks passed in ${say(used)}${used > allowed ? `, ${say(used - allowed)} over` : ` of ${say(allowed)}`}.`),
          element("div", { className: "acts", role: "group", ariaLabel: `How was ${kata.title}?` }, ...choices, open_));
      }),
      element("p", { className: "acts" }, press("Another round", () => {
        stored(() => sessionStorage.removeItem(KEY));
        open(`?round=${(seed * 31) % 9999 + 1}`);
      })),
    );
  }
  draw();
  return () => leave();
}
