"""Brings the picture back into view after a button far below it has changed the controls."""

import streamlit as st

# The element looks at nothing but itself: it stands at the top of the page.
_TOP = st.components.v2.component(
    "sightglass_top",
    html="<span></span>",
    js="""
const seen = new WeakMap();
export default function ({ data, parentElement }) {
  const top = parentElement.querySelector("span");
  if (seen.has(top) && seen.get(top) !== data.asked) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    top.scrollIntoView({ block: "end", behavior: still ? "auto" : "smooth" });
  }
  seen.set(top, data.asked);
}
""",
)


def top_of_page(stem: str) -> None:
    """Stand here, and scroll back here whenever `ask_for_top` was called."""
    _TOP(key=f"{stem}:top", data={"asked": st.session_state.get(f"{stem}:asked", 0)})


def ask_for_top(stem: str) -> None:
    """Have the next run show the top of the page; for use in a callback."""
    st.session_state[f"{stem}:asked"] = st.session_state.get(f"{stem}:asked", 0) + 1
