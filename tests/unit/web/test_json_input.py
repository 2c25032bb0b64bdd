"""Accepted JSON can be read again everywhere; refused JSON is named with its path."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.server import json_input
from dashboard.server.limits import JSON_CONTAINERS, JSON_DEPTH, JSON_INTEGER
from engine.errors import InputRefused


def nested(levels: int, pair: tuple[str, str] = ('{"a":', "}")) -> str:
    """Objects or lists within one another."""
    return pair[0] * levels + "1" + pair[1] * levels


def paths(text: str | bytes) -> list[str]:
    """Where a text is refused."""
    with pytest.raises(InputRefused) as refused:
        json_input.read(text)
    return [problem.path for problem in refused.value.problems]


@pytest.mark.parametrize("pair", [('{"a":', "}"), ("[", "]"), ('[{"a":', "}]")])
def test_deep_nesting_is_refused(pair: tuple[str, str]) -> None:
    most = JSON_DEPTH // (pair[0].count("[") + pair[0].count("{"))
    assert json_input.read(nested(most, pair))
    assert len(paths(nested(most + 1, pair))) == 1
    assert paths("[" * 250 + "]" * 250)
    assert paths("[" * 100_000)


def test_the_path_of_what_is_too_deep() -> None:
    text = f'{{"name": "x", "metadata": {{"fine": [], "deep": {nested(JSON_DEPTH)}}}}}'
    assert paths(text) == ["metadata.deep" + ".a" * (JSON_DEPTH - 2)]


def test_brackets_in_texts_do_not_count_as_nesting() -> None:
    text = json.dumps({"[" * 100: "{" * 100, "quoted": '"[[[' * 50, "\\": "\\"})
    assert json_input.read(text) == json.loads(text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "b.c"),
        ('[{"x": 1}, {"x": 1, "x": 1}]', "[1].x"),
        ('{"steps": [{"kind": "wait", "kind": "wait"}]}', "steps[0].kind"),
    ],
)
def test_a_name_that_is_given_twice(text: str, path: str) -> None:
    assert paths(text) == [path]


@pytest.mark.parametrize(
    "number", ["9007199254740993", "-9007199254740993", "1" + "0" * 30, "18446744073709551616"]
)
def test_numbers_that_lose_digits(number: str) -> None:
    assert paths(f'{{"n": [0, {number}]}}') == ["n[1]"]


@pytest.mark.parametrize(
    "number", [str(JSON_INTEGER), str(-JSON_INTEGER), "0.12345678901234567", "1e300", "-0.0"]
)
def test_numbers_that_keep_theirs(number: str) -> None:
    assert json_input.read(number) == json.loads(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "nothing",
        "NaN",
        "[Infinity]",
        "1e400",
        "1" + "0" * 400,
        '"\\ud800"',
        "{'a': 1}",
        "[1,]",
        b"\xff",
    ],
)
def test_invalid_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(json_input.NotJson, match="JSON"):
        json_input.read(text)
    with pytest.raises(json_input.NotJson):
        json_input.read("\ud800")


def test_the_character_nul_is_named() -> None:
    assert paths('{"a": ["x", "\\u0000"], "b\\u0000": 1}') == ["b\0", "a[1]"]
    assert json_input.read('"a backslash and \\\\u0000"') == "a backslash and \\u0000"


def test_too_many_lists() -> None:
    assert paths("[" + "[]," * JSON_CONTAINERS + "1]") == [""]


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-JSON_INTEGER, JSON_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), inner)
    ),
    max_leaves=30,
)


@given(_VALUES, st.booleans())
def test_accepted_json_is_unchanged_and_can_be_read_again(value: Any, ascii_only: bool) -> None:
    found = json_input.read(json.dumps(value, ensure_ascii=ascii_only))
    assert found == value
    assert orjson.loads(orjson.dumps(found)) == value


@given(st.text(st.sampled_from('[]{}:,"\\\\0123456789.eE-ua \n'), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = json_input.read(text)
    except InputRefused as refusal:
        assert refusal.problems
    else:
        assert orjson.loads(orjson.dumps(found)) == json.loads(text)
