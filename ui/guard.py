"""What stands between the app and whoever asks; and what of it all may be logged."""

import logging
import traceback
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.early import home_link_header, link_header, prepare, prepare_home, stem_of
from ui.face import OTHERS, other_page, page_of, root_of
from ui.headers import WORKER_POLICY, headers_here
from ui.lost import is_lost, lost_page
from ui.memory import give_back_memory, share_memory
from ui.sockets import send_at_once
from ui.static import LIVE, streamlits
from ui.worker import WORKER

LOG = logging.getLogger(__name__)


class Guard:
    """Around the whole app (app.py): headers with every answer, and no websocket that is not ours.

    It stands outside of Streamlit, so it holds from the first request on, whatever is asked for; and
    so it is here that the log is told what not to say. And it is there before any thread is, and
    before anything is sent.
    """

    def __init__(self, app: ASGIApp) -> None:
        keep_words_out_of_the_log()
        share_memory()
        give_back_memory()
        self.app = app
        self.said = {name.lower().encode(): text.encode() for name, text in headers_here().items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":  # by now the server has its sockets
            send_at_once()
        if scope["type"] == "http":
            await self.answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.talk(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the app answer; an error inside is answered too, and says nothing of itself."""
        begun = lost = False
        early = []
        path = path_within(scope["path"])
        if stem := stem_of(path):
            prepare(stem)
            early = [(b"link", link_header().encode())]
        elif path == "/":
            prepare_home()
            early = [(b"link", home_link_header().encode())]
        said = self.said
        if path == f"/{LIVE}/{WORKER}":
            said = said | {b"content-security-policy": WORKER_POLICY.encode()}

        async def tell(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                theirs = [pair for pair in message.get("headers", ()) if pair[0] not in said]
                message["headers"] = [*theirs, *said.items(), *early]
            await send(message)

        async def say(message: Message) -> None:
            nonlocal lost
            if message["type"] == "http.response.start" and is_lost(path, message):
                lost = True  # Streamlit sends its own HTML wherever there is nothing
                await lost_page(path, base_path())(scope, receive, tell)
            elif not lost:
                await tell(message)

        try:
            answer = await self.own(scope, path) or self.app
            await answer(scope, receive, say)
        except Exception as problem:
            LOG.error("An answer failed", exc_info=problem)
            if not begun:
                await PlainTextResponse("Internal error", 500)(scope, receive, tell)

    async def own(self, scope: Scope, path: str) -> Response | None:
        """What is answered here in place of Streamlit; None if it is to answer itself."""
        asked = Headers(scope=scope)
        if scope.get("method") != "GET" or not (name := page_of(path)):
            return await streamlits(path, asked)
        root = root_of(asked, scope["scheme"], base_path())
        if name in OTHERS:
            return other_page(name, root, asked)
        first = await run_in_threadpool(import_module, "ui.first")  # which takes its time, once
        query = scope.get("query_string", b"").decode("latin-1")
        answer: Response = await first.first_page(name, query, root, asked)
        return answer

    async def talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a page of ours talk to the app. Its messages are bytes; at a text it is hung up on."""
        if is_foreign(Headers(scope=scope)):
            # Streamlit would first ask a server on the internet for our address; everybody would wait
            await send({"type": "websocket.close", "code": 1008})
            return

        async def hear() -> Message:
            message = await receive()
            if message.get("text") is not None:
                return {"type": "websocket.disconnect", "code": 1003}
            return message

        await self.app(scope, hear, send)


def base_path() -> str:
    """What every address of the app begins with (server.baseUrlPath): "/sightglass", or mostly ""."""
    path = st.get_option("server.baseUrlPath").strip("/")
    return f"/{path}" if path else ""


def path_within(asked: str) -> str:
    """That address as seen from the app's own; "" if it is outside of what is ours."""
    base = base_path()
    return asked.removeprefix(base) if asked.startswith(f"{base}/") else ""


def is_foreign(asked: Headers) -> bool:
    """Whether a page of another origin opens this websocket, and no setting lets it."""
    origin = asked.get("origin")
    if origin is None or not st.get_option("server.enableCORS"):
        return False
    names = [urlsplit(each).hostname for each in st.get_option("server.corsAllowedOrigins")]
    names += ["localhost", "127.0.0.1", st.get_option("browser.serverAddress")]
    try:
        page = urlsplit(origin)
        return page.netloc != asked.get("host") and page.hostname not in names
    except ValueError:
        return True


def keep_words_out_of_the_log() -> None:
    """Log where an error was and of what kind, not its words: they may quote what a visitor brought."""
    logging.setLogRecordFactory(_wordless)


def _wordless(*given: Any, **more: Any) -> logging.LogRecord:
    record = logging.LogRecord(*given, **more)
    if not record.exc_info:
        return record
    kind, _, place = record.exc_info
    record.exc_info = None
    if record.levelno >= logging.ERROR and kind is not None:
        places = "".join(traceback.format_tb(place))
        record.msg = f"{record.getMessage()}\nTraceback:\n{places}{kind.__name__}"
        record.args = ()
    return record
