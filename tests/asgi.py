"""An application asked without a server."""

import asyncio

from starlette.applications import Starlette
from starlette.middleware import Middleware

from ui.guard import Guard

GUARDED = Starlette(middleware=[Middleware(Guard)])  # Streamlit's own answers are not there


def asked(app, path, kind="http", heard=(), **said):
    """What an application sends when this is asked of it."""
    sent, queue = [], [*heard]
    scope = {
        "type": kind, "method": "GET", "path": path, "query_string": b"", "root_path": "", "scheme": "http",
        "headers": [(name.encode(), text.encode()) for name, text in said.items()],
    }  # fmt: skip

    async def receive():
        if not queue and kind == "http":
            await asyncio.Event().wait()  # who asks stays to hear the answer
        return queue.pop(0) if queue else {"type": f"{kind}.disconnect"}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent
