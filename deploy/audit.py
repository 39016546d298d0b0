"""`make audit`: what is installed at run time, under which licences, and what is known against it.

Advisories are asked of PyPI by pip-audit; where it cannot be reached that is said, and the rest runs.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from importlib import metadata
from itertools import product

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.nginx import ROOT

REQUIREMENTS = ROOT / "requirements.txt"
AUDITOR = [str(ROOT / ".venv/auditor/bin/pip-audit")]
UNASKED = (
    "What is known against these versions is not known here: ask again where PyPI can be reached."
)
SYSTEMS = [
    {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": platform}
    | {"platform_system": system, "os_name": "nt" if system == "Windows" else "posix"}
    for python, (platform, system) in product(
        ("3.11", "3.12", "3.13"),
        (("linux", "Linux"), ("darwin", "Darwin"), ("win32", "Windows")),
    )
]

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "HPND", "ISC", "MIT", "MIT-CMU",
    "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
# The Mozilla licence asks that changes to its own files be published. certifi is a list of authorities.
ALSO = {"certifi": "MPL-2.0"}
# What packages say that do not say it in SPDX's words.
WORDS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def pins() -> dict[str, str]:
    """The version that requirements.txt pins each package to; ValueError for one it does not pin."""
    found: dict[str, str] = {}
    for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines():
        if not (text := line.partition("#")[0].strip()):
            continue
        wanted = Requirement(text)
        exact = re.fullmatch(r"==([^*,]+)", str(wanted.specifier))
        if exact is None:
            raise ValueError(f"requirements.txt: {text} is not pinned with ==")
        found[canonicalize_name(wanted.name)] = exact[1]
    return found


def imported() -> set[str]:
    """What the app itself imports: the first lines of requirements.txt, up to an empty one."""
    first = REQUIREMENTS.read_text(encoding="utf-8").partition("\n\n")[0]
    return {canonicalize_name(Requirement(line).name) for line in first.splitlines()[1:]}


def needed() -> set[str]:
    """What the app imports and all that needs, on any Python and system that it runs on."""
    found: set[str] = set()
    waiting = [(name, frozenset[str]()) for name in imported()]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        found.add(name)
        try:
            texts = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # of another system
            continue
        for wanted in map(Requirement, texts):
            if not any(_applies(wanted, extra) for extra in ("", *extras)):
                continue
            key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
            if key not in seen:
                seen.add(key)
                waiting.append(key)
    return found


def _applies(wanted: Requirement, extra: str) -> bool:
    marker = wanted.marker
    return marker is None or any(marker.evaluate(system | {"extra": extra}) for system in SYSTEMS)


def installed() -> dict[str, str]:
    """The version of each package that is installed."""
    return {canonicalize_name(each.name): each.version for each in metadata.distributions()}


def licences() -> dict[str, str]:
    """The licence of each package that is needed at run time and installed, in SPDX's words."""
    return {name: _licence(name) for name in sorted(needed() & installed().keys())}


def _licence(name: str) -> str:
    said = metadata.metadata(name).json
    if expression := said.get("license_expression"):
        return str(expression)
    kinds = [each for each in said.get("classifier", ()) if each.startswith("License ::")]
    words = [each.rpartition(" :: ")[2] for each in kinds] or [str(said.get("license", ""))]
    return " AND ".join(WORDS.get(each, each) for each in words)


def permits(licence: str, also: str = "") -> bool:
    """Whether a licence, or a choice or sum of several, lets anybody use, change and pass it on."""
    fine = PERMISSIVE | {also or "MIT"}
    while inner := re.search(r"\(([^()]*)\)", licence):
        licence = licence.replace(inner[0], "MIT" if permits(inner[1], also) else "another")
    choices = licence.split(" OR ")  # "AND" binds more closely
    return any(all(each.strip() in fine for each in one.split(" AND ")) for one in choices)


def advisories() -> tuple[list[str], int]:
    """What is known against the pinned versions, a line each; and how many packages were asked about.

    pip-audit passes over a package that it gets no answer for, as it does where PyPI is out of
    reach: that is not the same as nothing known.
    """
    asked = [*AUDITOR, "--requirement", str(REQUIREMENTS), "--no-deps", "--disable-pip"]
    asked += ["--progress-spinner", "off", "--format", "json", "--timeout", "10"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=300)
        found = json.loads(done.stdout)["dependencies"]
    except (OSError, subprocess.TimeoutExpired, ValueError) as problem:
        silent = isinstance(problem, ValueError)
        why = (done.stderr.strip().splitlines() or ["no answer"])[-1] if silent else str(problem)
        if isinstance(problem, FileNotFoundError):
            why = "it is not installed"
        say(f"Advisories: skipped, pip-audit could not ask for them ({why}). {UNASKED}")
        return [], 0
    answered = [each for each in found if "skip_reason" not in each]
    if not answered:
        why = found[0]["skip_reason"]
        say(f"Advisories: skipped, no answer about any package ({why}). {UNASKED}")
    known = [
        f"{each['name']} {each['version']}: {one['id']}, mended in "
        f"{', '.join(one['fix_versions']) or 'no version yet'}"
        for each in answered
        for one in each["vulns"]
    ]
    return known, len(answered)


def say(text: str) -> None:
    """Tell whoever started this."""
    sys.stderr.write(f"{text}\n")


def main() -> None:
    """Check everything, say what was found, and end with 1 if something is wrong."""
    problems = []
    pinned, wanted, present = pins(), needed(), installed()
    problems += [f"{name} is needed and not pinned" for name in sorted(wanted - pinned.keys())]
    problems += [f"{name} is pinned and not needed" for name in sorted(pinned.keys() - wanted)]
    problems += [
        f"{name} {present[name]} is installed, {version} is pinned"
        for name, version in pinned.items()
        if present.get(name, version) != version
    ]
    found = licences()
    problems += [
        f"{name} has the licence {licence or '(none said)'}, which is not on the list"
        for name, licence in found.items()
        if not permits(licence, ALSO.get(name, ""))
    ]
    kinds = ", ".join(f"{kind} ({many})" for kind, many in Counter(found.values()).most_common())
    say(f"Licences of {len(found)} packages: {kinds}.")
    known, asked = advisories()
    if asked:
        say(f"Advisories: {len(known)}, asked about {asked} of {len(pinned)} packages.")
        problems += known
    for problem in problems:
        say(f"  {problem}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
