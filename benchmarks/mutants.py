"""`make mutants`: small faults put into the array functions, one at a time. Do the tests notice?

    python -m benchmarks.mutants                    what has not been tried yet, module by module
    python -m benchmarks.mutants drift smote        a field of methods/, and a module, alone
    python -m benchmarks.mutants --again confusion  its survivors without a reason once more
    python -m benchmarks.mutants --sample 20        at most so many of each module, drawn by their text
    python -m benchmarks.mutants --report           only write down what is known

mutmut makes the mutants, in a copy of the project under .mutants, and tells which of the tests in
tests/methods and tests/concepts reach which function. pytest collects the tests once; each mutant is then tried in a
process forked from there, with nothing to import again. Stopped, it goes on where it was; delete
.mutants to begin anew.

The table and the survivors are written to benchmarks/mutants.md; of a module that was not tried in this
copy, what stands there stays. Why one survives is written there by hand, as the bold line above it,
and kept from run to run.
"""

import argparse
import ast
import gc
import hashlib
import json
import os
import re
import resource
import shutil
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

ROOT = Path(__file__).parents[1]
COPY = ROOT / ".mutants/project"
REPORT = ROOT / "benchmarks/mutants.md"
REACHED = COPY / "reached.json"
# What the tests read beside the array functions.
FOLDERS = (
    "tests", "concepts", "content", "data", "deploy", "figures", "katas", "pages", "rehearsal", "room", "sentences",
    "snippets", "static", "ui", "benchmarks",
)  # fmt: skip
SETTINGS = """
[tool.pytest.ini_options]
addopts = "-q --import-mode=importlib -p no:cacheprovider -p no:xdist --capture=no"
pythonpath = ["."]
filterwarnings = ["error"]

[tool.mutmut]
source_paths = ["methods"]
do_not_mutate_patterns = ['^\\s*raise ']
"""
WRAPPERS = ("property", "once", "lru_cache", "remembered")
OUTCOMES = ("killed", "stopped", "survived")
MEMORY = 8 << 30  # bytes of address space; who asks for more fails
UNEXPLAINED = "Not looked into yet."
# The row of a module, and of what is to go of it.
ROW = r"\| (\w+/?\w*)((?: \(\d+ to go\))?) \| \d+ \| (\d+) \| (\d+) \| (\d+) \| \S+ \|"


def modules() -> list[str]:
    """Every module of methods/, as field/module."""
    paths = (path.relative_to(ROOT / "methods") for path in (ROOT / "methods").rglob("*.py"))
    return sorted(path.with_suffix("").as_posix() for path in paths if path.stem != "__init__")


def named(names: list[str]) -> list[str]:
    """The modules that are meant: each by its field, its own name or both; all if none is named."""
    return [each for each in modules() if not names or {each, *each.split("/")} & set(names)]


def undecorated(source: str) -> str:
    """The same module with `f = property(f)` in place of `@property`, and so for what remembers.

    mutmut leaves decorated functions alone; this way it takes them too.
    """
    lines = source.splitlines()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for node in sorted(functions, key=lambda node: -node.lineno):
        if len(node.decorator_list) != 1:
            continue
        wrapper = ast.unparse(node.decorator_list[0])
        if wrapper.partition("(")[0] in WRAPPERS:
            after = f"{' ' * node.col_offset}{node.name} = {wrapper}({node.name})"
            lines.insert(node.end_lineno or node.lineno, after)
            del lines[node.decorator_list[0].lineno - 1]
    return "\n".join(lines) + "\n"


def copy_project() -> None:
    """Bring the copy up to date, with all mutants of a module side by side in its file."""
    COPY.mkdir(parents=True, exist_ok=True)
    for folder in FOLDERS:
        hidden = shutil.ignore_patterns("__pycache__", ".*")
        shutil.copytree(ROOT / folder, COPY / folder, dirs_exist_ok=True, ignore=hidden)
    shutil.copy2(ROOT / "app.py", COPY / "app.py")
    (COPY / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    os.chdir(COPY)  # mutmut reads its settings where it stands
    for path in (ROOT / "methods").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        first = f"# Mutants of {hashlib.sha256(source.encode()).hexdigest()}\n"
        to = COPY / path.relative_to(ROOT)
        to.parent.mkdir(parents=True, exist_ok=True)
        if path.stem == "__init__":
            to.write_text(source, encoding="utf-8")
        elif not to.exists() or not to.read_text(encoding="utf-8").startswith(first):
            code = mutate_file_contents(str(path), undecorated(source)).code
            to.write_text(first + code, encoding="utf-8")


def mutants_of(module: str) -> Iterator[dict[str, Any]]:
    """What mutmut made of a module: each mutant's name, function and change, and a key of its text."""
    code = (COPY / f"methods/{module}.py").read_text(encoding="utf-8")
    dotted = f"methods.{module.replace('/', '.')}"
    lines, original = code.splitlines(), list[str]()
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.FunctionDef) or "__mutmut_" not in node.name:
            continue
        name, _, number = node.name.partition("__mutmut_")
        text = [line.replace(node.name, name) for line in lines[node.lineno - 1 : node.end_lineno]]
        if number == "orig":
            original = text
            continue
        function = name.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
        yield {
            "name": f"{dotted}.{node.name}",
            "reach": f"{dotted}.{name}",
            "function": function,
            "change": change(original, text).replace(name, function.rpartition(".")[2]),
            "key": hashlib.sha256("\n".join(text).encode()).hexdigest(),
            "outcome": None,
        }


def change(old: list[str], new: list[str]) -> str:
    """The first and only place at which two texts differ, as `old` became `new`."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    was, became = (
        " ".join(line.strip() for line in text[start : len(text) - end]) for text in (old, new)
    )
    return f"`{was}` became `{became}`" if became else f"without `{was}`"


def found(module: str) -> Path:
    return COPY / f"found/{module}.json"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def write(path: Path, what: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".new").write_text(json.dumps(what, indent=1), encoding="utf-8")
    path.with_suffix(".new").replace(path)


def in_a_fork(act: Any, seconds: int) -> int:
    """The exit code of `act` in a process of its own, of so many seconds of work; negative if killed."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os._exit(act())
    except BaseException:
        os._exit(1)


class Trials:
    """A plugin of pytest: in place of running the tests once, run them once for each mutant."""

    def __init__(self, modules: list[str], again: bool, seconds: float, sample: int | None) -> None:
        self.modules, self.again, self.seconds, self.sample = modules, again, seconds, sample
        self.trying = False

    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> None:
        """End a trial at the first failure, before anything is told about it, which takes long."""
        if self.trying and call.excinfo and not call.excinfo.errisinstance(pytest.skip.Exception):
            os._exit(1)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Failed("the tests cannot be collected")
        by_file = defaultdict(list)
        for item in session.items:
            by_file[item.path].append(item)
        gc.freeze()
        reached = self.reached(by_file)
        items = {item.nodeid: item for item in session.items}
        for module in self.modules:
            self.try_module(module, items, reached)
        return True

    def reached(self, by_file: dict[Path, list[pytest.Item]]) -> dict[str, dict[str, Any]]:
        """For each test its seconds and the functions it reaches; known ones are not run again.

        A test that fails without a mutant is left out, and that is said.
        """
        known = dict(read(REACHED))
        for path, items in by_file.items():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            name = path.relative_to(COPY).as_posix()
            if known.get(name, {}).get("digest") == digest:
                continue
            print(f"what {name} reaches", flush=True)
            part = COPY / "found/part.json"
            in_a_fork(lambda items=items, part=part: self.follow(items, part), 3600)
            known[name] = {"digest": digest, "tests": read(part)}
            write(REACHED, known)
        names = [path.relative_to(COPY).as_posix() for path in by_file]
        return {k: v for name in names for k, v in known[name]["tests"].items()}

    def follow(self, items: list[pytest.Item], to: Path) -> int:
        """Run tests without a mutant, and write down what each reaches. Nothing is remembered between."""
        set_mutant_under_test("stats")
        tests = {}
        for item, following in zip_longest(items, items[1:]):
            for name, module in list(sys.modules.items()):
                if name.startswith(("methods.", "concepts.", "tests.")):
                    for thing in list(vars(module).values()):
                        if hasattr(thing, "cache_clear"):
                            thing.cache_clear()
            state()._stats.clear()
            failed, start = item.session.testsfailed, time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if item.session.testsfailed > failed:
                print(f"left out, fails as it is: {item.nodeid}", flush=True)
                continue
            seconds = round(time.process_time() - start, 3)
            tests[item.nodeid] = {"seconds": seconds, "functions": sorted(state()._stats)}
        write(to, tests)
        return 0

    def try_module(
        self, module: str, items: dict[str, pytest.Item], reached: dict[str, dict[str, Any]]
    ) -> None:
        """Try what is left of a module's mutants, and write the report."""
        known = {mutant["key"]: mutant["outcome"] for mutant in read(found(module))}
        mutants = list(mutants_of(module))
        start = time.time()
        explained = reasons()
        left = []
        drawn = {
            mutant["key"] for mutant in sorted(mutants, key=lambda each: each["key"])[: self.sample]
        }
        for mutant in mutants:
            mutant["outcome"] = known.get(mutant["key"])
            if mutant["key"] not in drawn:
                continue
            why = explained.get((module, line(mutant)), UNEXPLAINED)
            retry = self.again and mutant["outcome"] == "survived" and why == UNEXPLAINED
            if mutant["outcome"] is None or retry:
                left.append(mutant)
        reaching = {
            function: [items[name] for name in quickest(module, function, reached, self.seconds)]
            for function in {mutant["reach"] for mutant in left}
        }
        every = list(dict.fromkeys(item for tests in reaching.values() for item in tests))
        if in_a_fork(lambda: self.try_mutant("none", every), 3_600):
            sys.exit(f"{module}: a test fails without a mutant")
        for mutant in left:
            code = in_a_fork(
                lambda mutant=mutant: self.try_mutant(mutant["name"], reaching[mutant["reach"]]),
                int(4 + 3 * self.seconds),
            )
            mutant["outcome"] = {0: "survived", 1: "killed"}.get(code, "stopped")
            write(found(module), mutants)
        write(found(module), mutants)
        REPORT.write_text(report(), encoding="utf-8")
        counts = Counter(mutant["outcome"] for mutant in mutants)
        print(f"{module}: {dict(counts)}, {time.time() - start:.0f} s", flush=True)

    def try_mutant(self, mutant: str, items: list[pytest.Item]) -> int:
        """0 if no test fails with the mutant; it ends with 1 at the first that does."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        set_mutant_under_test(mutant)
        self.trying = True
        for item, following in zip_longest(items, items[1:]):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return 0


def quickest(
    module: str, function: str, reached: dict[str, dict[str, Any]], seconds: float
) -> list[str]:
    """The tests that reach a function, as many as take so long: the module's own first, then others."""
    tests = [name for name in reached if function in reached[name]["functions"]]
    own = f"tests/methods/{module.rpartition('/')[0]}/test_{module.rpartition('/')[2]}.py"
    tests.sort(key=lambda name: (own not in name, reached[name]["seconds"]))
    chosen, spent = [], 0.0
    for name in tests:
        if spent + reached[name]["seconds"] <= seconds:
            spent += reached[name]["seconds"]
            chosen.append(name)
    return chosen


def line(mutant: dict[str, Any]) -> str:
    """The mutant in the list of survivors."""
    return f"- `{mutant['function']}`: {mutant['change']}"


def reasons() -> dict[tuple[str, str], str]:
    """Why each (module, change) survives, as far as the report says so."""
    known, module, why = {}, "", UNEXPLAINED
    for text in REPORT.read_text(encoding="utf-8").splitlines() if REPORT.exists() else []:
        if text.startswith("### "):
            module, why = text[4:], UNEXPLAINED
        elif text.startswith("**"):
            why = text.strip("*")
        elif text.startswith("- "):
            known[module, text] = why
    return known


def written() -> tuple[dict[str, tuple[str, Counter[str]]], dict[str, list[str]]]:
    """What the report says of each module: what is to go and its counts, and its survivors with why."""
    counts, listed, module = {}, dict[str, list[str]](), ""
    for text in REPORT.read_text(encoding="utf-8").splitlines() if REPORT.exists() else []:
        if cells := re.fullmatch(ROW, text):
            numbers = map(int, cells.groups()[2:])
            counts[cells[1]] = (cells[2], Counter(dict(zip(OUTCOMES, numbers, strict=True))))
        elif text.startswith("### "):
            module = text[4:]
            listed[module] = [text]
        elif module:
            listed[module].append(text)
    return counts, listed


def report() -> str:
    """The table and the survivors of all modules tried so far, here or by the report that stands."""
    known, rows, listed, untried = reasons(), [], [], []
    whole, sampled = list[Counter[str]](), list[Counter[str]]()
    before, survivors = written()
    for module in modules():
        mutants = [mutant for mutant in read(found(module)) if mutant["outcome"]]
        if not mutants and module in before:
            to_go, count = before[module]
            (sampled if to_go else whole).append(count)
            rows.append(row(module + to_go, count))
            listed += survivors.get(module, [])
            continue
        if not found(module).exists():
            untried.append(module)
            continue
        count = Counter(mutant["outcome"] for mutant in mutants)
        waiting = len(read(found(module))) - len(mutants)
        (sampled if waiting else whole).append(count)
        rows.append(row(module + (f" ({waiting} to go)" if waiting else ""), count))
        by_reason = defaultdict(list)
        for mutant in mutants:
            if mutant["outcome"] == "survived":
                why = known.get((module, line(mutant)), UNEXPLAINED)
                by_reason[why].append(line(mutant))
        if by_reason:
            listed += [f"### {module}", ""]
            for why in sorted(by_reason, key=lambda why: why == UNEXPLAINED):
                listed += [f"**{why}**", "", *by_reason[why], ""]
    text = [
        "# Mutants",
        "",
        "`make mutants`: small faults put into the array functions, one at a time. Do the tests notice?",
        "",
        "mutmut changes one thing in an array function of `methods/`: a sign, a comparison, a number, an",
        "argument, a result. The tests of `tests/methods` and `tests/concepts` that reach the function are",
        "run, the module's own first, the quick before the slow, for some seconds a mutant, so that with more",
        "time more might be killed. A mutant is killed if a test fails, and stopped if it takes far too long",
        "or too much memory or brings Python down, which a test would notice too. Left out are the words of",
        "errors (`raise`), docstrings, types and the constants of a module. Of a module with mutants to go a",
        "sample was tried, drawn by the hash of their text. A row says what was when the module was last",
        "tried. Every survivor is below, with why.",
        "",
        "| Module | Mutants | Killed | Stopped | Survived | Killed or stopped, % |",
        "|---|--:|--:|--:|--:|--:|",
        *rows,
        row(f"**All of {len(whole)}**", sum(whole, Counter())),
        row(f"**A sample of {len(sampled)}**", sum(sampled, Counter())),
        "",
    ]
    if untried:
        text += [f"Not tried yet: {', '.join(untried)}.", ""]
    return "\n".join([*text, "## Survivors", "", *listed])


def row(name: str, count: Counter[str]) -> str:
    total = count.total()
    share = f"{100 * (1 - count['survived'] / total):.1f}" if total else "none"
    numbers = [total, *(count[key] for key in OUTCOMES)]
    return f"| {name} | {' | '.join(map(str, numbers))} | {share} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.mutants")
    parser.add_argument(
        "modules", nargs="*", metavar="module", help="or field of methods/; all if none"
    )
    parser.add_argument(
        "--again", action="store_true", help="try survivors without a reason once more"
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="of tests for a mutant")
    parser.add_argument("--sample", type=int, help="at most so many of each module")
    parser.add_argument("--report", action="store_true", help="write the report, try nothing")
    chosen = parser.parse_args()
    if unknown := [name for name in chosen.modules if not named([name])]:
        parser.error(f"no array functions of that name: {', '.join(unknown)}")
    if not chosen.report:
        copy_project()
        sys.path[:] = [str(COPY), *(path for path in sys.path if Path(path).resolve() != ROOT)]
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ[name] = "1"  # and a forked process can do without threads
        trials = Trials(named(chosen.modules), chosen.again, chosen.seconds, chosen.sample)
        if code := pytest.main(
            ["--rootdir=.", "--assert=plain", "tests/methods", "tests/concepts"], plugins=[trials]
        ):
            sys.exit(code)
    REPORT.write_text(report(), encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8").partition("## Survivors")[0])


if __name__ == "__main__":
    main()
