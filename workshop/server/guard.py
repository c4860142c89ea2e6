"""Every request of an app passes the gate; an address that the table does not know is closed."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from workshop import roles
from workshop.gate import Gate, Refused
from workshop.server.refusals import NotOpen, SignInFirst

log = structlog.get_logger("gate")


def key(method: str, rule: str) -> str:
    """How the table calls an address."""
    return f"{'GET' if method == 'HEAD' else method} {rule}"


def guard(app: Flask) -> None:
    """Asks the table before anything of `app` answers."""

    @app.before_request
    def ask() -> Response | None:
        if request.url_rule is None:
            return None  # there is nothing at this address, or not by this method
        asked = key(request.method, request.url_rule.rule)
        row = roles.ROUTES.get(asked)
        if row is None:
            log.error("not_in_the_table", asked=asked)
            raise NotOpen
        arguments: dict[str, Any] = {**request.args, **(request.view_args or {})}
        parts = app.extensions["radslag"]
        try:
            Gate(parts.doors, parts.workshop).ask(row, request.cookies, arguments)
        except Refused as refusal:
            raise _answer(row, refusal, arguments) from None
        return None


def _answer(row: roles.Row, refusal: Refused, arguments: dict[str, Any]) -> HTTPException:
    if refusal.code == "stale":
        return SignInFirst(row.fresh.format_map(arguments), again=True)
    if refusal.code == "forbidden":
        return NotOpen()
    reading = request.method in ("GET", "HEAD")
    return SignInFirst(request.full_path.rstrip("?") if reading else request.path)
