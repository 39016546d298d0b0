// What of a picture can be dragged: its handles (figures/marks.py), each of which moves the axis or controls;
// and what can be chosen by a press: its picks.
//
// The axis goes to the stop at which the mark comes nearest to the pointer, as the reel says where it then stands;
// controls to the stops that put the mark there. Both hear of it as they hear of their sliders.

import { spaceOf } from "./diagram.js";
import { element } from "./dom.js";
import { makeGuessed } from "./guessed.js";
import { changed, numbers } from "./reel.js";
import { evenly, nearest, ON_SLIDER } from "./scales.js";
import { stored } from "./visit.js";
/** @import { Control, Figure, Handle, Part, Pick, Place, Said, Stage, Trace, Track } from "./types.js" */

/** @typedef {[number, number]} Pair of pixels: across and down */
/** @typedef {{ points: Pair[], joined: boolean, half: Pair }} Shape where a mark stands: a line, or places of that half size */
/** @typedef {(x: number, y: number) => Pair} Point from the units of a figure's axes to pixels of its place */
/**
 * What the pointer of that `id` holds: it took it at `from`, `off` the mark by so much, and is `at`; the picture stands in `frame`.
 * @typedef {{ handle: Handle, id: number, frame: Frame, from: Pair, off: Pair, at: Pair, dropped: boolean }} Hold
 * @typedef {{ left: number, top: number, scale: number }} Frame
 */

const [NEAR, FINGER] = [12, 24]; // pixels between the pointer and what it takes hold of
const AS_NEAR = 0.5; // pixels: no hand tells such places apart
const DRAGGED = "sightglass.dragged"; // where the browser keeps that this visitor knows
const NOWHERE = /** @type {Shape} */ ({ points: [], joined: false, half: [0, 0] });

// ---- where marks stand --------------------------------------------------------------------------

/**
 * The shape of a mark, or of one of its points; a number counted from the end if it is negative.
 * @param {Trace} mark
 * @param {number | undefined} which
 * @param {Point} point
 * @param {(x: number, y: number) => Pair} [span] of a diagram: how large in pixels
 * @returns {Shape}
 */
export function shapeOf(mark, which, point, span) {
  const [x, y] = [mark.x, mark.y].map((each) => Array.from(numbers(each ?? []), Number));
  const size = (each, i) => (typeof each === "object" ? numbers(each)[i] : (each ?? 0));
  const corner = mark.type === "window"; // of a window the corner is said, of all else the middle
  const [width, height] = corner ? [mark.width, mark.height] : [mark.size, mark.high ?? mark.size];
  const middles = x.map((_, i) => (corner ? point(x[i] + size(width, i) / 2, y[i] + size(height, i) / 2) : point(x[i], y[i])));
  const half = span ? span(size(width, 0) / 2, size(height, 0) / 2) : /** @type {Pair} */ ([0, 0]);
  const points = which === undefined ? middles : middles.slice(which, which + 1 || undefined);
  return { points, joined: which === undefined && mark.type === "scatter" && (mark.mode ?? "lines").includes("lines"), half };
}

/**
 * The shapes of a mark's items: of edges from end to end, of all else its points.
 * @param {Trace} mark
 * @param {Point} point
 * @param {(x: number, y: number) => Pair} [span]
 * @returns {Shape[]}
 */
export function itemsOf(mark, point, span) {
  if (mark.type !== "edges") return Array.from(numbers(mark.x), (_, i) => shapeOf(mark, i, point, span));
  const [x0, y0, x1, y1] = [mark.x0, mark.y0, mark.x1, mark.y1].map((each) => Array.from(numbers(each)));
  return x0.map((_, i) => ({ points: [point(x0[i], y0[i]), point(x1[i], y1[i])], joined: true, half: [0, 0] }));
}

/**
 * How far from a place a shape is, and where it is nearest.
 * @param {Shape} shape
 * @param {Pair} place
 * @returns {{ far: number, at: Pair }}
 */
export function distance({ points, joined, half }, [x, y]) {
  /** @type {{ far: number, at: Pair }} */
  let best = { far: Infinity, at: [NaN, NaN] };
  const offer = (px, py) => {
    const far = Math.hypot(Math.max(Math.abs(x - px) - half[0], 0), Math.max(Math.abs(y - py) - half[1], 0));
    if (far < best.far) best = { far, at: [px, py] };
  };
  points.forEach(([px, py], i) => {
    offer(px, py);
    if (!joined || !i) return;
    const [fx, fy] = points[i - 1];
    const [dx, dy] = [px - fx, py - fy];
    const share = ((x - fx) * dx + (y - fy) * dy) / (dx * dx + dy * dy);
    if (share > 0 && share < 1) offer(fx + share * dx, fy + share * dy);
  });
  return best;
}

/**
 * The stop at which a mark comes nearest to a place; of those as near, the one nearest to `now`.
 * @param {Shape[]} shapes where the mark stands, by stop
 * @param {Pair} place
 * @param {number} now
 */
export function nearestStop(shapes, place, now) {
  const far = shapes.map((shape) => distance(shape, place).far);
  const least = Math.min(...far) + AS_NEAR;
  let best = now;
  let gap = Infinity;
  far.forEach((each, stop) => {
    if (each > least || Math.abs(stop - now) >= gap) return;
    best = stop;
    gap = Math.abs(stop - now);
  });
  return best;
}

/**
 * By how much each of one or two controls grows if the mark is moved: `ways` are the pixels it moves by as each grows
 * by one.
 * @param {Pair[]} ways
 * @param {Pair} moved
 * @returns {number[]}
 */
export function grown(ways, [x, y]) {
  const [[ax, ay], [bx, by]] = [ways[0], ways[1] ?? [-ways[0][1], ways[0][0]]];
  const all = ax * by - ay * bx;
  return [(x * by - y * bx) / all, (ax * y - ay * x) / all].slice(0, ways.length);
}

/**
 * The stop of a control nearest to a place on its slider.
 * @param {Control} control
 * @param {number} place
 */
export function stopAt(control, place) {
  const stops = control.stops ?? evenly(control);
  return stops[nearest(stops.map(ON_SLIDER[control.scale]), place)];
}

// A figure's units as pixels of its place. On a logarithmic axis the unit is a decade.
/**
 * @param {Place} node
 * @param {Figure} figure
 * @param {Trace} mark
 * @returns {{ point: Point, way: Point, span?: Point }}
 */
function groundOf(node, figure, mark) {
  const { layout } = figure;
  if (layout.kind === "diagram") {
    const { width, height } = /** @type {SVGSVGElement} */ (node.querySelector("svg")).viewBox.baseVal;
    const { point, span } = spaceOf(layout, width, height);
    return { point, way: span, span };
  }
  const [across, up] = [mark.xaxis ?? "x", mark.yaxis ?? "y"].map((name) => {
    const key = `${name[0]}axis${name.slice(1)}`;
    const { _offset: from, _length: length, range, type } = node._fullLayout[key];
    const [low, high] = numbers(layout[key]?.range ?? range);
    const unit = length / (high - low);
    return { unit, at: (value) => from + ((type === "log" ? Math.log10(value) : value) - low) * unit, end: 2 * from + length };
  });
  return { point: (x, y) => [across.at(x), up.end - up.at(y)], way: (x, y) => [x * across.unit, -y * up.unit] };
}

// Whether it is a place, or an end of an axis, that differs along the axis.
/** @param {Track} track */
const isPlace = ({ path: [root, place, which, name] }) =>
  root === "figure" && (place === "layout" ? /^[xy]axis/.test(String(which)) && name === "range" : name === undefined || name === "x" || name === "y");

// ---- dragged ------------------------------------------------------------------------------------

/**
 * The handles of a figure in its place.
 * @param {Place} node
 * @param {Stage} stage
 * @param {Part} part
 */
export function makeHandles(node, stage, part) {
  /** @type {Said & { figure: Figure } | null} */
  let said = null; // what is drawn, as the server said it
  /** @type {Hold | null} */
  let held = null;
  /** @type {((place: Pair, on: boolean) => void) | null} */
  let follow = null; // moves what is held to a place; the last time not `on`
  /** @type {{ id: number, at: Pair, values: Record<string, number | string> } | null} */
  let pressed = null; // what is chosen once the pointer is let go where it is
  const invitation = makeInvitation(node);
  const guessed = makeGuessed(node);

  // What the reel says of this figure; undefined until it is there.
  const tracks = () => (stage.axis?.isReady?.() ? stage.reel?.parts.get(said?.part ?? "") : undefined);

  /** @param {string[]} controls */
  const free = (controls) => controls.every((name) => stage.steer && stage.controls.get(name)?.locked === false);
  /** @param {Handle} handle */
  function isFree({ what, mark }) {
    if (what !== "axis") return free(Object.keys(what));
    if (!stage.axis?.isFree?.()) return false;
    const i = said?.figure.data.findIndex(({ name }) => name === mark);
    return tracks()?.some((each) => isPlace(each) && each.path[1] === "data" && [undefined, i].includes(/** @type {number | undefined} */ (each.path[2]))) ?? true;
  }
  // What is locked cannot be moved, nor the axis by a mark that stays where it is.
  const handles = () => (said ? /** @type {Handle[]} */ (said.figure.layout.meta?.handles ?? []).filter(isFree) : []);

  const picks = () => (said ? /** @type {Pick[]} */ (said.figure.layout.meta?.picks ?? []).filter(({ sets }) => free(sets)) : []);

  /** @param {Handle} handle */
  function shapeIn({ mark: wanted, point: which }, figure) {
    const mark = figure.data.find(({ name }) => name === wanted);
    if (!mark) return NOWHERE;
    const { point, span } = groundOf(node, figure, mark);
    return shapeOf(mark, which, point, span);
  }
  // As it is on the screen.
  const shapeNow = (handle) => shapeIn(handle, { data: node._fullData ?? node.data, layout: node.layout });

  // In the picture's own pixels, which may be drawn larger.
  /** @returns {Frame} */
  function frameNow() {
    const { left, top, width } = node.getBoundingClientRect();
    return { left, top, scale: width / node.offsetWidth || 1 };
  }
  /** @type {(event: PointerEvent, frame: Frame) => Pair} */
  const pointer = ({ clientX, clientY }, { left, top, scale }) => [(clientX - left) / scale, (clientY - top) / scale];
  function under(event) {
    const frame = frameNow();
    const place = pointer(event, frame);
    /** @type {{ far: number, at: Pair, handle?: Handle, values?: Record<string, number | string> }} */
    let best = { far: (event.pointerType === "touch" ? FINGER : NEAR) / frame.scale, at: place };
    for (const handle of handles()) {
      const found = distance(shapeNow(handle), place);
      if (found.far < best.far) best = { ...found, handle };
    }
    for (const { mark: wanted, sets, to } of picks()) {
      const mark = said?.figure.data.find(({ name }) => name === wanted);
      if (!mark) continue;
      const { point, span } = groundOf(node, { data: node.data, layout: node.layout }, mark);
      itemsOf(mark, point, span).forEach((shape, i) => {
        const found = distance(shape, place);
        if (found.far < best.far) best = { ...found, values: Object.fromEntries(sets.map((name, j) => [name, to[i][j]])) };
      });
    }
    return { ...best, place, frame };
  }

  function take(event) {
    if ((held && !held.dropped) || !event.isPrimary || event.button) return;
    const { handle, values, place, at, frame } = under(event);
    pressed = values ? { id: event.pointerId, at: place, values } : null;
    if (!handle) return;
    held = { handle, id: event.pointerId, frame, from: place, off: [place[0] - at[0], place[1] - at[1]], at: place, dropped: false };
    stay(event);
    node.setPointerCapture(event.pointerId);
    node.style.cursor = "grabbing";
    if (node._fullLayout) window.Plotly.Fx.unhover(node);
    follow = handle.what === "axis" ? null : steer(held, handle.what);
    if (follow) return;
    part.first = true; // it follows at every frame
    stage.axis?.reach?.();
    stage.axis?.drag?.(stage.at);
  }
  // The axis goes where the mark is nearest; once the reel is there.
  function alongAxis({ handle, off }, found) {
    const differ = found.filter(isPlace);
    const figure = /** @type {Said & { figure: Figure }} */ (said);
    // By its middle, which goes with the pointer: large marks lie over one another.
    const shapes = found[0].order.map((_, stop) => ({ ...shapeIn(handle, changed(figure, differ, stop).figure), half: NOWHERE.half }));
    return ([x, y]) => {
      const stop = nearestStop(shapes, [x - off[0], y - off[1]], stage.at);
      if (stop !== stage.at) stage.axis?.drag?.(stop);
    };
  }
  // Controls go from where they stand, by as much as the pointer has gone.
  function steer({ handle, from }, what) {
    const controls = Object.keys(what).map((name) => /** @type {Control} */ (stage.controls.get(name)));
    const starts = controls.map(({ scale, value }) => ON_SLIDER[scale](value));
    const figure = /** @type {Said & { figure: Figure }} */ (said).figure;
    const { way } = groundOf(node, figure, figure.data.find(({ name }) => name === handle.mark) ?? {});
    const ways = Object.values(what).map(([across, up]) => way(across, up));
    let last = "";
    return ([x, y], on) => {
      const by = grown(ways, [x - from[0], y - from[1]]);
      const values = Object.fromEntries(controls.map((control, i) => [control.name, stopAt(control, starts[i] + by[i])]));
      const now = JSON.stringify(values);
      if (on ? now !== last : last) stage.steer?.(values, on);
      last = now;
    };
  }
  // The guess and the truth, where the mark that drags the axis would stand for them.
  function mark() {
    const found = stage.marks.length && said?.first ? tracks()?.filter(isPlace) : undefined;
    const figure = /** @type {Said & { figure: Figure }} */ (said);
    const handle = found?.length ? figure.figure.layout.meta?.handles?.find(({ what }) => what === "axis") : undefined;
    if (!found || !handle) return guessed([]);
    const stops = stage.axis?.stops?.() ?? [];
    guessed(stage.marks.map((each) => ({ ...each, shape: shapeIn(handle, changed(figure, found, nearest(stops, each.value)).figure) })));
  }
  function go() {
    const found = tracks();
    if (held?.handle.what === "axis" && !follow && found?.length) follow = alongAxis(held, found);
    if (held) follow?.(held.at, !held.dropped);
  }
  function move(event) {
    if (held && held.id === event.pointerId) {
      held.at = pointer(event, held.frame); // nothing is measured: the browser would lay out the page
      learned();
      go();
      return;
    }
    if (held || event.pointerType === "touch") return;
    const { handle, values } = under(event);
    if (handle?.what === "axis") stage.axis?.reach?.();
    point(handle ? "grab" : values ? "pointer" : "");
  }
  function point(cursor) {
    if (node.style.cursor !== cursor) node.style.cursor = cursor;
  }
  function drop(event) {
    if (pressed && pressed.id === event.pointerId) choose(event, pressed);
    if (!held || held.id !== event.pointerId) return;
    held.dropped = true;
    if (follow) letGo(); // else once the reel is there
    point(event.pointerType !== "touch" && under(event).handle ? "grab" : "");
  }
  // Where the pointer went down it came up: whoever scrolls, or moves on, chooses nothing.
  function choose(event, { at: [x, y], values }) {
    const now = pointer(event, frameNow());
    if (event.type === "pointerup" && Math.hypot(now[0] - x, now[1] - y) < NEAR) stage.steer?.(values, false);
    pressed = null;
  }
  function letGo() {
    go();
    if (held?.handle.what === "axis") stage.axis?.drag?.(null);
    part.first = Boolean(said?.first);
    held = follow = null;
  }
  // A finger that has begun on a handle does not scroll the page.
  function stay(event) {
    if (!held || held.dropped) return;
    event.preventDefault();
    event.stopPropagation();
  }
  const heard = { pointerdown: take, pointermove: move, pointerup: drop, pointercancel: drop, touchstart: stay };
  for (const [name, act] of Object.entries(heard)) node.addEventListener(name, act, { capture: true, passive: false });
  node.addEventListener("pointerleave", () => held || point(""));

  return {
    /**
     * The figure is drawn, as the server or the reel has it.
     * @param {Said & { figure: Figure }} now
     */
    drawn(now) {
      said = now;
      const [handle] = dragged || !now.first || node.closest(".room") ? [] : handles();
      invitation?.stand(handle ? shapeNow(handle) : null, handle?.called);
      mark();
    },
    mark,
    /** The reel is there. */
    heard() {
      mark();
      if (held?.dropped) letGo();
      else go();
    },
    leave() {
      if (held) letGo();
      invitation?.stand(null);
    },
  };
}

/**
 * The place at that share of a mark; null where it has none.
 * @param {Shape} shape
 * @param {number} share
 */
function placeOn({ points }, share) {
  const known = points.filter((each) => each.every(Number.isFinite));
  if (!known.length) return null;
  const at = share * (known.length - 1);
  const [one, other] = [known[Math.floor(at)], known[Math.ceil(at)]];
  return /** @type {Pair} */ ([0, 1].map((i) => one[i] + (at % 1) * (other[i] - one[i])));
}

// ---- the first visit ----------------------------------------------------------------------------

const INVITATION = "sightglass-invitation";

let dragged = Boolean(stored(() => localStorage.getItem(DRAGGED)));

/** Whether this visitor has dragged before, here or on another day. */
export const knows = () => dragged;

/** Somebody has dragged: they need no invitation any more. */
export function learned() {
  if (dragged) return;
  dragged = true;
  stored(() => localStorage.setItem(DRAGGED, "yes"));
  document.querySelector(`.${INVITATION}`)?.remove();
}

const SHARES = [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9]; // of the mark that is dragged
const LIFTS = [0, -34, 34]; // pixels, where a point has its number on one side and the end of the figure on the other

/** @param {HTMLElement} node */
function makeInvitation(node) {
  if (dragged) return null;
  const words = element("span");
  const made = element("div", { className: INVITATION, ariaHidden: "true" }, words);
  let [share, before, lift, width] = [SHARES[0], false, 0, 0];

  /** @param {Pair} place */
  function put([left, top]) {
    made.classList.toggle("before", before);
    Object.assign(made.style, { left: `${left}px`, top: `${top}px` });
    words.style.marginTop = `${lift}px`;
  }

  /** Whether it does not leave the figure. */
  function stays() {
    const [box, own] = [node, words].map((each) => each.getBoundingClientRect());
    return own.left >= box.left && own.right <= box.right && own.top >= box.top && own.bottom <= box.bottom;
  }

  /** Whether it hides words of the figure. */
  function covers() {
    const own = words.getBoundingClientRect();
    return [...node.querySelectorAll("text")]
      .filter((each) => each.textContent?.trim())
      .map((each) => each.getBoundingClientRect())
      .some((each) => each.width && each.left < own.right && own.left < each.right && each.top < own.bottom && own.top < each.bottom);
  }

  // Where it covers no words of the figure, nor leaves it; else in the middle.
  /** @param {Shape} shape */
  function choose(shape) {
    const places = LIFTS.flatMap((up) => SHARES.flatMap((each) => /** @type {[number, boolean, number][]} */ ([[each, false, up], [each, true, up]])));
    for ([share, before, lift] of places) {
      put(/** @type {Pair} */ (placeOn(shape, share)));
      if (stays() && !covers()) return;
    }
    [share, before, lift] = [SHARES[0], /** @type {Pair} */ (placeOn(shape, SHARES[0]))[0] > 0.6 * node.clientWidth, 0];
  }
  return {
    /**
     * By a mark of the picture; there is one on a page.
     * @param {Shape | null} shape
     * @param {string} [called]
     */
    stand(shape, called) {
      if (dragged) return made.remove();
      const other = document.querySelector(`.${INVITATION}`);
      if (!shape || !placeOn(shape, 0) || (other && other !== made)) return made.remove();
      words.textContent = `Drag the ${called}`;
      if (!made.isConnected) node.append(made);
      put(/** @type {Pair} */ (placeOn(shape, share)));
      if (width === node.clientWidth && stays() && !covers()) return; // in its place while the picture moves
      width = node.clientWidth;
      choose(shape);
      put(/** @type {Pair} */ (placeOn(shape, share)));
    },
  };
}
