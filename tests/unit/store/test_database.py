import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from engine.errors import StoreError
from engine.store import people_tables, queues, tables
from engine.store.database import Database
from engine.store.metadata import metadata

MIGRATE = "import sys; from engine.store.database import Database; Database(sys.argv[1]).migrate()"


def test_migrations_make_the_tables_as_they_are_described(database: Database) -> None:
    with database.read() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert {people_tables.metadata, tables.metadata} == {metadata}
        assert compare_metadata(context, metadata) == []


def test_migrating_again_keeps_the_identity(database: Database) -> None:
    before = database.identity
    again = Database(str(database.url))
    again.migrate()
    assert again.identity == before


def test_processes_may_migrate_at_once(database_url: str) -> None:
    url = database_url.replace("lab.sqlite", "deep/folder/lab.sqlite")
    started = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, url], stderr=subprocess.PIPE) for _ in range(3)
    ]
    errors = [process.communicate(timeout=60)[1].decode() for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], errors
    assert Database(url).identity


def test_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    with database.write() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=rf"{re.escape(database.place)}.*newer PyBirch"):
        Database(str(database.url)).migrate()


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as conn:
        queues.create(conn, "never")
        raise ZeroDivisionError
    with database.read() as conn:
        assert queues.list_(conn) == []


def test_a_read_sees_one_moment(database: Database) -> None:
    with database.read() as conn:
        assert queues.list_(conn) == []
        with database.write() as other:
            queues.create(other, "meanwhile")
        assert queues.list_(conn) == []
    with database.read() as conn:
        assert [queue.name for queue in queues.list_(conn)] == ["meanwhile"]


def test_an_error_among_rows_leaves_no_old_moment_behind(database: Database) -> None:
    with database.write() as conn:
        for name in "abc":
            queues.create(conn, name)
    with pytest.raises(ZeroDivisionError) as kept, database.read() as conn:
        # The statement is not read to its end, and the error's traceback keeps it.
        [len(name) // 0 for (name,) in conn.execute(text("SELECT name FROM queues"))]
    other = Database(str(database.url) if database.sqlite else database.url.render_as_string(False))
    with other.write() as conn:
        queues.create(conn, "d")
    other.dispose()
    with database.read() as conn:
        assert len(queues.list_(conn)) == 4
    assert kept.tb is not None


def test_writers_of_many_threads_wait_for_each_other(database: Database) -> None:
    failed: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(10):
                with database.write() as conn:
                    queues.create(conn, str(len(queues.list_(conn))))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with database.read() as conn:
        assert [queue.name for queue in queues.list_(conn)] == [str(number) for number in range(60)]


def test_commits_wait_for_the_disk(database: Database) -> None:
    asked = (
        {"PRAGMA journal_mode": "wal", "PRAGMA synchronous": 2}
        if database.sqlite
        else {"SHOW synchronous_commit": "on"}
    )
    with database.read() as conn:
        assert {text: conn.exec_driver_sql(text).scalar() for text in asked} == asked


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "just a name"])
def test_a_url_that_cannot_serve_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="name a file"):
        Database(url)


def test_a_file_that_is_not_a_database_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("this is not a database, it is a text long enough to be taken for one" * 20)
    with pytest.raises(StoreError) as caught:
        Database(f"sqlite:///{path}").migrate()
    message = str(caught.value)
    assert str(path) in message
    assert "choose another database" in message
    assert "\n" not in message


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file/lab\.sqlite"):
        Database(f"sqlite:///{tmp_path / 'file' / 'lab.sqlite'}")


def test_a_database_that_was_not_set_up_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has not been set up"):
        _ = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}").identity
