import assert from "node:assert/strict";
import { test } from "node:test";

import { listed } from "../../static/keys.js";

const keysOf = (...said) => listed(...said).flatMap(([keys]) => keys);

test("a page lists its own keys, a room its own, and the search where there is one", () => {
  assert.equal(keysOf(false, false, 7, true)[0], "1 … 7");
  assert.ok(keysOf(false, false, 7, true).includes("/") && !keysOf(false, false, 7, false).includes("/"));
  assert.ok(!keysOf(true, true, 0, true).some((key) => ["1 … 0", "/", "Space"].includes(key)));
  for (const [lesson, room] of [[true, true], [false, true], [false, false]]) {
    const keys = keysOf(lesson, room, 9, true);
    assert.equal(new Set(keys).size, keys.length, "each is told once");
    for (const key of [".", "?", "Esc"]) assert.ok(keys.includes(key));
  }
});
