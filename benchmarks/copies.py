"""A checkout with as many concepts as are wanted: copies of today's under other names.

    python -m benchmarks.copies 28 /tmp/at28
    cd /tmp/at28 && make test

What it shows is what a number of pages costs: tests, home page, menu, memory. Every file that names a
concept's stem in its own name is copied, its tests too, with the stem in it replaced. The modules in
methods/ serve all copies; their tests are copied for every six pages, as if each brought its own.
"""

import argparse
import re
import subprocess
import sys
import tomllib
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from content.read import stems

ROOT = Path(__file__).parents[1]
FILES = (
    "concepts/{}.py", "figures/{}.py", "sentences/{}.py", "pages/{}.py", "snippets/{}.py",
    "content/{}.toml", "content/{}.md", "tests/concepts/test_{}.py",
)  # fmt: skip
SENTENCES = "tests/test_sentences.py"  # it names, for each concept, what must agree
# Some concepts have tests of their figures; some figures are named in a test of all.
FIGURES, EXCEPTIONS = "tests/figures/test_{}.py", "tests/figures/test_along_the_axis.py"


def copy(folder: Path, stem: str, number: int) -> str:
    """Write the files of one more concept, which is `stem` by another name; the name."""
    name = f"{stem}_{number}"
    for file in (*FILES, *([FIGURES] if (folder / FIGURES.format(stem)).exists() else [])):
        words = (folder / file.format(stem)).read_text(encoding="utf-8")
        words = re.sub(rf"(methods\.\w+\.)?\b{stem}\b", partial(_renamed, name), words)
        if file.endswith(".toml"):
            words = re.sub(r'^title = "(.*)"', rf'title = "\1 {number}"', words, count=1)
        (folder / file.format(name)).write_text(words, encoding="utf-8")
    words = (folder / EXCEPTIONS).read_text(encoding="utf-8")
    words = re.sub(rf'\("{stem}", ("\w+")\)', rf'\g<0>, ("{name}", \1)', words)
    (folder / EXCEPTIONS).write_text(words, encoding="utf-8")
    with (folder / SENTENCES).open("a", encoding="utf-8") as tests:
        tests.write(f"PAIRS[{name!r}] = PAIRS[{stem!r}]\n")
    return name


def _renamed(name: str, found: re.Match[str]) -> str:
    """The concept by its other name; a module of `methods` that is called the same serves all copies."""
    return found[0] if found[1] else name


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
    tests = sorted((folder / "tests/methods").glob("*/test_*.py"))
    for place, stem in enumerate(more):
        number = 2 + place // len(own)
        name = copy(folder, stem, number)
        for test in tests[place % len(own) :: len(own)]:
            test.with_stem(f"{test.stem}_{number}").write_bytes(test.read_bytes())
        next(names for names in sections.values() if stem in names).append(name)
    lines = (f'"{title}" = {names}'.replace("'", '"') for title, names in sections.items())
    menu.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for act in ("format", "check --fix"):  # longer names break lines elsewhere
        ruff = [sys.executable, "-m", "ruff", *act.split(), "--quiet"]
        subprocess.run(ruff, cwd=folder, check=True)
    print(f"{sum(map(len, sections.values()))} concepts in {folder}")


if __name__ == "__main__":
    main()
