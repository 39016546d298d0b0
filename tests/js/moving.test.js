import assert from "node:assert/strict";
import { test } from "node:test";

import { stopsBy } from "../../static/moving.js";

test("every so many stops, the first and the last among them", () => {
  assert.deepEqual(stopsBy(5, 1), [0, 1, 2, 3, 4]);
  assert.deepEqual(stopsBy(5, 2), [0, 2, 4]);
  assert.deepEqual(stopsBy(6, 4), [0, 4, 5]);
  assert.deepEqual(stopsBy(6, 64), [0, 5]);
});
