"""What a concept needs and leads to: pages that stand, and tiles at the end of its own."""

import pytest

from content.read import read_notes
from tests.house import STEMS
from tests.sample import FEW
from tests.visits import opened


@pytest.mark.parametrize("stem", STEMS)
def test_needs_and_next_are_a_few_other_concepts(stem):
    notes = read_notes(stem)
    ways = [*notes.needs, *notes.next]
    assert set(ways) <= set(STEMS), "a page that does not stand"
    assert len(set(ways)) == len(ways) and stem not in ways
    assert len(notes.needs) <= 3 and len(notes.next) <= 3


def test_no_concept_needs_itself_by_way_of_others():
    learned: set[str] = set()
    while ready := {s for s in STEMS if s not in learned and learned >= set(read_notes(s).needs)}:
        learned |= ready
    assert set(STEMS) - learned == set()


@pytest.mark.parametrize("stem", FEW)
def test_a_page_ends_with_them(stem):
    notes = read_notes(stem)
    shown = [each.proto.label for each in opened(stem).main.get("page_link")]
    others = [read_notes(each) for each in (*notes.needs, *notes.next)]
    assert shown == [f"**{other.title}** {other.question}" for other in others]
    assert opened(stem, present="true").main.get("page_link") == []
