// The stage fits the screen: the main figure is as high as what stands around it leaves.

/** @import { Stage } from "./types.js" */

const [LEAST, MOST, SHARE] = [220, 700, 0.62]; // in pixels, and of the screen
const LARGE = 560; // pixels: of a higher figure type and lines are larger, too
const AIR = 8; // pixels left at the bottom
const [ACROSS, ENOUGH] = [0.5, 300]; // in a frame of another page, which is as high as what is in it: of the width, in pixels

/**
 * The rows of the stage are the claim, the main figure and the axis. While the axis moves all keep their heights.
 * @param {HTMLElement} node
 * @param {Stage} stage
 */
export function makeFit(node, stage) {
  const main = /** @type {HTMLElement} */ (node.closest("[data-testid=stMain]") ?? document.documentElement);
  const content = /** @type {HTMLElement} */ (main.querySelector(".stMainBlockContainer") ?? document.body);
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
    const room = isFramed() ? Math.max(ACROSS * rows.clientWidth, ENOUGH) : Math.min(innerHeight - top - above - below - AIR, SHARE * innerHeight);
    const height = Math.max(Math.floor(Math.min(room, MOST)), LEAST);
    node.style.setProperty("--hero", `${height}px`);
    node.style.setProperty("--larger", String(Math.max(height / LARGE, 1)));
    // What scrolls sideways is reached by key.
    const numbers = rows.querySelector(".numbers");
    if (numbers instanceof HTMLElement) numbers.tabIndex = numbers.scrollWidth > numbers.clientWidth ? 0 : -1;
    tellHeight(content);
  }
  const soon = () => (due ||= requestAnimationFrame(fit));
  // What stands above grows when a question is asked, and all of it when the page is narrower.
  const size = new ResizeObserver(soon);
  size.observe(content);
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

const isFramed = () => window.parent !== window;
let told = 0; // pixels

/**
 * The page around a frame is told how high this one is: what Share gives it as code (share.js) makes the frame as high.
 * @param {HTMLElement} content
 */
function tellHeight(content) {
  const height = Math.ceil(content.getBoundingClientRect().height);
  if (!isFramed() || height === told) return;
  told = height;
  window.parent.postMessage({ sightglass: height }, "*");
}
