"""Makes the fonts in assets/fonts again: takes two families from npm packages and keeps what PyBirch shows.

`make fonts` needs npm. The same versions of the packages, fontTools and Brotli give the same bytes.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "fonts"

RANGES = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1 and Latin Extended-A
    (0x0218, 0x021B),  # Romanian
    (0x02C6, 0x02DD),  # spacing accents
    (0x0300, 0x0304),  # combining accents: a person's name may come in two parts
    (0x0306, 0x030C),
    (0x0327, 0x0328),
    (0x0384, 0x03CE),  # Greek
    (0x03D1, 0x03D1),  # theta and phi as symbols
    (0x03D5, 0x03D5),
    (0x2007, 0x2015),  # spaces of a figure's width, thin spaces, dashes
    (0x2018, 0x2026),  # quotation marks, bullet, ellipsis
    (0x202F, 0x203A),  # narrow space, per mille, primes
    (0x2044, 0x2044),  # fraction slash
    (0x2070, 0x208E),  # superscripts and subscripts
    (0x20AC, 0x20AC),  # euro
    (0x2113, 0x2126),  # litre, number sign, trade mark, ohm
    (0x212A, 0x212B),  # kelvin, ångström
    (0x2153, 0x215E),  # fractions
    (0x2190, 0x2199),  # arrows
    (0x21D2, 0x21D4),
    (0x2202, 0x222B),  # ∂ Δ ∏ ∑ − √ ∞ ∫
    (0x2248, 0x2265),  # ≈ ≠ ≡ ≤ ≥
    (0x25A0, 0x25CF),  # shapes of the states
    (0x2713, 0x2717),  # tick and cross
)
"""First and last code point of what the fonts keep, where the family has it."""

FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk", "tnum"]
"""No contextual forms: `->` that somebody typed stays `->`."""


@dataclass(frozen=True)
class Family:
    """One family: where it comes from, which axes stay, and the name of what is made of it."""

    name: str
    package: str
    file: str
    sha256: str
    licence: str
    licence_name: str
    axes: dict[str, float | tuple[float, float]]
    borrowed: dict[int, str]
    """Code points that the family leaves out although it has the glyph, with the glyph's name."""


FAMILIES = (
    Family(
        name="PyBirch Text",
        package="inter-ui@4.1.1",
        file="variable/InterVariable.woff2",
        sha256="693b77d4f32ee9b8bfc995589b5fad5e99adf2832738661f5402f9978429a8e3",
        licence="LICENSE.txt",
        licence_name="OFL-Inter.txt",
        axes={"opsz": 14, "wght": (400, 700)},
        borrowed={},
    ),
    Family(
        name="PyBirch Mono",
        package="source-code-pro@2.42.0",
        file="VF/SourceCodeVF-Upright.ttf",
        sha256="c4066e584e995ec317a072f1777742861d3ce0bf210096b84450a249d0210198",
        licence="LICENSE.md",
        licence_name="OFL-SourceCodePro.txt",
        axes={"wght": (400, 700)},
        borrowed={0x207B: "endash.sups"},
    ),
)
"""Renamed, since a licence reserves the name of a family for what its authors publish."""


def main() -> None:
    """Write every family and its licence."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for family in FAMILIES:
        with tempfile.TemporaryDirectory() as folder:
            package = fetch(family, Path(folder))
            made = FOLDER / f"{family.name.lower().replace(' ', '-')}.woff2"
            cut(family, package / family.file, made)
            text = (package / family.licence).read_text(encoding="utf-8")
            (FOLDER / family.licence_name).write_text(text.rstrip() + "\n", encoding="utf-8")
            print(f"{made.name}: {made.stat().st_size:,} bytes")


def fetch(family: Family, folder: Path) -> Path:
    """The unpacked npm package of `family`; ends the program when its font is another one than expected."""
    subprocess.run(
        ["npm", "pack", "--silent", family.package], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    package = folder / "package"
    found = hashlib.sha256((package / family.file).read_bytes()).hexdigest()
    if found != family.sha256:
        sys.exit(f"{family.package} has another {family.file} than expected: sha256 {found}")
    return package


def cut(family: Family, source: Path, made: Path) -> None:
    """Write the part of a font that is kept as WOFF2 under the family's new name."""
    font = TTFont(source, recalcTimestamp=False)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(family.borrowed)
    wanted = [code for first, last in RANGES for code in range(first, last + 1)]
    options = Options(layout_features=FEATURES, name_IDs=[0, 1, 2, 4, 6, 13, 14], notdef_outline=True)
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    instantiateVariableFont(font, family.axes, inplace=True)
    font["fvar"].instances.clear()
    font["name"].removeUnusedNames(font)
    rename(font, family.name)
    font.flavor = "woff2"
    font.save(made)


def rename(font: TTFont, name: str) -> None:
    """Give the family its new name; copyright and licence stay."""
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = name
        elif record.nameID == 6:
            record.string = name.replace(" ", "")


if __name__ == "__main__":
    main()
