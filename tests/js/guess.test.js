import assert from "node:assert/strict";
import { test } from "node:test";

import { nextGuess } from "../../static/guess.js";

const presets = [
  { name: "start", asks: "", chosen: false },
  { name: "one", asks: "One?", chosen: false },
  { name: "two", asks: "Two?", chosen: true },
  { name: "three", asks: "Three?", chosen: false },
];
const next = (guessed, list = presets) => nextGuess(/** @type {any} */ ({ presets: list, guessed: new Set(guessed) }))?.name;

test("the next guess is the one after what is on screen, and then from the first again", () => {
  assert.equal(next([]), "three");
  assert.equal(next(["Three?"]), "one");
  assert.equal(next(["Three?", "Two?"]), "one");
  assert.equal(next(["One?", "Three?"]), "two");
  assert.equal(next([], presets.map((each) => ({ ...each, chosen: false }))), "one");
  assert.equal(next(["One?", "Two?", "Three?"]), undefined);
});
