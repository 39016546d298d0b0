import assert from "node:assert/strict";
import { test } from "node:test";

import { isDone, laid, noted, span, toCome } from "../../static/plan.js";

const task = (id, minutes, rank, when = ["kata", id]) => ({ id, kind: rank === null ? "round" : "kata", minutes, rank, title: id, link: "", when });
const day = (date, ...tasks) => ({ date, fresh: 0, tasks });
const record = (more = {}) => ({ pages: {}, cards: {}, stories: 0, due: 0, answered: false, begin: "2026-12-01", ...more });
// 4 days of 30 minutes
const PLAN = {
  link: "l", interview: "2026-12-05", dropped: [],
  days: [day("2026-12-01", task("a", 30, 0)), day("2026-12-02", task("b", 30, 0.3)), day("2026-12-03", task("c", 30, 0.6)), day("2026-12-04", task("d", 15, null), task("e", 15, null))],
};
const placed = ({ days }) => Object.fromEntries(days.flatMap(({ date, tasks }) => tasks.map(({ id }) => [id, date.slice(-1)])));

test("a plan that is followed stands as it was made", () => {
  for (const [today, finished] of [["2026-12-01", {}], ["2026-12-02", { a: "2026-12-01" }], ["2026-12-03", { a: "", b: "2026-12-03" }], ["2026-11-20", {}]]) {
    const found = laid(PLAN, finished, today);
    assert.deepEqual([placed(found), found.late, found.dropped], [{ a: "1", b: "2", c: "3", d: "4", e: "4" }, 0, []], today);
  }
});

test("what was missed stands among the days to come, and the last in rank goes if there is no room", () => {
  const found = laid(PLAN, {}, "2026-12-02"); // 120 minutes are left to do, in three days of 30
  assert.equal(found.late, 1);
  assert.deepEqual(found.dropped, ["c"]);
  assert.deepEqual(placed(found), { a: "2", b: "3", d: "4", e: "4" });
  const later = laid(PLAN, { b: "2026-12-02" }, "2026-12-03"); // 90 in two days of 30
  assert.deepEqual([later.dropped, placed(later)], [["c"], { b: "2", a: "3", d: "4", e: "4" }]);
  assert.deepEqual(laid(PLAN, {}, "2026-12-04").dropped, ["c", "b", "a"]);
});

test("the day does not fill anew while it is done", () => {
  const before = placed(laid(PLAN, {}, "2026-12-02"));
  for (const finished of [{ a: "2026-12-02" }, { b: "2026-12-02" }]) {
    const after = placed(laid(PLAN, finished, "2026-12-02"));
    for (const id of ["d", "e"]) assert.equal(after[id], before[id]);
    assert.ok(after.b >= "2" && Object.keys(after).length >= 4);
  }
});

test("once the interview is over nothing is moved", () => {
  assert.deepEqual(placed(laid(PLAN, {}, "2026-12-09")), { a: "1", b: "2", c: "3", d: "4", e: "4" });
});

test("cards of a day gone by are no task that was missed", () => {
  const plan = { ...PLAN, days: [day("2026-12-01", { ...task("x", 10, null, ["due"]), kind: "cards" }), ...PLAN.days.slice(1)] };
  const found = laid(plan, {}, "2026-12-02");
  assert.deepEqual([found.late, placed(found)], [0, { b: "2", c: "3", d: "4", e: "4" }]);
});

test("done follows from what the browser keeps", () => {
  const pages = {
    kmeans: { seen: "2026-12-02", guessed: { one: true, two: false }, solved: ["x"] }, pca: { seen: "2026-11-30", guessed: {}, solved: [] },
    coding: { seen: "", guessed: {}, solved: ["auc"] },
    interview: { seen: "", guessed: {}, solved: ["mock 2026-11-30 a", "mock 2026-12-01 b", "mock 2026-12-03 c", "design.feed 2026-12-03 d"] },
  };
  const cards = { "kmeans.a": { card: {} }, "kmeans.b": {}, "kmeans_.c": { card: {} } };
  const kept = record({ pages, cards, stories: 2, answered: true });
  const said = (...when) => isDone(task("t", 10, 1, when), kept);
  assert.deepEqual([said("guessed", "kmeans", 2), said("guessed", "kmeans", 3), said("guessed", "nothing", 1)], [true, false, false]);
  assert.deepEqual([said("solved", "kmeans"), said("solved", "pca"), said("seen", "kmeans"), said("seen", "pca")], [true, false, true, false]);
  assert.deepEqual([said("answered", "kmeans", 1), said("answered", "kmeans", 2)], [true, false]);
  assert.deepEqual([said("kata", "auc"), said("kata", "pca"), said("stories", 2), said("stories", 3)], [true, false, true, false]);
  assert.deepEqual([said("round", "mock", 2), said("round", "mock", 3), said("round", "design.feed", 1), said("round", "loop", 1)], [true, false, true, false]);
  assert.deepEqual([said("due"), isDone(task("t", 1, 1, ["due"]), record({ due: 3, answered: true })), isDone(task("t", 1, 1, ["due"]), record())], [true, false, false]);
  assert.equal(said("what nobody knows"), false);
});

test("when a task was first found done is kept, and of another plan nothing", () => {
  const kept = record({ pages: { coding: { seen: "", guessed: {}, solved: ["a", "b"] } } });
  assert.deepEqual(noted(PLAN, null, kept, "2026-12-02"), { a: "", b: "" });
  assert.deepEqual(noted(PLAN, { link: "l", finished: { a: "2026-12-01" } }, kept, "2026-12-02"), { a: "2026-12-01", b: "2026-12-02" });
  assert.deepEqual(noted(PLAN, { link: "other", finished: { a: "2026-12-01" } }, kept, "2026-12-02"), { a: "", b: "" });
  const cards = { ...PLAN, days: [day("2026-12-01", task("x", 10, null, ["due"])), day("2026-12-02", task("y", 10, null, ["due"]))] };
  assert.deepEqual(noted(cards, { link: "l", finished: { x: "2026-12-01" } }, record({ answered: true }), "2026-12-02"), { x: "2026-12-01", y: "2026-12-02" });
});

test("minutes in words", () => {
  assert.deepEqual([0, 45, 60, 65, 180].map(span), ["0 min", "45 min", "1 h", "1 h 5 min", "3 h"]);
});

test("a plan is to come until the day of its interview", () => {
  const kept = JSON.stringify({ link: "plan.date=2026-12-05&plan.hours=7", finished: {} });
  const on = (day) => toCome(kept, new Date(2026, 11, day, 23));
  assert.deepEqual(on(1), { link: "plan?plan.date=2026-12-05&plan.hours=7", days: 4 });
  assert.deepEqual([on(4)?.days, on(5), on(9)], [1, null, null]);
  for (const text of [null, "", "{", "[]", "3", '{"link":3}', '{"link":"plan.date=soon"}']) assert.equal(toCome(text, new Date(2026, 11, 1)), null, String(text));
});
