import assert from "node:assert/strict";
import { test } from "node:test";

import { pieces } from "../../static/told.js";

test("a number is found as a whole, wherever it stands", () => {
  assert.deepEqual(pieces("Recall is 71 %, at 0.92.", ["0.92", "71 %"]), ["Recall is ", "71 %", ", at ", "0.92", "."]);
  assert.deepEqual(pieces("1.5 of 21.5, 1.53, −1.5 and 1.5,000", ["1.5"]), ["", "1.5", " of 21.5, 1.53, −1.5 and 1.5,000"]);
  assert.deepEqual(pieces("$4.32 million (it is)", ["$4.32 million"]), ["", "$4.32 million", " (it is)"]);
});

test("the longest is taken, and without numbers the words stay whole", () => {
  assert.deepEqual(pieces("degree 15 and 15", ["degree 15", "15"]), ["", "degree 15", " and ", "15", ""]);
  assert.deepEqual(pieces("15", []), ["15"]);
});
