// Challenges: the list of them, and how far the one that is tried has come.

import { element, press } from "./dom.js";
import { changed } from "./reel.js";
/** @import { Challenge, Part, Stage } from "./types.js" */

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
 * Draws how far a challenge has come, also while the axis moves; what is pressed keeps the focus meanwhile.
 * @param {HTMLElement} node
 * @param {Part} part
 * @param {Stage} stage
 */
export function makeTrial(node, part, stage) {
  const ask = element("p", { className: "ask" });
  const gauges = element("ul", { className: "goals" });
  const strayed = element("p", { className: "strayed" });
  const status = element("p", { className: "status", role: "status" });
  const tick = element("b", {});
  const end = element("span", {});
  const words = element("p", { className: "hint", hidden: true });
  const onward = press("Next challenge", () => part.send("try", unsolved()));
  const give = press("Copy a link to beat", () => copy());
  const again = press("Start over", () => part.send("try", now.id));
  const hint = press("Hint", () => nudge(words.hidden));
  const quit = press("Give up", () => part.send("quit", Date.now()));
  onward.className = "main";
  status.append(tick, " ", end);
  node.append(ask, gauges, element("div", { className: "do" }, onward, give, hint, again, quit), strayed, status, words);
  /** @type {Challenge} */
  let now; // what the server said last
  let others = []; // all challenges of the page

  const unsolved = () => others.find(({ id, solved }) => !solved && id !== now.id)?.id;
  function nudge(whether) {
    words.hidden = !whether;
    hint.ariaExpanded = String(whether);
  }
  // From the start, for somebody else to do it in fewer moves.
  async function copy() {
    const link = new URL(location.pathname, location.href);
    link.search = String(new URLSearchParams({ challenge: now.id, ...(now.moves ? { beat: String(now.moves) } : {}) }));
    try {
      await navigator.clipboard.writeText(link.href);
      give.textContent = "Copied";
    } catch {
      prompt("The link", link.href);
    }
  }
  function draw(goals) {
    gauges.replaceChildren(...goals.map(({ name, now: stands, wanted, waits, holds, share }) => {
      const full = element("span", {});
      full.style.width = `${100 * share}%`;
      const bar = element("span", { className: "bar", ariaHidden: "true" }, full);
      const sign = element("span", { className: "tick", role: "img", ariaLabel: holds ? "Reached" : "Not reached" }, holds ? "✓" : "○");
      return element("li", { className: holds ? "holds" : "" },
        element("span", { className: "said" }, sign, ` ${name} `, element("b", {}, stands), " ", element("span", { className: "wanted" }, waits || wanted)), bar);
    }));
  }
  return {
    /** @param {Challenge} challenge */
    update(challenge, all) {
      const { id, solved, beat, moves } = challenge;
      if (id !== now?.id) nudge(false);
      if (solved && now?.id === id && !now.solved) light();
      now = challenge;
      others = all;
      ask.replaceChildren(challenge.ask, ...(beat ? [" ", element("b", {}, `Beat ${said(beat)}.`)] : []));
      words.textContent = challenge.hint;
      draw(challenge.goals);
      strayed.textContent = challenge.strayed.length ? `Moved from where the challenge holds it: ${challenge.strayed.join(", ")}.` : "";
      const how = moves ? `Solved in ${said(moves)}` : "Solved";
      tick.textContent = solved ? `✓ ${how}${beat && moves ? (moves < beat ? `: you beat ${said(beat)}` : `, to beat are ${said(beat)}`) : ""}.` : "";
      end.textContent = solved;
      status.hidden = !solved;
      node.classList.toggle("solved", Boolean(solved));
      give.textContent = moves ? `Copy a link: beat my ${said(moves)}` : "Copy a link";
      give.hidden = !solved;
      onward.hidden = !solved || !unsolved();
      hint.hidden = Boolean(solved);
      if (solved) nudge(false);
      quit.textContent = solved ? "Done" : "Give up";
    },
    /** The axis stands at a stop. @param {number} stop */
    show(stop) {
      const tracks = stage.reel?.parts.get("goals");
      if (tracks && now) draw(changed({ goals: now.goals }, tracks, stop).goals);
    },
  };
  // The picture lights up once.
  function light() {
    const root = node.closest(".sightglass");
    root?.classList.remove("lit");
    requestAnimationFrame(() => root?.classList.add("lit"));
  }
}

/** @param {number} moves */
const said = (moves) => `${moves} ${moves === 1 ? "move" : "moves"}`;
