import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.model.bench import Column
from engine.store.blocks import BadBlock, decode_block, decode_header, encode_block, encode_rows, width_of

SHAPES = st.lists(hnp.array_shapes(min_dims=0, max_dims=2, max_side=4), max_size=4)


def columns_of(shapes: list[tuple[int, ...]]) -> tuple[Column, ...]:
    return tuple(Column(name=f"c{i}", shape=shape) for i, shape in enumerate(shapes))


@settings(max_examples=60, deadline=None)
@given(SHAPES, st.integers(0, 20), st.integers(1, 2**40), st.integers(0, 2**50), st.data())
def test_what_was_encoded_is_decoded(
    shapes: list[tuple[int, ...]], count: int, stream: int, first: int, data: st.DataObject
) -> None:
    columns = columns_of(shapes)
    times = data.draw(hnp.arrays(np.float64, count))
    values = [data.draw(hnp.arrays(np.float64, (count, *shape))) for shape in shapes]
    payload = encode_block(stream, first, times, values)
    block = decode_block(payload, columns)
    assert decode_header(payload) == (stream, first, count)
    assert (block.stream, block.first_index) == (stream, first)
    np.testing.assert_array_equal(block.timestamps, times)
    for got, wanted in zip(block.columns, values, strict=True):
        np.testing.assert_array_equal(got, wanted)


@settings(max_examples=30, deadline=None)
@given(SHAPES, st.integers(1, 8))
def test_rows_and_columns_give_the_same_bytes(shapes: list[tuple[int, ...]], count: int) -> None:
    columns = columns_of(shapes)
    rows = np.random.default_rng(1).normal(size=(count, width_of(columns)))
    values, at = [], 1
    for column in columns:
        values.append(rows[:, at : at + column.size].reshape(count, *column.shape))
        at += column.size
    assert encode_rows(7, 3, rows, columns) == encode_block(7, 3, rows[:, 0], values)


def test_a_block_that_does_not_fit_its_columns_is_refused() -> None:
    payload = encode_block(1, 0, np.zeros(3), [np.zeros(3)])
    with pytest.raises(BadBlock, match="another number of values"):
        decode_block(payload, columns_of([(), ()]))


def test_a_format_from_the_future_is_refused() -> None:
    payload = encode_block(1, 0, np.zeros(1), [])
    with pytest.raises(BadBlock, match="format 9"):
        decode_block(b"\x09" + payload[1:], ())


def test_any_flipped_bit_is_noticed() -> None:
    columns = columns_of([(), (2,)])
    payload = encode_block(3, 40, np.arange(2.0), [np.zeros(2), np.ones((2, 2))])
    for bit in range(8 * len(payload)):
        broken = bytearray(payload)
        broken[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BadBlock):
            decode_block(bytes(broken), columns)


@pytest.mark.parametrize("length", [0, 10, 24, 31, 40])
def test_a_block_that_was_cut_off_is_noticed(length: int) -> None:
    payload = encode_block(3, 40, np.arange(4.0), [])
    with pytest.raises(BadBlock):
        decode_block(payload[:length], ())


def test_a_block_of_the_first_version_is_read_without_a_checksum() -> None:
    numbers = np.array([5.0, 6.0, 1.5, 2.5])
    block = decode_block(struct.pack("<HHIqq", 1, 0, 2, 7, 3) + numbers.tobytes(), columns_of([()]))
    assert (block.stream, block.first_index) == (7, 3)
    assert block.timestamps.tolist() == [5.0, 6.0]
    assert block.columns[0].tolist() == [1.5, 2.5]
