// A sweep along the axis as a moving picture, for slides: an animated GIF, framed as the still picture is.

import { element } from "./dom.js";
import { canvasOf } from "./files.js";
import { makeGif, paletteOf } from "./gif.js";
import { valueAt } from "./reel.js";
/** @import { Around } from "./files.js" */
/** @import { Part, Stage } from "./types.js" */

const MOST = 3_000_000; // bytes
const [WIDE, HIGH] = [960, 800]; // pixels
const SWEEP = 500; // hundredths of a second from end to end, as on the page
const LAST = 150; // of the last picture
const SAMPLE = 5; // pictures that the colours are chosen by
const [SOON, PATIENCE] = [50, 60_000]; // milliseconds until it is asked again whether the reel is there; and until it is not to come

/**
 * The chosen figure at every stop of the axis; at every second or fourth, if it would be too large. Meanwhile the page
 * moves along, and then stands where it stood.
 * @param {Stage} stage
 * @param {Part} part
 * @param {Around} around
 * @param {(words: string) => void} tell how far it has come
 */
export async function movingPicture(stage, part, around, tell) {
  const axis = /** @type {Part} */ (stage.axis);
  axis.reach?.();
  for (let waited = 0; !axis.isReady?.(); waited += SOON) {
    if (waited > PATIENCE) throw new Error("The server does not answer.");
    await new Promise((done) => setTimeout(done, SOON));
  }
  const here = stage.at;
  const claim = /** @type {Part} */ (stage.parts.get("claim"));
  const tracks = stage.reel?.parts.get("claim") ?? [];
  const count = axis.stops?.().length ?? 1;
  const claimAt = (stop) => valueAt(tracks, "claim", stop) ?? around.claim;
  const claims = Array.from({ length: count }, (_, stop) => claimAt(stop));
  async function pictureAt(stop) {
    axis.lead?.(stop);
    claim.show?.(stop);
    return scaled(await canvasOf(part, { ...around, claim: claims[stop], claims }));
  }
  try {
    const sample = [];
    for (let i = 0; i < SAMPLE; i += 1) {
      tell("Choosing the colours.");
      sample.push(await pictureAt(Math.round((i * (count - 1)) / (SAMPLE - 1))));
    }
    const palette = paletteOf(sample);
    for (let step = 1; ; step *= 2) {
      const stops = stopsBy(count, step);
      const gif = makeGif(sample[0].width, sample[0].height, palette);
      for (const [done, stop] of stops.entries()) {
        tell(`Painting: ${10 * Math.floor((10 * done) / stops.length)} % is done.`);
        gif.add(await pictureAt(stop), done === stops.length - 1 ? LAST : Math.round(SWEEP / (stops.length - 1)));
        if (stops.length > 2 && done && gif.size() > MOST * ((done + 1) / stops.length)) break; // on the way to too much
      }
      if (gif.size() <= MOST && gif.count() === stops.length) return gif.file();
      if (stops.length <= 2) throw new Error("It would be larger than 3 MB.");
    }
  } finally {
    axis.lead?.(here);
    axis.rest?.();
  }
}

/**
 * Every so many of the stops of an axis, its last always among them.
 * @param {number} count
 * @param {number} step
 */
export function stopsBy(count, step) {
  const found = Array.from({ length: Math.ceil((count - 1) / step) }, (_, i) => i * step);
  return [...found, count - 1];
}

/**
 * @param {HTMLCanvasElement} canvas
 */
function scaled(canvas) {
  const share = Math.min(WIDE / canvas.width, HIGH / canvas.height, 1);
  const [width, height] = [canvas.width, canvas.height].map((side) => Math.round(share * side));
  const pen = /** @type {CanvasRenderingContext2D} */ (element("canvas", { width, height }).getContext("2d", { willReadFrequently: true }));
  pen.imageSmoothingQuality = "high";
  pen.drawImage(canvas, 0, 0, width, height);
  return { width, height, pixels: new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer) };
}
