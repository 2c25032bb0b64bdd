from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.store import PLAN, new_database

from engine.errors import InputRefused
from engine.model import ids
from engine.model.states import ScanState
from engine.store import queues, scan_list, scans, tables
from engine.store.database import Database
from engine.store.scan_order import ScanSort

START = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ["Raman map", "diode 100%", "under_score", "Überblick", "raman line"]
SAMPLES = ["", "S-1", "S-2"]
TAGS = [[], ["raman"], ["raman", "map"], ["ra"], ['with "quote"', "µ"]]
NOTES = ["", "", "a note about silicon"]


def row(number: int) -> dict[str, Any]:
    moment = START + timedelta(minutes=number)
    return {
        "queue": 1 + number % 2,
        "position": float(number),
        "name": NAMES[number % 5],
        "status": list(ScanState)[number % 7].value,
        "message": "",
        "plan": PLAN,
        "sample": SAMPLES[number % 3],
        "tags": TAGS[number % 4] if number % 11 else TAGS[4],
        "notes": NOTES[number % 3],
        "metadata": {},
        "point": 0,
        "progress": 0.0,
        "elapsed": float(number % 13),
        "step": "",
        "user": "",
        "created_at": moment,
        "updated_at": moment,
    }


ROWS = {number: row(number) for number in range(1, 61)}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Database:
    if request.param == "sqlite":
        database = new_database(tmp_path_factory.mktemp("many"))
    else:
        database = new_database(request.getfixturevalue("postgres").new_database())
    with database.write() as conn:
        queues.create(conn, "odd")
        queues.create(conn, "even")
        conn.execute(tables.scans.insert(), list(ROWS.values()))
    return database


def listed(database: Database, **conditions: Any) -> list[int]:
    with database.read() as conn:
        return [ids.scan_number(scan.scan_id) for scan in scans.list_(conn, **conditions).items]


def expected(**conditions: Any) -> list[int]:
    """The same by looking at every row."""

    def meets(number: int, scan: dict[str, Any]) -> bool:
        wanted = conditions.get("q", "").lower()
        texts = [scan["name"].lower(), scan["sample"].lower(), scan["notes"], *scan["tags"]]
        return (
            ("status" not in conditions or scan["status"] in conditions["status"])
            and ("queue" not in conditions or scan["queue"] == conditions["queue"])
            and ("sample" not in conditions or scan["sample"] == conditions["sample"])
            and ("tag" not in conditions or conditions["tag"] in scan["tags"])
            and ("since" not in conditions or scan["created_at"] >= conditions["since"])
            and ("until" not in conditions or scan["created_at"] <= conditions["until"])
            and any(wanted in text for text in texts)
        )

    sort = conditions.get("sort", ScanSort.NEWEST)
    keys: dict[str, Any] = {
        "created_at": lambda number: number,
        "elapsed": lambda number: (ROWS[number]["elapsed"], number),
        "name": lambda number: (lower(ROWS[number]["name"]), number),
        "sample": lambda number: (lower(ROWS[number]["sample"]), number),
    }
    ordered = sorted(ROWS, key=keys[sort.value.lstrip("-")], reverse=sort.down)
    return [number for number in ordered if meets(number, ROWS[number])]


def lower(text: str) -> str:
    """As SQLite does it: letters of ASCII alone."""
    return "".join(c.lower() if c.isascii() else c for c in text)


MOMENTS = st.integers(-5, 70).map(lambda minutes: START + timedelta(minutes=minutes))
CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.lists(st.sampled_from(ScanState), max_size=4),
        "queue": st.integers(1, 3),
        "sample": st.sampled_from(["S-1", "S-2", "S-3"]),
        "tag": st.sampled_from(["raman", "map", "ra", 'with "quote"', "µ", "none"]),
        "since": MOMENTS,
        "until": MOMENTS,
        "sort": st.sampled_from(ScanSort),
        "q": st.sampled_from(["raman", "100%", "r_s", "silicon", "s-2", "nothing"]),
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CONDITIONS)
def test_a_list_holds_what_meets_every_condition(many: Database, conditions: dict[str, Any]) -> None:
    assert listed(many, limit=100, **conditions) == expected(**conditions)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CONDITIONS, st.integers(1, 9))
def test_pages_follow_each_other_without_gap(many: Database, conditions: dict[str, Any], limit: int) -> None:
    found: list[int] = []
    cursor: str | None = None
    with many.read() as conn:
        while True:
            page = scans.list_(conn, limit=limit, cursor=cursor, **conditions)
            assert len(page.items) <= limit
            found += [ids.scan_number(scan.scan_id) for scan in page.items]
            cursor = page.next
            if cursor is None:
                break
    assert found == expected(**conditions)


@pytest.mark.parametrize("text", ["7", "007", "SCAN_007", "scan_007"])
def test_an_identifier_is_found(many: Database, text: str) -> None:
    assert 7 in listed(many, q=text)


def test_plans_are_left_out(many: Database) -> None:
    with many.read() as conn:
        assert all(scan.plan is None for scan in scans.list_(conn).items)


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "9" * 30, "²"])
def test_a_made_up_cursor_is_refused(many: Database, cursor: str) -> None:
    with pytest.raises(InputRefused, match="cursor"):
        listed(many, cursor=cursor)


@pytest.mark.parametrize("cursor", ["x", "17", "WzEsMl0", "WyJhIiwiYiJd", "W10"])
def test_a_made_up_cursor_of_another_order_is_refused(many: Database, cursor: str) -> None:
    with pytest.raises(InputRefused, match="cursor"):
        listed(many, sort=ScanSort.NAME, cursor=cursor)


def test_labels_are_those_in_use_most_used_first(many: Database) -> None:
    with many.read() as conn:
        found = scan_list.labels(conn)
    assert sorted(found["samples"]) == ["S-1", "S-2"]
    assert set(found["tags"]) == {tag for row in ROWS.values() for tag in row["tags"]}
    counts = [sum(tag in row["tags"] for row in ROWS.values()) for tag in found["tags"]]
    assert counts == sorted(counts, reverse=True)


def test_counts_name_every_state(many: Database) -> None:
    with many.read() as conn:
        counted = scans.counts(conn)
    assert sum(counted.values()) == len(ROWS)
    assert counted["running"] == len(expected(status=["running"]))
    assert counted["interrupted"] == 0


def test_unfinished_come_in_the_order_of_their_queues(many: Database) -> None:
    with many.read() as conn:
        found = scans.unfinished(conn)
    assert {scan.status for scan in found} <= {s for s in ScanState if not s.ended}
    assert [scan.queue_id for scan in found] == sorted(scan.queue_id for scan in found)
    assert len(found) == len(expected(status=[s for s in ScanState if not s.ended]))


@pytest.mark.parametrize("text", ["µ", 'With "quote"'])
def test_a_text_is_found_in_tags_whatever_its_letters(many: Database, text: str) -> None:
    found = listed(many, q=text, limit=100)
    assert found
    assert found == [
        n for n in sorted(ROWS, reverse=True) if any(text.lower() in t.lower() for t in ROWS[n]["tags"])
    ]
