"""`make sheet`: the main figures of every page on one picture, on a light page and a dark one.

To look at after a change of marks or colours. Written to screenshots/sheet.png.
"""

from html import escape
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import sync_playwright

from content.read import stems
from data.read import TABLES
from figures.theme import DARK, INK, PAPER, for_dark
from tests.browser.visitors import ARGS, CHROMIUM
from tests.house import main_figures

OUT = Path(__file__).parent.parent / "screenshots" / "sheet.png"
WIDTH, HEIGHT = 800, 410  # pixels, of a figure
PLOTLY = files("plotly") / "package_data" / "plotly.min.js"


def cells() -> list[str]:
    """The main figures at the defaults of each page, light and dark in turn, as scripts that draw them."""
    drawn = []
    for stem in stems():
        concept, figures = import_module(f"concepts.{stem}"), import_module(f"figures.{stem}")
        result = concept.compute(concept.Params(), TABLES)
        for name in main_figures(stem):
            spec = getattr(figures, name)(result).to_json()
            drawn += [_cell(f"{stem}: {name}", spec, PAPER)]
            drawn += [_cell(f"{stem}: {name}", for_dark(spec), DARK[PAPER])]
    return drawn


def _cell(title: str, spec: str, paper: str) -> str:
    ink = INK if paper == PAPER else DARK[INK]
    spec = spec.replace("</", "<\\/")  # a text may close a tag, a script may not
    return (
        f'<figure style="background:{paper};color:{ink}"><figcaption>{escape(title)}</figcaption>'
        f'<div style="width:{WIDTH}px;height:{HEIGHT}px"></div>'
        f"<script>{{ const spec = {spec}; Plotly.newPlot("
        "document.currentScript.previousElementSibling, spec.data, spec.layout, "
        "{displayModeBar: false, staticPlot: true}); }</script></figure>"
    )


def main() -> None:
    """Draw them all and take the picture."""
    OUT.parent.mkdir(exist_ok=True)
    page_of_all = (
        "<style>body { margin: 0; display: grid; grid-template-columns: auto auto; width: max-content; "
        "font: 16px sans-serif } figure { margin: 0; padding: 12px }</style>"
        f"<script>{PLOTLY.read_text(encoding='utf-8')}</script>{''.join(cells())}"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = browser.new_page(viewport={"width": 2 * WIDTH + 48, "height": 900})
        page.set_content(page_of_all)
        page.wait_for_timeout(1_000)  # pictures under the figures are decoded
        page.screenshot(path=OUT, full_page=True)
        browser.close()
    print(OUT)


if __name__ == "__main__":
    main()
