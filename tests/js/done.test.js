import assert from "node:assert/strict";
import { test } from "node:test";

import { bothDecks, DONE, dueOf, merged, read, undo } from "../../static/done.js";

const done = (seen, guessed = {}, solved = []) => ({ seen, guessed, solved });

test("what was kept is read, and what another hand has put there counts as nothing", () => {
  const kept = { gradient_descent: done("2026-11-30", { "How far?": true }, ["cliff"]) };
  assert.deepEqual(read(JSON.stringify(kept)), kept);
  for (const said of [null, "", "{", "[]", "3", '{"a":1}', '{"../x":{"seen":"","guessed":{},"solved":[]}}', '{"a":{"guessed":[],"solved":[]}}']) assert.deepEqual(read(said), {}, said);
  assert.deepEqual(read('{"a":{"seen":"2026-11-30 and more","guessed":{"q":"yes"},"solved":["x",2,"x"]}}'), { a: done("2026-11-30", { q: false }, ["x"]) });
});

test("two made one lose nothing, whichever is the first", () => {
  const one = { a: done("2026-11-30", { q: true, r: false }, ["x"]) };
  const other = { a: done("2026-11-01", { q: false, s: true }, ["y"]), b: done("2026-10-01") };
  const both = { a: done("2026-11-30", { q: true, r: false, s: true }, ["x", "y"]), b: done("2026-10-01") };
  assert.deepEqual(merged(one, other), both);
  const { a, b } = merged(other, one);
  assert.deepEqual([a.seen, a.guessed.q, [...a.solved].sort(), b], ["2026-11-30", true, ["x", "y"], done("2026-10-01")]);
});

test("of two decks the later writing of each card counts", () => {
  const card = (changed) => ({ changed });
  const here = { begun: "2026-01-01T00:00:00+00:00", new_a_day: 10, new_a_day_set: "2026-01-01T00:00:00+00:00", cards: { x: card("2026-11-02T00:00:00+00:00"), y: card("2026-11-02T00:00:00+00:00") } };
  const there = { begun: "2026-02-01T00:00:00+00:00", new_a_day: 20, new_a_day_set: "2026-03-01T00:00:00+00:00", cards: { x: card("2026-11-03T00:00:00+00:00"), y: card("2026-11-01T00:00:00+00:00"), z: card("2026-11-01T00:00:00+00:00") } };
  const both = bothDecks(here, there);
  assert.deepEqual([both.begun, both.new_a_day, Object.keys(both.cards)], ["2026-02-01T00:00:00+00:00", 20, ["x", "y", "z"]]);
  assert.deepEqual([both.cards.x, both.cards.y], [there.cards.x, here.cards.y]);
  assert.equal(bothDecks(null, there), there);
});

test("cards are due that come before the day is over", () => {
  const now = new Date(2026, 10, 30, 12);
  const card = (day, hour) => ({ card: { due: new Date(2026, 10, day, hour).toISOString() } });
  const item = `revision\n${JSON.stringify({ cards: { a: card(29, 1), b: card(30, 23), c: card(31, 1), d: {} } })}`;
  assert.equal(dueOf(item, now), 2);
  for (const said of [null, "", "x", "x\n{}"]) assert.equal(dueOf(said, now), 0);
});

test("what a visit has come to is undone, and nothing else", () => {
  const items = new Map([[DONE, JSON.stringify({ a: done("2026-11-30", { q: true, r: false }, ["x", "y"]), b: done("2026-10-01", { q: true }) })]]);
  globalThis.localStorage = /** @type {any} */ ({ getItem: (name) => items.get(name) ?? null, setItem: (name, text) => items.set(name, text) });
  undo([["a", "q", true], ["a", "x"], ["nowhere", "q", true], "nonsense", ["a", "y", true]]);
  assert.deepEqual(JSON.parse(items.get(DONE)), { a: done("2026-11-30", { r: false }, ["y"]), b: done("2026-10-01", { q: true }) });
});
