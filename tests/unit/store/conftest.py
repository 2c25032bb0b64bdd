from collections.abc import Iterator

import pytest
from support.store import Lab, new_database, open_lab

from engine.store.database import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = new_database(database_url)
    yield made
    made.dispose()


@pytest.fixture
def lab(database_url: str) -> Iterator[Lab]:
    with open_lab(database_url) as made:
        yield made
