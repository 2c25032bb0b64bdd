"""The ring holds everything after its start, whatever is appended, dropped or expired."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.live.ring import Ring
from engine.journal.reader import Entry
from engine.model.events import EventName

steps = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(1, 5), st.integers(0, 60)),
        st.tuples(st.just("expire"), st.integers(0, 9), st.just(0)),
    ),
    max_size=200,
)


def record(seq: int, size: int = 10) -> Entry:
    return Entry(seq, EventName.SCAN_LOG, 1, 1, None, b"x" * size)


@given(steps, st.integers(0, 400))
def test_covers_means_complete(plan: list[tuple[str, int, int]], asked: int) -> None:
    ring = Ring(7, max_records=6, max_bytes=1500, max_age=5)
    every: list[Entry] = []
    seq, now = 7, 0.0
    for what, amount, size in plan:
        if what == "append":
            seq += amount
            every.append(record(seq, size))
            ring.append(every[-1], now)
        else:
            now += amount
            ring.expire(now)
        assert len(ring) <= 6
        assert ring.head == seq
        for position in {ring.start, seq, asked}:
            if ring.covers(position):
                assert list(ring.after(position)) == [e for e in every if e.seq > position]


def test_bounded_in_bytes() -> None:
    ring = Ring(0, max_bytes=10_000)
    for seq in range(1, 100):
        ring.append(record(seq, 1000), 0.0)
    assert len(ring) < 10
    assert not ring.covers(0)
    assert ring.covers(98)


def test_old_records_go() -> None:
    ring = Ring(0, max_age=10)
    ring.append(record(1), 0.0)
    ring.append(record(2), 8.0)
    ring.expire(12.0)
    assert (ring.start, [e.seq for e in ring.after(1)]) == (1, [2])
