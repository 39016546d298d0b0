"""Pages for the tests and the benchmarks alone: the app never shows them.

Two concepts, their files in folders as the app has them: `walk` has a diagram of each kind, `desk` a
text, a drawing and a budget. `added()` makes one known to this process; `copied(to)` makes a copy of
the app that serves both.
"""

import shutil
from importlib import import_module
from pathlib import Path

from content import read
from ui import snippet

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
STEM = "walk"
DESK = "desk"
HEROES = ("network", "tree", "window", "words", "budget", "everything")
FIGURES = {"window": "window_on"}  # where a hero's figure has another name
LEFT = (".*", "__pycache__", "tests", "docs", "node_modules", "benchmarks")


def added(stem=STEM):
    """A fixture's concept, figures and sentences."""
    for folder in ("concepts", "figures", "sentences"):
        package = import_module(folder)
        if str(HERE / folder) not in package.__path__:
            package.__path__.append(str(HERE / folder))
    return [import_module(f"{folder}.{stem}") for folder in ("concepts", "figures", "sentences")]


def copied(to):
    """A copy of the app, with the fixture in it, in the empty folder `to`."""
    shutil.copytree(ROOT, to, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*LEFT))
    shutil.copytree(ROOT / ".streamlit", to / ".streamlit")
    for stem in (STEM, DESK):
        for file in HERE.glob(f"*/{stem}.*"):
            shutil.copy(file, to / file.parent.name)
    with (to / "content" / "menu.toml").open("a", encoding="utf-8") as menu:
        menu.write(f'"Fixtures" = ["{STEM}", "{DESK}"]\n')
    return to


def standing(to, patch):
    """The app's file of a copy, whose fixtures stand in this process for as long as `patch` does."""
    copied(to)
    added(STEM), added(DESK)
    patch.setattr(read, "HERE", to / "content")
    patch.setattr(snippet, "FOLDER", to / "snippets")
    for known in (read.read_notes, read.menu):
        known.cache_clear()
    return to / "app.py"


def fallen():
    """What was read of a copy is forgotten."""
    for known in (read.read_notes, read.menu):
        known.cache_clear()
