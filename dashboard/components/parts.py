"""The smallest parts: places that page scripts fill (islands), icons and buttons."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component


def attributes(**named: Any) -> dict[str, Any]:
    """`aria-` and `data-` attributes from names with underscores: `aria_label` becomes `aria-label`."""
    return {name.replace("_", "-"): value for name, value in named.items()}


def island(component: str, class_name: str = "", /, **options: Any) -> html.Div:
    """A leaf that the script of `component` fills; React never looks inside.

    `options` beside `id` and `role` become `data-` attributes (`scan_id="SCAN_001"` is `data-scan-id`).
    """
    plain = {key: options.pop(key) for key in ("id", "role", "key", "style") if key in options}
    data = attributes(data_pb=component, **{f"data_{key}": str(value) for key, value in options.items()})
    return html.Div(className=class_name or None, **plain, **data)


def icon(name: str, class_name: str = "") -> html.Span:
    """An icon of `assets/css/20-icons.css`, in the colour of the text around it."""
    return html.Span(
        className=f"pb-icon pb-icon-{name} {class_name}".strip(), **attributes(aria_hidden="true")
    )


def button(
    label: str | Component | list[Any],
    *,
    name: str = "",
    kind: str = "",
    title: str = "",
    aria_label: str = "",
    **options: Any,
) -> html.Button:
    """A button; `name` is what its script finds it by, `kind` is `primary`, `quiet`, `danger` or nothing."""
    extra = attributes(data_do=name) if name else {}
    if aria_label:
        extra.update(attributes(aria_label=aria_label))
    if title:
        extra["title"] = title
    classes = " ".join(part for part in ("pb-button", kind and f"pb-button-{kind}") if part)
    return html.Button(label, type="button", className=classes, **extra, **options)
