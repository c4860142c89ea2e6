"""What the server makes and assets/drawing.js puts on the page: drawings, lists and tables.

A node is ``[tag, attributes, children]``; a child is a node or a text. Texts become text nodes in
the browser, never markup. Colours come from CSS classes, so that a drawing follows the theme.

Dash keeps a subscription for every component, and a table of a thousand of them makes each click
slow; the same table as one tree in one store costs nothing until it changes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component

Node = list[Any]
Content = Component | str | int | float | Sequence["Content"] | None
AVERAGE_LETTER = 0.54  # of the font size, in Inter


def el(tag: str, *children: Node | str, **attributes: Any) -> Node:
    """One element; ``class_`` and ``aria_label`` are written as in Python, None is left out."""
    named = {
        name.rstrip("_").replace("_", "-"): _plain(value)
        for name, value in attributes.items()
        if value is not None
    }
    return [tag, named, list(children)]


HTML_NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex", "colSpan": "colspan"}


def tree(content: Content) -> list[Node | str]:
    """Components of dash.html as nodes; other components cannot be drawn this way."""
    if content is None:
        return []
    if isinstance(content, Component):
        return [_element(content)]
    if isinstance(content, str | int | float):
        return [str(content)]
    return [node for part in content for node in tree(part)]


def _element(component: Component) -> Node:
    told = component.to_plotly_json()
    props = dict(told["props"])
    children = tree(props.pop("children", None))
    props.pop("key", None)
    attributes = {
        HTML_NAMES.get(name, name): "" if value is True else str(value)
        for name, value in props.items()
        if value is not None and value is not False
    }
    return [told["type"].lower(), attributes, children]


def _plain(value: Any) -> Any:
    return round(value, 2) if isinstance(value, float) else value


def svg(*children: Node | str, box: tuple[float, float, float, float], **attributes: Any) -> Node:
    """The outermost element; `box` is (left, top, width, height)."""
    made = el("svg", *children, **attributes)
    made[1]["viewBox"] = " ".join(f"{side:g}" for side in box)
    return made


def width_of(text: str, size: float) -> float:
    """About how wide a text is, near enough to decide whether it fits."""
    return len(text) * AVERAGE_LETTER * size


def shortened(text: str, room: float, size: float) -> str:
    """The text, or as much of it as fits, ending in an ellipsis; empty when nothing would fit."""
    if width_of(text, size) <= room:
        return text
    letters = int(room / (AVERAGE_LETTER * size)) - 1
    return f"{text[:letters].rstrip(' ,-–')}…" if letters >= 3 else ""


def at(radius: float, turn: float) -> tuple[float, float]:
    """The point at a radius and a turn (0–1, clockwise from the top)."""
    angle = (turn - 0.25) * math.tau
    return radius * math.cos(angle), radius * math.sin(angle)


def ring_piece(inner: float, outer: float, start: float, end: float) -> str:
    """The path of a piece of a ring between two turns; a whole ring is drawn as two halves."""
    if end - start >= 1 - 1e-9:
        half = (start + end) / 2
        return f"{ring_piece(inner, outer, start, half)} {ring_piece(inner, outer, half, end)}"
    large = int(end - start > 0.5)
    corners = (at(outer, start), at(outer, end), at(inner, end), at(inner, start))
    a, b, c, d = (f"{x:.2f} {y:.2f}" for x, y in corners)
    return (
        f"M{a}A{outer:.2f} {outer:.2f} 0 {large} 1 {b}L{c}A{inner:.2f} {inner:.2f} 0 {large} 0 {d}Z"
    )


def arc(radius: float, start: float, end: float) -> str:
    """An open arc to write along; in the lower half it runs backwards, so that text stands up."""
    middle = ((start + end) / 2) % 1
    if 0.25 < middle < 0.75:
        start, end, sweep = end, start, 0
    else:
        sweep = 1
    large = int(abs(end - start) > 0.5)
    (ax, ay), (bx, by) = at(radius, start), at(radius, end)
    return f"M{ax:.2f} {ay:.2f}A{radius:.2f} {radius:.2f} 0 {large} {sweep} {bx:.2f} {by:.2f}"
