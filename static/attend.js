// Being in a room: the bar over the page, what its presenter shows to it, and who joined it following that.
//
// It goes the way of links. The presenter's tab says the link of what is on its screen, and where the axis stands while it
// moves; the others stand where that link says. While a question stands they guess on their own page (guess.js), and
// their pages learn the answer when the link tells it.

import { element, makeDialog, press } from "./dom.js";
import { save } from "./files.js";
import { go } from "./go.js";
import { GONE, addressOf, keepRoom, keptRoom, linkHere, listen, openRoom, pageOf, tellRoom } from "./room.js";
import { nearest } from "./scales.js";
import { spreadsheetOf } from "./tally.js";
/** @import { Attended, Kept, Made, Send, Stage } from "./types.js" */

const LOOK = 100; // milliseconds between two looks at what is on the presenter's screen
const AIR = 1500; // milliseconds in which the guesses are seen before the truth falls in
// How the app is started so that others can open it: docs/for-teachers.md.
export const OPENING = ".venv/bin/streamlit run app.py --server.address 0.0.0.0 --browser.serverAddress 192.168.1.20";
const LAYOUT = ["embed", "embed_options"];

/** Whether that name means the machine itself, which nobody else can open. @param {string} host */
export const isHere = (host) => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(host);

/** Whether two links say the same of a page, however they say it. @param {URL} one @param {URL} other */
export function isSame(one, other) {
  const [a, b] = [one, other].map(({ pathname, searchParams }) => {
    const said = [...searchParams].filter(([name]) => !LAYOUT.includes(name)).map((pair) => pair.join("=")).sort();
    return JSON.stringify([pathname, said]);
  });
  return a === b;
}

/** @type {Kept | null} */
let room = null;
let leave = () => {};
let looking = 0; // the timer of the presenter's looks
/** @type {Stage | null} */
let stage = null;
/** @type {Send} */
let send = () => {};
let alone = ""; // what a link says of this step as a page of its own
let line = true;
/** @type {{ link: string, at: number | null, turn: number } | null} */
let shown = null;
/** @type {{ turn: number, name: string, open: boolean, round: number, told: any } | null} */
let asked = null;
let counts = { here: 0, answered: 0, ready: 0 };
/** @type {Made | null} what was guessed in this turn; a page that is loaded anew has it from its tab */
let mine = null;
let ready = 0; // the turn that this person is ready for
let went = ""; // the link that was followed, or shown, last
let recalls = ""; // the link of an answer whose question is shown once more
let answered = 0; // the turn whose answer was shown on this page with its guess
/** @type {number | null} */
let wentAt = null; // and where on its axis
let busy = false; // something of the presenter's is on its way
let truth = 0; // the timer until it falls in
let problem = "";
/** @type {HTMLElement | null} */
let bar = null;

/**
 * A page is drawn, or drawn anew: where its tab is in a room, it is attended there.
 * @param {Stage} now
 * @param {Send} say
 * @param {string} [page]
 */
export function attend(now, say, page = "") {
  [stage, send, alone] = [now, say, page];
  const kept = keptRoom();
  if (!kept && !room) return;
  if (kept && kept.code !== room?.code) enter(kept);
  tally(); // of this page
  draw();
  if (!room?.key) follow();
}

/** Opens a room that shows what is on screen. */
export async function begin() {
  try {
    await openRoom(linkHere());
    send("predict", true); // what the lesson asks, the room is asked
  } catch (failed) {
    problem = /** @type {Error} */ (failed).message;
    return void draw();
  }
  const kept = keptRoom();
  if (kept) enter(kept);
  draw();
  invite();
}

/** @param {Kept} kept */
function enter(kept) {
  out();
  room = kept;
  mine = kept.mine ?? null;
  problem = "";
  leave = listen(kept, hear);
  if (kept.key) looking = window.setInterval(look, LOOK);
  if (stage) stage.room = attended(kept);
}

/** @param {Kept} kept @returns {Attended} */
const attended = ({ key }) => ({
  presents: Boolean(key), guess, step,
  get made() {
    return asked?.open && mine ? mine.value : null;
  },
});

function out() {
  leave();
  clearInterval(looking);
  clearTimeout(truth);
  room = shown = asked = mine = null;
  counts = { here: 0, answered: 0, ready: 0 };
  if (stage) stage.room = stage.tally = null;
}

// The room is no more: the lesson goes on, alone.
function end() {
  const [presents, asks] = [room?.key, stage?.asks];
  keepRoom(null);
  out();
  problem = "The room is closed. The lesson goes on.";
  if (presents && asks) send("skip", Date.now());
  draw();
  stage?.retell?.();
}

/** @param {string} kind @param {any} said */
function hear(kind, said) {
  if (kind === "closed") return end();
  if (kind === "line") line = said;
  if (kind === "counts") counts = said;
  if (kind === "shown") {
    shown = said;
    if (mine?.turn !== said.turn) mine = null;
    if (!room?.key) follow();
  }
  if (kind === "asked") {
    if (mine && (said.turn !== mine.turn || said.round !== mine.round)) mine = null;
    asked = said;
    tally();
    if (!room?.key) follow();
  }
  draw();
}

// What the class has guessed stands on the page once it is revealed.
function tally() {
  if (!stage || !room) return;
  stage.tally = room.key || room.follows ? (asked?.told ?? null) : null;
  if (room.key && asked?.told && !room.tallies[asked.turn]) {
    room.tallies[asked.turn] = asked.told;
    keepRoom(room);
  }
  stage.retell?.();
}

// ---- the presenter ------------------------------------------------------------------------------

const failed = (why) => {
  if (why.status === GONE) end();
  else problem = why.message;
  draw();
};

// What is on screen is told if it is not what was told last.
async function look() {
  const axis = stage?.axis;
  if (!room || busy || !stage || !axis?.node.isConnected) return;
  const at = stage.moving ? (axis.stops?.()[stage.at] ?? null) : null;
  const link = linkHere();
  if (link === went && at === wentAt) return;
  busy = true;
  [went, wentAt] = [link, at];
  await tellRoom(room, "show", { link, at }).catch((why) => {
    went = "";
    failed(why);
  });
  busy = false;
}

async function reveal() {
  if (!room) return;
  const said = await tellRoom(room, "reveal").catch(failed);
  if (!said) return send("skip", Date.now());
  asked = said;
  tally();
  draw();
  truth = window.setTimeout(fall, AIR);
}

// The truth falls in among the guesses.
function fall() {
  clearTimeout(truth);
  if (stage?.asks) send("skip", Date.now());
}

const again = () => room && tellRoom(room, "again").catch(failed);

/** A key of the lesson, or a button: on by so many steps. Of a question it is revealed first. @param {number} by */
function step(by) {
  if (!room?.key || !stage?.asks) return;
  if (!asked?.open) fall();
  else if (by > 0) reveal();
  else again();
}

// The code, large: to be scanned, or typed at the address.
function invite() {
  if (!room) return;
  const { code } = room;
  const address = addressOf(code);
  const closed = isHere(location.hostname);
  const dialog = makeDialog("Room", element("div", { className: "invite" },
    closed
      ? element("div", { className: "shut" }, element("p", {}, "This address opens on this machine alone, so nobody can join. To let the room in, start the app with this machine's own address in place of 192.168.1.20:"), element("pre", {}, OPENING))
      : element("img", { src: `${address}/qr.svg`, alt: "QR code of the room's address" }),
    element("div", {},
      element("p", { className: "letters", ariaLabel: `The code ${[...code].join(" ")}` }, code),
      element("p", {}, closed ? "" : address.replace(/^https?:\/\//, "").replace(/\/[^/]*$/, "")),
      element("p", {}, "Phones that join follow what is shown here, and guess before it is. No name, no account."),
      element("div", { className: "do" },
        press("Guesses (CSV)", () => room && save(`room-${code}.csv`, new Blob([spreadsheetOf(Object.values(room.tallies))], { type: "text/csv" }))),
        press("Close the room", () => {
          dialog.close();
          if (room) tellRoom(room, "close").then(end, failed);
        })))));
  dialog.classList.add("sightglass-invite");
  dialog.addEventListener("close", () => dialog.remove());
  document.querySelector(".sightglass-share")?.append(dialog);
  if (!dialog.isConnected) document.body.append(dialog);
  dialog.showModal();
}

// ---- who joined ---------------------------------------------------------------------------------

// Stand where the presenter does.
function follow() {
  if (!room?.follows || !shown || !stage) return;
  const [wanted, here] = [new URL(pageOf(shown.link)), new URL(location.href)];
  const large = (url) => url.searchParams.get("present") === "true";
  if (wanted.pathname !== here.pathname || large(wanted) !== large(here)) return open(wanted, large(wanted) || large(here));
  if (recalls === shown.link && !stage.asks) return; // it is on its way
  const told = wanted.searchParams.get("told") === "true";
  // Loaded anew since the answer was shown: the question comes back, to be answered with the guess that the tab has kept.
  if (told && !stage.asks && mine && asked?.told && mine.turn === asked.turn && answered !== mine.turn) {
    [recalls, answered, went] = [shown.link, mine.turn, ""];
    wanted.searchParams.delete("told");
    return send("follow", wanted.search.slice(1));
  }
  if (went !== shown.link) {
    [went, recalls] = [shown.link, ""];
    if (told && stage.asks && mine) {
      answered = mine.turn;
      send("guess", mine.value);
    } else if (told && stage.asks) send("skip", Date.now());
    else if (!isSame(wanted, here)) send("follow", wanted.search.slice(1));
  }
  if (shown.at !== null && !stage.asks) stage.axis?.follow?.(nearest(stage.axis.stops?.() ?? [], shown.at));
}

/** @param {URL} wanted @param {boolean} anew */
function open(wanted, anew) {
  if (went === wanted.href) return; // it is on its way
  went = wanted.href;
  if (wanted.searchParams.get("present") === "true") for (const [name, value] of [["embed", "true"], ["embed_options", "light_theme"]]) wanted.searchParams.set(name, value);
  if (anew) location.assign(wanted.href);
  else go(wanted.href);
}

/** @param {number} value */
async function guess(value) {
  if (!room || !asked?.open) return;
  const said = { turn: asked.turn, round: asked.round, value };
  const heard = await tellRoom(room, "guess", said).catch(failed);
  if (heard && room) {
    mine = room.mine = said;
    keepRoom(room);
    stage?.retell?.();
  }
  draw();
}

function letGo() {
  if (!room) return;
  room.follows = false;
  keepRoom(room);
  if (alone) location.assign(`?${alone}`); // the step as a page, with all its controls
  else tally();
  draw();
}

function followAgain() {
  if (!room) return;
  room.follows = true;
  keepRoom(room);
  went = "";
  tally();
  follow();
  draw();
}

function beReady() {
  if (!room || !shown) return;
  const [turn, is] = [shown.turn, ready !== shown.turn];
  ready = is ? turn : 0;
  tellRoom(room, "ready", { turn, ready: is }).catch(failed);
  draw();
}

// ---- the bar ------------------------------------------------------------------------------------

function draw() {
  const root = document.documentElement;
  if (room) root.dataset.room = room.key ? "presents" : room.follows ? "follows" : "alone";
  else if (problem) root.dataset.room = "ended";
  else delete root.dataset.room;
  if (stage) stage.room = room && attended(room);
  if (!room && !problem) return bar?.remove();
  bar ??= element("div", { className: "sightglass-room", role: "group", ariaLabel: "Room" });
  const said = status();
  const drawn = JSON.stringify([root.dataset.room, room?.code, said, asked?.open, asked?.round, ready === shown?.turn]);
  if (bar.dataset.drawn !== drawn) {
    bar.dataset.drawn = drawn;
    const words = element("span", { className: "status", role: "status" }, said);
    bar.replaceChildren(...(room ? [element("b", {}, room.code)] : []), words, element("span", { className: "do" }, ...buttons()));
  }
  if (!bar.isConnected) {
    (document.querySelector("[data-testid=stApp]") ?? document.body).append(bar);
    dispatchEvent(new Event("resize"));
  }
}

function buttons() {
  if (!room) return [press("OK", () => {
    problem = "";
    draw();
    dispatchEvent(new Event("resize"));
  })];
  if (room.key) {
    const rounds = asked?.round === 1 ? [press("Ask again", again)] : [];
    return [...(asked?.open ? [press("Reveal", reveal), ...rounds] : []), press("Room", invite)];
  }
  if (!room.follows) return [press("Follow", followAgain)];
  const wait = press(ready === shown?.turn ? "Ready ✓" : "Ready", beReady);
  wait.ariaPressed = String(ready === shown?.turn);
  return [...(asked?.open || asked?.told ? [] : [wait]), press("Let go", letGo)];
}

function status() {
  if (problem) return problem;
  if (!room) return "";
  if (!line) return "Waiting for the room.";
  if (room.key) {
    const where = isHere(location.hostname) ? [] : [addressOf("").replace(/^https?:\/\//, "").replace(/\/$/, "")];
    const answered = asked?.open ? [`${counts.answered} of ${counts.here} guessed${asked.round > 1 ? ", round 2" : ""}`] : [`${counts.here} here`];
    return [...where, ...answered, ...(counts.ready ? [`${counts.ready} ready`] : [])].join(" · ");
  }
  if (!room.follows) return asked?.open ? "A question is asked. Follow to answer." : "You are on your own.";
  if (asked?.open) {
    if (mine) return "Your guess is in. You can change it.";
    return asked.round > 1 ? "Talk, then guess once more." : "What do you guess?";
  }
  return "You follow.";
}
