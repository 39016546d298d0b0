"""Serve the app from several processes at one address: nginx in front, and what ends is started again.

`python -m deploy.serve --workers 2` starts the servers itself, each as `streamlit run` would be.
`python -m deploy.serve --at app:8501` is the front of servers that run elsewhere.
"""

import argparse
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from deploy.nginx import ROOT, config, static_files

NO_NGINX = """\
nginx was not found. On Debian and Ubuntu:

    sudo apt-get install nginx-light

On macOS: brew install nginx. If it is somewhere unusual, name it: NGINX=/path/to/nginx make serve-many
"""
NO_REDIS = """\
redis-server was not found (Debian: sudo apt-get install redis-server), so rooms are kept by the first
server alone. If that fails, they are gone, and the lessons go on without.
"""
REDIS = "SIGHTGLASS_REDIS"  # in the environment: where servers keep their rooms (app.py)
PATIENCE = 90  # seconds for a server to be ready for visitors
LOOK = 5  # seconds between two looks at where the servers elsewhere are


@dataclass
class Child:
    """A process of ours that is to run for as long as we do."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] = field(init=False)
    started: float = field(init=False)
    ended: bool = field(init=False, default=False)

    def start(self) -> None:
        # In a session of its own: Ctrl-C reaches us alone, and we end the others in order.
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        self.started, self.ended = time.monotonic(), False

    def tend(self) -> None:
        """Start it again if it has ended; if it ended at once, not before five seconds are over."""
        code = self.process.poll()
        if code is None:
            return
        if not self.ended:
            say(f"{self.name} has ended ({code}); starting it again.")
            self.ended = True
        lived_long = time.monotonic() - self.started > 5
        if lived_long:
            self.start()

    def stop(self) -> None:
        try:
            self.process.wait(4)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def say(text: str) -> None:
    """Tell whoever started this."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def find_nginx() -> str:
    """The path of nginx, which Debian puts where an ordinary user's PATH does not look."""
    path = os.pathsep.join(
        [os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"]
    )
    return shutil.which(os.environ.get("NGINX") or "nginx", path=path) or sys.exit(NO_NGINX)


def resolve(places: list[str]) -> list[str]:
    """Where the servers are now, as address:port; a name may stand for several."""
    found = set()
    for place in places:
        host, _, port = place.rpartition(":")
        try:
            infos = socket.getaddrinfo(host, int(port), socket.AF_INET, socket.SOCK_STREAM)
        except socket.gaierror:
            continue  # not there now
        found |= {f"{str(address)}:{port}" for *_, (address, *_) in infos}
    return sorted(found)


def answers(url: str, timeout: float) -> bool:
    """Whether this URL is answered with success."""
    try:
        urllib.request.urlopen(url, timeout=timeout).close()
    except OSError:
        return False
    return True


def wait_until(ready: Callable[[], bool], children: list[Child], what: str) -> None:
    """Wait until it is ready; give up, loudly, if it takes too long or a process has ended."""
    begin = time.monotonic()
    while not ready():
        for child in children:
            if child.process.poll() is not None:
                sys.exit(f"{child.name} did not start; what it said stands above.")
        if time.monotonic() - begin > PATIENCE:
            sys.exit(f"{what} is not ready after {PATIENCE} seconds.")
        time.sleep(0.1)


def warm(address: str, path: str, ready: list[str]) -> None:
    """Wait until the server has run the home page, so that no visitor waits for its imports.

    Servers elsewhere may not offer that check; then it is enough that they answer.
    """
    while not answers(f"http://{address}{path}/_stcore/health", 2):
        time.sleep(0.1)
    answers(f"http://{address}{path}/_stcore/script-health-check", PATIENCE)
    ready.append(address)


def redis_at(folder: Path) -> Child | None:
    """A Redis server in which the servers share their rooms: in memory alone, and no one else's."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None:
        return None
    command = [
        found, "--port", "0", "--unixsocket", str(folder / "redis.sock"), "--unixsocketperm", "700",
        "--save", "", "--appendonly", "no", "--dir", str(folder),
    ]  # fmt: skip
    return Child("redis-server", command, dict(os.environ))


def workers(addresses: list[str], redis: str = "", path: str = "") -> list[Child]:
    """A server of the app for each address, with the settings of .streamlit/config.toml.

    `redis`: where they share their rooms, if anywhere. `path`: what all their addresses begin with.
    """
    environment = {
        **os.environ,
        **({REDIS: redis} if redis else {}),
        # One for all, so that what one server signed the others accept; it is never written down.
        "STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32),
        "STREAMLIT_SERVER_SCRIPT_HEALTH_CHECK_ENABLED": "true",
    }
    if os.access("/dev/shm", os.W_OK):
        environment["TMPDIR"] = "/dev/shm"  # an upload over 1 MB: in memory, not on disk
    made = []
    for number, address in enumerate(addresses, start=1):
        host, _, port = address.rpartition(":")
        command = [
            sys.executable, "-m", "streamlit", "run", "app.py",
            "--server.address", host, "--server.port", port, "--server.baseUrlPath", path,
            "--logger.level", "warning",
        ]  # fmt: skip
        made.append(Child(f"server {number}", command, environment))
    return made


def write_config(folder: Path, addresses: list[str], asked: argparse.Namespace) -> Path:
    """Write nginx.conf into the folder."""
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    file = folder / "nginx.conf"
    text = config(
        addresses,
        listen=f"{asked.address}:{asked.port}",
        folder=folder,
        upload_mb=settings["server"]["maxUploadSize"],
        user=pwd.getpwuid(0).pw_name if os.geteuid() == 0 else "",
        redis=bool(asked.redis),
        path=asked.path,
    )
    file.write_text(text, encoding="utf-8")
    return file


def ask_for(address: str, port: int) -> None:
    """Give up, loudly, if the port is taken: whoever has it would answer in our place."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as problem:
            sys.exit(f"Port {port} cannot be had ({problem.strerror}). Take another: PORT=8600")


def own_address() -> str:
    """The address of this machine on its network, or "" if it has none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def serve(asked: argparse.Namespace, stack: ExitStack) -> None:
    """Start everything, then watch over it until a signal comes."""
    nginx = find_nginx()
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sightglass-")))
    children: list[Child] = []
    ask_for(asked.address, asked.port)

    def stop() -> None:
        for child in children:
            child.process.terminate()
        for child in children:
            child.stop()

    stack.callback(stop)
    if asked.at:
        wait_until(lambda: bool(resolve(asked.at)), [], " ".join(asked.at))
        addresses = resolve(asked.at)
    else:
        addresses = [f"127.0.0.1:{asked.port + 1 + i}" for i in range(asked.workers)]
        for i in range(asked.workers):
            ask_for("127.0.0.1", asked.port + 1 + i)
        if asked.workers > 1 and not asked.redis:
            if (rooms := redis_at(folder)) is None:
                say(NO_REDIS)
            else:
                rooms.start()
                children.append(rooms)
                asked.redis = f"unix://{folder}/redis.sock"
                wait_until((folder / "redis.sock").exists, children, "redis-server")
        for child in workers(addresses, asked.redis, asked.path):
            child.start()
            children.append(child)
    ready: list[str] = []
    for address in addresses:
        threading.Thread(target=warm, args=(address, asked.path, ready), daemon=True).start()
    static_files(folder, asked.path)
    wait_until(lambda: len(ready) == len(addresses), children, " ".join(addresses))
    file = write_config(folder, addresses, asked)
    front = Child("nginx", [nginx, "-e", "stderr", "-c", str(file)], dict(os.environ))
    front.start()
    children.append(front)
    local = "127.0.0.1" if asked.address == "0.0.0.0" else asked.address
    here = f"{asked.port}{asked.path}"
    wait_until(lambda: answers(f"http://{local}:{here}/_stcore/health", 2), children, "nginx")

    say(f"Sightglass is at http://{local}:{here} (servers: {len(addresses)}).")
    if asked.address == "0.0.0.0" and not asked.at and (address := own_address()):
        say(f"Others on this network open http://{address}:{here}")
    say("Ctrl-C stops it.")
    looked = time.monotonic()
    while True:
        time.sleep(0.2)
        for child in children:
            child.tend()
        if asked.at and time.monotonic() - looked > LOOK:
            looked = time.monotonic()
            if (now := resolve(asked.at)) and now != addresses:
                addresses = now
                write_config(folder, addresses, asked)
                front.process.send_signal(signal.SIGHUP)  # reads it anew; visitors stay connected
                say(f"Servers now: {len(addresses)}.")


def end(_signal: int, _frame: FrameType | None) -> None:
    """Let everything be stopped in order; another signal does not disturb that."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.exit(0)


def under(said: str) -> str:
    """The path that all addresses begin with, as "/ml"; "" for none. ValueError if it is none."""
    path = said.strip("/")
    if not re.fullmatch(r"([\w.~-]+(/[\w.~-]+)*)?", path, re.ASCII):
        raise ValueError(f"{said!r} is no path such as ml or lab/ml")
    return f"/{path}" if path else ""


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2, help="servers to start here")
    parser.add_argument(
        "--port", type=int, default=8501, help="the servers take the ports after it"
    )
    parser.add_argument("--address", default="127.0.0.1", help="0.0.0.0 lets the network in")
    parser.add_argument("--at", nargs="+", metavar="HOST:PORT", help="servers that run elsewhere")
    parser.add_argument(
        "--path", type=under, default="", help="what all addresses begin with, as ml"
    )
    asked = parser.parse_args()
    asked.redis = os.environ.get(REDIS, "")
    if asked.workers < 1:
        parser.error("at least one worker")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    with ExitStack() as stack:
        serve(asked, stack)


if __name__ == "__main__":
    main()
