"""Under a path of a larger site: every address that is asked for, shown or sent begins with it."""

from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from katas.read import PLAIN, read_kata
from tests.browser.stage import axis, panel, unfold
from tests.browser.visitors import ELSEWHERE, errors, serving, settle, until, visiting
from tests.sample import PAGES

PATH, STEM = "/lab/ml", PAGES[0]
SLOW = 60_000  # milliseconds
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
    expect(share.get_by_role("textbox", name="Link")).to_have_value(page.url)
    expect(share.get_by_role("img", name="QR code of the link")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.get_by_role("combobox", name="Search", exact=True).fill("k-means")
    expect(
        page.get_by_role("listbox", name="What is found").get_by_role("option").first
    ).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/kmeans*")
    settle(page)


def test_code_is_run(page, address):
    page.goto(f"{address}/coding?kata=kmeans")
    page.wait_for_selector(".editor textarea", timeout=SLOW)
    stays(page)
    page.fill(".editor textarea", read_kata("kmeans").solution(PLAIN))
    page.locator(".editor textarea").press("Control+Enter")
    expect(page.locator(".told.right")).to_be_visible(timeout=SLOW)


def test_a_room_is_joined(page, browser, address):
    page.goto(f"{address}/{STEM}")
    page.get_by_role("button", name="Present", exact=True).click(timeout=SLOW)
    page.get_by_role("button", name="Open a room").click()
    expect(page.get_by_role("dialog", name="Room")).to_be_visible()
    code = page.evaluate("JSON.parse(sessionStorage.getItem('sightglass.room')).code")
    until(page, "document.querySelector('.sightglass-invite img').naturalWidth > 100")
    page.keyboard.press("Escape")
    with visiting(browser, address) as phone:
        phone.goto(f"{address}/room")
        stays(phone)
        phone.get_by_label("The code on the screen in front").fill(code)
        phone.get_by_role("button", name="Join").click()
        expect(phone.locator(".sightglass-room .status")).to_have_text("You follow.", timeout=SLOW)
        until(phone, f"location.href.startsWith('{address}/{STEM}')")
        shown = f"{address.removeprefix('http://')}/room · 1 here"
        expect(page.locator(".sightglass-room .status")).to_have_text(shown, timeout=SLOW)
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
