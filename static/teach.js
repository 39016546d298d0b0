// What a visitor tries: a guess before the picture, a challenge; switched on and chosen in the row of actions, and
// drawn in cards under it.

import { makeList, makeTrial } from "./challenge.js";
import { element, press } from "./dom.js";
import { done, undo } from "./done.js";
import { makeQuestion } from "./guess.js";
import { actionsOf } from "./head.js";
import { sign } from "./icons.js";
import { makeOffer } from "./offer.js";
import { makeProof } from "./proof.js";
import { keep } from "./visit.js";
/** @import { Guess, Part, Stage } from "./types.js" */

/**
 * @param {HTMLElement} node
 * @param {Stage} stage
 * @param {Part} part
 */
export function makeTeach(node, stage, part) {
  node.classList.add("sightglass-teach");
  const { learn, sum } = actionsOf(stage);
  const list = element("div", { className: "card list", hidden: true, role: "group", ariaLabel: "Challenges" });
  const trial = element("section", { className: "card trial", hidden: true, tabIndex: -1, ariaLabel: "Challenge" });
  const question = element("section", { className: "card question", hidden: true, tabIndex: -1 });
  const proof = element("section", { className: "card proof", hidden: true, tabIndex: -1, ariaLabel: "Interview question" });
  node.append(element("div", { className: "cards" }, list, trial, question, proof));

  const score = element("span", { className: "score", role: "status" });
  const guessing = element("input", { type: "checkbox", role: "switch" });
  guessing.addEventListener("change", () => part.send("predict", guessing.checked));
  const open = element("button", { type: "button", title: "Challenges: goals to reach with the controls", onclick: () => unfold(list.hidden) }, ...sign("challenges", "Challenges"));
  open.ariaExpanded = "false";
  const label = element("label", { title: "Guess first: say what you expect before a preset is shown" }, guessing, ...sign("guess", "Guess first"));
  const forget = press("Forget", () => {
    undo(visited);
    part.send("forget", Date.now());
  });
  forget.title = "Forget the guesses and the solved challenges of this visit";
  forget.className = "forget";
  learn.replaceChildren(label, open);
  sum.replaceChildren(score, forget);

  const choose = makeList(list, (id) => {
    open.focus();
    unfold(false);
    part.send("try", id);
  });
  const attempt = makeTrial(trial, part, stage);
  const prove = makeProof(proof, part, stage);
  /** @type {ReturnType<typeof makeOffer> | null} */
  let offer = null;
  let asked = JSON.stringify([null, undefined, null]); // the question that is drawn, as JSON
  /** @type {Guess | null} */
  let standing = null;
  let tried = ""; // the challenge's id
  let proved = ""; // the question whose proof is shown
  let first = true;
  let visited = []; // what this visit has come to

  function unfold(whether) {
    list.hidden = !whether;
    open.ariaExpanded = String(whether);
    quiet();
  }
  function quiet() {
    node.classList.toggle("quiet", [list, trial, question, proof].every((card) => card.hidden));
    const root = node.closest(".sightglass");
    for (const each of [node, root]) each?.classList.toggle("asks", ![trial, question, proof].every((card) => card.hidden));
    node.classList.toggle("proves", !proof.hidden);
    root?.classList.toggle("guesses", !question.hidden);
    root?.classList.toggle("guessing", !question.hidden && !question.classList.contains("told"));
    makeRoom();
  }
  // In front of a room the question stands above the stage, which leaves it that much.
  function makeRoom() {
    const height = node.classList.contains("large") ? node.offsetHeight : 0;
    document.documentElement.style.setProperty("--sightglass-asked", `${height}px`);
  }
  // What comes up above what was pressed is where the visitor reads on.
  function comeUp(card) {
    card.hidden = false;
    if (first) return;
    card.focus({ preventScroll: true });
    if (card !== proof) card.scrollIntoView({ block: "nearest" }); // to a proof the page goes by itself (head.js)
  }
  function goAway(card, next) {
    if (card.contains(document.activeElement)) next.focus({ preventScroll: true });
    card.hidden = true;
  }
  function drawQuestion(guess) {
    standing = guess;
    const now = JSON.stringify([guess, stage.room?.presents, stage.room && stage.room.made !== null, stage.tally]);
    if (now === asked) return;
    asked = now;
    stage.marks = guess?.on_axis && guess.outcome ? guess.outcome.marks : [];
    for (const each of [stage.axis, ...new Set(stage.parts.values())]) each?.mark?.();
    if (stage.marks.length) setTimeout(() => stage.axis?.reach?.()); // the reel says where they stand in the picture
    if (!guess) return goAway(question, guessing);
    question.classList.toggle("told", Boolean(guess.outcome));
    question.ariaLabel = guess.outcome ? "The answer" : "A guess";
    question.replaceChildren(...makeQuestion(guess, part, stage));
    comeUp(question);
  }
  function drawTrial(challenge, all) {
    if (!challenge) goAway(trial, open);
    else attempt.update(challenge, all);
    if (challenge) stage.parts.set("goals", { ...part, node: trial, role: "goals", seen: true, first: true, stands: null, show: attempt.show, update() {}, settle: undefined, resize: undefined, leave: undefined });
    else stage.parts.delete("goals");
    node.closest(".sightglass")?.classList.toggle("solved", Boolean(challenge?.solved));
    if (challenge && challenge.id !== tried) comeUp(trial);
    tried = challenge?.id ?? "";
  }
  function drawProof(shown) {
    const numbers = shown?.numbers ?? [];
    if (numbers.join("\n") !== stage.told.join("\n")) {
      stage.told = numbers;
      for (const each of new Set(stage.parts.values())) if (each.role === "words" && each.node.isConnected) each.settle?.();
    }
    if (!shown) goAway(proof, guessing);
    else prove(shown);
    if (shown && shown.ask !== proved) comeUp(proof);
    proved = shown?.ask ?? "";
  }

  stage.retell = () => {
    drawQuestion(standing);
    quiet();
  };
  return {
    update({ room, predict, score: kept, guess, challenges = [], challenge, proof: shown, visit, heard }) {
      keep(visit, heard, part);
      stage.predict = predict;
      visited = visit;
      stage.guessed = new Set([...Object.keys(done()[stage.name]?.guessed ?? {}), ...visit.filter(([page]) => page === stage.name).map(([, what]) => what)]);
      stage.asks = Boolean(guess && !guess.outcome);
      node.classList.toggle("large", room);
      guessing.checked = predict;
      score.textContent = score.title = kept ?? ""; // it may be cut
      if (!kept && document.activeElement === forget) guessing.focus({ preventScroll: true });
      forget.hidden = !kept;
      open.hidden = !challenges.length;
      choose(challenges);
      drawTrial(challenge, challenges);
      drawQuestion(guess);
      drawProof(shown);
      first = false;
      quiet();
      const root = /** @type {HTMLElement | null} */ (node.closest(".sightglass"));
      if (room || !root) return;
      offer ??= makeOffer(root, stage, part);
      const wait = () => offer?.stand(predict || Boolean(challenge || guess || shown) || !list.hidden);
      setTimeout(wait); // the presets are drawn after this
    },
    resize: makeRoom,
    leave() {
      for (const each of [label, open, score, forget]) each.remove();
      stage.marks = [];
      stage.told = [];
      document.documentElement.style.removeProperty("--sightglass-asked");
    },
  };
}
