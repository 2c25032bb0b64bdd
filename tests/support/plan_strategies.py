"""Random plans on the bench of `support.scan_fakes`, for property tests."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import strategies as st

AXES = ("stage.x", "stage.y", "source.v")
EXAMPLES = int(os.environ.get("PYBIRCH_TEST_EXAMPLES", "1"))
"""By how much the numbers of examples are multiplied: 1 in the suite, more for a long look."""
NEVER = st.just(0.0)

value = st.integers(-5, 5).map(float)
positions = st.one_of(
    st.lists(value, min_size=1, max_size=3),
    st.builds(lambda a, n: {"start": a, "stop": a + n - 1, "num": n}, value, st.integers(1, 4)),
    st.builds(lambda a, n: {"start": a, "stop": a - n, "step": -1}, value, st.integers(0, 3)),
)
measure = st.builds(
    lambda names, repeats: {"kind": "measure", "instruments": names, "repeats": repeats},
    st.sampled_from([["d"], ["e"], ["d", "e"]]),
    st.integers(1, 2),
)
setting = st.one_of(
    st.builds(
        lambda v: {"kind": "set", "instrument": "source", "settings": {"range": v}},
        st.integers(0, 9).map(float),
    ),
    st.builds(lambda v: {"kind": "set", "instrument": "source", "settings": {"v": v, "mode": "b"}}, value),
)
compared = st.builds(
    lambda column, bound, side: {"column": column, side: bound},
    st.sampled_from([*AXES, "d.v", "e.w"]),
    value.map(lambda v: v + 0.5),
    st.sampled_from(["above", "below"]),
)
conditions = st.recursive(
    compared,
    lambda inner: st.builds(
        lambda several, how: {how: several},
        st.lists(inner, min_size=1, max_size=2),
        st.sampled_from(["any", "all"]),
    ),
    max_leaves=3,
)
"""Conditions that depend only on where the axes stand, in a world whose readings do."""


def nodes(
    axes: tuple[str, ...], depth: int, seconds: st.SearchStrategy[float], every: st.SearchStrategy[float]
) -> st.SearchStrategy[Any]:
    """Steps up to a depth; waits and settles take `seconds`, passes of repeats begin `every` so often."""
    waits = st.builds(lambda s: {"kind": "wait", "seconds": s}, seconds)
    lasting = st.builds(
        lambda s: {"kind": "wait", "until": {"column": "stage.x", "below": 10_000}, "for": s, "timeout": 60},
        seconds.map(lambda s: s / 50),
    )
    leaves = measure | setting | waits | lasting
    if not depth:
        return leaves

    def sweep(axis: str) -> st.SearchStrategy[Any]:
        return st.builds(
            lambda p, snake, relative, settle, steps: {
                "kind": "sweep",
                "axis": axis,
                "positions": p,
                "snake": snake,
                "relative": relative,
                "settle": settle,
                "steps": steps,
            },
            positions,
            st.booleans(),
            st.booleans(),
            seconds,
            st.lists(
                nodes(tuple(a for a in axes if a != axis), depth - 1, seconds, every), min_size=1, max_size=3
            ),
        )

    def together(names: tuple[str, ...]) -> st.SearchStrategy[Any]:
        return st.builds(
            lambda starts, num, snake, relative, settle, steps: {
                "kind": "sweep",
                "axes": {
                    name: {"start": at, "stop": at + num - 1, "num": num}
                    for name, at in zip(names, starts, strict=True)
                },
                "snake": snake,
                "relative": relative,
                "settle": settle,
                "steps": steps,
            },
            st.lists(value, min_size=len(names), max_size=len(names)),
            st.integers(1, 3),
            st.booleans(),
            st.booleans(),
            seconds,
            st.lists(
                nodes(tuple(a for a in axes if a not in names), depth - 1, seconds, every),
                min_size=1,
                max_size=2,
            ),
        )

    inner = st.lists(nodes(axes, depth - 1, seconds, every), min_size=1, max_size=2)
    choice = st.builds(
        lambda condition, steps, others: {
            "kind": "if",
            "condition": condition,
            "steps": steps,
            "else": others,
        },
        conditions,
        inner,
        st.just([]) | inner,
    )
    bounded = st.builds(
        lambda until, times, pause, steps: {
            "kind": "repeat",
            "until": until,
            "times": times,
            "every": pause,
            "steps": steps,
        },
        conditions,
        st.integers(1, 3),
        every,
        inner,
    )
    repeat = st.builds(
        lambda times, pause, steps: {"kind": "repeat", "times": times, "every": pause, "steps": steps},
        st.integers(1, 3),
        every,
        st.lists(nodes(axes, depth - 1, seconds, every), min_size=1, max_size=3),
    )
    joint = [together(axes[:2])] if len(axes) > 1 else []
    return st.one_of(leaves, repeat, choice, bounded, *joint, *(sweep(a) for a in axes))


def plans(
    seconds: st.SearchStrategy[float], every: st.SearchStrategy[float] = NEVER
) -> st.SearchStrategy[list[Any]]:
    """Steps of plans that measure at least at their end."""
    return st.builds(
        lambda steps, last: [*steps, last],
        st.lists(nodes(AXES, 3, seconds, every), min_size=1, max_size=3),
        measure,
    )
