import pytest
from support.store import Lab

from engine.errors import NotFound
from engine.model import clock
from engine.model.bench import AxisSpec, BenchSpec, InstrumentSpec
from engine.model.events import InstrumentPosition, InstrumentStatus
from engine.model.states import InstrumentState
from engine.store import engines, instruments
from engine.store.database import Database


def bench(*names: str) -> BenchSpec:
    axes = {"x": AxisSpec(unit="mm", limits=(0, 25))}
    return BenchSpec(instruments={name: InstrumentSpec(name=name, axes=axes) for name in names})


def names(database: Database) -> list[str]:
    with database.read() as conn:
        return [instrument.instrument_name for instrument in instruments.list_(conn)]


def test_a_name_keeps_its_number(database: Database) -> None:
    with database.write() as conn:
        first = instruments.sync_bench(conn, "/lab/a.toml", bench("stage", "meter"))
        assert instruments.sync_bench(conn, "/lab/a.toml", bench("lamp", "meter")) == {
            "lamp": 3,
            "meter": first["meter"],
        }
    assert names(database) == ["meter", "lamp"]
    with database.write() as conn:
        assert instruments.sync_bench(conn, "/lab/a.toml", bench("stage"))["stage"] == first["stage"]
    assert names(database) == ["stage"]


def test_a_record_describes_the_instrument(database: Database) -> None:
    with database.write() as conn:
        instruments.sync_bench(conn, "/lab/a.toml", bench("stage"))
        record = instruments.get(conn, 1)
    assert (record.instrument_name, record.status) == ("stage", InstrumentState.DISCONNECTED)
    assert record.spec.axes["x"].limits == (0, 25)


def test_instruments_of_another_living_bench_stay(database: Database) -> None:
    with database.write() as conn:
        engines.acquire(conn, "/lab/a.toml", "one")
        instruments.sync_bench(conn, "/lab/a.toml", bench("stage"))
        instruments.sync_bench(conn, "/lab/b.toml", bench("meter"))
    assert names(database) == ["stage", "meter"]


def test_instruments_of_a_bench_no_longer_used_go(database: Database) -> None:
    with database.write() as conn:
        instruments.sync_bench(conn, "/lab/a.toml", bench("stage"))
        instruments.sync_bench(conn, "/lab/b.toml", bench("meter"))
    assert names(database) == ["meter"]
    with database.read() as conn:
        assert instruments.get(conn, 1).instrument_name == "stage"


def test_an_unknown_instrument_is_not_found(database: Database) -> None:
    with database.read() as conn, pytest.raises(NotFound, match="4"):
        instruments.get(conn, 4)


def test_the_last_status_and_position_are_kept(lab: Lab) -> None:
    with lab.database.write() as conn:
        instruments.sync_bench(conn, "/lab/a.toml", bench("stage"))
    lab.writer.emit(
        InstrumentStatus(
            instrument_id=1,
            instrument_name="stage",
            status=InstrumentState.MOVING,
            position={"x": 1.0},
            target={"x": 5.0},
            settings={"gain": "high"},
            identity="ACME,1",
            timestamp=clock.timestamp(),
        )
    )
    lab.writer.flush()
    later = clock.timestamp()
    lab.writer.emit(
        InstrumentPosition(
            instrument_id=1,
            instrument_name="stage",
            position={"x": 4.0},
            target={"x": 5.0},
            is_moving=True,
            timestamp=later,
        ),
        conflate=True,
    )
    lab.writer.flush()
    with lab.database.read() as conn:
        record = instruments.get(conn, 1)
    assert (record.position, record.target, record.timestamp) == ({"x": 4.0}, {"x": 5.0}, later)
    assert (record.status, record.identity) == (InstrumentState.MOVING, "ACME,1")
    assert record.settings == {"gain": "high"}
