"""The messages of a scpi instrument's table, each with what comes back for it."""

from __future__ import annotations

from engine.bench.expected_answer import Expect, Message
from engine.bench.scpi_config import ScpiConfig


class ScpiMessages:
    """Queries and commands by the name of their axis, reading or setting. Of commands with a value what comes back."""

    def __init__(self, config: ScpiConfig) -> None:
        manners = config.manners

        def plain(text: str) -> Message:
            return Message(text, Expect(text, manners))

        identify = config.identify or ("*IDN?" if config.identity is not None else None)
        self.identify = plain(identify) if identify is not None else None
        self.on_connect = [plain(command) for command in config.on_connect]
        self.on_safe = [plain(command) for command in config.on_safe]
        self.stop = plain(config.stop) if config.stop is not None else None
        self.axis_stop = {n: plain(axis.stop) for n, axis in config.axes.items() if axis.stop is not None}
        self.axis_set: dict[str, Expect] = {}
        self.axis_get: dict[str, Message] = {}
        self.axis_done: dict[str, Message] = {}
        for name, axis in config.axes.items():
            table = f"[instrument.axes.{name}]"
            self.axis_set[name] = Expect(axis.set, manners, table, axis.ack, axis.answer_lines)
            for query, messages in ((axis.get, self.axis_get), (axis.done, self.axis_done)):
                if query is not None:
                    messages[name] = Message(
                        query, Expect(query, manners, table, own_lines=axis.answer_lines)
                    )
        self.read = {
            name: Message(
                read.query,
                Expect(read.query, manners, f"[instrument.reads.{name}]", own_lines=read.answer_lines),
            )
            for name, read in config.reads.items()
        }
        self.setting_set: dict[str, Expect] = {}
        self.setting_get: dict[str, Message] = {}
        for name, setting in config.settings.items():
            table = f"[instrument.settings.{name}]"
            if setting.set is not None:
                self.setting_set[name] = Expect(
                    setting.set, manners, table, setting.ack, setting.answer_lines
                )
            if setting.get is not None:
                self.setting_get[name] = Message(
                    setting.get, Expect(setting.get, manners, table, own_lines=setting.answer_lines)
                )
