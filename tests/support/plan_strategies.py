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


def nodes(
    axes: tuple[str, ...], depth: int, seconds: st.SearchStrategy[float], every: st.SearchStrategy[float]
) -> st.SearchStrategy[Any]:
    """Steps up to a depth; waits and settles take `seconds`, passes of repeats begin `every` so often."""
    waits = st.builds(lambda s: {"kind": "wait", "seconds": s}, seconds)
    leaves = measure | setting | waits
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

    repeat = st.builds(
        lambda times, pause, steps: {"kind": "repeat", "times": times, "every": pause, "steps": steps},
        st.integers(1, 3),
        every,
        st.lists(nodes(axes, depth - 1, seconds, every), min_size=1, max_size=3),
    )
    return st.one_of(leaves, repeat, *(sweep(a) for a in axes))


def plans(
    seconds: st.SearchStrategy[float], every: st.SearchStrategy[float] = NEVER
) -> st.SearchStrategy[list[Any]]:
    """Steps of plans that measure at least at their end."""
    return st.builds(
        lambda steps, last: [*steps, last],
        st.lists(nodes(AXES, 3, seconds, every), min_size=1, max_size=3),
        measure,
    )
