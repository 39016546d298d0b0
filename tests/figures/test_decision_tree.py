"""What stands beside the boxes of the tree does not stand on them."""

from dataclasses import replace

import pytest

from concepts.decision_tree import PRESETS, compute
from data.read import TABLES
from figures.decision_tree import tree


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("cuts", [1, 4, 26])
def test_yes_and_no_stand_on_no_box(preset, cuts):
    drawn = tree(compute(replace(PRESETS[preset], cuts=cuts), TABLES)).data
    (answers,) = [mark for mark in drawn if mark["name"] == "answer"]
    boxes = [mark for mark in drawn if mark.get("shape") == "box"]
    assert boxes and len(answers["x"]) == 2
    for x, y in zip(answers["x"], answers["y"], strict=True):
        for mark in boxes:
            for left, top, wide, high in zip(
                mark["x"], mark["y"], mark["size"], mark["high"], strict=True
            ):
                aside = abs(x - left) > wide / 2 + 0.4 or abs(y - top) > high / 2 + 0.25
                assert aside, (x, y, left, top)
