"""The messages of a scpi instrument's table, each with what comes back for it."""

from __future__ import annotations

from engine.bench.expected_answer import ExpectedAnswer, Message
from engine.bench.scpi_config import ScpiConfig


class ScpiMessages:
    """Queries and commands by the name of their axis, reading or setting; for commands with a value, what comes
    back.
    """

    def __init__(self, config: ScpiConfig) -> None:
        answer_format = config.answer_format

        def plain(text: str, asks: bool = False) -> Message:
            return Message(text, ExpectedAnswer(text, answer_format, asks=asks))

        identify = config.identify or ("*IDN?" if config.identity is not None else None)
        self.identify = plain(identify, asks=True) if identify is not None else None
        self.on_connect = [plain(command) for command in config.on_connect]
        self.on_safe = [plain(command) for command in config.on_safe]
        self.stop = plain(config.stop) if config.stop is not None else None
        self.axis_stop = {n: plain(axis.stop) for n, axis in config.axes.items() if axis.stop is not None}
        self.axis_set: dict[str, ExpectedAnswer] = {}
        self.axis_get: dict[str, Message] = {}
        self.axis_done: dict[str, Message] = {}
        for name, axis in config.axes.items():
            table = f"[instrument.axes.{name}]"
            self.axis_set[name] = ExpectedAnswer(axis.set, answer_format, table, axis.ack, axis.answer_lines)
            for query, messages in ((axis.get, self.axis_get), (axis.done, self.axis_done)):
                if query is not None:
                    messages[name] = Message(
                        query,
                        ExpectedAnswer(query, answer_format, table, own_lines=axis.answer_lines, asks=True),
                    )
        self.action_send = {n: [plain(text) for text in a.send] for n, a in config.actions.items()}
        self.action_done = {
            n: plain(a.done, asks=True) for n, a in config.actions.items() if a.done is not None
        }
        self.setting_set: dict[str, ExpectedAnswer] = {}
        self.setting_get: dict[str, Message] = {}
        for name, setting in config.settings.items():
            table = f"[instrument.settings.{name}]"
            if setting.set is not None:
                self.setting_set[name] = ExpectedAnswer(
                    setting.set, answer_format, table, setting.ack, setting.answer_lines
                )
            if setting.get is not None:
                self.setting_get[name] = Message(
                    setting.get,
                    ExpectedAnswer(
                        setting.get, answer_format, table, own_lines=setting.answer_lines, asks=True
                    ),
                )
