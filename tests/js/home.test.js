import assert from "node:assert/strict";
import { test } from "node:test";

import { nearest, swept } from "../../static/home.js";

test("a sweep goes from where it stands to the end, to the beginning and back, past every stop", () => {
  const way = Array.from({ length: 201 }, (_, i) => swept(3, 10, i / 200));
  assert.deepEqual([way[0], way[200], Math.max(...way), Math.min(...way)], [3, 3, 10, 0]);
  assert.equal(new Set(way).size, 11);
  assert.ok(way.every((stop, i) => i === 0 || Math.abs(stop - way[i - 1]) <= 1));
});

test("a hand means the nearest stop", () => {
  assert.deepEqual([0, 0.2, 0.26, 0.9].map((share) => nearest([0, 0.1, 0.4, 1], share)), [0, 1, 2, 3]);
});
