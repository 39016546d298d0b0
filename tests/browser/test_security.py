"""Answers, pages and sockets of a real server, asked by a real browser and by strangers."""

import http.client
import re
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from data.own import MOST_BYTES
from tests.browser.stage import WATCH, WITHOUT, bring
from tests.browser.visitors import errors, serving, settle, until, visiting
from tests.house import own_shape
from tests.sample import PAGES, SAMPLE
from tests.strangers import FILES, HOSTILE, csv
from ui.headers import EMBEDDED_BY, headers_here
from ui.mount import PLOTLY
from ui.static import LIVE


def asked(server, method, path, body=None, **headers):
    """The answer's status and headers."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers


def says_all(headers):
    """Whether each header is there, once, with its words."""
    return {name: headers.get_all(name) for name in headers_here()} == {
        name: [said] for name, said in headers_here().items()
    }


# --- headers


def test_the_first_answer_of_a_fresh_server_says_them_whatever_is_asked(tmp_path):
    with serving(tmp_path) as address:
        for path in ("/", "/data_drift"):
            assert says_all(urlopen(address + path).headers), path


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200), ("HEAD", "/", 200), ("GET", "/precision_recall?x=1", 200), ("GET", "/no/such/page", 404),
        ("GET", f"/{LIVE}/live.js", 200), ("GET", f"/{PLOTLY}", 200), ("GET", f"/{LIVE}/none.js", 404),
        ("GET", "/_stcore/health", 200), ("GET", "/_stcore/host-config", 200), ("GET", "/media/none", 404),
        ("POST", "/", 405), ("PUT", "/_stcore/upload_file/none/none", 403), ("GET", "//evil.example/", 400),
        ("GET", f"/{LIVE}/..%2f..%2fapp.py", 400), ("OPTIONS", "/_stcore/health", 204), ("GET", "/interview/", 301),
        ("POST", "/_stcore/agent/interact", 403),
    ],
)  # fmt: skip
def test_every_answer_says_them(server, method, path, status):
    found, headers = asked(server, method, path)
    assert found == status and says_all(headers)


def test_the_host_config_lets_nobody_steer_the_app(server):
    assert b'"allowedOrigins":[]' in urlopen(f"{server}/_stcore/host-config").read()


@pytest.mark.parametrize(
    "path",
    ["/", "/interview", "/flashcards", "/coding?kata=kmeans", "/precision_recall?precision_recall.read=code", "/precision_recall?present=true"],
)  # fmt: skip
def test_pages_work_under_the_policy(page, path):
    page.add_init_script(WATCH)
    page.goto(path)
    page.wait_for_selector("h1, .main-svg", state="attached")
    page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=60_000)
    until(page, "window.refused.length > 0")
    page.wait_for_timeout(1_000)
    assert page.evaluate("window.refused") == WITHOUT
    assert errors(page) == [] and page.left == []


ATTEMPTS = {
    "img-src": "add('img', { src: 'http://localhost:9/x.png' })",
    "script-src-elem": "add('script', { src: 'http://localhost:9/x.js' })",
    "script-src-elem inline": "add('script', { textContent: 'window.pwned = 1' })",
    "script-src-attr": "document.body.insertAdjacentHTML('beforeend', '<i onclick=1></i>'); document.querySelector('i[onclick]').click()",
    "script-src data": "import('data:text/javascript,window.pwned=1').catch(() => 0)",
    "script-src eval": "add('script', { type: 'module', src: URL.createObjectURL(new Blob([\"try { eval('1') } catch {}\"], { type: 'text/javascript' })) })",
    "connect-src": "fetch('http://localhost:9/').catch(() => 0)",
    "connect-src socket": "try { new WebSocket('ws://localhost:9/') } catch {}",
    "connect-src beacon": "navigator.sendBeacon('http://localhost:9/', 'data')",
    "style-src-elem": "add('link', { rel: 'stylesheet', href: 'http://localhost:9/x.css' })",
    "font-src": "new FontFace('x', 'url(http://localhost:9/x.woff2)').load().catch(() => 0)",
    "frame-src": "add('iframe', { src: 'http://localhost:9/' })",
    "object-src": "add('object', { data: 'http://localhost:9/x' })",
    "media-src": "add('audio', { src: 'http://localhost:9/x.mp3' })",
    "worker-src": "try { new Worker(URL.createObjectURL(new Blob(['1']))) } catch {}",
    "base-uri": "add('base', { href: 'http://localhost:9/' })",
    "form-action": "add('form', { action: 'http://localhost:9/', method: 'post' }).submit()",
}  # fmt: skip


@pytest.fixture(scope="module")
def attempted(browser, server):
    """What the browser refuses to a page of ours that was made to try everything."""
    with visiting(browser, server) as page:
        page.add_init_script(WATCH)
        page.goto("/")
        settle(page)
        found = {}
        for what, attempt in ATTEMPTS.items():
            page.evaluate("window.refused = []")
            page.evaluate(
                "() => { const add = (tag, looks) => document.body.appendChild(Object.assign(document.createElement(tag), looks));"
                f" {attempt} }}"
            )
            with suppress(AssertionError):
                until(page, "window.refused.length > 0", timeout=3_000)
            found[what] = {directive for directive, _ in page.evaluate("window.refused")}
        assert page.evaluate("window.pwned === undefined")
        yield found


@pytest.mark.parametrize("what", ATTEMPTS)
def test_what_no_page_of_ours_does_is_refused(attempted, what):
    directive = what.partition(" ")[0]
    assert any(each.startswith(directive) for each in attempted[what]), attempted[what]


# --- frames


def framed(browser, address, site):
    """The frame of the app in a page of another site, or None if the browser refuses to show it."""
    where, folder = site
    (folder / "index.html").write_text(f'<iframe src="{address}/data_drift?embed=true" width=900 height=700></iframe>')  # fmt: skip
    page = browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(where)
    page.wait_for_timeout(500)
    if any("frame-ancestors" in text for text in said):
        return page, None
    return page, page.frames[1]


def test_another_site_may_not_frame_the_app(browser, server, site):
    page, frame = framed(browser, server, site)
    assert frame is None
    page.close()


def test_a_site_that_is_named_may(browser, site, tmp_path, monkeypatch):
    monkeypatch.setenv(EMBEDDED_BY, site[0])
    with serving(tmp_path) as address:
        page, frame = framed(browser, address, site)
        frame.wait_for_selector(".sightglass-figure .main-svg", timeout=60_000)
        page.close()


# --- sockets


@pytest.mark.skipif(sys.platform != "linux", reason="finds sockets in /proc")
def test_it_listens_on_this_machine_alone(server):
    port = f"{urlsplit(server).port:04X}"
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]  # fmt: skip
    listening = [line[1] for line in lines if line[1].endswith(f":{port}") and line[3] == "0A"]
    assert listening == [f"0100007F:{port}"]


def socket_of(server, origin):
    address = server.replace("http", "ws") + "/_stcore/stream"
    return connect(address, origin=origin, open_timeout=20, close_timeout=5)


def test_another_site_may_not_talk_to_the_app(server):
    with pytest.raises(InvalidStatus, match="403"):
        socket_of(server, "https://evil.example")
    with socket_of(server, server) as ours:
        ours.ping()


@pytest.mark.parametrize(
    "said", ["a text", b"\xff no message of Streamlit's", b"\x00" * 26_000_000]
)
def test_odd_messages_end_the_talk_and_nothing_else(server, said):
    """And no traceback: `serving` looks for one."""
    with socket_of(server, server) as stranger:
        with pytest.raises(ConnectionClosed):
            stranger.send(said)
            for _ in range(100):
                stranger.recv(timeout=20)
    assert asked(server, "GET", "/_stcore/health")[0] == 200


# --- uploads


@pytest.fixture
def uploads(page):
    """Where this visitor's files go, and what has to be said with them."""
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "PUT" else None)
    page.goto("/precision_recall?precision_recall.source=own")
    settle(page)
    page.get_by_role("button", name="Your data").click()
    bring(page, "mine.csv", b"y,p\n" + b"1,0.9\n0,0.6\n0,0.1\n" * 5)
    expect(page.locator("h2").first).to_contain_text("of 5 positives")
    return sent[0]


def test_an_upload_needs_the_token_and_is_bounded(uploads, server, page):
    path, said = urlsplit(uploads.url).path, uploads.all_headers()
    proper = {"Content-Type": "multipart/form-data; boundary=x", "Cookie": said["cookie"], "X-Xsrftoken": said["x-xsrftoken"]}  # fmt: skip
    small = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n1\r\n--x--\r\n'
    assert asked(server, "PUT", path, small, **proper)[0] == 204
    for missing in ("Cookie", "X-Xsrftoken"):
        lacking = {name: text for name, text in proper.items() if name != missing}
        assert asked(server, "PUT", path, small, **lacking)[0] == 403
    assert asked(server, "PUT", path, small, **proper | {"X-Xsrftoken": "2|0|0|0"})[0] == 403
    assert asked(server, "PUT", path.replace("upload_file/", "upload_file/x"), small, **proper)[0] == 400  # fmt: skip

    # a length that is said, and one that is not
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    connection.putrequest("PUT", path)
    for name, text in (proper | {"Content-Length": str(MOST_BYTES + 1)}).items():
        connection.putheader(name, text)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    pieces = (b"y" * 2**20 for _ in range(40))
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    try:
        found = asked(server, "PUT", path, (part for part in (head, *pieces)), **proper)[0]
        assert found == 413
    except (BrokenPipeError, ConnectionResetError):
        pass  # hung up on, which is as good


def test_what_is_kept_in_the_browser(uploads, page):
    assert {cookie["name"] for cookie in page.context.cookies()} == {"_streamlit_xsrf"}
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    # the word by which a reload finds a visitor's data, which pages were seen, and nothing of the data
    assert not [key for key in kept if not re.match(r"st|sidebar|sightglass\.(own|done)$", key)], (
        kept
    )
    everything = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert "mine" not in everything and "0.9" not in everything


# --- a visitor's own names


HREFS = "links => links.map(link => link.href)"


# A page for each kind of table that a visitor may bring.
OWN = {own_shape(stem): stem for stem in PAGES[::-1]}


# Half of the kinds, or all with `PAGES=all`.
NAMED = [stem for shape, stem in OWN.items() if shape][:: 2 if PAGES == SAMPLE else 1]


@pytest.mark.parametrize("stem", NAMED)
def test_names_of_columns_are_text_wherever_they_are_shown(page, stem):
    page.add_init_script(WATCH)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"/{stem}?{stem}.source=own")
    settle(page)
    links = set(page.locator("a").evaluate_all(HREFS))
    page.get_by_role("button", name="Your data").click()
    bring(page, f"{HOSTILE[1]}.csv", FILES[own_shape(stem)]())
    expect(page.get_by_test_id("stMain").get_by_text("rows, ").first).to_be_visible()
    for box in page.get_by_role("combobox").all():  # menus that hold the names
        if box.is_visible():
            box.click()
            page.wait_for_timeout(200)
            page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    settle(page)
    for figure in page.locator(".sightglass-figure").all():
        figure.scroll_into_view_if_needed()
        figure.hover()
    page.wait_for_timeout(500)
    assert set(page.locator("a").evaluate_all(HREFS)) <= links, "a link has come of a name"
    assert page.locator(".sightglass a, .sightglass img, .sightglass script, svg a").count() == 0
    assert page.locator('img[src="x"], [onerror]').count() == 0
    assert page.evaluate("window.refused") == WITHOUT and dialogs == []
    if own_shape(stem) == "own_periods":
        drawn = page.locator(".sightglass-figure").all_text_contents()
        assert any("$x^2$" in text for text in drawn), drawn
    assert errors(page) == [] and page.left == []


def test_a_name_of_5000_characters_is_cut(page):
    page.goto("/data_drift?data_drift.source=own")
    settle(page)
    page.get_by_role("button", name="Your data").click()
    bring(page, "x.csv", csv([["time", "x" * 5_000], *([i, i] for i in range(100))]))
    expect(page.get_by_text("x" * 39).first).to_be_visible()
    assert "x" * 101 not in page.locator("body").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    assert errors(page) == [] and page.left == []
