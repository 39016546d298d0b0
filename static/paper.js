// On paper: every figure is drawn, also one that nobody has scrolled to, and as wide as its place is there.

/** @import { Stage } from "./types.js" */

const PAPER = "paper"; // a class of the root: live.css lays the page out for a sheet of A4 or Letter

/**
 * What is to be printed is drawn for paper; then again for the screen.
 * @param {Stage} stage
 */
export function readyForPaper(stage) {
  const figures = () => [...new Set(stage.parts.values())].filter(({ role, node }) => role === "figure" && node.isConnected);
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add(PAPER);
    for (const part of figures()) part.print?.();
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove(PAPER);
    for (const part of figures()) part.resize?.();
  });
}
