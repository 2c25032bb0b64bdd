"""Reasons for people are sentences, whatever was raised."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyvisa.constants import StatusCode
from pyvisa.errors import InvalidSession, VisaIOError
from sqlalchemy.exc import IntegrityError

from engine.bench.visa_errors import visa_reason
from engine.errors import InstrumentError
from engine.reasons import LONGEST, reason, reason_and_place


class NoSuchChannelError(Exception):
    """Raised without a message, as many drivers do."""


class Timeout(Exception):
    """A name that tells everything."""


def raised_by(work: Callable[[], object]) -> Exception:
    try:
        work()
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


TRACEBACK = (
    'Traceback (most recent call last):\n  File "x.py", line 1, in f\n    g()\nValueError: no device 7'
)

EXPECTED = [
    (KeyError("volts"), "there is no 'volts'"),
    (FileNotFoundError(2, "No such file or directory", "lab.yaml"), "no such file or directory (lab.yaml)"),
    (ConnectionRefusedError(111, "Connection refused"), "connection refused"),
    (ValueError("ValueError: bad value"), "bad value"),
    (ValueError("pkg.errors.DeviceError: busy"), "busy"),
    (Exception(TRACEBACK), "no device 7"),
    (Exception(repr(TRACEBACK)), "no device 7"),
    (Exception("open failed: OSError(5, 'I/O error')"), "open failed: I/O error"),
    (Exception("[Errno 13] could not open port"), "could not open port"),
    (ValueError("ValueError"), "it failed and gave no reason (value)"),
    (NoSuchChannelError(), "it failed and gave no reason (no such channel)"),
    (Timeout(), "it failed and gave no reason (timeout)"),
    (TimeoutError(), "no answer in time"),
    (EOFError(), "the connection was closed"),
    (AssertionError(), "a check in its code failed"),
    (InstrumentError("stage", "x is stuck"), "stage: x is stuck"),
    (VisaIOError(StatusCode.error_connection_lost), "it closed the connection"),
    (IntegrityError("INSERT INTO scans VALUES (?)", (1,), ValueError("NOT NULL")), "NOT NULL"),
    (TimeoutError("timed out"), "no answer from this address"),
]


@pytest.mark.parametrize(("error", "words"), EXPECTED, ids=[words for _, words in EXPECTED])
def test_a_reason_is_a_sentence(error: Exception, words: str) -> None:
    tell = visa_reason if words in ("it closed the connection", "no answer from this address") else reason
    assert tell(error) == words


ANYTHING = [
    *(raised_by(work) for work in (lambda: 1 / 0, lambda: [][1], lambda: {}["x"], lambda: int("x"))),
    raised_by(lambda: b"\xff".decode()),
    raised_by(lambda: object().nothing),  # type: ignore[attr-defined]
    raised_by(lambda: subprocess.run([sys.executable, "-c", "raise ValueError"], check=True, stderr=-3)),
    InvalidSession(),
    Exception(),
    Exception("\n\n"),
    Exception("x" * 5000),
    Exception("one\ntwo\nthree\nfour\nfive"),
    ExceptionGroup("several", [ValueError(), KeyError("x")]),
]


@pytest.mark.parametrize("error", ANYTHING, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("tell", [reason, visa_reason, reason_and_place])
def test_whatever_is_raised_is_one_line_without_names_of_exceptions(
    error: Exception, tell: Callable[[BaseException], str]
) -> None:
    text = tell(error)
    assert text and "\n" not in text and "Traceback" not in text and len(text) < LONGEST + 60
    assert not re.fullmatch(r"[\w.]*(Error|Exception|Session)\b.*", text)


def test_the_place_is_the_line_that_raised() -> None:
    assert re.fullmatch(r"division by zero \(test_reasons\.py, line \d+\)", reason_and_place(ANYTHING[0]))


ROOT = Path(__file__).resolve().parents[2]
BROAD = {
    "Exception",
    "BaseException",
    "OSError",
    "ImportError",
    "RuntimeError",
    "TransportError",
    "ArithmeticError",
}
"""Errors of others: what they say was not written for people."""


def caught(handler: ast.ExceptHandler) -> set[str]:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {k.attr if isinstance(k, ast.Attribute) else getattr(k, "id", "") for k in kinds if k is not None}


def bare_uses(node: ast.AST, name: str) -> Iterator[int]:
    """Lines in which an error itself becomes text; a log is left out, which whoever looks for a fault reads."""
    if isinstance(node, ast.Call):
        function = node.func
        if isinstance(function, ast.Attribute) and getattr(function.value, "id", "") in ("_log", "_LOG"):
            return
        if isinstance(function, ast.Name) and function.id in ("str", "repr", "type"):
            yield from (node.lineno for a in node.args if isinstance(a, ast.Name) and a.id == name)
    if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Name) and node.value.id == name:
        yield node.lineno
    for child in ast.iter_child_nodes(node):
        yield from bare_uses(child, name)


@pytest.mark.parametrize("package", ["engine", "dashboard", "pages", "pybirch"])
def test_no_message_is_made_of_an_error_itself_where_others_may_have_raised_it(package: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for handler in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(handler, ast.ExceptHandler) and handler.name and caught(handler) & BROAD
        for statement in handler.body
        for line in bare_uses(statement, handler.name)
    ]
    assert found == []
