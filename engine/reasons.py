"""Turns exceptions into reasons for people: never a bare exception name, a repr or a traceback."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

LONGEST = 300
"""Longest reason in characters; the rest is cut off."""

_WITHOUT_MESSAGE: tuple[tuple[type[BaseException], str], ...] = (
    (TimeoutError, "no answer in time"),
    (EOFError, "the connection was closed"),
    (NotImplementedError, "this is not implemented"),
    (AssertionError, "a check in its code failed"),
    (MemoryError, "there is not enough memory"),
    (RecursionError, "its code calls itself endlessly"),
    (StopIteration, "it ended too early"),
)
_NAMED = re.compile(r"^(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:Error|Exception|Warning|Timeout)(?::\s*|$)")
"""`ValueError: ` or `pkg.SomeError` at the start of a message."""
_REPR = re.compile(r"""[A-Za-z_]\w*(?:Error|Exception|Timeout)\(\s*(?:\d+,\s*)?(['"])(.*?)\1[^()]*\)""")
"""`OSError(5, 'I/O error')` within a message."""
_NUMBERED = re.compile(r"\[(?:Errno|WinError) -?\d+\]\s*")
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def reason(error: BaseException) -> str:
    """Say what went wrong in one line of at most `LONGEST` characters."""
    text = _text(error)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def reason_and_place(error: BaseException) -> str:
    """`reason`, with the file and line where the error was raised: for code that people write themselves."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith("<")]
    if not frames:
        return reason(error)
    return f"{reason(error)} ({Path(frames[-1].filename).name}, line {frames[-1].lineno})"


def _text(error: BaseException) -> str:
    behind = getattr(error, "orig", None)  # SQLAlchemy's own text repeats the statement and its values.
    if isinstance(behind, BaseException):
        return _text(behind)
    if isinstance(error, KeyError) and len(error.args) == 1:
        return f"there is no {error.args[0]!r}"
    match error.args:
        case (int(), str(words)) if not isinstance(
            error, OSError
        ):  # Errors of the C library look like this: (34, "…").
            return words
    if isinstance(error, OSError) and error.strerror:
        where = f" ({error.filename})" if error.filename else ""
        return error.strerror[:1].lower() + error.strerror[1:] + where
    return plain_message(str(error)) or _without_message(error)


def plain_message(message: str) -> str:
    """A library's message in one line, without exception names, error numbers and tracebacks."""
    message = message.replace("\\n", "\n").strip()
    if len(message) > 1 and message[0] == message[-1] in "'\"" and message.count(message[0]) == 2:
        message = message[1:-1]
    lines = [line.strip() for line in message.splitlines()]
    if any(line.startswith("Traceback (most recent call last)") for line in lines) or len(lines) > 3:
        lines = [line for line in lines if line][-1:]  # The last line of a traceback says what went wrong.
    text = " ".join(" ".join(lines).split()).rstrip(":")
    text = _REPR.sub(lambda match: match[2], text)
    while (shorter := _NAMED.sub("", text)) != text:
        text = shorter
    return _NUMBERED.sub("", text).strip()


def _without_message(error: BaseException) -> str:
    known = next((words for kind, words in _WITHOUT_MESSAGE if isinstance(error, kind)), None)
    if known is not None:
        return known
    name = _WORDS.sub(" ", type(error).__name__.removesuffix("Error").removesuffix("Exception")).lower()
    return f"it failed and gave no reason ({name})" if name else "it failed and gave no reason"
