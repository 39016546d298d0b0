// What the first HTML shows (ui/first.py) until the page itself stands there.

/** @import { Stage } from "./types.js" */

/**
 * The stage is drawn: its main figures keep their pictures until plotly.js has drawn them.
 * @param {Stage} stage
 */
export function takeOver(stage) {
  const first = document.getElementById("first");
  if (!first) return;
  for (const still of /** @type {NodeListOf<HTMLElement>} */ (first.querySelectorAll("[data-part]"))) {
    const node = stage.parts.get(still.dataset.part ?? "")?.node;
    if (node && !node.querySelector(".main-svg")) node.append(still);
  }
  first.remove();
}

/** @param {HTMLElement} node */
export function isDrawn(node) {
  node.querySelector(":scope > .still")?.remove();
}
