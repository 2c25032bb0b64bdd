"""Ids of the components that callbacks and the plan editor (`frontend/src/newscan`) share.

The plan flows one way: the editor writes `PLAN`, which callbacks read; a callback that replaces the plan writes
`REPLACEMENT`, which the editor takes (docs/decisions/0029).
"""

from __future__ import annotations

OFFER = "ns-offer"
"""Store: what the bench offers to plans (`offer.Offer`)."""
BEGINNING = "ns-beginning"
"""Store: what the page begins with (`beginning.Beginning`)."""
PLAN = "ns-plan"
"""Store, written by the editor: `{"plan": ..., "named": whether a person chose the name}`."""
REPLACEMENT = "ns-replacement"
"""Store, written by callbacks (`replacement.Replacement`)."""

NO_BENCH = "ns-no-bench"
QUEUE, QUEUE_NAME, START = "ns-queue", "ns-queue-name", "ns-start"
