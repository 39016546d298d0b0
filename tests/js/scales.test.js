import assert from "node:assert/strict";
import { test } from "node:test";

import { evenly, nearest, place, spread } from "../../static/scales.js";

test("even stops end at the upper end, a whole step away or not", () => {
  assert.deepEqual(evenly({ low: 0, high: 1, step: 0.25 }), [0, 0.25, 0.5, 0.75, 1]);
  assert.deepEqual(evenly({ low: 1, high: 2, step: 0.4 }), [1, 1.4, 1.8, 2]);
  assert.deepEqual(evenly({ low: 5, high: 5, step: 1 }), [5]);
  assert.deepEqual(evenly({ low: 0, high: 0.3, step: 0.1 }), [0, 0.1, 0.2, 0.3]); // 3 * 0.1 is not 0.3
});

test("every stop stands at its own place, and what is between two at a fraction", () => {
  const stops = [1, 10, 100, 1000];
  stops.forEach((stop, i) => assert.equal(place(stops, stop), i));
  assert.equal(place(stops, 55), 1.5);
  assert.equal(place(stops, 0), 0);
  assert.equal(place(stops, 5000), 3);
});

test("the nearest stop, and of two as near the first", () => {
  assert.equal(nearest([0, 0.2, 0.9, 1], 0.6), 2);
  assert.equal(nearest([0, 1], 0.5), 0);
  assert.equal(nearest([0, 1], -7), 0);
  assert.equal(nearest([0, 1], 7), 1);
});

test("what has room stands at its centre, and at the ends of the line on the line", () => {
  assert.deepEqual(spread([50, 150], [20, 40], 200), [40, 130]);
  assert.deepEqual(spread([0, 200], [20, 40], 200), [0, 160]);
  assert.deepEqual(spread([], [], 200), []);
});

test("what would lie over another gives way, both as far, and pushes no third out of its place", () => {
  assert.deepEqual(spread([100, 100], [20, 20], 200), [80, 100]);
  assert.deepEqual(spread([95, 105, 180], [30, 30, 10], 200), [70, 100, 175]);
  assert.deepEqual(spread([0, 1, 2], [20, 20, 20], 200), [0, 20, 40]);
  assert.deepEqual(spread([198, 199, 200], [20, 20, 20], 60), [0, 20, 40]);
});

test("nothing overlaps or leaves the line, whatever there is, and no shift of one would bring it nearer", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 200; round += 1) {
    const widths = Array.from({ length: 1 + Math.floor(5 * random()) }, () => 10 + 50 * random());
    const length = widths.reduce((sum, each) => sum + each) + 100 * random();
    const centres = widths.map(() => length * random()).sort((a, b) => a - b);
    const lefts = spread(centres, widths, length);
    const ends = [0, ...lefts.map((left, i) => left + widths[i])];
    lefts.forEach((left, i) => assert.ok(left >= ends[i] - 1e-9));
    assert.ok(ends[ends.length - 1] <= length + 1e-9);
    const far = (moved) => moved.reduce((sum, left, i) => sum + (left + widths[i] / 2 - centres[i]) ** 2, 0);
    for (const [i] of lefts.entries())
      for (const by of [-0.01, 0.01]) {
        const moved = lefts.map((left, j) => (j === i ? left + by : left));
        const free = moved[i] >= (i ? moved[i - 1] + widths[i - 1] : 0) && moved[i] + widths[i] <= (moved[i + 1] ?? length);
        if (free) assert.ok(far(moved) >= far(lefts) - 1e-6);
      }
  }
});
