// A drawing of 8 by 8 squares in greys, painted by mouse, finger or keys. A stroke is one change.

import { element, press } from "./dom.js";
/** @import { Control } from "./types.js" */

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 8;
const INK = 15; // the darkest grey; 0 is paper
const EMPTY = "0".repeat(SIDE * SIDE);
const KEYS = "Arrows move. Space paints. 0 to 9, + and − choose the grey. Delete empties a square.";
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/**
 * The drawing with those squares in that grey.
 * @param {string} value 64 digits from 0 to f, row by row
 * @param {number[]} squares
 * @param {number} grey
 */
export function painted(value, squares, grey) {
  const digits = [...value];
  for (const square of squares) digits[square] = grey.toString(16);
  return digits.join("");
}

/**
 * The squares on the way from one to another, both among them.
 * @param {number} from
 * @param {number} to
 */
export function between(from, to) {
  const [[row, column], [down, across]] = [from, to].map((square) => [Math.floor(square / SIDE), square % SIDE]);
  const steps = Math.max(Math.abs(down - row), Math.abs(across - column), 1);
  const along = (a, b, i) => Math.round(a + ((b - a) * i) / steps);
  return Array.from({ length: steps + 1 }, (_, i) => along(row, down, i) * SIDE + along(column, across, i));
}

const share = (grey) => `color-mix(in srgb, var(--st-text-color) ${Math.round((100 * grey) / INK)}%, var(--st-background-color))`;
const within = (value, most) => Math.min(Math.max(value, 0), most);

/**
 * @param {Control} control
 * @param {string} id
 * @param {(value: string) => void} say
 */
export function makePad({ label, options }, id, say) {
  const rect = (attributes) => {
    const made = document.createElementNS(SVG, "rect");
    for (const [name, number] of Object.entries(attributes)) made.setAttribute(name, number);
    return made;
  };
  const squares = Array.from(EMPTY, (_, i) => rect({ x: i % SIDE, y: Math.floor(i / SIDE), width: 1, height: 1 }));
  const cursor = rect({ class: "cursor", x: 0, y: 0, width: 1, height: 1 });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${SIDE} ${SIDE}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(...squares, cursor);
  const hint = element("p", { id: `${id}-keys`, hidden: true }, KEYS);
  const pad = element("div", { id, className: "squares", tabIndex: 0, role: "application", ariaRoleDescription: "drawing", ariaLabel: `${label}, ${SIDE} by ${SIDE} squares`, title: KEYS }, svg);
  pad.setAttribute("aria-describedby", hint.id);
  const told = element("output", {});
  const shade = element("input", { type: "range", min: "0", max: String(INK), step: "1", ariaLabel: `${label}: grey` });
  const start = element("select", { ariaLabel: `${label}: start from` }, new Option("Start from", ""), ...Object.keys(options).map((name) => new Option(name)));
  const clear = press("Clear", () => become(EMPTY, "It is empty."));
  const tools = element("div", { className: "tools" }, element("label", {}, "Grey ", shade), start, clear);
  const place = element("div", { className: "pad" }, pad, tools, told, hint);

  let locked = false;
  let kept = EMPTY; // as it was last told
  let value = EMPTY;
  let grey = INK;
  let at = 0; // the square that the cursor is on
  let down = false; // the pointer is

  function draw(now) {
    value = now;
    for (const [i, digit] of [...now].entries()) squares[i].style.fill = share(parseInt(digit, 16));
  }
  function tell() {
    if (value !== kept) say((kept = value));
  }
  function become(now, said = "") {
    draw(now);
    told.textContent = said || where();
    tell();
  }
  const where = () => `row ${Math.floor(at / SIDE) + 1}, column ${(at % SIDE) + 1}: grey ${parseInt(value[at], 16)}`;
  function stand(square) {
    at = square;
    cursor.setAttribute("x", String(at % SIDE));
    cursor.setAttribute("y", String(Math.floor(at / SIDE)));
    told.textContent = where();
  }
  function choose(to) {
    grey = within(to, INK);
    shade.value = String(grey);
    shade.setAttribute("aria-valuetext", grey ? `${grey} of ${INK}` : "0, as paper");
    shade.style.setProperty("--filled", `${(100 * grey) / INK}%`);
  }
  const paint = (found) => draw(painted(value, found, grey));

  shade.addEventListener("input", () => choose(shade.valueAsNumber));
  start.addEventListener("change", () => {
    become(options[start.value], `${start.value}.`);
    start.value = "";
  });
  const under = ({ clientX, clientY }) => {
    const { left, top, width, height } = svg.getBoundingClientRect();
    const [across, over] = [(clientX - left) / width, (clientY - top) / height].map((each) => within(Math.floor(each * SIDE), SIDE - 1));
    return over * SIDE + across;
  };
  pad.addEventListener("pointerdown", (event) => {
    if (locked || event.button || !event.isPrimary) return;
    event.preventDefault();
    pad.focus({ preventScroll: true });
    pad.setPointerCapture(event.pointerId);
    down = true;
    paint([under(event)]);
    stand(under(event));
  });
  pad.addEventListener("pointermove", (event) => {
    if (!down || !event.isPrimary) return;
    paint(between(at, under(event)));
    stand(under(event));
  });
  pad.addEventListener("lostpointercapture", () => {
    down = false;
    tell();
  });
  pad.addEventListener("keydown", (event) => {
    const { key } = event;
    if (locked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key in STEPS) {
      const [over, across] = STEPS[key];
      stand(within(Math.floor(at / SIDE) + over, SIDE - 1) * SIDE + within((at % SIDE) + across, SIDE - 1));
    } else if (key === " " || key === "Enter") become(painted(value, [at], grey));
    else if (key === "Delete" || key === "Backspace") become(painted(value, [at], 0));
    else if (/^[0-9+=−-]$/.test(key)) {
      choose({ "+": grey + 1, "=": grey + 1, "-": grey - 1, "−": grey - 1 }[key] ?? Number(key));
      told.textContent = `It paints grey ${grey} of ${INK}.`;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  choose(INK);
  draw(EMPTY);
  return {
    place,
    /** @param {Control} now */
    show(now) {
      locked = now.locked;
      pad.ariaDisabled = String(Boolean(locked));
      if (down) return; // a stroke is being drawn
      kept = now.value;
      draw(now.value);
    },
  };
}
