"""In front of a room: the lesson, step by step, a large figure and a sentence; or the present picture."""

from typing import Any
from urllib.parse import urlencode

from content.read import read_notes
from ui.scene import Scene
from ui.session import Page, look, show
from ui.teach import ask, reveal
from ui.texts import Texts, link_texts, state
from ui.view import View, view_texts


def lesson_data(scene: Scene) -> dict[str, Any]:
    """What steps.js draws: the title, the lesson's steps and the one shown, and where its end leads to.

    Of what is on screen, large, there are no steps.
    """
    page, view = scene.page, scene.view
    if scene.step is None:
        return {"title": page.notes.title, "steps": [], "step": ""}
    last, challenge = page.notes.steps[-1], page.notes.challenges[0]
    kept = view_texts(View(lock=view.lock, hide=view.hide), page.stem, page.concept)
    tried = kept | _said(page, state(page.concept, last))
    return {
        "title": page.notes.title,
        "steps": [step.id for step in page.notes.steps],
        "step": view.step,
        "alone": urlencode(_said(page, scene.params), doseq=True),
        "ends": {
            "try": urlencode(tried, doseq=True),
            "challenge": urlencode({"challenge": challenge.id}),
            "next": [[stem, read_notes(stem).title] for stem in page.notes.next[:1]],
        },
    }


def large_link(scene: Scene) -> str:
    """What a link says that shows the picture on screen large; what is asked of it is asked there."""
    page, view, params = scene.page, scene.view, scene.params
    if view.asks:
        params = page.concept.PRESETS[view.asks]
    looks = View(
        present=True, predict=bool(view.asks), lock=view.lock, hide=view.hide, pinned=view.pinned
    )
    texts = _said(page, params) | view_texts(looks, page.stem, page.concept)
    return urlencode(texts, doseq=True)


def _said(page: Page, params: Any) -> Texts:
    """Controls as a link says them; the axis at least, or it would mean the lesson's first step."""
    axis = {f"{page.stem}.{page.concept.AXIS}": [str(getattr(params, page.concept.AXIS))]}
    return link_texts(page.stem, page.concept, params, "") or axis


def go_to(page: Page, wanted: Any) -> None:
    """Show another step of the lesson; what is asked of it before is hidden in it until then. A callback.

    On or back while the question stands shows that.
    """
    if reveal(page):
        return
    for step in page.notes.steps:
        if step.id == wanted:
            then = state(page.concept, step)
            look(page, step=step.id, pinned=None)
            if not ask(page, step.predict, then, step.id):
                show(page, then)
