"""The shaded bands lie where the surface says."""

import base64
import io

import numpy as np
from PIL import Image

from figures.shading import BANDS, PIXELS, SHADES, level_line, shaded, tinted, tinted_winners


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


def test_two_tints_are_clear_at_a_half_and_the_right_way_up():
    share = np.tile(np.linspace(0, 1, 11)[:, None], (1, 7))  # rises with y
    image = tinted(share, (0.0, 3.0), (-1.0, 1.0), ("#0072b2", "#d55e00"), 0.4, 40)
    written = base64.b64decode(image["source"].split(",")[1])
    seen = np.asarray(Image.open(io.BytesIO(written)).convert("RGBA")).astype(int)
    assert seen.shape == (40, 40, 4) and len(written) < 3_000
    assert seen[0, 5, :3].tolist() == [0xD5, 0x5E, 0] and seen[-1, 5, :3].tolist() == [
        0,
        0x72,
        0xB2,
    ]
    middle = (np.arange(40) + 0.5) / 40  # of the pixels, from below
    expected = 255 * 0.4 * np.abs(2 * middle - 1)
    np.testing.assert_allclose(seen[::-1, 5, 3], expected, atol=255 * 0.4 / SHADES + 1)


def test_the_winner_has_its_tint_darker_the_further_it_leads():
    first = np.tile(np.linspace(0, 1, 11), (7, 1))  # rises with x
    last = np.zeros((7, 11))
    last[:, 0] = 0.9
    share = np.array([first, 1 - first - last, last])
    tints = ("#0072b2", "#d55e00", "#009e73")
    image = tinted_winners(share, (0.0, 1.0), (0.0, 1.0), tints, 0.5, 11)
    written = base64.b64decode(image["source"].split(",")[1])
    seen = np.asarray(Image.open(io.BytesIO(written)).convert("RGBA")).astype(int)
    row, each = seen[3], SHADES // 3
    at = (np.arange(11) + 0.5) / 11 * 10
    shares = np.array([np.interp(at, np.arange(11), some[0]) for some in share])
    said = [tints.index("#" + bytes(pixel[:3].tolist()).hex()) for pixel in row]
    assert said == shares.argmax(axis=0).tolist() and set(said) == {0, 1, 2}
    most = np.sort(shares, axis=0)
    np.testing.assert_allclose(
        row[:, 3], 255 * 0.5 * (most[-1] - most[-2]), atol=255 * 0.5 / each + 2
    )


def test_a_level_line_is_where_the_height_is_and_has_no_needless_points():
    x, y = np.linspace(-2, 2, 41), np.linspace(-1, 1, 21)
    across, up = level_line(x, y, x + 2 * y[:, None], 0.5)
    assert across.size == 2, "a straight line is two points"
    np.testing.assert_allclose(across + 2 * up, 0.5, atol=1e-9)
    across, up = level_line(x, y, x**2 + 0 * y[:, None], 1.0)  # two lines, and a gap
    assert np.isnan(across).sum() == 1 and across.size == 5
    assert level_line(x, y, 0 * x + 0 * y[:, None], 1.0)[0].size == 0
    across, up = level_line(x, y, x**2 + y[:, None] ** 2, 0.5)
    np.testing.assert_allclose(np.hypot(across, up), 0.5**0.5, atol=0.01)
