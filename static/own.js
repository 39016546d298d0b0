// Keeps in this tab the word under which the server holds what was brought here, so that a page that is
// loaded anew finds it. Nothing of what was brought is in the browser's storage.
//
// The server sends `token`: the word; "" once it means nothing any more; null in a new session, to which
// the tab says the word it has.

const KEY = "sightglass.own";

/** @param {{ data: { token: string | null }, setTriggerValue: (name: string, value: string) => void }} part */
export function mount({ data: { token }, setTriggerValue }) {
  try {
    if (token) return sessionStorage.setItem(KEY, token);
    const known = sessionStorage.getItem(KEY);
    if (known === null) return;
    if (token === "") return sessionStorage.removeItem(KEY);
    setTriggerValue("found", known);
  } catch {
    // a storage that is switched off keeps nothing
  }
}
