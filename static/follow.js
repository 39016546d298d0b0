// What follows the axis while it moves: the words and figures of the page, as many as each frame has room for.

/** @import { Stage } from "./types.js" */

const [QUICK, SLOW] = [25, 40]; // milliseconds from one picture to the next
const STILL = 60; // milliseconds without a move until the hand is still
const [OFTEN, SELDOM, LEAST] = [2, 8, 10]; // pictures from one in which another figure followed to the next

/**
 * `ready` says whether the reel is there that the axis needs; `menu` says the name of the stop, where stops have names.
 * @param {Stage} stage
 * @param {() => boolean} ready
 * @param {HTMLElement} menu
 */
export function makeFollowers(stage, ready, menu) {
  let frame = 0; // the animation frame that will draw
  let drawn = 0; // when the last was drawn
  let since = 0; // how many were drawn since one in which another figure followed
  let wait = OFTEN; // how many are from one such to the next
  let moved = 0; // when the axis moved last
  let rest = 0; // the timer that draws what is left
  const held = new Map(); // nodes of words that keep their height, and it
  let begun = false; // it moves, and what need not be laid out is not

  function soon() {
    frame ||= requestAnimationFrame(draw);
  }
  // The words and the main figure follow at every frame, and at every other one of the other figures the one that has
  // waited longest; where that keeps the next frame waiting so seldom that it costs a tenth of the pictures. Once the hand is still, the rest come one a frame.
  function draw() {
    frame = 0;
    if (!ready()) return;
    const now = performance.now();
    const gap = now - drawn;
    drawn = now;
    since += 1;
    if (since === 1) wait = gap < QUICK ? OFTEN : gap < SLOW ? SELDOM : LEAST;
    const turn = since >= wait;
    const due = [...new Set(stage.parts.values())].filter((each) => each.show && each.seen && each.node.isConnected && each.stands !== stage.at);
    const others = due.filter(({ first }) => !first).sort((a, b) => a.turn - b.turn);
    const still = now - moved > STILL;
    const follows = others.slice(0, still || turn ? 1 : 0);
    if (follows.length) since = 0;
    for (const each of [...due.filter(({ first }) => first), ...follows]) {
      each.show?.(stage.at);
      each.stands = stage.at;
      each.turn = performance.now();
    }
    hold(due.filter(({ first, role }) => first && role === "words"));
    clearTimeout(rest);
    if (others.length) rest = setTimeout(soon, still ? 0 : STILL);
  }
  // While the axis moves the words keep their place, which may grow: so the browser lays out what is in it, and not
  // the whole page. All are measured first, or it would do so for each.
  function hold(words) {
    const heights = words.map(({ node }) => (held.has(node) ? node.scrollHeight : node.getBoundingClientRect().height));
    words.forEach(({ node }, i) => {
      if (held.get(node) > heights[i] - 1) return; // but for rounding
      Object.assign(node.style, { height: `${heights[i]}px`, contain: "size layout" });
      held.set(node, heights[i]);
    });
  }
  // The menu keeps its size, so that another name in it is laid out alone.
  function begin() {
    begun = true;
    const { width, height } = menu.getBoundingClientRect();
    if (width) Object.assign(menu.style, { display: "block", width: `${width}px`, height: `${height}px`, contain: "size layout" });
  }
  function letLoose() {
    begun = false;
    for (const { style } of held.keys()) style.height = style.contain = "";
    held.clear();
    menu.style.cssText = "";
  }
  return {
    soon,
    // The axis has moved.
    move() {
      moved = performance.now();
      if (!begun) begin();
      soon();
    },
    // All that is in sight, now.
    catchUp() {
      for (const each of stage.parts.values()) if (each.seen && each.stands !== stage.at && ready()) each.show?.(stage.at);
    },
    // The page stands still: what the server said meanwhile is drawn. Its answer may reach a part before
    // it reaches the axis.
    settle() {
      letLoose();
      for (const part of new Set(stage.parts.values())) if (part.node.isConnected) part.settle?.();
    },
    leave() {
      clearTimeout(rest);
      letLoose();
    },
  };
}
