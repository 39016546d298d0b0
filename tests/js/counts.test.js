import assert from "node:assert/strict";
import { test } from "node:test";

import { clock, counted, inShort, parted, quantities, spoken, told, wordsOf } from "../../static/counts.js";

const some = (n, word = "word") => Array.from({ length: n }, () => word).join(" ");
const draft = (more = {}) => ({ s: "", t: "", a: "", r: "", ...more });
const line = (found, name) => told(found).find(([what]) => what === name);

test("words are what stands between spaces and has a letter or a digit", () => {
  assert.deepEqual(wordsOf("  It's 10 % – a well-known\nfact (really). 漢字 $50k "), ["It's", "10", "a", "well-known", "fact", "(really).", "漢字", "$50k"]);
  assert.deepEqual([wordsOf(""), wordsOf(" … – ")], [[], []]);
});

test("a sample that is printed as 90 seconds has 95 words, which are 38 to 44", () => {
  assert.deepEqual(spoken(95), [38, 44]);
  assert.deepEqual([spoken(260)[1], spoken(300)[0]], [120, 120], "two minutes are 260 to 300 words");
  assert.equal(inShort(draft({ s: some(95) })), "95 words, 0:38 to 0:44 aloud");
  assert.equal(inShort(draft({ s: "one" })), "1 word, 0:00 to 0:00 aloud");
  assert.match(line(counted(draft()), "Words")[2], /^2 minutes are 260 to 300; under 150 is thin, over 320 long$/);
  assert.deepEqual([0, 59.9, 60, 125].map(clock), ["0:00", "0:59", "1:00", "2:05"]);
});

test("shares are of all words, and an empty part is named", () => {
  const found = counted(draft({ s: some(20), t: some(10), a: some(50), r: some(20) }));
  assert.deepEqual([found.words, found.shares, found.missing], [100, { before: 0.3, action: 0.5, result: 0.2 }, []]);
  assert.deepEqual(["Situation and task", "Action", "Result"].map((name) => line(found, name).slice(1)), [["30 %", "at most 30 %"], ["50 %", "at least 40 %"], ["20 %", "at least 15 %"]]);
  assert.equal(line(found, "Parts")[1], "all four");
  const empty = counted(draft({ a: "x", t: " \n" }));
  assert.deepEqual([empty.missing, line(empty, "Parts")[1]], [["s", "t", "r"], "no situation, no task, no result"]);
  assert.deepEqual(counted(draft()).shares, { before: 0, action: 0, result: 0 });
});

test("a number has a unit if a sign or a word that can be one stands with it", () => {
  const said = (text) => quantities(text).map((each) => [each.said, each.unit]);
  assert.deepEqual(said("It saved $50k by 10 % fewer false positives."), [["$50k", true], ["10 %", true]]);
  assert.deepEqual(said("Recall went from 0.71 to 0.84."), [["0.71", false], ["0.84", false]]);
  assert.deepEqual(said("100,000 reviews at 5 and 300ms, 3 days, 2x"), [["100,000 reviews", true], ["5", false], ["300ms", true], ["3 days", true], ["2x", true]]);
  assert.deepEqual(said("F1, p99 and L2 have none; €5, 30 € a month"), [["€5", true], ["30 €", true]]);
  assert.deepEqual(said("nothing"), []);
});

test("a base is where a number comes from", () => {
  const base = (r) => counted(draft({ r })).base;
  assert.equal(base("It saved $50k by 10 % fewer false positives."), "", "that one needs its base");
  assert.deepEqual(
    ["Down from 18 % to 9 %.", "100,000 of the 1,000,000 alarms", "7 out of 10 people", "better than the baseline", "It was 3 s before.", "compared with none"].map(base),
    ["Down from 18", "of the 1,000,000", "out of 10", "baseline", "before", "compared with"],
  );
  assert.deepEqual(["from the team", "of course"].map(base), ["", ""]);
  assert.equal(line(counted(draft({ r: "It fell from 18 %." })), "Its base")[1], "“from 18”");
});

test("I and we are counted in the action alone", () => {
  const found = counted(draft({ s: "We we we", a: "I looked, I'm sure; we did, and We’ve seen. I/O, weird, WE", r: "I" }));
  assert.deepEqual([found.i, found.we], [2, 3]);
  assert.match(line(found, "I and we in the action")[2], /more we than I/);
  assert.doesNotMatch(line(counted(draft({ a: "I and we" })), "I and we in the action")[2], /more/);
});

test("hedges, metrics and what was learned are found, and said as they are", () => {
  const found = counted(draft({ a: "I helped and was involved  in it; helped again. Unhelped, recall and f1.", r: "AUC rose. I learned to look at the data first." }));
  assert.deepEqual(found.hedges, [["helped", 2], ["involved in", 1]]);
  assert.equal(line(found, "Hedges")[1], "helped (2), involved in");
  assert.deepEqual(found.metrics, ["AUC", "F1", "recall"]);
  assert.equal(found.learned, true);
  const last = (r) => counted(draft({ r })).learned;
  assert.deepEqual([last("I learned much. Sales rose by 3.5 %."), last("It fell. Today I would split by time!"), last("")], [false, true, false], "it must be the last sentence");
  const none = counted(draft());
  assert.deepEqual(["Hedges", "Metric", "Numbers in the result", "Its base"].map((name) => line(none, name)[1]), ["none", "none named", "none", "none found"]);
});

test("a whole draft is laid out by what it calls its parts, or by its paragraphs", () => {
  const whole = draft({ s: "A firm.", t: "Two weeks.", a: "I looked.\n\nI fixed.", r: "4 %." });
  assert.deepEqual(parted("Situation: A firm.\nTask: Two weeks.\n**Action** – I looked.\n\nI fixed.\n# Result\n4 %."), whole);
  assert.deepEqual(parted("A firm.\n\nTwo weeks.\n\nI looked.\n\nI fixed.\n \n4 %.\n"), whole);
  assert.deepEqual(parted("A firm.\nTwo weeks.\nI looked.\n4 %."), { ...whole, a: "I looked." });
  assert.deepEqual([parted("one\n\ntwo"), parted("one\ntwo\nthree")], [draft({ s: "one", r: "two" }), draft({ s: "one", a: "two", r: "three" })]);
  assert.deepEqual(parted("First.\nResult: 4 %.\nTask: it"), draft({ s: "First.", t: "it", r: "4 %." }));
  assert.deepEqual([parted("one paragraph of words"), parted("")], [null, null]);
});

test("no count is a grade", () => {
  const said = told(counted(draft({ a: some(400) }))).flat().join(" ");
  assert.doesNotMatch(said, /\b(good|bad|score|well done|poor|great|points|grade)\b/i);
});
