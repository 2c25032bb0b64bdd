"""What can go wrong between PyBirch and an instrument's connection, as the drivers are told."""

from __future__ import annotations


class LinkError(Exception):
    """A resource cannot be talked to; the message says why."""


class LinkDown(LinkError):
    """The resource cannot be opened, or its connection broke."""


class LinkBroke(LinkDown):
    """The connection broke while the instrument was talked to."""


class LinkSilent(LinkError):
    """No answer in time. The session is opened anew, so that a late answer cannot be taken for the next one."""


class LinkReopened(LinkError):
    """The session is not the one the caller knows; it must introduce itself again. Nothing was sent."""


class LinkCut(LinkError):
    """A stop cut the exchange off before its answer came."""


class LinkBusy(LinkError):
    """A call runs on the session that cannot be cut off, so that nothing else can be sent."""


class LinkRefused(LinkError):
    """The instrument answered otherwise than the bench says it does when all is well."""


class LinkStray(LinkError):
    """Something came that cannot be attributed to a question. The session is opened anew; no answer is returned."""


class CallCut(Exception):
    """A stop cut a read or write off; raised inside a session, and told to drivers as LinkCut."""
