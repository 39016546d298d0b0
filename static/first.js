// What the first HTML shows (ui/first.py) until the page itself stands there.

/** @import { Stage } from "./types.js" */

const NEAR = 5; // pixels
const PATIENCE = 30; // frames: what is asked or tried stands above the figure, and no first HTML knows of it
let waits = false;

/**
 * The stage is drawn: once its main figures stand where the first HTML has them, they keep its pictures until
 * plotly.js has drawn them. (The stage is fitted anew when Streamlit has laid out what stands around it.)
 * @param {Stage} stage
 */
export function takeOver(stage) {
  const first = document.getElementById("first");
  if (first && !waits) handOver(first, stage);
}

/**
 * @param {HTMLElement} first
 * @param {Stage} stage
 */
function handOver(first, stage) {
  waits = true;
  const stills = /** @type {HTMLElement[]} */ ([...first.querySelectorAll("[data-part]")]);
  /** @param {HTMLElement} still */
  const under = (still) => stage.parts.get(still.dataset.part ?? "")?.node;
  const stands = () => stills.every((still) => {
    const [one, other] = [still.getBoundingClientRect(), under(still)?.getBoundingClientRect()];
    return !other || (Math.abs(one.top - other.top) < NEAR && Math.abs(one.height - other.height) < NEAR);
  });
  let left = PATIENCE;
  function look() {
    if (!stands() && --left) return void requestAnimationFrame(look);
    for (const still of stills) {
      const node = under(still);
      if (node && !node.querySelector(".main-svg")) node.append(still);
    }
    first.remove();
    waits = false;
  }
  look();
}

/** @param {HTMLElement} node */
export function isDrawn(node) {
  node.querySelector(":scope > .still")?.remove();
}
