"""Takes the readings of a scpi instrument: those with the same query share one exchange."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

import numpy as np

from engine.bench.answer_value import ReadingMeaning
from engine.bench.answers import Numbers
from engine.bench.dialogue import Dialogue
from engine.bench.done import DoneWhen
from engine.bench.driver import NoAnswer
from engine.bench.expected_answer import ExpectedAnswer, Message
from engine.bench.scpi_config import ScpiConfig, ScpiRead
from engine.errors import Interrupted

Value = float | np.ndarray

_LOOK_FIRST, _LOOK_LATER = 0.005, 0.1
"""Seconds between two queries whether a reading is ready: at first, and at most."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one or several readings ask."""

    query: Message
    start: Message | None
    ready: Message | None
    ready_when: DoneWhen
    seconds: float | None
    """Time for the answer, and for becoming ready; None for the instrument's own."""


class ScpiReadings:
    """The readings of one instrument."""

    def __init__(self, config: ScpiConfig, dialogue: Dialogue, seconds: float) -> None:
        """`seconds` is the instrument's time for an answer."""
        self._dialogue = dialogue
        self._name = config.name
        self._seconds = seconds
        questions: dict[Hashable, Question] = {}
        asked = {name: read for name, read in config.reads.items() if read.query is not None}
        self._questions = {
            name: questions.setdefault(_shared(read), _question(name, read, config))
            for name, read in asked.items()
        }
        self._meanings = {name: _meaning(read, config) for name, read in asked.items()}
        self._kept: dict[str, Value] = {
            name: read.fixed for name, read in config.reads.items() if read.fixed is not None
        }
        self._once = {name for name, read in asked.items() if read.once}
        self._plain = {name: self._plain_reader(name) for name in asked}
        self._share = len(questions) < len(config.reads) or bool(self._once)

    def forget(self) -> None:
        """Ask again what is asked once in each scan."""
        for name in self._once:
            self._kept.pop(name, None)

    def read(self, name: str) -> Value:
        """Take one reading."""
        return self.read_all([name])[name] if name in self._kept or self._once else self._plain[name]()

    def read_all(self, names: Iterable[str]) -> dict[str, Value]:
        """Take several, in order."""
        if not self._share:
            readers = self._plain
            return {name: readers[name]() for name in names}
        answers: dict[int, str] = {}
        result: dict[str, Value] = {}
        for name in names:
            if name in self._kept:
                result[name] = self._kept[name]
                continue
            question, meaning = self._questions[name], self._meanings[name]
            if id(question) in answers:
                result[name] = self._dialogue.meant(question.query.text, answers[id(question)], meaning)
                continue

            def kept(
                answer: str, question: Question = question, meaning: Callable[[str], Value] = meaning
            ) -> Value:
                answers[id(question)] = answer
                return meaning(answer)

            result[name] = self._ask(question, kept)
        self._kept.update({name: result[name] for name in self._once if name in result})
        return result

    def together(self, names: Iterable[str]) -> list[list[str]]:
        """The names in groups that one exchange gives."""
        groups: dict[int, list[str]] = {}
        for name in names:
            groups.setdefault(id(self._questions.get(name)), []).append(name)
        return list(groups.values())

    def _plain_reader(self, name: str) -> Callable[[], Value]:
        question, meaning = self._questions[name], self._meanings[name]
        if question.start is not None or question.ready is not None or question.seconds is not None:
            return lambda: self._ask(question, meaning)
        ask, (text, expect) = self._dialogue.ask, question.query
        return lambda: ask(text, expect, meaning)

    def _ask(self, question: Question, meaning: Callable[[str], Value]) -> Value:
        dialogue, stops = self._dialogue, self._dialogue.stops
        if question.start is not None:
            dialogue.tell(*question.start)
        if question.ready is not None:
            self._await(question, question.ready, stops)
        return dialogue.ask(*question.query, meaning, question.seconds)

    def _await(self, question: Question, ready: Message, stops: int) -> None:
        """Ask whether the values are ready until they are. Raises NoAnswer, or Interrupted by a stop."""
        seconds = self._seconds if question.seconds is None else question.seconds
        until, pause = time.monotonic() + seconds, _LOOK_FIRST
        while not self._dialogue.ask(*ready, question.ready_when.says, seconds):
            if time.monotonic() > until:
                raise NoAnswer(
                    self._name, f"{ready.text!r} did not say within {seconds:g} s that the reading is ready"
                )
            time.sleep(pause)
            pause = min(2 * pause, _LOOK_LATER)
            if self._dialogue.stops != stops:
                raise Interrupted(self._name, f"a stop came while {ready.text!r} was asked")


def _shared(read: ScpiRead) -> Hashable:
    """What readings must have in common to share an answer."""
    return (
        read.query, read.answer_lines, read.block is not None, _by_lines(read), read.start, read.ready,
        read.ready_when, read.timeout,
    )  # fmt: skip


def _question(name: str, read: ScpiRead, config: ScpiConfig) -> Question:
    table = f"[instrument.reads.{name}]"

    assert read.query is not None

    def message(text: str, lines: int | None = None, asks: bool = True) -> Message:
        return Message(text, ExpectedAnswer(text, config.answer_format, table, own_lines=lines, asks=asks))

    query = message(read.query, read.answer_lines)
    query.expect.block = read.block is not None
    query.expect.joined = _by_lines(read)
    return Question(
        query,
        None if read.start is None else message(read.start, asks=False),
        None if read.ready is None else message(read.ready),
        read.ready_when,
        None if read.timeout is None else read.timeout / 1000,
    )


def _meaning(read: ScpiRead, config: ScpiConfig) -> Callable[[str], Value]:
    numbers = Numbers(config.overload + read.overload, config.no_value + read.no_value, read.form(read.unit))
    return ReadingMeaning(read, numbers, read.shape, read.unit).of_shape(read.shape)


def _by_lines(read: ScpiRead) -> bool:
    return read.separator == "\n"
