"""What a tab has brought, for when it is loaded anew: in memory, under a word only the tab knows.

To load a page anew is a new session for the server. So the tab keeps a random word in its
`sessionStorage` (static/own.js), and says it when it finds that the server knows of nothing. The word
is in no link, no cookie and no log; what it stands for is dropped an hour after it was last on
screen, when it is forgotten, or when others need the room.
"""

from collections.abc import Callable
from functools import cache
from secrets import token_urlsafe
from threading import RLock, Thread
from time import sleep
from typing import Any

import streamlit as st
from cachetools import TTLCache

from ui.static import LIVE

HOUR, MINUTE = 3600.0, 60.0  # seconds
MOST = 256 * 2**20  # bytes of all visitors' files
TOKEN, COMPONENT = "own:token", "own:keep"

_kept: TTLCache[tuple[str, str], tuple[Any, int]] = TTLCache(
    MOST, HOUR, getsizeof=lambda held: held[1]
)
_lock = RLock()

LOADER = f"""
const own = import(new URL("{LIVE}/own.js", document.baseURI).href);
export default part => {{ own.then(js => js.mount(part), () => {{}}); }}
"""
_OWN = st.components.v2.component("sightglass_own", js=LOADER)


def listen(adopt: Callable[[str, Any], None]) -> None:
    """Stand here, unseen: tell the tab its word, and hear it when the tab was loaded anew.

    `adopt` is called with each stem for which something is kept, and with that. Comes after `keep`,
    which gives the tab its word.
    """
    _sweep_forever()
    _OWN(
        key=COMPONENT,
        data={"token": st.session_state.get(TOKEN)},
        on_found_change=lambda: _found(adopt),
    )


def keep(stem: str, held: Any, size: int) -> None:
    """Have what this tab brought to a page found after the page is loaded anew; 0 bytes is nothing."""
    if not size:
        return
    token = st.session_state.get(TOKEN) or token_urlsafe(32)
    st.session_state[TOKEN] = token
    with _lock:
        if size <= MOST:
            _kept[token, stem] = held, size


def drop(stem: str) -> None:
    """Forget what this tab brought to a page."""
    with _lock:
        _kept.pop((st.session_state.get(TOKEN) or "", stem), None)


def kept(token: str) -> dict[str, Any]:
    """What is kept under a word, by stem."""
    with _lock:
        _kept.expire()
        return {stem: held for (word, stem), (held, _) in _kept.items() if word == token}


def sweep() -> None:
    """Let go of what an hour has passed over."""
    with _lock:
        _kept.expire()


def _found(adopt: Callable[[str, Any], None]) -> None:
    token = st.session_state[COMPONENT]["found"]
    if st.session_state.get(TOKEN) or not isinstance(token, str):
        return
    found = kept(token)
    st.session_state[TOKEN] = token if found else ""  # "": the tab forgets its word
    for stem, held in found.items():
        adopt(stem, held)


@cache
def _sweep_forever() -> None:
    Thread(target=_sweeping, name="own data", daemon=True).start()


def _sweeping() -> None:
    while True:
        sleep(MINUTE)
        sweep()
