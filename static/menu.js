// The menu beside the page: on a small screen it folds by itself, once. Streamlit keeps what the visitor then does with it.
// And the ways to the search, which is loaded when it is first asked for: the menu's button, a field, "/" and Ctrl+K.

import { CARDS, dueOf } from "./done.js";
import { element } from "./dom.js";
import { sign } from "./icons.js";
import { drawBar } from "./path.js";
import { isAlone, isFree } from "./pressed.js";
import { stored } from "./visit.js";

const WIDE = 1500; // pixels
const KEPT = "stSidebarCollapsed-"; // where Streamlit keeps it, with the app's path
const SEARCH = "Search concepts, questions, words";

let seen = false;

export function foldMenu() {
  if (seen) return;
  seen = true;
  const kept = stored(() => Object.keys(localStorage).some((name) => name.startsWith(KEPT)));
  if (innerWidth >= WIDE || kept) return;
  const [menu, fold] = ["[data-testid=stSidebar]", "[data-testid=stSidebarCollapseButton] button"].map((each) => /** @type {HTMLElement | null} */ (document.querySelector(each)));
  if (menu) menu.style.transition = "none"; // else the page beside it is laid out again and again
  fold?.click();
}

/** The place of the menu's button: where it is, there is a menu, and the keys search. @type {HTMLElement | null} */
let home = null;
/** Stands in for the menu's button while the menu is folded. @type {HTMLElement | null} */
let small = null;
/** @type {IntersectionObserver | null} */
let sight = null;

/**
 * @param {{ data: "menu" | "field", parentElement: HTMLElement }} mounted by Streamlit
 * @param {string} styles where they are
 */
export function mount({ data, parentElement }, styles) {
  const place = /** @type {HTMLElement} */ (parentElement.querySelector(".sightglass-to-search"));
  if (!document.head.querySelector(`link[href="${styles}"]`)) document.head.append(element("link", { rel: "stylesheet", href: styles }));
  if (place.firstChild) return;
  place.append(opener(data === "field" ? SEARCH : "Search", place));
  if (data !== "menu") return;
  drawBar();
  sayDue();
  home = place;
  small ??= opener("Search", place);
  small.classList.add("sightglass-small");
  document.querySelector("[data-testid=stApp]")?.append(small);
  sight?.disconnect();
  sight = new IntersectionObserver(([{ isIntersecting }]) => small?.toggleAttribute("hidden", isIntersecting));
  sight.observe(place);
}

/** How many flashcards are due stands beside their link. */
function sayDue() {
  const due = dueOf(stored(() => localStorage.getItem(CARDS)), new Date());
  const link = document.querySelector('[data-testid=stSidebar] a[href$="/flashcards"]');
  if (due) link?.setAttribute("data-due", String(due));
  else link?.removeAttribute("data-due");
}

/**
 * @param {string} words
 * @param {HTMLElement} place
 */
function opener(words, place) {
  const made = element("button", { type: "button", onclick: () => search(home ?? place) });
  made.ariaKeyShortcuts = "/ Control+K";
  const key = element("kbd", {}, "/");
  key.ariaHidden = "true";
  made.append(...sign("search", words), key);
  return made;
}

/** What is typed while the search is on its way; null while it is not. @type {string | null} */
let typed = null;

/** @param {HTMLElement} place */
async function search(place) {
  typed ??= "";
  const address = new URL("search.js", import.meta.url).href;
  try {
    const { openSearch } = await import(address);
    openSearch(place, typed ?? "");
  } finally {
    typed = null;
  }
}

document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (typed !== null && key.length === 1 && !ctrlKey && !metaKey && !altKey) {
    typed += key;
    return event.preventDefault();
  }
  const asked = (key === "/" && isAlone(event)) || (key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey);
  if (!asked || !home?.isConnected || !isFree(event)) return;
  event.preventDefault();
  if (typed === null) search(home);
});
