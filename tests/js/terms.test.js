import assert from "node:assert/strict";
import { test } from "node:test";

import { pattern } from "../../static/terms.js";

const found = (words, ...names) => pattern(names).exec(words)?.[1];

test("a term is found as a whole word, or in the plural, in any case", () => {
  assert.equal(found("Two false alarms", "false alarm"), "false alarm");
  assert.equal(found("Hubs appear", "hub"), "Hub");
  assert.equal(found("the p-value", "p-value"), "p-value");
  assert.equal(found("unbiased, bias-free", "bias"), undefined);
  assert.equal(found("recalls", "call"), undefined);
});

test("of two the longer is taken, and signs are signs", () => {
  assert.equal(found("a precision-recall curve", "precision", "precision-recall curve"), "precision-recall curve");
  assert.equal(found("Youden's J falls", "Youden's J"), "Youden's J");
  assert.equal(found("an fxmeasure", "f.measure"), undefined);
});
