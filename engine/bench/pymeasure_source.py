"""Reads from the source of a class what its methods assign to `self`: channels that `__init__` makes."""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_BASES = ("CommonBase", "Instrument", "Channel")
"""PyMeasure's own base classes: what their `setattr` does is known, and does not create arbitrary names."""
_PLAIN = (
    ast.Constant, ast.JoinedStr, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Dict, ast.List, ast.Tuple, ast.Set,
    ast.ListComp, ast.DictComp, ast.SetComp,
)  # fmt: skip


@dataclass
class Assigned:
    """Names that instances get from their methods."""

    names: dict[str, type | None] = field(default_factory=dict)
    """The class of what is assigned; `object` for a plain value, None where the source does not tell."""
    prefixes: set[str] = field(default_factory=set)
    """Beginnings of the names of channels whose number only the instrument tells."""
    anything: bool = False
    """Whether names may be assigned in ways that the source does not tell."""

    def add(self, name: str, made: type | None) -> None:
        """Add an assignment; where several disagree, only the instrument can tell."""
        before = self.names.get(name, made)
        self.names[name] = made if before in (made, object) else before if made is object else None


def assigned_by(kind: type) -> Assigned:
    """What the methods of a class and of its bases assign to `self`."""
    found = Assigned()
    for base in kind.__mro__:
        if base is object:
            continue
        if "__getattr__" in vars(base):
            found.anything = True
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(base)))
        except (OSError, TypeError, SyntaxError):
            found.anything = True
            continue
        known = vars(sys.modules.get(base.__module__, builtins))
        for method, own in _methods(tree):
            _Reader(found, kind, known, own, closed=base.__name__ in _BASES).visit(method)
    return found


def _methods(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, str]]:
    """The methods of the class, and the name of the instance in each."""
    (body,) = (node.body for node in tree.body if isinstance(node, ast.ClassDef))
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.args.args:
            yield node, node.args.args[0].arg


class _Reader(ast.NodeVisitor):
    """Collects what one method assigns to the instance, which it calls `own`."""

    def __init__(self, found: Assigned, kind: type, known: dict[str, Any], own: str, closed: bool) -> None:
        self.found, self.kind, self.known, self.own, self.closed = found, kind, known, own, closed

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._give(target, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._give(node.target, node.value)
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        self._give(node.target, None)
        self.generic_visit(node)

    def visit_withitem(self, node: ast.withitem) -> None:
        self._give(node.optional_vars, None)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr == "__dict__" and self._is_own(node.value) and not self.closed:
            self.found.anything = True
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id == "setattr" and not self.closed:
            self._setattr(node.args)
        elif _is_add_child(node) and not self.closed:
            self._add_child(node)
        self.generic_visit(node)

    def _give(self, target: ast.expr | None, value: ast.expr | None) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            for part in target.elts:
                self._give(part, None)
        elif isinstance(target, ast.Attribute) and self._is_own(target.value):
            self.found.add(target.attr, self._made(value))

    def _setattr(self, arguments: list[ast.expr]) -> None:
        if len(arguments) < 2:
            return
        whose, name = arguments[:2]
        if isinstance(whose, ast.Attribute) and whose.attr == "__class__":
            whose = whose.value
        elif isinstance(whose, ast.Call) and whose.args:  # type(self)
            whose = whose.args[0]
        if not self._is_own(whose):
            return
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            self.found.add(name.value, None)
        else:
            self.found.anything = True

    def _add_child(self, node: ast.Call) -> None:
        """The attributes that PyMeasure's `add_child(cls, id, collection, prefix, attr_name)` makes."""
        keys = ("cls", "id", "collection", "prefix", "attr_name")
        given: dict[str, ast.expr] = dict(zip(keys, node.args, strict=False))
        given |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        known = {"collection": "channels", "prefix": "ch_", "attr_name": ""}
        for key in known:
            if key in given:
                value = given[key]
                if not isinstance(value, ast.Constant):
                    self.found.anything = True
                    return
                known[key] = str(value.value or "")
        made = self._resolve(given.get("cls"))
        if known["attr_name"]:
            self.found.add(known["attr_name"], made)
        elif known["prefix"]:
            self.found.prefixes.add(known["prefix"])
            self.found.add(known["collection"], None)
        else:
            self.found.add(known["collection"], made)

    def _made(self, value: ast.expr | None) -> type | None:
        if isinstance(value, _PLAIN):
            return object
        if not isinstance(value, ast.Call):
            return None
        made = self._resolve(value.args[0] if _is_add_child(value) and value.args else value.func)
        return object if made is not None and made.__module__ == "builtins" else made

    def _resolve(self, node: ast.expr | None) -> type | None:
        """The class that an expression such as `Axis`, `module.Axis` or `self.Axis` means."""
        if isinstance(node, ast.Name):
            found = self.known.get(node.id, getattr(builtins, node.id, None))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = self.kind if self._is_own(node.value) else self.known.get(node.value.id)
            found = inspect.getattr_static(owner, node.attr, None)
        else:
            found = None
        return found if isinstance(found, type) else None

    def _is_own(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == self.own


def _is_add_child(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr == "add_child"
