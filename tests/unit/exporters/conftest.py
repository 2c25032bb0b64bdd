from collections.abc import Iterator
from pathlib import Path

import pytest
from support.store import Lab, open_lab


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    with open_lab(tmp_path) as made:
        yield made
