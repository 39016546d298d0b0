"""The file that runs a visitor's Python in their browser: Brython, the modules to import, and our own.

It is one file, so that the worker's policy need not let it load anything (`ui.headers.WORKER_POLICY`).
"""

import json
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORKER, OURS = "python.js", "kata_worker.js"
BEFORE = "var scripts = "  # in Brython's file of modules
# What may be imported; and what those name, but need only for help, tests and hashes.
IMPORTS = (
    "bisect", "cmath", "collections", "copy", "dataclasses", "fractions", "functools", "heapq",
    "itertools", "json", "math", "numbers", "operator", "random", "re", "statistics", "string",
    "time", "typing",
)  # fmt: skip
LEFT_OUT = {
    "_sha2", "argparse", "asyncio", "browser", "doctest", "hashlib", "importlib.resources.readers",
    "inspect", "tokenize", "traceback", "unittest",
}  # fmt: skip


def worker() -> bytes:
    """The whole file."""
    brython = find_spec("brython")
    assert brython is not None and brython.origin is not None
    data = Path(brython.origin).parent / "data"
    ours = {
        name.upper(): (ROOT / "katas" / f"{name}.py").read_text("utf-8")
        for name in ("judge", "drive")
    }
    parts = [
        (data / "brython.js").read_text("utf-8"),
        f"__BRYTHON__.use_VFS = true;\n__BRYTHON__.update_VFS({modules(data)});",
        *(f"self.{name} = {json.dumps(source)};" for name, source in ours.items()),
        (ROOT / "static" / OURS).read_text("utf-8"),
    ]
    return "\n".join(parts).encode()


def modules(data: Path) -> str:
    """Of Brython's modules those that may be imported, and what they need, as JSON."""
    text = (data / "brython_stdlib.js").read_text("utf-8")
    every, _ = json.JSONDecoder().raw_decode(text, text.index(BEFORE) + len(BEFORE))
    found = {"$timestamp": every["$timestamp"]}
    wanted = list(IMPORTS)
    while wanted:
        name = wanted.pop()
        if name in every and name not in found and name not in LEFT_OUT:
            kind, _, *needs = found[name] = every[name]
            wanted += [name.rpartition(".")[0], *(needs[0] if kind == ".py" and needs else ())]
    return json.dumps(found)
