// What is on screen beside A: a chip says what A is, goes back to it, swaps the two, and lets go of it.

import { button, element } from "./dom.js";
import { sign } from "./icons.js";
/** @import { Compared, Part } from "./types.js" */

/** @param {Part} part */
export function makeCompare(part) {
  const say = (event) => () => part.send(event, Date.now());
  const words = element("span", { className: "said" });
  const back = element("button", { type: "button", className: "a", onclick: say("to_a") }, element("b", {}, "A"), " ", words);
  const swap = button("Swap: what is on screen becomes A", "⇄", say("swap"));
  const end = button("Let go of A", "×", say("let_go"));
  const again = element("button", { type: "button", className: "again", onclick: say("take_up") });
  const chip = element("span", { className: "chip", role: "group", ariaLabel: "Compared with A", hidden: true });
  const pin = element("button", { type: "button", className: "pin" });
  return {
    chip,
    pin,
    /** @param {Compared} compared */
    update({ a, was }) {
      const held = chip.contains(document.activeElement);
      pin.ariaPressed = String(Boolean(a));
      pin.title = a ? "Stop comparing: let go of A" : "Compare: keep this picture as A, and see it in grey behind what comes";
      pin.onclick = say(a ? "let_go" : "pin");
      if (!pin.firstChild) pin.replaceChildren(...sign("pin", "Compare"));
      words.textContent = a ?? "";
      back.title = `Back to A: ${a}`;
      again.textContent = "Compare with A again";
      again.title = `A was: ${was}`;
      const shown = a ? [back, swap, end] : was ? [again] : [];
      if (shown.some((each, i) => each !== chip.children[i]) || !shown.length) chip.replaceChildren(...shown);
      chip.hidden = !shown.length;
      if (held) (shown[0] ?? pin).focus({ preventScroll: true });
    },
    leave: () => pin.remove(),
  };
}
