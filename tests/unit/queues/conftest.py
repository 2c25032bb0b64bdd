from collections.abc import Iterator
from pathlib import Path

import pytest
from support.engine_lab import EngineLab, open_engine_lab


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[EngineLab]:
    with open_engine_lab(tmp_path) as made:
        yield made
