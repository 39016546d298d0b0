"""A surface seen from above as a picture under a figure's traces.

Plotly's own contours are drawn anew, or dropped, whenever a line above them moves; a picture stays.
"""

import base64
import io
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import zoom

BANDS = 14
PIXELS = (480, 720)  # rows, columns
GREY, EDGE = (110, 122, 140), (213, 217, 222)
DEEPEST = 0.62  # opacity of the highest band


def shaded(height: NDArray[np.float64], x: tuple[float, float], y: tuple[float, float]) -> Any:
    """A layout image of `height` (rows of y, columns of x, both rising) in bands from 0 to its maximum.

    Every band is as high as the next; higher is darker, and a light line runs where bands meet. It
    stands over the ranges `x` and `y` of the axes.
    """
    height = np.ascontiguousarray(height, np.float32)
    return {
        "source": _picture(height.tobytes(), height.shape),
        "xref": "x", "yref": "y", "x": x[0], "y": y[1], "sizex": x[1] - x[0], "sizey": y[1] - y[0],
        "xanchor": "left", "yanchor": "top", "sizing": "stretch", "layer": "below",
    }  # fmt: skip


@lru_cache(maxsize=32)
def _picture(height: bytes, shape: tuple[int, int]) -> str:
    """A PNG as a data address: the same surface is asked for at every place on the axis."""
    fine = zoom(np.frombuffer(height, np.float32).reshape(shape), np.divide(PIXELS, shape), order=1)
    band = np.clip(fine / max(float(fine.max()), 1e-12) * BANDS, 0, BANDS - 1).astype(np.uint8)
    edge = np.zeros(band.shape, bool)
    edge[1:] |= band[1:] != band[:-1]
    edge[:, 1:] |= band[:, 1:] != band[:, :-1]
    band[edge] = BANDS
    picture = Image.fromarray(band[::-1])
    picture = picture.convert("P") if picture.mode != "P" else picture
    picture.putpalette([*GREY * BANDS, *EDGE])
    opacity = [round(255 * DEEPEST * i / (BANDS - 1)) for i in range(BANDS)]
    written = io.BytesIO()
    picture.save(written, "PNG", transparency=bytes([*opacity, 255]))
    return "data:image/png;base64," + base64.b64encode(written.getvalue()).decode("ascii")
