import assert from "node:assert/strict";
import { test } from "node:test";

import { bare, left, presented } from "../../static/steps.js";

const PAGE = "https://app.example/teach/smote?smote.k=3&lock=k";
const BUSY = `${PAGE}&a.k=4&a=true&challenge=one&started=two`;

test("a lesson begins at its first step, whatever the controls say", () => {
  for (const page of [PAGE, BUSY]) assert.equal(presented(page), "https://app.example/teach/smote?lock=k&embed=true&embed_options=light_theme&present=true");
});

test("who leaves the room is where they were, and not at a step", () => {
  assert.equal(left(`${bare(PAGE)}&present=true&step=two`), PAGE);
});

test("to take the frame away twice is to take it away once", () => {
  assert.equal(bare(bare(PAGE)), bare(PAGE));
});
