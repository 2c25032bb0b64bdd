"""`pybirch bench try`: what is typed, sent and answered."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from support.running import ROOT
from support.scpi import ScpiServer

from engine.bench.bench_lock import BenchLock

Run = Callable[..., Result]

BENCH = """
[[instrument]]
name = "meter"
resource = "{resource}"
timeout = 400
[instrument.reads.signal]
query = "MEAS?"

[[instrument]]
name = "local"
driver = "simulated"
[instrument.axes.x]
"""


@pytest.fixture
def bench(tmp_path: Path, scpi: ScpiServer) -> Path:
    path = tmp_path / "bench.toml"
    path.write_text(BENCH.format(resource=scpi.resource))
    return path


def conversation(result: Result) -> list[str]:
    """What was shown after the first line, times left out."""
    lines = [re.sub(r"   \d+\.\d ms$", "   TIME", line) for line in result.stdout.splitlines()]
    assert re.fullmatch(r"meter at TCPIP::127\.0\.0\.1::\d+::SOCKET\. Type a message; .*", lines[0])
    return [line for line in lines[1:] if line]


def test_what_is_sent_and_answered_is_shown(run: Run, bench: Path, scpi: ScpiServer) -> None:
    result = run("bench", "try", bench, "meter", typed="*IDN?\nEXP 2\n\nEXP?\n")
    assert conversation(result) == [
        r"→ *IDN?\n",
        r"← ACME,TEST,1,1.0\n   TIME",
        r"→ EXP 2\n",
        r"→ EXP?\n",
        r"← 2\n   TIME",
    ]
    assert result.exit_code == 0
    assert scpi.heard == ["*IDN?", "EXP 2", "EXP?"], "nothing but what was typed"


def test_bytes_are_shown_and_sent_in_hexadecimal(run: Run, bench: Path) -> None:
    result = run("bench", "try", bench, "meter", typed=".hex\n.raw 2a49 444e 3F 0a\n.hex\n*IDN?\n")
    assert conversation(result) == [
        "hexadecimal on",
        r"→ *IDN?\n",
        "  2a 49 44 4e 3f 0a",
        r"← ACME,TEST,1,1.0\n   TIME",
        "  41 43 4d 45 2c 54 45 53 54 2c 31 2c 31 2e 30 0a",
        "hexadecimal off",
        r"→ *IDN?\n",
        r"← ACME,TEST,1,1.0\n   TIME",
    ]


def test_a_late_answer_is_told_apart(run: Run, bench: Path, scpi: ScpiServer) -> None:
    def late() -> str:
        time.sleep(0.6)
        return "late"

    scpi.answers["SLOW?"] = late
    result = run("bench", "try", bench, "meter", typed="SLOW?\n.timeout 5\n.listen\nSLOW?\n")
    assert conversation(result) == [
        r"→ SLOW?\n",
        "× meter: no answer within 0.4 s",
        r"← unasked late\n",
        r"→ SLOW?\n",
        r"← late\n   TIME",
    ]


def test_more_than_was_asked_for_is_shown(run: Run, bench: Path, scpi: ScpiServer) -> None:
    scpi.answers |= {"CHATTY": "done", "TWO?": "one\ntwo"}
    shown = conversation(run("bench", "try", bench, "meter", typed="CHATTY\nTWO?\n.listen\n"))
    assert shown[:3] == [r"→ CHATTY\n", r"← unasked done\n", r"→ TWO?\n"]
    assert shown[3:] == [r"← one\n   TIME", r"← unasked two\n"]


def test_a_broken_connection_is_made_again(run: Run, bench: Path, scpi: ScpiServer) -> None:
    scpi.drop_after = 1
    result = run("bench", "try", bench, "meter", typed="*IDN?\nMEAS?\n*IDN?\n")
    shown = conversation(result)
    assert any(line.startswith("× meter: the connection broke") for line in shown)
    assert shown[-1] == r"← ACME,TEST,1,1.0\n   TIME"
    assert result.exit_code == 0


def test_the_exit_code_tells_whether_the_last_message_was_answered(
    run: Run, bench: Path, scpi: ScpiServer
) -> None:
    scpi.stop()
    result = run("bench", "try", bench, "meter", typed="*IDN?\n")
    assert result.exit_code == 1
    assert "× meter: TCPIP" in result.stdout
    assert "cannot be opened" in result.stdout


def test_commands_of_the_prompt(run: Run, bench: Path, scpi: ScpiServer) -> None:
    typed = ".help\n.timeout soon\n.raw xyz\n.raw\n.quit\n*IDN?\n"
    shown = conversation(run("bench", "try", bench, "meter", typed=typed))
    assert ".listen" in "\n".join(shown)
    assert shown[-3:] == [
        "× write a number of seconds, such as .timeout 5",
        *["× write bytes as pairs of hexadecimal digits, such as .raw 1B 5B 0A"] * 2,
    ]
    assert scpi.heard == []


def test_an_instrument_of_the_demo_laboratory(run: Run) -> None:
    result = run("bench", "try", ROOT / "benches" / "demo.toml", "stage", typed="*IDN?\n")
    assert result.exit_code == 0
    assert r"← PyBirch,XYZ-25,stage,1.0\n" in result.stdout


def test_who_cannot_be_talked_to(run: Run, bench: Path, scpi: ScpiServer) -> None:
    for name, why in (("nobody", "it has meter, local"), ("local", "its driver is simulated")):
        result = run("bench", "try", bench, name, typed="*IDN?\n")
        assert (result.exit_code, result.stdout) == (2, "")
        assert why in result.stderr
    assert run("bench", "try", bench.with_name("none.toml"), "meter").exit_code == 2
    lock = BenchLock(bench, "elsewhere")
    lock.take()
    try:
        result = run("bench", "try", bench, "meter", typed="*IDN?\n")
    finally:
        lock.release()
    assert result.exit_code == 1
    assert "already runs" in result.stderr
    assert scpi.heard == []
