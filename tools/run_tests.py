"""Runs pytest and repeats a failed test once, alone: a test that passes then is called flaky.

`python tools/run_tests.py [arguments of pytest]` ends with pytest's exit code. Up to three flaky tests leave the
run green and are named in its last lines; correct them before new work. The run is red at once after more than
three failures, a test that timed out, a crashed worker process, files that cannot be collected, or an early end.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

MOST_FLAKY = 3


class Recorder:
    """A pytest plugin that records which tests failed, and what makes repeating them useless."""

    def __init__(self) -> None:
        self.failed: dict[str, None] = {}
        self.hopeless: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record a failure in any phase of a test."""
        if not report.failed:
            return
        self.failed[report.nodeid] = None
        if report.when not in ("setup", "call", "teardown"):  # so pytest-xdist tells that a worker is gone
            self.hopeless.append(f"a worker process crashed in {report.nodeid}")
        elif "from pytest-timeout" in report.longreprtext:
            self.hopeless.append(f"{report.nodeid} timed out")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Record a file that cannot be collected."""
        if report.failed:
            self.hopeless.append(f"{report.nodeid} could not be collected")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Record a run that ended before its last test."""
        if session.shouldfail or session.shouldstop:
            self.hopeless.append("the run stopped early")


def main(arguments: Sequence[str]) -> int:
    """Run the tests; returns the exit code."""
    sys.path[0] = str(Path.cwd())  # as with `python -m pytest`
    recorder = Recorder()
    code = int(pytest.main(list(arguments), plugins=[recorder]))
    if code != pytest.ExitCode.TESTS_FAILED or not recorder.failed:
        return code
    if recorder.hopeless:
        return _red(f"No test is run again: {'; '.join(dict.fromkeys(recorder.hopeless))}.")
    if len(recorder.failed) > MOST_FLAKY:
        return _red(f"No test is run again: {len(recorder.failed)} failed, more than {MOST_FLAKY}.")
    again = [test for test in recorder.failed if not _passes_alone(test)]
    if again:
        return _red(*(f"FAILED AGAIN: {test}" for test in again))
    print()
    for test in recorder.failed:
        print(f"FLAKY: {test}")
    count = len(recorder.failed)
    print(
        f"{count} flaky {'test' if count == 1 else 'tests'}: failed, then passed alone; mend before new work"
    )
    return 0


def _passes_alone(test: str) -> bool:
    """Whether a test passes in a process of its own."""
    print(f"\nOnce more, alone: {test}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", test]
    return subprocess.run(command, check=False).returncode == 0


def _red(*lines: str) -> int:
    print("", *lines, sep="\n")
    return int(pytest.ExitCode.TESTS_FAILED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
