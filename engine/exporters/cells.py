"""Text in CSV: makes sure that a spreadsheet never runs a text as a formula, wherever it splits the line.

A spreadsheet runs a cell that begins with a sign (`=`, `+`, `-`, `@`, their wide forms). An apostrophe goes in
front of each sign that would begin a cell: at the start of a text, and after `,`, `;` or `|`, also with blanks and
quotation marks between. In lines that are not quoted, one also goes in front of a quotation mark that would open a
cell. The pages' own CSV (core/csv) does the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
"""The signs and their wide East Asian forms, inside the brackets of a regular expression."""
_SIGN = re.compile(rf"""(^|[,;|])([\s"]*'*)(?=[{_SIGNS}])""")
_QUOTE = re.compile(r"""([,;|]'*)(?=")""")
_SIGN_BACK = re.compile(rf"""(^|[,;|])([\s"]*'*)'(?=[{_SIGNS}])""")
_QUOTE_BACK = re.compile(r"""([,;|]'*)'(?=")""")
_SPECIAL = re.compile(r"""[,;|"'#]""")
_BREAKS = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories of control characters, surrogates, and breaks of lines and paragraphs."""


def comment(name: str, value: str) -> str:
    """A line that begins with `#`; line breaks and other invisible characters become blanks."""
    return "# " + _QUOTE.sub(r"\1'", defused(f"{name}: {value}"))


def from_comment(line: str) -> tuple[str, str]:
    """Name and value of a line that `comment` wrote."""
    plain = _SIGN_BACK.sub(r"\1\2", _QUOTE_BACK.sub(r"\1", line.removeprefix("# ")))
    name, _, value = plain.partition(": ")
    return name, value


def header(names: Sequence[str], separator: str = ",") -> str:
    """The line of column names; a name with unusual characters is quoted, so that `#` starts no comment."""
    return separator.join(map(_quoted, map(defused, names)))


def cell(text: str) -> str:
    """A text as the cell of a row."""
    return _quoted(defused(text))


def defused(text: str) -> str:
    """The text in one line, in which nothing begins a formula."""
    line = "".join(" " if unicodedata.category(c) in _BREAKS else c for c in text)
    return _SIGN.sub(r"\1\2'", line)


def from_header(name: str) -> str:
    """The column name of a header cell, without line breaks."""
    return _SIGN_BACK.sub(r"\1\2", name)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell
