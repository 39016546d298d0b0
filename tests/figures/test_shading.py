"""The shaded bands lie where the surface says."""

import base64
import io

import numpy as np
from PIL import Image

from figures.shading import BANDS, PIXELS, shaded


def test_bands_are_where_the_height_is_and_the_picture_is_the_right_way_up():
    y, x = np.linspace(0, 2, 21), np.linspace(-1, 1, 31)
    image = shaded(np.tile(y[:, None], (1, 31)) + 0 * x, (-1.0, 1.0), (0.0, 2.0))
    assert (image["x"], image["y"], image["sizex"], image["sizey"]) == (-1, 2, 2, 2)
    written = base64.b64decode(image["source"].split(",")[1])
    seen = np.asarray(Image.open(io.BytesIO(written)).convert("RGBA"))
    assert seen.shape[:2] == PIXELS
    alpha = seen[:, 100, 3].astype(int)
    assert alpha[0] > 150 > 10 > alpha[-1], "high ground is at the top, and darkest"
    edges = np.flatnonzero(seen[:, 100, 0] > 200)
    assert len(edges) == BANDS - 1
    np.testing.assert_allclose(np.diff(edges), PIXELS[0] / BANDS, atol=1.5)
    assert len(written) < 15_000


def test_flat_ground():
    assert shaded(np.zeros((5, 5)), (0.0, 1.0), (0.0, 1.0))["source"].startswith("data:image/png")
