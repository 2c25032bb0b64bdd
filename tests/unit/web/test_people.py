"""Who watches: names, initials and the order in which people are shown."""

from __future__ import annotations

import pytest

from dashboard.components.people import Person, counted, crowd


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Anna Maria Berg", "AB"), ("anna", "A"), ("Guest 12", "G1"), ("😀 smile", "😀S"), (" ", "?")],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, initials: str) -> None:
    assert Person(name, you=False).initials == initials


def test_the_reader_comes_first_and_only_once() -> None:
    people = crowd(["Anna", "Bea", "Bea", "Guest 1"], "Bea")
    assert [(person.name, person.you) for person in people] == [
        ("Bea", True),
        ("Anna", False),
        ("Bea", False),
        ("Guest 1", False),
    ]
    assert not any(person.you for person in crowd(["Guest 1"], ""))


def test_the_count_is_said_in_words() -> None:
    assert "Nobody else" in counted(["Anna"])
    assert counted(["Anna", "Bea"]) == "2 people are watching."
