"""A surface seen from above as a picture under a figure's traces.

Plotly's own contours are drawn anew, or dropped, whenever a line above them moves; a picture stays.
"""

import base64
import io
from functools import lru_cache
from typing import Any

import numpy as np
from contourpy import contour_generator
from numpy.typing import NDArray
from PIL import Image

BANDS = 14
PIXELS = (480, 720)  # rows, columns
GREY, EDGE = (110, 122, 140), (213, 217, 222)
DEEPEST = 0.62  # opacity of the highest band
SHADES = 48  # of two tints, from one to the other


def shaded(height: NDArray[np.float64], x: tuple[float, float], y: tuple[float, float]) -> Any:
    """A layout image of `height` (rows of y, columns of x, both rising) in bands from 0 to its maximum.

    Every band is as high as the next; higher is darker, and a light line runs where bands meet. It
    stands over the ranges `x` and `y` of the axes.
    """
    height = np.ascontiguousarray(height, np.float32)
    return _placed(_picture(height.tobytes(), height.shape), x, y)


def tinted(
    share: NDArray[np.floating[Any]],
    x: tuple[float, float],
    y: tuple[float, float],
    tints: tuple[str, str],
    deepest: float,
    pixels: int,
) -> dict[str, Any]:
    """A layout image of `share` (rows of y, columns of x, both rising), 0 to 1, in two tints.

    `tints` (#rrggbb) are those of 0 and of 1, where opacity is `deepest`; a half is clear. The outer
    values of `share` lie on the ends of the ranges `x` and `y`; the picture is `pixels` a side.
    """
    share = np.ascontiguousarray(share, np.float32)
    source = _tints(share.tobytes(), share.shape, tints, deepest, pixels)
    return _placed(source, x, y)


def tinted_winners(
    share: NDArray[np.floating[Any]],
    x: tuple[float, float],
    y: tuple[float, float],
    tints: tuple[str, ...],
    deepest: float,
    pixels: int,
) -> dict[str, Any]:
    """A layout image of the class with the largest `share` (classes, rows of y, columns of x).

    Each has its tint (#rrggbb); opacity is its lead on the next, up to `deepest` where it has all. The
    rest is as in `tinted`.
    """
    share = np.ascontiguousarray(share, np.float32)
    return _placed(_winners(share.tobytes(), share.shape, tints, deepest, pixels), x, y)


def level_line(
    x: NDArray[Any], y: NDArray[Any], height: NDArray[Any], level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where `height` (rows of y, columns of x) is `level`: x and y of a line, nan between pieces.

    Points within a straight run are left out.
    """
    pieces: list[NDArray[np.float64]] = []
    for found in contour_generator(x, y, height).lines(level):
        piece = np.asarray(found, float)
        corner = np.ones(len(piece), bool)
        step = np.diff(piece, axis=0)
        turn = step[1:, 0] * step[:-1, 1] - step[1:, 1] * step[:-1, 0]
        corner[1:-1] = np.abs(turn) > 1e-5 * (step**2).sum(axis=1).max()
        pieces += [piece[corner], np.full((1, 2), np.nan)]
    run = np.concatenate(pieces[:-1]) if pieces else np.empty((0, 2))
    return run[:, 0], run[:, 1]


def _placed(source: str, x: tuple[float, float], y: tuple[float, float]) -> dict[str, Any]:
    return {
        "source": source,
        "xref": "x", "yref": "y",
        "x": x[0], "y": y[1], "sizex": x[1] - x[0], "sizey": y[1] - y[0],
        "xanchor": "left", "yanchor": "top", "sizing": "stretch", "layer": "below",
    }  # fmt: skip


@lru_cache(maxsize=32)
def _picture(height: bytes, shape: tuple[int, int]) -> str:
    """A PNG as a data address: the same surface is asked for at every place on the axis."""
    rows, columns = (_blend(*each) for each in zip(shape, PIXELS, strict=True))
    fine = rows @ np.frombuffer(height, np.float32).reshape(shape) @ columns.T
    band = np.clip(fine / max(float(fine.max()), 1e-12) * BANDS, 0, BANDS - 1).astype(np.uint8)
    edge = np.zeros(band.shape, bool)
    edge[1:] |= band[1:] != band[:-1]
    edge[:, 1:] |= band[:, 1:] != band[:, :-1]
    band[edge] = BANDS
    picture = Image.fromarray(band[::-1])
    picture = picture.convert("P") if picture.mode != "P" else picture
    picture.putpalette([*GREY * BANDS, *EDGE])
    opacity = [round(255 * DEEPEST * i / (BANDS - 1)) for i in range(BANDS)]
    return _address(picture, opacity + [255])


@lru_cache(maxsize=512)
def _tints(
    share: bytes, shape: tuple[int, int], tints: tuple[str, str], deepest: float, pixels: int
) -> str:
    rows, columns = (_blend(side, pixels) for side in shape)
    fine = rows @ np.frombuffer(share, np.float32).reshape(shape) @ columns.T
    shade = np.clip(np.rint(fine * (SHADES - 1)), 0, SHADES - 1).astype(np.uint8)
    picture = Image.fromarray(shade[::-1]).convert("P")
    low, high = (list(bytes.fromhex(tint[1:])) for tint in tints)
    picture.putpalette(low * (SHADES // 2) + high * (SHADES // 2))
    depth = np.abs(np.linspace(-1, 1, SHADES)) * 255 * deepest
    return _address(picture, np.rint(depth).astype(int).tolist())


@lru_cache(maxsize=512)
def _winners(
    share: bytes, shape: tuple[int, ...], tints: tuple[str, ...], deepest: float, pixels: int
) -> str:
    rows, columns = (_blend(side, pixels) for side in shape[1:])
    fine = rows @ np.frombuffer(share, np.float32).reshape(shape) @ columns.T
    first, most = fine.argmax(axis=0), fine.max(axis=0)
    fine[first == np.arange(len(fine))[:, None, None]] = -np.inf
    each = SHADES // len(tints)
    lead = np.clip((most - fine.max(axis=0)) * each, 0, each - 1).astype(np.uint8)
    picture = Image.fromarray((first * each + lead).astype(np.uint8)[::-1]).convert("P")
    hues = [list(bytes.fromhex(tint[1:])) * each for tint in tints]
    picture.putpalette([level for hue in hues for level in hue])
    depth = np.tile(np.linspace(0, 255 * deepest, each), len(tints))
    return _address(picture, np.rint(depth).astype(int).tolist())


@lru_cache(maxsize=16)
def _blend(side: int, pixels: int) -> NDArray[np.float32]:
    """Weights (pixels, side) that read `side` values at the middles of `pixels` pixels between them."""
    at = (np.arange(pixels) + 0.5) / pixels * (side - 1)
    return np.asarray(np.maximum(1 - np.abs(at[:, None] - np.arange(side)), 0), np.float32)


def _address(picture: Image.Image, opacity: list[int]) -> str:
    """A picture with a palette, and each shade's opacity up to 255, as a PNG in a data address."""
    written = io.BytesIO()
    picture.save(written, "PNG", transparency=bytes(opacity))
    return "data:image/png;base64," + base64.b64encode(written.getvalue()).decode("ascii")
