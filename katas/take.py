"""A kata as a file that checks itself: for an editor of one's own, with NumPy and pandas.

`python -m katas.take kmeans` writes it into the folder my_katas and runs it whenever it is saved.
"""

import argparse
import json
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

from content.katas import katas
from katas.read import ARRAYS, HERE, Kata, read_kata

FOLDER = "my_katas"
RULE = "# " + "-" * 98
CHECK = '''\
def _check(written):
    """Runs every check on what is written above, and says what went in, was expected and came."""
    import textwrap
    import traceback

    import numpy as np

{judge}
    def handed(value):
        return np.array(value) if isinstance(value, list) else value

    checks = {checks}
    missing = [name for name in {names} if not callable(written.get(name))]
    if missing:
        print(f"There is no function {{missing[0]}}.")
        return False
    passed = 0
    for check in checks:
        with np.errstate(all="ignore"):
            said = judge(check, written, handed)
        passed += said["passed"]
        if said["passed"]:
            print(f"passed: {{said['says']}}")
        else:
            print(f"FAILED: {{said['says']}}")
            for name in ("input", "expected", "got"):
                print(textwrap.indent(f"{{name}}: {{said[name]}}", "    "))
            trace = traceback.extract_tb(getattr(said.get("problem"), "__traceback__", None))
            own = [each for each in trace if each.name != "judge" and each.filename == trace[0].filename]
            for each in own[-1:]:
                print(f"    line {{each.lineno}}: {{each.line}}")
    print(f"{{passed}} of {{len(checks)}} checks passed.")
    return passed == len(checks)
'''


def cells(kata: Kata) -> tuple[str, str, str]:
    """What is to be written, in words; what it begins with; and what checks it."""
    listed = katas()[kata.name]
    words = [f"{listed.title}, {listed.minutes} minutes.", kata.statement]
    words += ["Think first of:", *(f"- {edge}" for edge in kata.edges)]
    words += ["Lists are handed over as arrays, a missing number as nan."]
    judge = (HERE / "judge.py").read_text(encoding="utf-8").partition('"""\n\n')[2]
    check = CHECK.format(
        judge=textwrap.indent(judge, "    "),
        checks=textwrap.indent(_listed(kata), "    ").lstrip(),
        names=kata.names(),
    )
    return "\n".join(words), kata.starter(ARRAYS), check


def _listed(kata: Kata) -> str:
    """The checks as code, a line for each of their words."""
    lines = ["["]
    for check in kata.checks:
        lines += [
            "    {",
            *(f"        {name!r}: {text!r}," for name, text in check.items()),
            "    },",
        ]
    return "\n".join([*lines, "]"])


def as_file(kata: Kata) -> str:
    """One .py that checks itself when it is run; it leaves with 1 where a check fails."""
    words, begun, check = cells(kata)
    run = 'if __name__ == "__main__":\n    raise SystemExit(0 if _check(globals()) else 1)'
    said = f"# What checks it; there is nothing to write from here on.\n{RULE}"
    return f'"""{words}\n"""\n\n{begun}\n\n{RULE}\n{said}\n{check}\n\n{run}\n'


def as_notebook(kata: Kata) -> str:
    """The same as a notebook of three cells and one that checks."""
    words, begun, check = cells(kata)
    head, _, rest = words.partition("\n")
    written = [
        ("markdown", f"# {head}\n\n{rest}"),
        ("code", begun),
        ("code", check),
        ("code", "_check(globals())"),
    ]
    made: list[dict[str, object]] = [
        {"cell_type": kind, "id": f"cell-{i}", "metadata": {}, "source": text.rstrip()}
        | ({"execution_count": None, "outputs": []} if kind == "code" else {})
        for i, (kind, text) in enumerate(written)
    ]
    spoken = {"language_info": {"name": "python"}}
    return json.dumps(
        {"cells": made, "metadata": spoken, "nbformat": 4, "nbformat_minor": 5}, indent=1
    )


def put(kata: Kata, folder: Path) -> Path:
    """Where the file is, written unless it is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kata.name}.py"
    if not path.exists():
        path.write_text(as_file(kata), encoding="utf-8")
    return path


def saves(path: Path, pause: float = 0.5) -> Iterator[float]:
    """When the file was saved last: at once, and then each time that it is saved anew."""
    seen = 0.0
    while path.exists():
        if (now := path.stat().st_mtime) != seen:
            seen = now
            yield now
        time.sleep(pause)


def main() -> None:
    """Write the file, and run it each time that it is saved."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=katas(), metavar="name", help=", ".join(katas()))
    parser.add_argument("--folder", type=Path, default=Path(FOLDER))
    asked = parser.parse_args()
    path = put(read_kata(asked.name), asked.folder)
    sys.stdout.write(f"Write in {path}. It runs whenever you save it; Ctrl+C ends this.\n\n")
    for _ in saves(path):
        subprocess.run([sys.executable, str(path)], check=False)
        sys.stdout.write("\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
