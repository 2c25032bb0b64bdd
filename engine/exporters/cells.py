"""Text in CSV: nothing that somebody wrote becomes a cell that a spreadsheet runs, wherever it splits the line.

A spreadsheet runs a cell that begins with a sign (`=`, `+`, `-`, `@`, their wide forms). An apostrophe goes in front of
each sign that would begin a cell: at the beginning of a text, and after `,`, `;` or `|`, where blanks and quotation
marks may stand between. In lines that are not quoted, one goes in front of a quotation mark too that would open a cell.
The page's own CSV (core/csv) does the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
"""Inside the brackets of an expression: the signs, and the same as wide as East Asian letters."""
_SIGN = re.compile(rf"""(^|[,;|])([\s"]*'*)(?=[{_SIGNS}])""")
_QUOTE = re.compile(r"""([,;|]'*)(?=")""")
_SIGN_BACK = re.compile(rf"""(^|[,;|])([\s"]*'*)'(?=[{_SIGNS}])""")
_QUOTE_BACK = re.compile(r"""([,;|]'*)'(?=")""")
_SPECIAL = re.compile(r"""[,;|"'#]""")
_BREAKS = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode's categories of control characters, halves of characters, and breaks of lines and paragraphs."""


def comment(name: str, value: str) -> str:
    """A line that begins with `#`; line breaks and whatever else is invisible become blanks."""
    return "# " + _QUOTE.sub(r"\1'", defused(f"{name}: {value}"))


def from_comment(line: str) -> tuple[str, str]:
    """Name and value of a line that `comment` made."""
    plain = _SIGN_BACK.sub(r"\1\2", _QUOTE_BACK.sub(r"\1", line.removeprefix("# ")))
    name, _, value = plain.partition(": ")
    return name, value


def header(names: Sequence[str]) -> str:
    """The line of the columns' names; one with other characters than usual is quoted, so that `#` begins no comment."""
    return ",".join(map(_quoted, map(defused, names)))


def defused(text: str) -> str:
    """Text in one line of which no part would begin a formula."""
    line = "".join(" " if unicodedata.category(c) in _BREAKS else c for c in text)
    return _SIGN.sub(r"\1\2'", line)


def from_header(name: str) -> str:
    """The name that a cell of the header stands for; line breaks in it are gone."""
    return _SIGN_BACK.sub(r"\1\2", name)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell
