// The reel: for every stop of the axis what differs from the others.

/** @import { Row, Stage, Track } from "./types.js" */

/**
 * @param {Stage} stage
 * @param {{ key: string, heard: string, parts?: Record<string, Track[]> }} said
 */
export function hearReel(stage, { key, parts, heard }) {
  stage.heard = heard;
  if (!parts) return;
  stage.reel = { key, parts: new Map(Object.entries(parts).map(([name, tracks]) => [name, ready(tracks)])) };
  stage.asked = null;
  for (const part of new Set([stage.axis, ...stage.parts.values()])) part?.heard?.();
}

/**
 * Tracks say, for each path into a part's data that differs between stops: a pool of values, and
 * which of them each stop takes.
 * @param {Track[]} tracks
 */
function ready(tracks) {
  for (const track of tracks) track.pool = track.pool.map(numbers);
  return tracks;
}

const ARRAYS = { f4: Float32Array, i4: Int32Array };

/** @param {any} value */
export function numbers(value) {
  if (!value?.bdata || value.shape) return value;
  const bytes = Uint8Array.from(atob(value.bdata), (c) => c.charCodeAt(0));
  return new ARRAYS[value.dtype](bytes.buffer);
}

/**
 * @param {Track[]} tracks
 * @param {string} name
 * @param {number} stop
 */
export function valueAt(tracks, name, stop) {
  const track = tracks.find(({ path }) => path.length === 1 && path[0] === name);
  return track && track.pool[track.order[stop]];
}

/**
 * `base` with the values of that stop; only what lies on the way to a change is copied.
 * @template Data
 * @param {Data} base
 * @param {Track[]} tracks
 * @param {number} stop
 * @returns {Data}
 */
export function changed(base, tracks, stop) {
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
    place[path[path.length - 1]] = pool[order[stop]];
  }
  return root;
}

/**
 * A row of a state as the server would send it with the axis at that stop.
 * @param {NonNullable<Row>} row
 * @param {Record<string, Track[]> | undefined} parts what a reel says of them; without one the axis stays where it is
 * @param {number} stop
 * @returns {NonNullable<Row>}
 */
export function rowAt(row, parts, stop) {
  if (row.axis) return { ...row, axis: { ...row.axis, at: stop, locked: row.axis.locked || !parts } };
  const partAt = (said) => (parts?.[said.part] ? { ...changed(said, parts[said.part], stop), mark: said.mark + stop / 1000 } : said);
  return { ...row, cells: row.cells.map((stack) => stack.map(partAt)) };
}
