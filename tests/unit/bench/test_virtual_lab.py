"""The demo laboratory over real sockets: its physics, and faults that can be switched on."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from support.scpi import Reported

from engine.bench.bench import Bench
from engine.bench.virtual.lockin import response
from engine.bench.virtual.sample import Sample
from engine.bench.virtual.sourcemeter import diode_current
from engine.bench.virtual.travel import Travel
from engine.errors import InstrumentError, InstrumentUnreachable
from engine.model.events import InstrumentStatus

DEMO = Path(__file__).resolve().parents[3] / "benches" / "demo.toml"


@pytest.fixture(scope="module")
def lab() -> Iterator[Bench]:
    bench = Bench.load(DEMO, Reported())
    bench.start()
    yield bench
    bench.close()


@pytest.fixture
def service(lab: Bench) -> Iterator[socket.socket]:
    """A second connection to the spectrometer, for its faults; they are switched off at the end."""
    _, host, port, _ = lab.instruments["spectrometer"].spec.resource.split("::")
    with socket.create_connection((host, int(port))) as connection:
        yield connection
        say(connection, "SIM:FAULT NONE")


def say(connection: socket.socket, message: str) -> None:
    """Send a message that is not answered, and wait until it was served."""
    connection.sendall(message.encode() + b"\nSIM:FAULT?\n")
    assert connection.recv(100)


def test_every_instrument_of_the_demo_bench_answers(lab: Bench) -> None:
    for instrument in lab.instruments.values():
        result = instrument.measure()
        assert set(result) == set(instrument.spec.reads)
        for name, value in result.items():
            assert np.shape(value) == instrument.spec.reads[name].shape


def test_moves_take_a_time_that_grows_with_the_distance(lab: Bench) -> None:
    stage = lab.instruments["stage"]
    times: dict[float, list[float]] = {0.0: [], 0.5: [], 20.0: []}
    for _ in range(3):
        for x, taken in times.items():
            began = time.monotonic()
            assert stage.move("x", x) == pytest.approx(x, abs=1e-3)
            taken.append(time.monotonic() - began)
    # The best of three, as the machine may be busy with something else.
    assert min(times[0.5]) < 0.15 and 0.2 < min(times[20.0]) < 1.0


def test_the_spectrum_depends_on_the_place_and_the_settings(lab: Bench) -> None:
    stage, spectrometer = lab.instruments["stage"], lab.instruments["spectrometer"]
    spectrometer.apply({"exposure": 0.05})
    spectra = []
    for x, y in ((0.5, 24.5), (10.8, 11.2)):
        stage.move("x", x)
        stage.move("y", y)
        spectra.append(spectrometer.measure())
    bare, flake = (s["spectrum"] for s in spectra)
    assert isinstance(bare, np.ndarray) and isinstance(flake, np.ndarray)
    shift = np.linspace(400, 2960, 512)
    assert abs(shift[bare.argmax()] - 520.7) < 5  # the wafer alone
    g_line = np.abs(shift - 1582) < 40
    assert flake[g_line].max() > 5 * bare[g_line].max()
    assert spectra[1]["intensity"] > 3 * spectra[0]["intensity"]
    stage.move("z", 1.0)
    assert spectrometer.measure(["intensity"])["intensity"] < 0.1 * spectra[1]["intensity"]
    stage.move("z", 5.0)
    spectrometer.apply({"exposure": 0.01})


def test_the_map_of_the_sample_has_structure_everywhere() -> None:
    sample = Sample()
    image = np.array(
        [[sample.at(x, y).brightness for x in np.linspace(0, 25, 60)] for y in np.linspace(0, 25, 60)]
    )
    assert image.min() >= 0 and 0.8 < image.max() < 2.5
    histogram, _ = np.histogram(image, bins=12, range=(0, image.max()))
    assert (histogram > 10).sum() >= 9, histogram
    for part in (image[:30, :30], image[:30, 30:], image[30:, :30], image[30:, 30:]):
        assert part.std() > 0.1


def test_the_diode_is_one() -> None:
    assert diode_current(0.0, 295) == pytest.approx(0, abs=1e-12)
    assert diode_current(0.4, 295) > 100 * abs(diode_current(-0.4, 295))
    assert diode_current(-4.6, 295) < -1e-3  # breakdown
    assert diode_current(0.5, 330) > diode_current(0.5, 295)
    steep = (diode_current(1.5, 295) - diode_current(1.4, 295)) / 0.1
    assert 0.2 < steep < 1 / 3.2  # the series resistance rules


def test_the_resonance_is_sharp_and_moves_with_temperature() -> None:
    frequencies = np.linspace(7000, 8400, 2801)
    cold, warm = (np.array([abs(response(f, t)) for f in frequencies]) for t in (295.0, 335.0))
    assert cold.max() > 8 * np.median(cold)
    assert frequencies[cold.argmax()] == pytest.approx(7321, abs=5)
    assert frequencies[warm.argmax()] < frequencies[cold.argmax()] - 4


def test_the_temperature_lags_overshoots_and_settles(lab: Bench) -> None:
    thermostat = lab.instruments["thermostat"]
    seen: list[float] = []

    def watch() -> bool:
        seen.append(float(thermostat.measure(["temperature"])["temperature"]))
        return False

    start = float(thermostat.measure(["temperature"])["temperature"])
    assert thermostat.move("setpoint", start + 5, watch) == pytest.approx(start + 5, abs=0.15)
    assert max(seen) > start + 5.2
    assert seen[0] < start + 1
    thermostat.make_safe()


def test_a_travel_accelerates_cruises_brakes_and_can_be_stopped() -> None:
    travel = Travel(0.0, 10.0, 100.0, speed=5.0, acceleration=10.0)
    assert travel.at(99) == 0 and travel.at(100.5) == pytest.approx(1.25) and travel.at(1000) == 10
    assert travel.at(101.0) - travel.at(100.9) == pytest.approx(0.5)
    stop = travel.braked(101.0)
    assert travel.at(101.0) < stop < 10
    assert Travel(3.0, 1.0, 0, 5, 10).at(0.2) == pytest.approx(2.8)


def test_latency_garbage_silence_and_hanging_up_can_be_switched_on(
    lab: Bench, service: socket.socket
) -> None:
    spectrometer = lab.instruments["spectrometer"]
    spectrometer.measure(["intensity"])  # left alone for a second then, so that nobody else gets the garbage
    say(service, "SIM:FAULT GARBAGE 1")
    with pytest.raises(InstrumentError, match=r"'MEAS:INT\?'"):
        spectrometer.measure(["intensity"])
    say(service, "SIM:FAULT DROP")
    with pytest.raises(InstrumentUnreachable):
        spectrometer.measure(["intensity"])
    say(service, "SIM:FAULT NONE")
    assert spectrometer.measure(["intensity"])["intensity"] >= 0
    say(service, "SIM:LATENCY 0.2")
    began = time.monotonic()
    spectrometer.measure(["intensity"])
    assert time.monotonic() - began > 0.2
    say(service, "SIM:LATENCY 0")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("TIMEOUT", "no answer"),
        ("GARBAGE", "not a number"),
        ("DROP", "closed the connection|again and again"),
    ],
)
def test_a_fault_is_switched_on_by_a_setting_is_told_and_heals(fault: str, words: str) -> None:
    reported = Reported()
    bench = Bench.load(DEMO, reported)

    def shows(state: str, present: str) -> Callable[[object], bool]:
        return lambda e: (
            isinstance(e, InstrumentStatus)
            and (e.instrument_name, e.status, e.settings.get("fault")) == ("lockin", state, present)
        )

    try:
        bench.start()
        reported.wait_for(shows("idle", "NONE"))
        reported.forget()
        bench.instruments["lockin"].apply({"fault": fault})
        bad = reported.wait_for(
            lambda e: isinstance(e, InstrumentStatus) and e.instrument_name == "lockin" and bool(e.error), 60
        )
        assert isinstance(bad, InstrumentStatus)
        assert re.search(words, str(bad.error))
        reported.wait_for(shows("idle", "NONE"), 60)
    finally:
        bench.close()
