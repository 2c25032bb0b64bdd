"""Compressed scripts: quickly at first, as small as possible soon after, and kept for the next start."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest
from flask import Flask, Response
from support.running import wait_until

from dashboard.server.compression import BEST, QUICK, Encoding, compress
from dashboard.static.files import KEPT, CompressedFiles, Content, digest_of

SCRIPT = b"".join(b"export const number%d = %d * %d;\n" % (n, n * n, 7 * n % 13) for n in range(3000))
CONTENT = Content(digest_of(SCRIPT), SCRIPT)
QUICKLY, BEST_BODY = (compress(SCRIPT, Encoding.BROTLI, quality) for quality in (QUICK, BEST))


def answer(files: CompressedFiles, accept: str = "br") -> Response:
    with Flask("files").test_request_context(headers={"Accept-Encoding": accept}):
        return files.response(CONTENT, "text/javascript", KEPT)


@pytest.fixture
def files(tmp_path: Path) -> CompressedFiles:
    return CompressedFiles(tmp_path / "cache")


def test_a_file_becomes_as_small_as_it_can(files: CompressedFiles) -> None:
    assert len(BEST_BODY) < len(QUICKLY)
    assert answer(files).get_data() == QUICKLY
    wait_until(lambda: answer(files).get_data() == BEST_BODY, "the smaller body")


def test_the_next_start_has_it_at_once(files: CompressedFiles, tmp_path: Path) -> None:
    answer(files)
    wait_until(lambda: list(tmp_path.glob("cache/*.br")), "a kept file")
    assert answer(CompressedFiles(tmp_path / "cache")).get_data() == BEST_BODY


def test_a_damaged_kept_file_is_made_again(files: CompressedFiles, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    for damaged in (b"no brotli", brotli.compress(b"another script")):
        (tmp_path / "cache" / f"{CONTENT.digest}.br").write_bytes(damaged)
        again = CompressedFiles(tmp_path / "cache")
        assert brotli.decompress(answer(again).get_data()) == SCRIPT
        wait_until(lambda: answer(again).get_data() == BEST_BODY, "the smaller body")  # noqa: B023


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    files = CompressedFiles(tmp_path / "cache")
    assert answer(files).get_data() == QUICKLY
    wait_until(lambda: answer(files).get_data() == BEST_BODY, "the smaller body")
