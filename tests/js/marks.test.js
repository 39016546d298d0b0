import assert from "node:assert/strict";
import { test } from "node:test";

import { makeMarks } from "../../static/marks.js";

test("a mark stands at its place, and its words stay on the line", () => {
  globalThis.document = { createElement: () => ({ style: {}, append(...children) { this.children = children; } }) };
  const made = makeMarks([{ whose: "guess", place: 0.25, text: "Your guess 3" }, { whose: "truth", place: 1, text: "It is 9" }]);
  assert.deepEqual(made.map(({ className, style }) => [className, style.left]), [["mark guess", "25%"], ["mark truth", "100%"]]);
  const words = made.map(({ children: [each] }) => [each.children[0], each.style.transform]);
  assert.deepEqual(words, [["Your guess 3", "translateX(-25%)"], ["It is 9", "translateX(-100%)"]]);
});
