"""What PyMeasure's own classes say about their properties."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pymeasure.instruments.keithley import Keithley2400
from pymeasure.instruments.srs import SR830

from engine.bench.bench import Bench
from engine.bench.pymeasure_documents import Documented, documented
from engine.errors import LimitViolation

Load = Callable[..., Bench]


@pytest.mark.parametrize(
    ("kind", "name", "known"),
    [
        (Keithley2400, "source_voltage", Documented("V", "", (-210, 210))),
        (Keithley2400, "compliance_current", Documented("A", "", (-1.05, 1.05))),
        (Keithley2400, "voltage", Documented("V", "", None)),
        (Keithley2400, "source_enabled", Documented("", "Whether the source is enabled", None)),
        (SR830, "sine_voltage", Documented("V", "Reference sine-wave voltage", (0.004, 5))),
        (SR830, "frequency", Documented("Hz", "Lock-in frequency", (0.001, 102000))),
        (SR830, "x", Documented("V", "X value", None)),
        (SR830, "reset", Documented()),
    ],
)
def test_units_titles_and_ranges(kind: type, name: str, known: Documented) -> None:
    assert documented(kind.__new__(kind), name) == known  # not connected to anything


def test_a_connected_instrument_has_them(pymeasure_folder: object, load_bench: Load, on_tcp: str) -> None:
    text = (
        f'[[instrument]]\nname = "stage"\ndriver = "pymeasure:acme.Documented"\nresource = "{on_tcp}"\n'
        '[instrument.axes.x]\nset = "place"\nget = "place"\nlimits = [-100, 20]\n'
        '[instrument.axes.y]\nset = "place"\ntitle = "Mine"\nunit = "um"\n'
    )
    source = pymeasure_folder / "acme.py"
    source.write_text(
        source.read_text()
        + "\nfrom pymeasure.instruments.validators import truncated_range\n"
        + "class Documented(Positioner):\n"
        + "    place = Instrument.control('POS?', 'POS %g', 'Control the place of the stage in mm (float).',\n"
        + "                               validator=truncated_range, values=[0, 50])\n"
    )
    stage = load_bench(text, start=False).instruments["stage"]
    stage.connect()
    x, y = stage.spec.axes["x"], stage.spec.axes["y"]
    assert (x.unit, x.title, x.limits) == ("mm", "Place of the stage", (0, 20))
    assert (y.unit, y.title, y.limits) == ("um", "Mine", (0, 50))
    with pytest.raises(LimitViolation):  # the class would set 50 in silence
        stage.move("y", 60)
