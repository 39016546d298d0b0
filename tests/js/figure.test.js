import assert from "node:assert/strict";
import { test } from "node:test";

import { isQuick, movesBetween, namedWith, pathOf } from "../../static/figure.js";

const figure = () => ({
  data: [
    { type: "scatter", name: "of 2 folds", x: [0, 1], y: [2, 3], line: { color: "red" } },
    { type: "bar", x: [0, 1], y: [2, 3] },
    { type: "heatmap", z: [[1]] },
  ],
  layout: { xaxis: { range: [0, 1], title: "x", tickvals: [0, 1] }, annotations: [{ text: "a", x: 1 }], images: [{ source: "one", x: 0 }], meta: { shows: "" } },
});
const moved = (change) => {
  const to = figure();
  change(to);
  return movesBetween(figure(), to);
};

test("nothing moves between two figures that are alike", () => {
  assert.deepEqual(movesBetween(figure(), figure()), { traces: new Map(), images: ["one"], labels: [], layout: {} });
});

test("points of lines and bars, labels, ranges and grounds move", () => {
  assert.deepEqual(moved(({ data }) => (data[0].y = [4, 5])).traces, new Map([[0, { y: [4, 5] }]]));
  assert.deepEqual(moved(({ data }) => (data[1].x = [7])).traces, new Map([[1, { x: [7] }]]));
  assert.deepEqual(moved(({ layout }) => (layout.xaxis.range = [0, 9])).layout, { "xaxis.range": [0, 9] });
  assert.deepEqual(moved(({ layout }) => (layout.xaxis.tickvals = [0, 2])).layout, { "xaxis.tickvals": [0, 2] });
  assert.deepEqual(moved(({ layout }) => (layout.annotations[0].text = "b")).labels, [[0, { text: "b", x: 1 }]]);
  assert.deepEqual(moved(({ layout }) => Object.assign(layout.images[0], { source: "two", x: 3 })), { traces: new Map(), images: ["two"], labels: [], layout: { "images[0].x": 3 } });
});

test("what marks are called and which of them are dragged is not drawn", () => {
  assert.deepEqual(moved(({ data }) => (data[0].name = "of 3 folds")).traces, new Map([[0, { name: "of 3 folds" }]]));
  assert.deepEqual(moved(({ layout }) => (layout.meta.handles = [{ mark: "a" }])).traces, new Map());
});

test("anything else is a new plot", () => {
  for (const change of [
    ({ data }) => data.pop(),
    ({ data }) => (data[0].line = { color: "blue" }),
    ({ data }) => delete data[0].y,
    ({ data }) => (data[2].z = [[2]]),
    ({ layout }) => (layout.xaxis.title = "other"),
    ({ layout }) => delete layout.xaxis.range,
    ({ layout }) => delete layout.xaxis.tickvals,
    ({ layout }) => layout.annotations.push({ text: "c" }),
    ({ layout }) => (layout.meta.shows = "other"),
    ({ layout }) => (layout.legend = {}),
  ]) assert.equal(moved(change), null, String(change));
});

test("along the axis the same moves without a new plot", () => {
  const track = (...path) => isQuick({ path, pool: [], order: [] }, figure());
  assert.ok(track("alt") && track("figure", "data", 0, "y") && track("figure", "data", 1, "hovertext"));
  assert.ok(track("figure", "layout", "images", 0, "source") && track("figure", "layout", "annotations", 0, "text"));
  assert.ok(track("figure", "layout", "xaxis", "range", 1) && track("figure", "data", 0, "marker", "size"));
  assert.ok(!track("figure", "data", 2, "z") && !track("figure", "data", 2, "x") && !track("figure", "data", 0, "line", "color"));
  assert.ok(!track("figure", "layout", "xaxis", "title") && !track("figure", "layout", "images", 0, "x") && !track("figure", "layout", "annotations"));
});

test("plotly.js is named what moves, what is no scatter, and the shortest scatter of each other pair of axes", () => {
  const data = [3, 2, 5, 1, 2, 4, 0].map((many) => ({ type: "scatter", x: Array(many).fill(0) }));
  data[3].type = "bar";
  Object.assign(data[5], { xaxis: "x2" });
  assert.deepEqual(namedWith([0, 2], data), [0, 2, 3, 5]);
  assert.deepEqual(namedWith([4], data), [3, 4, 5]);
  assert.deepEqual(namedWith([3], data), [1, 3, 5]);
});

test("a line is one path, with gaps where there is no place", () => {
  assert.equal(pathOf([[0, 0], [1.239, 2], [3, 4]]), "M0,0L1.24,2L3,4");
  assert.equal(pathOf([[NaN, 0], [0, 0], [1, 1], [NaN, NaN], [5, 5], [2, 2], [3, undefined], [4, 4], [6, 6]]), "M0,0L1,1M5,5L2,2M4,4L6,6");
  assert.equal(pathOf([[0, 0], [NaN, 1], [2, 2]]), "", "a place by itself is no line");
  assert.equal(pathOf([[0, 0], [1e6, 1]]), "", "nor is what goes too far out to be painted");
});
