// The sentence over the picture, for who cannot see it: a screen reader says it once it rests.

import { element } from "./dom.js";
import { isAhead } from "./said.js";
/** @import { Stage } from "./types.js" */

const [REST, SOON] = [400, 100]; // milliseconds without another sentence; and until it is asked again whether anything moves

export function makeAloud() {
  const node = element("p", { className: "aloud", role: "status" });
  let last = ""; // what was said last, or stood there at first
  let timer = 0;

  /** @param {string} words */
  function say(words) {
    clearTimeout(timer);
    if (words !== last) node.textContent = last = words;
  }
  return {
    node,
    say,
    /** The page begins with it: nobody has moved anything. @param {string} words */
    begin(words) {
      clearTimeout(timer);
      node.textContent = "";
      last = words;
    },
    /**
     * It may be another in a moment.
     * @param {string} words
     * @param {Stage} stage
     */
    soon(words, stage) {
      clearTimeout(timer);
      const look = () => {
        if (stage.moving || isAhead(stage)) timer = setTimeout(look, SOON);
        else if (!stage.telling) say(words); // else start.js says it
      };
      timer = setTimeout(look, REST);
    },
  };
}
