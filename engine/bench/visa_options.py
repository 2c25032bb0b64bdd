"""The keys of an instrument's table that are passed to PyVISA: which exist, and what their values become."""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from typing import Any

from pyvisa import attributes, constants, rname

_OF_PYVISA = (
    "timeout",
    "open_timeout",
    "encoding",
    "query_delay",
    "chunk_size",
    "read_termination",
    "write_termination",
)
_STOP_BITS = {1: constants.StopBits.one, 1.5: constants.StopBits.one_and_a_half, 2: constants.StopBits.two}
_POSITIVE = ("timeout", "open_timeout", "chunk_size")


@cache
def _attributes() -> dict[str, type[attributes.Attribute[Any]]]:
    return {a.py_name: a for a in attributes.AttributesByID.values() if a.py_name and a.write}


@cache
def option_names() -> frozenset[str]:
    """Every key that PyVISA understands; `termination` stands for both directions."""
    return frozenset(_attributes()) | {"termination", *_OF_PYVISA}


def option_value(name: str, value: Any) -> Any:
    """The value that PyVISA needs for a key; enumerations are given by name. Raises ValueError in one line."""
    if name in ("timeout", "open_timeout", "chunk_size", "query_delay"):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
            raise ValueError("it must be a number" + (" of milliseconds" if "timeout" in name else ""))
        if name in _POSITIVE and value <= 0:
            raise ValueError("it must be more than 0")
        return value if name == "query_delay" else int(value)
    if name in ("encoding", "termination", "read_termination", "write_termination"):
        if not isinstance(value, str):
            raise ValueError("it must be text")
        if name == "encoding":
            _check_encoding(value)
        return value
    if name == "stop_bits" and value in _STOP_BITS:
        return _STOP_BITS[value]
    kind = getattr(_attributes()[name], "enum_type", None)
    if kind is not None and isinstance(value, str):
        return _member(kind, value)
    if not isinstance(value, bool | int | float):
        raise ValueError("it must be a number or true or false")
    return value


def _check_encoding(name: str) -> None:
    try:
        "".encode(name)
    except LookupError:
        raise ValueError(f"there is no encoding {name!r}") from None


def _member(kind: type[IntEnum], text: str) -> IntEnum:
    names = {name.lower(): member for name, member in kind.__members__.items()}  # also those with value 0
    if text.lower() not in names:
        raise ValueError(f"it must be one of {', '.join(names)}")
    return names[text.lower()]


def resource_problem(resource: str, library: str, options: dict[str, Any]) -> str | None:
    """Say why a resource cannot be opened with these options, as far as can be told without trying."""
    try:
        parsed = rname.parse_resource_name(resource)
    except rname.InvalidResourceName:
        if library != "@py":
            return None  # other libraries know aliases
        return f"{resource!r} is not a VISA resource name such as TCPIP::192.168.0.5::5025::SOCKET or GPIB::12::INSTR"
    key = (parsed.interface_type_const, parsed.resource_class)
    wrong = [
        name
        for name in options
        if name in _attributes() and name not in _OF_PYVISA and not _attributes()[name].in_resource(key)
    ]
    if wrong:
        return (
            f"{', '.join(wrong)} cannot be set for a {parsed.interface_type} {parsed.resource_class} resource"
        )
    return None
