// Over the picture that proves an answer: the question, what the picture shows of it, and the way back.

import { element, press } from "./dom.js";
import { mark } from "./told.js";
/** @import { Part, Proof, Stage } from "./types.js" */

/**
 * Draws the question whose proof is shown; what is pressed keeps the focus meanwhile.
 * @param {HTMLElement} node
 * @param {Part} part
 * @param {Stage} stage
 */
export function makeProof(node, part, stage) {
  const ask = element("p", { className: "ask" });
  const said = element("p", { className: "said" });
  const back = press("Back to the question", () => {
    const left = stage.left;
    if (!below || left === null) return part.send("question", Date.now());
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.querySelector("[data-testid=stMain]")?.scrollTo({ top: left, behavior: still ? "auto" : "smooth" });
  });
  const again = press("Show it again", () => part.send("prove", Date.now()));
  again.title = "Sets the controls to the picture that shows this";
  const done = press("Done", () => part.send("proved", Date.now()));
  back.className = "main";
  node.append(
    element("div", { className: "head" }, element("p", { className: "title" }, "Interview question"), ask),
    element("div", { className: "answer" }, said, element("div", { className: "do" }, back, again, done)),
  );
  let below = false;
  return (/** @type {Proof} */ proof) => {
    below = proof.below;
    ask.textContent = proof.ask;
    said.replaceChildren(...mark(proof.said, proof.numbers));
    if (!proof.moved && document.activeElement === again) back.focus({ preventScroll: true });
    again.hidden = !proof.moved;
  };
}
