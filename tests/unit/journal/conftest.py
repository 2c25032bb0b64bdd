from collections.abc import Iterator

import pytest
from support.store import Lab, open_lab


@pytest.fixture
def lab(database_url: str) -> Iterator[Lab]:
    with open_lab(database_url) as made:
        yield made
