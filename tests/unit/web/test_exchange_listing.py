"""The list of an instrument's exchanges on its page."""

from __future__ import annotations

from dashboard.components.exchanges import listing
from engine.model.exchange import Direction, ExchangeLine


def line(number: int, direction: Direction = Direction.SENT, text: str = "POS?") -> ExchangeLine:
    moment = f"2026-01-01T00:00:{number % 60:02d}.{number % 1000:03d}Z"
    return ExchangeLine(timestamp=moment, instrument="stage", direction=direction, text=text)


def test_the_newest_comes_first_with_its_time_and_direction() -> None:
    answer = line(2, Direction.RECEIVED, "1.5").model_copy(update={"duration": 0.00042})
    assert listing([line(1), answer, line(3, Direction.ERROR, "no answer")]).children == (
        "00:00:03.003 stage × error: no answer\n00:00:02.002 stage ← 1.5 · 0.4 ms\n00:00:01.001 stage → POS?"
    )


def test_a_whole_session_is_one_component() -> None:
    """Dash draws thousands of components in the better part of a minute, during which the page does not answer."""
    made = listing([line(number) for number in range(1000)])
    assert isinstance(made.children, str)
    assert made.children.count("\n") == 999
