"""A page with a visitor's own file, without a browser."""

from streamlit.testing.v1 import AppTest

from tests.visits import ROOT, say

STEM = "precision_recall"
FILE = ("mine.csv", b"when,<b>y</b>,p\n" + b"1,yes,0.9\n2,no,0.2\n3,yes,0.4\n4,no,\n5,no,0.1\n", "text/csv")  # fmt: skip


def opened(**more):
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    page.query_params[f"{STEM}.source"] = "own"
    page.switch_page(f"pages/{STEM}.py").run()
    assert not page.exception
    return page


def uploaded(page, file=FILE):
    page.file_uploader[0].set_value(file).run()
    assert not page.exception, page.exception[0].stack_trace
    return page


def control(page, label):
    """The menu, or the row of buttons, of a decision."""
    every = (*page.selectbox, *page.segmented_control, *page.multiselect, *page.select_slider)
    return next(each for each in every if each.label == label)


def lines(page):
    return [text.value for text in page.markdown]


def mine(page):
    key = f"{STEM}:own table"
    return page.session_state[key] if key in page.session_state else None


def press_forget(page):
    page.button(key=f"{STEM}:own forget").click().run()


def reset(page):
    say(page, STEM, "reset", 1)
