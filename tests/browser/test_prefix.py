"""Under a path of a larger site: every address that is asked for, shown or sent begins with it."""

from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from katas.read import PLAIN, read_kata
from tests.browser.stage import axis, unfold
from tests.browser.test_coding import ran
from tests.browser.test_room import SLOW, begin, status
from tests.browser.test_search import found, search
from tests.browser.test_share import link_in, panel
from tests.browser.visitors import ELSEWHERE, errors, serving, settle, until, visiting
from tests.sample import PAGES

PATH, STEM = "/lab/ml", PAGES[0]
# Addresses of this server on the page that are not under the path.
STRAY = """path => [...document.querySelectorAll("[href], [src]")]
    .map((e) => new URL(e.getAttribute("href") ?? e.getAttribute("src"), document.baseURI))
    .filter((url) => url.origin === location.origin && !url.pathname.startsWith(`${path}/`)).map(String)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("prefix"), path=PATH) as address:
        yield address.replace("localhost", ELSEWHERE)


@pytest.fixture
def page(browser, address):
    """A visitor's page; all that it asks for is under the path and there."""
    with visiting(browser, address) as page:
        page.missed = []
        page.on("response", lambda said: page.missed.append(said.url) if said.status >= 400 else 0)
        yield page
        assert [url for url in page.left + page.missed if "/_stcore/" not in url] == []
        assert errors(page) == []


def stays(page):
    assert page.evaluate(STRAY, PATH) == []


def test_home_a_page_its_picture_its_link_and_the_search(page, address):
    page.goto(address)
    expect(page.locator(".tile svg").first).to_be_visible(timeout=SLOW)
    expect(page.locator(".idea input")).to_be_enabled(timeout=SLOW)
    stays(page)
    page.locator(f'.tile a[href="{address}/{STEM}"], a.tile[href="{address}/{STEM}"]').first.click()
    page.wait_for_url(f"{address}/{STEM}*", timeout=SLOW)
    settle(page)
    stays(page)
    axis(page).hover()
    until(page, "stem => window.sightglass.get(stem).reel", arg=STEM)
    unfold(page)
    asks = page.locator(".panel input[type=range]").first
    with page.expect_response(f"{address}/picture/{STEM}?*") as picture:
        asks.press("ArrowLeft" if asks.input_value() == asks.get_attribute("max") else "ArrowRight")
    assert picture.value.ok
    until(page, f"location.href.startsWith('{address}/{STEM}?')")
    share = panel(page, "Share")
    expect(link_in(share)).to_have_value(page.url)
    expect(share.get_by_role("img", name="QR code of the link")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    search(page).fill("k-means")
    expect(found(page).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/kmeans*")
    settle(page)


def test_code_is_run(page, address):
    page.goto(f"{address}/coding?kata=kmeans")
    page.wait_for_selector(".editor textarea", timeout=SLOW)
    stays(page)
    assert "line" not in ran(page, read_kata("kmeans").solution(PLAIN))
    expect(page.locator(".told")).to_have_class("told right")


def test_a_room_is_joined(page, browser, address):
    code = begin(page, address)
    until(page, "document.querySelector('.sightglass-invite img').naturalWidth > 100")
    page.keyboard.press("Escape")
    with visiting(browser, address) as phone:
        phone.goto(f"{address}/room")
        stays(phone)
        phone.get_by_label("The code on the screen in front").fill(code)
        phone.get_by_role("button", name="Join").click()
        expect(status(phone)).to_have_text("You follow.", timeout=SLOW)
        until(phone, f"location.href.startsWith('{address}/{STEM}')")
        shown = f"{address.removeprefix('http://')}/room · 1 here"
        expect(status(page)).to_have_text(shown, timeout=SLOW)
        assert [url for url in phone.left if "/_stcore/" not in url] == []


def test_what_messengers_show_and_an_address_that_is_none(page, address):
    here = address.replace(ELSEWHERE, "localhost")
    with urlopen(f"{here}/{STEM}") as said:
        picture = (
            said.read().decode().partition('property="og:image" content="')[2].partition('"')[0]
        )
    assert picture.startswith(f"{here}/card/")
    with urlopen(picture) as said:
        assert said.headers["Content-Type"] == "image/png"
    answer = page.goto(f"{address}/nothing")
    assert answer.status == 404
    stays(page)
    page.missed.clear()  # it is the one that is none
    page.errors.clear()
    page.get_by_role("link", name="Flashcards").click()
    page.wait_for_url(f"{address}/flashcards")
    page.wait_for_selector("h1", timeout=SLOW)
    stays(page)
