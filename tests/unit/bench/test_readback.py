"""A mismatch is reported, or fails; noise and few digits are not mismatches."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import pytest
from support.positioner import Positioner
from support.scpi import Reported

from engine.bench import motion, move_completion
from engine.bench.bench import Bench
from engine.bench.readback import OnMismatch, Readback
from engine.errors import InstrumentError
from engine.model.events import InstrumentStatus

Load = Callable[..., Bench]


def readback(**more: object) -> Readback:
    return Readback("x", "V", OnMismatch.WARN, sleep=lambda seconds: None, **more)  # type: ignore[arg-type]


def wrong(judge: Readback, sent: float, written: str) -> str | None:
    return judge.compare(sent, float(written), written, lambda: float(written))[1]


@pytest.mark.parametrize(
    ("more", "sent", "written"),
    [
        ({}, 11.0, "10"),
        ({}, 11.0, "10.0"),
        ({}, 11.0, "1.000E+01"),
        ({"format": "{value:.3f}"}, 5.0, "5.010"),
        ({"format": "{value:.3f}", "limits": (0.0, 12.0)}, 11.0, "10.000"),
        ({"tolerance": 0.1}, 5.0, "5.11"),
        ({"limits": (-200.0, 200.0)}, 11.0, "10"),
        ({}, 5.0, "nan"),
        ({}, 5.0, "inf"),
        ({"tolerance": 0.0}, 5.0, "5.0001"),
    ],
)
def test_a_readback_that_is_off_is_told(more: dict[str, object], sent: float, written: str) -> None:
    told = wrong(readback(**more), sent, written)
    assert told is not None and told.startswith("x was set to ") and "but reads" in told


@pytest.mark.parametrize(
    ("more", "sent", "written"),
    [
        ({}, 11.0, "11"),
        ({}, 1.2345, "1.23"),
        ({}, 1.239, "1.23"),  # cut off
        ({}, 1.239, "1.24"),
        ({}, 1234.5, "1.23E+03"),
        ({}, 0.1, "0.1000000015"),  # single precision
        ({"format": "{value:.3f}"}, 5.0, "5.001"),
        ({"limits": (-10.0, 10.0)}, 0.0012, "0.00122"),  # a converter of 16 bits
        ({"tolerance": 0.1}, 5.0, "5.09"),
        ({}, 1.0, "0.9996"),  # a magnet
        ({"limits": (0.0, 25.0), "format": "{value:.4f}"}, 0.0, "0.0012"),
    ],
)
def test_what_digits_and_converters_do_is_not_told(
    more: dict[str, object], sent: float, written: str
) -> None:
    assert wrong(readback(**more), sent, written) is None


def test_an_instrument_that_writes_whole_numbers_short_is_known_by_its_other_answers() -> None:
    judge = readback()
    assert wrong(judge, 7.25, "7.25") is None
    assert wrong(judge, 10.4, "10") is not None


def test_noise_is_learnt_from_a_few_further_looks() -> None:
    noise = random.Random(7)
    judge = readback(format="{value:.6f}")

    def read() -> float:
        return noise.gauss(0.0, 0.002)

    told = [judge.compare(0.0, value, repr(value), read)[1] for value in (read() for _ in range(200))]
    assert sum(text is not None for text in told) < 10
    assert judge.compare(0.0, 0.5, "0.5", lambda: 0.5)[1] is not None


def test_drift_is_not_taken_for_noise() -> None:
    ramp = itertools.count(1)
    judge = readback()
    _, told = judge.compare(10.0, 0.0, "0.0", lambda: 0.5 * next(ramp))
    assert told == "x was set to 10 V, but reads 1.5 V"


def test_a_readback_that_lags_is_waited_for_a_moment() -> None:
    later = iter([3.0, 5.0])
    assert readback().compare(5.0, 1.0, "1.0", lambda: next(later)) == (5.0, None)


def test_what_is_off_every_time_is_looked_at_once_each_time() -> None:
    judge, looks = readback(), []

    def again() -> float:
        looks.append(1)
        return 10.0

    for _ in range(50):
        assert judge.compare(11.0, 10.0, "10.0", again)[1] is not None
    assert len(looks) == 3


SCPI = """
[[instrument]]
name = "a"
resource = "{resource}"
termination = "\\n"
[instrument.axes.x]
set = "MOVE {{value}}"
get = "POS?"
unit = "V"
{axis}
[instrument.settings.gain]
set = "GAIN {{value}}"
get = "GAIN?"
unit = "dB"
{setting}
"""

PYMEASURE = """
[[instrument]]
name = "a"
driver = "pymeasure:acme.Positioner"
resource = "{resource}"
termination = "\\n"
[instrument.axes.x]
set = "x.position"
get = "x.position"
unit = "V"
{axis}
[instrument.settings.gain]
set = "gain"
get = "gain"
unit = "dB"
{setting}
"""


@pytest.fixture(params=["scpi", "serial", "pymeasure"])
def table(request: pytest.FixtureRequest) -> Callable[..., str]:
    """The bench file of the positioner, each way to reach it in turn."""
    if request.param == "pymeasure":
        request.getfixturevalue("pymeasure_folder")
    resource = request.getfixturevalue("on_serial_line" if request.param == "serial" else "on_tcp")
    form = PYMEASURE if request.param == "pymeasure" else SCPI
    return lambda axis="", setting="": form.format(resource=resource, axis=axis, setting=setting)


def status(bench: Bench) -> InstrumentStatus:
    return next(e for e in bench.instruments["a"].changes() if isinstance(e, InstrumentStatus))


def test_a_clipped_setpoint_is_told_and_shown_until_it_agrees_again(
    load_bench: Load, positioner: Positioner, table: Callable[..., str]
) -> None:
    positioner.reach = (0.0, 10.0)
    bench = load_bench(table(), start=False)
    told: list[tuple[str, str]] = []
    assert bench.instruments["a"].move("x", 11, warn=lambda *what: told.append(what)) == 10
    assert told == [("x", "x was set to 11 V, but reads 10 V")]
    assert status(bench).warning == "x was set to 11 V, but reads 10 V" and status_is_fine(bench)
    assert bench.instruments["a"].move("x", 9, warn=lambda *what: told.append(what)) == 9
    assert len(told) == 1 and status(bench).warning is None


def status_is_fine(bench: Bench) -> bool:
    return bench.instruments["a"].error is None and bench.instruments["a"].state == "idle"


def test_the_bench_may_want_it_to_fail(
    load_bench: Load, positioner: Positioner, table: Callable[..., str]
) -> None:
    positioner.reach = (0.0, 10.0)
    bench = load_bench(table('on_mismatch = "fail"'), start=False)
    with pytest.raises(InstrumentError, match="a: x was set to 11 V, but reads 10 V"):
        bench.instruments["a"].move("x", 11)
    found = status(bench)
    assert found.position == {"x": 10.0} and found.error and found.warning is None


def test_the_bench_may_not_care(load_bench: Load, positioner: Positioner, table: Callable[..., str]) -> None:
    positioner.reach = (0.0, 10.0)
    bench = load_bench(table('on_mismatch = "ignore"'), start=False)
    told: list[object] = []
    assert bench.instruments["a"].move("x", 11, warn=lambda *what: told.append(what)) == 10
    assert told == [] and status(bench).warning is None


def test_a_noisy_axis_is_not_told(
    load_bench: Load, positioner: Positioner, table: Callable[..., str]
) -> None:
    noise = random.Random(3)
    positioner.shown = lambda value: f"{value + noise.gauss(0.0, 0.0005):.5f}"
    instrument = load_bench(table(), start=False).instruments["a"]
    told: list[object] = []
    for position in range(30):
        instrument.move("x", position / 10, warn=lambda *what: told.append(what))
    assert len(told) <= 1


@pytest.mark.parametrize("more", ["", 'on_mismatch = "fail"'])
def test_a_clipped_setting_is_told_or_fails(
    load_bench: Load, positioner: Positioner, table: Callable[..., str], more: str
) -> None:
    positioner.answers["GAIN?"] = "20"
    bench = load_bench(table(setting=more), start=False)
    told: list[tuple[str, str]] = []
    if more:
        with pytest.raises(InstrumentError, match="gain was set to 30 dB, but reads 20 dB"):
            bench.instruments["a"].apply({"gain": 30})
    else:
        bench.instruments["a"].apply({"gain": 30}, lambda *what: told.append(what))
        assert told == [("gain", "gain was set to 30 dB, but reads 20 dB")]
    found = status(bench)
    assert found.settings["gain"] == 20
    assert (found.error if more else found.warning) is not None


@pytest.mark.parametrize(
    ("more", "asked", "answer", "told"),
    [
        ('choices = ["ON", "OFF"]', "ON", "0", "gain was set to ON, but reads OFF"),
        ('choices = ["ON", "OFF"]', "ON", "1", None),
        ('choices = ["ON", "OFF"]', "ON", "WARMING UP", None),  # of this nobody can tell
        ("choices = [1, 2, 5]", 5, "2", "gain was set to 5, but reads 2"),
        ("", "AUTO", "3", None),
        ("", "text", "TEXT", None),
        ("tolerance = 1", 5, "5.9", None),
        ("tolerance = 1", "5", "6.1", "gain was set to 5 dB, but reads 6.1 dB"),
    ],
)
def test_settings_with_choices_and_text(
    load_bench: Load,
    positioner: Positioner,
    on_tcp: str,
    more: str,
    asked: float | str,
    answer: str,
    told: str | None,
) -> None:
    positioner.answers["GAIN?"] = answer
    text = SCPI.format(resource=on_tcp, axis="", setting=more)
    said: list[str] = []
    load_bench(text, start=False).instruments["a"].apply(
        {"gain": asked}, lambda name, text: said.append(text)
    )
    assert said == ([] if told is None else [told])


def test_a_safe_value_that_was_not_reached_is_shown(
    load_bench: Load, positioner: Positioner, on_tcp: str, reported: Reported
) -> None:
    positioner.reach = (2.0, 10.0)
    bench = load_bench(SCPI.format(resource=on_tcp, axis="safe = 0", setting=""))
    reported.wait_for(lambda e: isinstance(e, InstrumentStatus) and e.status == "idle")
    bench.instruments["a"].make_safe()
    told = reported.wait_for(lambda e: isinstance(e, InstrumentStatus) and bool(e.warning))
    assert isinstance(told, InstrumentStatus) and told.warning == "x was set to 0 V, but reads 2 V"


def test_an_axis_that_is_done_beside_its_setpoint_is_not_waited_for_until_its_timeout(
    load_bench: Load, positioner: Positioner, on_tcp: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(move_completion, "NO_NEARER", 0.2)
    positioner.reach, positioner.moves_for = (0.0, 10.0), 0.2
    text = SCPI.format(resource=on_tcp, axis='done = "STAT?"\ntolerance = 0.05', setting="")
    told: list[tuple[str, str]] = []
    moved = load_bench(text, start=False).instruments["a"].move("x", 11, warn=lambda *what: told.append(what))
    assert moved == 10 and told == [("x", "x was set to 11 V, but reads 10 V")]


def test_an_axis_that_comes_no_nearer_is_told_of_while_it_is_waited_for(
    load_bench: Load, positioner: Positioner, on_tcp: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(motion, "_STALLS_AFTER", 0.2)
    positioner.reach = (0.0, 10.0)
    text = SCPI.format(resource=on_tcp, axis="tolerance = 0.05\ntimeout = 2", setting="")
    told: list[tuple[str, str]] = []
    bench = load_bench(text, start=False)
    with pytest.raises(InstrumentError, match="did not arrive at 11 V within 2 s; it reads 10 V"):
        bench.instruments["a"].move("x", 11, warn=lambda *what: told.append(what))
    stands = "x stands at 10 V and comes no nearer to 11 V; waiting at most 2 s"
    assert told == [("x", stands)] and status(bench).warning == stands
