"""Reasons for people: whatever is raised, they read a sentence."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

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
    (VisaIOError(StatusCode.error_connection_lost), "it hung up"),
    (IntegrityError("INSERT INTO scans VALUES (?)", (1,), ValueError("NOT NULL")), "NOT NULL"),
    (TimeoutError("timed out"), "no answer from there"),
]


@pytest.mark.parametrize(("error", "words"), EXPECTED, ids=[words for _, words in EXPECTED])
def test_a_reason_is_a_sentence(error: Exception, words: str) -> None:
    tell = visa_reason if words in ("it hung up", "no answer from there") else reason
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
