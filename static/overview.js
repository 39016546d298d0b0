// What there is to be asked: a table of the bank in which every link opens what it counts, what is asked most, and tips.
// What is known, due and missed comes from the cards that this browser keeps (keep.js).

import { CARDS } from "./done.js";
import { element } from "./dom.js";
import { go, isPlain } from "./go.js";
import { stored } from "./visit.js";

const REVIEW = 2; // fsrs's state of a card that has left its learning steps

/** @typedef {{ card?: { state: number, due: string }, misses?: number }} Kept */
/** @typedef {{ name: string, ask: string, lists: number, link: string }} Often */

/**
 * Of the cards of a topic how many are due before this day is over, and how many are known beyond it.
 * @param {Record<string, Kept>} cards
 * @param {string} topic
 * @param {Date} now
 */
export function standing(cards, topic, now) {
  const end = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  const met = Object.entries(cards).filter(([name, kept]) => name.startsWith(`${topic}.`) && kept?.card).map(([, { card }]) => card);
  const due = met.filter((card) => new Date(card?.due ?? 0) < end).length;
  return { due, known: met.filter((card) => card?.state === REVIEW && new Date(card.due) >= end).length };
}

/**
 * What is asked most: by how many lists ask it, and of those alike by how often it was missed; then what was missed most.
 * @param {Often[]} asked
 * @param {Record<string, Kept>} cards
 * @param {number} most
 */
export function ranked(asked, cards, most) {
  const misses = ({ name }) => cards[name]?.misses ?? 0;
  const top = [...asked].sort((one, other) => other.lists - one.lists || misses(other) - misses(one)).slice(0, most);
  const missed = asked.filter((each) => misses(each) && !top.includes(each)).sort((one, other) => misses(other) - misses(one)).slice(0, most);
  return { top, missed };
}

/**
 * @param {{ data: any, parentElement: HTMLElement }} mounted by Streamlit
 * @param {string} styles where they are
 */
export function mount({ data, parentElement }, styles) {
  const node = /** @type {HTMLElement} */ (parentElement.querySelector(".sightglass-overview"));
  if (!document.head.querySelector(`link[href="${styles}"]`)) document.head.append(element("link", { rel: "stylesheet", href: styles }));
  const item = stored(() => localStorage.getItem(CARDS)) ?? "";
  const cards = stored(() => JSON.parse(item.slice(item.indexOf("\n") + 1)).cards) ?? {};
  const { top, missed } = ranked(data.asked, cards, data.most);
  const now = new Date();
  const number = ([n, link], what) => element("td", {}, n ? linkTo(link, String(n), `${n}: ${what}`) : "");
  const counted = (n) => element("td", {}, n ? String(n) : "");
  const sums = { known: 0, due: 0 }; // the cards are opened all together, so only these are links
  const rows = data.rows.map(({ topic, title, link, cells }) => {
    const { due, known } = standing(cards, topic, now);
    sums.known += known;
    sums.due += due;
    return element("tr", {}, element("th", { scope: "row" }, linkTo(link, title)), ...cells.map((cell, i) => number(cell, `${title}, ${data.levels[i] ?? "all"}`)), counted(known), counted(due));
  });
  const heads = ["Topic", ...data.levels, "All", "Known", "Due"].map((words) => element("th", { scope: "col" }, words));
  const foot = element("tr", {}, element("th", { scope: "row" }, "All topics"), ...data.total.map((cell, i) => number(cell, data.levels[i] ?? "all")), number([sums.known, "flashcards"], "known cards, all topics"), number([sums.due, "flashcards"], "due cards, all topics"));
  node.replaceChildren(
    element("h2", {}, "Asked most"),
    element("ol", {}, ...top.map((each) => element("li", {}, linkTo(each.link, each.ask), element("span", {}, ` ${each.lists} of ${data.sources.length} lists`)))),
    ...(missed.length ? [element("h2", {}, "You missed"), element("ol", {}, ...missed.map((each) => element("li", {}, linkTo(each.link, each.ask))))] : []),
    element("h2", {}, "All questions"),
    element("div", { className: "wide" }, element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows), element("tfoot", {}, foot))),
    element("h2", {}, "Keep in mind"),
    element("ul", {}, ...data.tips.map(({ say, does, link }) => element("li", {}, `${say} `, linkTo(link, does)))),
    element("p", { className: "sources" }, "Lists: ", ...data.sources.flatMap(([title, address], i) => [i ? ", " : "", element("a", { href: address, target: "_blank", rel: "noopener" }, title)]), "."),
  );
}

/** @param {string} link @param {string} words @param {string} [called] */
function linkTo(link, words, called) {
  const made = element("a", { href: new URL(link, document.baseURI).href, ariaLabel: called ?? null }, words);
  made.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    go(made.href);
  });
  return made;
}
