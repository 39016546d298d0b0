// What a class has guessed: each guess a dot where it is, or bars of what was chosen; of two rounds both.

import { element } from "./dom.js";
import { makeMarks } from "./marks.js";
/** @import { Mark, Tally } from "./types.js" */

const BINS = 100; // places across: dots that lie nearer than that stand on one another
const HIGH = 5.7; // dots: a round is at most as high as so many
const ROUNDS = ["First", "Then"];

/**
 * Where the dots of a round stand: the place across, from 0 to 1, and how many are under it.
 * @param {[value: number, place: number, people: number][]} guesses
 * @returns {[place: number, under: number][]}
 */
export function piled(guesses) {
  const piles = new Map();
  for (const [, place, people] of guesses) {
    const bin = Math.round(place * BINS);
    piles.set(bin, (piles.get(bin) ?? 0) + people);
  }
  return [...piles].sort(([one], [other]) => one - other).flatMap(([bin, people]) => Array.from({ length: people }, (_, i) => /** @type {[number, number]} */ ([bin / BINS, i])));
}

/** Every guess as a dot over a line from end to end, round by round. @param {Tally} tally */
export function makeDots({ rounds }) {
  return rounds.map((guesses, i) => {
    const dots = piled(guesses);
    const most = Math.max(0, ...dots.map(([, under]) => under));
    const step = Math.min(1, (HIGH - 1.2) / Math.max(most, 1)); // of a dot: many lie over one another
    const people = dots.length;
    const words = rounds.length > 1 ? [element("span", { className: "round" }, ROUNDS[i])] : [];
    const made = element("div", { className: `crowd${i < rounds.length - 1 ? " before" : ""}`, role: "img", ariaLabel: `${rounds.length > 1 ? `${ROUNDS[i]}: ` : ""}${people} ${people === 1 ? "guess" : "guesses"}` }, ...words, ...dots.map(([place, under]) => {
      const dot = element("i");
      dot.style.left = `${100 * place}%`;
      dot.style.bottom = `calc(${step * under} * var(--dot))`;
      return dot;
    }));
    made.style.setProperty("--high", String(step * most + 1.2)); // the picture has the rest
    return made;
  });
}

/**
 * The guesses, and once it is shown the truth among them. What is guessed on the axis is drawn there (axis.js).
 * @param {Tally} tally
 * @param {Mark[] | null} marks of the truth and a guess of one's own; null before the truth is shown
 */
export function makeTally(tally, marks) {
  if (tally.on_axis) return [];
  if (tally.options) return [makeBars(tally, marks !== null)];
  const [low, high] = tally.ends ?? ["", ""];
  const track = element("div", { className: "track" }, ...makeMarks(marks ?? []));
  const over = element("div", { className: "over" }, ...makeDots(tally), track);
  return [element("div", { className: "line told" }, element("span", {}, low), over, element("span", {}, high))];
}

/** @param {Tally} tally @param {boolean} told */
function makeBars({ options = [], right = [], rounds }, told) {
  const sizes = rounds.map((guesses) => Math.max(1, guesses.reduce((sum, [, , people]) => sum + people, 0)));
  return element("div", { className: "bars" }, ...options.map((words, at) => {
    const counts = rounds.map((guesses) => guesses.find(([value]) => value === at)?.[2] ?? 0);
    const bars = counts.map((people, i) => {
      const bar = element("span", { className: i < rounds.length - 1 ? "before" : "" });
      bar.style.width = `${(100 * people) / sizes[i]}%`;
      return element("span", { className: "bar" }, bar);
    });
    const correct = told && right.includes(at);
    const sign = correct ? [element("span", { className: "tick close", ariaHidden: "true" }, "✓"), element("span", { className: "aloud" }, "right: ")] : [];
    const row = element("div", { className: correct ? "right" : "" }, element("span", { className: "say" }, ...sign, words), element("span", { className: "bars-of" }, ...bars), element("b", {}, counts.join(", then ")));
    return row;
  }));
}

/**
 * Every question that was told, guess by guess and how many made it, as a table for a spreadsheet; without who.
 * @param {Tally[]} tallies
 */
export function spreadsheetOf(tallies) {
  const quoted = (text) => `"${String(text).replaceAll('"', '""')}"`;
  const rows = tallies.flatMap(({ ask, options, right = [], truth, rounds }) =>
    rounds.flatMap((guesses, i) => guesses.map(([value, , people]) => [
      quoted(ask), quoted(options ? right.map((at) => options[at]).join(" or ") : (truth?.text ?? "")), i + 1, options ? quoted(options[value]) : value, people,
    ])));
  return [["question", "truth", "round", "guess", "people"], ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}
