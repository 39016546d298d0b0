import assert from "node:assert/strict";
import { test } from "node:test";

import { distance, grown, itemsOf, nearestStop, shapeOf, stopAt } from "../../static/handles.js";

const plain = (x, y) => [10 * x, -10 * y];
const line = { type: "scatter", mode: "lines", x: [0, 0], y: [0, 10] };
const dots = { type: "scatter", mode: "markers", x: [0, 5], y: [0, 0] };

test("a line is joined, dots are not, nor is one point of a line", () => {
  assert.deepEqual(shapeOf(line, undefined, plain), { points: [[0, -0], [0, -100]], joined: true, half: [0, 0] });
  assert.equal(shapeOf(dots, undefined, plain).joined, false);
  assert.deepEqual(shapeOf({ ...line, mode: "lines+markers" }, -1, plain), { points: [[0, -100]], joined: false, half: [0, 0] });
  assert.deepEqual(shapeOf(line, 0, plain).points, [[0, -0]]);
});

test("a mark without points stands nowhere", () => {
  assert.equal(distance(shapeOf({ type: "scatter" }, undefined, plain), [0, 0]).far, Infinity);
  assert.equal(distance(shapeOf({ ...line, x: [NaN, 0], y: [0, 0] }, undefined, plain), [3, 0]).far, 3);
});

test("of a diagram a node is as large as it is drawn, and a window stands around its corner", () => {
  const span = (x, y) => [10 * x, 10 * y];
  const node = shapeOf({ type: "nodes", x: [2], y: [3], size: [1], high: [0.5] }, undefined, (x, y) => span(x, y), span);
  assert.deepEqual(node, { points: [[20, 30]], joined: false, half: [5, 2.5] });
  assert.equal(distance(node, [24, 31]).far, 0);
  assert.equal(distance(node, [28, 30]).far, 3);
  const window = shapeOf({ type: "window", x: [1], y: [1], width: [2], height: 4 }, undefined, (x, y) => span(x, y), span);
  assert.deepEqual(window, { points: [[20, 30]], joined: false, half: [10, 20] });
});

test("a line is as far as its nearest place, which may lie between two points", () => {
  const shape = shapeOf(line, undefined, plain);
  assert.deepEqual(distance(shape, [7, -50]), { far: 7, at: [0, -50] });
  assert.deepEqual(distance(shape, [3, 4]), { far: 5, at: [0, -0] });
  assert.equal(distance(shapeOf(dots, undefined, plain), [25, 0]).far, 25);
});

test("items are lines from end to end, or points", () => {
  const edges = { type: "edges", x0: [0, 0], y0: [0, 0], x1: [10, 0], y1: [0, 10] };
  const [across, up] = itemsOf(edges, plain);
  assert.deepEqual(distance(across, [50, 3]), { far: 3, at: [50, 0] });
  assert.deepEqual(up.points, [[0, -0], [0, -100]]);
  assert.deepEqual(itemsOf(dots, plain).map(({ points }) => points), [[[0, -0]], [[50, -0]]]);
});

test("the axis goes to where the mark is nearest", () => {
  const at = (x) => ({ points: [[x, 0], [x, 100]], joined: true, half: [0, 0] });
  const shapes = [0, 10, 20, 30].map(at);
  assert.equal(nearestStop(shapes, [19, 50], 0), 2);
  assert.equal(nearestStop(shapes, [-90, 50], 3), 0);
  assert.equal(nearestStop(shapes, [90, -50], 0), 3);
});

test("of places that are as near it goes to the stop next to it; from nowhere to nowhere it stays", () => {
  const at = (x) => ({ points: [[x, 0]], joined: false, half: [0, 0] });
  assert.equal(nearestStop([0, 50, 50, 50].map(at), [50, 0], 0), 1);
  assert.equal(nearestStop([0, 50, 50, 50].map(at), [50, 0], 3), 3);
  assert.equal(nearestStop([0, 50, 50.3, 70].map(at), [50, 0], 2), 2);
  assert.equal(nearestStop([{ points: [], joined: false, half: [0, 0] }, at(4)], [0, 0], 0), 1);
});

test("controls grow by as much as the mark is moved", () => {
  assert.deepEqual(grown([[100, 0]], [50, 999]), [0.5]);
  assert.deepEqual(grown([[0, -20]], [7, 10]), [-0.5]);
  assert.deepEqual(grown([[100, 0], [0, -100]], [50, 25]), [0.5, -0.25]);
  const [a, b] = grown([[30, 40], [-40, 30]], [30 * 2 - 40 * 3, 40 * 2 + 30 * 3]);
  assert.ok(Math.abs(a - 2) < 1e-12 && Math.abs(b - 3) < 1e-12);
});

test("a control stands at the nearest of its stops, as its slider spreads them", () => {
  const even = { low: -1, high: 1, step: 0.5, scale: "linear" };
  assert.equal(stopAt(even, 0.3), 0.5);
  assert.equal(stopAt(even, -9), -1);
  assert.equal(stopAt({ scale: "log", stops: [1, 10, 100] }, 1.6), 100);
  assert.equal(stopAt({ scale: "logit", stops: [0.1, 0.5, 0.9] }, 1.2), 0.9);
});
