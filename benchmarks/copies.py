"""A checkout with as many concepts as are wanted: copies of today's under other names.

    python -m benchmarks.copies 28 /tmp/at28
    cd /tmp/at28 && make test

What it shows is what a number of pages costs: tests, home page, menu, memory. Every file that names a
concept's stem in its own name is copied, its tests too, with the stem in it replaced; a methods module
and its tests are not, so their time is to be added for pages that bring mathematics of their own.
"""

import argparse
import re
import subprocess
import tomllib
from itertools import cycle, islice
from pathlib import Path

from content.read import stems

ROOT = Path(__file__).parents[1]
FILES = (
    "concepts/{}.py", "figures/{}.py", "sentences/{}.py", "pages/{}.py", "snippets/{}.py",
    "content/{}.toml", "content/{}.md", "tests/concepts/test_{}.py",
)  # fmt: skip


def copy(folder: Path, stem: str, number: int) -> str:
    """Write the files of one more concept, which is `stem` by another name; the name."""
    name = f"{stem}_{number}"
    for file in FILES:
        words = (folder / file.format(stem)).read_text(encoding="utf-8")
        words = re.sub(rf"\b{stem}\b", name, words)
        if file.endswith(".toml"):
            words = re.sub(r'^title = "(.*)"', rf'title = "\1 {number}"', words, count=1)
        (folder / file.format(name)).write_text(words, encoding="utf-8")
    return name


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("concepts", type=int, help="how many there are to be")
    parser.add_argument("folder", type=Path, help="where; it must not be there yet")
    wanted = parser.parse_args()
    folder = wanted.folder.resolve()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    own = stems()
    menu = folder / "content/menu.toml"
    sections = tomllib.loads(menu.read_text(encoding="utf-8"))
    more = islice(cycle(own), max(wanted.concepts - len(own), 0))
    for place, stem in enumerate(more):
        name = copy(folder, stem, 2 + place // len(own))
        next(names for names in sections.values() if stem in names).append(name)
    lines = (f'"{title}" = {names}'.replace("'", '"') for title, names in sections.items())
    menu.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{sum(map(len, sections.values()))} concepts in {folder}")


if __name__ == "__main__":
    main()
