// At a visitor's first visit to a page: the offer of one guess, beside the name of the main figure.
//
// It comes once other invitations have had their turn, moves nothing, and does not come again on that page.

import { button, element } from "./dom.js";
import { knows } from "./handles.js";
import { nextGuess } from "./guess.js";
import { stored } from "./visit.js";
/** @import { Part, Stage } from "./types.js" */

const OFFERED = "sightglass.offered"; // and the page: where the browser keeps that it was answered

/**
 * @param {HTMLElement} root the page
 * @param {Stage} stage
 * @param {Part} part
 */
export function makeOffer(root, stage, part) {
  const kept = `${OFFERED}.${stage.name}`;
  const take = element("button", { type: "button", textContent: "Can you guess what comes?", onclick: accept });
  const no = button("No guess", "×", answer);
  const node = element("div", { className: "offer", role: "group", ariaLabel: "A guess" }, take, no);

  function answer() {
    stored(() => localStorage.setItem(kept, "yes"));
    node.remove();
  }
  function accept() {
    const wanted = nextGuess(stage);
    answer();
    part.send("predict", true);
    if (wanted) part.send("preset", wanted.name);
  }
  return {
    /** @param {boolean} busy something else stands over the picture */
    stand(busy) {
      const wanted = !busy && knows() && !stage.guessed.size && nextGuess(stage) && !stored(() => localStorage.getItem(kept));
      if (!wanted) return node.remove();
      const place = root.querySelector(".stage .sightglass-name");
      if (place && node.parentElement !== place) place.append(node);
    },
  };
}
