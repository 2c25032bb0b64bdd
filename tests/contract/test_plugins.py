"""The laboratory's folder with the real program: its driver, procedure and exporter in a scan, and what is bad."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.running import Client, RunningServer, wait_until

DRIVER = """
from pybirch.drivers import Axis, Driver, Reading

__version__ = "1.2"

class Pump(Driver):
    axes = {"flow": Axis(unit="ml/min", title="Flow of the pump", limits=(0, 10), safe=0)}
    reads = {"pressure": Reading(unit="bar")}
    flow = 0.0

    def set_flow(self, value: float) -> None:
        self.flow = value

    def get_flow(self) -> float:
        return self.flow

    def read_pressure(self) -> float:
        return self.flow / 2
"""
PROCEDURE = '''
from pybirch.procedures import Arguments, Procedure

class Flows(Arguments):
    highest: float

class Rise(Procedure):
    """Measures at rising flows."""
    name = "rise"
    arguments = Flows
    def axes(self, arguments): return ("pump.flow",)
    def measures(self, arguments): return ("pump",)
    def steps(self, arguments, tools):
        for number in range(3):
            yield tools.move("pump.flow", arguments.highest * number / 2)
            yield tools.measure()

PROCEDURE = Rise()
'''
EXPORTER = """
from pybirch.exporters import Exporter

def write(scan, wanted, blocks):
    for each in wanted:
        for block in blocks(each.name, [column.name for column in each.columns]):
            yield f"{each.name}: {block.columns}".encode()

EXPORTER = Exporter("plain", "text/plain", ".txt", write)
"""
BENCH = """
[[instrument]]
name = "pump"
driver = "acme_pump"
[[instrument]]
name = "broken"
driver = "bad"
"""


@pytest.fixture(scope="module")
def module_server(
    start_for_module: Callable[..., RunningServer], tmp_path_factory: pytest.TempPathFactory
) -> RunningServer:
    plugins: Path = tmp_path_factory.mktemp("plugins")
    for kind, name, text in (
        ("drivers", "acme_pump", DRIVER),
        ("drivers", "bad", "x = 1\nimport nowhere_at_all\n"),
        ("procedures", "rise", PROCEDURE),
        ("procedures", "bad_procedure", "def broken(:\n"),
        ("exporters", "plain", EXPORTER),
        ("exporters", "bad_exporter", "1 / 0\n"),
    ):
        (plugins / kind).mkdir(exist_ok=True)
        (plugins / kind / f"{name}.py").write_text(text)
    bench = plugins / "bench.toml"
    bench.write_text(BENCH)
    return start_for_module("--plugins", str(plugins), bench=bench)


def test_ready_names_what_was_loaded_with_its_version_and_what_was_not(client: Client) -> None:
    ready = client.get("api/v1/ready").json()
    named = {(each["kind"], each["name"]): each["version"] for each in ready["plugins"]}
    assert set(named) == {("drivers", "acme_pump"), ("procedures", "rise"), ("exporters", "plain")}
    assert named["drivers", "acme_pump"] == "1.2"
    assert all(named.values())
    assert sorted((fault["file"], fault["line"]) for fault in ready["left_out"]) == [
        ("bad.py", 2), ("bad_exporter.py", 1), ("bad_procedure.py", 1)
    ]  # fmt: skip


def test_a_scan_uses_driver_procedure_and_exporter(client: Client) -> None:
    step = {"kind": "procedure", "name": "rise", "arguments": {"highest": 4}}
    scan = client.measured({"name": "Rise", "steps": [step]})
    columns: dict[str, Any] = client.data(scan, format="json").json()["measurements"]["pump"]["columns"]
    assert columns["pump.flow"] == [0, 2, 4]
    assert columns["pressure"] == [0, 1, 2]
    exported = client.data(scan, format="plain")
    assert exported.status_code == 200
    assert exported.headers["Content-Type"].startswith("text/plain")
    assert "pressure" in exported.text
    assert client.data(scan, format="nothing").status_code == 400


def test_the_instrument_of_a_bad_driver_says_why(client: Client) -> None:
    def broken() -> dict[str, Any]:
        items = client.get("api/v1/instruments").json()["items"]
        return next(item for item in items if item["instrument_name"] == "broken")

    wait_until(lambda: broken()["error"], "the error")
    assert "bad.py, line 2" in broken()["error"]
    assert "nowhere_at_all" in broken()["error"]
    assert broken()["status"] == "disconnected"


def drawn(client: Client, path: str) -> str:
    """A page as Dash draws it."""
    shown = next(
        each
        for each in client.get("_dash-dependencies").json()
        if "_pages_content.children" in each["output"]
    )
    outputs = [
        dict(zip(("id", "property"), each.split("."), strict=True))
        for each in shown["output"].strip(".").split("...")
    ]
    values = {"pathname": path, "search": ""}
    inputs = [each | {"value": values[each["property"]]} for each in shown["inputs"]]
    asked = {"output": shown["output"], "outputs": outputs, "inputs": inputs, "state": shown["state"]}
    answer = client.post("_dash-update-component", asked | {"changedPropIds": ["_pages_location.pathname"]})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_home_page_names_the_files(client: Client) -> None:
    wait_until(lambda: len(client.get("api/v1/ready").json()["left_out"]) == 3, "the engine's report")
    text = drawn(client, "/")
    for said in ("bad.py, line 2", "bad_procedure.py, line 1", "bad_exporter.py, line 1: division by zero"):
        assert said in text


def test_the_page_of_the_instrument_has_the_titles_of_its_driver(client: Client) -> None:
    items = client.get("api/v1/instruments").json()["items"]
    pump = next(item for item in items if item["instrument_name"] == "pump")
    assert "Flow of the pump: 0 to 10" in drawn(client, f"/instruments/{pump['instrument_id']}")
