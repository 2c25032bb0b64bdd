"""Who else watches a scan or queue: initials beside its title when there is somebody, and all names in a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, State, callback, clientside_callback, html
from dash.development.base_component import Component

from dashboard.components.live_input import live, live_id
from dashboard.components.own_name import ask_id, own_name
from dashboard.components.parts import attributes

WATCHING, FACES, PANEL, LIST, COUNT, NOTE = (
    "people-watching",
    "people-faces",
    "people-panel",
    "people-list",
    "people-count",
    "people-note",
)
"""Types in the ids of the parts; the other keys are `room` and, for a part that may stand twice, `place`."""

_BY_CALLBACK = "none"
"""The popover's own triggers listen to the document for ever, and would keep every page that was left in memory.
`frontend/src/dom/menus.ts` closes it at a press elsewhere and at Escape."""

_PRESENCE = "presence"
_FACES = 4
"""Initials beside the title, at most; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the room; `you` is the reader."""

    name: str
    you: bool

    @property
    def initials(self) -> str:
        """`AB` of `Anna Maria Berg`, `A` of `anna`."""
        words = self.name.split()
        letters = [word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
        return "".join(letters).upper() or "?"


def crowd(users: Sequence[str], own: str = "") -> list[Person]:
    """Everybody, the reader first; of several people with the name `own` one is the reader."""
    at = users.index(own) if own and own in users else None
    people = [Person(name, index == at) for index, name in enumerate(users)]
    return sorted(people, key=lambda person: not person.you)


def counted(users: Sequence[str]) -> str:
    """How many are there, in words."""
    return f"{len(users)} people are watching." if len(users) > 1 else "Nobody else is watching."


def watchers(room: str) -> Component:
    """Initials of the people in `room`, when there are others, and their names; the page holds the socket."""
    faces = {"type": FACES, "room": room}
    return html.Div(
        [
            live(room, _PRESENCE),
            html.Button(
                id=faces,
                type="button",
                className="pb-button pb-button-quiet pb-watching",
                **attributes(data_opens_popover="yes"),
            ),
            dbc.Popover(
                dbc.PopoverBody(_names(room, "popover")),
                id={"type": PANEL, "room": room},
                target=faces,
                trigger=_BY_CALLBACK,
                placement="bottom-end",
            ),
        ],
        id={"type": WATCHING, "room": room},
        className="pb-menu-holder pb-watchers",
        hidden=True,
    )


def people(room: str) -> Component:
    """All people in `room` by name, and the way to a name of one's own; on a page with `watchers(room)`."""
    return html.Div(_names(room, "tab"), className="pb-people")


def _names(room: str, place: str) -> list[Component]:
    where = {"room": room, "place": place}
    return [
        html.P(id={"type": COUNT, **where}, className="pb-people-count"),
        html.Ul(id={"type": LIST, **where}, className="pb-people-list"),
        html.P(
            [
                html.Span(id={"type": NOTE, **where}, className="pb-quiet"),
                dbc.Button(id=ask_id(place, room), size="sm", color="secondary"),
            ],
            className="pb-people-foot",
        ),
    ]


clientside_callback(
    "(presses, shown) => !shown",
    Output({"type": PANEL, "room": MATCH}, "is_open"),
    Input({"type": FACES, "room": MATCH}, "n_clicks"),
    State({"type": PANEL, "room": MATCH}, "is_open"),
    prevent_initial_call=True,
)


@callback(
    Output({"type": WATCHING, "room": MATCH}, "hidden"),
    Output({"type": FACES, "room": MATCH}, "children"),
    Output({"type": FACES, "room": MATCH}, "title"),
    Output({"type": FACES, "room": MATCH}, "aria-label"),
    Input(live_id(MATCH, _PRESENCE), "data"),
)
def _show_faces(users: list[str] | None) -> tuple[bool, list[Component], str, str]:
    """The initials beside the title, while there is somebody else."""
    there = crowd(users or [], own_name())
    faces = [_avatar(person) for person in there[:_FACES]]
    more = f"+{len(there) - _FACES}" if len(there) > _FACES else ""
    shown: list[Component] = [
        html.Span(faces, className="pb-faces"),
        html.Span(more, className="pb-faces-more"),
    ]
    return len(there) < 2, shown, ", ".join(person.name for person in there[:12]), counted(users or [])


@callback(
    Output({"type": COUNT, "room": MATCH, "place": MATCH}, "children"),
    Output({"type": LIST, "room": MATCH, "place": MATCH}, "children"),
    Output({"type": NOTE, "room": MATCH, "place": MATCH}, "children"),
    Output(ask_id(MATCH, MATCH), "children"),
    Input(live_id(MATCH, _PRESENCE), "data"),
)
def _show_names(users: list[str] | None) -> tuple[str, list[Component], str, str]:
    """The names, the reader's first."""
    own = own_name()
    note = "" if own else "You are shown as a guest."
    rows = [_row(person) for person in crowd(users or [], own)]
    return counted(users or []), rows, note, "Change your name" if own else "Say who you are"


def _avatar(person: Person) -> Component:
    return html.Span(person.initials, className="pb-avatar", **attributes(aria_hidden="true"))


def _row(person: Person) -> Component:
    you = html.Span("you" if person.you else "", className="pb-quiet")
    return html.Li(
        [_avatar(person), html.Span(person.name, className="pb-person-name"), you], className="pb-person"
    )
