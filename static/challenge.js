// Challenges: the list of them, and how far the one that is tried has come.

import { element, press } from "./dom.js";
/** @import { Part } from "./types.js" */

/**
 * Draws the challenges there are; `take` hears which one is to be tried.
 * @param {HTMLElement} node
 * @param {(id: string) => void} take
 */
export function makeList(node, take) {
  let drawn = ""; // as JSON
  return (challenges) => {
    if (JSON.stringify(challenges) === drawn) return;
    drawn = JSON.stringify(challenges);
    const rows = challenges.map(({ id, ask, solved }) => {
      const tick = solved ? [element("span", { className: "tick", role: "img", ariaLabel: "Solved" }, "✓"), " "] : [];
      return element("li", {}, element("p", {}, ...tick, ask), press("Try it", () => take(id)));
    });
    node.replaceChildren(element("ul", {}, ...rows));
  };
}

/**
 * Draws how far a challenge has come; what is pressed keeps the focus meanwhile.
 * @param {HTMLElement} node
 * @param {Part} part
 */
export function makeTrial(node, part) {
  const ask = element("p", { className: "ask" });
  const goals = element("ul", { className: "goals" });
  const strayed = element("p", { className: "strayed" });
  const status = element("p", { className: "status", role: "status" });
  const tick = element("b", {});
  const end = element("span", {});
  const words = element("p", { className: "hint", hidden: true });
  const again = press("Start over", () => part.send("try", tried));
  const hint = press("Hint", () => nudge(words.hidden));
  const quit = press("Give up", () => part.send("quit", Date.now()));
  status.append(tick, " ", end);
  node.append(
    element("div", { className: "head" }, element("p", { className: "title" }, "Challenge"), ask),
    element("div", { className: "answer" }, goals, strayed, element("div", { className: "do" }, hint, again, quit)),
    status, words,
  );
  let tried = ""; // the challenge's id

  function nudge(whether) {
    words.hidden = !whether;
    hint.ariaExpanded = String(whether);
  }

  return (challenge) => {
    const { id, solved } = challenge;
    if (id !== tried) nudge(false);
    tried = id;
    ask.textContent = challenge.ask;
    words.textContent = challenge.hint;
    goals.replaceChildren(...challenge.goals.map(({ name, now, wanted, holds }) =>
      element("li", { className: holds ? "holds" : "" },
        element("span", { className: "tick", role: "img", ariaLabel: holds ? "Reached" : "Not reached" }, holds ? "✓" : "○"),
        element("span", {}, `${name} `, element("b", {}, now), `, wanted ${wanted}`)),
    ));
    strayed.textContent = challenge.strayed.length ? `Moved from where the challenge holds it: ${challenge.strayed.join(", ")}.` : "";
    tick.textContent = solved ? "✓ Solved." : "";
    end.textContent = solved;
    status.hidden = !solved;
    node.classList.toggle("solved", Boolean(solved));
    hint.hidden = Boolean(solved);
    if (solved) nudge(false);
    quit.textContent = solved ? "Done" : "Give up";
  };
}
