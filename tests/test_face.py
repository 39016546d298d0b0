"""What a messenger reads of a link: the head of the served HTML, and the picture that it names."""

import io
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from PIL import Image, ImageDraw
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from concepts.controls import Drawing, Text, controls_of
from content.read import fill, menu, read_notes, stems
from tests.asgi import GUARDED, asked
from tests.heroes import DESK, added, fallen, standing
from tests.house import PRESETS, computed, modules
from tests.sample import PAGES, SAMPLE, STEMS
from ui import card, first
from ui.face import HOME, OTHERS, UNSCRIPTED, page_of, plain, root_of
from ui.guard import Guard
from ui.headers import index_html
from ui.lost import nearest
from ui.static import LIVE, font, streamlit_folder
from ui.texts import link_texts, state

ROOT = Path(__file__).parent.parent
HOST = {"host": "school.example", "x-forwarded-proto": "https"}
STREAMLITS = create_streamlit_static_handler(str(streamlit_folder()), "")
SERVED = Starlette(
    routes=[Route("/card/{file}", card.answer), Mount("/", STREAMLITS)],
    middleware=[Middleware(Guard)],
)
BAD = '"><script>evil(1)</script>'


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    monkeypatch.setattr(first, "PATIENCE", 60)
    monkeypatch.setattr(first, "seen", lambda *_: "")  # test_first.py


class Messenger(HTMLParser):
    """Title and tags of a page, as they stand in its head."""

    def __init__(self, html):
        super().__init__()
        self.title, self.said, self.links, self.words = "", {}, [], []
        self.inside, self.in_head = "", False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.in_head = self.in_head or tag == "head"
        self.inside = tag
        values = dict(attributes)
        if tag == "meta" and "content" in values and (values.keys() & {"name", "property"}):
            assert self.in_head
            name = values.get("property") or values["name"]
            assert name not in self.said, "said once"
            self.said[name] = values["content"]
        if tag == "a":
            self.links.append(values["href"])

    def handle_endtag(self, tag):
        self.in_head = self.in_head and tag != "head"
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "title":
            assert self.in_head
            self.title += data
        self.words.append(data)


def served(address, **more):
    start, *parts = asked(SERVED, address, **HOST, **more)
    return start, b"".join(part["body"] for part in parts)


def read(stem, texts=(), status=200):
    """What a messenger makes of a link."""
    start, body = served(f"/{stem}?{urlencode(dict(texts), doseq=True)}")
    assert start["status"] == status
    found = Messenger(body.decode())
    said = found.said
    assert said["description"] == said["og:description"] and said["og:site_name"] == "Sightglass"
    assert said["og:type"] == "website" and said["twitter:card"] == "summary_large_image"
    assert found.title.endswith("Sightglass")
    return found


def shown(found):
    """The picture that a messenger then asks for, and that it is one."""
    address = urlsplit(found.said["og:image"])
    assert (address.scheme, address.netloc) == ("https", "school.example")
    start, body = served(f"{address.path}?{address.query}")
    said = {name.decode(): text.decode() for name, text in start["headers"]}
    assert start["status"] == 200 and said["content-type"] == "image/png"
    assert said["cache-control"].startswith("public, max-age=")
    image = Image.open(io.BytesIO(body))
    assert image.format == "PNG" and image.mode == "RGB" and len(body) < 300_000
    size = tuple(int(found.said[f"og:image:{side}"]) for side in ("width", "height"))
    assert image.size == size == (1200, 630)
    assert len(image.getcolors(10**6)) > 20, "not blank"
    return image


def ways(stem):
    """Links to a concept's page of every kind, each with what its face must say, and whether all is told."""
    concept, _, sentences = modules(stem)
    notes = read_notes(stem)
    axis = controls_of(concept.Params)[concept.AXIS]

    def link(params, **looks):
        return link_texts(stem, concept, params, "") | {
            name: [each] for name, each in looks.items()
        }

    def said(words, params):
        return fill(words, sentences.facts(computed(stem, params)))

    for params in (concept.Params(), type(concept.Params())(**{concept.AXIS: axis.high})):
        chosen = next((n for n, p in concept.PRESETS.items() if p == params), None)
        words = notes.presets[chosen].shows if chosen else None
        claim = said(words, params) if words else sentences.claim(computed(stem, params))
        yield link(params), claim, True
    for name in (next(iter(concept.PRESETS)), list(concept.PRESETS)[-1]):
        yield {f"{stem}.preset": name}, said(notes.presets[name].shows, concept.PRESETS[name]), True
    for step in (notes.steps[0], notes.steps[-1]):
        looks = {"present": "true", "step": step.id}
        yield looks, said(step.say, state(concept, step)), True
        if step.predict:
            yield looks | {"predict": "true"}, step.predict.ask, False
    yield {"present": "true"}, said(notes.steps[0].say, state(concept, notes.steps[0])), True
    challenge, question = notes.challenges[0], notes.interview[0]
    yield {"challenge": challenge.id}, challenge.ask, True
    yield {"question": question.id}, question.ask, True


@pytest.mark.parametrize("stem", STEMS)
def test_a_link_says_what_its_page_says_first(stem):
    notes, seen = read_notes(stem), set()
    for texts, words, told in ways(stem):
        found = read(stem, texts)
        assert found.said["description"] == plain(words), texts
        assert found.said["og:title"].startswith(notes.title)
        assert found.title == f"{notes.title} · Sightglass"
        seen.add(found.said["og:image"])
        if not told:
            assert found.said["og:title"] == notes.title, "a title may be the answer"
    assert len(seen) > 5, "each state has its own picture"


@pytest.mark.parametrize("stem", PAGES)
def test_a_link_shows_the_figure_that_its_page_shows(stem):
    concept, figures, _ = modules(stem)
    notes = read_notes(stem)
    proved = next((n for n, each in notes.presets.items() if each.figure), None)
    step = next((each for each in notes.steps if each.figure), None)
    links = [({}, concept.Params(), "miniature")]
    if proved:
        preset = concept.PRESETS[proved]
        links.append(({f"{stem}.preset": proved}, preset, notes.presets[proved].figure))
    if step:
        texts = {"present": "true", "step": step.id}
        links.append((texts, state(concept, step), step.figure))
    for texts, params, name in links:
        found = read(stem, texts)
        wanted = getattr(figures, name)(computed(stem, params)).without_words()
        says = found.said["og:description"]
        drawn = card.card(found.said["og:title"], says, [wanted], site="Sightglass", font=font())
        assert shown(found).tobytes() == Image.open(io.BytesIO(drawn)).tobytes()


@pytest.mark.parametrize(("stem", "name"), PRESETS)
def test_what_is_to_be_guessed_is_asked_and_not_told(stem, name):
    guess = read_notes(stem).presets[name].predict
    if guess is None:
        return
    found = read(stem, {f"{stem}.preset": name, "predict": "true"})
    assert found.said["description"] == plain(guess.ask)
    assert found.said["og:title"] == read_notes(stem).title
    texts = dict(each.split("=") for each in urlsplit(found.said["og:image"]).query.split("&"))
    assert card.figures_of(card.face_of(stem, {k: [v] for k, v in texts.items()})) == []


def test_a_picture_of_words_alone_is_one():
    stem, name = next((s, n) for s, n in PRESETS if read_notes(s).presets[n].predict)
    shown(read(stem, {f"{stem}.preset": name, "predict": "true"}))


@pytest.mark.parametrize(("stem", "name"), PRESETS)
def test_a_question_has_room_for_all_its_words(stem, name):
    if (guess := read_notes(stem).presets[name].predict) is None:
        return
    drawn = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            ImageDraw.ImageDraw, "text", lambda _, place, text, *more, **how: drawn.append(text)
        )
        card.card(read_notes(stem).title, plain(guess.ask), [], site="", font=font())
    assert " ".join(drawn).strip() == f"{read_notes(stem).title} {plain(guess.ask)}"


@pytest.mark.parametrize("name", OTHERS)
def test_the_other_pages_have_a_face_too(name):
    for accept in ("", "gzip"):
        start, body = served("/" if name == HOME else f"/{name}", **{"accept-encoding": accept})
        said = dict(start["headers"])
        assert (said.get(b"content-encoding") == b"gzip") == bool(accept)
    found = read("" if name == HOME else name)
    assert (found.title, found.said["description"]) == OTHERS[name]
    shown(found)
    html = served("/" if name == HOME else f"/{name}")[1].decode()
    theirs = re.sub("<noscript>.*?</noscript>", UNSCRIPTED, index_html(), flags=re.DOTALL)
    lines = [line for line in theirs.splitlines() if "<title>" not in line]
    assert [line for line in lines if line.strip() not in html] == [], (
        "Streamlit's own is all there"
    )


def test_every_page_has_a_face():
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert pages == set(stems()) | set(OTHERS) - {HOME}
    assert {page_of(f"/{each}") for each in pages} == pages and page_of("/") == HOME
    for other in ("", "//", f"//{SAMPLE[0]}", f"/{SAMPLE[0]}/", f"/{HOME}", "/nothing", "/static"):
        assert page_of(other) == ""


# --- what is nobody else's business


@pytest.mark.parametrize("stem", [s for s in STEMS if hasattr(modules(s).__next__(), "OWN")])
def test_a_link_to_own_data_says_the_question_and_shows_the_page_as_it_is_at_first(stem):
    notes = read_notes(stem)
    for texts in ({f"{stem}.source": "own"}, {"a.source": "own"}):
        found = read(stem, texts | {f"{stem}.seed": "77"})
        assert found.said["description"] == notes.question and found.said["og:title"] == notes.title
        assert found.said["og:image"] == f"https://school.example/card/{stem}.png"


@pytest.fixture
def desk(tmp_path):
    """A page with a text and a drawing is on the site."""
    with pytest.MonkeyPatch.context() as patch:
        standing(tmp_path / "desk", patch)
        yield added(DESK)[0]
    fallen()


def test_what_a_visitor_wrote_or_painted_is_in_no_face(desk):
    notes = read_notes(DESK)
    theirs = {Text: "my own words", Drawing: "0f" * 32}
    for name, control in controls_of(desk.Params).items():
        if value := theirs.pop(type(control), ""):
            found = read(DESK, {f"{DESK}.{name}": value})
            assert found.said["description"] == notes.question
            assert found.said["og:image"].endswith(f"/card/{DESK}.png")
            assert value not in str(found.said), name
    assert theirs == {}
    for name in desk.PRESETS:  # what is in it is ours
        found = read(DESK, {f"{DESK}.preset": name})
        assert found.said["description"] not in ("", notes.question)


@pytest.mark.parametrize(
    "query",
    [
        f"{SAMPLE[0]}.seed={BAD}", f"{BAD}={BAD}", "%ff%fe=%ff", "&&==", "a=1&" * 500, f"step={BAD}&present=true",
        f"started={BAD}&lock={BAD}&challenge={BAD}&question={BAD}", f"{SAMPLE[0]}.preset={'9' * 4000}",
    ],
)  # fmt: skip
def test_nothing_of_a_bad_link_is_in_the_face(query):
    _, body = served(f"/{SAMPLE[0]}?{query}")
    found = Messenger(body.decode())
    assert "evil" not in body.decode() and "99999" not in str(found.said)
    shown(found)


@pytest.mark.parametrize(
    "host", ["", 'x"><script>', "a b", "x/y", "x@y", "http://x", "é", "x:123456"]
)
def test_a_host_that_is_none_is_not_believed(host):
    said = {"host": host.encode("utf-8").decode("latin-1")}
    start, *parts = asked(SERVED, f"/{SAMPLE[0]}", **said)
    found = Messenger(b"".join(part["body"] for part in parts).decode())
    assert "og:image" not in found.said and found.said["twitter:card"] == "summary"
    assert found.said["description"]


def test_the_address_of_the_app_is_the_one_that_was_asked():
    class Said(dict):
        pass

    for said, scheme, base, root in (
        ({"host": "x.example"}, "http", "", "http://x.example/"),
        ({"host": "x.example:8443"}, "https", "/teach", "https://x.example:8443/teach/"),
        ({"host": "[::1]:8501"}, "http", "", "http://[::1]:8501/"),
        ({"host": "x", "x-forwarded-proto": "https, http"}, "http", "", "https://x/"),
        ({"host": "x", "x-forwarded-proto": "javascript"}, "http", "", ""),
        ({}, "http", "", ""),
    ):
        assert root_of(Said(said), scheme, base) == root


def test_under_a_path_of_its_own_the_picture_is_there_too(monkeypatch):
    monkeypatch.setattr("ui.guard.st.get_option", {"server.baseUrlPath": "/teach/"}.__getitem__)
    start, *parts = asked(SERVED, f"/teach/{SAMPLE[0]}", **HOST)
    found = Messenger(b"".join(part["body"] for part in parts).decode())
    assert found.said["og:image"] == f"https://school.example/teach/card/{SAMPLE[0]}.png"


@pytest.mark.parametrize(
    "address", ["/", f"/{SAMPLE[0]}", f"/teach{SAMPLE[0]}", "/teacher", "/teach"]
)
def test_outside_of_its_path_nothing_is_answered_as_a_page(monkeypatch, address):
    monkeypatch.setattr("ui.guard.st.get_option", {"server.baseUrlPath": "teach"}.__getitem__)
    assert asked(GUARDED, address, **HOST)[0]["status"] == 404


def test_a_browser_does_not_wait_long_for_what_it_does_not_show(monkeypatch):
    monkeypatch.setattr(first, "SHORT", 0)
    waiting = {"upgrade-insecure-requests": "1"}
    words = [Messenger(served(f"/{SAMPLE[0]}", **more)[1].decode()) for more in (waiting, {})]
    assert words[0].said["description"] == read_notes(SAMPLE[0]).question
    assert words[1].said["description"] != read_notes(SAMPLE[0]).question


# --- the picture's own address


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/card/nothing.png", 404), (f"/card/{SAMPLE[0]}.jpg", 404), (f"/card/{SAMPLE[0]}", 404), ("/card/.png", 404),
        (f"/card/{SAMPLE[0]}.png?{'a=1&' * 300}", 400),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said_in_words(address, status):
    start, body = served(address)
    assert start["status"] == status and body.decode().endswith(".") and b"<" not in body


def test_a_picture_can_be_asked_about():
    start, _ = served(f"/card/{SAMPLE[0]}.png", method="HEAD")
    whole, body = served(f"/card/{SAMPLE[0]}.png")
    assert start["status"] == 200 and start["headers"] == whole["headers"]
    assert (b"content-length", str(len(body)).encode()) in start["headers"]


# --- an address that is no page's


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/nonsense", ""), ("/a/b/nonsense", ""), ("/" + "x" * 3000, ""), (f"/{BAD}", ""), ("/é", ""),
        ("/precision-recal", "precision_recall"), ("/Gradient_Descent", "gradient_descent"), ("/interviews", "interview"),
        ("/teach/data_drift", "data_drift"),
    ],
)  # fmt: skip
def test_an_unknown_address_is_answered_by_a_page_of_ours(path, meant):
    start, body = served(path)
    said = {name.decode(): text.decode() for name, text in start["headers"]}
    assert start["status"] == 404 and said["content-type"].startswith("text/html")
    assert "content-security-policy" in said
    found = Messenger(body.decode())
    assert found.title == "No such page · Sightglass" and "og:image" not in found.said
    assert nearest(path) == meant and ("Do you mean " in found.words) == bool(meant)
    assert set(found.links) == {"/", *(f"/{each}" for each in (*stems(), *OTHERS) if each != HOME)}
    assert all(section in found.words for section in menu())
    html = body.decode()
    assert 'class="sightglass-to-search"' in html and f"/{LIVE}/lost.js" in html
    assert "evil" not in html and "nonsense" not in html, "nothing of what was asked is in it"


def test_what_streamlit_has_it_still_answers_itself():
    js = next((streamlit_folder() / "static" / "js").glob("index.*.js"))
    for address, status in (
        (f"/static/js/{js.name}", 200), ("/favicon.png", 200), ("/manifest.json", 200),
        ("/x/_stcore/health", 404), (f"/{SAMPLE[0]}/", 301), ("/nonsense/", 301), ("//x", 400),
    ):  # fmt: skip
        start, body = served(address)
        assert start["status"] == status, address
        assert b"No such page" not in body
    start, _ = served("/nonsense", method="HEAD")
    assert start["status"] == 404
    start, _ = served(f"/{SAMPLE[0]}", method="HEAD")
    assert start["status"] == 200
