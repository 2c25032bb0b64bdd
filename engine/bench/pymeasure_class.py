"""What a PyMeasure class has: properties, methods and channels, found without an instrument."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum, auto
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol

from typing_extensions import override

from engine.bench.pymeasure_source import Assigned, assigned_by
from engine.reasons import reason

_PACKAGE = "pymeasure.instruments"
_NOTHING = object()
_MACHINERY = ("CommonBase", "Channel")


class ClassMissing(LookupError):
    """PyMeasure is installed, but has no such class; the message says what it has."""


class ClassUnavailable(LookupError):
    """The class cannot be loaded: PyMeasure, or something that the class needs, is not installed."""


class Kind(Enum):
    """What a name of a class is."""

    PROPERTY = auto()
    METHOD = auto()
    CHANNEL = auto()
    PLAIN = auto()
    """A Python attribute: setting it sends nothing to the instrument."""
    UNKNOWN = auto()
    """Only the connected instrument can tell."""


@dataclass(frozen=True, slots=True)
class Member:
    """One name of a class."""

    kind: Kind
    readable: bool = True
    settable: bool = False
    inside: Members | None = None
    """What a channel has, where that is known."""
    signature: inspect.Signature | None = None

    def takes(self, count: int) -> bool:
        """Whether a method can be called with this many values."""
        if self.signature is None:
            return True
        try:
            self.signature.bind(*[None] * count)
        except TypeError:
            return False
        return True


class Members(Protocol):
    """What a class, or an instance of it, has."""

    label: str

    def find(self, name: str) -> Member | None:
        """The member with this name; None when there is none."""

    def names(self) -> Iterator[str]:
        """The public names."""


def find_class(path: str) -> type:
    """The class at a path such as `keithley.Keithley2400`. Raises ClassMissing or ClassUnavailable."""
    module_name, _, name = path.rpartition(".")
    try:
        module = import_module(f"{_PACKAGE}.{module_name}")
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if missing.startswith(f"{_PACKAGE}."):
            raise ClassMissing(_near("module", module_name, _modules(missing))) from None
        raise ClassUnavailable(reason(error)) from error
    except Exception as error:
        raise ClassUnavailable(reason(error)) from error
    found = getattr(module, name, None)
    if not isinstance(found, type):
        classes = [key for key, value in vars(module).items() if isinstance(value, type)]
        raise ClassMissing(f"in {module_name!r} {_near('class', name, classes)}")
    return found


def _modules(missing: str) -> list[str]:
    package = import_module(missing.rpartition(".")[0])
    start = package.__name__.removeprefix(_PACKAGE).lstrip(".")
    return [f"{start}.{m.name}".lstrip(".") for m in iter_modules(getattr(package, "__path__", []))]


def _near(what: str, name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 3)
    hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else f"; there are {', '.join(known)}"
    return f"PyMeasure has no {what} {name!r}{hint}"


@cache
def members_of(kind: type) -> Members:
    """What instances of a class have, as far as the class and its source tell."""
    return _OfClass(kind.__name__, kind)


@dataclass
class _OfClass(Members):
    """Class attributes, and what the methods assign to `self`."""

    label: str
    _kind: type
    _assigned: Assigned = field(init=False)
    _channels: dict[str, type] = field(init=False, default_factory=dict)
    _collections: set[str] = field(init=False, default_factory=set)
    """Dictionaries of channels by number, which PyMeasure makes besides the channels themselves."""

    def __post_init__(self) -> None:
        self._assigned = assigned_by(self._kind)
        for name in dir(self._kind):
            creator = inspect.getattr_static(self._kind, name, None)
            if not _is_creator(creator):
                continue
            prefix = creator.kwargs.get("prefix")
            self._collections.add(creator.kwargs.get("collection", "channels"))
            several = type(creator).__name__.startswith("Multi")
            for kind, number in creator.pairs:
                self._channels[f"{prefix}{number}" if several and prefix else name] = kind

    @override
    def find(self, name: str) -> Member | None:
        if name in self._channels:
            return Member(Kind.CHANNEL, inside=members_of(self._channels[name]))
        found = inspect.getattr_static(self._kind, name, _NOTHING)
        if isinstance(found, property):
            return _member(name, found, self._kind, self._assigned.names)
        if name in self._assigned.names:
            made = self._assigned.names[name]
            if made is None:
                return Member(Kind.UNKNOWN)
            return Member(Kind.PLAIN) if made is object else Member(Kind.CHANNEL, inside=members_of(made))
        if _is_creator(found) or name in self._collections:
            return Member(Kind.PLAIN)
        if found is not _NOTHING:
            return _member(name, found, self._kind, self._assigned.names)
        if self._assigned.anything or any(map(name.startswith, self._assigned.prefixes)):
            return Member(Kind.UNKNOWN)
        return None

    @override
    def names(self) -> Iterator[str]:
        yield from _public(self._kind, {*self._assigned.names, *self._channels})


@dataclass
class OfInstance(Members):
    """What a connected instrument or one of its channels has; nothing is read from the instrument."""

    label: str
    owner: Any

    @override
    def find(self, name: str) -> Member | None:
        own = getattr(self.owner, "__dict__", {})
        kind = type(self.owner)
        static = inspect.getattr_static(kind, name, _NOTHING)
        if isinstance(static, property):
            return _member(name, static, kind, own)
        if name in own:
            return self._made(name, own[name])
        if static is not _NOTHING:
            return _member(name, static, kind, own)
        looks_up = getattr(kind, "__getattr__", None)
        return None if looks_up is None else Member(Kind.UNKNOWN, settable=True)

    def _made(self, name: str, value: Any) -> Member:
        if callable(value):
            return Member(Kind.METHOD, signature=_signature(value))
        if type(value).__module__.partition(".")[0] in ("builtins", "numpy") or isinstance(value, Enum):
            return Member(Kind.PLAIN)
        return Member(Kind.CHANNEL, inside=OfInstance(f"{self.label}.{name}", value))

    @override
    def names(self) -> Iterator[str]:
        yield from _public(type(self.owner), set(getattr(self.owner, "__dict__", {})))


def _public(kind: type, own: set[str]) -> list[str]:
    """The names to suggest, without those that every class inherits from PyMeasure (`ask`, `write`, `values` …)."""
    machinery = {name for base in kind.__mro__ if base.__name__ in _MACHINERY for name in vars(base)}
    return sorted(n for n in {*dir(kind), *own} if not n.startswith("_") and n not in machinery)


def _is_creator(value: Any) -> bool:
    """Whether it is one of PyMeasure's ChannelCreators, which become channels when an instance is made."""
    return hasattr(value, "pairs") and hasattr(value, "kwargs")


def _member(name: str, found: Any, kind: type, own: Any) -> Member:
    if isinstance(found, property):
        return Member(
            Kind.PROPERTY,
            readable=_has(found.fget, "get_command", name, kind, own),
            settable=_has(found.fset, "set_command", name, kind, own),
        )
    if isinstance(found, type) or not (callable(found) or hasattr(found, "__get__")):
        return Member(Kind.PLAIN)
    if inspect.isroutine(found) or isinstance(found, staticmethod | classmethod):
        return Member(Kind.METHOD, signature=_signature(getattr(kind, name), bare=inspect.isfunction(found)))
    return Member(Kind.UNKNOWN, settable=hasattr(found, "__set__"))


def _has(accessor: Any, command: str, name: str, kind: type, own: Any) -> bool:
    """Whether a property can be read or set: PyMeasure defines both for every property, with None for a missing
    command.
    """
    if accessor is None:
        return False
    known = _signature(accessor)
    parameter = known.parameters.get(command) if known else None
    if parameter is None or parameter.default is not None:
        return True
    given = f"{name}_{command}"  # a dynamic property gets its command elsewhere
    return given in own or f"___{given}" in own or hasattr(kind, given)


def _signature(value: Any, bare: bool = False) -> inspect.Signature | None:
    try:
        found = inspect.signature(value)
    except (TypeError, ValueError):
        return None
    if not bare:
        return found
    return found.replace(parameters=list(found.parameters.values())[1:])
