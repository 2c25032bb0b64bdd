"""Numbers and durations in the words of the pages."""

from __future__ import annotations

import pytest

from dashboard.components.texts import count, counted, duration


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.31, "0.4 s"),
        (0.95, "1 s"),
        (12.4, "12 s"),
        (60, "1 m"),
        (190, "3 m 10 s"),
        (8040, "2 h 14 m"),
        (273_600, "3 d 4 h"),
    ],
)
def test_durations_have_two_units_at_most(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_thousands_are_separated_and_one_thing_is_singular() -> None:
    assert count(1284.2) == "1,284"
    assert [counted(number, "point") for number in (0, 1, 2500)] == ["0 points", "1 point", "2,500 points"]
