"""Several servers behind nginx, as `make serve-many` starts them, with real visitors."""

import http.client
import http.cookies
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from content.read import read_notes
from deploy.nginx import COOKIE, name
from room.routes import BADGE, KEY
from tests.browser.stage import bring, claim
from tests.browser.visitors import ROOT, settle, until
from ui.mount import PLOTLY
from ui.static import LIVE

STEM = "precision_recall"
REDIS = shutil.which("redis-server") or shutil.which("valkey-server")

pytestmark = [
    pytest.mark.skipif(
        not (os.environ.get("NGINX") or shutil.which("nginx") or shutil.which("/usr/sbin/nginx")),
        reason="nginx is not installed (Debian: apt-get install nginx-light)",
    ),
    pytest.mark.skipif(sys.platform != "linux", reason="finds the servers in /proc"),
]


def three_free_ports():
    """The first of three ports in a row that nobody uses."""
    for port in range(21_000, 29_000, 7):
        probes = [socket.socket() for _ in range(3)]
        try:
            for i, probe in enumerate(probes):
                probe.bind(("127.0.0.1", port + i))
            return port
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()
    raise AssertionError("no free ports")


def processes():
    """Process id, parent's process id and command of whatever runs on this machine."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            yield int(path.name), parent, (path / "cmdline").read_text().split("\0")
        except OSError:  # ended meanwhile
            continue


def servers_of(supervisor):
    """Process ids of the servers of the app, by port."""
    return {
        int(command[command.index("--server.port") + 1]): process
        for process, parent, command in processes()
        if parent == supervisor and "--server.port" in command
    }


def open_files(process):
    """The paths of a process's open files; a file that was removed has it in its name."""
    return [os.readlink(link) for link in Path(f"/proc/{process}/fd").iterdir()]


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(port, path, **headers):
    """The status, headers and cookie of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    connection.request("GET", path, headers=named)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    cookies = http.cookies.SimpleCookie(answer.headers.get("Set-Cookie", ""))
    return answer.status, answer.headers, cookies[COOKIE].value if COOKIE in cookies else None


def say(port, path, said, server, **headers):
    """What is answered to something said in a room, by way of that server."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    named = {"Content-Type": "application/json", "Cookie": f"{COOKIE}={server}", **headers}
    connection.request("POST", path, json.dumps(said), named)
    answer = connection.getresponse()
    heard = json.loads(answer.read())
    connection.close()
    return answer.status, heard


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Port, process id of the supervisor, and the folder nginx may write to."""
    folder = tmp_path_factory.mktemp("many")
    port = three_free_ports()
    with (folder / "said").open("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.serve", "--workers", "2", "--port", str(port)],
            cwd=ROOT, stderr=log, env={**os.environ, "TMPDIR": str(folder)},
        )  # fmt: skip
        try:
            for _ in range(900):
                if "Ctrl-C stops it." in (folder / "said").read_text():
                    break
                assert process.poll() is None, (folder / "said").read_text()
                time.sleep(0.1)
            yield port, process.pid, folder
            running = servers_of(process.pid).values()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
    assert not [pid for pid in running if Path(f"/proc/{pid}").exists()], "Ctrl-C stops everything"
    assert list(folder.glob("sightglass-*")) == [], "and leaves nothing behind"
    assert "Traceback" not in (folder / "said").read_text(), (folder / "said").read_text()


def visit(browser, port, path):
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, base_url=f"http://localhost:{port}"
    )
    page = context.new_page()
    page.goto(path)
    settle(page)
    return page


def server_of(page):
    """Which server the visitor's cookie names."""
    return next(c["value"] for c in page.context.cookies() if c["name"] == COOKIE)


def test_visitors_share_the_servers_and_stay_where_they_landed(many, browser):
    port, _, _ = many
    landed = {ask(port, "/")[2] for _ in range(4)}
    assert len(landed) == 2, "newcomers go to the servers in turn"
    for server in landed:
        for _ in range(5):
            assert ask(port, "/", Cookie=f"{COOKIE}={server}")[2] is None, "the cookie holds"
    assert ask(port, "/", Cookie=f"{COOKIE}=nonsense")[2] in landed

    page = visit(browser, port, "/gradient_descent?gradient_descent.seed=3")
    link, said, before = page.url, claim(page), server_of(page)
    assert before in landed
    page.get_by_role("slider").first.press("ArrowRight")
    until(page, "link => location.href !== link", arg=link)
    until(page, "said => document.querySelector('h2').innerText !== said", arg=said)
    settle(page)
    link, said = page.url, claim(page)
    page.reload()
    settle(page)
    assert (page.url, claim(page), server_of(page)) == (link, said, before)


def test_visitors_of_a_server_that_dies_go_on_at_another(many, browser):
    port, supervisor, _ = many
    page = visit(browser, port, f"/{STEM}?{STEM}.source=own&{STEM}.seed=11")
    link, said, before = page.url, claim(page), server_of(page)
    running = servers_of(supervisor)
    mine = next(each for each in running if name(f"127.0.0.1:{each}") == before)
    step = next(step for step in read_notes(STEM).steps if step.predict and step.predict.answer)
    asks = f"{STEM}?present=true&predict=true&step={step.id}"
    _, room = say(port, "/room", {"link": asks}, before)
    status, joined = say(port, f"/room/{room['code']}/join", {}, before)
    assert status == 200
    os.kill(running[mine], signal.SIGKILL)
    while listens(mine):
        time.sleep(0.05)
    if REDIS:  # its rooms go on, in the middle of a question
        guess = {"turn": joined["turn"], "round": 1, "value": step.predict.low}
        badge, key = {BADGE: joined["badge"]}, {KEY: room["key"]}
        assert say(port, f"/room/{room['code']}/guess", guess, before, **badge)[0] == 200
        status, told = say(port, f"/room/{room['code']}/reveal", {}, before, **key)
        assert status == 200 and told["told"]["rounds"] == [[[step.predict.low, 0, 1]]]
    begin = time.monotonic()
    page.wait_for_selector(
        '[data-test-connection-state]:not([data-test-connection-state="CONNECTED"])'
    )
    page.wait_for_selector('[data-test-connection-state="CONNECTED"]')
    assert time.monotonic() - begin < 5
    page.reload()
    settle(page)
    assert (page.url, claim(page)) == (link, said), "the link holds the state"
    assert server_of(page) != before

    # The dead server comes back. The session has moved: so must what belongs to it, such as a file.
    for _ in range(300):
        if servers_of(supervisor).get(mine) not in (None, running[mine]) and listens(mine):
            break
        time.sleep(0.1)
    else:
        raise AssertionError("it was not started again")
    page.wait_for_timeout(3_500)  # until nginx tries it again
    assert ask(port, "/", Cookie=f"{COOKIE}={before}")[2] is None, "it has visitors again"
    page.get_by_role("button", name="Your data").click()
    bring(page, "mine.csv", b"y,p\n" + b"1,0.9\n0,0.6\n0,0.1\n" * 5)
    expect(page.locator("h2").first).to_contain_text("of 5 positives")
    assert server_of(page) != before


def test_files_are_compressed_and_kept(many):
    port, _, _ = many
    for path in (f"/{LIVE}/live.js", f"/{PLOTLY}"):
        status, headers, cookie = ask(port, path, Accept_Encoding="gzip")
        assert status == 200 and headers["Content-Encoding"] == "gzip", path
        assert headers["Content-Type"] == "application/javascript"
        assert (
            "immutable" in headers["Cache-Control"]
            and "max-age=31536000" in headers["Cache-Control"]
        )
        assert cookie is None
        assert "Content-Encoding" not in ask(port, path)[1]
    assert ask(port, "/live/another/live.js")[0] == 404, "asked of a server, which has no other"
    status, headers, _ = ask(port, "/", Accept_Encoding="gzip")
    assert status == 200 and headers["Cache-Control"] == "no-cache"
    assert headers["Content-Encoding"] == "gzip"
    for hidden in ("metrics", "script-health-check"):
        assert ask(port, f"/_stcore/{hidden}")[0] == 404


def test_an_upload_is_never_put_on_disk_by_nginx_and_may_not_be_too_large(many):
    port, _, folder = many
    (temporary,) = folder.glob("sightglass-*")
    master = int((temporary / "nginx.pid").read_text())
    (nginx,) = (process for process, parent, _ in processes() if parent == master)
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(
            b"PUT /_stcore/upload_file/none/none HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Length: 4000000\r\n\r\n" + bytes(2_000_000)
        )
        time.sleep(0.3)
        written = [each for each in open_files(nginx) if each.startswith(f"{temporary}/body")]
    assert written == [], "nginx removes its files at once, but it has them open"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest("PUT", "/_stcore/upload_file/none/none")
    connection.putheader("Content-Length", str(25 * 2**20))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
