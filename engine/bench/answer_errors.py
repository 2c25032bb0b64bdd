"""Errors about answers that cannot be attributed: what came, and which key of the bench file to write."""

from __future__ import annotations

import json

from engine.bench.answers import short


def answered(command: str, text: str, table: str) -> str:
    """A command was answered, but the bench file does not say so."""
    return (
        f"{command!r} was answered {short(text)}, and the bench does not say that it is answered. If this is how the "
        f"instrument acknowledges, write ack = {as_toml(text)} {_where(table)}"
    )


def _where(table: str) -> str:
    own = f"into {table}, or " if table else ""
    return f"{own}into the instrument's own table where all its commands are"


def further_lines(message: str, answer: str, text: str, before: tuple[str, str] | None = None) -> str:
    """More came than one answer; `before` is an earlier command, with its table, that may be answered late."""
    told = f"{message!r} was answered {short(answer)} and then {short(text)}, so the answer is ambiguous"
    if answer == message.strip():
        return f"{told}. If the instrument repeats what it is sent, write echo = true into its table"
    lines = 1 + len(text.split(" / "))
    further = (
        f"if a further line comes with every answer, write status_line = {as_toml(text)} or "
        f"answer_lines = {lines} into its table"
    )
    if before is not None:
        command, table = before
        ack = f"If {command!r} before it is acknowledged, write ack = {as_toml(answer)} {_where(table)}"
        return f"{told}. {ack}; {further}"
    return f"{told}. I{further[1:]}; if commands sent before are answered, write ack = {as_toml(answer)}"


def unfinished(message: str, rest: str, ending: str) -> str:
    """Something came after a message that does not end like an answer; `ending` is how answers end."""
    return (
        f"{rest.strip()!r} came after {message!r} without the end of an answer. If it is a prompt, write "
        f"read_termination = {as_toml(ending + rest)} into its table"
    )


def unasked(text: str, last: str) -> str:
    """Something came after an exchange that looked complete."""
    if "?" in last:
        return (
            f"{short(text)} came after {last!r} had been answered, so that this answer and those before it may belong "
            "to other questions. If the instrument answers commands, write ack = into its table; if a further line "
            "comes with each answer, status_line = or answer_lines ="
        )
    return (
        f"{short(text)} came after {last!r}, which the bench does not say is answered. "
        f"If this is how the instrument acknowledges, write ack = {as_toml(text)} into its table"
    )


def refused(message: str, answer: str, key: str) -> str:
    """The answer is not the one that the bench file gives for success."""
    return f"{message!r} was answered {short(answer)}, but the bench says {key}"


def as_toml(text: str) -> str:
    """A text as TOML writes it, which is as JSON does."""
    return json.dumps(text, ensure_ascii=False)
