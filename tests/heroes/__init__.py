"""A page of each kind of diagram, for the tests and the benchmarks alone: the app never shows it.

One concept, `walk`, its files in folders as the app has them. `added()` makes it known to this
process; `copied(to)` makes a copy of the app that serves it.
"""

import shutil
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
STEM = "walk"
HEROES = ("network", "tree", "window", "words", "budget", "everything")
FIGURES = {"window": "window_on"}  # where a hero's figure has another name
LEFT = (".*", "__pycache__", "tests", "docs", "node_modules", "benchmarks")


def added():
    """The fixture's concept, figures and sentences."""
    for folder in ("concepts", "figures", "sentences"):
        package = import_module(folder)
        if str(HERE / folder) not in package.__path__:
            package.__path__.append(str(HERE / folder))
    return [import_module(f"{folder}.{STEM}") for folder in ("concepts", "figures", "sentences")]


def copied(to):
    """A copy of the app, with the fixture in it, in the empty folder `to`."""
    shutil.copytree(ROOT, to, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*LEFT))
    shutil.copytree(ROOT / ".streamlit", to / ".streamlit")
    for file in HERE.glob(f"*/{STEM}.*"):
        shutil.copy(file, to / file.parent.name)
    with (to / "content" / "menu.toml").open("a", encoding="utf-8") as menu:
        menu.write(f'"Fixtures" = ["{STEM}"]\n')
    return to
