"""A visitor's own file: read or refused with one sentence, chosen from, shown to them alone, forgotten."""

import codecs
import csv
import gc
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from weakref import ref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest

from concepts import class_imbalance, data_drift, precision_recall
from data.cells import coded, moments, numbers
from data.examples import examples
from data.own import MOST_BYTES, BadFile, cut, plain
from data.own_tables import (
    SHAPES,
    Labelled,
    Periods,
    Scores,
    cast_labelled,
    cast_periods,
    cast_scores,
    shown,
    starts,
)
from data.read import EXAMPLES, OWN, TABLES, example_file
from data.reading import read
from figures import class_imbalance as imbalance_figures
from figures import precision_recall as score_figures
from methods.tables import Table
from sentences import class_imbalance as imbalance_words
from sentences import data_drift as drift_words
from tests.own_visits import (
    FILE,
    STEM,
    control,
    lines,
    mine,
    opened,
    press_forget,
    reset,
    uploaded,
)
from tests.visits import say
from ui import own as panel_module
from ui.compute import UNFIT, own_mark, own_table, tables_for

ROOT = Path(__file__).parent.parent


def lists(sheet):
    return {name: cells.tolist() for name, cells in sheet.columns.items()}


# --- the reader


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,x\n2,y\n", b"a;b\n1;x\n2;y", b"a\tb\r\n1\tx\r\n2\ty\r\n", b"a|b\n1|x\n2|y\n", b'"a","b"\n"1","x"\n"2","y"\n',
        b" a , b \n\n 1 , x \n\n2,y\n\n", "a,b\n1,x\n2,y\n".encode("utf-16"), codecs.BOM_UTF8 + b"a,b\n1,x\n2,y\n", b"a,b\r1,x\r2,y\r",
    ],
)  # fmt: skip
def test_delimiters_quotes_line_ends_and_encodings(content):
    assert lists(cut(content)) == {"a": ["1", "2"], "b": ["x", "y"]}


def test_words_of_any_encoding_are_read():
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert lists(cut("größe,b\né,1\n".encode(encoding))) == {"größe": ["é"], "b": ["1"]}


def test_quoted_cells_may_hold_delimiters_quotes_and_line_ends():
    table = cut(b'a,b\n"x, ""y""\nz",1\n')
    assert lists(table) == {"a": ['x, "y"\nz'], "b": ["1"]}


def test_the_row_numbers_that_pandas_writes_get_a_name():
    assert list(cut(b",y\n0,1\n").columns) == ["column 1", "y"]


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return file.getvalue()


BAD = {
    "empty": (b"", "The file is empty."),
    "blank": (b" \n\n ", "The file is empty."),
    "bytes": (b"a,b\n" + b"1,2\n" * (MOST_BYTES // 4), "The file has 20.1 MB; at most 20 MB are read."),
    "rows": (b"a,b\n" + b"1,2\n" * 200_001, "The file has more than 200,000 rows, which is the most allowed."),
    "columns": (",".join(f"c{i}" for i in range(201)).encode() + b"\n1\n", "The file has 201 columns; at most 200 are read."),
    "xlsx": (zipped(), "This is a spreadsheet (.xlsx), whatever its name says; save it as CSV (comma-separated text)."),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "This is an old Excel file (.xls), whatever its name says; save it as CSV (comma-separated text)."),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(9), "This is a gzip file, whatever its name says; save it as CSV (comma-separated text)."),
    "nul": (b"a,b\n1,2\n3,\0\n", "Line 3 holds a NUL byte, so this is not a text file; save it as CSV in UTF-8."),
    "encoding": (b"a,b\n\x81,\x8d\n", "The file's text is in an unknown encoding; save it as CSV in UTF-8."),
    "half a utf-16 letter": (codecs.BOM_UTF16_LE + b"a\0,", "The file's text is in an unknown encoding; save it as CSV in UTF-8."),
    "no rows": (b"a,b\n", "The file has a line of names but no rows under it."),
    "no names": (b",,\n1,2,3\n", "The first line must name the columns; it is empty."),
    "a short line": (b"a,b\n1,2\n\n3\n", "Line 4 has 1 cell, the first line 2; all need as many. Cells seem to be separated by a comma."),
    "a long line": (b"a;b\n1;2\n1;2;3\n", "Line 3 has 3 cells, the first line 2; all need as many. Cells seem to be separated by a semicolon."),
    "an open quote": (b'a,b\n1,"2\n3,4\n', "Line 3: a double quote is opened and not closed where the cell ends; quotes inside a cell are written twice."),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence(name):
    content, sentence = BAD[name]
    with pytest.raises(BadFile) as refusal:
        cut(content)
    assert str(refusal.value) == sentence


def test_twenty_megabytes_of_small_cells_take_little_memory():
    row = b",".join([b"1"] * 50) + b"\n"
    content = b",".join(b"c%d" % i for i in range(50)) + b"\n" + row * 20_000
    table = cut(content)
    assert sum(cells.nbytes for cells in table.columns.values()) <= 16 * 50 * 20_000


def stands(content):
    """Whatever the bytes, there is a sound table or one clear sentence, and nothing else."""
    try:
        reading = read(content)
    except BadFile as refusal:
        return clear(refusal)
    for shape, (choose, cast) in ((name, (s.choose, s.cast)) for name, s in SHAPES.items()):
        for second in (None, reading) if shape == "own_periods" else (None,):
            try:
                choice, decisions = choose(reading, {}, second)
                for decision in (*reading.decisions, *decisions):
                    allowed = decision.chosen if decision.many else (decision.chosen,)
                    assert all(each in decision.options for each in allowed), decision
                    assert not decision.why or clear(decision.why) is None
                table, notices = cast(reading, choice, second)
            except BadFile as refusal:
                clear(refusal)
                continue
            sound(shape, table)
            for notice in notices:
                clear(notice)


def clear(sentence):
    said = str(sentence)
    assert said[0].isupper() or said[0].isdigit(), said
    assert said.endswith(".") and len(said) < 400 and "\n" not in said, said


def sound(shape, table):
    first = {"own_target": "target", "own_periods": "current"}.get(shape, "label")
    rest = [cells for name, cells in table.columns.items() if name != first]
    assert rest and len({cells.shape for cells in table.columns.values()}) == 1
    if shape in ("own_target", "own_features", "own_incomplete"):
        assert 10 <= rest[0].size <= 5_000
    else:
        assert table[first].dtype == bool and 0 < table[first].sum() < table[first].size
    for name, cells in table.columns.items():
        if name == "incomplete":
            known = cells[~np.isnan(cells)]
            assert known.size >= 10 and np.isfinite(known).all() and np.ptp(known) > 0
        elif cells.dtype.kind == "f":
            assert np.isfinite(cells).all()
        if name == "score":
            assert (cells >= 0).all() and (cells <= 1).all()


CELLS = st.one_of(
    st.sampled_from(["", "0", "1", "0.5", "yes", "no", "nan", "inf", "-inf", "1e400", "2024-01-31", "2024-13-01", "1,5", "1_0", "٣", "<b>", "`x`", "-", "NA", "5%", "1e5"]),
    st.floats().map(str),
    st.text(max_size=5),
)  # fmt: skip


@settings(max_examples=150, deadline=None, database=None)
@given(st.binary(max_size=300))
def test_any_bytes(content):
    stands(content)


@settings(max_examples=100, deadline=None, database=None)
@given(st.text(alphabet='01ab.,;\t|"\n\r -+eE\0é﷽', max_size=200))
def test_any_text_near_a_csv(text):
    stands(text.encode())


@settings(max_examples=200, deadline=None, database=None)
@given(st.data())
def test_any_table_of_odd_cells(data):
    names = data.draw(
        st.lists(st.text(alphabet="labelscoretimedat01 <b>`", max_size=9), min_size=1, max_size=4)
    )
    rows = data.draw(
        st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), max_size=8)
    )
    times = data.draw(st.sampled_from([1, 7, 40]))
    text = io.StringIO()
    csv.writer(text, delimiter=data.draw(st.sampled_from(",;\t|"))).writerows(
        [names, *rows * times]
    )
    stands(text.getvalue().encode("utf-8", "replace"))


# --- cells


def cells(*texts):
    return np.array(texts, np.dtypes.StringDType())


def test_numbers_are_nan_where_missing_and_words_in_the_way_are_counted():
    found, words = numbers(cells("1", "", "NA", "n/a", "None", "1e2", "-inf", "NaN", "abc", "abc"))
    nan = np.nan
    np.testing.assert_array_equal(found, [1, nan, nan, nan, nan, 100, -np.inf, nan, nan, nan])
    assert words == {"abc": 2}


def test_moments_are_seconds_since_1970_whatever_the_zone():
    days, words = moments(cells("1970-01-02", "1970-01-01T12:00", "NaT", "1970-01-01 01:00:00+01:00", "x"), "year-month-day")  # fmt: skip
    np.testing.assert_array_equal(days, [86_400, 43_200, np.nan, 0, np.nan])
    assert words == {"x": 1}


def test_codes_put_the_most_frequent_first_and_equal_numbers_together():
    words, code = coded(cells("b", "a", "b", "", "1", "1.0", "01"))
    assert words == ["1", "b", "a"] and code.tolist() == [1, 2, 1, -1, 0, 0, 0]
    assert coded(cells("12345671", "12345672", "0.50"))[0] == ["12345671", "12345672", "0.5"]


def test_what_a_stranger_wrote_is_never_markup():
    assert plain("<b>`x`\n\u202e" + "y" * 99) == "`<b>x" + "y" * 36 + "`"
    assert shown("<a href='x'>y</a>\n") == "‹a href='x'›y‹/a›" and shown("\n") == "unnamed"


# --- the three shapes


def table(**columns):
    """A file of these columns as it is read."""
    text = io.StringIO()
    csv.writer(text).writerows([list(columns), *zip(*columns.values(), strict=True)])
    return read(text.getvalue().encode())


def chosen(shape, reading, second=None):
    """What is chosen of a file without being told anything."""
    return SHAPES[shape].choose(reading, {}, second)[0]


def made(shape, reading, second=None):
    """The table that is made of that, and the notices."""
    return SHAPES[shape].cast(reading, chosen(shape, reading, second), second)


def test_label_and_score_are_guessed_by_name_and_by_what_is_there():
    raw = table(id=range(4), churned=["yes", "no", "no", "no"], age=[1, 2, 3, 9], p=[0.1, 0.2, 0.3, 0.4])  # fmt: skip
    assert chosen("own_scores", raw) == Scores("churned", "yes", "p")
    raw = table(prediction=[0.5, -3, 2, 1], y=["b", "b", "a", "b"])
    assert chosen("own_scores", raw) == Scores("y", "a", "prediction", scale="log-odds"), (
        "the rarer one is positive"
    )
    raw = table(truth=["no churn", "churn"] * 2, score=[1, 2, 3, 4])
    assert chosen("own_scores", raw).positive == "churn"


SCORES = Scores("y", "1", "s")


def test_scores_beyond_0_to_1_are_log_odds_or_percentages_and_that_is_said():
    found, notices = made("own_scores", table(y=[0, 1, 0, 1], s=[0, 1, 0.5, 0.2]))
    assert found["score"].tolist() == [0, 1, 0.5, 0.2] and notices == []
    found, notices = made("own_scores", table(y=[0, 1, 0, 1], s=[-2, 1, 0.5, 3]))
    np.testing.assert_allclose(found["score"], 1 / (1 + np.exp([2, -1, -0.5, -3])))
    assert notices == ["Column `s` runs from −2 to 3: it is read as log-odds and put through the logistic function."]  # fmt: skip
    found, notices = made("own_scores", table(y=[0, 1, 0, 1], s=[5, 95, 50, 20]))
    assert found["score"].tolist() == [0.05, 0.95, 0.5, 0.2]
    assert notices == ["Column `s` runs from 5 to 95: it is read as percentages."]


def test_rows_with_missing_or_infinite_cells_are_left_out_and_counted():
    raw = table(y=[0, 1, 0, 1, "", 1, 0], s=[0.1, 0.2, "", 0.4, 0.5, "inf", 0.7])
    made, notices = cast_scores(raw, SCORES)
    assert made["label"].tolist() == [False, True, True, False]
    assert made["score"].tolist() == [0.1, 0.2, 0.4, 0.7]
    assert notices == [
        "2 rows left out because a cell is missing, in columns `y` (1), `s` (1), first in row 6.",
        "1 row left out because a cell is infinite, in column `s`, first in row 7.",
    ]


def test_of_more_than_two_labels_one_is_positive_and_that_is_said():
    made, notices = cast_scores(table(y=[0, 1, 2, 1], s=[0.1, 0.2, 0.3, 0.4]), SCORES)
    assert made["label"].tolist() == [False, True, False, True]
    assert notices == ["Column `y` has 3 different values: `1` is taken as positive, all others as negative."]  # fmt: skip


WRONG = {
    "one class": (table(y=[1] * 9, s=range(9)), SCORES, "Column `y` has one value only, `1`; both classes are needed."),
    "one class left": (table(y=[0, 0, 1, 1], s=[0.1, 0.2, 0.3, ""]), SCORES, "Column `y`: 1 of the rows that can be used are `1`; at least 2 are needed."),
    "no label": (table(y=["", ""], s=[1, 0]), SCORES, "Column `y` is empty; a label needs two values."),
    "many labels": (table(y=range(30), s=range(30)), SCORES, "Column `y` has 30 different values; a label has two, or at most 20 of which one is positive."),
    "text": (table(y=[0, 1, 0, 1], s=["low", "high", 0, "low"]), SCORES, "Column `s` must hold numbers; row 2 says `low`."),
    "nothing": (table(y=[0, 1, 0, 1], s=["", "nan", "inf", ""]), SCORES, "Every row has a missing or infinite cell in one of the chosen columns."),
    "points": (table(y=[0, 1, 0, 1], s=[300, 850, 600, 500]), SCORES, "Column `s` runs from 300 to 850; a score is a probability from 0 to 1, a percentage, log-odds from −36 to 36, or points."),
    "twice": (table(y=[0, 1], s=[1, 0]), Scores("y", "1", "y"), "Column `y` cannot be both the label and the score."),
    "another positive": (table(y=[0, 1], s=[1, 0]), Scores("y", "7", "s"), "Column `y` never says `7`; choose what is positive."),
    "few": (table(y=[0, 1] * 5, x=range(10)), Labelled("y", "1", ("x",)), "Column `y`: 5 of the rows that can be used are `1`; at least 10 are needed."),
    "no feature": (table(y=[0, 1] * 9, x=[5, 6, 7] * 6), Labelled("y", "1", ()), "No feature is chosen; at least one column is needed beside the others."),
    "constant": (table(y=[0, 1] * 10, x=[3] * 20), Labelled("y", "1", ("x",)), "Every feature chosen has one value only; choose another."),
    "words": (table(y=[0, 1] * 10, x=["a", "b"] * 10), Labelled("y", "1", ("x",)), "Column `x` must hold numbers; row 2 says `a`."),
    "no time": (table(x=range(50)), Periods(("x",)), "No column looks like a time, that is numbers or dates like 2024-12-31 or 31.12.2024; choose the column that orders the rows, or bring two files."),
    "one time": (table(x=range(50), t=[7] * 50), Periods(("x",), "t"), "Column `t` has one value only; it cannot be cut in two."),
    "short": (table(x=range(50), t=range(50)), Periods(("x",), "t", "45"), "The current period has 5 rows without missing cells; at least 20 are needed."),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_choice_gets_one_sentence(name):
    raw, choice, sentence = WRONG[name]
    cast = {Scores: cast_scores, Labelled: cast_labelled, Periods: cast_periods}[type(choice)]
    with pytest.raises(BadFile) as refusal:
        cast(raw, choice)
    assert str(refusal.value) == sentence


def test_one_column_is_not_two():
    with pytest.raises(
        BadFile, match=r"^The file has one column, `label-score`, but a label and a score"
    ):
        chosen("own_scores", read(b"label-score\n1-0.5\n0-0.2\n"))


def test_labelled_features_are_the_numbers_and_what_never_changes_is_left_out():
    raw = table(
        id=range(20),
        y=["no", "yes"] * 10,
        a=[i * i for i in range(20)],
        b=["u", "v"] * 10,
        c=[4] * 20,
    )
    choice = chosen("own_labelled", raw)
    assert choice == Labelled("y", "yes", ("a",))
    found, notices = cast_labelled(raw, choice)
    assert list(found.columns) == ["label", "x:a"] and found["x:a"].dtype == np.float64
    assert notices == ["No features: `id` (an identifier), `b` (words), `c` (one value)."]
    found, notices = cast_labelled(raw, replace(choice, features=("a", "c")))
    assert list(found.columns) == ["label", "x:a"]
    assert "Column `c` left out: one value only." in notices


def test_one_file_is_cut_by_its_dates():
    days = [f"2024-{1 + i // 28:02d}-{1 + i % 28:02d}" for i in range(100)]
    order = np.random.default_rng(0).permutation(100)
    raw = table(day=np.array(days)[order], x=order / 2, kind=[f"k{i % 3}" for i in order], name=[f"n{i}" for i in order])  # fmt: skip
    choice = chosen("own_periods", raw)
    assert choice == Periods(("x", "kind"), "day", days[50]) and starts(raw, "day") == days[20:81]
    found, notices = cast_periods(raw, Periods(("x", "kind", "name"), "day", days[60]))
    assert found["current"].tolist() == [False] * 60 + [True] * 40, "in the order of time"
    assert found["x:x"].tolist() == [i / 2 for i in range(100)]
    assert found["x:kind"].tolist() == [f"k{i % 3}" for i in range(100)]
    assert notices == ["Column `name` was left out: it has 100 different texts; at most 50 are compared."]  # fmt: skip


HALVES = [i / 2 for i in range(30)]


def test_of_two_files_the_second_is_current():
    then, now = table(x=HALVES, y=HALVES), table(z=HALVES[:25], x=HALVES[5:])
    assert chosen("own_periods", then, now) == Periods(("x",))
    found, notices = cast_periods(then, Periods(("x", "y")), now)
    assert found["current"].sum() == 25 and found["x:x"].tolist() == [*HALVES, *HALVES[5:]]
    assert notices == [
        "Column `y` left out: only the reference file has it.",
        "Column `z` left out: only the current file has it.",
    ]


def test_rows_of_the_second_file_are_named_as_such():
    then = table(x=HALVES, y=HALVES)
    now = table(x=[*HALVES[:25], "", "inf"], y=HALVES[:27])
    _, notices = cast_periods(then, Periods(("x",)), now)
    assert notices == [
        "1 row left out because a cell is missing, in column `x`, first in row 27 of the second file.",
        "1 row left out because a cell is infinite, in column `x`, first in row 28 of the second file.",
    ]
    with pytest.raises(
        BadFile, match=r"^In the second file: Column `x` must hold numbers; row 2 says `b`"
    ):
        cast_periods(then, Periods(("x",)), table(x=["b", "c"], y=[1, 2]))


def test_names_alike_once_shortened_stay_apart():
    raw = table(y=[0, 1] * 10, **{"n" * 40 + end: HALVES[:20] for end in "ab"})
    found, _ = made("own_labelled", raw)
    assert len(found.columns) == 3 and all(len(name) <= 42 for name in found.columns)


# --- examples


def test_the_examples_are_what_their_script_writes_and_stand_in_for_a_visitors_table():
    readme = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")
    for shape, text in examples().items():
        assert example_file(shape).decode() == text
        raw = read(example_file(shape))
        size = f"{raw.size:,} x {len(raw.columns)}"
        assert f"| `examples/{shape}.csv` | {size} |" in readme
        sound(shape, TABLES[shape])
        assert TABLES[shape] is TABLES[shape] and shape not in list(TABLES)
    assert set(OWN) == set(examples())


# --- the panel


def test_a_link_to_own_data_shows_the_example_and_says_so():
    page = opened()
    assert "This is an example, until you bring data of your own." in lines(page)
    assert mine(page) is None and not page.error


def test_a_file_is_read_guessed_shown_and_changed():
    page = uploaded(opened())
    assert "**Your data**, `mine.csv`: 4 rows, label `<b>y</b>` (positive is `yes`), score `p`." in lines(page)  # fmt: skip
    assert any("1 row left out because a cell is missing, in column `p`, first in row 5." in c.value for c in page.caption)  # fmt: skip
    folded = next(
        line
        for line in page.get("popover")
        if line.proto.popover.label.startswith("`mine.csv`: 4 rows")
    )
    assert any("first in row 5" in c.value for c in folded.caption)
    first = mine(page)
    page.run()
    assert mine(page) is first, "the same table as long as nothing changes"
    picked = control(page, "Score column")
    picked.set_value("when").run()
    assert mine(page)["score"].size == 5 and not page.error
    control(page, "Positive is").set_value("no").run()
    assert mine(page)["label"].tolist() == [False, True, False, True, True]


def test_what_was_picked_is_found_again_after_a_look_at_other_data():
    page = uploaded(opened())
    control(page, "Positive is").set_value("no").run()
    for source in ("birds", "own"):
        say(page, STEM, "set", {"source": source})
    assert control(page, "Positive is").value == "no"
    assert mine(page)["label"].tolist() == [False, True, False, True]


def test_a_pasted_text_is_read():
    page = opened()
    page.segmented_control[0].set_value("paste").run()
    page.text_area[0].set_value(FILE[1].decode()).run()
    assert mine(page)["label"].sum() == 2
    assert any(
        line.startswith("**Your data**, the text you pasted: 4 rows") for line in lines(page)
    )
    page.text_area[0].set_value("").run()
    assert mine(page) is None and not page.error


def test_a_wrong_file_gets_its_sentence_and_a_right_one_after_it_is_shown():
    page = uploaded(opened(), ("x.csv", b"PK\x03\x04 and so on", "text/csv"))
    assert page.error[0].value.startswith("This is a spreadsheet (.xlsx, .ods)")
    assert page.error[0].value.endswith("Meanwhile an example is shown.") and mine(page) is None
    uploaded(page)
    assert not page.error and mine(page)["score"].size == 4
    picked = control(page, "Label column")
    picked.set_value("p").run()
    assert page.error and mine(page) is None, "a label that does not do lets go of the table"


def test_visitors_do_not_see_each_others_data():
    one, other = uploaded(opened()), opened()
    assert mine(one) is not None and mine(other) is None
    assert "This is an example, until you bring data of your own." in lines(other)
    uploaded(other, ("b.csv", b"y,p\n" + b"1,0.9\n0,0.2\n" * 10, "text/csv"))
    one.run()
    assert (mine(one)["score"].size, mine(other)["score"].size) == (4, 20)


def everything(page):
    """All that the session holds, as text."""
    state = page.session_state._state
    return repr({key: state[key] for key in state.filtered_state}) + repr(state._state)


@pytest.mark.parametrize("how", [press_forget, reset])
def test_after_forgetting_the_table_is_gone_from_memory(how):
    page = uploaded(opened())
    gone = ref(mine(page))
    how(page)
    assert not page.exception and mine(page) is None
    gc.collect()
    assert gone() is None
    assert page.session_state[f"{STEM}:own"].files == {}
    assert f"{STEM}:own result" not in page.session_state
    assert not re.search(r"mine\.csv|StringDType|Scores\(", everything(page))
    if how is press_forget:
        assert page.file_uploader[0].value is None
        assert "This is an example, until you bring data of your own." in lines(page)


def test_a_failure_on_own_data_is_said_and_never_logged(monkeypatch, caplog):
    compute = precision_recall.compute

    def failing(params, tables):
        if not isinstance(tables, type(TABLES)):
            raise RuntimeError("quoting the secret 4711")
        return compute(params, tables)

    monkeypatch.setattr(precision_recall, "compute", failing)
    page = uploaded(opened())
    assert [error.value for error in page.error] == [UNFIT]
    assert "4711" not in caplog.text


PAGE = """
from types import SimpleNamespace
import streamlit as st
from ui.own import own_panel
shape = st.query_params["shape"]
own_panel(SimpleNamespace(OWN=shape), "page")
"""


def panel(shape):
    page = AppTest.from_string(PAGE, default_timeout=30)
    page.query_params["shape"] = shape
    page.run()
    assert not page.exception
    return page


def theirs(page):
    return page.session_state["page:own table"] if "page:own table" in page.session_state else None


@pytest.mark.parametrize("shape", list(OWN))
def test_the_example_may_be_brought_back(shape):
    page = uploaded(panel(shape), ("example.csv", example_file(shape), "text/csv"))
    table = TABLES[shape]
    assert not page.error
    for name, column in theirs(page).columns.items():
        np.testing.assert_array_equal(column, table[name])


def test_of_two_files_both_must_come_and_their_periods_are_told_apart():
    page = panel("own_periods")
    page.segmented_control[1].set_value("two").run()
    then, now = (b"a;b\n" + b"".join(b"%d,5;u\n" % (i + k) for i in range(30)) for k in (0, 9))
    page.file_uploader[0].set_value(("then.csv", then, "text/csv")).run()
    assert theirs(page) is None and any("The second file is still to come." in m for m in lines(page))  # fmt: skip
    page.file_uploader[1].set_value(("now.csv", now, "text/csv")).run()
    assert theirs(page)["x:a"].tolist()[::30] == [0.5, 9.5]
    assert any("No features: `b` (one value)." in c.value for c in page.caption)
    page.file_uploader[1].set_value(("now.csv", b"", "text/csv")).run()
    assert page.error[0].value.startswith("The file is empty.") and theirs(page) is None
    page.segmented_control[1].set_value("one").run()
    assert page.error[0].value.startswith("No column looks like a time"), "the second has no say"


def test_the_start_of_the_current_period_may_be_moved():
    page = uploaded(panel("own_periods"), ("e.csv", example_file("own_periods"), "text/csv"))
    page.select_slider[0].set_value(page.select_slider[0].options[-1]).run()
    assert not page.error and 0 < theirs(page)["current"].mean() < 0.05
    page.multiselect[0].set_value([]).run()
    assert page.error[0].value.startswith("No feature is chosen")


def test_the_bytes_of_an_upload_go_at_once(monkeypatch):
    manager = MemoryUploadedFileManager("/upload")
    manager.add_file("me", UploadedFileRec("f1", "mine.csv", "text/csv", b"secret"))
    manager.add_file("me", UploadedFileRec("f2", "other.csv", "text/csv", b"other page"))
    context = SimpleNamespace(session_id="me", uploaded_file_mgr=manager)
    monkeypatch.setattr(panel_module, "get_script_run_ctx", lambda: context)
    panel_module._drop_upload(SimpleNamespace(file_id="f1"))
    panel_module._drop_upload("no upload")
    assert [file.file_id for file in manager.get_files("me", ["f1", "f2"])] == ["f2"]


def test_own_results_never_enter_what_all_visitors_share(monkeypatch):
    import streamlit

    table = Table("own_scores", {"label": np.array([True, True, False, False]), "score": np.array([0.9, 0.4, 0.2, 0.1])})  # fmt: skip
    monkeypatch.setattr(streamlit, "session_state", {f"{STEM}:own table": table})
    params = precision_recall.Params(source="own")
    assert own_table(precision_recall, params) is table
    assert own_table(precision_recall, precision_recall.Params()) is None
    mark = own_mark(precision_recall, params)
    assert mark == own_mark(precision_recall, params) != ""
    assert own_mark(precision_recall, precision_recall.Params()) == ""
    assert tables_for(precision_recall, params)["own_scores"] is table
    assert tables_for(precision_recall, params)["seattle_weather"] is TABLES["seattle_weather"]
    assert tables_for(precision_recall, precision_recall.Params()) is TABLES


# --- what the pages make of it


def drift(reading, second=None, said=None, **params):
    """What the page of drift tests computes of such a file."""
    choice = SHAPES["own_periods"].choose(reading, said or {}, second)[0]
    table, _ = SHAPES["own_periods"].cast(reading, choice, second)
    params = data_drift.Params(source="own", **params)
    return data_drift.compute(params, {**TABLES, "own_periods": table})


def read_input(name):
    return read((ROOT / "tests" / "inputs" / name).read_bytes())


def test_the_same_file_twice_has_not_moved_and_all_its_rows_are_compared():
    same = read_input("d10_ref.csv")
    result = drift(same, same)
    assert result.gap.d == 0 and (result.n, result.m) == (260, 260) and result.feature == "age"
    assert "Compared are" not in drift_words.ecdfs(result)
    assert drift(same, same, position=1.0).gap.d == 0, "there is no order to move in"


def test_words_are_in_the_main_figure_where_they_alone_have_moved_and_any_feature_may_be():
    first, second = read_input("d10_ref.csv"), read_input("d10_cur_new_category.csv")
    result = drift(first, second)
    counts = [[cells.count(word) for word in ("basic", "plus", "family")] for cells in (r.columns["plan"].cells.tolist() for r in (first, second))]  # fmt: skip
    assert result.feature == "plan" and set(result.words) == {"basic", "plus", "family"}
    assert result.p == pytest.approx(stats.chi2_contingency(counts, correction=False).pvalue)
    assert drift_words.claim(result).startswith("plan: V = ") and result.alarm
    chosen_ = drift(first, second, {"shown": "age"})
    assert chosen_.feature == "age" and drift_words.claim(chosen_) == "age: D = 0, the test is silent."  # fmt: skip


def test_every_row_counts_and_a_part_of_them_is_said():
    result = drift(read_input("r10_alternating_machines.csv"))
    assert (result.n, result.m, result.rows_of) == (199, 200, (199, 201))
    assert drift_words.ecdfs(result).endswith(" Compared are 200 of 201 current rows.")
    many = table(time=range(60_000), x=[i * 7 % 1001 / 7 for i in range(60_000)])
    result = drift(many, n_current=1_000_000)
    assert result.n + result.m == 60_000 and "Compared are" not in drift_words.ecdfs(result)
    assert drift_words.over_time(result).startswith(f"All {result.m:,} current rows are one window")


def test_own_names_stand_on_the_axes():
    found, _ = made("own_labelled", read_input("c05_thousands_de.csv"))
    params = class_imbalance.Params(source="own")
    result = class_imbalance.compute(params, {**TABLES, "own_labelled": found})
    layout = imbalance_figures.plane(result).layout
    assert layout["xaxis"]["title"]["text"] == "Umsatz, standardised"
    assert layout["yaxis"]["title"]["text"] == "Alter, standardised"

    scores, _ = made("own_scores", read_input("p04_predict_proba_two_columns.csv"))
    result = precision_recall.compute(
        precision_recall.Params(source="own"), {**TABLES, "own_scores": scores}
    )
    title = score_figures.scores(result).layout["xaxis"]["title"]["text"]
    assert title == "proba_1, on a log-odds scale"


def test_the_rarer_label_has_its_own_name():
    found, _ = made("own_labelled", read_input("c12_majority_positive.csv"))
    params = class_imbalance.Params(source="own")
    result = class_imbalance.compute(params, {**TABLES, "own_labelled": found})
    assert result.flipped and result.rarer == "no"
    assert " The rarer label, “no”, is called positive." in imbalance_words.plane(result)
