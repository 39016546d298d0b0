// A small picture without words, drawn as SVG: the home page need not wait for plotly.js (5 MB).
// It knows what miniatures are made of: lines, filled outlines, points, and an image as the ground.

import { decoded, isDiagram, makeDiagram } from "./diagram.js";
import { numbers } from "./reel.js";
/** @import { Figure, Trace } from "./types.js" */

const SVG = "http://www.w3.org/2000/svg";
const EDGE = 4; // pixels
const DASHES = { dot: "2 4", dash: "8 5", dashdot: "8 4 2 4" };
let patterns = 0;

/**
 * @param {HTMLElement} node
 */
export function makeSketch(node) {
  /** @type {Figure} */
  let figure;
  function draw() {
    const { clientWidth: width, clientHeight: height } = node;
    if (!figure || !width) return;
    const { data, layout } = figure;
    if (isDiagram(figure)) return makeDiagram(node).draw(decoded(figure));
    const x = scale(data, layout.xaxis, "x", EDGE, width - EDGE);
    const y = scale(data, layout.yaxis, "y", height - EDGE, EDGE);
    const svg = make("svg", { width, height, class: "main-svg", "aria-hidden": true });
    for (const image of layout.images ?? [])
      svg.append(make("image", {
        href: image.source, x: x(image.x), y: y(image.y), preserveAspectRatio: "none",
        width: x(image.x + image.sizex) - x(image.x), height: y(image.y - image.sizey) - y(image.y),
      }));
    for (const trace of data) {
      const mode = trace.mode ?? "lines";
      const points = { x: list(trace.x).map(x), y: list(trace.y).map(y) };
      if (mode.includes("lines")) svg.append(...lines(trace, points));
      if (mode.includes("markers")) svg.append(...marks(trace, points));
    }
    node.replaceChildren(svg);
  }
  return {
    update(data) {
      figure = data.figure;
      node.style.height = `${data.height}px`;
      node.setAttribute("role", "img");
      node.setAttribute("aria-label", data.alt);
      node.classList.add("sightglass-figure");
      draw();
    },
    resize: draw,
  };
}

const list = (values) => [...numbers(values)];

// From a value to pixels; where the axis says no range, just what there is.
function scale(data, axis, name, from, to) {
  const place = axis.type === "log" ? Math.log10 : (value) => value;
  const all = data.flatMap((trace) => list(trace[name])).filter(Number.isFinite).map(place);
  const [low, high] = axis.range ?? [Math.min(...all), Math.max(...all)];
  return (value) => from + ((place(value) - low) / (high - low)) * (to - from);
}

/**
 * @param {Trace} trace
 * @param {{ x: number[], y: number[] }} points
 */
function lines({ line = {}, fill, fillcolor, fillpattern }, { x, y }) {
  const d = x.map((at, i) => {
    if (!Number.isFinite(at) || !Number.isFinite(y[i])) return "";
    const start = i === 0 || !Number.isFinite(x[i - 1]) || !Number.isFinite(y[i - 1]);
    const first = !start && line.shape === "hv" ? `H${at.toFixed(1)}` : "";
    return `${first}${start ? "M" : "L"}${at.toFixed(1)},${y[i].toFixed(1)}`;
  }).join("");
  const dash = DASHES[line.dash] ?? line.dash?.replaceAll("px", "").replaceAll(",", " ");
  const stroke = { stroke: line.color ?? "none", "stroke-width": line.width ?? 2, "stroke-linejoin": "round" };
  const path = make("path", { d, fill: "none", ...(line.width === 0 ? {} : stroke), ...(dash ? { "stroke-dasharray": dash } : {}) });
  if (fill !== "toself") return [path];
  if (!fillpattern) {
    path.setAttribute("fill", fillcolor);
    return [path];
  }
  const id = `hatch-${(patterns += 1)}`;
  const { fgcolor, bgcolor, size } = fillpattern;
  const pattern = make("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  pattern.append(make("rect", { width: size, height: size, fill: bgcolor }), make("rect", { width: size / 3, height: size, fill: fgcolor }));
  path.setAttribute("fill", `url(#${id})`);
  return [pattern, path];
}

/**
 * @param {Trace} trace
 * @param {{ x: number[], y: number[] }} points
 */
function marks({ marker }, { x, y }) {
  const sizes = numbers(marker.size);
  return x.flatMap((cx, i) => {
    if (!Number.isFinite(cx) || !Number.isFinite(y[i])) return []; // a hole in the data
    const r = (sizes?.[i] ?? sizes ?? 6) / 2;
    const open = String(marker.symbol ?? "").endsWith("-open");
    return make("circle", {
      cx, cy: y[i], r, opacity: marker.opacity ?? 1, fill: open ? "none" : marker.color,
      stroke: marker.line?.color ?? "none", "stroke-width": marker.line?.width ?? 0,
    });
  });
}

function make(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
