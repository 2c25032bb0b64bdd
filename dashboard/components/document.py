"""The HTML document around the app: language, icon, fonts, and the theme before anything is painted."""

from __future__ import annotations

from dashboard.components.embed import PATH as EMBED
from dashboard.static.fonts import font_links
from dashboard.static.icons import icon_links

_THEME = (
    "(function(h,k){if(location.pathname.startsWith('EMBED')){h.embed='yes';"
    "k=new URLSearchParams(location.search).get('theme')}"
    "else try{k=localStorage.getItem('pybirch.theme')}catch(e){}"
    "var d=k==='dark'||(k!=='light'&&matchMedia('(prefers-color-scheme: dark)').matches);"
    "h.bsTheme=d?'dark':'light'})(document.documentElement.dataset)"
)
"""What theme.ts does later, in short, so that a dark page never flashes white, nor the frame in a view without one."""

_INDEX = f"""<!DOCTYPE html>
<html lang="en">
    <head>
        {{%metas%}}
        <title>{{%title%}}</title>
        ICONS
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
    root = prefix.rstrip("/")
    index = _INDEX.replace("EMBED", f"{root}/{EMBED}")
    return index.replace("ICONS", icon_links(root)).replace("FONTS", font_links(root))
