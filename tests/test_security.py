"""What SECURITY.md promises, as far as no browser is needed: see tests/browser/test_security.py."""

import json
import logging
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from streamlit import config, net_util
from streamlit.error_util import handle_uncaught_app_exception
from streamlit.testing.v1 import AppTest
from streamlit.web.server.app_discovery import discover_asgi_app

from concepts import data_drift
from data.own import MOST_BYTES, MOST_IN_A_NAME, MOST_ROWS
from data.own_tables import cast_labelled, cast_periods, choose_labelled, choose_periods
from data.read import TABLES
from data.reading import read
from deploy import audit
from deploy.nginx import config as nginx
from tests.asgi import asked
from tests.house import STEMS, drawings, own_shape
from tests.strangers import FILES, HOSTILE, csv, many
from tests.visits import figures_on
from ui.guard import Guard, is_foreign
from ui.headers import EMBEDDED_BY, UNUSED, WORKER_POLICY, headers, headers_here, origins
from ui.worker import WORKER

ROOT = Path(__file__).parent.parent
SAID = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def policy():
    parts = headers_here()["Content-Security-Policy"].split("; ")
    return {name: sources.split() for name, _, sources in (part.partition(" ") for part in parts)}


# --- headers


def test_every_header_that_was_decided_on_is_there():
    said = headers("")
    policy = said.pop("Content-Security-Policy")
    assert "default-src 'none'" in policy and "unsafe-eval" not in policy
    assert said.pop("Permissions-Policy").count("=()") == len(UNUSED)
    assert said == {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def test_the_policy_lets_in_nothing_but_ours():
    allowed = {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
    for name, sources in policy().items():
        hashes = {each for each in sources if re.fullmatch(r"'sha256-[\w+/]{43}='", each)}
        assert set(sources) - hashes <= allowed, name
        assert name == "script-src" or not hashes
    assert policy()["default-src"] == policy()["object-src"] == ["'none'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "data:"} & set(policy()["script-src"])
    assert policy()["connect-src"] == ["'self'"], "nothing of a page may go anywhere else"
    assert policy()["base-uri"] == policy()["form-action"] == ["'none'"]


def test_a_script_that_is_written_into_the_first_page_is_let_in_by_its_hash():
    said = headers("<script>a()</script> <script src=x></script><script>\n b()\n</script>")
    assert said["Content-Security-Policy"].count("'sha256-") == 2
    assert sum(each.startswith("'sha256-") for each in policy()["script-src"]) == 1, (
        "Streamlit's first page has changed: look at it"
    )


def test_only_pages_of_ours_may_frame_the_app_unless_an_origin_is_named(monkeypatch):
    assert policy()["frame-ancestors"] == ["'self'"]
    monkeypatch.setenv(EMBEDDED_BY, "https://school.example https://*.uni.example:8443")
    assert policy()["frame-ancestors"] == ["'self'", "https://school.example", "https://*.uni.example:8443"]  # fmt: skip
    assert EMBEDDED_BY in SAID


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "school.example",
        "https://a.example/x",
        "https://a; script-src *",
        "'none'",
        "https:",
    ],  # fmt: skip
)
def test_what_is_no_origin_is_refused(text):
    with pytest.raises(ValueError, match="is not an origin"):
        origins(text)


def test_nginx_says_each_of_them_once_for_whatever_it_answers():
    text = nginx(["127.0.0.1:1"], listen="127.0.0.1:2", folder=ROOT, upload_mb=20)
    blocks = re.split(r"\blocation\b", text[text.index("server {\n    listen") :])
    for block in blocks:
        if "add_header" in block:  # a block without any inherits all
            theirs = {"Content-Security-Policy": WORKER_POLICY} if WORKER in block else {}
            for name, said in (headers_here() | theirs).items():
                assert block.count(f'add_header {name} "{said}" always;') == 1
    passed = [block for block in blocks if "proxy_pass" in block]
    assert len(passed) == 2, "pages, and what a room is told"
    for block in passed:
        assert all(f"proxy_hide_header {name};" in block for name in headers_here())


def test_streamlit_finds_the_guarded_app_in_the_file_that_it_is_told_to_run():
    """`streamlit run app.py`: without this, answers would go out without headers."""
    found = discover_asgi_app(ROOT / "app.py")
    assert found.is_asgi_app and found.import_string == "app:app"


# --- the guard around the app


SECRET = "4711"


async def failing(request):
    raise ValueError(f"quoting {SECRET}")


async def echo(websocket):
    await websocket.accept()
    await websocket.send_text(repr(await websocket.receive_bytes()))


APP = Starlette(
    routes=[
        Route("/fine", lambda request: PlainTextResponse("x", headers={"referrer-policy": "origin"})),
        Route("/failing", failing), WebSocketRoute("/talk", echo),
    ],
    middleware=[Middleware(Guard)],
)  # fmt: skip


@pytest.mark.parametrize(("path", "status"), [("/fine", 200), ("/failing", 500), ("/nothing", 404)])
def test_every_answer_says_every_header_once(path, status):
    start, body, *_ = asked(APP, path)
    assert start["status"] == status
    found = [name.decode().lower() for name, _ in start["headers"]]
    assert len(found) == len(set(found))
    for name, said in headers_here().items():
        assert Headers(raw=start["headers"])[name] == said
    assert SECRET.encode() not in body["body"]


HEARD = [{"type": "websocket.connect"}, {"type": "websocket.receive", "bytes": b"hello"}]


@pytest.mark.parametrize(
    ("origin", "foreign"),
    [
        ("http://app.example:8501", False), (None, False), ("http://localhost:3000", False), ("http://127.0.0.1", False),
        ("http://evil.example", True), ("http://app.example", True), ("https://app.example.evil.example:8501", True),
        ("null", True), ("http://[", True), ("", True),
    ],
)  # fmt: skip
def test_a_page_of_another_origin_may_not_talk_to_the_app(origin, foreign, monkeypatch):
    def ask_the_internet():
        raise AssertionError("Streamlit asks a server elsewhere for this machine's address")

    monkeypatch.setattr(net_util, "get_external_ip", ask_the_internet)
    said = {"host": "app.example:8501"} | ({} if origin is None else {"origin": origin})
    sent = [message["type"] for message in asked(APP, "/talk", "websocket", HEARD, **said)]
    assert sent == (["websocket.close"] if foreign else ["websocket.accept", "websocket.send"])


def test_an_origin_that_a_setting_names_may(monkeypatch):
    set_to = {"server.corsAllowedOrigins": ["https://front.example"], "server.enableCORS": True, "browser.serverAddress": "localhost"}  # fmt: skip
    monkeypatch.setattr("ui.guard.st.get_option", set_to.__getitem__)
    assert not is_foreign(Headers({"origin": "https://front.example", "host": "inner:1"}))
    assert is_foreign(Headers({"origin": "https://other.example", "host": "inner:1"}))
    set_to["server.enableCORS"] = False
    assert not is_foreign(Headers({"origin": "https://other.example", "host": "inner:1"}))


def test_at_a_text_the_app_is_hung_up_on_without_an_error():
    heard = [HEARD[0], {"type": "websocket.receive", "text": "hello"}]
    with pytest.raises(Exception, match="1003"):  # WebSocketDisconnect, as when a visitor leaves
        asked(APP, "/talk", "websocket", heard)


# --- settings


def test_settings_that_keep_visitors_safe():
    wanted = {
        "server.address": "localhost", "server.enableXsrfProtection": True, "server.enableCORS": True,
        "server.maxUploadSize": MOST_BYTES // 2**20, "server.maxMessageSize": 25, "server.maxWidgetStateSize": 25,
        "server.disconnectedSessionTTL": 120, "server.enableAgentApi": False, "client.showErrorDetails": "none",
        "logger.enableRich": False,
        "client.showErrorLinks": False, "client.allowedOrigins": [], "browser.gatherUsageStats": False,
        "server.corsAllowedOrigins": [],
    }  # fmt: skip
    for name, value in wanted.items():
        found = config.get_option(name)
        assert found == value or str(found).lower() == str(value).lower(), name


def test_a_visitor_is_told_that_there_was_an_error_and_no_more():
    page = AppTest.from_string("raise ValueError('quoting 4711')").run()
    (error,) = page.exception
    assert "4711" not in str(error.proto) and "ValueError" not in str(error.proto)
    assert not error.stack_trace


@pytest.fixture(autouse=True)
def other_tests_log_as_before():
    before = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(before)


@pytest.fixture
def logged():
    """What is logged, as text, once the guard is there."""
    lines = []
    Guard(APP)

    class Noting(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    loggers = [logging.getLogger(name) for name in ("streamlit.error_util", "ui.guard")]  # fmt: skip
    handler = Noting()
    for logger in loggers:
        logger.addHandler(handler)
    yield lines
    for logger in loggers:
        logger.removeHandler(handler)


def test_an_error_is_logged_with_its_place_and_without_its_words(logged):
    try:
        int(f"{SECRET} and a name")
    except ValueError as problem:
        handle_uncaught_app_exception(problem)
    (line,) = logged
    assert SECRET not in line
    assert "Traceback" in line and "test_security.py" in line and line.endswith("ValueError")


def test_an_answer_that_failed_is_logged_so_too(logged):
    asked(APP, "/failing")
    (line,) = logged
    assert line.startswith("An answer failed\nTraceback") and SECRET not in line
    assert line.endswith("ValueError")


def test_a_warning_needs_no_places(logged):
    try:
        int("no number")
    except ValueError:
        logging.getLogger("ui.guard").warning("Odd message %s", 1, exc_info=True)
    assert logged == ["Odd message 1"]


# They make files of data/.
RUN_BY_HAND = (
    "data/examples.py",
    "data/overfitting_runs.py",
    "data/normalization_runs.py",
    "data/recurrent_runs.py",
)


def test_nothing_of_ours_writes_files_or_asks_other_machines():
    """What visitors bring can go nowhere where no code sends or writes."""
    folders = (
        "methods",
        "concepts",
        "content",
        "data",
        "figures",
        "pages",
        "rehearsal",
        "sentences",
        "ui",
    )
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        if path.relative_to(ROOT).as_posix() in RUN_BY_HAND:
            continue  # run by hand: they make files of data/
        text = path.read_text(encoding="utf-8")
        found = re.findall(
            r"^\s*(?:import|from) (?:requests|urllib\.request|http\.client|smtplib|ftplib|subprocess|pickle|shelve|sqlite3|tempfile)\b"
            r"|\.write_(?:text|bytes)\(|\bopen\([^)]*[\"'][wax]|\b(?:eval|exec)\(|unsafe_allow_html|\bprint\(",
            text, re.MULTILINE,
        )  # fmt: skip
        assert not found, (path.name, found)


def test_no_script_of_ours_makes_code_of_text_or_asks_other_machines():
    for path in (ROOT / "static").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        found = re.findall(
            r"\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML\s*=|XMLHttpRequest|new WebSocket|sendBeacon", text)  # fmt: skip
        assert not found, (path.name, found)
        addresses = set(re.findall(r"https?://[\w.]+", text))
        assert addresses <= {"http://www.w3.org"}, (path.name, addresses)  # names of SVG's own


# --- a visitor's own names


def markup(text):
    """Tags and entities in a figure's texts, but for the bold words and line breaks that are ours."""
    return re.findall(r"<(?!/?b>|br>|/?extra>)[^>]*|&(?!amp;|lt;|gt;)\w+;", text)


def texts_in(value):
    if isinstance(value, dict):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("count", [len(HOSTILE), 5])  # by rank, and by name
def test_names_of_columns_are_drawn_as_text(count):
    raw = read(many(HOSTILE[:count], 400))
    table, _ = cast_periods(raw, choose_periods(raw, {})[0])
    params = data_drift.Params(source="own")
    result = data_drift.compute(params, {**TABLES, "own_periods": table})
    assert len(result.names) > count
    for name, draw in drawings("data_drift").items():
        for text in texts_in(json.loads(draw(result).to_json())):
            assert not markup(text), (name, text)


def test_a_name_that_comes_whole_is_escaped_where_it_is_drawn():
    """The figures do not rely on what the reader of files has taken out before."""
    result = data_drift.compute(data_drift.Params(source="own"), TABLES)
    names = HOSTILE[: len(result.names)]
    named = replace(result, names=names, feature=names[0], pair=names[:2])
    drawn = {name: json.loads(draw(named).to_json()) for name, draw in drawings("data_drift").items()}  # fmt: skip
    assert drawn["ecdfs"]["layout"]["xaxis"]["title"]["text"] == (
        '&lt;a href="https://evil.example"&gt;y&lt;/a&gt;'
    )
    assert (
        drawn["pairs"]["layout"]["yaxis"]["title"]["text"] == "&lt;img src=x onerror=alert(1)&gt;"
    )
    for name, drawing in drawn.items():
        for text in texts_in(drawing):
            assert not markup(text), (name, text)


def test_other_pages_draw_no_names_at_all():
    raw = read(many(HOSTILE, 200).replace(b'"time"', b'"label"'))
    choice = replace(choose_labelled(raw, {})[0], label="kind", positive=HOSTILE[0])
    table, _ = cast_labelled(raw, choice)
    from concepts import class_imbalance

    result = class_imbalance.compute(
        class_imbalance.Params(source="own"), {**TABLES, "own_labelled": table}
    )
    for name, draw in drawings("class_imbalance").items():
        for text in texts_in(json.loads(draw(result).to_json())):
            assert not markup(text), (name, text)
            assert not any(each in text for each in HOSTILE if len(each) > 4), (name, text)


@pytest.mark.parametrize("stem", [stem for stem in STEMS if own_shape(stem)])
def test_a_page_shows_such_a_file(stem):
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.query_params[f"{stem}.source"] = "own"
    page.switch_page(f"pages/{stem}.py").run()
    page.file_uploader[0].set_value(
        (f"{HOSTILE[1]}.csv", FILES[own_shape(stem)](), "text/csv")
    ).run()
    assert not page.exception
    line = next(text.value for text in page.markdown if text.value.startswith("**Your data**"))
    outside = re.sub(r"`[^`]*`", "", line)
    assert not re.search(r"[<\[$:]\w|https", outside), "names stand in code spans"
    for figure in figures_on(page):
        for text in texts_in(figure["figure"]):
            assert not markup(text), text
    assert "evil" not in str(dict(page.query_params)), "nothing of theirs is in the link"


def test_of_a_long_name_the_beginning_is_kept():
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.query_params["data_drift.source"] = "own"
    page.switch_page("pages/data_drift.py").run()
    file = ("x.csv", csv([["time", "x" * 5_000], *([i, i % 7] for i in range(100))]), "text/csv")
    page.file_uploader[0].set_value(file).run()
    assert not page.exception and not page.error
    features = next(menu for menu in page.multiselect if menu.label.startswith("Feature columns"))
    assert features.value == ["x" * MOST_IN_A_NAME]


# --- what SECURITY.md says


def test_the_limits_in_words_are_those_in_force():
    for said in (
        f"{MOST_BYTES // 2**20} MB", f"{MOST_ROWS:,} rows", f"{MOST_IN_A_NAME} characters",
        f"{config.get_option('server.maxMessageSize')} MB", f"{config.get_option('server.disconnectedSessionTTL')} seconds",
    ):  # fmt: skip
        assert said in SAID, said


def test_each_header_and_each_part_of_the_policy_is_explained():
    for name in [*headers_here(), *policy()]:
        assert f"`{name}`" in SAID, name


# --- what is installed


def test_every_package_at_run_time_has_a_licence_that_lets_anybody_use_it():
    found = audit.licences()
    assert {"streamlit", "plotly", "numpy", "scikit-learn"} <= set(found)
    fine = {name for name, said in found.items() if audit.permits(said, audit.ALSO.get(name, ""))}
    assert {name: said for name, said in found.items() if name not in fine} == {}


@pytest.mark.parametrize(
    ("said", "fine"),
    [
        ("MIT", True), ("BSD-3-Clause AND MIT", True), ("Apache-2.0 OR GPL-3.0-only", True), ("(MIT OR GPL-2.0) AND BSD-3-Clause", True),
        ("GPL-3.0-only", False), ("MIT AND GPL-3.0-only", False), ("", False), ("UNKNOWN", False), ("(MIT", False), ("MPL-2.0", False),
    ],
)  # fmt: skip
def test_licences_are_read_as_expressions(said, fine):
    assert audit.permits(said) is fine


def test_what_the_app_needs_is_pinned_to_one_version_and_nothing_else():
    assert set(audit.pins()) == audit.needed()
    present = audit.installed()
    assert {name: present[name] for name in audit.licences()} == {
        name: version for name, version in audit.pins().items() if name in present
    }


def test_a_version_that_may_vary_is_refused(monkeypatch, tmp_path):
    (tmp_path / "r.txt").write_text("# ours\nnumpy==2.*\n\n")
    monkeypatch.setattr(audit, "REQUIREMENTS", tmp_path / "r.txt")
    with pytest.raises(ValueError, match="not pinned"):
        audit.pins()


def answers(text, error="", code=0):
    """An auditor that says so."""
    return [sys.executable, "-c", f"import sys; print({text!r}); sys.stderr.write({error!r}); sys.exit({code})"]  # fmt: skip


def test_advisories_are_told_apart_from_nobody_having_been_asked(monkeypatch, capsys):
    known = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
    passed = {"name": "b", "skip_reason": "not found on PyPI"}
    monkeypatch.setattr(audit, "AUDITOR", answers(json.dumps({"dependencies": [known, passed]}), code=1))  # fmt: skip
    assert audit.advisories() == (["a 1: PYSEC-1, mended in 2"], 1)
    monkeypatch.setattr(audit, "AUDITOR", answers(json.dumps({"dependencies": [passed]})))
    assert audit.advisories() == ([], 0)
    assert "skipped, no answer about any package (not found on PyPI)" in capsys.readouterr().err
    monkeypatch.setattr(audit, "AUDITOR", answers("", "ConnectionError: no route to host", 1))
    assert audit.advisories() == ([], 0)
    assert "skipped, pip-audit could not ask for them (ConnectionError" in capsys.readouterr().err
    monkeypatch.setattr(audit, "AUDITOR", ["/no/such/auditor"])
    assert audit.advisories() == ([], 0)
    said = capsys.readouterr().err
    assert "skipped, pip-audit could not ask for them (it is not installed). What is known" in said
    assert "ask again where PyPI can be reached" in said
