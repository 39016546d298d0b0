// The menu beside the page: on a small screen it folds by itself, once. Streamlit keeps what the visitor then does with it.

import { stored } from "./visit.js";

const WIDE = 1500; // pixels
const KEPT = "stSidebarCollapsed-"; // where Streamlit keeps it, with the app's path

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
