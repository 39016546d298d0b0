// Plays the axis from end to end.

import { button, element, name } from "./dom.js";

const SWEEP = 5000; // milliseconds: how long playing from end to end takes
const [AT_LEAST, CALMLY] = [16, 500]; // milliseconds from one stop to the next; the second for who wants little motion

/**
 * `begin` is called as playing starts, and `ready` says when it can go on; `step` goes a stop on, or from the last, told
 * to loop, to the first, and says whether it could; `ended` hears that playing has stopped.
 * @param {{ begin: () => void, ready: () => boolean, count: () => number, step: (again: boolean) => boolean, ended: () => void }} axis
 */
export function makePlayer({ begin, ready, count, step, ended }) {
  const play = button("Play", "▶", () => (timer ? pause() : start()));
  const speed = element("select", { className: "speed", ariaLabel: "Speed" });
  for (const times of [0.5, 1, 2, 4]) speed.append(new Option(`${times}×`, String(times), times === 1, times === 1));
  const loop = element("input", { type: "checkbox" });
  let timer = 0;

  function start() {
    begin();
    name(play, "Pause", "❚❚");
    const least = matchMedia("(prefers-reduced-motion: reduce)").matches ? CALMLY : AT_LEAST;
    const tick = () => {
      timer = setTimeout(tick, Math.max(SWEEP / (count() - 1) / Number(speed.value), least));
      if (ready() && !step(loop.checked)) pause();
    };
    timer = setTimeout(tick);
  }
  function pause() {
    if (!timer) return;
    stop();
    name(play, "Play", "▶");
    ended();
  }
  function stop() {
    clearTimeout(timer);
    timer = 0;
  }
  return { play, speed, loop, pause, stop, isPlaying: () => timer !== 0 };
}
