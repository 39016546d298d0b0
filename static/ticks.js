// The places on the axis that mean something: small buttons under it that go there.

import { element } from "./dom.js";
import { spread } from "./scales.js";
/** @import { Axis } from "./types.js" */

const SVG = "http://www.w3.org/2000/svg";
const HIGH = 10; // pixels from the axis to the names
const SNAP = 6; // pixels: a hand that lets go so near means the place itself

/**
 * A name stands under its place, or beside it where others need the room, and a line leads from one to the other.
 * Where not all have room, those that the page names last are left out.
 * @param {(stop: number) => void} go
 */
export function makeTicks(go) {
  const lines = document.createElementNS(SVG, "svg");
  const drawn = document.createElementNS(SVG, "path");
  lines.setAttribute("aria-hidden", "true");
  lines.append(drawn);
  const node = element("div", { className: "ticks", role: "group", ariaLabel: "Places that mean something" });
  /** @type {{ place: number, stop: number, made: HTMLButtonElement }[]} */
  let ticks = [];
  let wide = 0; // pixels, as it was laid out last
  let drawnFor = ""; // what was said of them, as JSON

  function lay() {
    wide = node.clientWidth;
    if (!wide || !ticks.length) return;
    for (const { made } of ticks) made.hidden = false;
    const widths = new Map(ticks.map((each) => [each, each.made.offsetWidth]));
    let room = wide;
    const shown = ticks.filter((each) => (room -= widths.get(each) ?? 0) >= 0).sort((a, b) => a.place - b.place);
    const lefts = spread(shown.map(({ place }) => place * wide), shown.map((each) => widths.get(each) ?? 0), wide);
    for (const { made } of ticks) made.hidden = !shown.some((each) => each.made === made);
    const path = shown.map((each, i) => {
      each.made.style.left = `${lefts[i]}px`;
      return `M${each.place * wide} 0L${lefts[i] + (widths.get(each) ?? 0) / 2} ${HIGH}`;
    });
    drawn.setAttribute("d", path.join(""));
  }
  return {
    node,
    /** @param {Axis} axis */
    update({ ticks: said, places, texts, locked }) {
      const now = JSON.stringify([said, places]);
      if (now !== drawnFor) {
        drawnFor = now;
        ticks = said.map(({ name, stop }) => {
          const made = element("button", { type: "button", textContent: name, title: name === texts[stop] ? "" : `${name}: ${texts[stop]}`, onclick: () => go(stop) });
          return { place: places[stop], stop, made };
        });
        node.hidden = !ticks.length;
        node.replaceChildren(lines, ...[...ticks].sort((a, b) => a.stop - b.stop).map(({ made }) => made));
        lay();
      }
      for (const { made } of ticks) made.disabled = locked;
    },
    lay,
    /**
     * The axis stands there now.
     * @param {number} at
     */
    stand(at) {
      for (const { stop, made } of ticks) {
        const pressed = String(stop === at);
        if (made.ariaPressed !== pressed) made.ariaPressed = pressed;
      }
    },
    /**
     * The stop of the tick that is meant by a place of the axis; null if it is near to none, or none can be seen.
     * @param {number} place
     */
    near: (place) => (wide ? ticks : []).find((each) => Math.abs(each.place - place) * wide <= SNAP)?.stop ?? null,
  };
}
