"""What the supervisor shows of its children's output."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from support.running import ROOT

REFUSING = """
import os, sys
from pathlib import Path
from pybirch.supervisor.log_files import RotatedFile
from pybirch.supervisor.processes import Child, Supervisor

# Each says why it does not start and ends only when the other has said so too.
CHILD = '''
import sys, time
from pathlib import Path
name, other = sys.argv[1:3]
print("setting up", name, flush=True)
print("error:", name, "cannot start", flush=True)
Path(name).touch()
while not Path(other).exists():
    time.sleep(0.01)
time.sleep(0.3)
sys.exit(2)
'''
children = [
    Child(name, ["-c", CHILD, name, other], RotatedFile(Path(f"{name}.log")))
    for name, other in (("one", "two"), ("two", "one"))
]
sys.exit(Supervisor(children, dict(os.environ)).run())
"""


def test_of_two_reasons_not_to_start_one_is_told_and_both_are_in_the_logs(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", REFUSING],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    told = [line for line in ended.stderr.splitlines() if line.startswith("error:")]
    assert len(told) == 1
    for name in ("one", "two"):
        assert f"error: {name} cannot start" in (tmp_path / f"{name}.log").read_text()
