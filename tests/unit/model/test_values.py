import json
import math
import struct

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.model.values import NO_VALUE, as_json, is_no_value

ARRAYS = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=4),
    elements=st.floats() | st.just(NO_VALUE),
)


def number(told: object) -> float:
    """What a reader makes of a number in JSON."""
    return NO_VALUE if told is None else float(told)  # type: ignore[arg-type]


def bits(values: np.ndarray) -> list[int]:
    """Each number, every measured NaN as the same."""
    plain = np.where(np.isnan(values) & ~is_no_value(values), math.nan, values)
    return np.ascontiguousarray(plain).reshape(-1).view(np.uint64).tolist()


def flat(told: object) -> list[object]:
    return [x for each in told for x in flat(each)] if isinstance(told, list) else [told]


@settings(max_examples=200, deadline=None)
@given(ARRAYS)
def test_every_number_comes_back_from_json(values: np.ndarray) -> None:
    told = json.loads(as_json(values))
    assert np.array(told, object).shape[: values.ndim] == values.shape or values.size == 0
    assert bits(np.array([number(x) for x in flat(told)], float)) == bits(values)


def test_no_value_is_a_nan_of_its_own() -> None:
    assert math.isnan(NO_VALUE)
    values = np.array([NO_VALUE, math.nan, -math.nan, 0.0, float("nan")])
    assert is_no_value(values).tolist() == [True, False, False, False, False]
    assert is_no_value(values.reshape(5, 1)[::2]).tolist() == [[True], [False], [False]]
    assert struct.pack("<d", NO_VALUE) == struct.pack("<d", float(np.array([NO_VALUE])[0]))
