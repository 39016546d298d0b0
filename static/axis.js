// The axis: dragged, stepped and played here; the server hears of it when the visitor lets go.

import { button, element, makeBox, name } from "./dom.js";
import { makeMarks } from "./marks.js";

const SWEEP = 5000; // milliseconds: how long playing from end to end takes
const [QUICK, SLOW] = [25, 40]; // milliseconds from one picture to the next
const STILL = 60; // milliseconds without a move until the hand is still
const PAUSE = 250; // milliseconds after the last key until the server hears of it

export function makeAxis(node, stage, part) {
  const range = element("input", { type: "range", min: 0, max: 1, step: "any" });
  const value = element("output", {}, " ");
  const text = element("span", { className: "said" }, value); // as wide as there is room: what stands beside it stays
  const back = button("Step back", "‹", () => step(-1));
  const play = button("Play", "▶", () => (playing ? pause() : start()));
  const next = button("Step", "›", () => step(1));
  back.className = next.className = "step";
  const speed = element("select", { ariaLabel: "Speed" });
  for (const times of [0.5, 1, 2, 4]) speed.append(new Option(`${times}×`, times, times === 1, times === 1));
  const loop = element("input", { type: "checkbox" });
  const exact = makeBox("", (typed) => {
    pause();
    part.send("moved", typed);
  });
  const label = element("label", {}, element("b", {}), element("span", {}, exact.box));
  const marks = element("div", { className: "marks" });
  node.classList.add("sightglass-axis");
  node.append(marks, range, element(
    "div", { className: "row" },
    back, play, next, speed, element("label", {}, loop, "loop"), text, label,
  ));

  let data = null; // the stops: their places from 0 to 1, values and texts; and the one the server is at
  let playing = 0; // the timer that plays
  let frame = 0; // the animation frame that will draw
  let drawn = 0; // when the last was drawn
  let since = 0; // how many were drawn since one in which another figure followed
  let wait = 2; // how many are from one such to the next
  let moved = 0; // when the axis moved last
  let rest = 0; // the timer that draws what is left
  let later = 0; // the timer that tells the server
  let wish = 0; // the timer that asks for the reel
  let down = false; // the pointer is
  let unsaid = false; // moved since the server was last told
  const held = new Map(); // nodes of words that keep their height, and it

  const last = () => data.values.length - 1;
  const ready = () => stage.reel?.key === data.key;

  function ask() {
    if (!data || ready() || stage.asked === data.key) return;
    stage.asked = data.key;
    part.send("asked", data.key);
  }
  function stand(stop) {
    stage.at = Math.min(Math.max(stop, 0), last());
    range.value = data.places[stage.at];
    value.firstChild.data = data.texts[stage.at];
    exact.show(data.values[stage.at], data);
    range.setAttribute("aria-valuetext", data.texts[stage.at]);
  }
  function nearest(place) {
    const gaps = data.places.map((each) => Math.abs(each - place));
    return gaps.indexOf(Math.min(...gaps));
  }
  // The words and the main figure follow at every frame, and at every other one of the other figures the one that has
  // waited longest; at fewer, where that keeps the next frame waiting. Once the hand is still, the rest come one a frame.
  function draw() {
    frame = 0;
    if (!ready()) return;
    const now = performance.now();
    const gap = now - drawn;
    drawn = now;
    since += 1;
    if (since === 1) wait = gap < QUICK ? 2 : gap < SLOW ? 4 : 6;
    const turn = since >= wait;
    const due = [...new Set(stage.parts.values())].filter((each) => each.show && each.seen && each.node.isConnected && each.stands !== stage.at);
    const others = due.filter(({ first }) => !first).sort((a, b) => (a.turn ?? 0) - (b.turn ?? 0));
    const still = now - moved > STILL;
    const follows = others.slice(0, still || turn ? 1 : 0);
    if (follows.length) since = 0;
    for (const each of [...due.filter(({ first }) => first), ...follows]) {
      each.show(stage.at);
      each.stands = stage.at;
      each.turn = performance.now();
    }
    hold(due.filter(({ first, role }) => first && role === "words"));
    clearTimeout(rest);
    if (others.length) rest = setTimeout(() => (frame ||= requestAnimationFrame(draw)), still ? 0 : STILL);
  }
  // While the axis moves the words keep their place, which may grow: so the browser lays out what is in it, and not
  // the whole page. All are measured first, or it would do so for each.
  function hold(words) {
    const heights = words.map(({ node }) => (held.has(node) ? node.scrollHeight : node.getBoundingClientRect().height));
    words.forEach(({ node }, i) => {
      if (held.get(node) > heights[i] - 1) return; // but for rounding
      Object.assign(node.style, { height: `${heights[i]}px`, contain: "size layout" });
      held.set(node, heights[i]);
    });
  }
  function letLoose() {
    for (const { style } of held.keys()) style.height = style.contain = "";
    held.clear();
  }
  function move(stop) {
    stand(stop);
    stage.moving = unsaid = true;
    moved = performance.now();
    frame ||= requestAnimationFrame(draw);
    clearTimeout(later);
  }
  // The page stands still: what the server said meanwhile is drawn. Its answer may reach a part before
  // it reaches the axis.
  function settle() {
    stage.moving = false;
    letLoose();
    for (const part of new Set(stage.parts.values())) if (part.node.isConnected) part.settle?.();
  }
  function letGo() {
    clearTimeout(later);
    if (!stage.moving || playing || down) return;
    unsaid = false;
    if (stage.at === data.at) {
      for (const each of stage.parts.values()) if (each.seen && each.stands !== stage.at && ready()) each.show?.(stage.at);
      settle();
    }
    else part.send("moved", data.values[stage.at]);
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

  // What was guessed and what is true, where the thumb would stand for it.
  function mark() {
    const thumb = parseFloat(getComputedStyle(range).getPropertyValue("--thumb"));
    marks.style.margin = `0 ${thumb / 2 - 4}px`; // the slider is 4 pixels wider at each side
    marks.replaceChildren(...makeMarks(stage.marks ?? []));
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
  range.addEventListener("pointerdown", () => {
    pause();
    down = true;
  });
  // Heard on the window: the pointer may have left the slider, and may be taken away.
  const release = () => {
    if (!down) return;
    down = false;
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
      text.style.setProperty("--widest", `${Math.max(...said.texts.map(({ length }) => length))}ch`);
      label.firstChild.textContent = said.label;
      exact.box.ariaLabel = `${said.label}, exactly`;
      mark();
      for (const each of [range, back, play, next, exact.box]) each.disabled = said.locked;
      // An answer to what was said before: the visitor is already elsewhere.
      if (down || unsaid || (playing && !other)) return stand(nearest(range.value));
      if (playing) pause();
      clearTimeout(later);
      stand(said.at);
      settle();
      clearTimeout(wish);
      if (near()) wish = setTimeout(ask, 100);
      else if (matchMedia("(pointer: coarse)").matches) wish = setTimeout(ask, 1000);
    },
    mark,
    heard() {
      if (stage.moving) frame ||= requestAnimationFrame(draw);
    },
    leave() {
      for (const timer of [playing, rest, later, wish]) clearTimeout(timer);
      window.removeEventListener("pointerup", release);
      window.removeEventListener("pointercancel", release);
      letLoose();
      stage.moving = false;
    },
  };
}
