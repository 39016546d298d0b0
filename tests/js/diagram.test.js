import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded, letterA, rowsOf, said, shapesOf, spaceOf } from "../../static/diagram.js";

const colors = { ink: "#000000", muted: "#666666", faint: "#dddddd", paper: "#ffffff", positive: "#ff0000", negative: "#0000ff", good: "#00ff00" };
const layout = (more = {}) => ({ width: 10, height: 5, margin: { l: 10, r: 10, t: 10, b: 10 }, font: { size: 14 }, line: { width: 2 }, colors, tint: 0.5, ...more });
const font = { size: 14, least: 12 };
const letters = (shapes) => shapes.filter(({ tag, said }) => tag === "text" && said).map(({ said }) => said);

test("places stretch with the place, or keep their shape, or change sides where it is narrow", () => {
  const wide = spaceOf(layout(), 220, 70);
  assert.deepEqual(wide.point(0, 0), [10, 10]);
  assert.deepEqual(wide.point(10, 5), [210, 60]);
  assert.deepEqual(wide.span(1, 1), [20, 10]);
  const square = spaceOf(layout({ square: true }), 220, 70);
  assert.deepEqual(square.span(1, 1), [10, 10]);
  assert.deepEqual(square.point(0, 0), [60, 10]); // in the middle
  assert.ok(!spaceOf(layout({ turns: true }), 400, 100).turned);
  const turned = spaceOf(layout({ turns: true }), 70, 120);
  assert.deepEqual(turned.point(10, 0), [10, 110]);
  assert.deepEqual(turned.span(1, 0), [0, 10]);
  const [few, enough] = [319, 320].map((width) => spaceOf(layout({ turns: 300 }), width, 900)); // 10 at each side
  assert.deepEqual([few.turned, enough.turned], [true, false]);
});

test("a number has its decimals, a true minus, and no minus before nothing", () => {
  assert.deepEqual([said(0.125, 1), said(-3.5, 2), said(-0.001, 2), said(NaN, 2)], ["0.1", "−3.50", "0.00", ""]);
});

test("numbers are written where the longest has room at 12 pixels, and left out where it has not", () => {
  const mark = { type: "grid", name: "g", x: 0, y: 0, cell: [1, 1], columns: 2, values: [0.5, -12.25], limit: 20, decimals: 2, longest: 6, font };
  const at = (width) => shapesOf(mark, spaceOf(layout({ width: 2, height: 1 }), width, 60)).filter(({ tag }) => tag === "text");
  assert.deepEqual(letters(at(140)), ["0.50", "−12.25"]);
  assert.equal(at(140)[0].attributes["font-size"], 14);
  assert.equal(at(97)[0].attributes["font-size"], 12);
  assert.deepEqual(letters(at(90)), []);
  assert.equal(at(90).length, 2); // none comes or goes
});

test("what is to come is hollow and says no number, what is now is lit", () => {
  const mark = { type: "nodes", name: "n", shape: "circle", x: [1, 2, 3], y: [1, 1, 1], size: 1, values: [1, 1, -1], limit: 1, decimals: 1, longest: 3, font, state: [0, 1, 2] };
  const shapes = shapesOf(mark, spaceOf(layout(), 1000, 520));
  const [done, now, come] = shapes.filter(({ tag }) => tag === "circle").map(({ attributes }) => attributes);
  assert.deepEqual(letters(shapes), ["1.0", "1.0"]);
  assert.deepEqual([done.fill, now.fill, come.fill], ["#ff8080", "#ff8080", "#ffffff"]);
  assert.deepEqual([done.stroke, now.stroke, come.stroke], ["#666666", "#000000", "#666666"]);
  assert.ok(now["stroke-width"] > done["stroke-width"]);
});

test("edges are as wide as their weight and dashed where it is negative", () => {
  const mark = { type: "edges", name: "e", x0: [0, 0, 0], y0: [0, 0, 0], x1: [1, 1, 1], y1: [1, 2, 3], weights: [2, -1, NaN], limit: 2, line: { width: 6 } };
  const [large, negative, none] = shapesOf(mark, spaceOf(layout(), 220, 70)).map(({ attributes }) => attributes);
  assert.equal(large["stroke-width"], 6);
  assert.equal(negative["stroke-width"], 3);
  assert.ok(negative["stroke-dasharray"] && !large["stroke-dasharray"]);
  assert.deepEqual([large.stroke, negative.stroke], ["#ff0000", "#0000ff"]);
  assert.equal(none.visibility, "hidden");
});

test("a gauge turns over its limit, with a cross for a tick, and says so; beyond its end it ends in a point", () => {
  const mark = { type: "gauges", name: "g", x: [0], y: [0], width: 10, height: 2, values: [1], limits: [2], over: [0], end: [4], names: ["Cores"], text: ["1 of 2"], font };
  const drawn = (value, over) => shapesOf({ ...mark, values: [value], over: [over] }, spaceOf(layout(), 420, 220));
  const three = [drawn(1, 0), drawn(3, 1), drawn(Infinity, 1)];
  assert.deepEqual(three.map((each) => each[1].attributes.fill), [colors.good, colors.positive, colors.positive]);
  assert.deepEqual(three.map((each) => letters(each).at(-1)), ["1 of 2", "1 of 2, over", "1 of 2, over"]);
  const [tick, cross] = three.map((each) => each[4].attributes);
  assert.deepEqual([tick.stroke, cross.stroke], [colors.good, colors.positive]);
  assert.deepEqual([tick.d, cross.d].map((d) => d.includes("m")), [false, true]); // of two lines
  assert.equal(three[1][2].attributes.d, "");
  assert.match(three[2][2].attributes.d, /^M/);
  assert.deepEqual(rowsOf({ ...mark, values: [3], over: [1] }), [{ trace: "g", part: "Cores", value: 3, limit: 2, text: "1 of 2", state: "over" }]);
});

test("a gauge of what is undefined has no bar and no sign", () => {
  const mark = { type: "gauges", name: "g", x: [0], y: [0], width: 10, height: 2, values: [NaN], limits: [2], over: [0], end: [4], names: ["Cores"], text: ["undefined"], font };
  const shapes = shapesOf(mark, spaceOf(layout(), 420, 220));
  assert.ok(!JSON.stringify(shapes).includes("null"), "no number that is none");
  assert.deepEqual([shapes[1].attributes.width, shapes[4].attributes.d], [0, ""]);
  assert.equal(shapesOf(mark, spaceOf(layout(), 420, 220)).length, 7);
  assert.deepEqual(shapesOf({ ...mark, behind: true }, spaceOf(layout(), 420, 220)), []);
  assert.equal(rowsOf(mark)[0].state, "undefined");
});

test("a bar turns with its diagram: what ran up runs to the left, what ran right runs down", () => {
  const mark = { type: "bars", name: "b", x: [0], y: [0], width: 4, height: 2, shares: [0.25, 0.5], parts: 2, color: ["#ff0000", "#0000ff"] };
  const boxes = (upright, wide, tall) => shapesOf({ ...mark, upright }, spaceOf(layout({ turns: true, width: 4, height: 2 }), wide, tall))
    .map(({ attributes: { x, y, width, height } }) => [x, y, width, height]);
  const whole = { level: [10, 10, 400, 100], turned: [10, 10, 100, 400] };
  assert.deepEqual(boxes(false, 420, 120), [[10, 10, 100, 100], [110, 10, 200, 100], whole.level]);
  assert.deepEqual(boxes(true, 420, 120), [[10, 85, 400, 25], [10, 35, 400, 50], whole.level]);
  assert.deepEqual(boxes(false, 120, 420), [[10, 10, 100, 100], [10, 110, 100, 200], whole.turned]);
  assert.deepEqual(boxes(true, 120, 420), [[85, 10, 25, 400], [35, 10, 50, 400], whole.turned]);
});

test("a picture is runs of pixels, one path a shade", () => {
  const mark = { type: "image", name: "p", x: 0, y: 0, width: 2, height: 1, columns: 3, shades: "00z0zz" };
  const paths = shapesOf(mark, spaceOf(layout(), 320, 70)).filter(({ tag }) => tag === "path").map(({ attributes }) => attributes);
  assert.equal(paths[0].d, "M10 10H50V15H10zM10 15H30V20H10z");
  assert.equal(paths.at(-1)?.d, "M50 10H70V15H50zM30 15H70V20H30z");
  assert.deepEqual([paths[0].fill, paths.at(-1)?.fill], ["#ffffff", "#000000"]);
});

test("words that have no room end in dots, lines that have none are left out", () => {
  const row = { type: "nodes", name: "w", shape: "word", x: [2.5, 7.5], y: [1, 1], size: 5, text: ["bank", "incomprehensibly"], font };
  assert.deepEqual(letters(shapesOf(row, spaceOf(layout(), 180, 70))), ["bank", "incompreh…"]);
  const bare = shapesOf({ ...row, text: undefined }, spaceOf(layout(), 120, 70)); // as in a small picture
  assert.deepEqual(bare.filter(({ tag }) => tag === "rect").map(({ attributes: { width, height } }) => [width, height]), [[40, 12], [40, 12]]);
  assert.deepEqual(letters(bare), []);
  const box = { type: "nodes", name: "b", shape: "box", x: [5], y: [2.5], size: 10, high: 5, text: ["x1 ≤ 3\n200 rows"], font };
  assert.deepEqual(letters(shapesOf(box, spaceOf(layout(), 220, 70))), ["x1 ≤ 3", "200 rows"]);
  assert.deepEqual(letters(shapesOf(box, spaceOf(layout(), 220, 46))), ["x1 ≤ 3"]);
});

test("labels stay within the picture", () => {
  const mark = { type: "text", name: "t", x: [0, 10], y: [1, 1], text: ["on the left", "on the right"], side: "middle", gap: 0, color: "#000000", font };
  const [left, right] = shapesOf(mark, spaceOf(layout(), 300, 70)).map(({ attributes }) => attributes.x);
  assert.ok(left >= 11 * 0.54 * 14 / 2 && right <= 300 - 12 * 0.54 * 14 / 2);
});

test("the table tells what is shown", () => {
  const grid = { type: "grid", name: "map", columns: 2, values: [1, 2, 3, 4], state: [0, 1, 2, 2], columnNames: ["a", "b"] };
  assert.deepEqual(rowsOf(grid)[1], { trace: "map", part: "row 1, b", value: 2, state: "now" });
  assert.deepEqual(rowsOf(grid)[2], { trace: "map", part: "row 2, a", value: undefined, text: undefined, state: "to come" });
  assert.deepEqual(rowsOf({ type: "bars", name: "share", x: [0], shares: [0.25, 0.75], parts: 2, names: ["root"], kinds: ["yes", "no"] })[1], { trace: "share", part: "root, no", value: 0.75 });
  assert.deepEqual(rowsOf({ type: "window", name: "window", x: [0] }), []);
  const bytes = Buffer.from(new Float32Array([0.5, 1, 1.5, 2, 2.5]).buffer).toString("base64");
  const { data } = decoded({ data: [{ type: "edges", name: "w", weights: { dtype: "f4", bdata: bytes }, x0: [0, 0, 0, 0, 0] }], layout: {} });
  assert.deepEqual(rowsOf(data[0]).map(({ value }) => value), [0.5, 1, 1.5, 2, 2.5]);
});

test("what is pinned is grey and says nothing; of a gauge it is a sign under the bar", () => {
  const space = spaceOf(layout(), 420, 220);
  const word = { type: "nodes", name: "w", shape: "word", x: [2], y: [1], size: 5, text: ["bank"], font };
  const [now, then] = [word, { ...word, behind: true }].map((mark) => shapesOf(mark, space));
  assert.equal(then[0].attributes.width, now[0].attributes.width);
  assert.deepEqual([letters(now), letters(then)], [["bank"], []]);
  const gauge = { type: "gauges", name: "g", x: [0], y: [0], width: 10, height: 2, values: [1], limits: [2], over: [0], end: [4], names: ["Cores"], text: ["1 of 2"], font };
  const [, filled] = shapesOf(gauge, space);
  const [sign, ...rest] = shapesOf({ ...gauge, behind: true }, space);
  assert.deepEqual([sign.tag, sign.attributes.x1, rest], ["line", filled.attributes.x + filled.attributes.width, []]);
  assert.equal(sign.attributes.y1, filled.attributes.y + filled.attributes.height);
});

test("what was pinned has its letter where it stands elsewhere, and over nothing", () => {
  const space = spaceOf(layout(), 220, 120);
  const now = { type: "nodes", name: "n", shape: "circle", x: [2, 8], y: [2, 2], size: 2, state: [0, 0] };
  const then = { ...now, name: "A: n", behind: true, x: [2, 5] };
  const letterOf = (...data) => letterA(data, data.map((mark) => shapesOf(mark, space)), space, 14);
  assert.deepEqual(letterOf(now), []);
  const [letter] = letterOf(then, now);
  const [at] = shapesOf(then, space).slice(1);
  assert.equal(letter.said, "A");
  assert.ok(Math.hypot(letter.attributes.x - at.attributes.cx, letter.attributes.y - at.attributes.cy) < 3 * at.attributes.r, "by the node that has moved");
  const [x, y] = [letter.attributes.x, letter.attributes.y - 0.35 * 14];
  for (const [cx, cy] of [[2, 2], [8, 2]].map(([a, b]) => space.point(a, b))) assert.ok(Math.hypot(x - cx, y - cy) > at.attributes.r);
  const cover = { type: "window", name: "w", x: [4], y: [0], width: [2], height: [1.2] };
  assert.notDeepEqual(letterOf(then, now, cover)[0].attributes, letter.attributes);
});
