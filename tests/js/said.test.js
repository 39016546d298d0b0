import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, isAhead, isOfNow, movedControls, note, onlyControls, tell } from "../../static/said.js";

const told = (stage) => stage.unanswered.map(({ event, value }) => [event, value]);

function stageWith(...done) {
  const stage = { unanswered: [], wish: {}, held: true, messages: [] };
  stage.say = (event, value) => stage.messages.push([event, value]);
  for (const [event, value] of done) note(stage, event, value);
  return stage;
}

test("all that is unanswered is said again, in order and with rising numbers, until it is answered", () => {
  const stage = stageWith(["moved", 1], ["set", { a: 2 }], ["preset", "p"], ["set", { a: 3 }]);
  tell(stage);
  const [[event, said]] = stage.messages;
  assert.equal(event, "said");
  assert.deepEqual(said.map(([, ...what]) => what), [["moved", 1], ["set", { a: 2 }], ["preset", "p"], ["set", { a: 3 }]]);
  const numbers = said.map(([number]) => number);
  assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b));
  assert.deepEqual([stage.wish, stage.held], [null, false], "a picture on its way is no longer wanted");
  answer(stage, numbers[1]);
  tell(stage);
  assert.deepEqual(stage.messages[1][1], said.slice(2));
  answer(stage, numbers[3]);
  tell(stage);
  assert.equal(stage.messages.length, 2, "nothing is left to say");
});

test("controls that are moved one after the other are one thing; others keep their order", () => {
  const stage = stageWith(["set", { a: 1, b: 2 }], ["set", { a: 3 }], ["pin", 1], ["set", { a: 4 }]);
  assert.deepEqual(told(stage), [["set", { a: 3, b: 2 }], ["pin", 1], ["set", { a: 4 }]]);
});

test("a question that is asked again is asked once, a preset that is pressed again twice", () => {
  const stage = stageWith(["asked", "k"], ["preset", "p"], ["asked", "k"], ["preset", "q"], ["preset", "p"], ["asked", "other"]);
  assert.deepEqual(told(stage), [["preset", "p"], ["asked", "k"], ["preset", "q"], ["preset", "p"], ["asked", "other"]]);
});

test("an answer is behind while something moved is unanswered", () => {
  for (const [event, behind] of [["moved", true], ["set", true], ["preset", true], ["guess", true], ["asked", false], ["visit", false]]) {
    const stage = stageWith([event, {}]);
    assert.equal(isAhead(stage), behind, event);
    answer(stage, Infinity);
    assert.equal(isAhead(stage), false);
  }
});

test("controls stand where they were moved, unless something else has moved them since", () => {
  assert.deepEqual(movedControls(stageWith(["set", { a: 1 }], ["moved", 5], ["set", { b: 2 }], ["asked", "k"])), { a: 1, b: 2 });
  assert.deepEqual(movedControls(stageWith(["set", { a: 1 }], ["reset", 1], ["set", { b: 2 }])), { b: 2 });
  assert.deepEqual(movedControls(stageWith(["set", { a: 1 }], ["preset", "p"])), {});
});

test("a picture can show what controls of the panel alone have moved", () => {
  assert.equal(onlyControls(stageWith(["asked", "k"], ["set", { a: 1 }])), true);
  for (const event of ["moved", "preset", "step"]) assert.equal(onlyControls(stageWith([event, 1], ["set", { a: 1 }])), false);
});

test("what moves many controls is done where the page stands now; a slider and the axis say themselves where", () => {
  for (const event of ["preset", "guess", "step", "reset"]) assert.equal(isOfNow(event), true, event);
  for (const event of ["moved", "set", "asked", "visit"]) assert.equal(isOfNow(event), false, event);
});
