// Which keys are the page's own.

import { stored } from "./visit.js";

const TYPED = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";
const OFF = "sightglass.keys"; // where the browser keeps that keys of one character do nothing

/**
 * Nothing is typed there, and nothing stands over the page.
 * @param {KeyboardEvent} event
 */
export const isFree = ({ target, isComposing }) =>
  !isComposing && !(target instanceof Element && target.closest(TYPED)) && !document.querySelector("[role=dialog], dialog[open]");

/**
 * It is free, held down with no other, and the visitor lets keys of one character act.
 * @param {KeyboardEvent} event
 */
export const isAlone = (event) => isFree(event) && !event.ctrlKey && !event.metaKey && !event.altKey && areOn();

export const areOn = () => stored(() => localStorage.getItem(OFF)) !== "off";

/** @param {boolean} whether keys of one character act */
export const switchTo = (whether) => stored(() => (whether ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "off")));
