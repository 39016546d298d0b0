"""Files as people bring them, one after the other: what must be read from each, and what must be asked."""

import csv
import datetime
import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cells import FORMS, moment, number, numbers
from data.own import BadFile, cut
from data.own_tables import SHAPES
from data.reading import described, read

INPUTS = Path(__file__).parent / "inputs"
NOTHING = (
    "",
    "NA",
    "null",
    "-",
    ".",
    "#N/A",
    "NaN",
    "None",
    "#NULL!",
    "#NV",
    "?",
    "N/A",
    "n/a",
    "leer",
    "0000-00-00",
)
TOTALS = ("Total", "Gesamt:")


def said_by(reading, shape, said=None, second=None):
    """The choice, what is asked, the table and the notices."""
    choice, decisions = SHAPES[shape].choose(reading, said or {}, second)
    asked = {each.about.split(" ")[0] for each in (*reading.decisions, *decisions) if each.why}
    table, notices = SHAPES[shape].cast(reading, choice, second)
    return choice, asked, table, notices


def plainly(name, *, delimiter=",", encoding="utf-8-sig", skip=0, names=None):
    """The cells of a file as written, without the help of what is tested: rows, the names first.

    `names` are those that the file does not give, or not as they are read.
    """
    text = (INPUTS / name).read_bytes().decode(encoding)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[skip:]
    return [*([names] if names else []), *(row for row in rows if any(row))]


@dataclass(frozen=True)
class Wanted:
    """What must be read from a file.

    `column` is the one whose numbers are compared with what `means` makes of its cells; `lost` are
    cells whose rows do not count, `plain` says how the file is written.
    """

    shape: str
    chosen: dict[str, object]
    column: str = "score"
    means: object = float
    asks: frozenset[str] = frozenset()
    says: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    plain: dict[str, object] = field(default_factory=dict)


def german(text):
    return float(text.replace(".", "").replace(",", "."))


def percent(text):
    return float(text.rstrip("% ").replace(",", ".")) / 100


def accounted(text):
    return -grouped(text) if text.startswith("(") else grouped(text)


def spanish(text):
    return german("".join(c for c in text if c in "0123456789.,"))


def same(text, value):
    """Whether a cell of the label is that value, however it is written."""
    try:
        return float(text) == float(value)
    except ValueError:
        return text.casefold() == value.casefold()


def grouped(text):
    return float("".join(c for c in text if c in "0123456789."))


SCORES = {"label": "label", "positive": "1", "score": "score"}
SEMICOLON = {"delimiter": ";"}
FILES = {
    "c02_titanic_like.csv": Wanted("own_labelled", {"label": "Survived", "features": ("Pclass", "Age", "Fare")}, "Age", says=("40 rows left out", "`PassengerId` (an identifier)", "`Sex` (words)")),
    "c03_sex_before_label.csv": Wanted("own_labelled", {"label": "default.payment.next.month", "positive": "1"}, "LIMIT_BAL"),
    "c04_thousands_en.csv": Wanted("own_labelled", {"label": "label", "features": ("income", "age")}, "income", grouped),
    "c05_thousands_de.csv": Wanted("own_labelled", {"label": "Ausfall", "features": ("Umsatz", "Alter")}, "Umsatz", german, frozenset({"decimal"}), plain=SEMICOLON),
    "c06_1e308.csv": Wanted("own_labelled", {"label": "label", "features": ("x", "big")}, "big", says=("6 rows left out because a cell is beyond ±1e100, the most that is allowed, in column `big`, first in row 2.",), lost=("1e308",)),
    "c12_majority_positive.csv": Wanted("own_labelled", {"label": "approved", "positive": "yes"}, "x"),
    "c16_question_marks.csv": Wanted("own_labelled", {"label": "class", "positive": "4", "features": ("x", "nuclei")}, "nuclei", asks=frozenset({"positive"}), says=("8 rows left out because a cell is missing, in column `nuclei`",)),
    "c19_id_no_underscore.csv": Wanted("own_labelled", {"label": "label", "features": ("x",)}, "x", says=("`CustomerID` (an identifier)",)),
    "d02_german_dates.csv": Wanted("own_periods", {"time": "Datum", "features": ("Betrag", "Kanal")}, "Betrag", german, plain=SEMICOLON),
    "d03_us_dates.csv": Wanted("own_periods", {"time": "date", "features": ("amount", "channel")}, "amount"),
    "d05_utc_suffix.csv": Wanted("own_periods", {"time": "timestamp", "features": ("amount", "channel")}, "amount"),
    "d07_month_year_de.csv": Wanted("own_periods", {"time": "month", "features": ("amount", "channel")}, "amount"),
    "d07c_excel_month.csv": Wanted("own_periods", {"time": "month", "features": ("amount", "channel")}, "amount"),
    "d07d_quarter.csv": Wanted("own_periods", {"time": "quarter", "features": ("amount", "channel")}, "amount"),
    "d08_ids.csv": Wanted("own_periods", {"time": "date", "features": ("amount",)}, "amount", says=("`CustomerID` (an identifier)",)),
    "d19_year_month_day.csv": Wanted("own_periods", {"time": "year month day", "features": ("amount",)}, "amount"),
    "d35_revenue_up_thousands_de.csv": Wanted("own_periods", {"time": "date", "features": ("Umsatz",)}, "Umsatz", german, frozenset({"decimal"}), plain=SEMICOLON),
    "p04_predict_proba_two_columns.csv": Wanted("own_scores", {"label": "y_true", "positive": "1", "score": "proba_1"}, "proba_1", asks=frozenset({"score"})),
    "p11_percent_sign.csv": Wanted("own_scores", SCORES | {"scale": "percent"}, means=percent, says=("read as percentages",)),
    "p11b_percent_sign_de.csv": Wanted("own_scores", {"label": "Label", "score": "Score", "scale": "percent"}, "Score", percent, says=("read as percentages",), plain=SEMICOLON),
    "p12_logits.csv": Wanted("own_scores", {"score": "logit", "scale": "log-odds"}, "logit", lambda text: 1 / (1 + np.exp(-float(text))), says=("read as log-odds",)),
    "p13_percent_low.csv": Wanted("own_scores", {"label": "defaulted", "score": "probability_pct", "scale": "percent"}, "probability_pct", percent, says=("read as percentages",)),
    "p16_duplicate_headers.csv": Wanted("own_scores", SCORES, says=("More than one column is named `note`",)),
    "p18_trailing_columns.csv": Wanted("own_scores", SCORES, means=german, plain=SEMICOLON),
    "p19_comment_lines.csv": Wanted("own_scores", SCORES, says=("2 lines that are comments left out.",), plain={"skip": 2}),
    "p20_sep_line.csv": Wanted("own_scores", SCORES, means=german, plain=SEMICOLON | {"skip": 1}),
    "p22_utf16le_no_mark.csv": Wanted("own_scores", SCORES, plain={"encoding": "utf-16-le"}),
    "p23_missing_words.csv": Wanted("own_scores", SCORES, says=("34 rows left out because a cell is missing, in column `score`, first in row 2.",)),
    "p25_label_mixed_case.csv": Wanted("own_scores", {"label": "label", "score": "score"}, says=("`YES`, `Yes` and `yes` are one value.",)),
    "p27_prediction_before_label.csv": Wanted("own_scores", {"label": "is_fraud", "positive": "1", "score": "score"}),
    "p40_bom_quoted_newline.csv": Wanted("own_scores", SCORES),
    "p41_long_text.csv": Wanted("own_scores", SCORES),
    "r05_spss_null.csv": Wanted("own_scores", SCORES, says=("15 rows left out because a cell is missing, in column `score`, first in row 2.",)),
    "r06_german_excel_na.csv": Wanted("own_scores", SCORES, means=german, says=("15 rows left out",), plain=SEMICOLON),
    "r08_currency.csv": Wanted("own_labelled", {"label": "label", "features": ("spend", "age")}, "spend", grouped),
    "r10_alternating_machines.csv": Wanted("own_periods", {"time": "time", "features": ("machine", "load")}, "load"),
    "r15_total_row.csv": Wanted("own_scores", SCORES, says=("Row 302 left out: it says `Total`.",)),
    "r17_arabic_decimal_apostrophe.csv": Wanted("own_labelled", {"label": "ausfall", "features": ("umsatz", "alter")}, "umsatz", grouped, plain=SEMICOLON),
    "r18_french_nbsp_thousands.csv": Wanted("own_labelled", {"label": "defaut", "features": ("revenu", "age")}, "revenu", grouped, plain=SEMICOLON),
    "f01_sep_tab_yes_fr.csv": Wanted("own_scores", {"label": "Résilié", "positive": "Oui", "score": "Probabilité"}, "Probabilité", german, says=("letters as Western European",), plain={"delimiter": "\t", "encoding": "cp1252", "skip": 1}),
    "f02_es_cp1252_cr.csv": Wanted("own_scores", {"label": "impago", "positive": "Sí", "score": "puntuación"}, "puntuación", german, plain=SEMICOLON | {"encoding": "cp1252"}),
    "f03_ja_utf16.csv": Wanted("own_scores", {"label": "解約", "positive": "はい", "score": "スコア"}, "スコア", plain={"delimiter": "\t", "encoding": "utf-16"}),
    "f04_pt_percent_pipe.csv": Wanted("own_scores", {"label": "inadimplente", "positive": "sim", "score": "probabilidade", "scale": "percent"}, "probabilidade", percent, plain={"delimiter": "|"}),
    "f05_tr_yes_no.csv": Wanted("own_scores", {"label": "kayıp", "positive": "Evet", "score": "olasılık"}, "olasılık", german, plain=SEMICOLON),
    "f06_credit_300_850.csv": Wanted("own_scores", {"label": "defaulted", "positive": "1", "score": "credit_score", "scale": "points"}, "credit_score", lambda text: (int(text) - 328) / (843 - 328), frozenset({"scale", "whose"}), ("runs from 328 to 843: it is read as points, 328 as 0 and 843 as 1.",)),
    "f07_score_0_1000.csv": Wanted("own_scores", {"label": "fraud", "positive": "TRUE", "scale": "points"}, "risk_score", lambda text: (int(text) - 12) / (950 - 12), frozenset({"scale"})),
    "f08_label_float.csv": Wanted("own_scores", {"label": "y_true", "positive": "1"}, "y_score"),
    "f09_reversed.csv": Wanted("own_scores", {"label": "churn", "positive": "yes", "of": "positive"}, "survival_prob", asks=frozenset({"whose"})),
    "f10_units_row.csv": Wanted("own_scores", SCORES, says=("1 row left out because a cell is missing", "In column `score` `[-]` is read as missing: no number."), lost=("[-]",)),
    "f11_no_header_tabs.csv": Wanted("own_scores", {"label": "column 1", "positive": "1", "score": "column 2"}, "column 2", asks=frozenset({"first"}), says=("no line of names",), plain={"delimiter": "\t", "names": ["column 1", "column 2", "column 3"]}),
    "f12_inf_1e308.csv": Wanted("own_scores", {"score": "score", "scale": "share"}, says=("1 row left out because a cell is infinite, in column `score`, first in row 11.", "1 row left out because a cell is beyond ±1e100"), lost=("inf", "1e308")),
    "f13_sas_dots_total.csv": Wanted("own_scores", {"label": "bad", "score": "p_bad"}, "p_bad", says=("Row 62 left out: it says `Gesamt:`.", "6 rows left out because a cell is missing")),
    "f14_quotes_newline_ragged.csv": Wanted("own_scores", SCORES, says=("10 lines lack cells at the end, which are taken as empty, first line 4.",)),
    "f15_three_probabilities.csv": Wanted("own_scores", {"label": "actual", "positive": "mid", "score": "prob_mid", "others": "negative"}, "prob_mid", asks=frozenset({"positive", "others", "score"})),
    "f16_decimal_comma_in_quotes.csv": Wanted("own_scores", {"label": "y", "score": "score"}, means=german, says=("decimal comma",)),
    "f17_logit_comma.csv": Wanted("own_scores", {"label": "Ziel", "positive": "WAHR", "scale": "log-odds"}, "Logit", lambda text: 1 / (1 + np.exp(-german(text))), plain=SEMICOLON),
    "f18_sklearn_index_bool.csv": Wanted("own_scores", {"label": "y_test", "positive": "True", "score": "y_proba"}, "y_proba"),
    "f19_0_to_100_no_word.csv": Wanted("own_scores", {"label": "converted", "positive": "Y", "scale": "percent"}, "lead_score", percent, says=("runs from 1 to 95: it is read as percentages.",)),
    "f20_swiss.csv": Wanted("own_labelled", {"label": "Kündigung", "positive": "ja", "features": ("Saldo", "Alter")}, "Saldo", grouped, says=("`Kunde` (words)",), plain=SEMICOLON),
    "f21_fr_narrow_nbsp_euro.csv": Wanted("own_labelled", {"label": "défaut", "positive": "oui", "features": ("revenu", "âge")}, "revenu", spanish, plain=SEMICOLON),
    "f22_accounting.csv": Wanted("own_labelled", {"label": "label", "features": ("balance", "age")}, "balance", accounted),
    "f23_br_reais.csv": Wanted("own_labelled", {"label": "inadimplente", "positive": "S", "features": ("renda", "idade")}, "renda", spanish, plain=SEMICOLON),
    "f24_excel_errors.csv": Wanted("own_labelled", {"label": "label", "features": ("z",)}, "z", says=("`#NV`, `#DIV/0!`, `#BEZUG!`, `leer` as missing", "`x` (often missing)", "5 rows left out"), plain=SEMICOLON),
    "f25_jp_yen.csv": Wanted("own_labelled", {"label": "解約", "features": ("金額", "年齢")}, "金額", grouped, frozenset({"decimal"})),
    "f26_shift_jis.csv": Wanted("own_labelled", {"label": "解約", "features": ("金額", "年齢")}, "金額", asks=frozenset({"encoding"}), says=("letters as Japanese",), plain={"encoding": "cp932"}),
    "f28_duplicate_x.csv": Wanted("own_labelled", {"features": ("x", "x (2)", "z")}, "x (2)", says=("More than one column is named `x`; those that come later are numbered.",), plain={"skip": 1, "names": ["label", "x", "x (2)", "z"]}),
    "f29_mixed_thousands.csv": Wanted("own_labelled", {"features": ("x", "z")}, "x", german, plain=SEMICOLON),
    "f30_day_month_excel.csv": Wanted("own_periods", {"time": "date", "features": ("amount", "channel")}, "amount", asks=frozenset({"order"}), says=("dates as day and month name of one year",)),
    "f31_epoch_seconds.csv": Wanted("own_periods", {"time": "ts", "features": ("amount", "channel")}, "amount"),
    "f32_iso_zone.csv": Wanted("own_periods", {"time": "event_time", "features": ("amount", "channel")}, "amount"),
    "f33_ja_dates.csv": Wanted("own_periods", {"time": "日付", "start": "2024年3月3日", "features": ("金額", "区分")}, "金額", says=("dates as year-month-day",)),
    "f34_tr_months.csv": Wanted("own_periods", {"time": "Ay", "features": ("Tutar", "Kanal")}, "Tutar", german, plain=SEMICOLON),
    "f35_d_m_yy.csv": Wanted("own_periods", {"time": "Fecha", "start": "3/3/24", "features": ("Importe", "Canal")}, "Importe", german, plain=SEMICOLON),
    "f36_month_name_pt.csv": Wanted("own_periods", {"time": "mês", "start": "julho de 2024"}, "valor", german, plain=SEMICOLON),
    "f37_time_only_missing_dates.csv": Wanted("own_periods", {"time": "date", "features": ("amount", "channel")}, "amount", says=("`0000-00-00`, `N/A` as missing", "8 rows left out because a cell is missing, in column `date`, first in row 6.")),
    "f38_iso_week.csv": Wanted("own_periods", {"time": "week"}, "amount", says=("dates as year and week",)),
    "f39_excel_serial.csv": Wanted("own_periods", {"time": "Datum", "features": ("Betrag", "Kanal")}, "Betrag", german, plain=SEMICOLON),
    "f40_epoch_ms.csv": Wanted("own_periods", {"time": "timestamp", "features": ("amount", "channel")}, "amount"),
    "f41_houses_de.csv": Wanted("own_target", {"target": "Preis", "features": ("Lage", "Wohnfläche", "Zimmer")}, "Preis", spanish, says=("`m²` behind `Wohnfläche`", "`Objekt` (over 50 different texts)"), plain=SEMICOLON | {"encoding": "cp1252"}),
    "f42_iris_like.csv": Wanted("own_features", {"features": ("Sepal.Length", "Sepal.Width", "Petal.Length")}, "Petal.Length", says=("`column 1` (an identifier), `Species` (words)",)),
    "f43_target_empty_cells.csv": Wanted("own_target", {"target": "rent", "features": ("sqm", "rooms", "heating")}, "sqm", says=("13 rows left out because a cell is missing, in columns `rent` (5), `sqm` (5), `heating` (4), first in row 9.",)),
    "f57_150_columns.csv": Wanted("own_labelled", {"label": "label"}, "v0", says=("`v53`, `v54`, `v55`, `v56`, `v57` and 86 more (beyond 50 features)",)),
}  # fmt: skip
REFUSED = {
    "c17_text_only.csv": ("own_labelled", "No column can be a feature, which needs numbers that vary: `colour` (words), `size` (words)."),
    "f50_only_header.csv": ("own_scores", "The file has a line of names but no rows under it."),
    "f51_one_row.csv": ("own_scores", "Column `label` has one value only, `1`; both classes are needed."),
    "f52_one_class.csv": ("own_scores", "Column `label` has one value only, `no`; both classes are needed."),
    "f53_html.csv": ("own_scores", "This is a web page (HTML), whatever its name says; save it as CSV (comma-separated text)."),
    "f54_ndjson.csv": ("own_scores", "This is JSON, whatever its name says; save it as CSV (comma-separated text)."),
    "f55_empty.csv": ("own_scores", "The file is empty."),
    "f56_huge_cell.csv": ("own_scores", "Column `score`, row 9: a cell of 3,000 characters; at most 1,000 are allowed in a column that is used."),
    "r20_json.json": ("own_scores", "This is JSON, whatever its name says; save it as CSV (comma-separated text)."),
}  # fmt: skip
PAIRS = {"d10_ref.csv", "d10_cur_new_category.csv", "d14_cur_other_case.csv"}


def test_every_file_is_among_those_tried():
    assert {path.name for path in INPUTS.iterdir()} == {*FILES, *REFUSED, *PAIRS}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_right_or_asked_about(name):
    wanted = FILES[name]
    reading = read((INPUTS / name).read_bytes())
    choice, asked, table, notices = said_by(reading, wanted.shape)
    for what, value in wanted.chosen.items():
        assert getattr(choice, what) == value, what
    assert asked == wanted.asks
    told = " ".join([described(reading), *notices])
    for sentence in wanted.says:
        assert sentence in told, told
    head, *rows = plainly(name, **wanted.plain)
    place = {head_name: i for i, head_name in enumerate(head)}[wanted.column]
    used = {*getattr(choice, "features", ()), wanted.column, getattr(choice, "target", wanted.column), *({choice.time} & {*head} if wanted.shape == "own_periods" else ())}  # fmt: skip
    lost = {*NOTHING, *wanted.lost}
    rows = [row for row in rows if row[0] not in TOTALS and not any(row[head.index(each)] in lost for each in used)]  # fmt: skip
    if hasattr(choice, "label"):
        said = [same(row[head.index(choice.label)], choice.positive) for row in rows]
        assert table["label"].tolist() == said
    key = {choice.__dict__.get("score"): "score", choice.__dict__.get("target"): "target"}
    found = table[key.get(wanted.column, f"x:{wanted.column}")]
    np.testing.assert_allclose(found, [wanted.means(row[place]) for row in rows], rtol=1e-12)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_does_not_do_gets_one_sentence(name):
    shape, sentence = REFUSED[name]
    with pytest.raises(BadFile) as refusal:
        said_by(read((INPUTS / name).read_bytes()), shape)
    assert str(refusal.value) == sentence


def test_periods_are_in_the_order_of_time_whatever_the_form():
    for name, form in {"d07_month_year_de.csv": "%m.%Y", "d07c_excel_month.csv": "%b-%y", "d02_german_dates.csv": "%d.%m.%Y", "d03_us_dates.csv": "%m/%d/%Y"}.items():  # fmt: skip
        reading = read((INPUTS / name).read_bytes())
        found = reading.moments(next(iter(reading.columns)))
        cells = reading.columns[next(iter(reading.columns))].cells.tolist()
        days = [datetime.datetime.strptime(cell, form).replace(tzinfo=datetime.UTC) for cell in cells]  # fmt: skip
        assert found.tolist() == [day.timestamp() for day in days], name


def test_two_files_are_compared_by_name_whatever_its_case():
    first = read((INPUTS / "d10_ref.csv").read_bytes())
    for name, more in {"d10_cur_new_category.csv": set(), "d14_cur_other_case.csv": {"extra"}}.items():  # fmt: skip
        second = read((INPUTS / name).read_bytes())
        choice, asked, table, notices = said_by(first, "own_periods", second=second)
        assert choice.features == ("plan", "age") and not asked
        assert int(table["current"].sum()) == second.size == 260
        assert any("`extra` left out: only the current file" in each for each in notices) == bool(more)  # fmt: skip
        ages = [float(row[plainly(name)[0].index("Age" if more else "age")]) for row in plainly(name)[1:]]  # fmt: skip
        assert table["x:age"][first.size :].tolist() == ages


# --- more files of the same kinds


def text(head, rows, delimiter=","):
    lines = [head, *(delimiter.join(map(str, row)) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


LABELS = [i % 4 == 0 for i in range(80)]
SHARES = [round(((i * 37) % 97) / 100 * 0.6 + 0.3 * up, 4) for i, up in enumerate(LABELS)]
CASES = list(zip(LABELS, SHARES, strict=True))
DAYS = [datetime.date(2024, 1, 1) + datetime.timedelta(3 * i) for i in range(100)]


def scored(yes="1", no="0", said=str, head="y,score", delimiter=","):
    return text(head, [(yes if up else no, said(share)) for up, share in CASES], delimiter)


def comma(value):
    return str(value).replace(".", ",")


def valued(said, delimiter=";"):
    return text(delimiter.join(["y", "x", "z"]), [(int(up), said(i), i % 17) for i, up in enumerate(LABELS)], delimiter)  # fmt: skip


def dated(said, head="date,amount"):
    return text(head, [(said(day, i), i * 7 % 13) for i, day in enumerate(DAYS)])


def month_of(names):
    return lambda day, i: f"{names.split()[day.month - 1]} {day.year}"


SCORE = {
    "yes and no in Finnish": (scored("kyllä", "ei"), {"positive": "kyllä"}, {"positive"}),
    "ja and nein": (scored("ja", "nein"), {"positive": "ja"}, set()),
    "good and bad": (scored("bad", "good"), {"positive": "bad"}, {"positive"}),
    "1 and 2": (scored("2", "1"), {"positive": "2"}, {"positive"}),
    "+ and -": (scored("+", "-"), {"positive": "+"}, set()),
    "the score of no alone": (scored("bad", "good", lambda s: round(1 - s, 4), "credit,p_good"), {"positive": "bad", "of": "other"}, {"positive", "whose"}),
    "columns named No and Yes": (text("churn,No,Yes", [("Yes" if up else "No", round(1 - s, 4), s) for up, s in CASES]), {"score": "Yes", "of": "positive"}, {"score"}),
    "one column turned round": (scored(said=lambda s: round(1 - s, 4)), {"of": "positive"}, {"whose"}),
    "87,5% in German": (scored(said=lambda s: f"{comma(round(100 * s, 2))}%", head="y;score", delimiter=";"), {"scale": "percent"}, set()),
    "percentages without a word": (scored(said=lambda s: f"{15 * s:.2f}"), {"scale": "percent"}, {"scale"}),
    "no line of names": (text("0,0.5", [(int(up), s) for up, s in CASES]), {"label": "column 1", "score": "column 2"}, {"first"}),
    "no line of names, in German": (text("0;0,5", [(int(up), comma(s)) for up, s in CASES], ";"), {"label": "column 1", "score": "column 2"}, {"first"}),
    "a title above and a source below": (b"Report\n\nmade by X\n" + scored() + b"\nSource: us\n", {"label": "y"}, set()),
    "rows affected": (scored() + b"(80 rows affected)\n", {"label": "y"}, set()),
    "spaces between": (scored(head="y  score", delimiter="   "), {"label": "y"}, set()),
    "tabs and a # before the names": (scored(head="#y\tscore", delimiter="\t"), {"label": "y"}, set()),
    "a table of Markdown": (text("| y | score |", [("", int(up), s, "") for up, s in CASES], "|"), {"label": "y"}, set()),
    "UTF-16 the other way round": (scored().decode().encode("utf-16-be"), {"label": "y"}, set()),
    "row names without a name, as R writes them": (text("y,score", [(i, int(up), s) for i, (up, s) in enumerate(CASES)]), {"label": "y", "score": "score"}, set()),
    "Summe below": (scored(head="y;score", delimiter=";") + b"Summe;40,1\n", {"label": "y"}, set()),
    "a huge cell elsewhere": (text("y,score,note", [(int(up), s, "x" * (200_000 if i == 5 else 1)) for i, (up, s) in enumerate(CASES)]), {"label": "y"}, set()),
    "lines that begin with //": (b"// made by\n// at 1, 2\n" + scored(), {"label": "y"}, set()),
    "the names once more": (scored() + b"y,score\n", {"label": "y"}, set()),
    "yes and a dash": (scored("yes", "-"), {"positive": "yes"}, set()),
    "a sep= line in quotes": (b'"sep=|"\r\n' + scored(head="y|score", delimiter="|"), {"label": "y"}, set()),
    "a long name of a column": (text(f"y,score,{'why ' * 60}", [(int(up), s, i % 5) for i, (up, s) in enumerate(CASES)]), {"score": "score"}, set()),
}  # fmt: skip


@pytest.mark.parametrize("name", SCORE)
def test_scores_are_read_right_or_asked_about(name):
    content, wanted, asks = SCORE[name]
    choice, asked, table, _ = said_by(read(content), "own_scores")
    for what, value in wanted.items():
        assert getattr(choice, what) == value, what
    assert asked == asks
    label, score = table["label"], table["score"]
    if "no line of names" in name:
        label, score = label[1:], score[1:]
    assert label.tolist() == LABELS
    scale = 0.15 if name == "percentages without a word" else 1
    shares = [1 - s for s in SHARES] if name == "one column turned round" else SHARES
    np.testing.assert_allclose(score, [scale * s for s in shares], atol=6e-5)


NUMBER = {
    "1.200,50 €": (valued(lambda i: f"1.{200 + i},50 €"), lambda i: 1200.5 + i, set()),
    "(1,000.50) in dollars": (valued(lambda i: f"(${1000 + i:,}.50)"), lambda i: -1000.5 - i, set()),
    "Swiss": (valued(lambda i: f"{1000 + 13 * i:,}.50".replace(",", "’")), lambda i: 1000.5 + 13 * i, set()),
    "French": (valued(lambda i: f"{1000 + 13 * i:,}".replace(",", "\u00a0") + ",50"), lambda i: 1000.5 + 13 * i, set()),
    "Arabic": (valued(lambda i: "".join(chr(0x660 + int(c)) if c.isdigit() else "٫" for c in f"{i}.25")), lambda i: i + 0.25, set()),
    "lakhs": (valued(lambda i: f'"{1 + i % 9},{10 + i},{100 + i}"', ","), lambda i: (1 + i % 9) * 100_000 + (10 + i) * 1000 + 100 + i, set()),
    "1,100 in quotes": (valued(lambda i: f'"{1 + i % 9},{100 + i}"', ","), lambda i: (1 + i % 9) * 1000 + 100 + i, {"decimal"}),
    "three decimals": (valued(lambda i: f"{20 + i % 9}.{100 + i}", ","), lambda i: 20 + i % 9 + (100 + i) / 1000, {"decimal"}),
    "three decimals below 1": (valued(lambda i: f"{i % 9}.{100 + i}", ","), lambda i: i % 9 + (100 + i) / 1000, set()),
    "a minus behind": (valued(lambda i: f"{i % 20 + 0.5}-", ","), lambda i: -(i % 20) - 0.5, set()),
    "a true minus": (valued(lambda i: f"−{i % 20 + 0.5}", ","), lambda i: -(i % 20) - 0.5, set()),
    "5 kg": (valued(lambda i: f"{5 + i % 20} kg"), lambda i: 5 + i % 20, set()),
    "20.5 °C": (valued(lambda i: f"{i + 0.5} °C"), lambda i: i + 0.5, set()),
    "CHF 1'200.50": (valued(lambda i: f"CHF {1 + i % 5}'{200 + i}.50"), lambda i: 1000 * (1 + i % 5) + 200.5 + i, set()),
    "£1,200": (valued(lambda i: f'"£{1 + i % 5},{200 + i}"', ","), lambda i: 1000 * (1 + i % 5) + 200 + i, {"decimal"}),
    "1_000": (valued(lambda i: f"{1 + i % 9}_{100 + i}", ","), lambda i: (1 + i % 9) * 1000 + 100 + i, set()),
}  # fmt: skip


@pytest.mark.parametrize("name", NUMBER)
def test_numbers_are_read_right_or_asked_about(name):
    content, means, asks = NUMBER[name]
    choice, asked, table, _ = said_by(read(content), "own_labelled")
    assert choice.features == ("x", "z") and asked == asks
    np.testing.assert_allclose(table["x:x"], [means(i) for i in range(80)], rtol=1e-12)


ENGLISH = "January February March April May June July August September October November December"
DATES = {
    "31.12.24": (dated(lambda d, i: d.strftime("%d.%m.%y")), set()),
    "12/31/2024 02:30 PM": (dated(lambda d, i: d.strftime("%m/%d/%Y 02:30 PM")), set()),
    "31 Dec 2024": (dated(lambda d, i: d.strftime("%d %b %Y")), set()),
    "December 31, 2024": (dated(lambda d, i: d.strftime('"%B %d, %Y"')), set()),
    "12-31-2024": (dated(lambda d, i: d.strftime("%m-%d-%Y")), set()),
    "2024/12/31": (dated(lambda d, i: d.strftime("%Y/%m/%d")), set()),
    "20241231": (dated(lambda d, i: d.strftime("%Y%m%d")), set()),
    "2024-12-31T10:11:12.123Z": (dated(lambda d, i: d.strftime("%Y-%m-%dT10:11:12.123Z")), set()),
    "Tue, 31 Dec 2024 10:00:00": (dated(lambda d, i: d.strftime('"%a, %d %b %Y 10:00:00"')), set()),
    "2024-12": (dated(lambda d, i: d.strftime("%Y-%m")), set()),
    "12/2024": (dated(lambda d, i: d.strftime("%m/%Y")), set()),
    "202412": (dated(lambda d, i: d.strftime("%Y%m"), "month,amount"), set()),
    "December 2024": (dated(month_of(ENGLISH)), set()),
    "Dez 2024": (dated(month_of("Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez")), set()),
    "déc. 2024": (dated(month_of("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.")), set()),
    "enero de 2024": (dated(month_of("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")), set()),
    "2024M12": (dated(lambda d, i: d.strftime("%YM%m")), set()),
    "12/24, named a month": (dated(lambda d, i: d.strftime("%m/%y"), "month,amount"), set()),
    "H2 2024": (dated(lambda d, i: f"H{(d.month + 5) // 6} {d.year}"), set()),
    "20241231T101112": (dated(lambda d, i: d.strftime("%Y%m%dT101112")), set()),
    "31.12.2024 10:00 Uhr": (dated(lambda d, i: d.strftime("%d.%m.%Y 10:00 Uhr")), set()),
    "Week 52": (dated(lambda d, i: d.strftime("Week %V")), set()),
    "Q4/2024": (dated(lambda d, i: f"Q{(d.month + 2) // 3}/{d.year}"), set()),
    "4Q24": (dated(lambda d, i: f"{(d.month + 2) // 3}Q{d.year % 100}"), set()),
    "2024-W52": (dated(lambda d, i: d.strftime("%G-W%V")), set()),
    "KW 52/2024": (dated(lambda d, i: d.strftime("KW %V/%G")), set()),
    "1/2/2024, days up to 12": (dated(lambda d, i: f"{i % 12 + 1:02d}/{i // 12 + 1:02d}/2024"), {"order"}),
    "2/1/2024, months first": (dated(lambda d, i: f"{i // 12 + 1:02d}/{i % 12 + 1:02d}/2024"), {"order"}),
    "two columns of dates": (text("created,updated,amount", [(d, d + datetime.timedelta(1), i * 7 % 13) for i, d in enumerate(DAYS)]), {"time"}),
    "Jahr and Monat": (text("Jahr;Monat;amount", [(d.year, d.month, i * 7 % 13) for i, d in enumerate(DAYS)], ";"), set()),
}  # fmt: skip


@pytest.mark.parametrize("name", DATES)
def test_dates_are_read_right_or_asked_about(name):
    content, asks = DATES[name]
    head, *lines = content.decode().splitlines()
    order = np.random.default_rng(0).permutation(len(lines))
    if not asks:  # the order of the rows is what an answer is guessed by
        content = "\n".join([head, *(lines[i] for i in order)]).encode()
    reading = read(content)
    choice, asked, table, _ = said_by(reading, "own_periods")
    assert choice.features == ("amount",) and asked == asks
    rank = np.argsort(reading.moments(choice.time), kind="stable")
    known = [i * 7 % 13 for i in range(100)]
    amounts = reading.numbers("amount")
    assert table["x:amount"].tolist() == amounts[rank].tolist()
    if asks or "-" not in name:
        days = {}
        for i, row in enumerate(order if not asks else range(100)):
            days.setdefault(reading.moments(choice.time)[i], []).append(row)
        for one, other in zip(sorted(days), sorted(days)[1:], strict=False):
            assert max(days[one]) < min(days[other]), "the order of time is that of the days"
    assert sorted(amounts) == sorted(known)


def test_what_is_asked_may_be_answered():
    reading = read(DATES["1/2/2024, days up to 12"][0])
    assert reading.columns["date"].form == "day/month/year"
    assert read(DATES["2/1/2024, months first"][0]).columns["date"].form == "month/day/year"
    turned = read(DATES["1/2/2024, days up to 12"][0], {"order": "month/day/year"})
    assert turned.columns["date"].form == "month/day/year"
    thousands = (INPUTS / "c05_thousands_de.csv").read_bytes()
    assert read(thousands).numbers("Umsatz")[0] == 1218
    assert read(thousands, {"decimal": "."}).numbers("Umsatz")[0] == 1.218
    headless = read(SCORE["no line of names"][0], {"first": "names"})
    assert list(headless.columns) == ["0", "0.5"] and headless.size == 80
    assert [d.why for d in headless.decisions if d.about == "first"] != [""], "the question stays"
    tabbed = read(scored(), {"delimiter": "\t"})
    assert list(tabbed.columns) == ["y,score"]
    junk = {"decimal": 7, "order": "x", "first": None, "delimiter": "~", "missing": ()}
    assert lists(read(scored(), junk)) == lists(read(scored()))


def lists(reading):
    return {name: column.cells.tolist() for name, column in reading.columns.items()}


def test_roles_may_be_said_otherwise():
    reading = read((INPUTS / "p04_predict_proba_two_columns.csv").read_bytes())
    choice, asked, table, _ = said_by(reading, "own_scores", {"score": "proba_0"})
    assert choice.score == "proba_0" and choice.of == "other" and "whose" in asked
    np.testing.assert_allclose(table["score"], 1 - reading.numbers("proba_0"))
    assert table.words["score"] == "1 − proba_0"
    whose = f"whose score is {choice.score} for y_true 1"
    choice, asked, table, _ = said_by(reading, "own_scores", {"score": "proba_0", whose: "positive"})  # fmt: skip
    why = next(d.why for d in SHAPES["own_scores"].choose(reading, {"score": "proba_0", whose: "positive"}, None)[1] if d.about == whose)  # fmt: skip
    assert why.startswith("The scores rank the wrong way round: AUC 0.15, where chance gives 0.5.")
    assert choice.of == "positive" and table["score"].tolist() == reading.numbers("proba_0").tolist()  # fmt: skip


def test_two_scores_without_a_word_in_their_names_are_told_apart_by_their_place():
    rows = [(int(up), round(1 - share, 4), share) for up, share in CASES]
    assert said_by(read(text("y,<,>", rows)), "own_scores")[0].score == ">"


def test_points_are_said_as_they_are():
    reading = read(scored(said=lambda share: round(1e6 * share)))
    (low, *_, high) = sorted(round(1e6 * share) for share in SHARES)
    choice, asked, table, notices = said_by(reading, "own_scores")
    assert choice.scale == "points" and "scale" in asked
    assert notices[0].startswith(f"Column `score` runs from {low:,} to {high:,}: it is read as points")  # fmt: skip
    assert table.words["score"] == f"score ({low:,} as 0, {high:,} as 1)"
    np.testing.assert_allclose(table["score"], (reading.numbers("score") - low) / (high - low))
    same_ = read(scored(said=lambda share: 700))
    assert said_by(same_, "own_scores")[2]["score"].tolist() == [0.0] * 80, "all are equal"


def test_a_third_value_of_the_label_is_asked_about():
    rows = [("yes" if up else "no" if i % 5 else "unknown", s) for i, (up, s) in enumerate(CASES)]
    reading = read(text("churned,score", rows))
    choice, asked, table, notices = said_by(reading, "own_scores")
    out = sum(word == "unknown" for word, _ in rows)
    assert choice.others == "out" and "others" in asked and table["label"].size == 80 - out
    assert f"{out} rows left out because the label is neither `yes` nor `no`." in notices
    choice, _, table, _ = said_by(reading, "own_scores", {"others of churned yes": "negative"})
    assert choice.others == "negative" and table["label"].size == 80


def test_a_code_for_missing_is_asked_about_and_words_may_be_added():
    rows = [(int(up), -999 if i % 9 == 0 else 20 + i % 30, "gone" if i % 10 == 0 else i % 17) for i, up in enumerate(LABELS)]  # fmt: skip
    content = text("y,income,age", rows)
    _, asked, table, notices = said_by(read(content), "own_labelled")
    assert asked == {"missing"} and table["x:income"].min() > 0
    assert "In column `age` `gone` is read as missing: no number." in notices
    _, _, table, _ = said_by(read(content, {"missing": ()}), "own_labelled")
    assert table["x:income"].min() == -999
    words = read(text("y,x", [(int(up), "ab"[i % 2]) for i, up in enumerate(LABELS)]), {"missing": ("a",)})  # fmt: skip
    assert words.coded("x")[0] == ["b"]


def test_150_columns_are_read_and_those_beyond_50_are_named():
    names = ",".join(f"f{j}" for j in range(149))
    rows = [(int(up), *((i * (j + 2)) % 151 + j for j in range(149))) for i, up in enumerate(LABELS)]  # fmt: skip
    choice, _, _, notices = said_by(read(text(f"y,{names}", rows)), "own_labelled")
    assert len(choice.features) == 50
    assert any("and 94 more (beyond 50 features)" in each for each in notices), notices


HOUSES = [(40 + i * 7 % 90, ("gas", "oil")[i % 2], 900 + i * 37 % 211) for i in range(60)]


def test_a_number_to_predict_and_words_beside_it():
    reading = read(text("area,heating,rent", HOUSES))
    choice, asked, table, notices = said_by(reading, "own_target")
    assert (choice.target, choice.features) == ("rent", ("area", "heating")) and not asked
    assert not notices and table.words == {"target": "rent"}
    assert [*zip(*(table[name].tolist() for name in ("x:area", "x:heating", "target")), strict=True)] == HOUSES  # fmt: skip
    choice, _, table, _ = said_by(reading, "own_target", {"target": "area"})
    assert choice.features == ("heating", "rent") and table["x:rent"].tolist() == [rent for *_, rent in HOUSES]  # fmt: skip


def test_where_no_name_says_which_number_is_to_be_predicted_it_is_asked():
    reading = read(text("a,k,b", HOUSES))
    choice, decisions = SHAPES["own_target"].choose(reading, {}, None)
    assert choice.target == "b" and decisions[0].why == "2 columns may be the target: `a`, `b`."


def test_features_alone_are_numbers():
    reading = read(text("area,heating,rent", HOUSES))
    choice, asked, table, notices = said_by(reading, "own_features")
    assert choice.features == ("area", "rent") and not asked
    assert list(table.columns) == ["x:area", "x:rent"] and notices == ["No features: `heating` (words)."]  # fmt: skip


@pytest.mark.parametrize("shape", ["own_target", "own_features"])
def test_of_many_rows_a_sample_is_drawn_and_that_is_said(shape):
    rows = [(i / 7, i * 31 % 997, "" if i == 3 else i * 17 % 301) for i in range(6_000)]
    _, _, table, notices = said_by(read(text("a,b,rent", rows)), shape)
    assert "Used are 5,000 of 5,999 rows, drawn at random." in notices
    found = table["x:a"]
    assert found.size == 5_000 and (np.diff(found) > 0).all(), (
        "in the order of the file, none twice"
    )
    again = said_by(read(text("a,b,rent", rows)), shape)[2]
    assert again["x:a"].tolist() == found.tolist()
    shares = np.histogram(found, bins=6, range=(0, 6_000 / 7))[0] / 5_000
    np.testing.assert_allclose(shares, 1 / 6, atol=4 * np.sqrt(5 / 36 / 5_000))


def test_a_column_with_missing_cells_and_the_one_that_goes_with_it():
    rows = [(a, f"h{k}", 3 * a + k % 5, k * 29 % 53) for k, (a, *_) in enumerate(HOUSES)]
    holed = [[a, h, "" if k % 4 == 0 else r, x] for k, (a, h, r, x) in enumerate(rows)]
    reading = read(text("area,heating,rent,noise", holed))
    choice, asked, table, notices = said_by(reading, "own_incomplete")
    assert (choice.column, choice.beside) == ("rent", "area") and not asked
    assert notices == ["Column `rent`: 15 of 60 cells missing.", "Column `area`: no cell missing."]
    assert list(table.columns) == ["incomplete", "x:area"] and table.words == {"incomplete": "rent"}
    np.testing.assert_array_equal(
        table["incomplete"], [np.nan if r == "" else r for _, _, r, _ in holed]
    )
    assert table["x:area"].tolist() == [a for a, *_ in holed]
    more = [[a, h, r, "inf" if k == 0 else "" if k % 7 == 2 else x] for k, (a, h, r, x) in enumerate(holed)]  # fmt: skip
    reading = read(text("area,heating,rent,noise", more))
    _, decisions = SHAPES["own_incomplete"].choose(reading, {}, None)
    assert decisions[0].why == "2 columns have missing cells: `rent`, `noise`."
    _, _, table, notices = said_by(reading, "own_incomplete", {"beside rent": "noise"})
    lost = sum(x in ("", "inf") for *_, x in more)
    assert table["incomplete"].size == 60 - lost
    assert f"Column `noise`: {lost - 1} of 60 cells missing." in notices
    assert any("1 row left out because a cell is infinite, in column `noise`" in n for n in notices)


SHAPELESS = {
    "few rows": ("own_target", HOUSES[:9], "9 rows can be used; at least 10 are needed."),
    "few rows, no target": ("own_features", HOUSES[:9], "9 rows can be used; at least 10 are needed."),
    "one value": ("own_target", [(a, k, 7) for a, k, _ in HOUSES], "Column `rent` has one value only; it cannot be predicted."),
    "words": ("own_target", [(a, k, k) for a, k, _ in HOUSES], "Column `rent` must hold numbers; row 2 says `gas`."),
    "one feature": ("own_features", [(a, k, 7) for a, k, _ in HOUSES], "Column `area` is the only feature that varies; two are needed."),
    "all missing": ("own_incomplete", [(a, k, "") for a, k, _ in HOUSES], "Column `rent` is missing in every row; choose another."),
    "few known": ("own_incomplete", [(a, k, r if i < 9 else "") for i, (a, k, r) in enumerate(HOUSES)], "Column `rent` is known in 9 rows of those that can be used; at least 10 are needed."),
    "one value known": ("own_incomplete", [(a, k, 7 if i % 3 else "") for i, (a, k, _) in enumerate(HOUSES)], "Column `rent` has one value only; choose another."),
    "nothing beside": ("own_incomplete", [("", k, r) for _, k, r in HOUSES], "Column `area` is missing in every row; choose another."),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPELESS)
def test_a_table_that_cannot_be_fitted_gets_one_sentence(name):
    shape, rows, sentence = SHAPELESS[name]
    reading = read(text("area,heating,rent", rows))
    with pytest.raises(BadFile) as refusal:
        said_by(
            reading,
            shape,
            dict.fromkeys(("target", "incomplete"), "rent") | {"beside rent": "area"},
        )
    assert str(refusal.value) == sentence


def test_a_target_of_two_values_may_be_a_label():
    rows = [(area, kind, int(rent > 1000)) for area, kind, rent in HOUSES]
    _, _, _, notices = said_by(read(text("area,heating,rent", rows)), "own_target", {"target": "rent"})  # fmt: skip
    assert "Column `rent` has two values only: it may be a label." in notices


@pytest.mark.parametrize(
    ("said", "encoding", "likely"),
    [
        ("Größe;Straße;ja", "cp1252", "cp1252"),
        ("wartość;płeć;ja", "cp1250", "cp1252"),
        ("Дата;Сумма;Отток", "cp1251", "cp1251"),
        ("解約;金額;年齢", "cp932", "cp932"),
        ("流失;金额;年龄", "gb18030", "gb18030"),
        ("Größe;Straße;ja", "mac_roman", "cp1252"),
    ],
)  # fmt: skip
def test_letters_that_a_file_does_not_explain_may_be_said(said, encoding, likely):
    content = text(said, [(i, i % 7, i % 3) for i in range(9)], ";").decode().encode(encoding)
    reading = read(content)
    asked = next(each for each in reading.decisions if each.about == "encoding")
    assert asked.chosen == likely and bool(asked.why) is (likely != "cp1252")
    assert asked.options[encoding].endswith(f": {said}")
    assert list(read(content, {"encoding": encoding}).columns) == said.split(";")


def test_lines_that_lack_cells_are_filled_unless_most_do():
    lines = ["a,b,c", *(f"{i},{i % 3}" + ",x" * (i % 4 > 0) for i in range(12))]
    reading = read("\n".join(lines).encode())
    assert reading.columns["c"].cells.tolist() == ["x" if i % 4 else "" for i in range(12)]
    assert reading.sheet.notices == ("3 lines lack cells at the end, which are taken as empty, first line 2.",)  # fmt: skip
    with pytest.raises(BadFile, match=r"^Line 2 has 2 cells, the first line 3;"):
        cut("\n".join(["a,b,c", *["1,2"] * 7, *["1,2,x"] * 6]).encode())
    with pytest.raises(BadFile, match=r"^Line 3 has 1 cell, the first line 3;"):
        cut(b"a,b,c\n1,2,x\n2\n3,4,x\n")


@pytest.mark.parametrize(
    ("form", "asks"),
    [("%d-%b", True), ("%b %d", True), ("%b-%y", False), ("%y-%b", False)],
)
def test_a_day_without_a_year_is_asked_about(form, asks):
    content = dated(lambda d, i: d.strftime(form))
    reading = read(content)
    order = [each for each in reading.decisions if each.about == "order" and each.why]
    assert bool(order) is asks
    days = {d: reading.moments("date")[i] for i, d in enumerate(DAYS)}
    assert np.all(np.diff([days[d] for d in DAYS]) >= 0)
    for each in order:
        assert each.chosen.endswith("of one year") and each.options[each.chosen] == "1 January"
        turned = read(content, {"order": next(way for way in each.options if way != each.chosen)})
        assert turned.columns["date"].form != reading.columns["date"].form


BAD = {
    "a score that is a text of 200,000 characters": (text("y,score", [(int(up), "x" * 200_000 if i == 5 else s) for i, (up, s) in enumerate(CASES)]), "Column `score`, row 7: a cell of 200,000 characters; at most 1,000 are allowed in a column that is used."),
    "JSON, a line each": (b'{"a":1}\n{"a":2}\n', "This is JSON, whatever its name says; save it as CSV (comma-separated text)."),
    "a web page": (b"<html><table><tr><td>1</td></tr></table></html>", "This is a web page (HTML), whatever its name says; save it as CSV (comma-separated text)."),
    "an ARFF file": (b"@relation x\n@attribute y {0,1}\n@data\n1,0.5\n", "This is an ARFF file, whatever its name says; save it as CSV (comma-separated text)."),
    "an .ods": (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" + bytes(99), "This is a spreadsheet (.ods), whatever its name says; save it as CSV (comma-separated text)."),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_such_file_gets_one_sentence(name):
    content, sentence = BAD[name]
    with pytest.raises(BadFile) as refusal:
        said_by(read(content), "own_scores")
    assert str(refusal.value) == sentence


# --- cells


@pytest.mark.parametrize(
    ("said", "point", "comma_"),
    [
        ("1.218", 1.218, 1218), ("1,218", 1218, 1.218), ("1.218,5", None, 1218.5), ("1,218.5", 1218.5, None), ("12.345.678", None, 12345678),
        ("0.126", 0.126, None), ("1.2", 1.2, None), ("1,23,456", 123456, None), ("1.2.3", None, None), ("1e5", 1e5, 1e5), ("1e-3", 1e-3, 1e-3),
        ("$ 1,200", 1200, 1.2), ("-$5", -5, -5), ("$-5", -5, -5), ("5-", -5, -5), ("(5)", -5, -5), ("-(5)", None, None), ("(5", None, None),
        ("--5", None, None), ("87 %", 87, 87), ("%", None, None), (".5", 0.5, None), ("5.", 5, None), ("EUR 5", 5, 5), ("5 kr", 5, 5),
        ("1 2", None, None), ("1 234", 1234, 1234), ("1'234", 1234, 1234), ("12 34", None, None), ("inf", np.inf, np.inf), ("-inf", -np.inf, -np.inf),
        ("abc", None, None), ("1a", None, None), ("1e400", np.inf, np.inf), ("٣", 3, 3), ("١٬٢٣٤٫٥", 1234.5, 1234.5), ("0x10", None, None),
    ],
)  # fmt: skip
def test_a_cell_as_a_number(said, point, comma_):
    assert (number(said, "."), number(said, ",")) == (point, comma_)


@given(st.floats(-1e12, 1e12).map(lambda x: round(x, 3)), st.sampled_from(" '\u00a0\u202f’_"))
@settings(max_examples=300, deadline=None, database=None)
def test_a_number_is_found_again_however_it_is_written(value, space):
    english = f"{value:,.3f}"
    turned = english.translate({ord(","): ".", ord("."): ","})
    assert number(english, ".") == value and number(turned, ",") == value
    for written, mark in ((english.replace(",", space), "."), (turned.replace(".", space), ",")):
        assert number(written, mark) == value
    found, words = numbers(np.array([turned], np.dtypes.StringDType()), ",")
    assert found[0] == value and not words


@given(st.datetimes(datetime.datetime(1971, 1, 1), datetime.datetime(2069, 12, 31)))
@settings(max_examples=200, deadline=None, database=None)
def test_a_day_is_found_again_however_it_is_written(when):
    day = when.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=datetime.UTC)
    ways = {
        "year-month-day": "%Y-%m-%d", "yearmonthday": "%Y%m%d", "day.month.year": "%d.%m.%Y", "day/month/year": "%d/%m/%Y",
        "month/day/year": "%m/%d/%Y", "day month year": "%d-%b-%Y", "month day, year": "%B %d, %Y",
    }  # fmt: skip
    for form, way in ways.items():
        assert moment(day.strftime(way), form) == day.timestamp(), form
    exact = day.replace(hour=when.hour, minute=when.minute, second=when.second)
    assert moment(exact.strftime("%Y-%m-%d %H:%M:%S"), "year-month-day") == exact.timestamp()
    assert moment(exact.strftime("%d.%m.%Y, %H:%M:%S"), "day.month.year") == exact.timestamp()
    assert moment(exact.strftime("%m/%d/%Y %I:%M:%S %p"), "month/day/year") == exact.timestamp()
    assert moment(exact.strftime("%Y-%m-%dT%H:%M:%S+02:30"), "year-month-day") == exact.timestamp() - 9000  # fmt: skip


def test_what_is_no_date_is_none_in_every_form():
    for said in ("", "x", "2024-13-01", "31.02.2024", "32/01/2024", "Foo 2024", "2024-W54", "Q5/2024", "25:61", "01/01/2024 13:00 PM"):  # fmt: skip
        assert all(moment(said, form) is None for form in FORMS), said
    assert moment("08:30", "time of day") == 30_600
    assert moment("FY24", "fiscal year") == moment("2024-01", "year-month")


@given(st.data())
@settings(max_examples=60, deadline=None, database=None)
def test_cut_gives_back_what_was_written(data):
    """Whatever the cells, a well-made file with names is cut as it was written."""
    cell = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6)  # fmt: skip
    rows = data.draw(st.lists(st.tuples(cell, cell, cell), min_size=6, max_size=9))
    clean = [row for row in rows if not row[0].startswith("#")]
    written = io.StringIO()
    delimiter = data.draw(st.sampled_from(",;\t|"))
    csv.writer(written, delimiter=delimiter).writerows([("one", "two", "three"), *clean])
    if not clean:
        return
    try:
        sheet = cut(written.getvalue().encode(), delimiter)
    except BadFile:
        return
    kept = [row for row in clean if row[0].lower().rstrip(":") not in ("total", "sum", "mean")]
    assert [*zip(*(cells.tolist() for cells in sheet.columns.values()), strict=True)] == kept


ANSWERS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.lists(st.text(max_size=3)), st.sampled_from([",", ".", "data", "month/day/year", "y", "score", "1", "other", "percent", "log-odds", "out"]), st.tuples(st.sampled_from(["x", "z", "-999", "NA"])))  # fmt: skip


@given(st.data())
@settings(max_examples=60, deadline=None, database=None)
def test_any_answers_are_taken_or_passed_over(data):
    """Whatever is said, also of what was never asked, there is a table or one sentence."""
    content = data.draw(st.sampled_from([scored("bad", "good"), *(FILES_AT_HAND[name] for name in FILES_AT_HAND)]))  # fmt: skip
    said = {}
    for shape in SHAPES:
        try:
            reading = read(content, said)
            decisions = [*reading.decisions, *SHAPES[shape].choose(reading, said, None)[1]]
            said |= {each.about: data.draw(ANSWERS) for each in decisions}
            reading = read(content, said)
            choice, decisions = SHAPES[shape].choose(reading, said, None)
            for each in (*reading.decisions, *decisions):
                assert set(each.chosen if each.many else [each.chosen]) <= set(each.options)
            SHAPES[shape].cast(reading, choice, None)
        except BadFile as refusal:
            assert str(refusal).endswith(".")


FILES_AT_HAND = {name: (INPUTS / name).read_bytes() for name in ("c05_thousands_de.csv", "d03_us_dates.csv", "p04_predict_proba_two_columns.csv", "p23_missing_words.csv")}  # fmt: skip
