"""The moves, settings and waits that led a scan to where it is, and that resuming it has to repeat."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.scans.steps import Apply, Await, Move, Step, Together, Wait

Key = tuple[str, ...]
"""What a step changes (an axis, a setting), or which wait of the plan it is."""
MOST_KEPT = 20_000
"""Most steps of a loop without points that are repeated one by one; of a longer loop only the effect is repeated."""


@dataclass(slots=True, eq=False)
class _Item:
    """A step that was walked through."""

    step: Step
    key: Key
    over: bool = False
    """Whether its pass is over; then a later step with the same key replaces it."""
    replaced: bool = False


@dataclass(slots=True, eq=False)
class _Pass:
    """The present pass of a loop; the outermost one is the plan itself."""

    mark: int
    """Index of its first item."""
    procedure: bool = False
    changed: list[str] = field(default_factory=list)
    """In a procedure: the axes that it moved so far."""


class StepHistory:
    """The steps of a plan in their order.

    All steps of a pass that is not over are kept, because they lead to the present position. Of a pass that is
    over, the last move of each axis, the last value of each setting and the last of each wait are kept, until a
    later step replaces them.
    """

    def __init__(self) -> None:
        self._items: list[_Item] = []
        self._over: dict[Key, list[_Item]] = {}
        self._passes = [_Pass(0)]
        self._coming: list[Step] | None = None

    def note(self, step: Step) -> None:
        """Add a step; measure steps are not kept."""
        if isinstance(step, Together):
            for move in step.moves:
                self.note(move)
            return
        if self._coming is not None:
            self._coming.append(step)
        match step:
            case Move():
                self._add(step, (step.instrument, step.axis))
                if self._passes[-1].procedure:
                    self._passes[-1].changed.append(step.column)
            case Apply():
                for name, value in step.settings.items():
                    one = Apply(step.path, step.instrument, {name: value})
                    self._add(one, (step.instrument, "", name))
            case Wait() | Await():
                # All waits of a procedure have the same path; the axes that moved before tell them apart.
                self._add(step, ("", step.path, *sorted(set(self._passes[-1].changed))))
            case _:
                pass

    def look_ahead(self) -> None:
        """From here on noted steps are still to be executed, up to the next point."""
        self._coming = []

    def enter(self, *, points: bool, procedure: bool = False) -> Loop:
        """Enter a loop; `points` says whether it may take points."""
        mark = len(self._items)
        if points:
            self._passes.append(_Pass(mark, procedure))
        return Loop(self, mark, len(self._passes) if points else None)

    def again(self) -> list[Step]:
        """The steps that were executed and lead to the next point."""
        return [item.step for item in self._items if not item.replaced]

    @property
    def coming(self) -> list[Step]:
        """The steps noted since `look_ahead`."""
        return self._coming or []

    def end_pass(self, depth: int) -> None:
        """The present pass of the loop at this depth is over, and so are all loops inside it."""
        del self._passes[depth:]
        present = self._passes[-1]
        self.end_since(present.mark)
        self._passes[-1] = _Pass(present.mark, present.procedure)

    def end_since(self, mark: int) -> None:
        """All items from this index on belong to passes that are over."""
        kept = [item for item in self._items[mark:] if not item.replaced]
        self._items[mark:] = kept
        for item in kept:
            if not item.over:
                item.over = True
                self._over.setdefault(item.key, []).append(item)

    def leave(self, depth: int) -> None:
        """The loop at this depth is over."""
        self.end_pass(depth)
        self._passes.pop()

    def longer_than(self, mark: int, most: int) -> bool:
        """Whether more than `most` steps were noted since this index."""
        return len(self._items) - mark > most

    def _add(self, step: Step, key: Key) -> None:
        for earlier in self._over.pop(key, ()):
            earlier.replaced = True
        if self._coming is None:
            self._items.append(_Item(step, key))


class Loop:
    """A loop of the plan within the history."""

    __slots__ = ("_depth", "_history", "_mark")

    def __init__(self, history: StepHistory, mark: int, depth: int | None) -> None:
        self._history = history
        self._mark = mark
        self._depth = depth
        """None for a loop without points: it only prepares for later ones, so all its passes are kept."""

    def next_pass(self) -> None:
        """The present pass is over, if there was one."""
        if self._depth is not None:
            self._history.end_pass(self._depth)
        elif self._history.longer_than(self._mark, MOST_KEPT):
            self._history.end_since(self._mark)

    def leave(self) -> None:
        """The loop is over."""
        if self._depth is not None:
            self._history.leave(self._depth)
        else:
            self.next_pass()
