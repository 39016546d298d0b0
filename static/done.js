// What a visitor has done, kept in this browser alone: the concepts that were seen, guessed at, solved.
//
// The flashcards keep what was rated in an item of their own (keep.js), and a path that the visitor has made is a third
// (path.js). One file takes all of it away, and brings it back on another machine: there the two are made one, and
// nothing that is there is lost.

import { stored } from "./visit.js";

export const [DONE, CARDS, PATH] = ["sightglass.done", "sightglass.flashcards", "sightglass.path"];
export const PLAN = "sightglass.plan"; // the plan's link, and which of its tasks were found done when (plan.js)
export const STORIES = "sightglass.stories";
export const CODE = "sightglass.code"; // what was written and rated on the Coding page (code.js)
const FORMAT = "sightglass progress";
const VERSION = 1;
const TAB = ["sightglass.visit", "sightglass.walk"]; // kept by the tab

/**
 * What was done on one page: the day it was last seen, the guesses by their question, whether close, and challenges.
 * @typedef {{ seen: string, guessed: Record<string, boolean>, solved: string[] }} Done
 */

const isTable = (thing) => typeof thing === "object" && thing !== null && !Array.isArray(thing);

/**
 * What was kept, by page; what cannot be read counts as nothing.
 * @param {string | null} text
 * @returns {Record<string, Done>}
 */
export function read(text) {
  const found = stored(() => JSON.parse(text ?? "{}"));
  if (!isTable(found)) return {};
  /** @type {Record<string, Done>} */
  const good = {};
  for (const [stem, each] of Object.entries(found)) {
    if (!/^[a-z_]{1,60}$/.test(stem) || !isTable(each) || !isTable(each.guessed) || !Array.isArray(each.solved)) continue;
    good[stem] = {
      seen: String(each.seen).slice(0, 10),
      guessed: Object.fromEntries(Object.entries(each.guessed).map(([asked, close]) => [asked, close === true])),
      solved: [...new Set(each.solved.filter((name) => typeof name === "string"))],
    };
  }
  return good;
}

/**
 * A story of four parts: situation, task, action, result; the questions that it answers, by name; how many seconds it took
 * when it was told last; and when it was changed.
 * @typedef {{ title: string, s: string, t: string, a: string, r: string, questions: string[], told: number | null, changed: string }} Story
 */

const LONGEST = { title: 120, s: 10_000, t: 10_000, a: 10_000, r: 10_000 }; // characters

/**
 * The stories that were kept, by their names; null if what is there are none.
 * @param {string | null} text
 * @returns {Record<string, Story> | null}
 */
export function readStories(text) {
  const found = stored(() => JSON.parse(text ?? '{"stories":{}}'));
  if (!isTable(found?.stories)) return null;
  /** @type {Record<string, Story>} */
  const good = {};
  for (const [name, each] of Object.entries(found.stories)) {
    const { told, changed, questions } = each ?? {};
    if (!/^[\w-]{1,60}$/.test(name) || !isTable(each) || !Array.isArray(questions) || Number.isNaN(Date.parse(changed))) return null;
    if (Object.keys(LONGEST).some((part) => typeof each[part] !== "string")) return null;
    const words = Object.entries(LONGEST).map(([part, most]) => [part, each[part].slice(0, most)]);
    good[name] = /** @type {Story} */ ({ ...Object.fromEntries(words), questions: questions.filter((one) => typeof one === "string"), told: Number.isFinite(told) ? told : null, changed });
  }
  return good;
}

/**
 * Of each story what was written later.
 * @param {Record<string, Story>} one
 * @param {Record<string, Story>} other
 */
export function bothStories(one, other) {
  const both = { ...one };
  for (const [name, story] of Object.entries(other)) if (!both[name] || Date.parse(story.changed) > Date.parse(both[name].changed)) both[name] = story;
  return both;
}

export const done = () => read(stored(() => localStorage.getItem(DONE)));

/**
 * Two made one: the later day, every guess, every challenge.
 * @param {Record<string, Done>} one
 * @param {Record<string, Done>} other
 */
export function merged(one, other) {
  const both = { ...one };
  for (const [stem, each] of Object.entries(other)) {
    const { seen = "", guessed = {}, solved = [] } = both[stem] ?? {};
    const all = { ...guessed };
    for (const [asked, close] of Object.entries(each.guessed)) all[asked] = close || all[asked] || false;
    both[stem] = { seen: each.seen > seen ? each.seen : seen, guessed: all, solved: [...new Set([...solved, ...each.solved])] };
  }
  return both;
}

/**
 * The page was seen today; and what this visit has come to, as ui/teach.py says it: guesses of three words, challenges
 * of two.
 * @param {string} stem
 * @param {unknown[]} visit
 */
export function remember(stem, visit) {
  const before = done();
  /** @type {Record<string, Done>} */
  const now = { [stem]: { seen: new Date().toISOString().slice(0, 10), guessed: {}, solved: [] } };
  for (const each of visit) {
    if (!Array.isArray(each)) continue;
    const [page, what, close] = each;
    const of = (now[page] ??= { seen: "", guessed: {}, solved: [] });
    if (each.length === 3) of.guessed[what] = close;
    else of.solved.push(what);
  }
  const after = JSON.stringify(merged(before, now));
  if (after !== JSON.stringify(before)) stored(() => localStorage.setItem(DONE, after));
}

/**
 * What this visit has come to, as above, is done no longer: the next one at this screen begins anew.
 * @param {unknown[]} visit
 */
export function undo(visit) {
  const now = done();
  for (const each of visit) {
    if (!Array.isArray(each) || !now[each[0]]) continue;
    const { guessed, solved } = now[each[0]];
    delete guessed[each[1]];
    now[each[0]].solved = solved.filter((name) => each.length === 3 || name !== each[1]);
  }
  stored(() => localStorage.setItem(DONE, JSON.stringify(now)));
}

const [LAST_DAYS, LEECH] = [2, 6]; // as rehearsal/deck.py has them

/**
 * How many cards are due by the end of this day, of what the flashcards keep: of the concepts that were chosen, without
 * those set aside, at most as many as were chosen for a day, and none later than the last days before an interview.
 * @param {string | null} item
 * @param {Date} now
 */
export function dueOf(item, now) {
  const midnight = (day, by) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + by);
  const [today, end] = [midnight(now, 0), midnight(now, 1)];
  const deck = stored(() => JSON.parse(deckOf(item)));
  if (!isTable(deck?.cards)) return 0;
  const [year, month, date] = String(deck.interview ?? "").split("-").map(Number);
  const interview = date ? new Date(year, month - 1, date) : null;
  const last = interview && interview > today ? midnight(interview, -LAST_DAYS) : null;
  const met = Object.entries(deck.cards).filter(([, each]) => each?.card).map(([name, { card, misses }]) => ({ ...card, name, misses, due: new Date(card.due), at: new Date(card.last_review) }));
  const own = met.filter(({ name, misses }) => !(misses >= LEECH) && (!deck.concepts?.length || deck.concepts.includes(name.split(".")[0])));
  const due = own.filter((card) => card.due < end || (last && last < end && card.at < last));
  const learning = due.filter(({ state, at }) => state !== 2 && at >= today).length;
  const answered = met.filter(({ at }) => at >= today && at < end).length;
  return learning + Math.min(due.length - learning, Math.max((deck.a_day ?? Infinity) - answered, 0));
}

/** An item of keep.js is a revision, and under it the deck. @param {string | null} item */
const deckOf = (item) => (item ?? "").slice((item ?? "").indexOf("\n") + 1);

/** All that is kept, as the text of a file. */
export function written() {
  const kept = (name) => stored(() => localStorage.getItem(name));
  const deck = stored(() => JSON.parse(deckOf(kept(CARDS)))) ?? null;
  return JSON.stringify({ format: FORMAT, version: VERSION, done: done(), cards: deck, path: stored(() => JSON.parse(kept(PATH) ?? "null")), plan: stored(() => JSON.parse(kept(PLAN) ?? "null")), stories: readStories(kept(STORIES)), code: stored(() => JSON.parse(kept(CODE) ?? "null")) });
}

/**
 * Makes what is kept and what a file has one. Says what is wrong with a file that is none of ours, and then keeps
 * everything as it was.
 * @param {string} text
 */
export function restore(text) {
  const found = stored(() => JSON.parse(text));
  if (!isTable(found) || found.format !== FORMAT) throw new Error("it was not downloaded here");
  if (found.version !== VERSION) throw new Error("it was written by a newer version of Sightglass");
  if (!isTable(found.done) || (found.cards !== null && !isTable(found.cards?.cards))) throw new Error("it is damaged");
  const stories = readStories(JSON.stringify({ stories: found.stories ?? {} }));
  if (stories === null) throw new Error("its stories are damaged");
  const own = readStories(localStorage.getItem(STORIES));
  if (own === null && Object.keys(stories).length) throw new Error("the stories of this browser cannot be read");
  const deck = stored(() => JSON.parse(deckOf(localStorage.getItem(CARDS))));
  localStorage.setItem(DONE, JSON.stringify(merged(done(), read(JSON.stringify(found.done)))));
  if (found.cards) localStorage.setItem(CARDS, `${crypto.randomUUID().replaceAll("-", "")}\n${JSON.stringify(bothDecks(deck, found.cards))}`);
  if (found.path && localStorage.getItem(PATH) === null) localStorage.setItem(PATH, JSON.stringify(found.path));
  if (own && Object.keys(stories).length) localStorage.setItem(STORIES, JSON.stringify({ stories: bothStories(own, stories) }));
  if (isTable(found.plan) && localStorage.getItem(PLAN) === null) localStorage.setItem(PLAN, JSON.stringify(found.plan));
  if (isTable(found.code)) localStorage.setItem(CODE, JSON.stringify(bothCodes(stored(() => JSON.parse(localStorage.getItem(CODE) ?? "{}")), found.code)));
}

/**
 * Of each card what was written later; and what was chosen later.
 * @param {any} here
 * @param {any} there
 */
export function bothDecks(here, there) {
  if (!isTable(here?.cards)) return there;
  const cards = { ...here.cards };
  for (const [name, card] of Object.entries(there.cards)) if (!cards[name] || Date.parse(card?.changed) > Date.parse(cards[name].changed)) cards[name] = card;
  const newer = Date.parse(there.new_a_day_set) > Date.parse(here.new_a_day_set) ? there : here;
  const begun = Date.parse(there.begun) > Date.parse(here.begun) ? there.begun : here.begun;
  return { ...newer, begun, cards };
}

/**
 * A round of that kind was finished today; said again, it is still one.
 * @param {string} kind without a space
 * @param {string} run tells it from every other
 */
export function finished(kind, run) {
  const known = done().interview?.solved ?? [];
  const day = new Date();
  const said = `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
  if (!known.some((name) => name.endsWith(` ${run}`))) remember("interview", [["interview", `${kind} ${said} ${run}`]]);
}

/**
 * Of each kata the text that is here, or else the one that is there; and the later rating.
 * @param {any} here
 * @param {any} there
 */
export function bothCodes(here, there) {
  const ratings = { ...there.ratings };
  for (const [name, each] of Object.entries(here?.ratings ?? {})) if (!(ratings[name]?.day > each?.day)) ratings[name] = each;
  return { texts: { ...there.texts, ...here?.texts }, ratings };
}

export function forget() {
  for (const name of [DONE, CARDS, PATH, PLAN, STORIES, CODE]) stored(() => localStorage.removeItem(name));
  for (const name of TAB) stored(() => sessionStorage.removeItem(name));
}
