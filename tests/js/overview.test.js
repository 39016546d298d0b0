import assert from "node:assert/strict";
import { test } from "node:test";

import { ranked, standing } from "../../static/overview.js";

test("cards of a topic are due before the day is over, or known beyond it, or learned still", () => {
  const now = new Date(2026, 10, 30, 12);
  const card = (state, day, hour) => ({ card: { state, due: new Date(2026, 10, day, hour).toISOString() } });
  const cards = { "pca.a": card(2, 30, 23), "pca.b": card(2, 31, 1), "pca.c": card(1, 30, 12), "pca.d": card(1, 31, 1), "pca.e": {}, "pcas.a": card(2, 31, 1) };
  assert.deepEqual(standing(cards, "pca", now), { due: 2, known: 1 });
  assert.deepEqual(standing({}, "pca", now), { due: 0, known: 0 });
});

test("first by the lists that ask it, then by what was missed", () => {
  const asked = [["a", 3], ["b", 2], ["c", 2], ["d", 1], ["e", 1]].map(([name, lists]) => ({ name, ask: name, lists, link: "" }));
  const cards = { c: { misses: 1 }, e: { misses: 4 }, d: { misses: 0 } };
  const { top, missed } = ranked(asked, cards, 2);
  assert.deepEqual([top.map(({ name }) => name), missed.map(({ name }) => name)], [["a", "c"], ["e"]]);
  assert.deepEqual(ranked(asked, {}, 3).top.map(({ name }) => name), ["a", "b", "c"]);
});
