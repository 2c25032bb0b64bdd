"""Finds the nodes of a plan by the path of a step, such as `steps[0].steps[2]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.model.node import Node
from engine.model.plan import Plan

_PART = re.compile(r"(\w+)\[(\d+)\]")


def nodes_along(plan: Plan, path: str) -> Iterator[Node]:
    """The nodes that a path leads through, from the outermost; ends early where the plan has no such node."""
    node: Node = plan
    for name, index in _PART.findall(path):
        steps = getattr(node, _field(node, name), ())
        if not isinstance(steps, tuple) or int(index) >= len(steps):
            return
        node = steps[int(index)]
        yield node


def _field(node: Node, name: str) -> str:
    """The attribute of a field, which differs from its name where that is a word of Python."""
    fields = type(node).model_fields
    return next((attribute for attribute, field in fields.items() if field.alias == name), name)
