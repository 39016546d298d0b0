import assert from "node:assert/strict";
import { test } from "node:test";

import { LONGEST, MOST, checked, fromText, left, linkOf, packed, unpacked } from "../../static/path.js";

const pages = ["precision_recall", "data_drift"];
const base = "https://there.example/teach/";
const stop = (link, minutes = 5, say = "") => ({ link, minutes, say });

test("a link of ours stays as it follows the site's address, and another is none", () => {
  assert.equal(linkOf("precision_recall?precision_recall.preset=start", pages, base), "precision_recall?precision_recall.preset=start");
  assert.equal(linkOf(`${base}data_drift?present=true#x`, pages, base), "data_drift?present=true");
  assert.equal(linkOf("interview", pages, base), "interview");
  for (const said of ["https://elsewhere.example/data_drift", "javascript:alert(1)", "../data_drift", "nonsense", "//elsewhere.example/", "data:text/html,x", "precision_recall/../../x", `data_drift?x=${"y".repeat(LONGEST)}`])
    assert.equal(linkOf(said, pages, base), null, said);
});

test("a path that was packed is the same unpacked, with letters of any script", () => {
  const path = { title: "Für morgen 机器", stops: [stop("data_drift?data_drift.seed=3", 7, "ein Fall: <b>"), stop("precision_recall", 1, "")] };
  assert.deepEqual(unpacked(packed(path), pages, base), path);
  assert.match(packed(path), /^[\w-]+$/);
});

test("what is wrong with a path is said, with the stop it is about", () => {
  const said = (path) => {
    try {
      checked(path, pages, base);
    } catch ({ message }) {
      return message;
    }
  };
  assert.equal(said(null), "it is no path");
  assert.equal(said({ title: "x", stops: [] }), "it has no stop");
  assert.match(said({ title: "x", stops: Array(MOST + 1).fill(stop("data_drift")) }), /at most 30/);
  assert.match(said({ title: "x", stops: [stop("data_drift"), stop("http://evil.example/")] }), /stop 2 is no link/);
  assert.match(said({ title: "x", stops: [stop("data_drift", 0)] }), /"0" minutes/);
  assert.throws(() => unpacked("@@", pages, base), /missing/);
  assert.throws(() => unpacked("x".repeat(20_000), pages, base), /too long/);
  assert.throws(() => unpacked(btoa("[1]"), pages, base), /no path/);
});

test("a teacher's text file is a path: a title, and a stop a line", () => {
  const text = `# Tuesday\n\n10 ${base}data_drift?data_drift.preset=start The story\r\nprecision_recall\n`;
  const path = fromText(text, pages, base);
  assert.deepEqual(path, { title: "Tuesday", stops: [stop("data_drift?data_drift.preset=start", 10, "The story"), stop("precision_recall", 5, "")] });
  assert.equal(left(path, 1), 5);
  assert.throws(() => fromText("data_drift\nhello there", pages, base), /line 2, "hello there"/);
});
