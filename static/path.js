// Paths: links that are opened one after the other, and the bar that leads along one.
//
// A path is a title and stops: a link, as it follows the site's own address, its minutes, and what is to be seen there.
// The tab keeps the path that is walked. A visitor's own path stands in the link that gives it away.

import { element, press } from "./dom.js";
import { PATH } from "./done.js";
import { stored } from "./visit.js";

/** @typedef {{ link: string, minutes: number, say: string }} Stop */
/** @typedef {{ title: string, stops: Stop[] }} Path */

const WALK = "sightglass.walk"; // the path, and at which stop, kept by the tab
export const [MOST, LONGEST, MINUTES] = [30, 2000, 240]; // stops, characters of a link, minutes of a stop
const WORDS = 120; // characters of a title and of what is said
const PACKED = 12_000; // characters of a path in a link
const ELSEWHERE = ["", "interview", "flashcards", "coding", "plan", "stories", "glossary"];

/** The site's own address, which links follow. */
export const site = () => new URL(".", document.baseURI).href;

/**
 * A link of ours as it follows the site's own address; null if it leads elsewhere.
 * @param {string} said
 * @param {string[]} pages by their stems
 * @param {string} base the site's own address
 */
export function linkOf(said, pages, base) {
  const home = new URL(base);
  let address;
  try {
    address = new URL(said.trim(), home);
  } catch {
    return null;
  }
  if (address.origin !== home.origin || !address.pathname.startsWith(home.pathname)) return null;
  const page = address.pathname.slice(home.pathname.length);
  const link = `${page}${address.search}`;
  return [...ELSEWHERE, ...pages].includes(page) && link.length <= LONGEST ? link : null;
}

/**
 * A path as it was packed, or a teacher's file was read, with every stop looked at; or what is wrong with it.
 * @param {any} said
 * @param {string[]} pages
 * @param {string} base
 * @returns {Path}
 */
export function checked(said, pages, base) {
  if (typeof said?.title !== "string" || !Array.isArray(said?.stops)) throw new Error("it is no path");
  if (!said.stops.length) throw new Error("it has no stop");
  if (said.stops.length > MOST) throw new Error(`it has ${said.stops.length} stops, and a path has at most ${MOST}`);
  const stops = said.stops.map((stop, i) => {
    const link = typeof stop?.link === "string" ? linkOf(stop.link, pages, base) : null;
    if (link === null) throw new Error(`stop ${i + 1} is no link to a page of this site`);
    const minutes = Number(stop.minutes ?? 5);
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > MINUTES) throw new Error(`stop ${i + 1} takes "${String(stop.minutes).slice(0, 20)}" minutes, and it is a whole number from 1 to ${MINUTES}`);
    return { link, minutes, say: String(stop.say ?? "").slice(0, WORDS) };
  });
  return { title: said.title.slice(0, WORDS) || "A path", stops };
}

/**
 * A path from a text file: a title after "#", then a stop a line: minutes, if they are not five, a link, and what is
 * to be seen.
 * @param {string} text
 * @param {string[]} pages
 * @param {string} base
 */
export function fromText(text, pages, base) {
  let title = "My path";
  const stops = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const said = line.trim();
    if (said.startsWith("#")) title = said.replace(/^#+\s*/, "") || title;
    else if (said) {
      const [, minutes, link, say] = /** @type {RegExpMatchArray} */ (said.match(/^(?:(\d+)\s+)?(\S+)\s*(.*)$/));
      if (linkOf(link, pages, base) === null) throw new Error(`line ${i + 1}, "${said.slice(0, 60)}", has no link to a page of this site`);
      stops.push({ link, minutes: minutes ?? 5, say });
    }
  }
  return checked({ title, stops }, pages, base);
}

/** The path as part of a link. @param {Path} path */
export function packed({ title, stops }) {
  const bytes = new TextEncoder().encode(JSON.stringify([title, stops.map(({ link, minutes, say }) => [link, minutes, say])]));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The path that was packed.
 * @param {string} text
 * @param {string[]} pages
 * @param {string} base
 */
export function unpacked(text, pages, base) {
  if (text.length > PACKED) throw new Error("it is too long");
  let said;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Error("a part of it is missing");
  }
  const [title, stops] = Array.isArray(said) ? said : [];
  return checked({ title, stops: Array.isArray(stops) ? stops.map((stop) => ({ link: stop?.[0], minutes: stop?.[1], say: stop?.[2] })) : null }, pages, base);
}

/** Minutes from that stop on. @param {Path} path @param {number} at */
export const left = ({ stops }, at) => stops.slice(at).reduce((sum, { minutes }) => sum + minutes, 0);

// ---- a path of one's own --------------------------------------------------------------------------

/** @returns {Path} */
export function ownPath() {
  const kept = stored(() => JSON.parse(localStorage.getItem(PATH) ?? "null"));
  return kept && Array.isArray(kept.stops) ? kept : { title: "My path", stops: [] };
}

/** @param {Path} path */
export function keepPath(path) {
  stored(() => (path.stops.length ? localStorage.setItem(PATH, JSON.stringify(path)) : localStorage.removeItem(PATH)));
}

// ---- walking --------------------------------------------------------------------------------------

/** @returns {{ path: Path, at: number } | null} */
export function walked() {
  const kept = stored(() => JSON.parse(sessionStorage.getItem(WALK) ?? "null"));
  const stops = kept?.path?.stops;
  return Array.isArray(stops) && Number.isInteger(kept.at) && stops[kept.at] ? kept : null;
}

/**
 * Opens that stop: a page that is loaded anew has nothing left of the one before.
 * @param {Path} path
 * @param {number} at
 */
export function walk(path, at) {
  stored(() => sessionStorage.setItem(WALK, JSON.stringify({ path, at })));
  location.assign(new URL(path.stops[at].link, site()).href);
}

/** @type {HTMLElement | null} */
let bar = null;

/** The bar over the page, while a path is walked. */
export function drawBar() {
  const now = walked();
  document.documentElement.toggleAttribute("data-path", now !== null);
  bar?.remove();
  bar = null;
  if (!now) return;
  const { path, at } = now;
  const last = path.stops.length - 1;
  const step = (words, sign, by) => {
    const made = element("button", { type: "button", title: words, ariaLabel: words, onclick: () => walk(path, at + by) }, sign);
    made.disabled = at + by < 0 || at + by > last;
    return made;
  };
  const leave = element("button", { type: "button", title: "Leave the path", ariaLabel: "Leave the path", className: "leave" }, "×");
  leave.addEventListener("click", () => {
    stored(() => sessionStorage.removeItem(WALK));
    drawBar();
    dispatchEvent(new Event("resize"));
  });
  const here = press(path.stops[at].say || path.title, () => walk(path, at));
  here.title = "Back to this stop";
  here.className = "here";
  bar = element(
    "nav", { className: "sightglass-path", ariaLabel: `Path: ${path.title}` },
    element("b", {}, path.title),
    element("span", { className: "where" }, `${at + 1} of ${path.stops.length}`),
    here,
    element("span", { className: "minutes" }, `${left(path, at)} min left`),
    step("Previous stop", "‹", -1), step("Next stop", "›", 1), leave,
  );
  bar.style.setProperty("--gone", `${(100 * at) / Math.max(last, 1)}%`);
  document.querySelector("[data-testid=stApp]")?.append(bar);
}
