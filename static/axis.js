// The axis: dragged, stepped and played here; the server hears of it when the visitor lets go.

import { button, element, makeBox } from "./dom.js";
import { makeFollowers } from "./follow.js";
import { learned } from "./handles.js";
import { makeMarks } from "./marks.js";
import { makePlayer } from "./play.js";
import { nearest } from "./scales.js";
import { makeDots } from "./tally.js";
import { makeTicks } from "./ticks.js";
/** @import { Axis, Part, Stage } from "./types.js" */

const PAUSE = 250; // milliseconds after the last key until the server hears of it

/**
 * @param {HTMLElement} node
 * @param {Stage} stage
 * @param {Part} part
 */
export function makeAxis(node, stage, part) {
  const range = element("input", { type: "range", min: "0", max: "1", step: "any", id: "axis" });
  const skip = element("a", {
    className: "sightglass-skip", href: "#axis",
    onclick(event) {
      event.preventDefault();
      range.focus();
    },
  });
  const back = button("Step back", "‹", () => step(-1));
  const next = button("Step", "›", () => step(1));
  back.className = next.className = "step";
  const exact = makeBox("", (typed) => {
    player.pause();
    part.send("moved", typed);
  });
  const name = element("b");
  // Stops with names are chosen by name, since their numbers mean nothing.
  const names = element("select", {
    hidden: true,
    onchange() {
      player.pause();
      part.send("moved", data.values[names.selectedIndex]);
    },
  });
  const label = element("label", {}, name, element("span", {}, exact.box, names));
  const marks = element("div", { className: "marks" });
  const ticks = makeTicks((stop) => step(stop - stage.at));
  /** @type {Axis} */
  let data; // what the server said last
  let later = 0; // the timer that tells the server
  let wish = 0; // the timer that asks for the reel
  let down = false; // the pointer is
  let unsaid = false; // moved since the server was last told

  const last = () => data.values.length - 1;
  const ready = () => stage.reel?.key === data.key;
  const followers = makeFollowers(stage, ready, names);
  const player = makePlayer({
    ready, ended: soon, count: () => data.values.length,
    begin() {
      ask();
      if (stage.at === last()) move(0);
      stage.moving = true;
    },
    step(again) {
      if (stage.at === last() && !again) return false;
      move(stage.at < last() ? stage.at + 1 : 0);
      return true;
    },
  });
  const { play, speed, loop } = player;
  node.classList.add("sightglass-axis");
  document.body.prepend(skip); // the first that the Tab key comes to
  node.append(marks, range, ticks.node, element(
    "div", { className: "row" },
    back, play, next, speed, element("label", {}, loop, "loop"), label,
  ));

  function ask() {
    if (!data || ready() || stage.asked === data.key) return;
    stage.asked = data.key;
    part.send("asked", data.key);
  }
  function stand(stop) {
    stage.at = Math.min(Math.max(stop, 0), last());
    range.value = String(data.places[stage.at]);
    ticks.stand(stage.at);
    if (data.named) names.selectedIndex = stage.at;
    else exact.show(data.values[stage.at], data);
    range.setAttribute("aria-valuetext", data.texts[stage.at]);
  }
  function move(stop) {
    stand(stop);
    stage.telling = null;
    stage.moving = unsaid = true;
    followers.move();
    clearTimeout(later);
  }
  function settle() {
    stage.moving = false;
    followers.settle();
  }
  function letGo() {
    clearTimeout(later);
    if (!stage.moving || player.isPlaying() || down) return;
    unsaid = false;
    if (stage.at === data.at) {
      followers.catchUp();
      settle();
    } else part.send("moved", data.values[stage.at]);
  }
  function soon() {
    clearTimeout(later);
    later = setTimeout(letGo, PAUSE);
  }
  function step(by) {
    player.pause();
    ask();
    move(stage.at + by);
    soon();
  }

  // What was guessed and what is true, where the thumb would stand for it. Every answer says it again: what stands stays.
  function mark() {
    const made = [...(stage.tally?.on_axis ? makeDots(stage.tally) : []), ...makeMarks(stage.marks ?? [])];
    if (made.length !== marks.children.length || made.some((each, i) => !each.isEqualNode(marks.children[i]))) marks.replaceChildren(...made);
  }

  /** @type {Record<string, () => void>} */
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
    const place = range.valueAsNumber;
    move((down ? ticks.near(place) : null) ?? nearest(data.places, place));
    soon(); // a screen reader moves the slider without key or pointer
  });
  function take() {
    player.pause();
    down = true;
  }
  range.addEventListener("pointerdown", () => {
    learned();
    take();
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
      node.hidden = skip.hidden = said.unused;
      range.setAttribute("aria-label", said.label);
      skip.textContent = `Skip to the axis: ${said.label}`;
      label.title = said.help;
      name.textContent = said.label;
      for (const each of [exact.box, names]) each.ariaLabel = `${said.label}, exactly`;
      exact.box.hidden = said.named; // each value is told once
      names.hidden = !said.named;
      if (said.named && said.texts.join("\n") !== [...names.options].map(({ text }) => text).join("\n"))
        names.replaceChildren(...said.texts.map((each) => new Option(each)));
      mark();
      ticks.update(said);
      for (const each of [range, back, play, next, exact.box, names]) each.disabled = said.locked;
      // An answer to what was done before: the visitor is already elsewhere, and what follows is of other controls now.
      if (down || unsaid || (player.isPlaying() && !other)) {
        if (other) ask();
        return stand(nearest(data.places, range.valueAsNumber));
      }
      player.pause();
      clearTimeout(later);
      stand(said.at);
      settle();
      clearTimeout(wish);
      if (near()) wish = setTimeout(ask, 100);
      else if (matchMedia("(pointer: coarse)").matches) wish = setTimeout(ask, 1000);
    },
    mark,
    resize: ticks.lay,
    heard() {
      if (stage.moving) followers.soon();
    },
    isFree: () => !data.locked && !data.unused,
    isReady: ready,
    reach: ask,
    play: () => node.hidden || play.click(),
    stops: () => data.values,
    lead(stop) {
      player.pause();
      if (stop !== stage.at) move(stop);
    },
    rest: () => unsaid && letGo(),
    follow(stop) {
      if (down || !data || stop === stage.at) return;
      player.pause();
      ask();
      stand(stop);
      stage.telling = null;
      stage.moving = true;
      followers.move();
    },
    drag(stop) {
      if (stop === null) return release();
      take();
      if (stop !== stage.at) move(stop);
    },
    leave() {
      for (const timer of [later, wish]) clearTimeout(timer);
      player.stop();
      skip.remove();
      followers.leave();
      window.removeEventListener("pointerup", release);
      window.removeEventListener("pointercancel", release);
      stage.moving = false;
    },
  };
}
