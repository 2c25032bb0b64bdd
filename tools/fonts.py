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

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dashboard.static.font_ranges import LETTERS, RANGES, Part  # noqa: E402

FOLDER = ROOT / "assets" / "fonts"

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
            for part in Part:
                made = FOLDER / f"{family.name.lower().replace(' ', '-')}-{part}.woff2"
                cut(family, package / family.file, made, part)
                print(f"{made.name}: {made.stat().st_size:,} bytes")
            text = (package / family.licence).read_text(encoding="utf-8")
            (FOLDER / family.licence_name).write_text(text.rstrip() + "\n", encoding="utf-8")


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


def cut(family: Family, source: Path, made: Path, part: Part) -> None:
    """Write one part of a font as WOFF2 under the family's new name."""
    font = TTFont(source, recalcTimestamp=False)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(family.borrowed)
    wanted = [code for first, last in (*RANGES[part], *LETTERS) for code in range(first, last + 1)]
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
