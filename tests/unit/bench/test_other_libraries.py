"""VISA libraries with PyVISA's own calls only: pyvisa-sim, and a test library with a status byte."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import pyvisa
from support.running import wait_until

from engine.bench.bench import Bench
from engine.bench.message_wire import MessageWire
from engine.errors import InstrumentError, Interrupted

Load = Callable[..., Bench]
SIM = """
spec: "1.0"
devices:
  stage:
    eom:
      GPIB INSTR:
        q: "\\n"
        r: "\\n"
    dialogues:
      - q: "*IDN?"
        r: "ACME,SIM"
      - q: "HANG?"
    properties:
      position:
        default: 0
        getter:
          q: "POS?"
          r: "{:.1f}"
        setter:
          q: "POS {:.1f}"
          r: "OK"
        specs:
          type: float
resources:
  GPIB::8::INSTR:
    device: stage
"""
BENCH = """
[[instrument]]
name = "stage"
resource = "GPIB::8::INSTR"
visa_library = "lab.yaml@sim"
termination = "\\n"
timeout = 30000
{keys}
[instrument.axes.x]
set = "POS {{value:.1f}}"
get = "POS?"
safe = 2
[instrument.reads.hang]
query = "HANG?"
poll = false
"""


@pytest.fixture
def sim(tmp_path: Path) -> Path:
    path = tmp_path / "lab.yaml"
    path.write_text(SIM)
    return path


@pytest.mark.usefixtures("sim")
def test_an_acknowledgement_of_a_simulated_instrument(load_bench: Load) -> None:
    stage = load_bench(BENCH.format(keys=""), start=False).instruments["stage"]
    with pytest.raises(InstrumentError, match=r"'POS 1\.0' was answered 'OK'"):
        stage.move("x", 1)
    stage = load_bench(BENCH.format(keys='ack = "OK"'), start=False).instruments["stage"]
    for value in (1.0, 2.5, 3.0):
        assert stage.move("x", value) == value


@pytest.mark.usefixtures("sim")
def test_a_safe_value_goes_through_a_second_session_where_a_call_cannot_be_cut_off(load_bench: Load) -> None:
    stage = load_bench(BENCH.format(keys='ack = "OK"'), start=False).instruments["stage"]
    stage.move("x", 7)
    failures: list[InstrumentError] = []

    def measure() -> None:
        try:
            stage.measure()
        except InstrumentError as error:
            failures.append(error)

    hanging = threading.Thread(target=measure, daemon=True)
    hanging.start()
    turns = stage.driver.group.turns  # type: ignore[attr-defined]
    wait_until(lambda: turns.busy, "the reading to begin", interval=0.002)
    began = time.monotonic()
    stage.make_safe()
    assert time.monotonic() - began < 10
    hanging.join(60)
    assert isinstance(failures[0], Interrupted)
    assert stage.position("x") == 2


class Gpib:
    """A PyVISA resource on GPIB: messages wait in the instrument until they are read."""

    resource_name = "GPIB0::3::INSTR"
    visalib: Any = object()
    session = 1
    timeout = 0.0

    def __init__(self, status_byte: int | None = None) -> None:
        self.waiting: list[bytes] = []
        self.cleared = 0
        self._status = status_byte

    def read_stb(self) -> int:
        return (16 if self.waiting else 0) if self._status is None else self._status

    def read_raw(self) -> bytes:
        if not self.waiting:
            raise pyvisa.errors.VisaIOError(pyvisa.constants.VI_ERROR_TMO)
        return self.waiting.pop(0)

    def clear(self) -> None:
        self.cleared += 1
        self.waiting.clear()


def wire_of(resource: Gpib, status_byte: bool = True) -> MessageWire:
    return MessageWire(resource, b"\n", lambda: None, status_byte)  # type: ignore[arg-type, return-value]


def test_the_status_byte_tells_what_is_unread() -> None:
    resource = Gpib()
    wire = wire_of(resource)
    assert wire.unread() == b""
    resource.waiting = [b"OK\n", b"READY\n"]
    assert wire.unread() == b"OK\nREADY\n"
    assert wire.unread() == b""


def test_what_comes_while_it_is_listened_for_is_taken() -> None:
    resource = Gpib()
    threading.Timer(0.05, resource.waiting.append, (b"OK\n",)).start()
    assert wire_of(resource).unread(20.0) == b"OK\n"


def test_a_status_byte_that_means_something_else_is_not_asked_again() -> None:
    resource = Gpib(status_byte=0x10)
    wire = wire_of(resource)
    assert wire.unread() == b""
    assert not wire.status_byte
    assert wire_of(Gpib(status_byte=0x10), status_byte=False).unread() == b""


def test_a_session_is_begun_anew_by_a_device_clear() -> None:
    resource = Gpib()
    wire = wire_of(resource)
    resource.waiting = [b"old\n"]
    assert wire.renew(1.0)
    assert (resource.cleared, resource.waiting) == (1, [])
    wire.cut_off()
    assert not wire.renew(1.0)
