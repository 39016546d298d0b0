// What is on screen beside A: a chip says what A is, goes back to it, swaps the two, and lets go of it.

import { button, element } from "./dom.js";
import { sign } from "./icons.js";
/** @import { Compared, Part } from "./types.js" */

/** @param {Part} part */
export function makeCompare(part) {
  const words = element("span", { className: "said" });
  const back = element("button", { type: "button", className: "a", onclick: () => part.send("to_a", Date.now()) }, element("b", {}, "A"), " ", words);
  const swap = button("Swap: what is on screen becomes A", "⇄", () => part.send("swap", Date.now()));
  const letGo = () => part.send("let_go", Date.now());
  const keep = () => part.send("pin", Date.now());
  const end = button("Let go of A", "×", letGo);
  const again = element("button", { type: "button", className: "again", onclick: () => part.send("take_up", Date.now()) });
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
      pin.onclick = a ? letGo : keep;
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
