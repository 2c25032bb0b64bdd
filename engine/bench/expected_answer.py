"""What comes back for a message according to the bench file, and whether that was seen to be right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_NEVER = -1


@dataclass(frozen=True, slots=True)
class AnswerFormat:
    """What a bench file says about an instrument's answers; None where it says nothing."""

    ack: str | None = None
    """Answer to a command without question mark; "" when there is none."""
    answer_lines: int | None = None
    status_line: str | None = None
    echo: bool = False
    write_delay: float = 0.0


class ExpectedAnswer:
    """What comes back for one kind of message."""

    __slots__ = ("ack", "block", "delay", "echo", "joined", "lines", "proven", "status", "sure", "table")

    def __init__(
        self,
        message: str,
        answer_format: AnswerFormat,
        table: str = "",
        own_ack: str | None = None,
        own_lines: int | None = None,
        asks: bool = False,
    ) -> None:
        """`own_ack` and `own_lines` are from the axis, reading or setting itself; such an `own_ack` holds for a
        command with a question mark too. `asks` says that it is a query even without one. `table` is the table of the
        bench file that error messages name.
        """
        answer_lines = own_lines or answer_format.answer_lines
        self.table = table
        self.block = False
        """Whether the answer is a block of bytes; it is returned as text of the encoding latin-1."""
        self.joined = False
        """Whether the answer is all its lines, with line feeds between them, not the first one alone."""
        self.echo = answer_format.echo
        self.status = answer_format.status_line
        self.delay = 0.0
        self.ack = own_ack or None
        if asks or "?" in message:  # such as "MOVE 3;*OPC?", whose answer belongs to it
            self.lines = answer_lines or (1 if answer_format.status_line is None else 2)
            self.sure = answer_lines is not None
        else:
            self.ack = (answer_format.ack if own_ack is None else own_ack) or None
            self.lines = 1 if self.ack is not None else 0
            self.delay = answer_format.write_delay
            self.sure = self.ack is None and (answer_format.ack == "" or own_ack == "" or self.delay > 0)
        self.proven = _NEVER
        """The session's epoch in which nothing more came than expected."""


class Message(NamedTuple):
    """What is sent, and what comes back for it."""

    text: str
    expect: ExpectedAnswer


def fits(text: str, wanted: str) -> bool:
    """Whether an answer is the wanted text, or the regular expression `wanted` matches all of it."""
    if text == wanted:
        return True
    try:
        return re.fullmatch(wanted, text) is not None
    except re.error:
        return False
