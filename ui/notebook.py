"""The standalone script of a concept as a notebook."""

import ast
import json
from typing import Any


def notebook(title: str, link: str, script: str) -> str:
    """A notebook (nbformat 4) of `script`: its title and the link it comes from, then the code.

    `link` is put into Markdown as it is: it must be a plain address. "" leaves it out.
    """
    words = f"# {title}"
    if link:
        words += f"\n\nWith the values of <{link}>."
    cells = [_cell("markdown", "title", words)]
    for number, code in enumerate(sections(script), 1):
        cells.append(
            _cell("code", f"code-{number}", code) | {"execution_count": None, "outputs": []}
        )
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def sections(script: str) -> list[str]:
    """`script` cut where a blank line stands between two statements of its top level.

    Joined by blank lines they are the script again. The docstring stays with what follows it.
    """
    tree = ast.parse(script)
    inside = {
        line for node in tree.body for line in range(node.lineno, node.end_lineno or node.lineno)
    }
    pieces: list[list[str]] = [[]]
    for number, line in enumerate(script.splitlines(), 1):
        if line.strip() or number in inside:
            pieces[-1].append(line)
        elif pieces[-1]:
            pieces.append([])
    found = ["\n".join(piece) for piece in pieces if piece]
    if ast.get_docstring(tree) is not None:
        found[:2] = ["\n\n".join(found[:2])]
    return found


def _cell(kind: str, name: str, text: str) -> dict[str, Any]:
    source = text.splitlines(keepends=True)
    return {"cell_type": kind, "id": name, "metadata": {}, "source": source}
