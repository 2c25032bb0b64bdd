"""A connection that breaks between a commit and its answer: nothing is written twice."""

from __future__ import annotations

import pytest
from support.postgres import Cluster
from support.relay import relayed
from support.store import LINE, PLAN, open_lab

from engine.model import ids
from engine.model.events import EventName
from engine.store import commands, scans
from engine.store.serial_writes import mark_of, was_committed


@pytest.mark.parametrize("first", [0, 5])
def test_readings_are_written_once(postgres: Cluster, first: int) -> None:
    with relayed(postgres.new_database()) as (relay, url), open_lab(url) as lab:
        stream = lab.writer.open_stream(1, "meter", LINE)
        if first:
            lab.append_line(stream, first)
            lab.writer.flush()
        relay.lose_next_commit()
        lab.append_line(stream, 10)
        lab.writer.flush(30)
        assert relay.lost.is_set()
        lab.append_line(stream, 10)  # that the stream is known is not forgotten
        lab.writer.flush(30)
        blocks = [lab.reader.decode(e) for e in lab.reader.after(0) if e.kind is EventName.DATA_POINTS]
        assert {block.stream.id for block in blocks} == {1}
        found = [block.first_index + i for block in blocks for i in range(len(block.timestamps))]
        assert found == list(range(first + 20))


def test_work_is_done_once_and_its_result_is_told(postgres: Cluster) -> None:
    with relayed(postgres.new_database()) as (relay, url), open_lab(url) as lab:
        relay.lose_next_commit()
        made = lab.writer.transact(lambda conn: scans.create(conn, 1, "another", PLAN))
        assert relay.lost.is_set()
        with lab.database.read() as conn:
            assert [scan.scan_id for scan in scans.of_queue(conn, 1)] == ["SCAN_001", made.scan_id]
        assert ids.scan_number(made.scan_id) == 2


def test_a_command_that_was_taken_is_carried_out(postgres: Cluster) -> None:
    with relayed(postgres.new_database()) as (relay, url), open_lab(url) as lab:
        with lab.database.write() as conn:
            command = commands.submit(conn, "queue", "QUEUE_001", "start")
        relay.lose_next_commit()
        assert lab.writer.transact(lambda conn: commands.take(conn, command))
        assert relay.lost.is_set()


def test_a_server_that_was_set_back_has_committed_nothing_of_what_came_later(postgres: Cluster) -> None:
    with open_lab(postgres.new_database()) as lab:
        later = lab.writer.transact(mark_of)
        assert later is not None
        assert lab.writer.transact(lambda conn: was_committed(conn, later))
        assert not lab.writer.transact(lambda conn: was_committed(conn, later + 1_000_000))
