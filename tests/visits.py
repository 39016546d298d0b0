"""A visitor's page without a browser: what was sent to static/live.js, and what it would say back."""

import json
import zlib
from collections import ChainMap
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path

from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

from concepts.controls import controls_of
from ui.stage import ACTS

ROOT = Path(__file__).parent.parent
# Each AppTest reads the metadata of all that is installed, which takes as long as a page.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def opened(stem, **query):
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for key, value in query.items():
        page.query_params[key] = value
    page.switch_page(f"pages/{stem}.py").run()
    assert not page.exception, page.exception[0].stack_trace
    return page


numbers = count(1)


def message(event, value):
    """What the browser says of the stage: that something was done, and its number; or another event."""
    said = ("said", [[next(numbers), event, value]]) if event in ACTS else (event, value)
    return json.dumps([dict(zip(("event", "value"), said, strict=True))])


def tell(page, stem, event, value):
    """Have the browser say that something on the stage was pressed or moved; what follows of it alone."""
    hand(page, stem, message(event, value))


def hand(page, stem, said):
    """Have the browser say that of the stage."""
    mounts = (element.proto for element in page.get("bidi_component"))
    stage = next(each.id for each in mounts if each.id.endswith(f"-{stem}:stage"))
    states = page._tree.get_widget_states()
    state = states.widgets.add()
    state.id = _make_trigger_id(stage, "events")
    state.json_trigger_value = said
    page._run(states)
    assert not page.exception, page.exception[0].stack_trace


def say(page, stem, event, value):
    """`tell`, and the whole page as it is then."""
    tell(page, stem, event, value)
    if not page.get("file_uploader") and not page.get("page_link"):  # some fragments alone were run
        page.run()
    assert not page.exception, page.exception[0].stack_trace


def texts(content):
    """The lines of JSON that `ui.mount.mount` wrote: this visitor's own, if any, and the rest unpacked."""
    if content[:1] == b"\x78":  # as compressed bytes begin
        return [zlib.decompress(content)]
    first, newline, rest = content.partition(b"\n")
    return [first, *(texts(rest) if newline else ())]


def sent(page):
    """What was sent to the page's own component, as static/live.js reads it; not what was done last."""
    mounts = [each.proto for each in page.get("bidi_component")]
    contents = [texts(each.bytes) for each in mounts if each.component_name == "sightglass"]
    found = [dict(ChainMap(*map(json.loads, lines))) for lines in contents]
    return [{name: said for name, said in each.items() if name != "done"} for each in found]


def sheets_on(page):
    """What was sent for the stage and for the gallery."""
    return [mount for mount in sent(page) if mount["role"] == "sheet"]


def parts_on(page, role):
    """What was sent for each part of that role."""
    rows = (row for sheet in sheets_on(page) for row in sheet["rows"])
    stacks = (stack for row in rows for stack in row.get("cells", ()))
    return [part for stack in stacks for part in stack if part["role"] == role]


def figures_on(page):
    """What was sent for each figure: alt text, height, traces and layout."""
    return parts_on(page, "figure")


def words_on(page):
    """What is said on the page by those words that move with the axis."""
    return [part["said"] for part in parts_on(page, "words") if "said" in part]


def params_on_screen(page, stem):
    """The controls as they are on the page."""
    values = {}
    for name in controls_of(import_module(f"concepts.{stem}").Params):
        value = page.session_state[f"{stem}.{name}"]
        values[name] = tuple(value) if isinstance(value, list) else value
    return import_module(f"concepts.{stem}").Params(**values)


def put(page, stem, params):
    """Set the controls without the browser, and run the whole page."""
    for name in controls_of(params):
        page.session_state[f"{stem}.{name}"] = getattr(params, name)
    page.run()
    assert not page.exception, page.exception[0].stack_trace


def problems_on(page):
    """The sentences on what the link got wrong."""
    return sheets_on(page)[0]["problems"]
