"""Pieces of code in the documentation that need no server: benches, plans, messages, commands."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest
from support.asyncapi import committed as asyncapi
from support.asyncapi import complaints
from support.running import ROOT
from support.snippets import Snippet, by_page, snippets

from engine.bench.driver_catalogue import Drivers
from engine.bench.loading import read_bench
from engine.model.bench import BenchSpec
from engine.model.plan_check import check_plan
from engine.model.rules import rule_problems
from engine.plugins import Plugins
from engine.settings import Settings
from pybirch.commands import command

LANGUAGES = {"python", "toml", "json", "sh", "text", "html", "js", "ts", "nginx", "apacheconf"}
NO_BENCH = {
    "docs/how-to/make-your-own-page.md": "entry points of a package, for its pyproject.toml",
}
"""Pages whose TOML is none of a bench, and what it is."""
WITH_DRIVER = {"docs/how-to/write-a-driver.md": "acme_pump"}
"""Pages whose Python is a driver of the laboratory, and its name in the bench of the page."""
DEMO = BenchSpec(
    instruments={each.name: each.spec("") for each in read_bench(ROOT / "benches" / "demo.toml").instrument}
)
SHORTENED = {
    "docs/reference/room-sockets.md": "frames with an empty state, to show their outer form",
}
"""Pages with JSON that is shortened, and why."""


def test_every_piece_of_code_says_its_language() -> None:
    assert {str(s) for s in snippets() if s.language not in LANGUAGES} == set()


@pytest.mark.parametrize("page", by_page("toml"))
def test_benches_load(page: str, tmp_path: Path) -> None:
    text = "\n".join(snippet.text for snippet in by_page("toml")[page])
    if page in NO_BENCH:
        assert tomllib.loads(text)
        return
    bench = tmp_path / "bench.toml"
    bench.write_text(text, "utf-8")
    drivers = Drivers()
    if page in WITH_DRIVER:
        (tmp_path / "drivers").mkdir()
        (driver,) = by_page("python")[page]
        (tmp_path / "drivers" / f"{WITH_DRIVER[page]}.py").write_text(driver.text, "utf-8")
        drivers = Drivers.load(Plugins(tmp_path))
        assert drivers.loaded.left_out == []
    assert read_bench(bench, drivers).instrument


@pytest.mark.parametrize("snippet", snippets("json"), ids=str)
def test_json_is_what_the_page_says(snippet: Snippet) -> None:
    value = json.loads(snippet.text)
    if "steps" in value:
        assert check_plan(value, DEMO).problems == []
    elif "hold_when" in value:
        assert rule_problems(value, DEMO) == []
    elif "ack" in value or "stop" in value:
        assert complaints(value, "scan", "acknowledge" if "ack" in value else "stop") == []
    else:
        assert snippet.page in SHORTENED
        schema = asyncapi()["channels"]["scan"]["messages"][value["kind"]]["payload"]
        described = asyncapi()["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
        assert set(value) == set(described["required"])


@pytest.mark.parametrize("snippet", snippets("sh"), ids=str)
def test_commands_exist(snippet: Snippet) -> None:
    parsed = subprocess.run(["sh", "-n"], input=snippet.text, text=True, capture_output=True, check=False)
    assert parsed.returncode == 0, parsed.stderr
    for line in snippet.text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        program = Path(words[0]).name if words else ""
        if program == "pybirch":
            check_pybirch(words[1:])
        elif program == "make":
            assert set(words[1:]) <= targets(), line
        elif program == "pip":
            check_pip(words[1:])


def check_pybirch(words: list[str]) -> None:
    """The command exists and takes these options."""
    found: click.Command = command
    name = ""
    while isinstance(found, click.Group):
        context = click.Context(found)
        inner = found.get_command(context, words[0])
        assert inner is not None, f"there is no command {words}"
        found, name, words = inner, words[0], words[1:]
    options = {option for parameter in found.params for option in parameter.opts}
    if name in ("run", "engine"):
        options |= {f"--{field.name.replace('_', '-')}" for field in fields(Settings)} | {"--no-engine"}
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options


def check_pip(words: list[str]) -> None:
    """The extras that are installed exist."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for wanted in re.findall(r"\[([\w,]+)\]", " ".join(words)):
        assert set(wanted.split(",")) <= set(extras)


def targets() -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
