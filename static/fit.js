// The stage fits the screen: the main figure is as high as what stands around it leaves.

/** @import { Stage } from "./types.js" */

const [LEAST, MOST, SHARE] = [220, 700, 0.62]; // in pixels, and of the screen
const LARGE = 560; // pixels: of a higher figure type and lines are larger, too
const AIR = 8; // pixels left at the bottom

/**
 * The rows of the stage are the claim, the main figure and the axis. While the axis moves all keep their heights.
 * @param {HTMLElement} node
 * @param {Stage} stage
 */
export function makeFit(node, stage) {
  const main = /** @type {HTMLElement} */ (node.closest("[data-testid=stMain]") ?? document.documentElement);
  const rows = /** @type {HTMLElement} */ (node.querySelector(".rows"));
  let fitted = false;
  let due = 0; // the animation frame that will fit

  function fit() {
    due = 0;
    const [, hero, axis] = rows.children;
    if (!axis || stage.moving || !node.isConnected) return;
    fitted = true;
    const [figure, under] = [hero.getBoundingClientRect(), axis.getBoundingClientRect()];
    const top = main.getBoundingClientRect().top; // a path may stand above the page
    const above = figure.top - top + (main === document.documentElement ? 0 : main.scrollTop);
    const below = getComputedStyle(axis).position === "sticky" ? under.height : under.bottom - figure.bottom;
    const room = Math.min(innerHeight - top - above - below - AIR, SHARE * innerHeight, MOST);
    const height = Math.max(Math.floor(room), LEAST);
    node.style.setProperty("--hero", `${height}px`);
    node.style.setProperty("--larger", String(Math.max(height / LARGE, 1)));
    // What scrolls sideways is reached by key.
    const numbers = rows.querySelector(".numbers");
    if (numbers instanceof HTMLElement) numbers.tabIndex = numbers.scrollWidth > numbers.clientWidth ? 0 : -1;
  }
  const soon = () => (due ||= requestAnimationFrame(fit));
  // What stands above grows when a question is asked, and all of it when the page is narrower.
  const size = new ResizeObserver(soon);
  size.observe(main.querySelector(".stMainBlockContainer") ?? main);
  window.addEventListener("resize", soon);
  return {
    update() {
      if (!fitted) fit(); // before the figure is drawn
    },
    leave() {
      cancelAnimationFrame(due);
      size.disconnect();
      window.removeEventListener("resize", soon);
    },
  };
}
