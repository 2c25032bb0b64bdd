"""The report on how much of the scripts their tests run."""

from __future__ import annotations

from pathlib import Path

from tools.script_coverage import Lines, coverage

REPORT = """TN:
SF:scripts/half.js
FN:1,start
DA:1,3
DA:2,0
DA:3,1
DA:4,0
end_of_record
SF:tests/half.test.js
DA:1,1
end_of_record
"""


def test_scripts_that_no_test_loads_count_with_all_their_lines(tmp_path: Path) -> None:
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "half.js").write_text("1\n2\n3\n4\n")
    (folder / "never.ts").write_text("1\n2\n")
    (folder / "notes.md").write_text("no script\n")
    found = {path.name: lines for path, lines in coverage(REPORT, folder, tmp_path).items()}
    assert found == {"half.js": Lines(2, 4), "never.ts": Lines(0, 2)}
