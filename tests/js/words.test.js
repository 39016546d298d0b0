import assert from "node:assert/strict";
import { test } from "node:test";

import { cell } from "../../static/files.js";
import { evenly, shareOf } from "../../static/words.js";

const long = (count) => Array.from({ length: count }, (_, i) => i);

test("a table has at most 200 points, and every trace some of them", () => {
  assert.ok(shareOf([long(30), long(40)]) >= 40, "all fit");
  for (const traces of [[long(1000)], [long(1000), long(3), long(500)], Array(70).fill(long(90))]) {
    const share = shareOf(traces);
    const shown = traces.map(evenly(share));
    assert.ok(shown.flat().length <= 200 && share >= 1);
    assert.ok(traces.reduce((sum, trace) => sum + Math.min(trace.length, share + 1), 0) > 200, "more would be too many");
    for (const [i, trace] of traces.entries()) {
      assert.deepEqual(shown[i], [...new Set(shown[i])].sort((a, b) => a - b));
      if (share > 1) assert.deepEqual([shown[i][0], shown[i].at(-1)], [0, trace.length - 1]);
    }
  }
});

test("a cell of a spreadsheet is a number as short as it can be, or text that is no formula", () => {
  assert.equal(cell(Math.fround(0.1)), "0.1");
  assert.equal(cell(Math.fround(1 / 3)), "0.33333334");
  assert.equal(cell(0.1), "0.1");
  assert.deepEqual([cell(NaN), cell(Infinity), cell(undefined)], ["", "", ""]);
  assert.equal(cell("=1+1"), "'=1+1");
  assert.equal(cell("-5"), "-5");
  assert.equal(cell('a "b", c'), '"a ""b"", c"');
});

test("numbers of single precision are written so that they come back", () => {
  for (let i = 1; i < 500; i += 1) {
    const value = Math.fround(Math.sin(i) * 10 ** (i % 9));
    assert.equal(Math.fround(Number(cell(value))), value);
  }
});
