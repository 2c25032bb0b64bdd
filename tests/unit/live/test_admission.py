"""Connections are counted and limited, in all and for each client."""

from __future__ import annotations

import pytest

from dashboard.live.admission import Admission, TooMany


def test_limits_and_their_release() -> None:
    admission = Admission(3, 2)
    admission.enter("a")
    admission.enter("a")
    with pytest.raises(TooMany, match="2 connections of this client are open"):
        admission.enter("a")
    admission.enter("b")
    with pytest.raises(TooMany, match="takes 3 connections"):
        admission.enter("c")
    admission.leave("a")
    admission.enter("c")
    assert admission.count == 3


def test_connections_are_not_opened_and_closed_without_pause() -> None:
    admission = Admission(100, 5)
    with pytest.raises(TooMany, match="too fast"):
        for _ in range(1000):
            admission.enter("restless")
            admission.leave("restless")
    assert admission.count == 0
    admission.enter("somebody else")
    assert admission.count == 1
