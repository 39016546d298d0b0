// The parts of a page that move while the visitor drags: figures, words, and the axis that moves them.
//
// The server sends each part as it is now. Once the visitor reaches for the axis, the server also sends
// the page's reel: for every stop of the axis, what differs between the stops. From then on dragging,
// stepping and playing happen here, without the server, until the visitor lets go.
//
// A stage is one page. `mount` is called for every part when it appears and whenever its data change;
// the part's node stays the same from run to run, so nothing is torn down and nothing flashes.

const CONFIG = { displayModeBar: false, displaylogo: false };
const AT_ONCE = { frame: { duration: 0, redraw: false }, transition: { duration: 0 }, mode: "immediate" };
const SWEEP = 5000; // milliseconds: how long playing from end to end takes
const REST = 400; // milliseconds without a change until what is out of sight is drawn
const PAUSE = 250; // milliseconds after the last key until the server hears of it
let library = null; // the promise of plotly.js
const STAGES = (window.sightglass = new Map()); // by page, for tests to look at
const PARTS = new WeakMap(); // node -> its part
const UTF8 = new TextDecoder();

export function mount({ data: content, parentElement, setTriggerValue }, { styles, plotly }) {
  dress(styles);
  // Streamlit's own copy of plotly.js, asked for while the server is still at work: importing it sets
  // window.Plotly.
  library ??= import(plotly);
  const node = parentElement.querySelector(".sightglass");
  const data = JSON.parse(UTF8.decode(content));
  const stage = stageNamed(data.stage);
  if (data.role === "reel") hearReel(stage, data);
  else if (data.role === "sheet") fill(node, data.rows, "row", (row, said) => fillRow(row, said, stage, setTriggerValue));
  else feed(node, data, stage);
}

export function unmount({ parentElement }) {
  leave(parentElement.querySelector(".sightglass"));
}

// The axis, or cells side by side, each a stack of parts. One mount for many rows costs the server less
// than one a part.
function fillRow(row, { axis, cells, widths }, stage, send) {
  if (axis) return feed(row, { ...axis, role: "axis" }, stage, send);
  row.classList.add("sightglass-row");
  row.style.setProperty("--columns", widths.map((width) => `minmax(0, ${width}fr)`).join(" "));
  fill(row, cells, "cell", (cell, stack) =>
    fill(cell, stack, "part", (node, data) => {
      if (PARTS.has(node) && PARTS.get(node).role !== data.role) {
        leave(node);
        node.replaceWith((node = element("div", { className: "part" })));
      }
      feed(node, data, stage);
    }),
  );
}

// One child for each thing, the ones that are there already kept.
function fill(node, things, className, draw) {
  things.forEach((thing, i) => draw(node.children[i] ?? node.appendChild(element("div", { className })), thing));
  for (const child of [...node.children].slice(things.length)) {
    leave(child);
    child.remove();
  }
}

function leave(node) {
  for (const each of node ? [node, ...node.querySelectorAll(".part, .row")] : []) {
    const part = PARTS.get(each);
    if (!part) continue;
    PARTS.delete(each);
    part.observers.forEach((observer) => observer.disconnect());
    part.leave?.();
  }
}

function feed(node, data, stage, send) {
  let part = PARTS.get(node);
  if (!part) {
    part = { node, stage, role: data.role, seen: true, ...MAKE[data.role](node, stage) };
    PARTS.set(node, part);
    watch(part);
  }
  if (data.part) stage.parts.set(data.part, part);
  if (data.role === "axis") stage.axis = part;
  part.send = send;
  part.update(data);
}

// The styles are the page's, not each part's own: they are loaded once.
function dress(href) {
  if (document.head.querySelector(`link[href="${href}"]`)) return;
  document.head.append(element("link", { rel: "stylesheet", href }));
}

function stageNamed(name) {
  if (!STAGES.has(name)) STAGES.set(name, { parts: new Map(), reel: null, moving: false, at: 0 });
  return STAGES.get(name);
}

// A part out of sight is not drawn while the axis moves; it catches up when it comes into view.
function watch(part) {
  const sight = new IntersectionObserver(
    ([entry]) => {
      part.seen = entry.isIntersecting;
      if (part.seen) part.appear?.();
    },
    { threshold: [0, 0.25], rootMargin: "0px 0px 25% 0px" },
  );
  sight.observe(part.node);
  // The menu folds and unfolds without the window changing its size.
  const size = new ResizeObserver(() => part.resize?.());
  size.observe(part.node);
  part.observers = [sight, size];
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

// ---- figures ------------------------------------------------------------------------------------

function makeFigure(node, stage) {
  node.classList.add("sightglass-figure");
  node.setAttribute("role", "img");
  let now = null; // what the server said last, the figure parsed
  let drawn = null; // what of it is drawn
  let shown = null; // the stop drawn last, if it was not the server that drew
  let rest = 0; // the timer of what waits for a pause

  async function draw() {
    await library;
    if (!node.isConnected || drawn === now || stage.moving) return; // the page has moved on meanwhile
    drawn = now;
    shown = null;
    window.Plotly.react(node, now.figure.data, { ...now.figure.layout, autosize: true }, CONFIG);
  }

  return {
    update(data) {
      if (now?.mark === data.mark && drawn === now && shown === null) return;
      node.style.height = `${data.height}px`;
      node.setAttribute("aria-label", data.alt);
      now = data;
      this.settle();
    },
    settle() {
      if (drawn === now) return;
      clearTimeout(rest);
      if (now.first) draw();
      else if (!drawn || PARTS.get(node)?.seen) inTurn(draw);
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
      const quick = moves.every((track) => isQuick(track, now.figure));
      shown = stop;
      node.setAttribute("aria-label", valueAt(tracks, "alt", stop) ?? now.alt);
      if (quick) return quickly(node, moves, stop, now.figure);
      const { data, layout } = changed(now, tracks, stop).figure;
      window.Plotly.react(node, data, { ...layout, autosize: true }, CONFIG);
    },
    resize() {
      if (drawn && node.isConnected) window.Plotly.Plots.resize(node);
    },
    leave() {
      window.Plotly?.purge(node);
    },
  };
}

// What only moves points and texts of lines and bars, or swaps the ground, needs no new layout: ten times faster.
function isQuick({ path: [root, place, trace, name, ...rest] }, figure) {
  if (root !== "figure") return true;
  if (place === "layout") return trace === "images" && rest.join() === "source";
  return place === "data" && [...MOVES, ...HOVER].includes(name) && MOVABLE.includes(figure.data[trace].type);
}
const MOVABLE = ["scatter", "bar"];
const MOVES = ["x", "y", "text", "marker"];
const HOVER = ["hovertemplate", "hovertext", "customdata"]; // not seen while dragging

function quickly(node, moves, stop, figure) {
  // What is not named is taken away, if it is of another kind: a contour under the lines.
  const still = figure.data.flatMap(({ type }, trace) => (MOVABLE.includes(type) ? [] : [[trace, {}]]));
  const traces = new Map(still);
  for (const { path: [root, place, trace, ...names], pool, order } of moves) {
    if (root !== "figure" || HOVER.includes(names[0])) continue;
    if (place === "layout") {
      const image = node.querySelectorAll(".imagelayer image")[names[0]];
      image?.setAttributeNS("http://www.w3.org/1999/xlink", "href", pool[order[stop]]);
      continue;
    }
    if (!traces.has(trace)) traces.set(trace, {});
    names.slice(0, -1).reduce((place, name) => (place[name] ??= {}), traces.get(trace))[names.at(-1)] =
      pool[order[stop]];
  }
  if (traces.size > still.length) window.Plotly.animate(node, { traces: [...traces.keys()], data: [...traces.values()] }, AT_ONCE);
}

// ---- the top of the page ------------------------------------------------------------------------

// Stands at the top, and brings the page back to it when a button far below has changed the controls.
function makeTop(node) {
  let asked = null;
  return {
    update(data) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (asked !== null && asked !== data.asked)
        node.scrollIntoView({ block: "end", behavior: still ? "auto" : "smooth" });
      asked = data.asked;
    },
  };
}

// ---- words --------------------------------------------------------------------------------------

function makeWords(node, stage) {
  let now = null; // what the server said last
  let drawn = null; // what of it is drawn
  function draw({ claim, numbers, said, rows }) {
    const parts = [];
    if (claim) parts.push(element("h2", {}, claim));
    if (numbers) {
      const list = Object.entries(numbers).map(([name, value]) =>
        element("span", {}, element("span", { className: "name" }, name), " ", element("b", {}, value)),
      );
      parts.push(element("p", { className: "numbers" }, ...list));
    }
    if (said) parts.push(...paragraphs(said));
    if (rows) parts.push(element("div", { className: "wide" }, table(rows)));
    node.replaceChildren(...parts);
  }
  return {
    update(data) {
      now = data;
      node.classList.toggle("muted", Boolean(data.muted));
      this.settle();
    },
    settle() {
      if (stage.moving || drawn === now) return;
      drawn = now;
      draw(now);
    },
    appear() {
      if (stage.moving) this.show(stage.at);
    },
    show(stop) {
      const tracks = stage.reel?.parts.get(now.part);
      if (tracks) draw(changed(now, tracks, stop));
    },
  };
}

// Rows by name, each with the same columns by name; the first column names the row.
function table(rows) {
  const line = (cells) => element("tr", {}, ...cells);
  const columns = Object.keys(Object.values(rows)[0]);
  const head = ["", ...columns].map((name) => element(name ? "th" : "td", name ? { scope: "col" } : {}, name));
  const body = Object.entries(rows).map(([name, row]) =>
    line([element("th", { scope: "row" }, name), ...columns.map((column) => element("td", {}, row[column]))]),
  );
  return element("table", {}, element("thead", {}, line(head)), element("tbody", {}, ...body));
}

// Paragraphs and lists with bold words, the little of Markdown that sentences use.
function paragraphs(text) {
  return text.split("\n\n").map((block) => {
    if (!block.startsWith("- ")) return element("p", {}, ...bold(block));
    const items = block.split("\n").map((item) => element("li", {}, ...bold(item.slice(2))));
    return element("ul", {}, ...items);
  });
}

function bold(text) {
  return text.split("**").map((piece, i) => (i % 2 ? element("b", {}, piece) : piece));
}

function element(tag, looks, ...children) {
  const made = Object.assign(document.createElement(tag), looks);
  made.append(...children);
  return made;
}

// ---- the axis -----------------------------------------------------------------------------------

function makeAxis(node, stage) {
  const range = element("input", { type: "range", min: 0, max: 1, step: "any" });
  const value = element("output", {});
  const back = button("Step back", "‹", () => step(-1));
  const play = button("Play", "▶", () => (playing ? pause() : start()));
  const next = button("Step", "›", () => step(1));
  back.className = next.className = "step";
  const speed = element("select", { ariaLabel: "Speed" });
  for (const times of [0.5, 1, 2, 4]) speed.append(new Option(`${times}×`, times, times === 1, times === 1));
  const loop = element("input", { type: "checkbox" });
  const exact = element("input", { type: "number", step: "any", required: true });
  const label = element("label", {}, element("b", {}), exact);
  node.classList.add("sightglass-axis");
  node.append(range, element(
    "div", { className: "row" },
    back, play, next, speed, element("label", {}, loop, "loop"), value, element("span", { className: "gap" }), label,
  ));

  let data = null; // the stops: their places from 0 to 1, values and texts; and the one the server is at
  let playing = 0; // the timer that plays
  let frame = 0; // the animation frame that will draw
  let later = 0; // the timer that tells the server
  let wish = 0; // the timer that asks for the reel
  let held = false; // the pointer is down
  let unsaid = false; // moved since the server was last told

  const last = () => data.values.length - 1;
  const ready = () => stage.reel?.key === data.key;

  function ask() {
    if (!data || ready() || stage.asked === data.key) return;
    stage.asked = data.key;
    PARTS.get(node).send("asked", data.key);
  }
  function stand(stop) {
    stage.at = Math.min(Math.max(stop, 0), last());
    range.value = data.places[stage.at];
    value.textContent = data.texts[stage.at];
    exact.value = +data.values[stage.at].toPrecision(6);
    range.setAttribute("aria-valuetext", data.texts[stage.at]);
  }
  function nearest(place) {
    const gaps = data.places.map((each) => Math.abs(each - place));
    return gaps.indexOf(Math.min(...gaps));
  }
  function draw() {
    frame = 0;
    if (!ready()) return;
    for (const part of new Set(stage.parts.values())) if (part.seen && part.node.isConnected) part.show?.(stage.at);
  }
  function move(stop) {
    stand(stop);
    stage.moving = unsaid = true;
    frame ||= requestAnimationFrame(draw);
    clearTimeout(later);
  }
  // The page stands still: what the server said meanwhile is drawn. Its answer may reach a part before
  // it reaches the axis.
  function settle() {
    stage.moving = false;
    for (const part of new Set(stage.parts.values())) if (part.node.isConnected) part.settle?.();
  }
  function letGo() {
    clearTimeout(later);
    if (!stage.moving || playing || held) return;
    unsaid = false;
    if (stage.at === data.at) settle();
    else PARTS.get(node).send("moved", data.values[stage.at]);
  }
  function soon() {
    clearTimeout(later);
    later = setTimeout(letGo, PAUSE);
  }
  function step(by) {
    pause();
    ask();
    move(stage.at + by);
    soon();
  }
  function start() {
    ask();
    if (stage.at === last()) move(0);
    stage.moving = true;
    name(play, "Pause", "❚❚");
    const least = matchMedia("(prefers-reduced-motion: reduce)").matches ? 500 : 16;
    const tick = () => {
      playing = setTimeout(tick, Math.max(SWEEP / last() / speed.value, least));
      if (!ready()) return;
      if (stage.at < last()) move(stage.at + 1);
      else if (loop.checked) move(0);
      else pause();
    };
    playing = setTimeout(tick);
  }
  function pause() {
    if (!playing) return;
    clearTimeout(playing);
    playing = 0;
    name(play, "Play", "▶");
    soon();
  }

  const KEYS = {
    ArrowRight: () => step(1), ArrowUp: () => step(1), ArrowLeft: () => step(-1), ArrowDown: () => step(-1),
    PageUp: () => step(5), PageDown: () => step(-5), Home: () => step(-last()), End: () => step(last()),
    " ": () => play.click(),
  };
  range.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  range.addEventListener("input", () => {
    move(nearest(range.value));
    soon(); // a screen reader moves the slider without key or pointer
  });
  // Typed: what is not allowed is said, and waits to be mended.
  exact.addEventListener("change", () => {
    pause();
    const meant = exact.value !== "" && exact.valueAsNumber >= data.low && exact.valueAsNumber <= data.high;
    const whole = !data.whole || Number.isInteger(exact.valueAsNumber);
    exact.setCustomValidity(meant && whole ? "" : `It is ${data.allowed}.`);
    if (exact.reportValidity()) PARTS.get(node).send("moved", exact.valueAsNumber);
  });
  exact.addEventListener("input", () => exact.setCustomValidity(""));
  range.addEventListener("pointerdown", () => {
    pause();
    held = true;
  });
  // Heard on the window: the pointer may have left the slider, and may be taken away.
  const release = () => {
    if (!held) return;
    held = false;
    setTimeout(letGo); // after the last `input`
  };
  window.addEventListener("pointerup", release);
  window.addEventListener("pointercancel", release);
  // The visitor reaches for the axis: time to fetch the reel. A finger gives no such sign.
  for (const reach of ["pointerenter", "focusin"]) node.addEventListener(reach, ask);
  const near = () => node.matches(":hover, :focus-within");

  return {
    update(said) {
      const other = data?.key !== said.key;
      data = said;
      range.setAttribute("aria-label", said.label);
      label.title = said.help;
      label.firstChild.textContent = said.label;
      exact.setAttribute("aria-label", `${said.label}, exactly`);
      exact.setCustomValidity("");
      // An answer to what was said before: the visitor is already elsewhere.
      if (held || unsaid || (playing && !other)) return stand(nearest(range.value));
      if (playing) pause();
      clearTimeout(later);
      stand(said.at);
      settle();
      clearTimeout(wish);
      if (near()) wish = setTimeout(ask, 100);
      else if (matchMedia("(pointer: coarse)").matches) wish = setTimeout(ask, 1000);
    },
    heard() {
      if (stage.moving) frame ||= requestAnimationFrame(draw);
    },
    leave() {
      for (const timer of [playing, later, wish]) clearTimeout(timer);
      window.removeEventListener("pointerup", release);
      window.removeEventListener("pointercancel", release);
      stage.moving = false;
    },
  };
}

function button(said, sign, onclick) {
  const made = element("button", { type: "button", onclick });
  name(made, said, sign);
  return made;
}

function name(made, said, sign) {
  made.textContent = sign;
  made.title = made.ariaLabel = said;
}

// ---- the reel -----------------------------------------------------------------------------------

function hearReel(stage, { key, parts }) {
  if (!parts) return;
  stage.reel = { key, parts: new Map(Object.entries(parts).map(([name, tracks]) => [name, ready(tracks)])) };
  stage.asked = null;
  stage.axis?.heard();
}

// Tracks say, for each path into a part's data that differs between stops: a pool of values, and
// which of them each stop takes.
function ready(tracks) {
  for (const track of tracks) track.pool = track.pool.map(numbers);
  return tracks;
}

const ARRAYS = { f4: Float32Array, i4: Int32Array };

function numbers(value) {
  if (!value?.bdata || value.shape) return value;
  const bytes = Uint8Array.from(atob(value.bdata), (c) => c.charCodeAt(0));
  return new ARRAYS[value.dtype](bytes.buffer);
}

function valueAt(tracks, name, stop) {
  const track = tracks.find(({ path }) => path.length === 1 && path[0] === name);
  return track && track.pool[track.order[stop]];
}

// `base` with the values of that stop; only what lies on the way to a change is copied.
function changed(base, tracks, stop) {
  const fresh = new Set();
  const copy = (thing) => {
    if (fresh.has(thing)) return thing;
    const made = Array.isArray(thing) ? [...thing] : { ...thing };
    fresh.add(made);
    return made;
  };
  const root = copy(base);
  for (const { path, pool, order } of tracks) {
    let place = root;
    for (const name of path.slice(0, -1)) place = place[name] = copy(place[name]);
    place[path.at(-1)] = pool[order[stop]];
  }
  return root;
}

const MAKE = { top: makeTop, figure: makeFigure, words: makeWords, axis: makeAxis };
