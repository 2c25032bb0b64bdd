"""A bad procedure file disables only itself, and is reported with file, line and reason."""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.procedure_files import BAD, GOOD, with_steps
from support.scan_rig import Rig

from engine.model.bench import BenchSpec
from engine.model.plan_check import check_plan
from engine.model.procedure import Procedures
from engine.model.states import ScanState
from engine.scans import procedures
from engine.scans.procedures import Procedure, catalogue

STEPS = "    def steps"
Load = Callable[..., Procedures[Procedure]]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """The catalogue with these files beside our own: `load(soak=TEXT)`."""
    monkeypatch.setattr(procedures, "__path__", [*procedures.__path__, str(tmp_path)])
    before = set(sys.modules)

    def made(**files: str) -> Procedures[Procedure]:
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(text)
        importlib.invalidate_caches()
        return catalogue()

    yield made
    for name in set(sys.modules) - before:
        if name.startswith(f"{procedures.__name__}."):
            del sys.modules[name]


def call(**arguments: object) -> list[dict[str, object]]:
    """A plan that calls the procedure of the file."""
    return [{"kind": "procedure", "name": "soak", "arguments": arguments}]


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_left_out_and_nothing_else(load: Load, case: str) -> None:
    text, line, said = BAD[case]
    found = load(bad=text, good=GOOD)
    assert set(found) == {"find_peak", "soak"}
    (fault,) = found.left_out
    assert (fault.file, fault.line) == ("bad.py", line)
    assert said in fault.reason
    assert "Traceback" not in str(fault)
    assert "Error" not in str(fault)
    assert str(fault).startswith(f"bad.py, line {line}: " if line else "bad.py: ")


def test_a_file_that_waits_at_its_top_holds_nothing_up(load: Load) -> None:
    began = time.monotonic()
    found = load(slow="import time\ntime.sleep(60)\n", good=GOOD)
    assert time.monotonic() - began < 40
    assert "soak" in found
    assert "loading takes longer than" in found.left_out[0].reason


def test_of_two_procedures_of_one_name_the_first_stays(load: Load) -> None:
    found = load(one=GOOD, two=GOOD)
    assert "soak" in found
    assert [str(fault) for fault in found.left_out] == [
        "two.py: one.py already defines a procedure 'soak'; rename one of them"
    ]


def test_a_plan_that_calls_what_was_left_out_is_told_why(load: Load) -> None:
    found = load(bad="x = 1\ndef broken(:\n")
    (problem,) = check_plan({"steps": call()}, BenchSpec(), found).problems
    assert problem.path == "steps[0].name"
    assert problem.message == "no procedure 'soak'; left out: bad.py, line 2: invalid syntax"


def test_a_good_one_runs(load: Load) -> None:
    rig = Rig(call(), procedures=load(good=GOOD))
    assert rig.run().state is ScanState.COMPLETED
    assert rig.recorder.rows["d"] == [{"stage.x": 1.0, "v": 0.0}]


@pytest.mark.parametrize(
    ("lines", "where", "said"),
    [
        (("yield tools.measure()", "1 / 0"), "soak_file.py, line 16", "division by zero"),
        (("yield tools.measure()", "raise SystemExit(3)"), "soak_file.py, line 16", "ends the program"),
        (("yield tools.measure()", "yield 3"), "soak_file.py, line 16", "yields 3"),
        (("yield tools.measure()", "yield tools.move('stage.z', 1)"), "line 16", "not among its axes"),
        (("yield tools.move('stage.x', float('nan'))",), "line 15", "moves stage.x to nan"),
        (("yield tools.move('stage.x', 'far')",), "line 15", "moves stage.x to 'far'"),
        (("yield tools.wait(-1)",), "line 15", "waits -1 seconds"),
        (("return []",), "soak_file.py", "must be a generator"),
        (("import json", "yield json.loads('{')"), "soak_file.py, line 16", "property name"),
    ],
)
def test_an_error_while_it_runs_names_file_and_line(
    load: Load, lines: tuple[str, ...], where: str, said: str
) -> None:
    rig = Rig(call(), procedures=load(soak_file=with_steps(*lines)))
    outcome = rig.run()
    assert outcome.state is ScanState.FAILED
    assert where in outcome.message
    assert said in outcome.message
    assert "Traceback" not in outcome.message
    assert "Error" not in outcome.message
    assert not any(what == "move" for what, *_ in rig.world.done), "nothing moves by a wrong step"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('return ("stage.x",)', "return 1 / 0", "(soak_file.py, line 12): division by zero"),
        ('return ("stage.x",)', 'return "stage.x"', "(soak_file.py): its axes are 'stage.x'"),
        ('return ("d",)', "return None", "its measures are None"),
        (STEPS, f"    def points(self, arguments): return 'many'\n{STEPS}", "its points are 'many'"),
        (STEPS, f"    def problems(self, a, b): raise KeyError('k')\n{STEPS}", "line 14): there is no 'k'"),
    ],
)
def test_an_error_while_a_plan_is_checked_is_a_problem_of_that_plan(
    load: Load, before: str, after: str, said: str
) -> None:
    found = load(soak_file=GOOD.replace(before, after))
    bench = Rig([{"kind": "measure", "instruments": ["d"]}]).bench
    (problem,) = check_plan({"steps": call()}, bench, found).problems
    assert problem.message.startswith("the procedure soak failed")
    assert said in problem.message


def test_an_error_of_a_validator_is_a_problem_of_the_arguments(load: Load) -> None:
    validator = "    x: int = 0\n    @field_validator('x')\n    def f(cls, x): return {}[x]"
    text = "from pydantic import field_validator" + GOOD.replace("    pass", validator)
    bench = Rig([{"kind": "measure", "instruments": ["d"]}]).bench
    (problem,) = check_plan({"steps": call(x=1)}, bench, load(soak_file=text)).problems
    assert problem.path == "steps[0].arguments"
    assert "soak_file.py, line 8" in problem.message


def test_instruments_that_a_procedure_needs_must_be_on_the_bench(load: Load) -> None:
    careless = GOOD.replace(STEPS, f"    def problems(self, a, b): return []\n{STEPS}")
    (first, second) = check_plan({"steps": call()}, BenchSpec(), load(soak_file=careless)).problems
    assert "stage.x" in first.message
    assert "'d'" in second.message
