"""A session that one thread closes while another one uses it: the other one's calls end as on a lost connection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import pyvisa
from support.talker import OnTcp, Talker

from engine.bench.py_library import PyLibrary
from engine.bench.tcp_socket import SocketSession


@pytest.fixture
def closed() -> Iterator[SocketSession]:
    """A session whose resource was closed."""
    manager = pyvisa.ResourceManager(PyLibrary("py"))
    served = OnTcp(Talker())
    opened = manager.open_resource(served.resource)
    session = opened.visalib.sessions[opened.session]
    assert isinstance(session, SocketSession)
    opened.close()
    yield session
    served.close()


def test_what_is_on_its_way_cannot_be_told_any_more(closed: SocketSession) -> None:
    with pytest.raises(OSError, match="closed"):
        closed.undelivered()


def test_nothing_is_sent_and_nothing_received(closed: SocketSession) -> None:
    assert not closed.aside(b"STOP\n")
    for use in (closed.unread, lambda: closed.send(b"POS?\n", 1.0)):
        with pytest.raises(OSError):
            use()
