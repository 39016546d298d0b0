// A slider's picture, asked for by a plain link (ui/picture.py) and seen before Streamlit has done its own work.
// Then the server is told, and what it answers finds the picture drawn.

import { tell } from "./said.js";
/** @import { Row, Stage, Value } from "./types.js" */

const LONG = 2000; // milliseconds: what takes longer is left to the server's answer
const SEEN = 20; // milliseconds until the picture is on the screen

/**
 * `moved`: the controls, by name, that stand elsewhere than the server last said. It is told once they are seen.
 * @param {Stage} stage
 * @param {Record<string, Value>} moved
 */
export function ahead(stage, moved) {
  stage.held = true;
  stage.wish = moved;
  if (!stage.asking) ask(stage);
}

/**
 * Ask for what a visitor who goes on will want next, now that nobody waits. A busy server leaves it.
 * @param {Stage} stage
 * @param {Record<string, Value>} moved
 */
export function foresee(stage, moved) {
  const address = addressOf(stage, moved);
  if (stage.foreseen?.address !== address) stage.foreseen = { address, rows: fetchRows(address, { "Sightglass-Foreseen": "1" }) };
}

/**
 * One at a time: while a key is held, what is asked for next is what is wanted by then.
 * @param {Stage} stage
 */
async function ask(stage) {
  stage.asking = true;
  while (stage.wish) {
    const address = addressOf(stage, stage.wish);
    stage.wish = null;
    const foreseen = stage.foreseen?.address === address && (await stage.foreseen.rows);
    const rows = foreseen || (await fetchRows(address));
    if (rows && stage.held) stage.picture?.show(rows);
  }
  stage.asking = false;
  setTimeout(() => stage.asking || !stage.held || stage.steered || tell(stage), SEEN);
}

/**
 * @param {Stage} stage
 * @param {Record<string, Value>} moved
 */
function addressOf({ picture }, moved) {
  const address = new URL(picture?.link ?? "", document.baseURI);
  const stem = address.pathname.split("/").at(-1);
  for (const [name, value] of Object.entries(moved)) address.searchParams.set(`${stem}.${name}`, String(value));
  return address.href;
}

/**
 * @param {string} address
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Row[] | null>}
 */
async function fetchRows(address, headers) {
  try {
    const answer = await fetch(address, { headers, signal: AbortSignal.timeout(LONG) });
    return answer.status === 200 ? (await answer.json()).rows : null;
  } catch {
    return null; // the line is cut, or the server busy
  }
}
