import assert from "node:assert/strict";
import { test } from "node:test";

import { bare } from "../../static/files.js";

test("a label loses its marks, and what was escaped is itself again, once", () => {
  assert.equal(bare("<b>D</b> = 3<br>rows"), "D = 3 rows");
  assert.equal(bare("&lt;b&gt;x&lt;/b&gt; &amp;amp; y"), "<b>x</b> &amp; y");
  assert.equal(bare(undefined), "");
});
