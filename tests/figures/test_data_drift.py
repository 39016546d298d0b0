"""What the pictures of drift promise: bars stand where D is, and names where the curves are not."""

from dataclasses import replace

import numpy as np
import pytest

from concepts.data_drift import PRESETS, Params, compute
from data.read import TABLES
from figures import data_drift as figures
from figures.marks import BLANK

STARTS = [*PRESETS.values(), Params(), Params(source="rain"), Params(source="own"), Params(kind="tail")]  # fmt: skip


@pytest.mark.parametrize("position", [0.0, 0.3, 1.0])
def test_the_bar_stands_where_the_gap_is(position):
    result = compute(Params(position=position), TABLES)
    bar = figures.ecdfs(result).data[4]
    np.testing.assert_allclose(bar["x"], result.gap.at, rtol=1e-6)
    assert abs(np.diff(bar["y"])[0]) == pytest.approx(result.gap.d, rel=1e-5)


@pytest.mark.parametrize("start", STARTS)
def test_the_names_of_the_curves_stand_where_the_reference_is_not(start):
    result = compute(start, TABLES)
    notes = figures.ecdfs(result).layout["annotations"]
    assert [note["text"].split(",")[0] for note in notes[:2]] == ["- - reference", "━ current"]
    third = result.grid.size // 3
    assert notes[3]["text"] == "density" and notes[3]["yref"] == "paper", "by the histograms"
    for note in notes[:3]:
        left = note["xanchor"] == "left"
        curve = result.before[:third] if left else result.before[-third:]
        crossed = curve > note["y"] - 0.05 if left else curve < note["y"] + 0.05
        assert crossed.mean() < 0.35, (start, note["text"])


@pytest.mark.parametrize("start", STARTS)
def test_d_is_named_once_within_the_picture(start):
    for at in (0.0, 0.5, 1.0):
        result = compute(replace(start, position=at), TABLES)
        (said,) = (trace for trace in figures.ecdfs(result).data if trace["mode"] == "text")
        (shown,) = np.flatnonzero(said["text"] != BLANK)
        assert f"{result.gap.d:#.3g}" in said["text"][shown]
        along = (said["x"][0] - result.grid[0]) / (result.grid[-1] - result.grid[0])
        assert along <= 0.85 or said["textposition"][shown] == "middle left"


def test_alarms_are_filled_and_counted():
    result = compute(PRESETS["fifty_features"], TABLES)
    marker = figures.features(result).data[1]["marker"]
    assert np.sum(marker["color"] == figures.POSITIVE) == result.alarms.sum()
    marker = figures.over_time(result).data[2]["marker"]
    assert np.sum(marker["color"] == figures.POSITIVE) == np.sum(result.gaps > result.series_critical)  # fmt: skip


def test_many_own_features_are_ranked_and_few_are_named():
    few = figures.features(compute(Params(source="own"), TABLES))
    assert "temp_max" in few.layout["yaxis"]["ticktext"]
    drawn = figures.features(compute(Params(features=40), TABLES))
    assert drawn.data[1]["x"].size == 40
