"""Search: what is searched, that its links lead where they say, and that people find what they look for."""

import gzip
import json
import re
import shutil
import subprocess
import tomllib
from importlib import import_module
from urllib.parse import parse_qs

import pytest

from content.index import index
from content.katas import katas
from content.read import proved_on, read_notes, terms
from katas.listed import searched
from tests.house import ROOT, STEMS
from ui.static import FILES
from ui.texts import TABS, link_texts, read_link, state
from ui.view import read_view

QUERIES = tomllib.loads((ROOT / "tests" / "queries.toml").read_text(encoding="utf-8"))
ASKED = [(query, stem) for stem, queries in QUERIES.items() if stem in STEMS for query in queries]
KATAS = [(query, name) for name, queries in QUERIES["katas"].items() for query in queries]
# For each query the links of what is shown, from the top.
SCRIPT = """
import { readFileSync } from "node:fs";
import { answer, makeIndex } from "./static/search.js";
const { rows, queries } = JSON.parse(readFileSync(0, "utf-8"));
const index = makeIndex(rows);
const shown = (query) => answer(index, query).groups.flatMap(([, rows]) => rows.map(({ page, query }) => [page, query ?? ""]));
console.log(JSON.stringify(queries.map(shown)));
"""


def of_page(stem, group):
    return [row for row in index() if row["page"] == stem and row["group"] == group]


def test_the_browser_is_sent_the_index_and_there_is_room_for_all_concepts():
    sent = FILES["index.json"]
    assert json.loads(sent) == [*index(), *searched()]
    assert len(gzip.compress(sent, 6)) / len(STEMS) * 28 < 150_000


@pytest.mark.parametrize("stem", STEMS)
def test_all_that_people_write_about_a_concept_can_be_found(stem):
    notes = read_notes(stem)
    (concept,) = of_page(stem, "Concept")
    assert [concept["says"], *concept["more"]] == [
        notes.title,
        notes.question,
        *notes.figures.values(),
    ]
    assert concept.get("also", []) == list(notes.also)
    situations = [row["says"].strip("“”") for row in of_page(stem, "Situation")]
    assert situations == [
        *(each.title for each in notes.presets.values()),
        *(each.belief for each in notes.wrong),
    ]
    assert [row["says"] for row in of_page(stem, "Question")] == [q.ask for q in proved_on(notes)]
    assert [row["says"] for row in of_page(stem, "Word")] == [
        t.term for t in terms() if t.page == stem
    ]
    assert "{{" not in json.dumps([row for row in index() if row["page"] == stem])


@pytest.mark.parametrize("stem", STEMS)
def test_a_link_opens_what_it_says(stem):
    notes, concept = read_notes(stem), import_module(f"concepts.{stem}")
    links = [parse_qs(row["query"]) for row in of_page(stem, "Situation")]
    presets, beliefs = links[: len(notes.presets)], links[len(notes.presets) :]
    for name, said in zip(notes.presets, presets, strict=True):
        assert read_link(stem, concept, said) == (concept.PRESETS[name], next(iter(TABS)), [])
    for belief, said in zip(notes.wrong, beliefs, strict=True):
        wanted = link_texts(stem, concept, state(concept, belief), "wrong")
        assert read_link(stem, concept, said) == read_link(stem, concept, wanted)
        assert read_link(stem, concept, said)[1:] == ("wrong", [])
    for question, row in zip(proved_on(notes), of_page(stem, "Question"), strict=True):
        view, problems = read_view(parse_qs(row["query"]), concept, notes)
        assert (view.question, problems) == (question.id, [])
    assert not any("query" in row for row in of_page(stem, "Concept") + of_page(stem, "Word"))


@pytest.mark.parametrize("stem", STEMS)
def test_what_a_concept_is_also_called_is_a_few_short_names(stem):
    also = read_notes(stem).also
    assert len({name.casefold() for name in also}) == len(also) <= 14
    assert all(re.fullmatch(r"\S.{1,39}", name) and name == name.strip() for name in also)


def test_every_kata_can_be_found():
    assert [row["query"] for row in searched()] == [f"kata={name}" for name in katas()]
    for row, kata in zip(searched(), katas().values(), strict=True):
        assert (row["says"], f"{row['page']}?{row['query']}") == (kata.title, kata.link)
        assert row["more"][0] and all(row["also"])


def first_three(queries):
    """The links of the first three that are shown for each query, as page and query."""
    node = shutil.which("node")
    assert node, "see README.md: what the tests need"
    asked = json.dumps({"rows": json.loads(FILES["index.json"]), "queries": queries})
    ran = subprocess.run(
        [node, "--input-type=module", "-e", SCRIPT],
        input=asked, capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    shown = json.loads(ran.stdout)
    assert all(shown), "there is always something"
    return [links[:3] for links in shown]


def test_people_find_the_page_among_the_first_three():
    shown = first_three([query for query, _ in ASKED])
    missed = [
        (query, stem, links)
        for (query, stem), links in zip(ASKED, shown, strict=True)
        if stem not in [page for page, _ in links]
    ]
    assert len(ASKED) >= 120 and len(missed) <= 0.05 * len(ASKED), missed


@pytest.mark.parametrize("stem", STEMS)
def test_who_types_a_title_or_how_it_begins_finds_the_page_before_all_else(stem):
    title = read_notes(stem).title
    begun = re.split(r"[:,]| and ", title)[0]
    for links in first_three([title, title.lower(), begun]):
        assert links[0] == [stem, ""]


def test_people_find_the_kata_among_the_first_three():
    shown = first_three([query for query, _ in KATAS])
    missed = [
        (query, name, links)
        for (query, name), links in zip(KATAS, shown, strict=True)
        if ["coding", f"kata={name}"] not in links
    ]
    assert QUERIES["katas"].keys() == katas().keys()
    assert len(missed) <= 0.05 * len(KATAS), missed
