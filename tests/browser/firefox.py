"""Firefox as Playwright drives it: the one that is installed, by WebDriver BiDi. Run in the browser's place.

Playwright's own Firefox is a download of its own. To the one of a distribution it speaks BiDi, and what is not yet alike
is set right here, on the way; all else is handed on as it is.
"""

import asyncio
import json
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
# At the start of every context: the colours that a visitor prefers, as they are anyway. Firefox 153 does not know it.
UNKNOWN = "emulation.setMediaFeaturesOverride"
# Before every click what is clicked would be brought to the middle of the screen, even if it is in sight.
MIDDLE, NEAREST = r"block: \"center\"", r"block: \"nearest\""
# What is filled in would be set by a script, behind what a number box holds, and no change of it would be heard.
SET_BY_SCRIPT = r"const start = inputElement.selectionStart;"
TYPED = r"return void window.document.execCommand(\"insertText\", false, text);"
# What is said of a download begins so.
DOWNLOAD = "browsingContext.download"
# Without a window there is no mouse, unless it is said: fine, and able to hover. And this machine by another name.
SET = """
user_pref("ui.primaryPointerCapabilities", 6);
user_pref("ui.allPointerCapabilities", 6);
user_pref("network.dns.localDomains", "sightglass.test");
"""
WHOLE = {"compression": None, "max_size": None}  # pictures are long messages


async def relayed(executable):
    """Start that Firefox, and stand between it and who connects until it ends."""
    with TemporaryDirectory(prefix="firefox", ignore_cleanup_errors=True) as profile:
        Path(profile, "user.js").write_text(SET)
        process = await asyncio.create_subprocess_exec(
            executable, "--headless", "--remote-debugging-port=0", "--profile", profile,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        async for line in process.stderr:
            if found := LISTENING.search(line.decode()):
                break
        else:
            raise SystemExit("Firefox ended without a word on where it listens")

        async def between(driver):
            async with connect(f"{found[1]}/session", **WHOLE) as browser:
                await asyncio.gather(asked(driver, browser), answered(browser, driver))

        async with serve(between, "127.0.0.1", 0, **WHOLE) as server:
            port = server.sockets[0].getsockname()[1]
            sys.stderr.write(f"WebDriver BiDi listening on ws://127.0.0.1:{port}\n")
            async for _ in process.stderr:  # else its pipe fills
                pass
            await process.wait()


async def asked(driver, browser):
    async for said in driver:
        message = json.loads(said)
        if message["method"] == UNKNOWN:
            done = {"type": "success", "id": message["id"], "result": {}}
            await driver.send(json.dumps(done))
        else:
            await browser.send(said.replace(MIDDLE, NEAREST).replace(SET_BY_SCRIPT, TYPED))


async def answered(browser, driver):
    names = {}  # of the downloads that have begun, by address
    async for said in browser:
        await driver.send(numbered(said, names) if DOWNLOAD in said else said)


def numbered(said, names):
    """What is said of a download, with the id that Playwright knows it by, and its file where Playwright looks for it.

    Firefox 153 gives none, and a second file of a name has a name of its own.
    """
    message = json.loads(said)
    download = message.get("params", {})
    if message.get("method") == f"{DOWNLOAD}WillBegin":
        names[download["url"]] = download["suggestedFilename"]
    elif message.get("method") == f"{DOWNLOAD}End":
        if download["status"] == "complete":
            file = Path(download["filepath"])
            file.replace(file.with_name(names[download["url"]]))
    else:
        return said
    return json.dumps({**message, "params": {**download, "download": download["url"]}})


if __name__ == "__main__":
    asyncio.run(relayed(sys.argv[1]))
