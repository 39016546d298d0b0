"""Settings of the server process that are left, by default, where they cost every visitor time."""

import gc
import os
from functools import cache
from importlib import import_module
from threading import RLock, Timer

import streamlit as st
from starlette.formparsers import MultiPartParser
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from threadpoolctl import threadpool_limits

# Read when scikit-learn's own threads start.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Visitors' results are computed one after the other, which costs nothing where Python runs one thread
# at a time; and not while a library is imported in the background, of which they might see half.
ONE_AT_A_TIME = RLock()
SECONDS_TO_DRAW = 3.0
UPLOAD = 32 * 2**20  # bytes: more than server.maxUploadSize lets in


@st.cache_resource(show_spinner=False)
def tune_process() -> bool:
    """Count on one thread, read the theme once, keep uploads in memory; once a process.

    A small product of matrices is slower on many threads than on one, most of all in a full
    class. Streamlit reads the theme from some 200 settings at the beginning of every run, a fifth of
    all that a run costs; it is read once here. And the web server would put an upload of more than
    1 MB into a temporary file, where we promise that a visitor's data are never written.
    """
    threadpool_limits(1)
    MultiPartParser.spool_max_size = UPLOAD
    app_session._populate_theme_msg = say_theme
    return True


READ_THEME = app_session._populate_theme_msg


def say_theme(msg: CustomThemeConfig, section: str = "theme") -> None:
    """Add a section of the theme to a message, as Streamlit does, from the settings as first read."""
    theme = _theme(section)
    if theme.ByteSize():  # else it would be there, empty
        msg.MergeFrom(theme)


@cache
def _theme(section: str) -> CustomThemeConfig:
    theme = CustomThemeConfig()
    READ_THEME(theme, section)
    return theme


@st.cache_resource(show_spinner=False)
def warm_up() -> bool:
    """Import what only some pages need, once the first page has been drawn and nobody waits for it.

    What is imported by then stays for good, so the garbage collector need not walk through it.
    """
    timer = Timer(SECONDS_TO_DRAW, import_the_rest)
    timer.daemon = True
    timer.start()
    return True


def import_the_rest() -> None:
    """Import it, limit the threads of what has come, and freeze it all; see `warm_up`."""
    try:
        for name in ("sklearn.linear_model", "sklearn.neighbors", "sklearn.tree"):
            with ONE_AT_A_TIME:
                import_module(name)
    except RuntimeError:  # the server is being stopped: joblib cannot have itself called at its end
        return
    threadpool_limits(1)
    gc.collect()
    gc.freeze()
