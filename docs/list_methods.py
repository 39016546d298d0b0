"""`make docs`: writes docs/methods.md, what there is in methods/, from the docstrings."""

import inspect
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/methods.md"
FIRST = """# Methods

The mathematics of all pages, by field: plain functions of arrays, with the signatures that textbooks give
them. `make docs` writes this page from the docstrings, which say more: shapes, units, what is raised, and
where it is from.

They need numpy, scipy, scikit-learn and imbalanced-learn, and nothing of the app. In a notebook that is
started in the folder of the project:

```python
import numpy as np

from methods.metrics.confusion import average_precision, counts_at_every_threshold

y = np.array([0, 0, 1, 1])
score = np.array([0.1, 0.4, 0.35, 0.8])
found = average_precision(counts_at_every_threshold(y, score))
```

Shapes are written as (n,) and (n, d), and (...) is any. What is undefined is nan. Nothing here reads a
file or a clock; what is drawn at random has a seed or a `numpy.random.Generator` as its argument.

"""


def page() -> str:
    """The page, whole."""
    base = ROOT / "methods"
    text = [FIRST]
    for folder in [*sorted(path.parent for path in base.glob("*/__init__.py")), base]:
        title = folder.name if folder != base else "For all fields"
        about = f"{inspect.getdoc(_module(folder))}\n\n" if folder != base else ""
        text.append(f"## {title}\n\n{about}")
        for path in sorted(folder.glob("[!_]*.py")):
            module = _module(path)
            named = "\n".join(_said(name, thing) for name, thing in _public(module))
            text.append(f"### `{module.__name__}`\n\n{inspect.getdoc(module)}\n\n{named}\n\n")
    return "".join(text).rstrip() + "\n"


def _module(path: Path) -> ModuleType:
    return import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def _public(module: ModuleType) -> list[tuple[str, Any]]:
    """The functions and classes that a module defines for others, in its order."""
    return [
        (name, thing)
        for name, thing in vars(module).items()
        if name[0] != "_"
        and callable(thing)
        and getattr(thing, "__module__", "") == module.__name__
    ]


def _said(name: str, thing: Any) -> str:
    """How it is called, and the first paragraph of what it says of itself."""
    first = _first(thing)
    if not inspect.isclass(thing):
        return f"- `{name}{_arguments(thing)}`: {first}"
    members = [
        f"  - `{each}{_arguments(member) if callable(member) else ''}`: {_first(member)}"
        for each, member in vars(thing).items()
        if each[0] != "_" and inspect.getdoc(member) and (callable(member) or _is_property(member))
    ]
    return "\n".join([f"- `{name}`: {first}", *members])


def _is_property(member: Any) -> bool:
    return hasattr(member, "__get__") and not callable(member)


def _first(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").partition("\n\n")[0].replace("\n", " ").replace("<", r"\<")


def _arguments(function: Any) -> str:
    """The arguments with their defaults, without their types."""
    given = inspect.signature(function).parameters.values()
    bare = [
        each.replace(annotation=inspect.Parameter.empty) for each in given if each.name != "self"
    ]
    return str(inspect.Signature(bare))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
