"""Asks a scpi instrument for the errors that it reports itself."""

from __future__ import annotations

import re

from engine.bench.dialogue import Dialogue
from engine.bench.expected_answer import ExpectedAnswer, Message
from engine.bench.scpi_config import OnError, ScpiConfig
from engine.errors import InstrumentError

_MOST = 30
"""Errors read at once: a queue has at most some twenty."""


class ScpiErrors:
    """The error queue of one instrument."""

    def __init__(self, config: ScpiConfig, dialogue: Dialogue) -> None:
        self._name = config.name
        self._dialogue = dialogue
        self._fails = config.on_error is OnError.FAIL
        self._none = re.compile(config.no_error)
        self._query = (
            None
            if config.errors is None
            else Message(config.errors, ExpectedAnswer(config.errors, config.answer_format, asks=True))
        )
        self.last = ""
        """The last command that was sent."""

    def read(self) -> list[str]:
        """The errors since the last call, a sentence each. Raises InstrumentError where they are failures."""
        if self._query is None:
            return []
        found: list[str] = []
        for _ in range(_MOST):
            answer = self._dialogue.ask(*self._query, str)
            if self._none.fullmatch(answer.strip()):
                break
            if answer in found:  # it only shows its last error
                break
            found.append(answer)
        after = f" after {self.last!r}" if self.last else ""
        sentences = [f"reports {error.strip()}{after}" for error in found]
        if sentences and self._fails:
            raise InstrumentError(self._name, "it " + "; it ".join(sentences))
        return sentences
