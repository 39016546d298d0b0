import assert from "node:assert/strict";
import { test } from "node:test";

import { changed, hearReel, numbers, valueAt, rowAt } from "../../static/reel.js";

const bytes = (array) => Buffer.from(array.buffer).toString("base64");
const tracks = [
  { path: ["alt"], pool: ["low", "high"], order: [0, 0, 1] },
  { path: ["figure", "data", 1, "x"], pool: [[1], [2], [3]], order: [0, 1, 2] },
];
const base = { alt: "low", figure: { data: [{ x: [0] }, { x: [1] }], layout: { meta: 1 } } };

test("bytes become the numbers they are, and all else stays", () => {
  assert.deepEqual(numbers({ dtype: "f4", bdata: bytes(new Float32Array([0.5, -2])) }), new Float32Array([0.5, -2]));
  assert.deepEqual(numbers({ dtype: "i4", bdata: bytes(new Int32Array([7])) }), new Int32Array([7]));
  assert.deepEqual(numbers([1, 2]), [1, 2]);
  const surface = { dtype: "i4", bdata: bytes(new Int32Array([1, 2])), shape: "1,2" };
  assert.equal(numbers(surface), surface, "plotly.js knows what to do with rows");
  assert.equal(numbers(undefined), undefined);
});

test("at each stop the base has that stop's values, and nothing of the base is written to", () => {
  const before = structuredClone(base);
  for (const [stop, alt, x] of [[0, "low", 1], [1, "low", 2], [2, "high", 3]]) {
    const now = changed(base, tracks, stop);
    assert.equal(now.alt, alt);
    assert.deepEqual(now.figure.data, [{ x: [0] }, { x: [x] }]);
    assert.equal(now.figure.layout, base.figure.layout, "what no track leads to is the same object");
    assert.equal(now.figure.data[0], base.figure.data[0]);
  }
  assert.deepEqual(base, before);
});

test("a value at a stop, and none where it is alike at all of them", () => {
  assert.equal(valueAt(tracks, "alt", 2), "high");
  assert.equal(valueAt(tracks, "said", 2), undefined);
  assert.equal(valueAt(tracks, "figure", 2), undefined);
});

test("the reel is kept, its bytes read once, and the axis and the figures told", () => {
  let told = 0;
  const part = () => ({ heard: () => (told += 1) });
  const stage = { axis: part(), parts: new Map([["figure", part()], ["words", {}]]), asked: "k" };
  hearReel(stage, { key: "k", heard: "hello" });
  assert.deepEqual([stage.reel, stage.heard, stage.asked, told], [undefined, "hello", "k", 0]);
  hearReel(stage, { key: "k", heard: "", parts: { claim: [{ path: ["x"], pool: [{ dtype: "i4", bdata: bytes(new Int32Array([7])) }], order: [0] }] } });
  assert.deepEqual(stage.reel.parts.get("claim")[0].pool, [new Int32Array([7])]);
  assert.deepEqual([stage.reel.key, stage.asked, told], ["k", null, 2]);
});

test("a row at a stop is what the server would send, and marked as another", () => {
  const said = { part: "claim", role: "words", mark: 5, alt: "low", figure: base.figure };
  const still = { part: "name", role: "name", mark: 6 };
  const row = { widths: [1], cells: [[still, said]] };
  const there = rowAt(row, { claim: tracks }, 2);
  assert.deepEqual([there.cells[0][1].alt, there.cells[0][1].figure.data[1].x], ["high", [3]]);
  assert.equal(there.cells[0][0], still);
  assert.notEqual(there.cells[0][1].mark, rowAt(row, { claim: tracks }, 1).cells[0][1].mark);
  const axis = { at: 0, locked: false };
  assert.deepEqual(rowAt({ axis }, {}, 2).axis, { at: 2, locked: false });
  assert.deepEqual(rowAt({ axis }, undefined, 0).axis, { at: 0, locked: true }, "without a reel it cannot be moved");
  assert.deepEqual(rowAt(row, undefined, 0), row);
});
