"""Presence in a room: people, not connections; their names; and when a change is announced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import gevent
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.auth.base import Identity
from dashboard.live.close_codes import CloseCode
from dashboard.live.connection import FRAME_INTERVAL
from dashboard.live.frames import Frame
from dashboard.live.hub import Hub
from dashboard.live.presence import NAME_LENGTH, Guests, Watcher, Watchers, tidy, watcher
from engine.model.people import Role
from engine.settings import Settings
from engine.store import queues
from engine.store.database import Database


class Hall:
    """A room with people going in and out through the hub's way."""

    def __init__(self) -> None:
        self.guests = Guests()
        self.watchers = Watchers("scan_SCAN_001", self.guests)

    def enter(self, key: str, name: str = "") -> bool:
        self.guests.enter(key)
        return self.watchers.enter(Watcher(key, name))

    def leave(self, key: str, name: str = "") -> bool:
        began = self.watchers.leave(Watcher(key, name))
        self.guests.leave(key)
        return began


def test_somebody_with_several_connections_counts_once() -> None:
    hall = Hall()
    for _ in range(3):
        hall.enter("a", "Anna")
    hall.enter("b", "Anna")
    assert hall.watchers.users == ("Anna", "Anna")
    hall.leave("a")
    assert hall.watchers.users == ("Anna", "Anna")
    hall.leave("a")
    hall.leave("a")
    assert hall.watchers.users == ("Anna",)


def test_the_latest_name_counts() -> None:
    hall = Hall()
    hall.enter("a")
    hall.enter("a", "Anna")
    hall.leave("a")
    assert hall.watchers.users == ("Anna",)


def test_guests_have_the_least_free_number_and_keep_it() -> None:
    hall = Hall()
    for key in ("a", "b", "c"):
        hall.enter(key)
    assert hall.watchers.users == ("Guest 1", "Guest 2", "Guest 3")
    hall.guests.enter("b")  # is somewhere else as well
    hall.leave("b")
    hall.leave("a")
    hall.enter("d")
    hall.enter("b")
    assert hall.watchers._names == {"b": "Guest 2", "c": "Guest 3", "d": "Guest 1"}


def test_only_the_first_of_several_changes_begins_one() -> None:
    hall = Hall()
    assert hall.enter("a", "Anna")
    assert not hall.enter("b", "Bea")
    assert not hall.watchers.must_announce(())
    hall.watchers.settle()
    assert hall.watchers.must_announce(())
    assert not hall.watchers.must_announce(hall.watchers.users)
    assert not hall.enter("a", "Anna")
    assert hall.leave("b")


def test_coming_back_emits_no_event() -> None:
    hall = Hall()
    hall.enter("a", "Anna")
    hall.enter("b", "Bea")
    hall.watchers.settle()
    told, event = hall.watchers.users, hall.watchers.event
    hall.leave("b")
    hall.enter("b", "Bea")
    hall.watchers.settle()
    assert not hall.watchers.must_announce(told)
    assert hall.watchers.event is event


def test_a_connection_that_was_told_an_intermediate_state_is_updated() -> None:
    hall = Hall()
    hall.enter("a", "Anna")
    hall.enter("b", "Bea")
    hall.watchers.settle()
    hall.leave("b")
    in_between = hall.watchers.users
    hall.enter("b", "Bea")
    hall.watchers.settle()
    assert hall.watchers.must_announce(in_between)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "Anna", "Bea"]), st.booleans())))
def test_the_event_tells_who_is_there_when_it_settles(steps: list[tuple[str, str, bool]]) -> None:
    hall = Hall()
    inside: list[str] = []
    for key, name, settles in steps:
        if key in inside and not name:
            inside.remove(key)
            hall.leave(key)
        else:
            inside.append(key)
            hall.enter(key, name)
        if settles:
            hall.watchers.settle()
    hall.watchers.settle()
    users = json.loads(hall.watchers.event)["data"]["users"]
    assert users == list(hall.watchers.users)
    assert len(users) == len(set(inside))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Anna \n Berg\t", "Anna Berg"),
        ("<b>Anna</b>", "<b>Anna</b>"),
        ("\x00\x1b[31mred", "[31mred"),
        ("a\u202eb\u200b", "a b"),
        ("x" * 500, "x" * NAME_LENGTH),
        (" " * 1000 + "late", ""),
        ("\u00c5sa \U0001f600", "\u00c5sa \U0001f600"),
    ],
)
def test_a_name_is_one_short_printable_line(typed: str, shown: str) -> None:
    assert tidy(typed) == shown


def shared(client: str, *, csrf: str = "") -> Identity:
    return Identity("operator", client, Role.ADMINISTRATOR, "token", shared=True, csrf=csrf)


def own(client: str) -> Identity:
    return Identity("anna", client, Role.VIEWER, "password", csrf="x")


def who(identity: Identity, name: Any = None, cookie: str = "", query: str = "") -> Watcher:
    environ = {"QUERY_STRING": query, "HTTP_COOKIE": f"other=1; pybirch_name={quote(cookie)}"}
    return watcher(identity, environ, name)


def test_browsers_are_told_apart_by_their_session() -> None:
    first, second = (shared(client, csrf="x") for client in ("s1", "s2"))
    assert who(first) == Watcher("s1", "")
    assert who(first, cookie="Åsa; Berg") == Watcher("s1", "Åsa; Berg")
    assert who(second, cookie="Åsa", query="since=1&name=Bea%20B") == Watcher("s2", "Bea B")


def test_programs_with_one_token_are_told_apart_by_their_names() -> None:
    token = shared("token")
    assert who(token, "night watch").name == "night watch"
    assert who(token, "night watch").key != who(token, "plotter").key
    assert who(token) == who(token, {"no": "text"})


def test_a_signed_in_user_cannot_take_another_name() -> None:
    anna = own("s1")
    assert who(anna, "Bea", cookie="Bea", query="name=Bea").name == "anna"
    assert who(anna) == who(own("s2"))


class Ears:
    """A sink that keeps whom it was told of."""

    def __init__(self) -> None:
        self.told: list[list[str]] = []

    def ready(self) -> bool:
        return True

    def deliver(self, frame: Frame) -> None:
        content = json.loads(frame.body)
        if content["kind"] == "snapshot":
            self.told.append(content["state"]["presence"])
        events = content.get("events", [])
        self.told += [e["data"]["users"] for e in events if e["event"] == "presence"]

    def end(self, code: CloseCode, reason: str) -> None:
        assert code is CloseCode.GOING_AWAY

    def probe(self) -> None:
        pass

    def wait(self, *told: list[str]) -> None:
        with gevent.Timeout(10):
            while self.told != list(told):
                gevent.sleep(0.005)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    chosen = Settings(home=tmp_path)
    database = Database(chosen.url)
    database.migrate()
    with database.write() as conn:
        queues.create(conn, "Queue")
    made = Hub(database, chosen)
    made.start()
    yield made
    made.close()
    database.dispose()


@pytest.mark.parametrize(("settles_after", "hears"), [(0.0, [["Anna"], ["Anna", "Bea"]]), (60.0, [["Anna"]])])
def test_a_change_is_announced_after_it_settled(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, settles_after: float, hears: list[list[str]]
) -> None:
    monkeypatch.setattr("dashboard.live.hub.SETTLE_SECONDS", 0.0)
    anna, bea = Ears(), Ears()
    hub.connect("queue_QUEUE_001", anna, watcher=Watcher("a", "Anna"))
    anna.wait(["Anna"])
    monkeypatch.setattr("dashboard.live.hub.SETTLE_SECONDS", settles_after)
    hub.connect("queue_QUEUE_001", bea, watcher=Watcher("b", "Bea"))
    bea.wait(["Anna", "Bea"])
    gevent.sleep(5 * FRAME_INTERVAL)
    anna.wait(*hears)
