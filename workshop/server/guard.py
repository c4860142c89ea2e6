"""Every request of an app passes the gate; an address that the table does not know is closed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import structlog
from flask import Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse

from workshop import roles
from workshop.gate import Gate, Refused

log = structlog.get_logger("gate")


class SignInFirst(HTTPException):
    """Answers with the way to the sign-in page, and back to `address` after it."""

    code = 303

    def __init__(self, address: str, again: bool = False) -> None:
        super().__init__()
        self.address = sign_in_address(address, again)

    def get_response(self, *_args: object, **_kwargs: object) -> AnyResponse:
        return redirect(self.address, 303)


class NotOpen(NotFound):
    """For somebody who may not, an address is as if it were not there."""


def sign_in_address(next: str = "", again: bool = False) -> str:
    """The sign-in page that leads to `next` afterwards; `again` asks for the password anew."""
    asked = {"again": "1"} if again else {}
    asked |= {"next": next} if next else {}
    return "/sign-in" + ("?" + urlencode(asked, safe="/") if asked else "")


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
