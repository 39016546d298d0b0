"""The picture that a messenger shows for a link: title, what is claimed, and figures, as PNG."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from figures.diagram import Diagram
from figures.drawing import Drawing
from figures.painted import painted
from figures.theme import FAINT, INK, MUTED, PAPER

WIDTH, HEIGHT = 1200, 630  # what messengers ask for
SIDE, GAP = 56, 24
TITLE, CLAIM, FOOT = 48, 36, 28  # pixels of the letters
LINE = 1.25  # of their height, from line to line
MOST_LINES = 4  # of the claim over figures
REGULAR, BOLD = 400, 600
LARGER = 2.2  # times the lines and marks of the small picture on the home page
COLUMNS = 3


def card(
    title: str, says: str, figures: Sequence[Drawing | Diagram], *, site: str, font: Path
) -> bytes:
    """A PNG of 1200 x 630 pixels: the title, the claim under it, and under that the figures.

    One figure has all of the place, several stand in rows of three; without any the words are larger.
    `font` is a variable font whose one axis is weight; `site` stands in the corner.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    wide = WIDTH - 2 * SIDE
    larger = 1 if figures else 1.4
    top = SIDE - 12 if figures else 1.5 * SIDE
    heading = _font(font, BOLD, TITLE * larger)
    for line in wrapped(title, heading, wide, 2):
        draw.text((SIDE, top), line, INK, heading)
        top += LINE * TITLE * larger
    top += 6
    letters = _font(font, REGULAR, CLAIM * larger)
    foot = HEIGHT - SIDE + 6
    most = MOST_LINES if figures else int((foot - FOOT - top) / (LINE * CLAIM * larger))
    for line in wrapped(says, letters, wide, most):
        draw.text((SIDE, top), line, INK, letters)
        top += LINE * CLAIM * larger
    draw.text((WIDTH - SIDE, foot), site, MUTED, _font(font, BOLD, FOOT), anchor="rs")
    if figures:
        upper, lower = round(top) + GAP, round(foot - FOOT) - GAP // 2
        many = min(len(figures), COLUMNS)
        rows = -(-len(figures) // COLUMNS)
        across, down = (wide + GAP) // many - GAP, (lower - upper + GAP) // rows - GAP
        for i, figure in enumerate(figures):
            row, column = divmod(i, COLUMNS)
            place = SIDE + column * (across + GAP), upper + row * (down + GAP)
            image.paste(painted(figure, across, down, LARGER if many == 1 else 1), place)
            if many > 1:
                ends = (place[0] + across - 1, place[1] + down - 1)
                draw.rounded_rectangle((*place, *ends), 8, outline=FAINT, width=2)
    made = BytesIO()
    image.save(made, "PNG", compress_level=6)
    return made.getvalue()


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: float, most: int) -> list[str]:
    """The text in at most so many lines, none wider than `width`; what has no room ends in dots."""
    lines: list[str] = []
    # a space that does not break holds a number to its unit
    for word in filter(None, text.replace("\n", " ").split(" ")):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return [_cut(line, font, width) for line in lines]


def _cut(line: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    if font.getlength(line) <= width:
        return line
    short = line.removesuffix(" …")
    while short and font.getlength(f"{short}…") > width:
        short = short[:-1].rstrip()
    return f"{short}…"


@lru_cache(maxsize=16)
def _font(file: Path, weight: int, size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(file, size)
    font.set_variation_by_axes([weight])
    return font
