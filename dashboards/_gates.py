"""The gate before every page and every callback: what the table of roles does not open is closed.

Dash draws pages and answers callbacks through one address each, so the table has a row for each
page, by its address, and for each callback, by the name of its function.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import structlog
from dash import ctx
from dash.development.base_component import Component
from dash.exceptions import MissingCallbackContextException
from flask import request

from dashboards._doors import refused_page
from dashboards._services import services
from workshop import roles
from workshop.gate import Gate, Refused

log = structlog.get_logger("gate")

Layout = Callable[..., Component]


def gated_page(address: str, layout: Layout, closed: Layout | None = None) -> Layout:
    """`layout` for those who may; for others `closed`, or a calm word and the way in.

    Dash also calls each layout once by itself, to learn its ids, and shows what it gets to
    everybody: it then gets the bare layout, which touches no data when its arguments are missing
    (or when `current_user` is None).
    """

    @wraps(layout)
    def gated(**arguments: str) -> Component:
        if not _asked_by_a_browser():
            return layout(**arguments)
        try:
            _ask(roles.PAGES.get(address), address, arguments)
            return layout(**arguments)
        except Refused as refusal:
            return closed(**arguments) if closed else refused_page(refusal)

    return gated


def ask_for_callback(answers: Callable[..., Any], values: Sequence[Any]) -> None:
    """Raises `Refused` when the browser may not have `answers` called with these values."""
    named = f"{answers.__module__}.{answers.__name__}".removeprefix("dashboards.")
    arguments = dict(zip(inspect.signature(answers).parameters, values, strict=False))
    _ask(roles.CALLBACKS.get(named), named, arguments)


def _ask(row: roles.Row | None, asked: str, arguments: dict[str, Any]) -> None:
    if row is None:
        log.error("not_in_the_table", asked=asked)
        raise Refused("forbidden")
    parts = services()
    Gate(parts.doors, parts.workshop).ask(row, request.cookies, arguments)


def _asked_by_a_browser() -> bool:
    """Whether a callback runs: then a person is waiting for the page."""
    try:
        return ctx.inputs_list is not None
    except MissingCallbackContextException:
        return False
