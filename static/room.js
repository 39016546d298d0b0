// The line to a room: what its presenter and who joined it say, and a stream of what is said in it. The tab keeps which
// room it is in, with the presenter's key or a badge; neither is ever in an address.

import { stored } from "./visit.js";
/** @import { Kept } from "./types.js" */

const KEPT = "sightglass.room";
const HERE = import.meta.url;
const ROOT = new URL("../../", HERE); // the app's own address: this script is in live/<version>/
const AGAIN = 1000; // milliseconds until a line that was cut is tried again
const TRIES = 3;
export const GONE = 404; // what is answered where a room is no more
const AWAY = "The server does not answer.";

/** @returns {Kept | null} the room that this tab is in */
export function keptRoom() {
  const kept = stored(() => JSON.parse(sessionStorage.getItem(KEPT) ?? "null"));
  return kept && typeof kept.code === "string" ? kept : null;
}

/** @param {Kept | null} room */
export const keepRoom = (room) => stored(() => (room ? sessionStorage.setItem(KEPT, JSON.stringify(room)) : sessionStorage.removeItem(KEPT)));

/** Where a room is joined. @param {string} code */
export const addressOf = (code) => new URL(`room/${code}`, ROOT).href;

/** A page by its link, as it follows the app's own address. @param {string} link */
export const pageOf = (link) => new URL(link, ROOT).href;

/** The link of what is on screen. */
export const linkHere = () => `${location.pathname.slice(ROOT.pathname.length)}${location.search}`;

/** @param {Partial<Kept>} room @returns {Record<string, string>} */
const pass = ({ key, badge }) => (key ? { "sightglass-key": key } : badge ? { "sightglass-badge": badge } : {});

/**
 * @param {string} path
 * @param {object} said
 * @param {Partial<Kept>} room
 */
async function say(path, said, room = {}) {
  const headers = { "Content-Type": "application/json", ...pass(room) };
  const answer = await fetch(new URL(`room${path}`, ROOT), { method: "POST", headers, body: JSON.stringify(said) });
  const heard = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(heard.why ?? AWAY), { status: answer.status });
  return heard;
}

/** Opens a room that shows that link. @param {string} link */
export async function openRoom(link) {
  const { code, key } = await say("", { link });
  keepRoom({ code, key, follows: false, tallies: {} });
}

/** Joins a room: the link of what is shown there. Who was in it already is who they were. @param {string} code @returns {Promise<string>} */
export async function joinRoom(code) {
  const { badge, mine } = keptRoom() ?? {};
  const joined = await say(`/${encodeURIComponent(code)}/join`, {}, { badge });
  keepRoom({ code: joined.code, badge: joined.badge, follows: true, tallies: {}, ...(joined.badge === badge ? { mine } : {}) });
  return joined.link;
}

/**
 * Says something in the room. A server that ends meanwhile leaves it unanswered: then it is said again, to another.
 * @param {Kept} room
 * @param {string} act
 * @param {object} [said]
 */
export async function tellRoom(room, act, said = {}) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await say(`/${room.code}/${act}`, said, room);
    } catch (problem) {
      const { status = 500 } = /** @type {{ status?: number }} */ (problem); // none where nobody answers
      if (status < 500 || tries === TRIES) throw problem;
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }
}

/**
 * Listens to the room, for as long as it is there: each message by its kind; "closed", it is no more; "line", whether it
 * can be reached. What is returned ends it.
 * @param {Kept} room
 * @param {(kind: string, said: any) => void} hear
 */
export function listen(room, hear) {
  const stop = new AbortController();
  const ask = async () => {
    const answer = await fetch(new URL(`room/${room.code}/events`, ROOT), { headers: pass(room), signal: stop.signal });
    if (answer.status === GONE) return true;
    if (!answer.ok || !answer.body) return false;
    hear("line", true);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let closed = false;
    const read = makeReader((kind, said) => {
      closed ||= kind === "closed";
      if (kind !== "closed") hear(kind, said);
    });
    for (let part = await reader.read(); !part.done; part = await reader.read()) read(part.value);
    return closed;
  };
  const go = async () => {
    if (stop.signal.aborted) return;
    const closed = await ask().catch(() => false);
    if (stop.signal.aborted) return;
    if (closed) return hear("closed", {});
    hear("line", false);
    setTimeout(go, AGAIN * (1 + Math.random())); // not a whole class at once
  };
  go();
  return () => stop.abort();
}

/**
 * Reads a stream of server-sent events, in whatever pieces it comes.
 * @param {(kind: string, said: any) => void} hear
 * @returns {(piece: string) => void}
 */
export function makeReader(hear) {
  let rest = "";
  return (piece) => {
    const events = (rest + piece).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      const lines = Object.fromEntries(event.split("\n").map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]));
      if (lines.event && lines.data) hear(lines.event, JSON.parse(lines.data));
    }
  };
}
