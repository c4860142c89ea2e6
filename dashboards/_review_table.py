"""A table of the review in its frame: what is too wide scrolls in it, by hand and by keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

BY = "review-by-table"  # as wide as what is in it


def framed(
    caption: str, head: Iterable[Component], rows: Sequence[Component], kind: str = ""
) -> Component:
    """Named by its caption, for those who do not see which heading stands above it."""
    table = html.Table(
        [
            html.Caption(caption, className="visually-hidden"),
            html.Thead(html.Tr(list(head))),
            html.Tbody(rows),
        ],
        className=f"rs-table {kind}".strip(),
    )
    reach = {"tabIndex": "0", "role": "group", "aria-label": caption}
    return html.Div(table, className="review-scroll", **reach)


def columns(names: Iterable[str], kind: str = "") -> list[Component]:
    """A heading for each column."""
    return [html.Th(name, scope="col", className=kind) for name in names]
