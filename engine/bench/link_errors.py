"""Errors of an instrument's session, for drivers."""

from __future__ import annotations


class LinkError(Exception):
    """No exchange with the resource is possible; the message says why."""


class LinkDown(LinkError):
    """The resource cannot be opened, or its connection broke."""


class LinkBroke(LinkDown):
    """The connection broke during an exchange."""


class LinkSilent(LinkError):
    """No answer came in time. The session is opened again, so that a late answer cannot be taken for the next one."""


class LinkReopened(LinkError):
    """The session is not the one that the caller knows, and the instrument must be identified again. Nothing was
    sent.
    """


class LinkCut(LinkError):
    """A stop interrupted the exchange before its answer came."""


class LinkBusy(LinkError):
    """A call that cannot be interrupted runs on the session, so that nothing else can be sent."""


class LinkRefused(LinkError):
    """The answer is not the one that the bench file gives for success."""


class LinkStray(LinkError):
    """Something came that belongs to no question. The session is opened again; no answer is returned."""


class CallCut(Exception):
    """A stop interrupted a read or write; raised inside a session, and passed to drivers as LinkCut."""
