"""Text in CSV never becomes a formula of a spreadsheet, and programs read the original names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.store import LINE, Lab, open_lab

from engine.exporters.cells import comment, defused, from_comment, from_header, header
from engine.exporters.names import distinct
from engine.exporters.registry import export, find
from engine.model.bench import Column
from engine.store import scans

SIGNS = "=+-@＝＋－＠"
NASTY = [
    'x,=HYPERLINK("http://e.vil","hi")',
    "=1+1",
    "+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "a;=1+1",
    "a|=1+1",
    "a, =1+1",
    'a,"=1+1"',
    'a, "=1+1"',
    'swallows,"',
    "a\n=1+1",
    "a\u2028=1+1",
    "＝1+1",
    "'=1+1",
    "a,'=1",
    " =1+1",
    "#,=1",
]
TEXT = st.text(st.sampled_from(list("ab1 ,;|\t\n\"'=+-@＝#()/µ")) | st.characters(codec="utf-8"), max_size=12)


def runs(cell: str) -> bool:
    """Whether a spreadsheet, or one that trims what it reads, would take a cell for a formula."""
    return cell.strip().strip('"').strip()[:1] in tuple(SIGNS) if cell.strip() else False


def cells(line: str) -> Iterator[str]:
    """The cells of a line, whatever a spreadsheet splits it at."""
    for separator in ",;|\t":
        for skips in (False, True):
            for row in csv.reader(io.StringIO(line), delimiter=separator, skipinitialspace=skips):
                yield from row


@pytest.mark.parametrize("text", NASTY)
def test_no_part_of_a_text_begins_a_formula(text: str) -> None:
    for line in (comment("name", text), comment(f"metadata.{text}", "x"), header([text, "b"])):
        assert "\n" not in line and "\r" not in line
        assert not any(map(runs, cells(line))), line


@settings(max_examples=500, deadline=None)
@given(TEXT, TEXT)
def test_nothing_runs_whatever_is_written(name: str, value: str) -> None:
    line = comment(name, value)
    assert len(line.splitlines()) == 1
    assert line.startswith("# ")
    assert not any(map(runs, cells(line))), line
    # Not even with the lines before and after it: none of them opens a cell.
    assert list(csv.reader(io.StringIO(f"{line}\n1,2\n")))[-1] == ["1", "2"]
    head = header([name, value, "timestamp"])
    assert not any(map(runs, next(csv.reader(io.StringIO(head))))), head
    assert len(next(csv.reader(io.StringIO(head)))) == 3


@settings(max_examples=500, deadline=None)
@given(TEXT, TEXT)
def test_what_was_defused_can_be_read_back(name: str, value: str) -> None:
    assert from_header(defused(name)) == from_header(defused(from_header(defused(name))))
    if name.isprintable() and value.isprintable():
        assert from_header(defused(name)) == name
        if ": " not in name and not name.endswith(":"):
            assert from_comment(comment(name, value)) == (name, value)


def test_the_page_makes_texts_harmless_in_the_same_way() -> None:
    """The same file is read by the tests of the page's scripts."""
    texts = Path(__file__).parents[3] / "frontend" / "tests" / "csv_texts.json"
    for case in json.loads(texts.read_text(encoding="utf-8")):
        assert header([case["text"]]) == case["cell"]
        assert comment("notes", case["text"]) == case["line"]


@pytest.mark.parametrize("text", ["stage.x (mm)", "spectrum[0] (counts)", "T (°C)", "R (Ω/□)", "timestamp"])
def test_ordinary_names_stay_as_they_are(text: str) -> None:
    assert header([text, text]) == f"{text},{text}"
    assert comment("name", "T = 300 K, B = 1 T") == "# name: T = 300 K, B = 1 T"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    path: Path = tmp_path_factory.mktemp("csv")
    with open_lab(path) as made:
        yield made


def measured(lab: Lab, columns: tuple[Column, ...], rows: list[tuple[Any, ...]], **about: Any) -> bytes:
    scan = lab.add_scan(about.pop("name", "scan"))
    stream = lab.writer.open_stream(scan, "meter", columns)
    lab.writer.append_rows([(stream, row, 5.0) for row in rows])
    lab.writer.flush()
    with lab.database.write() as conn:
        scans.annotate(conn, scan, **about)
    with lab.database.read() as conn:
        return b"".join(export(conn, scan, find("csv")).pieces)


@pytest.mark.parametrize("unit", ["#/s", "#", "a,b", 'in"', "1/s #", "%", "=1+1", "a;=1", "a\nb", "°C"])
def test_pandas_reads_every_unit(lab: Lab, unit: str) -> None:
    columns = (Column(name="stage.x", unit="mm"), Column(name="count", unit=unit))
    data = measured(lab, columns, [(1.0, -2.5), (2.0, 3.0)])
    frame = pd.read_csv(io.BytesIO(data), comment="#")
    assert frame.shape == (2, 3)
    assert from_header(frame.columns[1]) == f"count ({unit})".replace("\n", " ")
    assert frame.iloc[:, 0].tolist() == [1, 2]
    assert frame.iloc[:, 1].tolist() == [-2.5, 3]
    assert list(frame.columns)[::2] == ["stage.x (mm)", "timestamp"]


@pytest.mark.parametrize("text", NASTY)
def test_a_scan_with_such_texts_is_safe_and_whole(lab: Lab, text: str) -> None:
    about = {"name": text, "sample": text, "tags": [text, text], "notes": text}
    data = measured(lab, LINE, [(-1.5, 2.0)], **about, metadata={text: text, "list": [text, -5, {"a": text}]})
    lines = data.decode().split("\n")
    assert pd.read_csv(io.BytesIO(data), comment="#").iloc[0, :2].tolist() == [-1.5, 2.0]
    assert lines[-2] == "-1.5,2.0,1970-01-01T00:00:05.000000Z"
    for line in lines[:-2]:
        assert not any(map(runs, cells(line))), line


@pytest.mark.parametrize("value", [-1.0, -1e-300, float("-inf"), 1e22])
def test_numbers_are_not_touched(lab: Lab, value: float) -> None:
    data = measured(lab, LINE, [(value, 0.0)])
    assert float(data.decode().split("\n")[-2].split(",")[0]) == value


def test_files_in_a_zip_do_not_take_each_others_place() -> None:
    assert distinct(["a", "A", "a/b", "a:b", "CON", "", ".."]) == [
        "a",
        "A 2",
        "a-b",
        "a-b 2",
        "CON 2",
        "_",
        "_ 2",
    ]
    names = distinct([f"{'x' * 90}{n}" for n in range(3)])
    assert len({name.lower() for name in names}) == 3
    assert np.all([name.strip(" .") == name for name in names])
