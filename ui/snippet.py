"""The standalone script of a concept, with the values on screen filled in."""

import re
from pathlib import Path
from typing import Any

from concepts.controls import controls_of

FOLDER = Path(__file__).parent.parent / "snippets"


def snippet(stem: str, params: Any) -> str:
    """The text of `snippets/<stem>.py` with the line `name = ...` of each field of `params` replaced.

    Raises KeyError naming a field that has no line of its own.
    """
    text = (FOLDER / f"{stem}.py").read_text(encoding="utf-8")
    for name in controls_of(params):
        line = f"{name} = {getattr(params, name)!r}".replace("\\", r"\\")
        text, found = re.subn(rf"^{name} = [^#\n]*?(?=\s*(#|$))", line, text, count=1, flags=re.M)
        if not found:
            raise KeyError(name)
    return text
