"""Scans are found by a query over metadata, settings, names, tags, notes and samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.store import Lab, open_lab

from engine.errors import InputRefused
from engine.model import ids
from engine.model.scan_query import parse
from engine.store import scans


def setting(instrument: str, **values: float | str) -> dict[str, object]:
    return {"kind": "set", "instrument": instrument, "settings": values}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Scans 2 to 5; scan 1 has nothing."""
    path: Path = tmp_path_factory.mktemp("queries")
    with open_lab(path) as opened:
        for number in range(2, 6):
            opened.add_scan(f"run {number}")
        with opened.database.write() as conn:
            scans.annotate(
                conn, 2, sample="S-42", tags=["raman", "dark"], metadata={"laser_nm": 532, "by": "Ada"}
            )
            scans.annotate(conn, 3, sample="S-42", notes="too hot", metadata={"laser_nm": 488.5})
            scans.annotate(
                conn, 4, sample="S-7", tags=["raman"], metadata={"deep": {"laser_nm": 785}, "x": "532"}
            )
            plan = {"name": "set", "steps": [setting("camera", gain=3), setting("laser", gain=7, mode="cw")]}
            conn.execute(scans.tables.scans.update().where(scans.tables.scans.c.id == 5).values(plan=plan))
        yield opened


def found(lab: Lab, query: str) -> list[int]:
    with lab.database.read() as conn:
        return sorted(ids.scan_number(scan.scan_id) for scan in scans.list_(conn, q=query).items)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("laser_nm > 500", [2, 4]),
        ("laser_nm>500 and sample:S-42", [2]),
        ("laser_nm <= 488.5", [3]),
        ("laser_nm = 532 or notes:hot", [2, 3]),
        ("sample:s-42 not tag:dark", [3]),
        ("(tag:raman or notes:hot) and not sample:S-7", [2, 3]),
        ('by:"ada"', [2]),
        ("x = 532", []),
        ("gain > 5", [5]),
        ("camera.gain > 5", []),
        ("laser.gain >= 7 and laser.mode:cw", [5]),
        ("status:queued", [1, 2, 3, 4, 5]),
        ("scan:SCAN_003", [3]),
        ("queue:QUEUE_009", []),
        ("raman laser_nm > 600", [4]),
        ("run", [2, 3, 4, 5]),
        ("sample != S-42 and name:run", [4, 5]),
    ],
)
def test_queries(lab: Lab, query: str, numbers: list[int]) -> None:
    assert found(lab, query) == numbers


@pytest.mark.parametrize(
    "query",
    [
        "laser_nm > 500 and",
        "laser_nm > blue",
        "(a > 1",
        "a > 1)",
        "a > 1 > 2",
        "sample > 3",
        "a:1 " + "(" * 50 + "b:2",
    ],
)
def test_mistakes_are_named(lab: Lab, query: str) -> None:
    with pytest.raises(InputRefused, match="write it like laser_nm > 500"):
        found(lab, query)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1.:<>=!\"'() %_\\-;é"), max_size=30))
def test_any_text_is_a_query_or_searched_or_refused(lab: Lab, text: str) -> None:
    try:
        found(lab, text)
    except InputRefused as error:
        assert error.problems[0].path == "q"


@pytest.mark.parametrize("text", ["100%", "a & b", "Räman µ-map", "12:30", "http://x.y", "-> here", ""])
def test_plain_texts_are_searched_as_they_are(text: str) -> None:
    assert parse(text) is None
