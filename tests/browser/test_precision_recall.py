"""The slider under the two rows is an axis of the picture: its thumb stands under the line."""

import pytest

from tests.browser.visitors import settle

THUMB = """() => {
    const range = document.querySelector(".sightglass-axis input[type=range]");
    const box = range.getBoundingClientRect(), thumb = 22;
    return box.left + thumb / 2 + range.value * (box.width - thumb);
}"""
LINE = """threshold => {
    const node = document.querySelector(".sightglass-figure"), axis = node._fullLayout.xaxis;
    return node.getBoundingClientRect().left + axis._offset + axis.l2p(Math.log(threshold / (1 - threshold)));
}"""


@pytest.mark.parametrize("threshold", [0.01, 0.1, 0.5, 0.9, 0.99])
def test_the_thumb_stands_under_the_line(page, threshold):
    page.goto(f"/precision_recall?precision_recall.threshold={threshold}")
    settle(page)
    thumb, line = page.evaluate(THUMB), page.evaluate(LINE, threshold)
    assert abs(thumb - line) < 3, "pixels"
