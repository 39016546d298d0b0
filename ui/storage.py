"""Keeps a visitor's flashcards in their own browser: static/keep.js writes and reads, this merges.

On the server there is nothing but what the session holds. A tab's deck and the one that is kept are
merged, card by card, whenever the browser finds that another tab has written; see static/keep.js.
"""

from dataclasses import dataclass
from uuid import uuid4

import streamlit as st

from rehearsal.deck import Deck, Unreadable, dump, load, merge
from ui.static import LIVE

KEPT, COMPONENT = "flashcards:kept", "flashcards:keep"
# A file that cannot be loaded keeps as much as a storage that is switched off.
LOADER = f"""
const keep = import(new URL("{LIVE}/keep.js", document.baseURI).href);
export default part => {{
  keep.then(js => js.mount(part), () => part.setTriggerValue("heard", {{ problem: "off" }}));
  return () => keep.then(js => js.unmount(part), () => {{}});
}}
"""
_KEEP = st.components.v2.component("sightglass_keep", js=LOADER)


@dataclass
class Kept:
    """What the session knows of the browser's storage.

    Attributes
    ----------
    deck : The visitor's progress. None: the browser has not said yet what it keeps.
    over : The revision that is kept, as far as we know; None: we know nothing.
    item : What is to be kept; None: what is kept will do.
    problem : "off" if nothing can be kept, "full" if there is no room, or "".
    unreadable : Why what is kept is no deck; "" if it is one. It is not written over.
    """

    deck: Deck | None = None
    over: str | None = None
    item: str | None = None
    problem: str = ""
    unreadable: str = ""


def kept() -> Kept:
    """What this session knows."""
    found: Kept = st.session_state.setdefault(KEPT, Kept())
    return found


def listen() -> None:
    """Stand here, unseen: hand the browser what is to be kept, and hear what it finds."""
    known = kept()
    data = {"item": known.item, "over": known.over, "problem": known.problem}
    _KEEP(key=COMPONENT, data=data, on_heard_change=_hear)


def keep(deck: Deck) -> None:
    """Take that deck for the visitor's, and have the browser keep it; for use in a callback."""
    known = kept()
    known.deck = deck
    if known.unreadable:
        return
    if known.item is not None and not known.problem:
        known.over = _revision(known.item)  # it is kept by now, or else the browser will say so
    known.item = f"{uuid4().hex}\n{dump(deck)}"


def let_go() -> None:
    """Let what is kept be written over, though it cannot be read; for use in a callback."""
    kept().unreadable = ""


def _hear() -> None:
    """The browser says what it found, or what went wrong."""
    said, known = st.session_state[COMPONENT]["heard"], kept()
    if "found" in said:
        take(known, said["found"])
        if known.problem == "off":
            known.problem = ""
    else:
        known.problem = str(said["problem"])
        known.deck = known.deck or Deck()


def take(known: Kept, found: str | None) -> None:
    """Merge what the browser keeps into what the session knows."""
    known.over, known.item, known.unreadable = _revision(found or ""), None, ""
    before = known.deck or Deck()
    try:
        there = load(found.partition("\n")[2]) if found else Deck()
    except Unreadable as why:
        known.deck, known.unreadable = before, str(why)
        return
    known.deck = merge(before, there)
    if known.deck != there:
        keep(known.deck)


def _revision(item: str) -> str:
    return item.partition("\n")[0]
