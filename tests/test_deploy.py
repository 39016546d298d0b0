"""What the configuration files for more than one process must say; nothing is started."""

import re
import socket
import tomllib
from pathlib import Path

import pytest

from deploy import serve
from deploy.nginx import COOKIE, config, name, static_files
from ui.static import LIVE

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
SETTINGS = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
UPLOAD = SETTINGS["server"]["maxUploadSize"]
TWO = ["10.0.0.1:8502", "110.0.0.1:8502"]  # one ends like the other


def conf(addresses=TWO, **more):
    given = {"listen": "127.0.0.1:8501", "folder": Path("/somewhere"), "upload_mb": UPLOAD} | more
    return config(addresses, **given)


def block(text, opening):
    """What stands between the braces of the first block that opens so."""
    start = text.index(opening) + len(opening)
    return text[start : text.index("}", start)]


def test_braces_and_placeholders_are_whole():
    text = conf()
    assert text.count("{") == text.count("}") and "{{" not in text
    for line in re.sub(r"#.*", "", text).splitlines():
        assert not line.strip() or line.rstrip().endswith((";", "{", "}")), line


@pytest.mark.parametrize("count", [1, 2, 5])
def test_each_server_has_the_others_as_its_backup(count):
    addresses = [f"127.0.0.1:{8502 + i}" for i in range(count)]
    text = conf(addresses)
    assert block(text, "upstream any {").count("server ") == count
    for address in addresses:
        own = block(text, f"upstream {name(address)} {{")
        lines = re.findall(r"server (\S+) max_fails=1 fail_timeout=3s( backup)?;", own)
        assert lines == [(address, "")] + [(other, " backup") for other in addresses if other != address]  # fmt: skip
        assert f"    {name(address)} {name(address)};" in text


@pytest.mark.parametrize(
    ("tried", "answered"),
    [
        ("10.0.0.1:8502", 0),
        ("110.0.0.1:8502", 1),
        ("10.0.0.1:8502, 110.0.0.1:8502", 1),
        ("110.0.0.1:8502, 10.0.0.1:8502", 0),
        ("", None),
        ("10.0.0.1:85020", None),
        ("sa1b2c3d4", None),
    ],
)
def test_the_cookie_names_the_server_that_answered_last(tried, answered):
    rules = re.findall(r'"~(\S.*)" (s\w+);', block(conf(), "map $upstream_addr $answered {"))
    assert len(rules) == 2
    named = [server for pattern, server in rules if re.search(pattern, tried)]
    assert named == ([] if answered is None else [name(TWO[answered])])


def test_a_server_keeps_its_name_when_others_come():
    assert name(TWO[0]) in conf(TWO[:1]) and name(TWO[0]) in conf([*TWO, "10.0.0.3:8502"])


def test_websockets_uploads_and_privacy():
    text = conf()
    for wanted in (
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header Connection $keep;",
        "proxy_set_header Host $http_host;",
        "proxy_http_version 1.1;",
        f"client_max_body_size {UPLOAD + 1}m;",
        "access_log off;",
        "proxy_request_buffering off;",
        "proxy_max_temp_file_size 0;",
        "proxy_buffer_size 16k;",
        f'"{COOKIE}=$answered; Path=/; HttpOnly; SameSite=Lax"',
    ):
        assert wanted in text
    assert "ip_hash" not in text


def test_rooms_are_asked_of_the_server_that_keeps_them_and_move_nobody():
    first = f"proxy_pass http://{name(TWO[0])};"
    alone, shared = (block(conf(redis=redis), "location ^~ /room {") for redis in (False, True))
    assert first in alone and "proxy_pass http://$upstream;" in shared
    for text in (alone, shared):
        assert "proxy_set_header X-Forwarded-For $remote_addr;" in text, (
            "or a class could be shut out"
        )
        assert "proxy_buffering off;" in text and "Set-Cookie" not in text


def test_redis_keeps_rooms_in_memory_and_listens_to_no_network(tmp_path, monkeypatch):
    monkeypatch.setattr(serve.shutil, "which", {"valkey-server": "/bin/valkey-server"}.get)
    command = " ".join(serve.redis_at(tmp_path).command)
    assert (
        "--port 0 " in command and "--save  --appendonly no" in command and str(tmp_path) in command
    )
    monkeypatch.setattr(serve.shutil, "which", lambda _: None)
    assert serve.redis_at(tmp_path) is None
    (first, *_), (alone, *_) = serve.workers(TWO, "unix:///x.sock"), serve.workers(TWO)
    assert (
        first.environment[serve.REDIS] == "unix:///x.sock" and serve.REDIS not in alone.environment
    )


def test_under_a_path_everything_is_under_it(tmp_path):
    text = conf(path="/lab/ml")
    found = re.findall(r"location (?:\^~ |= )?(\S+) \{", text)
    assert len(found) == 7 and {each for each in found if not each.startswith("/lab/ml/")} == {"/"}
    static_files(tmp_path, "/lab/ml")
    assert (tmp_path / "files/lab/ml" / LIVE / "live.js.gz").exists()
    command = serve.workers(TWO, path="/lab/ml")[0].command
    assert command[command.index("--server.baseUrlPath") + 1] == "/lab/ml"


def test_a_path_is_said_with_or_without_slashes_and_is_no_more_than_that():
    assert {serve.under(said) for said in ("ml", "/ml", "ml/", "/ml/")} == {"/ml"}
    assert serve.under("") == serve.under("/") == ""
    for said in ("a b", "ml;", "../x y", "{", "a//b", "ml\n"):
        with pytest.raises(ValueError, match="is no path"):
            serve.under(said)


def test_root_alone_says_whom_to_run_as():
    assert "\nuser " not in conf() and "\nuser root;" in conf(user="root")


def test_files_are_there_and_their_compressed_twins(tmp_path):
    static_files(tmp_path)
    ours = tmp_path / "files" / LIVE
    assert {p.name for p in ours.iterdir()} >= {"live.js", "live.js.gz", "live.css", "live.css.gz"}
    scripts = list((tmp_path / "files/static/js").glob("*.js"))
    assert len(scripts) > 100
    assert all(path.with_name(path.name + ".gz").exists() for path in scripts)


def test_a_name_may_stand_for_several_servers_and_one_that_is_away_for_none(monkeypatch):
    def lookup(host, port, *_):
        if host == "away":
            raise socket.gaierror
        return [(None, None, None, "", (f"10.0.0.{i}", port)) for i in (2, 1, 2)]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    assert serve.resolve(["app:8501", "away:8501"]) == ["10.0.0.1:8501", "10.0.0.2:8501"]


def test_servers_share_a_secret_that_is_new_each_time():
    first, second, again = (
        child.environment["STREAMLIT_SERVER_COOKIE_SECRET"]
        for child in (*serve.workers(TWO), *serve.workers(TWO[:1]))
    )
    assert first == second != again and len(first) == 64
    assert all(first not in word for child in serve.workers(TWO) for word in child.command)


def test_without_nginx_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setenv("NGINX", "/no/such/nginx")
    with pytest.raises(SystemExit, match="apt-get install nginx-light"):
        serve.find_nginx()


def test_a_port_that_is_taken_is_refused_before_anything_is_started():
    with socket.create_server(("127.0.0.1", 0)) as other:
        with pytest.raises(SystemExit, match="cannot be had"):
            serve.ask_for("127.0.0.1", other.getsockname()[1])


def test_a_process_that_ends_at_once_is_not_started_again_at_once():
    child = serve.Child("true", ["true"], {"PATH": "/usr/bin:/bin"})
    child.start()
    first = child.process
    first.wait()
    child.tend()
    assert child.ended and child.process is first
    child.started -= 6
    child.tend()
    assert not child.ended and child.process is not first
    child.process.wait()


def test_the_image_holds_what_the_app_is_made_of():
    said = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY (\S+)/ \1/$", said, re.MULTILINE))
    assert all((ROOT / folder).is_dir() for folder in copied)
    ours = {path.parent.name for path in ROOT.glob("*/*") if path.suffix in {".py", ".js", ".toml"}}
    assert copied == ours - {"tests", "benchmarks", "docs", ".ci"}
    assert said.count("USER 10001") == said.count("HEALTHCHECK") == 2
    assert "python:3.12-slim" in said and "-r requirements.txt" in said
    assert said.rindex("USER 10001") > said.rindex("RUN"), "nothing is installed by the app's user"


def test_no_secret_is_written_down():
    for path in DEPLOY.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            assert not re.search(r"\b[0-9a-f]{32,}\b", path.read_text(encoding="utf-8")), path


# --- YAML ----------------------------------------------------------------------------------------


def read(file):
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    return list(yaml.safe_load_all((DEPLOY / file).read_text(encoding="utf-8")))


def test_compose_says_what_it_must():
    (composed,) = read("compose.yaml")
    app, front = composed["services"]["app"], composed["services"]["front"]
    said = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    for service in (app, front):
        assert service["read_only"] and service["tmpfs"] == ["/tmp"]
        assert f" AS {service['build']['target']}\n" in said
    assert front["command"] == ["app:8501"] and "ports" not in app, "visitors come by nginx alone"
    assert front["ports"][0].startswith("${ADDRESS:-127.0.0.1}:"), (
        "letting the network in is a choice"
    )
    assert ":?" in app["environment"]["STREAMLIT_SERVER_COOKIE_SECRET"]
    assert front["depends_on"]["app"]["condition"] == "service_healthy"
    rooms = composed["services"]["rooms"]
    assert rooms["read_only"] and "ports" not in rooms and "no" == rooms["command"][-1]
    assert {each["environment"][serve.REDIS] for each in (app, front)} == {"redis://rooms:6379"}


def test_kubernetes_says_what_it_must():
    things = {thing["kind"]: thing for thing in read("kubernetes.yaml")}
    assert set(things) == {"Deployment", "Service", "Ingress", "HorizontalPodAutoscaler"}
    assert {thing["metadata"]["name"] for thing in things.values()} == {"sightglass"}
    pod = things["Deployment"]["spec"]["template"]
    labels = pod["metadata"]["labels"]
    assert labels == things["Service"]["spec"]["selector"]
    assert labels == things["Deployment"]["spec"]["selector"]["matchLabels"]
    (app,) = pod["spec"]["containers"]
    assert {"readinessProbe", "livenessProbe", "startupProbe"} <= set(app)
    assert set(app["resources"]) == {"requests", "limits"}
    assert pod["spec"]["securityContext"]["runAsNonRoot"]
    assert things["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["kind"] == "Deployment"
    asked = things["Ingress"]["metadata"]["annotations"]
    at = "nginx.ingress.kubernetes.io/"
    assert asked[at + "affinity"] == "cookie" and asked[at + "session-cookie-name"] == COOKIE
    assert asked[at + "proxy-body-size"] == f"{UPLOAD + 1}m"
    assert asked[at + "proxy-request-buffering"] == "off"
    assert all(isinstance(value, str) for value in asked.values())
