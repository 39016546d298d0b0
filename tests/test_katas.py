"""The katas: what is listed, and that each solution passes where each usual bug fails."""

import re

from content.katas import katas
from content.read import stems


def test_every_kata_is_listed_with_a_page_of_the_site():
    sections = [kata.section for kata in katas().values()]
    assert len(katas()) >= 20
    assert len({kata.title for kata in katas().values()}) == len(katas())
    for name, kata in katas().items():
        assert re.fullmatch(r"[a-z0-9_]{1,60}", name) and kata.link == f"coding?kata={name}"
        assert kata.concept in stems() and 5 <= kata.minutes <= 30
    runs = [name for i, name in enumerate(sections) if i == 0 or sections[i - 1] != name]
    assert len(runs) == len(set(runs)), "a section stands in one piece"
