// What moves on a page: presets, controls, figures, words, and the axis that is dragged.
//
// The server sends a page's sheets as they are now: rows of figures and words. Once the visitor reaches
// for the axis, it also sends the page's reel: for every stop of the axis, what differs between the
// stops. From then on dragging, stepping and playing happen here, until the visitor lets go.
//
// A stage is one page. `mount` is called for every sheet when it appears and whenever its data change;
// each part's node stays the same from run to run, so nothing is torn down and nothing flashes.

import { attend } from "./attend.js";
import { makeAxis } from "./axis.js";
import { element } from "./dom.js";
import { remember } from "./done.js";
import { fetchPlotly, makeFigure } from "./figure.js";
import { takeOver } from "./first.js";
import { makeFit } from "./fit.js";
import { makeHead } from "./head.js";
import { makeKeys } from "./keys.js";
import { foldMenu } from "./menu.js";
import { fill, leave, makeFeed, newStage } from "./parts.js";
import { makePanel, makePresets } from "./panel.js";
import { readyForPaper } from "./paper.js";
import { hearReel } from "./reel.js";
import { answer, isAhead, isOfNow, note, tell } from "./said.js";
import { makeShare } from "./share.js";
import { comeBack, leaves, makeSteps } from "./steps.js";
import { fetchTerms } from "./terms.js";
import { makeTeach } from "./teach.js";
import { makeName, makeWords } from "./words.js";
/** @import { Maker, Send, Sheet, Stage } from "./types.js" */

/** @type {Record<string, Maker>} */
const MAKE = { head: makeHead, figure: makeFigure, name: makeName, words: makeWords, axis: makeAxis, stage: makeFit, panel: makePanel, presets: makePresets, teach: makeTeach, share: makeShare, keys: makeKeys, steps: makeSteps };
const { feed, fillRow } = makeFeed(MAKE);
const STAGES = (window.sightglass = new Map()); // by page, for tests to look at
const SHEETS = new WeakMap(); // node -> the places in it
const UTF8 = new TextDecoder();
const PATIENCE = 2000; // milliseconds
const TURNED = 300;

let connected = true;
let greeting = false; // the line is back, and the server has not yet been heard
let asked = ""; // what the server was last greeted with

// One after the other, as they came: what is long is unpacked meanwhile.
let turn = Promise.resolve();
/** @param {() => any} act */
function inTurn(act) {
  turn = turn.then(act).catch((problem) => setTimeout(() => { throw problem; }));
}

/**
 * @param {{ data: Uint8Array, parentElement: HTMLElement, setTriggerValue: Send }} mounted by Streamlit
 * @param {{ styles: string[], plotly: string }} files where they are
 */
export function mount({ data, parentElement, setTriggerValue }, files) {
  const node = placeIn(parentElement);
  foldMenu();
  dress(files.styles);
  fetchTerms();
  const content = read(data);
  inTurn(async () => {
    const said = await content;
    const stage = stageNamed(said.stage);
    if (said.teach) remember(said.stage, said.teach.visit);
    if (said.done !== undefined) {
      if (!SHEETS.has(node)) stage.unanswered = []; // the page was left, and is found again
      answer(stage, said.done);
      stage.say = (event, value) => connected && (!greeting || event === "hello") && setTriggerValue(event, value);
    }
    const send = (event, value) => {
      if (isOfNow(event)) stage.axis?.rest?.();
      note(stage, event, value);
      tell(stage);
    };
    hear(node, said, stage, send, files.plotly);
  });
}

/** @param {{ parentElement: HTMLElement }} mounted */
export function unmount({ parentElement }) {
  const node = placeIn(parentElement);
  inTurn(() => leave(node));
}

const placeIn = (parent) => /** @type {HTMLElement} */ (parent.querySelector(".sightglass"));

/**
 * JSON, which begins with a brace, or JSON that the server has compressed; before it, perhaps, a line of JSON
 * that only this visitor is sent.
 * @param {Uint8Array} data
 * @returns {Promise<any>}
 */
async function read(data) {
  const [brace, newline] = [0x7b, 0x0a];
  if (data[0] === brace) {
    const end = data.indexOf(newline);
    if (end < 0) return JSON.parse(UTF8.decode(data));
    return { ...JSON.parse(UTF8.decode(data.subarray(0, end))), ...(await read(data.subarray(end + 1))) };
  }
  const stream = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (data)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

/**
 * @param {HTMLElement} node
 * @param {any} data
 * @param {Stage} stage
 * @param {Send} send
 * @param {string} plotly
 */
function hear(node, data, stage, send, plotly) {
  fetchPlotly(plotly);
  if (data.role === "reel") {
    hearReel(stage, data);
    if (greeting && data.heard === asked) {
      greeting = false;
      tell(stage); // what was done while the line was cut
    }
  } else if (data.role === "sheet") fillSheet(node, data, stage, send);
  else feed(node, data, stage, send);
}

/**
 * Rows; and where there are controls, presets above them and the panel beside them. In front of a room
 * the rows fill the screen. Above all of it what is asked and tried, behind it what shares and downloads.
 * @param {HTMLElement} node
 * @param {Sheet} sheet
 * @param {Stage} stage
 * @param {Send} send
 */
function fillSheet(node, { rows, picture, presets, problems, controls, compare, large, lesson, teach, share }, stage, send) {
  let places = SHEETS.get(node);
  if (lesson && !places && leaves()) return;
  if (!places) {
    places = Object.fromEntries(["teach", "presets", "stage", "rows", "panel", "steps", "share", "keys"].map((className) => [className, element("div", { className })]));
    SHEETS.set(node, places);
    if (teach && !controls) node.append(places.teach);
    if (lesson) node.append(element("div", { className: "room" }, places.rows, places.steps));
    else if (controls) {
      places.stage.append(places.rows, places.panel);
      node.append(places.presets, ...(teach ? [places.teach] : []), places.stage);
    } else node.append(places.rows);
    if (share) node.append(places.share);
    if (controls || lesson) node.append(stage.aloud.node, places.keys);
  }
  const draw = (role, data = {}) => feed(places[role], { role, ...data }, stage, send);
  if (teach) draw("teach", teach); // what it asks decides what the others do
  const show = (rows) => fill(places.rows, rows, "row", (row, said) => said && fillRow(row, said, stage, send));
  if (controls) stage.picture = { link: picture ?? "", show };
  const late = isAhead(stage); // an answer to what was done before: the one to what is on screen follows
  if (!late) show(rows); // what is looked at first, first
  if (controls) {
    if (!late) draw("presets", { presets, problems, compared: compare ?? {}, large });
    draw("panel", { controls });
    draw("stage");
  }
  if (lesson) draw("steps", lesson);
  if (share) draw("share", share);
  if (controls || lesson) draw("keys", { room: Boolean(lesson), lesson: Boolean(lesson?.steps.length) });
  if (controls || lesson) takeOver(stage);
  if (controls || lesson) attend(stage, send, lesson?.alone);
  if (controls) comeBack();
}

// The styles are the page's, not each part's own: they are loaded once.
function dress(styles) {
  for (const href of styles) {
    if (!document.head.querySelector(`link[href="${href}"]`)) document.head.append(element("link", { rel: "stylesheet", href }));
  }
}

/**
 * @param {string} name
 * @returns {Stage}
 */
function stageNamed(name) {
  if (!STAGES.has(name)) {
    STAGES.set(name, newStage(name));
    readyForPaper(STAGES.get(name));
  }
  return STAGES.get(name);
}

// A server that was started again knows nothing of this visit, and does not answer what is said to it. So as
// soon as the line is back it is asked; without an answer the page is loaded anew. Its link says its state.
new MutationObserver(() => {
  const now = /** @type {HTMLElement | null} */ (document.querySelector("[data-testid=stApp]"))?.dataset.testConnectionState === "CONNECTED";
  const back = now && !connected;
  connected = now;
  const stage = stageOnScreen();
  if (!back || !stage) return;
  asked = String(Date.now());
  greeting = true; // what is said meanwhile might get lost
  stage.say?.("hello", asked);
  setTimeout(() => connected && stage.heard !== asked && location.reload(), PATIENCE);
}).observe(document.body, { subtree: true, attributeFilter: ["data-test-connection-state"] });

const stageOnScreen = () => [...STAGES.values()].find(({ axis }) => axis?.node.isConnected);

// In the evening the visitor's system turns dark, and Streamlit with it. The figures follow.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  setTimeout(() => {
    stageOnScreen()?.axis.send("again", Date.now());
  }, TURNED);
});
