"""New scan names the files of procedures that cannot be used."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.new_scan.form import left_out_files
from engine.model.left_out import LeftOut


def text_of(component: object) -> str:
    """All text within a component."""
    if isinstance(component, str):
        return component
    children = component.children if isinstance(component, Component) else component
    return " ".join(map(text_of, children)) if isinstance(children, list) else text_of(children or "")


def test_files_that_were_left_out_are_told() -> None:
    said = text_of(left_out_files([LeftOut("soak.py", 3, "invalid syntax")]))
    assert "soak.py, line 3: invalid syntax" in said
    assert "start PyBirch again" in said


def test_nothing_is_said_when_all_is_well() -> None:
    assert "cannot be used" not in text_of(left_out_files([]))
