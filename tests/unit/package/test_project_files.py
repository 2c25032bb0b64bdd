"""The files that describe the project agree with each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml
from support.running import ROOT

import pybirch
from tools.dependencies import problems

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def read_yaml(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def test_the_tested_versions_are_those_that_users_may_install() -> None:
    assert problems() == []


def test_a_dependency_that_is_named_in_one_place_only_is_found(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["one>=1"]\noptional-dependencies.server = ["two>=2,<3"]\n'
    )
    (tmp_path / "requirements.in").write_text("# a comment\n-r other.in\ntwo==3.1\nthree==3\n")
    assert sorted(problems(tmp_path)) == [
        "add one to requirements.in, at a version to test with",
        "add three to the dependencies or the extra `server` in pyproject.toml",
        "two==3.1 in requirements.in is outside two<3,>=2 in pyproject.toml",
    ]


def test_the_citation_names_the_last_release() -> None:
    released = re.search(r"^## (\d\S*) - (\S+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert released is not None
    citation = read_yaml("CITATION.cff")
    assert (citation["version"], str(citation["date-released"])) == released.groups()
    assert citation["license"] == PROJECT["license"]


def test_the_version_is_one_that_packages_may_have() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev\d+|rc\d+)?", pybirch.__version__)


def test_every_python_that_is_supported_is_tested() -> None:
    matrix = read_yaml(".github/workflows/test.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    classified = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if ":: Python :: 3." in line]
    assert matrix == classified
    assert PROJECT["requires-python"] == f">={matrix[0]}"


def test_hooks_call_targets_that_there_are() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    hooks = read_yaml(".pre-commit-config.yaml")["repos"][0]["hooks"]
    assert {hook["entry"].removeprefix("make ") for hook in hooks} <= set(targets)
