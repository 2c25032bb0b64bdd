"""Limits between axes: checked before each move, and in plans."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from support.running import wait_until

from engine.bench.bench import Bench
from engine.errors import BenchError, LimitViolation
from engine.model.plan_check import check_plan

Load = Callable[..., Bench]
BENCH = """
[[limit]]
formula = "stage.x + stage.y < 40"
message = "the arm"
[[limit]]
formula = "abs(stage.x - 20) > 5 or stage.y < 1"

[[instrument]]
name = "stage"
driver = "simulated"
axes.x = { unit = "mm", safe = 0, limits = [-100, 100] }
axes.y = { unit = "mm", safe = 0, speed = 5, initial = 0 }
[instrument.reads.v]
formula = "x"
"""


def test_a_move_that_breaks_a_limit_is_refused(load_bench: Load) -> None:
    stage = load_bench(BENCH, start=False).instruments["stage"]
    stage.move("x", 39)
    with pytest.raises(LimitViolation, match=r"y = 1.+ with stage\.x = 39 is not allowed: .* \(the arm\)"):
        stage.move("y", 10)
    with pytest.raises(LimitViolation, match="must hold"):
        stage.check("y", 10)
    assert stage.positions["y"] == 0.0
    assert stage.move("x", 0) == 0.0


def test_the_way_to_a_setpoint_counts(load_bench: Load) -> None:
    stage = load_bench(BENCH.replace("initial = 0", "initial = 2"), start=False).instruments["stage"]
    with pytest.raises(LimitViolation, match=r"x = 1\d.* with stage\.y = 2 is not allowed"):
        stage.move("x", 30)


def test_where_another_axis_is_going_counts(load_bench: Load) -> None:
    bench = load_bench(BENCH.replace("speed = 5", "speed = 0.001"))
    stage = bench.instruments["stage"]
    moving = threading.Thread(target=lambda: _refused(lambda: stage.move("y", 30)), daemon=True)
    moving.start()
    wait_until(lambda: stage.state == "moving", "the move")
    with pytest.raises(LimitViolation, match=r"with stage\.y = 30"):
        stage.move("x", 12)
    stage.halt()
    moving.join(20)
    assert stage.move("x", 12) == 12.0


def _refused(work: Callable[[], Any]) -> None:
    with pytest.raises(Exception, match="stopped"):
        work()


def test_an_axis_comes_back_from_where_a_limit_does_not_hold(load_bench: Load) -> None:
    stage = load_bench(BENCH.replace("initial = 0", "initial = 60"), start=False).instruments["stage"]
    with pytest.raises(LimitViolation, match="the arm"):
        stage.move("x", -10)
    assert stage.move("x", -30) == -30.0


def plan(x: Any, y: Any) -> dict[str, Any]:
    measure = {"kind": "measure", "instruments": ["stage"]}
    inner = {"kind": "sweep", "axis": "stage.y", "positions": y, "steps": [measure]}
    return {"steps": [{"kind": "sweep", "axis": "stage.x", "positions": x, "steps": [inner]}]}


def test_a_plan_that_breaks_a_limit_is_refused(load_bench: Load) -> None:
    spec = load_bench(BENCH, start=False).spec
    assert check_plan(plan([0, 10], [0, 20]), spec).problems == []
    (problem,) = check_plan(plan([0, 10, 35], {"start": 0, "stop": 20, "num": 3}), spec).problems
    assert problem.path == "steps[0].steps[0].positions"
    assert problem.message == (
        "stage.x = 35, stage.y = 10 is not allowed: stage.x + stage.y < 40 must hold (the arm)"
    )
    many = {"start": 0, "stop": 39, "num": 100_000}
    assert len(check_plan(plan(many, [0.5, 20]), spec).problems) == 2


@pytest.mark.parametrize(
    ("given", "instead", "says"),
    [
        ("stage.x + stage.y < 40", "stage.x + stage.z < 40", r"\[\[limit\]\] number 1.*no instrument.*'stage\.z'"),
        ("stage.x + stage.y < 40", "stage.x + stage.y", "a limit must compare"),
        ("stage.x + stage.y < 40", "stage.x <", "character 10"),
        ("stage.x + stage.y < 40", "stage.x + stage.y > 40", "the safe values of its axes do not keep it"),
    ],
)  # fmt: skip
def test_mistakes_are_refused_with_the_bench(load_bench: Load, given: str, instead: str, says: str) -> None:
    with pytest.raises(BenchError, match=says):
        load_bench(BENCH.replace(given, instead), start=False)
