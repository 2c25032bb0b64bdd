"""Cursors decode to what was encoded, and only in their room and database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.live.cursors import Cursors, is_cursor, place
from dashboard.live.rooms import GLOBAL, Room, RoomKind

rooms = st.builds(Room, st.sampled_from([RoomKind.SCAN, RoomKind.QUEUE]), st.integers(1, 10_000))
places = st.integers(0, 2**59)


@given(rooms, places)
def test_round_trip(room: Room, seq: int) -> None:
    text = place(Cursors("one").tag(room), seq)
    assert is_cursor(text)
    assert Cursors("one").decode(room, text) == seq


@given(rooms, rooms, places)
def test_bound_to_the_room(room: Room, other: Room, seq: int) -> None:
    cursors = Cursors("one")
    assert (cursors.decode(other, place(cursors.tag(room), seq)) is None) == (room != other)


@given(rooms, places)
def test_bound_to_the_database(room: Room, seq: int) -> None:
    assert Cursors("two").decode(room, place(Cursors("one").tag(room), seq)) is None


@given(st.text(max_size=40))
def test_other_text_is_not_a_cursor(text: str) -> None:
    assert Cursors("one").decode(GLOBAL, text) is None
