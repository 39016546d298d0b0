// The head of a page: its title, its question, and the row of actions.

import { element } from "./dom.js";
/** @import { Stage } from "./types.js" */

/**
 * The places in the row of actions, in the order they are seen and tabbed through: guesses and challenges, what is
 * pinned and presented, what is taken away, and what a visit has come to. Each part of the page fills its own.
 * @param {Stage} stage
 */
export function actionsOf(stage) {
  const place = (className = "place") => element("span", { className });
  return (stage.actions ??= { learn: place(), show: place(), take: place(), sum: place("sum") });
}

/** @type {HTMLElement | null} */
let top = null; // the head that was drawn last

/**
 * @param {HTMLElement} node
 * @param {Stage} stage
 */
export function makeHead(node, stage) {
  const title = element("h1");
  const question = element("p");
  const bar = element("div", { className: "bar", role: "group", ariaLabel: "Actions" }, ...Object.values(actionsOf(stage)));
  node.classList.add("sightglass-head");
  top = node;
  let asked = null;
  return {
    update(data) {
      title.textContent = data.title;
      title.title = [data.title, data.question].filter(Boolean).join("\n"); // where there is no room for them
      question.textContent = data.question;
      node.replaceChildren(...(data.title ? [title, question] : []), bar);
      node.classList.toggle("titled", Boolean(data.title));
      document.documentElement.dataset.head = data.title ? "titled" : "actions";
      // A button far below has changed the controls: back to the picture.
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (asked !== null && asked !== data.asked) {
        stage.left = document.querySelector("[data-testid=stMain]")?.scrollTop ?? null;
        node.scrollIntoView({ block: "end", behavior: still ? "auto" : "smooth" });
      }
      asked = data.asked;
    },
    leave() { // the next page may have its head already
      if (top === node) delete document.documentElement.dataset.head;
    },
  };
}
