"""What a laboratory adds: files of its folder and entry points, each loaded by itself and named with its version."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.procedure_files import GOOD

from engine.bench.driver_catalogue import Drivers
from engine.exporters.registry import Exporters
from engine.model.plugin import PluginKind
from engine.plugins import Plugins
from engine.scans.procedures import catalogue

DRIVER = "from pybirch.drivers import Driver\nclass Pump(Driver):\n    pass\n"
EXPORTER = (
    "from pybirch.exporters import Exporter\n"
    "EXPORTER = Exporter('lines', 'text/plain', '.txt', lambda scan, wanted, blocks: iter([b'hello']))\n"
)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package with one entry point of each kind that the engine loads."""
    place = tmp_path / "site"
    info = place / "acme_lab-2.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-lab\nVersion: 2.1\n")
    (info / "entry_points.txt").write_text(
        "[pybirch.drivers]\nacme_pump = acme_lab_drivers:Pump\n"
        "[pybirch.procedures]\nacme_soak = acme_lab_procedures\n"
        "[pybirch.exporters]\nacme_lines = acme_lab_exporters:EXPORTER\n"
    )
    (place / "acme_lab_drivers.py").write_text(DRIVER + "class Second(Driver):\n    pass\n")
    (place / "acme_lab_procedures.py").write_text(GOOD)
    (place / "acme_lab_exporters.py").write_text(EXPORTER)
    monkeypatch.syspath_prepend(str(place))
    yield place
    for name in [name for name in sys.modules if name.startswith("acme_lab_")]:
        del sys.modules[name]


def test_packages_add_drivers_procedures_and_exporters(package: Path) -> None:
    plugins = Plugins()
    drivers, exporters, procedures = Drivers.load(plugins), Exporters.load(plugins), catalogue(plugins)
    assert drivers.find("acme_pump")
    assert exporters.named("lines").suffix == ".txt"
    assert "soak" in procedures
    named = [*drivers.loaded.plugins, *exporters.loaded.plugins, *procedures.plugins]
    assert [(p.kind, p.name, p.version, p.origin) for p in named] == [
        (PluginKind.DRIVERS, "acme_pump", "2.1", "acme-lab"),
        (PluginKind.EXPORTERS, "acme_lines", "2.1", "acme-lab"),
        (PluginKind.PROCEDURES, "acme_soak", "2.1", "acme-lab"),
    ]


def test_a_bad_package_is_named_and_left_out(package: Path, tmp_path: Path) -> None:
    (package / "acme_lab_drivers.py").write_text("x = 1\n1 / 0\n")
    folder = tmp_path / "plugins" / "drivers"
    folder.mkdir(parents=True)
    (folder / "mine.py").write_text(DRIVER)
    drivers = Drivers.load(Plugins(folder.parent))
    assert [str(each) for each in drivers.loaded.left_out] == [
        "acme-lab, acme_lab_drivers.py, line 2: division by zero"
    ]
    assert [plugin.name for plugin in drivers.loaded.plugins] == ["mine"]


def test_an_entry_point_to_nothing_is_named(package: Path) -> None:
    (package / "acme_lab_drivers.py").write_text("x = 1\n")
    (fault,) = Drivers.load(Plugins()).loaded.left_out
    assert "the module acme_lab_drivers has no Pump" in fault.reason


def test_a_file_has_its_own_version_or_that_of_its_content(tmp_path: Path) -> None:
    folder = tmp_path / "drivers"
    folder.mkdir()
    (folder / "new.py").write_text(DRIVER + "__version__ = '1.4'\n")
    (folder / "old.py").write_text(DRIVER)
    (folder / "_shared.py").write_text("raise RuntimeError('only imported by others')")
    versions = {p.name: p.version for p in Drivers.load(Plugins(tmp_path)).loaded.plugins}
    assert versions == {"new": "1.4", "old": hashlib.sha256(DRIVER.encode()).hexdigest()[:12]}


def test_what_is_pybirchs_own_cannot_be_replaced(tmp_path: Path) -> None:
    for kind, name, text in (
        ("drivers", "scpi", DRIVER),
        ("exporters", "mine", EXPORTER.replace("'lines'", "'csv'")),
        ("procedures", "mine", GOOD.replace('name = "soak"', 'name = "find_peak"')),
    ):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / f"{name}.py").write_text(text)
    plugins = Plugins(tmp_path)
    assert "already one called 'scpi'" in str(Drivers.load(plugins).loaded.left_out)
    assert "PyBirch itself has the format 'csv'" in str(Exporters.load(plugins).loaded.left_out)
    assert "already defines a procedure 'find_peak'" in str(catalogue(plugins).left_out)


def test_without_a_folder_nothing_is_loaded(tmp_path: Path) -> None:
    drivers = Drivers.load(Plugins(tmp_path / "nowhere"))
    assert (drivers.loaded.plugins, drivers.loaded.left_out) == ([], [])
