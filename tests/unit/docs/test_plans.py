"""The plans in the documentation have no problems on the demo bench."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from support.running import ROOT
from support.snippets import Snippet, snippets

from engine.bench.bench import Bench
from engine.model.bench import BenchSpec
from engine.model.plan_check import check_plan
from engine.scans.procedures import catalogue

PAGES = ("docs/reference/plans.md", "docs/how-to/hold-scans.md")
PLANS = [s for s in snippets("json") if s.page in PAGES and '"steps"' in s.text]


@pytest.fixture(scope="module")
def demo() -> Iterator[BenchSpec]:
    """The demo bench as it is described."""
    bench = Bench.load(ROOT / "benches" / "demo.toml", lambda event: None)
    yield bench.spec
    bench.close()


def test_there_are_some() -> None:
    assert len(PLANS) >= 3


@pytest.mark.parametrize("snippet", PLANS, ids=str)
def test_a_documented_plan_fits_the_demo_bench(demo: BenchSpec, snippet: Snippet) -> None:
    report = check_plan(json.loads(snippet.text), demo, catalogue())
    assert not report.problems
    assert report.instruments
