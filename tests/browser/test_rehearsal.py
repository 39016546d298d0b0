"""The Interview page and the Flashcards page in a real browser: found, timed, kept."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from rehearsal.deck import Deck, Rating, answer, dump, load
from tests.browser.formulas import answered, formulas, has
from tests.browser.visitors import ROOT, errors, serving, until, visiting
from ui.questions import Choice, bank, matching
from ui.turns import item, turns_of

KEY = "sightglass.flashcards"
IDLE = '[data-testid="stApp"][data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]'


def rest(page):
    """Wait until the page has been run and drawn."""
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_selector(IDLE, timeout=60_000)
    page.wait_for_timeout(300)


def button(page, name):
    """The button of that name; the key that presses it is part of its name, too."""
    page.set_default_timeout(10_000)
    return page.get_by_role("button", name=re.compile(rf"^{name}( Shortcut .)?$"))


def press(page, name):
    button(page, name).click()
    rest(page)


def top(page, selector):
    return page.locator(selector).first.bounding_box()["y"]


# --- the Interview page


def test_search_and_show_me(page):
    page.goto("/interview")
    rest(page)
    page.get_by_label("Search").fill("mann-whitney")
    page.keyboard.press("Enter")
    page.wait_for_url("**/interview?interview.find=mann-whitney")
    rest(page)
    asked = matching(Choice(find="mann-whitney"))[0]
    expect(page.get_by_text("In 60 seconds")).to_have_count(0)
    page.get_by_text(asked.question.ask).click()
    expect(page.get_by_text("In 60 seconds")).to_be_visible()
    link = page.url
    page.get_by_role("link", name="Show me").click()
    page.wait_for_url(f"**/{asked.notes.stem}?{asked.notes.stem}.*")
    expect(page.get_by_role("heading", name=asked.notes.title)).to_be_visible()
    page.wait_for_selector("h2")
    assert f"{asked.notes.stem}.preset={asked.question.preset}" in page.url or asked.question.set
    page.go_back()
    page.wait_for_url(link)
    rest(page)
    expect(page.get_by_text(asked.question.ask)).to_be_visible()
    expect(page.get_by_label("Search")).to_have_value("mann-whitney")
    assert errors(page) == [] and page.left == []


def down(page):
    """How far the page is scrolled."""
    return page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")


def scroll(page, top):
    page.evaluate("top => document.querySelector('[data-testid=stMain]').scrollTo(0, top)", top)


def test_show_me_carries_the_question_along_and_leads_back_to_it(page):
    page.goto("/interview")
    rest(page)
    asked = list(bank().values())[2]
    page.get_by_text(asked.question.ask).click()
    page.locator("[data-testid=stCheckbox] label").first.click()
    expect(page.get_by_role("checkbox").first).to_be_checked()
    rest(page)
    scroll(page, 300)
    page.get_by_role("link", name="Show me").click()
    strip = page.get_by_role("region", name="Interview question")
    expect(strip).to_contain_text(asked.question.ask)
    numbers = strip.locator("mark").all_inner_texts()
    marked = page.locator(".stage .rows mark, .sightglass-row mark")
    expect(marked.first).to_be_visible()
    assert numbers and set(marked.all_inner_texts()) <= set(numbers)
    expect(strip.get_by_role("button", name="Show it again")).to_be_hidden()

    axis = page.locator(".sightglass-axis input[type=range]")
    axis.press("ArrowRight" if axis.input_value() < axis.get_attribute("max") else "ArrowLeft")
    again = strip.get_by_role("button", name="Show it again")
    expect(again).to_be_visible()
    expect(marked).to_have_count(0)
    again.click()
    expect(again).to_be_hidden()
    expect(marked.first).to_be_visible()

    strip.get_by_role("button", name="Back to the question").click()
    page.wait_for_url("**/interview")
    expect(page.get_by_text("In 60 seconds")).to_be_visible()
    expect(page.get_by_role("checkbox").first).to_be_checked()
    expect(page.get_by_role("link", name="Show me")).to_be_focused()
    assert abs(down(page) - 300) < 3
    assert errors(page) == [] and page.left == []


def test_show_me_in_a_mock_round_leads_back_to_its_clock(page):
    page.goto("/interview?interview.view=mock&interview.round=7")
    rest(page)
    press(page, "Start")
    press(page, "Show the answer")
    ask, clock = page.locator("h3").inner_text(), page.get_by_role("timer").inner_text()
    page.get_by_role("link", name="Show me").click()
    page.get_by_role("button", name="Back to the question").click()
    page.wait_for_url("**/interview*")
    rest(page)
    expect(page.locator("h3")).to_have_text(ask)
    expect(page.get_by_role("timer")).to_have_text(clock)
    assert errors(page) == []


def test_show_me_below_the_picture_leads_up_and_back_down(page):
    asked = list(bank().values())[1]
    page.goto(f"/{asked.notes.stem}?{asked.notes.stem}.read=interview")
    rest(page)
    page.get_by_text(asked.question.ask).click()
    show = page.get_by_role("button", name="Show me").locator("visible=true")
    show.scroll_into_view_if_needed()
    before = down(page)
    show.click()
    expect(page.locator(".proof .ask")).to_have_text(asked.question.ask)
    until(page, "document.querySelector('[data-testid=stMain]').scrollTop < 100")
    page.get_by_role("button", name="Back to the question").click()
    until(
        page, f"Math.abs(document.querySelector('[data-testid=stMain]').scrollTop - {before}) < 300"
    )
    expect(show).to_be_in_viewport()
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".proof")).to_be_hidden()
    until(page, "!location.search.includes('question')")
    assert errors(page) == []


def test_back_undoes_a_filter(page):
    page.goto("/interview")
    rest(page)
    listed = page.get_by_text(f"{len(bank())} of {len(bank())} questions")
    page.get_by_label("Difficulty").click()
    page.get_by_role("option", name="Advanced").click()
    page.wait_for_url("**/interview?interview.level=advanced")
    expect(listed).to_have_count(0)
    page.keyboard.press("Escape")
    page.go_back()
    page.wait_for_url("**/interview")
    expect(listed).to_be_visible()
    assert errors(page) == []


def test_a_mock_round_by_keyboard(page):
    names = turns_of(Choice(view="mock", round=7))["mock"]
    page.goto("/interview?interview.view=mock&interview.round=7")
    rest(page)
    button(page, "Start").focus()
    # through the points and the way to the proof to the first rating
    tabs = ["Tab"] * (len(bank()[names[1]].question.points) + 2) + ["Enter"]
    for turn, (name, keys) in enumerate(
        zip(names, [["1"], tabs, ["2"], ["3"], ["3"], ["3"]], strict=True)
    ):
        page.keyboard.press("Enter" if turn % 2 else " ")  # Start, or else nothing but the focus
        if turn == 0:
            expect(page.get_by_role("heading", name=item(name).ask)).to_be_visible()
            expect(button(page, "Show the answer")).to_be_focused()
            page.keyboard.press("Enter")
        expect(page.get_by_text("In 60 seconds")).to_have_count(int(name in bank()))
        expect(page.get_by_role("heading", name=item(name).ask)).to_be_visible()
        until(page, "document.activeElement.className.includes('st-key-interview-answer')")
        rest(page)
        for key in keys:
            page.keyboard.press(key)
        if turn < 5:
            expect(button(page, "Show the answer")).to_be_focused()
            rest(page)
    expect(page.get_by_role("heading", name="You nailed 3 of 6.")).to_be_visible()
    expect(button(page, "Again with new questions")).to_be_focused()
    said = page.get_by_test_id("stMain").locator("summary").all_inner_texts()
    assert len(said) == 5 and all(
        re.search(r"(Missed it|Partly|Nailed it) · 0:0\d", each) for each in said
    ), said
    page.keyboard.press("Enter")
    expect(button(page, "Show the answer")).to_be_focused()
    assert "interview.round=7" not in page.url and "interview.view=mock" in page.url
    assert errors(page) == [] and page.left == []


def test_the_clock_runs_in_the_browser_and_on_into_overtime(page, sent):
    page.goto("/interview?interview.view=mock&interview.round=7")
    rest(page)
    press(page, "Start")
    clock = page.get_by_role("timer")
    expect(clock).to_have_text("0:58")
    before = len(sent)
    expect(clock).to_have_text("0:56")
    assert len(sent) == before, "no run of the server"
    button(page, "Pause").click()
    said = clock.inner_text()
    page.wait_for_timeout(1500)
    expect(clock).to_have_text(said)
    expect(page.get_by_text("left, paused")).to_be_visible()
    button(page, "Go on").click()
    expect(clock).not_to_have_text(said)
    page.evaluate("for (const clock of sightglassClocks.values()) clock.before += 52_000")
    expect(clock).to_have_text("0:01")
    expect(page.get_by_text("60 seconds are over.")).to_have_count(1, timeout=10_000)
    expect(clock).to_have_text("+0:02", timeout=10_000)
    expect(page.get_by_text("over", exact=True)).to_be_visible()
    page.get_by_role("radio", name="Questions").click()
    rest(page)
    page.get_by_role("radio", name="Mock round").click()
    rest(page)
    assert re.fullmatch(r"\+0:0\d", clock.inner_text()), "a look at another page sets nothing back"
    press(page, "Show the answer")
    expect(button(page, "Pause")).to_have_count(0)
    stopped = clock.inner_text()
    page.wait_for_timeout(1500)
    expect(clock).to_have_text(stopped)
    assert errors(page) == []


def test_the_clock_respects_reduced_motion(page):
    page.emulate_media(reduced_motion="reduce")
    page.goto("/interview?interview.view=mock&interview.round=7")
    rest(page)
    press(page, "Start")
    bar = page.locator(".left")
    assert bar.evaluate("bar => getComputedStyle(bar).transitionDuration") == "0s"
    widths = set()
    for _ in range(20):
        widths.add(bar.evaluate("bar => bar.style.transform"))
        page.wait_for_timeout(100)
    assert len(widths) <= 4, "second by second"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_nothing_jumps_when_an_answer_is_shown(page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    for address, key in (
        ("/interview?interview.view=mock&interview.round=7", "interview"),
        ("/flashcards", "flashcards"),
    ):
        page.goto(address)
        rest(page)
        if key == "interview":
            press(page, "Start")
        button(page, "Show the answer").wait_for()
        places = ["h1", ".stMain h3", f".st-key-{key}-row", '.stMain [role="radiogroup"]']
        before = [top(page, place) for place in places]
        press(page, "Show the answer")
        expect(page.get_by_text("In 60 seconds")).to_be_visible()
        after = [top(page, place) for place in places]
        # two lines in a button of a phone make the row at the bottom of the screen grow upwards
        assert [b - a for a, b in zip(before, after, strict=True)][:2] == [0, 0] and before[
            3
        ] == after[3]
        assert abs(before[2] - after[2]) <= (0 if width > 640 else 24)
    assert errors(page) == []


def test_a_phone_shows_large_buttons_and_no_sideways_scrolling(page):
    page.set_viewport_size({"width": 390, "height": 844})

    def check():
        rest(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        small = page.evaluate("""() => [...document.querySelectorAll(".stMain :is(button, a, summary), .clock button")]
            .filter(each => each.tabIndex >= 0 && each.checkVisibility())
            .filter(each => each.closest('[data-testid="stNumberInput"], [data-testid="stMarkdownContainer"]') === null)
            .filter(each => { const box = each.getBoundingClientRect(); return box.width && box.height < 40; })
            .map(each => each.outerHTML.slice(0, 200))""")
        assert small == []

    page.goto("/interview")
    check()
    page.get_by_test_id("stMain").locator("summary").first.click()
    expect(page.get_by_text("In 60 seconds")).to_be_visible()
    check()
    page.goto("/interview?interview.view=mock&interview.round=7")
    check()
    press(page, "Start")
    check()
    press(page, "Show the answer")
    check()
    page.goto("/flashcards")
    button(page, "Show the answer").click()
    expect(page.get_by_text("In 60 seconds")).to_be_visible()
    check()
    page.get_by_role("radio", name="Your progress").click()
    expect(page.get_by_text("New cards a day")).to_be_visible()
    check()
    assert errors(page) == []


def test_formulas_of_a_text():
    assert formulas("a $x$, $x$ and\n$$\ny^2\n$$\n", "no") == {"x": 2, "y^2": 1}
    assert formulas("{{cost}} now, {{cost}} then, $n = {{n}}$", facts={"cost": "$5", "n": "7"}) == {
        "n = 7": 1
    }


def test_the_formulas_of_the_interview_page(page):
    asked = matching(Choice(find="$"))
    assert asked
    page.goto("/interview?interview.find=%24")
    rest(page)
    for count, each in enumerate(asked, 1):
        page.get_by_text(each.question.ask).click()
        expect(page.get_by_text("In 60 seconds")).to_have_count(count)
    has(page, sum((answered(each.notes.stem, each.question) for each in asked), Counter()))
    assert errors(page) == []


# --- the flashcards


@contextmanager
def serving_on(port, folder):
    """A server of the app on that port."""
    with (folder / "server.log").open("a+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=os.environ,
        )  # fmt: skip
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(
                        f"http://localhost:{port}/_stcore/health", timeout=1
                    ).close()
                    break
                except OSError:
                    assert process.poll() is None, (folder / "server.log").read_text()
                    time.sleep(0.1)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(10)
    assert "Traceback" not in (folder / "server.log").read_text()


def stored(page):
    """The deck that the browser keeps; None if there is none."""
    item = page.evaluate("key => localStorage.getItem(key)", KEY)
    return None if item is None else load(item.partition("\n")[2])


def rate_card(page, rating):
    """Answer the card that is shown; return its question."""
    button(page, "Show the answer").wait_for()
    ask = page.locator(".st-key-flashcards-card h3").inner_text()
    press(page, "Show the answer")
    page.get_by_role("button", name=re.compile(rf"^{rating} ")).click()
    button(page, "Show the answer").wait_for()
    rest(page)
    return ask


def asked(deck):
    return {
        bank()[name].question.ask for name, entry in deck.entries.items() if entry.card is not None
    }


def test_progress_survives_a_reload_and_a_new_server(browser, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving_on(port, tmp_path) as address:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address)
        page = context.new_page()
        page.goto("/flashcards")
        rest(page)  # the first page of a server takes its time
        first = rate_card(page, "Good")
        assert asked(stored(page)) == {first}
        page.reload()
        second = rate_card(page, "Easy")
        assert second != first and asked(stored(page)) == {first, second}
        third = rate_card(page, "Again")
        kept = stored(page)
    with serving_on(port, tmp_path):
        # The tab that stayed open talks to a server that knows nothing of it.
        page.wait_for_selector(IDLE, timeout=60_000)
        page.get_by_role("radio", name="Your progress").click()
        expect(page.get_by_text("New cards a day")).to_be_visible()
        rest(page)
        assert stored(page) == kept
        page.get_by_role("radio", name="Cards").click()
        fourth = rate_card(page, "Good")
        assert asked(stored(page)) == {first, second, third, fourth}
        page.reload()
        rest(page)
        expect(page.get_by_text("Today: 3 learning · 0 due · 6 new")).to_be_visible()
        context.close()


# Streamlit with a server clock that is off by so many days as a file says.
ANOTHER_DAY = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from streamlit.web.cli import main
import ui.flashcards
off = Path(sys.argv.pop(1))
ui.flashcards._now = lambda: datetime.now(UTC) + timedelta(days=float(off.read_text()))
main()
"""


def test_clocks_that_jump_lose_nothing(browser, tmp_path):
    off = tmp_path / "days"
    off.write_text("0")
    with (
        serving(tmp_path, "-c", ANOTHER_DAY, str(off)) as address,
        visiting(browser, address) as page,
    ):
        page.clock.install()
        page.goto("/flashcards")
        rest(page)
        answered = [rate_card(page, "Good")]
        for days, year, rating in ((-3, 1999, "Easy"), (400, 2099, "Good"), (0, 2026, "Easy")):
            off.write_text(str(days))
            page.clock.set_system_time(f"{year}-03-01T08:00:00Z")
            press(page, "Show the answer")  # of this card, or, if it is due no longer, of none
            rest(page)
            for _ in range(2):
                page.reload()
                answered.append(rate_card(page, rating))
                assert asked(stored(page)) == set(answered)
        kept = stored(page)
        page.reload()
        button(page, "Show the answer").wait_for()
        assert stored(page) == kept and asked(kept) == set(answered)
        assert errors(page) == []


def test_two_tabs_lose_nothing(page):
    page.goto("/flashcards")
    first = rate_card(page, "Easy")
    other = page.context.new_page()
    other.goto("/flashcards")
    second = rate_card(other, "Easy")
    assert second != first
    until(
        page,
        "ask => document.querySelector('.st-key-flashcards-card h3').innerText !== ask",
        arg=second,
    )
    third = rate_card(page, "Easy")
    assert third not in (first, second)
    rest(other)
    fourth = rate_card(other, "Easy")
    assert asked(stored(page)) == {first, second, third, fourth}
    rest(page)
    expect(page.get_by_text("Today: 0 learning · 0 due · 6 new")).to_be_visible()
    page.evaluate("localStorage.clear()")
    until(other, "key => localStorage.getItem(key) !== null", arg=KEY)
    assert asked(stored(page)) == {first, second, third, fourth}, "what a tab knows it writes again"
    assert errors(page) == []


def to_progress(page):
    page.get_by_role("radio", name="Your progress").click()
    page.get_by_text("New cards a day").wait_for()
    rest(page)


def give(page, content, name="mine.json"):
    """Restore from that file; return what is said."""
    file = {"name": name, "mimeType": "application/json", "buffer": content}
    page.locator('[data-testid="stFileUploader"] input').set_input_files(file)
    said = page.get_by_test_id("stAlert")
    expect(said).to_contain_text(name)
    rest(page)
    return said.inner_text()


def test_download_and_restore_in_another_browser(browser, server, page, tmp_path):
    page.goto("/flashcards")
    asks = {rate_card(page, "Good"), rate_card(page, "Easy")}
    to_progress(page)
    with page.expect_download() as download:
        button(page, "Download").click()
    assert re.fullmatch(
        r"sightglass-flashcards-\d{4}-\d\d-\d\d\.json", download.value.suggested_filename
    )
    file = tmp_path / "mine.json"
    download.value.save_as(file)
    assert load(file.read_bytes()) == stored(page)
    with visiting(browser, server) as elsewhere:
        elsewhere.goto("/flashcards")
        own = rate_card(elsewhere, "Again")
        to_progress(elsewhere)
        assert give(elsewhere, file.read_bytes()) == "mine.json is restored: 2 cards."
        assert asked(stored(elsewhere)) == asks | {own}
        press(elsewhere, "Start over")
        press(elsewhere, "Yes, start over")
        assert stored(elsewhere).entries == {}
        give(elsewhere, file.read_bytes())
        assert asked(stored(elsewhere)) == asks
        elsewhere.reload()
        elsewhere.get_by_text("Today: ").wait_for()
        assert asked(stored(elsewhere)) == asks
        assert errors(elsewhere) == []
    assert errors(page) == []


def test_a_damaged_file_gets_a_sentence_and_changes_nothing(page):
    page.goto("/flashcards")
    rate_card(page, "Good")
    kept = stored(page)
    to_progress(page)
    broken = json.dumps(
        {"format": "sightglass flashcards", "version": 1, "cards": {"a": 1}}
    ).encode()
    says = (
        "was not restored: it is damaged: in the card a nothing can be read. Nothing has changed."
    )
    assert give(page, broken, "<b>*mine*.json") == f"<b>*mine*.json {says}"
    assert stored(page) == kept
    assert errors(page) == []


def test_what_cannot_be_read_is_not_written_over(page):
    page.goto("/flashcards")
    rest(page)
    page.evaluate("key => localStorage.setItem(key, 'r1\\n{broken')", KEY)
    page.reload()
    expect(page.get_by_text("left as it is: it is not JSON.")).to_be_visible()
    rate_card(page, "Good")
    assert page.evaluate("key => localStorage.getItem(key)", KEY) == "r1\n{broken"
    to_progress(page)
    press(page, "Start over")
    press(page, "Yes, start over")
    until(page, "key => localStorage.getItem(key) !== 'r1\\n{broken'", arg=KEY)
    assert stored(page).entries == {}


FULL = """
const set = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
    if (key === "sightglass.flashcards" && !window.room) throw new DOMException("no", "QuotaExceededError");
    return set.call(this, key, value);
};
"""
OFF = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
"""


def test_a_browser_without_room_says_so_until_there_is(page):
    page.add_init_script(FULL)
    page.goto("/flashcards")
    says = page.get_by_text("This browser has no room left")
    asks = {rate_card(page, "Good")}
    expect(says).to_be_visible()
    asks.add(rate_card(page, "Easy"))
    expect(says).to_be_visible()
    assert stored(page) is None and len(asks) == 2, "the sitting goes on"
    page.evaluate("window.room = true")
    asks.add(rate_card(page, "Easy"))
    expect(says).to_have_count(0)
    assert asked(stored(page)) == asks


def test_a_browser_that_keeps_nothing_says_so(page):
    page.add_init_script(OFF)
    page.goto("/flashcards")
    expect(page.get_by_text("This browser does not let pages keep anything")).to_be_visible(
        timeout=60_000
    )
    assert rate_card(page, "Good") != rate_card(page, "Easy")
    expect(page.get_by_text("Today: 1 learning · 0 due · 8 new")).to_be_visible()


def test_the_formulas_of_a_flashcard(page):
    card = next(each for each in bank().values() if "$" in each.question.follow_up.answer)
    deck = answer(Deck(), card.name, Rating.Again, datetime.now(UTC) - timedelta(hours=1))
    kept = json.dumps(f"r1\n{dump(deck)}")
    page.add_init_script(f"localStorage.setItem({json.dumps(KEY)}, {kept})")
    page.goto("/flashcards")
    rest(page)
    press(page, "Show the answer")
    has(page, answered(card.notes.stem, card.question))
    assert errors(page) == []
