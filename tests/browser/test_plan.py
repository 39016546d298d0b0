"""The Plan page in a real browser: it ticks itself, moves what was missed, and tells the server nothing of it."""

import json
import re
from datetime import date, timedelta

from playwright.sync_api import expect

from content.read import read_notes
from tests.browser.visitors import errors, until
from ui.plan import Wish, planned, wish_texts

IDLE = '[data-testid="stApp"][data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]'


def rest(page):
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_selector(IDLE, timeout=60_000)
    page.wait_for_timeout(300)


def keep(page, name, value):
    page.evaluate("([name, value]) => localStorage.setItem(name, value)", [name, json.dumps(value)])


def test_a_plan_ticks_itself_and_moves_what_was_missed(page, sent):
    today = date.fromisoformat(
        page.evaluate("new Date(Date.now() - new Date().getTimezoneOffset() * 60e3).toISOString().slice(0, 10)")
    )  # fmt: skip
    wish = Wish(today - timedelta(3), today + timedelta(11), 10.0)
    address = "/plan?" + "&".join(f"{key}={said[0]}" for key, said in wish_texts(wish).items())
    page.goto(address)
    rest(page)
    expect(page.locator(".sightglass-plan .late")).to_contain_text("of days gone by")
    expect(page.locator(".sightglass-plan .today h2")).to_contain_text("Today")
    first = next(
        task for day in planned(wish, today).days for task in day.tasks if task.kind == "concept"
    )
    notes = read_notes(first.name)
    row = page.locator(".sightglass-plan li", has_text=f"Guess: {notes.title}")
    expect(row).to_have_count(1)
    expect(row).not_to_have_class("done")

    asks = [preset.predict.ask for preset in notes.presets.values() if preset.predict]
    guessed = {ask: True for ask in asks}
    keep(page, "sightglass.done", {first.name: {"seen": "", "guessed": guessed, "solved": []}})
    page.reload()
    rest(page)
    expect(row).to_have_class("done")
    expect(page.locator(".sightglass-plan .sum")).to_contain_text(re.compile("[1-9]\\d* of"))
    assert sent and not any(ask.encode() in frame for frame in sent for ask in asks)

    page.goto("/plan")  # the browser says which plan it keeps
    page.wait_for_url(re.compile(f"plan.date={wish.date}"))
    rest(page)
    expect(row).to_have_class("done")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".sightglass-plan details:not([open])").count() == 0
    page.emulate_media(media="screen")

    row.get_by_role("link").click()
    page.wait_for_url(re.compile(f"/{first.name}\\?"))
    assert errors(page) == [] and page.left == []


def test_a_browser_that_keeps_nothing_has_a_plan_all_the_same(page):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page.set_viewport_size({"width": 390, "height": 664})
    page.goto("/plan")
    expect(page.locator(".sightglass-plan .today")).to_be_visible(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_round_that_is_finished_is_in_the_browsers_record_and_its_numbers_are_links(page):
    page.goto("/interview?interview.view=design&interview.design=feed")
    rest(page)
    page.get_by_role("button", name="Start").click()
    for _ in range(7):
        page.get_by_role("button", name=re.compile("^Show the points")).click()
        expect(page.get_by_role("checkbox").first).to_be_visible()
        rest(page)
        page.get_by_role("button", name=re.compile("^Nailed it")).click()
        rest(page)
    expect(page.get_by_role("heading", name="You nailed 7 of 7.")).to_be_visible()
    until(page, "localStorage.getItem('sightglass.done')")
    kept = json.loads(page.evaluate("localStorage.getItem('sightglass.done')"))
    (solved,) = kept["interview"]["solved"]
    assert re.fullmatch(r"design\.feed \d{4}-\d\d-\d\d [0-9a-f]{8}", solved)

    page.goto("/interview?interview.view=overview")
    cell = page.locator(".sightglass-overview tbody td a").first
    expect(cell).to_be_visible(timeout=60_000)
    number = cell.inner_text()
    cell.click()
    expect(page.get_by_text(re.compile(f"^{number} of \\d+ questions$"))).to_be_visible(
        timeout=30_000
    )
    assert errors(page) == [] and page.left == []
