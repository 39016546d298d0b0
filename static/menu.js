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
  /** @type {HTMLElement | null} */ (document.querySelector("[data-testid=stSidebarCollapseButton] button"))?.click();
}
