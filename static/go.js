// Opens a page of ours without leaving the visit.

/**
 * By the menu, or as Back would.
 * @param {string} address
 */
export function go(address) {
  if (!document.querySelector("[data-testid=stApp]")) return location.assign(address); // lost.js: no page to leave from
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("[data-testid=stSidebar] a")]);
  const same = links.find(({ href }) => href === address);
  if (same) return same.click();
  history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
}

/** @param {MouseEvent} event whether a plain click, which is not to open another tab */
export const isPlain = ({ button, ctrlKey, metaKey, shiftKey, altKey }) => button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey;
