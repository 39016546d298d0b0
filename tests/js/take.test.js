import assert from "node:assert/strict";
import { test } from "node:test";

import { fitting } from "../../static/take.js";

const state = (size, of = "x") => ({ sheet: of.repeat(size), reel: "" });

test("what is on screen is always in the file, and of the presets those that have room", () => {
  const told = [["", state(50, "n")], ["a", state(40)], ["b", state(90)], ["c", state(20)]];
  const names = ({ kept, out }) => [kept.map(([name]) => name), out];
  assert.deepEqual(names(fitting(told, 200)), [["", "a", "b", "c"], []]);
  assert.deepEqual(names(fitting(told, 110)), [["", "a", "c"], ["b"]]);
  assert.deepEqual(names(fitting(told, 10)), [[""], ["a", "b", "c"]]);
  assert.deepEqual(names(fitting(told.slice(0, 1), 10)), [[""], []]);
});

test("a preset that is on screen is in the file once, and first", () => {
  const told = [["", state(50)], ["a", state(30)], ["b", state(50)]];
  const { kept, out } = fitting(told, 100);
  assert.deepEqual([kept.map(([name]) => name), out], [["b", "a"], []]);
});
