// Start here: the axis goes by itself from place to place, a sentence for each; then it is the visitor's turn.

import { element } from "./dom.js";
import { nearest } from "./scales.js";
import { stored } from "./visit.js";
/** @import { Part, Start, Stage } from "./types.js" */

const [GOES, READS] = [3000, 5000]; // milliseconds: of the axis to the next place, and there
const [FRAME, SOON] = [16, 50]; // milliseconds until it goes on, and until it is asked again whether the reel is there
const STOPS = ["keydown", "pointerdown"];
const PLAYED = "sightglass.started"; // and the page: where the tab keeps that it was played

/**
 * Its button among the presets. Who wants little motion goes from sentence to sentence with it.
 * @param {Stage} stage
 * @param {Part} part
 */
export function makeStart(stage, part) {
  const node = element("button", { type: "button", className: "start", onclick: press });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const played = PLAYED + location.pathname;
  /** @type {Start} */
  let data;
  let wanted = false; // it begins once its preset is on the screen
  let first = true;
  let at = -1; // the sentence that is told
  let timer = 0; // of what comes next

  const last = () => data.places.length - 1;
  const isOn = () => at >= 0;
  const isThere = () => stage.telling?.at === at;
  function next(act, wait) {
    timer = setTimeout(act, wait);
  }

  function press() {
    if (isOn()) return still ? isThere() && tell(at + 1) : stop();
    wanted = true;
    if (data.chosen) begin();
    else part.send("preset", data.name);
  }
  function begin() {
    wanted = false;
    stored(() => sessionStorage.setItem(played, "true"));
    if (!stage.axis?.isFree?.()) return;
    stage.axis.reach?.();
    for (const each of STOPS) window.addEventListener(each, stopped, { capture: true });
    tell(0);
  }
  // The sentence is there as the axis sets out, and its numbers follow; but the first is of its place at once: the axis
  // only flies there, from wherever it was.
  function tell(sentence) {
    at = sentence;
    draw();
    const { axis } = stage;
    if (!axis?.isReady?.()) return next(() => tell(sentence), SOON);
    const from = stage.at;
    const to = nearest(axis.stops?.() ?? [], data.places[at]);
    const begun = performance.now();
    const go = () => {
      const share = still ? 1 : Math.min((performance.now() - begun) / GOES, 1);
      const there = share === 1;
      const stop = from + Math.round((to - from) * share * share * (3 - 2 * share));
      say(stop, at === 0 ? to : stop, there && at === last() ? data.turn : "");
      if (!there) return next(go, FRAME);
      draw();
      stage.aloud.say(stage.parts.get("claim")?.node.querySelector("h2")?.textContent ?? "");
      if (at === last()) end();
      else if (!still) next(() => tell(at + 1), READS);
    };
    go();
  }
  function say(stop, of, turn) {
    stage.axis?.lead?.(stop);
    stage.telling = { at, of, turn };
    stage.parts.get("claim")?.show?.(stop);
  }
  function end() {
    clearTimeout(timer);
    for (const each of STOPS) window.removeEventListener(each, stopped, { capture: true });
    at = -1;
    stage.axis?.rest?.();
    draw();
  }
  function stop() {
    stage.telling = null;
    stage.parts.get("claim")?.show?.(stage.at);
    end();
  }
  // What stops it then does what it does.
  /** @param {Event} event */
  function stopped(event) {
    const key = event instanceof KeyboardEvent ? event.key : "";
    const own = event.target instanceof Node && node.contains(event.target);
    if (own && ["", "Enter", " "].includes(key)) return; // its own press follows
    if (still && ["Tab", "Shift"].includes(key)) return; // on the way to it
    stop();
  }
  function draw() {
    node.textContent = !isOn() || (still && !isThere()) ? data.title : still ? `Next: ${at + 2} of ${last() + 1}` : "Stop";
    node.closest(".sightglass")?.classList.toggle("telling", isOn() || stage.telling !== null); // one invitation is enough
  }
  return {
    node,
    /** @param {Start} said */
    update(said) {
      data = said;
      node.ariaPressed = String(said.chosen);
      draw();
      // By a link that names it, unless that is about a question or a goal.
      const opened = first && !/[?&](question|challenge)=/.test(location.search) && !stored(() => sessionStorage.getItem(played));
      first = false;
      if (said.chosen && (wanted || opened)) begin();
    },
    // Something else is wanted.
    forget() {
      wanted = false;
    },
    leave() {
      if (isOn()) end();
      stage.telling = null;
    },
  };
}
