"""PyBirch as users install it: built, installed into an empty environment, started in an empty folder."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from support.browser import Browser, sign_in, start_chromium
from support.installed import Built, Installed, build, install
from support.running import ROOT, Client, RunningServer, wait_until
from support.site import current_site

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SERVER = ("engine", "dashboard", "pages", "assets", "benches")
"""Folders of a checkout that belong to the server."""
SMALL = 12
"""Distributions that the client may bring with it, itself included."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def full(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Everything, from the wheel."""
    return install(tmp_path_factory.mktemp("full") / "env", f"{built.wheel}[server]")


@pytest.fixture(scope="module")
def slim(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The client alone, from the sdist."""
    return install(tmp_path_factory.mktemp("slim") / "env", str(built.sdist))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder to start things in."""
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="module")
def server(full: Installed, folder: Path) -> Iterator[RunningServer]:
    """`pybirch run` on the demo bench, its data where they go by default."""
    running = RunningServer.start(Path("var"), cwd=folder, program=(full.command, "run"))
    try:
        yield running.wait_ready(180).wait_engine()
    finally:
        running.stop()


@pytest.fixture(scope="module")
def client(server: RunningServer) -> Client:
    return server.client()


def files(place: Path) -> set[str]:
    found = (file for file in place.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return {file.relative_to(ROOT).as_posix() for file in found}


def test_the_wheel_holds_every_file_of_the_server_inside_the_package(built: Built) -> None:
    names = set(zipfile.ZipFile(built.wheel).namelist())
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"pybirch"}
    carried = {name for name in names if name.startswith("pybirch/_server/site/")}
    expected = {f"pybirch/_server/{file}" for part in SERVER for file in files(ROOT / part)}
    assert expected | files(ROOT / "pybirch") | carried == {
        name for name in names if ".dist-info/" not in name
    }
    assert {f"pybirch/_server/{file}" for file in files(current_site())} == carried


def test_the_sdist_holds_what_is_needed_to_build_and_test_it(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for file in ("LICENSE", "pyproject.toml", "Makefile", "app.py", "tests/conftest.py", "docs/generate.py"):
        assert file in names
    assert not [name for name in names if name.startswith((".venv", "var", ".git/"))]


def test_nothing_of_the_server_is_importable_by_its_bare_name(full: Installed, folder: Path) -> None:
    script = f"""
from importlib.util import find_spec
print([name for name in {(*SERVER, "app", "tests", "tools", "docs", "benchmarks")!r} if find_spec(name)])
import pybirch; print(pybirch.__file__)"""
    found, place = full.run(full.python, "-c", script, cwd=folder).stdout.splitlines()
    assert found == "[]"
    assert place.startswith(str(full.folder))


def test_the_demo_runs_where_it_was_started(server: RunningServer, client: Client, folder: Path) -> None:
    def measured() -> bool:
        return any(scan["point"] for scan in client.get("api/v1/scans").json()["items"])

    wait_until(measured, "a point of the demo queue")
    assert {path.name for path in folder.iterdir()} == {"var"}
    assert (folder / "var" / "pybirch.sqlite").is_file()
    names = {each["instrument_name"] for each in client.get("api/v1/instruments").json()["items"]}
    assert {"stage", "spectrometer"} <= names


def test_the_documentation_comes_with_it(client: Client) -> None:
    assert "<title>PyBirch" in client.get("docs/").text
    assert client.get("docs/search/search_index.json").json()["docs"]


@pytest.mark.browser
def test_every_page_is_served_with_its_assets(server: RunningServer, client: Client) -> None:
    wait_until(lambda: client.get("api/v1/scans").json()["items"], "the demo queue")
    driver = start_chromium()
    try:
        sign_in(driver, server)
        browser = Browser(driver, server)
        for path in (
            "",
            "queues",
            "queues/QUEUE_001",
            "scans",
            "scans/SCAN_001",
            "compare?scans=SCAN_001",
            "new",
            "instruments",
            "instruments/1",
        ):
            browser.open(path)
            assert browser.one("h1").text
            assert "Not found" not in driver.title, path
            assert styled(driver), path
        assert browser.complaints() == []
    finally:
        driver.quit()


def styled(driver: webdriver.Chrome) -> bool:
    """Whether our tokens and Bootstrap reached the page."""
    look = "getComputedStyle(document.documentElement).getPropertyValue(arguments[0])"
    return all(driver.execute_script(f"return {look}", name) for name in ("--pb-surface", "--bs-blue"))


def test_the_engine_starts_alone(full: Installed, tmp_path: Path) -> None:
    refused = full.run(full.command, "engine", "--bench", "missing.toml", cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.strip().splitlines()[-1].startswith("error: bench file")
    assert "missing.toml" in refused.stderr


def test_settings_are_flags_of_the_commands(full: Installed, tmp_path: Path) -> None:
    told = full.run(full.command, "run", "--help", cwd=tmp_path)
    assert told.returncode == 0
    assert told.stdout.startswith("usage: pybirch run ")
    assert "PYBIRCH_BENCH" in told.stdout
    wrong = full.run(full.command, "engine", "--port", "many", cwd=tmp_path)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("error: --port='many'")
    assert list(tmp_path.iterdir()) == []


def test_the_bench_that_comes_with_it_answers(full: Installed, tmp_path: Path) -> None:
    demo = next(full.folder.glob("lib/*/site-packages/pybirch/_server/benches/demo.toml"))
    told = full.run(full.command, "bench", "check", str(demo), cwd=tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.endswith("5 of 5 instruments answered everything\n")


def test_the_client_alone_is_small(slim: Installed, tmp_path: Path) -> None:
    packages = slim.packages()
    assert {"pybirch", "httpx", "websockets"} <= packages
    assert len(packages) <= SMALL, packages
    told = slim.run(slim.python, "-c", "import pybirch; print(pybirch.__version__)", cwd=tmp_path)
    assert told.stdout.strip()


def test_the_client_alone_measures_and_reads(slim: Installed, server: RunningServer, tmp_path: Path) -> None:
    script = """
import sys, pybirch
lab = pybirch.connect(sys.argv[1])
queue = lab.create_queue("from afar")
steps = [{"kind": "measure", "instruments": ["thermostat"], "repeats": 3}]
scan = queue.submit({"name": "three", "steps": steps})
queue.start()
print([point["sequence_index"] for point in scan.follow()], scan.status)
print(scan.download("three.csv").name)
try:
    scan.to_pandas()
except ImportError as error:
    print(error)
assert not {"engine", "dashboard", "pandas", "click"} & set(sys.modules)"""
    told = slim.run(slim.python, "-c", script, server.ready_url, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    followed, written, lacking = told.stdout.splitlines()
    assert followed == "[0, 1, 2] completed"
    assert written == "three.csv"
    assert "pip install pandas pyarrow" in lacking


def test_the_client_alone_says_what_the_command_line_needs(slim: Installed, tmp_path: Path) -> None:
    for program in ((slim.command,), (slim.python, "-m", "pybirch")):
        refused = slim.run(*program, "run", cwd=tmp_path)
        assert refused.returncode == 2
        assert 'pip install ".[server]"' in refused.stderr
        assert "Traceback" not in refused.stderr
