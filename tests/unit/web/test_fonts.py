"""The contents of the fonts that the interface serves."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from dashboard.static.font_ranges import RANGES, Part
from dashboard.static.fonts import FOLDER, fonts

ROOT = Path(__file__).resolve().parents[3]
FAMILIES = ("pybirch-text", "pybirch-mono")
SIGNS = "µΩ°±×÷≤≥≈≠√∞−·…→←↑↓½‰Åℓ∂∑∫"
"""What units, figures and the interface need beside letters."""
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉"
GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψω"
TAB_MARKS = set("❚✔✖◌")
"""Marks in the title of a browser's tab: the browser draws them, not the page."""


def font(name: str, part: Part = Part.COMMON) -> TTFont:
    return TTFont(FOLDER / f"{name}-{part}.woff2")


def held_by(name: str) -> set[str]:
    """Every character of a family."""
    return {chr(code) for part in Part for code in font(name, part).getBestCmap()}


def latin() -> set[str]:
    every = {chr(code) for code in range(0x20, 0x180)} - {"ŉ"}  # which Unicode asks nobody to use
    return {char for char in every if unicodedata.category(char) not in ("Cc", "Cf")}


@pytest.mark.parametrize("name", FAMILIES)
def test_latin_greek_and_the_signs_of_units_are_there(name: str) -> None:
    held = held_by(name)
    assert latin() | set(SIGNS + RAISED + GREEK) <= held


def test_every_character_that_pages_write_is_in_the_text_font() -> None:
    held = held_by("pybirch-text")
    sources = [
        path
        for folder in ("frontend/src", "assets/css", "dashboard", "pages", "engine")
        for ending in ("js", "css", "py")
        for path in (ROOT / folder).rglob(f"*.{ending}")
    ]
    assert len(sources) > 100
    missing = {
        char: path.name
        for path in sources
        for char in path.read_text(encoding="utf-8")
        if ord(char) > 126 and char not in held | TAB_MARKS
    }
    assert missing == {}


def test_figures_are_equally_wide() -> None:
    mono = font("pybirch-mono")
    assert {mono["hmtx"][glyph][0] for glyph in mono.getBestCmap().values()} == {600}
    text = font("pybirch-text")
    tabular = next(
        record.Feature.LookupListIndex
        for record in text["GSUB"].table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
    )
    replaced: dict[str, str] = {}
    for index in tabular:
        for table in text["GSUB"].table.LookupList.Lookup[index].SubTable:
            replaced.update(table.mapping)
    names = text.getBestCmap()
    widths = {text["hmtx"][replaced[names[ord(figure)]]][0] for figure in "0123456789"}
    assert len(widths) == 1


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("part", Part)
def test_weights_from_normal_to_bold(name: str, part: Part) -> None:
    axes = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in font(name, part)["fvar"].axes}
    assert axes == {"wght": (400, 700)}


@pytest.mark.parametrize("name", FAMILIES)
def test_the_licence_stays_with_a_font_and_no_reserved_name(name: str) -> None:
    names = {record.nameID: str(record) for record in font(name)["name"].names}
    assert names[1] == name.replace("pybirch-", "PyBirch ").title().replace("Pybirch", "PyBirch")
    assert "Open Font License" in names[13]
    used = {text for number, text in names.items() if number not in (0, 13)}
    assert not any("Source" in text or "Inter" in text for text in used)


def test_licences_lie_beside_the_fonts() -> None:
    licences = sorted(path.name for path in FOLDER.glob("OFL-*.txt"))
    assert licences == ["OFL-Inter.txt", "OFL-SourceCodePro.txt"]
    assert all("SIL OPEN FONT LICENSE" in (FOLDER / name).read_text("utf-8") for name in licences)


def test_the_fonts_are_small() -> None:
    assert sum(len(each.body) for each in fonts()) < 150_000
    assert sum(len(each.body) for each in fonts() if each.part is Part.COMMON) < 55_000


def test_each_character_is_in_one_part() -> None:
    codes = [code for ranges in RANGES.values() for first, last in ranges for code in range(first, last + 1)]
    assert len(codes) == len(set(codes))
