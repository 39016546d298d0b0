import assert from "node:assert/strict";
import { test } from "node:test";

import { isDrawable, parts, verdict } from "../../static/beside.js";
import { keepCode, keepRating, codeOf, readCode } from "../../static/code.js";
import { bothCodes } from "../../static/done.js";
import { indented, newLine, stepBack } from "../../static/editor.js";
import { pair, say } from "../../static/round.js";
import { sentence } from "../../static/runner.js";

/** The text after an edit, with what is selected between bars. */
function after(text, edit) {
  const now = text.slice(0, edit.from) + edit.by + text.slice(edit.to);
  const [start, end] = edit.select;
  return start === end ? `${now.slice(0, start)}|${now.slice(start)}` : `${now.slice(0, start)}|${now.slice(start, end)}|${now.slice(end)}`;
}

/** What a key does where the bars are. */
function done(act, marked) {
  const parts = marked.split("|");
  const text = parts.join("");
  const start = parts[0].length;
  const end = parts.length > 2 ? start + parts[1].length : start;
  const edit = act(text, start, end);
  return edit && after(text, edit);
}

test("Enter keeps the indentation, goes in after a colon and out after a return", () => {
  assert.equal(done(newLine, "x = 1|"), "x = 1\n|");
  assert.equal(done(newLine, "def f(x):|"), "def f(x):\n    |");
  assert.equal(done(newLine, "    if x:  # so|"), "    if x:  # so\n        |");
  assert.equal(done(newLine, "        return x|\nb"), "        return x\n    |\nb");
  assert.equal(done(newLine, "    a = 1|b"), "    a = 1\n    |b");
  assert.equal(done(newLine, "    returned = 1|"), "    returned = 1\n    |");
  assert.equal(done(newLine, "a|bc|d"), "a\n|d");
});

test("Tab fills up to the next step, or moves all lines that are selected; Shift+Tab takes back", () => {
  const [tab, back] = [(...at) => indented(...at, false), (...at) => indented(...at, true)];
  assert.equal(done(tab, "|x"), "    |x");
  assert.equal(done(tab, "ab|x"), "ab  |x");
  assert.equal(done(tab, "|a\nb|"), "    |a\n    b|");
  assert.equal(done(tab, "a|a\n\nb|b\nc"), "    a|a\n\n    bb|\nc");
  assert.equal(done(tab, "|a\n|b"), "    |a|\nb");
  assert.equal(done(back, "      x|"), "  x|");
  assert.equal(done(back, "    a|a\n  b|b"), "a|a\nbb|");
  assert.equal(done(back, "x|"), null);
});

test("Backspace in the indentation takes a step, elsewhere one letter as always", () => {
  assert.equal(done(stepBack, "        |x"), "    |x");
  assert.equal(done(stepBack, "      |x"), "    |x");
  assert.equal(done(stepBack, "a\n    |x"), "a\n|x");
  assert.equal(done(stepBack, "    a|"), null);
  assert.equal(done(stepBack, " |a"), null);
  assert.equal(done(stepBack, "    |  |a"), null);
});

test("a round has a short kata and a long one, the same for the same number, and each comes up", () => {
  const katas = [5, 10, 10, 15, 15, 20, 20, 30].map((minutes, i) => ({ minutes, i }));
  const every = Array.from({ length: 200 }, (_, seed) => pair(katas, seed + 1));
  assert.ok(every.every(([one, other]) => one.minutes <= 15 && other.minutes > 15));
  assert.deepEqual(pair(katas, 7), pair(katas, 7));
  assert.equal(new Set(every.flat().map(({ i }) => i)).size, katas.length);
  assert.ok(new Set(every.map(([one, other]) => `${one.i} ${other.i}`)).size > 10);
});

test("a clock says minutes and seconds, and what is over", () => {
  assert.deepEqual([0, 65.9, 600, -5].map(say), ["0:00", "1:05", "10:00", "+0:05"]);
});

test("an error is one sentence with its line", () => {
  const at = (kind, words, places = [[3, "f"]]) => sentence({ kind, words, places }, ["math", "random"]);
  assert.equal(at("ZeroDivisionError", "division by zero"), "ZeroDivisionError: division by zero in line 3.");
  assert.match(at("ModuleNotFoundError", "No module named 'numpy' (warning)"), /^There is no numpy here, as line 3 asks: .*math, random\. /);
  assert.match(at("RecursionError", "maximum", []), /^A function calls itself without end \(RecursionError\)\.$/);
  assert.match(at("MemoryError", ""), /in line 3 \(MemoryError\)\.$/);
  assert.match(at("SystemExit", ""), /in line 3/);
  assert.equal(at("KeyError", "", []), "KeyError.");
});

test("what was written is kept by kata; what cannot be read counts as nothing; no storage is said", () => {
  const kept = new Map();
  globalThis.localStorage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => void kept.set(name, text) };
  assert.equal(keepCode("kmeans", "x = 1"), true);
  assert.equal(keepCode("pca", "y"), true);
  keepRating("pca", "partly", 61.4);
  assert.deepEqual(codeOf().texts, { kmeans: "x = 1", pca: "y" });
  assert.equal(codeOf().ratings.pca.seconds, 61);
  keepCode("pca", null);
  assert.deepEqual(codeOf().texts, { kmeans: "x = 1" });
  for (const text of ["{", "null", "7", '{"texts": 3}', '{"texts": {"a b": "x", "ok": 4}, "ratings": {"a": {}}}']) {
    assert.deepEqual(readCode(text), { texts: {}, ratings: {} });
  }
  globalThis.localStorage = { getItem: () => null, setItem: () => { throw new Error("full"); } };
  assert.equal(keepCode("kmeans", "x"), false);
});

test("of two machines each text stays, the one here first, and the later rating", () => {
  const rating = (day) => ({ rating: "nailed", seconds: 1, day });
  const here = { texts: { a: "here" }, ratings: { a: rating("2026-01-02") } };
  const there = { texts: { a: "there", b: "b" }, ratings: { a: rating("2026-01-03"), b: rating("2026-01-01") } };
  assert.deepEqual(bothCodes(here, there), { texts: { a: "here", b: "b" }, ratings: { a: rating("2026-01-03"), b: rating("2026-01-01") } });
  assert.deepEqual(bothCodes(null, there), there);
});

test("what can be drawn is points, or rows of numbers", () => {
  assert.ok(isDrawable([[1, 2], null, [3, 4]], "path") && isDrawable([], "dots") && isDrawable([[1, null], [2, 3, 4]], "numbers"));
  for (const found of [undefined, null, 3, "x", [[1]], [[1, "2"]], [[1, NaN]], [1, 2], Array(5001).fill([0, 0])]) assert.ok(!isDrawable(found, "dots"));
  assert.ok(!isDrawable([1], "numbers"));
});

test("where two part is the first place that differs by more than rounding", () => {
  assert.equal(parts([[1, 2]], [[1, 2 + 1e-9]]), null);
  assert.deepEqual(parts([[1, 2], [3, 4]], [[1, 2], [3, 5]]), { at: [1, 1], yours: 4, ours: 5 });
  assert.deepEqual(parts([[1, 2]], []).at, [0]);
  assert.deepEqual(parts([null], [[1, 2]]).at, [0]);
});

test("a picture says where yours and ours part, or that they do not", () => {
  const frame = (says, ours) => ({ says, ours, figure: null });
  const picture = { what: "centres", kind: "dots", frames: [frame("the start", [[0, 0]]), frame("after round 1", [[1, 2], [3, -4]])] };
  assert.deepEqual(verdict(picture, [[[0, 0]], [[1, 2], [3, -4]]]), { at: 1, said: "Your centres are ours in all 2 pictures." });
  assert.deepEqual(verdict(picture, [[[0, 0]], [[1, 2], [3, 5]]]), { at: 1, said: "Your centres part from ours at number 2 (after round 1): yours (3, 5), ours (3, −4)." });
  assert.deepEqual(verdict(picture, [[[0, 0]], [[1, 2]]]).said, "Your centres part from ours at number 2 (after round 1): yours nothing, ours (3, −4).");
  assert.deepEqual(verdict(picture, [undefined, undefined]), { at: 0, said: "Yours cannot be drawn (the start)." });
  const numbers = { what: "weights", kind: "numbers", frames: [frame("", [[0.5, 0.5]])] };
  assert.equal(verdict(numbers, [[[0.5, 0.25]]]).said, "Your weights part from ours at row 1, column 2: yours 0.25, ours 0.5.");
  assert.equal(verdict(numbers, [[[0.5, 0.5]]]).said, "Your weights are ours.");
});
