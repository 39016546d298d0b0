import assert from "node:assert/strict";
import { test } from "node:test";

import { bare, wrapped } from "../../static/files.js";

test("a label loses its marks, and what was escaped is itself again, once", () => {
  assert.equal(bare("<b>D</b> = 3<br>rows"), "D = 3 rows");
  assert.equal(bare("&lt;b&gt;x&lt;/b&gt; &amp;amp; y"), "<b>x</b> &amp; y");
  assert.equal(bare(undefined), "");
});

test("a text is broken into lines that have room, and nothing of it is lost", () => {
  const fits = (line) => line.length <= 12;
  const said = "At 0.5 you catch 90 of 200, no\u00a0more.";
  const lines = wrapped(said, fits, /(?<= )/);
  assert.deepEqual(lines, ["At 0.5 you", "catch 90 of", "200,", "no\u00a0more."]);
  assert.equal(lines.join(" "), said);
  assert.deepEqual(wrapped("unbreakable words", fits, /(?<= )/), ["unbreakable", "words"]);
  assert.deepEqual(wrapped("incomprehensible", fits, /(?<= )/), ["incomprehensible"]);
});
