// In a picture whose answer has a place there: where the guess was, and where it is.

/** @import { Mark, Place } from "./types.js" */
/** @typedef {Mark & { shape: { points: [number, number][], joined: boolean } }} Placed */

const SVG = "http://www.w3.org/2000/svg";
const [RING, AIR] = [9, 8]; // pixels: of a place, and from it to its words
const SHARES = [0.06, 0.25, 0.45, 0.65, 0.85, 0.95]; // along a line, from its upper end
const SAYS = { guess: "your guess", truth: "it is here" };

/** @param {string} name @param {Record<string, any>} looks */
function drawn(name, looks, words = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(looks)) made.setAttribute(key, value);
  made.textContent = words;
  return made;
}

/**
 * Draws them over a figure: a line where the mark is one, else a ring. The words beside them, where they cover no others;
 * where there is no such place, none: the axis has them, too.
 * @param {Place} node
 */
export function makeGuessed(node) {
  const ground = drawn("svg", { class: "sightglass-guessed" });
  ground.ariaHidden = "true"; // the axis says it in words

  /** @param {Placed} mark @param {DOMRect[]} taken */
  function word({ whose, shape }, taken) {
    const points = shape.points;
    const text = ground.appendChild(drawn("text", { class: whose }, SAYS[whose]));
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const air = AIR + (shape.joined ? 0 : RING);
    for (const share of shape.joined ? SHARES : [0]) {
      const at = share * (points.length - 1);
      const [one, other] = [points[Math.floor(at)], points[Math.ceil(at)]];
      const [x, y] = [0, 1].map((i) => one[i] + (at % 1) * (other[i] - one[i]));
      for (const before of [false, true]) {
        for (const [name, value] of Object.entries({ x: x + (before ? -air : air), y: y + 5, "text-anchor": before ? "end" : "start" })) text.setAttribute(name, String(value));
        const box = text.getBoundingClientRect();
        const inside = box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom;
        if (!inside || taken.some((each) => each.left < box.right && box.left < each.right && each.top < box.bottom && box.top < each.bottom)) continue;
        taken.push(box);
        return;
      }
    }
    text.remove();
  }
  return (/** @type {Placed[]} */ marks) => {
    const known = marks.map((each) => ({ ...each, shape: { ...each.shape, points: each.shape.points.filter((point) => point.every(Number.isFinite)).sort((a, b) => a[1] - b[1]) } }));
    const placed = known.filter(({ shape }) => shape.points.length);
    ground.remove();
    if (!placed.length) return;
    const taken = [...node.querySelectorAll("text")].map((each) => each.getBoundingClientRect()).filter(({ width }) => width);
    ground.replaceChildren(...placed.map(({ whose, shape: { points, joined } }) =>
      joined ? drawn("polyline", { class: whose, points: points.map((each) => each.join()).join(" ") }) : drawn("circle", { class: whose, cx: points[0][0], cy: points[0][1], r: RING })));
    node.append(ground);
    for (const each of placed) word(each, taken);
  };
}
