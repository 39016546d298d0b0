import assert from "node:assert/strict";
import { test } from "node:test";

import { bothDecks, bothStories, DONE, dueOf, finished, merged, read, readStories, restore, STORIES, undo, written } from "../../static/done.js";

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
  assert.deepEqual([bothDecks(here, { ...there, interview: "2026-12-20" }).interview, bothDecks({ ...here, interview: "2026-12-20" }, there).interview], ["2026-12-20", undefined], "what was chosen later");
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

test("due are those of the concepts chosen, not set aside, as many as the day takes, all of them in the last two days before an interview", () => {
  const now = new Date(2026, 10, 30, 12);
  const card = (due, last, more = {}) => ({ ...more, card: { state: 2, due: new Date(2026, 10, due).toISOString(), last_review: new Date(2026, 10, last).toISOString() } });
  const cards = { "a.x": card(29, 20), "a.y": card(28, 20), "b.z": card(29, 20), "b.leech": card(29, 20, { misses: 6 }), "b.later": card(60, 20), "b.today": card(60, 30) };
  const due = (more) => dueOf(`revision\n${JSON.stringify({ cards, ...more })}`, now);
  assert.deepEqual([due({}), due({ concepts: ["a"] }), due({ concepts: [] }), due({ a_day: 3 }), due({ a_day: 1 })], [3, 2, 3, 2, 0], "one was answered today");
  const interviews = ["2026-12-03", "2026-12-02", "2026-12-01", "2026-11-30", "2026-11-29", null];
  assert.deepEqual(interviews.map((interview) => due({ interview })), [3, 4, 4, 3, 3, 3]);
  cards["b.learning"] = { card: { ...card(30, 30).card, state: 1 } };
  assert.equal(due({ a_day: 1 }), 1, "what is being learned today comes in any case");
});

test("what a visit has come to is undone, and nothing else", () => {
  const items = new Map([[DONE, JSON.stringify({ a: done("2026-11-30", { q: true, r: false }, ["x", "y"]), b: done("2026-10-01", { q: true }) })]]);
  globalThis.localStorage = /** @type {any} */ ({ getItem: (name) => items.get(name) ?? null, setItem: (name, text) => items.set(name, text) });
  undo([["a", "q", true], ["a", "x"], ["nowhere", "q", true], "nonsense", ["a", "y", true]]);
  assert.deepEqual(JSON.parse(items.get(DONE)), { a: done("2026-11-30", { r: false }, ["y"]), b: done("2026-10-01", { q: true }) });
});

test("a round that is finished is kept once, with its day", () => {
  const items = new Map();
  globalThis.localStorage = /** @type {any} */ ({ getItem: (name) => items.get(name) ?? null, setItem: (name, text) => items.set(name, text) });
  for (const run of ["a1", "a1", "b2"]) finished("design.feed", run);
  const { solved } = JSON.parse(items.get(DONE)).interview;
  assert.equal(solved.length, 2);
  for (const [i, run] of ["a1", "b2"].entries()) assert.match(solved[i], new RegExp(`^design\\.feed \\d{4}-\\d\\d-\\d\\d ${run}$`));
});

const story = (changed, more = {}) => ({ title: "Alarms", s: "a", t: "", a: "I did", r: "5 %", questions: ["messy"], told: 91, changed, ...more });

/** A browser that keeps those items; and how often it is written to. */
function keeping(items) {
  const kept = new Map(Object.entries(items));
  globalThis.localStorage = /** @type {any} */ ({ getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => kept.set(name, text) });
  return kept;
}

test("stories are read as they were kept, and what is damaged is not taken for none", () => {
  const stories = { one: story("2026-11-30T10:00:00Z"), two: story("2026-11-29T10:00:00Z", { told: null, questions: [] }) };
  assert.deepEqual(readStories(JSON.stringify({ stories })), stories);
  assert.deepEqual([readStories(null), readStories('{"stories":{}}')], [{}, {}]);
  for (const said of ["", "{", "[]", "{}", '{"stories":[]}', '{"stories":{"a":3}}', '{"stories":{"a":null}}', JSON.stringify({ stories: { "<b>": stories.one } }), JSON.stringify({ stories: { a: { ...stories.one, r: 5 } } }), JSON.stringify({ stories: { a: { ...stories.one, changed: "soon" } } }), JSON.stringify({ stories: { a: { ...stories.one, questions: "messy" } } })]) assert.equal(readStories(said), null, said);
  const long = readStories(JSON.stringify({ stories: { a: story("2026-11-30", { s: "x".repeat(20_000), told: "soon", questions: ["a", 3] }) } }));
  assert.deepEqual([long.a.s.length, long.a.told, long.a.questions], [10_000, null, ["a"]]);
});

test("the one file takes stories along and brings them back, and loses none that is there", () => {
  const there = { one: story("2026-11-30T10:00:00Z", { title: "later" }), two: story("2026-11-01T10:00:00Z", { title: "older" }) };
  keeping({ [STORIES]: JSON.stringify({ stories: there }) });
  const file = written();
  const own = { one: story("2026-11-29T10:00:00Z"), two: story("2026-11-02T10:00:00Z"), three: story("2026-11-03T10:00:00Z") };
  const kept = keeping({ [STORIES]: JSON.stringify({ stories: own }) });
  restore(file);
  assert.deepEqual(readStories(kept.get(STORIES)), { one: there.one, two: own.two, three: own.three });
  assert.deepEqual(bothStories(own, there), bothStories(there, own));
  restore(JSON.stringify({ ...JSON.parse(file), stories: undefined }));
  assert.equal(Object.keys(readStories(kept.get(STORIES))).length, 3, "a file of an older version has none");
  for (const stories of [[], 3, { x: 1 }, { x: story("never") }]) {
    const before = [...kept];
    assert.throws(() => restore(JSON.stringify({ ...JSON.parse(file), stories, done: { pca: done("2026-11-30") } })), /its stories are damaged/);
    assert.deepEqual([...kept], before, "nothing has changed");
  }
  const broken = keeping({ [STORIES]: "{broken" });
  assert.throws(() => restore(file), /the stories of this browser cannot be read/);
  assert.equal(broken.get(STORIES), "{broken");
  assert.equal(JSON.parse(written()).stories, null);
});
