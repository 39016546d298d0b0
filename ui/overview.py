"""What there is to be asked: a table of the bank, what is asked most, tips; static/overview.js draws it.

How many cards of each topic are known or due is worked out in the browser, which keeps them.
"""

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from content.asked import mentions, sources
from content.read import LEVELS
from content.rounds import tips
from ui.keys import key_of
from ui.questions import HERE, WIDTH, Choice, bank, choice_texts, proof_texts
from ui.static import LIVE

MOST = 10  # questions that are asked most
LOADER = f"""
const at = file => new URL("{LIVE}/" + file, document.baseURI).href;
const overview = import(at("overview.js"));
export default part => {{ overview.then(js => js.mount(part, at("overview.css"))); }}
"""
_OVERVIEW = st.components.v2.component(
    "sightglass_overview",
    html='<div class="sightglass-overview"></div>',
    js=LOADER,
    isolate_styles=False,  # its styles are a file of ours
)


def draw_overview() -> None:
    """The table, what is asked most, and the tips."""
    with st.container(width=WIDTH):
        _OVERVIEW(key=key_of(HERE, "overview"), data=overview_data())


def overview_data() -> dict[str, Any]:
    """What overview.js draws, the same for everybody.

    `rows`: for each topic its title, its questions by level, each number with its link, and the names of
    its cards. `asked`: all questions, those first that most lists ask, so that the browser can rank by
    what was missed those of one rank.
    """
    rows = []
    for topic, title in dict.fromkeys((each.topic, each.title) for each in bank().values()):
        mine = [each for each in bank().values() if each.topic == topic]
        cells = [
            (
                sum(each.question.level == level for each in mine),
                _link(Choice(concept=(topic,), level=(level.lower(),))),
            )
            for level in LEVELS
        ]
        rows.append(
            {
                "topic": topic,
                "title": title,
                "link": _link(Choice(concept=(topic,))),
                "cells": [*cells, (len(mine), _link(Choice(concept=(topic,))))],
            }
        )
    total = [
        (
            sum(each.question.level == level for each in bank().values()),
            _link(Choice(level=(level.lower(),))),
        )
        for level in LEVELS
    ]
    often = sorted(bank(), key=lambda name: -mentions(name))
    return {
        "levels": list(LEVELS),
        "rows": rows,
        "total": [*total, (len(bank()), _link(Choice()))],
        "most": MOST,
        "asked": [
            {
                "name": name,
                "ask": bank()[name].question.ask,
                "lists": mentions(name),
                "link": f"{bank()[name].notes.stem}?{urlencode(proof_texts(bank()[name]), doseq=True)}",
            }
            for name in often
        ],
        "sources": [(source.title, source.address) for source in sources().values()],
        "tips": [vars(tip) for tip in tips()],
    }


def _link(choice: Choice) -> str:
    said = urlencode(choice_texts(choice), doseq=True)
    return f"{HERE}?{said}" if said else HERE
