"""The page Stories in a real browser: counted while it is written, told by the clock, and sent to nobody."""

import json
import re
from urllib.parse import unquote_plus

from playwright.sync_api import expect

from content.stories import behavioural, then
from tests.browser.visitors import FIREFOX, errors, until

KEY = "sightglass.stories"
SECRET = "Xylophonia"  # a word that no page of ours says
STORY = {
    "Situation": f"At {SECRET} our model stopped one in ten good customers.",
    "Task": "I had two weeks to halve the alarms.",
    "Action": "I looked at the data first. We helped.",
    "Result": "Alarms fell from 10 % to 4 %. I learned to look first.",
}
WORDS = sum(len(text.replace(" %", "%").split()) for text in STORY.values())
OFF = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
"""
COPY = """
text => {
  const elsewhere = document.body.appendChild(document.createElement("textarea"));
  elsewhere.value = text;
  elsewhere.select();
  document.execCommand("copy");
  elsewhere.remove();
}
"""


def opened(page, path="/stories"):
    page.goto(path)
    page.locator(".sightglass-stories .question").first.wait_for(timeout=60_000)


def press(page, name):
    page.locator(".sightglass-stories").get_by_role("button", name=name, exact=True).click()


def write(page, story):
    page.get_by_label("Title").fill("Alarms")
    for part, text in story.items():
        page.locator(".draft label", has_text=part).locator("textarea").fill(text)


def kept(page):
    """The stories that the browser keeps."""
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY) or "{}").get(
        "stories", {}
    )


def counted(page, name):
    return page.locator(f".sightglass-stories dt:text-is('{name}') + dd b")


def test_a_story_from_the_first_word_to_the_telling_is_sent_to_nobody(page, sent):
    asked = []
    page.on(
        "request",
        lambda request: asked.append(request.url.encode() + (request.post_data_buffer or b"")),
    )
    opened(page)
    questions = list(behavioural().values())
    expect(page.get_by_text(f"0 of {len(questions)} questions have a story")).to_be_visible()
    expect(page.get_by_text("No story yet")).to_have_count(len(questions))
    page.get_by_role("button", name="Write one").nth(1).click()
    expect(page.get_by_label("Title")).to_be_focused()
    press(page, "All stories")
    assert kept(page) == {}, "nothing is kept before there is a word"

    page.get_by_role("button", name="Write one").nth(1).click()
    write(page, STORY)
    expect(counted(page, "Words")).to_have_text(str(WORDS))
    expect(counted(page, "Numbers in the result")).to_have_text("10 %, 4 %: 2 with a unit")
    expect(counted(page, "Its base")).to_have_text("“from 10”")
    expect(counted(page, "I and we in the action")).to_have_text("1 and 1")
    expect(counted(page, "Hedges")).to_have_text("helped")
    expect(counted(page, "Learned")).to_have_text("said in the last sentence")
    asks = page.locator(".sightglass-stories aside li")
    expect(asks).to_have_text([*then(), *questions[1].then])
    page.get_by_label(questions[5].ask).check()
    expect(asks).to_have_text([*then(), *questions[1].then, *questions[5].then])

    press(page, "All stories")
    press(page, "New story")
    page.evaluate(COPY, "A firm.\n\nTwo weeks.\n\nI looked.\n\n4 %.")
    page.locator(".draft textarea").first.press("Control+v")
    expect(page.locator(".draft textarea").nth(3)).to_have_value("4 %.")
    expect(counted(page, "Parts")).to_have_text("all four")
    press(page, "Delete")
    page.locator(".sightglass-stories .story").first.click()

    press(page, "Tell it")
    expect(page.locator(".time")).to_have_text("0:02")
    expect(page.locator(".telling .words").first).to_be_hidden()
    press(page, "Pause")
    said = page.locator(".time").inner_text()
    page.wait_for_timeout(1200)
    expect(page.locator(".time")).to_have_text(said)
    press(page, "Done")
    expect(page.get_by_text(f"Told last in {said}.")).to_be_visible()

    page.reload()
    chips = page.locator(".sightglass-stories .story")
    expect(chips).to_have_text(
        [re.compile(rf"Alarms {WORDS} words, .*told in {said}")] * 2, timeout=60_000
    )
    expect(page.get_by_text("No story yet")).to_have_count(len(questions) - 2)
    other = page.context.new_page()
    opened(other)
    press(other, "New story")
    write(other, {"Task": "Another tab."})
    expect(page.get_by_role("heading", name="For no question yet")).to_be_visible()
    assert len(kept(page)) == 2

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".paper article")).to_have_count(2)
    expect(page.locator(".paper")).to_contain_text(STORY["Action"])
    if not FIREFOX:  # its driver shows no page as it is printed
        expect(page.locator(".screen")).to_be_hidden()
    page.emulate_media(media="screen")

    chips.first.click()
    press(page, "Delete")
    assert len(kept(page)) == 1
    press(page, "Undo")
    assert len(kept(page)) == 2
    with page.expect_download() as file:
        press(page, "Download as text")
    assert SECRET in file.value.path().read_text("utf-8")

    assert len(asked) > 10 and sent
    for each in (*asked, *sent):
        assert SECRET.encode() not in each and SECRET not in unquote_plus(
            each.decode("utf-8", "replace")
        )
    assert errors(page) == [] and page.left == []


def test_the_one_file_brings_stories_back_and_a_damaged_one_changes_nothing(page, tmp_path):
    opened(page)
    press(page, "New story")
    write(page, STORY)
    before = kept(page)
    page.goto("/")
    with page.expect_download() as file:
        page.get_by_role("button", name="Download it").click()
    content = file.value.path().read_text("utf-8")
    assert json.loads(content)["stories"] == before
    page.get_by_role("button", name="Forget everything").click()
    page.get_by_role("button", name="Yes, forget it").click()
    until(page, "key => localStorage.getItem(key) === null", arg=KEY)
    bring = page.get_by_label("Restore it from a file")

    def give(text):
        bring.set_input_files(
            {"name": "mine.json", "mimeType": "application/json", "buffer": text.encode()}
        )

    bring.wait_for(state="attached", timeout=60_000)
    give(content)
    expect(page.get_by_text("mine.json is restored.")).to_be_visible()
    assert kept(page) == before
    give(content.replace(SECRET, "Elsewhere").replace('"questions":[]', '"questions":3'))
    expect(
        page.get_by_text("mine.json was not opened: its stories are damaged. Nothing has changed.")
    ).to_be_visible()
    assert kept(page) == before

    page.evaluate("key => localStorage.setItem(key, '{broken')", KEY)
    opened(page)
    expect(page.locator(".problem")).to_contain_text("cannot be read, and is left as it is")
    press(page, "New story")
    write(page, {"Task": "Meanwhile."})
    assert page.evaluate("key => localStorage.getItem(key)", KEY) == "{broken"
    press(page, "All stories")
    press(page, "Begin anew")
    assert [story["t"] for story in kept(page).values()] == ["Meanwhile."]
    assert errors(page) == []


def test_a_browser_that_keeps_nothing_says_so_once(page):
    page.add_init_script(OFF)
    opened(page)
    says = page.get_by_text("This browser does not let pages keep anything")
    expect(says).to_have_count(1)
    press(page, "New story")
    write(page, STORY)
    expect(says).to_have_count(1)
    press(page, "All stories")
    expect(page.locator(".sightglass-stories .story")).to_have_count(1)
