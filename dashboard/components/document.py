"""The HTML document around the app: language, icon, fonts, and the theme before anything is painted."""

from __future__ import annotations

from urllib.parse import quote

from dashboard.fonts import font_links

_ICON = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>"
    "<rect width='16' height='16' rx='4' fill='#1e293b'/>"
    "<path d='M4 5.2h5M6.5 8h5.5M4 10.8h3.5' stroke='#22d3ee' stroke-width='1.7' stroke-linecap='round'/>"
    "</svg>"
)

_THEME = (
    "(function(){var k=null;try{k=localStorage.getItem('pybirch.theme')}catch(e){}"
    "var d=k==='dark'||(k!=='light'&&matchMedia('(prefers-color-scheme: dark)').matches);"
    "document.documentElement.dataset.bsTheme=d?'dark':'light'})()"
)
"""What theme.js does later, in short, so that a dark page never flashes white."""

_INDEX = f"""<!DOCTYPE html>
<html lang="en">
    <head>
        {{%metas%}}
        <title>{{%title%}}</title>
        <link rel="icon" id="pb-icon" type="image/svg+xml" href="data:image/svg+xml,{quote(_ICON)}">
        <meta name="color-scheme" content="light dark">
        FONTS
        <script>{_THEME}</script>
        {{%css%}}
    </head>
    <body>
        {{%app_entry%}}
        <footer>
            {{%config%}}
            {{%scripts%}}
            {{%renderer%}}
        </footer>
    </body>
</html>"""


def index(prefix: str) -> str:
    """Dash's index string for pages below `prefix`."""
    return _INDEX.replace("FONTS", font_links(prefix.rstrip("/")))
