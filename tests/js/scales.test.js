import assert from "node:assert/strict";
import { test } from "node:test";

import { evenly, nearest, place } from "../../static/scales.js";

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
