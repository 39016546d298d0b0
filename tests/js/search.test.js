import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, distance, find, makeIndex, nearest, stem, words } from "../../static/search.js";

const ROWS = [
  { group: "Concept", says: "Trees", page: "trees", also: ["decision tree", "over-growing"], more: ["When does a tree stop?", "Depth: error against depth"] },
  { group: "Concept", says: "Ridge", page: "ridge", also: ["L2"], more: ["What does a penalty cost?"] },
  { group: "Situation", says: "Deep and wrong", page: "trees", query: "trees.preset=deep", more: ["A tree of depth  overfits."] },
  { group: "Question", says: "How deep should a tree be?", page: "trees", query: "question=deep", more: ["Pruning cuts it back"] },
  { group: "Word", says: "pruning", page: "trees", also: ["cutting back"], more: ["Taking leaves away from a tree."] },
];
const INDEX = makeIndex(ROWS);
const says = (query) => find(INDEX, query).map(({ row }) => row.says);

test("words are without case, accents, marks and British spelling", () => {
  assert.deepEqual(words("Bayes's naïve R², k-fold"), ["bayes", "naive", "r2", "k", "fold"]);
  assert.deepEqual(words("regularisation, neighbours, our four hours"), ["regularization", "neighbors", "our", "four", "hours"]);
  assert.deepEqual(words("¿?"), []);
});

test("forms of a word have one stem", () => {
  for (const forms of ["overfit overfits overfitting", "imbalance imbalanced", "regularize regularized regularization", "validate validation validated",
    "classify classifier classification", "bias biased biases", "class classes", "optimizer optimize", "tree trees", "frequency frequencies"]) {
    assert.equal(new Set(forms.split(" ").map(stem)).size, 1, forms);
  }
  for (const [one, other] of [["bias", "bia"], ["rate", "ratio"], ["tree", "true"]]) assert.notEqual(stem(one), stem(other));
  assert.equal(stem("ing"), "ing");
});

test("the distance counts letters put in, left out, changed and swapped, up to a limit", () => {
  assert.equal(distance("tree", "tree", 2), 0);
  assert.equal(distance("precison", "precision", 2), 1);
  assert.equal(distance("ridge", "rigde", 2), 1);
  assert.equal(distance("tree", "three", 1), 1);
  assert.equal(distance("lasso", "ridge", 2), 3);
  assert.equal(distance("a", "abcd", 2), 3);
});

test("a row is found by its names, by what it says, by a beginning, and nearly spelt", () => {
  assert.equal(says("ridge")[0], "Ridge");
  assert.equal(says("L2")[0], "Ridge");
  assert.equal(says("penalties")[0], "Ridge");
  assert.equal(says("prun")[0], "pruning");
  assert.equal(says("purning")[0], "pruning");
  assert.equal(says("overgrowing")[0], "Trees");
  assert.equal(says("over growing")[0], "Trees");
  assert.equal(says("pruningness")[0], "pruning");
});

test("a name that is asked for whole comes before words of a sentence", () => {
  assert.equal(says("pruning")[0], "pruning");
  assert.equal(says("how deep")[0], "Deep and wrong");
  assert.equal(says("depth")[0], "Trees");
});

test("of several words any will do, and more are better; empty words say nothing, unless they are all", () => {
  assert.deepEqual(new Set(says("ridge or trees").slice(0, 2)), new Set(["Ridge", "Trees"]));
  assert.equal(says("what is the ridge")[0], "Ridge");
  assert.equal(says("how should")[0], "How deep should a tree be?");
});

test("a concept counts by what its rows say, too", () => {
  assert.ok(says("cutting back").includes("Trees"), "none of its own words");
  assert.ok(!says("cutting back").includes("Ridge"));
});

test("a number is no other number", () => {
  const index = makeIndex([{ group: "Word", says: "10,000 rows", page: "a" }, { group: "Word", says: "100 rows", page: "b" }]);
  assert.deepEqual(find(index, "100").map(({ row }) => row.page), ["b"]);
  assert.deepEqual(find(index, "1").map(({ row }) => row.page), []);
});

test("the answer is in groups, the one with the best row first, and never empty", () => {
  assert.deepEqual(answer(INDEX, "").groups.map(([group, rows]) => [group, rows.length]), [["Concept", 2]]);
  assert.equal(answer(INDEX, "pruning").groups[0][0], "Word");
  const nothing = answer(INDEX, "ridgway zzzz");
  assert.equal(nothing.fits, false);
  assert.equal(nothing.groups[0][1][0].says, "Ridge");
  assert.equal(answer(INDEX, "qqq").groups[0][1].length, 2);
  const many = makeIndex(Array.from({ length: 9 }, (_, i) => ({ group: "Word", says: `tree ${i}`, page: "trees" })));
  assert.equal(answer(many, "tree").groups[0][1].length, 3);
});

test("the nearest have names that look like it", () => {
  assert.equal(nearest(INDEX, "ridgecrest")[0].row.says, "Ridge");
});
