"""Makes assets/icons/favicon.ico from icon.svg: the picture in three sizes, as Chromium draws it.

`python tools/icon.py`, after the SVG has changed; both files are kept in the repository.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "icons"
SIZES = (16, 32, 48)
_PAGE = (
    "<style>body{{margin:0}}img{{display:block;width:{size}px;height:{size}px}}</style><img src='{address}'>"
)


def drawn(size: int) -> bytes:
    """The icon as a PNG of so many pixels a side, transparent around its corners."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("no Chromium is installed to draw the icon")
    with tempfile.TemporaryDirectory() as folder:
        page, picture = Path(folder) / "icon.html", Path(folder) / "icon.png"
        page.write_text(_PAGE.format(size=size, address=(FOLDER / "icon.svg").as_uri()))
        switches = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--allow-file-access-from-files",
        ]
        shot = [
            f"--screenshot={picture}",
            f"--window-size={size},{size}",
            "--default-background-color=00000000",
        ]
        subprocess.run(
            [browser, *switches, *shot, page.as_uri()], check=True, capture_output=True, timeout=60
        )
        return picture.read_bytes()


def packed(pictures: list[tuple[int, bytes]]) -> bytes:
    """PNGs as one file of Microsoft's ICO format: a header, an entry of 16 bytes for each, then the pictures."""
    at = 6 + 16 * len(pictures)
    entries, content = b"", b""
    for size, picture in pictures:
        entries += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(picture), at + len(content))
        content += picture
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + content


if __name__ == "__main__":
    (FOLDER / "favicon.ico").write_bytes(packed([(size, drawn(size)) for size in SIZES]))
