"""An application asked without a server."""

import asyncio

from starlette.applications import Starlette
from starlette.middleware import Middleware

from ui.guard import Guard

GUARDED = Starlette(middleware=[Middleware(Guard)])  # Streamlit's own answers are not there


def asked(app, address, kind="http", heard=(), method="GET", **said):
    """What an application sends when this is asked of it."""
    sent, queue = [], [*heard]
    path, _, query = address.partition("?")
    scope = {
        "type": kind, "method": method, "path": path, "query_string": query.encode(), "root_path": "", "scheme": "http",
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
