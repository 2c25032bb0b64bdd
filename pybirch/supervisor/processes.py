"""Keeps child processes running: starts them, logs them, restarts them with back-off, and ends them."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from pybirch.supervisor.log_files import Copier, RotatedFile

WRONG_SETTINGS = 2
"""Exit code of a child with wrong settings, which must not be restarted."""
_REFUSAL = b"error: "
"""Start of the line in which a child says why it does not start."""
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_ENDING = 8.4
"""Seconds that children get to end before they are killed."""
_LAST_WORDS = 0.4
"""Seconds for reading the last output of ended children."""


@dataclass
class Backoff:
    """Waiting time before a restart: 0.5, 1, 2 … 30 s, from the start again after 30 s of running."""

    first: float = 0.5
    longest: float = 30.0
    healthy: float = 30.0
    _next: float = field(default=0.0, init=False)

    def after(self, lived: float) -> float:
        """Seconds to wait after the child ran for `lived` seconds."""
        delay = self.first if lived >= self.healthy or not self._next else self._next
        self._next = min(delay * 2, self.longest)
        return delay


@dataclass
class Child:
    """A child: the arguments of its Python process, and its state.

    `ready_flag` is the flag for a pipe on which the child says that it serves; `on_ready` is called the first time.
    """

    name: str
    arguments: Sequence[str]
    log: RotatedFile
    descriptors: tuple[int, ...] = ()
    ready_flag: str = ""
    on_ready: Callable[[], None] | None = None
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0
    started: float = 0.0
    due: float | None = 0.0
    backoff: Backoff = field(default_factory=Backoff)


class Supervisor:
    """Keeps children running until a signal comes, or one of them refuses its settings at the first start."""

    def __init__(self, children: Sequence[Child], environment: Mapping[str, str]) -> None:
        self._children = children
        self._environment = dict(environment)
        self._selector = selectors.DefaultSelector()
        self._copier = Copier(sys.stderr.buffer)
        self._outputs = 0
        self._asked_to_end = False
        self._refused: Child | None = None
        self._telling: Child | None = None
        # The kernel closes the pipe however this process ends; the children end when they notice.
        self._lifeline, self._held_end = os.pipe()

    def run(self) -> int:
        """Supervise; returns the exit code: 0 after a signal, 2 when a child refused its settings at its first
        start.
        """
        self._catch_signals()
        while not (self._asked_to_end or self._refused):
            for child in self._children:
                if child.due is not None and child.due <= time.monotonic():
                    self._start(child)
            waits = [c.due - time.monotonic() for c in self._children if c.due is not None]
            self._handle_events(max(0.0, min(waits)) if waits else None)
        self._end()
        return WRONG_SETTINGS if self._refused else 0

    def _catch_signals(self) -> None:
        # Signals, the death of a child included, wake the selector through this pipe.
        reader, writer = os.pipe()
        for descriptor in (reader, writer):
            os.set_blocking(descriptor, False)
        self._selector.register(reader, selectors.EVENT_READ, lambda: os.read(reader, 512))
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in _SIGNALS:
            # Under nohup the process outlives its terminal.
            if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_end = True

    def _start(self, child: Child) -> None:
        arguments = [sys.executable, *child.arguments, "--lifeline-fd", str(self._lifeline)]
        descriptors = [self._lifeline, *child.descriptors]
        ready: int | None = None
        if child.ready_flag:
            ready, told = os.pipe()
            arguments += [child.ready_flag, str(told)]
            descriptors.append(told)
        child.process = subprocess.Popen(
            arguments,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=descriptors,
            # Ctrl-C at the terminal is for the supervisor, which ends the children in order.
            start_new_session=True,
            bufsize=0,
        )
        child.starts += 1
        child.started = time.monotonic()
        child.due = None
        output = child.process.stdout
        assert output is not None
        self._outputs += 1
        self._selector.register(output, selectors.EVENT_READ, lambda: self._copy(child, output))
        if ready is not None:
            os.close(told)
            self._selector.register(ready, selectors.EVENT_READ, lambda: self._child_is_ready(child, ready))

    def _handle_events(self, timeout: float | None) -> None:
        """Wait for something to happen and handle it."""
        for key, _ in self._selector.select(timeout):
            key.data()
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                self._child_ended(child, child.process.returncode)

    def _child_ended(self, child: Child, code: int) -> None:
        child.process = None
        if code == WRONG_SETTINGS and child.starts == 1:
            self._refused = self._refused or child
        elif not (self._asked_to_end or self._refused):
            delay = child.backoff.after(time.monotonic() - child.started)
            child.due = time.monotonic() + delay
            how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
            self._log(child, f"the {child.name} process {how}; restarting it in {delay:g} s")

    def _copy(self, child: Child, output: IO[bytes]) -> None:
        data = os.read(output.fileno(), 65536)
        if data:
            child.log.write(data)
            if self._is_shown(child, data):
                self._copier.write(data)
        else:
            self._selector.unregister(output)
            self._outputs -= 1
            output.close()

    def _is_shown(self, child: Child, data: bytes) -> bool:
        """Whether a child's output goes to the terminal: of several reasons not to start only the first does."""
        if self._refused not in (None, child):
            return False
        if child.starts == 1 and _REFUSAL in (line[: len(_REFUSAL)] for line in data.splitlines()):
            # Both may report theirs before the first of them has ended.
            self._telling = self._telling or child
            return self._telling is child
        return True

    def _child_is_ready(self, child: Child, ready: int) -> None:
        said = os.read(ready, 1)
        self._selector.unregister(ready)
        os.close(ready)
        if said and child.on_ready is not None:
            child.on_ready()
            child.on_ready = None

    def _log(self, child: Child, text: str) -> None:
        line = f"{time.strftime('%Y-%m-%d %H:%M:%S')} supervisor: {text}\n".encode()
        child.log.write(line)
        self._copier.write(line)

    def _end(self) -> None:
        """End the children in order; those that do not end are killed."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + _ENDING
        while any(c.process for c in self._children) and time.monotonic() < deadline:
            self._handle_events(max(0.0, deadline - time.monotonic()))
        self._signal(signal.SIGKILL)
        while any(c.process for c in self._children):
            self._handle_events(0.1)
        deadline = time.monotonic() + _LAST_WORDS
        while self._outputs and time.monotonic() < deadline:
            self._handle_events(0.1)
        self._copier.close()

    def _signal(self, number: signal.Signals) -> None:
        for child in self._children:
            if child.process is not None:
                with contextlib.suppress(ProcessLookupError):
                    child.process.send_signal(number)


def root_environment(root: Path) -> dict[str, str]:
    """This process's environment without PyBirch's settings, with `root` as the only place of PyBirch's modules."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYBIRCH_")}
    path = os.pathsep.join(p for p in (str(root), kept.get("PYTHONPATH", "")) if p)
    return {**kept, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"}
