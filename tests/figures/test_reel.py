"""Tracks give every frame back."""

import copy

import numpy as np

from figures.reel import tracks


def frame_at(base, found, i):
    """`base` with the values of frame i: what the browser does."""
    made = copy.deepcopy(base)
    for track in found:
        place = made
        for key in track["path"][:-1]:
            place = place[key]
        place[track["path"][-1]] = track["pool"][track["order"][i]]
    return made


def picture(i):
    return {
        "data": [
            {"x": np.arange(5.0), "y": np.arange(5.0) * min(i, 2), "color": "#000000"},
            {"x": np.array([i, np.nan])},
        ],
        "layout": {"range": [0, 1], "notes": [{"text": "same", "x": 0.5}] * (1 + (i == 3))},
        "said": f"At {i % 2}.",
    }


def test_every_frame_comes_back_from_any_base():
    frames = [picture(i) for i in range(5)]
    found = tracks(frames)
    for base in frames:
        for i, frame in enumerate(frames):
            np.testing.assert_equal(frame_at(base, found, i), frame)


def test_only_what_differs_is_kept_and_once():
    found = {tuple(track["path"]): track for track in tracks([picture(i) for i in range(5)])}
    assert set(found) == {("data", 0, "y"), ("data", 1, "x"), ("layout", "notes"), ("said",)}
    assert found[("said",)]["pool"] == ["At 0.", "At 1."]
    assert found[("said",)]["order"] == [0, 1, 0, 1, 0]
    assert len(found[("data", 0, "y")]["pool"]) == 3
    assert tracks([picture(1), picture(1)]) == []
