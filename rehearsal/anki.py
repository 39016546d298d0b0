r"""The questions as a text file that Anki imports; checked with Anki's own package in the tests.

Each line is a note with a guid of ours: imported again, a note that Anki has is updated in place, its
deck and its schedule stay, its tags are replaced. What the columns mean stands in the first lines:
https://docs.ankiweb.net/importing/text-files.html
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from html import escape
from io import StringIO

from content.read import Question

COLUMNS = {"guid": "guid", "deck": "deck", "Front": "", "Back": "", "tags": "tags"}


@dataclass(frozen=True)
class Note:
    """A question as Anki has it.

    Attributes
    ----------
    guid : Names it for good, among all notes of whoever imports it.
    deck : Where a new note goes; "::" leads to a deck within.
    front, back : HTML, with formulas as Anki's MathJax reads them.
    tags : None has a space.
    """

    guid: str
    deck: str
    front: str
    back: str
    tags: tuple[str, ...]


def note_of(question: Question, name: str, title: str, link: str) -> Note:
    """That question as a note, its answer with the link that opens its proof.

    `name` is its own among all questions, `title` what its page is called.
    """
    then, wrong = question.follow_up, question.wrong
    points = "".join(f"<li>{html_of(point)}</li>" for point in question.points)
    back = (
        f"<ul>{points}</ul>"
        f"{html_of(question.say)}<br><br>"
        f"<b>Then they ask.</b> {html_of(then.ask)} {html_of(then.answer)}<br><br>"
        f"<b>The common wrong answer.</b> “{html_of(wrong.say)}” {html_of(wrong.why)}<br><br>"
        f'<a href="{escape(link)}">Show me</a>'
    )
    tags = ("sightglass", question.level.lower(), question.kind)
    return Note(f"sightglass.{name}", f"Sightglass::{title}", html_of(question.ask), back, tags)


def html_of(text: str) -> str:
    r"""Text in which $ and $$ stand around formulas, as HTML on one line with \( \) and \[ \].

    A line that is broken goes on, an empty one begins a paragraph; \$ is a dollar.
    """
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "<br><br>".join(_paragraph(" ".join(part.split())) for part in paragraphs)


def _paragraph(said: str) -> str:
    words, *rest = re.split(r"(?<!\\)(\$\$?)(.+?)(?<!\\)\1", escape(said, quote=False))
    for mark, formula, more in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        words += (rf"\[{formula}\]" if mark == "$$" else rf"\({formula}\)") + more
    return words.replace(r"\$", "$")


def written(notes: Iterable[Note]) -> str:
    """The file: what the columns mean, then a note a line, tabs between."""
    head = ["#separator:tab", "#html:true", "#notetype:Basic"]
    head += [f"#{means} column:{i}" for i, means in enumerate(COLUMNS.values(), 1) if means]
    lines = StringIO()
    # Quoted throughout: no line begins with "#", which Anki would take for one of the first.
    writer = csv.writer(lines, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
    for note in notes:
        *said, tags = astuple(note)
        writer.writerow([*said, " ".join(tags)])
    return "\n".join([*head, "#columns:" + "\t".join(COLUMNS), lines.getvalue()])
