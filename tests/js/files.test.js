import assert from "node:assert/strict";
import { test } from "node:test";

import { wrapped } from "../../static/files.js";

test("a text is broken into lines that have room, and nothing of it is lost", () => {
  const fits = (line) => line.length <= 12;
  const said = "At 0.5 you catch 90 of 200, no\u00a0more.";
  const lines = wrapped(said, fits, /(?<= )/);
  assert.deepEqual(lines, ["At 0.5 you", "catch 90 of", "200,", "no\u00a0more."]);
  assert.equal(lines.join(" "), said);
  assert.deepEqual(wrapped("unbreakable words", fits, /(?<= )/), ["unbreakable", "words"]);
  assert.deepEqual(wrapped("incomprehensible", fits, /(?<= )/), ["incomprehensible"]);
});
