"""The first picture is there before any script has been run, and nothing jumps when the page takes its place."""

import pytest

from content.read import read_notes
from tests.browser.visitors import SCREEN, errors, settle, until
from tests.sample import FEW, SAMPLE
from ui.mount import PLOTLY

SIZES = [(1440, 900), (1280, 609), (390, 664)]
NEAR = 5  # pixels
PLACES = """which => [...document.querySelectorAll(which)].map(each => {
    const { x, y, width, height } = each.getBoundingClientRect();
    return [x, y, width, height];
})"""
LIVE = ".stage .row:nth-child(2) .sightglass-figure"


@pytest.mark.parametrize("stem", FEW)
def test_the_page_takes_the_place_of_what_was_seen_first(page, stem):
    held = []
    page.goto(f"/{stem}")
    settle(page)  # the server has imported it by now
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.route("**/static/js/index.*.js", lambda route: route.abort())
        page.goto(f"/{stem}", wait_until="domcontentloaded")
        before = page.evaluate(PLACES, "#first [data-part]")
        words = page.locator("#first .claim").inner_text()
        assert before and page.locator("#first [data-part] > div > svg").count() == len(before)
        page.unroute_all(behavior="ignoreErrors")
        page.route(f"**/{PLOTLY}", lambda route: held.append(route))
        page.goto(f"/{stem}", wait_until="domcontentloaded")
        until(page, "which => document.querySelector(which)?.querySelector('.still')", arg=LIVE)
        until(page, "!document.querySelector('#first')")
        after = page.evaluate(PLACES, LIVE)
        assert page.locator("h2").first.inner_text() == words
        for one, other in zip(before, after, strict=True):
            assert one == pytest.approx(other, abs=NEAR), (width, height)
        while held:
            held.pop().continue_()
        page.unroute_all(behavior="ignoreErrors")
        settle(page)
        assert page.locator(".still").count() == 0, "plotly.js has drawn it"
    assert [each for each in errors(page) if "ERR_FAILED" not in each] == []


@pytest.mark.parametrize("stem", FEW)
def test_a_room_is_light_and_in_its_place_from_the_first(page, stem):
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1280, "height": 609})
    step = next(step for step in read_notes(stem).steps if step.axis)
    link = f"/{stem}?present=true&embed=true&embed_options=light_theme&step={step.id}"
    page.goto(link)
    live = ".room .sightglass-figure"
    until(page, "which => document.querySelector(which)?.querySelector('.main-svg')", arg=live)
    until(page, "!document.querySelector('#first')")
    after = page.evaluate(PLACES, live)
    said = page.locator(".room > .rows p").first.inner_text()
    page.route("**/static/js/index.*.js", lambda route: route.abort())
    page.goto(link, wait_until="domcontentloaded")
    assert page.locator("#first .claim").inner_text() == said
    ground = "getComputedStyle(document.querySelector('#first')).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)", (
        "no flash of the dark, nor of a blank page"
    )
    for one, other in zip(page.evaluate(PLACES, "#first [data-part]"), after, strict=True):
        assert one == pytest.approx(other, abs=NEAR)


def test_all_that_a_first_visit_loads_is_at_most_three_megabytes(browser, server):
    """Scripts, styles, type and pictures, as they are sent; nothing is in the browser yet."""
    context = browser.new_context(viewport=SCREEN, base_url=server)
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    loaded = []
    network.on("Network.loadingFinished", lambda said: loaded.append(said["encodedDataLength"]))
    page.goto(f"/{SAMPLE[0]}")
    settle(page)
    page.wait_for_timeout(1000)
    context.close()
    assert 1e6 < sum(loaded) < 3e6
