"""A room: a presenter in front, and three phones that follow, guess, let go and come back."""

import csv
import json
import re
from importlib import import_module

import pytest
from playwright.sync_api import expect

from content.read import read_notes
from tests.browser.stage import axis
from tests.browser.visitors import ELSEWHERE, errors, until, visiting
from tests.sample import STEMS
from ui.room import told

SLOW = 60_000
KEPT = "() => JSON.parse(sessionStorage.getItem('sightglass.room'))"
BAR = ".sightglass-room"
PHONE = {"width": 390, "height": 664}
# The lesson that soonest asks for a number on a scale of its own; and which of its steps does.
ASKS, STEM = min(
    (i, stem)
    for stem in STEMS
    for i, step in enumerate(read_notes(stem).steps)
    if i and step.predict and step.predict.answer and not step.predict.on_axis
)
STEPS = read_notes(STEM).steps


def status(page):
    return page.locator(f"{BAR} .status")


def begin(front, address, stem=STEM):
    """Open a room from the page's own button: its code."""
    front.goto(f"{address}/{stem}")
    front.get_by_role("button", name="Present", exact=True).click(timeout=SLOW)
    front.get_by_role("button", name="Open a room").click()
    expect(front.get_by_role("dialog", name="Room")).to_be_visible()
    return front.evaluate(KEPT)["code"]


def guess(phone, value):
    phone.bring_to_front()  # of a window behind another Firefox tells no change of a field
    phone.locator(".question input[type=number]").fill(str(value))
    phone.locator(".question input[type=number]").press("Tab")
    phone.get_by_role("button", name=re.compile("^(Send|Change) my guess$")).click()
    expect(status(phone)).to_have_text("Your guess is in. You can change it.")


@pytest.fixture
def elsewhere(server):
    """The server by a name that others could open, too."""
    return server.replace("localhost", ELSEWHERE)


def test_a_class_follows_guesses_twice_and_sees_the_truth_fall_in(
    browser, server, elsewhere, tmp_path
):
    with (
        visiting(browser, elsewhere) as front,
        visiting(browser, elsewhere) as one,
        visiting(browser, server) as two,
        visiting(browser, server) as three,
    ):
        phones = [one, two, three]
        for phone in phones:
            phone.set_viewport_size(PHONE)
        code = begin(front, elsewhere)
        dialog = front.get_by_role("dialog", name="Room")
        until(front, "document.querySelector('.sightglass-invite img').naturalWidth > 100")
        expect(dialog.locator(".letters")).to_have_text(code)
        assert front.evaluate(KEPT)["key"] not in front.content() + front.url, (
            "the key is in no link"
        )
        front.keyboard.press("Escape")

        # by the link of the code, by the field at home, by the page that asks for it
        one.goto(f"{elsewhere}/room/{code}")
        two.goto(f"{server}/")
        two.get_by_label("Code of a room").fill(code.lower())
        two.get_by_role("button", name="Join").click(timeout=SLOW)
        three.goto(f"{server}/room")
        three.get_by_label("The code on the screen in front").fill("DDDDD")
        three.get_by_role("button", name="Join").click()
        expect(three.get_by_role("status")).to_contain_text("There is no such room")
        three.get_by_label("The code on the screen in front").fill(code)
        three.get_by_role("button", name="Join").click()
        for phone in phones:
            expect(status(phone)).to_have_text("You follow.", timeout=SLOW)
            until(phone, f"location.pathname === '/{STEM}'")
        expect(status(front)).to_have_text(f"{elsewhere.removeprefix('http://')}/room · 3 here")

        # the axis while it moves, and where it comes to rest; a preset
        axis(front).focus()
        for phone in phones:
            until(phone, "stem => window.sightglass?.get(stem)?.axis?.stops?.()", arg=STEM)
        start = front.evaluate("stem => window.sightglass.get(stem).at", STEM)
        for _ in range(4):
            front.keyboard.press("ArrowRight")
            front.wait_for_timeout(120)
        for phone in phones:
            until(
                phone,
                "([stem, at]) => window.sightglass.get(stem).at === at",
                arg=[STEM, start + 4],
            )
        name = import_module(f"concepts.{STEM}").AXIS
        until(front, f"location.search.includes('{STEM}.{name}=')", timeout=SLOW)
        for phone in phones:
            until(phone, f"location.search.includes('{STEM}.{name}=')", timeout=SLOW)

        # the lesson, by clicker; who comes late, or loads anew, stands where the others do
        front.get_by_role("button", name="Present", exact=True).click()
        front.get_by_role("button", name="The lesson").click()
        for phone in (front, *phones):
            until(phone, f"location.search.includes('step={STEPS[0].id}')", timeout=SLOW)
        for step in STEPS[1:ASKS]:
            front.keyboard.press("PageDown")
            if step.predict:
                front.wait_for_timeout(600)
                expect(front.get_by_role("button", name="Reveal")).to_be_visible()
                front.keyboard.press("PageDown")
                expect(front.locator(".question.told")).to_be_visible(timeout=SLOW)
            for phone in (front, *phones):
                until(phone, f"location.search.includes('step={step.id}')", timeout=SLOW)
        if not STEPS[ASKS - 1].predict:
            one.get_by_role("button", name="Ready").click()
            expect(status(front)).to_contain_text("1 ready")
        three.reload()
        until(three, f"location.search.includes('step={STEPS[ASKS - 1].id}')", timeout=SLOW)
        expect(status(three)).to_have_text("You follow.", timeout=SLOW)

        # the question: asked on the phones, counted in front, in two rounds
        step = STEPS[ASKS]
        low, high = step.predict.low, step.predict.high
        middle = low + step.predict.step * round((high - low) / 2 / step.predict.step)
        front.keyboard.press("PageDown")
        expect(status(front)).to_contain_text("0 of 3 guessed", timeout=SLOW)
        for phone in phones:
            expect(phone.locator(".question .ask")).to_have_text(step.predict.ask, timeout=SLOW)
            assert phone.get_by_role("button", name="Skip").count() == 0
        guess(one, low)
        guess(two, high)
        guess(one, middle)
        expect(status(front)).to_contain_text("2 of 3 guessed")
        # who loads the page anew, or joins anew in the same tab, has guessed
        for again in (lambda: two.reload(), lambda: two.goto(f"{server}/room/{code}")):
            again()
            box = two.locator(".question input[type=number]")
            expect(two.get_by_role("button", name="Change my guess")).to_be_visible(timeout=SLOW)
            assert float(box.input_value()) == high
            expect(status(two)).to_have_text("Your guess is in. You can change it.")
        guess(two, low)
        guess(two, high)
        expect(status(front)).to_contain_text("2 of 3 guessed")
        assert front.locator(".crowd i").count() == one.locator(".crowd i").count() == 0
        front.keyboard.press("PageUp")
        expect(status(front)).to_contain_text("0 of 3 guessed, round 2")
        expect(status(one)).to_have_text("Talk, then guess once more.")
        expect(one.get_by_role("button", name="Send my guess")).to_be_visible()
        guess(three, low)
        front.keyboard.press("PageDown")
        link = f"{STEM}?present=true&predict=true&step={step.id}"
        wanted = told(link, [[middle, high], [low]])
        for page in (front, *phones):
            expect(page.locator(".crowd.before i")).to_have_count(2)
            expect(page.locator(".crowd:not(.before) i")).to_have_count(1)
        for page in (front, *phones):
            expect(page.locator(".question.told .class")).to_have_text(
                wanted["sentence"], timeout=SLOW
            )
            expect(page.locator(".line .truth .words")).to_have_text(
                f"It is {wanted['truth']['text']}"
            )
            until(page, "location.search.includes('told=true')", timeout=SLOW)
        expect(three.locator(".line .guess .words")).to_be_visible()
        assert one.locator(".line .guess").count() == 0, (
            "who did not guess in the second round has none"
        )

        # who loads the page anew has a guess of their own among them still, and who did not guess has none
        three.reload()
        expect(three.locator(".question.told .class")).to_have_text(
            wanted["sentence"], timeout=SLOW
        )
        expect(three.locator(".line .guess .words")).to_be_visible()
        until(three, "location.search.includes('told=true')", timeout=SLOW)
        one.reload()
        expect(status(one)).to_have_text("You follow.", timeout=SLOW)
        until(one, "location.search.includes('told=true')", timeout=SLOW)
        assert one.locator(".line .guess").count() == 0

        # alone, and back
        two.get_by_role("button", name="Let go").click()
        until(two, "!location.search.includes('present')", timeout=SLOW)
        expect(status(two)).to_have_text("You are on your own.", timeout=SLOW)
        front.keyboard.press("PageDown")
        front.wait_for_timeout(500)
        if STEPS[ASKS + 1].predict:
            expect(status(two)).to_have_text("A question is asked. Follow to answer.")
        else:
            until(one, f"location.search.includes('step={STEPS[ASKS + 1].id}')", timeout=SLOW)
        assert "present" not in two.url
        two.get_by_role("button", name="Follow").click()
        until(two, f"location.search.includes('step={STEPS[ASKS + 1].id}')", timeout=SLOW)

        # what was guessed, without who; and the end
        front.get_by_role("button", name="Room", exact=True).click()
        with front.expect_download() as download:
            front.get_by_role("button", name="Guesses (CSV)").click()
        download.value.save_as(tmp_path / "room.csv")
        rows = list(csv.DictReader((tmp_path / "room.csv").read_text("utf-8").splitlines()))
        mine = [
            (row["round"], float(row["guess"]), row["people"])
            for row in rows
            if row["question"] == step.predict.ask
        ]
        assert sorted(mine) == sorted([("1", middle, "1"), ("1", high, "1"), ("2", low, "1")])
        front.get_by_role("button", name="Close the room").click()
        for page in (front, *phones):
            expect(status(page)).to_have_text("The room is closed. The lesson goes on.")
            assert page.evaluate(KEPT) is None
        front.keyboard.press("PageDown")
        for page in (front, *phones):
            assert [each for each in errors(page) if "room" not in each] == [] and page.left == []


def test_where_nobody_could_open_the_address_it_says_what_to_start_with(page, server):
    begin(page, server)
    dialog = page.get_by_role("dialog", name="Room")
    expect(dialog).to_contain_text("--server.address 0.0.0.0")
    assert dialog.locator("img").count() == 0


def test_a_room_that_is_gone_is_one_sentence_and_the_lesson_goes_on(page):
    """As after a server without Redis was started again in the middle of a question."""
    step = STEPS[ASKS]
    page.goto("/room")
    kept = {"code": "DFHKL", "key": "x", "follows": False, "tallies": {}}
    page.evaluate("kept => sessionStorage.setItem('sightglass.room', kept)", json.dumps(kept))
    page.goto(
        f"/{STEM}?present=true&predict=true&embed=true&embed_options=light_theme&step={step.id}"
    )
    expect(status(page)).to_have_text("The room is closed. The lesson goes on.", timeout=SLOW)
    expect(page.locator(".question.told")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="OK").click()
    expect(page.locator(BAR)).to_have_count(0)
    page.keyboard.press("PageDown")
    until(page, f"location.search.includes('step={STEPS[ASKS + 1].id}')", timeout=SLOW)
