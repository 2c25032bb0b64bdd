"""What comes back for a message, as the bench says it, and whether that has been seen to be so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_NEVER = -1


@dataclass(frozen=True, slots=True)
class AnswerFormat:
    """What a bench file says of an instrument's answers; None where it says nothing."""

    ack: str | None = None
    """What a command without question mark is answered with; "" when it is not answered."""
    answer_lines: int | None = None
    status_line: str | None = None
    echo: bool = False
    write_delay: float = 0.0


class ExpectedAnswer:
    """What comes back for one kind of message."""

    __slots__ = ("ack", "delay", "echo", "lines", "proven", "status", "sure", "table")

    def __init__(
        self,
        message: str,
        answer_format: AnswerFormat,
        table: str = "",
        own_ack: str | None = None,
        own_lines: int | None = None,
    ) -> None:
        """`own_ack` and `own_lines` are what the axis, reading or setting itself says; such an `own_ack` holds for a
        command with a question mark too. `table` is where in the bench file the keys belong that an error asks for.
        """
        answer_lines = own_lines or answer_format.answer_lines
        self.table = table
        self.echo = answer_format.echo
        self.status = answer_format.status_line
        self.delay = 0.0
        self.ack = own_ack or None
        if "?" in message:  # such as "MOVE 3;*OPC?": its answer belongs to it
            self.lines = answer_lines or (1 if answer_format.status_line is None else 2)
            self.sure = answer_lines is not None
        else:
            self.ack = (answer_format.ack if own_ack is None else own_ack) or None
            self.lines = 1 if self.ack is not None else 0
            self.delay = answer_format.write_delay
            self.sure = self.ack is None and (answer_format.ack == "" or own_ack == "" or self.delay > 0)
        self.proven = _NEVER
        """The link's epoch in which nothing more came than expected."""


class Message(NamedTuple):
    """What is sent, and what comes back for it."""

    text: str
    expect: ExpectedAnswer


def fits(text: str, wanted: str) -> bool:
    """Whether an answer is the wanted one: the same text, or wholly matched by it as a regular expression."""
    if text == wanted:
        return True
    try:
        return re.fullmatch(wanted, text) is not None
    except re.error:
        return False
