import assert from "node:assert/strict";
import { test } from "node:test";

let hear;
globalThis.IntersectionObserver = class {
  constructor(given) {
    hear = given;
  }
  observe() {}
};
globalThis.ResizeObserver = class {
  observe() {}
};
const { makeFeed } = await import("../../static/parts.js");

test("a part is in sight as the last that is said of it has it", () => {
  const stage = { parts: new Map() };
  let appeared = 0;
  const { feed } = makeFeed({ figure: () => ({ update() {}, appear: () => (appeared += 1) }) });
  feed({}, { role: "figure", part: "one" }, stage, () => {});
  const part = stage.parts.get("one");
  hear([{ isIntersecting: true }, { isIntersecting: false }]);
  assert.deepEqual([part.seen, appeared], [false, 0]);
  hear([{ isIntersecting: false }, { isIntersecting: true }]);
  assert.deepEqual([part.seen, appeared], [true, 1]);
});
