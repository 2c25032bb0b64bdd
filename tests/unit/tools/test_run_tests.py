"""`tools/run_tests.py`: which runs are green, and how often a test runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from support.running import ROOT, clean_environment

FLAKY = """
    from pathlib import Path

    import pytest

    @pytest.mark.parametrize("name", {names!r})
    def test_flaky(name):
        ran = Path(name)
        before = ran.exists()
        ran.touch()
        assert before
"""
FAILING = """
    from pathlib import Path

    def test_failing():
        with Path("runs").open("a") as runs:
            runs.write("x")
        assert False
"""


class Run:
    """What one run of the script said, and its exit code."""

    def __init__(self, folder: Path, *arguments: str, **files: str) -> None:
        (folder / "pytest.ini").write_text("[pytest]\n")
        for name, text in files.items():
            (folder / f"test_{name}.py").write_text(dedent(text))
        environment = {k: v for k, v in clean_environment().items() if not k.startswith("PYTEST")}
        environment |= {
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # those that tests here do not need take a second to load
            "PYTEST_ADDOPTS": "-p xdist.plugin -p pytest_timeout",
        }
        done = subprocess.run(
            [sys.executable, str(ROOT / "tools" / "run_tests.py"), "-q", *(arguments or ("-n", "0"))],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=110,
        )
        self.code = done.returncode
        self.text = done.stdout + done.stderr
        self.last = done.stdout.rstrip().splitlines()
        self.flaky = [line for line in self.last if line.startswith("FLAKY: ")]


def test_green_is_green(tmp_path: Path) -> None:
    run = Run(tmp_path, good="def test_good(): pass")
    assert (run.code, run.flaky) == (0, [])


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_flaky_test_leaves_the_run_green_and_is_named_last(tmp_path: Path, workers: str) -> None:
    run = Run(tmp_path, "-n", workers, good="def test_good(): pass", odd=FLAKY.format(names=["a b"]))
    assert run.code == 0, run.text
    assert run.last[-2:] == [
        "FLAKY: test_odd.py::test_flaky[a b]",
        "1 flaky test: failed, then passed alone; mend before new work",
    ]


def test_three_flaky_tests_are_green_and_four_are_red(tmp_path: Path) -> None:
    (tmp_path / "three").mkdir()
    three = Run(tmp_path / "three", odd=FLAKY.format(names=["a", "b", "c"]))
    assert (three.code, len(three.flaky)) == (0, 3)
    (tmp_path / "four").mkdir()
    four = Run(tmp_path / "four", odd=FLAKY.format(names=["a", "b", "c", "d"]))
    assert (four.code, four.flaky) == (1, [])
    assert "4 failed, more than 3" in four.last[-1]


def test_a_test_that_fails_again_is_red(tmp_path: Path) -> None:
    run = Run(tmp_path, bad=FAILING, odd=FLAKY.format(names=["a"]))
    assert (run.code, run.last[-1]) == (1, "FAILED AGAIN: test_bad.py::test_failing")
    assert (tmp_path / "runs").read_text() == "xx"


def test_a_flaky_fixture_counts_as_its_test(tmp_path: Path) -> None:
    source = """
        from pathlib import Path
        import pytest

        @pytest.fixture
        def thing():
            yield
            before = Path("ran").exists()
            Path("ran").touch()
            assert before

        def test_it(thing): pass
    """
    run = Run(tmp_path, fixture=source)
    assert (run.code, run.flaky) == (0, ["FLAKY: test_fixture.py::test_it"])


def test_a_timeout_is_red_at_once(tmp_path: Path) -> None:
    source = """
        import time
        from pathlib import Path

        def test_slow():
            before = Path("ran").exists()
            Path("ran").touch()
            time.sleep(0 if before else 60)
    """
    run = Run(tmp_path, "-n", "0", "--timeout=1", slow=source)
    assert run.code == 1
    assert "test_slow.py::test_slow timed out" in run.last[-1]


def test_a_crashed_worker_is_red_at_once(tmp_path: Path) -> None:
    source = """
        import os
        from pathlib import Path

        def test_crash():
            if not Path("ran").exists():
                Path("ran").touch()
                os._exit(9)
    """
    run = Run(tmp_path, "-n", "1", crash=source)
    assert run.code == 1
    assert "a worker process crashed in test_crash.py::test_crash" in run.last[-1]


def test_what_cannot_be_collected_is_red_at_once(tmp_path: Path) -> None:
    source = "from pathlib import Path\nassert Path('ran').exists() or Path('ran').touch()"
    assert Run(tmp_path, broken=source, good="def test_good(): pass").code == 2
    (tmp_path / "ran").unlink()
    run = Run(tmp_path, "-n", "0", "--continue-on-collection-errors", odd=FLAKY.format(names=["a"]))
    assert run.code == 1
    assert "test_broken.py could not be collected" in run.last[-1]


def test_an_internal_error_is_red(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("def pytest_runtest_protocol(item): raise RuntimeError('inside')")
    assert Run(tmp_path, good="def test_good(): pass").code == 3


def test_a_run_that_stops_at_the_first_failure_is_red(tmp_path: Path) -> None:
    run = Run(tmp_path, "-n", "0", "-x", a=FLAKY.format(names=["a"]), b="def test_b(): pass")
    assert run.code == 1
    assert "stopped early" in run.last[-1]


def test_other_exit_codes_of_pytest_stay(tmp_path: Path) -> None:
    assert Run(tmp_path).code == 5
    assert Run(tmp_path, "--no-such-option").code == 4


def test_the_test_command_runs_it_and_shows_the_slowest_tests() -> None:
    # The Makefile's own values: a make that runs these tests passes its variables and flags on by the environment.
    passed_on = ("MAKE", "GNUMAKE", "MFLAGS", "PYTEST")
    environment = {k: v for k, v in clean_environment().items() if not k.startswith(passed_on)}
    made = subprocess.run(
        ["make", "--dry-run", "unit"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert "tools/run_tests.py -q -n 2 --dist loadfile --durations=15" in made
