"""Reading bench files: every mistake is named with file, table and reason."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from engine.bench.config import VisaInstrumentConfig
from engine.bench.loading import read_bench
from engine.errors import BenchError

ROOT = Path(__file__).resolve().parents[3]

CONTRACT = """
[[instrument]]
name = "stage"
driver = "scpi"
resource = "TCPIP::127.0.0.1::5025::SOCKET"
visa_library = "@py"
identify = "*IDN?"
identity = "ACME,.*"
[instrument.axes.x]
set = "POS:X {value}"
get = "POS:X?"
done = "MOV:X?"
unit = "mm"
limits = [0, 25]
safe = 0
[instrument.reads.signal]
query = "MEAS?"
unit = "V"
shape = []
[instrument.settings.exposure]
set = "EXP {value}"
get = "EXP?"
unit = "s"
"""

SERIAL = """
[[instrument]]
name = "meter"
resource = "ASRL/dev/ttyUSB0::INSTR"
baud_rate = 19200
parity = "even"
stop_bits = 1
data_bits = 7
termination = "\\r\\n"
timeout = 500
[instrument.reads.value]
query = "VAL?"
"""


def refusal(tmp_path: Path, text: str) -> BenchError:
    path = tmp_path / "lab.toml"
    path.write_text(text)
    with pytest.raises(BenchError) as caught:
        read_bench(path)
    assert "lab.toml" in str(caught.value)
    return caught.value


def test_the_documented_example_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "lab.toml"
    path.write_text(CONTRACT)
    bench = read_bench(path)
    assert bench.name == "lab"
    spec = bench.instrument[0].spec("R")
    assert spec.axes["x"].limits == (0, 25) and spec.axes["x"].safe == 0 and spec.axes["x"].unit == "mm"
    assert spec.reads["signal"].shape == () and spec.settings["exposure"].unit == "s"


def test_serial_parameters_become_what_pyvisa_wants(tmp_path: Path) -> None:
    path = tmp_path / "lab.toml"
    path.write_text(SERIAL)
    config = read_bench(path).instrument[0]
    assert isinstance(config, VisaInstrumentConfig)
    assert config.options["baud_rate"] == 19200 and config.options["parity"].name == "even"
    assert config.options["stop_bits"].name == "one" and config.options["termination"] == "\r\n"


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    text = CONTRACT.replace('unit = "mm"', 'unti = "mm"').replace('done = "MOV:X?"', "safe_value = 1")
    text = text.replace("shape = []", "shape = [-3]").replace("EXP {value}", "EXP")
    error = refusal(tmp_path, text)
    where = {p.path for p in error.problems}
    assert where == {f'instrument "stage" [{t}]' for t in ("axes.x", "reads.signal", "settings.exposure")}
    message = str(error)
    for part in ("'unti'; did you mean 'unit'?", "'safe_value'", "shape", "{value}"):
        assert part in message


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("limits = [0, 25]", "limits = [25, 0]"), ["axes.x", "lower limit"]),
        (("safe = 0", "safe = 30"), ["axes.x", "safe = 30", "[0, 25]"]),
        (('driver = "scpi"', 'driver = "scpy"'), ["stage", "did you mean 'scpi'"]),
        (("127.0.0.1::5025::SOCKET", "127.0.0.1"), []),
        (
            ('resource = "TCPIP::127.0.0.1::5025::SOCKET"', 'resource = "five"'),
            ["stage", "not a VISA resource name"],
        ),
        (('resource = "TCPIP::127.0.0.1::5025::SOCKET"\n', ""), ["stage", "'resource' is missing"]),
        (('query = "MEAS?"\n', ""), ["reads.signal", "query"]),
        (('visa_library = "@py"', "timout = 5"), ["stage", "did you mean 'timeout'"]),
        (('visa_library = "@py"', 'timeout = "long"'), ["stage", "timeout", "milliseconds"]),
        (
            ('visa_library = "@py"', "baud_rate = 9600"),
            ["stage", "baud_rate cannot be set for a TCPIP SOCKET"],
        ),
        (('visa_library = "@py"', 'parity = "strange"'), ["stage", "parity", "even"]),
        (('identity = "ACME,.*"', 'identity = "ACME,("'), ["stage", "regular expression"]),
        (('name = "stage"', 'name = "my.stage"'), ["my.stage", "letter"]),
        (('name = "stage"', "name = 5"), ["instrument number 1", "text"]),
        (("limits = [0, 25]", "limits = [0, nan]"), ["axes.x", "finite"]),
        (("limits = [0, 25]", "limits = [25]"), ["axes.x", "limits = [25]", "[least, greatest]"]),
        (("limits = [0, 25]", "limits = 25"), ["axes.x", "[least, greatest]"]),
        (("POS:X {value}", "POS:X {value:zz}"), ["axes.x", "format"]),
        (("POS:X {value}", "POS:X {valeu}"), ["axes.x", "{value}"]),
        (("POS:X {value}", "POS:X {value"), ["axes.x"]),
        (("[[instrument]]", "virtual = 'moon'\n[[instrument]]"), ["'moon'", "demo"]),
        (("127.0.0.1::5025", "127.0.0.1::{port:stage}"), ["stage", "virtual"]),
        (("[[instrument]]", "nmae = 'lab'\n[[instrument]]"), ["'nmae'", "did you mean 'name'"]),
        (("[[instrument]]", "[instrument]"), ["[[instrument]]"]),
        (("name = ", "name == "), ["not valid TOML", "line 3"]),
        (("[instrument.axes.x]", "options = {}\n[instrument.axes.x]"), ["'options'"]),
    ],
)
def test_a_mistake_is_refused_with_table_and_reason(
    tmp_path: Path, change: tuple[str, str], words: list[str]
) -> None:
    text = CONTRACT.replace(*change)
    if not words:
        read = tmp_path / "lab.toml"
        read.write_text(text.replace("TCPIP::127.0.0.1", "TCPIP::127.0.0.1::INSTR"))
        read_bench(read)
        return
    message = str(refusal(tmp_path, text))
    for word in words:
        assert word in message


def test_missing_and_unreadable_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="there is no such file"):
        read_bench(tmp_path / "none.toml")
    with pytest.raises(BenchError, match="cannot be read"):
        read_bench(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe4"')
    with pytest.raises(BenchError, match="UTF-8"):
        read_bench(tmp_path / "latin.toml")
    (tmp_path / "empty.toml").write_text("")
    with pytest.raises(BenchError, match="there is no instrument; add a table"):
        read_bench(tmp_path / "empty.toml")


def test_names_must_be_unique(tmp_path: Path) -> None:
    assert "2 instruments have this name" in str(refusal(tmp_path, CONTRACT + CONTRACT))


def test_a_shared_resource_is_opened_in_one_way(tmp_path: Path) -> None:
    first = CONTRACT.replace('visa_library = "@py"', 'termination = "\\n"\ntimeout = 100')
    second = CONTRACT.replace('name = "stage"', 'name = "other"')
    path = tmp_path / "lab.toml"
    path.write_text(first + second.replace('visa_library = "@py"', "timeout = 900"))
    assert len(read_bench(path).instrument) == 2
    message = str(refusal(tmp_path, first + second.replace('visa_library = "@py"', 'termination = "\\r"')))
    assert '"other"' in message and "'stage' on the same resource" in message


def test_a_thousand_instruments_are_read_quickly(tmp_path: Path) -> None:
    path = tmp_path / "lab.toml"
    path.write_text("".join(CONTRACT.replace('"stage"', f'"stage{n}"') for n in range(1000)))
    began = time.process_time()
    assert len(read_bench(path).instrument) == 1000
    assert time.process_time() - began < 5


BENCHES = sorted(path for path in ROOT.glob("benches/**/*.toml") if path.parent.name != "library")
"""The library has descriptions of single instruments, which are no benches."""


@pytest.mark.parametrize("path", BENCHES, ids=lambda p: p.name)
def test_the_benches_that_come_along_are_right(path: Path) -> None:
    assert read_bench(path).instrument
