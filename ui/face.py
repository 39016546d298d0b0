"""The face of a link: the title, the sentence and the picture that a messenger shows for it.

All of it is what the link says and nothing else, so it is the same for everybody. What a visitor has
brought or written is never in it, even where a link repeats it: then the page's question is said, and
the picture is the one of the page as it is at first. Nor is an answer that is yet to be guessed.
"""

import gzip
import re
from dataclasses import dataclass
from html import escape
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response

from content.read import stems
from ui.headers import index_html

NAME = "Sightglass"
HOME = "home"
# What is said of the pages that are no concept's.
OTHERS = {
    HOME: (
        NAME,
        "See machine-learning concepts move: every curve is computed live, every sentence is read "
        "off it, every state is a link.",
    ),
    "interview": (
        f"Interview · {NAME}",
        "Questions on machine learning as they are asked, what to say in a minute, and the picture "
        "that proves it.",
    ),
    "flashcards": (
        f"Flashcards · {NAME}",
        "The same questions as cards, each back on the day you would forget it.",
    ),
    "plan": (
        f"Plan · {NAME}",
        "A date, the hours you have, and what to do on each day until the interview.",
    ),
    "stories": (
        f"Stories · {NAME}",
        "What to tell when they ask what you did: four parts, counted as you write, told by the clock.",
    ),
    "coding": (
        f"Coding · {NAME}",
        "Machine-learning functions to write from scratch, in the browser: each check says what went "
        "in, what was expected and what came.",
    ),
    "glossary": (
        f"Glossary · {NAME}",
        "The words of machine learning, a line for each, and the page that shows it.",
    ),
}
WIDTH, HEIGHT = 1200, 630  # of the picture
HOST = re.compile(r"[\w.-]+(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?", re.IGNORECASE)


@dataclass(frozen=True)
class Face:
    """What is shown for a link.

    Attributes
    ----------
    stem : The concept; or the name of another page, which has no Params and no figure.
    figure : The one that is drawn: a function of the concept's figures; "" for none, and then
        there are words alone.
    """

    stem: str
    title: str
    says: str
    params: Any = None
    figure: str = ""
    query: str = ""

    @property
    def card(self) -> str:
        """Where the picture is, as seen from the app's own address."""
        return f"card/{self.stem}.png{self.query and '?'}{self.query}"


def page_of(path: str) -> str:
    """The name of the page whose address ends in that path; "" if it is none's."""
    name = path.removeprefix("/")
    known = name in stems() or (name in OTHERS and name != HOME)
    return HOME if path == "/" else name if known and path == f"/{name}" else ""


def other_page(name: str, root: str, asked: Headers) -> Response:
    """The first HTML of a page that is no concept's: Streamlit's, with its face."""
    face = Face(name, *OTHERS[name])
    begun, rest = headed(face.title)
    html = f"{begun}{tags(face, root)}{rest}".encode()
    said = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if "gzip" in asked.get("accept-encoding", ""):
        said["Content-Encoding"] = "gzip"
        html = gzip.compress(html, mtime=0)
    return HTMLResponse(html, headers=said)


# The sections of the menu have a sign of ours (search.css): Streamlit's would fetch 376 kB of type.
UNSIGNED = (
    '<style>[data-testid="stSidebar"] [data-testid="stExpander"] [data-testid="stIconMaterial"]'
    " { display: none; }</style>"
)


# What stands where scripts are off, on every page, in place of Streamlit's own words.
UNSCRIPTED = (
    '<noscript><p style="margin: 24px; font: 18px/1.5 sans-serif">Without JavaScript nothing moves '
    "here: allow it in your browser, then load the page again.</p></noscript>"
)


def headed(title: str, more: str = "") -> tuple[str, str]:
    """Streamlit's HTML under that title, up to the end of its head, and from there."""
    begun, end, rest = index_html().partition("</head>")
    named = begun.replace("<title>Streamlit</title>", f"<title>{escape(title)}</title>")
    said = re.sub("<noscript>.*?</noscript>", UNSCRIPTED, rest, count=1, flags=re.DOTALL)
    return named + UNSIGNED + more, end + said


def tags(face: Face, root: str) -> str:
    """What stands in the head of the HTML for who reads nothing else.

    `root` is the app's own address, see `root_of`; without one no picture is named.
    """
    says = plain(face.says)
    named = [
        ("name", "description", says),
        ("property", "og:site_name", NAME),
        ("property", "og:type", "website"),
        ("property", "og:title", face.title),
        ("property", "og:description", says),
        ("name", "twitter:card", "summary_large_image" if root else "summary"),
    ]
    if root:
        named += [
            ("property", "og:image", root + face.card),
            ("property", "og:image:type", "image/png"),
            ("property", "og:image:width", str(WIDTH)),
            ("property", "og:image:height", str(HEIGHT)),
            ("property", "og:image:alt", f"{face.title}. {says}"),
        ]
    return "".join(f'<meta {kind}="{name}" content="{escape(said)}">' for kind, name, said in named)


def plain(text: str) -> str:
    """Words without the marks of Markdown, in one line."""
    return re.sub(r"\s*\n\s*", " ", re.sub(r"\*\*|`|(?<!\w)\*|\*(?!\w)|\$", "", text))


def root_of(asked: Headers, scheme: str, base: str) -> str:
    """The app's own address as who asks knows it, with a slash at its end; "" if they do not say.

    A server in front that speaks https says so in X-Forwarded-Proto.
    """
    host = asked.get("host", "")
    proto = asked.get("x-forwarded-proto", scheme).split(",")[0].strip()
    if not HOST.fullmatch(host) or proto not in ("http", "https"):
        return ""
    return f"{proto}://{host}{base}/"
