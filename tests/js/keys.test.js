import assert from "node:assert/strict";
import { test } from "node:test";

import { listed } from "../../static/keys.js";

const keysOf = (...said) => listed(...said).flatMap(([keys]) => keys);

test("a page lists its own keys, a lesson its own, and the search where there is one", () => {
  assert.equal(keysOf(false, 7, true)[0], "1 … 7");
  assert.ok(keysOf(false, 7, true).includes("/") && !keysOf(false, 7, false).includes("/"));
  assert.ok(!keysOf(true, 0, true).some((key) => ["1 … 0", "/", "Space"].includes(key)));
  for (const lesson of [true, false]) {
    const keys = keysOf(lesson, 9, true);
    assert.equal(new Set(keys).size, keys.length, "each is told once");
    for (const key of [".", "?", "Esc"]) assert.ok(keys.includes(key));
  }
});
