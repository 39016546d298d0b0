"""A visitor brings a file in a real browser, a wrong one, and has it forgotten."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.stage import bring
from tests.browser.visitors import errors, settle

STEM = "precision_recall"
INPUTS = Path(__file__).parent.parent / "inputs"


def test_a_file_is_brought_read_refused_and_forgotten(page):
    page.goto(f"/{STEM}?{STEM}.source=own")
    settle(page)
    example = page.get_by_text("This is an example, until you bring data of your own.")
    expect(example).to_be_visible()
    hero = page.locator(".js-plotly-plot").first.bounding_box()
    assert hero["y"] + hero["height"] < 900, "the figure is on the first screen"

    page.get_by_role("button", name="Your data").click()
    rows = b"".join(b"%d;%s;0,%03d\n" % (i, b"yes" if i % 7 == 0 else b"no", i) for i in range(900))
    bring(page, "<i>mine</i>.csv", b"id;churned;chance\n" + rows)
    line = page.get_by_test_id("stMain").get_by_role("button", name="900 rows, label")
    expect(line).to_contain_text("<i>mine</i>.csv: 900 rows, label churned (positive is yes), score chance.")  # fmt: skip
    page.keyboard.press("Escape")
    line.click()
    expect(page.get_by_text("Read with columns separated by a semicolon, decimal comma.")).to_be_visible()  # fmt: skip
    expect(page.locator("h2").first).to_contain_text("of 129 positives")
    assert page.url.endswith(f"?{STEM}.source=own"), "nothing of theirs is in the link"

    page.keyboard.press("Escape")
    page.get_by_role("button", name="Your data").click()
    bring(page, "mine.csv", b"PK\x03\x04 a spreadsheet, renamed")
    expect(page.get_by_text("This is a spreadsheet (.xlsx, .ods)").first).to_be_visible()
    expect(page.locator("h2").first).to_contain_text("of 1,026 positives")

    bring(page, "mine.csv", b"y,p\n" + b"1,0.9\n0,0.6\n0,0.1\n" * 5)
    expect(page.locator("h2").first).to_contain_text("of 5 positives")
    page.get_by_role("button", name="Forget my data").click()
    expect(example).to_be_visible()
    expect(page.get_by_text("mine.csv")).to_have_count(0)
    expect(page.locator("h2").first).to_contain_text("of 1,026 positives")
    assert errors(page) == [] and page.left == []


def test_dragging_moves_the_picture_of_their_own_data(page):
    page.goto(f"/{STEM}?{STEM}.source=own")
    settle(page)
    axis = page.locator(".sightglass-axis input[type=range]")
    for positives in (5, 6):  # the second file must not move as the first did
        page.get_by_role("button", name="Your data").click()
        bring(page, "mine.csv", b"y,p\n" + b"1,0.9\n0,0.6\n0,0.1\n" * positives)
        expect(page.locator("h2").first).to_contain_text(f"of {positives} positives")
        page.keyboard.press("Escape")
        settle(page)
        axis.hover()
        page.wait_for_timeout(1_200)
        box = axis.bounding_box()
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 0.5 * box["width"], y)
        page.mouse.down()
        for share in (0.9, 0.95, 0.99):
            page.mouse.move(box["x"] + share * box["width"], y)
            page.wait_for_timeout(100)
        expect(page.locator("h2").first).to_contain_text(f"miss all {positives} positives")
        page.mouse.move(box["x"] + 0.5 * box["width"], y)
        page.mouse.up()
        settle(page)
    assert errors(page) == []


def test_what_can_be_read_in_two_ways_is_asked_and_the_answer_is_used(page):
    page.goto("/class_imbalance?class_imbalance.source=own")
    settle(page)
    page.get_by_role("button", name="Your data").click()
    bring(page, "umsatz.csv", (INPUTS / "c05_thousands_de.csv").read_bytes())
    line = page.get_by_test_id("stMain").get_by_role("button", name="1 question")
    expect(line).to_contain_text("240 rows, label Ausfall")
    page.keyboard.press("Escape")
    asked = page.get_by_text("Column Umsatz can be read in two ways. 1.218 in Umsatz is")
    expect(asked).to_be_hidden()
    line.click()
    expect(asked).to_be_visible()
    thousands = page.get_by_role("radio", name="1,218 (thousands)")
    decimals = page.get_by_role("radio", name="1.218 (decimal point)")
    expect(thousands).to_be_checked()
    decimals.click()
    expect(page.get_by_text("Read with columns separated by a semicolon, decimal point.")).to_be_visible()  # fmt: skip
    expect(decimals).to_be_checked()
    expect(asked).to_be_visible()
    assert errors(page) == [] and page.left == []


def test_a_reload_finds_what_was_brought_until_it_is_forgotten(page):
    page.goto(f"/{STEM}?{STEM}.source=own")
    settle(page)
    page.get_by_role("button", name="Your data").click()
    bring(page, "mine.csv", b"y,p\n" + b"1,0.9\n0,0.6\n0,0.1\n" * 5)
    expect(page.locator("h2").first).to_contain_text("of 5 positives")
    page.reload()
    settle(page)
    expect(page.get_by_text("mine.csv").first).to_be_visible()
    expect(page.locator("h2").first).to_contain_text("of 5 positives")
    words = page.evaluate("Object.entries(sessionStorage)")
    assert [len(word) for name, word in words if name == "sightglass.own"] == [43]
    assert "mine" not in str(words) and words[0][1] not in page.url
    page.get_by_role("button", name="Your data").click()
    page.get_by_role("button", name="Forget my data").click()
    expect(page.locator("h2").first).to_contain_text("of 1,026 positives")
    page.reload()
    settle(page)
    expect(page.get_by_text("This is an example, until you bring data of your own.")).to_be_visible()  # fmt: skip
    assert errors(page) == []
