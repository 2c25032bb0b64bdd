"""What MkDocs calls while it builds the site: the menu, files of the interface, and what the site does not need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
_FROM_THE_INTERFACE = ("fonts/*.woff2", "icons/icon.svg")
_NOT_SERVED = ("**/*.map", "assets/javascripts/lunr", "sitemap.xml*", "404.html")
"""Maps of the theme's scripts, languages other than English, and what only a site of its own address needs."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of a folder in the place of `folder/*`."""
    listed = set(_pages(config.nav or []))
    config.nav = _filled(config.nav or [], Path(config.docs_dir), listed)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the fonts and the icon of the interface."""
    for pattern in _FROM_THE_INTERFACE:
        for path in sorted((ROOT / "assets").glob(pattern)):
            files.append(File.generated(config, f"assets/{path.name}", abs_src_path=str(path)))
    return files


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Name the search for screen readers, which the theme does not."""
    return output.replace('class="md-search" ', 'class="md-search" aria-label="Search" ')


def on_post_build(config: MkDocsConfig) -> None:
    """Take away what nobody asks for."""
    for pattern in _NOT_SERVED:
        for path in sorted(Path(config.site_dir).glob(pattern), reverse=True):
            for file in [*path.rglob("*")] if path.is_dir() else [path]:
                if file.is_file():
                    file.unlink()


def _pages(nav: list[Any]) -> list[str]:
    """Every page that the menu names."""
    found: list[str] = []
    for entry in nav:
        value = next(iter(entry.values())) if isinstance(entry, dict) else entry
        found += _pages(value) if isinstance(value, list) else [value]
    return found


def _filled(nav: list[Any], docs: Path, listed: set[str]) -> list[Any]:
    filled: list[Any] = []
    for entry in nav:
        if isinstance(entry, dict):
            name, value = next(iter(entry.items()))
            filled.append({name: _filled(value, docs, listed) if isinstance(value, list) else value})
        elif entry.endswith("/*"):
            pages = (f.relative_to(docs).as_posix() for f in sorted((docs / entry[:-2]).glob("*.md")))
            filled += [page for page in pages if page not in listed]
        else:
            filled.append(entry)
    return filled
