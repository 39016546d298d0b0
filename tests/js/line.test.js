import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fault, tidied } from "../../static/line.js";

// What concepts/controls.py sends, which tests/test_controls.py compares with this.
const UNSEEN = "[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ufffe\\uffff\\ud800-\\udfff]";
const CASES = JSON.parse(readFileSync(new URL("../texts.json", import.meta.url), "utf8"));

test("a text is taken, tidied or refused as the server does it", () => {
  for (const { said, kept, ...bounds } of CASES) {
    const wrong = fault(said, { ...bounds, unseen: UNSEEN, marks: 4 });
    assert.equal(wrong ? null : tidied(said), kept, JSON.stringify(said));
    assert.ok(!wrong || wrong.endsWith("."), wrong);
  }
});
