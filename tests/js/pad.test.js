import assert from "node:assert/strict";
import { test } from "node:test";

import { between, painted } from "../../static/pad.js";

test("squares take a grey, the others stay", () => {
  const blank = "0".repeat(64);
  assert.equal(painted(blank, [0, 9], 15), `f${"0".repeat(8)}f${"0".repeat(54)}`);
  assert.equal(painted(painted(blank, [63], 10), [63], 0), blank);
});

test("a fast stroke leaves no gaps: each square touches the one before", () => {
  assert.deepEqual(between(0, 0), [0, 0]);
  assert.deepEqual(between(0, 7), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(between(0, 63), [0, 9, 18, 27, 36, 45, 54, 63]);
  for (let from = 0; from < 64; from += 1)
    for (let to = 0; to < 64; to += 1) {
      const way = between(from, to);
      assert.deepEqual([way[0], way.at(-1)], [from, to]);
      for (const [i, square] of way.slice(1).entries()) {
        const far = (at) => [Math.floor(at / 8), at % 8];
        const [[r, c], [s, d]] = [far(way[i]), far(square)];
        assert.ok(Math.abs(r - s) <= 1 && Math.abs(c - d) <= 1);
      }
    }
});
