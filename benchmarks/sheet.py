"""`make sheet`: the main figures of every page on one picture, on a light page and a dark one.

After them a diagram of each kind, from tests/heroes. To look at after a change of marks or colours.
Written to screenshots/sheet.png.
"""

from collections.abc import Iterator
from html import escape
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Route, sync_playwright

from content.read import stems
from data.read import TABLES
from figures.theme import DARK, INK, PAPER, for_dark
from tests.browser.visitors import ARGS, CHROMIUM
from tests.heroes import FIGURES, added
from tests.house import main_figures

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
OUT = ROOT / "screenshots" / "sheet.png"
WIDTH, HEIGHT = 800, 410  # pixels, of a figure
PLOTLY = files("plotly") / "package_data" / "plotly.min.js"


def figures_drawn() -> Iterator[tuple[str, str]]:
    """What is drawn, by the name it is given: the main figures at the defaults of each page, and diagrams."""
    for stem in stems():
        concept, figures = import_module(f"concepts.{stem}"), import_module(f"figures.{stem}")
        result = concept.compute(concept.Params(), TABLES)
        for name in main_figures(stem):
            yield f"{stem}: {name}", getattr(figures, name)(result).to_json()
    concept, figures, _ = added()
    for name, params in concept.PRESETS.items():
        draw = getattr(figures, FIGURES.get(name, name))
        yield f"diagram: {name}", draw(concept.compute(params, TABLES)).to_json()


def cell(title: str, spec: str, paper: str) -> str:
    """A figure on that ground, as a script that draws it."""
    ink = INK if paper == PAPER else DARK[INK]
    spec = spec.replace("</", "<\\/")  # a text may close a tag, a script may not
    return (
        f'<figure style="background:{paper};color:{ink}"><figcaption>{escape(title)}</figcaption>'
        f'<div style="width:{WIDTH}px;height:{HEIGHT}px"></div>'
        f'<script type="application/json">{spec}</script></figure>'
    )


DRAW = """
import { decoded, isDiagram, makeDiagram } from "./diagram.js";
for (const figure of document.querySelectorAll("figure")) {
  const [node, spec] = [figure.querySelector("div"), JSON.parse(figure.querySelector("script").textContent)];
  if (isDiagram(spec)) makeDiagram(node).draw(decoded(spec));
  else Plotly.newPlot(node, spec.data, spec.layout, { displayModeBar: false, staticPlot: true });
}
"""


def main() -> None:
    """Draw them all and take the picture."""
    OUT.parent.mkdir(exist_ok=True)
    cells = (
        cell(title, for_dark(spec) if paper != PAPER else spec, paper)
        for title, spec in figures_drawn()
        for paper in (PAPER, DARK[PAPER])
    )
    page_of_all = (
        "<style>body { margin: 0; display: grid; grid-template-columns: auto auto; width: max-content; "
        "font: 16px sans-serif } figure { margin: 0; padding: 12px }</style>"
        f"<script>{PLOTLY.read_text(encoding='utf-8')}</script>{''.join(cells)}"
        f'<script type="module">{DRAW}</script>'
    )

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name:
            route.fulfill(path=STATIC / name, content_type="text/javascript")
        else:
            route.fulfill(body=page_of_all, content_type="text/html; charset=utf-8")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = browser.new_page(viewport={"width": 2 * WIDTH + 48, "height": 900})
        page.route("http://sheet/*", answer)
        page.goto("http://sheet/", timeout=180_000)  # sixty figures on a busy machine
        page.wait_for_timeout(1_000)  # pictures under the figures are decoded
        page.screenshot(path=OUT, full_page=True)
        browser.close()
    print(OUT)


if __name__ == "__main__":
    main()
