// The page at which a room is joined (ui/room.py): at its address at once, else by the code that is typed.

import { addressOf, joinRoom, pageOf } from "./room.js";
import { bare } from "./steps.js";

const [said, form, code] = ["said", "join", "code"].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
const typed = /** @type {HTMLInputElement} */ (code);

/** @param {string} code */
async function join(code) {
  said.textContent = "Joining.";
  try {
    const page = pageOf(await joinRoom(code));
    location.replace(new URL(page).searchParams.get("present") === "true" ? bare(page) : page);
  } catch (problem) {
    said.textContent = /** @type {Error} */ (problem).message;
    form.hidden = false;
    typed.focus();
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (typed.value.trim()) join(typed.value.trim());
});
const named = decodeURIComponent(location.pathname.slice(new URL(addressOf("")).pathname.length));
if (named) join(named);
else {
  form.hidden = false;
  typed.focus();
}
