"""The pieces of code in the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from support.running import ROOT

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>[^\n`]*)\n(?P<text>.*?)^(?P=indent)```[ \t]*$", re.MULTILINE | re.DOTALL
)
_PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/**/*.md")


@dataclass(frozen=True)
class Snippet:
    """A fenced piece of code: `page` and the `line` on which its text begins."""

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def snippets(language: str | None = None) -> list[Snippet]:
    """Every piece of code of the documentation, or those in one language."""
    found = [snippet for path in _pages() for snippet in _in(path)]
    return [snippet for snippet in found if language in (None, snippet.language)]


def by_page(language: str) -> dict[str, list[Snippet]]:
    """The pieces of one language by page; those of a page belong together."""
    pages: dict[str, list[Snippet]] = {}
    for snippet in snippets(language):
        pages.setdefault(snippet.page, []).append(snippet)
    return pages


def _pages() -> Iterator[Path]:
    for pattern in _PAGES:
        yield from sorted(ROOT.glob(pattern))


def _in(path: Path) -> Iterator[Snippet]:
    text = path.read_text("utf-8")
    for match in _FENCE.finditer(text):
        indent = match["indent"]
        lines = [line.removeprefix(indent) for line in match["text"].splitlines()]
        number = text.count("\n", 0, match.start("text")) + 1
        yield Snippet(
            path.relative_to(ROOT).as_posix(), number, match["language"].strip(), "\n".join(lines) + "\n"
        )
