"""Pages that Streamlit has no part in: at an address that is no page's, and where a room is joined."""

from ui.face import NAME
from ui.static import LIVE, font


def bare_page(
    title: str, main: str, script: str, styles: list[str], base: str, of: str = ""
) -> str:
    """The HTML of such a page.

    `main` is the HTML of its content, `script` and `styles` are files of `static/`, `base` is what every
    address of the app begins with, `of` the class of its body.
    """
    files, letters = f"{base}/{LIVE}", f"{base}/static/media/{font().name}"
    linked = "\n".join(f'<link rel="stylesheet" href="{files}/{each}">' for each in styles)
    body = f'<body class="{of}">' if of else "<body>"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title} · {NAME}</title>
<style>@font-face {{ font-family: "Source Sans"; font-weight: 200 900; src: url({letters}); }}</style>
{linked}
<script type="module" src="{files}/{script}"></script>
</head>
{body}
<main>
{main}
</main>
</body>
</html>
"""
