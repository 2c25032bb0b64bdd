"""Presence through room sockets and Socket.IO, against the real web server."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

import socketio
from support.live import Producer, RoomClient, room_url
from support.running import RunningServer, wait_until

SETTLED = 1.2
"""Seconds after which a change of who is there has surely been told."""
AT_ONCE = 0.3
"""Seconds in which a page has surely been loaded anew before that."""


def session(web: RunningServer) -> str:
    """The cookies of a browser that has just signed in."""
    http = web.client().session
    http.headers.clear()
    http.get(web.ready_url)
    return "; ".join(f"{name}={value}" for name, value in http.cookies.items())


def page(web: RunningServer, room: str, cookies: str, name: str = "", **query: Any) -> RoomClient:
    """A room socket of that browser, whose person has chosen a name."""
    named = f"{cookies}; pybirch_name={quote(name)}" if name else cookies
    return RoomClient(
        room_url(web, room, **query), [f"Origin: {web.url.rstrip('/')}"], cookie=named, timeout=30
    )


def told(client: RoomClient, *users: str) -> dict[str, Any]:
    """The frame that tells that these are there now."""
    while True:
        frame = client.news()
        for event in frame.get("events", []):
            if event["event"] == "presence" and event["data"]["users"] == list(users):
                assert set(event["data"]) == {"room", "users", "timestamp"}
                return frame


def test_people_see_each_other_come_and_go(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    anna = page(web, scan.room, session(web), "Anna")
    assert anna.frame()["state"]["presence"] == ["Anna"]
    bea = page(web, scan.room, session(web), "<i>Bea</i> Ö.")
    assert bea.frame()["state"]["presence"] == ["<i>Bea</i> Ö.", "Anna"]
    told(anna, "<i>Bea</i> Ö.", "Anna")
    bea.close()
    told(anna, "Anna")
    anna.close()


def test_one_browser_is_one_person_however_many_pages_it_has(web: RunningServer, lab: Producer) -> None:
    room = f"queue_QUEUE_{lab.new_queue():03}"
    cookies = session(web)
    first = page(web, room, cookies)
    assert first.frame()["state"]["presence"] == ["Guest 1"]
    second = page(web, room, cookies)
    assert second.frame()["state"]["presence"] == ["Guest 1"]
    third = page(web, room, session(web))
    assert third.frame()["state"]["presence"] == ["Guest 1", "Guest 2"]
    second.close()
    renamed = page(web, room, cookies, "Anna")
    told(third, "Anna", "Guest 2")
    for client in (first, third, renamed):
        client.close()


def test_reloading_a_page_changes_no_presence(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    watching = page(web, scan.room, session(web), "Anna")
    watching.frame()
    cookies = session(web)
    loaded = page(web, scan.room, cookies, "Bea")
    told(watching, "Anna", "Bea")
    for attempt in range(20):
        began = time.monotonic()
        loaded.close()
        loaded = page(web, scan.room, cookies, "Bea")
        loaded.frame()
        took = time.monotonic() - began
        scan.log("after that")
        lab.writer.flush()
        time.sleep(SETTLED)
        end = f"the end of {attempt}"
        scan.log(end)
        events = watching.events(lambda found, end=end: any(e["data"].get("message") == end for e in found))
        if took < AT_ONCE:  # whoever takes longer was away
            assert {event["event"] for event in events} == {"scan_log"}
            return
    raise AssertionError("this machine never loads a page quickly")


def test_a_cursor_does_not_move_with_people(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    anna = page(web, scan.room, session(web), "Anna", flow="ack")
    before = anna.frame()
    anna.ack(before)
    bea = page(web, scan.room, session(web), "Bea")
    frame = told(anna, "Anna", "Bea")
    assert frame["cursor"] == before["cursor"]
    anna.ack(frame)
    scan.log("one")
    (line,) = anna.events(lambda found: len(found) > 0)
    assert line["data"]["message"] == "one"
    again = page(web, scan.room, session(web), "Cleo", since=frame["cursor"])
    (line,) = again.news()["events"]
    assert line["data"]["message"] == "one"
    told(again, "Anna", "Bea", "Cleo")
    for client in (anna, bea, again):
        client.close()


def test_rooms_of_states_have_no_presence(web: RunningServer) -> None:
    client = page(web, "global", session(web), "Anna")
    assert "presence" not in client.frame()["state"]
    client.close()


def test_programs_over_socket_io_are_there_too(web: RunningServer, lab: Producer) -> None:
    scan = lab.new_scan()
    anna = page(web, scan.room, session(web), "Anna")
    anna.frame()
    program = socketio.Client(reconnection=False)
    heard: list[list[str]] = []
    snapshots: list[list[str]] = []
    program.on("presence", lambda data: heard.append(data["users"]))
    program.on("snapshot", lambda data: snapshots.append(data["state"]["presence"]))
    program.connect(
        web.url, transports=["websocket"], auth={"token": web.token, "name": "night watch"}, wait_timeout=60
    )
    program.call("subscribe_scan", {"scan_id": scan.id, "snapshot": True}, timeout=60)
    wait_until(lambda: snapshots == [["Anna", "night watch"]], "a snapshot with who is there")
    told(anna, "Anna", "night watch")
    notebook = RoomClient.enter(web, scan.room, name="note\nbook")
    wait_until(lambda: heard == [["Anna", "night watch", "note book"]], "word of the notebook")
    program.call("unsubscribe_scan", {"scan_id": scan.id}, timeout=60)
    told(anna, "Anna", "note book")
    program.disconnect()
    notebook.close()
    anna.close()
