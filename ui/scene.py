"""What is drawn of a page: all it depends on, and the rows of figures and words it is made of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from content.read import Prediction, Step
from methods.once import once
from ui.asked import asked
from ui.compute import computed, own_mark
from ui.mount import dark
from ui.parts import (
    Part,
    asked_part,
    claim_part,
    figure_part,
    hero_part,
    name_part,
    proof_part,
    situation_part,
    step_part,
    table_part,
    words_part,
)
from ui.session import Page, params_on_screen, started_from, view_of
from ui.view import View

SMALL = 270  # pixels
BESIDE = (3, 2)  # widths of the main figure, and of one that proves a preset


@dataclass(frozen=True)
class Said:
    """A row of one sentence that belongs to no figure."""

    name: str


@dataclass(frozen=True)
class Table:
    """A row with `sentences.table`."""


Row = Sequence[str] | Said | Table


@dataclass(frozen=True)
class Layout:
    """Where a page's figures stand.

    Attributes
    ----------
    hero : The main figure; or two, side by side.
    widths : Of the main figures, relative to each other; as many as there are.
    under : The sentence under the axis; "" for none.
    rows : What follows below: rows of figures by name, each with its sentence; or words.
    """

    hero: Sequence[str]
    rows: Sequence[Row]
    widths: Sequence[int] = (1,)
    under: str = ""


Lay = Callable[[Any], Layout]


@dataclass(frozen=True)
class Scene:
    """All that what is drawn of a page depends on.

    Attributes
    ----------
    lay : Which figures stand where, for a Result.
    started : The preset that the visitor started from.
    dark : Whether the page is dark.
    """

    page: Page
    lay: Lay
    params: Any
    started: str | None
    view: View
    dark: bool

    @once
    def state(self) -> str:
        """A text that is the same for the same picture."""
        # that guesses are wanted, and what stands above: the picture is the same
        view = replace(self.view, predict=False, question="", beat=0)
        return repr((self.page.stem, self.params, self.started, view, self.dark))

    @once
    def step(self) -> Step | None:
        """The step of the lesson that is shown; None for the page, and for its picture, large."""
        steps = (each for each in self.page.notes.steps if self.view.present)
        return next((each for each in steps if each.id == self.view.step), None)

    @once
    def own(self) -> str:
        """What tells a visitor's own data in the picture from every other's; "" if there are none."""
        concept, pinned = self.page.concept, self.view.pinned
        return own_mark(concept, self.params) or (own_mark(concept, pinned) if pinned else "")

    @once
    def asked(self) -> Prediction | None:
        """The guess that is asked just now: what would tell is hidden."""
        found = asked(self.page.concept, self.page.notes, self.view)
        return None if found is None else found[0]

    @once
    def result(self) -> Any:
        """What is computed for the controls on screen."""
        return computed(self.page.concept, self.params)

    @once
    def pinned(self) -> Any:
        """What is computed for the controls that were pinned; None if nothing is, or a guess is asked."""
        if self.asked is not None:
            return None
        return self.view.pinned and computed(self.page.concept, self.view.pinned)


@dataclass(frozen=True)
class Placed:
    """A row on the screen: stacks of parts side by side, with their relative widths."""

    cells: Sequence[Sequence[Part]]
    widths: Sequence[int] = (1,)


def scene_of(page: Page, lay: Lay) -> Scene:
    """The scene that the controls, the link and the theme ask for."""
    params, view = params_on_screen(page), view_of(page)
    asks = "" if view.present and view.step else view.asks
    return Scene(page, lay, params, asks or started_from(page, params), view, dark())


def proof_of(scene: Scene) -> str:
    """The figure that proves the preset started from; "" if the main ones do, or it is to be guessed."""
    if scene.asked is not None:
        return ""
    name = scene.page.notes.presets[scene.started].figure if scene.started else ""
    return "" if name in scene.lay(scene.result).hero else name


def layout_of(scene: Scene) -> Layout:
    """Where the figures stand: a proof beside the main one, whose neighbour takes its place below."""
    layout, proof = scene.lay(scene.result), proof_of(scene)
    if not proof:
        return layout
    main, *others = layout.hero
    rows = [
        row if isinstance(row, Said | Table) else _swapped(row, proof, others)
        for row in layout.rows
    ]
    return Layout(
        hero=[main, proof],
        widths=BESIDE,
        under="" if layout.under in others else layout.under,  # it stands with its own figure
        rows=[row for row in rows if row],
    )


def _swapped(row: Sequence[str], name: str, others: Sequence[str]) -> Sequence[str]:
    return [each for old in row for each in (others if old == name else [old])]


def rows_above(scene: Scene) -> Iterator[Placed | None]:
    """What stands on the stage, from the top; None is the axis."""
    page, layout, pinned, guess = scene.page, layout_of(scene), scene.pinned, scene.asked
    if scene.view.present:
        step = scene.step
        figures = [step.figure or layout.hero[0], step.beside] if step else layout.hero
        said = step_part(page, step) if step else claim_part(page, pinned)
        if guess is not None:
            said = asked_part("step" if step else "claim", guess)
        yield Placed([[said]])
        large = [
            [name_part(page, name), hero_part(page, name, pinned, guess, room=True)]
            for name in figures
            if name
        ]
        yield Placed(large, [1] * len(large) if step else layout.widths)
        yield None
        return
    yield Placed([[claim_part(page, pinned) if guess is None else asked_part("claim", guess)]])
    proof = proof_of(scene)
    heroes = [
        [
            name_part(page, name),
            proof_part(page, name, pinned)
            if name == proof
            else hero_part(page, name, pinned, guess),
        ]
        for name in layout.hero
    ]
    yield Placed(heroes, layout.widths)
    yield None
    if guess is not None:
        return  # what follows would tell
    for name in filter(None, (layout.under, proof)):
        yield Placed([[words_part(page, name, muted=True)]])
    yield Placed([[situation_part(page, scene.started, layout.hero)]])


def rows_below(scene: Scene) -> Iterator[Placed]:
    """What stands below the stage, from the top."""
    if scene.view.present or "figures" in scene.view.hide or scene.asked is not None:
        return
    page, pinned = scene.page, scene.pinned
    for row in layout_of(scene).rows:
        match row:
            case Said(name):
                yield Placed([[words_part(page, name)]])
            case Table():
                yield Placed([[table_part(page)]])
            case names:
                cells = [
                    [
                        name_part(page, n),
                        figure_part(page, n, SMALL, pinned),
                        words_part(page, n, figures=[n]),
                    ]
                    for n in names
                ]
                yield Placed(cells, [1] * len(cells))


def parts_of(scene: Scene) -> list[Part]:
    """Every part of the page."""
    rows = (*rows_above(scene), *rows_below(scene))
    return [part for row in rows if row for stack in row.cells for part in stack]
