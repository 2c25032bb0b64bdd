"""Positions of a sweep: counted and computed exactly, without a list of them in memory."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Protocol

_KEPT = 65_536


class Positions(Protocol):
    """A finite sequence of setpoints in the axis's unit."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> float: ...

    @property
    def low(self) -> float:
        """The smallest position."""
        ...

    @property
    def high(self) -> float:
        """The largest position."""
        ...

    @property
    def travel(self) -> float:
        """Distance from the first to the last through all of them."""
        ...


@dataclass(frozen=True)
class Listed:
    """Positions as they are listed in the plan."""

    values: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: int) -> float:
        return self.values[index]

    @property
    def low(self) -> float:
        """The smallest position."""
        return min(self.values)

    @property
    def high(self) -> float:
        """The largest position."""
        return max(self.values)

    @property
    def travel(self) -> float:
        """Distance from the first to the last through all of them."""
        return sum(abs(b - a) for a, b in zip(self.values, self.values[1:], strict=False))


@dataclass(frozen=True)
class _Monotonic:
    start: float
    stop: float

    def __len__(self) -> int:
        raise NotImplementedError

    def __getitem__(self, index: int) -> float:
        raise NotImplementedError

    @property
    def low(self) -> float:
        """The smallest position."""
        return min(self[0], self[len(self) - 1])

    @property
    def high(self) -> float:
        """The largest position."""
        return max(self[0], self[len(self) - 1])

    @property
    def travel(self) -> float:
        """Distance from the first to the last through all of them."""
        return self.high - self.low


@dataclass(frozen=True)
class Linear(_Monotonic):
    """`num` evenly spaced positions; `start` and `stop` are exact, and decimals are exact: 0.1 is 0.1."""

    num: int

    def __len__(self) -> int:
        return self.num

    @cached_property
    def _ends(self) -> tuple[Decimal, Decimal]:
        return Decimal(repr(self.start)), Decimal(repr(self.stop))

    def __getitem__(self, index: int) -> float:
        last = self.num - 1
        if index in (0, last):
            return self.stop if index else self.start
        first, final = self._ends
        return float((first * (last - index) + final * index) / last)


@dataclass(frozen=True)
class Logarithmic(_Monotonic):
    """`num` positions in equal ratios; `start` and `stop` are exact."""

    num: int

    def __len__(self) -> int:
        return self.num

    def __getitem__(self, index: int) -> float:
        last = self.num - 1
        if index in (0, last):
            return self.stop if index else self.start
        low, high = math.log10(abs(self.start)), math.log10(abs(self.stop))
        return math.copysign(10.0 ** (low + (high - low) * index / last), self.start)


@dataclass(frozen=True)
class Stepped(_Monotonic):
    """`start`, `start + step` and so on up to `stop`, which is included when whole steps lead there."""

    step: float

    @cached_property
    def _count(self) -> int:
        steps = (Decimal(repr(self.stop)) - Decimal(repr(self.start))) / Decimal(repr(self.step))
        return int(steps + Decimal("1e-9")) + 1

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _parts(self) -> tuple[Decimal, Decimal]:
        return Decimal(repr(self.start)), Decimal(repr(self.step))

    def __getitem__(self, index: int) -> float:
        first, step = self._parts
        value = float(first + step * index)
        # The last digit of a rounded step (0.3333333333333334) may lead past stop.
        return min(value, self.stop) if self.step > 0 else max(value, self.stop)


def walk(positions: Positions, first: int = 0, reverse: bool = False) -> Iterator[float]:
    """Go through the positions one by one from the `first`-th, in reverse order where asked."""
    count = len(positions)
    for i in range(first, count):
        yield positions[count - 1 - i if reverse else i]


def kept(positions: Positions) -> Positions:
    """The same positions, computed once when they are few enough to keep in memory."""
    count = len(positions)
    return Listed(tuple(positions[i] for i in range(count))) if count <= _KEPT else positions
