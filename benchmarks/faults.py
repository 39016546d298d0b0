"""`make faults`: the code broken in some twenty places, one at a time. Does `make test` notice?

    python -m benchmarks.faults              all of them
    python -m benchmarks.faults torn sign    those whose names have one of these words

Each fault has its row in benchmarks/faults.md, which stays as it is for those that were not tried.

Each fault is put into a clone, with one text in place of another, and the tests run that are named with
it: whole files of `make test`, nothing made for the fault. The first test that fails is written down.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "benchmarks/faults.md"
HEAD = """# Faults put in on purpose

`make faults` wrote this. One text of the code is replaced by another that is wrong, and of the tests of
`make test` those in the files that `benchmarks/faults.py` names run until the first fails.

| Fault | File | Noticed by | Seconds |
|:--|:--|:--|--:|
"""


@dataclass(frozen=True)
class Fault:
    """In `file`, `new` in place of `old`, which stands there once; `tests` are what is run."""

    name: str
    file: str
    old: str
    new: str
    tests: str


HOUSE = "tests/test_house.py tests/test_common.py tests/test_states.py"
FAULTS = [
    Fault(
        "a wrong sign in a method (undoing under-sampling)", "methods/imbalance/prior_correction.py",
        "kept * p / (kept * p - p + 1)", "kept * p / (kept * p + p + 1)",
        "tests/methods/imbalance/test_prior_correction.py",
    ),
    Fault(
        "SMOTE steps away from the neighbour", "methods/imbalance/smote.py",
        "X[parent] + step * (X[neighbour] - X[parent])",
        "X[parent] - step * (X[neighbour] - X[parent])", "tests/methods/imbalance/test_smote.py",
    ),
    Fault(
        "Adam without the correction of its squares", "methods/optimization/optimizers.py",
        "size = (mean_square / (1 - beta2**t)) ** 0.5\n    return theta - rate * corrected",
        "size = mean_square ** 0.5\n    return theta - rate * corrected",
        "tests/methods/optimization/test_optimizers.py",
    ),
    Fault(
        "average precision a row late", "methods/metrics/confusion.py",
        "float(np.sum(counts.precision * gained))", "float(np.sum(counts.precision[:-1] * gained[1:]))",
        "tests/methods/metrics/test_confusion.py",
    ),
    Fault(
        "a preset's value", "concepts/precision_recall.py",
        '"costs_choose": Params(prevalence=0.05, n=20_000)',
        '"costs_choose": Params(prevalence=0.05, n=20_000, cost_ratio=1.0)',
        "tests/concepts/test_precision_recall.py tests/test_lessons.py",
    ),
    Fault(
        "a snippet that computes something else", "snippets/precision_recall.py",
        "average_precision_score(y, score)", "average_precision_score(1 - y, score)", HOUSE,
    ),
    Fault(
        "a control's end that crashes a page", "concepts/curse_of_dimensionality.py",
        '    d: int = ranged(\n        100,\n        1,', '    d: int = ranged(\n        100,\n        0,', HOUSE,
    ),
    Fault(
        "a figure without the title of an axis", "figures/precision_recall.py",
        'axis("net benefit in 1,000"', 'axis(""', HOUSE,
    ),
    Fault(
        "a label off: text of the other outcome", "figures/precision_recall.py",
        'f"{c.tp:,} caught"', 'f"{c.fp:,} caught"', "tests/figures tests/concepts/test_precision_recall.py",
    ),
    Fault(
        "a torn axis: the range follows the drag", "figures/precision_recall.py",
        'share_axis("false positive rate", nticks=4)',
        'share_axis("false positive rate", nticks=4, range=[0, 1 + result.params.threshold])',
        "tests/figures",
    ),
    Fault(
        "a colour of nobody's", "figures/precision_recall.py",
        "line(x, 1e3 * grid.net_benefit, POSITIVE,", 'line(x, 1e3 * grid.net_benefit, "#123456",',
        "tests/figures tests/test_common.py tests/test_states.py",
    ),
    Fault(
        "a sentence that says 100 % of nearly all", "sentences/numbers.py",
        "if 0 < share < 1 and round(100 * share, 1) in (0.0, 100.0):", "if False:",
        "tests/test_numbers.py",
    ),
    Fault(
        "a minus that is a hyphen", "sentences/numbers.py", 'return digits.replace("-", "−")',
        "return digits", "tests/test_numbers.py",
    ),
    Fault(
        "a fact that no word speaks of", "sentences/precision_recall.py", '        "ece": percent(',
        '        "ece_again": percent(sample.ece),\n        "ece": percent(', HOUSE,
    ),
    Fault(
        "a lost link: another name for a control", "concepts/gradient_descent.py",
        "    condition: float = ranged(", "    kappa: float = ranged(", "tests/test_share.py",
    ),
    Fault(
        "a link that forgets the tab", "ui/texts.py", 'texts[f"{stem}.read"] = [tab]', "pass", HOUSE,
    ),
    Fault(
        "words of a link written as markup", "data/own.py",
        'if c.isprintable() and c != "`")[:40]', "if c.isprintable())[:40]",
        "tests/test_own_data.py tests/test_security.py",
    ),
    Fault(
        "a header gone", "ui/headers.py", '        "X-Content-Type-Options": "nosniff",\n', "",
        "tests/test_security.py tests/browser/test_security.py",
    ),
    Fault(
        "own data in the cache of all", "ui/stage.py", "if problems or scene.own:", "if problems:",
        "tests/test_own_data.py tests/test_own_kept.py tests/test_security.py tests/test_shared.py",
    ),
    Fault(
        "a reel whose stops are out of order", "figures/reel.py",
        "[order.index(i) for i in range(len(pool))]",
        "[order.index(i) for i in reversed(range(len(pool)))]",
        "tests/figures/test_reel.py",
    ),
    Fault(
        "a challenge that counts what is not reached", "content/read.py",
        "return self.at_least <= measures[self.measure] <= self.at_most",
        "return self.at_least <= measures[self.measure]", "tests/test_teach.py tests/test_lessons.py",
    ),
    Fault(
        "a card that forgets when it was first answered", "rehearsal/deck.py",
        "first = now if before is None or before.first is None else before.first", "first = now",
        "tests/test_deck.py",
    ),
    Fault(
        "an event that nobody hears", "static/compare.js", 'part.send("pin",', 'part.send("pinned",',
        "tests/test_static.py",
    ),
    Fault(
        "a drag that is told as another stop (JavaScript)", "static/reel.js",
        "return track && track.pool[track.order[stop]];", "return track && track.pool[track.order[0]];",
        "tests/test_static.py tests/browser/test_visit.py",
    ),
    Fault(
        "a drag that draws another stop (JavaScript)", "static/reel.js",
        "= pool[order[stop]];", "= pool[order[0]];",
        "tests/test_static.py tests/browser/test_visit.py",
    ),
    Fault(
        "mathematics in a figure", "figures/precision_recall.py",
        "from concepts.precision_recall import",
        "from methods.metrics.confusion import auc  # noqa: F401\nfrom concepts.precision_recall import",
        HOUSE,
    ),
]  # fmt: skip


def noticed(clone: Path, fault: Fault) -> tuple[str, float]:
    """The first test that fails with the fault, "" for none; and how many seconds that took."""
    path = clone / fault.file
    whole = path.read_text(encoding="utf-8")
    if whole.count(fault.old) != 1:
        return f"the fault does not fit: its text stands {whole.count(fault.old)} times", 0
    path.write_text(whole.replace(fault.old, fault.new), encoding="utf-8")
    begun = time.perf_counter()
    files = [name for name in fault.tests.split() if (clone / name).exists()]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *files],
        cwd=clone, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    path.write_text(whole, encoding="utf-8")
    said = re.search(r"^(?:FAILED|ERROR) (\S+)", run.stdout, re.MULTILINE)
    return (said[1] if said else ""), time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("words", nargs="*")
    words = parser.parse_args().words
    chosen = [f for f in FAULTS if not words or any(word in f.name for word in words)]
    kept = REPORT.read_text(encoding="utf-8").splitlines() if REPORT.exists() else []
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in kept}
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        for name in (".venv", "node_modules"):
            if (ROOT / name).exists():
                (clone / name).symlink_to((ROOT / name).resolve())
        for fault in chosen:
            test, seconds = noticed(clone, fault)
            who = test or "**nobody**"
            rows[fault.name] = f"| {fault.name} | `{fault.file}` | {who} | {seconds:.0f} |"
            print(rows[fault.name], flush=True)
            known = [rows[each.name] for each in FAULTS if each.name in rows]
            REPORT.write_text(HEAD + "\n".join(known) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
