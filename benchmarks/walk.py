"""`make walk`: the pictures of the walk in README.md, taken of the app as it is now."""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.server import served
from tests.browser.visitors import ARGS, CHROMIUM

HERE = Path(__file__).parent.parent / "docs" / "images"
STEM = "precision_recall"


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


WALK = {
    "home": home,
    "page": page_of_a_concept,
    "compare": compared,
    "guess": guessed,
    "present": presented,
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
            screen = {"width": 1280, "height": 720 if name == "present" else 800}
            context = browser.new_context(viewport=screen, base_url=f"http://{address}")
            page = context.new_page()
            go(page)
            ready(page)
            page.screenshot(path=HERE / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
