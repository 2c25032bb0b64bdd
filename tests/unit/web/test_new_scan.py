"""New scan: what the bench offers to plans, templates, plans in files, and what happens to a scan in a queue."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.api.procedures import ProcedureEntry
from dashboard.new_scan.files import file_name, plan_in
from dashboard.new_scan.offer import Offer, offer
from dashboard.new_scan.target import NEW, first_choice, outlook
from engine.model.bench import AxisSpec, InstrumentSpec, ReadSpec, SettingSpec
from engine.model.records import InstrumentRecord, QueueRecord
from engine.model.states import InstrumentState, OnFailure, QueueMode, QueueState

STAGE = InstrumentSpec(
    name="stage",
    axes={"x": AxisSpec(unit="mm", limits=(0, 25)), "y": AxisSpec(unit="mm", limits=(0, 10))},
)
SPECTROMETER = InstrumentSpec(
    name="spectrometer",
    reads={"intensity": ReadSpec(unit="counts"), "spectrum": ReadSpec(unit="counts", shape=(1024,))},
    settings={"exposure": SettingSpec(unit="s", limits=(0.001, 10)), "serial": SettingSpec(writable=False)},
)


def record(spec: InstrumentSpec, **values: Any) -> InstrumentRecord:
    """An instrument that stands still."""
    known: dict[str, Any] = {"position": {}, "settings": {}, **values}
    return InstrumentRecord(
        instrument_id=1,
        instrument_name=spec.name,
        status=InstrumentState.IDLE,
        target={},
        value={},
        units={},
        identity="",
        held_by=None,
        error=None,
        warning=None,
        timestamp="2026-01-01T00:00:00Z",
        spec=spec,
        **known,
    )


def queue(**changes: Any) -> QueueRecord:
    """An idle queue without scans."""
    known: dict[str, Any] = {
        "queue_id": "QUEUE_001",
        "status": QueueState.IDLE,
        "completed_scans": 0,
        "total_scans": 0,
        "mode": QueueMode.SERIAL,
        **changes,
    }
    return QueueRecord(
        name="Q",
        current_scan=None,
        current_scans=[],
        progress=0,
        eta=None,
        on_failure=OnFailure.CONTINUE,
        message="",
        timestamp="2026-01-01T00:00:00Z",
        created_at="2026-01-01T00:00:00Z",
        **known,
    )


@pytest.fixture
def bench() -> Offer:
    """A stage and a spectrometer."""
    return offer([record(STAGE, position={"x": 3}), record(SPECTROMETER, settings={"exposure": 0.2})], [])


def test_the_offer_names_axes_sensors_and_what_can_be_set(bench: Offer) -> None:
    assert [axis.column for axis in bench.axes] == ["stage.x", "stage.y"]
    assert [sensor.name for sensor in bench.sensors] == ["spectrometer"]
    assert [each.name for each in bench.settables["spectrometer"]] == ["exposure"]
    assert bench.settables["spectrometer"][0].now == 0.2
    assert [each.name for each in bench.settables["stage"]] == ["x", "y"]


def test_an_offer_is_the_same_whatever_the_present_values_are(bench: Offer) -> None:
    moved = offer([record(STAGE, position={"x": 7}), record(SPECTROMETER)], [])
    assert bench.same_bench(moved)
    assert not bench.same_bench(offer([record(STAGE)], []))


def test_every_template_fits_the_bench_it_is_made_for(bench: Offer) -> None:
    made = {template.name: template for template in bench.templates}
    assert [template.lacks for template in bench.templates] == [""] * 6
    line, grid = made["line"].steps[0], made["grid"].steps[0]
    assert (line["axis"], line["positions"]) == ("stage.x", {"start": 0, "stop": 25, "num": 51})
    assert (grid["axis"], grid["steps"][0]["axis"], grid["steps"][0]["snake"]) == ("stage.y", "stage.x", True)
    assert made["list"].steps[0]["positions"] == [0, 6.25, 12.5, 18.75, 25]


def test_a_template_says_what_the_bench_lacks() -> None:
    bare = {template.name: template for template in offer([], []).templates}
    assert [name for name, template in bare.items() if template.lacks] == [
        "line",
        "grid",
        "time",
        "list",
        "spectra",
    ]
    assert bare["line"].steps == []
    scalar = InstrumentSpec(name="lamp", reads={"power": ReadSpec()})
    spectra = next(each for each in offer([record(scalar)], []).templates if each.name == "spectra")
    assert "spectra" in spectra.lacks


def test_a_procedure_begins_with_arguments_that_the_bench_has() -> None:
    names = ["axis", "instrument", "column", "start", "stop"]
    properties: dict[str, Any] = {
        **{name: {"type": "string"} for name in names[:3]},
        **{name: {"type": "number", "title": name.capitalize()} for name in names[3:]},
        "points": {"type": "integer", "default": 21},
        "flat": {"type": "boolean"},
    }
    schema = {"properties": properties, "required": names}
    entry = ProcedureEntry(name="find_peak", summary="", arguments=schema)
    (form,) = offer([record(STAGE), record(SPECTROMETER)], [entry]).procedures
    assert form.start == {
        "axis": "stage.x",
        "instrument": "spectrometer",
        "column": "intensity",
        "start": 0,
        "stop": 25,
    }
    kinds = {argument.name: argument.kind.value for argument in form.arguments}
    assert kinds["axis"] == "axis"
    assert (kinds["start"], kinds["points"], kinds["flat"]) == ("number", "number", "flag")
    assert [argument.name for argument in form.arguments if argument.of_the_axis] == ["start", "stop"]


def test_a_plan_is_found_in_its_own_file_and_in_that_of_a_scan() -> None:
    assert plan_in('{"steps": []}') == {"steps": []}
    assert plan_in('{"scan_id": "SCAN_001", "plan": {"steps": []}}') == {"steps": []}


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "{}", '{"steps": 1}'])
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"JSON|object|list of steps"):
        plan_in(text)


def test_a_plan_is_saved_under_a_name_that_every_file_system_takes() -> None:
    assert file_name({"name": "../Über map / 1"}) == "U_ber_map_1.json"
    assert file_name({}) == "plan.json"


def test_the_queue_to_begin_with_is_the_one_asked_for_an_idle_one_or_a_new_one() -> None:
    running, idle = queue(status=QueueState.RUNNING), queue(queue_id="QUEUE_002")
    assert first_choice([running, idle], "QUEUE_001") == "QUEUE_001"
    assert first_choice([running, idle], "QUEUE_009") == "QUEUE_002"
    assert first_choice([running], "") == NEW


def test_a_sentence_says_what_happens_to_the_scan() -> None:
    waiting = queue(status=QueueState.RUNNING, total_scans=3, completed_scans=1)
    assert outlook(None, start=True) == "It starts right away."
    assert outlook(waiting, start=True) == "The queue is running: it starts after the 2 scans before it."
    paused = queue(status=QueueState.PAUSED, total_scans=1)
    assert outlook(paused, start=True) == "The queue is resumed; the scan runs after the scan before it."
    assert outlook(queue(), start=False) == "It waits until you start the queue."
    parallel = queue(status=QueueState.RUNNING, total_scans=3, mode=QueueMode.PARALLEL)
    assert outlook(parallel, start=True) == "The queue is running: it starts right away."
