"""`make walk`: the pictures of the walk in README.md, taken of the app as it is now."""

from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from urllib.request import Request, urlopen

from playwright.sync_api import Page, sync_playwright

from benchmarks.server import served
from tests.browser.visitors import ARGS, CHROMIUM

HERE = Path(__file__).parent.parent / "docs" / "images"
STEM = "precision_recall"
ASKED = "present=true&predict=true&embed=true&embed_options=light_theme&step=rare"
GUESSES = (
    92,
    92,
    91,
    90,
    90,
    88,
    85,
    80,
    80,
    75,
    70,
    60,
    55,
    50,
    50,
    45,
    40,
    30,
    25,
    20,
    20,
    15,
    10,
    5,
)  # percent
PHONES: list[Any] = []  # lines to a room, open until all pictures are taken


def home(page: Page) -> None:
    page.goto("/")


def page_of_a_concept(page: Page) -> None:
    page.goto(f"/{STEM}?{STEM}.preset=costs_choose")


def compared(page: Page) -> None:
    page.goto(f"/{STEM}?{STEM}.preset=twenty_positives&a.preset=costs_choose")


def guessed(page: Page) -> None:
    page.goto(f"/{STEM}?predict=true&{STEM}.preset=half_is_not_special")


def presented(page: Page) -> None:
    page.goto(f"/{STEM}?present=true&step=lower_the_line")


def rehearsed(page: Page) -> None:
    page.goto("/flashcards")
    page.get_by_role("button", name="Show the answer").click()


def coded(page: Page) -> None:
    page.goto("/coding?kata=kmeans")


def in_a_room(page: Page) -> None:
    """A class has guessed, and its presenter has revealed it."""
    page.goto(f"/{STEM}")
    page.get_by_role("button", name="Present", exact=True).click()
    page.get_by_role("button", name="Open a room").click()
    page.get_by_role("dialog", name="Room").wait_for()
    code = page.evaluate("JSON.parse(sessionStorage.getItem('sightglass.room')).code")
    page.goto(f"/{STEM}?{ASKED}")
    page.get_by_role("button", name="Reveal").wait_for()
    for value in GUESSES:
        joined = page.request.post(f"/room/{code}/join", data={}).json()
        said = {"turn": joined["turn"], "round": 1, "value": value}
        badge = {"sightglass-badge": joined["badge"]}
        assert page.request.post(f"/room/{code}/guess", data=said, headers=badge).ok
        PHONES.append(urlopen(Request(urljoin(page.url, f"/room/{code}/events"), headers=badge)))
    page.get_by_text(f"{len(GUESSES)} of {len(GUESSES)} guessed").wait_for()
    page.get_by_role("button", name="Reveal").click()
    page.locator(".question.told").wait_for()


WALK = {
    "home": home,
    "page": page_of_a_concept,
    "compare": compared,
    "guess": guessed,
    "present": presented,
    "room": in_a_room,
    "flashcards": rehearsed,
    "coding": coded,
}


def ready(page: Page) -> None:
    page.wait_for_selector("h1, .room", timeout=30_000)
    page.wait_for_timeout(3_000)


def main() -> None:
    HERE.mkdir(exist_ok=True)
    with served() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        for name, go in WALK.items():
            screen = {"width": 1280, "height": 720 if name in ("present", "room") else 800}
            context = browser.new_context(viewport=screen, base_url=f"http://{address}")
            page = context.new_page()
            go(page)
            ready(page)
            page.screenshot(path=HERE / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
