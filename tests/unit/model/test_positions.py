"""Positions are exact, counted without being computed, and never pass their ends."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.positions import Linear, Listed, Logarithmic, Positions, Stepped, kept, walk

number = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 4))


def made(positions: Positions) -> list[float]:
    return list(walk(positions))


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        (Linear(0, 1, 11), [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
        (Linear(5, 5, 1), [5]),
        (Linear(1, -1, 5), [1, 0.5, 0, -0.5, -1]),
        (Stepped(0, 1, 0.1), [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
        (Stepped(0, 1, 0.3), [0, 0.3, 0.6, 0.9]),
        (Stepped(1, 0, -0.25), [1, 0.75, 0.5, 0.25, 0]),
        (Stepped(0, 1, 0.33333333333333337), [0, 0.33333333333333337, 0.66666666666666674, 1]),
        (Stepped(2, 2, 1), [2]),
        (Logarithmic(1, 1000, 4), [1, 10, 100, 1000]),
        (Logarithmic(-100, -1, 3), [-100, -10, -1]),
        (Listed((3, 1, 2)), [3, 1, 2]),
    ],
)
def test_positions(positions: Positions, expected: list[float]) -> None:
    assert made(positions) == expected
    assert list(walk(positions, reverse=True)) == expected[::-1]
    assert list(walk(positions, 1)) == expected[1:]
    assert made(kept(positions)) == expected


@settings(deadline=None)
@given(number, number, st.integers(2, 200))
def test_num_positions_hit_both_ends_and_are_monotonic(start: float, stop: float, num: int) -> None:
    values = made(Linear(start, stop, num))
    assert len(values) == num
    assert (values[0], values[-1]) == (start, stop)
    assert values == sorted(values, reverse=stop < start)


@settings(deadline=None)
@given(number, st.integers(0, 200), st.integers(1, 500).map(lambda n: n / 100))
def test_a_whole_number_of_steps_ends_exactly_at_stop(start: float, steps: int, step: float) -> None:
    stop = float(round(start + steps * step, 6))
    values = made(Stepped(start, stop, step))
    assert len(values) == steps + 1
    assert values[-1] == stop
    assert all(math.isclose(b - a, step, abs_tol=1e-6) for a, b in itertools.pairwise(values))


@settings(deadline=None)
@given(
    st.one_of(
        st.builds(Linear, number, number, st.integers(2, 50)),
        st.lists(number, min_size=1).map(tuple).map(Listed),
    )
)
def test_low_high_and_travel_are_those_of_the_positions(positions: Positions) -> None:
    values = made(positions)
    assert (positions.low, positions.high) == (min(values), max(values))
    travelled = sum(abs(b - a) for a, b in itertools.pairwise(values))
    assert math.isclose(positions.travel, travelled, rel_tol=1e-9, abs_tol=1e-6)


def test_a_billion_positions_take_no_memory() -> None:
    positions = kept(Linear(0, 1, 10**9))
    assert len(positions) == 10**9
    assert positions[5 * 10**8] == pytest.approx(0.5)
