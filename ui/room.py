"""Rooms, as pages know them: what a link shows and asks, what guesses came to, and where one joins.

What happens in a room is in room/, which knows of no page. In the browser static/room.js speaks with it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from statistics import median_low
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from content.read import Prediction
from room.rooms import Question, counted, read_code
from room.routes import Scene
from sentences.numbers import count
from ui.asked import asked
from ui.axis import axis_control
from ui.bare import bare_page
from ui.compute import computed, uses_own
from ui.early import stem_of
from ui.face import NAME, UNSCRIPTED, root_of
from ui.guard import base_path
from ui.links import meant, put
from ui.meaning import page_at, texts_of
from ui.session import Page, redraw, view_of
from ui.share import qr_svg
from ui.teach import Guess, forget, place, right, told_as
from ui.texts import Texts, chosen_preset, renamed
from ui.view import TOLD, View, is_view

# ---- what a link shows --------------------------------------------------------------------------


def scene_at(link: str) -> Scene | None:
    """What that link shows, and what is asked there; None if it is no link to a concept's page.

    Only what is a control's or a view's is passed on.
    """
    found = _read(link)
    if found is None:
        return None
    page, said = found
    params, _, view, _ = meant(said, page.stem, page.concept, page.notes)
    untold = {name: each for name, each in said.items() if name != TOLD}
    _, _, asking, _ = meant(untold, page.stem, page.concept, page.notes)
    standing = asked(page.concept, page.notes, asking)
    shows = view.step if view.present else chosen_preset(page.concept.PRESETS, params)
    name = f"{page.stem} {asking.asks or shows or ''}"
    question = None
    if standing is not None and not uses_own(standing[1]):
        question = _question(page, name, standing[0])
    query = urlencode(said, doseq=True)
    return Scene(f"{page.stem}?{query}", name, question, said.get(TOLD) == ["true"])


def _read(link: str) -> tuple[Page, Texts] | None:
    """The page of a link, and what it says of that."""
    path, _, query = link.partition("?")
    stem, texts = stem_of(path), texts_of(query)
    if not stem or path != stem or texts is None:
        return None
    page = page_at(stem)
    said = renamed(texts, stem, page.notes.aliases)
    return page, {n: each for n, each in said.items() if n.startswith(f"{stem}.") or is_view(n)}


def _question(page: Page, name: str, prediction: Prediction) -> Question:
    if prediction.options:
        return Question(name, options=len(prediction.options))
    ends: Any = axis_control(page.concept) if prediction.on_axis else prediction
    whole = prediction.on_axis and ends.whole
    return Question(name, low=ends.low, high=ends.high, whole=whole)


# ---- what guesses came to -----------------------------------------------------------------------


def told(link: str, rounds: Sequence[Sequence[float]]) -> dict[str, Any]:
    """What was guessed at the question of that link, beside the truth: what static/tally.js draws.

    `rounds` has the guesses of each round. Of every value that was guessed it says where it is, by its
    place from 0 to 1 or as an option, and how often it was.
    """
    found = _read(link)
    assert found is not None
    page, said = found
    untold = {name: each for name, each in said.items() if name != TOLD}
    view: View = meant(untold, page.stem, page.concept, page.notes)[2]
    standing = asked(page.concept, page.notes, view)
    assert standing is not None
    prediction, then = standing
    result = computed(page.concept, then)
    measures = page.sentences.measures(result)
    data: dict[str, Any] = {"ask": prediction.ask, "on_axis": prediction.on_axis}
    if prediction.options:
        correct = right(prediction, measures)
        return data | {
            "options": [option.say for option in prediction.options],
            "right": correct,
            "rounds": [[[at, at, n] for at, n in counted(each)] for each in rounds],
            "sentence": chosen(rounds, correct),
        }
    truth = measures[prediction.answer]
    say = partial(told_as, page, Guess(prediction, then, None))
    where = partial(place, page, prediction)
    ends: Any = axis_control(page.concept) if prediction.on_axis else prediction
    return data | {
        "ends": [say(ends.low), say(ends.high)],
        "truth": None if truth != truth else {"place": round(where(truth), 4), "text": say(truth)},
        "rounds": [[[v, round(where(v), 4), n] for v, n in counted(each)] for each in rounds],
        "sentence": guessed(rounds, truth, say),
    }


def guessed(rounds: Sequence[Sequence[float]], truth: float, say: Callable[[float], str]) -> str:
    r"""What was guessed of a number, and what it is, as a sentence; `say` says a number.

    >>> guessed([[60.0, 70.0, 10.0]], 24.0, lambda value: f"{value:.0f} %")
    '2 of 3 guessed too high; the middle guess was 60 %, it is 24 %.'
    """
    is_ = say(truth)
    made = [each for each in rounds if each]
    if not made:
        return f"Nobody has guessed. It is {is_}."
    if truth != truth:
        return f"The middle guess was {say(median_low(made[-1]))}; it is {is_}."
    parts = [
        f"{_sides(each, truth, say)}; the middle guess was {say(median_low(each))}" for each in made
    ]
    if len(parts) == 1:
        return f"{parts[0]}, it is {is_}."
    return f"First {parts[0]}. Then {parts[-1]}, it is {is_}."


def _sides(guesses: Sequence[float], truth: float, say: Callable[[float], str]) -> str:
    """How many guessed too high, or too low where those are more; who said the same words was right."""
    n = len(guesses)
    off = [each for each in guesses if say(each) != say(truth)]
    high = sum(each > truth for each in off)
    if not off:
        return f"all {count(n)} guessed it" if n > 1 else "1 of 1 guessed it"
    if 2 * high >= len(off):
        return f"{count(high)} of {count(n)} guessed too high"
    return f"{count(len(off) - high)} of {count(n)} guessed too low"


def chosen(rounds: Sequence[Sequence[float]], correct: Sequence[int]) -> str:
    """How many chose what is right, as a sentence.

    >>> chosen([[0.0, 1.0, 1.0], [1.0, 1.0]], [1])
    'First 2 of 3 chose right, then 2 of 2.'
    """
    made = [each for each in rounds if each]
    shares = [f"{count(sum(v in correct for v in each))} of {count(len(each))}" for each in made]
    if not shares:
        return "Nobody has guessed."
    if len(shares) == 1:
        return f"{shares[0]} chose right."
    return f"First {shares[0]} chose right, then {shares[-1]}."


# ---- following ----------------------------------------------------------------------------------


def follow(page: Page, said: Any) -> None:
    """Stand where a link says that the presenter has shown. A callback."""
    texts = texts_of(said) if isinstance(said, str) else None
    if texts is None:
        return
    texts = renamed(texts, page.stem, page.notes.aliases)
    params, _, view, _ = meant(texts, page.stem, page.concept, page.notes)
    if view.present != view_of(page).present:
        return  # another layout: the browser opens the link
    forget(page)
    put(page.stem, params)
    st.session_state[page.key("view")] = view
    redraw(page)


ACTS: Mapping[str, Callable[[Page, Any], None]] = {"follow": follow}


# ---- the page to join by ------------------------------------------------------------------------


async def join_page(request: Request) -> Response:
    """The page that joins the room of its address, or asks for a code; the same for every code."""
    return HTMLResponse(_html(base_path()), headers={"Cache-Control": "no-cache"})


async def code_image(request: Request) -> Response:
    """A QR code of the address at which a room is joined, for whatever code; 404 where none can be."""
    code = read_code(str(request.path_params["code"]))
    root = root_of(request.headers, request.url.scheme, base_path())
    if not code or not root:
        return Response(status_code=404)
    return Response(qr_svg(f"{root}room/{code}"), media_type="image/svg+xml")


@cache
def _html(base: str) -> str:
    main = MAIN.format(name=NAME, base=base, unscripted=UNSCRIPTED)
    return bare_page(
        "Join a room", main, "join.js", ["lost.css", "room.css"], base, "sightglass-join"
    )


MAIN = """<p><a href="{base}/">{name}</a></p>
<h1>Join a room</h1>
{unscripted}
<p role="status" id="said"></p>
<form id="join" hidden>
<label for="code">The code on the screen in front</label>
<input id="code" maxlength="12" autocomplete="off" autocapitalize="characters" spellcheck="false">
<button type="submit">Join</button>
</form>"""
