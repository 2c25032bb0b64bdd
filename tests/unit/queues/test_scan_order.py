"""The order of a queue: nothing lost or doubled, and no scan overtaken at an instrument it needs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engine.errors import CommandRefused
from engine.model.states import QueueMode
from engine.queues.scan_order import OrderedQueue


class Ordered(RuleBasedStateMachine):
    """Compared with a plain list."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = OrderedQueue()
        self.model: list[int] = []
        self.given = 0

    @rule(first=st.booleans())
    def add(self, first: bool) -> None:
        self.given += 1
        (self.queue.add_first if first else self.queue.add)(self.given)
        self.model.insert(0 if first else len(self.model), self.given)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        scan = data.draw(st.sampled_from(self.model))
        self.queue.remove(scan)
        self.model.remove(scan)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), back=st.booleans())
    def take(self, data: st.DataObject, back: bool) -> None:
        scan = data.draw(st.sampled_from(self.model))
        self.queue.take(scan)
        assert list(self.queue) == [other for other in self.model if other != scan]
        with pytest.raises(CommandRefused):
            self.queue.take(scan)
        with pytest.raises(CommandRefused):
            self.queue.add(scan)
        if back:
            self.queue.put_back(scan)
        else:
            self.queue.end(scan)
            self.model.remove(scan)

    @precondition(lambda self: len(self.model) > 2)
    @rule(data=st.data())
    def keep_a_place(self, data: st.DataObject) -> None:
        """The others are put in another order while the turn of one has come."""
        scan = data.draw(st.sampled_from(self.model))
        place = self.model.index(scan)
        self.queue.take(scan)
        others = data.draw(st.permutations([other for other in self.model if other != scan]))
        self.queue.reorder(others)
        self.queue.put_back(scan)
        self.model = [*others[:place], scan, *others[place:]]

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def reorder(self, data: st.DataObject) -> None:
        named = data.draw(st.permutations(self.model))[: data.draw(st.integers(1, len(self.model)))]
        places = sorted(self.model.index(scan) for scan in named)
        for place, scan in zip(places, named, strict=True):
            self.model[place] = scan
        self.queue.reorder(named)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def refuse(self, data: st.DataObject) -> None:
        scan = data.draw(st.sampled_from(self.model))
        for wrong in ([scan, scan], [scan, self.given + 1]):
            with pytest.raises(CommandRefused):
                self.queue.reorder(wrong)
        with pytest.raises(CommandRefused):
            self.queue.add(scan)
        with pytest.raises(CommandRefused):
            self.queue.remove(self.given + 1)

    @invariant()
    def same(self) -> None:
        assert list(self.queue) == self.model
        assert len(self.queue) == len(self.model)


TestOrdered = Ordered.TestCase
TestOrdered.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)

needs = st.dictionaries(
    st.integers(1, 12), st.frozensets(st.sampled_from("abcde"), max_size=3), min_size=1, max_size=12
)


@settings(deadline=None)
@given(needs, st.data())
def test_parallel_scans_share_no_instrument_and_keep_their_order(
    wants: dict[int, frozenset[str]], data: st.DataObject
) -> None:
    scans = data.draw(st.permutations(list(wants)))
    count = data.draw(st.integers(0, len(scans)))
    active: list[int] = []
    for scan in scans[:count]:
        if all(wants[scan].isdisjoint(wants[other]) for other in active):
            active.append(scan)
    waiting = scans[count:]
    started = OrderedQueue(waiting).startable(QueueMode.PARALLEL, active, wants.__getitem__)
    running = active + started
    for i, scan in enumerate(running):
        assert all(wants[scan].isdisjoint(wants[other]) for other in running[:i])
    for place, scan in enumerate(waiting):
        before = active + waiting[:place]
        free = all(wants[scan].isdisjoint(wants[other]) for other in before)
        assert (scan in started) == free


@settings(deadline=None)
@given(st.lists(st.integers(), unique=True), st.booleans())
def test_serial_takes_the_first_when_nothing_is_active(scans: list[int], active: bool) -> None:
    wants = {scan: frozenset("a") for scan in scans}
    started = OrderedQueue(scans).startable(QueueMode.SERIAL, [99] if active else [], wants.__getitem__)
    assert started == ([] if active else scans[:1])
