// Figures, drawn by plotly.js in place: by `react`, or where only points move ten times faster. Diagrams by diagram.js.

import { decoded as ready, isDiagram, makeDiagram } from "./diagram.js";
import { isDrawn } from "./first.js";
import { makeHandles } from "./handles.js";
import { changed, numbers, valueAt } from "./reel.js";
/** @import { Figure, Part, Place, Said, Stage, Track } from "./types.js" */

const CONFIG = { displayModeBar: false, displaylogo: false };
const AT_ONCE = { frame: { duration: 0, redraw: false }, transition: { duration: 0 }, mode: "immediate" };
const REST = 400; // milliseconds without a change until what is out of sight is drawn
const UNSEEN = 100; // milliseconds: a page that nobody looks at is not painted
/** @type {Promise<unknown> | null} */
let library = null; // of plotly.js

/**
 * Streamlit's own copy of plotly.js, asked for while the server is still at work: importing it sets
 * window.Plotly, and keeps the browser busy for most of a second. So what is there already is painted first.
 * @param {string} address
 */
export function fetchPlotly(address) {
  library ??= painted().then(() => import(address));
}

function painted() {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, UNSEEN);
  });
}

// The main figure is drawn first; the others follow, one a frame, once it is on the screen.
const turns = [];
function inTurn(act) {
  turns.push(act);
  if (turns.length > 1) return;
  const next = () => {
    turns.shift()();
    if (turns.length) requestAnimationFrame(next);
  };
  requestAnimationFrame(() => requestAnimationFrame(next));
}

/**
 * @param {HTMLElement} node
 * @param {Stage} stage
 * @param {Part} part
 */
export function makeFigure(node, stage, part) {
  node.classList.add("sightglass-figure");
  node.setAttribute("role", "img");
  /** @type {Said & { figure: Figure, [name: string]: any }} */
  let now; // what the server said last
  /** @type {typeof now | null} */
  let drawn = null; // what of it is drawn
  /** @type {number | null} */
  let shown = null; // the stop drawn last, if it was not the server that drew
  /** @type {typeof now} */
  let standing; // what of a diagram is drawn at that stop
  let rest = 0; // the timer of what waits for a pause
  /** @type {ReturnType<typeof makeDiagram> | null} */
  let diagram = null; // what draws here, if it is not plotly.js
  const handles = makeHandles(node, stage, part);

  // A page may have another kind of figure in the same place.
  function clear() {
    if (Boolean(diagram) === isDiagram(now.figure)) return;
    if (drawn && !diagram) window.Plotly.purge(node);
    node.replaceChildren();
    drawn = null;
    diagram = isDiagram(now.figure) ? makeDiagram(node) : null;
  }
  async function draw() {
    await (window.Plotly || isDiagram(now.figure) ? null : library); // by then the stage has found its height
    clear();
    if (diagram) {
      if (!stage.moving) {
        drawn = now;
        shown = null;
        diagram.draw(now.figure);
        handles.drawn(now);
      }
      return;
    }
    if (!window.Plotly) await library; // the page has another kind of figure now
    if (!node.isConnected || drawn === now || stage.moving) return; // the page has moved on meanwhile
    // plotly.js would keep the margins of another figure.
    if (drawn && drawn.part !== now.part) {
      window.Plotly.purge(node);
      drawn = null;
    }
    const moves = drawn && shown === null && movesBetween(drawn.figure, now.figure);
    drawn = now;
    shown = null;
    clearTimeout(rest);
    if (!moves) redraw(now.figure);
    else {
      setImages(node, moves.images);
      const ranges = Object.keys(moves.layout).some((name) => name.endsWith(".range")); // plotly.js then draws every trace
      move(node, now.figure, moves.traces, !ranges);
      relayout(node, moves.labels, moves.layout);
      /** @type {Place} */ (node).layout.meta = now.figure.layout.meta;
    }
    handles.drawn(now);
  }
  // plotly.js writes into what it is given; what was said is kept, to be compared with what comes.
  function redraw({ data, layout }) {
    window.Plotly.react(node, data.map((trace) => ({ ...trace })), { ...structuredClone(layout), autosize: true }, CONFIG);
    isDrawn(node);
  }

  return {
    update(data) {
      if (now?.mark === data.mark && drawn === now && shown === null) return;
      node.style.height = data.height ? `${data.height}px` : ""; // else as high as its place
      node.setAttribute("aria-label", data.alt);
      now = isDiagram(data.figure) ? { ...data, figure: ready(data.figure) } : data;
      this.settle();
    },
    settle() {
      if (drawn === now) return;
      clearTimeout(rest);
      if (now.first) draw();
      else if (!drawn || stage.parts.get(now.part)?.seen) inTurn(draw);
      else rest = setTimeout(() => inTurn(draw), REST); // out of sight: when the visitor pauses
    },
    appear() {
      if (stage.moving) this.show(stage.at);
      else if (now && drawn !== now) draw();
    },
    show(stop) {
      const tracks = stage.reel?.parts.get(now.part);
      if (!tracks || !drawn) return;
      const moves = tracks.filter(({ order }) => shown === null || order[stop] !== order[shown]);
      const quick = !diagram && moves.every((track) => isQuick(track, now.figure));
      if (diagram) standing = changed(shown === null ? now : standing, moves, stop); // marks that stay are the same
      shown = stop;
      node.setAttribute("aria-label", valueAt(tracks, "alt", stop) ?? now.alt);
      if (diagram) diagram.draw(standing.figure);
      else if (quick) quickly(node, moves, stop, now.figure);
      else redraw(changed(now, tracks, stop).figure);
      handles.drawn(now);
    },
    heard: handles.heard,
    mark: handles.mark,
    async resize() {
      if (!drawn || !node.isConnected) return;
      if (diagram) diagram.fit();
      else await window.Plotly.Plots.resize(node);
      if ("_fullData" in node || diagram) handles.drawn(now); // else it was taken away meanwhile
    },
    // At once: the printer waits for no frame.
    async print() {
      await draw();
      if (!drawn) return;
      if (diagram) diagram.fit();
      else window.Plotly.relayout(node, { autosize: true });
    },
    leave() {
      handles.leave();
      if (!diagram) window.Plotly?.purge(node);
    },
  };
}

/**
 * What only moves points and texts of lines and bars, labels and the ends of axes, or swaps the ground, needs no new
 * plot: ten times faster.
 * @param {Track} track
 * @param {Figure} figure
 */
export function isQuick({ path }, figure) {
  const [root, place, trace, name, ...rest] = path;
  if (root !== "figure") return true;
  if (place === "layout")
    return (trace === "images" && rest.join() === "source") || (trace === "annotations" && rest.length === 1) || (/^[xy]axis/.test(String(trace)) && name === "range" && rest.length === 1);
  return place === "data" && [...MOVES, ...HOVER].includes(String(name)) && MOVABLE.includes(figure.data[Number(trace)].type);
}
const MOVABLE = ["scatter", "bar"];
const MOVES = ["x", "y", "text", "marker"];
const HOVER = ["hovertemplate", "hovertext", "customdata", "meta", "name"]; // not seen while dragging

/**
 * @param {Place} node
 * @param {Track[]} moves
 * @param {number} stop
 * @param {Figure} figure
 */
function quickly(node, moves, stop, figure) {
  const [traces, labels] = [new Map(), new Map()];
  /** @type {Record<string, any>} */
  const ranges = {};
  for (const { path: [root, place, trace, ...names], pool, order } of moves) {
    if (root !== "figure" || HOVER.includes(String(names[0]))) continue;
    const value = pool[order[stop]];
    if (trace === "images") setImages(node, { [names[0]]: value });
    else if (trace === "annotations") {
      const [i, name] = names;
      if (!labels.has(i)) labels.set(i, { ...node.layout.annotations[i] });
      labels.get(i)[name] = value;
    } else if (place === "layout") ranges[`${trace}.${names[0]}[${names[1]}]`] = value;
    else {
      if (!traces.has(trace)) traces.set(trace, {});
      names.slice(0, -1).reduce((place, name) => (place[name] ??= {}), traces.get(trace))[names[names.length - 1]] = value;
    }
  }
  move(node, figure, traces);
  relayout(node, labels, ranges);
}

// Images of the ground, by their place among them.
function setImages(node, sources) {
  const images = node.querySelectorAll(".imagelayer image");
  for (const [i, source] of Object.entries(sources)) images[i]?.setAttributeNS("http://www.w3.org/1999/xlink", "href", source);
}

// By plotly.js's own parts: a trace computes its points, and the plot draws those that are named. `Plotly.animate`
// would first read all settings of all traces anew, which takes four fifths of its time, and none has changed.
function move(node, figure, traces, draws = true) {
  if (!traces.size) return;
  for (const moves of traces.values()) for (const name of ["x", "y"]) if (moves[name]?.length === 0) moves[name] = NOWHERE;
  const plot = node._fullLayout._basePlotModules.find(({ name }) => name === "cartesian");
  if (!plot || ![...traces].every(([trace, moves]) => canCompute(node._fullData[trace], moves))) {
    const named = namedWith([...traces.keys()], figure.data);
    const steps = named.map((trace) => traces.get(trace) ?? {});
    return window.Plotly.animate(node, { traces: named, data: steps }, AT_ONCE).then(() => inOrder(node));
  }
  const groups = new Map([...node.querySelectorAll(".scatterlayer > .trace")].map((group) => [group.__data__[0].trace.index, group]));
  const rest = [];
  for (const [trace, moves] of traces) {
    const full = node._fullData[trace];
    for (const each of [full, node.data[trace]]) put(each, moves);
    full._length = Math.min(full.x.length, full.y.length);
    const points = full._module.calc(node, full);
    Object.assign(points[0], { trace: full, t: points[0].t ?? {} });
    node.calcdata[trace] = points;
    if (!draws) continue;
    const group = groups.get(trace);
    if (!slide(node, full, moves, points, group) && !stretch(node, full, moves, points, group)) rest.push(trace);
  }
  if (!rest.length) return;
  inPlace(node, () => plot.plot(node, namedWith(rest, figure.data), AT_ONCE.transition));
  inOrder(node);
}

// plotly.js lays the traces that it draws side by side. Those that are there stay: what is moved in the document the
// browser styles and lays out anew.
function inPlace(node, act) {
  const layers = [...node.querySelectorAll(".scatterlayer")];
  for (const layer of layers) layer.insertBefore = (made, next) => (made.parentNode === layer ? made : Node.prototype.insertBefore.call(layer, made, next));
  try {
    act();
  } finally {
    for (const layer of layers) delete layer.insertBefore;
  }
}

// Dots that only stand elsewhere, or are more or fewer, are put there one by one, without their looks: plotly.js would
// say of each anew what colour it has. True if that was all.
function slide({ _fullLayout: layout }, full, moves, points, group) {
  const dots = group?.querySelector(":scope > .points");
  const { mode, marker, error_x: across, error_y: up } = full;
  if (mode !== "markers" || across?.visible || up?.visible || !dots?.firstChild) return false;
  if (!Object.keys(moves).every((name) => name === "x" || name === "y" || HOVER.includes(name))) return false;
  if ([marker.size, marker.color, marker.symbol, marker.opacity, marker.line.color, marker.line.width].some(Array.isArray)) return false;
  const plot = layout._plots[full.xaxis + full.yaxis];
  const places = points.map((point) => [plot.xaxis.c2p(point.x), plot.yaxis.c2p(point.y)]);
  if (!places.every(([left, top]) => Number.isFinite(left) && Number.isFinite(top))) return false;
  // Dots that are too many wait without a shape: the browser would make those that come and go anew.
  const shape = dots.firstChild.getAttribute("d");
  while (dots.childElementCount < places.length) dots.append(dots.firstChild.cloneNode());
  for (const dot of [...dots.children].slice(places.length)) if (dot.getAttribute("d")) dot.setAttribute("d", "");
  places.forEach(([left, top], i) => {
    const dot = dots.children[i];
    dot.__data__ = points[i];
    if (!dot.getAttribute("d")) dot.setAttribute("d", shape);
    const stands = `translate(${left},${top})`;
    if (dot.getAttribute("transform") !== stands) dot.setAttribute("transform", stands);
    if (!plot._hasClipOnAxisFalse) return; // what is beyond an axis is cut off there
    if (plot.xaxis.isPtWithinRange(points[i]) && plot.yaxis.isPtWithinRange(points[i])) dot.removeAttribute("display");
    else dot.setAttribute("display", "none");
  });
  return true;
}

// A line that only goes elsewhere is one path, however many gaps it has, and not one for each of its pieces as
// plotly.js makes them, unless they are seen through one another. Not where what is filled ends at it. True if that was all.
function stretch({ _fullLayout: layout }, full, moves, points, group) {
  const paths = group?.querySelectorAll(":scope > .lines > .js-line");
  const { mode, line, error_x: across, error_y: up } = full;
  if (mode !== "lines" || line.shape !== "linear" || full.connectgaps || full.fill !== "none" || full._nexttrace || across?.visible || up?.visible || !paths?.length) return false;
  if (!Object.keys(moves).every((name) => name === "x" || name === "y" || HOVER.includes(name))) return false;
  const { xaxis, yaxis } = layout._plots[full.xaxis + full.yaxis];
  const d = pathOf(points.map(({ x, y }) => [xaxis.c2p(x), yaxis.c2p(y)]));
  if (!d) return false;
  const pieces = /^(#[0-9a-f]{6}|rgb\(.*)$/i.test(line.color) ? [d] : d.split(/(?=M)/);
  pieces.forEach((piece, i) => (paths[i] ?? paths[0].parentNode.appendChild(paths[0].cloneNode())).setAttribute("d", piece));
  for (const each of [...paths].slice(pieces.length)) each.remove();
  return true;
}

const FAR = 1e5; // pixels: what is farther out plotly.js cuts off

/**
 * Straight lines from place to place, in pixels, with a gap where there is none. Empty if nothing is to be seen, or if
 * it would go too far out to be painted.
 * @param {[number, number][]} places
 */
export function pathOf(places) {
  let [d, begun, drawn] = ["", "", false];
  for (const [left, top] of places) {
    if (Number.isFinite(left) && Number.isFinite(top)) {
      if (Math.abs(left) > FAR || Math.abs(top) > FAR) return "";
      const place = `${Math.round(left * 100) / 100},${Math.round(top * 100) / 100}`;
      if (begun) d += drawn ? `L${place}` : `M${begun}L${place}`;
      drawn = Boolean(begun);
      begun = place;
    } else begun = "";
  }
  return d;
}

// Traces that plotly.js has laid side by side go back between the others, which stay.
function inOrder(node) {
  const index = (group) => group.__data__[0].trace.index;
  for (const layer of node.querySelectorAll(".scatterlayer")) {
    const groups = [...layer.children].sort((a, b) => index(a) - index(b));
    groups.forEach((group, at) => layer.children[at] === group || layer.insertBefore(group, layer.children[at]));
  }
}

// The traces that plotly.js must be named besides those that move: all that is not a scatter, and of each pair of
// axes on which none moves the shortest scatter that has points. Else it takes them away.
export function namedWith(moving, data) {
  const pair = ({ xaxis = "x", yaxis = "y" }) => xaxis + yaxis;
  const size = ({ x }) => x?.length ?? x?.bdata.length ?? 0;
  const moved = new Set(moving.filter((i) => data[i].type === "scatter").map((i) => pair(data[i])));
  const shortest = new Map();
  for (const [i, trace] of data.entries()) {
    const of = pair(trace);
    if (trace.type !== "scatter" || moved.has(of) || !size(trace)) continue;
    if (!shortest.has(of) || size(trace) < size(data[shortest.get(of)])) shortest.set(of, i);
  }
  const kept = new Set([...moving, ...shortest.values()]);
  return [...data.keys()].filter((i) => data[i].type !== "scatter" || kept.has(i));
}

// One point that is not drawn: plotly.js leaves a trace that has lost its last point as it was.
const NOWHERE = [NaN];

// A trace without points has no settings, and bars stand on one another.
function canCompute(full, moves) {
  const [x, y] = ["x", "y"].map((name) => (name in moves ? moves[name] : full[name]));
  return full.type === "scatter" && full.visible === true && full._module.calc && x?.length && y?.length;
}

function put(into, moves) {
  for (const [name, value] of Object.entries(moves)) {
    if (value && Object.getPrototypeOf(value) === Object.prototype) put((into[name] ??= {}), value);
    else into[name] = value;
  }
}

// What it takes to get from one figure to another without a new plot: what of each trace moves, which images
// have another source, and what of the layout is different. Null where it takes a new plot.
export function movesBetween(from, to) {
  if (from.data.length !== to.data.length) return null;
  const traces = new Map();
  for (const [i, trace] of to.data.entries()) {
    const before = from.data[i];
    const names = new Set([...Object.keys(before), ...Object.keys(trace)]);
    const found = [...names].filter((name) => differ(before[name], trace[name]));
    if (!found.length) continue;
    if (!MOVABLE.includes(trace.type) || !found.every((name) => name in trace && [...MOVES, ...HOVER].includes(name))) return null;
    traces.set(i, Object.fromEntries(found.map((name) => [name, decoded(trace[name])])));
  }
  const layout = layoutBetween(from.layout, to.layout);
  return layout && { traces, images: (to.layout.images ?? []).map(({ source }) => source), ...layout };
}

// To plotly.js another text of a label is a reason to compute the whole plot anew, since the axes might depend on
// it; here they do not. Another opacity is not: so the label is put where it will be read, and its opacity said.
function relayout(node, labels, changes) {
  for (const [i, label] of labels) {
    node.layout.annotations[i] = { ...label };
    changes[`annotations[${i}].opacity`] = label.opacity ?? 1;
  }
  if (Object.keys(changes).length) window.Plotly.relayout(node, changes);
}

// Which labels are different, and what of the places of images and the ranges and ticks of axes, by the names that
// `Plotly.relayout` gives them; null if anything else is, or if an axis finds its range by itself.
function layoutBetween(from, to) {
  /** @type {[number, any][]} */
  const labels = [];
  /** @type {Record<string, any>} */
  const layout = {};
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [from[name], to[name]];
    if (name === "meta") {
      // Ours, and none of it drawn; but what shows something else is another figure.
      if (before?.shows !== after?.shows) return null;
    } else if (/^[xy]axis/.test(name)) {
      if (!before || !after?.range) return null;
      for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
        if (!differ(before[key], after[key])) continue;
        if (!ALONG_AN_AXIS.includes(key) || !before[key] || !after[key]) return null;
        layout[`${name}.${key}`] = decoded(after[key]);
      }
    } else if (name === "annotations" || name === "images") {
      if (before?.length !== after?.length) return null;
      for (const [i, each] of after.entries()) {
        if (name === "annotations" && differ(before[i], each)) labels.push([i, each]);
        if (name === "images") Object.assign(layout, placeBetween(`images[${i}]`, before[i], each));
      }
    } else if (differ(before, after)) return null;
  }
  return { labels, layout };
}
const ALONG_AN_AXIS = ["range", "tickvals", "ticktext"];

// Of an image, all but its source, which is swapped by itself.
function placeBetween(name, before, after) {
  const found = Object.keys(after).filter((key) => key !== "source" && differ(before[key], after[key]));
  return Object.fromEntries(found.map((key) => [`${name}.${key}`, after[key]]));
}

const differ = (a, b) => JSON.stringify(a) !== JSON.stringify(b);

function decoded(value) {
  if (!value || typeof value !== "object" || Array.isArray(value)) return value;
  if (value.bdata) return numbers(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, decoded(each)]));
}
