// The page at an address where there is none (ui/lost.py): the search, as in the menu.

import { element } from "./dom.js";
import { sign } from "./icons.js";
import { openSearch } from "./search.js";

const place = /** @type {HTMLElement} */ (document.querySelector(".sightglass-to-search"));
const key = element("kbd", {}, "/");
key.ariaHidden = "true";
const opener = element("button", { type: "button", onclick: () => openSearch(place, "") }, ...sign("search", "Search concepts, questions, words"), key);
opener.ariaKeyShortcuts = "/ Control+K";
place.append(opener);

document.addEventListener("keydown", (event) => {
  const { key: pressed, ctrlKey, metaKey, altKey } = event;
  if (altKey || !(pressed === "/" ? !ctrlKey && !metaKey : pressed.toLowerCase() === "k" && (ctrlKey || metaKey))) return;
  event.preventDefault();
  openSearch(place, "");
});
