import assert from "node:assert/strict";
import { test } from "node:test";

import { isSame } from "../../static/attend.js";
import { addressOf, makeReader, pageOf } from "../../static/room.js";
import { piled, spreadsheetOf } from "../../static/tally.js";

test("a stream is read in whatever pieces it comes", () => {
  const whole = 'event: shown\ndata: {"link":"coin?a=b: c","at":null}\n\n: ping\n\nevent: counts\ndata: {"here":3}\n\n';
  const said = [["shown", { link: "coin?a=b: c", at: null }], ["counts", { here: 3 }]];
  for (const size of [1, 2, 7, whole.length]) {
    const heard = [];
    const read = makeReader((kind, value) => heard.push([kind, value]));
    for (let at = 0; at < whole.length; at += size) read(whole.slice(at, at + size));
    assert.deepEqual(heard, said, `in pieces of ${size}`);
  }
});

test("a room and its pages are found from where this script is", () => {
  assert.equal(pageOf("coin?x=1"), new URL("../../coin?x=1", new URL("../../static/room.js", import.meta.url)).href);
  assert.equal(addressOf("DFHKL"), pageOf("room/DFHKL"));
});

test("two links are the same page however it is framed and in whatever order it is said", () => {
  const at = (link) => new URL(link, "http://school.example/");
  assert.ok(isSame(at("coin?b=2&a=1&embed=true&embed_options=light_theme"), at("coin?a=1&b=2")));
  assert.ok(!isSame(at("coin?a=1"), at("coin?a=2")) && !isSame(at("coin?a=1"), at("dice?a=1")));
});

test("guesses that lie together stand on one another, each once", () => {
  assert.deepEqual(piled([[5, 0.5, 2], [5.1, 0.501, 1], [9, 0.9, 1]]), [[0.5, 0], [0.5, 1], [0.5, 2], [0.9, 0]]);
  assert.deepEqual(piled([]), []);
});

test("what a room has guessed is a table without who", () => {
  const number = { ask: 'How "large"?', sentence: "", on_axis: true, truth: { place: 0.2, text: "24 %" }, rounds: [[[10, 0.1, 2]], [[20, 0.2, 1], [30, 0.3, 1]]] };
  const choice = { ask: "Which?", sentence: "", on_axis: false, options: ["One, large", "Two"], right: [0], rounds: [[[0, 0, 3], [1, 1, 4]]] };
  assert.equal(spreadsheetOf(/** @type {any} */ ([number, choice])), [
    "question,truth,round,guess,people",
    '"How ""large""?","24 %",1,10,2', '"How ""large""?","24 %",2,20,1', '"How ""large""?","24 %",2,30,1',
    '"Which?","One, large",1,"One, large",3', '"Which?","One, large",1,"Two",4', "",
  ].join("\r\n"));
  assert.equal(spreadsheetOf([]), "question,truth,round,guess,people\r\n");
});
