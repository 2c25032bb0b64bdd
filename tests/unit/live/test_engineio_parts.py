"""One answer of engine.io holds no more packets than a client accepts."""

from __future__ import annotations

import pytest
from gevent.queue import Empty

from dashboard.live.engineio_parts import PagedQueue


def drain(queue: PagedQueue) -> list[int]:
    """As engine.io does it: wait for one, then take what is there."""
    got = [queue.get(timeout=1)]
    while True:
        try:
            got.append(queue.get(block=False))
        except Empty:
            return got


def test_pages() -> None:
    queue = PagedQueue()
    for number in range(40):
        queue.put(number)
    pages = [drain(queue) for _ in range(3)]
    assert [n for page in pages for n in page] == list(range(40))
    assert max(map(len, pages)) <= 16
    with pytest.raises(Empty):
        queue.get(timeout=0.001)
