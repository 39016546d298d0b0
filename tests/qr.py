"""A QR code, read back from its drawing."""

import base64
import re
import xml.etree.ElementTree as ElementTree


def modules(image):
    """The dark squares of a code, as (x, y) without the margin, and its side in pixels."""
    kind, _, content = image.partition(",")
    assert kind == "data:image/svg+xml;base64"
    svg = ElementTree.fromstring(base64.b64decode(content))
    ground, dark = svg.iter("{http://www.w3.org/2000/svg}path")
    assert (ground.get("fill"), dark.get("stroke")) == ("#fff", "#000")
    found, x, y = set(), 0.0, 0.0
    for move, numbers in re.findall(r"([Mmh])([^Mmh]*)", dark.get("d")):
        values = [float(each) for each in numbers.split()]
        if move == "h":
            found |= {(round(x) + i - 4, int(y) - 4) for i in range(int(values[0]))}
            x += values[0]
        elif move == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    return found, int(svg.get("width"))
