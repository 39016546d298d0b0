"""The configuration of nginx in front of several servers of the app, and the files it serves itself.

A visitor's session lives in one server, so nginx must always bring them to the same. It does so by a
cookie that names the server which answered last. The address of the visitor would not do: a whole
school comes from one. A cookie that is only hashed would not do either: when a server dies, its
visitors' sessions move, and so must the cookie, or their uploads would go to the server that came
back and knows nothing of them.
"""

import gzip
import hashlib
import re
import shutil
from pathlib import Path

from ui.headers import WORKER_POLICY, headers_here
from ui.static import FILES, FOREVER, LIVE, TYPES, streamlit_folder
from ui.worker import WORKER

ROOT = Path(__file__).parent.parent
COOKIE = "sightglass_server"

CONFIG = """\
daemon off;
worker_processes 1;
worker_rlimit_nofile 4096;
pid {folder}/nginx.pid;
error_log stderr crit;
{user}events {{ worker_connections 4096; }}

http {{
  types {{
    text/html html;
    text/css css;
    application/javascript js;
    application/json json;
    application/wasm wasm;
    image/svg+xml svg;
    image/png png;
    image/gif gif;
    font/woff2 woff2;
  }}
  default_type application/octet-stream;

  # Nothing about visitors is stored: no log of requests, and what they send or get is not put on disk.
  access_log off;
  proxy_request_buffering off;
  proxy_max_temp_file_size 0;
  # The head of a page names every script that it will need: more than nginx's usual 4 kB.
  proxy_buffer_size 16k;
  proxy_buffers 8 16k;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;

  server_tokens off;
  sendfile on;
  tcp_nodelay on;
  gzip on;
  gzip_comp_level 5;
  gzip_min_length 1000;
  gzip_proxied any;
  gzip_vary on;
  gzip_types text/css text/csv text/plain application/javascript application/json image/svg+xml;

  map $http_upgrade $keep {{ default upgrade; "" ""; }}

  # Who has no cookie goes to the servers in turn; who has one, to the server it names. If that one
  # does not answer, the others are its backup.
  upstream any {{
    zone any 256k;
{servers}
  }}
{upstreams}
  map $cookie_{cookie} $upstream {{
    default any;
{routes}
  }}

  # The server that answered in the end, and the cookie, unless the visitor has it already.
  map $upstream_addr $answered {{
    default "";
{answers}
  }}
  map "$cookie_{cookie}=$answered" $set_cookie {{
    default "{cookie}=$answered; Path=/; HttpOnly; SameSite=Lax";
    "~=$" "";
{kept}
  }}

  server {{
    listen {listen};
    client_max_body_size {upload}m;

    # On what nginx answers itself, too. A block that says a header inherits none, so each says all.
{safe}

    # The names of Streamlit's files hold a hash, the path of ours their version: no browser need ask
    # again. Another version, while an upgrade is on its way, is had from the server that names it.
    location ^~ {path}/static/ {{
      root {folder}/files;
      gzip_static on;
      add_header Cache-Control "{forever}";
{safe}
    }}
    location ^~ {path}/{live}/ {{
      root {folder}/files;
      gzip_static on;
      add_header Cache-Control "{forever}";
{safe}
    }}

    location = {path}/{live}/{worker} {{
      root {folder}/files;
      gzip_static on;
      add_header Cache-Control "{forever}";
{shut}
    }}

    # For whoever runs the servers, not for visitors.
    location = {path}/_stcore/script-health-check {{ return 404; }}
    location = {path}/_stcore/metrics {{ return 404; }}

    # What a room is told goes to the server that keeps rooms, or, where Redis does, to the visitor's own.
    # It moves no visitor, so it sets no cookie. Where it comes from is said: joining is limited by that.
    location ^~ {path}/room {{
      proxy_pass http://{rooms};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_buffering off;
      proxy_connect_timeout 2s;
      proxy_read_timeout 1h;
{hidden}
{safe}
    }}

    location / {{
      proxy_pass http://$upstream;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $keep;
      proxy_connect_timeout 2s;
      proxy_read_timeout 1h;
      proxy_send_timeout 1h;
      add_header Set-Cookie $set_cookie always;
{hidden}
{safe}
    }}
  }}
}}
"""


def config(
    addresses: list[str],
    *,
    listen: str,
    folder: Path,
    upload_mb: int,
    user: str = "",
    redis: bool = False,
    path: str = "",
) -> str:
    """The text of nginx.conf.

    Parameters
    ----------
    addresses : host:port of each server of the app, hosts as IP addresses; at least one.
    listen : address:port that visitors come to.
    folder : Where nginx may write, and where `static_files` has put the files.
    upload_mb : The largest upload the app takes.
    user : Whom nginx's processes run as; only needed when it is started by root.
    redis : Whether the servers share their rooms; else the first keeps them all.
    path : What all addresses of the app begin with, as "/ml"; mostly nothing.
    """
    fails = "max_fails=1 fail_timeout=3s"
    known = {address: name(address) for address in addresses}
    upstreams = []
    for address, server in known.items():
        backups = [f"    server {other} {fails} backup;" for other in known if other != address]
        lines = "\n".join([f"    server {address} {fails};", *backups])
        upstreams.append(f"  upstream {server} {{\n    zone {server} 64k;\n{lines}\n  }}")
    safe = headers_here()
    return CONFIG.format(
        safe=_added(safe),
        shut=_added(safe | {"Content-Security-Policy": WORKER_POLICY}),
        worker=WORKER,
        path=path,
        hidden="\n".join(f"      proxy_hide_header {name};" for name in safe),
        folder=folder,
        listen=listen,
        upload=upload_mb + 1,  # the form around the file
        user=f"user {user};\n" if user else "",
        cookie=COOKIE,
        rooms="$upstream" if redis else known[addresses[0]],
        forever=FOREVER,
        live=LIVE,
        servers="\n".join(f"    server {address} {fails};" for address in known),
        upstreams="\n".join(upstreams),
        routes="\n".join(f"    {server} {server};" for server in known.values()),
        # it lists all that were tried; the last one answered
        answers="\n".join(
            rf'    "~(^|[\s,]){re.escape(address)}$" {server};' for address, server in known.items()
        ),
        kept="\n".join(f'    "{server}={server}" "";' for server in known.values()),
    )


def _added(headers: dict[str, str]) -> str:
    """The lines that say those headers."""
    return "\n".join(f'      add_header {name} "{said}" always;' for name, said in headers.items())


def name(address: str) -> str:
    """A server's name in the cookie: it stays the same when other servers come and go."""
    return "s" + hashlib.sha256(address.encode()).hexdigest()[:8]


def static_files(folder: Path, path: str = "") -> None:
    """Put Streamlit's files and ours into folder/files, compressed once instead of at each visit.

    They stand there under `path`, as in `config`.
    """
    files = folder / f"files{path}"
    shutil.copytree(streamlit_folder() / "static", files / "static")
    (files / LIVE).mkdir(parents=True)
    for name, content in FILES.items():
        (files / LIVE / name).write_bytes(content)
    for file in files.rglob("*"):
        if file.suffix in TYPES:
            file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes(), 6))
