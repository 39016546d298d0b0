import assert from "node:assert/strict";
import { test } from "node:test";

import { SCALES, bare, tableOf } from "../../static/table.js";

const axis = (text, more = {}) => ({ title: { text }, ...more });
const told = (data, layout) => {
  const { traces, columns } = tableOf({ data, layout });
  return [columns.map(({ heading }) => heading), ...traces.flat().map((row) => columns.map(({ key }) => row[key]))];
};
const bytes = (values, shape) => ({ dtype: "f4", bdata: Buffer.from(new Float32Array(values).buffer).toString("base64"), ...(shape && { shape }) });

test("columns are called as the axes are; what has no title is not told", () => {
  const layout = { xaxis: axis("recall"), yaxis: axis("<b>precision</b> &amp; so on"), xaxis2: axis("recall"), yaxis2: axis("") };
  const data = [
    { type: "scatter", mode: "lines", x: [1, 2], y: bytes([0.5, 1]), text: ["<b>a</b><br>b", "c"] },
    { type: "scatter", name: "other", x: [3, NaN], y: [7, NaN], xaxis: "x2", yaxis: "y2" },
  ];
  assert.deepEqual(told(data, layout), [
    ["trace", "recall", "precision & so on", "text"],
    ["lines 1", 1, 0.5, "a b"],
    ["lines 1", 2, 1, "c"],
    ["other", 3, undefined, ""], // a gap is no point
  ]);
});

test("a title may be any word, also one that a column has already", () => {
  const data = [{ type: "scatter", name: "n", x: [1], y: [2], text: "t" }];
  assert.deepEqual(told(data, { xaxis: axis("trace"), yaxis: axis("__proto__") }), [["trace", "trace", "__proto__", "text"], ["n", 1, 2, "t"]]);
});

test("a label that says something stands nowhere, and one that says nothing is none", () => {
  const data = [{ type: "scatter", mode: "text", name: "label", x: [1, 2, 3], y: [1, 1, 1], text: [" ", "<b>best</b>", " "] }];
  assert.deepEqual(told(data, { xaxis: axis("x"), yaxis: axis("y") }), [["trace", "text"], ["label", "best"]]);
});

test("what tells no more than its name is told once", () => {
  assert.deepEqual(told([{ type: "scatter", name: "points", x: [1, 2], y: [1, 2] }], {}), [["trace"], ["points"]]);
});

test("scales: log-odds, probits, decades, days, names", () => {
  assert.deepEqual([-Math.log(3), 0, Math.log(9)].map(SCALES["log-odds"]), [0.25, 0.5, 0.9]);
  assert.deepEqual([-1.959964, 0, 1.644854, 6].map(SCALES.probit), [0.025, 0.5, 0.95, 1]);
  assert.ok(Math.abs(SCALES.probit(-3.090232306) - 0.001) < 1e-8);
  assert.deepEqual([-4, 0, 2].map(SCALES.decades), [0.0001, 1, 100]);
  assert.deepEqual([0, 90.25 / 365.25, 364.9 / 365.25].map(SCALES.year), ["1 Jan", "1 Apr", "31 Dec"]);
  assert.deepEqual([0, 59, 364].map(SCALES.days), ["1 Jan", "1 Mar", "31 Dec"]);
  const layout = { meta: { scales: { xaxis: ["a &lt; b", "c"], yaxis: "none" } }, xaxis: axis("feature"), yaxis: axis("height") };
  const data = [{ type: "scatter", name: "n", x: [0.4, 1, 2, -0.6], y: [1, 2, 3, 4] }];
  assert.deepEqual(told(data, layout), [["trace", "feature"], ["n", "a < b"], ["n", "c"]]); // beyond there is nothing
});

test("nothing is made of what is no number, and a tick for all beyond it says so", () => {
  const layout = {
    meta: { scales: { xaxis: "decades", yaxis: "log-odds" } },
    xaxis: axis("p-value", { tickvals: bytes([-6, 0, 1, 2, 3]), ticktext: ["≤ 10⁻⁶", "1", "10", "100", "1,000"] }), yaxis: axis("score"),
  };
  const data = [{ type: "scatter", name: "n", x: [-6, -5, NaN], y: [0, NaN, Infinity] }];
  assert.deepEqual(told(data, layout).slice(1), [["n", "≤ 10⁻⁶", 0.5], ["n", 0.00001, NaN], ["n", NaN, Infinity]]);
});

test("percent are told of axes that tell them", () => {
  const layout = { xaxis: axis("share", { tickformat: ".0%" }), yaxis: axis("rate", { ticktext: ["1%", "50%"], tickvals: [0.01, 0.5] }), xaxis2: axis("n", { ticktext: ["1", "2"] }) };
  const data = [{ type: "scatter", name: "n", x: [0.5], y: [0.5] }, { type: "scatter", name: "m", x: [3], y: [0.5], xaxis: "x2" }];
  assert.deepEqual(tableOf({ data, layout }).columns.map(({ heading, percent }) => [heading, percent]), [["trace", false], ["share", true], ["rate", true], ["n", false]]);
});

test("a mark may have a measure of its own, and bars are told once each, at their middles", () => {
  const layout = { meta: { scales: { xaxis: "log-odds" } }, xaxis: axis("score"), yaxis: axis("") };
  const meta = { y: ["cases", 1.2, 0.5, false], steps: true };
  const data = [{ type: "scatter", name: "missed", x: [-2, -2, 2, 2, 4, 4], y: [1.2, 2.2, 2.2, 1.7, 1.7, 1.2], meta }, { type: "scatter", name: "none", x: [], y: [], meta }];
  assert.deepEqual(told(data, layout), [["trace", "score", "cases"], ["missed", 0.5, 2], ["missed", SCALES["log-odds"](3), 1]]);
  const cell = { type: "scatter", name: "cell", x: [0, 0], y: [3.6, 4.4], meta: { y: ["fold", 2, 1, true] } };
  assert.deepEqual(told([cell], layout), [["trace", "score", "fold"], ["cell", 0.5, 2], ["cell", 0.5, 2]]);
});

test("bars from a start and a step; a surface has a point for each place", () => {
  const layout = { xaxis: axis("across"), yaxis: axis("up") };
  assert.deepEqual(told([{ type: "bar", name: "n", y: [3, 4], x0: 10, dx: 5 }], layout).slice(1), [["n", 10, 3], ["n", 15, 4]]);
  const bdata = Buffer.from(new Int32Array([1, 2, 3, 4]).buffer).toString("base64");
  const surface = { type: "heatmap", name: "s", x: [0, 1], y: [5, 6], z: { dtype: "i4", bdata, shape: "2,2" } };
  assert.deepEqual(told([surface], layout), [["trace", "across", "up", "z"], ["s", 0, 5, 1], ["s", 1, 5, 2], ["s", 0, 6, 3], ["s", 1, 6, 4]]);
});

test("a label loses its marks, and what was escaped is itself again, once", () => {
  assert.equal(bare("<b>D</b> = 3<br>rows"), "D = 3 rows");
  assert.equal(bare("&lt;b&gt;x&lt;/b&gt; &amp;amp; y"), "<b>x</b> &amp; y");
  assert.equal(bare(undefined), "");
});
