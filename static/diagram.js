// Diagrams, drawn as SVG and moved in place: networks, trees, grids of numbers, words, gauges (figures/diagram.py).
//
// A mark becomes shapes: elements by tag, attributes and text. What differs from the shapes drawn last is set on
// the elements that are there, so that a picture costs next to nothing and lays out nothing of the page.

import { numbers } from "./reel.js";
/** @import { Figure, Place, Trace } from "./types.js" */

/** @typedef {[number, number]} Pair of pixels: across and down */
/** @typedef {{ tag: string, attributes: Record<string, any>, said?: string, node?: Element }} Shape an element to be */
/** @typedef {ReturnType<typeof spaceOf>} Space */

const SVG = "http://www.w3.org/2000/svg";
const NOW = 1;
const TO_COME = 2;
const STATES = ["done", "now", "to come"];
const LETTER = 0.54; // how wide a letter is, of its height
const DIGIT = 0.48; // and in a number, which has a point in it
const LINE = 1.2; // from line to line, of a letter's height
const NARROW = 1.5; // a place that is less than this times as wide as it is high is narrow
const SHADES = "0123456789abcdefghijklmnopqrstuvwxyz";
const PLAIN = 0.25; // share of its colour in the ground of what has no number
export const SHAPES = { nodes, edges, grid, image, bars, gauges, window: outline, text: words };

/** @param {{ layout: Figure["layout"] }} figure */
export const isDiagram = (figure) => figure.layout.kind === "diagram";

/**
 * A diagram with its arrays as numbers, once: what draws it and what tells its numbers take them so.
 * @param {Figure} figure
 */
export function decoded(figure) {
  const data = figure.data.map((mark) => Object.fromEntries(Object.entries(mark).map(([name, value]) => [name, numbers(value)])));
  return { ...figure, data };
}

/**
 * Draws into a node whichever diagram it is given.
 * @param {Place} node
 */
export function makeDiagram(node) {
  const svg = /** @type {SVGSVGElement} */ (make("svg", { class: "main-svg", width: "100%", height: "100%", "aria-hidden": true }));
  Object.assign(svg.style, { display: "block", fontVariantNumeric: "tabular-nums" });
  /** @type {{ node: SVGElement, drawn: Shape[], mark: Trace | null }[]} */
  let groups = [];
  const letter = { node: make("g", {}), drawn: [], mark: null };
  /** @type {Figure | null} */
  let figure = null;
  let size = "";

  function draw({ data, layout }) {
    figure = { data, layout };
    const { width, height } = svg.viewBox.baseVal;
    const space = spaceOf(layout, width, height);
    const other = space.key !== size;
    size = space.key;
    data.forEach((mark, i) => {
      groups[i] ??= { node: svg.appendChild(make("g", {})), drawn: [], mark: null };
      if (groups[i].mark === mark && !other) return;
      groups[i].mark = mark;
      renew(groups[i], shapesOf(mark, space));
    });
    for (const { node } of groups.splice(data.length)) node.remove();
    renew(letter, letterA(data, groups.map(({ drawn }) => drawn), space, layout.font.size));
    if (svg.lastChild !== letter.node) svg.append(letter.node);
    Object.assign(node, { data, layout });
  }
  // Its size is read here, and not at every picture: the browser would lay out the page for it.
  function fit() {
    if (node.clientWidth) svg.setAttribute("viewBox", `0 0 ${node.clientWidth} ${node.clientHeight}`);
    if (figure && node.clientWidth) draw(figure);
  }
  return {
    draw(fresh) {
      if (!svg.isConnected) {
        node.replaceChildren(svg);
        fit();
      }
      if (svg.getAttribute("font-family") !== fresh.layout.font.family) svg.setAttribute("font-family", fresh.layout.font.family);
      draw(fresh);
    },
    fit,
  };
}

/**
 * @param {string} tag
 * @param {Record<string, any>} attributes
 */
function make(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// The shapes of a group as they are to be; elements come and go only where there are more or fewer.
function renew(group, shapes) {
  const { node, drawn } = group;
  shapes.forEach((shape, i) => {
    const old = drawn[i];
    const kept = old?.tag === shape.tag;
    shape.node = kept ? old.node : make(shape.tag, {});
    if (!kept) old ? old.node.replaceWith(shape.node) : node.append(shape.node);
    const before = kept ? old.attributes : {};
    for (const [name, value] of Object.entries(shape.attributes)) if (before[name] !== value) shape.node.setAttribute(name, value);
    for (const name of Object.keys(before)) if (!(name in shape.attributes)) shape.node.removeAttribute(name);
    if (shape.said === (kept ? old.said : undefined)) return;
    if (shape.node.firstChild) shape.node.firstChild.data = shape.said;
    else shape.node.append(shape.said);
  });
  for (const { node: left } of drawn.splice(shapes.length)) left.remove();
  group.drawn = shapes;
}

// ---- where things are ---------------------------------------------------------------------------

/**
 * From a diagram's own coordinates to the pixels of its place.
 * @param {Figure["layout"]} layout
 * @param {number} width
 * @param {number} height
 */
export function spaceOf(layout, width, height) {
  const { l, r, t, b } = layout.margin;
  const [wide, tall] = [Math.max(width - l - r, 1), Math.max(height - t - b, 1)];
  const turned = typeof layout.turns === "number" ? wide < layout.turns : Boolean(layout.turns) && wide < NARROW * tall;
  const [across, down] = turned ? [layout.height, layout.width] : [layout.width, layout.height];
  let [right, under] = [wide / across, tall / down];
  const least = Math.min(right, under);
  if (layout.square) right = under = least;
  const [left, top] = [l + (wide - right * across) / 2, t + (tall - under * down) / 2];
  return {
    colors: layout.colors, tint: layout.tint, stroke: layout.line.width, width, height, turned, least, right, under,
    key: [width, height, layout.width, layout.height, layout.font.size, ...Object.values(layout.colors)].join(),
    /** @type {(x: number, y: number) => Pair} */
    point: (x, y) => (turned ? [left + y * right, top + x * under] : [left + x * right, top + y * under]),
    /** @type {(x: number, y: number) => Pair} */
    span: (x, y) => (turned ? [y * right, x * under] : [x * right, y * under]),
  };
}

/**
 * @param {Trace} mark
 * @param {Space} space
 * @returns {Shape[]}
 */
export function shapesOf(mark, space) {
  return SHAPES[mark.type](mark, space);
}

const at = (values, i) => (values?.length !== undefined && typeof values !== "string" ? values[i] : values);
const each = (values, act) => Array.from(values, (_, i) => act(i));
const short = (value) => Math.round(value * 100) / 100;
/** @type {(tag: string, attributes: Record<string, any>, said?: string) => Shape} */
const shape = (tag, attributes, said) => ({ tag, attributes, said });
/** @type {(corner: Pair, size: Pair, looks: Record<string, any>) => Shape} */
const rect = ([x, y], [width, height], looks) =>
  shape("rect", { x: short(x), y: short(y), width: short(Math.max(width, 0)), height: short(Math.max(height, 0)), ...looks });
/** @type {(from: Pair, to: Pair, looks: Record<string, any>) => Shape} */
const line = ([x1, y1], [x2, y2], looks) => shape("line", { x1: short(x1), y1: short(y1), x2: short(x2), y2: short(y2), ...looks });
const HIDDEN = { visibility: "hidden" };

// A colour with some paper in it.
function mixed(paper, hue, share) {
  const [a, b] = [paper, hue].map((color) => [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16)));
  return `#${a.map((each, i) => Math.round(each + (b[i] - each) * share).toString(16).padStart(2, "0")).join("")}`;
}

// The ground of a number: the hue of its sign, the deeper the larger.
function tint(value, { limit }, { colors, tint: deepest }) {
  if (!Number.isFinite(value)) return colors.paper;
  return mixed(colors.paper, value < 0 ? colors.negative : colors.positive, deepest * Math.min(Math.abs(value) / limit, 1));
}

// The outline of what is done, is now, or is to come; and of what was pinned.
function edge({ behind }, state, color, { colors, stroke }) {
  if (behind) return { fill: "none", stroke: colors.muted, "stroke-width": stroke / 2, "stroke-dasharray": "2 3" };
  if (state === TO_COME) return { fill: colors.paper, stroke: colors.muted, "stroke-width": stroke / 2.5 };
  if (state === NOW) return { stroke: colors.ink, "stroke-width": stroke * 1.3 };
  return { stroke: color || colors.muted, "stroke-width": color ? stroke : stroke / 2 };
}

// ---- letters ------------------------------------------------------------------------------------

export function said(value, decimals) {
  if (!Number.isFinite(value)) return "";
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

// What stands in, or by, each place: lines of words, or a number; nothing of what is to come.
function saidBy({ text, values, decimals, state, behind }, i) {
  if (behind || at(state, i) === TO_COME) return [];
  if (text) return text[i] === "" ? [] : text[i].split("\n");
  return decimals === undefined ? [] : [said(values[i], decimals)].filter(Boolean);
}

const wide = (lines, size) => Math.max(0, ...lines.map(({ length }) => length)) * LETTER * size;
const fits = (lines, size, [width, height]) => wide(lines, size) <= width && lines.length * LINE * size <= height + 2;
const fitsNumber = (longest, size, [width, height]) => longest * DIGIT * size <= width && size <= height;

// The largest size at which all have room. Numbers are seen all or none, by the longest that the axis may bring; of
// words those that have room, or their first lines. 0 for none.
function fitted({ font, text, longest }, rooms) {
  if (!font) return 0;
  const has = (room, i, size) => (text ? !text[i] || fits(text[i].split("\n"), size, room) : fitsNumber(longest, size, room));
  for (let size = font.size; size >= font.least; size -= 1) if (rooms.every((room, i) => has(room, i, size))) return size;
  return text ? font.least : 0;
}

function letters(lines, [x, y], size, looks) {
  const top = y + 0.35 * size - ((lines.length - 1) / 2) * LINE * size;
  return lines.map((each, i) => shape("text", { x: short(x), y: short(top + i * LINE * size), "font-size": size, ...looks }, each));
}

// Lines within a place, as many as it may have: what is not said now is empty, so that nothing comes or goes.
function inside(mark, i, most, middle, room, size, { colors }) {
  const found = saidBy(mark, i);
  let seen = size ? found : [];
  while (mark.text && seen.length && !fits(seen, size, room)) seen = seen.slice(0, -1); // the first lines say most
  const looks = { fill: colors.ink, "text-anchor": "middle", "font-weight": at(mark.state, i) === NOW ? 700 : 400 };
  const made = letters(seen, middle, size, looks);
  while (made.length < most) made.push(shape("text", { x: 0, y: 0, "font-size": size, ...looks }, ""));
  return made;
}

// A box may come to have a second line, for which there is an element from the start.
function mostLines({ text, decimals, shape: kind }) {
  if (text) return Math.max(kind === "box" ? 2 : 1, ...text.map((each) => each.split("\n").length));
  return decimals === undefined ? 0 : 1;
}

// ---- marks --------------------------------------------------------------------------------------

function nodes(mark, space) {
  if (mark.shape === "word") return wordsInARow(mark, space);
  const round = mark.shape === "circle";
  const sizes = each(mark.x, (i) => (round ? Array(2).fill(at(mark.size, i) * space.least) : space.span(at(mark.size, i), at(mark.high, i))));
  const foot = mark.foot ? space.span(0, mark.foot)[1] : 0;
  const rooms = sizes.map(([width, height]) => (round ? [0.86 * width, 0.5 * height] : [width - 8, height - foot - 4]));
  const size = fitted(mark, rooms);
  const most = mostLines(mark);
  return each(mark.x, (i) => {
    const middle = space.point(mark.x[i], mark.y[i]);
    const [width, height] = sizes[i];
    const state = at(mark.state, i);
    const looks = { fill: groundOf(mark, i, space), ...edge(mark, state, at(mark.color, i), space) };
    /** @type {Pair} */
    const corner = [middle[0] - width / 2, middle[1] - height / 2];
    const body = round ? shape("circle", { cx: short(middle[0]), cy: short(middle[1]), r: short(width / 2), ...looks }) : rect(corner, [width, height], { rx: 4, ...looks });
    return [body, ...inside(mark, i, most, [middle[0], middle[1] - foot / 2], rooms[i], size, space)];
  }).flat();
}

function groundOf(mark, i, space) {
  if (mark.values) return tint(mark.values[i], mark, space);
  const color = at(mark.color, i);
  return color ? mixed(space.colors.paper, color, PLAIN) : space.colors.paper;
}

// Words as large as they are; one that has no room ends in dots.
function wordsInARow(mark, space) {
  const [room, tall] = space.turned ? [space.width / 3, space.span(mark.size, 0)[1]] : [space.span(mark.size, 0)[0], Infinity];
  const size = mark.text ? fitted(mark, mark.text.map(() => [room - 14, tall])) : 0; // a small picture has no words
  const letter = LETTER * size;
  return each(mark.x, (i) => {
    const state = at(mark.state, i);
    const whole = mark.text?.[i] ?? "";
    const most = Math.max(Math.floor((room - 14) / letter), 1);
    const seen = whole.length > most ? `${whole.slice(0, Math.max(most - 1, 1))}…` : whole;
    const [width, height] = [mark.text ? seen.length * letter + 12 : 0.8 * room, Math.min(size + 12, Math.max(tall - 2, size + 2))];
    const middle = space.point(mark.x[i], mark.y[i]);
    const looks = { rx: 6, fill: groundOf(mark, i, space), ...edge(mark, state, at(mark.color, i), space) };
    const bold = { fill: state === TO_COME ? space.colors.muted : space.colors.ink, "text-anchor": "middle", "font-weight": state === NOW ? 700 : 400 };
    return [rect([middle[0] - width / 2, middle[1] - height / 2], [width, height], looks), ...letters([mark.behind ? "" : seen], middle, size, bold)];
  }).flat();
}

// What is now has a line of ink on both sides, under all the lines; between the two the ground, for the gaps of dashes.
function edges(mark, space) {
  const { colors, stroke } = space;
  const thin = stroke / 1.6;
  /** @type {[Pair, Pair][]} */
  const ends = each(mark.x0, (i) => [space.point(mark.x0[i], mark.y0[i]), space.point(mark.x1[i], mark.y1[i])]);
  const widths = each(mark.x0, (i) => {
    if (!mark.weights) return at(mark.state, i) === NOW ? 2 * thin : thin;
    if (at(mark.state, i) === TO_COME) return thin;
    return Math.max((Math.min(Math.abs(mark.weights[i]) / mark.limit, 1) * mark.line.width), 0.8);
  });
  const looks = (i) => {
    const weight = mark.weights?.[i];
    if (weight !== undefined && !Number.isFinite(weight)) return HIDDEN;
    const width = short(widths[i]);
    if (mark.behind) return { stroke: colors.muted, "stroke-width": width + 2, "stroke-opacity": 0.35 }; // an edge on both sides
    if (at(mark.state, i) === TO_COME) return { stroke: colors.faint, "stroke-width": short(thin) };
    const plain = at(mark.state, i) === NOW ? colors.ink : colors.muted;
    const color = at(mark.color, i) || (weight === undefined ? plain : weight < 0 ? colors.negative : colors.positive);
    return { stroke: color, "stroke-width": width, ...(weight < 0 ? { "stroke-dasharray": `${short(3 + 1.5 * width)} ${short(2 + width)}` } : {}) };
  };
  const casing = (color, more) => each(mark.x0, (i) => {
    const lit = mark.state[i] === NOW && !mark.behind;
    return line(...ends[i], lit ? { stroke: color, "stroke-width": short(widths[i] + more * thin) } : HIDDEN);
  });
  const under = mark.state && mark.weights ? [...casing(colors.ink, 3), ...casing(colors.paper, 1.6)] : [];
  if (!mark.heads) return [...under, ...each(mark.x0, (i) => line(...ends[i], looks(i)))];
  return each(mark.x0, (i) => arrow(ends[i], looks(i), at(mark.state, i) === NOW ? stroke * 1.3 : stroke / 1.2)).flat();
}

function arrow([[x0, y0], [x1, y1]], looks, width) {
  const long = Math.hypot(x1 - x0, y1 - y0);
  const head = Math.min(4 * width, long);
  const [right, down] = long ? [(x1 - x0) / long, (y1 - y0) / long] : [0, 0];
  const [x, y] = [x1 - head * right, y1 - head * down];
  const side = 0.45 * head;
  const tip = [[x1, y1], [x - side * down, y + side * right], [x + side * down, y - side * right]].map((point) => point.map(short).join());
  const seen = long < 1 ? HIDDEN : {};
  return [line([x0, y0], [x, y], { ...looks, "stroke-width": short(width), ...seen }), shape("path", { d: `M${tip.join("L")}Z`, fill: looks.stroke ?? "none", ...seen })];
}

function grid(mark, space) {
  const { colors, stroke } = space;
  const { columns, cell, groups } = mark;
  const box = space.span(...cell);
  const many = groups ?? mark.values;
  const size = fitted(mark, [[box[0] - 3, box[1] - 3]]);
  const most = mostLines(mark);
  const rects = each(many, (i) => {
    const state = at(mark.state, i);
    const [x, y] = space.point(mark.x + (i % columns) * cell[0], mark.y + Math.floor(i / columns) * cell[1]);
    if (mark.behind) return rect([x, y], box, { fill: "none" });
    const hue = groups ? mark.color[groups[i]] : "";
    const deep = state === undefined || state === NOW ? 1 : 0.5;
    const fill = state === TO_COME ? colors.paper : groups ? mixed(colors.paper, hue, deep) : tint(many[i], mark, space);
    const looks = state === NOW ? [stroke, colors.ink] : [1, groups && state === TO_COME ? hue : colors.faint];
    const inset = looks[0] / 2 + 0.5;
    return rect([x + inset, y + inset], [box[0] - 2 * inset, box[1] - 2 * inset], { rx: 2, fill, stroke: looks[1], "stroke-width": looks[0] });
  });
  const numbersIn = most ? each(many, (i) => {
    const middle = space.point(mark.x + ((i % columns) + 0.5) * cell[0], mark.y + (Math.floor(i / columns) + 0.5) * cell[1]);
    return inside(mark, i, 1, middle, box, size, space);
  }).flat() : [];
  return [...rects, ...numbersIn];
}

// One path for each shade, of runs of pixels. In pixels of the place: the browser paints what has a transform of its own
// by itself, and all that lies over it anew where its bounds change.
function image({ x, y, width, height, columns, shades, signed, behind }, space) {
  const { colors } = space;
  const rows = shades.length / columns;
  const [left, top] = space.point(x, y);
  const [wide, tall] = space.span(width, height);
  const across = each({ length: columns + 1 }, (i) => short(left + (i * wide) / columns));
  const down = each({ length: rows + 1 }, (i) => short(top + (i * tall) / rows));
  const runs = SHADES.split("").map(() => "");
  for (let i = 0; i < shades.length && !behind; ) {
    const [shade, row, column] = [shades[i], Math.floor(i / columns), i % columns];
    let many = 1;
    while (column + many < columns && shades[i + many] === shade) many += 1;
    runs[SHADES.indexOf(shade)] += `M${across[column]} ${down[row]}H${across[column + many]}V${down[row + 1]}H${across[column]}z`;
    i += many;
  }
  const middle = (SHADES.length - 2) / 2;
  const fill = (i) => {
    if (!signed) return mixed(colors.paper, colors.ink, i / (SHADES.length - 1));
    return mixed(colors.paper, i < middle ? colors.negative : colors.positive, Math.min(Math.abs(i - middle) / middle, 1));
  };
  return [
    ...runs.map((d, i) => shape("path", { d, fill: fill(i), "shape-rendering": "crispEdges" })),
    rect([left, top], [wide, tall], { fill: "none", stroke: colors.muted, "stroke-width": 1 }),
  ];
}

function bars(mark, space) {
  const { colors } = space;
  const { parts, upright } = mark;
  const down = Boolean(upright) !== space.turned;
  return each(mark.x, (i) => {
    const [left, top] = space.point(mark.x[i], mark.y[i]);
    const [width, height] = space.span(at(mark.width, i), at(mark.height, i));
    const hollow = mark.behind || at(mark.state, i) === TO_COME;
    let from = 0;
    const filled = each({ length: parts }, (k) => {
      const share = Math.min(Math.max(mark.shares[i * parts + k] || 0, 0), 1 - from);
      const start = upright ? 1 - from - share : from; // where a bar runs up, it is filled from its foot
      /** @type {Pair} */
      const corner = down ? [left, top + height * start] : [left + width * start, top];
      from += share;
      const looks = mark.behind ? { fill: "none", stroke: colors.muted, "stroke-dasharray": "2 3" } : hollow ? { fill: "none" } : { fill: mark.color[k] };
      return rect(corner, down ? [width, height * share] : [width * share, height], looks);
    });
    return [...filled, rect([left, top], [width, height], { fill: "none", stroke: hollow && !mark.behind ? colors.faint : colors.muted, "stroke-width": 1 })];
  }).flat();
}

function gauges(mark, space) {
  const { colors, stroke } = space;
  const size = mark.font.size;
  const [width, tall] = space.span(mark.width, mark.height);
  return each(mark.x, (i) => {
    const [left, top] = space.point(mark.x[i], mark.y[i]);
    const worded = Boolean(mark.text);
    const high = worded ? 1.5 * size : 0;
    const thick = Math.min(Math.max(tall - high, 6), 2 * size);
    const y = top + high;
    const known = !Number.isNaN(mark.values[i]);
    const place = (value) => left + width * (known ? Math.min(Math.max(value / mark.end[i], 0), 1) : 0);
    const over = Boolean(mark.over[i]);
    const beyond = mark.values[i] > mark.end[i];
    const fill = over ? colors.positive : colors.good;
    const [filled, limit] = [place(mark.values[i]), left + width * Math.min(mark.limits[i] / mark.end[i], 1)];
    if (mark.behind) return known ? [line([filled, y + thick], [filled, y + thick + 8], { stroke: colors.muted, "stroke-width": stroke })] : [];
    const value = worded ? `${mark.text[i]}${over ? ", over" : ""}` : "";
    const sign = worded ? size : 0; // the place of the tick or the cross
    const room = Math.max(Math.floor((width - sign - DIGIT * size * value.length) / (LETTER * size)) - 1, 0);
    const called = !worded ? "" : mark.names[i].length > room ? `${mark.names[i].slice(0, Math.max(room - 1, 0))}…` : mark.names[i];
    const looks = { fill: colors.ink, "font-size": size, y: short(top + size) };
    const point = short(thick / 2);
    return [
      rect([left, y], [width, thick], { rx: 3, fill: colors.faint }),
      rect([left, y], [filled - left - (beyond ? point : 0), thick], { rx: beyond ? 0 : 3, fill }),
      shape("path", { d: beyond ? `M${short(filled - point)} ${short(y)}l${point} ${point}l${-point} ${point}z` : "", fill }),
      line([limit, y - 3], [limit, y + thick + 3], { stroke: colors.ink, "stroke-width": stroke }),
      shape("path", { d: worded && known ? signOf(over, left, top + size, 0.6 * size) : "", fill: "none", stroke: fill, "stroke-width": stroke }),
      shape("text", { ...looks, x: short(left + sign) }, called),
      shape("text", { ...looks, x: short(left + width), "text-anchor": "end", "font-weight": over ? 700 : 400 }, value),
    ];
  }).flat();
}

// A cross, or a tick, that stands on a line of words.
function signOf(over, left, under, size) {
  const [x, y, s] = [left + 1, under, size].map(short);
  return over ? `M${x} ${y}l${s} ${-s}m${-s} 0l${s} ${s}` : `M${x} ${short(y - s / 2)}l${short(s / 3)} ${short(s / 2)}l${short((2 * s) / 3)} ${-s}`;
}

function outline(mark, space) {
  const { colors, stroke } = space;
  return each(mark.x, (i) => {
    /** @type {[Pair, Pair]} */
    const place = [space.point(mark.x[i], mark.y[i]), space.span(at(mark.width, i), at(mark.height, i))];
    const looks = { fill: "none", rx: 3 };
    if (mark.behind) return [rect(...place, edge(mark, 0, "", space))];
    return [rect(...place, { ...looks, stroke: colors.paper, "stroke-width": stroke * 2.4 }), rect(...place, { ...looks, stroke: colors.ink, "stroke-width": stroke * 1.3 })];
  }).flat();
}

const TURNED = { above: "left", below: "right", left: "above", right: "below", middle: "middle" };
const ANCHORS = { left: "end", right: "start" };

// Beside a place, and never beyond the edge.
function words(mark, space) {
  const { size } = mark.font;
  const side = space.turned ? TURNED[mark.side] : mark.side;
  const away = mark.gap * (!space.turned ? space.least : side in ANCHORS ? space.right : space.under);
  const most = mostLines(mark);
  const anchor = ANCHORS[side] ?? "middle";
  return each(mark.x, (i) => {
    const lines = saidBy(mark, i);
    const [x, y] = space.point(mark.x[i], mark.y[i]);
    const tall = (Math.max(lines.length, 1) - 1) * LINE * size;
    const up = { above: -away - 0.55 * size - tall / 2, below: away + 0.65 * size + tall / 2 }[side] ?? 0;
    const over = { left: -away - 4, right: away + 4 }[side] ?? 0;
    const room = wide(lines, size);
    const before = { end: room, start: 0, middle: room / 2 }[anchor];
    const to = Math.max(before + 1, Math.min(x + over, space.width - 1 - (room - before)));
    const looks = {
      fill: mark.color, "text-anchor": anchor, "font-weight": mark.bold || at(mark.state, i) === NOW ? 700 : 400,
      stroke: space.colors.paper, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke",
    };
    const made = letters(lines, [to, y + up], size, looks);
    while (made.length < most) made.push(shape("text", { x: 0, y: 0, "font-size": size, ...looks }, ""));
    return made;
  }).flat();
}

// ---- what was pinned ----------------------------------------------------------------------------

const AIR = 3; // pixels around its letter
/** @typedef {[number, number, number, number]} Box left, top, right, bottom */

/**
 * The letter A by a grey mark that stands elsewhere than what is on screen, at the first place where nothing is, or
 * where least is.
 * @param {Trace[]} data
 * @param {Shape[][]} drawn of each mark
 * @param {Space} space
 * @param {number} size of the letter
 * @returns {Shape[]}
 */
export function letterA(data, drawn, space, size) {
  const greys = data.flatMap((mark, i) => (mark.behind ? drawn[i].map((each, j) => ({ mark, each, j })) : [])).filter(({ each }) => boxesOf(each).length);
  if (!greys.length) return [];
  const now = new Map(data.filter(({ behind }) => !behind).map((mark) => [`A: ${mark.name}`, mark]));
  const twins = new Map([...now].map(([name, mark]) => [name, shapesOf({ ...mark, behind: true }, space)]));
  const moved = greys.filter(({ mark, each, j }) => placeOf(twins.get(mark.name)?.[j]) !== placeOf(each));
  const taken = data.flatMap((mark, i) => (mark.behind ? [] : drawn[i].flatMap(boxesOf)));
  const half = [(LETTER * size) / 2 + AIR, size / 2 + AIR];
  /** @type {{ middle: Pair, under: number } | null} */
  let best = null;
  for (const { each } of moved.length ? moved : greys) {
    for (const middle of boxesOf(each).flatMap((box) => around(box, half))) {
      const [left, top, right, bottom] = [middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1]];
      if (left < 0 || top < 0 || right > space.width || bottom > space.height) continue;
      const under = taken.filter((box) => box[0] < right && box[2] > left && box[1] < bottom && box[3] > top).length;
      if (!best || under < best.under) best = { middle, under };
      if (!under) break;
    }
    if (best?.under === 0) break;
  }
  if (!best) return [];
  return letters(["A"], best.middle, size, {
    fill: space.colors.muted, "text-anchor": "middle", "font-weight": 700,
    stroke: space.colors.paper, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke",
  });
}

/** @type {(shape: Shape | undefined) => string} */
const placeOf = (shape) => JSON.stringify(shape && [shape.tag, shape.attributes]);

// Above, right, below and left of a box, and at its corners.
/** @type {(box: Box, half: number[]) => Pair[]} */
function around([left, top, right, bottom], [across, down]) {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const [x0, x1, y0, y1] = [left - across, right + across, top - down, bottom + down];
  return [[x, y0], [x1, y], [x, y1], [x0, y], [x1, y0], [x0, y0], [x1, y1], [x0, y1]];
}

// The places of a shape that can be seen; of a line many.
/** @type {(shape: Shape) => Box[]} */
function boxesOf({ tag, attributes: a, said }) {
  if (a.visibility === "hidden") return [];
  if (tag === "rect") return a.width > 0 && a.height > 0 ? [[a.x, a.y, a.x + a.width, a.y + a.height]] : [];
  if (tag === "circle") return a.r > 0 ? [[a.cx - a.r, a.cy - a.r, a.cx + a.r, a.cy + a.r]] : [];
  if (tag === "text") {
    const size = a["font-size"];
    const room = wide([said ?? ""], size);
    const left = a.x - ({ middle: room / 2, end: room }[a["text-anchor"]] ?? 0);
    return room ? [[left, a.y - 0.8 * size, left + room, a.y + 0.2 * size]] : [];
  }
  if (tag !== "line") return [];
  const many = Math.ceil(Math.hypot(a.x2 - a.x1, a.y2 - a.y1) / 6);
  return many ? each({ length: many + 1 }, (i) => {
    const [x, y] = [a.x1 + ((a.x2 - a.x1) * i) / many, a.y1 + ((a.y2 - a.y1) * i) / many];
    return /** @type {Box} */ ([x - 1, y - 1, x + 1, y + 1]);
  }) : [];
}

// ---- numbers ------------------------------------------------------------------------------------

/**
 * What a mark shows, a row for each number or word, in the units that are shown.
 * @param {Trace} mark
 * @returns {any[]}
 */
export function rowsOf(mark) {
  const row = (i, part, more) => {
    const state = mark.state && STATES[mark.state[i]];
    const hidden = state === STATES[TO_COME] ? { value: undefined, text: undefined } : {};
    return { trace: mark.name, part, ...more, ...hidden, ...(state ? { state } : {}) };
  };
  const named = (i) => at(mark.names, i) ?? String(i + 1);
  if (mark.type === "grid") {
    const cells = mark.groups ?? mark.values;
    return each(cells, (i) => {
      const [down, across] = [Math.floor(i / mark.columns), i % mark.columns];
      const part = `${mark.rowNames?.[down] ?? `row ${down + 1}`}, ${mark.columnNames?.[across] ?? `column ${across + 1}`}`;
      return row(i, part, mark.groups ? { text: mark.kinds?.[cells[i]] ?? String(cells[i] + 1) } : { value: cells[i] });
    });
  }
  if (mark.type === "bars")
    return each(mark.shares, (j) => {
      const [i, k] = [Math.floor(j / mark.parts), j % mark.parts];
      const kind = mark.kinds?.[k] ?? (mark.parts > 1 ? `part ${k + 1}` : "");
      return row(i, [named(i), kind].filter(Boolean).join(", "), { value: mark.shares[j] });
    });
  if (mark.type === "gauges") return each(mark.values, (i) => row(i, named(i), { value: mark.values[i], limit: mark.limits[i], text: mark.text?.[i], state: budgetOf(mark, i) }));
  if (mark.type === "edges" && !mark.weights) return mark.names || mark.state ? each(mark.x0, (i) => row(i, named(i), {})) : [];
  const values = mark.values ?? mark.weights;
  if (values) return each(values, (i) => row(i, named(i), { value: values[i] }));
  return mark.text ? each(mark.text, (i) => row(i, named(i), { text: mark.text[i].replaceAll("\n", " ") })) : [];
}

/** @type {(mark: Trace, i: number) => string} */
const budgetOf = ({ values, over }, i) => (Number.isNaN(values[i]) ? "undefined" : over[i] ? "over" : "within");

// ---- files --------------------------------------------------------------------------------------

/**
 * A diagram as it is drawn, so many times as large, as an element that needs nothing else, on that ground.
 * @param {Element} node
 * @param {string} ground
 */
export function copyOf(node, ground, scale = 1) {
  const svg = /** @type {SVGSVGElement} */ (node.querySelector("svg")?.cloneNode(true));
  const { width, height } = svg.viewBox.baseVal;
  for (const [name, value] of Object.entries({ width, height })) svg.setAttribute(name, String(scale * value));
  svg.prepend(make("rect", { width, height, fill: ground }));
  return svg;
}
