"""What a page will need, begun when its address is asked for: the browser takes a second to come back."""

from contextlib import suppress
from functools import cache
from importlib import import_module
from threading import Thread

from content.read import HERE


def stem_of(path: str) -> str:
    """The concept whose page has that path; "" if it is not one's."""
    stem = path.strip("/")
    return stem if stem.isidentifier() and (HERE / f"{stem}.toml").exists() else ""


@cache
def prepare(stem: str) -> None:
    """Import what the page is made of, behind the scenes; once."""
    Thread(target=_prepare, args=[stem], daemon=True).start()


def _prepare(stem: str) -> None:
    from ui.process import ONE_AT_A_TIME

    with suppress(RuntimeError):  # the server is being stopped
        with ONE_AT_A_TIME:
            for folder in ("concepts", "figures", "sentences"):
                import_module(f"{folder}.{stem}")
        import_module("ui.page")


@cache
def link_header() -> str:
    """Has the browser load what draws the page while Streamlit's own scripts are still starting."""
    from ui.part import FILES, PLOTLY, VERSION

    ours = [f"app/static/{file.name}?v={VERSION}" for file in FILES if file.suffix == ".js"]
    return ", ".join(f"<{each}>; rel=modulepreload" for each in [PLOTLY, *ours])
