// The glossary on a page: a term is dotted where it is first said, and says itself when it is pointed at, tapped, or
// reached by key.

import { element } from "./dom.js";

/** @typedef {{ term: string, also: string[], says: string, page: string, title: string }} Term */

const DOTTED = ".sightglass-row :is(h2, h3, p, li, td)"; // what is looked through
const NOT = ".term, mark, button, .numbers b, .was, .room *, .numbers-table *";
const LINGER = 200; // milliseconds between a term and its card
/** @type {Map<string, Term>} */
const TERMS = new Map(); // by each of its names
let asked = false; // for them
/** @type {RegExp | null} */
let any = null; // of the names
/** @type {HTMLElement | null} */
let card = null; // what is said of a term
/** @type {HTMLElement | null} */
let of = null; // the term that it is said of
let late = 0; // the timer that takes it away

/** Fetches the glossary once, and dots what is on the page by then. */
export async function fetchTerms() {
  if (asked) return;
  asked = true;
  const answer = await fetch(new URL("terms.json", import.meta.url));
  for (const each of await answer.json()) for (const name of [each.term, ...each.also]) TERMS.set(name.toLowerCase(), each);
  any = pattern([...TERMS.keys()]);
  for (const node of document.querySelectorAll(DOTTED)) dot(node);
  listen();
}

/**
 * What finds one of the names as a whole word, or its plural; of two the longer.
 * @param {string[]} names
 */
export function pattern(names) {
  const longest = [...names].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\w-])(${longest.join("|")})s?(?![\\w-])`, "i");
}

/**
 * Dot the terms in it that nothing before it on the page says; words after it that were dotted for want of it are
 * so no longer. In place: no line is longer or shorter for it.
 * @param {Element} node
 */
export function dot(node) {
  if (!any || !node.isConnected) return;
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".term")]);
  const after = all.filter((each) => each !== document.activeElement && !node.contains(each)
    && node.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
  const said = new Set(all.filter((each) => !after.includes(each)).map((each) => each.dataset.term));
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT, (text) =>
    !text.parentElement?.matches(NOT) && text.parentElement?.closest(DOTTED) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
  for (let text = /** @type {Text | null} */ (walker.nextNode()); text; text = /** @type {Text | null} */ (walker.nextNode())) {
    for (let found, from = 0; (found = any.exec(text.data.slice(from))); ) {
      const term = TERMS.get(found[1].toLowerCase());
      if (!term || said.has(term.term)) {
        from += found.index + found[0].length;
        continue;
      }
      said.add(term.term);
      const word = text.splitText(from + found.index);
      text = word.splitText(found[0].length);
      from = 0;
      const dotted = element("span", { className: "term", tabIndex: 0, role: "button" });
      dotted.dataset.term = term.term;
      dotted.ariaExpanded = "false";
      word.replaceWith(dotted);
      dotted.append(word);
      walker.currentNode = text;
    }
  }
  for (const each of after.filter(({ dataset }) => said.has(dataset.term))) {
    if (of === each) hide();
    const words = each.parentNode;
    each.replaceWith(...each.childNodes);
    words?.normalize();
  }
}

// ---- its card -----------------------------------------------------------------------------------

/** @param {HTMLElement} dotted */
function show(dotted) {
  clearTimeout(late);
  if (of === dotted) return;
  hide();
  const term = [...TERMS.values()].find(({ term }) => term === dotted.dataset.term);
  if (!term) return;
  of = dotted;
  card = element("div", { className: "sightglass-term", id: "sightglass-term", role: "tooltip", popover: "manual" });
  const also = term.also.length ? [" ", element("span", { className: "also" }, `(also ${term.also.join(", ")})`)] : [];
  card.replaceChildren(
    element("p", {}, element("b", {}, term.term), ...also, `. ${term.says}`),
    element("p", {}, linkTo(term.page, term.title), " · ", linkTo("glossary", "Glossary")),
  );
  dotted.closest(".sightglass")?.append(card);
  dotted.setAttribute("aria-describedby", card.id);
  dotted.ariaExpanded = "true";
  card.showPopover();
  const [word, box] = [dotted.getBoundingClientRect(), card.getBoundingClientRect()];
  const below = word.bottom + 6 + box.height < innerHeight;
  card.style.left = `${Math.max(8, Math.min(word.left, innerWidth - box.width - 8))}px`;
  card.style.top = `${below ? word.bottom + 6 : Math.max(8, word.top - 6 - box.height)}px`;
}

function hide() {
  clearTimeout(late);
  if (!of) return;
  of.removeAttribute("aria-describedby");
  of.ariaExpanded = "false";
  of = null;
  card?.remove();
  card = null;
}

// By the menu, where it is there: it keeps the visit.
function linkTo(page, words) {
  const link = element("a", { href: new URL(page, document.baseURI).href }, words);
  link.addEventListener("click", (event) => {
    const same = [...document.querySelectorAll("[data-testid=stSidebar] a")].find((each) => /** @type {HTMLAnchorElement} */ (each).href === link.href);
    if (!same || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    hide();
    /** @type {HTMLElement} */ (same).click();
  });
  return link;
}

/** @type {(target: EventTarget | null) => HTMLElement | null} */
const termAt = (target) => (target instanceof Element ? target.closest(".term") : null);
/** @type {(target: EventTarget | null) => boolean} */
const within = (target) => Boolean(card && target instanceof Node && card.contains(target));

function listen() {
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "mouse") return;
    const dotted = termAt(target);
    if (dotted) show(dotted);
    else if (within(target)) clearTimeout(late);
    else if (of) {
      clearTimeout(late);
      late = setTimeout(() => of !== document.activeElement && hide(), LINGER);
    }
  });
  document.addEventListener("focusin", ({ target }) => {
    const dotted = termAt(target);
    if (dotted) show(dotted);
    else if (!within(target)) hide();
  });
  document.addEventListener("click", ({ target }) => {
    const dotted = termAt(target);
    if (dotted) show(dotted);
    else if (!within(target)) hide();
  });
  // Enter leads to the links of the card, and Escape back.
  document.addEventListener("keydown", (event) => {
    if (!of) return;
    if (event.key === "Escape") {
      const back = of;
      const inside = within(document.activeElement);
      event.preventDefault();
      hide();
      if (inside) back.focus({ preventScroll: true });
      if (inside) hide(); // the focus has brought it back
    } else if ((event.key === "Enter" || event.key === " ") && event.target === of) {
      event.preventDefault();
      card?.querySelector("a")?.focus({ preventScroll: true });
    }
  }, { capture: true });
  document.addEventListener("scroll", () => of && !within(document.activeElement) && hide(), { capture: true, passive: true });
}
