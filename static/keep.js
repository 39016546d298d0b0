// Keeps the flashcards' progress in this browser, in localStorage, and nowhere else.
//
// What is kept is one item: a revision, which names this very writing, and under it the deck, which only
// the server reads. The server sends `item`, what is to be kept (or null), and `over`, the revision that
// it believes is kept now. An item is written only over that revision. Where another tab, or this one
// before the server was restarted, has written something else meanwhile, the server is given what is
// kept, merges it, and sends the two made one. So no answer is lost, whichever tab writes last.

const KEY = "sightglass.flashcards";
const revision = (item) => (item === null ? "" : item.split("\n", 1)[0]);
/** @type {any} */
let last = null; // what the server said last, and how to answer

export function mount({ data, parentElement, setTriggerValue }) {
  if (last === null) addEventListener("storage", hear);
  last = { ...data, at: parentElement, send: (said) => setTriggerValue("heard", said) };
  look();
}

export function unmount({ parentElement }) {
  if (last?.at !== parentElement) return; // it is mounted anew already
  removeEventListener("storage", hear);
  last = null;
}

// Another tab has written, or the visitor has cleared everything (then there is no key).
function hear({ key, storageArea }) {
  if (storageArea === localStorage && (key === KEY || key === null)) look();
}

function look() {
  const { item, over, send } = last;
  let found;
  try {
    found = localStorage.getItem(KEY);
  } catch {
    return tell("off");
  }
  if (item !== null && revision(found) === revision(item)) return tell("");
  if (over === null || revision(found) !== over) return send({ found });
  if (item === null) return tell("");
  try {
    localStorage.setItem(KEY, item);
  } catch {
    return tell("full");
  }
  tell("");
}

function tell(problem) {
  if (problem !== last.problem) last.send({ problem });
}
