"""The file for Anki, imported by Anki itself."""

import html
import re
import warnings
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from rehearsal.anki import Note, html_of, note_of, written
from ui.flashcards import anki_file
from ui.questions import bank

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its generated code warns of itself
    from anki.collection import Collection
    from anki.import_export_pb2 import ImportCsvRequest

HERE = "https://school.example/ml/flashcards"
NOTE = Note("sightglass.a.b", "Sightglass::A page", "Why?", "Because.", ("sightglass", "beginner"))


@pytest.fixture
def collection(tmp_path):
    """A fresh collection of Anki's."""
    found = Collection(str(tmp_path / "collection.anki2"))
    yield found
    found.close()


def imported(collection, tmp_path, text):
    """Import that file as a visitor would who changes nothing in Anki's dialogue; its log."""
    path = tmp_path / "cards.txt"
    path.write_bytes(text.encode())
    metadata = collection.get_csv_metadata(path=str(path), delimiter=None)
    return collection.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log


def notes(collection):
    """Every note by its guid."""
    found = (collection.get_note(each) for each in collection.find_notes(""))
    return {note.guid: note for note in found}


def decks(collection, note):
    return {collection.decks.name(card.did) for card in note.cards()}


def test_every_question_is_a_note_and_stays_the_same_note(collection, tmp_path):
    text = anki_file(list(bank()), HERE)
    log = imported(collection, tmp_path, text)
    assert (len(log.new), len(log.updated), log.found_notes) == (len(bank()), 0, len(bank()))
    kept = notes(collection)
    for name, asked in bank().items():
        note = kept[f"sightglass.{name}"]
        front, back = note.fields
        assert html.unescape(front) == " ".join(asked.question.ask.split())
        assert all(html.escape(point, quote=False) in back for point in asked.question.points)
        assert decks(collection, note) == {f"Sightglass::{asked.title}"}
        assert set(note.tags) == {"sightglass", asked.question.level.lower(), asked.question.kind}
        link = urlsplit(html.unescape(re.search(r'<a href="([^"]*)">', back)[1]))
        assert (link.netloc, link.path) == ("school.example", f"/ml/{asked.notes.stem}")
        assert parse_qs(link.query)["question"] == [asked.question.id]
    shown = " ".join(field for note in kept.values() for field in note.fields)
    assert "$" not in shown and "{{" not in shown and r"\(" in shown

    name = f"sightglass.{next(iter(bank()))}"
    mine = kept[name]
    collection.set_deck([card.id for card in mine.cards()], collection.decks.id("Mine"))
    mine.tags.append("mine")
    collection.update_note(mine)
    log = imported(collection, tmp_path, text.replace(mine.fields[0], "Asked anew?"))
    assert (len(log.new), len(log.updated)) == (0, 1), "the front may change, too"
    again = notes(collection)[name]
    assert (again.id, again.fields[0]) == (mine.id, "Asked anew?")
    assert decks(collection, again) == {"Mine"}, "where it was moved to"
    assert "mine" not in again.tags, "as the page says"


def test_whatever_a_note_says_comes_through(collection, tmp_path):
    odd = [
        'He said "no" & 1 < 2 > 0', "#hash first", "tab\there", 'only "', "\\frac{1}{2}", "{{c1::x}}", "é, 漢, 🂡", "; , |",
    ]  # fmt: skip
    said = [
        replace(NOTE, guid=f"g{i}", front=html_of(text), back=html_of(text))
        for i, text in enumerate(odd)
    ]
    log = imported(collection, tmp_path, written([replace(NOTE, guid="#0"), *said]))
    assert len(log.new) == len(odd) + 1, "none is lost, not even a guid that begins with #"
    kept = notes(collection)
    for i, text in enumerate(odd):
        assert [html.unescape(each) for each in kept[f"g{i}"].fields] == [
            " ".join(text.split())
        ] * 2


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a $x < y$ and $$z$$.", r"a \(x &lt; y\) and \[z\]."), ("costs \\$5, or $n$ times \\$6", r"costs $5, or \(n\) times $6"),
        ("one\nline\n\nand another", "one line<br><br>and another"), ("<b>&amp;", "&lt;b&gt;&amp;amp;"), ("$5 alone", "$5 alone"), ("", ""),
        ("$a$$b$", r"\(a\)\(b\)"),
    ],
)  # fmt: skip
def test_text_as_html(text, made):
    assert html_of(text) == made


def test_a_line_begins_with_no_hash_after_the_first_ones():
    lines = written([replace(NOTE, guid="#1"), NOTE]).splitlines()
    hashes = [line.startswith("#") for line in lines]
    assert hashes == sorted(hashes, reverse=True) and hashes.count(False) == 2


def test_a_link_with_quotes_breaks_no_tag():
    question = next(iter(bank().values())).question
    assert '<a href="x?a=1&amp;b=&quot;">' in note_of(question, "a.b", "A", 'x?a=1&b="').back
