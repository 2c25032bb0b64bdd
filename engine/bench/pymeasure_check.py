"""Checks whether a name in a bench file is one that a PyMeasure class has, and usable for its purpose."""

from __future__ import annotations

from difflib import SequenceMatcher

from engine.bench.object_config import Use
from engine.bench.pymeasure_class import Kind, Member, Members

_SHOWN = 12
"""Names that a message lists; it counts the others."""


_BEHIND = ("adapter", "controller", "parent")
"""Parts of an instrument or a channel that are of no use in a bench file."""


def problem_of(members: Members, path: str, use: Use) -> str | None:
    """Say why a name, with dots for channels, cannot be used; None where it can, or that is unknown."""
    owner = members
    *channels, name = path.split(".")
    for depth, channel in enumerate(channels):
        member = owner.find(channel)
        if member is None:
            return _missing(owner, channel, ".".join([*channels[depth:], name]), use)
        if member.kind is Kind.METHOD:
            return f"{channel!r} of {owner.label} is a method, not a channel"
        if member.inside is None:
            return None  # the connected instrument will tell
        owner = member.inside
    found = owner.find(name)
    if found is None:
        return _missing(owner, name, name, use)
    return _misuse(found, name, owner.label, use)


def _misuse(member: Member, name: str, label: str, use: Use) -> str | None:
    what = f"{name!r} of {label}"
    if member.kind is Kind.UNKNOWN:
        return None
    if member.kind is Kind.CHANNEL:
        return f"{what} is a channel; name one of its attributes, such as {name}.{_example(member, use)}"
    if use in (Use.MOVE, Use.SET):
        if member.kind is Kind.METHOD:
            return None if member.takes(1) else f"{what} is a method that cannot be called with one value"
        if member.kind is Kind.PLAIN:
            if use is Use.SET:
                return None
            return (
                f"{what} is only an attribute of the Python object: nothing would be sent to the instrument"
            )
        return None if member.settable else f"{what} can only be read"
    if member.kind is Kind.METHOD:
        return None if member.takes(0) else f"{what} is a method that cannot be called without a value"
    if use is Use.RUN:
        return f"{what} is not a method"
    return None if member.readable else f"{what} can only be set"


def _example(channel: Member, use: Use) -> str:
    fitting = _fitting(channel.inside, use) if channel.inside else []
    return fitting[0] if fitting else "position"


def _missing(owner: Members, name: str, asked: str, use: Use) -> str:
    names = [*_fitting(owner, use), *(f"{c}.{n}" for c in owner.names() for n in _within(owner, c, use))]
    names.sort(key=lambda known: -_likeness(asked, known))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    has = f"; it has, nearest first: {', '.join(names[:_SHOWN])}{more}" if names else ""
    return f"{owner.label} has no {name!r}{has}"


def _within(owner: Members, channel: str, use: Use) -> list[str]:
    member = owner.find(channel) if channel not in _BEHIND else None
    return _fitting(member.inside, use) if member and member.kind is Kind.CHANNEL and member.inside else []


def _fitting(owner: Members, use: Use) -> list[str]:
    """The public names of a class with this use."""
    fitting = []
    for name in owner.names():
        member = owner.find(name)
        if member is None or member.kind not in (Kind.PROPERTY, Kind.METHOD):
            continue
        if _misuse(member, name, owner.label, use) is None:
            fitting.append(name)
    return fitting


def _likeness(asked: str, known: str) -> float:
    """How similar a known name is to the wanted one; the last part of a dotted name also counts alone."""
    return max(
        SequenceMatcher(None, asked.lower(), text.lower()).ratio()
        for text in (known, known.rpartition(".")[2])
    )
